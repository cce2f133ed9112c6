"""Usual intake, the risk of having too little or too much, and whether a diary can be whole."""

from unclench.intake.adequacy.assess import IntakeAnswer, assess_intake
from unclench.intake.adequacy.energy import Plausibility, plausibility
from unclench.intake.adequacy.read import stated_amounts

__all__ = ["IntakeAnswer", "Plausibility", "assess_intake", "plausibility", "stated_amounts"]

"""Usual intake, the risk of having too little or too much, and whether a diary can be whole."""

from unclench.intake.usual.assess import IntakeAnswer, assess_intake
from unclench.intake.usual.energy import Plausibility, plausibility

__all__ = ["IntakeAnswer", "Plausibility", "assess_intake", "plausibility"]

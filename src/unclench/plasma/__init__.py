"""Blood tests read and interpreted; models from intake to blood levels.

from unclench.plasma import BloodInputs, measured, simulate_blood
inputs = BloodInputs(
    intakes={"magnesium": 120}, medicines=("omeprazole",), blood=measured(potassium=3.6)
)
simulate_blood(inputs, weeks=12).at("potassium")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unclench.plasma.blood import Blood, from_labs, measured
    from unclench.plasma.homeostasis.blood_of_a_person import blood_part, from_assessment
    from unclench.plasma.homeostasis.inputs import BloodInputs
    from unclench.plasma.homeostasis.result import BloodComparison, BloodResult
    from unclench.plasma.homeostasis.simulate import compare, simulate_blood
    from unclench.plasma.homeostasis.within_a_day import SweatSession, after_meal, sweat_session

_WHERE = {
    "Blood": "blood",
    "BloodComparison": "homeostasis.result",
    "BloodInputs": "homeostasis.inputs",
    "BloodResult": "homeostasis.result",
    "SweatSession": "homeostasis.within_a_day",
    "after_meal": "homeostasis.within_a_day",
    "blood_part": "homeostasis.blood_of_a_person",
    "compare": "homeostasis.simulate",
    "from_labs": "blood",
    "measured": "blood",
    "from_assessment": "homeostasis.blood_of_a_person",
    "simulate_blood": "homeostasis.simulate",
    "sweat_session": "homeostasis.within_a_day",
}

__all__ = [
    "Blood",
    "BloodComparison",
    "BloodInputs",
    "BloodResult",
    "SweatSession",
    "after_meal",
    "blood_part",
    "compare",
    "from_assessment",
    "from_labs",
    "measured",
    "simulate_blood",
    "sweat_session",
]


def __getattr__(name: str) -> Any:
    """Names of the slow models, imported when first used."""
    if name in _WHERE:
        module = importlib.import_module(f"unclench.plasma.{_WHERE[name]}")
        return getattr(module, name)
    raise AttributeError(name)

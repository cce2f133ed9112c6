"""Blood tests read and interpreted; models from intake to blood levels.

from unclench.plasma import BloodInputs, simulate_blood
simulate_blood(BloodInputs(intakes={"magnesium": 120}, medicines=("omeprazole",)), weeks=12)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unclench.plasma.homeostasis.blood_of_a_person import blood_part, from_assessment
    from unclench.plasma.homeostasis.inputs import BloodInputs
    from unclench.plasma.homeostasis.result import BloodComparison, BloodResult
    from unclench.plasma.homeostasis.simulate import compare, simulate_blood
    from unclench.plasma.homeostasis.within_a_day import SweatSession, after_meal, sweat_session

_WHERE = {
    "BloodComparison": "result",
    "BloodInputs": "inputs",
    "BloodResult": "result",
    "SweatSession": "within_a_day",
    "after_meal": "within_a_day",
    "blood_part": "blood_of_a_person",
    "compare": "simulate",
    "from_assessment": "blood_of_a_person",
    "simulate_blood": "simulate",
    "sweat_session": "within_a_day",
}

__all__ = [
    "BloodComparison",
    "BloodInputs",
    "BloodResult",
    "SweatSession",
    "after_meal",
    "blood_part",
    "compare",
    "from_assessment",
    "simulate_blood",
    "sweat_session",
]


def __getattr__(name: str) -> Any:
    """Names of the slow models, imported when first used."""
    if name in _WHERE:
        module = importlib.import_module(f"unclench.plasma.homeostasis.{_WHERE[name]}")
        return getattr(module, name)
    raise AttributeError(name)

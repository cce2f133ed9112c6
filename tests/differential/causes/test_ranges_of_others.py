"""Results of people for whom the limits of most adults do not hold."""

from __future__ import annotations

import pytest

from unclench import assess
from unclench.assessment import Assessment


def _told(alp: float) -> Assessment:
    return assess({"profile": {"age": 40, "sex": "male"}, "labs": [f"ALP {alp:g} U/L"]})


def _of(answer: Assessment, cause: str) -> float:
    return next((c.probability for c in answer.causes if c.id == cause), 0.0)


@pytest.mark.parametrize(
    "profile",
    [{"age": 9, "sex": "male"}, {"age": 30, "sex": "female", "pregnant": True}],
)
def test_a_growing_bone_or_a_placenta_is_no_softened_bone(profile: dict[str, object]) -> None:
    without = assess({"profile": profile, "complaints": ["calf cramps"]})
    raised = assess({"profile": profile, "complaints": ["calf cramps"], "labs": ["ALP 200 U/L"]})
    assert _of(raised, "vitamin_d_deficiency") <= _of(without, "vitamin_d_deficiency") + 0.005


def test_in_other_adults_it_speaks_for_one() -> None:
    usual, raised = (_told(x) for x in (80, 260))
    assert _of(raised, "vitamin_d_deficiency") > _of(usual, "vitamin_d_deficiency") + 0.05

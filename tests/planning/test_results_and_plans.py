"""A result shapes the plan, in numbers or in words, and an unknown illness keeps it narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.spec.test_plan_safety import six_days
from unclench import assess
from unclench.assessment.plan import Plan
from unclench.request import Wishes

SOMEBODY = {"age": 45, "sex": "female", "weight_kg": 65, "height_cm": 168}


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return six_days(tmp_path_factory.mktemp("results"))


def plan(diary: Path, told: dict[str, Any]) -> Plan:
    case = {"profile": SOMEBODY, "diary": [str(diary)]} | told
    found = assess(case, plan=Wishes(max_changes=2, supplements=("all",))).plan
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "row", "nutrient"),
    [
        (
            {"complaints": ["cramps, my potassium is a touch high"]},
            "high_potassium",
            "potassium",
        ),
        ({"complaints": ["cramps, my creatinine is elevated"]}, "kidney_disease", "phosphorus"),
        ({"complaints": ["cramps, calcium a tad high"]}, "high_calcium", "calcium"),
        ({"labs": ["magnesium 1.4 mmol/L"]}, "high_magnesium", "magnesium"),
        ({"labs": ["phosphate 1.8 mmol/L"]}, "high_phosphate", "phosphorus"),
        ({"labs": ["25-OH vitamin D 240 nmol/L"]}, "vitamin_d_full", "vitamin_d"),
        ({"labs": ["ferritin 820 µg/L"]}, "iron_stores_full", "iron"),
        ({"labs": ["INR 2.4"]}, "vitamin_k_antagonist", "vitamin_k"),
    ],
)
def test_what_is_high_is_not_raised(
    diary: Path, told: dict[str, Any], row: str, nutrient: str
) -> None:
    found = plan(diary, told)
    assert row in [s.id for s in found.safety]
    assert found.plans
    for offer in found.plans:
        before_and_after = {e.nutrient: (e.before, e.after) for e in offer.effects}
        before, after = before_and_after[nutrient]
        assert after <= before * (1.101 if nutrient == "vitamin_k" else 1.001)
        assert not [c for c in offer.changes if c.dose and c.dose.nutrient == nutrient]


@pytest.mark.parametrize(
    "told",
    [
        {"complaints": ["cramps, potassium is fine"]},
        {"labs": ["ferritin 90 µg/L", "magnesium 0.9 mmol/L", "INR 1.0", "phosphate 1.1 mmol/L"]},
    ],
)
def test_what_is_normal_bars_nothing(diary: Path, told: dict[str, Any]) -> None:
    usual = {s.id for s in plan(diary, {"complaints": ["cramps"]}).safety}
    assert {s.id for s in plan(diary, told).safety} == usual


def test_a_result_that_is_told_as_a_danger_refuses(diary: Path) -> None:
    found = plan(diary, {"complaints": ["cramps, they said my potassium is dangerously low"]})
    assert [r.code for r in found.refused] == ["dangerous_result"]


def test_an_unknown_illness_keeps_what_illnesses_forbid(diary: Path) -> None:
    found = plan(diary, {"conditions": ["Zwolinski-Harke syndrome"]})
    assert found.plans
    for offer in found.plans:
        for effect in offer.effects:
            if effect.nutrient in ("potassium", "calcium", "vitamin_d", "iron", "copper"):
                assert effect.after <= effect.before * 1.101, effect.nutrient
        assert not [c for c in offer.changes if c.dose]

"""Every safety row fires for its cases, stays quiet for the others, and wins over every goal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import somebody
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.loader import Fact, load
from unclench.planning.safety import applies, safety_for
from unclench.told import Person, condition_items, finding_items, medicine_classes, medicine_items
from unclench.told.person import Unsure
from unclench.told.worded import ToldResult

ROWS = load("plan_safety", SafetyRow)


def person(case: dict[str, Any]) -> Person:
    return somebody(
        classes=case.get("medicine_classes", ()),
        medicines=case.get("medicines", ()),
        conditions=case.get("conditions", ()),
        findings=case.get("findings", ()),
        days_ago=case.get("days_ago"),
        results=tuple(
            ToldResult(name, (name,), side, False, name, "complaints")
            for name, side in case.get("results", {}).items()
        ),
        unsure=tuple(Unsure(kind, "zorb") for kind in case.get("unsure", ())),
        pregnant=case.get("pregnant", False),
        lactating=case.get("lactating", False),
        sex=case.get("sex"),
        age=case.get("age"),
        height_cm=170.0,
        weight_kg=case["bmi"] * 1.7**2 if "bmi" in case else None,
    )


def _applies(row: SafetyRow, case: dict[str, Any]) -> bool:
    return applies(row, person(case), case.get("labs", {}), case.get("judged", {}))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_row_fires_and_stays_quiet(row: SafetyRow) -> None:
    for case in row.fires_for:
        assert _applies(row, case), case
    for case in row.stays_quiet_for:
        assert not _applies(row, case), case


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_row_speaks_the_vocabulary_of_the_other_facts(row: SafetyRow) -> None:
    assert set(row.when.medicine_classes) <= medicine_classes().keys()
    assert set(row.when.medicines) <= medicine_items().keys()
    assert set(row.when.unnamed) <= medicine_classes().keys()
    assert set(row.when.conditions) <= condition_items().keys()
    assert set(row.when.findings) <= finding_items().keys()
    assert {rule.analyte for rule in row.when.labs} <= load("analytes", Fact).keys()
    assert {*row.avoid_tags, *row.most_grams} <= load("food_tags", Fact).keys()
    nutrients = load("nutrients", Fact).keys()
    assert {*row.no_more, *row.steady, *row.little_more, *row.no_supplements} <= nutrients


def test_the_strictest_steady_share_counts() -> None:
    both = safety_for(somebody(classes={"lithium_class"}, medicines={"warfarin"}))
    assert both.steady == {"sodium": 0.1, "vitamin_k": 0.1}


def test_a_professional_is_named_first_with_weak_kidneys() -> None:
    safety = safety_for(somebody(conditions={"dialysis"}))
    assert safety.refer
    assert {"potassium", "phosphorus"} <= safety.no_more
    assert "magnesium" in safety.no_supplements

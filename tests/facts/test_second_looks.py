"""No fact of high harm is without a second look, and each says where or that it was not found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError
from scripts.second_look_pages import counts, second_look_page

from unclench.facts import loader
from unclench.facts.kinds.analytes import Limits
from unclench.facts.kinds.drug_effects import DrugEffects, Effect
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.kinds.red_flags import RedFlagArea, Rule
from unclench.facts.kinds.requirements import Limit, RequirementTable
from unclench.facts.kinds.requirements import check as check_tables
from unclench.facts.kinds.result_rules import ResultRule
from unclench.facts.second_looks import KINDS, SecondLook, looks

TODAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize("model", [SafetyRow, Rule, Limits, Limit, Effect, ResultRule])
def test_no_row_can_be_written_without_one(model: type[Any]) -> None:
    assert model.model_fields["second"].is_required()
    with pytest.raises(ValidationError, match="second"):
        model.model_validate({})


@pytest.mark.parametrize(
    "given",
    [
        {"found": "seen"},
        {"found": "seen", "at": ["ukka_2023"]},
        {"found": "partial", "says": "something"},
        {"found": "computed", "says": "something"},
        {"found": "not_found"},
        {"found": "not_found", "searched": "pages", "at": ["ukka_2023"]},
        {"found": "recalled", "says": "from memory", "at": ["ukka_2023"]},
    ],
)
def test_a_second_look_says_where_or_where_it_was_searched(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SecondLook.model_validate(given)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("no_such_page", "not in facts/data/sources"),
        ("bnf_interactions", "was not looked up"),
        ("lab_critical_lists", "has no address"),
    ],
)
def test_its_place_was_read_and_can_be_found_again(key: str, problem: str) -> None:
    row = loader.load("plan_safety", SafetyRow)["digoxin"]
    look = SecondLook(found="seen", at=(key,), says="something")
    found = loader.check_fact("plan_safety", row.model_copy(update={"second": look}), TODAY)
    assert any(problem in p.what for p in found)


def test_limits_of_children_have_their_own() -> None:
    tables = loader.load("requirements", RequirementTable)
    zinc = tables["zinc_efsa"]
    assert zinc.limit is not None
    without = zinc.limit.model_copy(update={"second_children": None})
    broken = {"zinc_efsa": zinc.model_copy(update={"limit": without})}
    assert any("second_children" in p.what for p in check_tables(broken, TODAY))  # type: ignore[arg-type]


def test_the_steps_of_selenium_follow_from_the_limit_of_adults() -> None:
    """255 µg by body weight to the power 0.75; the same weights give what is printed of B6."""
    weights = {2: 11.9, 5: 19.0, 8: 28.7, 12: 44.6, 16: 60.3}
    tables = loader.load("requirements", RequirementTable)
    for nutrient, adult, near in (("selenium", 255.0, 2.5), ("vitamin_b6", 12.0, 0.05)):
        for age, kg in weights.items():
            row = next(
                r for r in tables[f"{nutrient}_efsa"].rows if r.covers("female", age, "none", "any")
            )
            assert pytest.approx(adult * (kg / 70) ** 0.75, abs=near) == row.UL


def test_the_page_counts_every_row() -> None:
    """Counted here by another way than the page does."""
    table = counts()
    rules = [r for a in loader.load("red_flags", RedFlagArea).values() for r in a.rules.values()]
    effects = [e for f in loader.load("drug_effects", DrugEffects).values() for e in f.effects]
    assert table["warning signs"].total() == len(rules)
    assert table["rows of plan safety"].total() == len(loader.load("plan_safety", SafetyRow))
    assert table["effects of medicines and illnesses on the models of blood"].total() == len(
        effects
    )
    every = [
        k for kind in KINDS for f in loader.load(kind, loader.Fact).values() for _, k in looks(f)
    ]
    page = "\n".join(second_look_page(str, ", ".join))
    for look in every:
        if look.found in ("partial", "not_found"):
            assert (look.searched or look.says) in page

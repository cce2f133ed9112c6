"""The table of people and rules (`plan_safety.yaml`): what is offered, what a plan does and says.

What is never offered is checked over every food that could be, not only over those that one plan
happens to choose; what a plan does is checked on a plan of up to two changes.
"""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from unclench.assessment import Assessment
from unclench.assessment.plan import Plan
from unclench.case import from_dict
from unclench.intake.diaries import read
from unclench.intake.diary import Diary, PersonDays
from unclench.intake.person_days import person_days
from unclench.intake.usual import assess_intake
from unclench.planning.assess import kept_to, plan_part
from unclench.planning.candidates import Choices, allowed, candidates
from unclench.planning.food_tags import excluded_tags
from unclench.planning.safety import safety_for
from unclench.request import Wishes
from unclench.told import Person, understand
from unclench.words.en.plan import speak

ROWS = yaml.safe_load((Path(__file__).parent / "plan_safety.yaml").read_text("utf-8"))["rows"]
DAY = "white bread,150,g|white rice,250,g|chicken breast,120,g|boiled potatoes,150,g|butter,20,g"
OTHER_DAY = "semi-skimmed milk,150,g|apple,120,g|tomato,60,g|biscuits,40,g|broccoli,30,g"
"""Eaten on every other day also."""
WISHES = Wishes(max_changes=2, supplements=("all",))


def six_days(folder: Path) -> Path:
    """A diary of six days, short of several nutrients, as a file in the folder."""
    lines = [
        f"2026-01-0{day},{line}"
        for day in range(1, 7)
        for line in (DAY.split("|") + (OTHER_DAY.split("|") if day % 2 else []))
    ]
    path = folder / "diary.csv"
    path.write_text("\n".join(["date,food,amount,unit", *lines, ""]), encoding="utf-8")
    return path


@functools.cache
def eaten() -> tuple[Diary, PersonDays]:
    """Those six days, read."""
    with tempfile.TemporaryDirectory() as folder:
        diary = read([six_days(Path(folder))], today=dt.date(2026, 1, 20))
    return diary, person_days(diary)


def told(row: dict[str, Any]) -> Person:
    base = {"age": 45, "sex": "male", "weight_kg": 75, "height_cm": 175}
    return understand(from_dict(base | row.get("told", {})))


def plan_of(person: Person, labs: dict[str, float]) -> Plan:
    diary, days = eaten()
    standing = assess_intake(days, person).standings
    part = plan_part(person, diary, days, standing, labs, WISHES)
    speak(Assessment(version="0", plan=part))
    return part


def on_offer(
    person: Person, labs: dict[str, float], judged: dict[str, str] | None = None
) -> list[str]:
    """Labels of every food that a plan for this person may choose from."""
    safety = safety_for(person, labs, judged)
    excluded = excluded_tags(kept_to(person, Wishes())) | safety.avoid_tags
    return [c.item.label for c in candidates() if allowed(c, Choices(excluded=excluded))]


def named(food: str, labels: list[str]) -> list[str]:
    return [label for label in labels if label.lower().startswith(food.lower())
            or f" {food.lower()}" in f" {label.lower()}"]  # fmt: skip


def test_the_table_is_as_long_as_a_manual() -> None:
    assert len(ROWS) >= 120
    assert len({row["who"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["who"] for row in ROWS])
def test_person(row: dict[str, Any]) -> None:
    person, labs = told(row), row.get("labs", {})
    every = [c.item.label for c in candidates()]
    offer = on_offer(person, labs)
    for food in row.get("never", []):
        assert named(food, every), f"{food} is no food of the list: the row could not fail"
        assert not named(food, offer)
    for food in row.get("offered", []):
        assert named(food, offer), food
    plan = plan_of(person, labs)
    if row.get("plan", "made") == "made":
        assert not plan.refused
        assert plan.plans or "plan" not in row
    else:
        assert row["plan"] in [r.code for r in plan.refused]
        assert plan.plans == []
    check_what_it_does(row, plan)
    text = " ".join([plan.say, *plan.lines]).lower()
    for group in row.get("says", []):
        assert any(word.lower() in text for word in group.split("|")), group


def check_what_it_does(row: dict[str, Any], plan: Plan) -> None:
    for offer in plan.plans:
        after = {e.nutrient: e.after / e.before for e in offer.effects if e.before}
        for nutrient in row.get("not_up", []):
            assert after[nutrient] <= 1.001, nutrient
        for nutrient in row.get("not_down", []):
            assert after[nutrient] >= 0.899, nutrient
        if row.get("keeps"):
            assert after["energy"] >= 0.985
        for change in offer.changes:
            assert not (row.get("keeps") and change.action == "less")
            assert (change.eaten_more is not None) == (change.action in ("add", "more", "swap"))
            assert (change.eaten_less is not None) == (change.action in ("less", "swap"))
            if change.dose is not None:
                assert change.dose.nutrient not in row.get("no_pill", [])

"""Promises around the solver: supplements, energy at low weight, drinking, the chart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.people import somebody
from unclench.app.report.pictures import plan_chart, plan_rows
from unclench.assessment import Assessment, Hydration, Interval, Plan, Reason
from unclench.case import Case, Profile
from unclench.intake.diaries import read
from unclench.intake.diary import Diary, PersonDays
from unclench.intake.person_days import person_days
from unclench.intake.usual import assess_intake
from unclench.planning.assess import plan_part
from unclench.planning.candidates import Choices
from unclench.planning.drinking import drinking
from unclench.planning.planner import Planner, planner, supplement_room
from unclench.planning.safety import Safety, safety_for
from unclench.request import Wishes
from unclench.told import understand
from unclench.told.person import Person
from unclench.words.en import sentence_of, speak

LIMIT_MG = 350.0  # upper limit for magnesium from supplements, adults (DRI 1997)
TABLET_MG = 100.0
FOODS = ("white rice,400,g", "chicken breast,150,g", "white bread,200,g", "potatoes,300,g")
BODY = {"weight_kg": 70.0, "height_cm": 172.0}


def diary(folder: Path, *also: str) -> tuple[Diary, PersonDays]:
    """Three equal days, with further lines on each."""
    lines = [f"2025-12-0{d},{line}" for d in (1, 2, 3) for line in (*FOODS, *also)]
    path = folder / "diary.csv"
    path.write_text("\n".join(["date,food,amount,unit", *lines, ""]), encoding="utf-8")
    made = read([path], today=dt.date(2026, 1, 1))
    return made, person_days(made)


def with_tablets(folder: Path, *also: str) -> Planner:
    eaten, days = diary(folder, *also)
    profile = Person(age=40, sex="male", **BODY)
    allowed = Choices(supplements=("magnesium",))
    standing = assess_intake(days, profile).standings
    return planner(eaten, days, standing, Safety(), allowed, goals=["magnesium"], max_changes=1)


def offers_tablet(made: Planner) -> bool:
    return any(c.action == "supplement" for c in made.changes)


@pytest.mark.parametrize("taken", [100, 200, 249, 250, 251, 300, 349, 400])
def test_supplements_together_stay_within_the_limit_for_supplements(
    tmp_path: Path, taken: int
) -> None:
    made = with_tablets(tmp_path, f"magnesium,{taken},mg")
    offered = [c.effect["magnesium"] * c.cap for c in made.changes if c.action == "supplement"]
    assert all(taken + most <= LIMIT_MG for most in offered)
    assert bool(offered) == (taken + TABLET_MG <= LIMIT_MG)


def test_a_tablet_without_a_told_dose_leaves_no_room_for_another(tmp_path: Path) -> None:
    _, days = diary(tmp_path, "magnesium tablet,1,tablet")
    assert "magnesium" in days.untold
    made = with_tablets(tmp_path, "magnesium tablet,1,tablet")
    assert supplement_room(made.standing)["magnesium"] == 0.0
    assert not offers_tablet(made)


def part(folder: Path, wishes: Wishes, hydration: Hydration | None = None, **told: Any) -> Plan:
    profile = Profile(**{"age": 40, "sex": "male", **BODY, **told.pop("profile", {})})
    case = Case(profile=profile, **told)
    eaten, days = diary(folder)
    person = understand(case)
    standing = assess_intake(days, person).standings
    made = plan_part(person, eaten, days, standing, {}, wishes, hydration)
    speak(Assessment(version="0", plan=made))
    return made


TABLET = Wishes(supplements=("magnesium",), goals=("magnesium",), max_changes=1, alternatives=3)


def ids(answer: Plan) -> set[str]:
    return {c.id for p in answer.plans for c in p.changes}


def test_a_supplement_that_is_allowed_can_be_in_a_plan(tmp_path: Path) -> None:
    assert "supplement:magnesium" in ids(part(tmp_path, TABLET))


@pytest.mark.parametrize("takes", ["magnesium 300 mg", "magnesium tablet", "a multivitamin"])
def test_no_supplement_of_what_the_person_takes_already(tmp_path: Path, takes: str) -> None:
    answer = part(tmp_path, TABLET, medicines=(takes,))
    assert "supplement:magnesium" not in ids(answer)
    assert answer.supplements_taken == ["magnesium"]
    assert any(line.startswith("Magnesium: no supplement") for line in answer.lines)


LESS = Wishes(energy="less", goals=("magnesium",), max_changes=1, alternatives=1)
KEPT = "Energy is kept where it is"


def first_energy(answer: Plan) -> float:
    (e,) = [e for e in answer.plans[0].effects if e.nutrient == "energy"]
    return e.after / e.before


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        ({"weight_kg": 54.0}, "weight is low"),  # 54 / 1.72^2 = 18.3
        ({"weight_kg": 59.0}, "weight is low"),  # 19.9
        ({"sex": "female", "pregnant": True}, "no time to eat less"),
        ({"sex": "female", "lactating": True}, "no time to eat less"),
    ],
)
def test_less_energy_is_refused_where_it_would_harm(
    tmp_path: Path, profile: dict[str, Any], why: str
) -> None:
    asked = part(tmp_path, LESS, profile=profile)
    (said,) = [line for line in asked.lines if line.startswith(KEPT)]
    assert why in said
    kept = part(
        tmp_path, Wishes(goals=("magnesium",), max_changes=1, alternatives=1), profile=profile
    )
    assert asked.plans == kept.plans


def test_less_energy_is_planned_at_a_usual_weight(tmp_path: Path) -> None:
    answer = part(tmp_path, LESS, profile={"weight_kg": 59.5})  # 20.1
    assert answer.energy_kept is None
    assert not [line for line in answer.lines if line.startswith(KEPT)]
    assert first_energy(answer) < 1.0


SWEAT = Hydration(
    say="",
    sweat_loss_l_per_day=Interval(mean=1.5, low=1.0, high=2.2, unit="L/day"),
    sodium_loss_mg_per_day=Interval(mean=1400, low=700, high=2400, unit="mg/day"),
)


def said(reasons: list[Reason]) -> list[str]:
    return [sentence_of(r) for r in reasons]


@pytest.mark.parametrize(
    "condition", ["heart_failure", "ckd", "ckd_advanced", "dialysis", "kidney_transplant"]
)
def test_no_amount_to_drink_with_a_weak_heart_or_kidneys(condition: str) -> None:
    lines = said(drinking(SWEAT, safety_for(somebody(conditions={condition}))))
    assert len(lines) == 1
    assert not any(ch.isdigit() for ch in lines[0])
    assert "set by your team" in lines[0]


@pytest.mark.parametrize("told", ["heart failure", "chronic kidney disease"])
def test_the_same_when_the_condition_is_told_in_words(tmp_path: Path, told: str) -> None:
    answer = part(tmp_path, LESS, SWEAT, conditions=(told,))
    assert len(answer.drinking) == 1
    assert not any("litres" in line or "salted meals" in line for line in answer.lines)


def test_others_read_what_sweat_holds_and_never_to_drink_beyond_thirst() -> None:
    lines = said(drinking(SWEAT, safety_for(Person())))
    assert "1.5 (1.0 to 2.2) litres" in lines[0]
    assert "1,400 (700 to 2,400) mg" in lines[1]
    assert lines[-1].startswith("Do not drink beyond thirst")
    assert drinking(None, safety_for(Person())) == []


def test_the_chart_shows_the_numbers_of_the_first_plan(tmp_path: Path) -> None:
    answer = part(tmp_path, Wishes(alternatives=2))
    whole = Assessment(version="0", authority="nasem", plan=answer)
    effects = {e.label: e for e in answer.plans[0].effects}
    rows = plan_rows(whole)
    short = {e.label for e in effects.values() if e.missing is not None}
    assert short
    assert short <= {r["nutrient"] for r in rows}
    for r in rows:
        e = effects[r["nutrient"]]
        assert e.probability_enough_before is not None
        assert e.probability_enough_after is not None
        assert r["before"] == pytest.approx(100 * e.probability_enough_before)
        assert r["after"] == pytest.approx(100 * e.probability_enough_after)
        assert 0 <= r["before"] <= 100
        assert 0 <= r["after"] <= 100
    moved = {
        e.label
        for e in effects.values()
        if e.probability_enough_before is not None
        and e.probability_enough_after is not None
        and abs(e.probability_enough_after - e.probability_enough_before) >= 0.02
    }
    assert {r["nutrient"] for r in rows} == short | moved
    drawn = plan_chart(whole).to_dict()
    goal, bars, dots = (layer["data"]["values"] for layer in drawn["layer"])
    assert goal == [{"x": 100 * answer.goal_probability}]
    assert bars == rows
    assert [d["p"] for d in dots] == [r[k] for r in rows for k in ("before", "after")]


def test_no_plan_no_chart() -> None:
    assert plan_chart(Assessment(version="0", authority="nasem")) is None
    refused = Plan(outcome="refused", max_changes=3, goal_probability=0.85)
    assert plan_rows(Assessment(version="0", authority="nasem", plan=refused)) == []
    assert plan_chart(Assessment(version="0", authority="nasem", plan=refused)) is None

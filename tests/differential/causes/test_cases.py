"""Typical presentations: figures a little below those measured, so that a fall is noticed."""

from __future__ import annotations

from collections import Counter

from benchmarks.differential import Result, calibration, fresh_cases, measures, run, stability
from tests.said import answered


def test_there_are_sixty_cases_a_third_not_nutritional_a_sixth_normal(own: list[Result]) -> None:
    groups = Counter(r.told.group for r in own)
    assert len(own) >= 60
    assert groups["non_nutritional"] >= len(own) / 3
    assert groups["undetermined"] >= len(own) / 6


def test_own_cases_are_ranked(own: list[Result]) -> None:
    m = measures(own)
    assert m["first"] >= 0.92
    assert m["three"] >= 0.97
    assert m["none_blamed"] <= 0.05
    assert m["useful_8"] >= 0.92
    assert m["useful_3"] >= 0.8


def test_public_vignettes_are_ranked(public: list[Result]) -> None:
    m = measures(public)
    assert m["first"] >= 10 / 12
    assert m["three"] >= 11 / 12
    assert m["useful_8"] >= 10 / 12
    assert m["none_blamed"] == 0


def test_no_nutrient_comes_first_when_nothing_is_deficient(own: list[Result]) -> None:
    normal = [r for r in own if r.told.group == "undetermined"]
    assert [r.told.id for r in normal if r.nutrient_first] == []


def test_low_probabilities_are_not_promises(own: list[Result]) -> None:
    brier, bins = calibration(own)
    assert brier < 0.1
    for _, n, said, seen in bins[:2]:
        assert n > 50
        assert seen <= said + 0.05


def test_first_place_survives_moving_every_judged_number_by_half(own: list[Result]) -> None:
    stable = stability(own, draws=3)
    assert stable["same"] >= 0.85
    assert stable["in_three"] >= 0.95


def test_urgency_is_not_too_low_and_seldom_too_high(own: list[Result]) -> None:
    m = measures(own)
    assert m["under"] <= 0.03
    assert m["over"] <= 0.1
    assert m["emergencies_missed"] <= 1  # a bite by a widow spider, told without a warning sign


def test_no_public_emergency_is_told_to_wait(public: list[Result]) -> None:
    m = measures(public)
    assert m["under"] == 0
    assert m["over"] <= 0.2


def test_a_dangerous_cause_that_is_likely_and_unmeasured_raises_the_urgency() -> None:
    from unclench.case import from_dict
    from unclench.differential.assess import assess_differential
    from unclench.told import understand

    raw = {
        "age": 80, "sex": "M", "complaints": ["legs suddenly too weak to stand"],
        "medicines": ["spironolactone", "ramipril", "trimethoprim"],
        "conditions": ["chronic kidney disease"],
    }  # fmt: skip
    answer = answered(assess_differential(understand(from_dict(raw))))
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"
    assert any("has not been measured" in r for r in answer.urgency.reasons)


def test_every_public_vignette_says_how_it_differs_from_its_source(public: list[Result]) -> None:
    from pathlib import Path

    import yaml

    path = Path(__file__).parents[2] / "cases_public" / "differs_from_source.yaml"
    notes = yaml.safe_load(path.read_text("utf-8"))
    assert sorted(notes) == sorted(r.told.id for r in public)


def test_later_stories_do_not_fall_back() -> None:
    m = measures(run(fresh_cases()))
    assert m["first"] >= 0.94
    assert m["three"] >= 0.97
    assert m["under"] <= 0.03

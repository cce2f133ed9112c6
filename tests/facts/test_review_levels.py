"""A review level says what was done: level 1 means that something in the file was looked up."""

from __future__ import annotations

import datetime as dt

import pytest

from unclench.facts import loader
from unclench.facts.kinds.plan_safety import SafetyRow

TODAY = dt.date(2026, 12, 1)


def _row(level: int, verified: str, source: str) -> SafetyRow:
    fact = loader.load("plan_safety", SafetyRow)["vitamin_k_antagonist"]
    review = fact.review.model_copy(update={"level": level})
    return fact.model_copy(update={"review": review, "verified": verified, "source": source})


@pytest.mark.parametrize(
    ("verified", "source", "sound"),
    [
        ("seen", "judgement", True),
        ("partial", "judgement", True),
        ("computed", "judgement", True),
        ("recalled", "ukka_2023", True),  # the source was looked up
        ("recalled", "who_atc", False),
        ("judgement", "judgement", False),
    ],
)
def test_level_one_needs_something_that_was_looked_up(
    verified: str, source: str, sound: bool
) -> None:
    assert loader.sources()["ukka_2023"].verified == "seen"
    problems = loader.check_fact("plan_safety", _row(1, verified, source), TODAY)
    assert (problems == []) == sound
    assert loader.check_fact("plan_safety", _row(0, verified, source), TODAY) == []


def test_all_facts_keep_it() -> None:
    levels = [f.review.level for k in loader.kinds() for f in loader.load(k, loader.Fact).values()]
    assert levels.count(0) > 300  # household measures, tests, tags and the like are drafted
    assert [p for p in loader.check(TODAY) if "looked up" in p.what] == []


def test_a_second_source_that_a_note_names_exists() -> None:
    for name, source in loader.sources().items():
        if name.startswith("look_"):
            assert source.verified == "seen"
            assert source.url.startswith("http")

"""A review level says what was done: what a file has earned, no more and no less."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from unclench.facts import loader
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.second_looks import SecondLook

NOT_FOUND = SecondLook(found="not_found", searched="pages")
TODAY = dt.date(2026, 12, 1)


def _row(review: dict[str, Any], **changed: object) -> SafetyRow:
    fact = loader.load("plan_safety", SafetyRow)["vitamin_k_antagonist"]
    return fact.model_copy(update={"review": fact.review.model_copy(update=review), **changed})


@pytest.mark.parametrize(
    ("verified", "source", "second", "earned"),
    [
        ("judgement", "judgement", "not_found", 0),
        ("recalled", "who_atc", "not_found", 0),
        ("recalled", "ukka_2023", "not_found", 1),  # the source was looked up
        ("partial", "judgement", "not_found", 1),
        ("seen", "judgement", "not_found", 1),
        ("seen", "ukka_2023", "not_found", 1),
        ("partial", "ukka_2023", "seen", 1),
        ("seen", "ukka_2023", "partial", 1),
        ("seen", "ukka_2023", "seen", 2),
        ("seen", "judgement", "seen", 1),
        ("computed", "judgement", "computed", 2),
    ],
)
def test_a_level_is_what_was_looked_up(
    verified: str, source: str, second: str, earned: int
) -> None:
    assert loader.sources()["ukka_2023"].verified == "seen"
    look = {"found": second, "searched": "pages"}
    if second != "not_found":
        look = {"found": second, "at": ("look_ng158",), "says": "it says so"}
    facts = {"verified": verified, "source": source, "second": SecondLook.model_validate(look)}
    for level in (0, 1, 2):
        problems = loader.check_fact("plan_safety", _row({"level": level}, **facts), TODAY)
        assert (problems == []) == (level == earned)


@pytest.mark.parametrize(
    ("level", "by", "sound"),
    [
        (3, (), False),
        (3, ("A dietitian",), True),
        (4, ("A dietitian",), False),
        (4, ("A dietitian", "A dietitian"), False),
        (4, ("A dietitian", "A pharmacist"), True),
        (1, ("A dietitian",), False),
    ],
)
def test_a_professional_is_named_and_nobody_else(
    level: int, by: tuple[str, ...], sound: bool
) -> None:
    row = _row({"level": level, "by": by}, verified="seen", source="judgement", second=NOT_FOUND)
    assert (loader.check_fact("plan_safety", row, TODAY) == []) == sound


def test_all_facts_keep_it() -> None:
    levels = [f.review.level for k in loader.kinds() for f in loader.load(k, loader.Fact).values()]
    assert levels.count(0) > 300  # household measures, tests, tags and the like are drafted
    assert [p for p in loader.check(TODAY) if "review level" in p.what] == []


def test_a_second_source_that_a_note_names_exists() -> None:
    for name, source in loader.sources().items():
        if name.startswith("look_"):
            assert source.verified == "seen"
            assert source.url.startswith("http")


def test_no_page_counts_as_two_sources() -> None:
    urls = [s.url.rstrip("/") for k, s in loader.sources().items() if k.startswith("look_")]
    known_twice = 3  # pages on warfarin and food in pregnancy were read again later
    assert len(urls) - len(set(urls)) <= known_twice

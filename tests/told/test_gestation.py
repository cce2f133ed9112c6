"""Weeks of a pregnancy told without the word, and weeks in which something is measured."""

from __future__ import annotations

import pytest

from unclench.case import from_dict
from unclench.told import understand


def pregnant(text: str, age: float | None = 30, sex: str = "female") -> bool:
    profile = {"sex": sex} | ({} if age is None else {"age": age})
    return understand(from_dict({"profile": profile, "complaints": [text]})).pregnant


@pytest.mark.parametrize(
    "text",
    [
        "34 weeks, splitting headache, seeing stars",
        "34/40, headache",
        "32+4, headache",
        "splitting headache at 34wks",
        "thirty-four weeks, bad headache",
        "36 weeks and 2 days - blurry vision",
        "16 weeks, leg cramps at night",
        "calf cramps, 30 weeks",
    ],
)
def test_bare_weeks_are_of_a_pregnancy(text: str) -> None:
    assert pregnant(text)
    assert pregnant(text, age=None)


@pytest.mark.parametrize(
    "text",
    [
        "back pain for 34 weeks",
        "34 weeks ago my back went",
        "34 weeks of back pain",
        "34 weeks after my knee replacement the calf cramps",
        "back pain, 8 weeks",
        "6 weeks, back pain",
        "physio every 34 weeks, back pain",
        "my sister is 34 weeks, my calves cramp",
        "48 weeks, back pain",
    ],
)
def test_weeks_that_measure_something_are_not(text: str) -> None:
    assert not pregnant(text)


@pytest.mark.parametrize(("age", "sex"), [(30, "male"), (70, "female"), (8, "female")])
def test_nobody_who_cannot_be_is_pregnant(age: float, sex: str) -> None:
    assert not pregnant("34 weeks, splitting headache", age, sex)


def test_weeks_of_a_pregnancy_are_not_how_long_it_hurts() -> None:
    case = {"profile": {"age": 30, "sex": "female"}, "complaints": ["34 weeks, calf cramps"]}
    told = understand(from_dict(case))
    assert told.duration_days is None
    assert any(r.text and "pregnan" in r.finding for r in told.readings)

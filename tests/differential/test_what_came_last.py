"""A danger is old only where nothing newer was told: what lasts for years speaks for no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unclench import assess
from unclench.case import Case
from unclench.differential.red_flags import evaluate
from unclench.told import understand


def flags(*complaints: str) -> set[str]:
    return {f.id for f in assess({"age": 61, "sex": "M", "complaints": list(complaints)}).red_flags}


@pytest.mark.parametrize(
    ("texts", "longest", "newest"),
    [
        (("my back has hurt for ten years",), 3652.5, 3652.5),
        (("my back has hurt for ten years, since this morning my legs are weak",), 0.5, 0.5),
        (("I have smoked for forty years.", "my foot is cold since noon"), 14610.0, 0.5),
        (("my calf cramps, each time for five minutes",), None, None),
        (("my calf cramps",), None, None),
    ],
)
def test_the_longest_and_the_newest(
    texts: tuple[str, ...], longest: float | None, newest: float | None
) -> None:
    told = understand(Case(complaints=list(texts)))
    assert (told.duration_days, told.newest_days) == (longest, newest)


@pytest.mark.parametrize(
    "before", ["", "My back has hurt for twenty years. ", "I have smoked for forty years. "]
)
def test_an_old_trouble_hides_no_new_one(before: str) -> None:
    assert "RF027" in flags(before + "Since noon my right foot is white and cold and hurts")
    assert flags(before + "I cannot pass urine since this morning and my back hurts") & {
        "RF001",
        "RF114",
    }


def test_what_is_old_alone_is_no_danger_of_today() -> None:
    assert "RF027" not in flags("My feet have been cold and pale for ten years")


@pytest.mark.parametrize(
    ("ease", "more", "level"),
    [
        (0.95, (), "self_care"),
        (0.8, (), "routine"),
        (0.95, ("I have a fever",), None),
        (0.95, ("I am on dialysis",), None),
    ],
)
def test_what_sounds_harmless_is_for_home_unless_something_speaks_against_it(
    ease: float, more: tuple[str, ...], level: str | None
) -> None:
    told = understand(Case(complaints=["my hand feels odd when I write a card", *more]))
    told = replace(told, sounds_urgent={"self_care": ease, "routine": 1 - ease})
    found = evaluate(told, [])[1].level
    assert found == level if level else found != "self_care"

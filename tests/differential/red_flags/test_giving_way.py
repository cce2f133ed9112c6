"""Rules that yield are silent where all that was said hardly sounds urgent, and ask instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from unclench import Case
from unclench.assessment import Lab
from unclench.differential.assess import assess_differential
from unclench.differential.red_flags import CALM, evaluate, rules, silent
from unclench.told import understand
from unclench.told.person import Person

LONG = "my buttocks go numb, and I have the garden, the shopping, my sister and her dogs to see to"
CALM_WORDS: Mapping[str, float] = {"self_care": 0.2, "routine": 0.78, "same_day": 0.02}
URGENT_WORDS: Mapping[str, float] = {"routine": 0.6, "emergency": 0.4}


def numb(sounds: Mapping[str, float], **told: object) -> Person:
    """Somebody who sounds so and tells of a numb seat."""
    case = {"age": 60, "sex": "F", "complaints": [LONG], **told}
    return replace(understand(Case.model_validate(case)), sounds_urgent=sounds)


def flags(told: Person, labs: tuple[Lab, ...] = ()) -> list[str]:
    return [f.id for f in evaluate(told, labs)[0]]


def test_a_rule_that_yields_is_silent_among_calm_words_only() -> None:
    assert "RF002" in flags(numb(URGENT_WORDS))
    assert "RF002" in flags(numb({}))
    assert flags(numb(CALM_WORDS)) == []
    assert silent(numb(CALM_WORDS), ()) == {"saddle_anaesthesia"}


def test_what_it_would_have_fired_for_is_asked_first() -> None:
    answer = assess_differential(numb(CALM_WORDS))
    assert answer.urgency.level == "routine"
    assert answer.ask[0].id == "saddle_numbness"


def test_an_answer_or_a_confirmed_reading_makes_it_fire() -> None:
    assert "RF002" in flags(numb(CALM_WORDS, asked={"saddle_numbness": "yes"}))
    told = numb(CALM_WORDS)
    reading = next(r.id for r in told.readings if r.finding == "saddle_anaesthesia")
    assert "RF002" in flags(numb(CALM_WORDS, confirmed=[reading]))


@pytest.mark.parametrize("level", ["emergency", "same_day"])
def test_what_yields_can_be_asked_or_is_not_of_the_gravest(level: str) -> None:
    yields = {k: r for k, r in rules().items() if r.yields and r.level == level}
    assert yields
    assert {"emergency": 0.95, "same_day": 0.8}[level] <= CALM[level] < 1
    grave = ("heart", "stroke", "breathing", "sepsis", "poison", "anaphylaxis")
    assert not any(r.category in grave for r in yields.values())


def hands(likeness: float, *more: str) -> list[str]:
    """The rules for locked hands and tingling lips of somebody whose words are so like a panic."""
    said = [
        "my fingers went into claws and my lips tingled while I was reading the paper at home",
        *more,
    ]
    told = understand(Case.model_validate({"age": 29, "sex": "F", "complaints": said}))
    return flags(replace(told, sounds_like={"hyperventilation_alkalosis": likeness}))


def test_what_is_like_fast_breathing_is_no_low_calcium() -> None:
    assert "RF044" in hands(0.0)
    assert not {"RF044", "RF044b"} & {*hands(3.4)}
    assert "RF044" in hands(3.4, "my thyroid was taken out last month")
    assert "RF031d" in hands(3.4, "my chest hurts")

"""What is told counts once and everywhere alike: profile, condition, complaint, diet, exposure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.places import (
    PLACES,
    answer_of,
    eater,
    numbers,
    stories,
    told,
)  # fmt: skip
from unclench.case import from_dict
from unclench.told import condition_items, understand

QUICK = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

SAME = {
    "pregnant": ({"pregnant": True}, ["20 weeks pregnant", "I am pregnant", "pregnant with twins"]),
    "lactating": ({"lactating": True}, ["breastfeeding", "I am breastfeeding"]),
    "vegan": ({"profile": {"diet": "vegan"}}, ["I am vegan", "vegan", "strict vegetarian"]),
    "vegetarian": ({"profile": {"diet": "vegetarian"}}, ["vegetarian", "I'm a vegetarian"]),
}


@pytest.mark.parametrize("key", SAME)
def test_a_state_or_diet_told_in_words_is_the_same_as_in_the_profile(key: str) -> None:
    profile, ways = SAME[key]
    wanted = numbers(answer_of(eater(**profile)))
    for place in PLACES:
        for words in ways:
            if key in ("pregnant", "lactating") and place == "diet":
                continue
            assert numbers(answer_of(told(eater(), place, words))) == wanted, (place, words)
    planned = numbers(answer_of(eater(**profile), plan=True))
    assert numbers(answer_of(told(eater(), "conditions", ways[0]), plan=True)) == planned


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sun", "hardly ever outside"),
        ("sun", "outdoors all day"),
        ("exercise", "I run 6 hours a week"),
        ("sun", "never goes out"),
    ],
)
def test_how_somebody_lives_counts_wherever_it_is_told(key: str, words: str) -> None:
    wanted = numbers(answer_of(told(eater(), f"exposure.{key}", words)))
    for place in ("complaints", "conditions"):
        got = numbers(answer_of(told(eater(), place, words)))
        assert got == wanted, place
    assert words not in answer_of(told(eater(), f"exposure.{key}", words))["not_understood"]


@pytest.mark.parametrize(
    "words", ["vitamin B12 1000 mcg daily", "I take vitamin B12 1000 mcg daily"]
)
def test_a_supplement_told_as_medicine_is_eaten(words: str) -> None:
    plain = answer_of(eater())
    for place in ("medicines", "complaints"):
        if place == "complaints" and not words.startswith("I take"):
            continue
        got = answer_of(told(eater(), place, words))
        b12 = next(n for n in got["nutrients"] if n["id"] == "vitamin_b12")
        before = next(n for n in plain["nutrients"] if n["id"] == "vitamin_b12")
        assert b12["from_supplements"] == pytest.approx(1000)
        assert b12["usual_intake"]["mean"] == pytest.approx(before["usual_intake"]["mean"] + 1000)
        assert b12["verdict"] != "likely_low"


def _no_finding(words: str) -> bool:
    """Whether words name a condition only; a denied finding speaks against a cause, rightly."""
    return not understand(from_dict({"complaints": [f"no {words}"]})).findings


CONDITIONS = sorted(
    key
    for key, item in condition_items().items()
    if item.phrases
    and not any(c in item.phrases[0] for c in "*+&|<.")
    and _no_finding(item.phrases[0])
)
NOT_MINE = [
    "no {}",
    "my mother has {}",
    "they ruled out {}",
    "{} was ruled out",
    "they ruled {} out",
]


@QUICK
@given(st.sampled_from(CONDITIONS), st.sampled_from(NOT_MINE), st.sampled_from(range(200)))
def test_what_is_denied_ruled_out_or_a_relative_s_moves_no_number(
    condition: str, frame: str, story: int
) -> None:
    base = stories()[story % len(stories())]
    words = frame.format(condition_items()[condition].phrases[0])
    before = numbers(answer_of(base))
    for place in ("conditions", "complaints"):
        assert numbers(answer_of(told(base, place, words))) == before, words


@pytest.mark.parametrize(
    "words",
    ["no hypoparathyroidism", "mother has hyperaldosteronism", "they ruled out coeliac disease"],
)
def test_what_is_not_the_person_s_leaves_the_models_of_blood_alone(words: str) -> None:
    before = numbers(answer_of(eater(), simulate=True))
    after = numbers(answer_of(told(eater(), "conditions", words), simulate=True))
    assert after == before


def test_models_of_blood_are_refused_in_pregnancy_wherever_it_is_told() -> None:
    for place in ("conditions", "complaints"):
        answer = answer_of(told(eater(), place, "20 weeks pregnant"), simulate=True)
        assert not answer["simulation"]["blood"].get("series")


@QUICK
@given(st.sampled_from(range(200)), st.sampled_from(["complaints", "conditions"]))
def test_pregnancy_reaches_needs_causes_and_plan_from_any_story(story: int, place: str) -> None:
    base: dict[str, Any] = {**stories()[story % len(stories())], "sex": "F", "age": 30}
    base.pop("pregnant", None)
    one = numbers(answer_of({**base, "pregnant": True}))
    two = numbers(answer_of(told(base, place, "I am pregnant")))
    assert one == two

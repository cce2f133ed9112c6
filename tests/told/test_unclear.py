"""Words about seat, urine and stool beside back pain fail safe; decoys and denials do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from unclench import case
from unclench.differential.red_flags import ORDER, evaluate
from unclench.told import understand

TABLE: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "unclear.yaml").read_text("utf-8")
)
BACK = "my lower back hurts"


def level(*complaints: str, **more: Any) -> str:
    told = understand(case.from_dict({"age": 40, "complaints": list(complaints), **more}))
    return evaluate(told, [])[1].level


def test_there_are_enough_of_each() -> None:
    assert len(set(TABLE["decoys"])) >= 60
    assert len(set(TABLE["denials"])) >= 60


@pytest.mark.parametrize("words", [*TABLE["decoys"], *TABLE["denials"]])
def test_nothing_harmless_is_more_urgent_for_this_rule(words: str) -> None:
    told = understand(case.from_dict({"age": 40, "complaints": [BACK, words]}))
    assert told.doubts == ()
    assert not {"RF190", "RF191"} & {f.id for f in evaluate(told, [])[0]}


@pytest.mark.parametrize("words", TABLE["losses"])
def test_what_may_be_a_loss_is_an_emergency(words: str) -> None:
    assert level(BACK, words) == "emergency"


@pytest.mark.parametrize("words", TABLE["changes"])
def test_what_may_be_a_change_is_for_today_at_least(words: str) -> None:
    assert ORDER.index(level(BACK, words)) <= ORDER.index("same_day")


LOST = "down there it went wrong at the toilet"


def test_without_back_trouble_the_rule_is_silent() -> None:
    told = understand(case.from_dict({"complaints": ["my eyelid twitches", LOST]}))
    assert told.doubts
    assert not {"RF190", "RF191"} & {f.id for f in evaluate(told, [])[0]}


def test_the_one_question_settles_it_either_way() -> None:
    told = understand(case.from_dict({"complaints": [BACK, LOST]}))
    (doubt,) = told.doubts
    assert level(BACK, LOST, asked={doubt.question: "no"}) == level(BACK)
    assert level(BACK, LOST, asked={doubt.question: "yes"}) == "emergency"
    assert level(BACK, LOST, asked={doubt.question: "not_sure"}) == "emergency"


@pytest.mark.parametrize(
    "words",
    [
        "my back aches and she must perch on her stool, both thighs tingle",
        "back pain, toes numb, peeing as they were",
        "bad back, side of the foot dead, bladder grand, sitting murder",
    ],
)
def test_what_is_well_in_its_own_words_and_a_thing_to_sit_on_are_no_doubt(words: str) -> None:
    assert not understand(case.Case(complaints=(words,))).doubts


@pytest.mark.parametrize(
    "words", ["bad back, bladder not as it was", "back ache, I have trouble with my stool"]
)
def test_what_is_not_well_is_one(words: str) -> None:
    assert understand(case.Case(complaints=(words,))).doubts

"""Answers to questions: what they give, and what of them cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from unclench import assess, case
from unclench.differential.red_flags import evaluate
from unclench.facts.labels import labels
from unclench.told import condition_items, finding_items, understand
from unclench.told.person import Person
from unclench.told.questions import follow_ups, meaning_id, signs
from unclench.usable import usable


def told(complaints: list[str], **asked: Any) -> Person:
    return understand(case.from_dict({"complaints": complaints, "asked": asked}))


@pytest.mark.parametrize("key", signs())
def test_a_yes_and_a_no_give_what_the_fact_says(key: str) -> None:
    yes, no = told(["cramps"], **{key: True}), told(["cramps"], **{key: False})
    assert all(yes.state(n) is True for n in signs()[key].yes)
    assert all(no.state(n) is False for n in signs()[key].no)
    assert told(["cramps"], **{key: "not_sure"}).state(signs()[key].yes[0]) is None
    assert yes.asked == {key: "yes"}


def test_every_list_has_signs_that_are_asked_and_findings_that_exist() -> None:
    known = {*finding_items(), *condition_items()}
    assert all(n in known for s in signs().values() for n in (*s.yes, *s.no))
    assert all(n in labels() for n in follow_ups())
    assert "saddle_numbness" in signs()


def test_urgency_follows_an_answer() -> None:
    before = evaluate(told(["my lower back hurts"]), [])[1].level
    after = evaluate(told(["my lower back hurts"], saddle_numbness="yes"), [])[1].level
    assert before in ("self_care", "routine")
    assert after == "emergency"


@pytest.mark.parametrize(
    ("given", "kept"),
    [(True, "yes"), (False, "no"), ("Y", "yes"), ("N", "no"), ("not sure", "not_sure"),
     ("?", "not_sure"), ("No", "no")],
)  # fmt: skip
def test_ways_to_answer(given: Any, kept: str) -> None:
    assert told(["cramps"], dark_urine=given).asked == {"dark_urine": kept}


def test_yaml_booleans_are_answers(tmp_path: Any) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "complaints: [back pain]\nasked: {saddle_numbness: no, fever_or_shivers: yes}\n"
    )
    answer = assess(file)
    assert answer.asked == {"saddle_numbness": "no", "fever_or_shivers": "yes"}
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"


def test_what_cannot_be_used_is_a_problem_and_hides_nothing() -> None:
    answer = assess({
        "complaints": ["my lower back hurts", "numb between the legs"],
        "asked": {"sadle_numbness": "no", "dark_urine": "purple", "meaning-0": "fever"},
        "struck": ["nothing-1"],
    })  # fmt: skip
    where = {p.where for p in answer.problems}
    assert {"asked.sadle_numbness", "asked.dark_urine", "asked.meaning-0", "struck"} <= where
    assert any("'saddle_numbness'" in p.fix for p in answer.problems)
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"
    assert answer.asked == {}


STRANGE = "glimbering among the zarples"


def test_a_meaning_is_taken_for_the_words_it_was_asked_of() -> None:
    (one,) = told(["back pain", STRANGE]).untaken
    key = meaning_id(one.text)
    after = told(["back pain", STRANGE], **{key: "fever"})
    assert after.state("fever") is True
    assert one.text not in after.not_understood
    assert not after.untaken
    none = told(["back pain", STRANGE], **{key: "none"})
    assert none.state("fever") is None
    assert one.text in none.not_understood
    assert key not in {q.id for q in assess({"complaints": [STRANGE], "asked": {key: "none"}}).ask}


def test_a_condition_can_be_an_answer() -> None:
    assert "cancer_history" in told(["back pain"], cancer_before="yes").has_conditions
    assert told(["back pain"], cancer_before="no").state("cancer_history") is False


def test_answers_of_the_wrong_shape_are_problems_not_faults() -> None:
    for wrong in ({"dark_urine": 3}, {"dark_urine": ["no"]}, {"dark_urine": None}, ["dark_urine"]):
        understand(usable({"complaints": ["cramps"], "asked": wrong}))

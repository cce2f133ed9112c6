"""Questions in a person's own words are found, with or without a question mark."""

from __future__ import annotations

import pytest

from unclench.case import from_dict
from unclench.facts import loader
from unclench.facts.kinds.lay_questions import LayQuestion
from unclench.told import OwnQuestion, understand

# fmt: off
ASKED = [
    ("My thighs ache since the new tablet, ought I wait? should I come off the simvastatin",
     "should I come off the simvastatin", "stop_medicine"),
    ("thighs burn. do I stop taking it", "do I stop taking it", "stop_medicine"),
    ("Back went on Friday, will this wait until my GP is back",
     "will this wait until my GP is back", "can_wait"),
    ("how urgent is that?", "how urgent is that", "can_wait"),
    ("day 4 without eating and legs cramp, is it safe to keep fasting",
     "is it safe to keep fasting", "fasting"),
    ("cramp in bed, when should I see a doctor", "when should I see a doctor", "where_to_go"),
    ("it jumps all day, is it anything serious", "is it anything serious", "is_it_serious"),
    ("Not sure whether I need an MRI", "Not sure whether I need an MRI", "scan_or_test"),
    ("calf locks up, how long will it last?", "how long will it last", "how_long"),
    ("what can I do tonight", "what can I do tonight", "what_helps"),
    ("how many tablets of magnesium may I have",
     "how many tablets of magnesium may I have", "amount"),
    ("26 weeks, will it harm my baby", "will it harm my baby", "harm_to_baby"),
    ("can I still go running with this", "can I still go running with this", "activity"),
    ("why does my calf do this", "why does my calf do this", "what_is_it"),
]
TOLD = [
    "can walk fine, legs are ok", "which is a nuisance", "what helps is a hot bath",
    "when I am lying still it cramps", "have had this for years", "is a bricklayer",
    "it is what it is", "the doctor who saw me was kind", "does night shifts", "will not go away",
]
# fmt: on


def asked(*complaints: str, **more: list[str]) -> tuple[OwnQuestion, ...]:
    return understand(from_dict({"complaints": list(complaints), **more})).own_questions


@pytest.mark.parametrize(("says", "question", "topic"), ASKED)
def test_a_question_is_found_with_its_words_and_its_kind(
    says: str, question: str, topic: str
) -> None:
    last = asked(says)[-1]
    assert last.text == question
    assert last.topics[:1] == (topic,)


@pytest.mark.parametrize("says", TOLD)
def test_what_is_told_is_no_question(says: str) -> None:
    assert asked(says) == ()


def test_two_questions_in_one_sentence_are_two() -> None:
    found = asked("Do I need a scan or will it settle by itself, and is it my thyroid?")
    assert [q.text for q in found] == [
        "Do I need a scan", "will it settle by itself", "is it my thyroid",
    ]  # fmt: skip


def test_case_and_question_mark_change_nothing() -> None:
    one, two = asked("CAN IT WAIT TILL TUESDAY?"), asked("can it wait till tuesday")
    assert one[0].topics == two[0].topics == ("can_wait",)


def test_a_question_is_asked_once_and_a_long_story_is_none() -> None:
    assert len(asked("is it normal", "Is it normal?")) == 1
    assert asked("what is it " + "and my back hurts when I bend down low " * 9) == ()


def test_every_kind_of_question_has_an_own_order_and_an_answer() -> None:
    facts = loader.load("lay_questions", LayQuestion)
    assert len({f.order for f in facts.values()}) == len(facts)
    assert [f.id for f in facts.values() if not f.asked] == ["beyond"]

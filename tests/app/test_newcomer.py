"""What a first-time reader meets: nothing told, too little told, and questions in plain words."""

from __future__ import annotations

import pytest

from unclench import assess
from unclench.assessment import Assessment, RedFlag, Urgency
from unclench.errors import nearest
from unclench.explain import explain
from unclench.intake.usual.energy import plausibility
from unclench.told.person import Person
from unclench.words.blocks import Callout, Table
from unclench.words.en import build
from unclench.words.en.sentences import sentence_of


def _callouts(answer: Assessment) -> list[str]:
    return [b.title for b in build(answer) if isinstance(b, Callout)]


def test_with_nothing_told_no_appointment_and_no_tests_are_advised() -> None:
    blocks = build(assess({}))
    assert [b.title for b in blocks if isinstance(b, Callout)] == [
        "No complaint was told, so nothing can be said about how soon you need help."
    ]
    assert not [b for b in blocks if isinstance(b, Table)]


def test_words_that_were_not_understood_still_lead_to_an_appointment() -> None:
    assert "Arrange a routine appointment." in _callouts(assess({"complaints": ["zorbly flux"]}))


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("chest pain", "emergency"),
        ("I can't feel my legs", "emergency"),
        ("I feel like ending it all because of the pain", "emergency"),
        ("I passed out during a cramp", "same_day"),
        ("trouble breathing", "same_day"),
    ],
)
def test_a_sign_that_the_general_advice_names_is_never_routine(words: str, level: str) -> None:
    urgency = assess({"complaints": [words]}).urgency
    assert urgency is not None
    assert urgency.level == level


def test_how_soon_comes_first_and_no_warning_is_hidden_while_rendering() -> None:
    def flag(name: str, level: str, *because: str) -> RedFlag:
        return RedFlag(id=name, say=name, level=level, because=list(because), source="")  # type: ignore[arg-type]

    answer = Assessment(
        version="0",
        authority="nasem",
        urgency=Urgency(level="emergency", reasons=["one"]),
        red_flags=[
            flag("one", "emergency", "Sodium 118", "Confusion"),
            flag("two", "same_day", "Sodium 118"),
            flag("three", "same_day", "Sodium 118", "Vomiting"),
            flag("four", "routine"),
        ],
    )
    assert _callouts(answer) == ["Seek emergency help now.", *(f.id for f in answer.red_flags)]


def test_a_diary_nobody_could_live_on_is_called_incomplete_without_a_weight() -> None:
    woman = Person(age=44, sex="female")
    assert plausibility(379.0, 2, woman).verdict == "too_low"
    assert "40 kg" in sentence_of(plausibility(379.0, 2, woman).why)
    assert plausibility(1600.0, 2, woman).verdict == "unknown"
    assert plausibility(379.0, 2, Person(age=6, sex="female")).verdict == "unknown"


def test_a_name_is_suggested_once() -> None:
    assert nearest("potasium", ["potassium", "potassium"]) == ["potassium"]


def test_a_question_that_names_a_subject_is_answered_from_its_evidence() -> None:
    assert "statin" in explain("should I stop my statin", None)[0].text.lower()
    assert "Potassium" in explain("is my potassium ok", None)[0].text


def test_no_frightening_cause_is_suggested_for_a_word_like_back_or_night() -> None:
    said = " ".join(n.text for n in explain("why does my back spasm at night", None)).lower()
    assert "strain" in said
    assert not any(word in said for word in ("malignancy", "cancer", "tetanus", "motor neurone"))

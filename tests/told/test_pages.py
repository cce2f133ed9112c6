"""Which page answers a question: kinds of wording, what is not ours, and what changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.chain import assess
from unclench.facts.asked import GROUPS, about, named_page
from unclench.facts.kinds import claims
from unclench.told import pages
from unclench.told.en import asked

# kind -> (question, page); none of the words of a row stands in the corpus in this order
# fmt: off
ASKED = {
    "search box": [
        ("tonic water leg cramp", "tonic_water_cramps"),
        ("kinesiology tape sore back", "kinesio_tape"),
        ("tens machine lower back", "tens_stimulation"),
    ],
    "misspelt": [
        ("dose magnezium help with crampz in the calfs", "magnesium_relaxes"),
        ("is ibuprofin ok for a pulled back", "ibuprofen_back_pain"),
        ("do compresion socks stop a cramp", "compression_cramps"),
    ],
    "by another name": [
        ("the juice from a jar of gherkins, does it stop a cramp", "pickle_juice_cramps"),
        ("is nurofen any good for a back in spasm", "ibuprofen_back_pain"),
        ("would a foam roller get the knots out of my shoulders", "tennis_ball_trigger_points"),
    ],
    "in a story": [
        ("My neighbour is eighty and puts a bar of lavender soap under the sheet every night "
         "against the cramps in her calves. She says it works. Is there anything in it?",
         "soap_in_bed"),
        ("I drive a van all day and my back has gone again. The wife wants me flat in bed till "
         "Sunday. Should I stay lying down?", "bed_rest_back"),
    ],
}
ELSEWHERE = [
    "how do I prune an apple tree", "my dog limps after walks, what could it be",
    "which phone has the best camera", "is my mole changing colour dangerous",
    "how do I get rid of period pain", "do I need a visa for Peru",
    "why does my stomach rumble",
    "best way to learn the piano as an adult",
    "how do I lower my mortgage", "can a horse get a cold",
]
# fmt: on
EVERY = [row for rows in ASKED.values() for row in rows]


@pytest.mark.parametrize(("question", "page"), EVERY)
def test_a_question_finds_its_page_whatever_its_wording(question: str, page: str) -> None:
    found = pages.page_for(question)
    assert found is not None
    assert found.id == page


@pytest.mark.parametrize("question", ELSEWHERE)
def test_what_is_not_ours_finds_no_page(question: str) -> None:
    assert pages.page_for(question) is None
    assert pages.factor_for(question) is None


def _polite(question: str) -> str:
    return f"Hello, {question} Please. Many thanks in advance!"


def _loud(question: str) -> str:
    return question.upper()


def _bare(question: str) -> str:
    return question.translate({ord(c): " " for c in ",.;:?!"})


def _spaced(question: str) -> str:
    return f"  {question.replace(' ', '   ')}\n??!"


def _accented(question: str) -> str:
    return question.replace("e", "é").replace("o", "ö")


def _look_alike(question: str) -> str:
    return question.replace("a", "\N{CYRILLIC SMALL LETTER A}").replace(
        "c", "\N{CYRILLIC SMALL LETTER ES}"
    )


def _quoted(question: str) -> str:
    return f"“{question}”"


@pytest.mark.parametrize(
    "change", [_polite, _loud, _bare, _spaced, _accented, _look_alike, _quoted]
)
def test_manners_case_marks_and_alphabet_change_nothing(change) -> None:  # type: ignore[no-untyped-def]
    told = [q for q, _ in EVERY] + ELSEWHERE
    moved = [q for q in told if pages.page_for(change(q)) != pages.page_for(q)]
    assert not moved


@pytest.mark.parametrize("nothing", ["", "?!", "  ", "please", "Thank you!", "中文", "\x00"])
def test_nothing_asked_finds_nothing(nothing: str) -> None:
    assert pages.page_for(nothing) is None
    assert pages.page_for(nothing, beside=True) is None


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_finds_a_page_of_ours_or_none(text: str, beside: bool) -> None:
    found = pages.page_for(text, beside=beside)
    assert found is None or claims.load()[found.id] == found


def test_the_recogniser_knows_the_pages_and_groups_of_the_facts() -> None:
    with np.load(asked.FILE, allow_pickle=False) as learnt:
        assert set(learnt["names"].tolist()) == {asked.NONE, *claims.load()}
        assert tuple(learnt["about"].tolist()) == GROUPS


def test_chances_sum_to_one_and_the_same_question_has_the_same() -> None:
    words = pages.read("does tonic water help with cramp").words
    one = asked.pages(words, "", ())
    assert sum(one.values()) == pytest.approx(1, abs=0.05)
    assert one == asked.pages(words, "", ())


def test_a_name_that_stands_in_it_speaks_for_its_page() -> None:
    words = pages.read("does that drink do anything for a cramp").words
    without, named = (asked.pages(words, n, ("troubles",)) for n in ("", "quinine_cramps"))
    assert named["quinine_cramps"] > without["quinine_cramps"]


def test_a_story_without_end_is_looked_at_as_far_as_it_goes() -> None:
    long = "does pickle juice stop a cramp " + "and then the train was late again " * 500
    assert asked.pages(pages.read(long).words, "", ()) == asked.pages(
        pages.read(long).words[: asked.MOST], "", ()
    )


def test_words_that_ask_nothing_load_nothing() -> None:
    asked.forget()
    assess({"complaints": ["my calf cramps at night"]})
    assert asked._model.cache_info().currsize == 0
    assess({"complaints": ["my calf cramps at night, would pickle juice help?"]})
    assert asked._model.cache_info().currsize == 1


def test_what_a_question_is_about() -> None:
    assert about("does my calf cramp for lack of sleep") >= {"troubles", "matters"}
    assert "elsewhere" in about("my dog has a cramp")
    assert about("") == frozenset()
    named = named_page("does pickle juice stop a cramp")
    assert named is not None and named.id == "pickle_juice_cramps"

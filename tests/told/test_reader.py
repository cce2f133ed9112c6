"""The trained reader: a run of words scores the same alone and inside a sentence; what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.case import Case
from unclench.told import understand
from unclench.told.accounting import content, untaken_words
from unclench.told.en import reader
from unclench.told.en.features import features
from unclench.told.pack import sentences
from unclench.told.vocabulary import finding_items

WORDS = st.lists(
    st.sampled_from(
        [
            "my",
            "left",
            "calf",
            "cramps",
            "at",
            "night",
            "and",
            "i",
            "can",
            "not",
            "feel",
            "the",
            "paper",
            "when",
            "wiping",
            "bottom",
            "eyelid",
            "jumps",
            "3",
            "weeks",
            "no",
            "fever",
            "back",
            "went",
            "lifting",
            "a",
            "sofa",
            "numb",
            "between",
            "legs",
            "pins",
            "and",
            "needles",
        ]
    ),
    min_size=3,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.data())
def test_a_run_of_words_scores_the_same_alone_and_inside_a_sentence(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 1, len(words)))
    inside = reader.scores(tuple(words), [], [(start, end)], alone=True)
    alone = reader.scores(tuple(words[start:end]), [], [(0, end - start)])
    assert np.abs(inside.total - alone.total).max() < 0.02
    best = int(alone.total[0].argmax())
    assert inside.places(0, best) == tuple(start + i for i in alone.places(0, best))


def test_features_stand_on_their_words_and_have_length_one() -> None:
    words = ("calf", "cramps", "at", "night")
    seen = features(words, reader.classes())
    assert (seen.first >= 0).all() and (seen.last < len(words)).all()
    assert (seen.first <= seen.last).all()
    assert np.isclose((seen.scaled() ** 2).sum(), 1.0, atol=1e-5)


def test_the_reader_knows_only_findings_of_the_facts() -> None:
    assert set(reader.models()[0].names) <= set(finding_items())
    assert reader.deciding() <= set(finding_items())
    assert "saddle_anaesthesia" in reader.deciding()
    assert "calf_cramp" not in reader.deciding()


def test_odds_of_the_status_sum_to_one() -> None:
    odds = reader.status_odds(("i", "used", "to", "have", "cramps"), question=False)
    assert sum(odds.values()) == pytest.approx(1.0)
    assert odds["past"] > odds["relative"]


@pytest.mark.parametrize(
    ("words", "untaken"),
    [
        ("I sleep on a purple mattress and my calf cramps at night", ["purple mattress"]),
        ("zorbling frumpets", ["zorbling frumpets"]),
        ("calf cramps at night", []),
    ],
)
def test_every_word_that_nothing_took_is_accounted_for(words: str, untaken: list[str]) -> None:
    missed = " | ".join(understand(Case(complaints=[words])).not_understood)
    for left in untaken:
        assert left.split()[-1] in missed
    assert bool(untaken) == bool(missed)


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_words_are_taken_or_listed(words: list[str]) -> None:
    for sentence in sentences(" ".join(words)):
        listed = " ".join(untaken_words(sentence, set())).split()
        for i in content(sentence):
            assert sentence.raw[i] in listed

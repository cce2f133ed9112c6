"""A misspelt word is repaired; an English word never becomes another one."""

from __future__ import annotations

import pytest

from unclench.case import Case
from unclench.told import understand
from unclench.told.en.encoder import english
from unclench.told.en.spelling import repair
from unclench.told.lexicon import word_set
from unclench.told.vocabulary import vocabulary


def test_no_english_word_is_taken_for_a_misspelt_one() -> None:
    ordinary = word_set("ordinary_words")
    assert [w for w in sorted(english()) if repair(w, vocabulary(), ordinary) != w] == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [("magnesuim", "magnesium"), ("numness", "numbness"), ("hamstrng", "hamstring")],
)
def test_a_slip_is_mended(word: str, meant: str) -> None:
    assert repair(word, vocabulary(), word_set("ordinary_words")) == meant


@pytest.mark.parametrize(
    ("text", "wrongly"),
    [
        ("I was swearing at the cat when my calf cramped", "sweating_generalised"),
        ("she is weeping over her sore back", "urinary_symptoms"),
        ("after thirty minutes of knitting my hand cramps", "thirst"),
        ("I confess my foot cramps", "confusion"),
        ("my back hurts since the concussion talk at school", "confusion"),
    ],
)
def test_no_finding_comes_of_another_word(text: str, wrongly: str) -> None:
    told = understand(Case(complaints=[text]))
    assert wrongly not in {r.finding for r in told.readings}

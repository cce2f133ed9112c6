"""Whether what is found in some words is meant there."""

from __future__ import annotations

import numpy as np
import pytest

from unclench.case import Case
from unclench.told import understand
from unclench.told.candidates import candidates, close, read
from unclench.told.en import meant
from unclench.told.pack import Sentence, sentences
from unclench.told.phrases import found_in


def there(*texts: str) -> set[str]:
    told = understand(Case(complaints=list(texts)))
    return {r.finding for r in told.readings if r.kind == "finding" and r.status == "present"}


def sentence(text: str) -> Sentence:
    (one,) = sentences(text)
    return one


@pytest.mark.parametrize(
    ("text", "wrongly"),
    [
        ("we were stuck in the lift at the office when my calf began to cramp", "awkward_lift"),
        ("I confess I have never liked doctors but my calf cramps every night", "confusion"),
    ],
)
def test_a_word_that_means_another_thing_there_is_not_believed(text: str, wrongly: str) -> None:
    assert wrongly not in there(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("my calf cramps at night, my dad had a stroke", "calf_cramp"),
        ("my calf cramps at night and my dad had a stroke", "calf_cramp"),
        ("back pain since Sunday, my sister has gout", "back_pain"),
    ],
)
def test_what_is_told_of_another_in_the_same_breath_takes_nothing_away(text: str, own: str) -> None:
    assert own in there(text)


def test_words_about_oneself_are_never_another_s() -> None:
    told = understand(Case(complaints=["can't go on, thinking about hanging myself, pain in back"]))
    assert any(f.id == "self_harm_thoughts" and f.present for f in told.findings)


def test_from_the_name_of_an_illness_no_symptom_is_heard() -> None:
    assert "weakness" not in there("my father had motor neurone disease")


def test_numbers_of_a_candidate_fit_the_models() -> None:
    one = sentence("my calf cramps at night and the foot is numb")
    found = [m for m in found_in(one) if m.concept.kind == "finding"]
    seen = read(one, found)
    every = candidates(one, found, [], seen)
    told = [(c.match.concept.id, c.match.text) for c in every]
    odds = meant.odds(meant.GLANCE, np.array([c.glance for c in every]), told)
    assert odds.shape == (len(every),) and np.isfinite(odds).all()
    phrase = next(c for c in every if c.match.text)
    near = np.array([close(one, phrase, seen)])
    assert near.shape[1] > len(phrase.glance)
    assert np.isfinite(meant.odds(meant.CLOSE, near, told[:1])).all()


def test_a_name_from_after_the_training_leans_to_neither_side() -> None:
    one = sentence("my calf cramps at night")
    found = [m for m in found_in(one) if m.concept.kind == "finding"]
    (first, *_) = candidates(one, found, [], read(one, found))
    row = np.array([first.glance])
    weight, leaning = meant._model()[meant.GLANCE]
    plain = float(meant.odds(meant.GLANCE, row, [("from_tomorrow", "a new phrase")])[0])
    assert plain == pytest.approx(float(row[0] @ weight[1:] + weight[0]), abs=0.006)
    assert leaning


def test_an_empty_sentence_speaks_of_nothing() -> None:
    assert there("") == set()
    assert there("...") == set()

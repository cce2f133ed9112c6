"""Dangers that people tell without naming them are judged, too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import yaml

from unclench.told.candidates import HEARD, candidates, read
from unclench.told.en import encoder, proposed, reader
from unclench.told.pack import sentences
from unclench.told.phrases import found_in

CORPUS = Path(__file__).parents[2] / "corpus"
DANGER = "self_harm_thoughts"


def candidate_in(texts: Iterable[str]) -> bool:
    """Whether any sentence may tell the danger."""
    for text in texts:
        for s in sentences(text):
            found = [m for m in found_in(s) if m.concept.kind == "finding"]
            if any(c.match.concept.id == DANGER for c in candidates(s, found, [], read(s, found))):
                return True
    return False


def test_what_is_proposed_are_dangers_that_the_reader_knows() -> None:
    assert DANGER in proposed.names()
    assert set(proposed.names()) <= reader.deciding() & set(reader.known_order())


def test_a_score_hangs_on_its_own_words_only() -> None:
    some = np.array([encoder.encoded([(w, "night")])[0].meaning() for w in ("cramp", "funeral")])
    together = proposed.scores(some)
    assert together.shape == (2, len(proposed.names()))
    for one, score in zip(some, together, strict=True):
        assert proposed.scores(one[None])[0] == pytest.approx(score, abs=0.011)


def test_of_other_findings_nothing_is_proposed() -> None:
    (s,) = sentences("my calf cramps every night")
    scores = read(s, []).scores
    others = [n for n, name in enumerate(reader.known_order()) if name not in proposed.names()]
    assert (scores.proposed[:, others] == reader.NOTHING_SAID).all()


def test_most_lines_that_tell_it_without_its_name_are_judged_and_few_everyday_ones() -> None:
    told = yaml.safe_load((CORPUS / "lines_24.yaml").read_text())
    real = [row["says"] for row in told if row["kind"] == "real"]
    everyday = yaml.safe_load((CORPUS / "decoys_dev_1.yaml").read_text())[:100]
    assert sum(map(candidate_in, real)) >= 0.75 * len(real)
    assert sum(candidate_in([t]) for t in everyday) <= 0.1 * len(everyday)


def test_a_proposed_candidate_has_words_that_speak_for_it() -> None:
    (s,) = sentences("I have chosen the hymns and the parrot goes to my sister, now only courage")
    seen = read(s, [])
    column = reader.known_order().index(DANGER)
    assert seen.scores.total[:, column].max() < HEARD
    (mine,) = [c for c in candidates(s, [], [], seen) if c.match.concept.id == DANGER]
    assert mine.places and not mine.match.text

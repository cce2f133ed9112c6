"""The encoder: pieces of words, and that a sentence means the same in any company."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.told.en import encoder, reader

WORD = st.sampled_from("my left calf cramps at night no fever café 3.5 zzxq".split())  # noqa: SIM905
RUNS = st.lists(st.lists(WORD, min_size=1), min_size=1, max_size=6)


def test_pieces() -> None:
    """The longest piece that is known each time; accents and case are nothing."""
    known = {"calf": 1, "cra": 2, "##mp": 3, "##s": 4, "[UNK]": 5, "cafe": 6, "-": 7}
    assert encoder.cut("calf", known) == (1,)
    assert encoder.cut("cramps", known) == (2, 3, 4)
    assert encoder.cut("Café", known) == (6,)
    assert encoder.cut("calf-cramps", known) == (1, 7, 2, 3, 4)
    assert encoder.cut("xyz", known) == (5,)
    assert encoder.cut("craz", known) == (5,)  # a word with an unknown rest is unknown
    assert encoder.cut("", known) == ()


@settings(max_examples=30, deadline=None)
@given(RUNS)
def test_a_sentence_means_the_same_in_any_company(runs: list[list[str]]) -> None:
    """What is computed together does not matter, nor the order."""
    texts = [tuple(r) for r in runs]
    encoder._kept.clear()
    together = encoder.encoded(texts)
    for text, one in zip(texts, together, strict=True):
        encoder._kept.clear()
        alone = encoder.encoded([text])[0]
        np.testing.assert_allclose(one.by_word, alone.by_word, atol=2e-3)
        assert one.by_word.shape == (len(text), 384)


def test_words_share_the_score() -> None:
    """The shares of the words make the score less its bias."""
    one = encoder.encoded([("my", "calf", "cramps", "at", "night")])[0]
    at = encoder.names().index("calf_cramp")
    share = encoder.share(one.by_word, np.array([at]))[:, 0]
    assert share.shape == (5,)
    assert set(np.argsort(-share)[:2]) == {1, 2}
    bias = encoder.findings(np.zeros(384, np.float32))[at]
    np.testing.assert_allclose(share.sum() + bias, encoder.findings(one.meaning())[at], rtol=1e-4)


def test_some_words_mean_what_they_are_summed_to() -> None:
    """The meaning of a run has length 1; that of no words is nothing."""
    one = encoder.encoded([("my", "calf", "cramps", "at", "night")])[0]
    np.testing.assert_allclose(one.meaning((1, 2)), one.meaning(slice(1, 3)))
    assert np.isclose(np.linalg.norm(one.meaning()), 1, atol=1e-5)
    assert not one.meaning(()).any()
    assert encoder.encoded([()])[0].by_word.shape == (0, 384)


def test_every_word_of_a_long_sentence_is_read() -> None:
    """It is read in parts of about one length."""
    words = ("calf", "cramps", "organophosphate") * 100
    parts = encoder._parts(words)
    assert len(parts) > 5
    assert all(len(pieces) <= encoder.LONGEST for pieces, _ in parts)
    assert sorted({n for _, owners in parts for n in owners}) == list(range(300))
    assert np.abs(encoder.encoded([words])[0].by_word).sum(1).all()


def test_both_models_name_the_same_findings() -> None:
    """The scores of the two are added by name."""
    assert set(encoder.names()) == set(reader.models()[0].names)

"""The encoder: pieces of words, and that a run of words scores the same in any company."""

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
def test_a_run_scores_the_same_in_any_company(runs: list[list[str]]) -> None:
    """What is computed together does not matter, nor the order."""
    texts = [tuple(r) for r in runs]
    encoder._kept.clear()
    together = encoder.encoded(texts)
    for text, one in zip(texts, together, strict=True):
        encoder._kept.clear()
        alone = encoder.encoded([text])[0]
        np.testing.assert_allclose(one.finding, alone.finding, atol=2e-3)
        np.testing.assert_allclose(one.status, alone.status, atol=2e-3)
        assert one.by_word.shape == (len(text), 384)


def test_words_share_the_score() -> None:
    """The shares of the words and of the marks of the ends make the score less its bias."""
    words = ("my", "calf", "cramps", "at", "night")
    one = encoder.encoded([words])[0]
    at = encoder.names().index("calf_cramp")
    share = one.share(np.array([at]))[:, 0]
    assert share.shape == (5,)
    assert set(np.argsort(-share)[:2]) == {1, 2}


def test_a_long_run_is_cut() -> None:
    """Words after the longest run are not looked at, and bear nothing."""
    long = ("calf",) * 300
    one = encoder.encoded([long])[0]
    assert not one.by_word[encoder.LONGEST :].any()
    np.testing.assert_allclose(
        one.finding, encoder.encoded([("calf",) * 400])[0].finding, atol=1e-4
    )


def test_both_models_name_the_same_findings() -> None:
    """The scores of the two are added by name."""
    assert set(encoder.names()) == set(reader.models()[0].names)

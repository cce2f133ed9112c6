"""Cautious repair of misspelt words: only unknown, long words with one near neighbour."""

from __future__ import annotations

import functools
from dataclasses import replace

from rapidfuzz.distance import DamerauLevenshtein

from unclench.told.en.normalise import Sentence

SHORTEST, LONG = 6, 11


@functools.lru_cache(maxsize=4)
def _index(
    vocabulary: frozenset[str],
) -> tuple[frozenset[str], tuple[str, ...], dict[str, list[str]]]:
    """Whole words, prefixes, and the long words by first letter."""
    whole = frozenset(w for w in vocabulary if not w.endswith("*"))
    prefixes = tuple(sorted(w[:-1] for w in vocabulary if w.endswith("*")))
    by_letter: dict[str, list[str]] = {}
    for entry in sorted(vocabulary):
        plain = entry.rstrip("*")
        if len(plain) >= SHORTEST - 1 and plain.isalpha():
            by_letter.setdefault(plain[0], []).append(entry)
    return whole, prefixes, by_letter


@functools.cache
def _english() -> frozenset[str]:
    from unclench.told.en import encoder  # loads the model's words, which most commands never need

    return encoder.english()


def _real(token: str, known: frozenset[str], shortest: int = 3) -> bool:
    """Whether it is one of some words with a usual ending ("crunching", "lasted")."""
    for ending in ("ing", "ed", "er", "ly", "es", "s"):
        stem = token.removesuffix(ending)
        if stem != token and len(stem) > shortest and (stem in known or stem + "e" in known):
            return True
        if stem != token and len(stem) > 4 and stem[-1] == stem[-2] and stem[:-1] in known:
            return True
    return False


@functools.lru_cache(maxsize=16384)
def everyday(token: str) -> bool:
    """Whether a word is everyday English, or too short to tell."""
    short = len(token) < 4 or not token.isalpha()
    return short or token in _english() or _real(token, _english(), 2)


@functools.lru_cache(maxsize=16384)
def repair(token: str, vocabulary: frozenset[str], ordinary: frozenset[str]) -> str:
    """The known word that `token` most likely is, or `token` itself.

    One slip is allowed in six to ten letters, two from eleven; the first letter must be right and
    no second known word may be as near. Words that are known, and English words, are never touched.
    """
    whole, prefixes, by_letter = _index(vocabulary)
    if len(token) < SHORTEST or not token.isalpha() or token in whole:
        return token
    if token in ordinary or _real(token, whole | ordinary):
        return token
    if any(token.startswith(p) for p in prefixes if len(p) > 2):
        return token
    if everyday(token):
        return token
    allowed = 2 if len(token) >= LONG else 1
    best: dict[str, int] = {}
    for entry in by_letter.get(token[0], ()):
        plain = entry.rstrip("*")
        if entry.endswith("*") and len(plain) >= 6:
            cut = min(
                DamerauLevenshtein.distance(token[: len(plain) + d], plain, score_cutoff=allowed)
                for d in (-1, 0, 1)
            )
            if cut <= min(allowed, 1):
                best[plain] = cut
        elif not entry.endswith("*") and abs(len(plain) - len(token)) <= allowed:
            distance = DamerauLevenshtein.distance(token, plain, score_cutoff=allowed)
            if distance <= allowed:
                best[plain] = distance
    if not best:
        return token
    nearest = min(best.values())
    winners = [w for w, d in best.items() if d == nearest]
    stems = {w[:6] for w in winners}
    return winners[0] if len(winners) == 1 or len(stems) == 1 else token


def corrected(sentence: Sentence, vocabulary: frozenset[str], ordinary: frozenset[str]) -> Sentence:
    """The sentence with repaired words.

    Args:
        vocabulary: words to repair towards. ordinary: words of the language that stay as they are.
    """
    tokens = tuple(repair(t, vocabulary, ordinary) for t in sentence.tokens)
    return sentence if tokens == sentence.tokens else replace(sentence, tokens=tokens)

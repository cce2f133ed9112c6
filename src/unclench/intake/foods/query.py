"""A query as it may be understood: synonyms, plurals, typing errors, what stands aside."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from unclench.facts import files, number_words
from unclench.intake.foods.index import Index
from unclench.intake.foods.score import NS, Reading
from unclench.intake.foods.words import (
    COOKED_BY,
    DRY,
    RAW,
    named,
    stem,
    stop_words,
    tokens,
)

_FILLER = frozenset(
    [
        "large", "small", "medium", "big", "little", "extra", "organic",
        "homemade", "home", "fresh", "freshly", "good", "quality", "nice", "hot", "cold",
        "ripe", "slice", "sliced", "chopped", "diced", "bulk", "generic", "whole",
    ]
)  # fmt: skip


_TYPO_CUTOFF = 82.0


@functools.cache
def _synonyms() -> tuple[
    dict[tuple[str, ...], list[list[str]]], dict[tuple[str, ...], list[list[str]]]
]:
    facts = files.read("food_synonyms").values()

    def table(part: str) -> dict[tuple[str, ...], list[list[str]]]:
        return {
            tuple(tokens(str(k))): [tokens(x) for x in ([v] if isinstance(v, str) else v)]
            for fact in facts
            for k, v in fact[part].items()
        }

    return table("words"), table("phrases")


@functools.cache
def synonym_words() -> frozenset[str]:
    """The first words of what has a synonym: what people type and no food may be called."""
    return frozenset(key[0] for table in _synonyms() for key in table if key and key[0].isalpha())


def _replace(words: list[str], index: Index) -> list[str]:
    """Words with synonyms that hold wherever they stand, longest first."""
    table, _ = _synonyms()
    out: list[str] = []
    i = 0
    while i < len(words):
        for n in (3, 2, 1):
            to = table.get(tuple(words[i : i + n]))
            if to and i + n <= len(words):
                out += to[0]
                i += n
                break
        else:
            pair = "".join(words[i : i + 2])
            if i + 1 < len(words) and words[i + 1] not in index and pair in index:
                out.append(pair)
                i += 2
            else:
                out.append(words[i])
                i += 1
    return out


@functools.lru_cache(maxsize=8192)
def _typo(word: str, index: Index) -> tuple[tuple[str, float], ...]:
    """Known words near an unknown one, with how alike they are (0 to 1)."""
    if len(word) > 5:
        for cut in range(3, len(word) - 2):
            a, b = stem(word[:cut]), stem(word[cut:])
            if (
                a in index
                and b in index
                and len(index.rows(f"^{a}")) + len(index.rows(f"^{b}")) > 3
            ):
                return ((a, 0.95), (b, 0.95))
    if len(word) < 4:
        return ()
    from rapidfuzz import fuzz, process

    found = process.extract(
        word, index.vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF, limit=8
    )
    if not found:
        return ()
    common = max(found, key=lambda f: (round(f[1] / 6), f[0][0] == word[0], len(index.rows(f[0]))))
    return ((common[0], common[1] / 100 * 0.9),)


_ASIDE = frozenset({"with", "w", "on", "in", "plus"})


def _reading(words: Iterable[str], penalty: float, index: Index) -> Reading | None:
    out: dict[str, tuple[float, float]] = {}
    states = set()
    unknown = 0.0
    aside = 1.0  # what stands after "with" says less about which food it is
    for w in words:
        if w in _ASIDE and out:
            aside = 0.5
        if w in COOKED_BY or w in RAW or w in DRY or w == "cooked":
            states.add(w)
        if w in stop_words() and w not in NS:
            continue
        if w in index:
            out.setdefault(w, (aside * index.idf(w), 1.0))
        elif w[0] == "-":  # denied, and no food's name denies it
            continue
        elif w in COOKED_BY:
            out[w] = (2.0, 1.0)
        else:
            near = _typo(w, index)
            for t, q in near:
                out.setdefault(t, (aside * index.idf(t), q))
            if not near and not w.isdigit():
                unknown += 6.0
    if not out:
        return None
    if unknown:
        out[""] = (unknown, 0.0)
    ws = tuple(
        (w, i * (0.25 if w[:1] == "-" else 0.5 if w in _FILLER else 1.0), q)
        for w, (i, q) in out.items()
    )
    return Reading(ws, frozenset(states), penalty)


@functools.cache
def _amount() -> re.Pattern[str]:
    return re.compile(_AMOUNT.replace("NUMBER", "|".join(number_words.counts())), re.IGNORECASE)


_AMOUNT = (
    r"\b\d+(?:[.,]\d+)?\s*(?:g|kg|mg|ml|cl|l|oz|lb|gr|grams?|fl oz)\b"
    r"|,\s*\d+(?:[.,/]\d+)?\s*(?:cups?|tbsp|tsp|slices?|pieces?|servings?|medium|large|small)\s*$"
    r"|^\s*(?:(?:an?|half an?|NUMBER|the|\d+(?:[.,/]\d+)?(?:\s*x)?)\s+)?"
    r"(?:(?:large|small|medium|big)\s+)?"
    r"(?:glass|cup|mug|bowl|slice|pint|tin|can|packet|bag|handful|piece|plate|pot|portion|bottle"
    r"|tbsp|tsp|tablespoon|teaspoon|serving|jar|pack|scoop|knob|pinch|rasher|clove)(?:e?s)?\s+of\s+"
)


def readings_of(text: str, index: Index) -> list[Reading]:
    """What a query may mean, the likeliest first."""
    words = named(_amount().sub(" ", text) or text)
    while len(words) > 1 and words[0] in stop_words():
        words = words[1:]
    lean = [w for w in words if w not in _FILLER] or words
    _, phrases = _synonyms()
    found: list[Reading | None] = []
    for key in (tuple(words), tuple(lean)):
        if key in phrases:
            found = [_reading(to, 0.25 * i, index) for i, to in enumerate(phrases[key])]
            break
    cut = next((i for i, w in enumerate(words) if w in _ASIDE and i), None)
    if not found and cut is not None and tuple(words[:cut]) in phrases:
        found = [
            _reading([*to, *words[cut:]], 0.25 * i, index)
            for i, to in enumerate(phrases[tuple(words[:cut])])
        ]
    replaced = _replace(words, index)
    found.append(_reading(replaced, 0.8 if found else 0.0, index))
    if replaced != words:  # an imported table may use the very words
        found.append(_reading(words, 0.1, index))
    return [r for r in found if r is not None]

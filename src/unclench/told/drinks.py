"""Alcohol in what people say they drink: UK units a week, and days since the last of it.

"Six pints on a Saturday", "a bottle of wine a night", "one peg daily". What is drunk from what is a
fact (`alcoholic_drinks`). Nothing is assumed of an amount or of how often: without either there is
no number. Water, milk, squash and whatever is free of alcohol is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from unclench.facts.kinds.alcoholic_drinks import AlcoholicDrinks, Drink
from unclench.facts.loader import load
from unclench.told import qualifiers
from unclench.told.pack import Sentence, sentences
from unclench.told.pack import tokens as in_one_form

_LITTLE = frozenset(
    {"the", "a", "an", "my", "of", "good", "full", "whole", "nice", "cold", "about"}
)
_SIZES = {"small": "small ", "little": "small ", "large": "large ", "big": "large "}
_COUNTS = {
    "few": 3.0, "couple": 2.0, "several": 4.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25,
    "a": 1.0, "an": 1.0, "1": 1.0, "some": 2.0, "pair": 2.0,
}  # fmt: skip
_TIMES_A_WEEK = {
    "day": 7.0, "night": 7.0, "evening": 7.0, "week": 1.0, "weekend": 1.0, "month": 7 / 30.4,
    "fortnight": 0.5, "year": 7 / 365.25, "sitting": 1.0,
}  # fmt: skip
_DAYS_A_WEEK = re.compile(
    r"\b(\d+)(?: (?:to|or) (\d+))? (?:day|night|evening|time) (?:a|per|each|every) week\b"
)
_RATE = re.compile(
    r"\b(?:a|an|per|each|every|of a|of an) (day|night|evening|week|weekend|month|fortnight|year)\b"
)
_EVERY = re.compile(r"\bevery (\d+) day\b")
_EACH_TIME = re.compile(
    r"\b(\d+)(?: (?:or|to) (\d+))? (?:a|per|each|every) (?:night|day|evening|week)\b"
)
_WEEKDAY = re.compile(r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b")
_UNITS = re.compile(r"\b(\d+(?:\.\d+)?)(?: (?:to|or) (\d+(?:\.\d+)?))? unit\b(?! of (?!alcohol))")
NEAR = 3
"""Words between a vessel and its drink."""


@functools.cache
def facts() -> AlcoholicDrinks:
    """The one list of drinks."""
    (fact,) = load("alcoholic_drinks", AlcoholicDrinks).values()
    return fact


@functools.cache
def _form(words: str) -> str:
    return " ".join(in_one_form(words))


@functools.cache
def _any_of(listed: tuple[str, ...]) -> re.Pattern[str]:
    """A list of words as one pattern on normalised text without articles."""
    words = sorted({_form(w) for w in listed}, key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


@functools.cache
def _drinks() -> dict[tuple[str, ...], str]:
    return {tuple(in_one_form(w)): key for key, d in facts().drinks.items() for w in d.words}


@functools.cache
def _heads() -> frozenset[str]:
    """Words of which one stands wherever an amount of alcohol is told."""
    return frozenset(
        {
            "unit",
            "alcohol",
            "booze",
            "pub",
            *(w.split()[-1] for w in facts().alone),
            *(d[0] for d in _drinks()),
        }
    )


@functools.cache
def _vessels() -> dict[str, str]:
    """Normalised vessel -> its name in the facts."""
    every = {*facts().vessels_ml, *(v for d in facts().drinks.values() for v in d.vessels_ml)}
    return {_form(v): v for v in every}


def units_a_week(text: str, context: bool = False) -> list[float]:
    """UK units a week of each drink that is told with an amount and how often.

    Args:
        context: the text answers a question about alcohol.
    """
    return [u for s in sentences(text) for u in _of_sentence(s, context)]


def _of_sentence(sentence: Sentence, context: bool) -> Iterator[float]:
    tokens = list(sentence.tokens)
    if not context and _heads().isdisjoint(tokens):
        return
    whole = " ".join(tokens)
    bare = " ".join(t for t in tokens if t not in ("the", "a", "an", "my"))
    if _any_of(facts().not_now).search(bare):
        return
    rate = _rate(whole, bare)
    if rate is None:
        return
    context = context or bool(re.search(r"\b(?:alcohol|booze|pub)\b", whole))
    if (m := _UNITS.search(whole)) and not _any_of(facts().counted_else).search(bare):
        low = float(m[1])
        yield (low + float(m[2] or low)) / 2 * rate
        return
    taken: set[int] = set()
    for at, end, drink in _mentions(tokens):
        vessel = _vessel_before(tokens, at) or _vessel_after(tokens, end)
        size = _size(tokens, drink, vessel, at)
        if size is None or taken & set(range(at, end)):
            continue
        taken |= set(range(at, end))
        ml, count = size
        yield count * ml * facts().drinks[drink].strength / 1000 * rate
    if not taken and not _any_of(facts().other_drinks).search(bare):
        yield from (u * rate for u in _alone(tokens, context))


def _rate(whole: str, bare: str) -> float | None:
    """Times a week; None when it is not told."""
    if m := _DAYS_A_WEEK.search(whole):
        return (float(m[1]) + float(m[2] or m[1])) / 2
    for words, times in facts().rates.items():
        if words.startswith(("most", "nearly", "almost", "every other")) and re.search(
            rf"\b{_form(words)}\b", bare
        ):
            return times
    if m := _EVERY.search(whole):
        return 7.0 / float(m[1])
    days = set(_WEEKDAY.findall(whole))
    if days and not re.search(r"\b(?:had|last|this)\b", whole):
        return float(len(days))
    if m := _RATE.search(whole):
        return _TIMES_A_WEEK[m[1]]
    found = [t for w, t in facts().rates.items() if re.search(rf"\b{_form(w)}\b", bare)]
    return found[0] if found else None


def _mentions(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, end, drink) of every drink with alcohol that is named, the longest name first."""
    late = {_form(w) for w in facts().after_of}
    words = sorted(_drinks().items(), key=lambda row: -len(row[0]))
    used: set[int] = set()
    for name, drink in words:
        for at in range(len(tokens) - len(name) + 1):
            end = at + len(name)
            if tuple(tokens[at:end]) != name or used & set(range(at, end)):
                continue
            near = " ".join(tokens[max(0, at - 3) : end + 1])
            if _any_of(facts().free).search(near) or {"no", "not"} & set(
                tokens[max(0, at - 2) : at]
            ):
                continue
            if " ".join(name) in late and not _behind_a_vessel(tokens, at):
                continue
            if drink == "any" and not _counted_drink(tokens, at, end):
                continue
            used |= set(range(at, end))
            yield at, end, drink


def _behind_a_vessel(tokens: Sequence[str], at: int) -> bool:
    return at >= 2 and tokens[at - 1] == "of" and tokens[at - 2] in _vessels()


def _counted_drink(tokens: Sequence[str], at: int, end: int) -> bool:
    """Whether "drink" is a noun that is counted: "3 drinks a night", of nothing else."""
    before = tokens[at - 1] if at else ""
    counted = before.isdigit() or before in ("few", "of", "standard")
    other = _any_of(facts().other_drinks).search(" ".join(tokens))
    return counted and not other and tokens[end : end + 1] != ["of"]


def _vessel_before(tokens: Sequence[str], at: int) -> tuple[int, int, str] | None:
    """The vessel that this drink is "of": its place and name."""
    for b in range(at, max(-1, at - NEAR), -1):
        for a in (b - 2, b - 1):
            name = _vessels().get(" ".join(tokens[max(a, 0) : b])) if a >= 0 else None
            if name and all(t in _LITTLE or t in _SIZES or t.isalpha() for t in tokens[b:at]):
                return a, b, name
    return None


def _vessel_after(tokens: Sequence[str], end: int) -> tuple[int, int, str] | None:
    """ "wine bottle", "whisky every night, a good third of a bottle"."""
    for a in range(end, len(tokens)):
        name = _vessels().get(tokens[a])
        if name and tokens[a + 1 : a + 2] != ["of"]:
            return a, a + 1, name
    return None


def _size(
    tokens: Sequence[str], drink: str, vessel: tuple[int, int, str] | None, at: int
) -> tuple[float, float] | None:
    """(ml of one, how many) of a drink; None when no amount is told."""
    fact = facts().drinks[drink]
    if vessel is None:
        count = _count(tokens, at)
        m = _EACH_TIME.search(" ".join(tokens[at:])) if count is None else None
        if m:
            count = (float(m[1]) + float(m[2] or m[1])) / 2
        return None if count is None else (fact.serving_ml, count)
    a, _, name = vessel
    ml = _ml(fact, name, tokens[a - 1] if a else "")
    if ml is None:
        return None
    behind = a > at
    count = _count(tokens, a)
    if count is None and (behind or tokens[a - 1 : a] == ["of"]):
        count = _count(tokens, at) if behind else None
        return None if count is None else (fact.serving_ml, count)
    return ml, 1.0 if count is None else count


def _ml(drink: Drink, vessel: str, before: str) -> float | None:
    sized = _SIZES.get(before, "") + vessel
    return (
        drink.vessels_ml.get(sized)
        or drink.vessels_ml.get(vessel)
        or facts().vessels_ml.get(vessel)
    )


def _count(tokens: Sequence[str], at: int) -> float | None:
    """The number before a place: "half a", "2 or 3", "a couple of", "a good third of a"."""
    words = list(tokens[max(0, at - 6) : at])
    skipped = (_LITTLE - {"a", "an"}) | _SIZES.keys() | {"more"}
    while words and words[-1] in skipped:
        words.pop()
    if not words:
        return None
    last = words[-1]
    if last in ("a", "an"):
        rest = [w for w in words[:-1] if w not in _LITTLE]
        part = rest[-1] if rest and words[-2] in (*_LITTLE, "half", "third", "quarter") else ""
        return _COUNTS[part] if part in ("half", "third", "quarter") else 1.0
    if re.fullmatch(r"\d+(?:\.\d+)?", last):
        if len(words) > 2 and words[-2] in ("or", "to") and words[-3].isdigit():
            return (float(last) + float(words[-3])) / 2
        return float(last)
    return _COUNTS.get(last)


def _alone(tokens: Sequence[str], context: bool) -> Iterator[float]:
    """Units of vessels that mean a drink by themselves: "6 pints"."""
    meant = facts().alone | (facts().in_context if context else {})
    for at, token in enumerate(tokens):
        pair = " ".join(tokens[at : at + 2])
        name = pair if pair in meant else token
        drink, count = meant.get(name), _count(tokens, at)
        if drink is None or count is None or tokens[at + 1 : at + 2] == ["of"]:
            continue
        fact = facts().drinks[drink]
        ml = _ml(fact, name, tokens[at - 1] if at else "") or fact.serving_ml
        yield count * ml * fact.strength / 1000


def days_without(text: str) -> list[float]:
    """Days since the last alcohol, where a sentence says so: "5 days off the booze"."""
    out = []
    for s in sentences(text):
        bare = " ".join(t for t in s.tokens if t not in ("the", "a", "an", "my"))
        if _any_of(facts().sober).search(bare):
            days = qualifiers.duration(s.tokens)
            out += [] if days is None else [days]
    return out

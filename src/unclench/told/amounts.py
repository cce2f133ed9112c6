"""Numbers in the words: amounts with a rate, readings such as blood pressure, and what follows."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal

from unclench.facts import loader
from unclench.facts.kinds import exposures as kind
from unclench.facts.kinds.diary_exposures import DiaryExposure
from unclench.told import body_size, drinks
from unclench.told.pack import sentences, word
from unclench.told.person import Exposure, Finding, TakenSupplement

DAYS = {"hour": 1 / 24, "day": 1.0, "night": 1.0, "evening": 1.0, "week": 7.0, "month": 30.4,
        "weekend": 7.0, "year": 365.25, "daily": 1.0, "weekly": 7.0, "nightly": 1.0}  # fmt: skip
ALCOHOL = "alcohol_units_week"
_NUMBER = r"(\d+(?:\.\d+)?)(?: (?:to|or|and) (\d+(?:\.\d+)?))?|\b(half)\b|\b(an?)\b"
_AMOUNT = re.compile(rf"(?:{_NUMBER}) ?((?:[a-z]+ ?(?:of )?){{1,3}})")
_RATE = re.compile(
    r"(?:per|a|an|each|every|/|in 1) ?(hour|day|night|evening|week|weekend|month|year)"
    r"|\b(daily|weekly|nightly)\b"
)


@functools.cache
def items() -> dict[str, kind.Item]:
    """Every number by id."""
    areas = loader.load("exposures", kind.ExposureArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.lru_cache(maxsize=1024)
def _flat(text: str) -> str:
    """A text in one form with its numbers and slashes kept."""
    out = []
    for s in sentences(re.sub(r"/\s*(?=[a-zA-Z])", " per ", text)):
        out.append(" ".join(s.tokens))
    return " ; ".join(out)


def _amounts(key: str, item: kind.Item, text: str) -> list[float]:
    flat = _flat(text)
    out: list[float] = []
    for part in flat.split(" ; "):
        if not any(re.search(rf"\b{re.escape(word(w))}", part) for w in item.words):
            continue
        rate = _RATE.search(part)
        for m in _AMOUNT.finditer(part):
            factor = _unit(item, m[5])
            if factor is None:
                continue
            low = 0.5 if m[3] else 1.0 if m[4] else float(m[1])
            value = (low + float(m[2])) / 2 if m[2] else low
            after = _RATE.search(part, m.end() - 1) or rate
            if after is None:
                continue
            time = DAYS[after[1] or after[2]]
            out.append(value * factor * DAYS[item.per] / time)
    return out


def _unit(item: kind.Item, words: str) -> float | None:
    """The factor of the unit that a run of words begins with, the longest spelling first."""
    words = " ".join(w for w in words.split() if w != "of")
    for spelling in sorted(item.units, key=len, reverse=True):
        form = " ".join(word(w) for w in spelling.split())
        if words == form or words.startswith(form + " ") or words.endswith(" " + form):
            return item.units[spelling]
    return None


def _readings(item: kind.Item, text: str) -> list[float]:
    flat = text.lower().replace("°", " ").replace("-", " ")
    if any(re.search(rf"\b{w}", flat) for w in item.not_with):
        return []
    return [float(m[1]) for p in item.patterns for m in re.finditer(p, flat)]


def exposures(told: Sequence[tuple[str, str]]) -> list[Exposure]:
    """Every number that was understood, in the unit of its item; impossible ones are left out."""
    out: list[Exposure] = []
    for where, text in told:
        for key, item in items().items():
            if item.per and where == "medicines" and key not in ("b6_mg_day",):
                continue
            values = _values(key, item, where, text)
            if key == "b6_mg_day" and where == "medicines" and not values:
                values = _medicine_dose(text)
            kept = [v for v in values if item.low <= v <= item.high]
            if not kept:
                continue
            value = sum(kept) if item.per and key == ALCOHOL else max(kept)
            if key == "systolic_mmhg" and min(kept) <= 90:
                value = min(kept)
            out.append(Exposure(key, round(value, 3), item.measure, text, where))
    return out


def of_supplements(taken: Sequence[TakenSupplement]) -> list[Exposure]:
    """What the doses of supplements that were told add up to, a day."""
    out: list[Exposure] = []
    for row in loader.load("diary_exposures", DiaryExposure).values():
        doses = [(t, t.per_day[row.nutrient][0]) for t in taken if row.nutrient in t.per_day]
        if row.exposure and doses and row.side == "much":
            item = items()[row.exposure]
            value = round(sum(a for _, a in doses) * row.factor, 3)
            text = "; ".join(t.text for t, _ in doses)
            if item.low <= value <= item.high:
                out.append(Exposure(row.exposure, value, item.measure, text, doses[0][0].where))
    return out


def _values(key: str, item: kind.Item, where: str, text: str) -> list[float]:
    if key == ALCOHOL:
        return drinks.units_a_week(text, context=where.startswith("exposure.alcohol"))
    if key in (body_size.WEIGHT, body_size.HEIGHT):
        return body_size.size(key, text)
    if key == "alcohol_free_days":
        return drinks.days_without(text)
    return _amounts(key, item, text) if item.per else _readings(item, text)


def _medicine_dose(text: str) -> list[float]:
    flat = _flat(text)
    if not re.search(r"\bb6\b|pyridoxin|\bb 6\b", flat):
        return []
    return [float(m[1]) for m in re.finditer(r"(\d+(?:\.\d+)?) ?mg", flat)]


def findings(
    found: Sequence[Exposure], sex: str | None, side: Literal["both", "much", "little"] = "both"
) -> list[Finding]:
    """The findings that follow from numbers by the thresholds of the facts.

    Args:
        side: whether only much, or only little, of something may be concluded from them.
    """
    out: list[Finding] = []
    for exposure in found:
        for t in items()[exposure.id].thresholds:
            if t.sex and t.sex != sex:
                continue
            high = t.at_least is not None and exposure.value >= t.at_least and side != "little"
            low = t.at_most is not None and exposure.value <= t.at_most and side != "much"
            if high or low:
                out.append(
                    Finding(
                        t.finding,
                        True,
                        text=exposure.text,
                        where=exposure.where,
                        implied_by=exposure.id,
                    )
                )
    return out


def outdone(found: Sequence[Exposure], sex: str | None) -> list[tuple[str, str]]:
    """(finding, text) of exposures whose number says otherwise than their words: "2 whiskies a
    week" is no much alcohol. Free talk tells more than its number, so it is left out."""
    follow = {f.id for f in findings(found, sex)}
    return [
        (t.finding, e.text)
        for e in found
        if e.where.startswith("exposure.")
        for t in items()[e.id].thresholds
        if t.finding not in follow
    ]


def covered(tokens: tuple[str, ...]) -> set[int]:
    """Tokens that are part of a reading or an amount, so that they are not "not understood"."""
    text = " ".join(tokens)
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    out = body_size.taken(tokens)
    for item in items().values():
        for pattern in item.patterns:
            for m in re.finditer(pattern, text):
                out |= {
                    i
                    for i in range(len(tokens))
                    if starts[i] < m.end() and starts[i + 1] > m.start()
                }
        if item.per and any(w in text for w in item.words) and re.search(r"\d", text):
            named = [i for i, t in enumerate(tokens) if any(t.startswith(w) for w in item.words)]
            out |= {i for n in named for i in range(max(0, n - 5), min(len(tokens), n + 6))}
    return out

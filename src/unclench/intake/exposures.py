"""What a diary shows as told words would: amounts and findings of a person's life.

Alcohol, caffeine, water, cola, liquorice, much of a vitamin, grapefruit beside a medicine: rows of
`facts/data/diary_exposures`. Thresholds are those of told numbers (`facts/data/exposures`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from unclench.facts import units
from unclench.facts.kinds.diary_exposures import DiaryExposure
from unclench.facts.loader import load
from unclench.intake.diary import Diary, PersonDays
from unclench.intake.parts_of_nutrients import fits, tagged
from unclench.intake.usual.one_nutrient import Trace
from unclench.told.adding import add
from unclench.told.amounts import items
from unclench.told.person import Exposure, Finding, Medicine, Person
from unclench.told.vocabulary import classes_of, medicine_items

DIARY = "diary"

LATEST_DAYS = 3
"""What is drunk in a day harms at once: the highest of so many last days counts."""

LEAST_KNOWN = 0.5
"""Share of an amount that must not be a guess, for it to say something about a person."""

NAMES = 3
"""So many names of lines are quoted."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of one row of the facts: grams (None: not told) by day, and names as written."""

    by_day: Mapping[object, list[float | None]]
    names: tuple[str, ...]


def with_eaten(
    person: Person, diary: Diary, days: PersonDays, traces: Mapping[str, Trace]
) -> Person:
    """The person with the exposures, findings and medicines that the diary shows.

    Args:
        person: as told. diary, days: as read. traces: of usual intake, by nutrient id.
    """
    much: list[Exposure] = []
    little: list[Exposure] = []
    findings: list[Finding] = []
    medicines: list[Medicine] = []
    partial = set(days.partial_days) if len(days.partial_days) < len(days.days) else set()
    whole = sorted(set(days.days) - partial)
    if not whole:
        return person
    for row in load("diary_exposures", DiaryExposure).values():
        if row.nutrient:
            found = _of_nutrient(row, traces.get(row.nutrient), days)
            (much if row.side == "much" else little).extend(found)
            continue
        lines = _lines(row, diary)
        times = 7.0 * len(lines.by_day) / len(days.days)
        if not lines.by_day or times < row.times_a_week:
            continue
        text = ", ".join(lines.names[:NAMES])
        if row.exposure:
            much += _of_lines(row, lines, whole, text)
        elif row.finding:
            findings.append(Finding(row.finding, True, text=text, where=DIARY))
        else:
            medicines.append(_medicine(row.medicine, text))
    return add(person, much, little, findings, medicines)


def _medicine(generic: str, text: str) -> Medicine:
    return Medicine(
        generic, classes_of(generic), text, where=DIARY, atc=medicine_items()[generic].atc
    )


def _exposure(row: DiaryExposure, value: float, text: str) -> list[Exposure]:
    """One exposure, or none where the amount is not believable."""
    item = items()[row.exposure]
    value = round(value * row.factor, 3)
    if not item.low <= value <= item.high:
        return []
    return [Exposure(row.exposure, value, item.measure, text, DIARY)]


def _of_nutrient(row: DiaryExposure, trace: Trace | None, days: PersonDays) -> list[Exposure]:
    """The usual amount a day, unless most of it is a guess."""
    if trace is None or trace.record is None or trace.usual is None:
        return []
    mine = days.carriers.filter(pl.col("nutrient") == row.nutrient)
    if row.of == "supplements":
        mine = mine.filter("supplement")
    text = ", ".join(mine.filter(~pl.col("guessed"))["name"].head(NAMES).to_list())
    pills = float(trace.record.supplement.mean())
    if row.of == "supplements":
        return _exposure(row, pills, text) if pills > 0 else []
    if row.side == "little":
        most = trace.usual.quantile(0.9)
        return _exposure(row, most, text) if most > 0 else []
    known = float(mine.filter(~pl.col("guessed"))["amount_per_day"].sum())
    told = sum(amount for _, amount in trace.record.told_doses)
    whole = float(mine["amount_per_day"].sum()) + told
    if whole > 0 and (known + told) / whole < LEAST_KNOWN:
        return []
    return _exposure(row, trace.usual.mean, text)


def _lines(row: DiaryExposure, diary: Diary) -> _Lines:
    """The lines that fit the words of a row, notes among them."""
    lines = diary.entries.filter(pl.col("name").is_not_null() & pl.col("day").is_not_null())
    names = lines["name"].unique(maintain_order=True).to_list()
    fit = [n for n in names if _fit(row, n.lower())]
    by_day: dict[object, list[float | None]] = {}
    mine = lines.filter(pl.col("name").is_in(fit)).select("day", "grams", "amount")
    for day, grams, amount in mine.iter_rows():
        by_day.setdefault(day, []).append(_as_drunk(amount) if grams is None else grams)
    return _Lines(by_day, tuple(fit))


_VOLUME = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:x\s*)?([A-Za-z. ]+?)\s*(?:\(|$)")


def _as_drunk(amount: str | None) -> float | None:
    """Grams of a volume as written ("3.00 l"), at the density of water; None when it is none."""
    found = _VOLUME.match(amount or "")
    unit = units.find(found[2]) if found else None
    if found is None or unit is None or units.dimension(unit) != units.dimension("mL"):
        return None
    return units.convert(float(found[1].replace(",", ".")), unit, "mL")


def _fit(row: DiaryExposure, name: str) -> bool:
    return tagged(name, row.tag) if row.tag else fits(name, row.words, row.except_words)


def _of_lines(
    row: DiaryExposure, lines: _Lines, days: Sequence[object], text: str
) -> list[Exposure]:
    """The amount of the lines a day: the mean, or the highest of the last days."""
    totals = [
        sum(row.line_g or 0.0 if g is None else g for g in lines.by_day.get(d, ())) for d in days
    ]
    if row.over == "highest_of_last_three":
        value = max(totals[-LATEST_DAYS:])
    else:
        value = sum(totals) / len(totals)
    return _exposure(row, value, text) if value > 0 else []

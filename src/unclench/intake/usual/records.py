"""One nutrient's days out of `PersonDays`, and intakes that a person states."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from unclench.assessment import FoodShare, Reason, reason
from unclench.case import IntakeItem
from unclench.errors import UserError
from unclench.facts import units
from unclench.facts.adequacy_rules import value
from unclench.facts.nutrients import convert, nutrient, nutrients
from unclench.intake.diary import PersonDays
from unclench.intake.usual.gaussian import Z80, Array
from unclench.intake.usual.shrink import Days
from unclench.told.person import TakenSupplement


@dataclass(frozen=True, slots=True)
class Record:
    """What the diary holds of one nutrient; arrays of shape (n,), unit of the nutrient per day.

    Attributes:
        recorded: mean from food lines whose value was in the file; None when no line had one.
        recorded_share: share of energy, mean of the days, in lines whose value stood in the file.
        found_share: the same, counting values that were looked up in a confidently matched food.
            Both are None where a file counted blanks as zero, so that no share is known.
        open_ended: some of the intake is missing and nobody can say how much.
        untold: supplements that may hold it and whose dose is not known.
        apart: whether supplements are told apart from food.
        fortified: mean a day that hangs on enrichment, where nobody told the country.
        makers: how far the mean a day may be off either way, since makers choose.
        assumed_country: how the country is called that was assumed.
        told_notes: what was done with supplements that the person told beside the diary;
        told_doses: name and amount a day of those that were counted.
    """

    days: Days
    supplement: Array
    supplement_low: Array
    recorded: float | None
    recorded_share: float | None
    found_share: float | None
    open_ended: bool
    untold: tuple[str, ...] = ()
    apart: bool = True
    told_notes: tuple[Reason, ...] = ()
    told_doses: tuple[tuple[str, float], ...] = ()
    fortified: float = 0.0
    makers: float = 0.0
    assumed_country: str = ""

    @property
    def looked_up_share(self) -> float | None:
        """Share of energy, mean of the days, in lines whose value was looked up with confidence.

        What is neither recorded nor looked up is guessed from the spread of all foods.
        """
        if self.found_share is None:
            return None
        return max(0.0, self.found_share - (self.recorded_share or 0.0))

    @property
    def from_supplements(self) -> float | None:
        """Mean per day as labelled; None when it is not known or not told apart."""
        return float(self.supplement.mean()) if self.apart and not self.untold else None


def unlisted(record: Record) -> bool:
    """Whether only supplements tell anything: neither file nor food table lists it."""
    return record.open_ended and not record.found_share and record.recorded is None


def _column(rows: dict[str, list[Any]], name: str) -> Array:
    values = [np.nan if v is None else float(v) for v in rows[name]]
    return np.asarray(values, dtype=np.float64)


def _mean(values: Array) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _record(rows: dict[str, list[Any]]) -> Record | None:
    food, filled = _column(rows, "food"), _column(rows, "filled")
    low, high = _column(rows, "low"), _column(rows, "high")
    pills = np.nan_to_num(_column(rows, "supplement"))
    least = _column(rows, "supplement_low") if "supplement_low" in rows else pills
    least = np.where(np.isnan(least), pills, least)
    something = ~(np.isnan(food) & np.isnan(filled) & np.isnan(low))
    if not something.any():
        return None
    open_ended = bool((~np.isfinite(high) | np.isnan(low))[something].any())
    middle = np.nan_to_num(food) + np.nan_to_num(filled)
    low = np.minimum(np.where(np.isnan(low), np.nan_to_num(food), low), middle)
    high = np.maximum(np.where(np.isfinite(high), high, middle), middle)
    known = _column(rows, "known_share")[something]
    found = _column(rows, "found_share")[something] if "found_share" in rows else known
    return Record(
        days=Days(low[something], middle[something], high[something]),
        supplement=pills[something],
        supplement_low=np.minimum(least, pills)[something],
        recorded=float(np.nan_to_num(food)[something].mean())
        if (np.isnan(known) | (known > 0)).any()
        else None,
        recorded_share=_mean(known),
        found_share=_mean(found),
        open_ended=open_ended,
    )


NAMED = 0.35
"""Foods without a name have no error of their own: beyond this difference nothing is narrowed."""


def _mean_errors(days: PersonDays) -> dict[str, tuple[float, float]]:
    """Nutrient id -> (amount, standard deviation) of the mean day, over the foods that were named.

    A food errs the same way every time it is eaten; different foods err independently.
    """
    if "sd_per_day" not in days.carriers.columns:
        return {}
    out: dict[str, tuple[float, float]] = {}
    foods = days.carriers
    if "supplement" in foods.columns:
        foods = foods.filter(~foods["supplement"])
    columns = foods.select("nutrient", "amount_per_day", "sd_per_day")
    for name, amount, sd in columns.iter_rows():
        total, square = out.get(name, (0.0, 0.0))
        out[name] = (total + (amount or 0.0), square + (sd or 0.0) ** 2)
    return {name: (total, math.sqrt(square)) for name, (total, square) in out.items()}


def _narrowed(record: Record, error: tuple[float, float] | None) -> Record:
    """The record with its intervals as wide as the error of the mean, where that is known."""
    days = record.days
    daily = float((days.high - days.low).mean()) / (2 * Z80)
    mean = float(days.middle.mean())
    if error is None or daily <= 0 or abs(error[0] - mean) > NAMED * mean:
        return record
    keep = min(1.0, max(value("shared_error"), error[1] / error[0] / (daily / mean)))
    narrow = Days(
        days.middle - keep * (days.middle - days.low),
        days.middle,
        days.middle + keep * (days.high - days.middle),
    )
    return replace(record, days=narrow)


def with_told(name: str, record: Record, taken: Sequence[TakenSupplement]) -> Record:
    """The record with the supplements that the person told beside the diary.

    A diary that lists supplements of this nutrient counts as it is: the same pill is not counted
    twice. Where the diary does not tell supplements from food, nothing is added, and how much they
    give is not known.
    """
    doses = [(t, *t.per_day[name]) for t in taken if name in t.per_day]
    untold = tuple(t.label for t in taken if name in t.untold)
    if not doses and not untold:
        return record
    if (record.supplement > 0).any() or record.untold:
        if not doses:
            return record
        note = reason("supplement_in_diary", supplement=doses[0][0].label, nutrient=name)
        return replace(record, told_notes=(note,))
    if not record.apart:
        names = tuple(t.label for t, _, _ in doses)
        return replace(record, untold=(*record.untold, *names, *untold))
    amount = sum(a for _, a, _ in doses)
    least = sum(a * share for _, a, share in doses)
    return replace(
        record,
        supplement=record.supplement + amount,
        supplement_low=record.supplement_low + least,
        untold=(*record.untold, *untold),
        told_doses=tuple((t.label, a) for t, a, _ in doses),
        told_notes=tuple(
            reason("supplement_once_a_day", supplement=t.label)
            for t, _, _ in doses
            if t.assumed_daily
        ),
    )


def records(days: PersonDays, taken: Sequence[TakenSupplement] = ()) -> dict[str, Record]:
    """Nutrient id -> record, from whole days; partial days count only when there is no other.

    Intervals of single days are narrowed to what is left of their errors in the mean.

    Args:
        taken: supplements that the person told beside the diary.
    """
    frame = days.frame
    partial = set(days.partial_days)
    if partial and len(partial) < len(days.days):
        frame = frame.filter(~frame["day"].is_in(sorted(partial)))
    columns = frame.to_dict(as_series=False)
    names = columns.pop("nutrient")
    places: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        places.setdefault(name, []).append(i)
    out = {}
    errors = _mean_errors(days)
    for name in sorted(places):
        at = places[name]
        found = _record({key: [values[i] for i in at] for key, values in columns.items()})
        if found is not None:
            told = replace(
                found,
                untold=tuple(days.untold.get(name, ())),
                apart=days.apart,
                fortified=days.fortified.get(name, 0.0),
                makers=days.makers.get(name, 0.0),
                assumed_country=days.assumed_country,
            )
            out[name] = with_told(name, _narrowed(told, errors.get(name)), taken)
    return out


def top_foods(
    days: PersonDays, count: int = 5, found: Mapping[str, Record] | None = None
) -> dict[str, list[FoodShare]]:
    """Nutrient id -> the foods and supplements that carry most of it, most first.

    Args:
        found: the records, for supplements that were told beside the diary.
    """
    frame = days.carriers
    label = next((c for c in ("food", "name", "food_name") if c in frame.columns), "")
    out: dict[str, list[FoodShare]] = {}
    for row in frame.iter_rows(named=True) if label else ():
        known = nutrients().get(row["nutrient"])
        if not row.get("guessed") and row["share"] is not None and row["share"] > 0:
            out.setdefault(row["nutrient"], []).append(
                FoodShare(
                    food=row[label],
                    amount_per_day=row.get("amount_per_day"),
                    unit=known.unit if known else "",
                    share=min(1.0, row["share"]),
                    supplement=bool(row.get("supplement")),
                )
            )
    for name, record in (found or {}).items():
        told = record.told_doses
        if told:
            out[name] = _with_pills(out.get(name, []), told, nutrients()[name].unit)
    ranked = {n: sorted(foods, key=lambda f: (-f.share, f.food)) for n, foods in out.items()}
    return {n: foods[:count] for n, foods in sorted(ranked.items())}


def _with_pills(
    foods: list[FoodShare], told: Sequence[tuple[str, float]], unit: str
) -> list[FoodShare]:
    """The shares with pills that were told beside the diary, all of the new sum."""
    known = [f for f in foods if f.amount_per_day is not None and f.share > 0]
    eaten = max((f.amount_per_day or 0.0) / f.share for f in known) if known else 0.0
    whole = eaten + sum(a for _, a in told)
    if whole <= 0:
        return foods
    pills = [
        FoodShare(food=label, amount_per_day=a, unit=unit, share=a / whole, supplement=True)
        for label, a in told
    ]
    less = [f.model_copy(update={"share": f.share * eaten / whole}) for f in foods]
    return [*less, *pills]


def stated_amounts(items: Sequence[IntakeItem]) -> tuple[dict[str, float], list[Reason]]:
    """Intakes a person states, per day in the nutrient's unit, and what could not be used.

    An item that is not a nutrient (3 L of cola) is left to the words of the case; a nutrient whose
    amount cannot be used is named in the second part.
    """
    amounts: dict[str, float] = {}
    left = []
    for item in items:
        told = f"{item.item}: {item.amount:g} {item.unit}".strip()
        try:
            known = nutrient(item.item)
        except UserError:
            continue
        try:
            unit = units.normalise(item.unit) if item.unit else known.unit
            top, _, bottom = unit.partition("/")
            per_day = units.factor(f"{known.unit}/{bottom}", f"{known.unit}/day") if bottom else 1.0
            amounts[known.id] = convert(known.id, item.amount, top) * per_day
        except UserError as error:
            left.append(reason("stated_not_used", told=told, why=error.problems[0].what))
    return amounts, left

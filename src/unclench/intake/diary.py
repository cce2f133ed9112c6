"""What the links of `intake` hand to each other: entries of a diary, and person-days.

Importers make `Diary`; `person_days` turns it into `PersonDays`; adequacy reads only the latter.
Nutrient names are ids of `facts/data/nutrients`, amounts in that nutrient's own unit.
Null means unknown everywhere; zero is a measurement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from unclench.assessment import Reason, Unmatched
from unclench.errors import Problem

EntryKind = Literal["food", "supplement", "medicine", "note"]

ENTRY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "entry": pl.Int64,  # running number, unique in the diary
    "person": pl.String,  # whose line it is; "" in a diary of one person
    "file": pl.String,
    "row": pl.Int64,  # 1-based line or record number in the file
    "day": pl.Date,
    "time": pl.String,  # "HH:MM" or null
    "meal": pl.String,
    "name": pl.String,  # the food as written
    "amount": pl.String,  # the amount as written
    "grams": pl.Float64,
    "kind": pl.String,  # EntryKind
    "food_id": pl.String,  # id in the food table, null when not matched
    "confidence": pl.Float64,  # of the match, 0..1
    "amount_cv": pl.Float64,  # how loosely the amount was told: 0 weighed, 0.2 a cup, 0.4 a bowl
    "label_fraction": pl.Float64,  # supplements: least share of the stated dose that may be the
    # nutrient itself (1 when the label's number is the nutrient; 0.16 for "citrate 200 mg")
}
"""Columns that every `Diary.entries` has; one Float64 column per recorded nutrient follows."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of one file: for the summary of the diary."""

    path: str  # its name without folders, as in `Diary.entries`
    shape: str  # e.g. "cronometer_servings_v2_time"
    label: str  # e.g. "Cronometer servings export, with times"
    sha256: str
    rows: int
    used: int
    skipped: tuple[Reason, ...] = ()  # one for each kind of row that was not used
    cannot_answer: tuple[str, ...] = ()  # nutrient ids this kind of file never carries
    lower_bounds: tuple[str, ...] = ()  # nutrient ids whose blanks the exporter counted as zero


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's diary as read.

    Attributes:
        entries: one row per line, columns `ENTRY_SCHEMA` plus one Float64 column per nutrient that
            the file recorded (null = blank in that row). A nutrient without a column was not
            exported at all.
        files, warnings, unmatched: for the summary.
        problems: what could not be used, when the diary was read as far as it could be.
        day_totals: all rows are whole days (daily summaries) rather than foods.
        lines: lines that counted; a line that was split into several foods is one.

    A row without a `name` is a whole meal or day whose foods were not exported: what its file does
    not carry cannot be filled in.
    """

    entries: pl.DataFrame
    files: tuple[FileRead, ...] = ()
    warnings: tuple[Reason, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    day_totals: bool = False
    lines: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonDays:
    """Intake per day and nutrient, what is known apart from what had to be filled in.

    `frame` has one row per (person, day, nutrient), sorted, with columns
        person: String, "" for the one person of a diary; day: Date; nutrient: String;
        food: Float64, recorded from food and drink (sum of known cells);
        filled: Float64, expected amount of the unknown cells, borrowed from matched foods;
        low, high: Float64, 80 % interval of food + filled (food itself when nothing was unknown);
        supplement: Float64, from supplements (0.0 when the diary has none that day);
        known_share: Float64 in 0..1, share of the day's energy in lines whose value was recorded;
        found_share: the same, counting also lines whose value was looked up in a food that was
            matched with confidence and whose amount was told; the rest is a guess from the spread
            of all foods. A diary in words has known_share 0 and, when all is well, found_share 1.
            Both are null where a file counted blanks as zero: nobody knows which share it is;
        supplement_low: as supplement, when a named compound's own weight was meant (at most it).
    `untold` maps a nutrient to the supplements that may hold it and whose dose nobody told: what
    they give is unknown, not zero. `fortified` is what of a nutrient a day hangs on enrichment
    of flour, bread, pasta, rice and milk, where nobody told the country: what there would be less
    without it or, where a country is assumed, less in America. `makers` is how far a day's amount
    may be off either way, since makers choose what cereals hold. `assumed_country` is how the
    country that is assumed is called. `apart` is
    False when a file adds supplements to its totals.
    A nutrient that a day's files never carry and that nothing can fill in has no row for that day.
    `carriers` has one row per (person, nutrient, name of a food or pill): amount_per_day, share of
    recorded + filled + supplements, sd_per_day of what was filled in (the same food errs the same
    way every time), guessed: Boolean, only the spread of all foods tells the amount, so that the
    food is no finding, and supplement: Boolean, it is a pill. `none_of` maps the name of a food to
    the nutrients that it is known to have nothing of.
    """

    frame: pl.DataFrame
    carriers: pl.DataFrame
    days: tuple[dt.date, ...]
    partial_days: tuple[dt.date, ...] = ()
    warnings: tuple[Reason, ...] = ()
    untold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: bool = True
    fortified: Mapping[str, float] = field(default_factory=dict)
    makers: Mapping[str, float] = field(default_factory=dict)
    assumed_country: str = ""
    none_of: Mapping[str, frozenset[str]] = field(default_factory=dict)


FRAME_COLUMNS: Sequence[str] = (
    "person",
    "day",
    "nutrient",
    "food",
    "filled",
    "low",
    "high",
    "supplement",
    "known_share",
    "found_share",
    "supplement_low",
)

"""Files of a survey as person-days and people, under our own names of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.cohort.faults import absent, no_person, not_in_files, numbers, two_under_one_id
from unclench.cohort.reading import Columns, code, header_of, kinds, read_columns, recognise
from unclench.cohort.sums import KNOWN
from unclench.errors import Problem, UserError
from unclench.facts.nutrients import nutrients

if TYPE_CHECKING:
    import polars as pl

NUMBERS = ("day", "weight", "weight_two", "weight_four", "age", "weight_kg")
CODES = (
    "cycle",
    "status",
    "weekday",
    "breast_fed",
    "pregnant",
    "lactating",
    "sex",
    "stratum",
    "unit",
)
OF_PERSON = (
    "cycle", "weight", "weight_two", "weight_four", "pregnant", "lactating", "sex", "age",
    "stratum", "unit", "weight_kg",
)  # fmt: skip


SHARES = ("kcal", "lines", "lines_unknown")
"""What sums of lines say beside `<nutrient>_known`."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the files say.

    Attributes:
        days: a row per person and day: `person`, `day` (1, 2, ...), `weekend` (0, 1, null) where
            told, `status_good`, `breast_fed`, the nutrients.
        people: a row per person: `OF_PERSON` where told, and what else was asked for.
        has: our names of columns that some file has. duplicates: rows that were there twice.
        kinds: of files. cycle_years: years of the cycles that are not two years long.
        four_years: two cycles that are weighted as one where both are combined: code -> which.
    """

    days: pl.DataFrame
    people: pl.DataFrame
    has: frozenset[str]
    duplicates: int
    kinds: tuple[str, ...]
    cycle_years: Mapping[str, float] = field(default_factory=dict)
    four_years: Mapping[str, int] = field(default_factory=dict)


def read_survey(
    paths: Sequence[Path],
    wanted: Iterable[str],
    extra: Iterable[str] = (),
    mapped: Mapping[str, str] | None = None,
) -> Survey:
    """Read the files of a survey: days of diet, and people beside them.

    Args:
        wanted: nutrients. extra: other columns of the files, by their own names.
        mapped: our name -> the file's, from the user.

    Raises:
        UserError: everything that keeps the files from being used, all at once.
    """
    survey, problems = look(paths, wanted, extra, mapped)
    if problems or survey is None:
        raise UserError(problems)
    return survey


def look(
    paths: Sequence[Path],
    wanted: Iterable[str],
    extra: Iterable[str] = (),
    mapped: Mapping[str, str] | None = None,
) -> tuple[Survey | None, list[Problem]]:
    """As `read_survey`: what could be read, to look on at it, and what is wrong with it.

    The survey is None where no days were read; what is no number in the files is null in it.
    """
    wanted, extra, mapped = tuple(wanted), tuple(dict.fromkeys(extra)), mapped or {}
    problems: list[Problem] = []
    diet: list[pl.DataFrame] = []
    people: list[pl.DataFrame] = []
    seen: set[str] = set()
    used: list[str] = []
    headers: dict[Path, list[str]] = {}
    for path in paths:
        try:
            headers[path] = header_of(path)
        except UserError as error:
            problems += error.problems
    problems += not_in_files(mapped, headers.values())
    for path, header in headers.items():
        asked = {ours: name for ours, name in mapped.items() if name in header}
        columns = recognise(header, asked)
        if "person" not in columns.names:
            problems.append(no_person(path, header))
            continue
        used.append(columns.kind.id)
        every = set(nutrients())
        names = {o: n for o, n in columns.names.items() if o not in every or o in wanted}
        names |= {e: e for e in extra if e in header and e not in names}
        names |= {s: s for s in (*SHARES, *(n + KNOWN for n in wanted)) if s in header}
        frame = _typed(read_columns(path, names), columns, str(path), problems, every)
        frame = frame.with_columns(code(e) for e in extra if e in frame.columns)
        if columns.items and columns.diet:
            frame = _added_up(frame, every)
        seen |= set(frame.columns)
        (diet if columns.diet else people).append(frame)
    if not headers:
        return None, problems
    problems += absent(wanted, seen, headers, diet=bool(diet))
    if not diet:
        return None, problems
    survey, mixed = _joined(diet, people, extra, tuple(dict.fromkeys(used)), frozenset(seen))
    return survey, problems + mixed


def _typed(
    frame: pl.DataFrame, columns: Columns, where: str, problems: list[Problem], every: set[str]
) -> pl.DataFrame:
    import polars as pl

    kind = columns.kind
    frame = frame.with_columns(code("person"))
    for name in frame.columns:
        if name in (*NUMBERS, *SHARES) or name.removesuffix(KNOWN) in every:
            frame = numbers(frame, name, where, problems)
    frame = frame.with_columns(code(c) for c in CODES if c in frame.columns)
    if columns.day is not None and "day" not in frame.columns:
        frame = frame.with_columns(day=pl.lit(float(columns.day)))
    if "sex" in frame.columns:
        sex = {**{"male": "male", "female": "female"}, **kind.sex}
        unknown = set(frame["sex"].drop_nulls().unique()) - set(sex)
        if unknown:
            fix = f"Known are {', '.join(sex)}."
            problems.append(
                Problem(f"Sex is told as {', '.join(sorted(unknown)[:5])}.", where, fix)
            )
        frame = frame.with_columns(pl.col("sex").replace_strict(sex, default=None))
    if "status" in frame.columns:
        frame = frame.with_columns(status_good=pl.col("status").is_in(kind.good).fill_null(False))
    for name in ("breast_fed", "pregnant", "lactating"):
        if name in frame.columns:
            frame = frame.with_columns(pl.col(name).is_in(kind.yes).fill_null(False))
    if "weekday" in frame.columns:
        frame = frame.with_columns(weekend=pl.col("weekday").is_in(kind.weekend).cast(pl.Float64))
    elif "date" in frame.columns:
        day = pl.col("date").cast(pl.String).str.strip_chars().str.split(" ").list.first()
        day = day.str.split("T").list.first()
        date = pl.coalesce(day.str.to_date(f, strict=False) for f in kind.dates)
        unread = frame.select(date.is_null() & pl.col("date").is_not_null()).to_series()
        if unread.any():
            some = frame["date"].filter(unread)[0]
            fix = f"Write dates as {' or '.join(kind.dates)}, such as 2026-11-29."
            problems.append(
                Problem(f"{unread.sum()} dates are not read, such as '{some}'.", where, fix)
            )
        frame = frame.with_columns(date=date).with_columns(
            weekend=(pl.col("date").dt.weekday() >= 5).cast(pl.Float64)
        )
    return frame


def _added_up(items: pl.DataFrame, every: set[str]) -> pl.DataFrame:
    """Rows of foods as days; a nutrient that one food of a day does not list is unknown there."""
    import polars as pl

    key = ["person", *[c for c in ("day", "date") if c in items.columns][:1]]
    told = [c for c in items.columns if c in every]
    rest = [c for c in items.columns if c not in told and c not in key]
    sums = [
        pl.when(pl.col(c).null_count() == 0).then(pl.col(c).sum()).otherwise(None).alias(c)
        for c in told
    ]
    first = [pl.col(c).drop_nulls().first() for c in rest]
    return items.group_by(key, maintain_order=True).agg(*first, *sums)


def _joined(
    diet: list[pl.DataFrame],
    people: list[pl.DataFrame],
    extra: tuple[str, ...],
    used: tuple[str, ...],
    seen: frozenset[str],
) -> tuple[Survey, list[Problem]]:
    import polars as pl

    days = pl.concat(diet, how="diagonal_relaxed")
    before = days.height
    days = days.unique(maintain_order=True)
    duplicates = before - days.height
    if "day" not in days.columns:
        rank = pl.col("date").rank("dense").over("person").cast(pl.Float64)
        days = days.with_columns(day=rank)
    of_person = [c for c in (*OF_PERSON, *extra) if c in seen]
    sides = [*people, days]
    who = pl.concat(
        [s.select("person", *[c for c in of_person if c in s.columns]) for s in sides],
        how="diagonal_relaxed",
    )
    problems = two_under_one_id(who, days)
    table = who.group_by("person", maintain_order=True).agg(
        pl.col(c).drop_nulls().first() for c in of_person
    )
    table = table.with_columns(
        pl.col(c).fill_null(False) for c in ("pregnant", "lactating") if c in of_person
    )
    keep = [
        c for c in days.columns if c not in of_person and c not in ("status", "weekday", "date")
    ]
    years = {c: y for kind in used for c, y in kinds()[kind].cycle_years.items()}
    four = {c: n for kind in used for c, n in kinds()[kind].four_years.items()}
    return Survey(days.select(keep), table, seen, duplicates, used, years, four), problems

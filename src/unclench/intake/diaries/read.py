"""The entry: files in, one person's `Diary` out, or one error with everything that is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.intake.diaries import (
    doubts,
    energy_unit,
    files,
    implausible,
    left_out,
    matching,
    no_diary,
    overlap,
    phrases,
    recognise,
    words_of_food,
)
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.decode import decode
from unclench.intake.diaries.foodbook import FoodBook, shipped
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.part import FOODS, Part, placed, plausible
from unclench.intake.diaries.reviews import Reviews
from unclench.intake.diaries.roles import app_of_database
from unclench.intake.diary import ENTRY_SCHEMA, Diary, FileRead

Parsed = tuple[Part, list[Item] | None]
PROBLEMS_AT_MOST = 60


def read(
    paths: Sequence[Path | str],
    *,
    today: dt.date,
    progress: Callable[[int, int, str], None] | None = None,
    matcher: FoodBook | None = None,
    person: str | None = None,
    reviews: Reviews | None = None,
    strict: bool = True,
    believe: bool = False,
) -> Diary:
    """Read one person's diary from one or more files, recognised by content.

    Args:
        paths: files of any kind that `not_known.KNOWN` names, or ZIP archives of them.
        today: the day of asking; a diary ends at it.
        progress: called as `progress(done, total, what)`.
        matcher: the food table; the one that ships when None.
        person: which person, when a file holds several (ASA24's `UserName`).
        reviews: remembered matches, `Reviews()` for none; those of this machine's user when None.
        strict: raise when anything is wrong; with False the rest is read, and what is wrong
            stands in `Diary.problems`.
        believe: days that nobody eats are right: they count as told.

    Raises:
        UserError: everything that is wrong with any of the files, at once; without `strict` only
            when no day is left.
    """
    kept = reviews if reviews is not None else Reviews.load()
    step = progress or (lambda done, total, what: None)
    sources, problems, notes = files.open_all([Path(p) for p in paths])
    if not paths:
        problems.append(Problem("No diary was named.", fix="Name one or more files."))
    parsed: list[Parsed] = []
    passed: list[Reason] = []
    for i, source in enumerate(sources):
        step(i, len(sources), source.where)
        try:
            parsed += _read_one(source, today, person, step)
        except recognise.RefusalError as refusal:
            if source.archived or source.sheet:
                passed.append(
                    reason("diary_passed_over", file=source.name, why=refusal.problem.what)
                )
            else:
                problems.append(refusal.problem)
        except UserError as error:
            problems += error.problems
    if passed and not parsed and not problems:
        where = sources[0].where.partition(": ")[0]
        problems.append(
            Problem(
                "It holds no diary. " + _said(passed[:8]), where, "Give the file or sheet of foods."
            )
        )
    for part, _ in parsed:
        if not part.problems and not believe:
            plausible(part)
        problems += part.problems
    if not problems and not any(p.frame.height for p, _ in parsed):
        problems.append(
            Problem("There is nothing to read: no day holds any food.", sources[0].where)
            if sources
            else Problem("There is nothing to read.")
        )
    if problems:
        more = len(problems) - PROBLEMS_AT_MOST
        if more > 0:
            problems = [*problems[:PROBLEMS_AT_MOST], Problem(f"There are {more} more problems.")]
        parsed = [] if strict else left_out.usable(parsed, today)
        if not any(p.frame.height for p, _ in parsed):
            raise UserError(problems)
    step(len(sources), len(sources), "matching foods")
    diary = _combine(parsed, [*notes, *_gathered(passed)], matcher, kept, believe)
    return replace(diary, problems=tuple(problems)) if problems else diary


PASSED_ONE_BY_ONE = 4
"""Files of one archive that are passed over with a word on each; more share one sentence."""


def _gathered(passed: list[Reason]) -> list[Reason]:
    """What was passed over: one by one, or by archive where it is a whole account of an app."""
    by_archive: dict[str, list[Reason]] = {}
    for r in passed:
        by_archive.setdefault(str(r.values["file"]).partition(": ")[0], []).append(r)
    out: list[Reason] = []
    for archive, reasons in by_archive.items():
        if len(reasons) <= PASSED_ONE_BY_ONE:
            out += reasons
            continue
        names = [str(r.values["file"]).partition(": ")[2] for r in reasons]
        out.append(reason("diary_members_passed_over", file=archive, names=names))
    return out


def _said(passed: list[Reason]) -> str:
    return " ".join(f"{r.values['file']}: {r.values['why']}" for r in passed)


def _read_one(
    source: files.Source,
    today: dt.date,
    person: str | None,
    step: Callable[[int, int, str], None],
) -> list[Parsed]:
    if source.xml is not None:
        from unclench.intake.diaries import apple_health

        part = apple_health.read(source, today, step)
        part.name = source.name
        return [(part, None)]
    other = no_diary.of_title(source.sheet, source.where) if source.sheet else None
    if other is not None:
        raise other
    decoded = decode(source.data)
    if decoded.not_text and (app := app_of_database(source.data)) is not None:
        raise recognise.RefusalError(Problem(app.what, source.where, app.instead))
    if decoded.not_text:
        raise recognise.RefusalError(
            Problem(f"This is {decoded.not_text}, not a diary.", source.where, decoded.fix)
        )
    out = recognise.read_text(decoded.text, source.where, today, person)
    for part, _ in out:
        part.sha256 = source.sha256
        part.family = source.family
        part.name = source.name
        part.optional = source.archived or bool(source.sheet)
        if decoded.note:
            part.warnings.insert(0, decoded.note)
    return out


def _combine(
    parsed: list[Parsed],
    notes: list[Reason],
    matcher: FoodBook | None,
    reviews: Reviews,
    believe: bool,
) -> Diary:
    frames = [
        part.frame.with_columns(
            file=pl.lit(part.name),
            _part=pl.lit(i, dtype=pl.Int32),
            _detail=pl.lit(part.detail, dtype=pl.Int32),
            _item=pl.int_range(pl.len(), dtype=pl.Int64),
            _family=pl.lit(overlap.family(part)),
            _written=pl.lit(part.shape in overlap.HAND_WRITTEN),
        )
        for i, (part, _) in enumerate(parsed)
        if part.frame.width
    ]
    whole = pl.concat(frames, how="diagonal_relaxed")
    kept = overlap.finest(overlap.richest(overlap.once(whole)))
    notes = [*notes, *overlap.two_apps(kept)]
    gone = {
        i: before - after
        for i, before, after in zip(
            range(len(parsed)),
            (whole.filter(pl.col("_part") == i).height for i in range(len(parsed))),
            (kept.filter(pl.col("_part") == i).height for i in range(len(parsed))),
            strict=True,
        )
    }
    del frames, whole  # of a table of 200,000 rows each is tens of megabytes
    book = matcher
    if book is None:
        book = shipped()
    pieces: list[pl.DataFrame] = []
    lines = 0
    bad: list[tuple[Part, Problem]] = []
    matches = phrases.Matches({})
    for i, (part, items) in enumerate(parsed):
        rows = kept.filter(pl.col("_part") == i)
        if items is not None:
            rows, found = matching.expand(rows, items, book, reviews)
            problem = words_of_food.check(part, rows, found)
            if problem is not None:
                bad.append((part, problem))
                continue
        else:
            rows, found = matching.attach(rows, book, reviews)
        matches.by_phrase.update(found.by_phrase)
        if part.energy_untold and "energy" in rows.columns:
            rows, said = energy_unit.settle(rows, part.name, book)
            notes += said
        lines += rows.height if part.shape in overlap.IN_WORDS else rows["row"].n_unique()
        pieces.append(rows)
        part.frame = part.frame.clear()
    if any(not part.optional for part, _ in bad) or (bad and not pieces):
        raise UserError([problem for _, problem in bad])
    notes += [reason("diary_passed_over", file=p.name, why=b.what) for p, b in bad]
    passed = [p for p, _ in bad]
    del kept, rows
    entries = pl.concat(pieces, how="diagonal_relaxed").sort(
        "day", "_part", "row", maintain_order=True
    )
    entries = entries.with_columns(
        entry=pl.int_range(1, pl.len() + 1, dtype=pl.Int64), person=pl.lit("")
    )
    nutrients = [n for n in NUTRIENTS if n in entries.columns]
    entries = entries.select(*(pl.col(c).cast(t) for c, t in ENTRY_SCHEMA.items()), *nutrients)
    if not believe:
        whole_kcal = _energy(entries, book)
        before = entries.height
        entries, left = implausible.leave_out(entries, whole_kcal)
        entries, tiny = implausible.tiny(entries)
        notes += [*left, *tiny]
        lines -= before - entries.height
    kcal = _energy(entries, book)
    unmatched = doubts.doubtful(entries, matches, kcal, reviews)
    used = dict(entries.group_by("file").len().iter_rows())
    read_files = tuple(
        FileRead(
            path=part.name,
            shape=part.shape,
            label=part.label,
            sha256=part.sha256,
            rows=part.rows,
            used=used.get(part.name, 0),
            skipped=(*part.skipped, *_gone(gone[i])),
            cannot_answer=part.cannot_answer,
            lower_bounds=part.lower_bounds,
        )
        for i, (part, _) in enumerate(parsed)
        if not any(part is p for p in passed)
    )
    notes += [
        w
        for p, _ in parsed
        if not any(p is q for q in passed)
        for w in placed(p.warnings, file=p.name)
    ]
    notes += _medicines(entries)
    notes += doubts.loose(entries, matches, kcal, reviews)
    warnings = [w for i, w in enumerate(notes) if w not in notes[:i]]
    return Diary(
        entries=entries,
        files=read_files,
        warnings=tuple(warnings),
        unmatched=tuple(unmatched),
        day_totals=all(p.detail < FOODS for p, _ in parsed if not any(p is q for q in passed))
        and entries["name"].is_null().all(),
        lines=lines,
    )


def _gone(count: int) -> list[Reason]:
    return [reason("diary_told_elsewhere", count=count)] if count else []


def _energy(entries: pl.DataFrame, book: FoodBook) -> pl.Series:
    """kcal of each row: recorded, else looked up, else null."""
    recorded = (
        entries["energy"]
        if "energy" in entries.columns
        else pl.Series([None] * entries.height, dtype=pl.Float64)
    )
    ids = entries["food_id"].drop_nulls().unique(maintain_order=True).to_list()
    if not ids:
        return recorded.alias("_kcal")
    profile = (
        book.amounts(ids).filter(pl.col("nutrient") == "energy").select("food_id", _per100="per")
    )
    found = entries.select("food_id", "grams").join(
        profile, on="food_id", how="left", maintain_order="left"
    )
    return recorded.fill_null(found["_per100"] * found["grams"] / 100).alias("_kcal")


def _medicines(entries: pl.DataFrame) -> list[Reason]:
    names = (
        entries.filter(pl.col("kind") == "medicine")["name"].unique(maintain_order=True).to_list()
    )
    return [reason("diary_medicines", names=names)] if names else []

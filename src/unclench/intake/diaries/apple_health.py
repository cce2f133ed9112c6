"""Apple Health's `export.xml`: dietary records, streamed, counted once, units converted.

A nutrient is a record of its own; the records of one food share source, time and food name. The
same record also stands inside a `Correlation`: it is counted once. The file's inline description
of its own elements (DTD) is malformed in some versions of iOS; it is passed over unread.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import polars as pl

from unclench.assessment import Reason, reason
from unclench.door import archives, decode, files
from unclench.errors import Problem, UserError
from unclench.facts.nutrients import by_column, nutrients
from unclench.intake.diaries.columns import NUTRIENTS, unit_factor
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.files import Source
from unclench.intake.diaries.part import FOODS, MEALS, Part, schema_frame

_PREFIX = "HKQuantityTypeIdentifierDietary"
CHUNK = 1 << 20


@dataclass(slots=True)
class _Records:
    """Dietary records by their key (type, source, start, end, value, unit), and their foods.

    `first`: the source that first told a value of a type at a moment; another that tells the same
    copies it.
    """

    rows: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    first: dict[tuple[str, ...], str] = field(default_factory=dict)
    seen: int = 0
    twice: int = 0
    other: int = 0
    digest: str = ""


class _Clean(io.RawIOBase):
    """A byte stream in UTF-8 without its DTD, hashed as it is read; reports progress."""

    def __init__(self, raw: IO[bytes], size: int, step: Callable[[int, int, str], None], what: str):
        self.raw, self.size, self.step, self.what = raw, size, step, what
        self.digest = hashlib.sha256()
        self.done = 0
        self.buffer = b""
        self.begun = False
        self.chunks = 0
        self.utf8: Callable[[bytes], bytes] = bytes

    def readable(self) -> bool:
        return True

    def _more(self) -> bytes:
        data = self.raw.read(CHUNK)
        self.digest.update(data)
        if self.chunks == 0:
            self.utf8 = decode.utf8_in_pieces(data)
        self.done += len(data)
        self.chunks += 1
        if self.chunks % 16 == 0:
            self.step(self.done, self.size, self.what)
        return self.utf8(data)

    def _begin(self) -> None:
        """Drop everything between the XML declaration and the root element."""
        self.begun = True
        head = b""
        while b"<HealthData" not in head and len(head) < 8 * CHUNK:
            data = self._more()
            if not data:
                break
            head += data
        at = head.find(b"<HealthData")
        self.buffer = head[at:] if at >= 0 else head

    def read(self, size: int = -1) -> bytes:
        if not self.begun:
            self._begin()
        if not self.buffer:
            self.buffer = self._more()
        if size < 0:
            size = len(self.buffer)
        out, self.buffer = self.buffer[:size], self.buffer[size:]
        return out


@contextmanager
def _opened(source: Source) -> Iterator[tuple[IO[bytes], int]]:
    where = source.xml
    if isinstance(where, tuple):
        with archives.opened(where[0]) as archive, archive.stream(where[1]) as f:
            yield f, next(m.size for m in archive.members if m.name == where[1])
    elif isinstance(where, Path):
        with files.stream(where) as f:
            yield f, files.size(where)


def read(source: Source, today: dt.date, step: Callable[[int, int, str], None]) -> Part:
    """Dietary records of an Apple Health export; memory does not grow with the other records.

    Raises:
        UserError: the XML is damaged, declares entities, or holds no dietary records.
    """
    records = _Records()
    try:
        with _opened(source) as (raw, size):
            stream = _Clean(raw, size, step, source.where)
            _collect(stream, records)
            while stream._more():
                pass
            records.digest = stream.digest.hexdigest()
    except (ParseError, ValueError, EOFError) as error:
        raise UserError(
            Problem(
                f"The XML is damaged or not allowed: {str(error)[:120]}.",
                source.where,
                "Export again in Apple Health (your picture, then Export All Health Data).",
            )
        ) from None
    if not records.rows:
        raise UserError(
            Problem(
                f"No record in this Apple Health export ({records.other} in all) is of "
                "food or drink.",
                source.where,
                "Let your food app write its foods to Apple Health, or export from that app.",
            )
        )
    return _part(source.where, records, today)


def _collect(stream: _Clean, records: _Records) -> None:
    from defusedxml.ElementTree import iterparse

    food: str | None = None
    inside = 0
    root: Any = None
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=False):
        if root is None:
            root = element
            if element.tag != "HealthData":
                raise ValueError("the first element is not HealthData")
        if event == "start":
            inside += element.tag in ("Correlation", "Record", "Workout")
            continue
        if element.tag == "MetadataEntry":
            if element.get("key") == "HKFoodType":
                food = element.get("value")
            continue
        if element.tag == "Record":
            kind = element.get("type", "")
            if kind.startswith(_PREFIX):
                _record(element, kind.removeprefix(_PREFIX), food, records)
            else:
                records.other += 1
            food = food if inside > 1 else None
        if element.tag in ("Correlation", "Record", "Workout"):
            inside -= 1
            if not inside:
                food = None
                root.clear()
        elif not inside:
            root.clear()


def _record(element: Any, kind: str, food: str | None, records: _Records) -> None:
    records.seen += 1
    get = element.get
    source, start, value, unit = (get(k, "") for k in ("sourceName", "startDate", "value", "unit"))
    same = (kind, start, value, unit)
    key = (kind, source, start, get("endDate", ""), value, unit)
    if food:
        records.names[key] = food
    if key in records.rows or records.first.setdefault(same, source) != source:
        records.twice += 1
        return
    records.rows[key] = (value, unit)


def _part(where: str, records: _Records, today: dt.date) -> Part:
    foods: dict[tuple[str, str, str], dict[str, float]] = {}
    unused: dict[str, int] = {}
    problems: list[Problem] = []
    rows, left = _one_app(records)
    for key, (value, unit) in rows.items():
        kind, source, start = key[0], key[1], key[2]
        nutrient = by_column("healthkit").get(f"Dietary{kind}")
        if nutrient is None:
            unused[kind] = unused.get(kind, 0) + 1
            continue
        factor = unit_factor(nutrient, unit)
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if factor is None:
            problems.append(
                Problem(
                    f"The unit '{unit}' of {kind} cannot be turned into "
                    f"{nutrients()[nutrient].unit}.",
                    f"{where}, record of {start}",
                )
            )
            continue
        if not 0 <= number < 1e7:
            problems.append(
                Problem(f"{kind} is not an amount ({value[:20]!r}).", f"{where}, record of {start}")
            )
            continue
        food = foods.setdefault((start, source, records.names.get(key, "")), {})
        food[nutrient] = food.get(nutrient, 0.0) + number * factor
    order = sorted(foods)
    days = [_day(start) for start, _, _ in order]
    known = [n for n in NUTRIENTS if any(n in f for f in foods.values())]
    frame = schema_frame(
        {
            "row": pl.Series(range(1, len(order) + 1), dtype=pl.Int64),
            "day": pl.Series(days, dtype=pl.Date),
            "time": pl.Series([s[11:16] or None for s, _, _ in order], dtype=pl.String),
            "meal": pl.Series([source or None for _, source, _ in order], dtype=pl.String),
            "name": pl.Series([name or None for _, _, name in order], dtype=pl.String),
            "kind": pl.Series(["food"] * len(order), dtype=pl.String),
        },
        pl.DataFrame(
            {n: pl.Series([foods[k].get(n) for k in order], dtype=pl.Float64) for n in known}
        ),
    )
    named = sum(1 for _, _, name in order if name)
    part = Part(
        where,
        "apple_health",
        "Apple Health export",
        frame.filter(pl.col("day").is_not_null()),
        FOODS if named == len(order) else MEALS,
        rows=records.seen,
        sha256=records.digest,
        cannot_answer=tuple(n for n in NUTRIENTS if n not in known),
        problems=problems[:20],
    )
    part.problems += future(frame["day"], frame["row"].to_list(), today, where)
    if records.twice:
        part.skipped.append(reason("diary_records_twice", count=records.twice))
    if unused:
        part.skipped.append(
            reason("diary_nutrients_not_used", count=sum(unused.values()), kinds=sorted(unused))
        )
    undated = frame.height - part.frame.height
    if undated:
        part.skipped.append(reason("diary_undated", count=undated))
    sources = sorted({source for _, source, _ in order if source})
    if left is not None:
        part.warnings.append(left)
    elif len(sources) > 1:
        part.warnings.append(reason("diary_several_apps", apps=sources))
    if named < len(order):
        part.warnings.append(reason("diary_nameless", foods=len(order), count=len(order) - named))
    return part


def _one_app(records: _Records) -> tuple[dict[tuple[str, ...], tuple[str, str]], Reason | None]:
    """The records without those of a nutrient that another app tells of the same day.

    The app with the most records of the file counts; what only another one tells stays.
    """
    by_app: dict[str, int] = {}
    apps_of: dict[tuple[str, str], set[str]] = {}
    for kind, source, start, *_ in records.rows:
        by_app[source] = by_app.get(source, 0) + 1
        apps_of.setdefault((kind, start[:10]), set()).add(source)
    rank = {a: i for i, a in enumerate(sorted(by_app, key=lambda a: (-by_app[a], a)))}
    best = {at: min(apps, key=rank.__getitem__) for at, apps in apps_of.items() if len(apps) > 1}
    if not best:
        return records.rows, None
    kept = {k: v for k, v in records.rows.items() if best.get((k[0], k[2][:10]), k[1]) == k[1]}
    gone = sorted({k[1] for k in records.rows if k not in kept})
    count = len(records.rows) - len(kept)
    first = min(best.values(), key=rank.__getitem__)
    return kept, reason("diary_sources_left_out", kept=first, apps=gone, count=count)


def _day(start: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(start[:10])
    except ValueError:
        return None

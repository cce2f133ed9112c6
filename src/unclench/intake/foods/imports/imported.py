"""What readers of food tables hand over, and how it is written to the user's data folder."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from unclench.intake.foods import groups, index, store
from unclench.keeping import OWN_FILE, home, private_folder


@dataclass(frozen=True, slots=True)
class Cell:
    """A value per 100 g in the nutrient's own unit, with an 80 % interval unless `measured`."""

    value: float
    low: float
    high: float
    origin: str = "measured"  # or below_limit, estimated, converted


@dataclass(slots=True)
class Imported:
    """One food. A nutrient without a cell is unknown."""

    id: str
    source_id: str
    name: str
    group: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    measures: list[tuple[str, float]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """All foods of one source, and what could not be used."""

    key: str  # folder name and id prefix: fdc, ciqual, cofid, off
    label: str
    foods: list[Imported]
    warnings: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, why: str, n: int = 1) -> None:
        """Count something that was not used."""
        self.skipped[why] = self.skipped.get(why, 0) + n


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import.

    `values` were listed as numbers, `intervals` below a limit or estimated, `unknown` neither.
    `skipped` counts what was not used, by reason.
    """

    source: str
    label: str
    foods: int
    values: int
    intervals: int
    unknown: int
    measures: int
    folder: Path
    skipped: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


# Above these no 100 g of food can be right; such cells are left out and counted. In the nutrient's
# own unit; pure substances (salt, magnesium salts, yeast extract) stay below them.
IMPOSSIBLE = {
    "energy": 905.0, "protein": 101.0, "fat": 101.0, "carbohydrate": 102.0, "fibre": 101.0,
    "alcohol": 101.0, "water": 101.0, "sodium": 40000.0, "potassium": 53000.0, "calcium": 40100.0,
    "magnesium": 30000.0, "phosphorus": 32000.0, "iron": 10000.0, "zinc": 10000.0,
    "copper": 1000.0, "selenium": 20000.0, "vitamin_d": 5000.0, "vitamin_b12": 50000.0,
    "vitamin_b6": 10000.0, "thiamin": 10000.0, "riboflavin": 10000.0, "niacin": 30000.0,
    "folate": 100000.0, "vitamin_a": 400000.0, "vitamin_c": 100000.0, "vitamin_e": 70000.0,
    "vitamin_k": 20000.0, "caffeine": 100000.0,
}  # fmt: skip

EVERYDAY = 300.0
"""Eating occasions per million that the search assumes for imported foods."""

_MISSING = frozenset({"", "-", "n", "na", "n/a", "nd", "null", "none", "–", "—"})
_TRACE = frozenset({"tr", "trace", "traces"})
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$", re.IGNORECASE)


def number(text: str) -> float | None:
    """A number with a decimal point or comma; None when it is not one."""
    t = text.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if "," in t:
        t = t.replace(",", ".") if t.count(",") == 1 and "." not in t else t.replace(",", "")
    return float(t) if _NUMBER.match(t) else None


def cell(text: object, trace: float | None = None, factor: float = 1.0) -> Cell | str | None:
    """A cell of a national table: a `Cell`, None when missing, "?" when not understood.

    "< 0,5" is the interval 0 to 0.5, "Tr" the interval 0 to `trace`, "(0.5)" an estimate.
    A value below a limit is never zero and never the limit.
    """
    t = str(text if text is not None else "").strip()
    low = t.lower()
    if low in _MISSING:
        return None
    if low in _TRACE:
        if trace is None:
            return None
        return Cell(trace * factor / 2, 0.0, trace * factor, "below_limit")
    if t[0] in "<≤":
        limit = number(t[1:])
        if limit is None or limit < 0:
            return "?"
        return Cell(limit * factor / 2, 0.0, limit * factor, "below_limit")
    if t[0] in "([" and t[-1] in ")]":
        v = number(t[1:-1])
        if v is None or v < 0:
            return "?"
        return Cell(v * factor, 0.7 * v * factor, 1.3 * v * factor, "estimated")
    v = number(t)
    if v is None or v < 0:
        return "?"
    return Cell(v * factor, v * factor, v * factor)


def trace_limit(texts: Sequence[object]) -> float | None:
    """What "trace" can be at most in a column: the smallest amount it reports as a number."""
    positive = [v for v in (number(str(t)) for t in texts) if v is not None and v > 0]
    return min(positive) if positive else None


def put(table: Table, food: Imported, nutrient: str, made: Cell | str | None) -> None:
    """Store a cell, unless it is missing, not understood or impossible; count the latter two."""
    if made is None:
        return
    if isinstance(made, str):
        table.skip("cells that are not numbers")
        return
    top = IMPOSSIBLE.get(nutrient, float("inf"))
    if made.value > top:
        table.skip(f"impossible amounts of {nutrient.replace('_', ' ')}")
    else:
        food.cells[nutrient] = replace(made, high=min(made.high, top))


def slug(name: str) -> str:
    """An id made of a name, for a source that gives none."""
    from unclench.intake.foods.words import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80]


def write(table: Table) -> ImportReport:
    """Write a table beside the packaged one; an older import of the same source is replaced."""
    import polars as pl

    from unclench.intake.foods.tables import table as packaged

    seen: dict[str, Imported] = {}
    for f in table.foods:
        if f.id in seen:
            table.skip("foods listed twice")
        seen.setdefault(f.id, f)
    foods = list(seen.values())
    target = home() / "foods" / table.key
    fresh = target.with_name(f".{table.key}.{os.getpid()}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    private_folder(fresh)
    ids = [f.id for f in foods]
    base = packaged()
    nutrients = base.values.columns[1:]
    by_name = dict(zip(base.foods["name"].str.to_lowercase(), base.foods["eaten_per_million"]))  # noqa: B905
    eaten = [by_name.get(f.name.lower(), 0.0) or 0.0 for f in foods]
    none = [None] * len(foods)
    pl.DataFrame(
        {
            "food_id": ids,
            "source": [table.label] * len(foods),
            "source_id": [f.source_id or None for f in foods],
            "name": [f.name for f in foods],
            "group": [groups.of_category(f.group) or f.group for f in foods],
            "eaten_per_million": eaten,
            "serving_g": none,
            "serving_low": none,
            "serving_high": none,
        },
        schema=base.foods.schema,
    ).write_parquet(fresh / "foods.parquet")
    columns: dict[str, list[float | None]] = {n: [] for n in nutrients}
    filled = []
    for f in foods:
        for n in nutrients:
            c = f.cells.get(n)
            columns[n].append(c.value if c is not None and c.origin == "measured" else None)
            if c is not None and c.origin != "measured":
                filled.append((f.id, n, c.value, c.low, c.high, c.origin, None))
    values = pl.DataFrame({"food_id": ids, **columns}, schema=base.values.schema)
    values.write_parquet(fresh / "values.parquet")
    pl.DataFrame(filled, schema=base.filled.schema, orient="row").write_parquet(
        fresh / "filled.parquet"
    )
    measures = [(f.id, label, grams, None) for f in foods for label, grams in f.measures]
    pl.DataFrame(measures, schema=base.measures.schema, orient="row").write_parquet(
        fresh / "measures.parquet"
    )
    # Somebody imports a table to use it: its foods rank like everyday ones.
    often = [max(e, EVERYDAY) for e in eaten]
    rows = zip(ids, (f.name for f in foods), (f.group for f in foods), often, strict=True)
    index.write(fresh / "index.txt.gz", rows)
    for file in fresh.iterdir():
        file.chmod(OWN_FILE)
    before = target.with_name(f".{table.key}.{os.getpid()}.old")
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        target.rename(before)
    fresh.rename(target)
    shutil.rmtree(before, ignore_errors=True)
    store.changed()
    listed = sum(len(v) - v.count(None) for v in columns.values())
    return ImportReport(
        table.key,
        table.label,
        len(foods),
        listed,
        len(filled),
        len(foods) * len(nutrients) - listed - len(filled),
        len(measures),
        target,
        tuple(sorted(table.skipped.items())),
        tuple(table.warnings),
    )

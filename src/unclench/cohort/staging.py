"""Lines of what was eaten, read once into parts of people; what is bad goes to a file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.cohort.parts import Job


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"


def column(value: str) -> str:
    """A name of a column in SQL."""
    return '"' + value.replace('"', '""') + '"'


_CHECKED = """SELECT *,
    CASE WHEN person IS NULL THEN 'no person' WHEN day IS NULL THEN 'no day'
         WHEN food IS NULL THEN 'no food' WHEN told IS NULL THEN 'no grams'
         WHEN grams IS NULL OR isnan(grams) THEN 'grams are no number'
         WHEN grams < 0 THEN 'grams below zero' WHEN grams > 20000 THEN 'more than 20 kg'
    END AS reason FROM (
        SELECT {line} AS line, {person} AS person, {day} AS day, {food} AS food, {told} AS told,
        {grams} AS grams FROM {table})"""


def _cells(job: Job, names: dict[str, str]) -> dict[str, str]:
    """SQL of each role; columns that have a type already are not read as text again."""
    parquet = job.lines.suffix.lower() in (".parquet", ".pq")
    types = pl.read_parquet_schema(job.lines) if parquet else {}
    out = {}
    for role, name in names.items():
        cell, kind = column(name), types.get(name)
        if kind is not None and kind.is_integer():
            out[role] = f"CAST({cell} AS VARCHAR)"
        elif role in ("person", "food") and (kind is None or kind.is_float()):
            text = f"trim(CAST({cell} AS VARCHAR))"
            out[role] = (
                f"nullif(CASE WHEN suffix({text}, '.0') THEN {text}[:-3] ELSE {text} END, '')"
            )
        else:
            out[role] = f"nullif(trim(CAST({cell} AS VARCHAR)), '')"
    grams = column(names["grams"])
    number = types.get(names["grams"])
    if number is not None and number.is_numeric():
        return {**out, "told": f"CAST({grams} AS VARCHAR)", "grams": f"CAST({grams} AS DOUBLE)"}
    return {**out, "told": out["grams"], "grams": f"TRY_CAST({out['grams']} AS DOUBLE)"}


def parts_for(lines: Path) -> int:
    """How many parts a file is worked in when nobody says: one per 64 MB packed, 256 MB else."""
    packed = lines.suffix.lower() in (".parquet", ".pq", ".gz")
    return max(1, -(-lines.stat().st_size // ((64 if packed else 256) << 20)))


def _checked(job: Job, names: dict[str, str], *, numbered: bool) -> str:
    """SQL of the lines, each with why it is bad; the number of a line is slow to tell."""
    cells = _cells(job, names)
    at, line = text(str(job.lines)), "NULL"
    if job.lines.suffix.lower() in (".parquet", ".pq"):
        table = f"read_parquet({at}, file_row_number = true)"
        line = "file_row_number + 2" if numbered else line
    else:
        table = (
            f"read_csv({at}, header = true, all_varchar = true, null_padding = true, "
            "store_rejects = true)"
        )
        if numbered:
            table, line = f"(SELECT *, row_number() OVER () AS n FROM {table})", "n + 1"
    return _CHECKED.format(table=table, line=line, **cells)


def stage(con: Any, job: Job, names: dict[str, str], staged: Path) -> None:
    """Read the lines once into parts, typed; what is bad goes to a file with line and reason."""
    draft = job.out / ".reading"
    for old in (draft, staged):
        shutil.rmtree(old, ignore_errors=True)
    draft.mkdir()
    target = draft / "lines"
    con.execute(
        f"""COPY (SELECT person, day, food, grams, CASE WHEN reason IS NULL
        THEN CAST(hash(person) % {job.parts} AS INTEGER) ELSE -1 END AS part
        FROM ({_checked(job, names, numbered=False)}))
        TO {text(str(target))} (FORMAT parquet, PARTITION_BY (part))"""
    )
    rejects = []
    if job.lines.suffix.lower() not in (".parquet", ".pq"):
        rejects = con.execute(
            "SELECT line, error_message FROM reject_errors ORDER BY line"
        ).fetchall()
    counted = pl.scan_parquet(str(target / "**/*.parquet"), hive_partitioning=True)
    by_part = dict(counted.group_by("part").len().collect().rows())
    bad = by_part.pop(-1, 0)
    rows: list[tuple[Any, ...]] = []
    if bad:
        rows = con.execute(
            f"""SELECT line, reason, person, day, food, told FROM
            ({_checked(job, names, numbered=True)}) WHERE reason IS NOT NULL ORDER BY line"""
        ).fetchall()
    rows += [(line, why.splitlines()[0], None, None, None, None) for line, why in rejects]
    schema = ("line", "reason", "person", "day", "food", "grams")
    table = pl.DataFrame(rows, schema=schema, orient="row", infer_schema_length=None).sort("line")
    bad_file = job.out / ".bad_lines.csv.part"
    table.write_csv(bad_file)
    bad_file.replace(job.out / "bad_lines.csv")
    good, bad = sum(by_part.values()), table.height
    if bad > job.bad_at_most * max(good + bad, 1):
        some = "; ".join(f"line {r[0]}: {r[1]}" for r in table.head(3).iter_rows())
        what = f"{bad:,} of {good + bad:,} lines are bad ({some})."
        fix = f"All are in {job.out / 'bad_lines.csv'}. Mend them, or allow more (--bad-at-most)."
        raise UserError(Problem(what, str(job.lines), fix))
    number = pl.col("day").cast(pl.Float64, strict=False).is_null() & (pl.col("part") >= 0)
    dates = bool(counted.select(number.any()).collect().item())
    counts = {"good": good, "bad": bad, "dates": dates}
    (draft / "counts.json").write_text(json.dumps(counts), "utf-8")
    draft.replace(staged)

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

DIRECT_AT_MOST = 6
"""Parts of a Parquet file that are read from it again and again; more are copied once."""
USED = "used.parquet"


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
        {grams} AS grams, {raw} FROM {table})"""
_WORDS = ("person", "day", "food")


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
        return {**out, "told": grams, "grams": f"CAST({grams} AS DOUBLE)"}
    return {**out, "told": out["grams"], "grams": f"TRY_CAST({out['grams']} AS DOUBLE)"}


def parts_for(lines: Path) -> int:
    """How many parts a file is worked in when nobody says: one per 128 MB packed, 512 MB else."""
    packed = lines.suffix.lower() in (".parquet", ".pq", ".gz")
    return max(1, -(-lines.stat().st_size // ((128 if packed else 512) << 20)))


def direct(job: Job) -> bool:
    """Whether parts are read from the file itself: Parquet is read again cheaper than copied."""
    packed = job.lines.suffix.lower() in (".parquet", ".pq")
    return packed and job.engine == "duckdb" and job.parts <= DIRECT_AT_MOST


def good_lines(job: Job, names: dict[str, str], part: int, *, tidy: bool) -> str:
    """SQL of the good lines of one part of people, read from the file itself.

    Args:
        tidy: of `counts.json`: every line is good as it stands, so that none is looked at again.
    """
    ours = f"hash(person) % {job.parts} = {part}" if job.parts > 1 else "true"
    if not tidy:
        return f"""SELECT person, day, food, grams FROM
            ({_checked(job, names, numbered=False)}) WHERE reason IS NULL AND {ours}"""
    cells = ", ".join(f"{_as_it_stands(names[role])} AS {role}" for role in _WORDS)
    grams = f"CAST({column(names['grams'])} AS DOUBLE) AS grams"
    table = f"SELECT {cells}, {grams} FROM read_parquet({text(str(job.lines))})"
    return f"SELECT * FROM ({table}) WHERE {ours}"


def _as_it_stands(name: str) -> str:
    return f"CAST({column(name)} AS VARCHAR)"


def _checked(job: Job, names: dict[str, str], *, numbered: bool) -> str:
    """SQL of the lines, each with why it is bad; the number of a line is slow to tell."""
    cells = _cells(job, names)
    at, line = text(str(job.lines)), "NULL"
    if job.lines.suffix.lower() in (".parquet", ".pq"):
        table = f"read_parquet({at})"
        if numbered:
            table, line = f"read_parquet({at}, file_row_number = true)", "file_row_number + 2"
    else:
        table = (
            f"read_csv({at}, header = true, all_varchar = true, null_padding = true, "
            "store_rejects = true)"
        )
        if numbered:
            table, line = f"(SELECT *, row_number() OVER () AS n FROM {table})", "n + 1"
    raw = ", ".join(f"{_as_it_stands(names[role])} AS raw_{role}" for role in _WORDS)
    return _CHECKED.format(table=table, line=line, raw=raw, **cells)


def stage(con: Any, job: Job, names: dict[str, str], staged: Path) -> None:
    """Check the lines and, but for `direct`, copy them into parts, typed.

    What is bad goes to a file with line and reason; which foods there are, to `USED`.
    """
    draft = job.out / ".reading"
    for old in (draft, staged):
        shutil.rmtree(old, ignore_errors=True)
    draft.mkdir()
    used = draft / USED
    if direct(job):
        counts = _looked_at(con, job, names, used)
    else:
        counts = _copied(con, job, names, draft / "lines")
        lines = text(str(draft / "lines/**/*.parquet"))
        con.execute(
            f"""COPY (SELECT DISTINCT food FROM read_parquet({lines}))
            TO {text(str(used))} (FORMAT parquet)"""
        )
    table = _bad_lines(con, job, names, counts["bad"])
    good, bad = counts["good"], table.height
    if bad > job.bad_at_most * max(good + bad, 1):
        some = "; ".join(f"line {r[0]}: {r[1]}" for r in table.head(3).iter_rows())
        what = f"{bad:,} of {good + bad:,} lines are bad ({some})."
        fix = f"All are in {job.out / 'bad_lines.csv'}. Mend them, or allow more (--bad-at-most)."
        raise UserError(Problem(what, str(job.lines), fix))
    counts["bad"] = bad
    (draft / "counts.json").write_text(json.dumps(counts), "utf-8")
    draft.replace(staged)


def _looked_at(con: Any, job: Job, names: dict[str, str], used: Path) -> dict[str, Any]:
    """What `_copied` gives, and whether all is `tidy`, in one pass that copies nothing."""
    checked = _checked(job, names, numbered=False)
    same = " AND ".join(f"{role} = raw_{role}" for role in _WORDS)
    con.execute(
        f"""CREATE TEMP TABLE looked AS SELECT food, count(*) AS n,
        count(*) FILTER (reason IS NULL) AS good,
        bool_or(reason IS NULL AND TRY_CAST(day AS DOUBLE) IS NULL) AS dates,
        bool_and({same}) AS tidy FROM ({checked}) GROUP BY food"""
    )
    con.execute(f"COPY (SELECT food FROM looked) TO {text(str(used))} (FORMAT parquet)")
    every, good, dates, tidy = con.execute(
        "SELECT sum(n), sum(good), bool_or(dates), bool_and(tidy) FROM looked"
    ).fetchone()
    con.execute("DROP TABLE looked")
    good, bad = int(good or 0), int(every or 0) - int(good or 0)
    return {"good": good, "bad": bad, "dates": bool(dates), "tidy": bool(tidy) and not bad}


def _copied(con: Any, job: Job, names: dict[str, str], to: Path) -> dict[str, Any]:
    """Counts of lines and whether days are dates; the lines copied into parts of people."""
    con.execute(
        f"""COPY (SELECT person, day, food, grams, CASE WHEN reason IS NULL
        THEN CAST(hash(person) % {job.parts} AS INTEGER) ELSE -1 END AS part
        FROM ({_checked(job, names, numbered=False)}))
        TO {text(str(to))} (FORMAT parquet, PARTITION_BY (part))"""
    )
    counted = pl.scan_parquet(str(to / "**/*.parquet"), hive_partitioning=True)
    by_part = dict(counted.group_by("part").len().collect().rows())
    bad = by_part.pop(-1, 0)
    number = pl.col("day").cast(pl.Float64, strict=False).is_null() & (pl.col("part") >= 0)
    dates = bool(counted.select(number.any()).collect().item())
    return {"good": sum(by_part.values()), "bad": bad, "dates": dates, "tidy": True}


def _bad_lines(con: Any, job: Job, names: dict[str, str], bad: int) -> pl.DataFrame:
    """Write what is bad, with line and reason."""
    rows: list[tuple[Any, ...]] = []
    rejects: list[tuple[Any, ...]] = []
    if job.lines.suffix.lower() not in (".parquet", ".pq"):  # before the file is read once more
        rejects = con.execute(
            "SELECT line, error_message FROM reject_errors ORDER BY line"
        ).fetchall()
    if bad:
        rows = con.execute(
            f"""SELECT line, reason, person, day, food, CAST(told AS VARCHAR) FROM
            ({_checked(job, names, numbered=True)}) WHERE reason IS NOT NULL ORDER BY line"""
        ).fetchall()
    rows += [(line, why.splitlines()[0], None, None, None, None) for line, why in rejects]
    schema = ("line", "reason", "person", "day", "food", "grams")
    table = pl.DataFrame(rows, schema=schema, orient="row", infer_schema_length=None).sort("line")
    draft = job.out / ".bad_lines.csv.part"
    table.write_csv(draft)
    draft.replace(job.out / "bad_lines.csv")
    return table

"""Millions of lines in parts of people: kill it at any moment, run it again, the same bytes.

The input is read once into parts by a hash of the person (so that a person is whole in one part).
Each part is summed on its own, written under a temporary name, and renamed when it is whole. The
manifest says which input the folder was made from; another input starts anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from unclench.cohort import spark
from unclench.cohort.engines import FOODS, by_polars, by_sql, on_spark
from unclench.cohort.reading import header_of
from unclench.cohort.staging import USED, direct, good_lines, parts_for, stage
from unclench.cohort.sums import KNOWN, foods_for_sums, nutrients_in
from unclench.errors import Problem, UserError
from unclench.version import __version__

Engine = Literal["duckdb", "polars", "spark"]
ROLES = {
    "person": ("person", "person_id", "participant", "subject", "id", "seqn", "username"),
    "day": ("day", "date", "recall", "recallno"),
    "food": ("food", "food_id", "code", "food_code", "foodcode", "drdifdcd", "drifdcd", "dr1ifdcd"),
    "grams": ("grams", "g", "grms", "foodamt", "drigrms", "dr1igrms", "amount_g"),
}
BAD_AT_MOST = 0.05
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be summed.

    Attributes:
        lines: CSV (.gz) or Parquet with `ROLES`. foods: a table with `food` and nutrients per
            100 g; the one that ships when None. out: the folder that is filled.
        engine: what sums; "spark" needs the extra of that name.
        parts: of people, 0 for `parts_for` the file.
        memory: limit of DuckDB, such as "4GB".
        bad_at_most: share of lines that may be bad. mapped: our name -> the file's.
    """

    lines: Path
    out: Path
    foods: Path | None = None
    engine: Engine = "duckdb"
    parts: int = 0
    memory: str = "4GB"
    bad_at_most: float = BAD_AT_MOST
    mapped: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: `files`, people and days, lines that were good and bad.

    `unknown`: good lines of foods that the table lacks.
    """

    files: tuple[Path, ...]
    lines: int
    bad: int
    days: int
    people: int
    unknown: int


def sum_lines(job: Job, progress: Callable[[int, int, str], None] | None = None) -> Done:
    """Sum the lines of a file per person and day into `job.out`.

    Writes `part-0000.parquet` and so on, `bad_lines.csv`, and `manifest.json` last.

    Raises:
        UserError: columns that are missing, too many bad lines, a folder with something else.
    """
    names = _roles(job)
    foods = _foods(job)
    job = replace(job, parts=job.parts or parts_for(job.lines))
    wanted = nutrients_in(foods.columns)
    said = progress or (lambda done, total, what: None)
    told = {
        "version": __version__,
        "lines": _digest(job.lines),
        "foods": hashlib.blake2b(foods.write_csv().encode()).hexdigest(),
        "parts": job.parts,
        "columns": names,
        "bad_at_most": job.bad_at_most,
        "engine": job.engine,
    }
    job.out.mkdir(parents=True, exist_ok=True)
    _begin(job, told)
    staged = job.out / ".lines"
    cluster = spark.session(job.memory) if job.engine == "spark" else None
    con = _connect(job)
    try:
        if not (staged / "counts.json").is_file():
            said(0, job.parts, "Reading lines")
            stage(con, job, names, staged)
        counts = json.loads((staged / "counts.json").read_text("utf-8"))
        used = pl.read_parquet(staged / USED)["food"].drop_nulls()
        some = foods.filter(pl.col("food").cast(pl.String).is_in(used.implode()))
        per_gram, same = foods_for_sums(some, wanted)
        said(0, job.parts, "Summing parts")
        for i in range(job.parts):
            target = job.out / f"part-{i:04d}.parquet"
            source = sorted((staged / "lines" / f"part={i}").glob("*.parquet"))
            if not target.is_file():
                if direct(job):
                    lines = good_lines(job, names, i, tidy=counts["tidy"])
                    frame = by_sql(con, lines, per_gram, same, target)
                elif not source or job.engine == "polars":
                    frame = by_polars(source, per_gram, same)
                elif cluster is not None:
                    frame = on_spark(cluster, source, per_gram, same, target)
                else:
                    lines = (
                        f"SELECT * FROM read_parquet({[str(p) for p in source]}, "
                        "hive_partitioning = false)"
                    )
                    frame = by_sql(con, lines, per_gram, same, target)
                _put(frame, dates=counts["dates"], to=target)
            said(i + 1, job.parts, "Summing parts")
    finally:
        con.close()
        if cluster is not None:
            cluster.stop()
    files = tuple(sorted(job.out.glob("part-*.parquet")))
    total = (
        pl.scan_parquet(list(files))
        .select(pl.len(), pl.col("person").n_unique(), pl.col("lines_unknown").sum())
        .collect()
        .row(0)
    )
    done = Done(files, counts["good"], counts["bad"], *total)
    _write(
        job.out / "manifest.json",
        {
            **told,
            "good": counts["good"],
            "bad": counts["bad"],
            "days": done.days,
            "people": done.people,
            "unknown": done.unknown,
            "whole": True,
        },
    )
    shutil.rmtree(staged)
    (job.out / FOODS).unlink(missing_ok=True)
    shutil.rmtree(job.out / ".spill", ignore_errors=True)
    return done


def _digest(path: Path) -> str:
    out = hashlib.blake2b(digest_size=20)
    with path.open("rb") as f:
        while piece := f.read(_READ):
            out.update(piece)
    return out.hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")
    draft.replace(path)


def _begin(job: Job, told: dict[str, Any]) -> None:
    """Go on where the folder is of this input; clear it when it is of another.

    Raises:
        UserError: the folder holds what is not ours.
    """
    at = job.out / "manifest.json"
    before = json.loads(at.read_text("utf-8")) if at.is_file() else None
    strange = [p.name for p in job.out.iterdir() if not _ours(p.name)]
    if strange:
        fix = "Name an empty folder, or one that this command made."
        raise UserError(
            Problem(f"The folder holds something else: {strange[0]}.", str(job.out), fix)
        )
    if before is None or any(before.get(k) != v for k, v in told.items()):
        for p in job.out.iterdir():
            shutil.rmtree(p) if p.is_dir() else p.unlink()
        _write(at, {**told, "whole": False})
    for draft in job.out.glob(".*.part"):
        shutil.rmtree(draft) if draft.is_dir() else draft.unlink()


def _ours(name: str) -> bool:
    known = ("manifest.json", "bad_lines.csv", ".lines", ".reading")
    return name in known or name.startswith(
        ("part-", ".part-", ".manifest", ".bad_lines", ".spill")
    )


def _roles(job: Job) -> dict[str, str]:
    header = header_of(job.lines)
    at = {h.lower(): h for h in header}
    names, problems = {}, []
    for role, known in ROLES.items():
        name = (job.mapped or {}).get(role) or next((at[n] for n in known if n in at), None)
        if name is None or name not in header:
            fix = f"Name it: --map {role}=COLUMN. The columns are {', '.join(header[:30])}."
            problems.append(Problem(f"No column tells the {role}.", str(job.lines), fix))
        else:
            names[role] = name
    if problems:
        raise UserError(problems)
    return names


def _foods(job: Job) -> pl.DataFrame:
    if job.foods is None:
        from unclench.intake import foods

        return foods.table().values.rename({"food_id": "food"})
    header = header_of(job.foods)
    read = pl.read_parquet if job.foods.suffix in (".parquet", ".pq") else pl.read_csv
    frame: pl.DataFrame = read(job.foods)
    name = next((h for h in header if h.lower() in ROLES["food"]), None)
    problems = []
    if name is None:
        problems.append(Problem("No column tells the food.", str(job.foods), "Call it 'food'."))
    if "energy" not in header:
        fix = "Shares of what is known are shares of energy."
        problems.append(Problem("No column 'energy' (kcal per 100 g).", str(job.foods), fix))
    if problems:
        raise UserError(problems)
    assert name is not None
    frame = frame.rename({name: "food"})
    twice = frame["food"].is_duplicated()
    if twice.any():
        some = ", ".join(str(f) for f in frame["food"].filter(twice).unique().head(3).to_list())
        raise UserError(Problem(f"Foods are there twice ({some}).", str(job.foods)))
    return frame


def _connect(job: Job) -> Any:
    import duckdb

    spill = job.out / ".spill"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": job.memory,
        "temp_directory": str(spill),
    }
    con = duckdb.connect(config=settings)
    con.execute("SET enable_progress_bar = false")
    return con


def _put(frame: pl.DataFrame, *, dates: bool, to: Path) -> None:
    """Write a part, whole or not at all; what tells days is a date or a number."""
    frame = frame.with_columns(pl.col("lines", "lines_unknown").cast(pl.Int64)).sort(
        "person", "day"
    )
    if dates:
        frame = frame.rename({"day": "date"})
    else:
        frame = frame.with_columns(pl.col("day").cast(pl.Float64))
    draft = to.with_name(f".{to.name}.part")
    frame.write_parquet(draft, compression="snappy")
    draft.replace(to)


__all__ = ["KNOWN", "Done", "Engine", "Job", "sum_lines"]

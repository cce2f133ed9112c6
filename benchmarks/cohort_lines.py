"""Lines of food summed per person and day: ours beside SQL by hand, Polars, pandas and Spark.

Each way runs in a process of its own, so that memory is its own; what is measured is kept in
out/cohort_lines.json, so that a run that was stopped goes on. Java and pandas are used where they
are there. Lines are made by hashes of their number, the same on every machine;
beyond 20 million they are the first 20 million again, of other people.

    python -m benchmarks.cohort_lines [--lines 2000000,20000000,200000000] [--kept]

writes its section of README.md, with --kept of what was measured so far alone; 200 million take
some ten minutes of processor and 15 GB of disk.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.sections import table, when, write_section
from unclench.cohort.parts import Job, sum_lines
from unclench.cohort.spark import java_version
from unclench.cohort.sums import foods_for_sums, nutrients_in
from unclench.intake import foods

KEPT = Path("out/cohort_lines.json")
USUAL = (2_000_000, 20_000_000)
LISTED_AT_MOST = 20_000_000
MADE_AT_MOST = 20_000_000
"""Lines that are made by hashes; further ones are the same for other people, which is faster."""
MEMORY = "4GB"
PIECE = 2_000_000
"""Lines that pandas works at once: all of 20 million with their columns would take 10 GB."""
AT_MOST = {"polars": 200_000_000, "pandas": 20_000_000, "spark": 20_000_000}
"""Lines up to which a way is tried."""
Figures = tuple[float, float, float]
"""Processor seconds, clock, most memory in MB."""

_LINES = """COPY (SELECT CAST(hash(i) % {people} AS VARCHAR) AS person,
CAST(1 + hash(i + 1000000007) % 2 AS BIGINT) AS day,
list_extract(foods, CAST(1 + hash(i + 2000000011) % len(foods) AS BIGINT)) AS food,
round(-60.0 * (ln((1 + hash(i + 3000000019) % 999983) / 999984.0)
+ ln((1 + hash(i + 4000000007) % 999983) / 999984.0)), 1) AS grams
FROM range({n}) t(i), (SELECT list(food ORDER BY food) AS foods
FROM read_parquet('{at}/table.parquet')))
TO '{at}/{name}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 500000)"""

_MORE = """COPY (SELECT CAST(CAST(person AS BIGINT) + k * {people} AS VARCHAR) AS person, day, food,
grams FROM read_parquet('{at}/some.parquet', file_row_number = true), range({times}) r(k)
WHERE k * {some} + file_row_number < {n})
TO '{at}/lines.parquet' (FORMAT parquet, ROW_GROUP_SIZE 500000)"""

_SQL = """CREATE OR REPLACE TABLE f AS SELECT * FROM read_parquet('{at}/foods.parquet');
COPY (SELECT person, day, count(*) AS lines, sum(l.grams * f.kcal) AS kcal, {sums}
FROM read_parquet('{at}/lines.parquet') l LEFT JOIN f ON l.food = f.food GROUP BY person, day)
TO '{at}/by_hand.parquet' (FORMAT parquet)"""


def _duckdb(at: Path) -> Any:
    import duckdb

    config: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(at / ".spill")}
    con = duckdb.connect(config=config)
    con.execute("SET enable_progress_bar = false")
    return con


def _by_hand(at: Path, wanted: list[str]) -> None:
    sums = ", ".join(
        f"sum(l.grams * f.a_{w}) AS {w}, sum(l.grams * f.k_{w}) / sum(l.grams * f.kcal) AS {w}_k"
        for w in wanted
    )
    _duckdb(at).execute(_SQL.format(at=at, sums=sums))


def _pandas(at: Path, wanted: list[str]) -> None:
    import pandas as pd
    import pyarrow.parquet as pq

    per_gram = pd.read_parquet(at / "foods.parquet")
    columns = ["kcal", *(f"{p}_{w}" for p in "ak" for w in wanted)]
    parts = []
    for batch in pq.ParquetFile(at / "lines.parquet").iter_batches(PIECE):
        joined = batch.to_pandas().merge(per_gram, on="food", how="left")
        for c in columns:
            joined[c] *= joined["grams"]
        parts.append(joined.groupby(["person", "day"])[columns].sum())
        if len(parts) == 2:
            parts = [pd.concat(parts).groupby(level=[0, 1]).sum()]
    parts[0].to_parquet(at / "pandas.parquet")


class _Children:
    """Processor seconds and most memory of the processes that this one started, such as Java."""

    def __init__(self) -> None:
        self.seen: dict[int, tuple[float, float]] = {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.over.wait(0.3):
            for pid in _below(os.getpid()):
                try:
                    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                used = (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
                most = next((ln for ln in status.splitlines() if ln.startswith("VmHWM")), "x 0")
                self.seen[pid] = used, int(most.split()[1]) / 1024

    def stop(self) -> tuple[float, float]:
        """(seconds, MB) of all together."""
        self.over.set()
        self.thread.join()
        return sum(u for u, _ in self.seen.values()), sum(m for _, m in self.seen.values())


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def one(way: str, at: Path) -> None:
    """Run one way in this process; prints its figures."""
    wanted = [c[2:] for c in pl.read_parquet_schema(at / "foods.parquet") if c.startswith("a_")]
    ways: dict[str, Callable[[], object]] = {
        "sql": lambda: _by_hand(at, wanted),
        "pandas": lambda: _pandas(at, wanted),
        **{
            e: lambda e=e: sum_lines(  # type: ignore[misc]
                Job(at / "lines.parquet", at / e, at / "table.parquet", engine=e, memory=MEMORY)
            )
            for e in ("duckdb", "polars", "spark")
        },
    }
    children = _Children()
    clock, used = time.perf_counter(), time.process_time()
    ways[way]()
    clock, used = time.perf_counter() - clock, time.process_time() - used
    other, memory = children.stop()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([used + other, clock, most + memory]))


def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    return found


def _key(n: int, way: str, *, listed: bool) -> str:
    return f"{n}/{way}{'/listed' if listed else ''}"


def _measured(way: str, at: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.cohort_lines", "--one", way, str(at)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used, clock, most = json.loads(said.splitlines()[-1])
    for made in (way, ".spill"):
        shutil.rmtree(at / made, ignore_errors=True)
    return used, clock, most


def _inputs(n: int, at: Path, *, listed: bool) -> None:
    """The lines, the foods as a user gives them, and per gram for what is written by hand."""
    values = foods.table().values.rename({"food_id": "food"})
    wanted = nutrients_in(values.columns)
    if listed:
        values = values.drop_nulls(wanted)
    values.write_parquet(at / "table.parquet")
    per_gram, same = foods_for_sums(values, wanted)
    known = {f"k_{w}": per_gram[f"k_{s}" if s else "kcal"] for w, s in same.items()}
    per_gram.with_columns(**known).write_parquet(at / "foods.parquet")
    some, con = min(n, MADE_AT_MOST), _duckdb(at)
    told = {"people": max(some // 40, 1), "at": at}
    con.execute(_LINES.format(**told, n=some, name="some" if n > some else "lines"))
    if n > some:
        con.execute(_MORE.format(**told, some=some, n=n, times=-(-n // some)))
        (at / "some.parquet").unlink()


def sums(n: int, ways: list[str], *, listed: bool) -> dict[str, Figures]:
    """Each way over n lines, as far as it was not measured before.

    Args:
        listed: of foods that list all nutrients alone, as the foods of a survey do.
    """
    kept = _kept()
    keys = {w: _key(n, w, listed=listed) for w in ways}
    todo = [w for w in ways if keys[w] not in kept]
    if todo:
        KEPT.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT.parent) as folder:
            at = Path(folder).resolve()
            _inputs(n, at, listed=listed)
            for way in todo:
                kept[keys[way]] = _measured(way, at)
                draft = KEPT.with_suffix(".part")
                draft.write_text(json.dumps(kept, indent=1), "utf-8")
                draft.replace(KEPT)
                print(keys[way], *(f"{x:,.1f}" for x in kept[keys[way]]), flush=True)
    return {w: tuple(kept[k]) for w, k in keys.items()}


def ways_of(n: int, *, listed: bool = False, kept: bool = False) -> list[str]:
    """What is tried over n lines here; of `kept` what was measured before."""
    if kept:
        every = ["sql", "duckdb", *([] if listed else AT_MOST)]
        return [w for w in every if _key(n, w, listed=listed) in _kept()]
    if listed:
        return ["sql", "duckdb"] if n <= LISTED_AT_MOST else []
    have = {
        "polars": True,
        "pandas": find_spec("pandas") is not None and find_spec("pyarrow") is not None,
        "spark": find_spec("pyarrow") is not None and java_version() is not None,
    }
    return ["sql", "duckdb", *(w for w, at_most in AT_MOST.items() if have[w] and n <= at_most)]


def _over(found: dict[str, Figures], one: str, other: str) -> str:
    """Processor time of one way over that of another; "" where one was not run."""
    both = one in found and other in found
    return f"{found[one][0] / found[other][0]:.2f}" if both else ""


def report(counts: list[int], *, kept: bool = False) -> str:
    """The section of README.md."""
    rows, found, listed = [], {}, {}
    for n in counts:
        f = found[n] = sums(n, ways_of(n, kept=kept), listed=False)
        listed[n] = sums(n, ways_of(n, listed=True, kept=kept), listed=True)
        rows.append(
            [
                f"{n:,}",
                *(f"{f[w][0]:,.1f} s" if w in f else "" for w in ("sql", "duckdb", *AT_MOST)),
                *(
                    f"{one['duckdb'][0] / one['sql'][0]:.2f}"
                    if {"sql", "duckdb"} <= set(one)
                    else ""
                    for one in (f, listed[n])
                ),
            ]
        )
    head = ["lines", "SQL by hand", "ours, DuckDB", "ours, Polars", "pandas", "ours, Spark"]
    memory = [
        [f"{n:,}", *(f"{found[n][w][2]:,.0f} MB" if w in found[n] else "" for w in
                     ("sql", "duckdb", *AT_MOST))]
        for n in counts
    ]  # fmt: skip
    grown = ""
    if len(counts) > 1:
        a, b = counts[0], counts[-1]
        times = {
            w: found[b][w][0] / found[a][w][0]
            for w in ("duckdb", "sql")
            if w in found[a] and w in found[b]
        }
        grown = (
            f"From {a:,} to {b:,} lines, {b / a:.0f} times as many, ours takes "
            f"{times['duckdb']:.1f} times the time and "
            f"{found[b]['duckdb'][2] / found[a]['duckdb'][2]:.1f} times the memory"
        )
        grown += f"; SQL by hand {times['sql']:.1f} times the time." if "sql" in times else "."
    over = "; ".join(
        f"{n:,} lines: " + ", ".join(
            f"{label} {_over(found[n], 'duckdb', w)}"
            for w, label in (("polars", "Polars"), ("pandas", "pandas"), ("spark", "Spark"))
            if w in found[n]
        )
        for n in counts if len(found[n]) > 2
    )  # fmt: skip
    return f"""## Lines of food per person and day

Made by `python -m benchmarks.cohort_lines` (last run {when()}; seconds of processor time,
those of Java included).

{len(foods.nutrient_ids())} nutrients with their known shares, foods at random from the table that
ships, forty lines a person. DuckDB and Spark's driver are held to {MEMORY}; pandas works
{PIECE:,} lines at once. Ours also checks every line, hashes the input, gives sums that hang on no
order of lines, and writes resumable parts; hand-written SQL does none of these. Where the foods of
a file list all nutrients, as those of a survey do, known shares are not summed.

{table([*head, "ours / SQL", "where foods list all"], rows)}

Ours on DuckDB over other ways: {over}. {grown}

Most memory:

{table(head, memory)}
"""


def main() -> None:
    """Write the section."""
    if "--one" in sys.argv:
        one(sys.argv[-2], Path(sys.argv[-1]))
        return
    counts = list(USUAL)
    if "--lines" in sys.argv:
        told = sys.argv[sys.argv.index("--lines") + 1]
        counts = sorted(int(n) for n in told.split(","))
    write_section("cohort_lines", report(counts, kept="--kept" in sys.argv))


if __name__ == "__main__":
    main()

"""Usual intake of a population: a whole table, reading, every person, and sums of lines.

Each way of summing runs in a process of its own, so that memory is its own. Run
`python -m benchmarks.cohort`; it writes its section of README.md. Fixed seeds. `--small` is for a
look, `--large` adds 20 million lines. R with lme4, Java and pandas are used where they are
there.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.sections import shared, table, write_section
from unclench.cohort.amount import fit_amounts
from unclench.cohort.parts import Job, sum_lines
from unclench.cohort.people import person_risks
from unclench.cohort.prevalence import nutrients_of, prevalence
from unclench.cohort.selection import Choice, age_groups
from unclench.cohort.spark import java_version
from unclench.cohort.sums import foods_for_sums, nutrients_in
from unclench.cohort.survey import read_survey
from unclench.intake import foods

FILES = [shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz"]
PAIR = ("2011-2012", "2013-2014")


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    clock, used = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - clock, time.process_time() - used


_LMER = """
d <- read.csv(commandArgs(TRUE)[1]); suppressMessages(library(lme4))
one <- function() lmer(z ~ later + weekend + (1 | person), d, REML = FALSE)
invisible(one()); t <- proc.time(); for (i in 1:5) one(); u <- proc.time() - t
cat((u[1] + u[2]) / 5)
"""


def whole_table() -> str:
    """Clock of all nutrients of one pair of cycles, 14 strata, with replicates; and per fit."""
    choice = Choice(("sex", "age"), tuple(age_groups("4-8,9-13,14-18,19-30,31-50,51-70,71-")), PAIR)
    wanted = nutrients_of(FILES, "nasem")[:15]
    sets, group = 0, None

    def run() -> None:
        nonlocal sets, group
        found, _ = prevalence(FILES, wanted, choice, replicates="jackknife")
        groups = [g for p in found for g in p.distribution.fitted.groups]
        sets = sum(1 + len(g.design.counts) for g in groups)
        group = next(g for g in groups if g.by.get("age_group") == "31-50")

    clock, used = _timed(run)
    said = (
        f"{len(wanted)} nutrients of 14 groups, {sets:,} fits with their replicates (jackknife), "
        f"reading included: {clock:.0f} s on the clock, {used:.0f} s of processor, "
        f"{1000 * used / sets:.1f} ms a fit."
    )
    assert group is not None
    g = group
    if shutil.which("Rscript") is None:
        return said
    power = float(g.amounts.power[0])
    y = g.panel.raised()[0] / g.amounts.scale
    assert g.panel.weekend is not None
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        pl.DataFrame(
            {"person": g.panel.person, "z": (y**power - 1) / power, "later": g.panel.second,
             "weekend": g.panel.weekend}
        ).write_csv(at / "d.csv")  # fmt: skip
        (at / "f.R").write_text(_LMER)
        done = subprocess.run(
            ["Rscript", str(at / "f.R"), str(at / "d.csv")],
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        return said
    alone = _timed(lambda: fit_amounts(g.panel, g.weights))[1] / len(g.weights)
    return (
        f"{said} One group ({g.people:,} people): {1000 * alone:.1f} ms a fit, power and weights "
        f"included; `lme4` (R), power given and without weights, {1000 * float(done.stdout):.0f} "
        f"ms: ours / lme4 {alone / float(done.stdout):.2f}."
    )


def reading() -> str:
    """A file of day totals in SAS transport: ours over pyreadstat alone."""
    import pyreadstat

    rng = np.random.default_rng(1)
    names = ("KCAL", "PROT", "MAGN", "CALC", "IRON", "SODI", *(f"X{i:02d}" for i in range(60)))
    columns = {f"DR1T{n}": rng.gamma(4, 50, 9000).round(1) for n in names}
    ids = {"SEQN": np.arange(9000.0), "WTDRD1": rng.gamma(2, 9000, 9000), "DR1DRSTZ": np.ones(9000)}
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder) / "DR1TOT.XPT"
        frame = pl.DataFrame({**ids, **columns})
        pyreadstat.write_xport(frame, str(at), table_name="DR1TOT", file_format_version=5)
        bare = min(
            _timed(lambda: pyreadstat.read_xport(str(at), output_format="polars"))[1]
            for _ in range(3)
        )
        ours = min(_timed(lambda: read_survey([at], ["magnesium"]))[1] for _ in range(3))
    return (
        f"A file of day totals (9,000 rows, {len(columns) + 3} columns) as SAS transport: ours "
        f"(one nutrient, checked) / pyreadstat alone {ours / bare:.2f}."
    )


def people() -> str:
    """Probabilities of every person: at once over one at a time by the functions of `assess`."""
    from unclench.facts.requirements import requirement
    from unclench.facts.variation import group
    from unclench.intake.usual.risk import bayesian
    from unclench.intake.usual.shrink import Days, usual_intake
    from unclench.told.person import Person

    rng = np.random.default_rng(2)
    n = 20_000
    days = pl.DataFrame(
        {"person": np.arange(n).astype(str), "day": np.ones(n), "sex": ["female"] * n,
         "age": rng.integers(19, 80, n).astype(float), "magnesium": rng.gamma(5, 60, n)}
    )  # fmt: skip
    at_once = _timed(lambda: person_risks(days, "magnesium"))[1] / n

    def loop() -> None:
        for row in days.head(200).rows(named=True):
            who = Person(age=row["age"], sex="female")
            y = np.array([row["magnesium"]])
            usual = usual_intake(Days(y, y, y), group("magnesium", who), np.zeros(1))
            need = requirement("magnesium", who).found
            assert need is not None
            bayesian(usual, need)

    single = _timed(loop)[1] / 200
    return (
        f"Every person's probability: {1 / at_once:,.0f} people a second, {single / at_once:.0f} "
        "times as many as one at a time by the functions of `assess`."
    )


_SQL = """CREATE OR REPLACE TABLE f AS SELECT * FROM read_parquet('{at}/foods.parquet');
COPY (SELECT person, day, count(*) AS lines, sum(l.grams * f.kcal) AS kcal, {sums}
FROM read_parquet('{at}/lines.parquet') l LEFT JOIN f ON l.food = f.food GROUP BY person, day)
TO '{at}/by_hand.parquet' (FORMAT parquet)"""


def _by_hand(at: Path, wanted: list[str]) -> None:
    import duckdb

    sums = ", ".join(
        f"sum(l.grams * f.a_{w}) AS {w}, sum(l.grams * f.k_{w}) / sum(l.grams * f.kcal) AS {w}_k"
        for w in wanted
    )
    duckdb.connect().execute(_SQL.format(at=at, sums=sums))


def _pandas(at: Path, wanted: list[str]) -> None:
    import pandas as pd

    def read(name: str) -> pd.DataFrame:
        return pd.DataFrame({s.name: s.to_numpy() for s in pl.read_parquet(at / name)})

    joined = read("lines.parquet").merge(read("foods.parquet"), on="food", how="left")
    columns = ["kcal", *(f"{p}_{w}" for p in "ak" for w in wanted)]
    for c in columns:
        joined[c] *= joined["grams"]
    joined.groupby(["person", "day"])[columns].sum()


def one(way: str, at: Path) -> None:
    """Run one way in this process; prints its processor seconds, clock and most memory (MB)."""
    wanted = [c[2:] for c in pl.read_parquet_schema(at / "foods.parquet") if c.startswith("a_")]
    ways: dict[str, Callable[[], object]] = {
        "sql": lambda: _by_hand(at, wanted),
        "pandas": lambda: _pandas(at, wanted),
        **{
            e: lambda e=e: sum_lines(  # type: ignore[misc]
                Job(at / "lines.parquet", at / e, at / "table.parquet", engine=e)
            )
            for e in ("duckdb", "polars", "spark")
        },
    }
    clock, used = _timed(ways[way])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([used, clock, most]))


def _measured(way: str, at: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.cohort", "--one", way, str(at)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used, clock, most = json.loads(said.splitlines()[-1])
    return used, clock, most


def sums(n: int, ways: tuple[str, ...], *, listed: bool) -> dict[str, tuple[float, float, float]]:
    """Each way over n lines.

    Args:
        listed: of foods that list all nutrients alone, as the foods of a survey do.
    """
    values = foods.table().values.rename({"food_id": "food"})
    wanted = nutrients_in(values.columns)
    if listed:
        values = values.drop_nulls(wanted)
    ids = values["food"].to_numpy()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        at = Path(folder).resolve()
        rng = np.random.default_rng(0)
        pl.DataFrame(
            {
                "person": rng.integers(0, max(n // 40, 1), n).astype(str),
                "day": rng.integers(1, 3, n),
                "food": ids[rng.integers(0, len(ids), n)],
                "grams": rng.gamma(2, 60, n).round(1),
            }
        ).write_parquet(at / "lines.parquet")
        values.write_parquet(at / "table.parquet")
        per_gram, same = foods_for_sums(values, wanted)
        known = {f"k_{w}": per_gram[f"k_{s}" if s else "kcal"] for w, s in same.items()}
        per_gram.with_columns(**known).write_parquet(at / "foods.parquet")
        return {way: _measured(way, at) for way in ways}


def lines_table(*, small: bool) -> str:
    """Rows of lines, processor seconds of each way, and ratios."""
    rows = []
    large = (20_000_000,) if "--large" in sys.argv else ()
    for n in (200_000,) if small else (2_000_000, *large):
        ways: tuple[str, ...] = ("sql", "duckdb")
        if n < 20_000_000:
            ways = (*ways, "polars", *(["pandas"] if find_spec("pandas") else []))
        found = sums(n, ways, listed=False)
        all_listed = sums(n, ("sql", "duckdb"), listed=True)
        hand, ours = found["sql"], found["duckdb"]
        rows.append(
            [
                f"{n:,}",
                *(f"{found[w][0]:.1f} s" if w in found else "" for w in ("sql", "duckdb")),
                *(f"{found[w][0]:.1f} s" if w in found else "" for w in ("polars", "pandas")),
                f"{ours[0] / hand[0]:.2f}",
                f"{all_listed['duckdb'][0] / all_listed['sql'][0]:.2f}",
                f"{ours[2]:,.0f} / {hand[2]:,.0f} MB",
            ]
        )
    head = ["lines", "SQL by hand", "ours, DuckDB", "ours, Polars", "pandas", "ours / SQL"]
    return table([*head, "where foods list all", "most memory, ours / SQL"], rows)


def on_spark(n: int) -> str:
    """Clock of Spark over DuckDB; empty without Java."""
    if java_version() is None:
        return ""
    found = sums(n, ("duckdb", "spark"), listed=False)
    ratio = found["spark"][1] / found["duckdb"][1]
    return f"On Spark (local) {n:,} lines take {ratio:.0f} times DuckDB's time on the clock."


def report(*, small: bool) -> str:
    """The section of README.md."""
    return f"""## Usual intake of a population: speed

Made by `python -m benchmarks.cohort` (fixed seeds; seconds of processor time).

{whole_table()}

{reading()} {people()}

Lines summed per person and day, {len(foods.nutrient_ids())} nutrients with their known shares,
foods at random from the table that ships. Ours also checks every line, hashes the input, gives sums
that hang on no order of lines, and writes resumable parts; hand-written SQL does none of these.
Where the foods of a file list all nutrients, as those of a survey do, known shares are not summed.

{lines_table(small=small)}

{on_spark(200_000 if small else 2_000_000)}
"""


def main() -> None:
    """Write the section."""
    if "--one" in sys.argv:
        one(sys.argv[-2], Path(sys.argv[-1]))
        return
    text = report(small="--small" in sys.argv)
    if "--small" in sys.argv:
        print(text)
    else:
        write_section("cohort", text)


if __name__ == "__main__":
    main()

"""Usual intake of a population: recovery of a known truth, speed, and sums of lines.

1. Recovery: simulated surveys whose truth is the mean of thousands of days of each person; bias,
   root mean square error and coverage of 95 % intervals, in a world that the model knows and in
   one that it does not. The short cut g⁻¹(xβ + u), which other programs use, on the same surveys.
2. Speed: a whole table of nutrients with replicate weights, and lines summed per person and day,
   over hand-written SQL on the same engine.

Run `python -m benchmarks.cohort`; it writes its section of README.md. Fixed seeds. `--small` is
for a look, `--surveys 100` for a shorter run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.sections import shared, table, write_section
from unclench.cohort.amount import fit_amounts
from unclench.cohort.design import make_design
from unclench.cohort.distribution import Mixture
from unclench.cohort.panel import Floats, Panel
from unclench.cohort.parts import Job, sum_lines
from unclench.cohort.prevalence import nutrients_of, prevalence
from unclench.cohort.selection import Choice, age_groups
from unclench.intake import foods

LEVELS = (5.0, 50.0, 95.0)
POWER, MEAN, WEEKEND, LATER, BETWEEN, WITHIN = 0.3, 15.0, 1.2, -0.6, 2.0, 4.0


def back(z: Floats) -> Floats:
    """From the Box-Cox scale of the worlds to amounts."""
    return np.asarray(np.maximum(POWER * z + 1.0, 0.0) ** (1.0 / POWER))


@dataclass(frozen=True)
class World:
    """How days come about: `known` as the model has it; else everybody a variance of their own,
    skewed effects of people, and now and then a feast."""

    known: bool

    def people(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """(effect of each person, standard deviation of their days) on the scale."""
        if self.known:
            return rng.normal(0, np.sqrt(BETWEEN), n), np.full(n, np.sqrt(WITHIN))
        skewed = (rng.gamma(4, 1, n) - 4) / 2 * np.sqrt(BETWEEN)
        return skewed, np.sqrt(WITHIN * 8 / rng.chisquare(10, n))

    def day(
        self, u: Floats, sd: Floats, weekend: Floats, later: float, rng: np.random.Generator
    ) -> Floats:
        """Amounts of one day of these people."""
        z = MEAN + u + WEEKEND * weekend + LATER * later + sd * rng.normal(size=u.shape)
        y = back(z)
        return y if self.known else np.where(rng.random(u.shape) < 0.02, 2.0 * y, y)

    def truth(self, people: int, days: int) -> Floats:
        """Each person's mean over so many days, four weekdays to three of the weekend."""
        rng = np.random.default_rng(99)
        u, sd = self.people(people, rng)
        total = np.zeros(people)
        for d in range(days):
            total += self.day(u, sd, np.full(people, float(d % 7 >= 4)), 0.0, rng)
        return total / days

    def survey(self, n: int, days: int, rng: np.random.Generator) -> Panel:
        """A survey of n people."""
        u, sd = self.people(n, rng)
        weekend = (rng.random((days, n)) < 3 / 7).astype(float)
        y = np.stack([self.day(u, sd, weekend[d], float(d > 0), rng) for d in range(days)])
        order = np.arange(n * days).reshape(days, n).T.reshape(-1)
        return Panel(
            np.repeat(np.arange(n), days).astype(np.intp),
            y.reshape(-1)[order],
            np.tile((np.arange(days) > 0).astype(float), n),
            weekend.reshape(-1)[order],
            np.zeros((n, 0)),
            (),
            np.arange(n).astype(np.str_),
        )


def recovery(surveys: int, people: int, days: int) -> list[list[str]]:
    """Rows of the table: world, n, days, what, bias, RMSE, coverage, and the short cut's bias."""
    rows = []
    for world in (World(True), World(False)):
        true = world.truth(people, days)
        want = np.array([true.mean(), *np.percentile(true, LEVELS), 0.3])
        limit = np.array([np.percentile(true, 30)])
        for n, k in ((150, 2), (500, 2), (3000, 2), (500, 1)):
            rng = np.random.default_rng(7)
            got, inside, short = [], np.zeros(5), []
            for _ in range(surveys):
                panel = world.survey(n, k, rng)
                design = make_design(None, None, n, seed=1)
                weights = design.weights(np.ones(n))
                ratio = None if k > 1 else WITHIN / BETWEEN
                a = fit_amounts(panel, weights, ratio)
                m = Mixture.of(a, panel, weights)
                all_ = np.column_stack([m.mean(), m.percentiles(LEVELS), m.below(limit)])
                error = 2.023 * design.errors(all_)
                inside += np.abs(all_[0] - want) <= error
                got.append(all_[0])
                bare = Mixture(replace(a, var_within=a.var_within * 1e-12), m.eta, m.share, m.kind)
                short.append([bare.mean()[0], *bare.percentiles(LEVELS)[0], bare.below(limit)[0]])
            found = np.array(got)
            bias, rms = found.mean(axis=0) - want, np.sqrt(((found - want) ** 2).mean(axis=0))
            other = np.array(short).mean(axis=0) - want
            for i, what in enumerate(("mean", "P5", "P50", "P95", "share below")):
                scale = 1.0 if what == "share below" else want[i]
                rows.append(
                    [
                        "as the model" if world.known else "another",
                        str(n), str(k), what, f"{bias[i] / scale:+.1%}", f"{rms[i] / scale:.1%}",
                        f"{inside[i] / surveys:.0%}", f"{other[i] / scale:+.1%}",
                    ]
                )  # fmt: skip
    return rows


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    clock, used = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - clock, time.process_time() - used


def whole_table() -> str:
    """Clock of all nutrients of one pair of cycles, 16 strata, with replicates."""
    files = [shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz"]
    choice = Choice(
        ("sex", "age"),
        tuple(age_groups("1-3,4-8,9-13,14-18,19-30,31-50,51-70,71-")),
        ("2011-2012", "2013-2014"),
    )
    wanted = nutrients_of(files, "nasem")[:15]
    sets = 0

    def run() -> None:
        nonlocal sets
        found, _ = prevalence(files, wanted, choice)
        sets = sum(1 + len(g.design.counts) for p in found for g in p.distribution.fitted.groups)

    clock, used = _timed(run)
    return (
        f"{len(wanted)} nutrients of 16 groups, {sets:,} fits with their replicates, "
        "reading included: "
        f"{clock:.0f} s on the clock, {used:.0f} s of processor, {1000 * used / sets:.1f} ms a fit."
    )


_SQL = """CREATE OR REPLACE TABLE f AS SELECT * FROM read_parquet('{foods}');
COPY (SELECT person, day, count(*) AS lines, sum(l.grams * f.kcal) AS kcal, {sums}
FROM read_parquet('{lines}') l LEFT JOIN f ON l.food = f.food GROUP BY person, day)
TO '{out}' (FORMAT parquet)"""


def sums(n: int) -> list[str]:
    """One row: n lines; processor and clock of ours over hand-written SQL in the same engine."""
    import duckdb

    from unclench.cohort.sums import foods_for_sums, nutrients_in

    values = foods.table().values.rename({"food_id": "food"})
    wanted = nutrients_in(values.columns)
    rng = np.random.default_rng(0)
    ids = values["food"].to_numpy()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        pl.DataFrame(
            {
                "person": rng.integers(0, max(n // 40, 1), n).astype(str),
                "day": rng.integers(1, 3, n),
                "food": ids[rng.integers(0, len(ids), n)],
                "grams": rng.gamma(2, 60, n).round(1),
            }
        ).write_parquet(at / "lines.parquet")
        foods_for_sums(values, wanted).write_parquet(at / "foods.parquet")
        columns = ", ".join(
            f"sum(l.grams * f.a_{w}) AS {w}, "
            f"sum(l.grams * f.k_{w}) / sum(l.grams * f.kcal) AS {w}_k"
            for w in wanted
        )
        sql = _SQL.format(
            foods=at / "foods.parquet",
            lines=at / "lines.parquet",
            out=at / "o.parquet",
            sums=columns,
        )
        by_hand = _timed(lambda: duckdb.connect().execute(sql))
        ours = _timed(lambda: sum_lines(Job(at / "lines.parquet", at / "duckdb")))
        polars = _timed(
            lambda: sum_lines(Job(at / "lines.parquet", at / "polars", engine="polars"))
        )
    return [
        f"{n:,}", f"{by_hand[1]:.1f} s", f"{ours[1]:.1f} s", f"{polars[1]:.1f} s",
        f"{ours[1] / by_hand[1]:.1f}", f"{ours[0] / by_hand[0]:.1f}",
    ]  # fmt: skip


def report(*, small: bool, surveys: int = 500) -> str:
    """The section of README.md."""
    surveys, people, days = (20, 1000, 700) if small else (surveys, 4000, 2100)
    header = [
        "world",
        "n",
        "days",
        "what",
        "bias",
        "RMSE",
        "95 % interval holds",
        "bias of g⁻¹(xβ+u)",
    ]
    sizes = (200_000,) if small else (500_000, 2_000_000)
    lines = [
        "lines",
        "SQL by hand",
        "ours, DuckDB",
        "ours, Polars",
        "processor, ours / SQL",
        "clock, ours / SQL",
    ]
    return f"""## Usual intake of a population

Made by `python -m benchmarks.cohort` (fixed seeds).

### Recovery of a known truth, one part

{surveys} simulated surveys a line. The truth is the mean of {days:,} simulated days of each of
{people:,} people. Of the share below a limit (truly 30 %) differences are in points, of the others
in per cent of the truth. One day is fitted with the true ratio of variances. "Another" world:
skewed effects of people, a variance of their own for everybody, and feasts; intervals are from a
jackknife over 40 random groups. The last column is the usual intake of a program that leaves the
mean over days out.

{table(header, recovery(surveys, people, days))}

### Speed

{whole_table()}

Lines summed per person and day, {len(foods.nutrient_ids())} nutrients with their known shares.
Ours also checks every line, hashes the input, and writes resumable parts; hand-written SQL does
none of these.

{table(lines, [sums(n) for n in sizes])}
"""


def main() -> None:
    """Write the section."""
    small = "--small" in sys.argv
    at = sys.argv.index("--surveys") if "--surveys" in sys.argv else 0
    text = report(small=small, surveys=int(sys.argv[at + 1]) if at else 500)
    if small:
        print(text)
    else:
        write_section("cohort", text)


if __name__ == "__main__":
    main()

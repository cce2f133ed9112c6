"""Usual intake of a population: a whole table, reading, and every person.

Run `python -m benchmarks.cohort`; it writes its section of README.md. Fixed seeds. R with lme4 is
used where it is there. `benchmarks.cohort_lines` sums lines.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.sections import shared, table, when, write_section
from unclench.cohort.amount import fit_amounts
from unclench.cohort.choosing import read_and_choose
from unclench.cohort.individual import individuals
from unclench.cohort.people import person_risks
from unclench.cohort.prevalence import nutrients_of, prevalence
from unclench.cohort.selection import Choice, age_groups
from unclench.cohort.survey import read_survey

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


def everything() -> str:
    """All that can be said of every person, over a loop of `assess`."""
    from unclench import assess
    from unclench.cohort.causes import causes, telling
    from unclench.cohort.people import by_person, risks
    from unclench.differential.network import network

    rng = np.random.default_rng(3)
    n, names = 4000, telling(network())
    usual = {"energy": 2000.0, "magnesium": 300.0, "calcium": 900.0, "iron": 14.0}
    days = pl.DataFrame(
        {"person": np.arange(n).astype(str), "day": 1, "sex": "female",
         "age": rng.integers(19, 80, n).astype(float),
         **{m: usual.get(m, 20.0) * rng.gamma(4, 0.25, n) for m in names}}
    )  # fmt: skip
    part = by_person(days, names)
    causes(part.head(10))
    judged = [m for m in names if m in nutrients_of_people(part)]
    many = _timed(lambda: [causes(part, most=5), *(risks(part, m) for m in judged)])[1] / n

    def loop() -> None:
        with tempfile.TemporaryDirectory() as folder:
            at = Path(folder) / "day.csv"
            for row in days.head(20).rows(named=True):
                head = ",".join(["date", "name", *names])
                cells = ",".join(f"{row[m]:.3f}" for m in names)
                at.write_text(f"{head}\n2026-11-01,all of the day,{cells}\n")
                assess({"profile": {"age": row["age"], "sex": "female"}, "diary": [str(at)]})

    loop()
    alone = _timed(loop)[1] / 20
    return (
        f"{len(judged)} probabilities and the causes of every person: {1 / many:,.0f} people a "
        f"second, {alone / many:,.0f} times as many as a loop of `assess` ({alone:.2f} s a person, "
        "with reading, evidence, next tests and words, which nobody reads for millions)."
    )


def nutrients_of_people(part: pl.DataFrame) -> list[str]:
    """Nutrients with a distribution of requirements."""
    from unclench.cohort.people import risks

    names = [c for c in part.columns if c not in ("person", "sex", "age")]
    return [m for m in names if risks(part.head(50), m)["p_below"].null_count() < 50]


CALIBRATED = (
    "magnesium", "calcium", "potassium", "sodium", "iron", "zinc", "phosphorus",
    "vitamin_b12", "folate", "thiamin", "energy", "fibre", "protein",
)  # fmt: skip
HELD_OUT = ("2003-2004", "2005-2006")
"""Cycles that the variances of the individual method were not made from."""


def next_days() -> str:
    """Day two of the survey's people, predicted from day one by the individual method."""
    rows = []
    files = [*FILES, shared() / "samples/nhanes/demographics_2003_2014.csv.gz"]
    for nutrient in CALIBRATED:
        choice = Choice(("sex", "age"), tuple(age_groups("1-")), HELD_OUT, both_days=True)
        _, chosen = read_and_choose(files, nutrient, choice)
        told = individuals(chosen.days, nutrient)
        second = chosen.days.sort("person", "day").unique("person", keep="last")
        both = told.join(second.select("person", nutrient, "weight"), on="person")
        ends = [pl.col(nutrient).is_between(f"next_day_low{p}", f"next_day_high{p}")
                for p in (80, 95)]  # fmt: skip
        told_below = both.filter(pl.col("p_next_day_below").is_not_null())
        below = [pl.col("p_next_day_below"), pl.col(nutrient) < pl.col("requirement")]
        shares = [*(_share(both, e) for e in ends), *(_share(told_below, e) for e in below)]
        rows.append([nutrient.replace("_", " "), f"{both.height:,}", *shares])
    head = ["nutrient", "people", "80 % holds", "95 % holds", "said below need", "were below"]
    return table(head, rows)


def _share(people: pl.DataFrame, of: pl.Expr) -> str:
    """The weighted share, in words; "" of nobody."""
    w = people["weight"].to_numpy()
    values = people.select(of.cast(pl.Float64)).to_series().to_numpy()
    return f"{float(values @ w / w.sum()):.1%}" if people.height else ""


def report() -> str:
    """The section of README.md."""
    return f"""## Usual intake of a population: speed

Made by `python -m benchmarks.cohort` ({when()}; fixed seeds; seconds of processor time).

{whole_table()}

{reading()} {people()}

{everything()}

Day two of people of {HELD_OUT[0]} and {HELD_OUT[1]}, whom the variances were not made from, as
`cohort usual --individual` predicts it from day one; the survey's weights. Beside it how often it
was said to be, and was, below what intake is judged by:

{next_days()}
"""


def main() -> None:
    """Write the section."""
    write_section("cohort", report())


if __name__ == "__main__":
    main()

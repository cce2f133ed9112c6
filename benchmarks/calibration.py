"""Calibration of usual intake and of the risk of having too little.

1. Real people: predict day two of a survey from day one. The variances in `facts/data/variation`
   come from NHANES 2007-2016; the cycles 2003-2006 were never used, so nobody tuned to them.
2. Simulated people, whose usual intake and requirement are known: once from the published
   variances as they are, once from a world the model does not know (log-normal days, own
   day-to-day variance for every person, neighbouring days alike).

Run `python -m benchmarks.calibration`; it writes its section of README.md. Fixed seeds.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import polars as pl

from benchmarks.sections import shared, table, write_section
from unclench.facts.kinds.variation import Group
from unclench.facts.needs import needs
from unclench.facts.people import People
from unclench.facts.requirements import PersonRequirement, requirement
from unclench.facts.variation import tables
from unclench.intake.usual.alike import (
    Alike,
    average_over_days,
    backward,
    group_centre,
)
from unclench.intake.usual.gaussian import Z80, Array, cdf_array
from unclench.intake.usual.next_day import next_day
from unclench.intake.usual.risk import below_needs, iom_individual, requirement_cv, share_above
from unclench.intake.usual.shrink import Days, transformed, usual_intakes
from unclench.told.person import Person

COLUMNS = {
    "magnesium": "MAGN",
    "calcium": "CALC",
    "potassium": "POTA",
    "vitamin_d": "VD",
    "sodium": "SODI",
    "vitamin_b12": "VB12",
    "iron": "IRON",
    "thiamin": "VB1",
    "vitamin_b6": "VB6",
    "folate": "FDFE",
    "phosphorus": "PHOS",
    "energy": "KCAL",
}
HELD_OUT = ("2003-2004", "2005-2006")
Z = {80: Z80, 95: 1.959963984540054}


def pairs() -> pl.DataFrame:
    """One row per person with two reliable days: sex, age, cycle, weight, day 1 and day 2."""
    path = shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz"
    columns = ["SEQN", "CYCLE", "DAY", "WTDR2D", "DRABF", "DRSTZ", "RIAGENDR", "RIDAGEYR"]
    columns += ["RIDEXPRG", *COLUMNS.values()]
    data = pl.read_csv(path, columns=columns, infer_schema_length=None).filter(
        (pl.col("DRSTZ") == 1)
        & (pl.col("DRABF").fill_null(2) != 1)
        & (pl.col("RIDEXPRG").fill_null(0) != 1)
        & (pl.col("RIDAGEYR") >= 1)
        & (pl.col("WTDR2D") > 0)
    )
    one, two = data.filter(pl.col("DAY") == 1), data.filter(pl.col("DAY") == 2)
    second = two.select("SEQN", *[pl.col(c).alias(f"{c}_2") for c in COLUMNS.values()])
    return one.join(second, on="SEQN", how="inner").sort("SEQN")


@dataclass(slots=True)
class Score:
    """Weighted sums over people for one nutrient and method."""

    weight: float = 0.0
    in80: float = 0.0
    in95: float = 0.0
    width80: float = 0.0
    brier: float = 0.0
    judged: float = 0.0

    def add(self, w: Array, y: Array, lo: dict[int, Array], hi: dict[int, Array]) -> None:
        """Count intervals {80, 95}."""
        self.weight += float(w.sum())
        self.in80 += float(w @ ((y >= lo[80]) & (y <= hi[80])))
        self.in95 += float(w @ ((y >= lo[95]) & (y <= hi[95])))
        self.width80 += float(w @ (hi[80] - lo[80]))

    def add_brier(self, w: Array, event: Array, p: Array) -> None:
        """Count the squared error of a probability."""
        self.judged += float(w.sum())
        self.brier += float(w @ (p - event) ** 2)


METHODS = ("model", "prior", "plain mean")


def threshold(nutrient: str, profile: Person) -> float | None:
    """The value whose shortfall is predicted: EAR, else AI; None without one."""
    found = requirement(nutrient, profile).found
    return found.value if found is not None else None


def score(
    scores: dict[str, Score],
    group: Group,
    w: Array,
    y1: Array,
    y2: Array,
    limit: float | None,
) -> None:
    """Score the three predictions of day two for people of one group; arrays of shape (n,).

    Day two on the Box-Cox scale is spread around the person's posterior, with its variance and
    that of a day; before any day ("prior") around the group's centre.
    """
    alike = Alike.of([group] * len(y1))
    assert group.power is not None and group.var_within is not None
    z1 = transformed(y1[:, None], alike)[:, 0]
    event = (y2 < limit).astype(float) if limit is not None else None
    for name, days in (("model", 1.0), ("prior", 0.0)):
        view = next_day(z1, np.full(len(y1), days), alike)
        lo = {k: view.quantile(-v) for k, v in Z.items()}
        hi = {k: view.quantile(v) for k, v in Z.items()}
        scores[name].add(w, y2, lo, hi)
        if event is not None and limit is not None:
            scores[name].add_brier(w, event, view.below(np.full(len(y1), limit)))
    spread = math.sqrt(2) * group.sd_within
    lo = {k: y1 - v * spread for k, v in Z.items()}
    hi = {k: y1 + v * spread for k, v in Z.items()}
    scores["plain mean"].add(w, y2, lo, hi)
    if event is not None and limit is not None:
        scores["plain mean"].add_brier(w, event, cdf_array((limit - y1) / spread))


def score_people(data: pl.DataFrame, nutrient: str) -> dict[str, Score]:
    """All groups of one nutrient."""
    column = COLUMNS[nutrient]
    scores = {m: Score() for m in METHODS}
    data = data.drop_nulls([column, f"{column}_2"])
    for group in tables()[nutrient].groups:
        if group.state != "none":
            continue
        sex = "male" if group.sex == "male" else "female"
        part = data.filter(
            (pl.col("RIAGENDR") == (1 if sex == "male" else 2))
            & (pl.col("RIDAGEYR") >= group.age[0])
            & (pl.col("RIDAGEYR") < group.age[1])
        )
        if part.is_empty():
            continue
        who = Person(age=group.age[0], sex=sex)  # type: ignore[arg-type]
        score(
            scores,
            group,
            part["WTDR2D"].cast(pl.Float64).to_numpy(),
            part[column].cast(pl.Float64).to_numpy(),
            part[f"{column}_2"].cast(pl.Float64).to_numpy(),
            threshold(nutrient, who),
        )
    return scores


def survey_table(data: pl.DataFrame) -> tuple[str, dict[str, dict[str, Score]]]:
    """Coverage and Brier scores per nutrient as a Markdown table, and the scores."""
    rows, scores = [], {}
    for nutrient in COLUMNS:
        found = score_people(data, nutrient)
        model, prior, plain = (found[m] for m in METHODS)
        if not model.weight:
            rows.append([nutrient, "not in these files"] + [""] * 8)
            continue
        scores[nutrient] = found
        b = [f"{s.brier / s.judged:.3f}" if s.judged else "" for s in (model, prior, plain)]
        rows.append(
            [
                nutrient,
                f"{model.in80 / model.weight:.1%}",
                f"{model.in95 / model.weight:.1%}",
                f"{prior.in80 / prior.weight:.1%}",
                f"{plain.in80 / plain.weight:.1%}",
                f"{model.width80 / prior.width80:.2f}",
                f"{model.width80 / plain.width80:.2f}",
                *b,
            ]
        )
    header = ["nutrient", "model 80 %", "model 95 %", "prior 80 %", "plain 80 %"]
    header += ["width / prior", "width / plain", "Brier model", "Brier prior", "Brier plain mean"]
    return table(header, rows), scores


EDGES = (-1.5, -0.5, 0.5, 1.5)
"""Distances of day one from the group, in standard deviations of a day of somebody of the group."""


def by_distance(data: pl.DataFrame, nutrient: str) -> tuple[Array, Array]:
    """(coverage of the 80 % interval for day two, people) by the distance of day one: five bins."""
    column = COLUMNS[nutrient]
    inside, weight, people = np.zeros(5), np.zeros(5), np.zeros(5)
    data = data.drop_nulls([column, f"{column}_2"])
    for group in (g for g in tables()[nutrient].groups if g.state == "none"):
        part = data.filter(
            (pl.col("RIAGENDR") == (1 if group.sex == "male" else 2))
            & (pl.col("RIDAGEYR") >= group.age[0])
            & (pl.col("RIDAGEYR") < group.age[1])
        )
        if part.is_empty():
            continue
        y1, y2, w = (part[c].cast(pl.Float64).to_numpy() for c in (column, f"{column}_2", "WTDR2D"))
        alike = Alike.of([group] * len(y1))
        z1 = transformed(y1[:, None], alike)[:, 0]
        view = next_day(z1, np.ones(len(y1)), alike)
        hit = (y2 >= view.quantile(-Z80)) & (y2 <= view.quantile(Z80))
        far = (z1 - alike.centre) / np.sqrt(alike.var_between + alike.var_within)
        bin_ = np.searchsorted(EDGES, far)
        inside += np.bincount(bin_, w * hit, 5)
        weight += np.bincount(bin_, w, 5)
        people += np.bincount(bin_, minlength=5)
    return inside / np.maximum(weight, 1e-9), people


def distance_table(data: pl.DataFrame) -> str:
    """Coverage of the 80 % interval by the distance of day one, as a Markdown table."""
    rows, every = [], []
    for nutrient in COLUMNS:
        held, people = by_distance(data, nutrient)
        if people.sum():
            every.append(held)
            cells = [f"{h:.1%}" for h in held]
            rows.append([nutrient, *cells, f"{people[0]:,.0f}", f"{people[4]:,.0f}"])
    mean = np.mean(every, axis=0)
    rows.append(["mean of all", *(f"{m:.1%}" for m in mean), "", ""])
    header = ["nutrient", "more than 1.5 below", "0.5 to 1.5 below", "near", "0.5 to 1.5 above"]
    header += ["more than 1.5 above", "people far below", "people far above"]
    return table(header, rows)


@dataclass(slots=True)
class Simulated:
    """One simulated group: true usual intakes, true requirements and n days each."""

    usual: Array
    need: Array
    days: Array


def draw_requirements(need: PersonRequirement, n: int, rng: np.random.Generator) -> Array:
    """Own requirements of n people, by inverting `share_above` on a grid."""
    value = need.value or 1.0
    grid = np.linspace(0.05 * value, 4 * value, 4000)
    cdf = 1 - share_above(need, grid)
    out: Array = np.interp(rng.random(n), cdf, grid)
    return out


def simulate(
    group: Group, need: PersonRequirement, people: int, n: int, strange: bool
) -> Simulated:
    """People of a group, from its published variances.

    `strange`: days log-normal with the group's mean and standard deviations, every person with a
    day-to-day variance of their own (scaled inverse chi-square, 8 degrees of freedom), and
    neighbouring days correlated by 0.2.
    """
    rng = np.random.default_rng(20260101 + n + 1000 * strange)
    assert group.power is not None and group.var_within is not None
    assert group.var_between is not None
    alike = Alike.of([group])
    if not strange:
        centre = group_centre(group) + rng.normal(0, math.sqrt(group.var_between), people)
        usual = average_over_days(centre[None], alike)[0]
        noise = rng.normal(0, math.sqrt(group.var_within), (people, n))
        days = backward((centre[:, None] + noise)[None], alike.power)[0]
    else:
        cv_b, cv_w = group.sd_between / group.mean, group.sd_within / group.mean
        sb = math.sqrt(math.log1p(cv_b**2))
        usual = group.mean * np.exp(rng.normal(0, sb, people) - sb * sb / 2)
        sw = math.sqrt(math.log1p(cv_w**2)) * np.sqrt(6 / rng.chisquare(8, people))
        e = rng.normal(size=(people, n))
        for i in range(1, n):
            e[:, i] = 0.2 * e[:, i - 1] + math.sqrt(1 - 0.04) * e[:, i]
        days = usual[:, None] * np.exp(sw[:, None] * e - sw[:, None] ** 2 / 2)
    return Simulated(usual, draw_requirements(need, people, rng), days)


def simulated_rows(people: int, strange: bool) -> list[list[str]]:
    """Coverage of the 80 % interval, Brier scores and how often firm verdicts are right."""
    rows = []
    for nutrient in ("magnesium", "calcium", "vitamin_d", "vitamin_b12", "iron", "folate"):
        who = Person(age=42, sex="female")
        group = next(
            g
            for g in tables()[nutrient].groups
            if g.sex == "female" and g.state == "none" and g.age[0] <= 42 < g.age[1]
        )
        need = requirement(nutrient, who).found
        assert need is not None and need.value is not None
        for n in (1, 3, 14):
            sim = simulate(group, need, people, n, strange)
            y, none = sim.days, np.zeros_like(sim.days)
            usual = usual_intakes(Days(y, y, y), Alike.of([group] * people), none)
            low80, high80 = usual.quantile(0.1), usual.quantile(0.9)
            inside = int(((low80 <= sim.usual) & (sim.usual <= high80)).sum())
            p_model = below_needs(usual, needs(nutrient, People.of([who] * people)))
            sd_r = (requirement_cv(need) or 0.0) * need.value
            p_plain = np.array(
                [
                    1 - iom_individual(mean, n, need.value, group.sd_within, sd_r).adequate
                    for mean in y.mean(axis=1).tolist()
                ]
            )
            below = sim.usual < sim.need
            prior = float(below.mean())
            low, low_right = int((p_model >= 0.85).sum()), int(below[p_model >= 0.85].sum())
            enough = int((p_model <= 0.15).sum())
            enough_right = int((~below[p_model <= 0.15]).sum())
            rows.append(
                [
                    nutrient,
                    str(n),
                    f"{inside / people:.1%}",
                    f"{((p_model - below) ** 2).mean():.3f}",
                    f"{prior * (1 - prior):.3f}",
                    f"{((p_plain - below) ** 2).mean():.3f}",
                    f"{low_right}/{low}",
                    f"{enough_right}/{enough}",
                ]
            )
    return rows


def report(people: int = 600) -> str:
    """The section of README.md."""
    data = pairs()
    held = data.filter(pl.col("CYCLE").is_in(HELD_OUT))
    tuned = data.filter(~pl.col("CYCLE").is_in(HELD_OUT))
    header = ["nutrient", "days", "80 % interval holds", "Brier model", "Brier prior"]
    header += ["Brier IOM 2000", "said too little: right", "said enough: right"]
    return f"""## Calibration of usual intake and of the risk of too little

Made by `python -m benchmarks.calibration` (fixed seeds). Food and drink only, survey weights.

### Predicting day two of a real survey from day one

The model knows one day, sex and age. "Prior" is the group alone, "plain mean" is that one day
with the group's day-to-day standard deviation (the reasoning of IOM 2000). The Brier score is for
the event that day two is below the EAR (for potassium and sodium the AI); lower is better.
"Width" is the mean width of the model's 80 % interval over that of the other.

**NHANES 2003-2006: {held.height:,} people that nobody tuned to**

{survey_table(held)[0]}

**NHANES 2007-2014: {tuned.height:,} people; the variances come from 2007-2016**

{survey_table(tuned)[0]}

**By how far day one lies from the group** (in standard deviations of a day of somebody alike;
NHANES 2003-2006): how often the 80 % interval holds. With so few people far off, a single share
has a standard error of about two in a hundred. These people live in the United States, so no rule
of a country's enrichment moves them.

{distance_table(held)}

The model does not correct for day two being reported lower than day one, as it is in this survey.

### Simulated women of 42 years, whose usual intake and need are known

{people} people per line. "Said too little: right" counts verdicts with a chance of 85 % or more,
"said enough: right" those with 15 % or less. The prior here knows the true share of women below
their need, which no program does. Long diaries are given wider intervals than independent days
would need, because neighbouring days of a real diary are alike (rule `slow_share`); so in the
first world the 80 % interval of 14 days holds more often than 80 %.

**From the published variances as they are**

{table(header, simulated_rows(people, strange=False))}

**From a world the model does not know** (log-normal days, everybody their own day-to-day
variance, neighbouring days alike)

{table(header, simulated_rows(people, strange=True))}
"""


def main() -> None:
    """Write the section."""
    start = time.perf_counter()
    write_section("calibration", report())
    print(f"calibration: {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

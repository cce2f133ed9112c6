"""Usual intake: recovery of a known truth from simulated surveys.

The truth is the mean of thousands of simulated days of each person, so that a mean over days that
is left out cannot stay unseen. Worlds of one and of two parts: as the model has them, another one,
and one with a strong covariate on eating at all. Bias, root mean square error and coverage of 95 %
intervals; beside them g⁻¹(xβ + u), which other programs print, on the same surveys.

    python -m benchmarks.cohort_recovery [--surveys 500] [--two-part-surveys 500] [--small]

writes its section of README.md. Lines that are done are kept in out/cohort_recovery.json, so that
a run that was stopped goes on. Fixed seeds; some three hours of processor for the full number,
which `make nightly` runs: a survey of 3,000 people takes 0.1 s with one part and 3 to 5 s with two.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.sections import table, write_section
from unclench.cohort.amount import fit_amounts
from unclench.cohort.design import make_design
from unclench.cohort.distribution import Mixture
from unclench.cohort.panel import Floats, Panel
from unclench.cohort.two_part import BothMixture, fit_both

LEVELS = (5.0, 50.0, 95.0)
WHAT = ("mean", "P5", "P50", "P95", "share below")
BELOW = 0.3
"""The limit is the truth's quantile of this share."""
T40 = 2.023
"""Of 39 degrees of freedom: 40 random groups."""
KEPT = Path("out/cohort_recovery.json")


@dataclass(frozen=True)
class World:
    """How days come about.

    Attributes:
        known: as the model has it; else skewed effects of people, a variance of their own for
            everybody, and now and then a feast.
        two_part: not eaten every day. covariate: its effect on the logit of eating, on half of
            the people.
    """

    name: str
    known: bool = True
    two_part: bool = False
    covariate: float = 0.0

    @property
    def scale(self) -> tuple[float, float, float, float, float]:
        """(mean, weekend, later day, variance between, variance within), Box-Cox of power 0.3."""
        return (10.0, 0.5, -0.3, 1.5, 3.0) if self.two_part else (15.0, 1.2, -0.6, 2.0, 4.0)

    def people(self, n: int, rng: np.random.Generator, *, even: bool = False) -> Any:
        """Effects on the amount and on eating, deviation of days, covariate; each (n,).

        Args:
            even: evenly spread effects, which leave less to chance in the truth.
        """
        from scipy.special import ndtri
        from scipy.stats import gamma

        share = rng.permutation((np.arange(n) + 0.5) / n) if even else rng.random(n)
        _, _, _, between, within = self.scale
        z = ndtri(share)
        t = 0.5 * z + np.sqrt(0.75) * rng.normal(size=n)
        x = (np.arange(n) % 2).astype(np.float64) * (self.covariate != 0)
        if self.known:
            return np.sqrt(between) * z, 1.3 * t, np.full(n, np.sqrt(within)), x
        skewed = (gamma.ppf(share, 4) - 4) / 2 * np.sqrt(between)
        return skewed, 1.3 * t, np.sqrt(within * 8 / rng.chisquare(10, n)), x

    def day(self, who: Any, weekend: Floats, later: float, rng: np.random.Generator) -> Floats:
        """Amounts of one day of these people."""
        u, eats, sd, x = who
        mean, on_weekend, on_later, _, _ = self.scale
        z = mean + u + on_weekend * weekend + on_later * later + sd * rng.normal(size=u.shape)
        y = np.asarray(np.maximum(0.3 * z + 1.0, 0.0) ** (1.0 / 0.3))
        if not self.known:
            y = np.where(rng.random(u.shape) < 0.02, 2.0 * y, y)
        if self.two_part:
            logit = -0.6 + eats + 0.8 * weekend + self.covariate * x
            y = np.where(rng.random(u.shape) < 1 / (1 + np.exp(-logit)), y, 0.0)
        return y

    def truth(self, people: int, days: int) -> Floats:
        """Each person's mean over so many days, four weekdays to three of the weekend."""
        rng = np.random.default_rng(99)
        who = self.people(people, rng, even=True)
        total = np.zeros(people)
        for d in range(days):
            total += self.day(who, np.full(people, float(d % 7 >= 4)), 0.0, rng)
        return total / days

    def survey(self, n: int, days: int, rng: np.random.Generator) -> Panel:
        """A survey of n people."""
        who = self.people(n, rng)
        weekend = (rng.random((days, n)) < 3 / 7).astype(float)
        y = np.stack([self.day(who, weekend[d], float(d > 0), rng) for d in range(days)])
        x = (who[3] - 0.5)[:, None] if self.covariate else np.zeros((n, 0))
        return Panel(
            np.repeat(np.arange(n), days).astype(np.intp),
            y.T.reshape(-1),
            np.tile((np.arange(days) > 0).astype(float), n),
            weekend.T.reshape(-1),
            x,
            ("x",) if self.covariate else (),
            np.arange(n).astype(np.str_),
        )

    def fitted(self, panel: Panel, weights: Floats, days: int) -> tuple[Any, Any]:
        """The model, and the same without the mean over days; None for two parts."""
        if self.two_part:
            return BothMixture.of(fit_both(panel, weights), panel, weights), None
        *_, between, within = self.scale
        a = fit_amounts(panel, weights, None if days > 1 else within / between)
        m = Mixture.of(a, panel, weights)
        return m, replace(m, amounts=replace(a, var_within=a.var_within * 1e-12))


WORLDS = (
    World("one part, as the model"),
    World("one part, another", known=False),
    World("two parts, as the model", two_part=True),
    World("two parts, a covariate of 2.0 on eating", two_part=True, covariate=2.0),
    World("two parts, another", known=False, two_part=True),
)


def _numbers(m: Any, limit: float) -> Floats:
    kinds = len(m.one_of_each())
    below = m.below(np.full(kinds, limit))
    return np.column_stack([m.mean(), m.percentiles(LEVELS), below])


def line(world: World, n: int, days: int, surveys: int, true: Floats) -> dict[str, Any]:
    """Bias, RMSE, coverage and the bias of the short cut, each of `WHAT`."""
    limit = float(np.percentile(true, 100 * BELOW))
    want = np.array([true.mean(), *np.percentile(true, LEVELS), BELOW])
    rng = np.random.default_rng(7)
    got, short, inside, start = [], [], np.zeros(len(WHAT)), time.process_time()
    for _ in range(surveys):
        panel = world.survey(n, days, rng)
        design = make_design(None, None, n, seed=1)
        m, bare = world.fitted(panel, design.weights(np.ones(n)), days)
        found = _numbers(m, limit)
        inside += np.abs(found[0] - want) <= T40 * design.errors(found)
        got.append(found[0])
        if bare is not None:
            short.append(_numbers(bare, limit)[0])
    scale = np.array([*want[:-1], 1.0])
    off = (np.array(got) - want) / scale
    return {
        "world": world.name, "n": n, "days": days, "surveys": surveys,
        "bias": off.mean(axis=0).tolist(), "rmse": np.sqrt((off**2).mean(axis=0)).tolist(),
        "coverage": (inside / surveys).tolist(),
        "short": ((np.array(short).mean(axis=0) - want) / scale).tolist() if short else None,
        "seconds": (time.process_time() - start) / surveys,
    }  # fmt: skip


def lines(surveys: int, two_part: int, people: int, days: int) -> list[dict[str, Any]]:
    """All lines; those that an earlier run with the same numbers did are taken from it."""
    told = {"people": people, "days": days}
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    done = kept["lines"] if kept.get("truth") == told else []
    out = []
    for world in WORLDS:
        true = None
        for k in (2,) if world.two_part else (2, 1):
            for n in (150, 500, 3000):
                many = two_part if world.two_part else surveys
                if world.two_part and n == 3000 and many < 500:
                    many = max(many // 4, 10)
                key = (world.name, n, k, many)
                have = [d for d in done if (d["world"], d["n"], d["days"], d["surveys"]) == key]
                if not have:
                    true = world.truth(people, days) if true is None else true
                    done.append(line(world, n, k, many, true))
                    have = done[-1:]
                    KEPT.parent.mkdir(exist_ok=True)
                    KEPT.write_text(json.dumps({"truth": told, "lines": done}, indent=1), "utf-8")
                    print(key, f"{have[0]['seconds']:.2f} s a survey", flush=True)
                out += have
    return out


def report(found: list[dict[str, Any]], people: int, days: int) -> str:
    """The section of README.md."""
    head = ["world", "n", "days", "surveys", "what", "bias", "RMSE", "95 % holds", "g⁻¹(xβ+u)"]
    rows = [
        [
            f["world"], f"{f['n']:,}", str(f["days"]), str(f["surveys"]), what,
            f"{f['bias'][i]:+.1%}", f"{f['rmse'][i]:.1%}", f"{f['coverage'][i]:.0%}",
            f"{f['short'][i]:+.1%}" if f["short"] else "",
        ]
        for f in found
        for i, what in enumerate(WHAT)
    ]  # fmt: skip
    return f"""## Usual intake: recovery of a known truth

Made by `python -m benchmarks.cohort_recovery` (fixed seeds; `surveys` says how many a line has,
`make nightly` runs 500 of each). The truth is the mean of {days:,} simulated days of each of
{people:,} people. Of the share below a limit (truly {BELOW:.0%}) differences are in points, of the
others in per cent of the truth. One day is fitted with the true ratio of variances. "Another"
world: skewed effects of people, a variance of their own for everybody, and feasts. Intervals are
from a jackknife over 40 random groups. The last column is the bias of a program that leaves the
mean over days out.

{table(head, rows)}
"""


def main() -> None:
    """Write the section."""

    def asked(name: str, usual: int) -> int:
        return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else usual

    if "--small" in sys.argv:
        print(report(lines(10, 4, 2000, 700), 2000, 700))
        return
    surveys = asked("--surveys", 500)
    found = lines(surveys, asked("--two-part-surveys", surveys), 40_000, 2100)
    write_section("cohort_recovery", report(found, 40_000, 2100))


if __name__ == "__main__":
    main()

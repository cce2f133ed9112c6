"""Usual intake: recovery of a known truth from simulated surveys.

The truth is the mean of thousands of simulated days of each person, so that a mean over days that
is left out cannot stay unseen. Worlds of one and of two parts: as the model has them, another one,
one with a strong covariate on eating at all, and one whose sample needs its weights. Bias, root
mean square error and coverage of 95 % intervals; beside them, on the same surveys, the short cuts
of a peer, written here from the description of its estimator: usual intake is g⁻¹(xβ + u), the
likelihood has no weights, and every day is a weekday.

    python -m benchmarks.cohort_recovery [--surveys 500] [--two-part-surveys 500] [--small]
                                         [--minutes N]

writes its section of README.md. Surveys are kept in out/cohort_recovery.json, each with a seed of
its own, so that a run that was stopped (or asked for N minutes) goes on; they are done in rounds
over all lines, which then have nearly as many each. Some forty minutes of processor for the full
number, which `make nightly` runs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recovery_worlds import WORLDS, World
from benchmarks.sections import table, when, write_section
from unclench.cohort.amount import Amounts, fit_amounts
from unclench.cohort.both_mixture import BothMixture
from unclench.cohort.design import make_design
from unclench.cohort.distribution import Mixture
from unclench.cohort.panel import Floats, Panel
from unclench.cohort.two_part import Both, fit_both

LEVELS = (5.0, 50.0, 95.0)
WHAT = ("mean", "P5", "P50", "P95", "share below")
BELOW = 0.3
"""The limit is the truth's quantile of this share."""
T40 = 2.023
"""Of 39 degrees of freedom: 40 random groups."""
KEPT = Path("out/cohort_recovery.json")
ESTIMATOR = 2
"""Counted up when numbers move: kept surveys of another one are not mixed with new ones."""
ROUND = 20
"""Surveys of a line before the next one has its turn."""


def _fitted(world: World, panel: Panel, weights: Floats) -> Amounts | Both:
    if world.two_part:
        return fit_both(panel, weights)
    *_, between, within = world.scale
    return fit_amounts(panel, weights, None if panel.counts.max() > 1 else within / between)


def _people(fit: Amounts | Both, panel: Panel, weights: Floats) -> Mixture | BothMixture:
    if isinstance(fit, Both):
        return BothMixture.of(fit, panel, weights)
    return Mixture.of(fit, panel, weights)


def _without_days(fit: Amounts | Both) -> Amounts | Both:
    """The same without the mean over days: g⁻¹(xβ + u)."""
    if isinstance(fit, Both):
        return replace(fit, sd_within=fit.sd_within * 1e-6)
    return replace(fit, var_within=fit.var_within * 1e-12)


def _weekday(fit: Amounts | Both) -> Amounts | Both:
    """The same where every day is a weekday."""
    at = fit.names.index("weekend")
    beta = fit.beta.copy()
    beta[:, at] = 0.0
    if isinstance(fit, Both):
        alpha = fit.alpha.copy()
        alpha[:, at] = 0.0
        return replace(fit, alpha=alpha, beta=beta)
    return replace(fit, beta=beta)


def _numbers(m: Mixture | BothMixture, limit: float) -> Floats:
    mean, percentiles, _ = m.told(LEVELS)
    below = m.below(np.full(len(m.one_of_each()), limit))
    return np.column_stack([mean, percentiles, below])


def survey(world: World, n: int, days: int, seed: int, limit: float) -> list[list[float]]:
    """One survey: estimates, their errors, g⁻¹(xβ + u), and the peer's; each of `WHAT`."""
    panel, weight = world.survey(n, days, np.random.default_rng([7, n, days, seed]))
    design = make_design(None, None, n, seed=1)
    weights = design.weights(weight)
    fit = _fitted(world, panel, weights)
    found = _numbers(_people(fit, panel, weights), limit)
    one = weights[:1]
    bare = _numbers(_people(_without_days(_first(fit)), panel, one), limit)[0]
    flat = np.ones_like(one)
    alone = _first(fit) if (weight == weight[0]).all() else _fitted(world, panel, flat)
    peer = _numbers(_people(_weekday(_without_days(alone)), panel, flat), limit)[0]
    errors = design.errors(found)
    return [v.tolist() for v in (found[0], errors, bare, peer)]


def _first(fit: Amounts | Both) -> Amounts | Both:
    """Of the survey's own weights alone."""
    names = ("alpha", "beta", "sd1", "sd2", "sd_within", "correlation", "power")
    if not isinstance(fit, Both):
        names = ("beta", "var_within", "var_between", "likelihood", "power")
    return replace(fit, **{n: getattr(fit, n)[:1] for n in names})


def summary(world: World, n: int, days: int, rows: list[Any], want: Floats) -> dict[str, Any]:
    """Bias, RMSE and coverage, and the biases of the short cuts, each of `WHAT`."""
    got, errors, bare, peer = np.moveaxis(np.array(rows), 1, 0)
    scale = np.array([*want[:-1], 1.0])
    off = (got - want) / scale
    return {
        "world": world.name, "n": n, "days": days, "surveys": len(rows),
        "bias": off.mean(axis=0).tolist(), "rmse": np.sqrt((off**2).mean(axis=0)).tolist(),
        "coverage": (np.abs(got - want) <= T40 * errors).mean(axis=0).tolist(),
        "bare": ((bare.mean(axis=0) - want) / scale).tolist(),
        "peer": ((peer.mean(axis=0) - want) / scale).tolist(),
    }  # fmt: skip


def _lines(surveys: int, two_part: int) -> Iterator[tuple[World, int, int, int]]:
    for world in WORLDS:
        for k in (2,) if world.two_part else (2, 1):
            for n in (150, 500, 3000):
                yield world, n, k, two_part if world.two_part else surveys


class Kept:
    """What is done, in a file that is written whole."""

    def __init__(self, path: Path | None, people: int, days: int) -> None:
        self.path, self.people, self.days = path, people, days
        told = {"people": people, "days": days, "estimator": ESTIMATOR}
        kept = json.loads(path.read_text("utf-8")) if path is not None and path.is_file() else {}
        same = kept.get("told") == told
        self.all: dict[str, Any] = kept if same else {"told": told, "truths": {}, "rows": {}}

    def truth(self, world: World) -> tuple[float, Floats]:
        """(limit, the true `WHAT`)."""
        if world.name not in self.all["truths"]:
            true = world.truth(self.people, self.days)
            limit = float(np.percentile(true, 100 * BELOW))
            want = [float(true.mean()), *np.percentile(true, LEVELS).tolist(), BELOW]
            self.all["truths"][world.name] = [limit, want]
        limit, want = self.all["truths"][world.name]
        return limit, np.array(want)

    def rows(self, world: World, n: int, days: int) -> list[Any]:
        """The surveys of a line; what is added to the list is kept by `write`."""
        out: list[Any] = self.all["rows"].setdefault(f"{world.name}/{n}/{days}", [])
        return out

    def write(self) -> None:
        """Whole or not at all."""
        if self.path is not None:
            self.path.parent.mkdir(exist_ok=True)
            draft = self.path.with_suffix(".part")
            draft.write_text(json.dumps(self.all), "utf-8")
            draft.replace(self.path)


def run(kept: Kept, surveys: int, two_part: int, minutes: float) -> list[dict[str, Any]]:
    """All lines, in rounds, until there are as many as asked or the time is over."""
    end = time.monotonic() + 60 * minutes
    every = list(_lines(surveys, two_part))
    for goal in range(ROUND, max(surveys, two_part) + ROUND, ROUND):
        for world, n, days, many in every:
            limit, _ = kept.truth(world)
            rows, start = kept.rows(world, n, days), time.process_time()
            before = len(rows)
            while len(rows) < min(goal, many) and time.monotonic() < end:
                rows.append(survey(world, n, days, len(rows), limit))
            if len(rows) > before:
                kept.write()
                each = (time.process_time() - start) / (len(rows) - before)
                print(f"{world.name}, n {n}, days {days}: {len(rows)}, {each:.2f} s", flush=True)
    return [
        summary(world, n, days, kept.rows(world, n, days)[:many], kept.truth(world)[1])
        for world, n, days, many in every
        if kept.rows(world, n, days)
    ]


def report(found: list[dict[str, Any]], people: int, days: int) -> str:
    """The section of README.md."""
    head = ["world", "n", "days", "surveys", "what", "bias", "RMSE", "95 % holds", "g⁻¹(xβ+u)"]
    rows = [
        [
            f["world"], f"{f['n']:,}", str(f["days"]), str(f["surveys"]), what,
            f"{f['bias'][i]:+.1%}", f"{f['rmse'][i]:.1%}", f"{f['coverage'][i]:.0%}",
            f"{f['bare'][i]:+.1%}", f"{f['peer'][i]:+.1%}",
        ]
        for f in found
        for i, what in enumerate(WHAT)
    ]  # fmt: skip
    return f"""## Usual intake: recovery of a known truth

Made by `python -m benchmarks.cohort_recovery` ({when()}; fixed seeds;
`surveys` says how many a line has, 500 are asked of each). The truth is the mean of {days:,}
simulated days of each of {people:,} people. Of the share below a limit (truly {BELOW:.0%})
differences are in points, of the others in per cent of the truth. One day is fitted with the true
ratio of variances. "Another" world: skewed effects of people, a variance of their own for
everybody, and feasts. Intervals are from a jackknife over 40 random groups. The last two columns
are biases of short cuts on the same surveys: g⁻¹(xβ+u) leaves the mean over days out; the peer's
estimator, written from its description because its package is on no registry, also leaves out the
weights and takes every day for a weekday. Two parts are not fitted to one day: how often somebody
eats something is learnt from a second one.

{table([*head, "peer's short cuts"], rows)}
"""


def main() -> None:
    """Write the section."""

    def asked(name: str, usual: int) -> int:
        return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else usual

    if "--small" in sys.argv:
        print(report(run(Kept(None, 2000, 700), 4, 4, 60), 2000, 700))
        return
    surveys = asked("--surveys", 500)
    kept = Kept(KEPT, 40_000, 2100)
    minutes = asked("--minutes", 1_000_000)
    found = run(kept, surveys, asked("--two-part-surveys", surveys), minutes)
    write_section("cohort_recovery", report(found, 40_000, 2100))


if __name__ == "__main__":
    main()

"""Self-experiments: false "helps" beside the usual ways, error rate, coverage, time.

    python -m benchmarks.trials

All people are virtual (`benchmarks.trial_grid`), the same for each way of judging.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.sections import table, write_section
from benchmarks.trial_grid import Lived, World, interval_of, live, model_of, p_of, ps_of
from unclench.trial.analysis import verdict
from unclench.trial.belief import Prior
from unclench.trial.habit import usual
from unclench.trial.planner import planned
from unclench.trial.power import EFFECTS, PEOPLE, power, weeks_needed
from unclench.trial.power import lengths as lengths_of
from unclench.trial.remedies import asked
from unclench.trial.simulated import Drive, weekly

FEWER = 0.7
BAD = 1.5
"""A spell is bad when two weeks have so many times the usual number."""
SCEPTIC = Prior(-0.04, 0.27)
"""As for magnesium."""


def before_after(lived: Lived, bad: bool) -> np.ndarray:
    """Who sees 30 % fewer in two weeks than in the two before. They start on the first day, or
    after their first two weeks with half as many again as usual; who has none is left out."""
    weeks = lived.counts.reshape(len(lived.counts), -1, 7).sum(axis=2)
    two = weeks[:, :-1] + weeks[:, 1:]
    before, after = two[:, :-2], two[:, 2:]
    at = before >= (BAD * 2 * lived.world.rate if bad else 1)
    at[:, 1:] &= bad
    who = np.flatnonzero(at.any(axis=1))
    start = at[who].argmax(axis=1)
    seen: np.ndarray = after[who, start] <= FEWER * before[who, start]
    return seen


def alternating(lived: Lived, weeks: int = 4) -> np.ndarray:
    """Who sees 30 % fewer in the means of A-B-A-B by weeks."""
    counts = lived.counts[:, : 7 * weeks].reshape(len(lived.counts), weeks, 7).sum(axis=2)
    a, b = counts[:, 0::2].mean(axis=1), counts[:, 1::2].mean(axis=1)
    return (a > 0) & (b <= FEWER * a)


def t_over_days(lived: Lived, weeks: int = 4) -> np.ndarray:
    """Who has p <= 5 % (one-sided) in Welch's test over single days of A-B-A-B."""
    counts = lived.counts[:, : 7 * weeks].reshape(len(lived.counts), weeks, 7)
    a, b = counts[:, 0::2].reshape(len(counts), -1), counts[:, 1::2].reshape(len(counts), -1)
    with np.errstate(all="ignore"):
        p = stats.ttest_ind(b, a, axis=1, equal_var=False, alternative="less").pvalue
    return np.nan_to_num(p, nan=1.0) <= 0.05


def t_over_our_days(lived: Lived) -> np.ndarray:
    """Who has p <= 5 % in Welch's test over single days of our drawn periods."""
    p = [
        stats.ttest_ind(c[w], c[~w], equal_var=False, alternative="less").pvalue
        for c, w in zip(lived.counts, lived.with_, strict=True)
    ]
    return np.nan_to_num(np.array(p), nan=1.0) <= 0.05


UNLIKELY = 0.35
"""From this p on nobody is near a chance of 80 % that it helps: the model is left out."""


def helped(lived: Lived) -> list[str]:
    """The verdict on each person whose p is below `UNLIKELY`."""
    ps = [(i, p_of(lived, i)) for i in range(len(lived.counts))]
    return [verdict(p, 0.05, model_of(lived, i, SCEPTIC).p_helps()) for i, p in ps if p < UNLIKELY]


def ours(world: World, people: int, seed: int) -> dict[str, float]:
    """Shares of verdicts."""
    lived = live(world, people, seed)
    said = [
        verdict(p_of(lived, i), 0.05, model_of(lived, i, SCEPTIC).p_helps()) for i in range(people)
    ]
    return {v: said.count(v) / people for v in dict.fromkeys(said)}


def false_helps(people: int = 600) -> str:
    """False "helps" of each way of judging the same people, on whom nothing works."""
    lived = live(World(rate=3.0, pairs=12), people, 4)
    said = helped(lived)
    shares = {
        "two weeks after two bad weeks": before_after(lived, bad=True).mean(),
        "two weeks after any two weeks": before_after(lived, bad=False).mean(),
        "A-B-A-B by weeks, means": alternating(lived).mean(),
        "A-B-A-B by weeks, Welch's test over days": t_over_days(lived).mean(),
        "12 drawn pairs of weeks, Welch's test over days": t_over_our_days(lived).mean(),
        "ours, 12 drawn pairs of weeks: helps": said.count("helps") / people,
        "ours: probably helps": said.count("probably_helps") / people,
    }
    head = f'The same {people} people, no effect, 3 cramps a week: "30 % fewer", or "helps"'
    return table([head, "share of people"], [[k, f"{v:.1%}"] for k, v in shares.items()])


def misleading() -> str:
    """False "helps" of each way, and what ours says where there is an effect."""
    world = World(rate=3.0)
    said = {e: ours(world.but(pairs=12, effect=e), 300, 4) for e in (0.0, 0.3, 0.5)}
    names = ["helps", "probably_helps", "cannot_tell", "probably_does_not_help"]
    more = table(
        ["Ours, 24 weeks at 3 a week: true effect", *(n.replace("_", " ") for n in names)],
        [[f"{e:.0%} fewer", *(f"{said[e].get(n, 0):.0%}" for n in names)] for e in said],
    )
    return f"{false_helps()}\n\n{more}"


def errors() -> str:
    """Error rate of the test and coverage of the intervals, by cell."""
    rows = []
    for name, more in (
        ("plain", {}),
        ("spread 3, memory 0.6", {"spread": 3.0, "memory": 0.6}),
        ("trend: falls by two thirds", {"trend": -1.1}),
        ("30 % of days missing", {"missing": 0.3}),
        ("missing on bad days", {"missing_bad": 0.2}),
        ("taken on 30 % of wrong days", {"cheats": 0.3}),
        ("lingers for three days", {"lingers": 3}),
    ):
        cells = [name]
        for rate in (1.0, 3.0, 7.0, 14.0):
            lived = live(World(rate=rate, pairs=10).but(**more), 1500, 5)
            cells.append(f"{np.mean([p_of(lived, i) <= 0.05 for i in range(1500)]):.1%}")
        half = live(World(rate=7.0, pairs=10, effect=0.5).but(**more), 300, 6)
        for level in (0.8, 0.95):
            held = 0
            for i in range(300):
                low, high = interval_of(half, i, level)
                held += (low or 0) <= 0.5 <= (high or np.inf)
            cells.append(f"{held / 300:.0%}")
        rows.append(cells)
    head = ["Ten pairs of weeks", "1 a week", "3", "7", "14", "80 % range", "95 % range"]
    return table(head, rows)


WRONG: dict[str, dict[str, Any]] = {
    "plain": {},
    "rises by 2.7": {"trend": 1.0},
    "falls, 20 % missing": {"trend": -1.0, "missing": 0.2},
    "missing on bad days": {"missing_bad": 0.2},
    "periods of 3 days": {"period": 3},
    "6 pairs of 2 weeks": {"period": 14, "pairs": 6},
}


def grid(people: int = 2500) -> str:
    """Error rate of the test at 5 % in each cell of the nightly grid; the worst of four rates.

    Without a spread there is nothing to remember, and with no effect it does not matter when it is
    taken: these cells are those beside them.
    """
    rows, most = [], 0.05 + 3 * (0.05 * 0.95 / people) ** 0.5
    for spread in (1.0, 1.5, 3.0):
        for memory in (0.0, 0.3, 0.6) if spread > 1 else (0.0,):
            cells = [f"{spread:g}, {memory:g}" if spread > 1 else "1"]
            for more in WRONG.values():
                shares = []
                for rate in (1.0, 3.0, 7.0, 14.0):
                    world = World(rate=rate, spread=spread, memory=memory, pairs=10).but(**more)
                    shares.append((ps_of(live(world, people, 7)) <= 0.05).mean())
                cells.append(f"{max(shares):.1%}")
            rows.append(cells)
    said = (
        f"Every cell of the grid without lingering: {people:,} people without an effect, ten pairs "
        "of weeks, how often the test at 5 % errs; the worst of 1, 3, 7 and 14 cramps a week. By "
        f"chance alone a true 5 % shows up to {most:.1%}."
    )
    return f"{said}\n\n{table(['spread, memory', *WRONG], rows)}"


def coverage(people: int = 200) -> str:
    """How often the ranges hold the true ratio, by rate and effect."""
    rows = []
    for rate in (3.0, 7.0, 14.0):
        for effect in (0.0, 0.3, 0.5, 0.7):
            lived = live(World(rate=rate, effect=effect, pairs=10), people, 9)
            cells = [f"{rate:g}", f"{effect:.0%} fewer"]
            for level in (0.8, 0.95):
                spans = [interval_of(lived, i, level) for i in range(people)]
                held = [(a or 0) <= 1 - effect <= (b or np.inf) for a, b in spans]
                cells.append(f"{np.mean(held):.0%}")
            rows.append(cells)
    return table(["cramps a week", "true effect", "80 % range holds", "95 % range holds"], rows)


def lengths() -> str:
    """Weeks that are planned, and the power that the whole analysis then has."""
    rows = []
    for rate in (3.0, 7.0, 14.0):
        needed = weeks_needed(power(usual(rate), 7, 1), 0.5, 0.8)
        assert needed is not None

        def achieved(pairs: int, rate: float = rate) -> float:
            lived = live(World(rate=rate, effect=0.5, pairs=pairs, skip=1), 800, 7)
            return float(np.mean([p_of(lived, i) <= 0.05 for i in range(800)]))

        least = next(n for n in range(5, 80) if achieved(n) >= 0.8)
        rows.append([f"{rate:g}", f"{needed}", f"{achieved(needed // 2):.0%}", f"{2 * least}"])
    head = ["Cramps a week", "weeks planned for half as many", "power achieved", "weeks to 80 %"]
    return table(head, rows)


def times() -> str:
    """Processor time of a plan and of an analysis of 26 weeks, and of peers in the same run."""

    def seconds(of: Callable[[], object], times: int = 1) -> float:
        of()
        start = time.process_time()
        for _ in range(times):
            of()
        return (time.process_time() - start) / times

    plan = planned(asked("magnesium"), None, rate=3.0)
    a = seconds(lambda: planned(asked("magnesium"), None, rate=3.0))
    lived = live(World(rate=7.0, pairs=13), 1, 8)

    def analysis() -> None:
        p_of(lived, 0), interval_of(lived, 0, 0.8), interval_of(lived, 0, 0.95)
        model_of(lived, 0, SCEPTIC)

    b, test = seconds(analysis, 5), seconds(lambda: p_of(lived, 0), 20)
    counts = lived.counts[0].reshape(13, 2, 7).sum(axis=2)
    theirs = seconds(lambda: stats.permutation_test(
        (counts[:, 0], counts[:, 1]), lambda x, y, axis: np.sum(x - y, axis=axis),
        permutation_type="samples", alternative="greater", n_resamples=np.inf, vectorized=True,
    ), 5)  # fmt: skip
    t = seconds(_power_by_t)
    return (
        f"A plan takes {a:.1f} s of one core (aim 2), {a / t:.1f} times a simulation of the same "
        f"people and lengths with `scipy.stats.ttest_rel` in place of the test ({t:.1f} s). Test, "
        f"intervals and model of 26 weeks take {b:.2f} s (aim 1), {b / theirs:.1f} times the exact "
        f"`scipy.stats.permutation_test` alone ({theirs:.3f} s), our own test {test:.5f} s. A "
        f"newcomer with 3 cramps a week who asks for magnesium is told `{plan.advice}`: "
        f"{plan.needed_weeks['50']} weeks to find half as many."
    )


def _power_by_t() -> list[float]:
    """Power by a paired t-test over pairs, for the people and lengths of a plan."""
    rng, grid_ = np.random.default_rng(1), lengths_of(28)
    mean = weekly(Drive(3.0), PEOPLE, 4 * grid_[-1], rng).reshape(PEOPLE, -1, 2)[:, :, 1] * 3.0
    out = []
    for effect in EFFECTS:
        with_ = rng.poisson(mean[:, 0::2] * (1 - effect))
        without = rng.poisson(mean[:, 1::2])
        for n in grid_:
            with np.errstate(all="ignore"):
                found = stats.ttest_rel(without[:, :n], with_[:, :n], axis=1, alternative="greater")
            out.append(float(np.mean(np.nan_to_num(found.pvalue, nan=1.0) <= 0.05)))
    return out


def main() -> None:
    """Measure and write the section."""
    parts = [misleading(), errors(), grid(), coverage(), lengths(), times()]
    text = "## Self-experiments\n\n" + "\n\n".join(parts)
    write_section("trials", text)
    print(text)


if __name__ == "__main__":
    main()

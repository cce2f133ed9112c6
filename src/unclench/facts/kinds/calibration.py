"""Kind `calibration`: from what the network says to what was seen among stories nobody tuned to.

`knots` are pairs (probability of the network, probability said), joined by straight lines.
They rise, so the order of causes stays. Made by `python -m benchmarks.reliability --fit`.
"""

from __future__ import annotations

import datetime as dt
import itertools

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified


class Calibration(Fact):
    """A rising curve; `note` says from how many stories of how many writers it was made."""

    knots: tuple[tuple[float, float], ...]
    note: str = ""
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """The curve goes from 0 to the last knot at 1 and rises all the way, so that order is kept."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, Calibration)
        where = f"facts/data/calibration/{fact.file}.yaml"
        xs, ys = [k[0] for k in fact.knots], [k[1] for k in fact.knots]
        if not xs or xs[0] != 0 or xs[-1] != 1 or ys[0] != 0 or ys[-1] > 1:
            problems.append(Problem("the curve has to go from (0, 0) to (1, at most 1)", where))
        rises = all(a < b for z in (xs, ys) for a, b in itertools.pairwise(z))
        if not rises:
            problems.append(Problem("the curve has to rise from knot to knot", where))
    return problems

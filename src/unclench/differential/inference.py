"""Exact inference in a leaky, multi-cause noisy-OR (and noisy-MAX) network.

Causes are present or absent, several at once. Each finding that was seen, and each abnormal blood
result, is a node that any of its causes, or the background, can produce on its own. We walk
through the causes one by one and carry the joint probability of which nodes are explained so far.
Only sums and products of non-negative numbers occur: nothing is subtracted, so the answer keeps
its digits with any number of findings, where the textbook's alternating sum (quickscore) loses
them from about sixteen on. The cost grows with the number of nodes open at the same time, which
the order of the causes keeps small.

`docs/decisions/0030-inference.md` says why this and not a library, and names the noisy-OR
convention: a link is the probability that the cause *alone* produces the finding ("Net",
Henrion), and the background is added to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from unclench.differential.walk import Node, backward, forward, order_of, widest


@dataclass(frozen=True, slots=True)
class Seen:
    """A node with evidence: a finding that is there, or an abnormal result with its severity.

    Attributes:
        name: for the reader.
        background: P(level) with no cause present, for the levels absent and there, or for
            the levels no, mild, severe.
        likelihood: relative likelihood of what was seen, by level; (0, 1) for a plain finding.
        links: cause index -> P(contribution >= 1), and for three levels P(contribution >= 2).
    """

    name: str
    background: tuple[float, ...]
    likelihood: tuple[float, ...]
    links: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A network with its evidence entered.

    Attributes:
        prior: P(present of its own accord) for each cause, in (0, 1).
        factor: likelihood of all evidence that needs no node (absent findings, normal results),
            cause present against cause absent; >= 0.
        seen: nodes with evidence.
        brings: (upstream, downstream) -> probability that the first brings about the second.
    """

    prior: Sequence[float]
    factor: Sequence[float]
    seen: Sequence[Seen] = ()
    brings: Mapping[tuple[int, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Without:
    """The same network with one piece of evidence less.

    Attributes:
        prior, factor: as in `Problem`.
        silent: index into `Problem.seen` of the node whose evidence is left out, or None.
    """

    prior: Sequence[float]
    factor: Sequence[float]
    silent: int | None = None


@dataclass(frozen=True, slots=True)
class Posterior:
    """What follows from the evidence.

    Attributes:
        present: P(cause present | evidence), whatever brought it about.
        own: P(cause present of its own accord | evidence), i.e. not only as another's consequence.
        log_evidence: natural logarithm of the likelihood of all evidence.
    """

    present: tuple[float, ...]
    own: tuple[float, ...]
    log_evidence: float


MOST = 1 << 17
"""Numbers of a joint table that are walked through at once by `solve_without`."""


def _nodes(problem: Problem, silent: Sequence[int | None]) -> list[Node]:
    """Nodes with evidence and those of causes that others bring about; one row a variant."""
    rows, nodes = len(silent), list[Node]()
    for k, s in enumerate(problem.seen):
        end = np.tile(np.array(s.likelihood), (rows, 1))
        end[[row for row, out in enumerate(silent) if out == k]] = 1.0
        nodes.append(Node(np.array(s.background), end, dict(s.links)))
    downstream = sorted({d for _, d in problem.brings})
    for d in downstream:
        links: dict[int, tuple[float, ...]] = {
            u: (w,) for (u, dd), w in sorted(problem.brings.items()) if dd == d
        }
        nodes.append(Node(np.array([1.0, 0.0]), np.ones((rows, 2)), links, d))
    return nodes


def solve(problem: Problem) -> Posterior:
    """Posterior of every cause, exact up to rounding.

    Args:
        problem: a network with evidence.

    Raises:
        ValueError: the evidence is impossible under the network (its likelihood is zero).
    """
    return _solve(problem, [Without(problem.prior, problem.factor)])[0]


def solve_without(problem: Problem, others: Sequence[Without]) -> list[Posterior]:
    """The posteriors with one piece of evidence less each, walked through together.

    A silent node stays, and whatever level it has is as likely: the same answer as without it.

    Args:
        problem: the whole network.
        others: what is left out.

    Raises:
        ValueError: the evidence is impossible under the network.
    """
    nodes = [node for node in _nodes(problem, [None]) if node.links]
    step = max(1, MOST // widest(order_of(len(problem.prior), nodes), nodes))
    return [p for k in range(0, len(others), step) for p in _solve(problem, others[k : k + step])]


def _solve(problem: Problem, others: Sequence[Without]) -> list[Posterior]:
    n, rows = len(problem.prior), len(others)
    prior = np.array([o.prior for o in others], float)
    factor = np.array([o.factor for o in others], float)
    nodes = _nodes(problem, [o.silent for o in others])
    touching = [node for node in nodes if node.links or node.trigger_of is not None]
    log_e = np.zeros(rows)
    for node in nodes:
        if not node.links:
            log_e += np.log(np.maximum(node.end @ node.start, 1e-300))
    nodes = touching
    order = order_of(n, nodes)
    trigger = {node.trigger_of: k for k, node in enumerate(nodes) if node.trigger_of is not None}
    steps = forward(prior, factor, nodes, order, trigger)
    present, own, total = backward(prior, factor, nodes, steps, trigger)
    if not (total > 0).all():
        raise ValueError("the findings contradict the network")
    log_e += np.log(total)
    on, off = prior * factor, 1 - prior
    out_p = on / (on + off)
    out_o = out_p.copy()
    alone = [i for i in range(n) if i not in present]
    log_e += np.log(on + off)[:, alone].sum(axis=1)
    for i in present:
        out_p[:, i] = np.minimum(1.0, present[i] / total)
        out_o[:, i] = np.minimum(1.0, own[i] / total)
    return [
        Posterior(tuple(out_p[r].tolist()), tuple(out_o[r].tolist()), float(log_e[r]))
        for r in range(rows)
    ]

"""The walk through the causes, one by one, with the joint table of the nodes that are open.

Tables have one row a variant of the network, and behind it the levels of the open nodes, the
innermost first. Only sums and products of non-negative numbers occur.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(slots=True)
class Node:
    """A node with evidence, or of a cause that others bring about (`trigger_of`)."""

    start: Array  # levels
    end: Array  # rows x levels: what was seen, for each variant of the network
    links: dict[int, tuple[float, ...]]
    trigger_of: int | None = None


def order_of(n: int, nodes: list[Node]) -> list[int]:
    """Causes that touch a node, upstream before downstream, few nodes open at a time (greedy)."""
    touches: list[int] = [0] * n
    for k, node in enumerate(nodes):
        for i in [*node.links, *([node.trigger_of] if node.trigger_of is not None else [])]:
            touches[i] |= 1 << k
    left = {i for i in range(n) if touches[i]}
    waits = {node.trigger_of: set(node.links) for node in nodes if node.trigger_of is not None}
    users = [sum(1 for i in left if touches[i] >> k & 1) for k in range(len(nodes))]
    opened, out = 0, []
    while left:
        best: tuple[tuple[int, int, int], int, int] | None = None
        for i in sorted(left):
            if waits.get(i, set()) & left:
                continue
            wide = opened | touches[i]
            closes = sum(1 << k for k in range(len(nodes)) if touches[i] >> k & 1 and users[k] == 1)
            key = ((wide & ~closes).bit_count(), wide.bit_count(), i)
            if best is None or key < best[0]:
                best = (key, i, wide & ~closes)
        assert best is not None, "the links between causes must not go round in a circle"
        _, i, opened = best
        left.remove(i)
        out.append(i)
        for k in range(len(nodes)):
            users[k] -= touches[i] >> k & 1
    return out


def _act(a: Array, open_: list[int], nodes: list[Node], i: int, back: bool) -> Array:
    """What an active cause `i` does to each node it touches; `back` is the transposed step."""
    a = a.copy()
    inner = 1
    for k in open_:
        node = nodes[k]
        r = len(node.start)
        link = node.links.get(i)
        if link is not None:
            v = a.reshape(len(a), -1, r, inner)
            q1 = link[0]
            if r == 2:
                if back:
                    v[:, :, 0] = (1 - q1) * v[:, :, 0] + q1 * v[:, :, 1]
                else:
                    v[:, :, 1] += q1 * v[:, :, 0]
                    v[:, :, 0] *= 1 - q1
            else:
                q2 = min(link[1], q1)
                if back:
                    v[:, :, 0] = (1 - q1) * v[:, :, 0] + (q1 - q2) * v[:, :, 1] + q2 * v[:, :, 2]
                    v[:, :, 1] = (1 - q2) * v[:, :, 1] + q2 * v[:, :, 2]
                else:
                    v[:, :, 2] += q2 * (v[:, :, 0] + v[:, :, 1])
                    v[:, :, 1] = (1 - q2) * v[:, :, 1] + (q1 - q2) * v[:, :, 0]
                    v[:, :, 0] *= 1 - q1
        inner *= r
    return a


@dataclass(slots=True)
class Step:
    """One cause of the walk, with the table as it was before it."""

    cause: int
    open_: list[int]  # open nodes, innermost first, while the cause is walked through
    opens: list[int]
    closes: list[int]
    forward: Array  # rows x levels of the open nodes


def _inner(open_: list[int], nodes: list[Node], k: int) -> int:
    return math.prod(len(nodes[j].start) for j in open_[: open_.index(k)])


def _contract(a: Array, open_: list[int], nodes: list[Node], k: int, weight: Array) -> Array:
    """Sum over the levels of node `k`, weighted; `weight` is levels, or rows x levels."""
    v = a.reshape(len(a), -1, len(nodes[k].start), _inner(open_, nodes, k))
    weight = np.broadcast_to(weight, (len(a), v.shape[2]))
    if len(a) == 1:
        return np.tensordot(weight[0], v[0], axes=(0, 1)).reshape(1, -1)
    out = weight[:, 0, None, None] * v[:, :, 0]
    for level in range(1, v.shape[2]):
        out += weight[:, level, None, None] * v[:, :, level]
    return out.reshape(len(a), -1)


def _expand(a: Array, open_: list[int], nodes: list[Node], k: int, weight: Array) -> Array:
    """A table with node `k` opened; `weight` is levels, or rows x levels."""
    v = a.reshape(len(a), -1, 1, _inner(open_, nodes, k))
    weight = np.broadcast_to(weight, (len(a), len(nodes[k].start)))
    return (v * weight[:, None, :, None]).reshape(len(a), -1)


def _split(a: Array, open_: list[int], nodes: list[Node], k: int) -> tuple[Array, Array]:
    """The parts of a table where node `k` is 0 and 1, as tables of full size (rest is zero)."""
    inner = _inner(open_, nodes, k)
    low, high = a.copy(), a.copy()
    low.reshape(len(a), -1, 2, inner)[:, :, 1] = 0
    high.reshape(len(a), -1, 2, inner)[:, :, 0] = 0
    return low, high


def _dot(a: Array, b: Array) -> Array:
    """The product of each row with the same row, summed."""
    if len(a) == 1:
        return np.array([a[0] @ b[0]])
    out: Array = np.einsum("rk,rk->r", a, b)  # no threads, which cost more than they bring here
    return out


def _ends(order: list[int], nodes: list[Node]) -> dict[int, int]:
    """Node -> the last step that touches it."""
    place = {i: t for t, i in enumerate(order)}
    return {
        k: max(
            place[i]
            for i in [*node.links, *([node.trigger_of] if node.trigger_of is not None else [])]
        )
        for k, node in enumerate(nodes)
    }


def widest(order: list[int], nodes: list[Node]) -> int:
    """Numbers in the largest table of a walk."""
    last = _ends(order, nodes)
    open_, most = set[int](), 1
    for t, i in enumerate(order):
        open_ |= {k for k, x in enumerate(nodes) if i in x.links or x.trigger_of == i}
        most = max(most, math.prod(len(nodes[k].start) for k in open_))
        open_ -= {k for k in open_ if last[k] == t}
    return most


def forward(
    prior: Array,
    factor: Array,
    nodes: list[Node],
    order: list[int],
    trigger: dict[int, int],
) -> list[Step]:
    """The walk in the order of the causes: every table that `backward` needs."""
    last = _ends(order, nodes)
    a, open_, steps = np.ones((len(prior), 1)), list[int](), list[Step]()
    for t, i in enumerate(order):
        mine = [k for k, x in enumerate(nodes) if i in x.links or x.trigger_of == i]
        opens = [k for k in mine if k not in open_]
        for k in opens:
            open_ = [*open_, k]
            a = _expand(a, open_, nodes, k, nodes[k].start)
        closes = [k for k in open_ if last[k] == t]
        steps.append(Step(i, open_, opens, closes, a))
        p, g = prior[:, i, None], factor[:, i, None]
        active = _act(a, open_, nodes, i, back=False)
        if i in trigger:
            low, _ = _split(a, open_, nodes, trigger[i])
            low_on, high_on = _split(active, open_, nodes, trigger[i])
            a = (1 - p) * low + p * g * low_on + g * high_on
        else:
            a = (1 - p) * a + p * g * active
        for k in closes:
            a = _contract(a, open_, nodes, k, nodes[k].end)
            open_ = [j for j in open_ if j != k]
    return steps


def backward(
    prior: Array,
    factor: Array,
    nodes: list[Node],
    steps: list[Step],
    trigger: dict[int, int],
) -> tuple[dict[int, Array], dict[int, Array], Array]:
    """Joint weights of each cause with the evidence, and the weight of the evidence, a row each."""
    present: dict[int, Array] = {}
    own: dict[int, Array] = {}
    total = np.ones(len(prior))
    b = np.ones((len(prior), 1))
    for s in reversed(steps):
        kept = [k for k in s.open_ if k not in s.closes]
        for k in s.open_:  # un-close, innermost first, so that positions come out right
            if k in s.closes:
                at = [j for j in s.open_ if j in kept or j == k]
                b = _expand(b, at, nodes, k, nodes[k].end)
                kept = at
        p, g = prior[:, s.cause], factor[:, s.cause]
        tb = _act(b, s.open_, nodes, s.cause, back=True)
        wide_p, wide_g = p[:, None], g[:, None]
        if s.cause in trigger:
            low, high = _split(s.forward, s.open_, nodes, trigger[s.cause])
            off = (1 - p) * _dot(low, b)
            on_own = p * g * _dot(low, tb) + p * g * _dot(high, tb)
            on = p * g * _dot(low, tb) + g * _dot(high, tb)
            b_low, _ = _split(b, s.open_, nodes, trigger[s.cause])
            tb_low, tb_high = _split(tb, s.open_, nodes, trigger[s.cause])
            b = (1 - wide_p) * b_low + wide_p * wide_g * tb_low + wide_g * tb_high
        else:
            off = (1 - p) * _dot(s.forward, b)
            on = on_own = p * g * _dot(s.forward, tb)
            b = (1 - wide_p) * b + wide_p * wide_g * tb
        present[s.cause], own[s.cause] = on, on_own
        total = on + off
        open_ = s.open_
        for k in reversed(s.opens):
            b = _contract(b, open_, nodes, k, nodes[k].start)
            open_ = [j for j in open_ if j != k]
    return present, own, total

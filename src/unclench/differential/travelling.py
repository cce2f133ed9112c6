"""Evidence that travels together counts less than as often as it is told (facts: `together`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unclench.differential.inference import Seen


def tempered(node: Seen, power: float) -> Seen:
    """A node whose likelihood ratios are raised to `power`, between 0 and 1.

    For a finding both P(there | cause) and the background are raised to the power, so that every
    single ratio is, and the noisy-OR stays one. For a result the likelihoods of its levels are.
    """
    if len(node.background) > 2:
        return replace(node, likelihood=tuple(x**power for x in node.likelihood))
    there = node.background[1]
    low = there**power
    links = {
        i: (((there + link * (1 - there)) ** power - low) / (1 - low),)
        for i, (link, *_) in node.links.items()
    }
    return replace(node, background=(1 - low, low), links=links)


def as_one(logs: Sequence[float], exponent: float) -> float:
    """What several say together: at least the strongest, and the mean of `k` as `k` ** exponent."""
    if not logs:
        return 0.0
    together: float = sum(logs) / len(logs) * len(logs) ** exponent
    return max(*logs, together)

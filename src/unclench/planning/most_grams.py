"""Foods of which nobody should eat more than so much a week, such as oily fish."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from unclench.planning.food_tags import tags
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import Change


def raises(change: Change, tag: str) -> bool:
    """Whether a change brings more of foods with a tag."""
    return change.eaten_more is not None and tag in tags(change.eaten_more.name)


def kept_below(
    found: Iterable[Change], own: Sequence[OwnFood], tag: str, grams: float
) -> list[Change]:
    """The changes, where each leaves foods with a tag at or below `grams` a week.

    Several together may not: at most one of them comes in a plan (`Problem.at_most`).
    """
    room = grams - sum((o.grams or 0.0) * o.per_week for o in own if tag in tags(o.name))
    out = []
    for c in found:
        if not raises(c, tag):
            out.append(c)
            continue
        assert c.eaten_more is not None
        given = c.eaten_less.grams if c.eaten_less and tag in tags(c.eaten_less.name) else 0.0
        each = c.eaten_more.grams - given
        cap = c.cap if each <= 0 else min(c.cap, math.floor(room / each + 1e-9))
        if cap >= 1:
            out.append(replace(c, cap=cap))
    return out

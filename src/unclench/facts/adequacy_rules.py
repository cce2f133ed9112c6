"""The numbers of the adequacy method, by name."""

from __future__ import annotations

import functools

from unclench.facts.kinds.adequacy_rules import AdequacyRules, Rule
from unclench.facts.loader import load

__all__ = ["Rule", "review_level", "rule", "value"]


@functools.cache
def rule(name: str) -> Rule:
    """One rule.

    Raises:
        KeyError: no such rule.
    """
    return load("adequacy_rules", AdequacyRules)["usual_intake"].rules[name]


@functools.cache
def value(name: str) -> float:
    """The number of one rule."""
    return rule(name).value


def review_level() -> int:
    """The review level of the rules."""
    return load("adequacy_rules", AdequacyRules)["usual_intake"].review.level

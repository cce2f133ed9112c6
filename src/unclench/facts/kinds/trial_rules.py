"""Numbers of the self-experiments: thresholds, lengths, what is taken for granted."""

from __future__ import annotations

import functools

from unclench.facts.kinds.adequacy_rules import Rule
from unclench.facts.loader import Fact, load


class TrialRules(Fact):
    """The rules by name."""

    rules: dict[str, Rule]


@functools.cache
def value(name: str) -> float:
    """The number of one rule.

    Raises:
        KeyError: no such rule.
    """
    return load("trial_rules", TrialRules)["trial"].rules[name].value

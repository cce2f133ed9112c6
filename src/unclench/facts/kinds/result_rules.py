"""Numbers that go with every laboratory result: how old it may be, and the like."""

from __future__ import annotations

import functools

from unclench.facts import loader
from unclench.facts.kinds.adequacy_rules import Rule
from unclench.facts.loader import Fact


class ResultRules(Fact):
    """The rules by name."""

    rules: dict[str, Rule]


@functools.cache
def value(name: str) -> float:
    """The number of one rule, in its unit.

    Raises:
        KeyError: no such rule.
    """
    return loader.load("result_rules", ResultRules)["results"].rules[name].value

"""Numbers that go with every laboratory result: how old it may be, and the like."""

from __future__ import annotations

import functools

from unclench.facts import loader
from unclench.facts.kinds.adequacy_rules import Rule
from unclench.facts.loader import Fact
from unclench.facts.second_looks import SecondLook


class ResultRule(Rule):
    """One number, its reason, and where it was looked up again."""

    second: SecondLook


class ResultRules(Fact):
    """The rules by name."""

    rules: dict[str, ResultRule]


@functools.cache
def value(name: str) -> float:
    """The number of one rule, in its unit.

    Raises:
        KeyError: no such rule.
    """
    return loader.load("result_rules", ResultRules)["results"].rules[name].value

"""Numbers of the adequacy method that no authority sets: what they are and where they come from."""

from __future__ import annotations

from unclench.facts.loader import Fact, Strict, Verified


class Rule(Strict):
    """One number and its reason."""

    value: float
    unit: str
    why: str
    source: str
    verified: Verified


class AdequacyRules(Fact):
    """The rules by name."""

    rules: dict[str, Rule]

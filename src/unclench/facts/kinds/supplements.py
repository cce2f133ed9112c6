"""Supplements: names of nutrients on labels, and the compounds they are sold as."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified

_WEIGHT = {
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "Na": 22.990,
    "Mg": 24.305,
    "P": 30.974,
    "S": 32.06,
    "Cl": 35.45,
    "K": 39.098,
    "Ca": 40.078,
    "Fe": 55.845,
    "Zn": 65.38,
    "I": 126.904,
}
"""Abridged standard atomic weights, g/mol; source key `supplements_iupac_weights_2021`."""


class Form(Strict):
    """A compound that carries the nutrient.

    `fraction` is the mass of the element over the mass of the compound `formula`. `stated_as`
    tells what a number behind the compound's name usually means: the `element`, the `compound`,
    or `either`, in which case the reader keeps the whole interval.
    """

    id: str
    label: str
    words: tuple[str, ...]
    formula: str
    fraction: float = Field(gt=0, le=1)
    stated_as: Literal["element", "compound", "either"]
    source: str
    verified: Verified
    note: str = ""


class Special(Strict):
    """Another unit or form that counts for more or less than its weight, e.g. IU or folic acid."""

    words: tuple[str, ...] = ()
    of_unit: KnownUnit
    factor: float
    source: str
    verified: Verified
    note: str = ""


class CountsAs(Strict):
    """A dose that is also one of another nutrient, of which it is a part or the whole.

    `words` are the names that it holds for, all when there are none; `at_least` is the dose from
    which it does.
    """

    nutrient: str
    words: tuple[str, ...] = ()
    at_least: float = Field(0.0, ge=0)
    source: str
    verified: Verified


class SupplementKind(Fact):
    """One nutrient as it is sold.

    `unit` is the unit of the nutrient's amounts; `words` name it on labels; `hints` are names
    (regular expressions) that alone make a line worth a closer look as a supplement;
    `dose_at_most` is the largest dose of one line that is believable (above it the reader asks),
    by `source`.
    """

    nutrient: str
    unit: KnownUnit
    element: str = ""
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    dose_at_most: float
    source: str
    forms: tuple[Form, ...] = ()
    special: tuple[Special, ...] = ()
    counts_as: tuple[CountsAs, ...] = ()


def mass(formula: str, only: str = "") -> float:
    """Molar mass in g/mol of a formula with brackets and water ("MgCl2.6H2O").

    Args:
        formula: groups joined by ".", each with an optional number before it.
        only: count this element alone, to get its grams in one mole.

    Raises:
        KeyError: an element that the table of weights lacks.
        ValueError: something that is no formula.
    """
    total = 0.0
    for part in formula.split("."):
        bare = part.lstrip("0123456789")
        times = int(part[: len(part) - len(bare)] or 1)
        total += times * _group(bare, only)
    return total


def _group(text: str, only: str) -> float:
    total, i = 0.0, 0
    while i < len(text):
        if text[i] == "(":
            end = text.index(")", i)
            inner, i = _group(text[i + 1 : end], only), end + 1
        else:
            found = re.match(r"[A-Z][a-z]?", text[i:])
            if not found:
                raise ValueError(f"no formula: {text}")
            weight = _WEIGHT[found[0]]
            inner, i = weight if only in ("", found[0]) else 0.0, i + len(found[0])
        count = re.match(r"\d*", text[i:])
        n = count[0] if count else ""
        total += inner * int(n or 1)
        i += len(n)
    return total


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Recompute every fraction from its formula; words must not name two nutrients."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for fact in facts.values():
        assert isinstance(fact, SupplementKind)
        where = f"facts/data/supplements/{fact.id}.yaml"
        for form in fact.forms:
            got = mass(form.formula, fact.element) / mass(form.formula)
            if abs(got - form.fraction) > 0.0006:
                problems.append(
                    Problem(
                        f"{form.id}: {form.formula} gives {got:.4f}, not {form.fraction}", where
                    )
                )
        words = [*fact.words, *(w for f in fact.forms for w in f.words)]
        for word in words:
            if word in seen:
                problems.append(Problem(f"'{word}' is also in {seen[word]}", where))
            seen[word] = fact.id
    return problems

"""What columns that are not recognised may be: proposed to the user, never used unasked."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unclench.cohort.reading import kinds
from unclench.facts.nutrients import nutrients
from unclench.intake.diaries.columns import bare_name, column
from unclench.intake.diaries.folding import key

_PERCENT = re.compile(
    r"[\s_(\[]*(?:%|(?<![a-z])(?:pct|percent|dv|daily value))[\s_]*(?:dv|daily value)?\W*$", re.I
)
"""What ends a header of percents of a daily value: "(%DV)", "_dv", "_pct"."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What columns may be.

    Attributes:
        names: our name -> the column that may be meant.
        units: column -> (nutrient, what its numbers times are in the nutrient's unit; None where
            they can be no amounts, as percents).
    """

    names: Mapping[str, str]
    units: Mapping[str, tuple[str, float | None]]


def proposed(header: Sequence[str], known: Mapping[str, str]) -> Proposed:
    """What the columns that are not among `known` (our name -> the file's) may be.

    A header is read as that of a diary is: with its unit, in any language there.
    """
    names: dict[str, str] = {}
    units: dict[str, tuple[str, float | None]] = {}
    roles = _roles()
    for name in (h for h in header if h not in known.values()):
        role = roles.get(key(name)) or roles.get(bare_name(name))
        if role is not None:
            if role not in known:
                names.setdefault(role, name)
            continue
        bare = bare_of_percent(name)
        found = column(name) if bare == name else column(f"{bare} (%)")
        nutrient = found and (found.nutrient or found.no_way)
        if found is None or not nutrient or nutrient in known:
            continue
        if found.nutrient and found.factor == 1 and not found.compound:
            names.setdefault(nutrient, name)
        else:
            units[name] = nutrient, found.factor if found.nutrient else None
    return Proposed(names, {c: u for c, u in units.items() if u[0] not in names})


def bare_of_percent(header: str) -> str:
    """A header without what says that its numbers are percents of a daily value."""
    return _PERCENT.sub("", header)


def _roles() -> dict[str, str]:
    """Reduced header -> role, of every kind of file and of names that are never used unasked."""
    out: dict[str, str] = {}
    for kind in kinds().values():
        for table in (kind.roles, kind.perhaps):
            for role, called in table.items():
                for name in called:
                    out.setdefault(key(name), role)
    return out


def as_options(names: Mapping[str, str]) -> str:
    """Pairs of `--map`, to be pasted into a terminal."""
    return " ".join(f"--map {shlex.quote(f'{ours}={name}')}" for ours, name in names.items())


def told_by(nutrient: str, headers: Iterable[Sequence[str]]) -> str:
    """A sentence on the column that may tell a nutrient; "" where none may."""
    for header in headers:
        found = proposed(header, {})
        if nutrient in found.names:
            return f"Is it --map {shlex.quote(f'{nutrient}={found.names[nutrient]}')}?"
        for name, (n, times) in found.units.items():
            if n == nutrient and times is not None:
                return f"'{name}' times {times:g} would be in {nutrients()[n].unit}."
    return ""

"""Nutrient columns of exports, matched by name and unit, never by position.

The names are facts: `columns` and `headers` of `facts/data/nutrients`, `diary_headers`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from unclench.facts import units
from unclench.facts.kinds.diary_headers import DiaryHeaders
from unclench.facts.kinds.nutrients import System
from unclench.facts.loader import load
from unclench.facts.nutrients import factor_to_own, nutrients

NUTRIENTS: tuple[str, ...] = tuple(nutrients())
"""Nutrient ids that diaries are read into, most important for muscle first."""

USUAL: tuple[str, ...] = tuple(n.id for n in nutrients().values() if not n.rare)
"""Those that a diary is expected to have."""

APPS: tuple[System, ...] = ("cronometer", "myfitnesspal", "macrofactor", "asa24", "healthkit")
"""Systems whose exports people keep as their diary; the names of food tables are not theirs."""

_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\(\[](?P<unit>[^()\[\]]*)[\)\]]\s*$")
_UNITS_OF_NUTRIENTS = ("mass", "energy", "volume", "activity", "amount", "charge")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell means. `nutrient` is empty for a column that is known and not used.

    `no_way` is set instead of `nutrient` where the unit cannot be turned into the nutrient's own.
    """

    nutrient: str = ""
    factor: float = 1.0
    no_way: str = ""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def key(text: str) -> str:
    """A header reduced to lower-case letters and digits: "B12 (Cobalamin)" -> "b12cobalamin"."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


@functools.cache
def _named() -> dict[str, str]:
    """Reduced header without its unit -> nutrient id."""
    out: dict[str, str] = {}
    for n in nutrients().values():
        for column in (c for system in APPS for c in n.names(system)):
            bare = _BRACKETS.match(column.name)
            out[key(bare["name"] if bare else column.name)] = n.id
        out |= dict.fromkeys(n.headers, n.id)
    return out


@functools.cache
def _not_used() -> frozenset[str]:
    return frozenset(h for f in load("diary_headers", DiaryHeaders).values() for h in f.not_used)


@functools.cache
def _behind() -> re.Pattern[str]:
    """A header that ends with its unit, without brackets: "magnesiummg"."""
    spelled = {
        s
        for unit in ("kcal", "kJ", "g", "mg", "µg", "IU")
        for s in map(str.lower, units.spellings(unit))
        if re.fullmatch("[a-z]+", s)
    }
    return re.compile(rf"^(.*?)({'|'.join(sorted(spelled, key=len, reverse=True))})$")


def unit_factor(nutrient: str, unit: str) -> float | None:
    """The factor from `unit` to the nutrient's own unit; None when it cannot be converted."""
    return factor_to_own(nutrient, unit)


def _is_unit(text: str) -> bool:
    """Whether what stands in brackets is a unit; "% DV" is one that cannot be converted."""
    if text.strip().lower().replace(" ", "") in ("%", "%dv"):
        return True
    found = units.find(text)
    return found is not None and units.dimension(found) in _UNITS_OF_NUTRIENTS


@functools.lru_cache(maxsize=4096)
def column(header: str) -> Column | None:
    """What a header cell means: a nutrient with its factor, a known unused one, or None (unknown).

    A header without a unit is taken in the nutrient's own unit (kcal, g, mg, µg).
    """
    text = header.strip().strip('"').replace("μ", "µ")
    whole = key(text)
    found = _BRACKETS.match(text)
    name, unit = (key(found["name"]), found["unit"]) if found else (whole, "")
    if unit and not _is_unit(unit):
        name, unit = whole, ""
    named = _named()
    nutrient = named.get(name)
    if nutrient is None and not unit:
        behind = _behind().match(name)
        if behind and len(behind[1]) > 2 and behind[1] in named:
            nutrient, unit = named[behind[1]], behind[2]
        elif (factor := unit_factor("energy", whole)) is not None:
            return Column("energy", factor)  # "kJ"
    if nutrient is None:
        return Column() if name in _not_used() or whole in _not_used() else None
    if not unit:
        return Column(nutrient) if len(name) > 2 or name.startswith("b") else None
    factor = unit_factor(nutrient, unit)
    if factor is None:
        return Column(no_way=nutrient)
    return Column(nutrient, factor)

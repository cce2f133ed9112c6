"""Nutrient columns of exports, matched by name and unit, never by position.

The names are facts: `columns` and `headers` of `facts/data/nutrients`, `diary_headers`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from unclench.facts import units
from unclench.facts.kinds.nutrients import Compound, System
from unclench.facts.nutrients import factor_to_own, nutrients
from unclench.intake.diaries.folding import fold, key, words_of

__all__ = ["APPS", "NUTRIENTS", "Column", "bare_name", "column", "key", "unit_factor",
           "unit_in", "words"]  # fmt: skip

NUTRIENTS: tuple[str, ...] = tuple(nutrients())
"""Nutrient ids that diaries are read into, most important for muscle first."""

USUAL: tuple[str, ...] = tuple(n.id for n in nutrients().values() if not n.rare)
"""Those that a diary is expected to have."""

APPS: tuple[System, ...] = ("cronometer", "myfitnesspal", "macrofactor", "asa24", "healthkit")
"""Systems whose exports people keep as their diary; the names of food tables are not theirs."""

_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\(\[](?P<unit>[^()\[\]]*)[\)\]]\s*$")
_INSIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_LONGEST = 200
"""Letters of a header that may bear another name in brackets."""
_UNITS_OF_NUTRIENTS = ("mass", "energy", "volume", "activity", "amount", "charge")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell means. `nutrient` is empty for a column that is known and not used.

    `no_way` is set instead of `nutrient` where the unit cannot be turned into the nutrient's own.
    `compound`: the column tells the weight of a compound (salt). `untold`: an energy whose header
    names neither kcal nor kJ. `plain`: the header names no unit.
    """

    nutrient: str = ""
    factor: float = 1.0
    no_way: str = ""
    compound: bool = False
    untold: bool = False
    plain: bool = False


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


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
def _compounds() -> dict[str, tuple[str, Compound]]:
    """Reduced header of a compound -> (nutrient id, the compound)."""
    return {h: (n.id, c) for n in nutrients().values() for c in n.compounds for h in c.headers}


_CALORIES = re.compile("kcal|cal(?:s|orie|oria)|kalori|カロリー")
"""In the name of an energy: its numbers are kcal."""


@functools.cache
def _spelled() -> str:
    """The units of nutrients as alternatives of a pattern, the longest first."""
    spelled = {
        s
        for unit in ("kcal", "kJ", "g", "mg", "µg", "IU")
        for s in map(str.lower, units.spellings(unit))
        if re.fullmatch("[a-z]+", s)
    } | {"ug"}
    return "|".join(sorted(spelled, key=len, reverse=True))


def _behind(name: str) -> tuple[tuple[str, Compound | None], str] | None:
    """What a header names that ends with its unit, without brackets, and the unit: "magnesiummg".

    Of several units that it may end with, one that leaves a known name: "magnesiumg" is in grams.
    """
    for unit in _spelled().split("|"):
        name_ = name.removesuffix(unit)
        if len(name_) > 1 and name_ != name and (known := _known(name_)) is not None:
            return known, unit
    return None


@functools.cache
def _before() -> re.Pattern[str]:
    """A header that begins with its unit, set apart: "mg_magnesium", "g protein"."""
    return re.compile(rf"^({_spelled()}|µg)[\s_.:-]+(?:of[\s_]+)?(\S.*)$")


_DENSITY = re.compile(
    r"(?:/|\b(?:per|pro|por|pour|je))\s*\d+\s*(?:g|gr|grams?|gramm|ml|oz)\b"
    r"|\b(?:per|pro|por|pour|je)\s*(?:g|gr|grams?|gramm|kg|ml|l|litre|liter|oz|ounce)\b",
    re.I,
)
"""In a header: its numbers are those of an amount of the food, not of what was eaten."""
PER_GRAM = re.compile(r"/\s*(?:g|gr|grams?|gramm|ml)\s*$", re.I)
"""The same, unless it is only the unit: "Protein/g"; beside "Calories/g" it is not."""


def unit_factor(nutrient: str, unit: str) -> float | None:
    """The factor from `unit` to the nutrient's own unit; None when it cannot be converted."""
    return factor_to_own(nutrient, unit)


def _is_unit(text: str) -> bool:
    """Whether what stands in brackets is a unit; "% DV" is one that cannot be converted."""
    if text.strip().lower().replace(" ", "") in ("%", "%dv"):
        return True
    found = units.find(text)
    return found is not None and units.dimension(found) in _UNITS_OF_NUTRIENTS


def bare_name(header: str) -> str:
    """A header reduced, without what stands in brackets behind it."""
    found = _BRACKETS.match(header.strip().strip('"'))
    return key(found["name"] if found else header)


def unit_in(header: str) -> str:
    """The unit in brackets behind a header, as written; empty when there is none."""
    found = _BRACKETS.match(header.strip().strip('"').replace("μ", "µ"))
    return found["unit"].strip() if found and _is_unit(found["unit"]) else ""


@functools.lru_cache(maxsize=4096)
def column(header: str) -> Column | None:
    """What a header cell means: a nutrient with its factor, a known unused one, or None (unknown).

    A header without a unit is taken in the nutrient's own unit (kcal, g, mg, µg). Yazio's dotted
    names ("mineral.magnesium") are of numbers in grams.
    """
    text = header.strip().strip('"').replace("μ", "µ")
    if _DENSITY.search(text[:_LONGEST]):
        return None
    if re.fullmatch(r"[a-z_]+(?:\.[a-z0-9_]+)+", text):
        return _dotted(text)
    whole = key(text)
    found = _BRACKETS.match(text)
    name, unit = (key(found["name"]), found["unit"]) if found else (whole, "")
    if unit and not _is_unit(unit):
        name, unit = whole, ""
    known = _known(name) or _known(_explained(found["name"] if found and unit else text))
    if known is None and not unit:
        if (behind := _behind(name)) is not None:
            known, unit = behind
        elif (front := _before().match(text.lower())) and (named := _known(key(front[2]))):
            known, unit = named, front[1]
        elif (factor := unit_factor("energy", whole)) is not None:
            return Column("energy", factor)  # "kJ"
    if known is None:
        return Column() if name in words_of("not_used") or whole in words_of("not_used") else None
    nutrient, compound = known
    if not unit and compound is None:
        if len(name) <= 2 and name.isascii() and not name.startswith("b"):
            return None
        untold = nutrient == "energy" and not _CALORIES.search(name)
        return Column(nutrient, untold=untold, plain=True)
    factor = unit_factor(nutrient, unit or (compound.unit if compound else ""))
    if factor is None:
        return Column(no_way=nutrient)
    if compound is not None:
        return Column(nutrient, factor * compound.share, compound=True)
    return Column(nutrient, factor)


def _explained(name: str) -> str:
    """A name without another one in brackets, reduced: "Vitamin D (calciferol)" is vitamin D.

    Empty where the brackets tell a part, as in "Sugars (added)", or hold none.
    """
    inside = _INSIDE.findall(name) if len(name) <= _LONGEST else []
    parts = words_of("part_of")
    if not any(re.search(r"[^\W\d_]{3}", text) for text in inside) or any(
        w in parts for text in inside for w in re.split(r"[\W_]+", fold(text))
    ):
        return ""
    return key(_INSIDE.sub(" ", name))


def _known(name: str) -> tuple[str, Compound | None] | None:
    """(nutrient, compound) of a reduced name, also behind a word like "est" or "dietary"."""
    if name in _named():
        return _named()[name], None
    if name in _compounds():
        return _compounds()[name]
    for before in words_of("prefixes"):
        if name.startswith(before) and name != before:
            found = _known(name.removeprefix(before))
            if found is not None and len(name) - len(before) > 2:
                return found
    for behind in words_of("suffixes"):
        bare = name.removesuffix(behind)
        if bare != name and len(bare) > 2 and bare in {**_named(), **_compounds()}:
            return _known(bare)
    return None


def _dotted(text: str) -> Column | None:
    parts = text.split(".")
    known = _known(key(parts[-1])) or _known(key("".join(parts[-2:])))
    if known is None:
        return Column() if key(parts[-1]) in words_of("not_used") else None
    factor = 1.0 if known[0] == "energy" else unit_factor(known[0], "g")
    return None if factor is None else Column(known[0], factor)

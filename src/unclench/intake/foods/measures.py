"""Grams of "2 bananas", "half a tin of baked beans", "3 mugs of tea", with a low and a high.

In this order: a weight is a weight; the food's own measures from the table; our list of household
measures (`facts/data/household_measures`), millilitres turned into grams by the food's density;
the portion that people eat. `low` and `high` are about the 10th and 90th percentile.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unclench.intake.foods.tables import Food, Measure, food
from unclench.intake.foods.words import tokens

if TYPE_CHECKING:
    from unclench.facts.kinds.household_measures import HouseholdMeasures

OWN_SPREAD = 0.12
PIECE_SPREAD = 0.25
BORROWED_SPREAD = 0.2
ML = {"ml": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0, "fl oz": 29.5735}
_MASS = {"g": 1.0, "kg": 1000.0, "mg": 1e-3, "µg": 1e-6, "oz": 28.349523, "lb": 453.59237}
_SIZES = {
    "extra small": 0.65, "very small": 0.65, "small": 0.75, "medium": 1.0, "average": 1.0,
    "normal": 1.0, "regular": 1.0, "large": 1.3, "big": 1.3, "extra large": 1.5, "jumbo": 1.5,
    "half": 0.5, "quarter": 0.25, "heaped": 1.4, "level": 0.9, "thick": 1.4, "thin": 0.7,
    "generous": 1.3, "rounded": 1.2,
}  # fmt: skip
_DENSITY = (
    (r"\boils?\b", 0.92),
    (r"honey|syrup|molasses", 1.42),
    (r"ice cream", 0.55),
    (r"\b(spirit|whiskey|vodka|gin|rum|brandy)\b", 0.95),
    (r"milk|cream|yogurt|juice|smoothie|soup|sauce|ketchup|gravy", 1.03),
    (r"\bsalt\b", 1.2),
    (r"sugar", 0.85),
    (r"flour|cocoa|powder", 0.55),
)
_WET = frozenset({"drinks", "alcoholic drinks", "soups and sauces", "fruit and juices"})


@dataclass(frozen=True, slots=True)
class Grams:
    """Grams with an 80 % interval, and how they came about, in words."""

    value: float
    low: float
    high: float
    how: str


@functools.cache
def _household() -> dict[str, HouseholdMeasures]:
    from unclench.facts import loader
    from unclench.facts.kinds.household_measures import HouseholdMeasures

    out: dict[str, HouseholdMeasures] = {}
    for m in loader.load("household_measures", HouseholdMeasures).values():
        for s in (m.id.replace("_", " "), *m.spellings):
            out.setdefault(" ".join(tokens(s)), m)
    return out


def _mass(unit: str) -> float | None:
    """Grams of one unit of mass, None for anything else."""
    if unit in _MASS:
        return _MASS[unit]
    return _factor(unit, "g")


@functools.lru_cache(maxsize=1024)
def _factor(unit: str, to: str) -> float | None:
    from unclench.errors import UserError
    from unclench.facts import units

    try:
        return units.factor(unit, to)
    except UserError:
        return None


def _volume(unit: str) -> float | None:
    low = unit.lower().rstrip(".")
    low = {"fl. oz": "fl oz", "floz": "fl oz", "fluid ounce": "fl oz", "fluid ounces": "fl oz"}.get(
        low, low
    )
    if low in ML:
        return ML[low]
    return _factor(unit, "mL")


_VOLUME_LABELS = (
    (re.compile(r"^(cup|cups)\b"), 236.6),
    (re.compile(r"^(tbsp|tablespoon)\b"), 14.8),
    (re.compile(r"^(tsp|teaspoon)\b"), 4.93),
    (re.compile(r"^(fl\.? oz|fluid ounce)\b"), 29.57),
)


def density(f: Food) -> tuple[float, float]:
    """Grams per millilitre and the relative spread of that, from the food's own measures."""
    found = [
        m.grams / ml
        for m in f.measures
        for pattern, ml in _VOLUME_LABELS
        if pattern.match(m.label.lower()) and "serving" not in m.label
    ]
    found = [d for d in found if 0.03 < d < 2.2]
    if found:
        return sorted(found)[len(found) // 2], 0.1
    for pattern, d in _DENSITY:
        if re.search(pattern, f.name.lower()):
            return d, 0.1
    return (1.0, 0.05) if f.group in _WET else (0.65, 0.4)


def _scaled(grams: float, spread: float, q: float, how: str) -> Grams:
    return Grams(q * grams, q * grams * (1 - spread), q * grams * (1 + spread), how)


def _own(f: Food, words: list[str], size: str) -> tuple[Measure, float] | None:
    """The food's measure that fits the unit's words best, and its spread."""
    best: tuple[float, Measure] | None = None
    for m in f.measures:
        label = tokens(m.label)
        if not label or not set(words) <= set(label):
            continue
        plain = "," not in m.label and "(" not in m.label
        order = 1.0 if label[: len(words)] == words else 0.0
        value = order + 0.3 * plain + 0.2 * (not m.borrowed_from) - 0.05 * len(label)
        value += 0.6 if size and size.rsplit(maxsplit=1)[-1] in label else 0.0
        if not size:
            value += 0.3 * ("medium" in label) - 0.3 * bool(
                {"mini", "miniature", "jumbo"} & {*label}
            )
        if best is None or value > best[0]:
            best = (value, m)
    if best is None:
        return None
    return best[1], BORROWED_SPREAD if best[1].borrowed_from else OWN_SPREAD


def _piece(f: Food, size: str, said: list[str]) -> tuple[Measure, float] | None:
    """The measure that is one of the food: "medium", "banana", "fruit (2-7/8\" dia)"."""
    names = set(tokens(f.name)) | set(said)
    want = size.rsplit(maxsplit=1)[-1] if size else "medium"
    best: tuple[float, Measure] | None = None
    for m in f.measures:
        label = tokens(m.label)
        if not label or label[0] in (
            "cup",
            "oz",
            "tbsp",
            "tsp",
            "lb",
            "fl",
            "package",
            "slice",
            "can",
        ):
            continue
        sized = bool({"small", "medium", "large", "extra", "jumbo"} & set(label[:3]))
        named = bool({label[0], label[-1]} & names) or label[0] in (
            "fruit",
            "item",
            "piece",
            "each",
        )
        whole = label[0] in ("whole", "cooky", "cookie", "link", "patty", "biscuit", "roll", "bar")
        if not (sized or named or whole):
            continue
        value = 1.0 * named + 0.8 * (want in label) + 0.5 * sized + 0.5 * whole
        value -= 0.6 * ("extra" in label and "extra" not in size) + 0.04 * len(label)
        value -= 0.8 * bool({"mini", "miniature", "strip", "cherry"} & set(label) - set(said))
        if best is None or value > best[0]:
            best = (value, m)
    return (best[1], PIECE_SPREAD) if best else None


def _rule(f: Food, household: HouseholdMeasures, q: float, word: str) -> Grams | None:
    for r in household.rules:
        if r.food and not re.search(r.food, f.name.lower()):
            continue
        if r.group and f.group not in r.group:
            continue
        if r.grams is not None:
            return Grams(q * r.grams, q * r.low, q * r.high, f"usual {word}")
        assert r.ml is not None
        d, spread = density(f)
        up = math.hypot(r.high / r.ml - 1, spread)
        down = math.hypot(1 - r.low / r.ml, spread)
        g = q * r.ml * d
        return Grams(
            g, g * max(0.1, 1 - down), g * (1 + up), f"{word} of {r.ml:g} mL, {d:.2f} g/mL"
        )
    return None


def _special(f: Food, household: HouseholdMeasures) -> bool:
    """Whether our list knows this measure for this very food (a tin of tuna)."""
    return any(r.food and re.search(r.food, f.name.lower()) for r in household.rules)


def _size(unit: str) -> tuple[str, str]:
    """A size word taken off the front of a unit: "large glass" -> ("large", "glass")."""
    for s in sorted(_SIZES, key=len, reverse=True):
        if unit == s or unit.startswith(s + " "):
            return s, unit[len(s) :].strip()
    return "", unit


def grams_for(food_id: str, quantity: float, unit: str, said: str = "") -> Grams | None:
    """Grams of `quantity` times `unit` of a food, None when it cannot be told.

    Args:
        food_id: id in the food table.
        quantity: how many units; must be finite and not negative.
        unit: "g", "cup", "large slice", "tin", "ml", or empty for a count ("2 bananas").
        said: the food as the person wrote it; helps with counts ("cherry tomatoes").
    """
    if not math.isfinite(quantity) or quantity < 0:
        return None
    u = " ".join(unit.split()).rstrip(".")
    mass = _mass(u) if u else None
    if mass is not None:
        g = quantity * mass
        return Grams(g, g, g, "weighed")
    f = food(food_id)
    ml = _volume(u) if u else None
    if ml is not None:
        d, spread = density(f)
        return _scaled(ml * d, spread, quantity, f"{d:.2f} g/mL")
    return _by_unit(f, quantity, u.lower(), tokens(said))


def _by_unit(f: Food, q: float, unit: str, said: list[str]) -> Grams | None:
    table = _household()
    words = tokens(unit)
    if unit in ("half pint", "half a pint") or " ".join(words) in table:
        size, rest, household = "", unit, table.get(" ".join(words))
    else:
        size, rest = _size(unit)
        household = table.get(" ".join(tokens(rest)))
    bare = tokens(rest)
    factor = _SIZES.get(size, 1.0)
    if not bare or (household is not None and household.id == "piece"):
        return _count(f, q, size, said)
    if household is not None and household.id == "portion":
        return _portion(f, q * factor)
    canonical = tokens(household.id.replace("_", " ")) if household else bare
    drink_vessel = household is not None and household.id in ("can", "bottle", "glass", "mug")
    if not (drink_vessel and f.group in ("drinks", "alcoholic drinks")):
        for form in (bare, canonical):
            own = _own(f, form, size)
            if own and not (own[0].borrowed_from and household and _special(f, household)):
                sized = bool(size) and size.split()[-1] in tokens(own[0].label)
                k = 1.0 if sized else factor
                return _scaled(own[0].grams * k, own[1], q, f"{own[0].label} of {own[0].grams:g} g")
    if household is not None:
        return _rule(f, household, q * factor, household.label.lower())
    if set(bare) & set(tokens(f.name)):
        return _count(f, q, size, said)
    return None


def _count(f: Food, q: float, size: str, said: list[str]) -> Grams | None:
    piece = _household()["piece"]
    if "cherry" in said and "tomato" in said:
        return Grams(q * 17, q * 12, q * 22, "usual cherry tomato")
    own = _piece(f, size, said)
    if own:
        k = 1.0 if not size or size.rsplit(maxsplit=1)[-1] in tokens(own[0].label) else _SIZES[size]
        return _scaled(own[0].grams * k, own[1], q, f"{own[0].label} of {own[0].grams:g} g")
    rule = _rule(f, piece, q * _SIZES.get(size, 1.0), "piece")
    return rule or _portion(f, q * _SIZES.get(size, 1.0))


def _portion(f: Food, q: float) -> Grams | None:
    for m in f.measures:
        if "serving" in m.label.lower():
            return _scaled(m.grams, 0.3, q, f"{m.label} of {m.grams:g} g")
    if f.portion is None:
        return None
    p = f.portion
    return Grams(q * p.grams, q * p.low, q * p.high, "portion that people eat (NHANES)")

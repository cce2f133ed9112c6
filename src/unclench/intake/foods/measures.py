"""Grams of "2 bananas", "half a tin of baked beans", "3 mugs of tea", with a low and a high.

In this order: a weight is a weight; the food's own measures from the table; our list of household
measures (`facts/data/household_measures`), millilitres turned into grams by the food's density;
the portion that people eat. `low` and `high` are about the 10th and 90th percentile.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unclench.facts import units
from unclench.intake.foods.tables import Food, Measure, food
from unclench.intake.foods.words import tokens

if TYPE_CHECKING:
    from unclench.facts.kinds.densities import Densities
    from unclench.facts.kinds.household_measures import HouseholdMeasures

OWN_SPREAD = 0.12
PIECE_SPREAD = 0.25
BORROWED_SPREAD = 0.2


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


def _times() -> dict[str, float]:
    """Size word -> how much of a usual measure it is."""
    from unclench.facts.measure_words import measures

    return measures().times


def _in(unit: str, base: str) -> float | None:
    """How much of `base` ("g", "mL") one of a unit is, None when it is no such unit."""
    found = units.find(unit) or units.find(unit.lower().rstrip("."))
    if found is None or units.dimension(found) != units.dimension(base):
        return None
    return units.factor(found, base)


@functools.cache
def _table_units() -> tuple[tuple[re.Pattern[str], float], ...]:
    """How measures of the food table begin that are volumes, and their millilitres."""
    volumes = {m.table_unit: [m.id, *m.spellings] for m in _household().values() if m.table_unit}
    volumes["fl_oz"] = [s for s in units.spellings("fl_oz") if "oz" in s or "ounce" in s]
    return tuple(
        (re.compile(rf"^(?:{'|'.join(map(re.escape, words))})\b"), units.factor(unit, "mL"))
        for unit, words in volumes.items()
    )


@functools.cache
def _densities() -> Densities:
    from unclench.facts import loader
    from unclench.facts.kinds.densities import Densities

    return loader.load("densities", Densities)["foods"]


def density(f: Food) -> tuple[float, float]:
    """Grams per millilitre and the relative spread of that, from the food's own measures."""
    found = [
        m.grams / ml
        for m in f.measures
        for pattern, ml in _table_units()
        if pattern.match(m.label.lower()) and "serving" not in m.label
    ]
    found = [d for d in found if 0.03 < d < 2.2]
    if found:
        return sorted(found)[len(found) // 2], 0.1
    known = _densities()
    fits = (
        next((d for d in known.named if re.search(d.food, f.name.lower())), None)
        or next((d for d in known.groups if f.group in d.group), None)
        or known.others
    )
    return fits.g_per_ml, fits.spread


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


def _rule(
    f: Food,
    household: HouseholdMeasures,
    q: float,
    word: str,
    first: bool = False,
    said: Sequence[str] = (),
) -> Grams | None:
    """The first rule that fits the food; only of those that go before the table when `first`."""
    for r in household.rules:
        if (first and not r.first) or (r.typed and r.typed not in said):
            continue
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
    for s in sorted(_times(), key=len, reverse=True):
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
    mass = _in(u, "g") if u else None
    if mass is not None:
        g = quantity * mass
        return Grams(g, g, g, "weighed")
    f = food(food_id)
    ml = _in(u, "mL") if u else None
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
    factor = _times().get(size, 1.0)
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
    before = _rule(f, piece, q * _times().get(size, 1.0), "piece", first=True, said=said)
    if before is not None:
        return before
    own = _piece(f, size, said)
    if own:
        k = (
            1.0
            if not size or size.rsplit(maxsplit=1)[-1] in tokens(own[0].label)
            else _times()[size]
        )
        return _scaled(own[0].grams * k, own[1], q, f"{own[0].label} of {own[0].grams:g} g")
    rule = _rule(f, piece, q * _times().get(size, 1.0), "piece")
    return rule or _portion(f, q * _times().get(size, 1.0))


def _portion(f: Food, q: float) -> Grams | None:
    before = _rule(f, _household()["portion"], q, "portion", first=True)
    if before is not None:
        return before
    for m in f.measures:
        if "serving" in m.label.lower():
            return _scaled(m.grams, 0.3, q, f"{m.label} of {m.grams:g} g")
    if f.portion is None:
        return None
    p = f.portion
    return Grams(q * p.grams, q * p.low, q * p.high, "portion that people eat (NHANES)")

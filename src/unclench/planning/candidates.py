"""The everyday foods that a plan may suggest, and which of them a person allows."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from unclench.facts.kinds.candidates import Food, FoodKind
from unclench.facts.kinds.country_ways import CountryWays
from unclench.facts.kinds.fortification import rules_of
from unclench.facts.loader import load
from unclench.intake.foods import amounts, food
from unclench.intake.fortified import in_country
from unclench.intake.usual.gaussian import Z80
from unclench.planning.food_tags import tags


@dataclass(frozen=True, slots=True)
class Candidate:
    """An everyday food: expected amounts of one portion, and the spread of borrowed ones.

    `item` is named and measured as it is where the person lives; `plain` is its name in the facts,
    `name` that of the food table.
    """

    kind: str
    item: Food
    name: str
    plain: str
    tags: frozenset[str]
    effect: Mapping[str, float]
    spread: Mapping[str, float]
    unfamiliarity: float


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person allows.

    Attributes:
        excluded: tags that no suggested food may have.
        dislikes: words; a food whose name has one is never suggested.
        banned: change ids that were refused.
        supplements: nutrients allowed as a supplement; empty for none.
        pinned: change ids that are wanted, so they stay among the choices.
        no_less: no change may take food away.
        most_grams: tag -> most grams a week of foods with it, own ones among them.
        country: where the person lives, as for `candidates`.
    """

    excluded: frozenset[str] = frozenset()
    dislikes: tuple[str, ...] = ()
    banned: frozenset[str] = frozenset()
    supplements: Collection[str] = ()
    pinned: frozenset[str] = frozenset()
    no_less: bool = False
    most_grams: Mapping[str, float] = field(default_factory=dict)
    country: str = ""


def _familiar(per_million: float | None) -> float:
    """0 for a food on one person-day in ten, towards 1 for one that nobody was seen eating."""
    f = max(per_million or 0.0, 0.0)
    return round(max(0.0, min(1.0, 1 - math.log10(1 + f) / 5)), 3)


@functools.lru_cache(maxsize=16)
def candidates(country: str = "") -> tuple[Candidate, ...]:
    """Every everyday food of the facts, with its composition.

    Args:
        country: where the person lives, two letters; foods are named, measured and enriched as
            they are there. Empty for not known: British names, American amounts.
    """
    kinds = load("candidates", FoodKind)
    listed = [(k.id, item) for k in kinds.values() for item in k.items]
    known = _composition([item.food_id for _, item in listed], country)
    ways = _ways(country)
    out = []
    for kind, plain in listed:
        f = food(plain.food_id)
        item = plain if ways is None else _there(plain, ways)
        share = item.grams / 100
        values = known[item.food_id]
        out.append(
            Candidate(
                kind=kind,
                item=item,
                name=f.name,
                plain=plain.label,
                tags=tags(f.name, f.group) | tags(plain.label),
                effect={n: v * share for n, (v, _) in values.items()},
                spread={n: s * share for n, (_, s) in values.items() if s > 0},
                unfamiliarity=_familiar(f.eaten_per_million),
            )
        )
    return tuple(out)


def _composition(ids: list[str], country: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Food -> nutrient -> amount per 100 g and its standard deviation, as enriched there."""
    table = amounts(ids)
    there = in_country(
        table.select("food_id", "nutrient", per="value", per_cv=pl.lit(None, pl.Float64)), country
    )
    out: dict[str, dict[str, tuple[float, float]]] = {}
    for row, (per, doubt) in zip(
        table.iter_rows(named=True), there.select("per", "per_cv").iter_rows(), strict=True
    ):
        value = row["value"]
        if value is None:
            continue
        low = row["low"] if row["low"] is not None else value
        high = row["high"] if row["high"] is not None else value
        sd = max((high - low) / (2 * Z80), (doubt or 0.0) * per)
        out.setdefault(row["food_id"], {})[row["nutrient"]] = (per, sd)
    return out


def _ways(country: str) -> CountryWays | None:
    found = rules_of(country)
    return load("country_ways", CountryWays).get(found.id) if found else None


_GLASS = re.compile(r"glass \((\d+) ml\)")
_CUP = re.compile(r"\bcups?\b")


def _there(item: Food, ways: CountryWays) -> Food:
    """A suggestion by the names and measures of a country; without cups at home it is weighed."""
    portion, grams = item.portion, item.grams
    glass = _GLASS.fullmatch(portion)
    if glass and ways.glass_ml:
        portion, grams = f"glass ({ways.glass_ml:g} ml)", grams * ways.glass_ml / float(glass[1])
    elif _CUP.search(portion) and not ways.cups:
        portion = f"{grams:g} g"
    words = [ways.names.get(word, word) for word in portion.split(" ")]
    label = ways.names.get(item.label, item.label)
    return item.model_copy(update={"label": label, "portion": " ".join(words), "grams": grams})


def disliked(text: str, dislikes: Iterable[str]) -> bool:
    """Whether a text names one of the foods that somebody does not like."""
    low = text.lower()
    return any(word.lower().rstrip("s") in low for word in dislikes if word.strip())


def allowed(c: Candidate, choices: Choices) -> bool:
    """Whether a food may be suggested under the person's diet, allergies, safety and dislikes."""
    if c.tags & choices.excluded:
        return False
    return not disliked(f"{c.item.label} {c.plain} {c.name}", choices.dislikes)

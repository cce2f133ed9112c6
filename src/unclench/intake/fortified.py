"""Foods of the American table as they are where the person lives.

In the United States flour, bread, pasta, rice and milk are enriched, and the food table has them
so. Elsewhere what was added there is taken off, by the pair of an enriched food and its twin
without, and what that country adds is put on. Of breakfast cereals the maker chooses, and of some
milk and rice: elsewhere an amount lies between that with nothing added and that with what is
usual. Imported foods stay as they are.
"""

from __future__ import annotations

import functools
import re

import polars as pl

from unclench.facts.kinds.enriched_foods import EnrichedFood
from unclench.facts.kinds.fortification import Fortification, Rule, rules_of
from unclench.facts.loader import load
from unclench.intake import foods
from unclench.intake.foods import store
from unclench.intake.foods.store import Shelf

ENRICHED, SIGNS = 4.0, ("iron", "folate", "vitamin_b12", "vitamin_d")
"""A cereal counts as enriched when one of these is that many times what it is in the one without
additions, or is there at all where that has none (judgement)."""

AMERICAN = ("fndds:", "sr24:", "foundation:", "legacy:", "fdc:")
"""Ids of foods of American tables begin so, also where somebody imports one."""


@functools.lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """Id of the `enriched_foods` that a food's name fits; empty when none."""
    lower = name.lower()
    for fact in load("enriched_foods", EnrichedFood).values():
        if any(re.search(w, lower) for w in fact.words) and not any(
            re.search(w, lower) for w in fact.except_words
        ):
            return fact.id
    return ""


@functools.lru_cache(maxsize=2)
def _pairs(_shelf: Shelf) -> dict[tuple[str, str], tuple[float, float]]:
    """(kind, nutrient) -> amounts per 100 g of the enriched food and of its twin; and energy."""
    out: dict[tuple[str, str], tuple[float, float]] = {}
    for fact in load("enriched_foods", EnrichedFood).values():
        if fact.by_makers:
            continue
        with_, without = foods.food(fact.enriched).nutrients, foods.food(fact.unenriched).nutrients
        for n in ("energy", *fact.nutrients):
            a, b = with_[n].value, without[n].value
            if a is not None and b is not None:
                out[fact.id, n] = (a, b)
    return out


def _flour(fact: EnrichedFood, energy: float | None, own: float) -> float:
    """How much of the enriched food is in 100 g of a food, as a share."""
    if fact.flour is not None:
        return fact.flour
    return 1.0 if fact.id == "milk" or not energy else energy / own


def _maker_adds(
    fact: EnrichedFood, food_id: str, have: dict[tuple[str, str], float | None]
) -> bool:
    """Whether a food is enriched at all, or plain as the one without additions."""
    plain = foods.food(fact.unenriched).nutrients
    for n in SIGNS:
        per, least = have.get((food_id, n)), plain[n].value
        if per is not None and least is not None and per > max(0.1, ENRICHED * least):
            return True
    return False


def _by_makers(
    fact: EnrichedFood, nutrient: str, per: float, energy: float | None, usual: dict[str, float]
) -> tuple[float, float] | None:
    """(least, most) of a nutrient in 100 g of a food that makers enrich here, or do not."""
    plain = foods.food(fact.unenriched).nutrients
    own, least = plain["energy"].value, plain[nutrient].value
    if least is None or not own:
        return None
    least = min(per, least * (energy or own) / own)
    return least, max(least, least + usual.get(nutrient, 0.0) if usual else per)


def _put_on(rule: Rule | None, left: float, share: float) -> tuple[float, float]:
    """(amount, half of its range) per 100 g that a country's rule puts on what was left."""
    if rule is None:
        return 0.0, 0.0
    if rule.up_to is not None:
        return rule.up_to * share / 2, rule.up_to * share / 2
    if rule.at_least is not None:
        return max(0.0, rule.at_least * share - left), 0.0
    return (rule.adds or 0.0) * share, 0.0


def _rows(borrowed: pl.DataFrame, country: Fortification | None) -> pl.DataFrame:
    """`food_id`, `nutrient`, `_added` in America beyond here (per 100 g), `_half` of a range."""
    ids = [i for i in borrowed["food_id"].unique(maintain_order=True) if i.startswith(AMERICAN)]
    known = foods.table().foods.filter(pl.col("food_id").is_in(ids))
    names = dict(known.select("food_id", "name").iter_rows())
    energies = dict(
        borrowed.filter(pl.col("nutrient") == "energy").select("food_id", "per").iter_rows()
    )
    have = {(i, n): per for i, n, per in borrowed.select("food_id", "nutrient", "per").iter_rows()}
    facts, pairs = load("enriched_foods", EnrichedFood), _pairs(store.shelf())
    rules = {(r.food, r.nutrient): r for r in (country.rules if country else ())}
    makers = {n: r.adds or 0.0 for (k, n), r in rules.items() if facts[k].by_makers}
    rows: list[tuple[str, str, float, float]] = []
    for food_id, name in names.items():
        kind = kind_of(name)
        if not kind:
            continue
        fact = facts[kind]
        if fact.by_makers and not _maker_adds(fact, food_id, have):
            continue
        for n in (*fact.nutrients, *(n for k, n in rules if k == kind and n not in fact.nutrients)):
            per = have.get((food_id, n))
            if per is None:
                continue
            if fact.by_makers:
                ends = _by_makers(fact, n, per, energies.get(food_id), makers)
                if ends is not None and country is None:
                    rows.append((food_id, n, per - ends[0], 0.0))
                elif ends is not None:
                    half = (ends[1] - ends[0]) / 2
                    rows.append((food_id, n, per - ends[0] - half, half))
                continue
            share = _flour(fact, energies.get(food_id), pairs[kind, "energy"][0])
            left = per
            if n in fact.nutrients and (kind, n) in pairs:
                rich, plain = pairs[kind, n]
                left = max(per - max(0.0, rich - plain) * share, min(per, plain * share))
            more, half = _put_on(rules.get((kind, n)), left, share)
            rows.append((food_id, n, per - left - more, half))
    return pl.DataFrame(
        rows,
        schema={
            "food_id": pl.String, "nutrient": pl.String, "_added": pl.Float64, "_half": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def in_country(borrowed: pl.DataFrame, country: str, assumed: bool = False) -> pl.DataFrame:
    """Amounts of `FoodBook.amounts` as they are in a country, with columns `added` and `makers`.

    `added` is what hangs on enrichment where nobody told the country, per 100 g: where it is not
    known the amounts stay American, and this is what they hold more than without enrichment; where
    it is `assumed`, what they hold more than in America, mostly less than nothing. 0 where the
    country was told. `makers` is how far an amount may be off either way, since makers choose.
    """
    from unclench.intake.usual.gaussian import Z80  # its package needs `differs`

    found = rules_of(country)
    if found is not None and found.as_table:
        return borrowed.with_columns(added=pl.lit(0.0), makers=pl.lit(0.0))
    both = borrowed.join(
        _rows(borrowed, found), on=["food_id", "nutrient"], how="left", maintain_order="left"
    )
    more, half = pl.col("_added").fill_null(0.0), pl.col("_half").fill_null(0.0)
    if found is None:
        return both.with_columns(added=more, makers=half).drop("_added", "_half")
    middle = pl.col("per") - more
    return both.with_columns(
        per=middle,
        per_cv=pl.when((half > 0) & (middle > 0))
        .then(pl.max_horizontal(pl.col("per_cv").fill_null(0.0), half / Z80 / middle))
        .otherwise("per_cv"),
        added=-more if assumed else pl.lit(0.0),
        makers=half,
    ).drop("_added", "_half")


def differs(nutrient: str, country: str) -> bool:
    """Whether what people in America eat of a nutrient is no guide, for what is added there."""
    found = rules_of(country)
    if found is None or found.as_table:
        return False
    return any(
        nutrient in f.nutrients
        for f in load("enriched_foods", EnrichedFood).values()
        if not f.by_makers
    )

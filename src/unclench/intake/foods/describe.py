"""What the command line shows about foods, as plain rows ready to render."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unclench.errors import Problem, UserError, did_you_mean
from unclench.intake.foods import finder, tables


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of a search result. `energy_kcal` and `magnesium_mg` per 100 g, None = unknown."""

    food_id: str
    name: str
    group: str
    confidence: float
    energy_kcal: float | None
    magnesium_mg: float | None


@dataclass(frozen=True, slots=True)
class NutrientRow:
    """A nutrient of a food per 100 g. `how` says where the value is from, in words."""

    nutrient: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    known: bool
    how: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A household measure in grams; `how` names the food it was borrowed from, or is empty."""

    label: str
    grams: float
    low: float
    high: float
    how: str


@dataclass(frozen=True, slots=True)
class FoodView:
    """Everything about one food, for `unclench foods show`."""

    food_id: str
    name: str
    group: str
    source: str
    source_id: str
    nutrients: tuple[NutrientRow, ...]
    measures: tuple[MeasureRow, ...]
    portion: str
    known: int
    filled: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TopRow:
    """A food rich in a nutrient: amount in a usual portion or in 100 g."""

    food_id: str
    name: str
    group: str
    amount: float
    unit: str
    grams: float
    known: bool


def _labels() -> dict[str, tuple[int, str, str]]:
    """Nutrient id -> order, label, unit."""
    from unclench.facts import loader
    from unclench.facts.kinds.nutrients import NutrientFact

    return {
        n.id: (n.order, n.label, n.unit) for n in loader.load("nutrients", NutrientFact).values()
    }


def _name(food_id: str) -> str:
    t = tables.table()
    i = t.row.get(food_id)
    return str(t.foods["name"][i]) if i is not None else food_id


def show(food_id: str) -> FoodView:
    """One food by id, or by name when there is no such id.

    Raises:
        UserError: neither an id nor a name that fits a food.
    """
    if food_id not in tables.table().row:
        m = finder.match(food_id)
        if ":" in food_id or m.food_id is None:
            return show_missing(food_id)
        food_id = m.food_id
    f = tables.food(food_id)
    labels = _labels()
    rows = []
    for k, a in f.nutrients.items():
        order, label, unit = labels.get(k, (999, k, ""))
        how = tables.ORIGINS[a.origin]
        if a.donors:
            how += ": " + "; ".join(_name(d) for d in a.donors)
        known = a.origin == "measured"
        rows.append((order, NutrientRow(k, label, unit, a.value, a.low, a.high, known, how)))
    rows.sort(key=lambda r: (r[0], r[1].nutrient))
    measures = []
    for m2 in f.measures:
        spread = 0.2 if m2.borrowed_from else 0.12
        how = f"borrowed from {_name(m2.borrowed_from)}" if m2.borrowed_from else ""
        g = round(m2.grams, 2)
        measures.append(MeasureRow(m2.label, g, g * (1 - spread), g * (1 + spread), how))
    portion = ""
    if f.portion is not None:
        p = f.portion
        portion = f"{p.grams:g} g (8 of 10 portions are between {p.low:g} and {p.high:g} g)"
    origins = [a.origin for a in f.nutrients.values()]
    known_n, unknown_n = origins.count("measured"), origins.count("unknown")
    return FoodView(
        f.food_id,
        f.name,
        f.group,
        f.source,
        f.source_id,
        tuple(r for _, r in rows),
        tuple(measures),
        portion,
        known_n,
        len(origins) - known_n - unknown_n,
        unknown_n,
    )


def show_missing(asked: str) -> FoodView:
    """Raise the error for a food that is not there, with what is near."""
    hits = finder.search(asked.partition(":")[2].replace("-", " ") or asked, 3)
    fix = "; ".join(f"{h.food_id} ({h.name})" for h in hits)
    fix = f"Near: {fix}." if fix else "Search the foods by other words."
    raise UserError(Problem(f"There is no food '{asked}'.", fix=fix))


def found(text: str, n: int = 10) -> list[FoundRow]:
    """Search results with energy and magnesium."""
    hits = finder.search(text, n)
    if not hits:
        return []
    rows = tables.amounts([h.food_id for h in hits])
    value = {(r[0], r[1]): r[2] for r in rows.iter_rows()}
    return [
        FoundRow(
            h.food_id,
            h.name,
            h.group,
            h.confidence,
            value.get((h.food_id, "energy")),
            value.get((h.food_id, "magnesium")),
        )
        for h in hits
    ]


_NOT_EATEN_AS_IS = ("baby food", "herbs and spices", "ingredients", "supplements and powders")


def top(
    nutrient: str,
    n: int = 20,
    per: Literal["serving", "100g"] = "serving",
    *,
    everyday: bool = True,
) -> list[TopRow]:
    """Foods with the most of a nutrient, in a usual portion or in 100 g.

    Args:
        nutrient: id or label, e.g. "magnesium", "vitamin D".
        n: how many.
        per: "serving" is the median portion people eat (NHANES); foods without one are left out.
        everyday: only foods as people report eating them (FNDDS) and imported ones; no baby
            food, spices, powders.

    Raises:
        UserError: no such nutrient; names the nearest.
    """
    import polars as pl

    labels = _labels()
    key = nutrient.strip().lower().replace(" ", "_")
    known = {k.lower(): k for k in tables.nutrient_ids()}
    known |= {v[1].lower().replace(" ", "_"): k for k, v in labels.items() if k in known}
    if key not in known:
        fix = did_you_mean(key, known) or f"Known: {', '.join(tables.nutrient_ids())}."
        raise UserError(Problem(f"There is no nutrient '{nutrient}'.", fix=fix))
    id_ = known[key]
    t = tables.table()
    filled = t.filled.filter(pl.col("nutrient") == id_).select("food_id", "value")
    frame = (
        t.foods.with_columns(t.values[id_].alias("listed"))
        .join(filled, on="food_id", how="left")
        .with_columns(
            pl.coalesce("listed", "value").alias("per100"),
            pl.col("listed").is_not_null().alias("known"),
        )
        .filter(pl.col("per100").is_not_null())
    )
    if everyday:
        frame = frame.filter(
            (pl.col("eaten_per_million") >= 20)
            | ~pl.col("food_id").str.contains(r"^(?:fndds|sr24|legacy|foundation):"),
            ~pl.col("food_id").str.contains(r"^(?:sr24|legacy|foundation):"),
            ~pl.col("group").is_in(_NOT_EATEN_AS_IS),
            ~pl.col("name").str.contains(r"(?i)\b(?:dry|dried|powder|raw|dehydrated|mix)\b")
            | pl.col("group").is_in(["fruit and juices", "nuts and seeds", "vegetables"]),
        )
    if per == "serving":
        frame = frame.filter(pl.col("serving_g").is_not_null())
        grams = pl.col("serving_g")
    else:
        grams = pl.lit(100.0)
    frame = (
        frame.with_columns(grams.alias("grams"))
        .with_columns((pl.col("per100") * pl.col("grams") / 100).alias("amount"))
        .sort(["amount", "food_id"], descending=[True, False])
    )
    unit = labels.get(id_, (0, "", ""))[2]
    out: list[TopRow] = []
    seen: set[str] = set()
    for r in frame.iter_rows(named=True):
        about = str(r["name"]).partition(",")[0].lower()
        if about in seen:
            continue
        seen.add(about)
        out.append(
            TopRow(
                r["food_id"],
                r["name"],
                r["group"],
                float(r["amount"]),
                unit,
                float(r["grams"]),
                bool(r["known"]),
            )
        )
        if len(out) == n:
            break
    return out

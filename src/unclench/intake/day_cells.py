"""One row per line and nutrient: what is known, what is borrowed, and their sums per day."""

from __future__ import annotations

import polars as pl

from unclench.facts.loader import load
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.phrases import SURE
from unclench.intake.diary import Diary
from unclench.intake.filling import LINE_CV, ends
from unclench.intake.usual.gaussian import Z80

SCALE_BY_ENERGY_ABOVE = 15.0


"""kcal per 100 g of a matched food; below it grams scale better than energy."""


LINE_KCAL = 150.0


"""What a line of unknown food and amount may hold, when the diary itself gives no idea."""


GUESS_KCAL_PER_G = 1.5


"""Energy of a gram of an unknown food: about the mean over what people eat (judgement)."""


DRINK_KCAL_PER_G = 0.4


"""The same for what was told in litres or millilitres: a sweet drink (judgement)."""


BLANK_KCAL = 10.0


"""A line without energy in a file that has an energy column: mostly waters and powders."""


KEPT = (
    "entry", "person", "day", "nutrient", "name", "grams", "scale", "value", "fill", "sd", "how",
    "known", "weight",
)  # fmt: skip
"""What of a cell is used later; the rest is half of its memory."""


def rows_of(foods: pl.DataFrame, borrowed: pl.DataFrame) -> pl.DataFrame:
    """One row per line: its energy and by what a borrowed value is scaled."""
    recorded = pl.col("energy") if "energy" in foods.columns else pl.lit(None, pl.Float64)
    rows = foods.select(
        "entry",
        "person",
        "day",
        "file",
        "name",
        "food_id",
        "confidence",
        "amount_cv",
        "grams",
        recorded=recorded,
        poured=pl.col("amount").str.contains(r"(?i)\b(?:ml|cl|dl|l|pint|fl oz)$").fill_null(False),
        drink=pl.col("water").is_not_null() if "water" in foods.columns else pl.lit(False),
    ).join(
        borrowed.filter(pl.col("nutrient") == "energy").select("food_id", per100="per"),
        on="food_id",
        how="left",
    )
    by_energy = (
        pl.col("recorded").is_not_null()
        & (pl.col("per100") >= SCALE_BY_ENERGY_ABOVE)
        & ((pl.col("recorded") > 0) | pl.col("grams").is_null())
    )
    rows = rows.with_columns(
        scale=pl.when(by_energy)
        .then(pl.col("recorded") / pl.col("per100"))
        .when(pl.col("food_id").is_not_null())
        .then(pl.col("grams") / 100.0),
        scale_cv=pl.when(by_energy).then(0.0).otherwise(pl.col("amount_cv").fill_null(0.5)),
        told=by_energy | (pl.col("amount_cv").fill_null(0.5) < 0.5),
    ).with_columns(looked_up=pl.col("scale") * pl.col("per100"))
    line = pl.coalesce("recorded", "looked_up")
    usual = line.filter(line > 0).median().over("person").fill_null(LINE_KCAL)
    guess = (
        pl.when(pl.col("recorded").is_not_null().any().over("file") | pl.col("drink"))
        .then(BLANK_KCAL)
        .when(pl.col("grams").is_not_null())
        .then(
            pl.col("grams") * pl.when("poured").then(DRINK_KCAL_PER_G).otherwise(GUESS_KCAL_PER_G)
        )
        .otherwise(usual)
    )
    return rows.with_columns(kcal=pl.coalesce("recorded", "looked_up", guess))


def cells_of(joined: pl.DataFrame, exact: float) -> pl.DataFrame:
    """One row per line and nutrient: `value`, borrowed `fill` with `sd`, and `how`.

    What no table can fill is "unknown" where another line of the diary tells that nutrient; where
    none does, there is no row.

    Args:
        joined: lines with what each may borrow. exact: what an exact name leaves of the error.
    """
    is_energy = pl.col("nutrient") == "energy"
    from_food = pl.col("scale") * pl.col("per")
    own = pl.col("own_cv") * pl.when(pl.col("confidence") >= 1).then(exact).otherwise(1.0)
    match_cv = 1.0 - pl.col("confidence").fill_null(0.0)
    food_cv = (
        own**2 + pl.col("per_cv").fill_null(0.0) ** 2 + pl.col("scale_cv") ** 2 + match_cv**2
    ).sqrt()
    short = pl.col("blank_mid").is_not_null() & pl.col("value").is_not_null()
    none = pl.col("never").fill_null(False) & pl.col("name").is_null() & pl.col("value").is_null()
    sure = (pl.col("confidence").fill_null(0.0) >= SURE) & pl.col("told").fill_null(False)
    spread_sd = pl.col("kcal") * (pl.col("sd") ** 2 + (LINE_CV * pl.col("mean")) ** 2).sqrt()
    plain_sd = pl.col("kcal") * pl.col("sd")
    return (
        joined.with_columns(
            how=pl.when(none)
            .then(pl.lit("never"))
            .when(pl.col("value").is_not_null())
            .then(pl.lit("known"))
            .when(from_food.is_not_null())
            .then(pl.when(sure).then(pl.lit("found")).otherwise(pl.lit("weak")))
            .otherwise(pl.lit("guess")),
            fill=pl.when(short)
            .then(pl.col("kcal") * pl.col("blank_mid") * pl.col("mean"))
            .when(pl.col("value").is_not_null())
            .then(0.0)
            .when(from_food.is_not_null())
            .then(from_food)
            .when(is_energy)
            .then(pl.col("kcal"))
            .otherwise(pl.col("kcal") * pl.col("mean")),
            sd=pl.when(short)
            .then(
                pl.col("kcal")
                * (
                    (pl.col("blank_mid") * pl.col("sd")) ** 2
                    + (pl.col("blank_half") / Z80 * pl.col("mean")) ** 2
                ).sqrt()
            )
            .when(pl.col("value").is_not_null())
            .then(0.0)
            .when(from_food.is_not_null())
            .then(from_food * food_cv)
            .when(is_energy)
            .then(pl.col("kcal") * LINE_CV)
            .when(pl.col("recorded").is_not_null())
            .then(plain_sd)
            .otherwise(spread_sd),
            known=pl.when(short)
            .then(1.0 - pl.col("blank_mid"))
            .otherwise(pl.col("value").is_not_null().cast(pl.Float64)),
        )
        .with_columns(
            how=pl.when(pl.col("fill").is_null() & (pl.col("how") != "never"))
            .then(pl.lit("unknown"))
            .otherwise("how")
        )
        .filter((pl.col("how") != "unknown") | (pl.col("how") == "known").any().over("nutrient"))
        .with_columns(weight=pl.col("kcal").fill_null(0.0) + 1.0)
        .select(*KEPT, *(c for c in ("added", "makers") if c in joined.columns))
    )


def match_errors_of() -> tuple[pl.DataFrame, float]:
    """(nutrient, own_cv), and the part of it that an exact name leaves."""
    from unclench.facts.kinds.match_errors import MatchErrors

    fact = load("match_errors", MatchErrors)["food"]
    cv = [fact.nutrients.get(n, fact.others).cv for n in NUTRIENTS]
    return pl.DataFrame({"nutrient": list(NUTRIENTS), "own_cv": cv}), fact.exact


def limits_of(diary: Diary) -> pl.DataFrame:
    """(file, nutrient): what a file never carries, and where its blanks were counted as zero."""
    from unclench.intake.diaries.exporters import blank_share

    rows = []
    for f in diary.files:
        for nutrient in NUTRIENTS:
            never = nutrient in f.cannot_answer
            low, high = blank_share(nutrient) if nutrient in f.lower_bounds else (None, None)
            if never or low is not None:
                rows.append((f.path, nutrient, never, low, high))
    frame = pl.DataFrame(
        rows,
        schema={
            "file": pl.String,
            "nutrient": pl.String,
            "never": pl.Boolean,
            "_low": pl.Float64,
            "_high": pl.Float64,
        },
        orient="row",
    )
    return frame.select(
        "file",
        "nutrient",
        "never",
        blank_mid=(pl.col("_low") + pl.col("_high")) / 2,
        blank_half=(pl.col("_high") - pl.col("_low")) / 2,
    )


def by_day(cells: pl.DataFrame) -> pl.DataFrame:
    """Sums per day and nutrient, with a lognormal 80 % interval around what was filled in."""
    answerable = pl.col("how") != "never"
    per_name = cells.group_by("person", "day", "nutrient", "name", maintain_order=True).agg(
        food=pl.col("value").sum(),
        filled=pl.col("fill").sum(),
        sd=pl.col("sd").sum(),
        known=(pl.col("known") * pl.col("weight")).sum(),
        found=(
            pl.when(pl.col("how") == "found").then(1.0).otherwise(pl.col("known"))
            * pl.col("weight")
        ).sum(),
        weight=pl.col("weight").sum(),
        never=(~answerable).any(),
        unknown=(pl.col("how") == "unknown").any(),
        assumed=((pl.col("how") == "known") & (pl.col("fill") > 0)).any(),
    )
    per_day = per_name.group_by("person", "day", "nutrient", maintain_order=True).agg(
        pl.col("food").sum(),
        pl.col("filled").sum(),
        sd=(pl.col("sd") ** 2).sum().sqrt(),
        known_share=pl.when(~pl.col("assumed").any()).then(
            pl.col("known").sum() / pl.col("weight").sum()
        ),
        found_share=pl.when(~pl.col("assumed").any()).then(
            pl.col("found").sum() / pl.col("weight").sum()
        ),
        never=pl.col("never").any(),
        unknown=pl.col("unknown").any(),
    )
    low, high = ends(pl.col("food"), pl.col("filled"), pl.col("sd"))
    high = pl.when("unknown").then(float("inf")).otherwise(high)
    return per_day.filter(~pl.col("never")).with_columns(low=low, high=high)

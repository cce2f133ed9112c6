"""From the lines of a diary to intake per day and nutrient, what is known apart from what is not.

A blank cell is unknown, not zero. What is missing is borrowed: first from the food that the line
was matched to, scaled by the recorded energy (or by grams), else from how the nutrient spreads
over what people eat, per kcal, which is wide. Errors of one food on one day add up; those of
different foods are taken as independent; a lognormal interval keeps every bound above what was
recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from unclench.assessment import Reason, reason
from unclench.facts.kinds.nutrient_parts import NutrientPart
from unclench.facts.loader import load
from unclench.intake import carriers, pills
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.foodbook import FoodBook, shipped
from unclench.intake.diaries.matching import SURE
from unclench.intake.diary import FRAME_COLUMNS, Diary, PersonDays
from unclench.intake.filling import LINE_CV, ends
from unclench.intake.fortified import in_country
from unclench.intake.parts_of_nutrients import with_parts
from unclench.intake.usual.gaussian import Z80
from unclench.processes import begin_tables

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

CELLS_AT_ONCE = 300_000
"""Lines times nutrients that are worked out together: about 150 MB."""

AS_THE_TABLE = "US"
"""The country whose enriched foods the table holds."""

PARTIAL_BELOW = 0.5
"""A day below this share of the person's median energy is flagged as partly logged."""

PARTIAL_OF_TWO = 0.1
"""Of only two days the lesser is flagged below this share of the other (judgement)."""


def person_days(
    diary: Diary,
    book: FoodBook | None = None,
    country: str = AS_THE_TABLE,
    assumed: str = "",
) -> PersonDays:
    """Intake per day and nutrient with intervals; see `PersonDays` for the columns.

    Args:
        diary: as read; amounts in each nutrient's own unit.
        book: the food table to borrow from; the one that ships when None.
        country: where the person lives, two letters or its name; foods are taken as they are
            enriched there. Empty for not known.
        assumed: how the country is called, where nobody told it.
    """
    begin_tables()
    if book is None:
        book = shipped()
    entries = diary.entries
    foods = entries.filter(pl.col("kind") == "food")
    days = foods["day"].drop_nulls().unique().sort()
    warnings: list[Reason] = []
    lone = entries.filter(
        ~pl.col("day").is_in(days.implode()) & pl.col("kind").is_in(["supplement", "medicine"])
    )["day"].n_unique()
    if lone:
        warnings.append(reason("diary_days_of_supplements", count=lone))
    if not foods.height:
        return PersonDays(_empty(), carriers.none(), (), (), tuple(warnings))
    per_day, sums, guessed, fortified = _summed(
        foods, diary, partial(in_country, country=country, assumed=bool(assumed)), book
    )
    taken = pills.sums(entries, days)
    frame = (
        pl.concat([per_day, pills.alone(per_day, taken)], how="diagonal")
        .join(taken, on=["person", "day", "nutrient"], how="left")
        .with_columns(pl.col("supplement", "supplement_low").fill_null(0.0))
    )
    if guessed:
        warnings.append(reason("diary_guessed_lines", count=guessed))
    in_part = _partial(frame)
    if in_part:
        warnings.append(reason("diary_partial_days", days=[str(d) for d in in_part]))
    return PersonDays(
        frame=_steady(frame.select(FRAME_COLUMNS).sort("person", "day", "nutrient")),
        carriers=_steady(carriers.carriers(sums, pills.pill_cells(entries, days), _days_of(foods))),
        days=tuple(days.to_list()),
        partial_days=in_part,
        warnings=tuple(warnings),
        untold=pills.untold(entries, days),
        apart=not diary.day_totals,
        fortified=fortified,
        assumed_country=assumed,
    )


def _steady(frame: pl.DataFrame) -> pl.DataFrame:
    """Parallel sums differ in their last bits from run to run; the answer must not."""
    return frame.with_columns(pl.col(pl.Float64).round_sig_figs(12))


def _empty() -> pl.DataFrame:
    types: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(FRAME_COLUMNS, pl.Float64)
    words = {"person": pl.String, "nutrient": pl.String}
    return pl.DataFrame(schema={**types, **words, "day": pl.Date})


def _rows(foods: pl.DataFrame, borrowed: pl.DataFrame) -> pl.DataFrame:
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


def _pieces(step: int) -> Iterator[list[str]]:
    """The nutrients, some at a time; a part stands in the same piece as its whole."""
    parts = {p: f.of for p, f in load("nutrient_parts", NutrientPart).items()}
    units = [[n, *(p for p in NUTRIENTS if parts.get(p) == n)] for n in NUTRIENTS if n not in parts]
    piece: list[str] = []
    for unit in units:
        if piece and len(piece) + len(unit) > step:
            yield piece
            piece = []
        piece = [*piece, *unit]
    yield piece


def _days_of(foods: pl.DataFrame) -> pl.DataFrame:
    """How many days each person has, as `_days`."""
    return foods.group_by("person").agg(_days=pl.col("day").drop_nulls().n_unique())


def _summed(
    foods: pl.DataFrame,
    diary: Diary,
    there: Callable[[pl.DataFrame], pl.DataFrame],
    book: FoodBook,
) -> tuple[pl.DataFrame, pl.DataFrame, int, dict[str, float]]:
    """Sums per day, sums per food, how many lines hang on a guess of their energy, and what of
    each nutrient a day hangs on enrichment where nobody told the country.

    A few nutrients are worked out at a time, so that memory does not hang on lines times
    nutrients; a diary of usual length goes in one piece.
    """
    ids = foods["food_id"].drop_nulls().unique(maintain_order=True).to_list()
    borrowed, spread, limits = there(book.amounts(ids)), book.spread(), _limits(diary)
    fortified: dict[str, float] = {}
    errors, exact = _match_errors()
    rows = _rows(foods, borrowed)
    days: list[pl.DataFrame] = []
    sums: list[pl.DataFrame] = []
    guessed = 0
    for some in _pieces(max(1, CELLS_AT_ONCE // foods.height)):
        values = foods.select(
            "entry", *(n if n in foods.columns else pl.lit(None, pl.Float64).alias(n) for n in some)
        ).unpivot(some, index="entry", variable_name="nutrient", value_name="value")
        cells = with_parts(
            _cells(
                values.join(rows, on="entry", how="left")
                .join(borrowed, on=["food_id", "nutrient"], how="left")
                .join(spread, on="nutrient", how="left")
                .join(limits, on=["file", "nutrient"], how="left")
                .join(errors, on="nutrient", how="left"),
                exact,
            )
        )
        days.append(_by_day(cells))
        sums.append(carriers.of_foods(cells))
        if "added" in cells.columns:
            hangs = cells.filter(pl.col("how").is_in(["found", "weak"]) & (pl.col("added") != 0))
            each = hangs.group_by("nutrient").agg((pl.col("scale") * pl.col("added")).sum())
            fortified |= dict(each.drop_nulls().iter_rows())
        energy = (pl.col("nutrient") == "energy") & (pl.col("how") == "guess")
        guessed += cells.filter(energy).height
    count = max(1, foods["day"].drop_nulls().n_unique())
    return pl.concat(days), pl.concat(sums), guessed, {n: x / count for n, x in fortified.items()}


def _cells(joined: pl.DataFrame, exact: float) -> pl.DataFrame:
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
    )


def _match_errors() -> tuple[pl.DataFrame, float]:
    """(nutrient, own_cv), and the part of it that an exact name leaves."""
    from unclench.facts.kinds.match_errors import MatchErrors
    from unclench.facts.loader import load

    fact = load("match_errors", MatchErrors)["food"]
    cv = [fact.nutrients.get(n, fact.others).cv for n in NUTRIENTS]
    return pl.DataFrame({"nutrient": list(NUTRIENTS), "own_cv": cv}), fact.exact


def _limits(diary: Diary) -> pl.DataFrame:
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


def _by_day(cells: pl.DataFrame) -> pl.DataFrame:
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


def _partial(frame: pl.DataFrame) -> tuple[dt.date, ...]:
    energy = frame.filter(pl.col("nutrient") == "energy").with_columns(
        total=pl.col("food") + pl.col("filled")
    )
    if energy.height == 2:
        least, most = energy.sort("total").select("day", "total").rows()
        return (least[0],) if least[1] < PARTIAL_OF_TWO * most[1] else ()
    if energy.height < 3:
        return ()
    median = energy["total"].median()
    assert isinstance(median, float)
    low = energy.filter(pl.col("total") < PARTIAL_BELOW * median).sort("day")
    return tuple(low["day"].to_list())

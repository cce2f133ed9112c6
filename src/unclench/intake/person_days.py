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
from unclench.intake.day_cells import by_day, cells_of, limits_of, match_errors_of, rows_of
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.foodbook import FoodBook, shipped
from unclench.intake.diary import FRAME_COLUMNS, Diary, PersonDays
from unclench.intake.fortified import in_country
from unclench.intake.parts_of_nutrients import with_parts
from unclench.processes import begin_tables

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
    per_day, sums, guessed, hanging = _summed(
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
        fortified=hanging["added"],
        makers=hanging["makers"],
        assumed_country=assumed,
        none_of=carriers.none_of(sums),
    )


def _steady(frame: pl.DataFrame) -> pl.DataFrame:
    """Parallel sums differ in their last bits from run to run; the answer must not."""
    return frame.with_columns(pl.col(pl.Float64).round_sig_figs(12))


def _empty() -> pl.DataFrame:
    types: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(FRAME_COLUMNS, pl.Float64)
    words = {"person": pl.String, "nutrient": pl.String}
    return pl.DataFrame(schema={**types, **words, "day": pl.Date})


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
) -> tuple[pl.DataFrame, pl.DataFrame, int, dict[str, dict[str, float]]]:
    """Sums per day, sums per food, how many lines hang on a guess of their energy, and what of
    each nutrient a day hangs on enrichment where nobody told the country (`added`) and on makers.

    A few nutrients are worked out at a time, so that memory does not hang on lines times
    nutrients; a diary of usual length goes in one piece.
    """
    ids = foods["food_id"].drop_nulls().unique(maintain_order=True).to_list()
    borrowed, spread, limits = there(book.amounts(ids)), book.spread(), limits_of(diary)
    hanging: dict[str, dict[str, float]] = {"added": {}, "makers": {}}
    errors, exact = match_errors_of()
    rows = rows_of(foods, borrowed)
    days: list[pl.DataFrame] = []
    sums: list[pl.DataFrame] = []
    guessed = 0
    for some in _pieces(max(1, CELLS_AT_ONCE // foods.height)):
        values = foods.select(
            "entry", *(n if n in foods.columns else pl.lit(None, pl.Float64).alias(n) for n in some)
        ).unpivot(some, index="entry", variable_name="nutrient", value_name="value")
        cells = with_parts(
            cells_of(
                values.join(rows, on="entry", how="left")
                .join(borrowed, on=["food_id", "nutrient"], how="left")
                .join(spread, on="nutrient", how="left")
                .join(limits, on=["file", "nutrient"], how="left")
                .join(errors, on="nutrient", how="left"),
                exact,
            )
        )
        days.append(by_day(cells))
        sums.append(carriers.of_foods(cells))
        for name in hanging.keys() & set(cells.columns):
            hangs = cells.filter(pl.col("how").is_in(["found", "weak"]) & (pl.col(name) != 0))
            each = hangs.group_by("nutrient").agg((pl.col("scale") * pl.col(name)).sum())
            hanging[name] |= dict(each.drop_nulls().iter_rows())
        energy = (pl.col("nutrient") == "energy") & (pl.col("how") == "guess")
        guessed += cells.filter(energy).height
    count = max(1, foods["day"].drop_nulls().n_unique())
    a_day = {name: {n: x / count for n, x in of.items()} for name, of in hanging.items()}
    return pl.concat(days), pl.concat(sums), guessed, a_day


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

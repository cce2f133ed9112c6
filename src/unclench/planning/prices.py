"""What changes of food cost, when prices are given; then only foods with a price are suggested."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unclench.errors import Problem, UserError
from unclench.intake.foods import match
from unclench.planning.changes import candidates
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import Column, Row

COST = "cost"
WEEK = 7
SURE = 0.5
"""A price whose food is matched below this confidence is not used."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices per 100 g by food id and by the name as written; names that fit no food."""

    by_id: Mapping[str, float]
    by_name: Mapping[str, float]
    unknown: tuple[str, ...]

    def of(self, food_id: str | None, *names: str) -> float | None:
        """Price of 100 g, None when it is not known."""
        for name in names:
            if name.lower() in self.by_name:
                return self.by_name[name.lower()]
        return self.by_id.get(food_id or "")


def read_prices(path: Path) -> Prices:
    """Read a CSV with the columns `food` and `price` (of 100 g).

    Raises:
        UserError: no such file or columns, prices that are no positive number: all at once.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(
            Problem("This price list cannot be read.", path.name, "Give a CSV in UTF-8.")
        ) from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    header = [h.strip().lower() for h in reader.fieldnames or ()]
    if not {"food", "price"} <= set(header):
        raise UserError(
            Problem(
                "A price list has the columns 'food' and 'price' (of 100 g).",
                path.name,
                "For example: food,price",
            )
        )
    reader.fieldnames = header
    problems, by_id, by_name, unknown = [], {}, {}, []
    for place, row in enumerate(reader, 2):
        name = (row["food"] or "").strip()
        try:
            price = float((row["price"] or "").strip().replace(",", "."))
        except ValueError:
            price = math.nan
        if not name or not price > 0 or math.isinf(price):
            problems.append(
                Problem(
                    f"'{row['price']}' is no price of '{name}'.",
                    f"{path.name}, line {place}",
                    "Write a number above 0, the price of 100 g.",
                )
            )
            continue
        by_name[name.lower()] = price
        found = match(name)
        if found.food_id is None or found.confidence < SURE:
            unknown.append(name)
        else:
            by_id[found.food_id] = price
    if problems:
        raise UserError(problems)
    return Prices(by_id, by_name, tuple(unknown))


def priced(columns: Sequence[Column], own: Sequence[OwnFood], prices: Prices) -> list[Column]:
    """Columns with the change of cost per day of one portion a week as the effect `cost`.

    A food to buy whose price is not known is left out; what is left out of the diet saves its
    price only when that is known, so a plan never looks cheaper than it is.
    """
    foods = {c.item.food_id: c.item for c in candidates()}
    eaten = {o.name: o for o in own}
    out = []
    for column in columns:
        cost = 0.0
        if column.action in ("add", "swap", "more"):
            item = foods.get(column.food_id)
            names = [item.label, item.label.partition(",")[0]] if item else [column.label]
            price = prices.of(column.food_id, *names)
            if price is None:
                continue
            cost += price * column.grams / 100
        elif column.action == "supplement":
            continue
        old = eaten.get(column.takes_from)
        if old is not None and old.grams:
            saved = prices.of(old.food_id, old.name)
            cost -= (saved or 0.0) * old.grams / 100
        out.append(replace(column, effect={**column.effect, COST: cost / WEEK}))
    return out


def budget_row(budget: float) -> Row:
    """Food may cost at most `budget` more a week, in the currency of the price list."""
    return Row(
        id="budget",
        title="Food within the budget",
        unit="a day",
        sense="at_most",
        bound=budget / WEEK,
        nutrient=COST,
        sentence=f"Food costs at most {budget:g} more a week.",
        source="judgement",
        hard=True,
        scale=max(abs(budget) / WEEK, 0.1),
    )


def cost_of(changes: Sequence[tuple[Column, int]]) -> float:
    """What a plan costs more a week; negative when it saves."""
    return WEEK * sum(c.effect.get(COST, 0.0) * n for c, n in changes)

"""What changes of food cost, when prices are given; then only foods with a price are suggested."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unclench.door import decode
from unclench.errors import Problem, UserError
from unclench.intake.foods import match
from unclench.planning.candidates import candidates
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import WEEK, Change

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
    text = decode.read_text(path)
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


def priced(changes: Sequence[Change], own: Sequence[OwnFood], prices: Prices) -> list[Change]:
    """Changes with their `cost` per day of one portion a week.

    A food to buy whose price is not known is left out; what is left out of the diet saves its
    price only when that is known, so a plan never looks cheaper than it is.
    """
    foods = {c.item.food_id: c.item for c in candidates()}
    eaten = {o.name: o for o in own}
    out = []
    for change in changes:
        if change.action == "supplement":
            continue
        cost = 0.0
        bought = change.eaten_more
        if bought is not None:
            item = foods.get(bought.food_id)
            labels = [item.label, item.label.partition(",")[0]] if item else []
            names = [*labels, bought.name, bought.name.partition(",")[0]]
            price = prices.of(bought.food_id, *names)
            if price is None:
                continue
            cost += price * bought.grams / 100
        old = eaten.get(change.takes_from)
        if old is not None and old.grams:
            saved = prices.of(old.food_id, old.name)
            cost -= (saved or 0.0) * old.grams / 100
        out.append(replace(change, cost=cost / WEEK))
    return out


def cost_of(changes: Sequence[tuple[Change, int]]) -> float:
    """What a plan of priced changes costs more a week; negative when it saves."""
    cost = 0.0
    for change, n in changes:
        assert change.cost is not None, f"{change.id} has no price"
        cost += change.cost * n
    return WEEK * cost

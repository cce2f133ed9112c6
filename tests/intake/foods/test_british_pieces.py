"""One of a food is what a British shop sells, not the food table's own piece of it."""

from __future__ import annotations

import pytest

from unclench.intake.foods.measures import grams_for


@pytest.mark.parametrize(
    ("food_id", "unit", "grams"),
    [
        ("fndds:bread-naan", "", 130),
        ("fndds:bread-pita", "", 60),
        ("fndds:bread-chappatti-or-roti", "", 55),
        ("fndds:chicken-breast-stewed-skin-not-eaten", "", 150),
        ("fndds:potato-french-fries-nfs", "portion", 165),
        ("fndds:broccoli-raw", "portion", 80),
    ],
)
def test_a_piece_and_a_portion_are_british(food_id: str, unit: str, grams: float) -> None:
    found = grams_for(food_id, 2, unit)
    assert found is not None and found.value == pytest.approx(2 * grams)
    assert found.low < found.value < found.high

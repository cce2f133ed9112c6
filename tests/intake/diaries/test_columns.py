"""Headers of nutrients are those of the facts, with their units."""

from __future__ import annotations

import pytest

from unclench.facts.nutrients import factor_to_own, label_share, nutrients
from unclench.intake.diaries.columns import APPS, Column, column


def test_every_header_of_the_facts_is_understood() -> None:
    for n in nutrients().values():
        told = [c.name for system in APPS for c in n.names(system) if c.unit != "%"]
        for header in [*told, *n.headers]:
            if len(header) > 2:  # two letters without a unit may be anything
                found = column(header)
                assert found is not None and (found.nutrient, found.factor) == (n.id, 1.0), header


@pytest.mark.parametrize(
    ("header", "nutrient", "factor"),
    [
        ("Vitamin D (IU)", "vitamin_d", 0.025),
        ("B12 (Cobalamin) (µg)", "vitamin_b12", 1.0),
        ("Energy (kJ)", "energy", 1 / 4.184),
        ("kJ", "energy", 1 / 4.184),
        ("magnesium_mg", "magnesium", 1.0),
        ("mg_magnesium", "magnesium", 1.0),
        ("g of sodium", "sodium", 1000.0),
        ("µg-folate", "folate", 1.0),
        ("Water (fl oz)", "water", 29.5735295625),
        ("Sodium (g)", "sodium", 1000.0),
        ("Potassium (mmol)", "potassium", 39.098),
        ("Vitamin D (calciferol) (mcg)", "vitamin_d", 1.0),
        ("Vitamin B-12 (cobalamin)", "vitamin_b12", 1.0),
        ("Total Protein (g)", "protein", 1.0),
    ],
)
def test_a_header_with_a_unit(header: str, nutrient: str, factor: float) -> None:
    found = column(header)
    assert found is not None
    assert (found.nutrient, found.factor) == (nutrient, pytest.approx(factor))


@pytest.mark.parametrize(
    "header",
    ["Folate (added) (mcg)", "Energy (burned)", "Iron (food) (mg)", "Iron (" + "a" * 200_000],
)
def test_a_part_of_a_nutrient_is_not_the_nutrient(header: str) -> None:
    assert column(header) is None


def test_what_cannot_be_converted_is_no_column_of_the_nutrient() -> None:
    assert column("Iron (%)") == Column(no_way="iron")
    assert column("Vitamin A (IU)") == Column(no_way="vitamin_a")  # of mixed foods: no one factor
    assert factor_to_own("vitamin_d", "IU") == pytest.approx(0.025)
    assert column("Cholesterol (mg)") == Column()
    assert column("Mood") is None


def test_a_share_of_a_label_counts_by_the_lowest_daily_value() -> None:
    shares = {n: label_share(n) for n in ("calcium", "iron", "vitamin_c", "vitamin_a", "zinc")}
    assert shares == {
        "calcium": pytest.approx(10.0),
        "iron": pytest.approx(0.18),
        "vitamin_c": pytest.approx(0.6),
        "vitamin_a": None,
        "zinc": None,
    }

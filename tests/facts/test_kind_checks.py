"""Each kind's own check finds what it promises to find."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from unclench.facts.energy import tables as energy_tables
from unclench.facts.kinds import energy, nutrients, requirements, variation
from unclench.facts.loader import load
from unclench.facts.requirements import tables as requirement_tables
from unclench.facts.variation import tables as variation_tables

TODAY = dt.date(2026, 12, 1)


def found(problems: list[Any]) -> str:
    return "\n".join(str(p) for p in problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "magnesium"}, "the id is not"),
        ({"nutrient": "kryptonite"}, "not known"),
        ({"unit": "g"}, "unit g, but mg"),
        ({"spread": None}, "without a spread"),
        ({"limit": None}, "what it applies to"),
        ({"rows": ()}, "hole"),
    ],
)
def test_a_broken_requirement_table_is_found(change: dict[str, object], words: str) -> None:
    table = requirement_tables()["magnesium", "nasem"].model_copy(update=change)
    assert words in found(requirements.check({"x": table}, TODAY))


def test_two_rows_for_one_person_are_found() -> None:
    table = requirement_tables()["magnesium", "nasem"]
    twice = table.model_copy(update={"rows": (*table.rows, table.rows[5])})
    assert "more than one row" in found(requirements.check({"x": twice}, TODAY))


@pytest.mark.parametrize(
    "row",
    [
        {"sex": "female", "age": (31, 31)},
        {"sex": "female", "age": (31, 51), "EAR": 300, "RDA": 200},
        {"sex": "female", "age": (31, 51), "EAR": -1},
        {"sex": "women", "age": (31, 51)},
        {"sex": "female", "age": (31, 51), "EUL": 3},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        requirements.Row(**row)  # type: ignore[arg-type]


def test_percentiles_must_increase_and_a_spread_must_be_whole() -> None:
    women = requirement_tables()["iron", "nasem"].percentiles[0]
    with pytest.raises(ValidationError):
        requirements.Percentiles(**(women.model_dump() | {"values": women.values[::-1]}))
    with pytest.raises(ValidationError):
        requirements.Spread(kind="normal", cv=None, source="judgement", verified="judgement")


def test_a_hole_in_variation_is_found() -> None:
    table = variation_tables()["magnesium"]
    broken = table.model_copy(update={"groups": table.groups[1:]})
    assert "0 groups for male, age 1" in found(variation.check({"x": broken}, TODAY))


def test_a_hole_in_energy_equations_is_found() -> None:
    table = energy_tables()["rest_schofield"]
    broken = table.model_copy(update={"equations": table.equations[:-1]})
    assert "0 equations for female, age 60" in found(energy.check({"x": broken}, TODAY))


def test_two_nutrients_with_one_code_are_found() -> None:
    facts = dict(load("nutrients", nutrients.NutrientFact))
    facts["zinc"] = facts["zinc"].model_copy(update={"fdc_number": "304"})
    assert "'304' also belongs to magnesium" in found(nutrients.check(dict(facts), TODAY))


def test_a_muscle_row_that_is_not_whole_is_found() -> None:
    facts = dict(load("nutrients", nutrients.NutrientFact))
    facts["iron"] = facts["iron"].model_copy(update={"muscle": None})
    assert "iron" in found(nutrients.check(dict(facts), TODAY))

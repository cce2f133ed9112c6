"""Nutrients: codes, names and conversions, compared with numbers from outside the project."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from unclench.errors import UserError
from unclench.facts.kinds.nutrients import MUSCLE_TABLE
from unclench.facts.nutrients import by_column, convert, nutrient, nutrients


def test_every_agreed_nutrient_is_there_with_its_unit() -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
    agreed = text.split("Nutrient ids:")[1].split("Names use")[0]
    for name, n in nutrients().items():
        assert name in agreed, name
        assert n.unit in ("kcal", "g", "mg", "µg")
    assert len(nutrients()) == 35


def test_fdc_id_and_number_are_not_confused() -> None:
    mg = nutrients()["magnesium"]
    assert (mg.fdc_id, mg.fdc_number) == (1090, "304")
    published = {"potassium": (1092, "306"), "sodium": (1093, "307"), "calcium": (1087, "301")}
    published |= {"iron": (1089, "303"), "zinc": (1095, "309"), "vitamin_d": (1114, "328")}
    published |= {"thiamin": (1165, "404"), "vitamin_b6": (1175, "415"), "water": (1051, "255")}
    published |= {"vitamin_b12": (1178, "418")}
    for name, codes in published.items():
        assert (nutrients()[name].fdc_id, nutrients()[name].fdc_number) == codes


def test_fdc_numbers_and_tagnames_are_those_of_the_usda_table(samples: Path) -> None:
    with (samples / "foods/sr26_nutrient_def.csv").open(encoding="utf-8") as file:
        table = {row["nutr_id"]: row for row in csv.DictReader(file)}
    for n in nutrients().values():
        if n.fdc_id is None or n.fdc_number not in table:
            assert n.rare, n.id  # a part of a nutrient, or one that the USDA table never had
            continue
        row = table[n.fdc_number]
        assert row["unit"].replace("kcal", "kcal") == n.unit, n.id
        assert row["nutr_abbr"].split("_KCAL")[0] == n.infoods, n.id


@pytest.mark.parametrize("name", MUSCLE_TABLE)
def test_the_muscle_table_has_a_whole_row(name: str) -> None:
    row = nutrients()[name]
    assert row.muscle is not None
    assert len(row.muscle.role) > 60
    assert len(row.muscle.deficiency) > 60
    assert len(row.food_sources) >= 5


def test_cronometer_columns_of_real_exports_are_known(samples: Path) -> None:
    header = (
        (samples / "cronometer/servings_no_time_2025.csv").read_text("utf-8-sig").split("\n")[0]
    )
    columns = {c.rsplit(" (", 1)[0] for c in header.strip().split(",")}
    known = by_column("cronometer")
    assert set(known) <= columns
    assert len(known) == 30


def test_asa24_and_nhanes_columns_exist_in_real_files(samples: Path) -> None:
    header = (samples / "asa24/VVKAJ_Items.csv").read_text("latin-1").split("\n")[0]
    assert set(by_column("asa24")) <= set(header.strip().replace('"', "").split(","))


@pytest.mark.parametrize(
    ("name", "value", "unit", "to", "expected"),
    [
        ("magnesium", 24.305, "mg", "mmol", 1.0),
        ("magnesium", 1, "mmol", "mEq", 2.0),
        ("potassium", 39.098, "mg", "mEq", 1.0),
        ("sodium", 2300, "mg", "mmol", 100.04),
        ("calcium", 40.078, "mg", "mEq", 2.0),
        ("vitamin_d", 2000, "IU", "µg", 50.0),
        ("vitamin_a", 3000, "IU", "µg", 900.0),
        ("energy", 1, "MJ", "kcal", 239.0),
        ("water", 1.5, "L", "g", 1500.0),
    ],
)
def test_units_convert_with_the_substance(
    name: str, value: float, unit: str, to: str, expected: float
) -> None:
    assert convert(name, value, unit, to) == pytest.approx(expected, rel=1e-3)


def test_an_unknown_nutrient_names_the_nearest() -> None:
    with pytest.raises(UserError, match="magnesium"):
        nutrient("magnesum")
    assert nutrient("Vitamin B12").id == "vitamin_b12"


def test_salt_is_not_taken_for_sodium() -> None:
    with pytest.raises(UserError):
        nutrient("salt")

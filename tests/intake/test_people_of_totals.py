"""Two people in one file are never merged, also where the column is only called "Name"."""

from __future__ import annotations

from pathlib import Path

import pytest

from unclench import read_diary
from unclench.errors import UserError

PEOPLE = """Date,Name,Calories,Protein (g),Magnesium (mg)
2026-10-01,Anna,1800,60,250
2026-10-01,Ben,2600,95,380
2026-10-02,Ben,2700,99,400
2026-10-02,Anna,1750,58,240
2026-10-03,Anna,1900,64,260
"""
FOODS = """Date,Name,Calories,Protein (g),Magnesium (mg)
2026-10-01,Porridge,350,12,80
2026-10-01,Lasagne,720,35,70
2026-10-02,Porridge,350,12,80
2026-10-02,Lasagne,720,35,70
"""


def _file(folder: Path, text: str) -> str:
    path = folder / "days.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_totals_of_two_people_are_not_added_up(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Anna, Ben"):
        read_diary(_file(tmp_path, PEOPLE))


def test_one_of_them_is_read_alone(tmp_path: Path) -> None:
    diary = read_diary(_file(tmp_path, PEOPLE), person="Ben")
    assert sorted(diary.entries["magnesium"].drop_nulls().to_list()) == [380.0, 400.0]


def test_the_kilojoules_of_people_are_a_day_as_well(tmp_path: Path) -> None:
    in_kj = (
        PEOPLE.replace("Calories", "Energy (kJ)")
        .replace("1800", "7530")
        .replace("2600", "10880")
        .replace("2700", "11300")
        .replace("1750", "7320")
        .replace("1900", "7950")
    )
    with pytest.raises(UserError, match="Anna, Ben"):
        read_diary(_file(tmp_path, in_kj))


def test_foods_of_every_day_are_no_people(tmp_path: Path) -> None:
    diary = read_diary(_file(tmp_path, FOODS))
    assert set(diary.entries["name"].to_list()) == {"Porridge", "Lasagne"}


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount,Balance\n01/10/2026,TESCO,-23.40,1200\n02/10/2026,PAY,900,2100\n",
        "Buchungstag;Verwendungszweck;Betrag;Saldo\n01.10.2026;REWE;-23,4;1200\n",
        "Date,Details,Paid out,Paid in,Balance\n01/10/2026,CAFE,3.80,,1200\n",
    ],
)
def test_a_bank_statement_is_no_diary(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="list of payments"):
        read_diary(_file(tmp_path, text))

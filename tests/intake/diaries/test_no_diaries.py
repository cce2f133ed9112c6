"""Lists of food that are no days of eating are refused by name; diaries are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from unclench.errors import UserError
from unclench.facts.kinds.no_diaries import NoDiary
from unclench.facts.loader import load
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook

TODAY = dt.date(2026, 11, 28)

LISTS = {
    "training log": "Date,Run,Distance (km),Average HR,Food\n2026-09-01,easy,8,140,banana\n",
    "shopping list": "Einkaufsliste\n2 l Milch\n10 Eier\nButter\n",
    "list of purchases": "Date,Item,Qty,Unit price,Total\n2026-09-01,Milk,2,0.95,1.90\n",
    "recipe": "Pancakes\nServes 4\nIngredients:\n200 g flour\n2 eggs\nMethod:\nMix and fry.\n",
    "food in stock": "Produkt;Menge;MHD\nReis;2 kg;2027-01-01\nLinsen;3 Dosen;2028-01-01\n",
    "garden or farm": "Date,Crop,Harvested (kg)\n2026-09-01,Courgettes,2.4\n",
    "feed of an animal": "Date,Dog,Food,Amount\n2026-09-01,Rex,chicken and rice,240 g\n",
    "baby's feeds": "Date,Time,Food,Amount,Nappies\n2026-09-01,08:00,milk,120 ml,1\n",
    "plan of meals": "Meal plan for the week\nMonday\nporridge\nTuesday\neggs\n",
    "menu of a restaurant": "Starters\ntomato soup\nMains\nfish and chips\nDesserts\nice cream\n",
}


@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_foods_is_refused_by_its_name(what: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(LISTS[what], "utf-8")
    with pytest.raises(UserError, match=what) as refused:
        read([path], today=TODAY)
    assert all(p.fix for p in refused.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "[ ] eggs\n[ ] milk\n[x] bread\n",
        "milk\neggs\ntoilet paper\nbananas\nwashing-up liquid\n",
        "MILK 2L 1.65\nEGGS 2.85\nLOAF 1.40\nTOTAL 5.90\nVISA 5.90\n",
    ],
)
def test_what_is_bought_is_told_without_a_title(text: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"shopping list|purchases"):
        read([path], today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Date,Food,Amount,Workout,Distance\n2026-09-01,rice,150 g,run,5 km\n",
        "Date,Food,Calories,Magnesium (mg),Iron (mg),Price,Shop\n2026-09-01,rice,300,20,1,2,A\n",
        "Date,Food,Symptoms,Heart rate\n2026-09-01,rice,none,70\n2026-09-02,eggs,cramp,72\n",
        "chicken stock 300 ml\nrice 150 g\n2 eggs\n",
        "2026-09-01\n[x] 2 eggs\n[x] 150 g rice\n",
    ],
)
def test_a_diary_is_none_of_them(text: str, tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "diary.txt"
    path.write_text(text, "utf-8")
    assert read([path], today=TODAY, matcher=book).entries.height


def test_every_kind_is_met_here() -> None:
    kinds = load("no_diaries", NoDiary).values()
    assert len(LISTS) == len(kinds)
    assert {next(w for w in LISTS if w in k.what) for k in kinds} == set(LISTS)

"""Made rows in the layouts that exporters publish: every number, and what is left out."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.said import sentences

from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diaries.sections import diary_of
from unclench.intake.diary import Diary

TODAY = dt.date(2026, 10, 20)
FIRST = dt.date(2026, 10, 1)
FDDB = (
    "datum_tag_monat_jahr_stunde_minute;bezeichnung;interne_id;kj;kj_aktivitaeten;"
    "fett_g;kh_g;protein_g;\n"
    '"26.09.2026 08:30";"150 g Oats";"1";"2346";"0";"10,5";"88,5";"20,3";\n'
    '"26.09.2026 10:00";"60 Minuten Spazieren";"7";"0";"836,8";"0";"0";"0";\n'
)


def _read(path: Path, content: str, book: FoodBook) -> Diary:
    path.write_text(content, "utf-8")
    return read([path], today=TODAY, matcher=book)


def test_fddb_leaves_what_was_burned_out(tmp_path: Path, book: FoodBook) -> None:
    diary = _read(tmp_path / "d.csv", FDDB, book)
    assert diary.entries.select("name", "amount", "energy").rows() == [
        ("Oats", "150 g", pytest.approx(2346 / 4.184))
    ]
    assert any("exercise, left out: 1 (line 3)" in w for w in sentences(diary.warnings))


def test_of_a_whole_account_of_fddb_the_diary_is_read_and_nobody_is_named(
    tmp_path: Path, book: FoodBook
) -> None:
    text = (
        f'userhistory;\ndatum_tag_monat_jahr;gewicht_kg;\n"25.09.2026";"70,5";\ndiary;\n{FDDB}'
        'profile;\nname;geburtstag;\n"Jo Secret";"01.02.1980";\n'
        'transactions;\nbetrag;\n"12,34";\n'
    )
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.entries["row"].to_list() == [6] and diary.entries["name"].to_list() == ["Oats"]
    said = sentences(diary.warnings)
    assert any("left out: userhistory, profile, transactions" in w for w in said)
    assert not any("Secret" in w for w in said)


def test_meals_that_stand_under_each_other_are_no_tables(tmp_path: Path, book: FoodBook) -> None:
    text = "2026-10-01\nbreakfast\n2 eggs, toast\nlunch\nrice, 200 g\nbananas, 2\n"
    names = _read(tmp_path / "d.txt", text, book).entries["name"].to_list()
    assert names == ["eggs, toast", "rice", "bananas"]


@pytest.mark.parametrize("text", ["rice", "rice\n", "\nrice;\n", "rice\n\noats\n", "a" * 90])
def test_a_lone_word_is_no_table(text: str) -> None:
    assert diary_of(text) == (text, [])


def _eaten(unit: str, amount: float, nutriments: dict[str, float], **meal: Any) -> dict[str, Any]:
    return {
        "id": "x",
        "unit": unit,
        "amount": amount,
        "type": "lunch",
        "dateTime": "2026-10-01T13:00:00.000",
        "meal": {"name": "Oats", "mealUnit": "g", "nutriments": nutriments, **meal},
    }


@pytest.mark.parametrize(
    ("entry", "grams", "told"),
    [
        (_eaten("g", 80, {"energyKcal100": 375, "magnesium100": 130, "vitaminB6100": 0.1}), 80,
         {"energy": 300, "magnesium": 104, "vitamin_b6": 0.08}),
        (_eaten("serving", 2, {"energyKcal100": 60, "vitaminD100": 1.2}, servingQuantity=125,
                servingUnit="g"), 250, {"energy": 150, "vitamin_d": 3}),
        (_eaten("gml", 250, {"energyKcal100": 64, "sodium100": 40}), 250,
         {"energy": 160, "sodium": 100}),
        (_eaten("g", 50, {"energyKcal100": 400, "magnesium_100g": 0.13}), 50,
         {"energy": 200, "magnesium": 65}),
    ],
)  # fmt: skip
def test_units_of_open_nutri_tracker(
    tmp_path: Path, book: FoodBook, entry: object, grams: float, told: dict[str, float]
) -> None:
    row = _read(tmp_path / "i.json", json.dumps([entry]), book).entries.row(0, named=True)
    assert row["grams"] == pytest.approx(grams)
    assert {n: row[n] for n in told} == pytest.approx(told)


def test_a_serving_of_unknown_size_tells_nothing(tmp_path: Path, book: FoodBook) -> None:
    entry = _eaten("serving", 2, {"energyKcal100": 60, "sodium100": 40})
    entries = _read(tmp_path / "i.json", json.dumps([entry]), book).entries
    assert "sodium" not in entries.columns or entries["sodium"].to_list() == [None]


SAMSUNG = {
    "nutrition": "start_time,time_offset,title,calorie,sodium,protein,meal_type,\n"
    "2026-10-01 10:30:00.000,UTC+0200,Lunch,455.0,320.0,9.0,100002,\n",
    "food_intake": "unit,start_time,meal_type,name,calorie,amount,time_offset,\n"
    '120001,2026-10-01 10:30:00.000,100002,"Rice, white, cooked",455.0,350.0,UTC+0200,\n',
    "food_info": "info_provider,name,calorie,metric_serving_amount,sodium,potassium,protein,\n"
    "FatSecret,Rice,130.0,100,1.0,35.0,2.7,\n",
    "water_intake": "start_time,amount,unit_amount,time_offset,\n"
    "2026-10-01 09:00:00.000,250.0,250.0,UTC+0200,\n",
}


def test_a_download_of_samsung_health_counts_a_meal_once(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as z:
        for name, text in SAMSUNG.items():
            full = f"com.samsung.health.{name}"
            z.writestr(f"samsung/{full}.20261005.csv", f"{full},6312001,6\n{text}")
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries.select("name", "energy", "amount").rows() == [
        ("Rice, white, cooked", 455, None)
    ], "a code of a unit is no count of pieces"
    said = " ".join(sentences(diary.warnings))
    assert "unit is a number that only the app knows" in said
    assert "food_info.20261005.csv: This is a table of Samsung Health" in said


def test_the_portion_of_intake24_is_in_grams(tmp_path: Path, book: FoodBook) -> None:
    text = (
        "Survey ID,User ID,Meal name,Search term,Intake24 food code,Description (en),"
        "Nutrient table name,Serving size (g/ml),Portion size (g/ml),Start time,Energy (kcal)\n"
        "s1,u1,Breakfast,porridge,PORR,Porridge made with milk,NDNS,250,200,"
        "2026-10-01T20:00:00.000Z,282\n"
    )
    row = _read(tmp_path / "i.csv", text, book).entries.row(0, named=True)
    assert (row["grams"], row["energy"]) == (200, 282)


def test_columns_of_an_amount_of_the_food_are_not_eaten(tmp_path: Path, book: FoodBook) -> None:
    text = (
        "Date,Meal,Product,Amount,Unit,Calories/g,Calories total,Protein/g,Protein total,"
        "Magnesium per 100 g\n"
        "2026-10-01,lunch,Oats,150.0,gram,3.75,562.5,0.13,19.5,130\n"
        "2026-10-01,dinner,Milk,200.0,glass,0.64,128.0,0.033,6.6,11\n"
    )
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.entries.select("energy", "protein").rows() == [(562.5, 19.5), (128, 6.6)]
    assert "magnesium" not in diary.entries.columns or diary.entries["magnesium"].is_null().all()
    assert diary.entries["grams"].max() == 150, "200 glasses beside 128 kcal are no count"
    said = " ".join(sentences(diary.warnings))
    assert all(f"'{h}'" in said for h in ("Calories/g", "Protein/g", "Magnesium per 100 g"))


def test_a_unit_behind_a_stroke_is_a_unit(tmp_path: Path, book: FoodBook) -> None:
    text = "Date,Food,Energy/kcal,Protein/g,Sodium/mg\n2026-10-01,Rice,390,8,5\n"
    row = _read(tmp_path / "d.csv", text, book).entries.row(0, named=True)
    assert (row["energy"], row["protein"], row["sodium"]) == (390, 8, 5)


def test_sums_by_meal_and_day_beside_the_foods_count_once(tmp_path: Path, book: FoodBook) -> None:
    files = {
        "log.csv": "date,meal,product_name,amount_g,calories\n2026-10-01,lunch,Oats,150,562\n",
        "meal.csv": "Date,Meal,Calories total\n2026-10-01,lunch,562\n",
        "daily.csv": "Date,Calories total,Protein total\n2026-10-01,562,19.5\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    diary = read([tmp_path / n for n in files], today=TODAY, matcher=book)
    assert diary.entries.select("day", "name", "energy").rows() == [(FIRST, "Oats", 562)]


def test_a_zip_of_a_whole_account_names_its_other_files_in_one_sentence(
    tmp_path: Path, book: FoodBook
) -> None:
    path = tmp_path / "loseit.zip"
    others = ("weights", "steps", "fiber", "body-fat", "water-intake")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(
            "food-logs.csv",
            "Date,Name,Icon,Meal,Quantity,Units,Calories,Deleted,Fat (g)\n"
            "10/01/2026,Rice,x,Lunch,300,Grams,390,0,n/a\n",
        )
        for n, name in enumerate(others):
            z.writestr(
                f"{name}.csv",
                f"Date,Value,Secondary Value,Last Updated\n10/01/2026,{n + 1},n/a,x\n",
            )
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["energy"].to_list() == [390]
    said = [w for w in sentences(diary.warnings) if "hold no diary of foods" in w]
    assert len(said) == 1 and all(f"{name}.csv" in said[0] for name in others)


def test_sums_and_exercise_of_a_pasted_page_are_counted_as_left_out(
    tmp_path: Path, book: FoodBook
) -> None:
    page = (
        "October 1, 2026\nFOODS\tCalories\tSodium\nLunch\nOats, 80 g\t300\t5mg\n"
        "TOTAL:\t300\t5mg\nEXERCISES\tCalories\tMinutes\nWalking\t180\t40\n"
    )
    diary = _read(tmp_path / "d.txt", page, book)
    assert diary.entries["energy"].to_list() == [300]
    assert any("exercise, notes and sums" in w for w in sentences(diary.warnings))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([{"day": "2026-10-01", "calorieGoal": 2000, "caloriesTracked": 900}], "OpenNutriTracker"),
        ({"a1": {"name": "Milk", "nutrients": {}, "servings": [], "base_unit": "ml"}}, "Yazio"),
        ({"2026-10-01": {"consumed": {"products": []}, "goals": {}}}, "Yazio"),
    ],
)
def test_json_without_foods_names_its_app(
    tmp_path: Path, book: FoodBook, raw: object, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        _read(tmp_path / "d.json", json.dumps(raw), book)


def test_a_number_with_a_comma_is_no_brand(tmp_path: Path, book: FoodBook) -> None:
    text = "Date;Food;Amount\n2026-10-01;Xylophonic 3,5%;250 ml\n2026-10-01;Rice;1,5 cups\n"
    entries = _read(tmp_path / "d.csv", text, book).entries
    assert entries["food_id"][0] is None and entries["food_id"][1] is not None


FITATU = (
    'Data,Posiłek,"Produkty i potrawy","Miara użyteczna","ilość (g)","kalorie (kcal)",'
    '"Białka (g)","Zwierzęce (g)","Roślinne (g)","Nasycone (g)","Kwas omega 3 (g)","Cukry (g)",'
    '"Kwas foliowy (ug)","Witamina B5 (mg)","Witamina PP (mg)","Potas (mg)","Sód (mg)","Sól (g)"\n'
    '2026-10-01,Śniadanie,Xaxa,"150x g",150,330,30,30,0,1,,2,40,1.5,9,450,,0.5\n'
    '2026-10-01,"II śniadanie",Xbxb,"2x porcja",80,262,32,,,4,,0,,,,,800,2\n'
    '2026-10-01,Przekąska,Xcxc,"1x sztuka",13,78,1,,,2,,5,0,0,0,0,0,\n'
)


def test_foods_of_fitatu_have_grams_and_zeros_of_packed_food_are_unknown(
    tmp_path: Path, book: FoodBook
) -> None:
    diary = _read(tmp_path / "d.csv", FITATU, book)
    e = diary.entries
    assert diary.files[0].label == "Fitatu diary"
    assert e.select("name", "grams", "energy").rows() == [
        ("Xaxa", 150, 330), ("Xbxb", 80, 262), ("Xcxc", 13, 78)]  # fmt: skip
    assert e.select("potassium", "niacin", "folate", "pantothenate").row(0) == (450, 9, 40, 1.5)
    assert e["sodium"].to_list() == [pytest.approx(196.7), 800, None]
    assert e.select("potassium", "niacin").row(2) == (None, None)
    said = " ".join(sentences(diary.warnings))
    assert "not known" not in said and "lower bounds" not in said


LIFESUM = {
    "week": "Date,Meal type,Food item,Amount,Serving,Amount in grams,Calories,Carbs,Carbs fiber,"
    "Carbs sugar,Fat,Fat saturated,Fat unsaturated,Cholesterol,Protein,Potassium,Sodium\n"
    "2026-10-01,Breakfast,Oats,80,g,80,300,50,8,1,6,1,5,0,10,0.29,0.004\n"
    "2026-10-01,Lunch,Nectarine,2,medium,280,143,34,6,22,1,0,0,0,3,0.456,\n",
    "account": "date,meal_type,title,brand,serving_name,amount,amount_in_grams,calories,carbs,"
    "carbs_fiber,carbs_sugar,cholesterol,fat,fat_saturated,fat_unsaturated,potassium,protein,"
    "sodium\n"
    "2026-10-01,breakfast,Oats,Brand,g,80,80,300,50,8,1,0,6,1,5,0.29,10,0.004\n"
    "2026-10-01,lunch,Nectarine,,medium,2,280,143,34,6,22,0,1,0,0,0.456,3,\n",
}


@pytest.mark.parametrize("layout", LIFESUM)
def test_minerals_of_lifesum_are_in_grams_and_recorded_grams_win(
    tmp_path: Path, book: FoodBook, layout: str
) -> None:
    diary = _read(tmp_path / "d.csv", LIFESUM[layout], book)
    rows = diary.entries.select("name", "grams", "energy", "fibre", "potassium", "sodium").rows()
    assert rows == [("Oats", 80, 300, 8, 290, 4), ("Nectarine", 280, 143, 6, 456, None)]
    assert diary.files[0].label == "Lifesum diary"


def test_a_whole_account_of_lifesum(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "lifesum.zip"
    others = {
        "weighins.csv": "date,weight_kg,height_cm,goal_weight_kg\n2026-10-01,70,170,68\n",
        "bodymeasures.csv": "date,measure,value,unit\n2026-10-01,waist,80,cm\n",
        "exercise.csv": "date,title,duration_min,calories_burned,source\n"
        "2026-10-01,Walking,40,180,phone\n",
    }
    with zipfile.ZipFile(path, "w") as z:
        for name, text in {"food.csv": LIFESUM["account"], **others}.items():
            z.writestr(name, text)
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["energy"].to_list() == [300, 143]
    said = " ".join(sentences(diary.warnings))
    assert all(name in said for name in others)


def test_numbers_too_large_for_grams_are_none(tmp_path: Path, book: FoodBook) -> None:
    text = LIFESUM["week"].replace("0.29,0.004", "290,4").replace("0.456", "456")
    assert _read(tmp_path / "d.csv", text, book).entries["potassium"].to_list() == [290, 456]


def test_foods_under_an_unknown_header_are_foods_and_no_totals(
    tmp_path: Path, book: FoodBook
) -> None:
    text = (
        "Date,Meal,Wotsit,Quantity,Energy (kcal),Remark\n2026-10-01,Lunch,Oats,80 g,300,\n"
        "2026-10-01,Lunch,Milk,200 ml,128,cold\n2026-10-01,Dinner,Rice,300 g,390,\n"
        "2026-10-01,Dinner,Banana,120 g,107,\n"
    )
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.entries["name"].to_list() == ["Oats", "Milk", "Rice", "Banana"]
    assert any("'Wotsit' was taken for it" in w for w in sentences(diary.warnings))
    totals = text.replace("Quantity", "Weather")
    assert _read(tmp_path / "e.csv", totals, book).entries["name"].null_count() == 4


def test_grams_that_are_recorded_beside_a_measure_count(tmp_path: Path, book: FoodBook) -> None:
    text = (
        "Date,Food,Amount,Unit,Grams,Energy (kcal)\n2026-10-01,Banana,1,large,200,\n"
        "2026-10-01,Banana,1,large,,\n2026-10-01,rice with milk,1,bowl,400,500\n"
    )
    diary = _read(tmp_path / "d.csv", text, book)
    bananas = diary.entries.filter(diary.entries["name"] == "Banana")["grams"].to_list()
    assert bananas[0] == 200 and bananas[1] != 200 and bananas[1] is not None
    assert diary.entries["energy"].sum() == pytest.approx(500)


def test_the_weight_of_a_serving_is_not_what_was_eaten(tmp_path: Path, book: FoodBook) -> None:
    text = (
        "Date,Food,Servings,Serving weight (g),Energy (kcal)\n2026-10-01,Oats,2,80,600\n"
        "2026-10-01,Rice,3,100,390\n"
    )
    assert 80 not in _read(tmp_path / "d.csv", text, book).entries["grams"].to_list()


def test_a_quick_export_of_macrofactor_is_of_days_and_its_targets_are_not_eaten(
    tmp_path: Path, book: FoodBook
) -> None:
    text = (
        "Date,Expenditure,Trend Weight (kg),Weight (kg),Calories (kcal),Protein (g),Fat (g),"
        "Carbs (g),Target Calories (kcal),Target Protein (g),Target Fat (g),Target Carbs (g),"
        "Steps\n"
        "2026-10-01,2500,80.1,80.3,2100,150,70,210,2200,160,70,220,9000\n"
        "2026-10-02,2510,80.0,79.9,1950,140,60,205,2200,160,70,220,12000\n"
    )
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.entries.select("energy", "protein").rows() == [(2100, 150), (1950, 140)]
    assert any("'Target Calories (kcal)'" in w for w in sentences(diary.warnings))


@pytest.mark.parametrize(
    ("table", "said"), [("OpenFoodFactsPagingKey", "FoodYou"), ("Mystery", "a database")]
)
def test_a_database_names_its_app(tmp_path: Path, book: FoodBook, table: str, said: str) -> None:
    path = tmp_path / "food.db"
    made = sqlite3.connect(path)
    for name in (table, "RecipeIngredient"):
        made.execute(f"CREATE TABLE {name} (id INTEGER)")
    made.commit()
    made.close()
    with pytest.raises(UserError, match=said) as caught:
        read([path], today=TODAY, matcher=book)
    assert all(p.fix for p in caught.value.problems)

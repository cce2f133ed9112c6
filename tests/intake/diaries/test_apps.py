"""Files of apps that are known by name: read, or refused with what to export instead."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.said import sentences

from unclench import assess
from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook

TODAY = dt.date(2026, 6, 15)
STAMP = "2026-06-0{} 18:30:00 +0100"


def _read(path: Path, content: str, book: FoodBook, **more: object):  # type: ignore[no-untyped-def]
    path.write_text(content, "utf-8")
    return read([path], today=TODAY, matcher=book, **more)  # type: ignore[arg-type]


def _apple(*records: tuple[str, str, str, str]) -> str:
    rows = "".join(
        f'<Record type="HKQuantityTypeIdentifierDietary{kind}" sourceName="{app}" unit="mg" '
        f'startDate="{STAMP.format(day)}" endDate="{STAMP.format(day)}" value="{value}"/>'
        for app, kind, day, value in records
    )
    return f'<?xml version="1.0"?><HealthData locale="en">{rows}</HealthData>'


def test_two_apps_with_the_same_record_count_once(tmp_path: Path, book: FoodBook) -> None:
    text = _apple(("A", "Magnesium", "1", "300"), ("B", "Magnesium", "1", "300"))
    assert _read(tmp_path / "export.xml", text, book).entries["magnesium"].sum() == 300


def test_an_export_of_apple_health_in_utf_16(tmp_path: Path, book: FoodBook) -> None:
    text = _apple(("A", "Magnesium", "1", "300"), ("A", "Magnesium", "2", "290"))
    plain = _read(tmp_path / "export.xml", text, book)
    wide = tmp_path / "wide.xml"
    wide.write_bytes(text.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"))
    entries = read([wide], today=TODAY, matcher=book).entries
    assert entries.drop("file").equals(plain.entries.drop("file"))


def test_fddb_tells_day_hour_and_kilojoules(tmp_path: Path, book: FoodBook) -> None:
    text = """datum_tag_monat_jahr_stunde_minute;bezeichnung;kj;fett_g;kh_g;protein_g
"02.06.2026 08:00";"100 g Oats";"1540";"2,3";"71,0";"13,0"
"01.06.2026 19:30";"Bananas";"400";"0,3";"45,0";"6,0"
"""
    e = _read(tmp_path / "d.csv", text, book).entries.sort("day")
    assert e["day"].to_list() == [dt.date(2026, 6, 1), dt.date(2026, 6, 2)]
    assert e["energy"].to_list() == pytest.approx([400 / 4.184, 1540 / 4.184])
    assert e["carbohydrate"].to_list() == [45, 71]


def test_the_name_of_an_app_refuses_no_table_of_foods(tmp_path: Path, book: FoodBook) -> None:
    table = """"Food diary report of FatSecret"

Fecha,Comida,Alimento,Porción,Calorías (kcal),Sodio (mg)
"lunes, junio 01, 2026",Desayuno,Oats,100 g,380,5
,Cena,Bananas,200 g,180,3
"""
    e = _read(tmp_path / "d.csv", table, book).entries
    assert e["energy"].to_list() == [380, 180] and e["day"].n_unique() == 1


def test_of_two_apps_that_tell_one_day_differently_one_counts(
    tmp_path: Path, book: FoodBook
) -> None:
    text = _apple(
        ("A", "Magnesium", "1", "300"),
        ("A", "Potassium", "1", "2000"),
        ("B", "Magnesium", "1", "290"),
        ("B", "Caffeine", "1", "90"),
        ("B", "Magnesium", "2", "310"),
    )
    diary = _read(tmp_path / "export.xml", text, book)
    by_day = diary.entries.group_by("day").agg(pl.col("magnesium").sum()).sort("day")
    assert by_day["magnesium"].to_list() == [290, 310], "B has more records"
    assert diary.entries["caffeine"].sum() == 90
    assert diary.entries["potassium"].sum() == 2000
    assert any("records of A were left out" in w for w in sentences(diary.warnings))


def test_the_printable_diary_pasted_as_text(tmp_path: Path, book: FoodBook) -> None:
    page = (
        "Printable Diary for x\nJune 1, 2026\nFOODS\tCalories\tSodium\nBreakfast\n"
        "Quaker - Oats, 80 g\t300\t1,120mg\nTOTAL:\t300\t1,120mg\n"
        "EXERCISES\tCalories\tMinutes\nWalking\t180\t40\n"
    )
    for text in (page, page.replace("\t", "   ")):
        e = _read(tmp_path / "d.txt", text, book).entries
        assert e.select("name", "amount", "energy", "sodium", "meal").rows() == [
            ("Quaker - Oats", "80 g", 300, 1120, "Breakfast")
        ]


def test_notes_of_myfitnesspal_without_quotes(tmp_path: Path, book: FoodBook) -> None:
    head = "Date,Meal,Calories,Fat (g),Sodium (mg),Note\n"
    rows = "2026-06-01,Lunch,500,10,600,Slept badly.\n- cramp at 3\n2 more, then fine\na=1,b=2,c\n"
    diary = _read(tmp_path / "d.csv", head + rows + "2026-06-02,Lunch,700,20,900,\n", book)
    assert diary.entries["sodium"].to_list() == [600, 900]
    assert diary.files[0].label.startswith("MyFitnessPal")


def test_a_table_with_foods_is_no_summary_of_myfitnesspal(tmp_path: Path, book: FoodBook) -> None:
    text = "Date,Meal,Item,Calories,Fat (g),Magnesium (mg)\n2026-06-01,Lunch,Rice,390,1,36\n"
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.files[0].label == "Plain table of foods"
    assert diary.entries["magnesium"].to_list() == [36]


def test_a_markdown_table(tmp_path: Path, book: FoodBook) -> None:
    text = (
        "Here is your log:\n\n| Date | Food | kcal | Magnesium (mg) |\n|---|:--|--:|--|\n"
        "| 2026-06-01 | Rice | 390 | 36 |\n| 2026-06-01 | Oats | 300 | 110 |\n"
        "| 2026-06-01 | **Total** | **690** | **146** |\n\nWell done!\n"
    )
    assert _read(tmp_path / "d.md", text, book).entries["magnesium"].to_list() == [36, 110]


def test_samsung_health_is_in_universal_time_and_writes_zero_for_unknown(
    tmp_path: Path, book: FoodBook
) -> None:
    text = (
        "com.samsung.health.nutrition,6312001,6\n"
        "start_time,time_offset,title,calorie,sodium,magnesium,meal_type,\n"
        "2026-06-02 02:30:00.000,UTC-0500,Rice,390.0,320.0,0.0,100003,\n"
    )
    e = _read(tmp_path / "d.csv", text, book).entries
    assert e.select("day", "sodium", "magnesium").rows() == [(dt.date(2026, 6, 1), 320.0, None)]


def test_fitbit_food_logs_in_a_csv_of_many_tables(tmp_path: Path, book: FoodBook) -> None:
    text = (
        'Foods\nDate,Calories In\n"2026-06-01","1,300"\n\nFood Log 20260601\nMeal,Food,Calories\n'
        '"Lunch"\n"","Rice","390"\n"","Dinner Summary","910"\n\n'
        'Daily Totals\n"","Calories","1,300"\n'
    )
    diary = _read(tmp_path / "d.csv", text, book)
    assert diary.entries["energy"].to_list() == [390, 910]
    assert diary.entries["name"].to_list() == ["Rice", None]


FATSECRET = """#-----
# Food Diary Report - Detailed Report,"Monday, June 1, 2026"
#-----
Daily Average,Cals ( kcal),Fat( g)
Total,900,20

# Report Details
Date,Cals ( kcal),Fat( g),Sod( mg),Calcium( % RDI),Potassium( mg)

"Monday, June 1, 2026","1,330",24,94,5,900
 Breakfast,330,6,4,5,300
  Rice,330,6,4,5,300
"   1 serving, 88 g"
 Lunch,"1,000",18,90,,
  Pie,"1,000",18,90,,
   1 slice
"""


def test_foods_of_a_fatsecret_report_nested_by_blanks(tmp_path: Path, book: FoodBook) -> None:
    diary = _read(tmp_path / "d.csv", FATSECRET, book)
    e = diary.entries
    assert e.select("name", "meal", "energy", "sodium", "potassium").rows() == [
        ("Rice", "Breakfast", 330, 4, 300),
        ("Pie", "Lunch", 1000, 90, None),
    ]
    assert e["grams"].to_list() == [88, None] and e["amount"].to_list()[1] == "1 slice"
    assert e["day"].unique().to_list() == [dt.date(2026, 6, 1)]
    assert any("Calcium( % RDI)" in s for s in sentences(diary.warnings))
    with pytest.raises(UserError, match="'lots'"):
        _read(tmp_path / "d.csv", FATSECRET.replace("  Rice,330", "  Rice,lots"), book)
    with pytest.raises(UserError, match="FatSecret report without the foods"):
        _read(tmp_path / "d.csv", FATSECRET.partition('"Monday, June 1, 2026","1')[0], book)


def test_columns_of_a_summary_that_were_renamed_or_added(tmp_path: Path, book: FoodBook) -> None:
    head = "Date:,Meal,Calories,Fat [g],Saturated Fat,Trans Fat,Cholesterol,Natrium (mg)"
    row = "2026-06-01,Lunch,500,9,1,0,3,400,120,5,7,80"
    text = f"{head},Calcium [mg],Iron,Mood,Magnesium (mg)\n{row}\n"
    diary = _read(tmp_path / "d.csv", text, book)
    e = diary.entries.row(0, named=True)
    assert diary.files[0].shape == "mfp_summary" and diary.files[0].lower_bounds == ("iron",)
    assert (e["fat"], e["sodium"], e["calcium"], e["magnesium"]) == (9, 400, 120, 80)
    assert any("Mood" in s for s in sentences(diary.warnings))


def test_health_auto_export_and_open_nutri_tracker(tmp_path: Path, book: FoodBook) -> None:
    metrics = [
        {"name": "dietary_energy", "units": "kJ", "data": [{"date": STAMP.format(1), "qty": 4184}]},
        {"name": "magnesium", "units": "mg", "data": [{"date": STAMP.format(1), "qty": 120}]},
        {"name": "active_energy", "units": "kJ", "data": [{"date": STAMP.format(1), "qty": 900}]},
    ]
    e = _read(tmp_path / "h.json", json.dumps({"data": {"metrics": metrics}}), book).entries
    assert e.select("energy", "magnesium").rows() == [(pytest.approx(1000), 120)]
    intake = [
        {
            "amount": 80,
            "unit": "g",
            "dateTime": "2026-06-01T08:00:00.000",
            "meal": {"name": "Oats", "nutriments": {"energyKcal100": 375.0, "magnesium100": 135.0}},
        }
    ]
    e = _read(tmp_path / "o.json", json.dumps(intake), book).entries
    assert e.select("name", "grams", "energy", "magnesium").rows() == [
        ("Oats", 80, 300, pytest.approx(108))
    ]


@pytest.mark.parametrize(
    ("raw", "app"),
    [
        ({"foods": [], "goals": {}, "summary": {"calories": 900}}, "Fitbit"),
        (
            [{"startZoneOffset": "+02:00", "name": "Oats", "energy": {"inKilocalories": 300}}],
            "Health Connect",
        ),
        ({"version": 25, "diary": [], "foodList": []}, "Waistline"),
        ({"count": 1, "results": [{"ingredient": 3, "amount": "1", "datetime": "x"}]}, "wger"),
        ({"hello": [1]}, "JSON file, not"),
    ],
)
def test_json_of_other_apps_is_named(tmp_path: Path, book: FoodBook, raw: object, app: str) -> None:
    with pytest.raises(UserError, match=app):
        _read(tmp_path / "d.json", json.dumps(raw), book)


def test_json_of_an_app_is_no_case_file(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"version": 25, "diary": [], "foodList": []}))
    with pytest.raises(UserError, match="Waistline"):
        assess(path)


def _logged(day: str, name: str, kcal: float, sodium: float, unit: str = "g") -> dict[str, object]:
    return {
        "logDate": day,
        "loggedFood": {"name": name, "amount": 80, "unit": {"name": unit}, "calories": kcal},
        "nutritionalValues": {"calories": kcal, "carbs": 9, "fiber": 0, "sodium": sodium},
    }


def test_food_logs_of_a_takeout_of_fitbit(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "takeout.zip"
    one, two = _logged("2026-06-01", "Oats", 300, 5), _logged("2026-06-02", "Soup", 90, 0, "cup")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("Takeout/Fitbit/Global Export Data/food_logs-0.json", json.dumps([one, one]))
        z.writestr("Takeout/Fitbit/Global Export Data/food_logs-9.json", json.dumps([two]))
        z.writestr("Takeout/Fitbit/Global Export Data/calories-1.json", '[{"value": "1.2"}]')
        z.writestr("Takeout/archive_browser.html", "<html><body>Your archive</body></html>")
    diary = read([path], today=TODAY, matcher=book)
    rows = diary.entries.select("name", "grams", "energy", "sodium", "fibre").rows()
    assert rows == [("Oats", 80, 300, 5, 0), ("Soup", None, 90, None, 0)], "no sodium is unknown"
    assert any("counted once: 1" in s for f in diary.files for s in sentences(f.skipped))


def test_a_backup_of_waistline(tmp_path: Path, book: FoodBook) -> None:
    milk = {"calories": "64", "kilojoules": 268, "salt": 0.1, "magnesium": 11, "calcium": 0.12}
    foods = [
        {"id": 1, "name": "Oats", "portion": "100", "unit": "g", "nutrition": {"calories": 370}},
        {"id": 2, "name": "Milk", "portion": 100, "unit": "ml", "nutrition": milk},
    ]
    items = [
        {"id": 1, "portion": 50, "quantity": 2, "unit": "g", "type": "food"},
        {"id": 2, "portion": "200", "quantity": 1, "unit": "ml", "type": "food"},
        {"id": 3, "portion": 1, "quantity": 1, "type": "food"},
    ]
    backup = {
        "version": 31,
        "foodList": foods,
        "diary": [{"dateTime": "2026-06-01T00:00:00.000Z", "items": items}],
        "settings": {"nutriments": {"units": {"calcium": "g"}}},
    }
    diary = _read(tmp_path / "b.json", json.dumps(backup), book)
    oats, drunk = diary.entries.sort("name", descending=True).iter_rows(named=True)
    assert (oats["name"], oats["grams"], oats["energy"], oats["sodium"]) == ("Oats", 100, 370, None)
    assert (drunk["energy"], drunk["magnesium"], drunk["calcium"]) == (128, 22, 240)
    assert drunk["sodium"] == pytest.approx(78.7, abs=0.1)
    assert any("not counted: 1" in s for f in diary.files for s in sentences(f.skipped))


def test_headers_under_the_name_of_a_program(tmp_path: Path, book: FoodBook) -> None:
    names = ("start_time", "time_offset", "title", "calorie", "potassium")
    head = ",".join(f"com.samsung.health.nutrition.{n}" for n in names)
    text = (
        f"com.samsung.health.nutrition,6,3\n{head}\n2026-06-01 22:30:00.000,UTC+0900,Rice,390,0\n"
    )
    diary = _read(tmp_path / "n.csv", text, book)
    assert diary.files[0].shape == "samsung"
    assert diary.entries.select("day", "energy", "potassium").rows() == [
        (dt.date(2026, 6, 2), 390, None)
    ]


def test_a_zip_of_lose_it_holds_one_diary(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "loseit.zip"
    head = "Date,Name,Icon,Meal,Quantity,Units,Calories,Deleted,Fat (g),Sodium (mg)\n"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("food-logs.csv", head + "06/01/2026,Rice,x,Lunch,300,Grams,390,0,1,5\n")
        z.writestr("exercise-logs.csv", "Date,Name,Icon,Type,Quantity,Units,Calories,Deleted\n"
                   "06/01/2026,Run,x,Exercise,30,minutes,-320,0\n")  # fmt: skip
        z.writestr(
            "recipes.csv", "Name,UniqueId,Quantity,Measure,Calories\nChili,d,4,Serving,1600\n"
        )
        z.writestr("notes.csv", "Date,Title,Body\n06/01/2026,Felt ok,two cramps\n")
        z.writestr("profile.csv", "Name,Value\nGender,Female\n")
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["name"].to_list() == ["Rice"]
    assert [f.label for f in diary.files] == ["Lose It! food log"]
    assert any("exercise-logs.csv" in w for w in sentences(diary.warnings))


def _workbook(
    path: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()
) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_all_sheets_of_a_workbook_are_read_or_named(tmp_path: Path, book: FoodBook) -> None:
    head: list[object] = ["Date", "Food", "kcal", "Magnesium (mg)"]
    sheets: dict[str, list[list[object]]] = {
        "Notes": [["see", "below"], ["x", "y"]],
        "May": [head, [dt.date(2026, 5, 1), "Rice", 390, 36]],
        "June": [head, [dt.date(2026, 6, 1), "Oats", 300, 110]],
        "2026-06-02": [head[1:], ["Milk", 130, 25]],
        "Totals": [["Date", "kcal", "Magnesium (mg)"], [dt.date(2026, 6, 1), 300, 110]],
    }
    diary = read([_workbook(tmp_path / "d.xlsx", sheets)], today=TODAY, matcher=book)
    assert diary.entries["name"].to_list() == ["Rice", "Oats", "Milk"]
    assert diary.entries["day"].max() == dt.date(2026, 6, 2)
    assert any("sheet Notes" in w for w in sentences(diary.warnings))


def test_hidden_sheets_are_named_and_not_counted(tmp_path: Path, book: FoodBook) -> None:
    head: list[object] = ["Date", "Food", "kcal", "Magnesium (mg)"]
    sheets: dict[str, list[list[object]]] = {
        "Template": [head, [dt.date(2026, 5, 1), "Pizza", 900, 60]],
        "Diary": [head, [dt.date(2026, 5, 1), "Rice", 390, 36]],
        "Blank": [[None]],
    }
    path = _workbook(tmp_path / "d.xlsx", sheets, hidden=("Template", "Blank"))
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["name"].to_list() == ["Rice"]
    assert [w for w in sentences(diary.warnings) if "hidden" in w and "Template" in w]
    assert not any("Blank" in w for w in sentences(diary.warnings))


def test_a_workbook_of_hidden_sheets_alone_is_refused(tmp_path: Path, book: FoodBook) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Cover": [[None]],
        "Diary": [["Date", "Food"], [dt.date(2026, 5, 1), "Rice"]],
    }
    path = _workbook(tmp_path / "d.xlsx", sheets, hidden=("Diary",))
    with pytest.raises(UserError, match="Only hidden sheets hold anything: Diary"):
        read([path], today=TODAY, matcher=book)


def test_a_sheet_that_is_no_diary_by_its_name_is_passed_over(
    tmp_path: Path, book: FoodBook
) -> None:
    head: list[object] = ["Date", "Food", "kcal"]
    sheets: dict[str, list[list[object]]] = {
        "Diary": [head, [dt.date(2026, 5, 1), "Rice", 390]],
        "Shopping list": [head, [dt.date(2026, 5, 1), "Flour", 3600]],
    }
    diary = read([_workbook(tmp_path / "d.xlsx", sheets)], today=TODAY, matcher=book)
    assert diary.entries["name"].to_list() == ["Rice"]
    assert any("shopping list" in w for w in sentences(diary.warnings))


def test_supplements_of_asa24_are_counted_once_and_have_a_name(
    tmp_path: Path, book: FoodBook
) -> None:
    ts = tmp_path / "X_TS.csv"
    ts.write_text(
        "RecallRecId,UserName,RecallNo,RecallStatus,IntakeStartDateTime,NumSuppls,KCAL,MAGN\n"
        "1,U1,1,2,6/1/2026 0:00,2,0,200\n"
    )
    totals = tmp_path / "X_TNS.csv"
    totals.write_text(
        "RecallRecId,UserName,RecallNo,RecallStatus,IntakeStartDateTime,NumFoods,NumSuppls,KCAL,MAGN\n"
        "1,U1,1,2,6/1/2026 0:00,9,2,1900,500\n"
    )
    both = read([ts, totals], today=TODAY, matcher=book)
    assert both.entries["magnesium"].sum() == 500
    answer = assess({"diary": [str(ts), str(totals)]}, today=TODAY)
    assert answer.diary is not None and None not in answer.diary.supplements
    alone = read([ts], today=TODAY, matcher=book)
    assert alone.entries["name"].to_list() == ["all supplements of the day"]

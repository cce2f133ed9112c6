"""Kinds of tables that people have: what is a food in them, and what its numbers say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.said import sentences

from unclench.errors import UserError
from unclench.intake.diaries import pasted, read
from unclench.intake.diaries.folding import is_meal, is_total, prose
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diary import Diary

TODAY = dt.date(2026, 6, 15)
HEAD = "Date,Food,Amount,Energy (kcal),Magnesium (mg)\n"
DAY = "2026-06-01,Oats,80 g,300,110\n2026-06-01,Milk,200 g,130,25\n2026-06-01,Rice,300 g,390,40\n"


@pytest.fixture
def told(tmp_path: Path, book: FoodBook):  # type: ignore[no-untyped-def]
    def one(text: str, name: str = "d.csv", **more: object) -> Diary:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read([path], today=TODAY, matcher=book, **more)  # type: ignore[arg-type]

    return one


def total(diary: Diary, nutrient: str = "magnesium") -> float:
    return float(diary.entries[nutrient].sum())


@pytest.mark.parametrize(
    "name",
    [
        *("Total", "TOTAL", "Totals", "Total:", "Day total", "Daily Total", "Sum", "Grand Total"),
        *("Total for the day", "TOTAL KCAL", "Summe", "Tagessumme", "Total del día", "Subtotal"),
        *("Totale giornata", "Razem", "Suma dnia", "Totaal van de dag", "合計", "Soma", "Totalt"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_total_in_any_language_is_no_food(told, name: str, last: bool) -> None:  # type: ignore[no-untyped-def]
    row = f"2026-06-01,{name},,820,175\n"
    diary = told(HEAD + (DAY + row if last else row + DAY))
    assert total(diary) == 175
    assert diary.entries.height == 3
    assert any("total" in w for w in sentences(diary.warnings))


def test_a_row_that_is_the_sum_of_its_day_is_a_total_whatever_it_is_called(told) -> None:  # type: ignore[no-untyped-def]
    diary = told(HEAD + DAY + "2026-06-01,So far,,820,175\n")
    assert total(diary) == 175
    assert any("sum of the other rows" in w and "line 5" in w for w in sentences(diary.warnings))


def test_a_food_that_happens_to_hold_as_much_energy_is_kept(told) -> None:  # type: ignore[no-untyped-def]
    diary = told(HEAD + DAY + "2026-06-01,Pizza,,820,40\n")
    assert diary.entries.height == 4


def test_a_food_called_total_with_an_amount_is_a_food(told) -> None:  # type: ignore[no-untyped-def]
    assert told(HEAD + DAY + "2026-06-01,Total,150 g,120,16\n").entries.height == 4


def test_a_day_of_nothing_but_its_total_is_kept(told) -> None:  # type: ignore[no-untyped-def]
    diary = told(HEAD + DAY + "2026-06-02,Total,,1800,300\n")
    assert total(diary) == 475
    assert diary.entries["name"].to_list()[-1] is None


def test_groups_of_a_daily_summary_are_counted_once(told) -> None:  # type: ignore[no-untyped-def]
    head = "Date,Group,Energy (kcal),Magnesium (mg),Completed\n"
    rows = "2026-06-01,Breakfast,500,100,true\n2026-06-01,Dinner,700,200,true\n"
    with_total = told(head + rows + "2026-06-01,Total,1200,300,true\n")
    assert total(with_total) == total(told(head + rows)) == 300


@pytest.mark.parametrize("mark", ["1", "true", "TRUE", "yes", "ja"])
def test_deleted_rows_are_left_out(told, mark: str) -> None:  # type: ignore[no-untyped-def]
    rows = f"2026-06-01,Oats,300,0\n2026-06-01,Milk,130,{mark}\n"
    diary = told("Date,Food,Calories,Deleted\n" + rows)
    assert diary.entries["name"].to_list() == ["Oats"]
    assert any("deleted" in w for w in sentences(diary.warnings))


def test_rows_of_exercise_are_left_out(told) -> None:  # type: ignore[no-untyped-def]
    rows = "2026-06-01,Food,Oats,300\n2026-06-01,Exercise,Running,-400\n"
    diary = told("Date,Type,Food,Calories\n" + rows)
    assert diary.entries["name"].to_list() == ["Oats"]


@pytest.mark.parametrize("food", ["Oats with milk", "Rice and banana", "oats, milk, honey"])
def test_what_a_line_records_is_shared_and_never_copied(told, food: str) -> None:  # type: ignore[no-untyped-def]
    diary = told(f'Date,Food,Calories,Magnesium (mg)\n2026-06-01,"{food}",500,100\n')
    assert total(diary) == pytest.approx(100)
    assert total(diary, "energy") == pytest.approx(500)
    assert diary.lines == 1


@pytest.mark.parametrize(
    ("cells", "kcal"),
    [
        ('"1,300"', 1300),
        ('"1,300.5"', 1300.5),
        ("1 300", 1300),
        ("1\u202f300", 1300),
        ("1'300", 1300),
        ("1300.0", 1300),
        ("~1300", 1300),
        ("1300 kcal", 1300),
        ("5439 kJ", 1300),
    ],
)
def test_thousands_estimates_and_units_in_a_cell(told, cells: str, kcal: float) -> None:  # type: ignore[no-untyped-def]
    diary = told(f"Date,Food,Calories\n2026-06-01,Pizza,{cells}\n2026-06-01,Soup,210\n")
    assert diary.entries["energy"][0] == pytest.approx(kcal, rel=1e-3)


@pytest.mark.parametrize(
    ("first", "second", "kcal"),
    [("1.300", "120,5", 1300), ("1.300", "210", 1300), ("1,300", "120.5", 1300), ("1,5", "2", 1.5)],
)
def test_the_other_cells_tell_what_a_comma_and_a_point_are(  # type: ignore[no-untyped-def]
    told, first: str, second: str, kcal: float
) -> None:
    diary = told(
        f"Datum;Lebensmittel;Kalorien\n2026-06-01;Pizza;{first}\n2026-06-01;Rice;{second}\n"
    )
    assert diary.entries["energy"][0] == pytest.approx(kcal)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("tr", 0),
        ("Spuren", 0),
        ("<10", 5),
        ("< 0,5", 0.25),
        ("(12)", 12),
        ("n.d.", None),
        ("N", None),
    ],
)
def test_traces_limits_and_unknowns(told, cell: str, value: float | None) -> None:  # type: ignore[no-untyped-def]
    diary = told(f"Datum;Food;Amount;kcal;Magnesium (mg)\n2026-06-01;Rice;100 g;130;{cell}\n")
    assert diary.entries["magnesium"].to_list() == [value]


def test_a_cell_of_nonsense_is_still_a_problem_with_its_line(told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match=r"line 2.*'lots'"):
        told("Date,Food,Calories\n2026-06-01,Rice,lots\n")


def test_salt_tells_sodium_and_sodium_wins(told) -> None:  # type: ignore[no-untyped-def]
    rows = "2026-06-01,Oats,300,2,\n2026-06-01,Milk,130,2,50\n"
    diary = told("Date,Food,kcal,Salt (g),Sodium (mg)\n" + rows)
    assert diary.entries["sodium"].to_list() == [pytest.approx(786.8), 50]


@pytest.mark.parametrize(
    "salt", ["Salz (g)", "Sel (g)", "Zout (g)", "Sale (g)", "Sól (g)", "食塩相当量(g)"]
)
def test_salt_in_other_languages(told, salt: str) -> None:  # type: ignore[no-untyped-def]
    diary = told(f"Date,Food,kcal,{salt}\n2026-06-01,Oats,300,1\n")
    assert diary.entries["sodium"].to_list() == [pytest.approx(393.4)]


def test_energy_without_a_unit_is_compared_with_the_foods(told) -> None:  # type: ignore[no-untyped-def]
    rows = "2026-06-01,Oats,100 g,{}\n2026-06-01,Rice,200 g,{}\n2026-06-01,Milk,300 g,{}\n"
    kj = told("Date,Food,Amount,Energy\n" + rows.format(1586, 1088, 766))
    assert kj.entries["energy"].to_list() == [pytest.approx(x, rel=0.01) for x in (379, 260, 183)]
    assert any("taken as kJ" in w for w in sentences(kj.warnings))
    kcal = told("Date,Food,Amount,Energy\n" + rows.format(379, 260, 183))
    assert kcal.entries["energy"].to_list() == [379, 260, 183]
    assert any("taken as kcal" in w for w in sentences(kcal.warnings))


@pytest.mark.parametrize("closed", ["", '"'])
def test_a_stray_quote_swallows_no_lines(told, closed: str) -> None:  # type: ignore[no-untyped-def]
    rows = [f"2026-06-0{d},oats,80,g,300" for d in (1, 2, 4)]
    rows.insert(2, '2026-06-03,"banana,120,g,107')
    rows.append(f"2026-06-05,rice{closed},80,g,300")
    diary = told("Date,Food,Amount,Unit,Energy (kcal)\n" + "\n".join(rows) + "\n")
    assert diary.entries["day"].n_unique() == 5
    assert diary.entries["name"].to_list()[:4] == ["oats", "oats", "banana", "oats"]
    assert any("quotation mark" in w and "line 4" in w for w in sentences(diary.warnings))


def test_dates_that_contradict_each_other_are_refused(told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match="contradict"):
        told("Date,Food\n13/05/2026,Rice\n05/14/2026,Oats\n")


def test_a_header_may_tell_the_order_of_dates(told) -> None:  # type: ignore[no-untyped-def]
    assert told("Date (DD/MM/YYYY),Food\n06/05/2026,Rice\n").entries["day"][0] == dt.date(
        2026, 5, 6
    )
    assert told("Date (MM/DD/YYYY),Food\n06/05/2026,Rice\n").entries["day"][0] == dt.date(
        2026, 6, 5
    )


def test_the_date_stands_on_the_first_row_of_the_day_or_on_its_own(told) -> None:  # type: ignore[no-untyped-def]
    filled = told("Date,Food,kcal\n2026-06-01,Oats,300\n,Milk,130\n2026-06-02,Rice,390\n")
    alone = told("Date,Food,kcal\n2026-06-01,,\n,Oats,300\n,Milk,130\n2026-06-02,,\n,Rice,390\n")
    want = [dt.date(2026, 6, 1)] * 2 + [dt.date(2026, 6, 2)]
    assert filled.entries["day"].to_list() == alone.entries["day"].to_list() == want
    assert any("line 3" in w for w in sentences(filled.warnings))


@pytest.mark.parametrize(
    ("stamp", "zone", "day"),
    [
        ("2026-06-01T23:40:00-04:00", "", 1),
        ("2026-06-01T20:30:00Z", "Pacific/Auckland", 2),
        ("2026-06-02 02:30:00Z", "UTC-0500", 1),
        ("2026-06-01 23:30:00", "Europe/Kyiv", 1),
    ],
)
def test_the_day_is_the_one_on_the_clock_of_the_person(
    told, stamp: str, zone: str, day: int
) -> None:  # type: ignore[no-untyped-def]
    diary = told(f"logged_at,timezone,food,kcal\n{stamp},{zone},Rice,390\n")
    assert diary.entries["day"].to_list() == [dt.date(2026, 6, day)]


def test_one_column_a_meal(told) -> None:  # type: ignore[no-untyped-def]
    diary = told(
        'Date,Breakfast,Dinner,Mood\n2026-06-01,"80 g oats, 200 ml milk",300 g rice,fine\n'
    )
    assert sorted(diary.entries["name"].to_list()) == ["milk", "oats", "rice"]
    assert set(diary.entries["meal"].to_list()) == {"Breakfast", "Dinner"}
    assert any("'Mood'" in w for w in sentences(diary.warnings))


def test_names_of_meals_match_no_food_and_keep_what_they_record(told) -> None:  # type: ignore[no-untyped-def]
    names = ("Lunch", "Meal 2", "Abendessen", "Petit-déjeuner", "evening meal")
    rows = "".join(f"2026-06-01,{n},400\n" for n in names)
    diary = told("Date,Food,kcal\n" + rows)
    assert {u.line for u in diary.unmatched} == {n.replace(" 2", "") for n in names}
    assert total(diary, "energy") == 2000
    assert not is_meal("breakfast burrito") and not is_meal("tea")


@pytest.mark.parametrize(
    "who", ["Wer", "Qui", "Quién", "Chi", "Kto", "Quem", "Vem", "誰", "Familienmitglied"]
)
def test_a_column_of_who_ate_is_one_of_persons(told, who: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match="people"):
        told(f"Date,{who},Food\n2026-06-01,Al,Bread\n2026-06-01,Bo,Rice\n")


def test_a_name_beside_a_food_is_a_person(told) -> None:  # type: ignore[no-untyped-def]
    rows = "2026-06-01,Ada,Oats\n2026-06-01,Bo,Rice\n"
    with pytest.raises(UserError, match="2 people: Ada, Bo"):
        told("Date,Name,Food\n" + rows)
    assert told("Date,Name,Food\n" + rows, person="Bo").entries["name"].to_list() == ["Rice"]
    assert told("Date,Name,kcal\n2026-06-01,Rice,390\n").entries["name"].to_list() == ["Rice"]


@pytest.mark.parametrize(
    "header",
    [
        "Datum;Lebensmittel;Menge;Brennwert (kcal);Eiweiß (g);Magnesium (mg);Kalium (mg)",
        "Jour;Plat;Quantité;Énergie (kcal);Protéines (g);Magnésium (mg);Potassium (mg)",
        "Fecha;Alimento;Cantidad;Calorías;Proteínas (g);Magnesio (mg);Potasio (mg)",
        "Data;Alimento;Quantità;Energia (kcal);Proteine (g);Magnesio (mg);Potassio (mg)",
        "Datum;Voedingsmiddel;Hoeveelheid;Energie (kcal);Eiwit (g);Magnesium (mg);Kalium (mg)",
        "Data;Nazwa;Ilość;Energia (kcal);Białko (g);Magnez (mg);Potas (mg)",
        "Data;Alimento;Porção;Calorias;Proteína (g);Magnésio (mg);Potássio (mg)",
        "Datum;Livsmedel;Mängd;Energi (kcal);Protein (g);Magnesium (mg);Kalium (mg)",
        "日付;食品名;量;エネルギー(kcal);たんぱく質(g);マグネシウム(mg);カリウム(mg)",
        "log_date;entry;amount;est_calories;est_protein_g;est_magnesium_mg;est_potassium_mg",
    ],
)
def test_headers_in_ten_ways_mean_the_same(told, header: str) -> None:  # type: ignore[no-untyped-def]
    e = told(f"{header}\n2026-06-01;Rice;100 g;130;2,7;12;35\n").entries
    values = e.select("energy", "protein", "magnesium", "potassium", "grams").row(0)
    assert values == (130, 2.7, 12, 35, 100)


def test_every_column_with_numbers_that_was_not_used_is_named(told) -> None:  # type: ignore[no-untyped-def]
    text = "Date,Food,kcal,Karma,Saturated Fat (g),Calcium (%DV)\n2026-06-01,Rice,390,7,1,4\n"
    said = " ".join(sentences(told(text).warnings))
    assert "'Karma'" in said and "'Saturated Fat (g)'" in said and "'Calcium (%DV)'" in said


def test_daily_totals_without_a_brand_and_a_table_of_movement(told) -> None:  # type: ignore[no-untyped-def]
    diary = told(
        "day,kcal,magnesium_mg,Target kcal\n2026-06-01,1840,286,2000\n2026-06-02,1900,300,\n"
    )
    assert diary.day_totals and total(diary) == 586
    assert diary.files[0].label == "Table of daily totals"
    with pytest.raises(UserError, match="no diary"):
        told("Date,Calories,Steps\n2026-06-01,2400,9000\n")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Dear Dr Smith,\nmy calves have cramped at night for six weeks.\nKind regards", "diary"),
        ("Dear Dr A,\nI have had a glass of milk and some rice.\nPlease advise.", "diary"),
        ("2026-06-01\n- ring the plumber\n- renew library card\n- pay council tax", "diary"),
        ("Date\tWeather\tMood\n2026-06-01\tsun\tgood\n2026-06-02\train\tbad\n", "no diary"),
        ("Payee;Text\nShop;rice\nShop;milk\n", "no diary"),
        ("Date,Test,Result,Unit\n2026-06-01,Potassium,3.1,mmol/L\n", "as blood tests"),
    ],
)
def test_what_is_no_diary_is_refused(told, text: str, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match=word):
        told(text, "d.txt")


def test_words_of_totals_and_of_sentences() -> None:
    assert not is_total("Total cereal") and not is_total("Day") and is_total("Total du jour")
    assert prose("I am not sure about this") and not prose("2 eggs and a slice of toast")


def test_overlap_of_a_table_with_itself_is_none(told) -> None:  # type: ignore[no-untyped-def]
    twice = told(HEAD + DAY + DAY)
    assert twice.entries.height == 6, "two helpings in one file are two"
    assert twice.entries.select(pl.col("magnesium").sum()).item() == 350


def test_japanese_saved_by_a_spreadsheet(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "d.csv"
    text = "日付,食品名,エネルギー(kcal),マグネシウム(mg)\n2026/06/01,カレーライス,760,62\n"
    path.write_bytes(text.encode("cp932"))
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries.select("name", "magnesium").rows() == [("カレーライス", 62)]
    assert any("Shift-JIS" in w for w in sentences(diary.warnings))
    path.write_bytes("Datum;Lebensmittel;kcal\n2026-06-01;Käse süß;390\n".encode("cp1252"))
    assert read([path], today=TODAY, matcher=book).entries["name"].to_list() == ["Käse süß"]


@pytest.mark.parametrize("before", ["\n" * 6000, " " * 6000 + "\n", "\ufeff\n" + "\n" * 6000])
def test_blank_lines_before_a_diary_are_nothing(told, before: str) -> None:  # type: ignore[no-untyped-def]
    diary = told(f"{before}Date,Food,Amount,Unit\n2026-05-04,Rice,100,g\n")
    assert diary.entries.height == 1


def test_the_titles_of_a_pasted_page_stand_on_one_line() -> None:
    page = "May 4, 2026\n{}Foods\tCalories\tFat\nLunch\nRice, 1 cup\t200\t1\n"
    for before, found in (("", True), ("  \t", True), ("x", False)):
        part = pasted.read(page.format(before), "d", TODAY)
        assert (part is not None) is found
    assert pasted.read(page.format("").replace("Foods\t", "Foods\n"), "d", TODAY) is None

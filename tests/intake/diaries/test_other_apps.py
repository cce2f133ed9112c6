"""MyFitnessPal, ASA24, Apple Health, MacroFactor and plain tables."""

from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.said import sentences

from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diaries.myfitnesspal import split_name
from unclench.intake.person_days import person_days

TODAY = dt.date(2026, 6, 15)
LATE = dt.date(2026, 11, 23)


def test_printable_diary_names_foods_and_amounts(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "mfp_printable.htm"], today=TODAY, matcher=book)
    e = diary.entries
    assert e["name"].to_list() == [
        "Quaker - Oats",
        "Banana",
        "Soup & Co - Lentil stew, red, hot",
        "Vitamin D3 1000 IU",
        "Milk",
    ]
    assert e["amount"].to_list() == ["80 g", "1 medium", "2 serving(s)", "2 capsule", "300 ml"]
    assert e["meal"].to_list() == ["Breakfast", "Breakfast", "Dinner", "Snacks", "Snacks"]
    assert e["sodium"].to_list()[:3] == [5, 1, 3436]
    assert e["kind"].to_list() == ["food", "food", "food", "supplement", "food"]
    assert e["vitamin_d"].to_list()[3] == 50.0  # two of 1000 IU
    days = person_days(diary, book).frame
    mg = days.filter((pl.col("nutrient") == "magnesium") & (pl.col("day") == dt.date(2026, 3, 1)))
    # oats and banana by their energy, the stew by the spread of all foods
    expected = 138 * 303 / 379 + 27 * 105 / 89 + 638 * 0.15
    assert mg["filled"][0] == pytest.approx(expected)
    assert mg["food"][0] == 0


def test_kilojoules_and_an_unknown_column(fixtures: Path, tmp_path: Path, book: FoodBook) -> None:
    text = (fixtures / "mfp_printable.htm").read_text("utf-8")
    path = tmp_path / "kj.htm"
    path.write_text(text.replace("Calories", "Kilojoules").replace("Sugars", "Mood"), "utf-8")
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["energy"][0] == pytest.approx(303 / 4.184)
    assert any("'Mood'" in w for w in sentences(diary.warnings))


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("Baked Cod - Baked Cod, 4.8 oz", "Baked Cod", "4.8 oz"),
        ("Seeds, sunflower, with salt added, 1 cup", "Seeds, sunflower, with salt added", "1 cup"),
        ("Onions, raw, 0.5 cup, chopped", "Onions, raw", "0.5 cup, chopped"),
        ("Generic - Bulk Almond Slices, 0.13 c", "Bulk Almond Slices", "0.13 c"),
        ("Plain thing", "Plain thing", None),
    ],
)
def test_names_and_amounts_of_the_printable_diary(text: str, name: str, amount: str | None) -> None:
    assert split_name(text) == (name, amount)


def test_real_printable_diary_adds_up_to_its_own_totals(samples: Path, book: FoodBook) -> None:
    path = samples / "myfitnesspal" / "printable_diary_2019.htm"
    diary = read([path], today=LATE, matcher=book)
    text = path.read_text("utf-8")
    totals = re.findall(r"TOTAL:</td>\s*<td>([\d,]+)</td>", text)
    sodium = re.findall(r"TOTAL:</td>(?:\s*<td>[^<]*</td>){5}\s*<td>([\d,]+)mg</td>", text)
    sums = diary.entries.group_by("day").agg(pl.col("energy", "sodium").sum()).sort("day")
    assert sums.height == len(totals) == 14
    assert sums["energy"].to_list() == [float(t.replace(",", "")) for t in totals]
    assert sums["sodium"].to_list() == [float(t.replace(",", "")) for t in sodium]


def test_summary_takes_zero_as_unknown_and_says_what_it_cannot_answer(
    fixtures: Path, book: FoodBook
) -> None:
    diary = read([fixtures / "mfp_summary_n1.csv"], today=TODAY, matcher=book)
    e = diary.entries
    assert e["potassium"].to_list() == [None, 450.0, None]
    assert e["sodium"].to_list() == [310.0, None, 1200.0]
    assert e["calcium"].to_list() == [300.0, None, 200.0]  # % of 1000 mg
    assert e["energy"].to_list() == [420.0, 200.0, 900.0]
    assert {"magnesium", "vitamin_d", "vitamin_b12", "zinc", "water"} <= set(
        diary.files[0].cannot_answer
    )
    assert any("cannot answer" in w and "Printable Diary" in w for w in sentences(diary.warnings))
    days = person_days(diary, book).frame
    assert days.filter(pl.col("nutrient") == "magnesium").height == 0
    potassium = days.filter(pl.col("nutrient") == "potassium")
    assert (potassium["high"] > potassium["food"]).all()


def test_summary_with_bom_crlf_and_times(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "mfp_summary_n3.csv"], today=TODAY, matcher=book)
    assert diary.entries["time"].to_list() == ["10:00"]
    assert diary.entries["iron"].to_list() == [pytest.approx(12 * 0.18)]


def test_real_summary_sums(samples: Path, book: FoodBook) -> None:
    path = samples / "myfitnesspal" / "nutrition_summary_n2.csv"
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    diary = read([path], today=LATE, matcher=book)
    assert diary.files[0].used == len(rows) == 1036
    assert diary.entries["energy"].sum() == pytest.approx(sum(float(r["Calories"]) for r in rows))
    assert diary.entries["potassium"].null_count() == sum(float(r["Potassium"]) == 0 for r in rows)


def test_asa24_several_people_are_an_error_that_names_them(fixtures: Path, book: FoodBook) -> None:
    with pytest.raises(UserError) as error:
        read([fixtures / "asa24_items.csv"], today=TODAY, matcher=book)
    assert "2 people: INV001, INV002" in str(error.value)
    assert "for example INV001" in str(error.value)
    with pytest.raises(UserError, match="There is no 'INV009'"):
        read([fixtures / "asa24_items.csv"], today=TODAY, matcher=book, person="INV009")


def test_asa24_foods_and_supplements(fixtures: Path, book: FoodBook) -> None:
    files = [fixtures / f"asa24_{k}.csv" for k in ("items", "ins", "totals")]
    diary = read(files, today=TODAY, matcher=book, person="INV001")
    e = diary.entries
    assert [f.shape for f in diary.files] == ["asa24_items", "asa24_ins", "asa24_totals"]
    first = e.filter(pl.col("day") == dt.date(2025, 11, 5))
    assert first["kind"].to_list() == ["food", "food", "supplement"]
    assert first["name"][0] == 'Oatmeal, cooked, "made" with water, #1'
    assert first["time"].to_list() == ["07:00", "13:30", "21:00"]
    assert first["meal"].to_list() == ["Breakfast", "Lunch", "Just a supplement"]
    assert "broken off" in sentences(diary.files[0].skipped)[0]
    # the day that only Totals tells comes from there, the other one from the foods
    assert e.filter(pl.col("day") == dt.date(2025, 11, 12))["magnesium"].to_list() == [300]
    mg = person_days(diary, book).frame.filter(pl.col("nutrient") == "magnesium")
    assert mg["food"].to_list() == pytest.approx([95.1, 300])
    assert mg["supplement"].to_list() == [250, 0]


def test_real_asa24_items_add_up_to_their_totals(samples: Path, book: FoodBook) -> None:
    folder = samples / "asa24"
    for person in ("VVKAJ101", "VVKAJ117"):
        items = read([folder / "VVKAJ_Items.csv"], today=LATE, matcher=book, person=person)
        totals = read([folder / "VVKAJ_Totals.csv"], today=LATE, matcher=book, person=person)
        both = (
            items.entries.group_by("day")
            .agg(pl.col("magnesium", "energy", "vitamin_d", "water", "folate").sum())
            .join(totals.entries, on="day", suffix="_total")
        )
        assert both.height == totals.entries.height > 1
        for n in ("magnesium", "energy", "vitamin_d", "water", "folate"):
            assert both[n].to_list() == pytest.approx(both[f"{n}_total"].to_list(), rel=1e-6)


def test_real_asa24_responses_are_refused_with_the_right_file(
    samples: Path, book: FoodBook
) -> None:
    with pytest.raises(UserError, match="Items"):
        read([samples / "asa24" / "VVKAJ_Responses.csv"], today=LATE, matcher=book)


def test_real_empty_supplement_file_beside_the_items_is_fine(samples: Path, book: FoodBook) -> None:
    folder = samples / "asa24"
    files = [folder / "VVKAJ_Items.csv", folder / "VVKAJ_INS.csv"]
    diary = read(files, today=LATE, matcher=book, person="VVKAJ101")
    assert diary.entries.height == 51
    assert "nobody took supplements" in sentences(diary.files[1].skipped)[0]


def test_apple_health_counts_once_and_converts(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "apple_health.xml"], today=TODAY, matcher=book)
    e = diary.entries
    assert e["name"].to_list() == ["Oats", "Banana", None, None]
    assert e["magnesium"].to_list() == [110.0, None, None, None]  # 0.11 g, and not twice
    assert e["energy"].to_list() == pytest.approx([303, 100, None, None])  # 418.4 kJ
    assert e["water"].to_list()[2] == pytest.approx(295.7, abs=0.1)
    assert e["vitamin_d"].to_list()[0] == 1.5
    assert any("twice" in s for s in sentences(diary.files[0].skipped))
    assert e["biotin"].drop_nulls().len() == 1


def test_apple_health_gives_way_to_the_app_that_wrote_to_it(
    fixtures: Path, tmp_path: Path, book: FoodBook
) -> None:
    own = tmp_path / "servings.csv"
    own.write_text(
        "Day,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n"
        '2026-05-01,"Lunch","Oats","80.00 g",303.00,110.00,"Grains"\n',
        "utf-8",
    )
    diary = read([fixtures / "apple_health.xml", own], today=TODAY, matcher=book)
    first = diary.entries.filter(pl.col("day") == dt.date(2026, 5, 1))
    assert first["file"].to_list() == ["servings.csv"]
    water = diary.entries.filter(pl.col("day") == dt.date(2026, 5, 2))["water"]
    assert water.drop_nulls().len() == 1
    assert any("as well or better" in s for s in sentences(diary.files[0].skipped))


def test_two_apps_on_one_day_are_said(fixtures: Path, tmp_path: Path, book: FoodBook) -> None:
    own = tmp_path / "servings.csv"
    own.write_text(
        "Day,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n"
        '2026-03-01,"Lunch","Oats","80.00 g",303.00,110.00,"Grains"\n',
        "utf-8",
    )
    diary = read([fixtures / "mfp_printable.htm", own], today=TODAY, matcher=book)
    assert any("counted twice" in w and "2026-03-01" in w for w in sentences(diary.warnings))


def test_what_was_written_by_hand_adds_to_an_export(
    fixtures: Path, tmp_path: Path, book: FoodBook
) -> None:
    more = tmp_path / "more.txt"
    more.write_text("2026-04-10\n2 bananas\n", "utf-8")
    again = tmp_path / "again.txt"
    again.write_text("2026-04-10\n2 bananas\n3 eggs", "utf-8")
    same = tmp_path / "same.txt"
    same.write_text("2026-04-10\n2 bananas\n", "utf-8")
    files = [fixtures / "cronometer_v2_time.csv", more, again, same]
    diary = read(files, today=TODAY, matcher=book)
    bananas = diary.entries.filter(pl.col("name") == "bananas")
    assert bananas.height == 2  # two texts tell bananas; the third is the first once more
    assert diary.entries.height == 4 + 3


def test_apple_health_inside_a_zip(fixtures: Path, tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.write(fixtures / "apple_health.xml", "apple_health_export/export.xml")
        z.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        z.writestr("apple_health_export/workout-routes/route.gpx", "<gpx/>")
    plain = read([fixtures / "apple_health.xml"], today=TODAY, matcher=book)
    zipped = read([path], today=TODAY, matcher=book)
    assert zipped.entries.drop("file").equals(plain.entries.drop("file"))
    assert zipped.files[0].sha256 == plain.files[0].sha256 != ""


def test_real_apple_record(samples: Path, book: FoodBook) -> None:
    path = samples / "apple_health" / "export_dietary_excerpt.xml"
    diary = read([path], today=LATE, matcher=book)
    assert diary.entries["water"].drop_nulls().to_list() == [371.117]
    assert diary.entries["magnesium"].drop_nulls().to_list() == [62.1]


def test_memory_does_not_grow_with_other_records(tmp_path: Path, book: FoodBook) -> None:
    import tracemalloc

    def size_of(n: int) -> int:
        path = tmp_path / f"{n}.xml"
        with path.open("w", encoding="utf-8") as f:
            f.write('<?xml version="1.0"?>\n<HealthData>\n')
            for i in range(n):
                f.write(
                    f'<Record type="HKQuantityTypeIdentifierHeartRate" unit="count/min" '
                    f'startDate="2026-05-01 07:00:00 +0100" value="{i}"/>\n'
                )
            f.write(
                '<Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="a" unit="L" '
                'startDate="2026-05-01 07:00:00 +0100" endDate="" value="1"/>\n</HealthData>'
            )
        tracemalloc.start()
        read([path], today=TODAY, matcher=book)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    size_of(10)
    assert size_of(40_000) < size_of(2_000) + 4_000_000  # the larger file has 4 MB of text


def test_plain_table(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "plain.csv"], today=TODAY, matcher=book)
    e = diary.entries
    assert diary.files[0].shape == "plain_csv"
    assert e["name"].to_list() == ["banana", "bread, toasted", "vitamin D3 2000 IU", "milk", "rice"]
    assert e["grams"].to_list() == [236.0, 70.0, None, 300.0, 150.0]
    assert e["vitamin_d"].to_list() == [None, None, 50.0, None, None]


def test_macrofactor(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "macrofactor.csv"], today=TODAY, matcher=book)
    e = diary.entries
    assert diary.files[0].shape == "macrofactor"
    assert e["grams"].to_list() == [80.0, 244.0]
    assert e["magnesium"].to_list() == [110.0, None]
    assert e["vitamin_b12"].to_list() == [0.0, 1.1]
    assert e["time"].to_list() == ["08:15", "12:00"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_every_kind_say_the_same(
    tmp_path: Path, book: FoodBook, encoding: str, delimiter: str
) -> None:
    number = "1,5" if delimiter == ";" else "1.5"
    rows = [["date", "food", "amount", "unit"], ["2026-05-01", "crème rice", number, "cup"]]
    rows += [["2026-05-02", "rice", number, "cup"]] * 2
    path = tmp_path / "d.csv"
    path.write_bytes("\r\n".join(delimiter.join(r) for r in rows).encode(encoding))
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["name"].to_list() == ["crème rice", "rice", "rice"]
    assert diary.entries["grams"].to_list() == [360.0] * 3
    words = " ".join(sentences(diary.warnings))
    assert ("Windows-1252" in words) == (encoding == "cp1252")
    assert ("UTF-16" in words) == encoding.startswith("utf-16")
    assert ("decimal comma" in words) == (delimiter == ";")


def test_an_excel_workbook_is_read(tmp_path: Path, book: FoodBook) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(
            f'<row r="{i}">'
            + "".join(
                f'<c r="{c}{i}" t="inlineStr"><is><t>{v}</t></is></c>'
                for c, v in zip("ABCD", row, strict=True)
            )
            + "</row>"
            for i, row in enumerate(
                [["date", "food", "amount", "unit"], ["2026-05-01", "rice", "150", "g"]], 1
            )
        )
        + "</sheetData></worksheet>"
    )
    path = tmp_path / "d.xlsx"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        z.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        z.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        z.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        z.writestr("xl/worksheets/sheet1.xml", sheet)
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["grams"].to_list() == [150.0]


def test_files_of_one_name_are_two_files_and_no_folder_is_told(
    tmp_path: Path, book: FoodBook
) -> None:
    paths = []
    for day in ("01", "02"):
        folder = tmp_path / f"secret{day}"
        folder.mkdir()
        paths.append(folder / "servings.csv")
        paths[-1].write_text(
            "Day,Group,Food Name,Amount,Energy (kcal),Mood\n"
            f'2026-05-{day},"Lunch","Oats","80.00 g",303.00,good\n',
            "utf-8",
        )
    diary = read(paths, today=TODAY, matcher=book)
    assert [(f.path, f.used) for f in diary.files] == [("servings.csv", 1), ("servings.csv (2)", 1)]
    assert diary.entries["file"].to_list() == ["servings.csv", "servings.csv (2)"]
    assert any("servings.csv (2): these columns" in w for w in sentences(diary.warnings))
    assert "secret" not in repr((diary.files, diary.warnings, diary.unmatched))

"""Tables of others come in with unknown as unknown and below-limit as an interval."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.errors import UserError
from unclench.intake import foods
from unclench.intake.diaries.foodbook import shipped
from unclench.intake.foods import store
from unclench.intake.foods.imports import imported as model
from unclench.intake.foods.imports.fdc import portion_label
from unclench.intake.foods.imports.imported import cell
from unclench.intake.fortified import in_country


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "home"))
    store.changed()
    yield
    store.changed()


NUTRIENT = """"id","name","unit_name","nutrient_nbr","rank"
"1008","Energy","KCAL","208","300.0"
"2047","Energy (Atwater General Factors)","KCAL","957","280.0"
"1090","Magnesium, Mg","MG","304","5500.0"
"1092","Potassium, K","MG","306","5700.0"
"1093","Sodium, Na","MG","307","5800.0"
"1110","Vitamin D (D2 + D3), International Units","IU","324","8650.0"
"1114","Vitamin D (D2 + D3)","UG","328","8700.0"
"1177","Folate, total","UG","417","6500.0"
"1190","Folate, DFE","UG","435","7200.0"
"1089","Iron, Fe","MG","303","5400.0"
"""
FOOD = """"fdc_id","data_type","description","food_category_id","publication_date"
"1","foundation_food","Zorbel beans, boiled","16","2025-01-01"
"2","survey_fndds_food","Zorbel soup","1","2025-01-01"
"3","sr_legacy_food","Zorbel, raw","11","2019-04-01"
"4","branded_food","ZORBEL CRUNCH","Snacks","2025-01-01"
"5","sub_sample_food","Zorbel beans sample","16","2025-01-01"
"""
AMOUNT = """"id","fdc_id","nutrient_id",\
"amount","data_points","derivation_id","min","max","median","loq",\
"footnote","min_year_acquired"
"10","1","2047","120.5","","71","","","","","",""
"11","1","1090","44.0","","71","","","","","",""
"12","1","1110","8","","71","","","","","",""
"13","1","1089","0","","71","","","","0.2","",""
"14","2","1090","0","","71","","","","","",""
"15","2","1177","30","","71","","","","","",""
"16","4","1090","99","","71","","","","","",""
"17","3","1008","60","","71","","","","","",""
"18","3","1092","","","71","","","","","",""
"""
PORTION = """"id","fdc_id","seq_num","amount","measure_unit_id","portion_description","modifier",\
"gram_weight","data_points","footnote","min_year_acquired"
"20","1","1","2","1001","","","350","","",""
"21","2","1","","9999","1 cup, thick","10205","245","","",""
"22","2","2","","9999","Quantity not specified","90000","250","","",""
"23","3","1","1","9999","","pod (5 cm)","8","","",""
"""


def bundle(folder: Path, amounts: str = AMOUNT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "nutrient.csv": NUTRIENT,
        "food.csv": FOOD,
        "food_nutrient.csv": amounts,
        "food_portion.csv": PORTION,
        "measure_unit.csv": '"id","name"\n"1001","cup"\n"9999","undetermined"\n',
        "food_category.csv": '"id","code","description"\n"16","1600","Legumes and Products"\n',
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_bundle_of_fooddata_central_comes_in_from_folder_and_zip(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "FoodData_Central_csv_2025-04-24")
    report = foods.import_foods(folder)
    assert (report.source, report.foods, report.measures) == ("fdc", 3, 3)
    n = foods.food("fdc:1").nutrients
    assert n["magnesium"].value == pytest.approx(44)
    assert n["energy"].value == pytest.approx(120.5)
    assert n["vitamin_d"].value == pytest.approx(0.2)
    assert (n["iron"].origin, n["iron"].low) == ("below_limit", 0.0)
    assert n["iron"].high == pytest.approx(0.2)
    assert n["potassium"].value is None
    assert n["potassium"].origin == "unknown"
    assert foods.food("fdc:2").nutrients["magnesium"].value == 0.0
    assert foods.food("fdc:3").nutrients["potassium"].value is None
    labels = {m.label: m.grams for i in (1, 2, 3) for m in foods.food(f"fdc:{i}").measures}
    assert labels == {"cup": 175.0, "cup, thick": 245.0, "pod (5 cm)": 8.0}
    assert foods.search("zorbel soup")[0].food_id == "fdc:2"
    archive = tmp_path / "bundle.zip"
    with zipfile.ZipFile(archive, "w") as z:
        for p in folder.iterdir():
            z.write(p, f"FoodData_Central_csv/{p.name}")
    again = foods.import_foods(archive)
    assert again.values == report.values
    assert foods.food("fdc:1").nutrients["magnesium"].value == pytest.approx(44)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX systems")
def test_an_imported_american_table_is_american_abroad_too(tmp_path: Path) -> None:
    """The bread of a European table is what it is; that of FoodData Central has folic acid."""
    bread = FOOD + '"6","sr_legacy_food","Bread, white, commercially prepared","18","2019-04-01"\n'
    empty = '"","","","","",""\n'
    rows = f'"30","6","1008","266","","71",{empty}"31","6","1190","171","","71",{empty}'
    folder = bundle(tmp_path / "FoodData_Central_csv_2025-04-24", AMOUNT + rows)
    (folder / "food.csv").write_text(bread, "utf-8")
    foods.import_foods(folder)
    amounts = shipped().amounts(["fdc:6"])
    folate = {
        c: in_country(amounts, c).filter(pl.col("nutrient") == "folate")["per"][0]
        for c in ("US", "GB", "AU")
    }
    assert folate["US"] == pytest.approx(171)
    assert folate["GB"] < 30 < folate["US"] < folate["AU"]


def test_what_an_import_writes_is_the_user_s_alone(tmp_path: Path) -> None:
    before = os.umask(0)  # the most open that a system can be set to
    try:
        for _ in range(2):  # the second replaces the first
            foods.import_foods(bundle(tmp_path / "csv"))
    finally:
        os.umask(before)
    written = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    assert sum(p.is_file() for p in written) >= 5
    for path in written:
        wanted = 0o700 if path.is_dir() else 0o600
        assert path.stat().st_mode & 0o777 == wanted, path


def test_nutrient_numbers_are_not_taken_for_ids(tmp_path: Path) -> None:
    """Some releases write 304 where others write 1090."""
    swapped = AMOUNT
    for id_, nbr in (
        ("1090", "304"),
        ("1008", "208"),
        ("2047", "957"),
        ("1110", "324"),
        ("1089", "303"),
        ("1177", "417"),
        ("1092", "306"),
    ):
        swapped = swapped.replace(f'"{id_}"', f'"{nbr}"')
    report = foods.import_foods(bundle(tmp_path / "b", swapped))
    n = foods.food("fdc:1").nutrients
    assert n["magnesium"].value == pytest.approx(44)
    assert n["iron"].origin == "below_limit"
    assert "numbers" in report.warnings[0]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((2.0, "cup", "", "chopped"), ("cup, chopped", 2.0)),
        ((None, "undetermined", "1/2 cup, diced", "123"), ("cup, diced", 0.5)),
        ((1.0, "undetermined", "", "large egg"), ("large egg", 1.0)),
        ((1.0, "", "Quantity not specified", "90000"), ("", 1.0)),
    ],
)
def test_portions_in_three_styles(given_: tuple, expected: tuple[str, float]) -> None:
    assert portion_label(*given_) == expected


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "origin"),
    [
        ("12,5", 12.5, 12.5, 12.5, "measured"),
        ("0", 0.0, 0.0, 0.0, "measured"),
        ("< 0,5", 0.25, 0.0, 0.5, "below_limit"),
        ("traces", 0.05, 0.0, 0.1, "below_limit"),
        ("Tr", 0.05, 0.0, 0.1, "below_limit"),
        ("(0.5)", 0.5, 0.35, 0.65, "estimated"),
    ],
)
def test_cells_of_national_tables(
    text: str, value: float, low: float, high: float, origin: str
) -> None:
    c = cell(text, trace=0.1)
    assert not isinstance(c, str)
    assert c is not None
    assert (c.value, c.low, c.high) == pytest.approx((value, low, high))
    assert c.origin == origin


@pytest.mark.parametrize("text", ["", "-", "N", None, "n/a"])
def test_missing_cells_are_unknown_not_zero(text: str | None) -> None:
    assert cell(text) is None


@given(st.text(max_size=12))
def test_no_cell_raises_and_no_interval_is_upside_down(text: str) -> None:
    c = cell(text, trace=0.1)
    assert c is None or c == "?" or (isinstance(c, model.Cell) and 0 <= c.low <= c.value <= c.high)


def test_ciqual_cells_are_read_as_counted_by_hand(samples: Path) -> None:
    """Magnesium in 3,178 rows: 2,439 numbers, 712 missing, 15 below a limit, 12 blank."""
    from python_calamine import CalamineWorkbook

    rows = (
        CalamineWorkbook.from_path(str(samples / "foods/Table_Ciqual_compo_fr.xlsx"))
        .get_sheet_by_index(0)
        .to_python()
    )
    at = [str(h) for h in rows[0]].index("Magnésium (mg/100 g)")
    cells = [cell(r[at], trace=0.1) for r in rows[1:]]
    assert len(cells) == 3178
    origins = [c.origin if isinstance(c, model.Cell) else c for c in cells]
    assert "?" not in origins
    assert origins.count("measured") == 2439
    assert origins.count("below_limit") == 15
    assert origins.count(None) == 712 + 12
    assert sum(str(r[at]).strip() == "-" for r in rows[1:]) == 712


def test_ciqual_file(samples: Path) -> None:
    report = foods.import_foods(samples / "foods/Table_Ciqual_compo_fr.xlsx")
    hit = foods.search("pain de mie brioche")[0]
    n = foods.food(hit.food_id).nutrients
    assert hit.food_id.startswith("ciqual:")
    assert n["energy"].value == pytest.approx(309)
    assert n["magnesium"].value == pytest.approx(17)
    assert (n["selenium"].low, n["selenium"].high) == (0.0, pytest.approx(20))
    assert dict(report.skipped)["rows without a food name"] == 3177


def test_cofid_files(samples: Path, tmp_path: Path) -> None:
    for p in sorted((samples / "foods").glob("cofid_*.csv")):
        (tmp_path / p.name).symlink_to(p)
    report = foods.import_foods(tmp_path)
    assert report.foods > 2800
    n = foods.food("cofid:13-145").nutrients  # ackee, canned, drained
    assert n["magnesium"].value == pytest.approx(40)
    assert n["vitamin_e"].value is None  # "N": significant, not known
    weetabix = foods.food("cofid:11-773")
    assert weetabix.measures[0].grams == pytest.approx(37.6)
    assert foods.search("semi-skimmed milk pasteurised")[0].food_id.startswith("cofid:")
    for said in ("white bread", "wholemeal bread", "semi-skimmed milk", "digestive biscuits"):
        assert foods.search(said)[0].food_id.startswith("cofid:"), said
    assert foods.search("brown rice")[0].name.startswith("Rice, brown, cooked"), "none eats it raw"
    assert foods.search("Bread, white")[0].food_id == "fndds:bread-white", "a name as it stands"


def test_open_food_facts_grams_become_the_nutrients_unit(samples: Path) -> None:
    foods.import_foods(samples / "openfoodfacts/get-nutriments.json")
    n = foods.food("off:0200000000034").nutrients
    assert n["sodium"].value == pytest.approx(20.08)
    assert n["energy"].value == pytest.approx(400 / 4.184)
    assert n["magnesium"].value is None


def test_open_food_facts_estimates_are_marked(samples: Path) -> None:
    report = foods.import_foods(samples / "openfoodfacts/nutriments_estimated_excerpt.json")
    n = foods.food("off:0200000000035").nutrients
    assert n["magnesium"].origin == "estimated"
    assert n["magnesium"].value == pytest.approx(9.9516, rel=1e-3)
    assert n["magnesium"].low < n["magnesium"].value < n["magnesium"].high
    assert n["vitamin_d"].value == pytest.approx(0.3453, rel=1e-3)
    assert any("estimated" in w for w in report.warnings)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"date,food\n2025-01-01,bread\n", "not a food table"),
        ("a.json", b"{not json", "not JSON"),
        ("b.json", b'{"hello": 1}', "no Open Food Facts product"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("empty.csv", b"", "empty"),
        ("food.csv", b'"fdc_id","data_type"\n', "whole folder"),
        ("noise.bin", bytes(range(256)), "not a food table"),
    ],
)
def test_wrong_files_are_told_what_can_be_imported(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as error:
        foods.import_foods(path)
    assert says in str(error.value)
    assert error.value.problems[0].fix


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        foods.import_foods(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no food table"):
        foods.import_foods(tmp_path / "empty")


def test_an_incomplete_bundle_names_what_is_missing(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b")
    (folder / "nutrient.csv").unlink()
    with pytest.raises(UserError, match=r"nutrient\.csv"):
        foods.import_foods(folder)


def test_faulty_products_are_counted_not_used(tmp_path: Path) -> None:
    good = {"code": "1", "product_name": "Oat bar", "nutriments": {"magnesium_100g": 0.05}}
    bad = good | {"code": "2", "data_quality_errors_tags": ["en:energy-over-3800"]}
    trap = good | {"code": "3", "nutriments": {"magnesium_100g": 50, "proteins_100g": 5}}
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"products": [good, bad, trap]}), "utf-8")
    report = foods.import_foods(path)
    assert report.foods == 2
    assert foods.food("off:1").nutrients["magnesium"].value == pytest.approx(50)
    assert foods.food("off:3").nutrients["magnesium"].value is None
    assert dict(report.skipped)["impossible amounts of magnesium"] == 1

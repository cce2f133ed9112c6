"""Lines as people type them from paper."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.said import sentences

from unclench.case import LabInput
from unclench.errors import UserError
from unclench.facts.kinds import analytes
from unclench.plasma.labs import read_labs as read_strictly
from unclench.plasma.labs.dates import find_date
from unclench.plasma.labs.report import read_report

read_labs = partial(read_strictly, strict=False)

# fmt: off
LINES = [
    # what is typed                       analyte     in our unit  sign
    ("K 3.1",                             "k",        3.1,     ""),
    ("vit D 32 nmol/L",                   "vitd",     32.0,    ""),
    ("calcium 8.5 mg/dl",                 "ca_total", 2.121,   ""),
    ("Na+ 128",                           "na",       128.0,   ""),
    ("B12 <100 pg/mL",                    "b12",      73.78,   "<"),
    ("B12 < 100 pg/mL",                   "b12",      73.78,   "<"),
    ("eGFR >= 60 mL/min/1.73m2",          "egfr",     60.0,    ">="),
    ("25-OH vitamin D 18 ng/mL",          "vitd",     44.93,   ""),
    ("25(OH)D: 18 nmol/l",                "vitd",     18.0,    ""),
    ("1,25-OH vitamin D 40 pg/mL",        "calcitriol", 96.0,  ""),
    ("Calcium, total 2.1 mmol/L",         "ca_total", 2.1,     ""),
    ("Ca2+ 4.2 mEq/L",                    "ca_total", 2.1,     ""),
    ("ionised calcium 2.73 mg/dL",        "ca_ion",   0.6812,  ""),
    ("iCa 1.02 mmol/L",                   "ca_ion",   1.02,    ""),
    ("Potassium, serum 3.1 mEq/L (3.5-5.0) L", "k",   3.1,     ""),
    ("K 3.1 mmol/L [3.5 - 5.0]",          "k",        3.1,     ""),
    ("Kalium 3,1 mmol/l 3,5-5,1",         "k",        3.1,     ""),
    ("K: 3,1",                            "k",        3.1,     ""),
    ("potassium of 2.9",                  "k",        2.9,     ""),
    ("Hb 12",                             "hb",       120.0,   ""),
    ("Hb 120",                            "hb",       120.0,   ""),
    ("Hgb 12.1 G/DL",                     "hb",       121.0,   ""),
    ("urea 40 mg/dL",                     "bun",      6.660,   ""),
    ("BUN 14 mg/dL",                      "bun",      4.998,   ""),
    ("TSH 8 uIU/mL",                      "tsh",      8.0,     ""),
    ("TSH 8 mcIU/mL",                     "tsh",      8.0,     ""),
    ("TSH 8 mU/L",                        "tsh",      8.0,     ""),
    ("ferritin 12 ng/mL",                 "ferritin", 12.0,    ""),
    ("CK 12,500 U/L",                     "ck",       12500.0, ""),
    ("CK 500 IU/L",                       "ck",       500.0,   ""),
    ("ALP 2 ukat/L",                      "alp",      120.0,   ""),
    ("HbA1c 42 mmol/mol",                 "hba1c",    5.993,   ""),
    ("magnesium 1.4 mEq/L",               "mg",       0.7,     ""),
    ("Mg 1.7 mg/dL",                      "mg",       0.6994,  ""),
    ("PTH 85 pg/mL",                      "pth",      9.02,    ""),
    ("free T4 0.6 ng/dL",                 "ft4",      7.723,   ""),
    ("B12 150 ng/l",                      "b12",      110.7,   ""),
    ("creatinine 88 mcmol/L",             "creat",    88.0,    ""),
    ("creatinine 1.0",                    "creat",    88.40,   ""),
    ("osmolality 292 mOsm/kg",            "osm_s",    292.0,   ""),
    ("urine osmolality 640 mosmol/kg",    "osm_u",    640.0,   ""),
    ("urine magnesium 60 mg/24h",         "mg_u24",   2.469,   ""),
    ("specific gravity 1.025",            "sg_u",     1.025,   ""),
    ("pH 7.52",                           "ph",       7.52,    ""),
    ("WBC 12.3 K/uL",                     "wbc",      12.3,    ""),
    ("albumin 3.1 g/dL",                  "albumin",  31.0,    ""),
    ("phosphate 0.64 mmol/L",             "phos",     0.64,    ""),
    ("Creatine kinase (CK) 250 U/L",      "ck",       250.0,   ""),
    ("Thyroid stimulating hormone (TSH) 3 mIU/L", "tsh", 3.0,  ""),
    ("ALT/SGPT 40 U/L",                   "alt",      40.0,    ""),
    ("Vitamin B6 (PLP) 50 nmol/L",        "b6",       50.0,    ""),
    ("anti-GAD65 antibodies 20 U/mL",     "gad",      20000.0, ""),
]
# fmt: on


@pytest.mark.parametrize(("line", "analyte", "value", "sign"), LINES)
def test_a_typed_line_is_understood(line: str, analyte: str, value: float, sign: str) -> None:
    read = read_labs([line])
    assert read.problems == []
    (result,) = read.results
    assert (result.analyte, result.comparator) == (analyte, sign)
    assert result.si_value == pytest.approx(value, rel=1e-3)


def test_several_results_on_a_line_and_a_date() -> None:
    read = read_labs(["Na 128, K 3.1 Mg 0.40 mmol/L; calcium low 2026-05-02"])
    assert {r.analyte: r.si_value for r in read.results} == {
        "na": 128, "k": 3.1, "mg": 0.4, "ca_total": None,
    }  # fmt: skip
    assert {r.date for r in read.results} == {dt.date(2026, 5, 2)}
    assert read.get("ca_total").word == "low"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "analytes_", "word"),
    [
        ("low ferritin", ["ferritin"], "low"),
        ("a somewhat raised sodium", ["na"], "high"),
        ("magnesium levels are a little low", ["mg"], "low"),
        ("phosphate on the high side", ["phos"], "high"),
        ("TSH was far too high", ["tsh"], "high"),
        ("calcium and magnesium normal", ["ca_total", "mg"], "normal"),
        ("normal kidney function", ["creat"], "normal"),
    ],
)
def test_results_are_told_in_many_orders_of_words(
    line: str, analytes_: list[str], word: str
) -> None:
    read = read_labs([line])
    assert read.problems == []
    assert [(r.analyte, r.word) for r in read.results] == [(a, word) for a in analytes_]


def test_a_word_in_front_of_no_test_is_still_no_result() -> None:
    assert read_labs(["low mood"]).results == []


def test_a_missing_unit_is_filled_in_only_when_one_fits_and_it_is_said() -> None:
    (only,) = read_labs(["calcium 8.5"]).results
    assert only.unit == "mg/dL" and "no unit was given" in sentences(only.notes)[0]
    for ambiguous in ("vit D 32", "Mg 1.5", "PTH 12"):
        read = read_labs([ambiguous])
        (doubt,) = read.results
        assert read.problems == [] and doubt.in_doubt
        assert doubt.si_value is None and len(doubt.notes[0].values["amounts"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("calcium 8.5 mmol/L", "mg/dL"),
        ("Mg 18 mmol/L", ""),
        ("Mg 21 mg/L", "mmol/L"),
        ("Hb 13.5 g/L", "g/dL"),
        ("creatinine 1.1 umol/L", "mg/dL"),
        ("glucose 140 mmol/L", "mg/dL"),
        ("albumin 4 g/L", "g/dL"),
        ("K 31 mmol/L", ""),
    ],
)
def test_an_impossible_value_is_refused_and_the_likely_unit_named(line: str, meant: str) -> None:
    if line == "Mg 21 mg/L":  # 0.86 mmol/L: unusual unit, but possible
        assert read_labs([line]).results[0].si_value == pytest.approx(0.864, abs=1e-3)
        return
    read = read_labs([line])
    assert read.results == []
    text = read.problems[0].what
    assert "is not survivable" in text
    assert ("did you mean " + meant if meant else "please check") in text


def test_the_issues_own_sentence() -> None:
    problem = read_labs(["calcium 8.5 mmol/L"]).problems[0]
    assert problem.what == "8.5 mmol/L calcium is not survivable; did you mean mg/dL?"


def test_what_cannot_be_used_is_refused_with_all_problems_at_once() -> None:
    with pytest.raises(UserError) as caught:
        read_strictly(["calcium 8.5 mmol/L", "K 44 mmol/L", "Na 130"])
    assert len(caught.value.problems) == 2


def test_an_unknown_test_is_a_note_with_the_nearest_name_not_an_error() -> None:
    read = read_labs(["potasium 3.1", "LDL 3.2 mmol/L", "K 3.1"])
    assert [r.analyte for r in read.results] == ["k"]
    assert read.problems == []
    assert all(any(w in n for n in sentences(read.notes)) for w in ("potassium", "LDL"))


def test_a_burst_sample_and_words_after_a_result_are_taken_in() -> None:
    (k,) = read_labs(["K 6.1 mmol/L (haemolysed)"]).results
    assert k.condition == "haemolysed"
    read = read_labs(["glucose 110 mg/dL after breakfast"])
    assert read.results[0].value == 110 and "after breakfast" in sentences(read.notes)[0]


@pytest.mark.parametrize(
    "line", ["CA 125 35 U/mL", "CA 19-9 20 U/mL", "CK-MB 12 U/L", "Vitamin D (1,25) 40 pg/mL"]
)
def test_other_tests_with_similar_names_are_not_ours(line: str) -> None:
    read = read_labs([line])
    assert read.results == [] and read.problems == [] and read.notes


def test_rows_of_a_case_that_are_of_no_use_are_notes_but_misleading_ones_are_refused() -> None:
    rows = [
        LabInput(name="Potassium"), LabInput(name="Zinc", value="trace"),
        LabInput(name="Zinc", value=3, unit="copies/mL"), LabInput(name="Sodium", value=130),
        LabInput(name="Calcium", value="<8.1 mg/dL", flag="L"),
    ]  # fmt: skip
    read = read_strictly(rows)
    assert [r.analyte for r in read.results] == ["ca_total", "na"]
    assert read.results[0].flag == "L" and read.results[0].comparator == "<"
    assert len(read.notes) == 3
    with pytest.raises(UserError):
        read_strictly([LabInput(name="Potassium", value=3, unit="copies/mL")])


def test_what_is_no_result_at_all_is_a_problem() -> None:
    assert "is not a laboratory result" in read_labs(["hello there"]).problems[0].what


def test_a_wrong_unit_names_the_right_ones() -> None:
    problem = read_labs(["K 3.1 nmol/kg"]).problems[0]
    assert "not measured in nmol/kg" in problem.what and "mmol/L" in problem.fix


def test_ambiguous_dates_are_not_guessed() -> None:
    assert find_date("25/12/2026")[0] == dt.date(2026, 12, 25)
    assert find_date("12/25/2026")[0] == dt.date(2026, 12, 25)
    assert find_date("2 May 2026")[0] == dt.date(2026, 5, 2)
    date, _, trouble = find_date("03/04/2026")
    assert date is None and trouble is not None and trouble.kind == "ambiguous"


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    try:
        read_labs([text.replace("/", " ").replace(".", " ")])
    except UserError:
        pytest.fail("not strict: problems belong into the answer")


@given(
    st.sampled_from(sorted(a.id for a in analytes.load().values() if a.conventional_unit)),
    st.floats(0.01, 0.99),
)
def test_conventional_units_and_back_give_the_same_number(name: str, share: float) -> None:
    analyte = analytes.load()[name]
    window = analyte.survivable
    there = window.low + share * (window.high - window.low)
    one = analyte.to_unit(1.0, analyte.conventional_unit)
    assert analyte.to_unit(there / one, analyte.conventional_unit) == pytest.approx(there)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Frobnin 3.1 mmol/L", "Frobnin"),
        ("  Free frobnin:   3.1 mmol/L", "Free frobnin"),
        ("Frobnin = <3.1 mmol/L", "Frobnin"),
        ("Free  frobnin   level    3.1 mmol/L", "Free  frobnin   level"),
    ],
)
def test_a_test_that_is_not_known_is_named(line: str, name: str) -> None:
    assert [r.name for r in read_report(line).rows] == [name]


def test_what_was_sampled_may_stand_before_the_test() -> None:
    report = "Referto del 12/09/2026\nPotassio 3,2 mmol/L 3,5 - 5,1\nUrine test: pH 6,0 5,0 - 7,5\n"
    found = read_report(report, "f")
    assert [(r.name, r.specimen) for r in found.rows] == [("Potassio", ""), ("pH", "urine")]


def test_a_sample_that_is_neither_is_left_out_and_named() -> None:
    found = read_report("Potassium 3.2 mmol/L\nStool: pH 6.0\n", "f")
    assert [r.name for r in found.rows] == ["Potassium"]
    assert "f: no result was read from lines that name a test (line 2)." in sentences(found.notes)


def test_a_line_of_a_test_that_gives_no_result_is_named() -> None:
    found = read_report("Potassium 3.2 mmol/L\nSeen by Dr X, wants potassium 12 rechecked\n", "f")
    assert [r.name for r in found.rows] == ["Potassium"]
    assert any("line 2" in s for s in sentences(found.notes))
    assert not any("Dr X" in s for s in sentences(found.notes))


@pytest.mark.parametrize("name", ["Urine", "Urine test", "Urin", "Serum", "Blood"])
def test_a_sample_alone_is_no_test(name: str) -> None:
    assert analytes.find(name) is None


@pytest.mark.parametrize("name", ["urine P", "U-P", "P urine", "Phosphate (urine)"])
def test_phosphate_of_urine_keeps_its_names(name: str) -> None:
    found = analytes.find(name)
    assert found is not None
    assert found.id == "phos_u"

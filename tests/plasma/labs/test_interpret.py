"""Flags, bands, ranges, derived quantities, and what must not change an answer."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.said import sentences, spoken

from unclench.assessment import Lab
from unclench.case import LabInput, from_dict
from unclench.facts import loader
from unclench.facts.kinds import analytes, derived
from unclench.plasma.labs import counted, interpret, si
from unclench.plasma.labs import derived as formulas
from unclench.plasma.labs import read_labs as read_strictly
from unclench.plasma.labs.make_result import make
from unclench.plasma.labs.printed import Printed
from unclench.told.person import Person

read_labs = partial(read_strictly, strict=False)

TODAY = dt.date(2026, 11, 23)


def judge(*lines: str, **profile: object) -> dict[str, Lab]:
    read = read_labs(lines)
    assert read.problems == []
    labs = interpret(read.results, Person(**profile), TODAY)  # type: ignore[arg-type]
    return {x.analyte: x for x in spoken(labs)}


# fmt: off
FLAGS = [
    # line                     profile                        flag   word in the band
    ("K 2.4 mmol/L",           {},                            "LL",  "severely low"),
    ("K 2.5 mmol/L",           {},                            "LL",  "moderately low"),
    ("K 2.9 mmol/L",           {},                            "L",   "moderately low"),
    ("K 3.2 mmol/L",           {},                            "L",   "mildly low"),
    ("K 4.2 mmol/L",           {},                            "N",   ""),
    ("K 5.7 mmol/L",           {},                            "H",   "mildly high"),
    ("K 6.2 mmol/L",           {},                            "H",   "moderately high"),
    ("K 6.5 mmol/L",           {},                            "HH",  "severely high"),
    ("Mg 0.39 mmol/L",         {},                            "LL",  "severely low"),
    ("Mg 0.6 mmol/L",          {},                            "L",   "mildly low"),
    ("Mg 2.1 mmol/L",          {},                            "HH",  "above 1.07"),
    ("Ca 1.75 mmol/L",         {},                            "LL",  "severely low"),
    ("Ca 2.0 mmol/L",          {},                            "L",   "mildly low"),
    ("Ca 13.5 mg/dL",          {},                            "H",   "moderately high"),
    ("Ca 14.2 mg/dL",          {},                            "HH",  "severely high"),
    ("iCa 0.7 mmol/L",         {},                            "LL",  "severely low"),
    ("Na 118",                 {},                            "LL",  "profoundly low"),
    ("Na 133",                 {},                            "L",   "mildly low"),
    ("Na 131",                 {"pregnant": True, "sex": "female"}, "N", ""),
    ("25(OH)D 20 nmol/L",      {},                            "L",   "severely low"),
    ("25(OH)D 16 ng/mL",       {},                            "L",   "insufficient"),
    ("25(OH)D 60 nmol/L",      {},                            "N",   ""),
    ("B12 120 pmol/L",         {},                            "L",   "deficiency likely"),
    ("B12 200 pmol/L",         {},                            "unknown", "cannot tell"),
    ("creatinine 105 umol/L",  {"sex": "female", "age": 50},  "H",   ""),
    ("creatinine 105 umol/L",  {"sex": "male", "age": 50},    "N",   ""),
    ("creatinine 105 umol/L",  {"age": 50},                   "N",   ""),
    ("creatinine 400 umol/L",  {"sex": "male", "age": 50},    "HH",  ""),
    ("Hb 115 g/L",             {"sex": "female", "age": 30},  "L",   ""),
    ("Hb 115 g/L",             {"sex": "female", "age": 30, "pregnant": True}, "N", ""),
    ("CK 1500 U/L",            {"sex": "male", "age": 30},    "H",   "above 1000"),
    ("CK 6000 U/L",            {"sex": "male", "age": 30},    "HH",  "above 5000"),
    ("ALP 300 U/L",            {"age": 40},                   "H",   ""),
    ("ALP 300 U/L",            {"age": 10},                   "unknown", ""),
    ("phosphate 0.64 mmol/L",  {},                            "L",   "moderately low"),
    ("eGFR 52 mL/min",         {},                            "L",   "G3a"),
    ("eGFR >60 mL/min",        {},                            "N",   ""),
    ("CRP <5 mg/L",            {},                            "N",   ""),
    ("B12 <60 pg/mL",          {},                            "L",   "deficiency likely"),
    ("vit D <60 nmol/L",       {},                            "unknown", ""),
    ("calcium low",            {},                            "L",   ""),
    ("TSH 12 mIU/L",           {},                            "H",   "above 10"),
    ("ferritin 10 ug/L",       {"sex": "female"},             "L",   "empty"),
]
# fmt: on


@pytest.mark.parametrize(("line", "profile", "flag", "band"), FLAGS)
def test_flags_and_bands(line: str, profile: dict[str, object], flag: str, band: str) -> None:
    (lab,) = [x for x in judge(line, **profile).values() if not x.derived]
    assert lab.interpretation == flag
    assert (band in lab.band) if band else not lab.band


@pytest.mark.parametrize("fact", derived.load().values(), ids=lambda f: f.id)
def test_derived_quantities_give_the_worked_examples(fact: derived.DerivedQuantity) -> None:
    for example in fact.examples:
        profile = Person(age=example.age, sex=example.sex)
        got = formulas.FORMULAS[fact.id](example.inputs, profile)
        assert got == pytest.approx(example.expected, abs=example.tolerance), example.said


def test_every_derived_fact_has_a_formula_and_an_analyte() -> None:
    assert set(derived.load()) == set(formulas.FORMULAS)
    assert set(derived.load()) <= set(analytes.load())
    for fact in derived.load().values():
        assert set(fact.inputs) <= set(analytes.load())
        assert fact.when_not or fact.caution, fact.id
        assert fact.unit == analytes.load()[fact.id].unit


def test_adjusted_calcium_stands_beside_the_raw_value_with_its_warning() -> None:
    labs = judge("Ca 1.83 mmol/L, albumin 26 g/L")
    assert labs["ca_total"].si_value == 1.83 and labs["ca_total"].interpretation == "L"
    adjusted = labs["ca_adj"]
    assert adjusted.derived and adjusted.si_value == pytest.approx(2.11)
    assert "ask for ionised calcium" in adjusted.caveats[-1]
    assert "ca_adj" not in judge("Ca 2.3 mmol/L, albumin 44 g/L")


def test_derived_quantities_refuse_where_they_are_not_valid() -> None:
    assert "egfr" in judge("creatinine 88 umol/L", age=40, sex="male")
    assert "egfr" not in judge("creatinine 88 umol/L", age=12, sex="male")
    assert "egfr" not in judge("creatinine 60 umol/L", age=30, sex="female", pregnant=True)
    assert "egfr" not in judge("creatinine 88 umol/L", age=40)
    assert "na_corr" not in judge("Na 128, glucose 90 mg/dL")
    far = "K 3 mmol/L, urine potassium 40 mmol/L 2026-01-01", "urine creatinine 9 mmol/L 2026-03-01"
    assert "k_creat_u" not in judge(*far)


def test_a_reported_value_wins_over_a_computed_one_except_for_egfr() -> None:
    read = read_labs(["Ca 1.83 mmol/L, albumin 26 g/L, corrected calcium 2.2 mmol/L",
                      "creatinine 132.6 umol/L, eGFR 80 mL/min"])  # fmt: skip
    numbers = si(interpret(read.results, Person(age=80, sex="female")))
    assert numbers["ca_adj"] == 2.2
    assert numbers["egfr"] == pytest.approx(35.0, abs=0.1)


def test_both_sodium_corrections_are_shown() -> None:
    labs = judge("Na 128, glucose 600 mg/dL")
    assert labs["na_corr"].si_value == pytest.approx(140.0, abs=0.1)
    assert labs["na_corr_katz"].si_value == pytest.approx(136.0, abs=0.1)


def test_the_age_of_a_result_is_said() -> None:
    assert judge("K 4 mmol/L 2026-11-01")["k"].caveats == []
    assert "months old" in judge("K 4 mmol/L 2026-04-01")["k"].caveats[0]
    assert "says little" in judge("K 4 mmol/L 2023-04-01")["k"].caveats[0]


def test_the_newest_result_counts_and_the_others_are_history() -> None:
    read = read_labs(["K 3.9 mmol/L 2025-01-01", "K 3.1 mmol/L 2026-10-01", "K 4.4 mmol/L"])
    assert [r.value for r in read.results] == [3.1]
    assert [r.value for r in read.history] == [3.9, 4.4]


def test_a_childs_result_is_not_judged_by_adult_ranges() -> None:
    labs = judge("ALP 300 U/L, K 3.1 mmol/L", age=9)
    assert any("for adults" in c for c in labs["alp"].caveats)
    assert labs["k"].interpretation == "L"


def test_critical_limits_are_ours_even_against_the_laboratorys_range() -> None:
    read = read_labs([LabInput(name="Potassium", value=2.4, unit="mmol/L", low=2.0, high=5.0)])
    (lab,) = interpret(read.results)
    assert lab.interpretation == "LL"


METAMORPHIC = [
    ("Ca 8.0 mg/dL", "Ca 1.996107591 mmol/L", "Ca 3.992215180 mEq/L"),
    ("Mg 1.2 mg/dL", "Mg 0.4937255709 mmol/L", "Mg 12 mg/L"),
    ("K 3.1 mEq/L", "K 3.1 mmol/L", "K 12.120473 mg/dL"),
    ("vit D 10 ng/mL", "vit D 24.96006390 nmol/L", "vit D 10 ug/L"),
    ("B12 100 pg/mL", "B12 73.78059128 pmol/L", "B12 100 ng/L"),
    ("glucose 90 mg/dL", "glucose 4.995670419 mmol/L", "glucose 0.9 g/L"),
    ("creatinine 1.0 mg/dL", "creatinine 88.40169731 umol/L", "creatinine 0.01 g/L"),
    ("albumin 3.0 g/dL", "albumin 30 g/L", "albumin 3000 mg/dL"),
    ("PTH 10 pg/mL", "PTH 1.061007958 pmol/L", "PTH 10 ng/L"),
    ("TSH 8 uIU/mL", "TSH 8 mIU/L", "TSH 8 mU/L"),
    ("BUN 14 mg/dL", "BUN 4.997501250 mmol/L", "urea 30.01299350 mg/dL"),
]


@pytest.mark.parametrize("rows", list(itertools.zip_longest(*METAMORPHIC))[1:])
def test_the_same_person_in_other_units_gets_the_same_answer(rows: tuple[str, ...]) -> None:
    def answer(lines: tuple[str, ...]) -> list[dict[str, object]]:
        labs = interpret(read_labs(lines).results, Person(age=60, sex="female"), TODAY)
        keep = ("analyte", "interpretation", "band", "reference", "caveats", "derived")
        return [x.model_dump(include=set(keep)) for x in spoken(labs)]

    first = tuple(m[0] for m in METAMORPHIC)
    assert answer(first) == answer(rows)
    a = si(interpret(read_labs(first).results, Person(age=60, sex="female")))
    b = si(interpret(read_labs(rows).results, Person(age=60, sex="female")))
    assert a == {k: pytest.approx(v, rel=1e-8) for k, v in b.items()}


@given(st.permutations([m[0] for m in METAMORPHIC]))
def test_the_order_of_results_does_not_matter(lines: list[str]) -> None:
    assert interpret(read_labs(lines).results) == interpret(
        read_labs([m[0] for m in METAMORPHIC]).results
    )


def test_conversion_factors_agree_with_the_published_table_and_with_pint(reference: Path) -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    registry.enable_contexts("chem")
    compared = 0
    with (reference / "clinical/labs.csv").open(encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f) if r["kind"] == "test" and r["factor_conv_to_si"]]
    for row in rows:
        analyte = analytes.load()[row["test_id"]]
        try:
            ours = analyte.to_unit(1, row["ucum_conventional"]) / analyte.to_unit(1, row["ucum_si"])
        except Exception as error:  # the table's SI unit may be none of ours (ratio, kat)
            assert row["test_id"] in ("sg_u",), error
            continue
        assert ours == pytest.approx(float(row["factor_conv_to_si"]), rel=2e-3), row["test_id"]
        if "mol" in analyte.unit and analyte.conventional_unit == "mg/dL":
            assert analyte.molar_mass
            mass = registry.Quantity(1, "mg/dL")
            moles = mass / registry.Quantity(analyte.molar_mass, "g/mol")
            assert analyte.to_unit(1, "mg/dL") == pytest.approx(
                moles.to(analyte.unit.replace("µ", "u")).magnitude
            )
            compared += 1
    assert compared >= 8


def test_every_test_of_the_reference_notes_is_an_analyte_with_its_codes(reference: Path) -> None:
    with (reference / "clinical/labs.csv").open(encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f) if r["kind"] == "test"]
    for row in rows:
        for code in (row["loinc_conventional"], row["loinc_si"]):
            assert analytes.by_loinc()[code][0].id == row["test_id"]


def test_facts_are_consistent() -> None:
    for a in analytes.load().values():
        for row in a.reference:
            for bound in (row.low, row.high):
                inside = bound is None or a.survivable.low <= bound <= a.survivable.high
                assert inside or a.survivable.low == 0, a.id
        if a.critical:
            for band in a.bands:
                assert band.low is None or band.high is None or band.low < band.high
        if a.usual:
            assert a.survivable.low <= a.usual.low < a.usual.high <= a.survivable.high


def test_case_vignettes_are_read_whole(samples: Path) -> None:
    import json

    told = json.loads((samples / "case_vignettes_public.json").read_text("utf-8"))["vignettes"]
    keys = ("age", "sex", "weight_kg", "pregnant", "labs")
    count = 0
    for vignette in told:
        case = from_dict({k: vignette[k] for k in keys if k in vignette})
        read = read_labs(case.labs)
        assert read.problems == [] and read.notes == []
        assert len(read.results) == len(case.labs)
        count += len(case.labs)
    assert count == 14


def test_tables_long_and_wide(tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_text(
        "Test Name;Result;Units;Reference Range;Collection Date\n"
        "Potassium;3,1;mmol/L;3,5-5,0;25/12/2025\nVitamin D 25-OH;<10;ng/mL;30-100;03/04/2026\n"
        "LDL;3,2;mmol/L;;\nCalcium;8,5;mmol/L;;\n"
    )
    read = read_labs([long])
    assert {r.analyte: (r.value, r.date) for r in read.results} == {
        "k": (3.1, dt.date(2025, 12, 25)), "vitd": (10, dt.date(2026, 4, 3)),
    }  # fmt: skip
    assert (read.get("k").low, read.get("k").high) == (3.5, 5.0)  # type: ignore[union-attr]
    said = "\n".join(sentences(read.notes))
    assert read.problems == [] and "LDL" in said
    assert "row 5" in said and "did you mean mg/dL" in said
    wide = tmp_path / "wide.csv"
    wide.write_text(
        "date,Potassium (mmol/L),Magnesium (mg/dL)\n2026-01-01,3.4,1.5\n2026-02-01,3.3,\n"
    )
    read = read_labs(["wide.csv"], tmp_path)
    assert [r.value for r in read.results] == [3.3, 1.5] and len(read.history) == 1


def test_a_missing_file_is_a_problem_not_a_traceback() -> None:
    assert "no such file" in read_labs(["nowhere.json"]).problems[0].what


def test_the_laboratory_module_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys, unclench.plasma.labs; "
        "print([m for m in ('scipy', 'polars', 'numba', 'numpy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_range_in_a_unit_that_does_not_fit_is_left_out_and_said() -> None:
    told = Printed("Potassium", 5.2, "mmol/L", low=3.0, high=6.0, range_unit="mg")
    (lab,) = spoken(interpret([make(told)]))
    assert lab.interpretation == "H"
    assert lab.range is not None and lab.range.whose == "ours"
    assert any("the range on the report is in mg" in c for c in lab.caveats)
    assert make(Printed("Potassium", 5.2, "mmol/L", low=3.0, high=6.0)).notes == ()


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [("K 3.1 mmol/L", 3.1, 3.1), ("B12 <60 pmol/L", None, 60.0), ("eGFR >90", 90.0, None),
     ("calcium low", None, None)],
)  # fmt: skip
def test_where_the_value_lies_is_an_interval(
    line: str, low: float | None, high: float | None
) -> None:
    (lab,) = judge(line).values()
    assert (lab.low, lab.high) == (low, high)


def test_the_range_used_is_numbers_with_a_source() -> None:
    female = judge("Hb 115 g/L", sex="female", age=30, pregnant=True)["hb"].range
    assert female is not None and female.pregnant and female.row is not None
    assert female.source in loader.sources()
    both = judge("creatinine 105 umol/L", age=50)["creat"]
    assert both.range is not None and both.range.row is None
    assert "both sexes together" in both.reference


def test_of_several_results_of_one_analyte_the_newest_reported_one_counts() -> None:
    def lab(value: float, date: str | None, derived: bool = False, analyte: str = "ca_adj") -> Lab:
        day = dt.date.fromisoformat(date) if date else None
        return Lab(
            name="", analyte=analyte, value=value, unit="", si_value=value, date=day,
            derived=derived,
        )  # fmt: skip

    old, new, none = lab(1, "2025-01-01"), lab(2, "2026-01-01"), lab(3, None)
    for order in itertools.permutations([old, new, none]):
        assert counted(order)["ca_adj"].value == 2
    computed = lab(4, "2026-06-01", derived=True)
    assert counted([computed, new])["ca_adj"].value == 2
    word = Lab(name="", analyte="ca_adj", value=None, unit="", interpretation="L")
    assert counted([word, computed])["ca_adj"].value == 4
    assert counted([lab(80, None, analyte="egfr"), lab(35, None, True, "egfr")])["egfr"].value == 35

# ruff: noqa: E501 (reports and tables stand here as people have them)
"""Whose results count, which of several, and when a number or range is not believed."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from tests.said import sentences

from unclench.case import LabInput
from unclench.plasma.labs import read_labs
from unclench.plasma.labs.make_result import make
from unclench.plasma.labs.newest import newest
from unclench.plasma.labs.people import apart, who
from unclench.plasma.labs.printed import Printed

TODAY = dt.date(2026, 11, 28)

# fmt: off
PEOPLE = [
    ("Patient,Date,Test,Result,Unit\nAnna,2026-09-01,Potassium,3.1,mmol/L\nBen,2026-09-10,Sodium,140,mmol/L\n", "Ben", {"na"}),
    ("mrn,collected,test,result,unit\n10044,2026-09-03,Potassium,3.3,mmol/L\n20077,2026-09-05,Potassium,5.6,mmol/L\n", "10044", {"k"}),
    ("Name,Date,Test,Result,Unit\nAnna Roe,2026-09-01,Potassium,3.1,mmol/L\nBen Roe,2026-09-10,Sodium,140,mmol/L\n", "anna", {"k"}),
    ("Patient: Anna Roe   DOB: 01/02/1970\nPotassium 3.1 mmol/L\nPatient: Ben Roe   DOB: 05/06/1999\nSodium 140 mmol/L\n", "Ben", {"na"}),
    ("Name: Anna Roe\nKalium 3,1 mmol/l\nName: Ben Roe\nNatrium 140 mmol/l\n", "Ben", {"na"}),
]
# fmt: on


@pytest.mark.parametrize(("text", "person", "analytes"), PEOPLE)
def test_two_people_are_never_mixed_and_one_can_be_chosen(
    tmp_path: Path, text: str, person: str, analytes: set[str]
) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(text)
    both = read_labs([path], strict=False)
    told = "\n".join(map(str, both.problems))
    assert both.results == [] and "2 people" in told and "Choose one person" in told
    assert not any(w in told.lower() for w in ("anna", "ben", "10044", "20077", "1970"))
    one = read_labs([path], strict=False, person=person)
    assert one.problems == [] and {r.analyte for r in one.results} == analytes


def test_one_person_is_read_and_never_named(tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(
        'Patient name,DOB,Date,Test,Result,Unit\n"Ravens, Ursula",1960-04-09,2026-09-06,Kalium,3.3,mmol/L\n'
        '"Ursula Ravens",1960-04-09,2026-09-06,Wobble of Ursula,12,xx\n'
    )
    found = read_labs([path], strict=False)
    assert [(r.value, r.date) for r in found.results] == [(3.3, dt.date(2026, 9, 6))]
    text = "\n".join([*sentences(found.notes), repr(found)]).lower()
    assert "ursula" not in text and "1960" not in text


def test_files_of_two_birth_dates_are_not_mixed(tmp_path: Path) -> None:
    for name, born in (("a.txt", "01/02/1970"), ("b.txt", "03/04/1999")):
        (tmp_path / name).write_text(f"DOB: {born}\nPotassium 3.{len(born)} mmol/L\n")
    found = read_labs(["a.txt", "b.txt"], tmp_path, strict=False)
    assert any("2 people" in p.what for p in found.problems)


def test_the_day_of_an_earlier_result_is_not_that_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "labs.txt"
    path.write_text(
        "Date Collected: 09/14/2026\nPotassium 01   3.2 Low   4.2 01/10/2026   mmol/L   3.5-5.2\n"
        "Sodium 139 mmol/L 2026-09-10\nCalcium 2.31 mmol/L\n"
    )
    found = read_labs([path], today=TODAY)
    assert {r.analyte: (r.value, str(r.date)) for r in found.results} == {
        "k": (3.2, "2026-09-14"), "na": (139, "2026-09-10"), "ca_total": (2.31, "2026-09-14"),
    }  # fmt: skip


def test_people_are_told_apart_by_birth_name_and_number() -> None:
    anna = who("Roe, Anna", "1970-02-01", "7")
    assert len(apart([anna, who("Anna Maria Roe", "1970-02-01"), who(number="7")])) == 1
    assert len(apart([anna, who("Roe, Anna", "1999-02-01")])) == 2
    assert len(apart([anna, who("Roe, Ben", "1970-02-01")])) == 2
    assert "anna" not in repr(anna)


def test_of_results_that_cannot_be_ordered_the_worse_counts_and_a_question_is_asked() -> None:
    for order in itertools.permutations(
        ["K 2.4 mmol/L", "K 4.1 mmol/L", "2024-11-01 K 4.4 mmol/L"]
    ):
        found = read_labs(order, today=TODAY)
        assert found.get("k").value == 2.4  # type: ignore[union-attr]
        assert "three results differ" in sentences(found.notes)[0]
        assert "Which is the newest?" in sentences(found.notes)[0]
    same = read_labs(["2026-09-10 K 3.1 mmol/L", "2026-09-10 K 5.9 mmol/L"])
    assert same.get("k").value == 5.9  # type: ignore[union-attr]
    assert "same day, 2026-09-10, differ" in sentences(same.notes)[0]
    ordered = read_labs(["2026-09-10 K 2.4 mmol/L", "2026-09-11 K 4.1 mmol/L"])
    assert ordered.get("k").value == 4.1 and ordered.notes == []  # type: ignore[union-attr]
    agreed = read_labs(["K 4.1 mmol/L", "K 4.12 mmol/L", "K normal"])
    assert agreed.notes == [] and len(agreed.history) == 2


def test_an_hour_and_a_correction_order_results_of_one_day() -> None:
    day = dt.date(2026, 9, 10)
    early = make(Printed("K", 2.4, "mmol/L", date=day, time="08:00"))
    late = make(Printed("K", 4.1, "mmol/L", date=day, time="14:00"))
    first, rest, doubts = newest([late, early])
    assert (first, rest, doubts) == ([late], [early], [])
    corrected = make(Printed("K", 3.9, "mmol/L", date=day, standing=1))
    final = make(Printed("K", 5.9, "mmol/L", date=day))
    assert newest([corrected, final])[0] == [corrected]


def test_a_result_after_today_is_refused() -> None:
    late = dt.date(2027, 1, 1)
    for item in (
        LabInput(name="K", value=5.9, unit="mmol/L", date=late),
        "K 5.9 mmol/L 2027-01-01",
    ):
        found = read_labs([item], strict=False, today=TODAY)
        assert found.results == [] and "in the future" in found.problems[0].what


# fmt: off
@pytest.mark.parametrize(("name", "value", "unit", "low", "high", "kept", "words"), [
    ("K", 4.1, "mmol/L", 0, 0, (None, None), "empty"),
    ("K", 4.1, "mmol/L", 5.0, 3.5, (None, None), "reversed"),
    ("K", 4.1, "mmol/L", 35, 50, (None, None), "fits no range"),
    ("K", 4.1, "mmol/L", None, float("inf"), (None, None), "fits no range"),
    ("K", 4.1, "mmol/L", 3.5, 1e300, (None, None), "fits no range"),
    ("Mg", 0.85, "mmol/L", 1.7, 2.6, (0.699, 1.07), "mg/dL"),
    ("Ca", 2.4, "mmol/L", 8.5, 10.5, (2.121, 2.62), "mg/dL"),
    ("K", 4.1, "mmol/L", 3.5, 5.3, (3.5, 5.3), ""),
])
def test_a_range_that_contradicts_itself_or_the_unit_is_not_believed(
    name: str, value: float, unit: str, low: float | None, high: float,
    kept: tuple[float | None, float | None], words: str,
) -> None:  # fmt: skip
    made = make(Printed(name, value, unit, low=low, high=high))
    for got, want in zip((made.low, made.high), kept, strict=True):
        assert got == (None if want is None else pytest.approx(want, rel=1e-2))
    assert words in "".join(sentences(made.notes)) and bool(made.notes) == bool(words)


@pytest.mark.parametrize("line", ["CK 12.000 U/L", "CK 1.200 U/L", "ferritin 1.200 ug/L"])
def test_three_digits_behind_a_point_are_asked_where_both_readings_are_possible(line: str) -> None:
    found = read_labs([line], strict=False)
    assert found.results == [] and "can be read as" in found.problems[0].what


@pytest.mark.parametrize(
    ("line", "value"),
    [("Mg 0.850 mmol/L", 0.85), ("TSH 1.200 mIU/L", 1.2), ("K 4,125 mmol/L", 4.125),
     ("CK 12,500 U/L", 12500), ("platelets 250.000 /µL", 250000), ("CK 1.234,5 U/L", 1234.5)],
)  # fmt: skip
def test_three_digits_are_read_where_only_one_reading_is_possible(line: str, value: float) -> None:
    (only,) = read_labs([line]).results
    assert only.value == value


def test_what_was_sampled_decides_the_test() -> None:
    assert make(Printed("Potassium", 41, "mmol/L", specimen="Urine, spot")).analyte == "k_u"
    for bad in (
        Printed("Glucose", 3.5, "mmol/L", specimen="CSF"),
        Printed("pH", 6.0, "", low=5.0, high=8.0),
        Printed("Zinc RBC", 12, "mg/L"),
        Printed("Potassium", 41, "mmol/L", loinc="2823-3", specimen="Urine"),
        Printed("Potassium", 3.1, "mmol/L", comparator="<>"),
    ):
        with pytest.raises(Exception, match=r"not one that Unclench knows|no value"):
            make(bad)
    assert make(Printed("Potassium", 41, "mmol/L", low=25, high=125)).analyte == "k_u"
    assert make(Printed("Magnesium RBC", 5.1, "mg/dL")).analyte == "mg_rbc"

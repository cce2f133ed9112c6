"""The next test: safety first, information next, nothing twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.differential.causes.test_ranking import answer, lab

from unclench.case import from_dict
from unclench.differential.assess import assess_differential
from unclench.differential.network import network
from unclench.differential.next_test import GRAVE_FROM
from unclench.plasma.labs import interpret, read_labs
from unclench.told import understand


def ids(raw: dict[str, Any]) -> list[str]:
    return [t.id for t in answer(raw).next_tests]


def test_a_dangerous_potassium_asks_for_a_heart_tracing_first() -> None:
    a = answer({"age": 60, "complaints": ["weak legs"], "labs": [lab("Potassium", 2.1, "mmol/L")]})
    assert a.next_tests[0].id == "ecg"
    assert a.next_tests[0].safety


def test_low_potassium_asks_for_magnesium_and_says_why() -> None:
    a = answer({"age": 60, "complaints": ["cramps"], "labs": [lab("Potassium", 2.9, "mmol/L")]})
    magnesium = next(t for t in a.next_tests if t.id == "magnesium")
    assert "will not correct" in magnesium.why
    assert magnesium.loinc == "2601-3"


def test_a_test_that_is_there_is_not_asked_for_again() -> None:
    raw = {"age": 60, "complaints": ["cramps"], "labs": [lab("Potassium", 2.9, "mmol/L")]}
    assert "potassium" not in ids(raw)
    with_both = {**raw, "labs": [*raw["labs"], lab("Magnesium", 0.8, "mmol/L")]}  # type: ignore[misc]
    assert "magnesium" not in ids(with_both)


def test_numb_saddle_asks_for_an_emergency_scan_and_never_says_no_tests() -> None:
    raw = {"age": 40, "complaints": ["back pain", "numb between my legs", "cannot pass urine"]}
    assert ids(raw)[0] in ("mri_spine", "bladder_scan")
    assert "no_tests" not in ids(raw)


@pytest.mark.parametrize(
    "story", ["hurt my back lifting boxes, better when I lie", "calf cramps at night for years"]
)
def test_a_plain_story_may_hear_that_no_test_is_needed_unless_a_warning_appears(story: str) -> None:
    a = answer({"age": 50, "complaints": [story]})
    calm = next(t for t in a.next_tests if t.id == "no_tests")
    assert "unless a warning sign appears" in calm.name


def test_bits_are_information_not_scores() -> None:
    a = answer({"age": 50, "complaints": ["hands lock up, tingling lips"]})
    assert all(0 <= t.bits < 5 for t in a.next_tests)
    assert max(t.bits for t in a.next_tests) > 0.05


def test_questions_ask_and_do_not_order() -> None:
    a = answer({"age": 60, "complaints": ["cramps"], "medicines": ["atorvastatin", "omeprazole"]})
    assert len(a.questions) >= 3
    assert all(q.rstrip().endswith(("?", ".")) for q in a.questions)
    assert not any("stop taking" in q.lower() for q in a.questions)


def test_when_nothing_known_fits_an_examination_comes_before_a_list_of_salts() -> None:
    a = answer({"age": 40, "complaints": ["my left arm shakes all day, with full strength"]})
    assert a.causes[0].id == "other"
    first = [t.id for t in a.next_tests]
    assert "neuro_exam" in first[:3]
    salts = [k for k, t in enumerate(first) if t in ("sodium", "potassium", "calcium", "magnesium")]
    assert all(first.index("neuro_exam") < k for k in salts) and len(salts) <= 3


def test_night_cramps_hear_of_medicines_and_waiting_before_any_blood_test() -> None:
    raw = {
        "age": 65,
        "complaints": ["calf cramps at night for years"],
        "medicines": ["simvastatin"],
    }
    assert ids(raw)[:2] == ["medication_review", "no_tests"]


def test_waiting_is_not_offered_beside_a_grave_cause_or_an_abnormal_result() -> None:
    a = answer(
        {
            "age": 74, "sex": "F",
            "complaints": ["shoulders and hips stiff and aching in the morning, off my food"],
            "labs": [lab("ESR", 88, "mm/h"), lab("CK", 60, "U/L")],
        }
    )  # fmt: skip
    assert "no_tests" not in [t.id for t in a.next_tests]


def test_waiting_is_not_offered_when_only_a_grave_cause_stands_in_the_way() -> None:
    raw = {
        "age": 70, "sex": "female", "medicines": ["indapamide"],
        "complaints": ["cramping and heavy legs; on indapamide"],
    }  # fmt: skip
    a = answer(raw)
    grave = [c for c in network().causes if c.raises is not None]
    likely = {c.id for c in a.causes if c.probability >= GRAVE_FROM}
    assert likely & {c.id for c in grave}
    assert a.causes[0].id not in {c.id for c in grave}
    assert a.urgency is not None and a.urgency.level != "self_care"
    assert "no_tests" not in [t.id for t in a.next_tests]


@pytest.mark.parametrize(("date", "again"), [("2026-10-20", False), ("2026-03-01", True)])
def test_an_old_result_is_asked_for_again(date: str, again: bool) -> None:
    raw = {
        "age": 60, "complaints": ["cramps"],
        "labs": [
            lab("Potassium", 2.9, "mmol/L"),
            {**lab("Magnesium", 0.8, "mmol/L"), "date": date},
        ],
    }  # fmt: skip
    case = from_dict(raw)
    told = understand(case)
    labs = interpret(read_labs(case.labs).results, told, dt.date(2026, 11, 1))
    tests = assess_differential(told, labs).next_tests
    assert ("magnesium" in [t.id for t in tests]) is again


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("Potassium", 3.3, "mmol/L"),
        ("Ferritin", 12, "ug/L"),
        ("Sodium", 133, "mmol/L"),
        ("Magnesium", 0.66, "mmol/L"),
        ("CK", 640, "U/L"),
        ("Vitamin D", 22, "nmol/L"),
    ],
)
def test_no_test_is_never_the_advice_beside_a_result_outside_its_range(
    name: str, value: float, unit: str
) -> None:
    raw = {"age": 30, "complaints": ["calf cramps after football"]}
    assert "no_tests" in ids(raw)
    assert "no_tests" not in ids({**raw, "labs": [lab(name, value, unit)]})

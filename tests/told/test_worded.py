"""Results in words: read where they are told, and the name of a test is nothing that is taken."""

from __future__ import annotations

import pytest

from unclench import assess
from unclench.case import from_dict
from unclench.told import understand


def told(text: str) -> set[tuple[str, str]]:
    person = understand(from_dict({"complaints": [text]}))
    return {(a, r.side) for r in person.results for a in r.analytes}


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("my iron is a bit low", {("iron", "low")}),
        ("B12 came back fine", {("b12", "normal")}),
        ("calcium and magnesium both low", {("ca_total", "low"), ("mg", "low")}),
        ("sodium was down last month", {("na", "low")}),
        ("raised CK", {("ck", "high")}),
        ("sodium is dangerously low", {("na", "very_low")}),
        ("a critically high glucose", {("glucose", "very_high")}),
        ("troponin was positive", {("troponin", "high")}),
        ("heart enzymes negative", {("troponin", "normal")}),
        ("iron levels were low and B12 fine", {("iron", "low"), ("b12", "normal")}),
        ("potassium was fine but sodium low", {("k", "normal"), ("na", "low")}),
        ("thyroid a bit off", {("tsh", "off")}),
        ("thyroid out of whack", {("tsh", "off")}),
        ("I think my magnesium is low", set()),
        ("is my potassium low?", set()),
        ("potassium is not low", set()),
        ("my husband's sodium was low", set()),
        ("I take vitamin D low dose", set()),
        ("I take magnesium, fine with it", set()),
        ("folic acid up to week 12", set()),
        ("a low sodium diet", set()),
        ("low potassium", set()),  # an illness known before says it
    ],
)
def test_what_is_a_result(text: str, results: set[tuple[str, str]]) -> None:
    assert told(text) == results


@pytest.mark.parametrize(
    "text",
    [
        "my iron is a bit low",
        "I think my magnesium is low",
        "vitamin D was fine",
        "potassium not right",
        "my potassium was 6.8",
    ],
)
def test_the_name_of_a_test_is_nothing_taken(text: str) -> None:
    person = understand(from_dict({"complaints": [text]}))
    assert person.medicines == ()
    assert not person.has("magnesium_supplement", "potassium_supplement", "vitamin_d_supplement")


@pytest.mark.parametrize("where", ["complaints", "labs"])
def test_what_says_too_little_is_asked_for(where: str) -> None:
    case = {"age": 50, "sex": "female", "complaints": ["cramps"]}
    case = case | {where: ["thyroid a bit off", *case.get(where, [])]}
    answer = assess(case)
    assert answer.labs == []
    assert "thyroid a bit off" in answer.problems[0].what
    assert "low or high" in answer.problems[0].fix


def test_a_panel_that_is_low_says_nothing_of_its_tests() -> None:
    answer = assess({"complaints": ["cramps", "kidney function is low"]})
    assert answer.labs == []
    assert answer.problems


@pytest.mark.parametrize(
    "text", ["bloods normal except low sodium", "all bloods ok but sodium low"]
)
def test_what_is_named_stands_before_the_panel(text: str) -> None:
    answer = assess({"complaints": ["cramps"], "labs": [text]})
    flags = {lab.analyte: lab.interpretation for lab in answer.labs}
    assert flags["na"] == "L"
    assert flags["k"] == "N"


def test_a_time_is_no_result() -> None:
    assert assess({"complaints": ["took magnesium at 9"]}).labs == []

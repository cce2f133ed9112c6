"""Why a result of blood was judged as it was, down to our own ranges and steps."""

from __future__ import annotations

import pytest

from unclench.case import Case
from unclench.chain import assess
from unclench.explain import explain


def test_a_result_is_explained_by_its_range_and_step() -> None:
    answer = assess(Case(complaints=["cramps"], labs=["K 3.1 mmol/L"], age=42, sex="female"))
    (tree,) = explain("labs:potassium", answer)
    said = [c.text for c in tree.children]
    assert tree.text == "Potassium: below the range" and tree.review is not None
    assert tree.children[0].value == 3.1 and tree.children[0].unit == "mmol/L"
    assert any(s.startswith("Range: 3.5") for s in said)
    step = next(c for c in tree.children if c.text.startswith("Step: "))
    assert step.source and step.review == tree.review


def test_a_converted_result_says_by_what_mass() -> None:
    answer = assess(Case(complaints=["cramps"], labs=["calcium 9.4 mg/dL"], age=42, sex="female"))
    (tree,) = explain("calcium_total", answer)
    converted = next(c for c in tree.children if c.text == "Converted")
    assert converted.value == pytest.approx(2.345, abs=0.01)
    assert converted.children[0].value == pytest.approx(40.08, abs=0.01)


def test_two_results_of_a_test_are_both_there() -> None:
    labs = ["K 3.1 mmol/L 2026-05-02", "K 4.1 mmol/L 2026-06-02"]
    answer = assess(Case(complaints=["cramps"], labs=labs, age=42, sex="female"))
    (tree,) = explain("labs:potassium", answer)
    rows = tree.children if tree.text.endswith("results") else [tree]
    assert len(rows) == sum(lab.analyte == "k" for lab in answer.labs)

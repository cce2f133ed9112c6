"""`explain` of one row: a red flag, a finding, a condition, a medicine; and more of a cause."""

from __future__ import annotations

import datetime as dt

import pytest

from unclench import Case, assess
from unclench.assessment import Node
from unclench.explain import explain, lines


def told(what: str) -> str:
    return "\n".join(line for node in explain(what, None) for line in lines(node, 400))


def test_a_red_flag_shows_guideline_accuracy_and_where_it_was_read() -> None:
    text = told("RF002")
    for words in ("GIRFT", "sensitivity 0.60", "how soon: emergency", "look_ces_csp_2024"):
        assert words in text


def test_a_finding_shows_its_term_and_its_kind() -> None:
    text = told("carpopedal spasm")
    assert "Human Phenotype Ontology: HP:" in text
    assert "it is: what somebody can see or test" in text


def test_a_condition_shows_what_it_is_not_read_from() -> None:
    assert "but not from: secondary hyperparathyroid" in told("hyperparathyroidism")


def test_a_medicine_shows_its_classes() -> None:
    assert "acts like too much aldosterone" in told("abiraterone")


@pytest.mark.parametrize("name", ["unexplained cramp"])
def test_a_cause_is_found_by_its_other_names(name: str) -> None:
    assert "causes" in told(name)


def test_a_cause_of_a_case_says_how_it_is_tested() -> None:
    case = Case.model_validate({"age": 50, "sex": "female", "complaints": ["calf cramps at night"]})
    answer = assess(case, today=dt.date(2026, 12, 1))
    (tree,) = explain(answer.causes[0].id, answer)

    def walk(node: Node) -> list[str]:
        return [node.text, *(t for c in node.children for t in walk(c))]

    said = walk(tree)
    assert any(t.startswith("How it is tested: ") for t in said)
    assert any(t.startswith("How it shows: ") for t in said)

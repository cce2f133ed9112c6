"""`explain` of one row: a red flag, a finding, a condition, a medicine; and more of a cause."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from unclench import Case, assess
from unclench.assessment import Node
from unclench.explain import explain, lines
from unclench.explain.shown import cited, plain


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


def test_a_tree_is_read_aloud_without_exponents_or_keys() -> None:
    says = "my back hurts, I am numb between my legs and cannot pass urine; no weakness of the legs"
    answer = assess(Case(complaints=[says], age=52, sex="male"))
    lead = answer.causes[0]
    (tree,) = explain(lead.id, answer)
    assert lead.id == "cauda_equina_syndrome" or lead.probability > 0.9
    text = "\n".join(lines(tree))
    assert "probability over 0.99" in text and not re.search(r"\de[+-]\d", text)
    assert "without: " in lead.say and "with: not there" not in lead.say


@pytest.mark.parametrize(
    ("source", "said"),
    [("ev_luo_2020", "Luo and others, 2020"), ("efsa_2019_sodium", "EFSA NDA Panel, 2019"),
     ("judgement", "Judgement of the Unclench authors"), ("our_own", "our own")],
)  # fmt: skip
def test_a_source_in_short(source: str, said: str) -> None:
    assert cited(source) == said


@pytest.mark.parametrize(
    ("value", "said"), [(496.6, "500"), (12345.6, "12000"), (0.00005, "0.00005"), (4.7, "4.7")]
)
def test_numbers_have_no_exponent(value: float, said: str) -> None:
    assert plain(value, 2) == said

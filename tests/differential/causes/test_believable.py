"""Ranking that can be believed: what travels together, medicines and their dates, time, names."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.reliability import fit, through
from hypothesis import given
from hypothesis import strategies as st
from tests.said import answered

from unclench.assessment import Cause
from unclench.case import from_dict
from unclench.differential.assess import DifferentialAnswer, assess_differential
from unclench.differential.calibrated import calibrated
from unclench.differential.inference import Seen
from unclench.differential.network import network
from unclench.differential.travelling import as_one, tempered
from unclench.plasma.labs import interpret, read_labs
from unclench.told import understand

SIX = ["bisoprolol", "amlodipine", "atorvastatin", "omeprazole", "paracetamol", "indapamide"]
NAMED = [
    "renal_colic",
    "kidney_infection",
    "deep_vein_thrombosis",
    "peripheral_artery_disease",
    "aortic_dissection",
    "polymyalgia_rheumatica",
    "hypercalcemia",
    "metabolic_alkalosis",
    "adrenal_insufficiency",
    "restless_legs",
    "hemifacial_spasm",
    "eyelid_twitch",
    "benign_fasciculation",
    "wry_neck",
    "focal_dystonia",
    "myotonia",
    "mcardle_disease",
    "neuromyotonia",
    "liver_disease_cramps",
    "copper_deficiency",
    "envenomation",
    "growing_pains",
    "ketosis_or_fasting",
]


def differential(**raw: Any) -> DifferentialAnswer:
    case = from_dict(raw)
    told = understand(case)
    labs = interpret(read_labs(case.labs).results, told) if case.labs else []
    return assess_differential(told, labs)


def chance(name: str, **raw: Any) -> float:
    causes = differential(**raw).causes
    return next((c.probability for c in causes if c.id == name), 0.0)


def first(**raw: Any) -> Cause:
    return differential(**raw).causes[0]


# Names.

STORIES: list[tuple[str, dict[str, Any]]] = [
    (row["cause"], row["case"])
    for row in yaml.safe_load(Path(__file__).with_name("named.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize(("name", "raw"), STORIES, ids=[n for n, _ in STORIES])
def test_what_has_a_name_is_named_first(name: str, raw: dict[str, Any]) -> None:
    assert first(**raw).id == name


def test_every_name_has_a_story_and_a_test() -> None:
    assert sorted(NAMED) == sorted(n for n, _ in STORIES)
    assert set(NAMED) <= set(network().ids)


ORDINARY = [
    {"age": 66, "sex": "M", "complaints": ["calf cramp at night, goes when I stretch"]},
    {"age": 40, "sex": "M", "complaints": ["my back went when I lifted a box"]},
    {"age": 25, "sex": "M", "complaints": ["cramp in my calf after football"]},
]
RARE = "aortic_dissection hemifacial_spasm myotonia mcardle_disease neuromyotonia envenomation"
RARE += " adrenal_insufficiency copper_deficiency hypercalcemia metabolic_alkalosis"


@pytest.mark.parametrize("raw", ORDINARY)
def test_an_ordinary_story_stays_ordinary(raw: dict[str, Any]) -> None:
    a = differential(**raw)
    assert a.causes[0].id in (
        "nocturnal_leg_cramps_idiopathic", "muscle_strain", "exercise_associated_cramp",
    )  # fmt: skip
    assert a.causes[0].probability > 0.5
    assert a.urgency.level == "self_care"
    assert all(c.probability < 0.01 for c in a.causes if c.id in RARE.split())


HARMLESS = [
    {"age": 31, "sex": "F", "complaints": ["eyelid twitching for a week"]},
    {"age": 33, "sex": "M", "complaints": ["calves twitch at rest"], "signs": ["normal power"]},
    {"age": 35, "sex": "F", "complaints": ["woke this morning with a crick in my neck"]},
    {"age": 6, "sex": "M", "complaints": ["growing pains in both legs at night"]},
]


@pytest.mark.parametrize("raw", HARMLESS)
def test_what_is_harmless_is_looked_after_at_home_without_a_specialist(raw: dict[str, Any]) -> None:
    a = differential(**raw)
    assert a.urgency.level == "self_care"
    assert not {t.id for t in a.next_tests} & {"emg", "neurology_referral", "nerve_antibodies"}
    assert "no_tests" in {t.id for t in a.next_tests}


def test_the_remainder_has_a_sentence_of_its_own_and_no_rank() -> None:
    a = answered(differential(age=40, complaints=["spasms all over"]))
    rest = next(c for c in a.causes if c.id == "other")
    assert a.causes[0] is rest
    assert rest.probability > 0
    assert "For it" not in rest.say
    assert "support for" not in rest.say.lower()


CURLED = "panic, tingling lips and fingers, hands curled"

# Medicines.


def test_ordinary_medicines_do_not_make_a_medicine_the_reason() -> None:
    back = {"age": 60, "sex": "M", "complaints": ["back pain after lifting a box"]}
    legs = {"age": 60, "sex": "M", "complaints": ["calf cramps at night"]}
    assert chance("drug_induced_cramp", **back, medicines=SIX) < 0.02
    assert chance("drug_induced_cramp", **legs, medicines=SIX) < 0.3
    alone = chance("drug_induced_cramp", **legs, medicines=["indapamide"])
    assert chance("drug_induced_cramp", **legs, medicines=SIX) < 1.3 * alone


def test_a_medicine_counts_by_when_it_was_begun() -> None:
    def p(complaint: str, medicine: str) -> float:
        case = {"age": 60, "sex": "F", "complaints": [complaint], "medicines": [medicine]}
        return chance("drug_induced_cramp", **case)

    soon = p("calf cramps for two weeks", "indapamide, started three weeks ago")
    untold = p("calf cramps for two weeks", "indapamide")
    years = p("calf cramps for two weeks", "indapamide for nine years")
    later = p("calf cramps for five years", "indapamide, started three weeks ago")
    assert soon > untold > years
    assert untold > later
    assert soon > 0.4
    assert max(years, later) < 0.1


def test_what_went_with_a_medicine_and_came_back_with_it_counts_for_that_medicine() -> None:
    story = "aching legs, better when I stopped atorvastatin, back when I restarted"
    told = {"age": 60, "sex": "F", "medicines": ["atorvastatin", "salbutamol"]}
    without = {**told, "complaints": ["aching legs"]}
    assert chance("statin_myopathy", **told, complaints=[story]) > 0.9
    assert chance("statin_myopathy", **without) < 0.5
    both = {**told, "complaints": [story]}
    assert chance("statin_myopathy", **both) > chance("drug_induced_cramp", **both)


# Time, sides, measured lacks.


def test_speed_of_onset_is_stated_for_every_cause_and_counts() -> None:
    assert all(c.onset.sudden + c.onset.weeks < 1 for c in network().causes)
    told = {"age": 60, "sex": "M"}
    quick = {**told, "complaints": ["numb legs since yesterday"]}
    slow = {**told, "complaints": ["numb legs for two years"]}
    assert chance("b12_deficiency", **slow) > 3 * chance("b12_deficiency", **quick)


@pytest.mark.parametrize(
    ("lab", "cause"),
    [("25-OH vitamin D 9 nmol/L", "vitamin_d_deficiency"), ("ferritin 4 ug/L", "iron_deficiency")],
)
def test_a_severe_lack_that_was_measured_is_always_named(lab: str, cause: str) -> None:
    from unclench import assess, render

    raw = {"age": 60, "sex": "F", "complaints": ["my back went lifting a box"], "labs": [lab]}
    answer = assess(raw)
    shown = next(c for c in answer.causes if c.id == cause)
    assert shown.measured
    assert shown.label.lower() in render(answer, "text").lower().replace("\n", " ")


@pytest.mark.parametrize(
    ("more", "cause", "why"),
    [
        ({"labs": ["potassium 3.3 mmol/L"]}, "hypokalemia", "result"),
        ({"labs": ["potassium 4.2 mmol/L"]}, "hypokalemia", ""),
        ({"medicines": ["furosemide"]}, "drug_induced_cramp", "strong"),
        ({"medicines": ["paracetamol"]}, "drug_induced_cramp", ""),
    ],
)
def test_what_a_result_or_a_medicine_points_to_is_named(
    more: dict[str, list[str]], cause: str, why: str
) -> None:
    from unclench import assess, render

    raw = {"age": 60, "sex": "F", "complaints": ["calf cramps at night"], **more}
    answer = assess(raw)
    named = next((c.named_for for c in answer.causes if c.id == cause), "")
    label = next((c.label.lower() for c in answer.causes if c.id == cause), cause)
    text = " ".join(render(answer, "text").lower().split())
    assert (named, f"support for: {label}" in text) == (why, bool(why))


def test_one_tingling_leg_beside_a_bad_back_is_not_b12() -> None:
    one = {"age": 44, "sex": "M", "complaints": ["bad back", "pins and needles in my left leg"]}
    both = {"age": 44, "sex": "M", "complaints": ["pins and needles in both feet"]}
    plain = {"age": 44, "sex": "M", "complaints": ["bad back"]}
    assert chance("b12_deficiency", **one) <= chance("b12_deficiency", **plain) + 0.01
    assert chance("b12_deficiency", **both) > 0.08


def test_panic_alone_is_not_overbreathing() -> None:
    panic = {"age": 30, "sex": "F", "complaints": ["panic", "twitching"]}
    curled = {
        "age": 30,
        "sex": "F",
        "complaints": ["panic, tingling lips and fingers, hands curled"],
    }
    assert chance("hyperventilation_alkalosis", **panic) < 0.7
    assert chance("hyperventilation_alkalosis", **curled) > 0.8


def test_fever_and_lost_weight_with_back_pain_say_infection_before_cancer() -> None:
    raw = {
        "age": 60,
        "sex": "M",
        "complaints": ["back pain for three weeks", "fever", "weight loss"],
    }
    assert chance("spinal_infection", **raw) > 2 * chance("malignancy", **raw)


def test_new_back_pain_after_a_trifle_in_old_age_may_be_a_fracture() -> None:
    raw = {"sex": "F", "complaints": ["back pain since I sneezed two days ago, better lying down"]}
    old = differential(age=72, **raw)
    assert next(c for c in old.causes if c.id == "vertebral_fracture").support != "little"
    assert old.urgency.level != "self_care"
    assert "xray_spine" in [t.id for t in old.next_tests[:3]]
    assert chance("vertebral_fracture", age=40, **raw) < 0.15


# The arithmetic.


@given(
    st.floats(0.001, 0.5), st.floats(0.01, 0.99), st.floats(0.2, 1.0), st.floats(0.01, 0.99)
)  # fmt: skip
def test_tempering_raises_each_likelihood_ratio_to_the_power(
    background: float, link: float, power: float, other: float
) -> None:
    node = Seen("f", (1 - background, background), (0.0, 1.0), {0: (link,), 1: (other,)})
    new = tempered(node, power)

    def ratio(n: Seen, i: int) -> float:
        low = n.background[1]
        return (low + n.links[i][0] * (1 - low)) / low

    for i in (0, 1):
        assert ratio(new, i) == pytest.approx(ratio(node, i) ** power, rel=1e-6)
    assert sum(new.background) == pytest.approx(1)


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=6), st.floats(0, 1))
def test_together_is_between_the_strongest_and_the_sum(logs: list[float], exponent: float) -> None:
    got = as_one(logs, exponent)
    assert max(logs) <= got + 1e-9
    assert got <= sum(logs) + 1e-9


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30, unique=True))
def test_calibration_keeps_the_order_and_stays_a_probability(ps: list[float]) -> None:
    said = [calibrated(p) for p in sorted(ps)]
    assert said == sorted(said)
    assert all(0 <= p <= 1 for p in said)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200))
def test_a_fitted_curve_rises_and_never_says_more_than_the_network(
    pairs: list[tuple[float, bool]],
) -> None:
    knots = fit(pairs)
    assert knots[0] == (0.0, 0.0)
    assert all(a[1] < b[1] for a, b in pairwise(knots))
    assert all(through(p, knots) <= p + 0.002 for p, _ in pairs)

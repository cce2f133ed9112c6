"""Denials, lists, other people, time, side and strength, as tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from unclench import case
from unclench.told import Person, classes_of, medicine_items, understand
from unclench.told.accounting import share_untaken


def read(text: str, where: str = "complaints") -> Person:
    return understand(case.from_dict({where: [text]}))


DENIALS = [
    ("no fever", {"fever": False}),
    ("denies fever", {"fever": False}),
    ("fever denied", {"fever": False}),
    ("without fever", {"fever": False}),
    ("never any fever", {"fever": False}),
    ("fever absent", {"fever": False}),
    ("no fever, no chills, no weight loss", {"fever": False, "weight_loss": False}),
    ("no fever but weight loss", {"fever": False, "weight_loss": True}),
    ("no fever; weight loss", {"fever": False, "weight_loss": True}),
    ("weight loss but no fever", {"fever": False, "weight_loss": True}),
    ("no fever or cough, has weight loss", {"fever": False, "weight_loss": True}),
    ("no numbness, severe weakness in both legs", {"weakness_legs_both": True}),
    ("not without fever", {"fever": True}),
    ("not only fever but weight loss", {"fever": True, "weight_loss": True}),
    ("cannot walk because of back pain", {"back_pain": True}),
    ("no back pain when lying", {"back_pain": False}),
    ("no relief when lying down, back pain all night", {"back_pain": True}),
    ("no idea why I have cramps", {"muscle_cramp": True}),
    ("no weakness", {"weakness": False, "foot_drop": False, "weakness_limb_focal": False}),
    ("numbness has gone", {"sensory_loss": False}),
    ("eating well, fever nil, weight loss", {"fever": False, "weight_loss": True}),
    ("back ache, bladder and bowel nil of note, afebrile", {"urinary_incontinence": False}),
    ("no trauma, fever, new meds or rash", {"fever": False, "rash": False}),
    ("no fever, new weakness or numbness", {"fever": False, "weakness": True}),
    ("heavy calves. Sphincters intact", {"normal_bladder_bowel": True}),
    ("couldn't lift my head off the pillow", {"paralysis": None}),
    ("couldn't lift my left leg off the bed", {"paralysis": True}),
    ("nine hours a day on a concrete floor", {"immobilised_or_long_lie": None}),
    ("she lay on the kitchen floor for ten hours", {"immobilised_or_long_lie": True}),
    ("cramped, settled with passive stretch in two minutes", {"tense_painful_limb": None}),
    ("no longer has cramps", {"muscle_cramp": False}),
]


@pytest.mark.parametrize(("text", "wanted"), DENIALS, ids=[d[0] for d in DENIALS])
def test_denial(text: str, wanted: dict[str, bool]) -> None:
    u = read(text)
    assert {k: u.state(k) for k in wanted} == wanted


@pytest.mark.xfail(reason="taken for probably a cramp", strict=True)
def test_who_is_not_sure_says_nothing() -> None:
    assert read("not sure if it is a cramp").state("muscle_cramp") is None


OTHERS = [
    ("my father had prostate cancer", "cancer_history", "relative"),
    ("family history of thyroid disease", "thyroid_disease", "relative"),
    ("worried it might be cancer", "cancer_history", "worry"),
    ("is it cancer?", "cancer_history", "worry"),
    ("suspected motor neurone disease", "motor_neurone_disease_known", "worry"),
]


@pytest.mark.parametrize(("text", "name", "why"), OTHERS, ids=[o[0] for o in OTHERS])
def test_what_is_not_the_persons_own_is_an_aside(text: str, name: str, why: str) -> None:
    u = read(text)
    assert u.state(name) is None
    assert (name, why) in [(a.id, a.why) for a in u.asides]


SHARED = [
    ("favism runs in the family and I have it", "g6pd_deficiency"),
    ("my mum is coeliac and so am I", "coeliac_disease"),
    ("haemochromatosis runs in the family, I've got it as well", "haemochromatosis"),
]


@pytest.mark.parametrize(("text", "name"), SHARED, ids=[s[0] for s in SHARED])
def test_what_others_have_too_is_the_persons_own(text: str, name: str) -> None:
    assert name in {c.id for c in read(text).conditions if c.present}
    other = text.replace("I have", "I do not have").replace("so am I", "I am well")
    denied = other.replace("I've got", "I have not got")
    assert name not in {c.id for c in read(denied).conditions if c.present}


TIMES = [
    ("back pain for three weeks", 21),
    ("back pain for a fortnight", 14),
    ("3-day history of back pain", 3),
    ("back pain since yesterday", 1),
    ("two months of leg cramps", 60.8),
    ("cramps for half a year", 182.6),
    ("cramps over the past 6 months", 182.4),
    ("leg cramps lasting five minutes", None),
    ("leg cramps twice a week", None),
    ("cramps", None),
]


@pytest.mark.parametrize(("text", "days"), TIMES, ids=[t[0] for t in TIMES])
def test_duration(text: str, days: float | None) -> None:
    found = read(text).duration_days
    assert found == (None if days is None else pytest.approx(days, rel=0.02))


def test_onset_follows_duration() -> None:
    onsets = [
        read(f"back pain for {t}").finding("back_pain").onset  # type: ignore[union-attr]
        for t in ("3 days", "8 weeks", "2 years")
    ]
    assert onsets == ["acute", "subacute", "chronic"]


def test_side_and_severity() -> None:
    left = read("severe cramps in the left calf").finding("calf_cramp")
    assert left is not None
    assert (left.laterality, left.severity) == ("left", 3)
    both = read("mild cramps in both calves").finding("calf_cramp")
    assert both is not None
    assert (both.laterality, both.severity) == ("both", 1)


SYNONYMS = [
    ("coeliac disease", "celiac disease"),
    ("diarrhoea", "diarrhea"),
    ("tumour of the lung", "tumor of the lung"),
    ("haemodialysis", "hemodialysis"),
    ("paraesthesiae in the fingers", "paresthesia of the fingers"),
    ("calf cramps at night", "nocturnal calf cramps"),
    ("pins and needles in both hands", "tingling in both hands"),
    ("can't pass urine", "cannot pass urine"),
    ("low-back pain", "low back pain"),
    ("two weeks of back pain", "2 weeks of back pain"),
]


@pytest.mark.parametrize(("one", "other"), SYNONYMS, ids=[s[0] for s in SYNONYMS])
def test_synonyms_give_the_same(one: str, other: str) -> None:
    a, b = read(one), read(other)
    assert a.present == b.present != frozenset()
    assert a.absent == b.absent
    assert a.duration_days == b.duration_days


MEDICINES = [
    ("omeprazole 20 mg once daily", "omeprazole", "ppi"),
    ("Lasix 40", "furosemide", "loop_diuretic"),
    ("Moduretic", "co_amilozide", "thiazide"),
    ("HCTZ 25 mg", "hydrochlorothiazide", "thiazide"),
    ("Lipitor", "atorvastatin", "statin"),
    ("Symbicort inhaler", "budesonide_formoterol", "laba"),
    ("Prolia injection in March", "denosumab", "denosumab_class"),
    ("Synthroid", "levothyroxine", "thyroid_hormone"),
    ("alendronic acid weekly", "alendronate", "bisphosphonate"),
    ("cisplatin chemotherapy", "cisplatin", "magnesium_wasting"),
    ("ciclosporin", "ciclosporin", "calcineurin_inhibitor"),
    ("water tablet", "(diuretic)", "diuretic"),
    ("stomach acid tablets", "(ppi)", "ppi"),
    ("blood pressure pills", "(antihypertensive)", "antihypertensive"),
    ("metoclopramide 10 mg three times a day", "metoclopramide", "dystonia_causing"),
]


@pytest.mark.parametrize(("text", "generic", "group"), MEDICINES, ids=[m[0] for m in MEDICINES])
def test_medicine(text: str, generic: str, group: str) -> None:
    u = read(text, "medicines")
    assert generic in u.generics
    assert group in u.classes


def test_many_medicines_and_no_generic_without_a_class_we_reason_with() -> None:
    items = medicine_items()
    assert len(items) >= 400
    assert sum(bool(classes_of(g)) for g in items) > 0.75 * len(items)


def test_stopped_medicines_are_not_current() -> None:
    u = read("stopped prednisolone two weeks ago", "medicines")
    assert u.generics == frozenset()
    assert u.medicines[0].started_days_ago == 14


def test_a_low_level_is_not_a_supplement() -> None:
    assert read("low potassium in the past").generics == frozenset()
    assert "magnesium_supplement" in read("magnesium", "medicines").generics


NUMBERS = [
    ({"exposure": {"alcohol": "2 units a week"}}, "alcohol_units_week", 2),
    ({"exposure": {"alcohol": "a bottle of wine a day"}}, "alcohol_units_week", 66.5),
    ({"exposure": {"sweat": "1.2 L/h"}}, "sweat_l_hour", 1.2),
    ({"exposure": {"exercise": "runs 6 h a week"}}, "exercise_h_week", 6),
    (
        {"diet": {"intakes": [{"item": "cola", "amount": 3.25, "unit": "L/day"}]}},
        "cola_l_day",
        3.25,
    ),
    ({"signs": ["BP 84/50 mmHg"]}, "systolic_mmhg", 84),
    ({"signs": ["QTc 520 ms"]}, "qtc_ms", 520),
    ({"signs": ["temperature 38.9 °C"]}, "temperature_c", 38.9),
    ({"signs": ["heart rate 130/min"]}, "pulse_bpm", 130),
]


@pytest.mark.parametrize(("raw", "name", "value"), NUMBERS, ids=[n[1] for n in NUMBERS])
def test_number(raw: dict[str, Any], name: str, value: float) -> None:
    found = understand(case.from_dict(raw)).exposure(name)
    assert found == pytest.approx(value, rel=0.01)


def test_most_of_the_public_vignettes_is_understood(samples: Any) -> None:
    raw = json.loads((samples / "case_vignettes_public.json").read_text("utf-8"))
    texts: list[str] = []
    left: list[str] = []
    for v in raw["vignettes"]:
        keys = ("complaints", "signs", "medicines", "conditions")
        told = case.from_dict({k: v[k] for k in keys} | {"age": v["age"], "sex": v["sex"]})
        u = understand(told)
        texts += [t for k in keys for t in v[k]]
        left += u.not_understood
    assert len(texts) > 50
    assert share_untaken(texts, left) < 0.25


def test_a_back_that_has_gone_is_a_back_that_hurts() -> None:
    told = understand(case.from_dict({"complaints": ["I pooed myself and my back has gone"]}))
    assert told.state("back_pain") is True
    assert told.state("bowel_incontinence") is True

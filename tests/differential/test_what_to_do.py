"""What people can do themselves: the right page, none beside an urgent case, home where right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from unclench import assess
from unclench.assessment import Assessment, Cause, Urgency, reason
from unclench.case import Case, from_dict
from unclench.differential.own_answers import answered
from unclench.differential.what_to_do import at_home, pages
from unclench.facts import loader
from unclench.facts.kinds import causes, self_care
from unclench.facts.kinds.lay_questions import LayQuestion
from unclench.told import OwnQuestion, understand

COMMON = (
    "muscle_strain", "mechanical_back_pain_posture", "disc_herniation_radiculopathy",
    "nocturnal_leg_cramps_idiopathic", "exercise_associated_cramp", "pregnancy_cramps",
    "statin_myopathy", "drug_induced_cramp", "hyperventilation_alkalosis", "restless_legs",
    "eyelid_twitch", "wry_neck", "benign_fasciculation", "growing_pains", "focal_dystonia",
    "magnesium_deficiency", "vitamin_d_deficiency", "hypokalemia", "iron_deficiency",
    "b12_deficiency", "spinal_stenosis", "ketosis_or_fasting", "peripheral_artery_disease",
    "polymyalgia_rheumatica", "hypernatremia_dehydration",
)  # fmt: skip
ORDERS = re.compile(
    r"\b(?:stop (?:taking|your|the) (?:\w+ )?(?:tablet|medicine|statin)|double|take \d|\d ?mg)\b"
)


def asked(*complaints: str, age: float = 40, sex: str = "female", **more: Any) -> Assessment:
    return assess({"age": age, "sex": sex, "complaints": list(complaints), **more})


@pytest.mark.parametrize("cause", COMMON)
def test_each_common_cause_has_a_page_that_orders_nothing(cause: str) -> None:
    page = pages()[cause]
    steps = [*page.now, *page.this_week, *page.see_if]
    words = " ".join([page.in_short, page.expect, page.changes, *(s.say for s in steps)])
    assert ORDERS.search(words.lower()) is None
    for step in steps:
        if re.search(r"painkiller|ibuprofen|paracetamol", step.say.lower()):
            assert "pharmacist" in step.say.lower() or "tell about" in step.say.lower(), step.say
    assert any(s.verified in ("seen", "partial") for s in steps)


def test_most_pages_belong_to_a_cause_that_is_there() -> None:
    known = set(loader.load("causes", causes.CauseFact))
    assert len(known & pages().keys()) >= 15


HARMLESS = [
    (["lower back in spasm since I lifted a washing machine on Sunday"], {}, "muscle_strain"),
    (["my back aches by the end of the day at the desk, eases when I walk about"], {},
     "mechanical_back_pain_posture"),
    (["calves cramp in the last mile of every long run"], {}, "exercise_associated_cramp"),
    (["pregnant, calf cramps at night wake me"], {"age": 31, "pregnant": True}, "pregnancy_cramps"),
    (["left eyelid has been twitching for three days"], {"age": 29}, "eyelid_twitch"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "more", "page"), HARMLESS)
def test_a_harmless_picture_stays_at_home_with_its_page_and_no_specialist(
    says: list[str], more: dict[str, Any], page: str
) -> None:
    made = asked(*says, **more)
    assert made.urgency is not None and made.urgency.level == "self_care"
    assert [p.id for p in made.what_to_do][:1] == [page]
    ids = {t.id for t in made.next_tests}
    assert "no_tests" in ids
    assert not ids & {"emg", "neurology_referral", "mri_spine", "nerve_antibodies"}
    assert made.what_to_do[0].now and made.what_to_do[0].this_week and made.what_to_do[0].see_if


WORSE = ["my leg is weak too", "I lost weight without trying", "and I have had a fever since"]


@pytest.mark.parametrize("sign", WORSE)
@pytest.mark.parametrize(("says", "more", "page"), HARMLESS)
def test_one_worrying_sign_more_and_it_is_not_for_home(
    says: list[str], more: dict[str, Any], page: str, sign: str
) -> None:
    made = asked(*says, sign, **more)
    assert made.urgency is not None and made.urgency.level != "self_care"


def test_words_that_nobody_understood_and_may_mean_danger_keep_it_from_home() -> None:
    told = {"age": 31, "pregnant": True}
    calm = asked("pregnant, calf cramps at night wake me", **told)
    doubt = asked(
        "pregnant, calf cramps at night wake me",
        "the bottom half feels like somebody else's",
        **told,
    )
    assert calm.urgency is not None and calm.urgency.level == "self_care"
    assert doubt.not_understood
    assert doubt.urgency is not None and doubt.urgency.level != "self_care"


@pytest.mark.parametrize(
    "says",
    ["back pain and numb between my legs", "calf cramps at night, chest pain and short of breath"],
)
def test_nothing_is_offered_beside_an_urgent_case(says: str) -> None:
    made = asked(says)
    assert made.urgency is not None and made.urgency.level in ("emergency", "same_day")
    assert made.what_to_do == []


def test_steps_are_left_out_where_they_would_harm() -> None:
    strain = ["lower back in spasm since I lifted a washing machine on Sunday"]
    plain, numb = asked(*strain), asked(*strain, conditions=["peripheral artery disease"])
    heat = "Put warmth or cold"
    assert any(heat in s for s in plain.what_to_do[0].now)
    assert not any(heat in s for p in numb.what_to_do for s in p.now)
    run = ["calves cramp in the last mile of every long run"]
    failing = asked(*run, conditions=["heart failure"])
    assert not any("Drink to thirst" in s for p in failing.what_to_do for s in p.now)
    taken = asked(*run, medicines=["salbutamol"])
    assert taken.what_to_do


# The question that was asked.


def answer_to(question: str, *complaints: str, **more: Any) -> Any:
    made = asked(*complaints, question, **more)
    return next(a for a in made.you_asked if a.question.lower() in question.lower())


def test_whether_to_stop_a_medicine_is_never_ours_to_say() -> None:
    own = answer_to(
        "should I come off the atorvastatin?", "calf cramps at night", medicines=["atorvastatin"]
    )
    assert own.about == "stop_medicine"
    assert own.verdict == "Not by yourself."
    assert "pharmacist" in own.put_to
    assert any("not due to it" in s for s in own.say)


def test_whether_it_can_wait_follows_the_urgency() -> None:
    calm = answer_to("can it wait till Monday", "lower back in spasm since I lifted a fridge")
    grave = answer_to("can it wait till Monday", "back pain", "numb between my legs")
    assert calm.verdict.startswith("As far as it was told, yes")
    assert grave.verdict == "No: get help now."


def test_a_mineral_gets_its_verdict_first_and_what_it_means_here() -> None:
    own = answer_to("is it magnesium?", "calf cramps at night")
    assert own.kind == "claim"
    assert own.verdict.startswith("True only when the lack is severe")
    assert any(s.startswith("For you: ") for s in own.say)


def test_how_long_to_fast_names_the_danger_and_no_length() -> None:
    own = answer_to("how long may I fast", "no food for four days and my legs cramp")
    assert own.about == "fasting"
    assert "No length is safe" in own.verdict
    assert any("five days" in s for s in own.say)


def test_a_disease_that_is_named_is_weighed_and_never_ruled_out() -> None:
    own = answer_to("is it ALS?", "left eyelid has been twitching for three days")
    assert (own.kind, own.about) == ("cause", "motor_neuron_disease")
    assert "little" in own.verdict
    assert any("settle it" in s for s in own.say)


def test_what_nobody_here_knows_is_said_to_be_beyond_and_put_to_somebody() -> None:
    own = answer_to("will my insurance pay?", "calf cramps at night")
    assert own.kind == "beyond"
    assert own.put_to and "does not know" in own.verdict


def test_words_that_only_sound_like_a_lack_find_no_claim() -> None:
    own = answer_to("what am I missing", "calf cramps at night")
    assert own.about == "what_is_it"


def test_every_kind_of_question_can_be_answered_at_every_urgency() -> None:
    for topic in loader.load("lay_questions", LayQuestion).values():
        question = OwnQuestion("is that so", (topic.id,), "complaints")
        made = answered(question, [])
        assert made.about in (topic.id, "beyond") or topic.id == "what_is_it"
    for says in ("back pain, numb between my legs", "weak legs since today", "back pain"):
        for ask in ("is it normal", "how long will it last", "what can I do", "do I need a scan"):
            own = asked(says, ask).you_asked
            assert own and (own[0].verdict or own[0].say), (says, ask)


# The check of the facts.


def _page(**more: Any) -> self_care.SelfCarePage:
    step = {"say": "rest", "source": "judgement", "verified": "judgement"}
    body: dict[str, Any] = {
        "id": "x", "label": "x", "in_short": "Rest", "expect": "It goes.", "changes": "fever",
        "review": {"level": 0, "on": "2026-11-28", "look_again_by": "2028-11-28"},
        "now": [step], "this_week": [step], "see_if": [step],
    }  # fmt: skip
    return self_care.SelfCarePage.model_validate(body | more)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"signs_unless": "no_such_thing"}, "no_such_thing"),
        ({"changes": "fever."}, "full stop"),
        (
            {"now": [{"say": "Take 400 mg.", "source": "judgement", "verified": "judgement"}]},
            "dose",
        ),
    ],
)
def test_the_check_of_pages_finds_faults(more: dict[str, Any], problem: str) -> None:
    import datetime as dt

    found = self_care.check({"x": _page(**more)}, dt.date(2026, 11, 28))
    assert any(problem in p.what for p in found)
    assert self_care.check({"x": _page()}, dt.date(2026, 11, 28)) == []


def test_evidence_names_the_clause_and_not_the_letter() -> None:
    letter = (
        "Let me begin at the start, because it is a long story and I have told it to many people. "
        "My calves cramp at night. The rest of it is about my work, my garden and the weather, and "
        "none of that has anything to do with it as far as I can see."
    )
    made = asked(letter, age=66)
    notes = [e.note for c in made.causes for e in [*c.for_, *c.against]]
    assert "my calves cramp at night" in [n.lower() for n in notes]
    assert all(len(n) < 130 for n in notes)
    assert understand(from_dict({"complaints": [letter]})).present


STUCK = "my neck got stuck to one side when I woke up this morning and I cannot turn it at all"


def test_a_second_likely_cause_that_is_not_for_home_needs_surer_words() -> None:
    told = understand(Case(complaints=[STUCK]))
    causes = [
        Cause(id=name, label="", kind="other", support="more", probability=p, prior=0.1)
        for name, p in (("wry_neck", 0.9), ("hypothyroidism", 0.7))
    ]
    by_ladder = Urgency(level="routine", reason_codes=[reason("urgent_by_the_ladder", step="long")])

    def level(ease: float, some: list[Cause]) -> str:
        levels = {"self_care": ease, "routine": 1 - ease}
        return at_home(replace(told, sounds_urgent=levels), by_ladder, [], some).level

    assert level(0.55, causes[:1]) == level(0.85, causes) == "self_care"
    assert level(0.55, causes) == level(0.75, causes) == "routine"

"""What is asked: warning signs first, meanings by what they could change, follow-ups by bits."""

from __future__ import annotations

from typing import Any

import pytest

from unclench import assess
from unclench.assessment import Assessment
from unclench.differential.asking import FOLLOW_UPS, MEANINGS, supposing
from unclench.differential.network import network
from unclench.differential.next_test import expected_bits, joint_of, outcomes_of
from unclench.differential.ranking import rank
from unclench.facts.kinds.tests import Shows
from unclench.told import understand
from unclench.told.offers import MOST, best, by_letters, corpus, offers
from unclench.told.questions import NONE, areas, follow_ups


def of(*complaints: str, **more: Any) -> Assessment:
    return assess({"age": 45, "sex": "female", "complaints": list(complaints), **more})


def ids(answer: Assessment, kind: str) -> list[str]:
    return [q.id for q in answer.ask if q.kind == kind]


def test_warning_signs_of_the_place_come_first_and_fall_away_when_told() -> None:
    back, legs = of("my lower back hurts"), of("my calf cramps at night")
    assert ids(back, "warning") == list(areas()["back"].signs)
    assert ids(legs, "warning") == list(areas()["legs"].signs)
    assert [q.kind for q in back.ask][: len(areas()["back"].signs)] == ["warning"] * 12
    told = of("my lower back hurts, no fever", asked={"weight_lost": "no", "hard_fall": "not_sure"})
    left = set(ids(told, "warning"))
    assert left.isdisjoint({"fever_or_shivers", "weight_lost", "hard_fall"})
    assert "saddle_numbness" in left


def test_a_wide_denial_does_not_answer_a_warning_sign() -> None:
    assert "saddle_numbness" in ids(of("my lower back hurts, no numbness"), "warning")
    told = of("my lower back hurts, no numbness between the legs")
    assert "saddle_numbness" not in ids(told, "warning")


def test_where_no_place_was_understood_all_lists_are_asked() -> None:
    of_places = {key for area in areas().values() if area.contexts for key in area.signs}
    assert set(ids(of("glimbering among the zarples"), "warning")) == of_places
    assert not of().ask


def test_the_question_that_settles_a_doubt_is_the_first() -> None:
    answer = of("my lower back hurts", "down there it went wrong at the toilet")
    assert answer.ask[0].id == "saddle_numbness"
    assert [f.id for f in answer.red_flags] == ["RF190"]


def test_every_question_can_be_said_and_answered() -> None:
    answer = of("my lower back hurts", "sort of swooshy when the moon is out")
    for q in answer.ask:
        assert q.text.endswith("?"), q
        assert q.about
        assert all(o.label for o in q.answers)
        if q.kind != "meaning":
            assert [o.id for o in q.answers] == ["yes", "no", "not_sure"]
    assert len({q.id for q in answer.ask}) == len(answer.ask)


def test_meanings_are_few_and_those_that_could_change_most_come_first() -> None:
    words = [
        "my legs go all rubber band like", "a fizzy sort of feeling down my shins",
        "ratchety clicks in the knees", "my toes curl under in bed", "grumbly innards",
        "foggy in the head of a morning", "sort of pulsating lumpiness in my gut",
    ]  # fmt: skip
    answer = of("my lower back hurts", *words)
    asked = [q for q in answer.ask if q.kind == "meaning"]
    assert 0 < len(asked) <= MEANINGS
    for q in asked:
        assert q.answers[-1].id == NONE
        assert 1 <= len(q.answers) - 1 <= MOST


FIZZY = "a wimbly gripey whatsit in my shin"


def test_a_chosen_meaning_is_not_asked_again() -> None:
    before = of("my lower back hurts", FIZZY)
    (question, *_) = [q for q in before.ask if q.kind == "meaning"]
    after = of(
        "my lower back hurts", FIZZY,
        asked={question.id: question.answers[0].id},
    )  # fmt: skip
    assert question.id not in ids(after, "meaning")
    assert question.answers[0].id in {u.finding for u in after.understood}


def test_follow_ups_are_those_from_which_most_is_learnt() -> None:
    case = {"age": 45, "sex": "female", "complaints": ["my calf cramps"]}
    answer = assess(case)
    asked = ids(answer, "follow_up")
    assert 0 < len(asked) <= FOLLOW_UPS
    from unclench.case import from_dict

    told = understand(from_dict(case))
    ranking, net = rank(told), network()
    joint = joint_of(ranking, net)
    bits = {
        k: expected_bits(joint, outcomes_of(Shows(finding=k), joint, net))
        for k in follow_ups()
        if told.state(k) is None
    }
    best_three = sorted(bits, key=lambda k: -bits[k])[:FOLLOW_UPS]
    assert set(asked) & set(best_three)
    assert min(bits[k] for k in asked) > sum(bits.values()) / len(bits)


def test_nothing_that_is_known_is_asked_and_no_man_is_asked_of_periods() -> None:
    story = ["my calf cramps at night", "I am very tired", "no palpitations"]
    asked = set(ids(of(*story), "follow_up"))
    assert asked.isdisjoint({"fatigue", "palpitations", "rest_leg_cramps_nocturnal"})
    men = assess({"age": 30, "sex": "male", "complaints": ["my legs feel restless", "very pale"]})
    assert "heavy_periods" not in ids(men, "follow_up")


def test_in_an_emergency_no_follow_up_is_asked() -> None:
    answer = of("my lower back hurts", "numb between the legs")
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"
    assert not ids(answer, "follow_up")


def test_supposing_a_condition_or_a_finding_adds_it() -> None:
    told = understand_of("back pain")
    assert supposing(told, "fever").state("fever") is True
    assert supposing(told, "coeliac_disease").state("coeliac_disease") is True
    assert told.state("fever") is None


def understand_of(words: str) -> Any:
    from unclench.case import from_dict

    return understand(from_dict({"complaints": [words]}))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("cramping in the calfs", "calf_cramp"),
        ("numbnes of the saddel area", "saddle_anaesthesia"),
        ("eyelid twitchy", "eyelid_twitch"),
        ("palpitating", "palpitations"),
    ],
)
def test_offers_by_letters(words: str, meant: str) -> None:
    found = [key for key, _ in best(by_letters(words))]
    assert meant in found
    assert meant not in [key for key, _ in best(by_letters(words), without=[meant])]


def test_nothing_is_offered_for_nothing() -> None:
    assert offers("xqzv") == []
    assert len(set(corpus().ids)) > 300


def test_what_words_may_hint_at_is_asked_whatever_the_place() -> None:
    hint = "I do not see a future for me"
    plain = ids(of("my calf cramps at night"), "warning")
    asked_of = of("my calf cramps at night", hint)
    assert "thoughts_of_ending_it" not in plain
    read_so = {u.finding: u for u in asked_of.understood}
    assert read_so["self_harm_thoughts"].status == "uncertain"
    assert "thoughts_of_ending_it" in ids(asked_of, "warning")[:1]

"""The story as a whole: what it is made of, and what it may and may not do."""

from __future__ import annotations

from typing import Any

import pytest

from unclench.case import Case, Profile
from unclench.chain import assess
from unclench.differential.network import network
from unclench.differential.red_flags import calm
from unclench.told import understand
from unclench.told.en import whole

NIGHTS = [
    "My calf knots up in bed about three most nights, I stand on the cold tiles and it lets go.",
    "I am on my feet all day in the bakery.",
]


def told(*says: str, **more: Any) -> Any:
    return understand(Case(profile=Profile(age=52, sex="female"), complaints=says, **more))


def test_there_is_a_voice_for_every_cause() -> None:
    assert sorted(whole.sound([("calf", "cramp")] * 8, 50, True).causes) == sorted(network().ids)  # type: ignore[union-attr]


def test_there_is_one_for_everyday_sentences_too() -> None:
    heard = whole.sound(
        [("fill", "in", "form", "last", "week", "but", "page", "time", "out")], 50, True
    )
    assert heard is not None
    assert heard.levels["self_care"] > 0.5


def test_very_few_words_sound_like_nothing() -> None:
    person = told("calf cramps")
    assert person.sounds_like == {}
    assert person.sounds_urgent == {}


@pytest.mark.parametrize(
    "line",
    ["bad back, and where I sit has gone numb", "woken by calf cramps at night", "chest pain lol"],
)
def test_few_words_calm_nobody_and_move_no_cause(line: str) -> None:
    person = told(line)
    assert person.brief
    assert calm(person) == 0
    said = assess({"age": 52, "sex": "F", "complaints": [line]})
    assert not any(e.finding.endswith("whole") for c in said.causes for e in [*c.for_, *c.against])


def test_few_words_may_alarm_by_their_sound_alone() -> None:
    line = "my brother's lips are blue and his breath rattles"
    assert not told(line).present
    answer = assess({"age": 40, "sex": "M", "complaints": [line]})
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"


def test_an_everyday_sentence_alarms_nobody() -> None:
    for line in (
        "I filled in this form last week but the page timed out.",
        "See you on Sunday at the shop.",
    ):
        answer = assess({"age": 40, "sex": "M", "complaints": [line]})
        assert answer.urgency is None or answer.urgency.level in ("routine", "self_care")


def test_probabilities_of_levels_sum_to_one() -> None:
    assert sum(told(*NIGHTS).sounds_urgent.values()) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    "aside",
    [
        "No fever and no swelling.",
        "My brother had a slipped disc and could not pass water.",
        "They ruled out a clot.",
        "The bus was late again, thank you for reading this.",
    ],
)
def test_what_is_denied_or_another_s_is_no_part_of_it(aside: str) -> None:
    assert told(*NIGHTS, aside).sounds_like == told(*NIGHTS).sounds_like


def test_a_struck_reading_takes_its_sentence_along() -> None:
    person = told(*NIGHTS)
    mine = [r.id for r in person.readings if "three" in r.text or "bed" in r.text]
    left = told(*NIGHTS, struck=tuple(mine))
    assert mine
    assert all("bed" not in sentence for sentence in left.story)


def answer(*says: str, age: float = 52, sex: str = "female", **more: Any) -> Any:
    return assess({"age": age, "sex": sex, "complaints": list(says), **more})


def test_a_story_of_a_squeezed_nerve_root_is_no_visit_next_week() -> None:
    said = answer(
        "Since I lifted the trough on Friday both legs feel like somebody else's from the back "
        "down.",
        "On the pan I strain and strain and only a dribble, and wiping is like wiping through "
        "a glove.",
        age=44,
        sex="male",
    )
    assert said.urgency.level == "emergency"


def test_beside_results_it_raises_nothing_and_counts_less() -> None:
    results = [{"name": "potassium", "value": 4.2, "unit": "mmol/L"}]
    without, beside = answer(*NIGHTS), answer(*NIGHTS, labs=results)

    def weight(given: Any) -> float:
        first = next(c for c in given.causes if c.id == "nocturnal_leg_cramps_idiopathic")
        return max((e.weight for e in first.for_ if e.finding == "words:whole"), default=0.0)

    assert 0 < weight(beside) <= weight(without)


CHILD = (
    "He plays football till dark and then at bedtime he cries that both his shins ache.",
    "I rub them a while and he sleeps, and in the morning he runs to the bus as ever.",
)


def test_a_child_s_age_alone_is_no_reason_for_today() -> None:
    assert answer(*CHILD, age=7, sex="male").urgency.level in ("self_care", "routine")
    ill = answer(*CHILD, "He limps and has had a fever for a week.", age=7, sex="male")
    assert ill.urgency.level in ("same_day", "emergency")


def test_a_grave_sign_in_plain_words_keeps_nobody_at_home() -> None:
    assert answer(*NIGHTS, age=34).urgency.level == "self_care"
    assert answer(*NIGHTS, "I lost weight without trying.", age=34).urgency.level != "self_care"


@pytest.mark.parametrize("words", [("calf", "cramp", "since", "noon"), ("my", "back", "hurts")])
def test_what_networks_see_does_not_hang_on_the_order_of_sentences(words: tuple[str, ...]) -> None:
    told = [words, ("i", "cannot", "feel", "my", "legs"), ("it", "eases", "with", "heat")]
    assert whole.sound(told, 40, False) == whole.sound(told[::-1], 40, False)
    assert (whole.extremes(told) == whole.extremes(told[::-1])).all()


def test_extremes_tell_how_much_is_said_and_the_most_and_the_least() -> None:
    one, two = [("calf", "cramp", "tonight")], [("calf", "cramp", "tonight"), ("numb", "seat")]
    short, long = whole.extremes(one), whole.extremes(two)
    half = (len(long) - 1) // 2
    assert short[0] < long[0]
    assert (long[1 : half + 1] >= short[1 : half + 1]).all()
    assert (long[half + 1 :] <= short[half + 1 :]).all()


def test_levels_are_probabilities_and_a_danger_sounds_sooner() -> None:
    harmless = whole.sound([("eyelid", "twitches", "after", "too", "much", "coffee")], 30, True)
    danger = whole.sound([("my", "chest", "is", "crushing", "and", "i", "sweat")], 60, False)
    assert harmless is not None and danger is not None
    assert sum(danger.levels.values()) == pytest.approx(1, abs=0.03)
    assert danger.levels["emergency"] > 0.5 > harmless.levels["emergency"]

"""Lists of illnesses are of what was there before; a stem reaches its own word only."""

from __future__ import annotations

import pytest

from unclench import Case, assess, understand


def there(**told: object) -> set[str]:
    """The ids of what is there now."""
    person = understand(Case.model_validate({"profile": {"age": 50, "sex": "F"}, **told}))
    return {name for name, present in person._status.items() if present}


@pytest.mark.parametrize("illness", ["angina", "angina since 2019", "angina, bypass in March 2020"])
def test_the_name_of_an_old_illness_is_no_danger(illness: str) -> None:
    assert "chest_pain" not in there(conditions=[illness])
    assert "heart_disease" in there(conditions=[illness])


@pytest.mark.parametrize(
    ("illness", "danger"),
    [
        ("chest pain since Tuesday", "chest_pain"),
        ("cannot pass urine since this morning", "urinary_retention"),
        ("fever of 39 since yesterday", "fever"),
    ],
)
def test_a_danger_told_under_conditions_in_its_own_words_counts(illness: str, danger: str) -> None:
    assert danger in there(conditions=[illness])


@pytest.mark.parametrize(
    ("illness", "recent"),
    [
        ("kidney infection, treated in 1994", False),
        ("pyelonephritis as a student, 2003", False),
        ("kidney infection two weeks ago", True),
        ("pyelonephritis", True),
    ],
)
def test_a_year_dates_the_whole_line_of_a_list(illness: str, recent: bool) -> None:
    assert ("recent_infection" in there(conditions=[illness])) is recent


@pytest.mark.parametrize(
    ("words", "not_meant"),
    [
        ("the tap sign was faintly there", "collapse_syncope"),
        ("I take feverfew", "fever"),
        ("quite a number of bananas, about six a week", "sensory_loss"),
        ("my jaw aches from grinding at night", "face_spasm"),
        ("my dentures are ill fitting", "seizure"),
        ("my calf tightens in tight fitting shoes", "seizure"),
    ],
)
def test_a_stem_does_not_reach_other_words(words: str, not_meant: str) -> None:
    assert not_meant not in there(complaints=[words])


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("I fainted in church", "collapse_syncope"),
        ("feverish since last night", "fever"),
        ("my legs are getting number by the day", "sensory_loss"),
        ("he was fitting on the floor", "seizure"),
    ],
)
def test_a_stem_reaches_its_own_word(words: str, meant: str) -> None:
    assert meant in there(complaints=[words])


def level(complaints: list[str], **told: object) -> str:
    """How soon to be seen."""
    return assess({"age": 44, "sex": "F", "complaints": complaints, **told}).urgency.level


def test_out_of_breath_on_the_stairs_is_not_out_of_breath_at_rest() -> None:
    heavy = "my periods are heavy and I crunch ice all day"
    assert level([heavy, "I am out of breath after one flight of stairs"]) == "routine"
    assert level([heavy, "I am out of breath even sitting still"]) != "routine"


def test_twitching_signs_of_low_calcium_yield_to_a_measured_calcium() -> None:
    told = {"signs": ["Chvostek positive"], "complaints": ["tingling feet and calf cramps"]}
    assert assess({"age": 60, "sex": "F", **told}).urgency.level == "emergency"
    measured = assess({"age": 60, "sex": "F", **told, "labs": {"ca_adj": "2.35 mmol/L"}})
    assert measured.urgency.level != "emergency"


@pytest.mark.parametrize(
    "words",
    [
        "came off the motorbike at forty last night and my back aches",
        "I was thrown from my pony at the weekend, back is sore",
        "knocked down by a van on Friday, my lower back hurts",
    ],
)
def test_a_hard_fall_is_one_from_whatever_it_was(words: str) -> None:
    assert "severe_trauma" in there(complaints=[words])
    assert level([words]) == "emergency"


@pytest.mark.parametrize(
    "words", ["I fell off the wagon with my diet, my back is sore", "my horse fell ill, back hurts"]
)
def test_other_falls_are_none(words: str) -> None:
    assert "severe_trauma" not in there(complaints=[words])


def test_the_seat_by_what_is_done_with_it() -> None:
    assert level(["my back is bad and the bit I sit on has gone numb"]) == "emergency"
    assert level(["my back hurts where I sit at work"]) == "self_care"

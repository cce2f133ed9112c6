"""A level told of food is no illness; a level told of the blood is one, or a result."""

from __future__ import annotations

import pytest

from unclench import assess
from unclench.case import from_dict
from unclench.planning.safety import safety_for
from unclench.told import Person, understand


def person(text: str) -> Person:
    return understand(from_dict({"age": 40, "complaints": [text]}))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("low iron diet", "iron_deficiency_known"),
        ("low calcium diet", "hypocalcaemia_known"),
        ("low calcium milk", "hypocalcaemia_known"),
        ("low magnesium tomato juice", "hypomagnesaemia_known"),
        ("foods low in potassium", "hypokalaemia_known"),
        ("my diet is low in iron", "iron_deficiency_known"),
        ("low sodium bread", "hyponatraemia_known"),
        ("low cholesterol diet", "high_cholesterol"),
        ("low mood", "depression"),
    ],
)
def test_a_level_of_food_or_of_mood_is_no_illness(text: str, condition: str) -> None:
    told = person(text)
    assert condition not in told.has_conditions
    assert not told.results


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("low iron", "iron_deficiency_known"),
        ("I am low in potassium", "hypokalaemia_known"),
        ("low calcium, and I drink little milk", "hypocalcaemia_known"),
        ("low potassium diet", "hyperkalaemia_told"),
        ("low purine diet", "gout"),
        ("low residue diet", "narrow_bowel"),
        ("low histamine diet", "histamine_intolerance_told"),
        ("low copper diet", "copper_overload"),
    ],
)
def test_a_level_of_the_blood_and_a_diet_for_an_illness_still_count(
    text: str, condition: str
) -> None:
    assert condition in person(text).has_conditions


@pytest.mark.parametrize(
    ("text", "finding"),
    [("high salt diet", "low_salt_diet"), ("low alcohol beer", "alcohol_excess"),
     ("I drink alcohol free beer", "alcohol_excess")],
)  # fmt: skip
def test_nothing_is_heard_the_other_way_round(text: str, finding: str) -> None:
    assert finding not in {f.id for f in person(text).findings if f.present}


@pytest.mark.parametrize(
    ("text", "row"),
    [("GP says my potassium is up again", "potassium_kept_low"),
     ("high potassium", "potassium_kept_low"), ("raised calcium", "high_calcium"),
     ("my egfr is low", "kidney_disease"), ("kidney function is down", "kidney_disease"),
     ("my kidneys are not great", "kidney_disease"), ("low sodium", "too_little_sodium")],
)  # fmt: skip
def test_a_result_in_words_shapes_the_plan_like_its_number(text: str, row: str) -> None:
    assert row in [r.id for r in safety_for(person(text)).rows]


def test_a_run_of_digits_without_end_is_no_number() -> None:
    digits = "9" * 320
    answer = assess(
        {
            "age": 50,
            "sex": "F",
            "complaints": [f"calf cramps {digits} times a night"],
            "medicines": [f"magnesium citrate {digits} mg", f"furosemide {digits} mg"],
            "exposure": {"alcohol": f"{digits} units a week"},
        }
    )
    assert "Infinity" not in answer.to_json()
    assert answer.urgency.level in ("self_care", "routine")

"""Days without food are told in many orders; what is not eaten of one food is no fast."""

from __future__ import annotations

import pytest

from unclench import Case
from unclench.told import understand


def findings(text: str) -> dict[str, bool]:
    return {f.id: f.present for f in understand(Case(complaints=[text])).findings}


@pytest.mark.parametrize(
    "text",
    [
        "nine days without food, my heart flutters",
        "a week of no food and my heart flutters",
        "nothing to eat for eight days, heart fluttering",
        "no food for a fortnight and the heart flutters",
        "on hunger strike, heart fluttering",
        "five days not eating, heart flutters",
        "nothing but water for seven days, heart flutters",
    ],
)
def test_days_without_food_are_a_fast_and_deny_nothing_beside_them(text: str) -> None:
    found = findings(text)
    assert found["fasting_or_keto"]
    assert found["palpitations"]


@pytest.mark.parametrize(
    "text",
    [
        "I have not eaten cheese for two weeks",
        "no food allergies for years",
        "only water at the race two weeks ago and a cramp",
        "could not eat for the toothache",
        "no food and no drink before the scan",
    ],
)
def test_a_food_left_out_or_a_meal_missed_is_none(text: str) -> None:
    assert not findings(text).get("fasting_or_keto")

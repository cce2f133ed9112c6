"""Numbers and words about sweat, exercise and sun."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.assessment import Hydration
from unclench.case import from_dict
from unclench.explain.intake import water as water_tree
from unclench.intake.usual.water import hydration
from unclench.told import understand
from unclench.told.life import hours_per_day, sweating
from unclench.told.person import Sweating
from unclench.words.en.adequacy import water as say_water


def wet(told: Sweating, age: float | None = None) -> tuple[Hydration, str]:
    """What sweat alone says, and the words for it."""
    answer = hydration(None, None, None, told, age).answer
    return answer, say_water(answer)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("runs 6 h a week", 6 / 7),
        ("2 hours daily", 2.0),
        ("kitchen work, hot, 6 h a day", 6.0),
        ("45 min a day", 0.75),
        ("trains 1,5 hours per day", 1.5),
        ("90 minutes each week", 1.5 / 7),
        ("3h/week", 3 / 7),
        ("8 hours of running per week", 8 / 7),
        ("2 hours a day, 5 days a week", 10 / 7),
        ("8 h a day, four shifts a week", 32 / 7),
        ("a lot", None),
        ("1.2 L/h", None),
    ],
)
def test_hours_are_read(text: str, hours: float | None) -> None:
    assert hours_per_day(text) == (pytest.approx(hours) if hours is not None else None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("indoors", "little"),
        ("hardly any", "little"),
        ("works outdoors", "much"),
        ("not much", "little"),
        ("I don't get outside", "little"),
        ("no sunbathing", "little"),
        ("no", "little"),
        ("never without a hat, plenty in summer", "unknown"),
        ("outdoors in summer, indoors in winter", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_sun_is_read(words: str | None, expected: str) -> None:
    assert understand(from_dict({"exposure": {"sun": words}})).sun == expected


@pytest.mark.parametrize(
    ("exposure", "rate", "hours"),
    [
        ({"sweat": "1.2 L/h"}, 1.2, None),
        ({"sweat": 0.8, "exercise": 7}, 0.8, 1.0),
        ({"sweat": "800 ml per hour", "exercise": "1 h a day"}, 0.8, 1.0),
        ({"sweat": "12 L/h"}, None, None),
        ({"sweat": 1.0, "exercise": 500}, 1.0, None),
        ({"sweat": 1.0, "exercise": -7}, 1.0, None),
        ({"heat": True}, None, None),
    ],
)
def test_sweat_is_read(
    exposure: dict[str, object], rate: float | None, hours: float | None
) -> None:
    told = sweating(exposure)  # type: ignore[arg-type]
    assert told.rate == (pytest.approx(rate) if rate is not None else None)
    assert told.hours == (pytest.approx(hours) if hours is not None else None)


def test_a_hot_job_is_not_given_an_athlete_s_sweat() -> None:
    answer, words = wet(sweating({"heat": "hot kitchen, 8 h a day"}))
    assert answer.sweat_loss_l_per_day is None
    assert "could be estimated" in words
    runner, _ = wet(sweating({"exercise": "1 h a day"}))
    assert runner.sweat_loss_l_per_day is not None
    assert runner.sweat_loss_l_per_day.mean == pytest.approx(1.21)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_any_exposure_is_survived(value: object) -> None:
    exposure = {"sweat": value, "exercise": value, "sun": value, "heat": value}
    found = hydration(None, None, None, sweating(exposure))  # type: ignore[arg-type]
    assert "Thirst" in say_water(found.answer)
    assert water_tree(found).text


def test_thirst_is_no_guide_in_later_life_and_small_children_do_not_sweat_like_athletes() -> None:
    running: dict[str, str | float | bool | None] = {"exercise": "1 h a day"}
    _, words = wet(sweating({}), age=80)
    assert "no sure guide" in words
    assert "Thirst is a good guide" not in words
    _, words = wet(sweating(running), age=40)
    assert "Thirst is a good guide" in words
    child, _ = wet(sweating(running), age=3)
    assert child.sweat_loss_l_per_day is None
    told, _ = wet(sweating({"sweat": "0.3 L/h", **running}), age=3)
    assert told.sweat_loss_l_per_day is not None

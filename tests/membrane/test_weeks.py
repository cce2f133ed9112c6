"""Blood over weeks becomes margins over weeks."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from unclench.errors import UserError
from unclench.membrane import over_weeks
from unclench.membrane.margin import bands
from unclench.plasma.composition import NORMAL, Composition
from unclench.words.en.nerve import speak_weeks


class Falling:
    """Ten people whose calcium falls to 0.7 mmol/L, well within high excitability, by week 10."""

    people = 10

    def composition(self, week: float | None = None, person: int | None = None) -> Composition:
        if week is not None and week > 10:
            raise UserError("Week is not in this course.")
        spread = 0.0 if person is None else 0.01 * (person - 4.5)
        return replace(NORMAL, ica=1.2 - 0.05 * (week or 0) + spread)


def test_a_falling_calcium_shrinks_the_margin() -> None:
    out = over_weeks(Falling(), (0, 5, 10))
    values = [r.threshold.value for r in out.weeks]
    assert values[0] == pytest.approx(100, abs=0.1)
    assert values[0] > values[1] > values[2]
    assert out.weeks[0].high_share == 0
    assert values[2] < bands().high.value
    assert out.weeks[1].high_share < 0.5 < out.weeks[2].high_share
    assert out.weeks[0].raised_share < out.weeks[1].raised_share
    speak_weeks(out)
    assert "less current" in out.say


def test_steady_blood_is_said_to_be_steady() -> None:
    out = over_weeks(Falling(), (0, 0.5))
    speak_weeks(out)
    assert "about the same current" in out.say


def test_a_week_beyond_the_course_is_refused() -> None:
    with pytest.raises(UserError):
        over_weeks(Falling(), (0, 26))


def test_the_simulation_of_blood_has_what_is_needed() -> None:
    result = pytest.importorskip("unclench.plasma.homeostasis.result")
    names = inspect.signature(result.BloodResult.composition).parameters
    assert {"week", "person"} <= set(names)
    assert isinstance(result.BloodResult.people, property)

"""A person's blood is put together once: numbers, bounds, and what follows from them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest

from unclench.assessment import Lab
from unclench.errors import UserError
from unclench.plasma import BloodInputs, from_labs, measured, simulate_blood
from unclench.plasma.blood import composition_of, ionised_calcium, newest
from unclench.plasma.composition import NORMAL
from unclench.plasma.homeostasis.inputs import constants
from unclench.plasma.homeostasis.starting_state import own_balance, starting_levels


def lab(analyte: str, value: float | None, unit: str = "mmol/L", **more: Any) -> Lab:
    return Lab(name=analyte, analyte=analyte, value=value, unit=unit, si_value=value, si_unit=unit,
               **more)  # fmt: skip


class TestNewest:
    def test_a_dated_result_counts_before_one_without_a_date(self) -> None:
        rows = [lab("k", 3.0, date=dt.date(2020, 1, 1)), lab("k", 4.0)]
        assert newest(rows)["k"].value == 3.0
        assert newest(rows[::-1])["k"].value == 3.0

    def test_of_one_day_a_number_counts_before_a_word_then_the_later_told(self) -> None:
        day = dt.date(2026, 1, 1)
        rows = [lab("k", 3.0, date=day), lab("k", 4.0, date=day), lab("k", None, date=day)]
        assert newest(rows)["k"].value == 4.0


class TestLevels:
    @pytest.mark.parametrize(
        ("comparator", "span"),
        [("", (3.0, 3.0)), ("<", (0.0, 3.0)), ("<=", (0.0, 3.0)), (">", (3.0, math.inf))],
    )
    def test_a_bound_is_an_interval_and_no_number(
        self, comparator: str, span: tuple[float, float]
    ) -> None:
        blood = from_labs([lab("k", 3.0, comparator=comparator)])
        level = blood.levels["potassium"]
        assert (level.low, level.high) == span
        assert blood.value("potassium") == (None if comparator else 3.0)
        assert starting_levels(blood) == ({} if comparator else {"potassium": 3.0})
        assert [r.code for r in blood.unused] == (["bound_not_used"] if comparator else [])

    def test_a_bound_of_the_total_is_a_bound_of_the_ionised(self) -> None:
        low = from_labs([lab("ca_total", 2.0, comparator="<")]).levels["ica"]
        assert (low.low, low.high) == (0.0, pytest.approx(ionised_calcium(2.0)))
        assert low.value is None
        high = from_labs([lab("mg", 1.0, comparator=">")]).levels["img"]
        assert (high.low, high.high) == (pytest.approx(0.647), math.inf)

    def test_another_unit_or_a_word_is_said_not_used(self) -> None:
        blood = from_labs([lab("k", 12.0, "mg/dL"), lab("na", None)])
        assert not blood.levels
        assert [r.code for r in blood.unused] == ["lab_without_number"] * 2

    def test_a_computed_filtration_is_inferred(self) -> None:
        assert from_labs([lab("egfr", 60, "mL/min", derived=True)]).levels["egfr"].origin == (
            "inferred"
        )


class TestIonised:
    @pytest.mark.parametrize(
        ("total", "albumin", "free"),
        [(2.4, 42, 1.211), (2.4, 50, 1.150), (2.8, 40, 1.432), (2.0, 30, 1.096)],
    )
    def test_total_calcium_by_one_formula(self, total: float, albumin: float, free: float) -> None:
        """total = free * (1 + (0.01567 * albumin + 0.52) / 1.20), worked by hand."""
        blood = measured(calcium=total, albumin=albumin)
        assert blood.value("ica") == pytest.approx(free, abs=0.001)
        assert blood.levels["ica"].origin == "inferred"
        assert composition_of(blood).composition.ica == blood.value("ica")

    def test_the_course_starts_at_the_very_total_that_was_measured(self) -> None:
        blood = measured(calcium=2.25, albumin=36.0)
        start = simulate_blood(BloodInputs(blood=blood), 2, 10)
        assert float(np.median(start.at("calcium", 0))) == pytest.approx(2.25, rel=0.005)

    def test_acid_and_alkali_move_the_ionised_not_the_course(self) -> None:
        blood = measured(calcium=2.4, ph=7.6)
        assert blood.value("ica") == pytest.approx(ionised_calcium(2.4) - 0.1)
        assert starting_levels(blood)["ica"] == pytest.approx(ionised_calcium(2.4))

    def test_a_measured_ionised_calcium_is_never_replaced(self) -> None:
        blood = measured(calcium=2.0, ica=1.25)
        assert blood.value("ica") == 1.25
        assert not blood.worked_out

    def test_a_normal_total_is_no_low_ionised(self) -> None:
        low, high = own_balance("ica", inferred=True)
        assert low < ionised_calcium(2.2) < high
        assert own_balance("ica") == (1.15, 1.32)
        assert own_balance("potassium") == (3.5, 5.0)


class TestKidneys:
    def test_a_bound_that_healthy_kidneys_fit_is_no_refusal(self) -> None:
        blood = from_labs([lab("egfr", 90, "mL/min", comparator=">")])
        result = simulate_blood(BloodInputs(blood=blood), 2, 1)
        assert {"bound_not_used", "kidneys_healthy"} <= {n.code for n in result.notes}

    def test_a_bound_of_weak_kidneys_is_refused(self) -> None:
        blood = from_labs([lab("egfr", 30, "mL/min", comparator="<")])
        with pytest.raises(UserError, match="only as below 30"):
            simulate_blood(BloodInputs(blood=blood), 2, 1)
        assert simulate_blood(BloodInputs(blood=blood, egfr=25), 2, 1).people == 1


class TestInputs:
    def test_summer_of_the_south_is_winter_of_the_north(self) -> None:
        def day(latitude: float | None) -> float:
            told = BloodInputs(latitude=latitude, day_of_year=15, sun="outdoors")
            return constants(told)[0]["vitamin_d"]["input.day_of_year"]

        assert day(None) == day(35.0) == 15
        assert day(-35.0) == pytest.approx(15 + 182.6)
        south, north = (
            simulate_blood(BloodInputs(latitude=x, day_of_year=15, sun="outdoors"), 2, 1)
            for x in (-35.0, 35.0)
        )
        assert south.at("d25", 0)[0] > north.at("d25", 0)[0] + 5  # January: summer there

    @pytest.mark.parametrize(("weight", "shift"), [(60, 0.0), (80, -8.0), (100, -19.8)])
    def test_body_mass_lowers_vitamin_d(self, weight: float, shift: float) -> None:
        told = BloodInputs(weight_kg=weight, height_cm=170)
        assert constants(told)[0]["vitamin_d"]["input.body_mass_shift"] == shift
        level, lean = (
            simulate_blood(BloodInputs(weight_kg=w, height_cm=170), 2, 1).at("d25", 0)[0]
            for w in (weight, 60)
        )
        assert level - lean == pytest.approx(shift, abs=0.5)

    def test_a_level_of_the_sun_is_that_of_the_facts(self) -> None:
        lines = {s: constants(BloodInputs(sun=s))[0]["vitamin_d"]["input.sun"] for s in
                 ("none", "little", "outdoors")}  # fmt: skip
        assert lines == {"none": 0.0, "little": 0.3, "outdoors": 1.0}


def test_nothing_known_is_normal_blood_and_said() -> None:
    got = composition_of(measured())
    assert got.composition == NORMAL
    assert set(got.origins.values()) == {"assumed"}
    assert {r.code for r in got.assumptions} == {"not_measured_normal"}

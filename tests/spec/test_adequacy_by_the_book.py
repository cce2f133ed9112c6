"""Spec: the worked examples of the books that the methods come from.

Read as a manual: each table states what the book prints and what we compute.
"""

from __future__ import annotations

import numpy as np
import pytest

from unclench.facts.kinds.requirements import RequirementTable
from unclench.facts.requirements import requirement, tables
from unclench.facts.variation import tables as variation_tables
from unclench.intake.usual.gaussian import NINE_POINTS, NINE_WEIGHTS, cdf, cdf_array
from unclench.intake.usual.risk import (
    full_probability,
    iom_confidence,
    iom_individual,
    iom_verdict,
    share_above,
)
from unclench.told.person import Person

# IOM 2000, pp. 54 and 190-194: a woman of 31-50 years, magnesium, EAR 265, SD of requirement 26.5,
# SD from day to day 85.9. The book rounds z to 1 or 2 and prints 85 % or 97.5 %.
MAGNESIUM = [
    # days, mean, sd_w,          SD_D,  z,    exact
    (3, 320, 85.9, 56.2, 0.98, 0.836),
    (3, 377, 85.9, 56.2, 1.99, 0.977),
    (1, 445, 85.9, 89.9, 2.00, 0.977),
    (7, 349, 85.9, 41.9, 2.00, 0.977),
    (1, 486, 85.9 * 1.25, 110.6, 2.00, 0.977),
    (7, 362, 85.9 * 1.25, 48.5, 2.00, 0.977),
]


@pytest.mark.parametrize(("n", "mean", "sd_w", "sd_d", "z", "exact"), MAGNESIUM)
def test_iom_individual_magnesium(
    n: int, mean: float, sd_w: float, sd_d: float, z: float, exact: float
) -> None:
    steps = iom_individual(mean, n, 265, sd_w, 26.5)
    assert steps.sd_d == pytest.approx(sd_d, abs=0.06)
    assert steps.z == pytest.approx(z, abs=0.012)
    assert steps.adequate == pytest.approx(exact, abs=0.003)


# IOM 2000, p. 199: calcium with the adequate intake of 1997, 1,000 mg; mean 1,200, SD_w 325.
# The book prints 1.69 for seven days; 200 / (325 / sqrt 7) is 1.63: a misprint.
CALCIUM = [(1, 0.615, 0.73), (3, 1.066, 0.86), (7, 1.628, 0.95)]


@pytest.mark.parametrize(("n", "z", "confidence"), CALCIUM)
def test_iom_adequate_intake_calcium(n: int, z: float, confidence: float) -> None:
    steps = iom_individual(1200, n, 1000, 325)
    assert steps.z == pytest.approx(z, abs=0.001)
    assert steps.adequate == pytest.approx(confidence, abs=0.005)


def test_the_misprint_of_page_199_is_not_reproduced() -> None:
    assert iom_individual(1200, 7, 1000, 325).z != pytest.approx(1.69, abs=0.05)


def test_the_book_s_words_for_z() -> None:
    assert iom_verdict(1.01) == "adequate with reasonable certainty"
    assert iom_verdict(-1.01) == "inadequate with reasonable certainty"
    assert iom_verdict(0.99) == "uncertain"
    assert [iom_confidence(z) for z in (2.1, 1.2, 0.6, -0.6, -1.2)] == [0.98, 0.85, 0.7, 0.3, 0.15]


def test_the_book_s_pooled_sd_of_magnesium_is_in_the_facts() -> None:
    printed = variation_tables()["magnesium"].printed
    assert any(p.sex == "female" and p.sd_within == 85.9 for p in printed)


# IOM 2000 / 2001: 1,000 menstruating women by usual iron intake, counted between the percentiles
# of the requirement: below 2.5 %, 2.5-5, 5-10, ..., above 97.5 %.
WOMEN = (1, 1, 3, 10, 15, 20, 23, 27, 50, 150, 200, 175, 125, 200)
PRINTED_RISK = (1, 0.96, 0.93, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.08, 0.04, 0)


def iron() -> RequirementTable:
    return tables()["iron", "nasem"]


def test_full_probability_iron_of_1000_women() -> None:
    """The printed column adds up to 166.3; exact midpoints give 165 (16.5 %), as the text says."""
    women = next(p for p in iron().percentiles if p.sex == "female")
    edges = np.array([3.0, *women.values, 25.0])
    intakes = np.repeat((edges[:-1] + edges[1:]) / 2, WOMEN)
    exact = full_probability(intakes, np.array(women.percentiles), np.array(women.values))
    assert len(intakes) == 1000
    assert 1000 * exact == pytest.approx(165, abs=0.2)
    assert sum(n * r for n, r in zip(WOMEN, PRINTED_RISK, strict=True)) == pytest.approx(
        166.3, abs=0.1
    )


def test_the_cut_point_halves_the_answer_for_iron() -> None:
    """Only 73 of the 1,000 women are below the average requirement of 8.1 mg."""
    assert sum(WOMEN[:7]) == 73


def test_men_s_iron_reproduces_the_requirement() -> None:
    """Median 6 mg and 97.5th percentile 8.5 mg: the EAR of 6 and, rounded, the RDA of 8."""
    men = next(p for p in iron().percentiles if p.sex == "male")
    assert dict(zip(men.percentiles, men.values, strict=True))[50] == pytest.approx(6, abs=0.05)
    assert men.values[-1] == pytest.approx(8.5, abs=0.05)
    # requirement = 0.014 W / 0.18 with the square root of W ~ N(8.8, 0.84), IOM 2001 p. 340
    for p, value in zip(men.percentiles, men.values, strict=True):
        z = {2.5: -1.96, 50: 0.0, 90: 1.2816, 97.5: 1.96}.get(p)
        if z is not None:
            assert value == pytest.approx(0.014 * (8.8 + 0.84 * z) ** 2 / 0.18, abs=0.02)


def test_interpolated_risk_is_within_a_tenth_of_a_point_of_the_book() -> None:
    found = requirement("iron", Person(age=30, sex="female")).found
    assert found is not None
    women = found.percentiles
    assert women is not None
    edges = np.array([3.0, *women.values, 25.0])
    intakes = np.repeat((edges[:-1] + edges[1:]) / 2, WOMEN)
    smooth = float(share_above(found, intakes).mean())
    stepped = full_probability(intakes, np.array(women.percentiles), np.array(women.values))
    assert smooth == pytest.approx(stepped, abs=0.001)


def test_the_nine_points_have_the_moments_of_a_normal() -> None:
    assert NINE_WEIGHTS.sum() == pytest.approx(1, abs=1e-5)
    assert (NINE_WEIGHTS * NINE_POINTS**2).sum() == pytest.approx(1, abs=2e-3)
    assert (NINE_WEIGHTS * NINE_POINTS**4).sum() == pytest.approx(3, abs=0.01)


def test_the_quick_normal_is_the_normal() -> None:
    z = np.linspace(-6, 6, 241)
    assert np.abs(cdf_array(z) - [cdf(float(v)) for v in z]).max() < 2e-7


# Schofield and the energy need, for a woman of 42 years, 68 kg, 170 cm, light activity.
def test_energy_of_a_woman_of_42() -> None:
    from unclench.intake.usual.energy import cut_offs, energy_at_rest, energy_need

    woman = Person(age=42, sex="female", weight_kg=68, height_cm=170, activity="light")
    assert energy_at_rest(woman) == pytest.approx((0.034 * 68 + 3.538) * 239.006, rel=1e-4)
    assert energy_need(woman) == pytest.approx(354 - 6.91 * 42 + 1.12 * (9.36 * 68 + 726 * 1.7))
    # Goldberg 1991 / Black 2000: one person, PAL 1.55: 0.90 for one day, 1.10 for very many days
    low_one, _ = cut_offs(1.55, 1)
    low_many, high_many = cut_offs(1.55, 10_000)
    assert low_one == pytest.approx(0.87, abs=0.02)
    assert low_many == pytest.approx(1.10, abs=0.005)
    assert high_many == pytest.approx(2.19, abs=0.01)

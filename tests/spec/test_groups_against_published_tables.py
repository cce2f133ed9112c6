"""Spec: the distribution of usual intake among people alike, against tables others published.

Bailey 2010 (NHANES 2003-2006, NCI method): mean usual intake of calcium and vitamin D, and the
share of each group above the adequate intake of 1997. Our variances come from 2007-2016, so the
means may differ by a decade's change; the shape of the distribution should agree.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from unclench.facts.variation import group
from unclench.intake.usual.alike import Alike
from unclench.intake.usual.gaussian import Array
from unclench.intake.usual.shrink import shrink
from unclench.told.person import Person


def people_like(nutrient: str, age: float, sex: str, points: int = 61) -> Array:
    """Usual intakes among people of this age and sex, as equally probable points."""
    people = group(nutrient, Person(age=age, sex=sex))  # type: ignore[arg-type]
    assert people is not None
    nothing = np.zeros(1)
    return shrink(nothing, nothing, Alike.of([people]), points=points)[0]


def published(reference: Path, nutrient: str) -> list[dict[str, str]]:
    with (reference / "intake/published_usual_intakes.csv").open(encoding="utf-8") as file:
        return [
            r
            for r in csv.DictReader(file)
            if r["nutrient"] == nutrient
            and r["source"].startswith("Bailey 2010")
            and r["verified"] == "yes"
            and r["sex"] != "both"
        ]


@pytest.mark.parametrize(("nutrient", "mean_off"), [("calcium", 0.08), ("vitamin_d", 0.11)])
def test_sixteen_groups_of_bailey_2010(reference: Path, nutrient: str, mean_off: float) -> None:
    rows = published(reference, nutrient)
    assert len(rows) == 16
    off = []
    for r in rows:
        usual = people_like(nutrient, float(r["age_min_y"]), r["sex"], points=401)
        assert usual.mean() == pytest.approx(float(r["mean"]), rel=mean_off), r
        share = 100 * float((usual > float(r["threshold"])).mean())
        off.append(abs(share - float(r["pct"])))
        assert off[-1] < 8.5, (r["sex"], r["age_min_y"], share)
    assert np.mean(off) < 3.5


def test_magnesium_quartiles_of_luo_2019() -> None:
    """Men of 19 years and more, NHANES 2011-2014: 268, 338 and 420 mg."""
    ages = range(19, 81)
    points = [people_like("magnesium", a, "male") for a in ages]
    found = np.percentile(np.concatenate(points), [25, 50, 75])
    assert found == pytest.approx([268, 338, 420], rel=0.06)


def test_sodium_quartiles_of_cogswell_2012() -> None:
    """Women of 20 years and more, NHANES 2003-2008: 2357, 2836 and 3382 mg."""
    points = [people_like("sodium", a, "female") for a in range(20, 81)]
    found = np.percentile(np.concatenate(points), [25, 50, 75])
    assert found == pytest.approx([2357, 2836, 3382], rel=0.03)

"""Requirements per kilogram of body weight are judged by intake per kilogram."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from unclench import UsualIntake
from unclench.cohort.group import Group
from unclench.cohort.individual import individuals
from unclench.cohort.people import person_risks
from unclench.facts.requirements import requirement
from unclench.intake.usual.gaussian import NINE_POINTS, NINE_WEIGHTS
from unclench.told.person import Person

N = 2500
SD, DAILY = 0.3, 0.4


def _days(seed: int = 0) -> tuple[pl.DataFrame, float]:
    """Adults whose intake grows with their weight, and the share who truly have too little."""
    rng = np.random.default_rng(seed)
    kg = np.exp(rng.normal(np.log(75), 0.22, N))
    per_kg = 0.75 * np.exp(rng.normal(0, SD, N))
    over_days = float(np.exp(DAILY * NINE_POINTS) @ NINE_WEIGHTS)
    columns = {
        "person": [f"p{i:04d}" for i in range(N)],
        "sex": "female",
        "age": 40.0,
        "weight_kg": kg,
    }
    days = [
        pl.DataFrame(
            {**columns, "day": d, "protein": kg * per_kg * np.exp(rng.normal(0, DAILY, N))}
        )
        for d in (1, 2)
    ]
    return pl.concat(days), float((per_kg * over_days < 0.66).mean())


def _group(days: pl.DataFrame) -> Group:
    (group,) = UsualIntake("protein", replicates="none").fit(days).groups
    return group


def _below(group: Group) -> float:
    assert group.judged.below is not None
    return float(group.judged.below[0])


def test_the_share_is_that_of_intakes_per_kilogram() -> None:
    days, truth = _days()
    found = _group(days)
    assert 0.1 < truth < 0.4
    assert _below(found) == pytest.approx(truth, abs=0.025)
    assert found.judged.requirement == 0.66 and found.judged.per == "kg_body_weight"
    assert found.mean[0] == pytest.approx(float(days["protein"].to_numpy().mean()), rel=0.03)
    # everybody at the mean weight would be another answer
    same = days.with_columns(weight_kg=pl.col("weight_kg").mean())
    assert abs(_below(_group(same)) - truth) > 0.04


def test_who_has_no_body_weight_counts_for_the_intake_alone() -> None:
    days, truth = _days()
    some = days.with_columns(
        weight_kg=pl.when(pl.col("person") >= "p0500").then("weight_kg").otherwise(None)
    )
    found, whole = _group(some), _group(days)
    assert found.judged.people == N - 500 and found.people == N
    assert found.mean[0] == whole.mean[0]
    assert _below(found) == pytest.approx(truth, abs=0.03)
    none = _group(days.with_columns(weight_kg=pl.lit(None, pl.Float64)))
    assert none.judged.below is None and none.judged.why == "too_few_with_body_weight"
    assert _group(days.drop("weight_kg")).judged.why == "requirement_per_kg_body_weight"


def test_every_person_is_judged_by_their_own_weight_as_by_assess() -> None:
    days = _days()[0].head(20)
    who = Person(age=40.0, sex="female", weight_kg=float(days["weight_kg"][3]))
    need = requirement("protein", who).found
    assert need is not None
    want = float(need.columns.value[0])
    for table in (individuals(days, "protein"), person_risks(days, "protein")):
        row = table.filter(pl.col("person") == days["person"][3])
        assert row["requirement"][0] == pytest.approx(want, rel=1e-12)
    bare = days.drop("weight_kg")
    assert individuals(bare, "protein")["requirement"].null_count() == 20
    assert person_risks(bare, "protein")["p_below"].null_count() == 20

"""Supplements are added after shrinking: truth is the mean of thousands of days plus the dose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.cohort.worlds import World
from unclench.cohort import UsualIntake
from unclench.cohort.supplements import read_supplements
from unclench.errors import UserError

WORLD = World()


def test_shrink_then_add_recovers_the_truth_and_add_then_shrink_does_not() -> None:
    rng = np.random.default_rng(21)
    n = 5000
    dose = np.where(np.arange(n) % 4 == 0, np.where(np.arange(n) % 8 == 0, 100.0, 250.0), 0.0)
    truth = WORLD.truth(4000, np.random.default_rng(22)) + dose[:4000]
    days = WORLD.survey(n, rng)
    ids = [f"p{i:06d}" for i in range(n)]
    days = days.join(pl.DataFrame({"person": ids, "supplement": dose}), on="person")
    levels = (5, 25, 50, 75, 95)
    model = UsualIntake("magnesium", replicates="none", supplements=True)
    found = model.fit(days).distribution().frame().row(0, named=True)
    got = [found[f"p{p}"] for p in levels]
    assert got == pytest.approx(np.percentile(truth, levels).tolist(), rel=0.03)
    assert found["mean"] == pytest.approx(truth.mean(), rel=0.02)
    added = days.with_columns(pl.col("magnesium") + pl.col("supplement"))
    wrong = UsualIntake("magnesium", replicates="none").fit(added).distribution().frame()
    off = np.abs(np.array([wrong[f"p{p}"][0] for p in levels]) / np.percentile(truth, levels) - 1)
    assert off.max() > 0.04


def test_empty_beside_taken_is_none_of_it_and_not_asked_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("SEQN,DAY,DSDS,DSTMAGN\n1,1,1,50\n1,2,1,100\n2,1,1,\n2,2,2,\n3,1,,\n4,1,2,\n")
    days = pl.DataFrame({"person": ["1"], "day": [1.0]})
    found = dict(read_supplements(path, "magnesium", days).rows())
    assert found == {"1": 75.0, "2": 0.0, "3": None, "4": 0.0}
    with pytest.raises(UserError, match="supplement"):
        read_supplements(path, "calcium", days)


def test_rows_of_what_was_taken_count_over_all_days_of_diet(tmp_path: Path) -> None:
    path = tmp_path / "INS.csv"
    head = "UserName,RecallNo,RecallStatus,SupplNum,SupplCode,MAGN"
    rows = ["a,1,2,1,x,100", "a,1,2,2,y,50", "b,2,2,1,x,", "c,3,2,1,x,80"]
    path.write_text("\n".join([head, *rows]) + "\n")
    who = [("a", 1.0), ("a", 2.0), ("b", 1.0), ("b", 2.0), ("c", 1.0), ("d", 1.0)]
    days = pl.DataFrame(who, schema=["person", "day"], orient="row")
    found = dict(read_supplements(path, "magnesium", days).rows())
    assert found == {"a": 75.0, "b": None, "c": 0.0, "d": 0.0}
    with pytest.raises(UserError, match="vitamin_d"):
        read_supplements(path, "vitamin_d", days)

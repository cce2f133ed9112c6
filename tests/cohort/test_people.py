"""Every person at scale: what `assess` says of one, and the same on a cluster."""

from __future__ import annotations

import datetime as dt
import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from unclench.app.verbs.cohort import app
from unclench.cohort import spark
from unclench.cohort.causes import causes, posteriors, telling
from unclench.cohort.people import by_person, padded, person_risks
from unclench.differential.calibrated import calibrated
from unclench.differential.network import network
from unclench.differential.ranking import Ranking, rank, ranked
from unclench.facts.variation import tables
from unclench.intake.diary import ENTRY_SCHEMA, FRAME_COLUMNS, Diary, PersonDays
from unclench.intake.exposures import with_eaten
from unclench.intake.usual import assess_intake
from unclench.told.person import Person

Table = dict[str, list[float]]
NET = network()


def _usual(nutrient: str) -> float:
    table = tables().get(nutrient)
    return float(np.mean([g.mean for g in table.groups])) if table else 20.0


def _somebody(rng: np.random.Generator) -> Table:
    """Days of a person who eats far too little up to far too much, with gaps."""
    days, scale = int(rng.integers(1, 4)), float(rng.choice([0.15, 0.5, 1.0, 3.0, 8.0]))
    out = {
        n: (_usual(n) * scale * rng.gamma(4, 0.25, days)).tolist()
        for n in telling(NET)
        if rng.random() < 0.9
    }
    if rng.random() < 0.3:
        out["alcohol"] = [60.0] * days
    return out


def _alone(age: float, sex: str, eaten: Table) -> Ranking:
    """The steps of `assess` for one person without a word."""
    numbers = dict.fromkeys(FRAME_COLUMNS[3:], pl.Float64)
    rows = [
        ("", dt.date(2026, 11, 1 + d), n, y, None, y, y, 0.0, 1.0, 1.0, 0.0)
        for n, ys in eaten.items()
        for d, y in enumerate(ys)
    ]
    head = {"person": pl.String, "day": pl.Date, "nutrient": pl.String, **numbers}
    carriers = pl.DataFrame(
        {
            "person": "", "nutrient": list(eaten), "name": "food", "guessed": False,
            "amount_per_day": [float(np.mean(ys)) for ys in eaten.values()],
            "share": 1.0, "sd_per_day": 0.0, "supplement": False,
        }
    )  # fmt: skip
    frame = pl.DataFrame(rows, schema=head, orient="row")
    days = PersonDays(frame, carriers, tuple(sorted(frame["day"].unique())))
    person = Person(age=age, sex=sex)  # type: ignore[arg-type]
    found = assess_intake(days, person)
    diary = Diary(pl.DataFrame(schema=ENTRY_SCHEMA))
    return rank(with_eaten(person, diary, days, found.traces), (), found.nutrients)


def _frame(people: list[tuple[float, str, Table]]) -> pl.DataFrame:
    rows = [
        {"person": f"p{i:03d}", "day": d + 1, "age": age, "sex": sex,
         **{n: eaten[n][d] if n in eaten else None for n in telling(NET)}}
        for i, (age, sex, eaten) in enumerate(people)
        for d in range(max(map(len, eaten.values())))
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _crowd(n: int, seed: int) -> list[tuple[float, str, Table]]:
    rng = np.random.default_rng(seed)
    return [
        (float(rng.integers(2, 95)), ("female", "male")[i % 2], _somebody(rng)) for i in range(n)
    ]


def test_causes_of_everybody_are_those_of_assess_without_words() -> None:
    people = _crowd(40, 0)
    part = by_person(_frame(people), telling(NET))
    found = posteriors(part)
    alone = [_alone(*p) for p in people]
    for one, many in zip(alone, found, strict=True):
        assert many.present == pytest.approx(one.posterior.present, abs=1e-9)
        assert ranked(many, NET) == ranked(one.posterior, NET)
    first = causes(part, most=3).filter(pl.col("rank") == 1)
    assert first["cause"].to_list() == [a.causes[0].id for a in alone]
    best = [calibrated(a.posterior.present[ranked(a.posterior, NET)[0]]) for a in alone]
    assert first["probability"].to_list() == pytest.approx(best, abs=1e-9)
    # the crowd is one in which it matters: findings, excesses, diaries that cannot be whole
    told = {str(i.key) for a in alone for i in a.items}
    assert any("nutrient" in k for k in told) and any("alcohol" in k for k in told)
    assert len({a.causes[1].id for a in alone}) > 3


def test_what_one_day_lacks_is_not_zero() -> None:
    days = pl.DataFrame(
        {"person": ["a", "a", "b"], "day": [1, 2, 1], "sex": "female", "age": 40.0,
         "magnesium": [300.0, None, None], "iron": [None, None, None]}
    )  # fmt: skip
    part = by_person(days, ["magnesium", "iron"])
    assert padded(part["magnesium"]).tolist()[0] == [300.0]
    found = person_risks(days, "magnesium")
    assert found["person"].to_list() == ["a"] and found["days"].to_list() == [1]
    with_none, without = posteriors(part)
    bare = posteriors(by_person(days.drop("magnesium", "iron"), []))
    assert without.present == pytest.approx(bare[1].present, abs=1e-12)
    assert with_none.present != pytest.approx(bare[0].present, abs=1e-6)


def _ranked(path: Path, *options: str) -> pl.DataFrame:
    result = CliRunner().invoke(app, ["rank", str(path), *options])
    assert result.exit_code == 0, result.exception
    return pl.read_csv(result.stdout.encode(), schema_overrides={"person": pl.String})


def test_the_command_ranks_causes(tmp_path: Path) -> None:
    _frame(_crowd(6, 1)).write_csv(tmp_path / "days.csv")
    found = _ranked(tmp_path / "days.csv", "--causes", "2")
    assert found.columns == ["person", "rank", "cause", "probability"]
    assert found["person"].n_unique() == 6 and found["rank"].max() == 2
    assert set(found["cause"]) <= set(NET.ids)


def test_on_spark_people_are_the_same(tmp_path: Path) -> None:
    """Needs Java; where the checks run it must be there (`UNCLENCH_ALL_TOOLS`)."""
    needed = ("pyspark", "pyarrow", "pandas")
    there = all(find_spec(n) for n in needed) and spark.java_version() is not None
    if not there and not os.environ.get("UNCLENCH_ALL_TOOLS"):
        pytest.skip("no Spark")
    _frame(_crowd(12, 2)).write_csv(tmp_path / "days.csv")
    for options in ((), ("--causes", "3")):
        here = _ranked(tmp_path / "days.csv", *options)
        there_too = _ranked(tmp_path / "days.csv", *options, "--engine", "spark")
        assert_frame_equal(here, there_too, rel_tol=1e-9)

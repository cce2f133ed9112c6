"""Published tables of the survey, from its public files: the must-reproduce list of the manual."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest
from benchmarks.sections import shared
from typer.testing import CliRunner

from unclench.cohort.choosing import read_and_choose
from unclench.cohort.design import taylor_mean
from unclench.cohort.population import Population, usual_intakes_of
from unclench.cohort.selection import Choice, age_groups

FILES = [
    shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz",
    shared() / "samples/nhanes/demographics_2003_2014.csv.gz",
]
PUBLISHED = shared() / "reference/intake/published_usual_intakes.csv"
pytestmark = pytest.mark.skipif(not FILES[0].is_file(), reason="needs the survey's files")


def _men_2011_14(nutrient: str) -> Population:
    choice = Choice(("sex", "age"), tuple(age_groups("19-")), ("2011-2012", "2013-2014"))
    return usual_intakes_of(FILES, nutrient, choice)


def _rows(**match: str) -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8") as f:
        return [r for r in csv.DictReader(f) if all(r[k] == v for k, v in match.items())]


@pytest.mark.parametrize(
    ("nutrient", "named"), [("magnesium", "magnesium"), ("folate", "folate_dfe")]
)
def test_luo_2019_men(nutrient: str, named: str) -> None:
    """Percentiles to the printed digit, or one unit where the last digit is rounded."""
    found = _men_2011_14(nutrient).as_json()
    (men,) = [g for g in found["groups"] if g["by"]["sex"] == "male"]
    (row,) = _rows(nutrient=named, cycle="2011-2014", sex="male")
    assert men["n"] - 1 == int(row["n"])  # one more, as in the reference's own count
    for p in ("25", "50", "75"):
        assert men["percentiles"][p] == pytest.approx(float(row[f"p{p}"]), abs=1.0)
        assert men["percentiles"][p] == pytest.approx(
            float(row[f"p{p}"]), abs=men["se_percentiles"][p]
        )


def test_wweia_2013_14_table_1_to_the_printed_digit() -> None:
    """Day-one means of males in eight age groups: energy, protein, carbohydrate, fibre, fat."""
    ages = "2-5,6-11,12-19,20-29,30-39,40-49,50-59,60-69"
    named = {"energy": 0, "protein": 1, "carbohydrate": 0, "fibre": 1, "fat": 1}
    checked = 0
    for nutrient, digits in named.items():
        choice = Choice(("sex", "age"), tuple(age_groups(ages)), ("2013-2014",), pregnant=True)
        _, chosen = read_and_choose(FILES, nutrient, choice)
        days = chosen.days.filter((chosen.days["day"] == 1) & (chosen.days["sex"] == "male"))
        want = _rows(
            nutrient="fat_total" if nutrient == "fat" else nutrient, cycle="2013-2014", sex="male"
        )
        for row in want:
            label = f"{row['age_min_y']}-{row['age_max_y']}"
            if label not in ages:
                continue
            some = days.filter(days["age_group"] == label)
            mean, error = taylor_mean(
                some[nutrient].to_numpy(), some["weight"].to_numpy(),
                some["stratum"].to_numpy().astype(str), some["unit"].to_numpy().astype(str),
            )  # fmt: skip
            assert some.height == int(row["n"]), (nutrient, label)
            assert f"{mean:.{digits}f}" == f"{float(row['mean']):.{digits}f}", (nutrient, label)
            assert 0 < error < 0.1 * mean
            checked += 1
    assert checked == 40


def test_iron_in_women_is_judged_by_full_probability_about_twice_the_cut_point() -> None:
    choice = Choice(("sex", "age"), tuple(age_groups("19-50")), ("2013-2014",))
    groups = usual_intakes_of(FILES, "iron", choice).as_json()["groups"]
    (women,) = [g for g in groups if g["by"]["sex"] == "female"]
    assert women["method"] == "full_probability"
    assert women["below_requirement"] == pytest.approx(0.217, abs=0.04)
    assert women["below_requirement"] / women["below_by_cut_point"] > 1.5


def test_the_command_as_it_is_handed_over(tmp_path: Path) -> None:
    from unclench.app.verbs.cohort import app

    arguments = ["usual", *map(str, FILES), "--nutrient", "magnesium", "--by", "sex,age"]
    arguments += ["--format", "json", "--cycles", "2013-2014", "--ages", "19-30,31-50,71-"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    groups = found["groups"]
    assert [g["by"] for g in groups] == [
        {"sex": s, "age": a} for s in ("male", "female") for a in ("19-30", "31-50", "71-")
    ]
    for g in groups:
        assert list(g["percentiles"]) == ["5", "10", "25", "50", "75", "90", "95"]
        assert list(g["percentiles"].values()) == sorted(g["percentiles"].values())
        assert g["nutrient"] == "magnesium" and g["unit"] == "mg"
        assert 0 < g["below_requirement"] < 1 and 0 < g["se_below"] < 0.1
        assert 0 < g["se"] < 0.1 * g["mean"]
    assert groups[0]["requirement"] == 330 and groups[-1]["requirement"] == 265
    steps = found["flow"]
    assert steps[-1]["people"] == sum(g["n"] for g in groups)
    assert all(
        a["people"] - b["people"] == b["people_left_out"] for a, b in itertools.pairwise(steps)
    )


def test_without_an_average_requirement_nothing_is_said_of_too_little() -> None:
    choice = Choice(("sex",), (), ("2013-2014",))
    groups = usual_intakes_of(FILES, "potassium", choice).as_json()["groups"]
    for g in groups:
        assert g["below_requirement"] is None and g["se_below"] is None
        assert g["requirement"] is None and g["method"] is None and g["why_not"]
    adults = Choice(("sex", "age"), tuple(age_groups("19-50")), ("2013-2014",))
    men = usual_intakes_of(FILES, "potassium", adults).as_json()["groups"][0]
    assert men["why_not"] == "adequate_intake_only"
    assert 0 < men["at_or_above_adequate_intake"] < 1


def test_individuals_are_those_of_assess_and_their_next_day_holds(tmp_path: Path) -> None:
    import numpy as np
    import polars as pl

    from unclench.app.verbs.cohort import app
    from unclench.facts.variation import group
    from unclench.intake.usual.shrink import Days, usual_intake
    from unclench.told.person import Person

    out = tmp_path / "people.csv"
    arguments = ["usual", *map(str, FILES), "--nutrient", "magnesium", "--individual", str(out)]
    result = CliRunner().invoke(app, [*arguments, "--cycles", "2013-2014", "--ages", "19-"])
    assert result.exit_code == 0 and result.stdout == "", result.output
    table = pl.read_csv(out)
    assert table.columns == [
        "person", "mean", "low80", "high80", "next_day_low80", "next_day_high80",
        "next_day_low95", "next_day_high95", "requirement", "p_next_day_below",
    ]  # fmt: skip
    choice = Choice(("sex", "age"), tuple(age_groups("19-")), ("2013-2014",))
    _, chosen = read_and_choose(FILES, "magnesium", choice)
    first = chosen.days.filter(pl.col("day") == 1).with_columns(pl.col("person").cast(pl.Int64))
    for row in first.sort("person").gather([0, 77, 1500]).rows(named=True):
        who = Person(age=row["age"], sex=row["sex"])
        y = np.array([row["magnesium"]])
        one = usual_intake(Days(y, y, y), group("magnesium", who), np.zeros(1))
        (got,) = table.filter(pl.col("person") == row["person"]).rows(named=True)
        assert got["mean"] == pytest.approx(one.mean, rel=1e-9)
        assert got["low80"] == pytest.approx(one.quantile(0.1), rel=1e-9)
    second = chosen.days.filter(pl.col("day") == 2).with_columns(pl.col("person").cast(pl.Int64))
    both = table.join(second.select("person", "magnesium", "weight"), on="person")
    inside = both["magnesium"].is_between(both["next_day_low80"], both["next_day_high80"])
    assert float((inside * both["weight"]).sum() / both["weight"].sum()) == pytest.approx(
        0.8, abs=0.03
    )
    below = (both["magnesium"] < both["requirement"]) * both["weight"]
    said = both["p_next_day_below"] * both["weight"]
    assert below.sum() == pytest.approx(said.sum(), rel=0.06)


def test_bailey_2010_calcium_in_16_groups() -> None:
    """Means are lower by what plain water holds; scaled to the published mean, shares agree."""
    import numpy as np

    rows = _rows(nutrient="calcium", cycle="2003-2006")
    ages = ",".join(sorted({f"{r['age_min_y']}-{r['age_max_y']}" for r in rows}))
    choice = Choice(("sex", "age"), tuple(age_groups(ages)), ("2003-2004", "2005-2006"))
    found = usual_intakes_of(FILES, "calcium", choice, replicates="none").distribution.fitted.groups
    groups = {" ".join(g.by.values()): g for g in found}
    assert len(groups) == len(rows) == 16
    for row in rows:
        g = groups[f"{row['sex']} {row['age_min_y']}-{row['age_max_y']}"]
        mean = float(row["mean"])
        assert g.mixture is not None
        assert -36 <= g.mean[0] - mean <= 0
        limit = float(row["threshold"]) * g.mean[0] / mean
        kinds = g.mixture.eta.shape[1]
        share = 100 * (1 - float(g.mixture.below(np.full(kinds, limit))[0]))
        assert share == pytest.approx(float(row["pct"]), abs=1.2)


def test_cogswell_2012_sodium_as_far_as_its_table_agrees_with_itself() -> None:
    """Medians within 1 %, the residue of shares as in the manual; "all" is no mixture there."""
    import numpy as np

    cycles = ("2003-2004", "2005-2006", "2007-2008")
    choice = Choice(("sex", "age"), tuple(age_groups("20-")), cycles)
    found = usual_intakes_of(FILES, "sodium", choice, replicates="none").distribution.fitted.groups
    shares = {}
    for g in found:
        (row,) = [
            r
            for r in _rows(nutrient="sodium", cycle="2003-2008", sex=g.by["sex"], age_max_y="")
            if r["threshold"] == "2300"
        ]
        assert g.mixture is not None
        quartiles = g.mixture.percentiles((25, 50, 75))[0]
        want = [float(row[k]) for k in ("p25", "p50", "p75")]
        assert quartiles[1] == pytest.approx(want[1], rel=0.01)
        assert quartiles == pytest.approx(want, rel=0.035)
        wider = (quartiles[2] - quartiles[0]) / (want[2] - want[0])
        assert 1.05 < wider < 1.12
        kinds = len(g.mixture.one_of_each())
        share = 100 * (1 - float(g.mixture.below(np.full(kinds, 2300.0))[0]))
        shares[g.by["sex"]] = float(row["pct"])
        assert share - float(row["pct"]) == pytest.approx(
            {"male": -1.0, "female": -3.3}[g.by["sex"]], abs=0.3
        )
    (whole,) = [
        r
        for r in _rows(nutrient="sodium", cycle="2003-2008", sex="both", age_min_y="20")
        if r["threshold"] == "2300" and not r["age_max_y"]
    ]
    men = (float(whole["pct"]) - shares["female"]) / (shares["male"] - shares["female"])
    assert men > 0.65  # share of men that the published "all" would need

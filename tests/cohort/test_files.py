"""Files in, who counts, and errors that teach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from unclench.app.verbs.cohort import app
from unclench.cohort.columns import propose
from unclench.cohort.people import person_risks
from unclench.cohort.survey import read_survey
from unclench.errors import UserError
from unclench.facts.variation import group
from unclench.intake.usual.risk import bayesian
from unclench.intake.usual.shrink import Days, usual_intake


def _days(people: int = 200, days: int = 2, seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    usual = np.exp(rng.normal(5.6, 0.25, people))
    return pl.concat(
        [
            pl.DataFrame(
                {
                    "person": [f"p{i:04d}" for i in range(people)],
                    "day": d,
                    "weekday": [str(k) for k in rng.integers(1, 8, people)],
                    "sex": [("female", "male")[i % 2] for i in range(people)],
                    "age": [20.0 + i % 60 for i in range(people)],
                    "weight": rng.uniform(1, 3, people) if d == 1 else np.full(people, np.nan),
                    "magnesium": (usual * np.exp(rng.normal(0, 0.3, people))).round(1),
                }
            )
            for d in range(1, days + 1)
        ]
    )


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def _error(tmp_path: Path, frame: pl.DataFrame, *options: str) -> str:
    frame.write_csv(tmp_path / "days.csv")
    result = _run("usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", *options)
    assert isinstance(result.exception, UserError), result.output
    assert result.stdout == ""
    return str(result.exception)


def test_sas_transport_files_as_published(tmp_path: Path) -> None:
    """Zeros stay zero, missing stays missing; the day is in the columns' names."""
    import pyreadstat

    ids = [1.0, 2.0, 3.0]
    for day in (1, 2):
        frame = pl.DataFrame(
            {
                "SEQN": ids,
                f"DR{day}DRSTZ": [1.0, 1.0, 2.0],
                f"DR{day}DAY": [1.0, 4.0, 6.0],
                "WTDRD1": [10.0, 20.0, 30.0],
                f"DR{day}TMAGN": [0.0, 250.5, None],
            }
        )
        pyreadstat.write_xport(frame, str(tmp_path / f"DR{day}TOT.XPT"))
    people = pl.DataFrame(
        {"SEQN": ids, "RIAGENDR": [1.0, 2.0, 2.0], "RIDAGEYR": [30.0, 40.0, 50.0]}
    )
    pyreadstat.write_xport(
        people, str(tmp_path / "DEMO.XPT"), column_labels=["Id", "Gender", "Age"]
    )
    files = [tmp_path / n for n in ("DR1TOT.XPT", "DR2TOT.XPT", "DEMO.XPT")]
    survey = read_survey(files, ["magnesium"])
    assert survey.days.height == 6
    assert survey.days.filter(pl.col("person") == "1")["magnesium"].to_list() == [0.0, 0.0]
    assert survey.days.filter(pl.col("person") == "3")["magnesium"].to_list() == [None, None]
    assert survey.days["weekend"].to_list() == [1.0, 0.0, 1.0] * 2
    assert survey.days["status_good"].to_list() == [True, True, False] * 2
    assert survey.people.sort("person")["sex"].to_list() == ["male", "female", "female"]
    found = propose(tmp_path / "DEMO.XPT")
    assert found["labels"]["RIAGENDR"] == "Gender" and "weight" in found["missing"]


def test_our_own_table_and_a_map_of_columns(tmp_path: Path) -> None:
    days = _days().rename({"magnesium": "Mg_mg", "person": "Who"})
    days.write_csv(tmp_path / "days.csv")
    days.write_parquet(tmp_path / "days.parquet")
    options = ["--nutrient", "magnesium", "--ages", "19-", "--format", "json"]
    maps = ["--map", "person=Who", "--map", "magnesium=Mg_mg"]
    answers = [
        _run("usual", str(tmp_path / f), *options, *maps) for f in ("days.csv", "days.parquet")
    ]
    for a in answers:
        assert a.exit_code == 0, a.exception
    first, second = (json.loads(a.stdout) for a in answers)
    assert first["groups"] == second["groups"]
    assert [g["n"] for g in first["groups"]] == [100, 100]
    assert first["design"]["rules"] == ["random_groups"]


def test_the_flow_counts_everybody_who_is_left_out(tmp_path: Path) -> None:
    days = _days(300).with_columns(
        status=pl.when(pl.col("person") < "p0010").then(pl.lit("2")).otherwise(pl.lit("1")),
        pregnant=(pl.col("person") >= "p0290").cast(pl.Int8),
        magnesium=pl.when(pl.col("person").is_between(pl.lit("p0100"), pl.lit("p0104")))
        .then(None)
        .otherwise("magnesium"),
    )
    pl.concat([days, days.head(7)]).write_csv(tmp_path / "days.csv")
    result = _run(
        "usual",
        str(tmp_path / "days.csv"),
        "--nutrient",
        "magnesium",
        "--by",
        "sex",
        "--format",
        "json",
    )
    assert result.exit_code == 0, result.exception
    left_out = {s["step"]: s["people_left_out"] for s in json.loads(result.stdout)["flow"]}
    assert left_out["reliable_day"] == 10
    assert left_out["not_pregnant"] == 10
    assert left_out["nutrient_known"] == 5
    assert "duplicate_rows" in left_out


def test_no_second_day_says_what_to_give(tmp_path: Path) -> None:
    said = _error(tmp_path, _days(days=1))
    assert "No person has two days" in said and "--ratio" in said and "for magnesium, men" in said
    options = ["--nutrient", "magnesium", "--ages", "19-", "--ratio", "1.05", "--format", "json"]
    result = _run("usual", str(tmp_path / "days.csv"), *options)
    assert result.exit_code == 0 and json.loads(result.stdout)["model"]["external_ratio"] == 1.05


@pytest.mark.parametrize("model", [["--two-part"], ["--per", "energy"]])
def test_what_a_ratio_cannot_stand_for_does_not_ask_for_one(
    tmp_path: Path, model: list[str]
) -> None:
    days = _days(days=1).with_columns(energy=pl.col("magnesium") * 7.0)
    asked = _error(tmp_path, days, "--ages", "19-", *model)
    assert "Add second days" in asked and "--ratio" not in asked
    assert "Leave" in _error(tmp_path, days, "--ages", "19-", *model, "--ratio", "1.05")


def test_weights_that_are_all_missing(tmp_path: Path) -> None:
    assert "All weights" in _error(tmp_path, _days().with_columns(weight=pl.lit(None, pl.Float64)))


def test_text_in_a_number_column_names_the_rows(tmp_path: Path) -> None:
    text = pl.col("magnesium").cast(pl.String)
    bad = _days().with_columns(
        magnesium=pl.when(pl.int_range(pl.len()) == 3).then(pl.lit("lots")).otherwise(text)
    )
    said = _error(tmp_path, bad)
    assert "'lots'" in said and "rows 5" in said


def test_two_persons_under_one_id(tmp_path: Path) -> None:
    two = _days().with_columns(
        age=pl.when((pl.col("person") == "p0003") & (pl.col("day") == 2))
        .then(80.0)
        .otherwise("age")
    )
    assert "two persons" in _error(tmp_path, two) and "p0003" in _error(tmp_path, two)


def test_the_same_day_twice_with_other_amounts(tmp_path: Path) -> None:
    again = _days().head(1).with_columns(magnesium=pl.lit(1.5))
    assert "p0000 day 1" in _error(tmp_path, pl.concat([_days(), again]))


def test_grams_for_milligrams(tmp_path: Path) -> None:
    said = _error(tmp_path, _days().with_columns(pl.col("magnesium") / 1000))
    assert "expected are about" in said and "must be in mg" in said


def test_a_column_in_percent_of_daily_value(tmp_path: Path) -> None:
    said = _error(
        tmp_path, _days().rename({"magnesium": "Mg (%DV)"}), "--map", "magnesium=Mg (%DV)"
    )
    assert "percent of a daily value" in said


def test_days_of_zero_ask_for_two_parts(tmp_path: Path) -> None:
    zero = _days().with_columns(
        magnesium=pl.when(pl.int_range(pl.len()) % 4 == 0).then(0.0).otherwise("magnesium")
    )
    assert "--two-part" in _error(tmp_path, zero)
    result = _run(
        "usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--by", "", "--two-part",
        "--format", "json", "--replicates", "none",
    )  # fmt: skip
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["model"]["name"] == "two_part"


def test_age_groups_that_are_none_or_overlap_are_said_at_once(tmp_path: Path) -> None:
    said = _error(tmp_path, _days(), "--ages", "19-30,old,25-40")
    assert "'old'" in said and "19-30 and 25-40 overlap" in said


def test_people_at_scale_equal_one_at_a_time() -> None:
    from hypothesis import given, settings
    from hypothesis import strategies as st

    from unclench.facts.requirements import requirement
    from unclench.told.person import Person

    one = st.tuples(
        st.sampled_from(["female", "male"]),
        st.integers(1, 95),
        st.lists(st.floats(1.0, 900.0), min_size=1, max_size=4),
    )

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(one, min_size=1, max_size=5), st.sampled_from(["magnesium", "iron", "vitamin_d"])
    )
    def same(people: list[tuple[str, int, list[float]]], nutrient: str) -> None:
        rows = [
            {"person": str(i), "day": d, "sex": sex, "age": float(age), nutrient: y}
            for i, (sex, age, ys) in enumerate(people)
            for d, y in enumerate(ys)
        ]
        table = person_risks(pl.DataFrame(rows), nutrient)
        for row, (sex, age, ys) in zip(table.rows(named=True), people, strict=True):
            who = Person(age=age, sex=sex)  # type: ignore[arg-type]
            y = np.array(ys)
            usual = usual_intake(Days(y, y, y), group(nutrient, who), np.zeros_like(y))
            need = requirement(nutrient, who).found
            assert need is not None
            assert row["mean"] == pytest.approx(usual.mean, rel=1e-9)
            if need.columns.spread[0]:
                assert row["p_below"] == pytest.approx(bayesian(usual, need), abs=1e-9)

    same()


def test_prevalence_rank_and_report_from_one_file(tmp_path: Path) -> None:
    days = _days(240).with_columns(
        calcium=pl.col("magnesium") * 3, potassium=pl.col("magnesium") * 9
    )
    days.write_csv(tmp_path / "days.csv")
    file = str(tmp_path / "days.csv")
    found = _run("prevalence", file, "--ages", "19-", "--format", "json")
    assert found.exit_code == 0, found.exception
    answers = {a["nutrient"]: a["groups"] for a in json.loads(found.stdout)["nutrients"]}
    assert set(answers) == {"magnesium", "calcium", "potassium"}
    assert answers["potassium"][0]["below_requirement"] is None
    ranked = _run("rank", file)
    assert ranked.exit_code == 0, ranked.exception
    table = pl.read_csv(ranked.stdout.encode())
    assert set(table["nutrient"]) == {"magnesium", "calcium"}
    assert table.group_by("person").agg(pl.col("rank").max())["rank"].to_list() == [2] * 240
    firsts = table.filter(pl.col("rank") == 1).sort("person")["p_below"]
    assert (firsts >= table.filter(pl.col("rank") == 2).sort("person")["p_below"]).all()
    page = tmp_path / "report.html"
    done = _run("report", file, "--ages", "19-", "--nutrients", "magnesium", "--out", str(page))
    assert done.exit_code == 0, done.exception
    text = page.read_text()
    assert text.count("<svg") == 2 and "four weekdays and three weekend days" in text
    assert "http" not in text.replace("http://www.w3.org", "")


def test_replicate_weights_of_the_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    days = _days(300).with_columns(weight=pl.lit(2.0))
    ids = days["person"].unique().sort()
    sets = {f"RW{i}": 2.0 * rng.poisson(1, len(ids)) for i in range(20)}
    days.join(pl.DataFrame({"person": ids, **sets}), on="person").write_csv(tmp_path / "days.csv")
    options = ["usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--by", ""]
    named = ["--weights-given", ",".join(sets), "--format", "json"]
    result = _run(*options, *named, "--replicates", "bootstrap")
    assert result.exit_code == 0, result.exception
    found = json.loads(result.stdout)
    assert found["design"]["replicates"] == "given" and found["design"]["sets"] == 20
    one_at_a_time = json.loads(_run(*options, "--format", "json").stdout)
    here, there = found["groups"][0], one_at_a_time["groups"][0]
    assert here["mean"] == pytest.approx(there["mean"], rel=1e-6)
    assert here["se"] == pytest.approx(there["se"], rel=0.5)
    assert "none" in str(_run(*options, *named, "--replicates", "none").exception)


def test_asa24_totals_of_a_study_with_their_dates(tmp_path: Path) -> None:
    rows = ["UserName,RecallNo,RecallStatus,IntakeStartDateTime,MAGN,KCAL"]
    rows += ["a,1,2,11/5/2021 0:00,300,2000", "a,2,2,11/8/2021,310,2100", "b,1,5,11/7/2021,90,900"]
    (tmp_path / "totals.csv").write_text("\n".join(rows) + "\n")
    survey = read_survey([tmp_path / "totals.csv"], ["magnesium"])
    assert survey.kinds == ("asa24",)
    assert survey.days["weekend"].to_list() == [1.0, 0.0, 1.0]
    assert survey.days["status_good"].to_list() == [True, True, False]
    (tmp_path / "totals.csv").write_text("\n".join(rows).replace("11/8/2021", "8. Nov") + "\n")
    with pytest.raises(UserError, match=r"1 dates are not read, such as '8\. Nov'"):
        read_survey([tmp_path / "totals.csv"], ["magnesium"])


def test_foods_of_asa24_are_days_and_the_day_of_the_week_is_that_of_eating(tmp_path: Path) -> None:
    head = "UserName,RecallNo,RecallStatus,IntakeStartDateTime,ReportingDate,FoodNum,FoodCode"
    rows = [head + ",MAGN,KCAL,VK"]
    rows += [f"a,1,2,11/4/2021 0:00,11/5/2021,{i},9,{m},500,{v}" for i, m, v in
             ((1, 100, 1), (2, 100, 1), (3, 70, ""))]  # fmt: skip
    rows += ["a,2,2,11/6/2021 0:00,11/7/2021,1,9,310,2100,4"]
    (tmp_path / "Items.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "people.csv").write_text("UserName,Age,Sex\na,40,F\n")
    survey = read_survey([tmp_path / n for n in ("Items.csv", "people.csv")],
                         ["magnesium", "vitamin_k"])  # fmt: skip
    assert survey.days["magnesium"].to_list() == [270.0, 310.0]
    assert survey.days["vitamin_k"].to_list() == [None, 4.0]
    assert survey.days["weekend"].to_list() == [0.0, 1.0]
    assert survey.people.select("age", "sex").row(0) == (40.0, "female")
    assert not survey.duplicates


def test_foods_of_the_survey_as_published_are_the_totals(tmp_path: Path) -> None:
    head = "SEQN,WTDRD1,DR{d}DRSTZ,DR{d}DAY,DR{d}IFDCD,DR{d}IGRMS,DR{d}IMAGN"
    for d, lines in ((1, ("1,9,1,3,11,5,100", "1,9,1,3,11,5,100", "2,8,1,6,11,5,70")),
                     (2, ("1,9,1,7,11,5,90",))):  # fmt: skip
        (tmp_path / f"DR{d}IFF.csv").write_text("\n".join([head.format(d=d), *lines]) + "\n")
    survey = read_survey([tmp_path / f"DR{d}IFF.csv" for d in (1, 2)], ["magnesium"])
    got = survey.days.sort("person", "day").select("person", "day", "weekend", "magnesium").rows()
    assert got == [("1", 1.0, 0.0, 200.0), ("1", 2.0, 1.0, 90.0), ("2", 1.0, 1.0, 70.0)]
    assert survey.people["weight"].to_list() == [9.0, 8.0]


def test_dates_alone_number_the_days(tmp_path: Path) -> None:
    rows = ["person,date,magnesium", "a,2026-11-27,300", "a,2026-11-29,310", "b,2026-11-23,90"]
    (tmp_path / "days.csv").write_text("\n".join(rows) + "\n")
    survey = read_survey([tmp_path / "days.csv"], ["magnesium"])
    assert survey.days["day"].to_list() == [1.0, 2.0, 1.0]
    assert survey.days["weekend"].to_list() == [1.0, 1.0, 0.0]


def test_the_two_day_weight_with_people_of_one_day(tmp_path: Path) -> None:
    alone = (pl.col("day") == 2) & (pl.col("person") < "p0100")
    days = _days().filter(~alone)
    two = days["person"].is_duplicated()
    days = days.with_columns(weight_two=pl.when(two).then(2.5))
    days = days.rename({"weight_two": "W2"})
    said = _error(tmp_path, days, "--weight", "W2")
    assert "100 people with one day have no weight 'W2'" in said and "--both-days" in said


def test_a_stratum_with_one_unit_is_said_in_the_answer(tmp_path: Path) -> None:
    number = pl.col("person").str.slice(1).cast(pl.Int64)
    days = _days(240).with_columns(
        stratum=(number // 60).cast(pl.String),
        unit=pl.when(number < 60).then(0).otherwise(number // 20).cast(pl.String),
    )
    days.write_csv(tmp_path / "days.csv")
    result = _run("usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--by", "")
    assert result.exit_code == 0, result.exception
    assert "a stratum with one unit was joined" in result.stdout


def test_who_has_no_cycle_keeps_their_stratum(tmp_path: Path) -> None:
    """A column of cycles that is empty takes no strata away: errors are those without it."""
    number = pl.col("person").str.slice(1).cast(pl.Int64)
    days = _days(240).with_columns(
        stratum=(number % 4).cast(pl.String), unit=(number // 4 % 3).cast(pl.String)
    )
    designs = []
    for name, frame in (("bare", days), ("empty", days.with_columns(cycle=pl.lit("")))):
        frame.write_csv(tmp_path / f"{name}.csv")
        options = ["--nutrient", "magnesium", "--by", "", "--format", "json"]
        result = _run("usual", str(tmp_path / f"{name}.csv"), *options)
        assert result.exit_code == 0, result.exception
        designs.append(json.loads(result.stdout)["groups"][0]["se"])
    assert designs[0] == pytest.approx(designs[1], rel=1e-12)


def test_cycles_of_unequal_length_count_by_their_years(tmp_path: Path) -> None:
    """Weights of 2015-2016 and 2017-March 2020 count 2 / 5.2 and 3.2 / 5.2."""
    from unclench.cohort.selection import Choice, choose

    head = "SEQN,SDDSRVYR,DAY,DRSTZ,WTDRD1,MAGN"
    rows = [f"{i},{9 if i < 50 else 66},{d},1,52,{200 + i}" for i in range(100) for d in (1, 2)]
    (tmp_path / "days.csv").write_text("\n".join([head, *rows]) + "\n")
    chosen = choose(
        read_survey([tmp_path / "days.csv"], ["magnesium"]), "magnesium", Choice((), ())
    )
    found = chosen.days.unique("person").sort(pl.col("person").cast(pl.Int64))["weight"].to_list()
    assert found == pytest.approx([20.0] * 50 + [32.0] * 50)
    said = _run("usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--by", "")
    assert "66 0.615" in said.stdout and "9 0.385" in said.stdout


def test_what_is_wrong_in_two_files_is_said_at_once(tmp_path: Path) -> None:
    text = pl.col("magnesium").cast(pl.String)
    first = pl.int_range(pl.len()) == 0
    bad = _days().with_columns(
        magnesium=pl.when(first).then(pl.lit("lots")).otherwise(text),
        sex=pl.when(first).then(pl.lit("X9")).otherwise("sex"),
    )
    bad.write_csv(tmp_path / "days.csv")
    (tmp_path / "more.csv").write_text("who,age\n1,30\n")
    result = _run(
        "usual", str(tmp_path / "days.csv"), str(tmp_path / "more.csv"), "--nutrient", "magnesium"
    )
    assert isinstance(result.exception, UserError)
    assert len(result.exception.problems) == 3


def test_a_fit_that_does_not_converge_says_what_was_tried_and_what_to_do(tmp_path: Path) -> None:
    from unclench.words.en.cohort import usual_text

    _days().write_csv(tmp_path / "days.csv")
    options = ["--nutrient", "magnesium", "--by", "", "--replicates", "none", "--format", "json"]
    answer = json.loads(_run("usual", str(tmp_path / "days.csv"), *options).stdout)
    assert "did not converge" not in usual_text(answer)
    answer["groups"][0]["fit"]["converged"] = False
    said = usual_text(answer)
    assert "did not converge" in said and "was tried" in said and "--ratio" in said


def _first_cycles(folder: Path, *, four: bool) -> list[Path]:
    """Day totals as of 1999-2004, whose first two cycles have names and a weight of their own."""
    paths = []
    for cycle, day in (("1", "DRX"), ("2", "DRX"), ("3", "DR1")):
        status = {"1": "DRDDRSTS", "2": "DRDDRSTZ", "3": "DR1DRSTZ"}[cycle]
        weekday = "DR1DAY" if cycle == "3" else "DRDDAY"
        sodium = "DR1TSODI" if cycle == "3" else "DRDTSODI"
        names = ["SEQN", "WTDRD1", status, weekday, f"{day}TMAGN", sodium]
        rows = [f"{cycle}{i:03d},60,1,3,{200 + i},{3000 + i}" for i in range(50)]
        if four and cycle != "3":
            names.append("WTDR4YR")
            rows = [f"{r},27" for r in rows]
        (folder / f"T{cycle}.csv").write_text("\n".join([",".join(names), *rows]) + "\n")
        people = [f"{cycle}{i:03d},{cycle},1,40" for i in range(50)]
        head = "SEQN,SDDSRVYR,RIAGENDR,RIDAGEYR"
        (folder / f"D{cycle}.csv").write_text("\n".join([head, *people]) + "\n")
        paths += [folder / f"T{cycle}.csv", folder / f"D{cycle}.csv"]
    return paths


def test_1999_to_2002_are_weighted_as_one(tmp_path: Path) -> None:
    """Four-year weights times 4 / 6 beside two-year weights times 2 / 6; alone as they are."""
    from unclench.cohort.selection import Choice, choose

    survey = read_survey(_first_cycles(tmp_path, four=True), ["magnesium", "sodium"])
    assert survey.days["sodium"].null_count() == 0 and survey.days["weekend"].sum() == 0
    chosen = choose(survey, "magnesium", Choice((), ()))
    first = chosen.days.with_columns(of=pl.col("person").str.head(1)).unique("of").sort("of")
    assert first["weight"].to_list() == pytest.approx([18.0, 18.0, 20.0])
    assert chosen.times == pytest.approx((2 / 3, 2 / 3, 1 / 3))
    assert chosen.weight == "weight, weight_four"
    pair = choose(survey, "magnesium", Choice((), (), ("1", "2")))
    assert set(pair.days["weight"]) == {27.0}
    apart = choose(survey, "magnesium", Choice((), (), ("2", "3")))
    assert set(apart.days["weight"]) == {30.0} and apart.weight == "weight"
    own = choose(survey, "magnesium", Choice((), (), weight="weight"))
    assert set(own.days["weight"]) == {20.0}


def test_1999_to_2002_without_their_weight_say_which_is_missing(tmp_path: Path) -> None:
    files = [str(p) for p in _first_cycles(tmp_path, four=False)]
    result = _run("usual", *files, "--nutrient", "magnesium", "--ratio", "1.05", "--by", "")
    assert isinstance(result.exception, UserError) and "WTDR4YR" in str(result.exception)


def test_covariates_of_a_file_are_numbers_or_codes_and_who_has_none_is_noted(
    tmp_path: Path,
) -> None:
    """The same from CSV and SAS transport; a number by its spread, a code by its levels."""
    import pyreadstat

    number = pl.col("person").str.slice(1).cast(pl.Float64)
    days = _days(300).with_columns(
        bmi=pl.when(number == 7).then(None).otherwise(20 + number % 40),
        doubled=40 + 2 * (number % 40),
        origin=1 + number % 3,
        person=number,
    )
    days = days.with_columns(pl.col("day").cast(pl.Float64), weight=pl.lit(2.0))
    days.write_csv(tmp_path / "days.csv")
    pyreadstat.write_xport(days.drop("sex"), str(tmp_path / "days.xpt"))
    options = ["--nutrient", "magnesium", "--by", "", "--covariates", "bmi,origin"]
    answers = []
    for name in ("days.csv", "days.xpt"):
        result = _run("usual", str(tmp_path / name), *options, "--format", "json")
        assert result.exit_code == 0, result.exception
        answers.append(json.loads(result.stdout))
    one, two = (a["groups"][0]["fit"] for a in answers)
    named = {k: v for k, v in one.items() if k.startswith("coefficient of")}
    bmi = np.array([20 + i % 40 for i in range(300) if i != 7])
    assert list(named)[-3:] == [
        f"coefficient of bmi, per {bmi.std():.3g} around {bmi.mean():.3g}",
        "coefficient of origin=2",
        "coefficient of origin=3",
    ]
    assert named == {k: v for k, v in two.items() if k in named}
    left_out = {s["step"]: s["people_left_out"] for s in answers[0]["flow"]}
    assert left_out["bmi_known"] == 1 and left_out["origin_known"] == 0
    assert _run("usual", str(tmp_path / "days.csv"), *options[:-1], "bmi,bmi").exit_code == 0
    same = _run("usual", str(tmp_path / "days.csv"), *options[:-1], "bmi,doubled")
    assert isinstance(same.exception, UserError) and "Leave one out" in str(same.exception)


def test_what_is_wrong_with_file_and_model_is_said_at_once(tmp_path: Path) -> None:
    """Grams for milligrams, and one day only; and grams beside weights that are missing."""
    small = _days(days=1).with_columns(pl.col("magnesium") / 1000)
    said = _error(tmp_path, small)
    assert "must be in mg" in said and "No person has two days" in said
    said = _error(tmp_path, small.with_columns(weight=pl.lit(None, pl.Float64)))
    for part in ("must be in mg", "All weights", "No person has two days"):
        assert part in said


def test_the_same_amount_on_all_days_is_no_amount(tmp_path: Path) -> None:
    said = _error(tmp_path, _days().with_columns(magnesium=pl.lit(300.0)))
    assert "All days have 300 of magnesium" in said


def test_when_nobody_is_left_the_step_is_said(tmp_path: Path) -> None:
    said = _error(tmp_path, _days().with_columns(magnesium=pl.lit(None, pl.Float64)))
    assert "Nobody is left" in said and "nutrient_known" in said and "weights" not in said

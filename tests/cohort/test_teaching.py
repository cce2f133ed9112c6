"""All that is wrong is said at once; unknown names of columns are proposed, never used unasked."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from unclench.app.verbs.cohort import app
from unclench.cohort.columns import propose
from unclench.cohort.parts import Job, sum_lines
from unclench.cohort.proposals import proposed
from unclench.errors import UserError
from unclench.intake.diaries.columns import column
from unclench.words.en.cohort import columns_text, summed_text


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def _said(*arguments: str) -> str:
    result = _run(*arguments)
    assert isinstance(result.exception, UserError), (result.output, result.exception)
    return str(result.exception)


def _table(tmp_path: Path, people: int = 120, **changed: str) -> str:
    """Two days of each; `changed` replaces a column by the same text everywhere."""
    head = ["person", "day", "sex", "age", "weight", "magnesium"]
    rows = [",".join(head)]
    for i in range(people):
        for d in (1, 2):
            row = {
                "person": f"p{i}", "day": str(d), "sex": ("male", "female")[i % 2],
                "age": str(10 + i % 40), "weight": "2", "magnesium": str(200 + 37 * i % 190 + d),
            }  # fmt: skip
            rows.append(",".join({**row, **changed}[h] for h in head))
    (tmp_path / "days.csv").write_text("\n".join(rows) + "\n")
    return str(tmp_path / "days.csv")


def test_everything_wrong_with_files_and_options_is_said_at_once(tmp_path: Path) -> None:
    rows = ["person,day,sex,age,weight,magnesium,region", "a,1,female,30,,0.25,1"]
    rows += ["b,1,male,40,,0.3,1", "b,1,female,40,,lots,2", "c,1,robot,40,,0.2,2"]
    (tmp_path / "days.csv").write_text("\n".join(rows) + "\n")
    said = _said("usual", str(tmp_path / "days.csv"), str(tmp_path / "none.csv"),
                 "--nutrient", "magnesium", "--by", "region")  # fmt: skip
    for part in ("no such file", "'lots' (rows 4)", "robot", "two persons (b)", "b day 1",
                 "must be in mg", "All weights", "No person has two days"):  # fmt: skip
        assert part in said, part
    said = _said("usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--by", "sex,town",
                 "--covariates", "bmi", "--weights-given", "RW1", "--cycles", "9",
                 "--map", "magnesium=Mg", "--per", "calcium")  # fmt: skip
    for part in ("--by: No file has a column for town", "--covariates: No file has a column 'bmi'",
                 "--weights-given: No file has a column 'RW1'", "--cycles", "--map: No file has",
                 "No file has a column for calcium"):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize("verb", ["prevalence", "rank"])
def test_what_is_wrong_whatever_the_nutrient_is_said_once(tmp_path: Path, verb: str) -> None:
    assert "must be in mg" in _said(verb, _table(tmp_path, magnesium="0.3"))
    if verb == "prevalence":
        file = _table(tmp_path, weight="")
        Path(file).write_text(Path(file).read_text().replace("magnesium", "magnesium,calcium", 1))
        assert _said(verb, file).count("All weights") == 1


def test_who_may_leave_groups_out_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text("person,day,magnesium\na,1,250\na,2,300\n")
    assert "or leave it out: --by ''" in _said("usual", str(file), "--nutrient", "magnesium")
    assert "--by ''" not in _said("rank", str(file))


def test_ages_that_are_given_count_whatever_the_groups(tmp_path: Path) -> None:
    file, base = _table(tmp_path), ["--nutrient", "magnesium", "--by", "sex", "--format", "json"]
    every, some = (
        json.loads(_run("usual", file, *base, *more).stdout)
        for more in ([], ["--ages", "20-29,40-"])
    )
    assert sum(g["n"] for g in every["groups"]) == 120
    assert [set(g["by"]) for g in some["groups"]] == [{"sex"}] * 2
    assert sum(g["n"] for g in some["groups"]) == sum(
        20 <= 10 + i % 40 <= 29 or 10 + i % 40 >= 40 for i in range(120)
    )
    assert "in_age_groups" in [s["step"] for s in some["flow"]]
    Path(file).write_text(Path(file).read_text().replace(",age,", ",years,", 1))
    assert "--ages: No file has a column for age" in _said("usual", file, *base, "--ages", "20-")


def test_columns_are_proposed_and_the_options_can_be_pasted(tmp_path: Path) -> None:
    import shlex

    file = tmp_path / "odd.csv"
    rows = ["Participant ID,Visit,Magnesium (mg),Gender,Age (years),Wt,Kalzium mg,zinc_g,Iron %DV"]
    rows += [f"{i},{d},{250 + i},F,30,2,900,0.01,50" for i in range(60) for d in (1, 2)]
    file.write_text("\n".join(rows) + "\n")
    found = propose(file)
    assert found["perhaps"] == {
        "person": "Participant ID", "day": "Visit", "magnesium": "Magnesium (mg)",
        "age": "Age (years)", "weight": "Wt", "calcium": "Kalzium mg",
    }  # fmt: skip
    said = columns_text(found)
    assert "'zinc_g', whose numbers times 1000 are zinc in mg" in said
    assert "'Iron %DV', no amounts of iron in mg" in said
    assert "Not used: 0 columns" in said
    refused = _said("usual", str(file), "--nutrient", "magnesium", "--by", "sex")
    assert "--map 'person=Participant ID'" in refused  # proposed, never used unasked
    options = ["--nutrient", "magnesium", "--by", "sex", "--format", "json"]
    result = _run("usual", str(file), *options, *shlex.split(found["map"]))
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["groups"][0]["n"] == 60


def test_what_is_recognised_is_not_proposed_again_and_short_words_are_nothing() -> None:
    none = proposed(["mg", "B", "id", "remarks", "DVD", "adv"], {"person": "id"})
    assert not none.names and not none.units


@pytest.mark.parametrize("header", ["magnesium_g", "sodium_g", "Calcium g"])
def test_a_name_that_ends_as_a_longer_unit_begins(header: str) -> None:
    found = column(header)
    assert found is not None and found.factor == pytest.approx(1000)


def test_lines_of_foods_that_the_table_lacks_are_said(tmp_path: Path) -> None:
    (tmp_path / "foods.csv").write_text("food,energy,magnesium\noats,370,130\n")
    for first, share in (("oats", "50%"), ("porridge", "100%")):
        lines = tmp_path / f"{first}.csv"
        lines.write_text(f"person,day,food,grams\na,1,{first},50\na,1,gruel,50\n")
        done = sum_lines(Job(lines, tmp_path / f"out {first}", tmp_path / "foods.csv"))
        said = summed_text(asdict(done), tmp_path / "out")
        assert f"({share})" in said and ("--foods" in said) == (first == "porridge")


def test_the_time_left_is_that_of_steps_that_were_done_now(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of ten parts four were there; each of the others takes a minute."""
    from unclench.app.terminal import Progress

    times = iter([0.0, 0.001, 0.002, 0.003, 0.004, 60.0, 120.0, 3600.0])
    tell = Progress(lambda: next(times))
    for done in (*range(7), 10):
        tell(done, 10, "Summing parts")
    said = [line.strip() for line in capsys.readouterr().err.split("\r")]
    assert "left" not in "".join(said[:6])
    assert said[6] == "Summing parts: 5 of 10, about 5 min left"
    assert said[7] == "Summing parts: 6 of 10, about 4 min left" and "left" not in said[8]


def test_the_report_says_what_a_group_of_several_needs_is_judged_by(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = _run("report", _table(tmp_path), "--nutrients", "magnesium", "--ages", "19-49",
                  "--out", str(page))  # fmt: skip
    assert result.exit_code == 0, result.exception
    assert "<td>330 to 350</td>" in page.read_text()

"""The commands of docs/cohort_tutorial.md, on files written as the survey publishes them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.cohort.test_published import FILES
from unclench.app.verbs.cohort import app

PAGE = Path(__file__).parents[2] / "docs/cohort_tutorial.md"


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Day totals and demographics of 2011-2014 as SAS transport."""
    import pyreadstat

    if not FILES[0].is_file():
        pytest.skip("no survey here")
    days, people = (pl.read_csv(f, infer_schema_length=None) for f in FILES)
    for cycle, letter, number in (("2011-2012", "G", 7.0), ("2013-2014", "H", 8.0)):
        who = people.filter(pl.col("CYCLE") == cycle).with_columns(SDDSRVYR=pl.lit(number))
        columns = ["SEQN", "SDDSRVYR", "RIAGENDR", "RIDAGEYR", "RIDEXPRG", "SDMVSTRA", "SDMVPSU"]
        frame = who.select(pl.col(c).cast(pl.Float64) for c in columns)
        pyreadstat.write_xport(frame, str(tmp_path / f"DEMO_{letter}.XPT"))
        for d in (1, 2):
            names = {"SEQN": "SEQN", "WTDRD1": "WTDRD1", "DRSTZ": f"DR{d}DRSTZ", "DOW": f"DR{d}DAY",
                     "DRABF": "DRABF", "MAGN": f"DR{d}TMAGN", "KCAL": f"DR{d}TKCAL"}  # fmt: skip
            of_day = days.filter((pl.col("CYCLE") == cycle) & (pl.col("DAY") == d))
            frame = of_day.select(pl.col(a).cast(pl.Float64).alias(b) for a, b in names.items())
            pyreadstat.write_xport(frame, str(tmp_path / f"DR{d}TOT_{letter}.XPT"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_runs_and_the_table_is_the_published_one(survey: Path) -> None:
    commands = re.findall(r"^unclench cohort (.*)$", PAGE.read_text("utf-8"), re.M)
    assert len(commands) == 4
    said = []
    for command in commands:
        done = CliRunner().invoke(app, shlex.split(command))
        assert done.exit_code == 0, (command, done.output, done.exception)
        said.append(done.stdout)
    assert "MAGN" in said[0] and "sex" in said[0]
    men = json.loads(said[1])["groups"][0]
    assert (men["by"], men["n"]) == ({"sex": "male", "age": "19-"}, 4939)
    assert [round(men["percentiles"][p]) for p in ("25", "50", "75")] == [268, 338, 420]
    density = pl.read_csv(said[2].encode())
    assert density["mean"][1] > density["mean"][0]
    assert "<svg" in (survey / "magnesium.html").read_text("utf-8")

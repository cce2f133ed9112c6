"""`unclench trial` from the command line to what a person and a program read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.trial.people import lived
from unclench.trial.registration import chosen
from unclench.trial.simulated import Drive
from unclench.trial.spasm_log import COLUMNS, SpasmLog

ROOT = Path(__file__).resolve().parents[2]
SHAPE = {"rate", "weeks", "advice", "because"}
FOUND = {"p_one_sided", "rate_ratio", "p_helps_10", "verdict"}


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unclench", "trial", *map(str, args)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "80"},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def answer(*args: str | Path, code: int = 0) -> dict[str, Any]:
    done = run(*args, "--format", "json")
    assert done.returncode == code, done.stderr
    part = json.loads(done.stdout)
    assert isinstance(part, dict)
    return part


def written(log: SpasmLog, path: Path) -> Path:
    rows = [",".join(COLUMNS)]
    for date, day in log.days.items():
        took = day.took[0] if day.took else ""
        rows += [f"{date},0{i}:10,calf,{c.minutes},{c.pain},yes,asleep,{took}"
                 for i, c in enumerate(day.cramps[:9])] or [f"{date},,none,,,,,{took}"]  # fmt: skip
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(data folder, log) of a trial that was started by the command line and lived through."""
    data = tmp_path_factory.mktemp("data")
    started = answer(
        "start", "--try", "stretching", "--pairs", 12, "--age", 50, "--today", "2026-01-01",
        "--data", data, "--expects", "a little", "--calendar", data / "t.ics",
        "--page", data / "page.html",
    )  # fmt: skip
    assert started["state"] == "registered"
    assert len(started["shown"]) == 2
    log = lived(chosen(data, None), 0.6, Drive(9), 3)
    return data, written(log, data / "log.csv")


def test_a_plan_has_its_shape_and_the_same_numbers_each_time(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = [f"2026-{m:02}-{d:02},,{'calf' if d % 2 else 'none'},,,,," for m in (3, 4, 5)
            for d in range(1, 29)]  # fmt: skip
    log.write_text(",".join(COLUMNS) + "\n" + "\n".join(rows) + "\n", "utf-8")
    plan = answer("plan", "--try", "magnesium", "--log", log, "--age", 50)
    assert set(plan) >= SHAPE
    assert plan["rate"] == pytest.approx(3.5)
    assert plan["advice"] == "not_worth_it"
    assert all(set(p) == {"weeks", "effect", "power"} for p in plan["weeks"])
    assert {p["effect"] for p in plan["weeks"]} == {0.2, 0.3, 0.5, 0.7}
    assert plan == answer("plan", "--try", "magnesium", "--log", log, "--age", 50)
    report = tmp_path / "plan.html"
    text = run("plan", "--try", "magnesium", "--log", log, "--report", report)
    assert "3.5 cramps a week" in text.stdout
    assert "<svg" in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--try", "quinine"), "platelets"),
        (("--try", "potassium"), "heart"),
        (("--try", "my simvastatin"), "No medicine is started, stopped or changed"),
        (("--try", "magnesium 600 mg"), "upper limit"),
        (("--try", "magnesium", "--has", "kidney disease"), "Kidney disease"),
        (("--try", "magnesium", "--age", "16"), "Under 18"),
        (("--try", "stretching", "--says", "crushing chest pain"), "warning sign"),
        (("--try", "salt drink", "--has", "high blood pressure"), "blood pressure"),
        (("--try", "salt drink", "--takes", "furosemide"), "water tablet"),
        (("--try", "no such thing", "--says", "crushing chest pain"), "warning sign"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(args: tuple[str, ...], said: str) -> None:
    plan = answer("plan", *args)
    assert plan["advice"] == "refused"
    assert said in plan["because"]
    assert plan["weeks"] == []


def test_a_refused_trial_cannot_be_started(tmp_path: Path) -> None:
    refused = answer("start", "--try", "quinine", "--pairs", 10, "--data", tmp_path, code=2)
    assert refused["advice"] == "refused"
    assert list(tmp_path.iterdir()) == []


def test_bad_input_to_start_is_said_all_at_once(tmp_path: Path) -> None:
    done = run("start", "--try", "stretching", "--pairs", 3, "--blinded", "--data", tmp_path,
               "--today", "2026-01-05", "--from", "2026-01-02")  # fmt: skip
    assert done.returncode == 2
    for said in ("not after today", "so few pairs (3)", "cannot be blinded"):
        assert said in done.stderr


def test_starting_again_says_so(trial: tuple[Path, Path]) -> None:
    data, _ = trial
    again = answer("start", "--try", "stretching", "--pairs", 30, "--today", "2026-01-03",
                   "--data", data)  # fmt: skip
    assert (again["state"], again["pairs"]) == ("again", 12)
    assert any("draws no other" in n for n in again["notes"])


def test_calendar_and_page_are_written(trial: tuple[Path, Path]) -> None:
    data, _ = trial
    calendar = (data / "t.ics").read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    page = (data / "page.html").read_text("utf-8")
    assert "Pain 0-10" in page
    assert page.count("<h2>") == 2


def test_the_log_says_what_is_on(trial: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = trial
    log = tmp_path / "own.csv"
    first = answer("log", "--none", "--today", "2026-01-05", "--log", log, "--data", data)
    assert (first["state"], first["noted_days"], first["missed_days"]) == ("running", 1, 3)
    answer("log", "--muscle", "calf", "--minutes", 3, "--pain", 6, "--woke", "--today",
           "2026-01-06", "--log", log, "--data", data)  # fmt: skip
    assert "2026-01-06,,calf,3,6,yes,," in log.read_text("utf-8")
    stop = answer("log", "--today", "2026-01-06", "--log", log, "--data", data, "--says",
                  "crushing chest pain")  # fmt: skip
    assert any("stop and see a professional" in n for n in stop["notes"])
    effect = answer("log", "--today", "2026-01-06", "--log", log, "--data", data, "--says",
                    "my calf is swollen and hot")  # fmt: skip
    assert any("side effects at which to stop" in n for n in effect["notes"])
    wrong = run("log", "--none", "--today", "2026-01-06", "--log", log, "--data", data)
    assert wrong.returncode == 2
    assert "noted with cramps already" in wrong.stderr


def test_it_is_analysed_and_reported(trial: tuple[Path, Path], tmp_path: Path) -> None:
    data, log = trial
    early = answer("analyse", "--log", log, "--data", data, "--today", "2026-03-01")
    assert (early["p_one_sided"], early["verdict"]) == (None, "cannot_tell")
    found = answer("analyse", "--log", log, "--data", data, "--today", "2026-12-01")
    assert set(found) >= FOUND
    assert set(found["rate_ratio"]) == {"median", "low80", "high80"}
    assert found["verdict"] == "helps"
    assert found["registered"] is True
    report = tmp_path / "report.html"
    done = run("report", "--log", log, "--data", data, "--today", "2026-12-01", "--report", report)
    assert done.returncode == 0, done.stderr
    page = report.read_text("utf-8")
    for said in ("CENT 2015", "<svg", "a little", "Not blinded", "not that it was lacking"):
        assert said in page
    whole = answer("report", "--log", log, "--data", data, "--today", "2026-12-01")
    assert len(whole["cent"]) > 35
    assert whole["case_line"].startswith("#")


def test_without_a_trial_it_says_how_to_start_one(tmp_path: Path) -> None:
    done = run("analyse", "--data", tmp_path)
    assert done.returncode == 2
    assert "unclench trial start" in done.stderr

"""Red flags before input errors: what can be answered is, urgency first; the rest is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from unclench import UserError, assess, case_from, render
from unclench.assessment import Assessment
from unclench.errors import Problem
from unclench.refusals import AT_MOST, capped

SADDLE = "numbness between my legs and I cannot pass urine"


def run(*args: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "UNCLENCH_HOME": str(cwd / "home"), **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "unclench", *args], text=True, check=False, cwd=cwd, env=env,
        stderr=subprocess.PIPE, stdout=more.pop("stdout", subprocess.PIPE), errors="replace",
        timeout=120, **more,
    )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with good and bad files."""
    made = {
        "typo.yaml": f"profil: {{age: 40}}\ncomplaints: [{SADDLE}]\n",
        "date.yaml": f"complaints: [{SADDLE}]\nlabs:\n - {{name: K, value: 4.1, unit: mmol/L, "
        "date: 2026-02-30}\n",
        "tab.yaml": "age: 40\n\tsex: male",
        "twice.yaml": f"complaints: [{SADDLE}]\ncomplaints: [calf cramp]\n",
        "out.yaml": f"complaints: [{SADDLE}]\ndiary: ../../../etc/passwd\nlabs: [/etc/hosts]\n",
        "week.csv": "date,food,amount,unit\n"
        + "".join(f"2026-05-{d:02d},rice,300,g\n" for d in range(1, 8)),
        "one_bad.csv": "date,food,amount,unit\n2026-05-01,rice,300,g\n2026-05-01,milk,-3,g\n"
        "2026-05-02,banana,120,g\n",
        "future.csv": "date,food,amount,unit\n2031-05-01,rice,300,g\n",
    }
    for name, text in made.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--says", SADDLE, "--labs", "K 4.1 mg/L"], ["mg/l"]),
        (["--says", SADDLE, "--labs", "K 4.1 mmol/L 03/04/2026"], ["03/04/2026", "two ways"]),
        (["--says", SADDLE, "nofile.csv"], ["nofile.csv", "no such file"]),
        (["--says", SADDLE, "--sex", "zorb", "tab.yaml"], ["'sex'", "tab", "line 2"]),
        (["typo.yaml"], ["'profil'", "profile"]),
        (["date.yaml"], ["2026-02-30", "date"]),
        (["twice.yaml"], ["complaints", "lines 1 and 2"]),
        (["out.yaml"], ["leads out", "passwd", "hosts"]),
        (["--says", SADDLE, "future.csv"], ["future"]),
        (["--says", SADDLE, "--today", "9999-12-31"], ["9999-12-31"]),
        (["--says", SADDLE, "x" * 400], ["long"]),
        (["--says", SADDLE, "--labs", "/" + "y" * 300], ["yyy"]),
        ([SADDLE, "--labs", "K 2.4 mmol/L 2031-01-01"], ["future"]),
    ],
    ids=lambda v: str(v)[:40],
)
def test_a_warning_sign_is_answered_whatever_else_is_wrong(
    place: Path, args: list[str], words: list[str]
) -> None:
    done = run("check", *args, "-f", "json", cwd=place)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["urgency"]["level"] == "emergency"
    said = json.dumps(answer["problems"], ensure_ascii=False).lower()
    warned = json.dumps(answer["warnings"], ensure_ascii=False).lower()
    for word in words:
        assert word.lower() in said
        assert word.lower() in warned
    assert all(set(p) == {"what", "where", "fix"} for p in answer["problems"])
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--age", "40", "--sex", "male", "nofile.csv"], ["nofile.csv", "no such file", "Check"]),
        (["tab.yaml"], ["tab.yaml, line 2", "tab", "spaces"]),
        (["--age", "40", "future.csv"], ["future.csv, line 2", "future"]),
        (["--age", "40", "--labs", "K 4.1 mg/L"], ["potassium", "mmol/L"]),
        (["wek.csv"], ["week.csv"]),
    ],
    ids=lambda v: str(v)[:40],
)
def test_where_nothing_told_could_be_used_it_is_refused(
    place: Path, args: list[str], words: list[str]
) -> None:
    done = run("check", *args, cwd=place)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_a_record_without_values_is_answered_and_says_so(tmp_path: Path) -> None:
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
        "valueQuantity": {"value": 3.1, "comparator": "<>", "unit": "mmol/L"},
    }
    (tmp_path / "record.json").write_text(json.dumps(observation), "utf-8")
    made = assess(case_from(labs=[str(tmp_path / "record.json")], age=40, sex="female"))
    assert made.labs == []
    said = " ".join(f"{p.where} {p.what}" for p in made.problems)
    assert "'<>', which is no value" in said and "none with a value" in said


def test_one_bad_row_and_one_bad_file_cost_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(place / "home"))
    made = assess(case_from([place / "one_bad.csv", place / "week.csv", place / "gone.csv"]))
    assert made.diary is not None
    assert made.diary.days == 7
    said = [f"{p.where} {p.what}" for p in made.problems]
    assert any("one_bad.csv, line 3" in s for s in said)
    assert any("gone.csv" in s for s in said)
    assert made.diary.lines == 10  # the milk is there, its amount unknown


def test_the_same_file_twice_counts_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(place / "home"))
    week = place / "week.csv"
    (place / "copy.csv").write_bytes(week.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    once = assess(case_from(week))
    again = assess(case_from([week, week, place / "copy.csv"]))
    assert [n.recorded_mean for n in again.nutrients] == [n.recorded_mean for n in once.nutrients]
    assert any("same file" in w for w in again.warnings)
    assert any("count once" in w for w in again.warnings)


def test_a_library_refuses_only_what_tells_nothing() -> None:
    with pytest.raises(UserError, match="'complaints'"):
        assess({"age": 40, "complaint": "calf cramp"})
    made = assess({"complaints": ["calf cramp"], "profil": {"age": 40}, "age": 999, "labs": [7]})
    assert len(made.problems) == 3
    assert made.understood is not None
    page = render(made, "text")
    assert page.index("What could not be used") < page.index("When to get help")
    assert page.count("'profil'") == 1


def test_a_damaged_file_of_results_in_every_way_is_a_problem(samples: Path) -> None:
    for name in ("encl.zip", "cor_deflate.zip", "bomb2.yaml", "bomb3.yaml", "sparse.xlsx"):
        made = assess(case_from(samples / "attacks" / name, says=SADDLE))
        assert made.urgency is not None and made.urgency.level == "emergency"
        assert made.problems, name
        made = assess(case_from(says=SADDLE, labs=str(samples / "attacks" / name)))
        assert made.problems, name


def test_results_in_windows_letters_are_read(samples: Path) -> None:
    made = assess(case_from(labs=str(samples / "attacks" / "l1252.csv")))
    assert {lab.analyte for lab in made.labs} >= {"k", "creat"} or len(made.labs) >= 2


def test_a_fault_of_ours_hides_no_warning_sign(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unclench.intake.diaries import recognise

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(recognise, "read_text", broken)
    made = assess(case_from(place / "week.csv", says=SADDLE))
    assert made.urgency is not None and made.urgency.level == "emergency"
    assert any("fault of Unclench" in p.what for p in made.problems)
    with pytest.raises(ZeroDivisionError):
        assess(case_from(place / "week.csv"))


def test_problems_are_capped() -> None:
    many = [Problem(str(i)) for i in range(500)]
    assert len(capped(many)) == AT_MOST + 1
    assert "440 more" in capped(many)[-1].what


EVIL = "\x1b]0;evil\x07 [x](http://evil) ![y](http://evil/t.png) <b>`c` \u202egnp \ud800"


def test_hostile_words_are_inert_in_every_form() -> None:
    made = assess({"complaints": ["calf cramp", f"zorb {EVIL}"], EVIL: 1})
    made = Assessment.model_validate(made.model_dump(by_alias=True))
    made.warnings.append(EVIL)
    for form in ("text", "md", "html", "json"):
        text = render(made, form)  # type: ignore[arg-type]
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        text.encode("utf-8")
    assert "](http" not in render(made, "md")
    assert "![" not in render(made, "md").replace("\\!\\[", "")
    assert "Content-Security-Policy" in render(made, "html")
    assert "<b>" not in render(made, "html")


def test_look_alike_letters_change_no_urgency() -> None:
    made = assess({"complaints": [SADDLE.translate(str.maketrans("aeocpx", "аеосрх"))]})
    assert made.urgency is not None and made.urgency.level == "emergency"


def test_a_pasted_letter_is_read_in_linear_time() -> None:
    filler = "and then the week went on as weeks do with work and sleep and food "
    assess({"complaints": ["calf cramp"]})
    begun = time.process_time()
    made = assess({"complaints": [filler * 160 + SADDLE]})
    assert time.process_time() - begun < 15
    assert made.urgency is not None and made.urgency.level == "emergency"


@pytest.mark.parametrize(
    "env", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp437"}, {"PYTHONUTF8": "0"}]
)
def test_output_of_any_encoding(place: Path, env: dict[str, str]) -> None:
    done = run("check", "--labs", "iron 12 µmol/L", "--says", "cramp ≥", cwd=place, env=env)
    assert done.returncode == 0, done.stderr


def test_output_that_is_full_or_closed_is_one_sentence(place: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run("check", "--says", SADDLE, cwd=place, stdout=full)
    assert done.returncode == 2
    assert "could not be written" in done.stderr
    line = f'"{sys.executable}" -m unclench check --says "calf cramp" -f json >&-'
    shut = subprocess.run(line, shell=True, capture_output=True, text=True, check=False, cwd=ROOT)
    assert shut.returncode == 2
    assert "closed" in shut.stderr
    assert "Traceback" not in done.stderr + shut.stderr


@pytest.mark.parametrize("after", [0.15, 0.4, 0.8, 1.2, 2.0])
def test_ctrl_c_ends_with_130_and_no_traceback(place: Path, after: float) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "unclench", "check", "week.csv", "--says", SADDLE, "--simulate"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place,
    )  # fmt: skip
    time.sleep(after)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=120)
    assert "Traceback" not in err
    assert program.returncode == 130 or (program.returncode == 0 and "emergency" in out.lower())

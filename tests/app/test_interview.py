"""`unclench ask` and `unclench` alone: asked, answered at once, kept, gone on with."""

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


def run(lines: list[str], *args: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "UNCLENCH_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "unclench", *args],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, check=False, cwd=ROOT, env=env,
    )  # fmt: skip


def kept(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "interview.json").read_text("utf-8"))
    return found


STORY = ["44", "f", "no", "my lower back hurts & I can't sleep: it's <b>bad</b>", "", ""]


def test_a_piped_interview_asks_plays_back_and_answers(tmp_path: Path) -> None:
    done = run([*STORY, "n", "y"], "ask", "--format", "json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["asked"] == {"saddle_numbness": "no", "urine_hard_to_pass": "yes"}
    assert answer["urgency"]["level"] == "emergency"
    asked = done.stderr
    assert asked.index("How old") < asked.index("What hurts") < asked.index("warning signs")
    assert asked.index("You have: ") < asked.index("Is the skin you sit on")
    assert "Seek emergency help now." in asked  # at once, not only in the answer
    told = kept(tmp_path)
    assert told["profile"] == {"age": 44.0, "sex": "f", "pregnant": False}
    assert told["complaints"] == [STORY[3]]
    assert told["confirmed"]


def test_unclench_alone_is_the_interview_and_no_words_are_help(tmp_path: Path) -> None:
    done = run(["", "", "my calf cramps at night", "", ""], home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "What was understood" in done.stdout
    assert "leg or foot cramps at night" in done.stdout.lower().replace("\n", " ")
    empty = run([], home=tmp_path / "other")
    assert empty.returncode == 0
    assert "Usage" in empty.stdout


def test_every_step_can_be_skipped(tmp_path: Path) -> None:
    done = run([""] * 60, "ask", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Nothing was told" in done.stderr


def test_a_reading_is_struck_by_its_number(tmp_path: Path) -> None:
    done = run(["", "", "my calf cramps at night", "", "1"], "ask", "-f", "json", home=tmp_path)
    answer = json.loads(done.stdout)
    assert not [u for u in answer["understood"] if u["finding"] == "calf_cramp"]
    assert kept(tmp_path)["struck"]


def test_wrong_answers_are_asked_again_and_never_end_it(tmp_path: Path) -> None:
    lines = ["old", "-3", "41", "zorb", "m", "back pain", "", "7", "perhaps", "y"]
    done = run(lines, "ask", "-f", "json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no age" in done.stderr
    assert "no answer here" in done.stderr
    assert kept(tmp_path)["profile"] == {"age": 41.0, "sex": "m"}
    assert json.loads(done.stdout)["asked"] == {"saddle_numbness": "yes"}


def test_resume_asks_only_what_is_left(tmp_path: Path) -> None:
    run(["44", "m", "back pain", "", "", "n"], "ask", home=tmp_path)
    again = run(["n"], "ask", "--resume", "-f", "json", home=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "How old" not in again.stderr
    assert json.loads(again.stdout)["asked"] == {
        "saddle_numbness": "no", "urine_hard_to_pass": "no",
    }  # fmt: skip
    nothing = run([], "ask", "--resume", home=tmp_path / "none")
    assert nothing.returncode == 2
    assert "no interview" in nothing.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_keeps_what_was_said(tmp_path: Path) -> None:
    env = {**os.environ, "UNCLENCH_HOME": str(tmp_path)}
    child = subprocess.Popen(
        [sys.executable, "-m", "unclench", "ask"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env,
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.write("44\n")
    child.stdin.flush()
    for _ in range(600):
        if (tmp_path / "interview.json").exists():
            break
        time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "--resume" in errors
    assert "Traceback" not in errors
    assert kept(tmp_path) == {"profile": {"age": 44.0}}


@pytest.mark.parametrize("said", ["Germany", "I do not know"])
def test_the_country_is_asked_with_a_diary(said: str, tmp_path: Path) -> None:
    diary = tmp_path / "days.txt"
    diary.write_text("2026-10-05\n300 g cooked pasta\n", "utf-8")
    lines = ["44", "m", "", "", "", str(diary), said]
    done = run(lines, "ask", "-f", "json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Which country do you live in" in done.stderr
    assert kept(tmp_path)["profile"]["country"] == said
    country = json.loads(done.stdout)["diary"]["country"]
    assert country["id"] == ("DE" if said == "Germany" else "")
    again = run([], "ask", "--resume", home=tmp_path)
    assert "Which country" not in again.stderr
    assert "Which country" not in run(STORY, "ask", home=tmp_path / "bare").stderr


def test_files_are_for_the_user_alone(tmp_path: Path) -> None:
    run(["44"], "ask", home=tmp_path)
    assert (tmp_path / "interview.json").stat().st_mode & 0o077 == 0


def test_check_takes_words_and_names_the_nearest_file(tmp_path: Path) -> None:
    done = run([], "check", "my calf can't stop cramping at night", "-f", "json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["understood"]
    wrong = run([], "check", "examples/kitchen_portr", home=tmp_path)
    assert wrong.returncode == 2
    assert "kitchen_porter" in wrong.stderr
    for name in ("nothere", "my diary.csv", "some/where else"):
        assert run([], "check", name, home=tmp_path).returncode == 2


def test_asked_on_the_command_line(tmp_path: Path) -> None:
    done = run([], "check", "my lower back hurts", "--asked", "saddle_numbness=yes", "-f", "json",
               home=tmp_path)  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["asked"] == {"saddle_numbness": "yes"}
    assert answer["urgency"]["level"] == "emergency"

"""The command line as a newcomer meets it: exit codes, one clear error, the same answer."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from unclench import assess
from unclench.assessment import Assessment

EXAMPLE = ROOT / "examples" / "kitchen_porter"


def run(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unclench", *args],
        capture_output=True, text=True, check=False, cwd=cwd or ROOT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def answer() -> dict[str, object]:
    done = run("check", str(EXAMPLE), "--today", "2026-11-23", "--format", "json")
    assert done.returncode == 0, done.stderr
    parsed: dict[str, object] = json.loads(done.stdout)
    return parsed


def test_the_json_is_the_published_schema(answer: dict[str, object]) -> None:
    import jsonschema

    jsonschema.validate(answer, Assessment.model_json_schema(by_alias=True))


def test_command_line_and_library_give_one_answer(answer: dict[str, object]) -> None:
    import datetime as dt

    mine = json.loads(assess(EXAMPLE, today=dt.date(2026, 11, 23)).to_json())
    for part in ("urgency", "red_flags", "causes", "nutrients", "hydration", "labs", "next_tests",
                 "warnings", "insufficient", "not_understood", "sources"):  # fmt: skip
        assert mine[part] == answer[part], part


def test_the_example_is_answered_whole(answer: dict[str, object]) -> None:
    parsed = Assessment.model_validate(answer)
    assert parsed.urgency is not None
    assert parsed.causes
    assert parsed.next_tests
    assert parsed.diary is not None
    assert parsed.diary.days == 7
    assert {n.id for n in parsed.nutrients} >= {"magnesium", "calcium", "potassium", "vitamin_d"}
    low = {lab.analyte for lab in parsed.labs if lab.interpretation in ("L", "LL")}
    assert {"k", "mg", "vitd"} <= low
    assert parsed.safety_advice
    assert parsed.sources


def test_text_fits_80_columns() -> None:
    done = run("check", str(EXAMPLE), "--today", "2026-11-23")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_report_is_written_beside_the_answer(tmp_path: Path) -> None:
    for ending, start in ((".html", "<!doctype html>"), (".md", "# Unclench"), (".json", "{")):
        path = tmp_path / f"r{ending}"
        done = run("check", str(EXAMPLE), "--report", str(path))
        assert done.returncode == 0, done.stderr
        assert path.read_text("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check", "nothing_here.csv"], ["nothing_here.csv", "no such file"]),
        (["check", "src"], ["case.yaml"]),
        (["check", str(EXAMPLE), "--report", "x.docx"], [".docx", ".html"]),
        (["check", "--labs", "calcium 8.5 mmol/L"], ["not survivable", "mg/dL"]),
        (["check", "--age", "40", "--sex", "zorb"], ["sex"]),
        (["explain", "zorbium deficiency syndrome"], ["zorbium"]),
        (["foods", "show", "fndds:zorb"], ["zorb"]),
        (["plan", str(EXAMPLE), "--diet", "vegam"], ["vegan"]),
        (["simulate", "nerve", "--k", "40"], ["40"]),
    ],
)
def test_bad_input_is_one_clear_error_with_exit_code_2(args: list[str], words: list[str]) -> None:
    done = run(*args)
    assert done.returncode == 2, done.stdout + done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_all_problems_are_told_at_once() -> None:
    done = run("check", "one.csv", "two.csv")
    assert done.returncode == 2
    assert "one.csv" in done.stderr
    assert "two.csv" in done.stderr


def test_words_of_which_none_was_understood_are_answered_but_end_with_code_2() -> None:
    done = run("check", "--says", "grumbix tavelo")
    assert done.returncode == 2
    assert "grumbix tavelo" in done.stderr
    assert "appointment" in done.stdout
    beside = run("check", "--says", "grumbix tavelo", "--says", "calf cramps")
    assert beside.returncode == 0
    assert "grumbix tavelo" in beside.stdout


@pytest.mark.parametrize(
    "who", [(), ("--age", "40", "--sex", "female"), ("--weight", "70", "--height", "175")]
)
def test_who_a_person_is_tells_nothing_to_answer(who: tuple[str, ...]) -> None:
    done = run("check", *who)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--says" in done.stderr


@pytest.mark.parametrize("told", [("--pregnant",), ("--takes", "water tablet")])
def test_anything_told_is_answered(told: tuple[str, ...]) -> None:
    done = run("check", *told)
    assert done.returncode == 0
    assert "When to get help at once" in done.stdout


def test_explain_walks_down_to_facts_and_review_levels() -> None:
    done = run("explain", "magnesium", "--case", str(EXAMPLE))
    assert done.returncode == 0
    for word in ("EAR", "dri_1997", "review", "weakest link", "IOM 2000"):
        assert word in done.stdout


def test_explain_answers_a_claim() -> None:
    done = run("explain", "does dehydration cause back spasms")
    assert done.returncode == 0
    assert "conflicts" in done.stdout
    assert "1.63" in done.stdout


def test_help_needs_no_heavy_module() -> None:
    code = (
        "import sys; sys.argv=['unclench','--help']\n"
        "from unclench.app.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout.rstrip().rpartition("\n")[2]))
    assert "typer" in loaded
    assert not loaded & {
        "polars", "duckdb", "narwhals", "numpy", "scipy", "numba", "llvmlite", "altair",
        "vl_convert", "fastapi", "starlette", "uvicorn", "anyio", "jinja2", "typst", "pydantic",
        "yaml", "sqlite3", "asyncio", "highspy", "rapidfuzz", "mcp", "webbrowser",
    }  # fmt: skip


def test_facts_are_sound() -> None:
    done = run("facts", "check")
    assert done.returncode == 0, done.stderr
    assert ": 0 problems." in done.stdout


def test_a_question_that_tells_of_danger_says_it_first() -> None:
    told = (
        "since the race my thighs are rock hard and my wee is the colour of cola, should I drink?"
    )
    done = run("explain", told)
    assert "emergency department" in done.stdout
    assert (
        "emergency"
        not in run("explain", "does dehydration cause back spasms in my lower back").stdout
    )

"""What every verb really prints parses: real processes, every form there is."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from tests.app.test_library import tags
from tests.conftest import ROOT
from unclench.app.options import OPTIONS, PERSON, WISHES, field_of
from unclench.assessment import Assessment
from unclench.case import Case, Profile
from unclench.request import Authority, Request, Wishes

DAY = ("--today", "2026-11-23")
CHECKS = {
    "whole": ("examples/kitchen_porter",),
    "no complaint": ("--takes", "water tablet"),
    "words": ("--says", "my back locks & <b>burns</b>", "--takes", "water tablet", "--age", "61"),
    "everything": ("examples/kitchen_porter", "--plan", "--labs", "Na 139 mmol/L", "--sign",
                   "positive Chvostek", "--exposure", "sun=indoors", "--authority", "efsa"),
}  # fmt: skip
PLANS = {
    "whole": ("examples/kitchen_porter",),
    # more changes than the walk of all triples tries: HiGHS runs, and must not speak
    "solver": (
        "{diary}",
        "--age",
        "31",
        "--sex",
        "female",
        "--pregnant",
        "--max-changes",
        "4",
        "--time-limit",
        "0.2",
        "--alternatives",
        "1",
        "--goal",
        "magnesium",
    ),
    "refused": ("examples/kitchen_porter/diary.txt",),
}


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("diary") / "four days.txt"
    days = [
        f"2026-11-{d:02d}\n200 g rice\n4 slices white bread\n200 g apple\n" for d in range(1, 5)
    ]
    file.write_text("\n".join(days), "utf-8")
    return str(file)


def run(*args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "unclench", *args],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def filled(args: tuple[str, ...], diary: str) -> list[str]:
    return [diary if a == "{diary}" else a for a in args]


def table_rows(text: str) -> list[list[str]]:
    """Cells of every table of a Markdown text, whose rows must all be as wide as their head."""
    rows = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        cells = [line.replace("\\|", "").strip("|").split("|") for line in lines]
        assert len({len(c) for c in cells}) <= 1, block
        rows += cells
    return rows


def parse(form: str, out: str, title: str) -> Any:
    """What a form holds; fails when it is not whole."""
    if form == "json":
        return json.loads(out)
    if form == "html":
        assert out.startswith("<!doctype html>")
        seen = tags(out)
        assert {"html", "body", "h1"} <= seen
        assert "b" not in seen
        return seen
    if form == "md":
        assert out.startswith("# Unclench")
        return table_rows(out)
    assert out.strip()
    assert max(map(len, out.splitlines())) <= 80, title
    return None


@pytest.mark.parametrize("form", ["text", "json", "md", "html"])
@pytest.mark.parametrize("case", CHECKS)
def test_check_prints_one_whole_document(case: str, form: str, diary: str) -> None:
    out = run("check", *filled(CHECKS[case], diary), *DAY, "--format", form)
    found = parse(form, out, case)
    if form == "json":
        jsonschema = pytest.importorskip("jsonschema")
        jsonschema.validate(found, Assessment.model_json_schema(by_alias=True))


QUIET = (ROOT / "src" / "unclench" / "planning" / "program.py").exists()


@pytest.mark.parametrize("form", ["text", "json", "md", "html"])
@pytest.mark.parametrize(
    "case",
    ["whole", "refused",
     pytest.param("solver", marks=pytest.mark.skipif(not QUIET, reason="HiGHS still speaks"))],
)  # fmt: skip
def test_plan_prints_one_whole_document(case: str, form: str, diary: str) -> None:
    out = run("plan", *filled(PLANS[case], diary), *DAY, "--format", form)
    found = parse(form, out, case)
    if form == "json":
        assert (found["plans"] == []) == (case == "refused")


def test_simulations_print_one_whole_document() -> None:
    nerve = json.loads(run("simulate", "nerve", "--k", "3.0", "--json"))
    assert nerve
    blood = json.loads(
        run("simulate", "blood", "--magnesium", "120", "--weeks", "2", "--people", "10", "--json")
    )
    assert blood
    assert "margin" in run("simulate", "nerve", "--k", "3.0").lower()
    assert run("simulate", "blood", "--magnesium", "120", "--weeks", "2", "--people", "10")


@pytest.mark.parametrize(
    "args",
    [
        ("explain", "magnesium"),
        ("explain", "magnesium", "--case", "examples/kitchen_porter", *DAY),
        ("explain", "does dehydration cause back spasms"),
        ("foods", "search", "cooked spinach"),
        ("foods", "show", "spinach"),
        ("foods", "top", "magnesium"),
        ("facts", "--kind", "nutrients"),
        ("--help",),
        ("--version",),
    ],
)
def test_verbs_that_only_speak_print_lines(args: tuple[str, ...]) -> None:
    out = run(*args)
    assert out.strip()
    assert "Running HiGHS" not in out
    assert max(map(len, out.splitlines())) <= 100


def test_explain_hears_what_is_told() -> None:
    told = ("--says", "legs feel weak", "--takes", "hydrochlorothiazide", "--labs", "K 2.9 mmol/L")
    out = run("explain", "hypokalemia", *told, *DAY)
    assert "legs feel weak" in out
    assert "potassium" in out.lower()
    assert "Before any evidence" not in run("explain", "hypokalemia")
    beside = run("explain", "hypokalemia", "--case", "examples/kitchen_porter", *told[:2], *DAY)
    assert "legs feel weak" in beside


def test_options_are_fields_of_the_request() -> None:
    for option, key in OPTIONS.items():
        assert field_of(key).description, option
    assert {OPTIONS[o].split(".")[1] for o in WISHES} == set(Wishes.model_fields)
    assert {OPTIONS[o] for o in OPTIONS if o not in (*PERSON, *WISHES)} == set(
        Request.model_fields
    ) - {"case", "wishes", "language"}
    for verb in ("check", "plan", "explain"):
        words = run(verb, "--help")
        for option in PERSON:
            assert f"--{option}" in words, (verb, option)


def test_the_schema_of_a_request_serves_a_form() -> None:
    schema = Request.model_json_schema()
    assert set(schema["properties"]) == set(Request.model_fields)
    assert "folder" not in schema["$defs"]["Case"]["properties"]
    assert schema["$defs"]["Wishes"]["properties"]["diets"]["description"]
    text = yaml.safe_dump({"case": {"age": 40, "complaints": "cramp"}, "wishes": {"goals": "iron"}})
    request = Request.model_validate(yaml.safe_load(text))
    assert request.case.complaints == ("cramp",)
    assert request.wishes.goals == ("iron",)
    assert get_args(Authority) == ("nasem", "efsa")


@pytest.mark.parametrize(("name", "kept"), [("case", {*Case.model_fields, *Profile.model_fields}),
                                            ("request", {*Wishes.model_fields})])  # fmt: skip
def test_the_typed_signature_is_that_of_the_fields(name: str, kept: set[str]) -> None:
    text = (ROOT / "src" / "unclench" / f"{name}.py").read_text("utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    (made,) = (f for f in functions if f.name == "__init__")
    assert {a.arg for a in made.args.kwonlyargs} == kept


def test_a_report_of_an_unknown_kind_is_refused_before_any_work(tmp_path: Path) -> None:
    for verb in ("check", "plan"):
        done = subprocess.run(
            [sys.executable, "-m", "unclench", verb, "examples/kitchen_porter", "--report",
             str(tmp_path / "x.docx")],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 2
        assert ".docx" in done.stderr
        assert done.stdout == ""

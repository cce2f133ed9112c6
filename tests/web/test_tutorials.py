"""What the tutorials show runs, and the pages that are made from the code say what it does."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts import door_pages

from tests.conftest import ROOT
from tests.web.conftest import Door
from unclench.app.stored import KEPT
from unclench.app.web.places import PLACES

DOCS = ROOT / "docs"


def blocks(page: str, kind: str) -> list[str]:
    """The code blocks of a kind, in order."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    return [b.split("```")[0] for b in text.split(f"```{kind}\n")[1:]]


def commands(page: str) -> list[str]:
    lines = [line for b in blocks(page, "console") for line in b.splitlines() if line]
    return [line.removeprefix("$ ") for line in lines]


@pytest.mark.parametrize("page", ["tutorial_person", "tutorial_dietitian"])
def test_every_command_of_a_tutorial_runs_in_its_order(tmp_path: Path, page: str) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = {**os.environ, "UNCLENCH_HOME": str(tmp_path / "home")}
    ran = 0
    for call in commands(page):
        if call == "unclench serve":
            continue  # what is done there is done by the next test
        line = re.sub(r"^unclench ", f'"{sys.executable}" -m unclench ', call)
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=env, capture_output=True,
                              text=True, check=False)  # fmt: skip
        assert done.returncode == 0, f"{call}: {done.stderr}"
        ran += 1
    assert ran >= 3
    for call in commands(page):
        for name in re.findall(r"(?:--report|>|--log) (\S+)", call):
            assert (tmp_path / name).stat().st_size > 0, name


def test_a_person_sees_what_the_tutorial_says(door: Door) -> None:
    text = (DOCS / "tutorial_person.md").read_text("utf-8")
    steps = re.findall(r":caption: (\w+)\n\n(.*?)```\n(.*?)(?=```\{code-block|\n## If)", text, re.S)
    assert [name for name, _, _ in steps] == ["says", "takes", "food", "blood"]
    topics = {"takes": "medicines", "food": "food", "blood": "blood"}
    person, seen = "", 0
    for name, typed, after in steps:
        if not person:
            person = door.begin(**{name: typed}, age="42", sex="female", sign="none")
        else:
            (kept,) = door.store.every()
            told = {"revision": str(kept.revision), name: typed}
            door.inside.post(f"{person}/tell/{topics[name]}", data=told)
        shown = html.unescape(door.inside.get(person).text)
        for said in re.findall(r"You see (.*?)\.(?:\s|$)", after, re.S):
            for phrase in re.findall(r"\*\*(.+?)\*\*", said):
                assert phrase.lower() in shown.lower(), phrase
                seen += 1
    assert seen >= 6


def test_the_notebook_of_a_scientist_runs() -> None:
    cells = blocks("tutorial_scientist", "python")
    assert len(cells) >= 6
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(cells)], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_list_of_privacy_names_every_place_and_limit() -> None:
    page = door_pages.privacy()
    for name, what in (*PLACES, *KEPT.items()):
        assert f"`{name.rstrip('/')}" in page and what in page, name
    assert "Network destinations: none" in page and "400 MB" in page


def test_nothing_lies_in_the_folder_that_the_list_does_not_name(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": "2 slices of toast"})
    door.inside.get(person)
    names = {p.name for p in door.store.folder.iterdir()}
    known = {name.rstrip("/") for name, _ in PLACES} | set(KEPT)
    assert names <= known, names - known


def test_the_page_of_the_api_has_every_path_and_key(door: Door) -> None:
    page = door_pages.http_api()
    told = door.program.get("/api/openapi.json").json()
    for path, ways in told["paths"].items():
        for method in ways:
            assert f"## `{method.upper()} {path}`" in page
    for key in told["components"]["schemas"]["AskedCase"]["properties"]:
        assert f"| `{key}` |" in page or f"`{key}` |" in page, key
    assert "integer 1 to 8" in page


def test_the_page_of_fhir_has_every_resource() -> None:
    page = door_pages.fhir_page()
    for kind in ("Patient", "QuestionnaireResponse", "Observation", "DetectedIssue",
                 "RiskAssessment"):  # fmt: skip
        assert f"## {kind}" in page
    assert "Not a diagnosis" in page

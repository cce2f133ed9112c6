"""Each door gives its own hints: only the command line names options and commands."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.app.sample import answer
from unclench import UserError, assess, case_from, render, ways
from unclench.app.hints import COMMAND_LINE, HINTS, Door, hints_of
from unclench.assessment import Assessment, ProblemFound, Unmatched
from unclench.explain import explain
from unclench.facts import loader
from unclench.facts.kinds.diary_apps import DiaryApp

SRC = Path(__file__).resolve().parents[2] / "src" / "unclench"
OF_THE_COMMAND_LINE = re.compile(
    r"--[a-z]{3,}|`unclench|unclench (ask|check|explain|plan|foods|facts)\b|\bthe JSON answer"
    r"|case\.ya?ml|UNCLENCH_"
)
OWN = {"app", "cohort", "trial"}
"""Folders of texts that are shown by the command line alone."""
NAMES = {("usable.py", "case.yaml"), ("usable.py", "case.yml"), ("keeping.py", "UNCLENCH_HOME"),
         ("store.py", "UNCLENCH_HOME"), ("cache.py", "UNCLENCH_CACHE")}  # fmt: skip


def crowded() -> Assessment:
    """An answer in which every hint has its place."""
    one = answer().model_copy(deep=True)
    assert one.diary is not None
    one.diary.unmatched = [Unmatched(line=f"line {i}") for i in range(30)]
    one.problems = [ProblemFound(what=f"{i} is wrong.", fix=w) for i, w in enumerate(ways.EVERY)]
    one.problems += [ProblemFound(what=f"{i} is odd.") for i in range(20)]
    return one


@pytest.mark.parametrize("door", [d for d in get_args(Door) if d != "command line"])
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_no_other_door_speaks_as_the_command_line(door: Door, form: Any) -> None:
    found = OF_THE_COMMAND_LINE.search(render(crowded(), form, door=door))
    assert found is None, found
    nothing = render(assess({"age": 40}), "md", door=door)
    assert OF_THE_COMMAND_LINE.search(nothing) is None


def test_the_command_line_names_its_own_ways() -> None:
    text = " ".join(render(crowded(), door="command line").split())
    assert "such days count as told (`--believe`)." in text
    assert "24 more; the JSON answer has them all" not in text
    assert "more; the JSON answer has them all (`--format json`)" in text
    assert set(COMMAND_LINE.ways) == set(ways.EVERY)


def test_every_door_has_hints_and_another_is_refused() -> None:
    assert set(HINTS) == set(get_args(Door))
    assert hints_of("") is None
    with pytest.raises(UserError, match="window"):
        hints_of("window")  # type: ignore[arg-type]


def _texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)
            and isinstance(n.value, str) and id(n) not in told]  # fmt: skip


def test_no_text_before_the_doors_names_an_option() -> None:
    seen = 0
    for path in sorted(SRC.rglob("*.py")):
        inside = path.relative_to(SRC)
        if inside.parts[0] in OWN or inside.name in ("trial.py", "trial_found.py",
                                                      "trial_notes.py", "cohort.py"):  # fmt: skip
            continue
        for text in _texts(path):
            seen += 1
            if (inside.name, text) not in NAMES:
                assert OF_THE_COMMAND_LINE.search(text) is None, f"{inside}: {text}"
    assert seen > 5000


def test_what_a_fact_says_to_do_is_a_way_of_every_door() -> None:
    for app in loader.load("diary_apps", DiaryApp).values():
        assert OF_THE_COMMAND_LINE.search(f"{app.what} {app.instead}") is None, app.id
    assert ways.AS_BLOOD_TESTS in loader.load("diary_apps", DiaryApp)["text_hl7"].instead


def test_what_is_refused_says_ways_whole(tmp_path: Path) -> None:
    said = []
    for make in (
        lambda: explain("a question that nobody can answer here", None),
        lambda: case_from(tmp_path),
    ):
        with pytest.raises(UserError) as refused:
            make()
        said.append(str(refused.value))
        assert OF_THE_COMMAND_LINE.search(said[-1]) is None
        assert ways.with_ways(said[-1], COMMAND_LINE.ways) != said[-1]

"""The public library: its names in any order, its errors, its frames, its documents."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import unclench
from tests.conftest import ROOT
from unclench import Case, UserError, Wishes, assess, case_from, facts, plan, render
from unclench.assessment import Assessment

EXAMPLE = ROOT / "examples" / "kitchen_porter"
TODAY = dt.date(2026, 11, 23)


def fresh(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def answer() -> Assessment:
    return assess(EXAMPLE, today=TODAY)


FUNCTIONS = [n for n in unclench.__all__ if n not in ("facts", "foods", "__version__")]


def test_a_name_means_the_same_before_and_after_everything_was_imported() -> None:
    say = f"import unclench; print([callable(getattr(unclench, n)) for n in {FUNCTIONS}])"
    whole = (
        "import pkgutil, importlib, unclench\n"
        "for m in pkgutil.walk_packages(unclench.__path__, 'unclench.'):\n"
        "    if m.name != 'unclench.__main__' and 'build' not in m.name:\n"
        "        importlib.import_module(m.name)\n"
    )
    expected = str([True] * len(FUNCTIONS))
    assert fresh(say) == expected
    assert fresh(whole + say) == expected


@pytest.mark.parametrize("name", ["plan", "case_from", "understand"])
def test_a_name_is_the_function_before_and_after_an_answer(name: str) -> None:
    run = "unclench.assess({'complaints': ['calf cramp']})"
    take = f"import unclench; from unclench import {name}"
    expected = f"{name} function"
    say = f"print({name}.__name__, type({name}).__name__)"
    assert fresh(f"{take}; {run}; {say}") == expected
    assert fresh(f"import unclench; {run}; {take}; {say}") == expected


def test_dir_lists_the_names_and_nothing_heavy_is_loaded() -> None:
    assert dir(unclench) == sorted(unclench.__all__)
    code = "import sys, unclench; print([m for m in ('polars', 'pydantic') if m in sys.modules])"
    assert fresh(code) == "[]"


def test_facts_are_found_by_kind_and_id() -> None:
    assert dir(facts) == ["get", "ids", "kinds", "sources"]
    assert "nutrients" in facts.kinds()
    assert facts.get("nutrients", "magnesium").label == "Magnesium"
    assert "potassium" in facts.ids("nutrients")
    assert facts.sources()["dri_1997"].title
    with pytest.raises(UserError, match="nutrients"):
        facts.get("nutrient", "magnesium")
    with pytest.raises(UserError, match="'magnesium'"):
        facts.get("nutrients", "magnesum")
    import unclench.facts.kinds.analytes  # binds the folder of the same name: the function stays

    assert "nutrients" in unclench.facts.kinds()


def test_a_plan_is_the_plan_of_the_answer() -> None:
    wishes = Wishes(max_changes=1, alternatives=1)
    alone = plan(EXAMPLE, wishes, today=TODAY)
    whole = assess(EXAMPLE, today=TODAY, plan=wishes)
    assert alone == whole.plan
    assert alone == plan(EXAMPLE, wishes, today=TODAY)
    with pytest.raises(UserError, match="max_changes"):
        Wishes(max_changes=99)


def test_a_diary_and_its_days_are_tidy_frames() -> None:
    diary = unclench.read_diary(EXAMPLE / "diary.txt", today=TODAY)
    days = unclench.person_days(diary)
    assert diary.entries.height > 20
    assert len(days.days) == 7
    assert {"day", "nutrient"} <= set(days.frame.columns)


@pytest.mark.parametrize("part", ["nutrients", "causes", "labs", "tests"])
def test_a_frame_is_flat_and_has_its_columns_when_it_is_empty(
    part: Any, answer: Assessment
) -> None:
    frame = answer.frame(part)
    assert frame.height == len(answer.next_tests if part == "tests" else getattr(answer, part)) > 0
    assert not any(kind.is_nested() for kind in frame.dtypes)
    assert Assessment(version="0").frame(part).schema == frame.schema


def test_a_frame_holds_the_numbers_of_the_answer(answer: Assessment) -> None:
    magnesium = next(n for n in answer.nutrients if n.id == "magnesium")
    (row,) = answer.frame("nutrients").filter(pl.col("id") == "magnesium").to_dicts()
    assert row["usual_intake_mean"] == magnesium.usual_intake.mean
    assert magnesium.requirement is not None
    assert row["requirement_value"] == magnesium.requirement.value
    assert row["upper_limit_unit"] == "mg/day"
    vitd = next(n for n in answer.nutrients if n.probability_inadequate is None)
    (row,) = answer.frame("nutrients").filter(pl.col("id") == vitd.id).to_dicts()
    assert row["probability_inadequate"] is None
    with pytest.raises(UserError, match="nutrients"):
        answer.frame("nutrient")  # type: ignore[arg-type]


class _Tags(HTMLParser):
    """Every opened tag must be closed in order."""

    VOID = ("meta", "br", "img", "hr", "link", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> set[str]:
    """The tags of a page whose elements are all closed."""
    parser = _Tags()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


def test_an_answer_is_rendered_in_every_form(answer: Assessment) -> None:
    assert json.loads(render(answer, "json")) == json.loads(answer.to_json())
    assert {"html", "table", "svg"} <= tags(render(answer, "html"))
    assert render(answer, "md").startswith("# Unclench")
    assert max(map(len, render(answer).splitlines())) <= 80
    with pytest.raises(UserError, match="html"):
        render(answer, "pdf")  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_a_document_from_the_library_names_no_option(form: Any, answer: Assessment) -> None:
    for one in (answer, assess({})):
        page = render(one, form)
        for word in ("--review", "--says", "--report", "--format", "--case", "unclench explain"):
            assert word not in page, word


def test_a_terminal_names_its_options() -> None:
    def shown(*args: str) -> str:
        call = [sys.executable, "-m", "unclench", "check", *args]
        done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT)
        return " ".join(done.stdout.split())

    text = shown(str(EXAMPLE), "--today", "2026-11-23")
    for word in ("--report answer.html", "unclench explain CONTRIBUTOR", "unclench explain NAME"):
        assert word in text
    assert "--says" in shown("--takes", "water tablet")
    assert "--report answer.html" not in shown(str(EXAMPLE), "--format", "md")


def test_what_is_documented_runs() -> None:
    text = (ROOT / "docs" / "library.md").read_text("utf-8")
    blocks = [b.split("```")[0] for b in text.split("```python\n")[1:]]
    assert len(blocks) >= 3
    fresh("\n".join(blocks))
    for name in unclench.__all__:
        assert f"`{name}" in text or name == "__version__", name


def test_a_case_is_made_in_either_shape() -> None:
    flat = Case(age=42, sex="F", complaints="my calf cramps", labs="K 3.1 mmol/L", diet="vegan")
    assert flat.profile.age == 42
    assert flat.profile.sex == "female"
    assert flat.profile.diet == "vegan"
    assert flat.complaints == ("my calf cramps",)
    assert flat.labs == ("K 3.1 mmol/L",)
    assert assess(flat).labs[0].analyte == "k"
    assert case_from(says="my calf cramps", age=42, sex="F", diet="vegan",
                     labs="K 3.1 mmol/L") == flat  # fmt: skip


def test_what_is_wrong_with_a_case_is_said_in_our_words() -> None:
    with pytest.raises(UserError) as refused:
        Case(age="old", complaint="x", profile={"wieght_kg": 60})  # type: ignore[call-arg,arg-type]
    said = [str(p) for p in refused.value.problems]
    assert len(said) == 3
    assert any("'complaints'" in s for s in said)
    assert any("'weight_kg'" in s for s in said)
    assert any("for example 42" in s for s in said)
    assert not any("pydantic" in s for s in said)


def test_an_answer_can_be_asked_for_with_a_path_as_text() -> None:
    assert assess(str(EXAMPLE), today=TODAY).diary is not None
    assert case_from(Path(EXAMPLE)).folder == EXAMPLE


@pytest.mark.parametrize(
    "labs",
    [
        {"potassium": "2.9 mmol/L", "ferritin": "12 µg/L"},
        [{"potassium": "2.9 mmol/L"}, {"ferritin": {"value": 12, "unit": "µg/L"}}],
        {"date": "2026-05-31", "potassium": "2.9 mmol/L", "ferritin": "12 µg/L"},
    ],
)
def test_results_as_a_mapping_of_tests_to_values(labs: object) -> None:
    answer = unclench.assess(
        {"age": 60, "sex": "F", "complaints": ["my calf cramps"], "labs": labs}
    )
    assert {lab.analyte: lab.si_value for lab in answer.labs} == {"k": 2.9, "ferritin": 12.0}
    dated = isinstance(labs, dict) and "date" in labs
    assert {str(lab.date) for lab in answer.labs} == {"2026-05-31" if dated else "None"}
    assert not answer.problems

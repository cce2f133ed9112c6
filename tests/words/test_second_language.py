"""A second language is a package: sentences, document, texts of facts; no other code changes."""

from __future__ import annotations

import ast
import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tests.words.xx as tiny
from tests.conftest import ROOT
from unclench import UserError, assess, render, words
from unclench.assessment import reason
from unclench.chain import answer_to
from unclench.facts.loader import FactsError
from unclench.request import Request

XX = "tests.words.xx"
CASE = {
    "age": 42, "sex": "female", "complaints": ["my calf cramps at night"],
    "medicines": ["hydrochlorothiazide"], "labs": ["K 3.1 mmol/L"],
    "diary": [str(ROOT / "examples" / "kitchen_porter" / "diary.txt")],
}  # fmt: skip
TODAY = dt.date(2026, 11, 23)
OTHER = re.compile(r"\b(?![xX])[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def request_xx() -> Request:
    return Request.model_validate({"case": CASE, "today": TODAY, "language": XX})


def test_an_answer_in_another_language_has_no_english_where_it_speaks(request_xx: Request) -> None:
    answer = answer_to(request_xx)
    spoken = [text for c in answer.causes for text in (c.label, c.say)]
    spoken += [text for n in answer.nutrients for text in (n.label, n.say)]
    spoken += [*answer.warnings, *answer.insufficient]
    assert len(answer.causes) > 8
    assert len(answer.nutrients) > 10
    for text in spoken:
        assert OTHER.search(text) is None, text
    shown = render(answer, "text", language=XX)
    assert OTHER.search(shown) is None, shown


def test_the_language_moves_no_number(request_xx: Request) -> None:
    mine, english = answer_to(request_xx), assess(CASE, today=TODAY)
    assert [(c.id, c.probability) for c in mine.causes] == [
        (c.id, c.probability) for c in english.causes
    ]
    assert [n.usual_intake for n in mine.nutrients] == [n.usual_intake for n in english.nutrients]
    assert mine.reasons == english.reasons


def test_its_page_has_its_tag_and_title(request_xx: Request) -> None:
    page = render(answer_to(request_xx), "html", language=tiny)
    assert '<html lang="x-xx">' in page
    assert "<title>Xunclench</title>" in page
    assert "Xfoot" in page


def test_texts_of_facts_are_looked_up_in_the_overlay_and_then_in_the_fact() -> None:
    assert words.fact_text("nutrients", "magnesium", "label", XX) == "xmagnesium"
    assert words.fact_text("nutrients", "magnesium", "label") == "Magnesium"
    assert words.fact_text("analytes", "k", "label", tiny) == words.fact_text(
        "analytes", "k", "label"
    )
    with pytest.raises(UserError, match="magnesium"):
        words.fact_text("nutrients", "magnesum", "label", XX)


def test_an_overlay_for_a_fact_that_does_not_exist_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stray_language" / "facts"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "nutrients.yaml").write_text("magnesum: {label: x}\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(FactsError, match="magnesum"):
        words.overlay("stray_language")


def test_a_reason_is_said_by_the_language() -> None:
    said = words.language(XX).sentence_of(reason("no_sex", days=3))
    assert said == "xno_sex x3"
    assert words.language(tiny) is tiny


@pytest.mark.parametrize("name", ["zz", "tests.words.zz", "nowhere.at.all"])
def test_a_language_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(UserError, match=name):
        words.language(name)


def test_no_link_needs_english_sentences() -> None:
    """Only the door loads `words.en`, and only when it is asked for English."""
    code = (
        "import sys\nfrom unclench.chain import answer_to\nfrom unclench.request import Request\n"
        f"answer_to(Request(case={{'complaints': 'cramp'}}, language={XX!r}))\n"
        "print([m for m in sys.modules if m.startswith('unclench.words.en')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_the_input_pack_is_imported_in_one_place() -> None:
    told = ROOT / "src" / "unclench"
    for path in told.rglob("*.py"):
        names = {
            n.module or ""
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(n, ast.ImportFrom)
        }
        inside = path.parent.name == "en" or path == told / "told" / "pack.py"
        assert inside or not any(n.startswith("unclench.told.en") for n in names), path

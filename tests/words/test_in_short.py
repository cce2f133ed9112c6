"""The answer reads in a minute: in short first, little fixed text, no sentence that reads badly."""

from __future__ import annotations

import re
from typing import Any

import pytest

from unclench import assess, render
from unclench.assessment import Assessment
from unclench.words.blocks import Bullets, Callout, Heading, Table, Text
from unclench.words.en.document import DISCLAIMER, build

STRAIN = {"age": 40, "sex": "male", "complaints": ["back in spasm since I lifted a fridge"]}
EYELID = {"age": 29, "sex": "female", "complaints": ["left eyelid twitching for three days"]}
SADDLE = {"age": 50, "sex": "male", "complaints": ["back pain and numb between my legs"]}
UNKNOWN = {"age": 40, "sex": "male", "complaints": ["my left arm shakes all day, strength normal"]}
STORIES: list[dict[str, Any]] = [STRAIN, EYELID, SADDLE, UNKNOWN, {
    "age": 62, "sex": "female", "complaints": ["calf cramps at night"],
    "medicines": ["furosemide"], "labs": ["K 3.1 mmol/L"],
}]  # fmt: skip
MOST_FIXED = 135
"""Words that stand in every answer whatever was told: half of the 250 that were counted before."""


def words(text: str) -> int:
    return len(re.findall(r"[A-Za-z0-9'’-]+", text))


def pieces(answer: Assessment) -> list[str]:
    """Every text of the page, in order."""
    out: list[str] = []
    for block in build(answer, brief=True):
        match block:
            case Heading(text) | Text(text, _):
                out.append(text)
            case Callout(title, lines, _):
                out += [title, *lines]
            case Bullets(items):
                out += items
            case Table(_, rows):
                out += [cell for row in rows for cell in row]
            case _:
                pass
    return out


@pytest.mark.parametrize("story", STORIES)
def test_in_short_is_at_most_five_sentences_right_under_the_urgency(story: dict[str, Any]) -> None:
    made = assess(story)
    assert 1 <= len(made.in_short) <= 5
    assert words(" ".join(made.in_short)) <= 110
    headings = [b.text for b in build(made) if isinstance(b, Heading)]
    assert headings[0] == "In short"


def test_it_says_what_why_what_to_do_when_and_what_would_change_it() -> None:
    looks, why, do, when, changes = assess(STRAIN).in_short
    assert looks.startswith("This looks most like: ")
    assert why.startswith("Why: ") and "lift" in why
    assert do.startswith("What to do: ") and "moving" in do
    assert "No appointment is needed now" in when
    assert changes.startswith("This would change with: ") and "numbness" in changes


def test_a_question_is_answered_before_anything_else() -> None:
    made = assess({**STRAIN, "complaints": [*STRAIN["complaints"], "can it wait till Monday?"]})
    headings = [b.text for b in build(made) if isinstance(b, Heading)]
    assert headings[:2] == ["You asked", "In short"]
    shown = " ".join(render(made, "text").split())
    assert "“can it wait till Monday?” As far as it was told, yes." in shown


def test_fixed_text_is_halved() -> None:
    shared = set(pieces(assess(STRAIN))) & set(pieces(assess(EYELID)))
    assert DISCLAIMER in shared
    assert words(" ".join(shared)) <= MOST_FIXED


@pytest.mark.parametrize("story", STORIES)
def test_no_tests_needed_is_a_sentence_and_never_a_row(story: dict[str, Any]) -> None:
    made = assess(story)
    rows = [r for b in build(made) if isinstance(b, Table) for r in b.rows]
    assert not [r for r in rows if r[0].startswith("No tests")]
    if any(t.id == "no_tests" for t in made.next_tests):
        assert any(p.startswith("No tests needed now") for p in pieces(made))


def test_what_is_unknown_has_a_sentence_and_no_rank() -> None:
    made = assess(UNKNOWN)
    assert made.causes[0].id == "other"
    said = " ".join(pieces(made))
    assert made.causes[0].say in ("", *pieces(made))
    assert "support for: something else" not in said.lower()
    assert "for it" not in made.causes[0].say.lower()


def test_sentences_that_read_badly_are_gone() -> None:
    for story in STORIES:
        made = assess(story)
        said = " ".join([*pieces(made), *(c.say for c in made.causes)])
        for bad in ("Against it:", "Nothing that was told speaks for or against it"):
            assert bad not in said
    pregnant = assess(
        {"age": 30, "sex": "female", "pregnant": True, "complaints": ["calf cramps at night"]}
    )
    assert not any("Against it: pregnancy" in c.say for c in pregnant.causes)


def test_nothing_about_a_diary_stands_in_an_emergency() -> None:
    made = assess(SADDLE)
    assert any("diary" in line for line in made.insufficient)
    assert "diary" not in " ".join(pieces(made))
    assert "When to get help at once" not in pieces(made)

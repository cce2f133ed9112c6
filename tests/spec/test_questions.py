"""Questions in people's own words find the right page, and what is not ours finds none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from unclench.told.pages import factor_for, page_for

LISTS: dict[str, list[dict[str, object]]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8")
)


def found(question: str, beside: bool = False) -> str:
    page = page_for(question, beside=beside) or factor_for(question, beside=beside)
    return page.id if page else ""


@pytest.mark.parametrize("name", LISTS)
def test_no_question_is_answered_off_its_topic(name: str) -> None:
    off = {}
    for row in LISTS[name]:
        got = found(str(row["q"]))
        if got and got not in row["page"]:  # type: ignore[operator]
            off[row["q"]] = got
    assert not off


@pytest.mark.parametrize(
    ("name", "missed"), [("blind", 0), ("own", 0), ("harder", 3), ("strangers", 2)]
)
def test_few_questions_go_without_their_page(name: str, missed: int) -> None:
    without = [row["q"] for row in LISTS[name] if row["page"] and not found(str(row["q"]))]
    assert len(without) <= missed, without


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("is it magnesium?", "magnesium_relaxes"),
        ("would tonic water help?", "tonic_water_cramps"),
        ("is it the coffee?", "coffee_magnesium_twitching"),
        ("should I use heat?", "heat_or_ice"),
        ("could it be too much B6?", "too_much_b6"),
        ("will my insurance pay?", ""),
        ("can my dog have it too?", ""),
        ("when does the pool open?", ""),
    ],
)
def test_beside_a_complaint_the_same_pages_answer(question: str, page: str) -> None:
    assert found(question, beside=True) == page

"""One answer, three renderings: nothing is lost between them, nothing is let through unescaped."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from tests.app.sample import answer
from unclench.app.report import html, markdown, pictures, terminal
from unclench.words.en import PAGE, build
from unclench.words.en.numbers import number, percent

MUST_APPEAR = [
    "Potassium is very low",
    "Have it checked today.",
    "Low potassium makes muscle weak.",
    "Magnesium is likely low.",
    "Five days cannot tell.",
    "zorbs",
    "One day looks incomplete.",
    "No sex given: requirements are not computed.",
    "Get help at once if you cannot pass urine.",
    "taken 8 months ago",
    "The nerve has less margin.",
    "A source",
    "Ask about magnesium?",
    "not a medical device",
]


def _text() -> str:
    out = io.StringIO()
    terminal.show(build(answer()), Console(file=out, width=80))
    return out.getvalue()


def _flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("needle", MUST_APPEAR)
def test_every_door_says_it(needle: str) -> None:
    blocks = build(answer())
    for shown in (
        _text(),
        markdown.render(blocks, PAGE.title),
        html.render(blocks, answer(), PAGE),
    ):
        assert needle in _flat(shown).replace("&#39;", "'")


def test_terminal_keeps_to_80_columns() -> None:
    assert max(map(len, _text().splitlines())) <= 80


def test_red_flags_come_first() -> None:
    text = _text()
    assert text.index("very low") < text.index("contributors") < text.index("diary says")


def test_text_from_the_user_is_escaped() -> None:
    page = html.render(build(answer()), answer(), PAGE)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in markdown.render(build(answer()), PAGE.title)
    assert "Potassium \\| serum" in markdown.render(build(answer()), PAGE.title)


def test_html_needs_nothing_from_elsewhere() -> None:
    page = html.render(build(answer()), answer(), PAGE)
    assert "src=" not in page
    assert "@import" not in page
    assert 'rel="stylesheet"' not in page


def test_picture_shows_intake_as_share_of_reference() -> None:
    (row,) = pictures.nutrient_rows(answer())
    assert row["mean"] == pytest.approx(190 / 265 * 100)
    assert "<svg" in pictures.svg("nutrients", answer())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (0.123456, "0.123"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (99999, "99,999"),
    ],
)
def test_numbers_are_read_easily(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("p", "shown"), [(None, "–"), (0.0, "under 1 %"), (1.0, "over 99 %"), (0.123, "12 %")]
)
def test_nothing_is_certain(p: float | None, shown: str) -> None:
    assert percent(p) == shown


def test_json_is_the_contract() -> None:
    raw = json.loads(answer().to_json())
    assert raw["schema"] == "unclench.assessment/2"
    assert raw["causes"][0]["for"][0]["weight"] == 2.0
    assert raw["nutrients"][1]["usual_intake"]["mean"] is None
    assert "explain" not in raw

"""An answer as text, Markdown, HTML or JSON: for the library, and for the verbs that show it."""

from __future__ import annotations

import io
import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from unclench.app.hints import Door, hints_of
from unclench.app.terminal import console, write
from unclench.door.inert import inert
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from rich.console import Console

    from unclench.assessment import Assessment
    from unclench.words import Language
    from unclench.words.blocks import Hints

Form = Literal["text", "md", "html", "json"]
FORMS: tuple[Form, ...] = ("text", "md", "html", "json")
WIDTH = 80


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"


def render(
    answer: Assessment,
    form: Form = "text",
    *,
    only: Literal["", "plan"] = "",
    language: str | Language = "en",
    door: Door = "",
) -> str:
    """An answer as a whole document that stands alone.

    Args:
        answer: as `assess` gives it, in the same language.
        form: "text" (80 columns), "md", "html" (one file, pictures inside) or "json".
        only: "plan" for that part alone.
        language: of the sentences that join the answer together.
        door: where it is read, so that it says how to go on from there.

    Raises:
        UserError: an unknown form, language or door.
    """
    from unclench.app.report import html, markdown
    from unclench.words import language as spoken

    if form == "json":
        return _json(answer, only)
    words, hints = spoken(language), hints_of(door, language)
    if form == "text":
        from rich.console import Console

        out = io.StringIO()
        _text(answer, Console(file=out, width=WIDTH, highlight=False), only, language, hints)
        return out.getvalue()
    blocks = words.build(answer, only=only, hints=hints)
    if form == "md":
        return markdown.render(blocks, words.PAGE.title)
    if form == "html":
        return html.render(blocks, answer, words.PAGE)
    raise UserError(
        Problem(f"'{form}' is not a form of an answer.", "form", f"Use {', '.join(FORMS)}.")
    )


def _json(answer: Assessment, only: str) -> str:
    if only != "plan":
        return answer.to_json()
    part = answer.model_dump(mode="json", by_alias=True, include={"plan"})["plan"]
    return inert(json.dumps(part, indent=2, ensure_ascii=False))


def show(
    answer: Assessment,
    form: Form = "text",
    to: Path | None = None,
    *,
    only: Literal["", "plan"] = "",
    language: str = "en",
) -> None:
    """An answer to a file, or to standard output; text names the options of the command line."""
    if form == "text" and to is None:
        _text(answer, console(), only, language, hints_of("command line", language))
    else:
        write(render(answer, form, only=only, language=language), to)


def _text(
    answer: Assessment,
    out: Console,
    only: str,
    language: str | Language,
    hints: Hints | None,
) -> None:
    from unclench.app.report import terminal
    from unclench.words import language as spoken

    terminal.show(spoken(language).build(answer, only=only, brief=True, hints=hints), out)

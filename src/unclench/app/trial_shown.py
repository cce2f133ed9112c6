"""A part of a self-experiment as text, Markdown, HTML or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unclench.app.render import Form
from unclench.app.terminal import console, write
from unclench.assessment.base import Part
from unclench.door.inert import inert
from unclench.words.blocks import Block, Page

if TYPE_CHECKING:
    from unclench.assessment.trial import TrialAnalysed, TrialPlanned

PAGE = Page("en", "Unclench: self-experiment", "Made on this computer; nothing was sent anywhere.")


def pictures(part: TrialPlanned | TrialAnalysed | None, width: int = 560) -> dict[str, str]:
    """The pictures that belong to a plan or an analysis, by name, as SVG."""
    from unclench.app.report import trial_pictures as drawn
    from unclench.assessment.trial import TrialAnalysed, TrialPlanned

    if isinstance(part, TrialPlanned):
        return {"trial_power": drawn.power(part, width)}
    if isinstance(part, TrialAnalysed):
        return {"trial_dots": drawn.dots(part)}
    return {}


def json_of(part: Part) -> str:
    """A part as JSON: ids, numbers and sentences, without the reasons they were made from."""
    data: dict[str, Any] = part.model_dump(mode="json")
    for key in ("why", "note_codes"):
        data.pop(key, None)
    return inert(json.dumps(data, indent=2, ensure_ascii=False))


def show(
    part: Part,
    blocks: Sequence[Block],
    form: Form,
    to: Path | None = None,
    svgs: Mapping[str, str] | None = None,
    page: Page = PAGE,
    dense: bool = False,
) -> None:
    """One part, to a file or to standard output; `dense` as for `html.document`."""
    from unclench.app.report import html, markdown, terminal
    from unclench.version import __version__

    if form == "json":
        write(json_of(part), to)
    elif form == "html":
        drawn = svgs or pictures(part)  # type: ignore[arg-type]
        write(html.document(blocks, page, __version__, drawn, dense), to)
    elif form == "md" or to is not None:
        write(markdown.render(blocks, page.title), to)
    else:
        terminal.show(blocks, console())

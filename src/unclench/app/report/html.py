"""The document as one HTML file that needs nothing else: styles and pictures are inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jinja2 import Environment

from unclench.assessment import Assessment
from unclench.door.files import packaged
from unclench.door.inert import inert
from unclench.words.blocks import Block, Page, Picture


def render(blocks: Sequence[Block], assessment: Assessment, page: Page) -> str:
    """The blocks as a page; pictures are drawn as SVG from the assessment."""
    from unclench.app.report import pictures

    svgs: dict[str, str] = {
        block.name: pictures.svg(block.name, assessment)
        for block in blocks
        if isinstance(block, Picture)
    }
    return document(blocks, page, assessment.version, svgs)


def document(
    blocks: Sequence[Block],
    page: Page,
    version: str,
    svgs: Mapping[str, str],
    dense: bool = False,
) -> str:
    """The blocks as a page, with pictures that are drawn already, by name.

    Args:
        dense: printed in small letters and two columns, so that a long table takes two pages.
    """
    template_text = packaged("unclench.app.report", "page.html.j2")
    env = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    named = [(type(block).__name__, block) for block in blocks]
    return inert(
        env.from_string(template_text).render(
            blocks=named, svgs=svgs, page=page, version=version, dense=dense
        )
    )

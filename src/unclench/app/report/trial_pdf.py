"""The report of a self-experiment as PDF/UA of two pages: what was found, then CENT 2015."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unclench.app.report.pdf import fitting, short
from unclench.assessment.trial import TrialAnalysed
from unclench.words.blocks import Block, Bullets, Callout, Heading, Page, Picture, Table, Text
from unclench.words.en.trial_found import found_blocks
from unclench.words.en.trial_report import cent_blocks

FITS = ((8.5, 60, 420), (8.0, 40, 320), (7.5, 26, 260), (7.0, 14, 200), (6.5, 7, 130), (6.0, 3, 90))
"""Size of letters, rows of a table on the first page, letters of a text: from what is wanted down
to what fits in any case."""
HIGH = 34
"""Millimetres of a picture."""


def pdf(found: TrialAnalysed, page: Page, svgs: Mapping[str, str]) -> bytes:
    """A spoken report as two tagged pages; tables and texts are shortened until they fit."""
    pages = (found_blocks(found), cent_blocks(found))
    tries = (
        {
            "title": page.title,
            "foot": page.foot,
            "size": size,
            "pages": [
                [short(b, letters) | _svg(b, svgs) for b in _plain(blocks, most)]
                for blocks, most in zip(pages, (rows, 99), strict=True)
            ],
        }
        for size, rows, letters in FITS
    )
    return fitting("blocks.typ", tries)


def _plain(blocks: Sequence[Block], most: int) -> list[dict[str, Any]]:
    return [_one(b, most) for b in blocks]


def _one(block: Block, most: int) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(text):
            return {"kind": "text", "text": text}
        case Callout(title, lines):
            return {"kind": "callout", "title": title, "lines": lines}
        case Bullets(items):
            return {"kind": "bullets", "items": _cut(items, most)}
        case Picture(name, alt):
            return {"kind": "picture", "name": name, "alt": alt}
        case Table(columns, rows):
            kept = list(rows[:most])
            if len(rows) > most:
                left = f"{len(rows) - most} more: in the full report"
                kept.append((left, *[""] * (len(columns) - 1)))
            return {"kind": "table", "columns": columns, "rows": kept}


def _cut(items: Sequence[str], most: int) -> list[str]:
    left = len(items) - most
    return [*items[:most], *([f"{left} more: in the full report"] if left > 0 else [])]


def _svg(block: Mapping[str, Any], svgs: Mapping[str, str]) -> dict[str, Any]:
    """The picture of a block, which is never shortened."""
    return {"svg": svgs[block["name"]], "height": HIGH} if block["kind"] == "picture" else {}

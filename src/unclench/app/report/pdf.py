"""The report of two pages as PDF/UA, by Typst: tagged, with the fonts that come with it."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterable
from typing import Any

from unclench.assessment import Assessment
from unclench.door.files import packaged
from unclench.door.inert import inert

PAGES = 2
ROWS = (9, 7, 5, 4, 3, 2, 1)
"""Rows of a section, from what is wanted down to what fits in any case."""
LONGEST = 280
"""Letters of one line or cell; what somebody put into a file may be longer than a page."""


def pdf(answer: Assessment) -> bytes:
    """An answer in English as two tagged pages; sections are shortened until they fit."""
    from unclench.words.en.two_pages import report

    tries = (
        short(dataclasses.asdict(report(answer, rows)), LONGEST if rows > 1 else 90)
        for rows in ROWS
    )
    return fitting("two_pages.typ", tries)


def fitting(template: str, tries: Iterable[dict[str, Any]]) -> bytes:
    """The first of some data that a template sets on `PAGES` tagged pages, else the last."""
    import typst
    from pypdf import PdfReader

    source = packaged("unclench.app.report", template).encode()
    made = b""
    for told in tries:
        made = typst.compile(
            source,
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
        )
        if len(PdfReader(io.BytesIO(made)).pages) == PAGES:
            break
    return made


def short(told: Any, most: int) -> Any:
    """Every text of a structure made inert and no longer than `most`."""
    if isinstance(told, dict):
        return {k: short(v, most) for k, v in told.items()}
    if isinstance(told, (list, tuple)):
        return [short(v, most) for v in told]
    if isinstance(told, str):
        text = " ".join(inert(told).split())
        return text if len(text) <= most else f"{text[: most - 1]}…"
    return told

"""The text of a PDF, with its columns kept apart by blanks."""

from __future__ import annotations

import io
import logging
from typing import Any

from unclench.errors import Problem, UserError

_MOST_PAGES = 200
_MOST_DRAWN = 3_000_000
"""Bytes of drawing on all pages, unpacked: a report has some thousand a page. Reading them takes
two seconds a megabyte, and a few kilobytes can unpack to many."""


def text_of(data: bytes, where: str = "") -> str:
    """The text of all pages, one line a row of the page.

    Raises:
        UserError: the file is damaged, locked, has too many pages, or holds no text but pictures.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserError(
                Problem("This PDF is locked with a password.", where, "Save it without one.")
            )
        if len(reader.pages) > _MOST_PAGES:
            raise UserError(
                Problem(
                    f"This PDF has more than {_MOST_PAGES} pages.",
                    where,
                    "Give the pages with results.",
                )
            )
        if sum(_drawn(page) for page in reader.pages) > _MOST_DRAWN:
            raise UserError(
                Problem(
                    "The pages of this PDF hold more drawing than text.",
                    where,
                    "Copy the results as text, or give only the pages with results.",
                )
            )
        pages = [_page(page) for page in reader.pages]
    except UserError:
        raise
    except Exception as error:  # a damaged PDF makes the library fail in any way
        raise UserError(
            Problem(
                "This PDF is damaged and could not be read.",
                where,
                "Open it, copy the results as text, or print it to a new PDF.",
            )
        ) from error
    if not any(c.isalpha() for page in pages for c in page):
        raise UserError(
            Problem(
                "This PDF holds pictures and no text.",
                where,
                "Ask the portal for a table or type the results, one result a line: K 3.1 mmol/L.",
            )
        )
    return "\n\n".join(pages)


def _drawn(page: Any) -> int:
    """Bytes of what draws a page, unpacked, with the forms that it calls."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    forms = (page.get("/Resources") or {}).get("/XObject") or {}
    for name in forms:
        one = forms[name]
        if one.get("/Subtype") == "/Form":
            size += len(one.get_data())
    return size


def _page(page: object) -> str:
    """The text of a page by place; in the order of the file where that fails."""
    extract = page.extract_text  # type: ignore[attr-defined]
    try:
        return str(extract(extraction_mode="layout", layout_mode_space_vertically=False))
    except Exception:
        return str(extract())

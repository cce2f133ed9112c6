"""From the bytes of one file to results as printed, by the reader of its kind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from unclench.assessment import reason
from unclench.door import cells, decode
from unclench.door.documents import xml_of
from unclench.errors import Problem, UserError
from unclench.plasma.labs import fhir, table
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.recognise import FORMATS, kind_of
from unclench.plasma.labs.report import read_report

LONGEST = 1_000_000
"""Letters of a report in words: hundreds of pages."""
_NAMES = ("labs", "results", "data", "tests", "observations", "items", "entries", "biomarkers")


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON document and the keys that stand twice in it; its caller decides what it holds."""

    raw: Any
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip."""


@dataclass(frozen=True, slots=True)
class AppleXml:
    """Apple's export.xml, whose clinical records lie beside it."""


def parse(data: bytes, where: str) -> Parsed | Json | Archive | AppleXml:
    """What a file holds.

    Raises:
        UserError: a file of a kind that gives no results, or a damaged one.
    """
    kind = kind_of(data)
    if kind in ("ccda", "fhir_xml"):
        data = decode.as_utf8(data)
    if kind == "archive":
        return Archive()
    if kind == "apple_xml":
        return AppleXml()
    if kind in ("ccda", "fhir_xml"):
        return _xml(data, where)
    if kind == "pdf":
        from unclench.door.pdf import text_of as pdf_text

        return read_report(pdf_text(data, where), where)
    if kind == "workbook":
        return _workbook(data, where)
    if kind in ("web", "document"):
        what = "a web page" if kind == "web" else "a word processor's document"
        raise UserError(
            Problem(f"This is {what}.", where, "Copy its text into a text file, or save it as PDF.")
        )
    text = decode.text_of(data, where)
    if not text.strip():
        what = "This file is empty." if not data.strip() else "This file holds no text."
        raise UserError(Problem(what, where, FORMATS))
    if kind == "json":
        return Json(*fhir.parse(text, where))
    if kind == "hl7":
        from unclench.plasma.labs.hl7 import read_hl7

        return read_hl7(text, where)
    if kind == "ldt":
        from unclench.plasma.labs.ldt import read_ldt

        return read_ldt(text, where)
    text, cut = cells.shortened(text)
    rows = table.rows_of(text)
    if table.is_table(rows):
        parsed = table.read_rows(rows, where)
        if cut:
            parsed.notes.append(
                reason("labs_cells_cut", where=where, lines=[str(n) for n in cut[:6]])
            )
        return parsed
    if len(text) > LONGEST:
        what = f"A text of more than {LONGEST // 1_000_000} million letters is no report."
        raise UserError(Problem(what, where, "Give the pages with the results."))
    return read_report(table.without_header(rows) or text, where)


def _xml(data: bytes, where: str) -> Parsed | Json:
    root = xml_of(data, where)
    if root.tag.endswith("ClinicalDocument"):
        from unclench.plasma.labs.ccda import read_ccda

        return read_ccda(root, where)
    from unclench.plasma.labs.fhir_xml import to_json

    return Json(to_json(root))


def _workbook(data: bytes, where: str) -> Parsed:
    """Every sheet that holds results; the others are named."""
    from unclench.plasma.labs.book import sheets_of

    parsed = Parsed()
    unused = []
    sheets, hidden = sheets_of(data, where)
    for name, rows in sheets:
        if table.is_table(rows):
            parsed.add(table.read_rows(rows, f"{where}, sheet '{name}'"))
            continue
        lines = read_report("\n".join("  ".join(row) for row in rows), f"{where}, sheet '{name}'")
        if lines.rows:
            parsed.add(lines)
        elif rows:
            unused.append(name)
    if unused:
        parsed.notes.append(reason("labs_sheets_unused", where=where, names=unused))
    if hidden:
        parsed.notes.append(reason("labs_sheets_hidden", where=where, names=hidden))
    return parsed


def list_in(raw: Any) -> list[Any] | None:
    """The list of results in a JSON document; None when it has none."""
    if isinstance(raw, dict):
        named = next((raw[n] for n in _NAMES if isinstance(raw.get(n), list)), None)
        raw = named if named is not None else [raw]
    if not isinstance(raw, list) or not all(isinstance(r, (dict, str)) for r in raw):
        return None
    return raw


def of_dictionaries(items: Sequence[dict[str, Any]], where: str) -> Parsed:
    """Results written as dictionaries under any usual names, read as the rows of a table."""
    header = list(dict.fromkeys(str(k) for item in items for k in item))
    body = [
        [_cell(item.get(k)) for k in header] for item in items
    ]  # fmt: skip
    return table.read_rows([header, *body], where)


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value)[:200]
    return f"{value:.12g}" if isinstance(value, float) else str(value)

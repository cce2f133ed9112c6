"""What kind of file of results some bytes are, from what they hold, never from the name."""

from __future__ import annotations

import re
from typing import Literal

from unclench.door import archives, decode
from unclench.errors import UserError
from unclench.plasma.labs import columns, table
from unclench.plasma.labs.hl7 import is_hl7
from unclench.plasma.labs.ldt import is_ldt

Kind = Literal[
    "pdf", "workbook", "archive", "json", "ccda", "fhir_xml", "apple_xml", "hl7", "ldt", "web",
    "document", "text",
]  # fmt: skip

FORMATS = (
    "Known: lines such as 'K 3.1 mmol/L', text copied from a report, PDF with text, tables (CSV,"
    " xlsx), FHIR, C-CDA, HL7 v2, LDT, Apple Health export."
)


def kind_of(data: bytes) -> Kind:
    """The kind of a file's content; "text" for whatever is none of the others."""
    data = decode.as_utf8(data)
    head = data[:4096]
    if head.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if archives.is_archive(head):
        return _zip_kind(data)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    if start[:1] in (b"{", b"["):
        return "json"
    if start[:1] == b"<":
        return _xml_kind(start)
    text = text_of(data[:100_000])
    if is_hl7(text):
        return "hl7"
    return "ldt" if is_ldt(text) else "text"


def _zip_kind(data: bytes) -> Kind:
    try:
        with archives.opened(data) as packed:
            names = packed.names
    except UserError:
        return "archive"
    if any(n.startswith("word/") for n in names):
        return "document"
    if any(n.startswith("xl/") for n in names) or ("content.xml" in names and "mimetype" in names):
        return "workbook"
    return "archive"


def _xml_kind(start: bytes) -> Kind:
    bare = re.sub(
        rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>", b"", start, flags=re.DOTALL
    )
    found = re.search(rb"<\s*(?:[\w.-]+:)?([\w.-]+)", bare)
    root = found[1] if found else b""
    if root == b"ClinicalDocument":
        return "ccda"
    if root == b"HealthData":
        return "apple_xml"
    if b"http://hl7.org/fhir" in start[:2000]:
        return "fhir_xml"
    return "web" if root.lower() in (b"html", b"head", b"body", b"div", b"table") else "text"


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; empty when it is no text."""
    return decode.decode(data).text


def looks_like_labs(data: bytes) -> bool:
    """Whether bytes given without `--labs` are surely results of tests, and no diary.

    Messages of laboratories and health summaries are; a table or text is when it names tests that
    we know in units of concentration.
    """
    kind = kind_of(data)
    if kind in ("hl7", "ldt", "ccda", "fhir_xml"):
        return True
    if kind in ("workbook", "pdf"):
        return _inside(data, kind)
    if kind != "text":
        return False
    text = text_of(data[:400_000])
    rows = table.rows_of(text)
    layout = columns.find_layout(rows[:400]) if len(rows) >= 2 else None
    if layout is not None and columns.holds_concentrations(layout, rows):
        return True
    from unclench.plasma.labs.report import holds_results

    return layout is None and holds_results(text)


def _inside(data: bytes, kind: Kind) -> bool:
    """The same for a workbook or PDF; one that cannot be opened is left to the diary's reader."""
    try:
        if kind == "pdf":
            from unclench.door.pdf import text_of as pdf_text
            from unclench.plasma.labs.report import holds_results

            return holds_results(pdf_text(data))
        from unclench.plasma.labs.book import sheets_of

        sheets, _ = sheets_of(data)
    except UserError:
        return False
    for _, rows in sheets:
        layout = columns.find_layout(rows[:400]) if len(rows) >= 2 else None
        if layout is not None and columns.holds_concentrations(layout, rows):
            return True
    return False

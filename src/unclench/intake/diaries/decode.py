"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unclench.assessment import Reason, reason

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Export the diary as CSV, or paste its lines into a text file."),
    (b"\x89PNG", "a picture", "Type the foods into a text file, one per line."),
    (b"\xff\xd8\xff", "a picture", "Type the foods into a text file, one per line."),
    (b"GIF8", "a picture", "Type the foods into a text file, one per line."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as CSV and give that file."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and give the file inside."),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it and give the file inside."),
    (b"Rar!", "a compressed file (RAR)", "Unpack it and give the file inside."),
    (b"SQLite format 3", "a database", "Export the diary as CSV from the app it belongs to."),
    (b"PAR1", "a Parquet table", "Save one person's diary as CSV."),
    (b"{\\rtf", "a rich-text document", "Save it as plain text (.txt)."),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or what kind of non-text it is and what to do about it."""

    text: str = ""
    note: Reason | None = None
    not_text: str = ""
    fix: str = ""


def looks_like(data: bytes) -> tuple[str, str] | None:
    """What a file is that cannot be a diary, from its first bytes, and what to do."""
    for magic, what, fix in _MAGIC:
        if data.startswith(magic):
            return what, fix
    return None


def _utf16(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:2000]
    even, odd = head[0::2], head[1::2]
    if len(head) >= 8 and odd.count(0) > 0.4 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(head) >= 8 and even.count(0) > 0.4 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def decode(data: bytes) -> Decoded:
    """The text of `data`: UTF-8, UTF-16 or Windows-1252, with a note when it was not UTF-8.

    Never raises. Text with control characters in it is called binary.
    """
    known = looks_like(data)
    if known:
        return Decoded(not_text=known[0], fix=known[1])
    wide = _utf16(data)
    note = None
    if wide:
        text = data.decode(wide, "replace").lstrip("\ufeff")
        note = reason("diary_utf16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            note = reason("diary_windows_1252")
    head = text[:20000]
    if len(_CONTROL.findall(head)) > max(1, len(head) // 200) or head.count("\ufffd") > 5 + (
        len(head) // 100
    ):
        return Decoded(
            not_text="not text (it holds binary data)",
            fix="Give the CSV, text, XML or htm file that the diary app exported.",
        )
    return Decoded(text.replace("\x00", ""), note)

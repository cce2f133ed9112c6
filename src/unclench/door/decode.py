"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from unclench.door import files
from unclench.errors import Problem, UserError

Encoding = Literal["utf-8", "utf-16", "cp1252", "cp932"]

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Export it as CSV, or paste its lines into a text file."),
    (b"\x89PNG", "a picture", "Type what it shows into a text file, one line each."),
    (b"\xff\xd8\xff", "a picture", "Type what it shows into a text file, one line each."),
    (b"GIF8", "a picture", "Type what it shows into a text file, one line each."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as CSV and give that file."),
    (b"PK\x03\x04", "a packed file (ZIP)", "Unpack it and give the file inside."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and give the file inside."),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it and give the file inside."),
    (b"Rar!", "a compressed file (RAR)", "Unpack it and give the file inside."),
    (b"SQLite format 3", "a database", "Export it as CSV from the app it belongs to."),
    (b"PAR1", "a Parquet table", "Save one person's records as CSV."),
    (b"{\\rtf", "a rich-text document", "Save it as plain text (.txt)."),
)
_KANA = re.compile("[\u3041-\u30fe]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_BLANK = "[ \u00a0\u2000-\u200a\u202f\u3000]"
_WIDE_GAP = re.compile(f"(?<!{_BLANK}){_BLANK}{{201,}}")
"""A gap within a line that is wider than any layout."""
_DECLARED = re.compile(r"""^(\s*<\?xml[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or what kind of non-text it is and what to do about it."""

    text: str = ""
    encoding: Encoding = "utf-8"
    not_text: str = ""
    fix: str = ""


def looks_like(data: bytes) -> tuple[str, str] | None:
    """What a file is that is no text, from its first bytes, and what to do."""
    return next(((what, fix) for magic, what, fix in MAGIC if data.startswith(magic)), None)


def _utf16(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:2000]
    even, odd = start[0::2], start[1::2]
    if len(start) >= 8 and odd.count(0) > 0.4 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(start) >= 8 and even.count(0) > 0.4 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _shift_jis(data: bytes) -> str | None:
    """The text when it is Japanese saved by a spreadsheet; its kana are rare in other encodings."""
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    kana = len(_KANA.findall(text))
    return text if kana >= 3 and kana > 2 * len(_HALF_KANA.findall(text)) else None


def decode(data: bytes) -> Decoded:
    """The text of `data`: UTF-8, UTF-16, Shift-JIS or Windows-1252. Never raises.

    Text with control characters in it is called binary. Of a gap of more than 200 blanks 200 stay.
    """
    known = looks_like(data)
    if known:
        return Decoded(not_text=known[0], fix=known[1])
    encoding: Encoding = "utf-8"
    wide = _utf16(data)
    if wide:
        text, encoding = data.decode(wide, "replace").lstrip("\ufeff"), "utf-16"
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            japanese = _shift_jis(data)
            text, encoding = (
                (japanese, "cp932")
                if japanese is not None
                else (data.decode("cp1252", "replace"), "cp1252")
            )
    start = text[:20000]
    if len(_CONTROL.findall(start)) > max(1, len(start) // 200) or start.count("\ufffd") > 5 + (
        len(start) // 100
    ):
        return Decoded(
            not_text="not text (it holds binary data)",
            fix="Give a CSV, text, XML or htm file.",
        )
    text = _WIDE_GAP.sub(lambda gap: gap[0][:200], text.replace("\x00", ""))
    return Decoded(text, encoding)


def as_utf8(data: bytes) -> bytes:
    """A text in UTF-16 as UTF-8 that declares no encoding; other bytes as they are."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    return _DECLARED.sub(r"\1", data.decode("utf-16", "replace"), count=1).encode(
        "utf-8", "replace"
    )


def utf8_in_pieces(first: bytes) -> Callable[[bytes], bytes]:
    """What makes UTF-8 of the pieces of a stream that begins so; UTF-8 stays as it is."""
    if not first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return bytes
    wide = codecs.getincrementaldecoder("utf-16")("replace")
    return lambda piece: wide.decode(piece).encode("utf-8", "replace")


def text_of(data: bytes, where: str) -> str:
    """The text of `data`.

    Raises:
        UserError: it is no text; the problem says what it is.
    """
    found = decode(data)
    if found.not_text:
        raise UserError(Problem(f"This is {found.not_text}.", where, found.fix))
    return found.text


def read_text(path: Path, at_most: int = files.DOCUMENT, where: str = "") -> str:
    """The text of a file.

    Raises:
        UserError: it cannot be read, is too big, or is no text.
    """
    return text_of(files.read(path, at_most, where), where or str(path))

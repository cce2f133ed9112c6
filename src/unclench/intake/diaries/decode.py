"""From bytes to the text of a diary, with what had to be assumed as a reason."""

from __future__ import annotations

from dataclasses import dataclass

from unclench.assessment import Reason, reason
from unclench.door import decode as door


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or what kind of non-text it is and what to do about it."""

    text: str = ""
    note: Reason | None = None
    not_text: str = ""
    fix: str = ""


_NOTES = {
    "utf-16": reason("diary_utf16"),
    "cp1252": reason("diary_windows_1252"),
    "cp932": reason("diary_shift_jis"),
}


def decode(data: bytes) -> Decoded:
    """The text of `data`, whatever its encoding, with a note when it was not UTF-8.

    Never raises. Text with control characters in it is called binary.
    """
    found = door.decode(data)
    return Decoded(found.text, _NOTES.get(found.encoding), found.not_text, found.fix)

"""Opening what the user names: files, ZIP archives, spreadsheets; limits and clear refusals."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from unclench.assessment import Reason, reason
from unclench.errors import Problem

TABLE_BYTES_AT_MOST = 60_000_000
"""Largest table or text that is read into memory. Apple Health exports are streamed instead."""
XML_BYTES_AT_MOST = 20_000_000_000
ZIP_MEMBERS_AT_MOST = 2_000
SPREADSHEET_BYTES_AT_MOST = 50_000_000


_FOOD_JSON = re.compile(r"food|intake|nutri|meal|diary|diet|healthautoexport", re.I)
"""Names of JSON files in an archive that can be of foods; an export holds thousands of others."""


@dataclass(slots=True)
class Source:
    """One thing to read: bytes in memory, or an Apple Health export to stream.

    Attributes:
        where: as named to the user; a member of an archive is "archive.zip: member.csv".
        name: the same without the folders; no two sources share it.
        data: the content; empty for streamed XML.
        xml: the file, or (archive, member), of an Apple Health export.
        archived: it was found in an archive, so a file of another kind is passed over.
        sheet: its name, when it is one of several sheets of a workbook; treated the same.
    """

    where: str
    name: str
    data: bytes = b""
    sha256: str = ""
    xml: Path | tuple[Path, str] | None = None
    archived: bool = False
    sheet: str = ""


def is_apple_health(head: bytes) -> bool:
    """Whether the first bytes are those of an Apple Health export."""
    start = head[:65536].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and b"<HealthData" in head[:200_000]


def open_all(paths: list[Path]) -> tuple[list[Source], list[Problem], list[Reason]]:
    """Everything readable behind `paths`; problems and notes instead of exceptions."""
    sources: list[Source] = []
    problems: list[Problem] = []
    notes: list[Reason] = []
    for path in paths:
        try:
            _open(Path(path), sources, problems, notes)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            problems.append(Problem(f"The file cannot be read: {reason}.", str(path)))
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.name] = seen.get(source.name, 0) + 1
        if seen[source.name] > 1:
            source.name = f"{source.name} ({seen[source.name]})"
    return sources, problems, notes


def _open(path: Path, sources: list[Source], problems: list[Problem], notes: list[Reason]) -> None:
    where = str(path)
    if path.is_dir():
        inside = sorted(
            p.name for p in path.iterdir() if p.is_file() and not p.name.startswith(".")
        )
        listed = f" It holds: {', '.join(inside[:8])}." if inside else " It is empty."
        problems.append(
            Problem(f"This is a folder, not a diary.{listed}", where, "Name the files to read.")
        )
        return
    if not path.exists():
        problems.append(Problem("There is no such file.", where, "Check the name and the folder."))
        return
    if not path.is_file():
        problems.append(Problem("This is not a regular file.", where))
        return
    size = path.stat().st_size
    if size == 0:
        problems.append(Problem("The file is empty.", where, "Export the diary again."))
        return
    with path.open("rb") as f:
        head = f.read(200_000)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        _archive(path, where, sources, problems, notes)
        return
    if is_apple_health(head):
        if size > XML_BYTES_AT_MOST:
            problems.append(_too_big(where, size, XML_BYTES_AT_MOST))
            return
        sources.append(Source(where, path.name, xml=path))
        return
    if size > TABLE_BYTES_AT_MOST:
        problems.append(_too_big(where, size, TABLE_BYTES_AT_MOST))
        return
    data = path.read_bytes()
    sources.append(Source(where, path.name, data, hashlib.sha256(data).hexdigest()))


def _too_big(where: str, size: int, limit: int) -> Problem:
    return Problem(
        f"The file is too big: {size / 1e9:.2f} GB; a diary of up to {limit / 1e9:.2f} GB is read.",
        where,
        "One person's diary is a few MB: export a shorter time. A survey is no diary.",
    )


def _archive(
    path: Path, where: str, sources: list[Source], problems: list[Problem], notes: list[Reason]
) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            names = {m.filename for m in members}
            if "xl/workbook.xml" in names:
                _spreadsheet(path, where, sources, problems)
                return
            if "word/document.xml" in names:
                problems.append(
                    Problem("This is a Word document.", where, "Save it as plain text (.txt).")
                )
                return
            if "content.xml" in names and "mimetype" in names:
                problems.append(
                    Problem("This is an OpenDocument file.", where, "Save it as CSV or plain text.")
                )
                return
            if len(members) > ZIP_MEMBERS_AT_MOST:
                problems.append(
                    Problem(
                        f"The ZIP archive holds {len(members)} files.",
                        where,
                        "Unpack it and name the diary's files.",
                    )
                )
                return
            before = len(sources)
            _members(archive, path, members, sources, problems)
            if len(sources) == before and not problems:
                shown = ", ".join(sorted(names)[:8]) or "nothing"
                problems.append(
                    Problem(
                        f"The ZIP archive holds no diary that I know. It holds: {shown}.", where
                    )
                )
            elif len(sources) > before:
                notes.append(reason("diary_archive", file=path.name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        locked = "password" in str(error)
        problems.append(
            Problem(
                "The ZIP archive needs a password." if locked else "The ZIP archive is damaged.",
                where,
                "Unpack it and name the files inside." if locked else "Download it again.",
            )
        )


def _members(
    archive: zipfile.ZipFile,
    path: Path,
    members: list[zipfile.ZipInfo],
    sources: list[Source],
    problems: list[Problem],
) -> None:
    total, where = 0, str(path)
    for m in sorted(members, key=lambda m: m.filename):
        name = m.filename
        if name.startswith("__MACOSX/") or not name.lower().endswith(
            (".csv", ".txt", ".tsv", ".xml", ".htm", ".html", ".json")
        ):
            continue
        if name.lower().endswith(".json") and not _FOOD_JSON.search(name.rpartition("/")[2]):
            continue
        with archive.open(m) as f:
            head = f.read(200_000)
        if is_apple_health(head):
            sources.append(
                Source(f"{where}: {name}", f"{path.name}: {name}", xml=(path, name), archived=True)
            )
            continue
        if name.lower().endswith(".xml"):
            continue
        total += m.file_size
        if total > TABLE_BYTES_AT_MOST:
            problems.append(_too_big(f"{where}: {name}", total, TABLE_BYTES_AT_MOST))
            return
        with archive.open(m) as f:
            data = f.read(TABLE_BYTES_AT_MOST + 1)
        if len(data) > TABLE_BYTES_AT_MOST:
            problems.append(_too_big(f"{where}: {name}", len(data), TABLE_BYTES_AT_MOST))
            return
        if data:
            digest = hashlib.sha256(data).hexdigest()
            sources.append(
                Source(f"{where}: {name}", f"{path.name}: {name}", data, digest, archived=True)
            )


def _spreadsheet(path: Path, where: str, sources: list[Source], problems: list[Problem]) -> None:
    """The sheets of an Excel workbook, each turned into CSV in memory."""
    if path.stat().st_size > SPREADSHEET_BYTES_AT_MOST:
        problems.append(_too_big(where, path.stat().st_size, SPREADSHEET_BYTES_AT_MOST))
        return
    from python_calamine import CalamineError, CalamineWorkbook

    from unclench.intake.diaries import sheets

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            found = [(n, book.get_sheet_by_name(n).to_python()) for n in book.sheet_names]
    except (CalamineError, IndexError, ValueError, OSError):
        problems.append(Problem("The spreadsheet is damaged.", where, "Save it again as CSV."))
        return
    filled = [(n, rows) for n, rows in found if any(c not in ("", None) for r in rows for c in r)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for name, rows in filled or found[:1]:
        data = sheets.text_of(name, rows).encode()
        many = len(filled) > 1
        of = f": sheet {name}" if many else ""
        sheet = name if many else ""
        digest = hashlib.sha256(data).hexdigest() if many else digest
        sources.append(Source(where + of, path.name + of, data, digest, sheet=sheet))

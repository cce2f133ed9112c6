"""What the user names for a diary: files, ZIP archives, spreadsheets, all through the door."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from unclench.assessment import Reason, reason
from unclench.door import archives, copies, decode, workbook
from unclench.door import files as door
from unclench.errors import Problem, UserError

_FOOD_JSON = re.compile(r"food|intake|nutri|meal|diary|diet|healthautoexport", re.I)
"""Names of JSON files in an archive that can be of foods; an export holds thousands of others."""


@dataclass(slots=True)
class Source:
    """One thing to read: bytes in memory, or an Apple Health export to stream.

    Attributes:
        where: as named to the user; a member of an archive is "archive.zip: member.csv".
        name: the same without the folders; no two sources share it.
        data: the content; empty for streamed XML.
        family: digest of the first source that this one is a copy of, or its own.
        xml: the file, or (archive, member), of an Apple Health export.
        archived: it was found in an archive, so a file of another kind is passed over.
        sheet: its name, when it is one of several sheets of a workbook; treated the same.
    """

    where: str
    name: str
    data: bytes = b""
    sha256: str = ""
    family: str = ""
    xml: Path | tuple[Path, str] | None = None
    archived: bool = False
    sheet: str = ""


def is_apple_health(head: bytes) -> bool:
    """Whether the first bytes are those of an Apple Health export."""
    head = decode.as_utf8(head)
    start = head[:65536].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and b"<HealthData" in head[:200_000]


def open_all(paths: list[Path]) -> tuple[list[Source], list[Problem], list[Reason]]:
    """Everything readable behind `paths`, once; problems and notes instead of exceptions."""
    sources: list[Source] = []
    problems: list[Problem] = []
    notes: list[Reason] = []
    for path in paths:
        try:
            _open(Path(path), sources, problems, notes)
        except UserError as error:
            problems += error.problems
    sources = _once(sources, notes)
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.name] = seen.get(source.name, 0) + 1
        if seen[source.name] > 1:
            source.name = f"{source.name} ({seen[source.name]})"
    return sources, problems, notes


def _once(sources: list[Source], notes: list[Reason]) -> list[Source]:
    """Without files given twice; copies that differ a little share a family."""
    kept: dict[object, Source] = {}
    for source in sources:
        key = source.sha256 or (str(source.xml) if source.xml else id(source))
        if key in kept:
            notes.append(reason("diary_same_file", file=source.name, other=kept[key].name))
        else:
            kept[key] = source
    out = list(kept.values())
    texts = [
        decode.decode(s.data).text if len(out) > 1 and 0 < len(s.data) < copies.LONGEST else None
        for s in out
    ]
    for source, first in zip(out, copies.families(texts), strict=True):
        source.family = out[first].sha256
        if out[first] is not source:
            notes.append(reason("diary_same_record", file=source.name, other=out[first].name))
    return out


def _open(path: Path, sources: list[Source], problems: list[Problem], notes: list[Reason]) -> None:
    where = str(path)
    if door.is_dir(path):
        inside = [n for n in door.listing(path) if not n.startswith(".")]
        listed = f" It holds: {', '.join(inside[:8])}." if inside else " It is empty."
        problems.append(
            Problem(f"This is a folder, not a diary.{listed}", where, "Name the files to read.")
        )
        return
    size = door.size(path)
    if size == 0:
        problems.append(Problem("The file is empty.", where, "Export the diary again."))
        return
    head = door.head(path)
    if archives.is_archive(head):
        _archive(path, where, sources, problems, notes)
        return
    if is_apple_health(head):
        if size > door.EXPORT:
            problems.append(door.too_big(where, size, door.EXPORT, "diary"))
            return
        sources.append(Source(where, path.name, xml=path))
        return
    page = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    data = door.read(path, door.PAGE if page else door.DIARY, where, "diary")
    sources.append(Source(where, path.name, data, hashlib.sha256(data).hexdigest()))


def _archive(
    path: Path, where: str, sources: list[Source], problems: list[Problem], notes: list[Reason]
) -> None:
    with archives.opened(path) as archive:
        names = archive.names
        if "xl/workbook.xml" in names:
            _spreadsheet(path, where, sources, notes)
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
        before, wrong = len(sources), len(problems)
        _members(archive, path, sources, problems)
        if len(sources) == before and len(problems) == wrong:
            shown = ", ".join(sorted(names)[:8]) or "nothing"
            problems.append(
                Problem(f"The ZIP archive holds no diary that I know. It holds: {shown}.", where)
            )
        elif len(sources) > before:
            notes.append(reason("diary_archive", file=path.name))


def _members(
    archive: archives.Archive, path: Path, sources: list[Source], problems: list[Problem]
) -> None:
    total, where = 0, str(path)
    for name in sorted({m.name for m in archive.members}):
        if name.startswith("__MACOSX/") or not name.lower().endswith(
            (".csv", ".txt", ".tsv", ".xml", ".htm", ".html", ".json")
        ):
            continue
        if name.lower().endswith(".json") and not _FOOD_JSON.search(name.rpartition("/")[2]):
            continue
        try:
            head = archive.head(name)
            if is_apple_health(head):
                xml = (path, name)
                full = f"{path.name}: {name}"
                sources.append(Source(f"{where}: {name}", full, xml=xml, archived=True))
                continue
            if name.lower().endswith(".xml"):
                continue
            data = archive.read(name, max(1, door.DIARY - total), "diary")
        except UserError as error:
            problems += error.problems
            continue
        total += len(data)
        if data:
            digest = hashlib.sha256(data).hexdigest()
            sources.append(
                Source(f"{where}: {name}", f"{path.name}: {name}", data, digest, archived=True)
            )


def _spreadsheet(path: Path, where: str, sources: list[Source], notes: list[Reason]) -> None:
    """The sheets that are seen, each turned into CSV in memory; hidden ones are named."""
    from unclench.intake.diaries import sheets

    found = workbook.sheets(path, where)
    if not found:
        raise UserError(Problem("The spreadsheet is damaged.", where, "Save it again as CSV."))
    filled, hidden = workbook.seen(found, where)
    if hidden:
        notes.append(reason("diary_sheets_hidden", file=path.name, names=hidden))
    digest = hashlib.sha256(door.read(path, workbook.BYTES)).hexdigest()
    for sheet in filled or found[:1]:
        data = sheets.text_of(sheet.name, sheet.rows).encode()
        if len(filled) < 2:
            sources.append(Source(where, path.name, data, digest))
            continue
        full = f": sheet {sheet.name}"
        digest = hashlib.sha256(data).hexdigest()
        sources.append(Source(where + full, path.name + full, data, digest, sheet=sheet.name))

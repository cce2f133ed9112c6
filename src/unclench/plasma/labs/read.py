"""The one door for laboratory results: files of any known kind, typed lines, and case rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from unclench.assessment import Reason, reason
from unclench.case import LabInput
from unclench.door import archives, decode, documents
from unclench.door import files as door
from unclench.errors import Problem, UserError
from unclench.plasma.labs import fhir, table
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs.result import LabResult, LabSet, newest
from unclench.plasma.labs.typed_lines import read_text

_FILE = re.compile(r"\.(json|ndjson|csv|tsv|txt|zip|xml)$", re.IGNORECASE)
_MOST = 512 * 1024 * 1024


class _Reader:
    """Collects what all inputs give."""

    def __init__(self, today: dt.date | None = None) -> None:
        self.today = today
        self.results: list[LabResult] = []
        self.problems: list[Problem] = []
        self.notes: list[Reason] = []

    def typed(self, text: str, where: str = "") -> None:
        results, problems, unknown = read_text(text, where, self.today)
        self.results += results
        self.problems += problems
        self.left_out(unknown)

    def row(self, lab: LabInput, where: str) -> None:
        """A row of a case: what could mislead is refused, what is merely of no use is a note."""
        text = f"{lab.note} {lab.specimen}".lower()
        group = values.panel(lab.name, lab.value, lab.date)
        if group:
            self.results += group
            return
        try:
            self.results.append(
                values.make(
                    values.Printed(
                        name=lab.name,
                        value=lab.value,
                        unit=lab.unit,
                        comparator=lab.comparator,
                        loinc=lab.loinc,
                        date=lab.date,
                        low=lab.low,
                        high=lab.high,
                        flag=lab.flag,
                        specimen=lab.specimen,
                        condition="haemolysed" if re.search("ha?emoly", text) else "",
                        where=where,
                        notes=(reason("lab_assumed_normal"),)
                        if lab.basis == "assigned_normal"
                        else (),
                    )
                )
            )
        except (values.UnknownTestError, values.NoValueError) as error:
            self.left_out(error.problems, whole_place=False)
        except values.WrongUnitError as error:
            if values.which(lab.name, lab.loinc, lab.specimen)[0].critical is None:
                self.left_out(error.problems, whole_place=False)
            else:
                self.problems += [Problem(p.what, p.where or where, p.fix) for p in error.problems]
        except UserError as error:
            if isinstance(lab.value, float):
                self.problems += [Problem(p.what, p.where or where, p.fix) for p in error.problems]
            else:  # a word such as "positive", or nothing: said, but no reason to stop
                self.left_out(error.problems, whole_place=False)

    def left_out(self, problems: Iterable[Problem], whole_place: bool = True) -> None:
        """Notes on what is of no use here, but no mistake; a case's row needs no place."""
        for p in problems:
            where = p.where if whole_place else ""
            self.notes.append(reason("labs_left_out", what=p.what, where=where, fix=p.fix))

    def fhir(self, raw: Any, where: str) -> None:
        read = fhir.read_fhir(raw, where)
        self.results += read.results
        self.notes += read.notes
        for why, count in sorted(read.skipped.items()):
            if why not in (fhir.Skip.NOT_OURS, fhir.Skip.NO_VALUE):
                self.notes.append(reason("labs_skipped", where=where, count=count, why=why.value))
        self.left_out(read.problems)
        if not read.results:
            self.notes.append(
                reason("labs_nothing_of_use", where=where, observations=read.observations)
            )

    def json(self, raw: Any, where: str) -> None:
        if fhir.is_fhir(raw):
            self.fhir(raw, where)
            return
        if isinstance(raw, dict):
            raw = raw.get("labs", [raw])
        if not isinstance(raw, list) or not all(isinstance(r, (dict, str)) for r in raw):
            self.problems.append(_unread(where))
            return
        for place, item in enumerate(raw, 1):
            at = f"{where}, result {place}"
            if isinstance(item, str):
                self.typed(item, at)
                continue
            try:
                self.row(LabInput.model_validate(item), at)
            except ValueError as error:
                self.problems.append(
                    Problem(f"This is not a result: {str(error).splitlines()[2].strip()}", at)
                )

    def content(self, text: str, where: str) -> None:
        """What a text file holds, by its content."""
        if text.lstrip()[:1] in ("{", "["):
            raw, problems = fhir.parse(text, where)
            self.problems += problems
            self.json(raw, where)
        elif table.is_table(text):
            results, problems, unknown = table.read_table(text, where)
            self.results += results
            self.problems += problems
            if unknown:
                names = list(dict.fromkeys(unknown))
                self.notes.append(reason("labs_unknown_tests", where=where, names=names))
        else:
            self.typed(text, where)

    def path(self, path: Path) -> None:
        """Whatever a file or folder holds; all errors of reading are problems."""
        try:
            if door.is_dir(path):
                self.folder(path)
            elif archives.is_archive(door.head(path, 4)):
                self.archive(path)
            elif path.suffix.lower() == ".xml":
                self.folder(path.parent)
            else:
                self.content(decode.read_text(path), path.name)
        except UserError as error:
            self.problems += error.problems

    def folder(self, path: Path) -> None:
        """An unpacked Apple Health export, or any folder of FHIR files: read as one document."""
        clinical = path if path.name == "clinical-records" else path / "clinical-records"
        clinical = (
            clinical if door.is_dir(clinical) else path / "apple_health_export/clinical-records"
        )
        inside = clinical if door.is_dir(clinical) else path
        names = [n for n in door.listing(inside) if n.endswith(".json")]
        self.documents([(n, door.read(inside / n)) for n in names], path.name)

    def archive(self, path: Path) -> None:
        """A zip: an Apple Health export, or FHIR files packed together."""
        with archives.opened(path, path.name) as packed:
            members = [m for m in packed.members if m.name.endswith(".json")]
            apple = [m for m in members if "clinical-records/" in m.name]
            chosen = sorted(apple or members, key=lambda m: m.name)
            if sum(m.size for m in chosen) > _MOST:
                self.problems.append(Problem("This archive is too large to unpack.", path.name))
                return
            files = []
            for m in chosen:
                try:
                    files.append((m.name, packed.read(m.name)))
                except UserError as error:
                    self.problems += error.problems
            if files or not chosen:
                self.documents(files, path.name)

    def documents(self, files: list[tuple[str, bytes]], where: str) -> None:
        resources: list[Any] = []
        for name, data in files:
            try:
                raw, problems = documents.json_of(decode.text_of(data, name), name)
                self.problems += problems
            except UserError:
                self.notes.append(reason("labs_no_json", file=name))
                continue
            if fhir.is_fhir(raw):
                resources += raw if isinstance(raw, list) else [raw]
        if not files or not resources:
            self.problems.append(
                Problem(
                    "There are no clinical records in it.",
                    where,
                    "Apple Health exports them only when a clinic's records are connected.",
                )
            )
            return
        self.fhir(resources, where)


def _unread(where: str) -> Problem:
    return Problem(
        "This is not a file of laboratory results that Unclench knows.",
        where,
        "Known: FHIR JSON, Apple Health export, CSV, and lines such as 'K 3.1 mmol/L'.",
    )


def is_file_name(text: str, folder: Path | None = None) -> bool:
    """Whether a text given as a result is a file or folder rather than a typed line."""
    if "\n" in text or len(text) > 400:
        return False
    if _FILE.search(text.strip()):
        return True
    return text != "" and door.exists((folder or Path()) / text)


def read_labs(
    items: Sequence[LabInput | str | Path],
    folder: Path | None = None,
    *,
    strict: bool = True,
    today: dt.date | None = None,
) -> LabSet:
    """All results of some inputs.

    Args:
        items: rows of a case, typed lines ("K 3.1"), and names of files or folders. The kind of
            a file is recognised from its content: FHIR JSON, Apple Health export (zip or folder),
            CSV, lines of text, a case's list of results.
        folder: where relative file names are looked up.
        strict: raise when something typed, in a table or in a case cannot be used; with False
            it is left out and stands in `LabSet.problems`.
        today: the day from which "last week" counts; the real one when not given.

    Returns:
        The newest result of each analyte, older ones, problems and notes. Inside FHIR files a
        resource that cannot be used is a note, because nobody typed it.

    Raises:
        UserError: an impossible value, a unit that must be told or does not fit, no such file;
            all problems at once. Only with `strict`.
    """
    reader = _Reader(today)
    base = folder or Path()
    for place, item in enumerate(items, 1):
        if isinstance(item, LabInput):
            reader.row(item, f"labs, {place}")
        elif isinstance(item, Path):
            reader.path(item if item.is_absolute() else base / item)
        elif is_file_name(item, folder):
            reader.path(base / item)
        else:
            reader.typed(item)
    if strict and reader.problems:
        raise UserError(reader.problems)
    first, rest = newest(reader.results)
    notes = [n for k, n in enumerate(reader.notes) if n not in reader.notes[:k]]
    return LabSet(first, rest, reader.problems, notes)

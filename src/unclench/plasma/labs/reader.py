"""What reads one input after the other, of any known kind, and keeps what each gave."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from unclench.assessment import Reason, reason
from unclench.case import LabInput
from unclench.door import archives, decode
from unclench.door import files as door
from unclench.door.documents import json_of
from unclench.errors import Problem, UserError
from unclench.plasma.labs import documents, fhir, people
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs.collect import Collected, collect, left_out
from unclench.plasma.labs.printed import NoValueError, Printed, UnknownTestError, WrongUnitError
from unclench.plasma.labs.recognise import FORMATS, kind_of
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.tests_meant import which
from unclench.plasma.labs.typed_lines import read_text

_FILE = re.compile(
    r"\.(json|ndjson|csv|tsv|txt|zip|xml|pdf|hl7|ldt|xlsx|xlsm|xls|ods|md|htm|html)$", re.IGNORECASE
)


_MOST = 512 * 1024 * 1024


UNPACK = "Unpack it and give the file inside."


class Reader:
    """Collects what all inputs give."""

    def __init__(self, today: dt.date | None = None, person: str | None = None) -> None:
        self.results: list[LabResult] = []
        self.problems: list[Problem] = []
        self.notes: list[Reason] = []
        self.people: list[people.Who] = []
        self.today, self.person = today, person

    def typed(self, text: str, where: str = "") -> None:
        """A line that somebody typed; what is not understood is a problem."""
        results, problems, unknown = read_text(text, where, self.today)
        self.results += results
        self.problems += problems
        self.notes += left_out(unknown)

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
                    Printed(
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
        except (UnknownTestError, NoValueError) as error:
            self.of_no_use(error.problems)
        except WrongUnitError as error:
            if which(lab.name, lab.loinc, lab.specimen)[0].critical is None:
                self.of_no_use(error.problems)
            else:
                self.problems += [Problem(p.what, p.where or where, p.fix) for p in error.problems]
        except UserError as error:
            if isinstance(lab.value, float):
                self.problems += [Problem(p.what, p.where or where, p.fix) for p in error.problems]
            else:  # a word such as "positive", or nothing: said, but no reason to stop
                self.of_no_use(error.problems)

    def of_no_use(self, problems: Iterable[Problem]) -> None:
        """Notes on a case's row that is of no use, but no mistake; it needs no place."""
        self.notes += left_out([Problem(p.what, "", p.fix) for p in problems])

    def take(self, found: Collected) -> None:
        """What one document gave."""
        self.results += found.results
        self.problems += found.problems
        self.notes += found.notes
        self.people += found.people

    def fhir(self, raw: Any, where: str, *, one_person: bool = False) -> None:
        """A FHIR document; with `one_person` all of it belongs to the owner of the telephone."""
        read = fhir.read_fhir(raw, where, person=self.person, one_person=one_person)
        self.problems += read.refused
        if read.refused:
            return
        self.notes += read.notes
        for why, count in sorted(read.skipped.items()):
            if why not in (fhir.Skip.NOT_OURS, fhir.Skip.NO_VALUE):
                self.notes.append(reason("labs_skipped", where=where, count=count, why=why.value))
        self.results += read.results
        self.notes += left_out(read.problems, where)
        self.people += read.people
        if not read.results:
            n = read.observations
            empty = (
                reason("labs_without_values", where=where, observations=n)
                if read.problems  # tests of ours, whose values say nothing
                else reason("labs_nothing_of_use", where=where, observations=n)
            )
            self.notes.append(empty)

    def json(self, raw: Any, where: str) -> None:
        """FHIR, a case's list of results, or rows as a program writes them."""
        if fhir.is_fhir(raw):
            self.fhir(raw, where)
            return
        listed = documents.list_in(raw)
        if listed is None:
            self.problems.append(_unread(where))
            return
        rows = [r for r in listed if isinstance(r, dict)]
        if rows and not all(set(r) <= set(LabInput.model_fields) for r in rows):
            found = collect(documents.of_dictionaries(rows, where), where, person=self.person)
            self.take(found)
            return
        for place, item in enumerate(listed, 1):
            at = f"{where}, result {place}"
            if isinstance(item, str):
                self.typed(item, at)
                continue
            try:
                self.row(LabInput.model_validate(item), at)
            except ValueError as error:
                told = str(error).splitlines()[2].partition(" [type=")[0].strip()
                self.problems.append(
                    Problem(f"This is not a result: {told}", at, "Write name, value and unit.")
                )

    def content(self, data: bytes, where: str, path: Path | None = None) -> None:
        """What the bytes of a file hold; the door has opened it.

        Args:
            data: the bytes of the file. where: its name, for messages.
            path: where it lies; only Apple's export.xml has something beside it.
        """
        made = documents.parse(data, where)
        if isinstance(made, documents.Json):
            self.problems += made.problems
            self.json(made.raw, where)
        elif isinstance(made, documents.Archive):
            self.archive(data, where, inner=path is None)
        elif isinstance(made, documents.AppleXml):
            self.apple(path, where)
        else:
            self.take(collect(made, where, person=self.person))

    def path(self, path: Path) -> None:
        """Whatever a file or folder holds; all errors of reading are problems."""
        where = path.name
        try:
            if door.is_dir(path):
                self.folder(path)
                return
            start = door.head(path, 4096)
            if archives.is_archive(start) and door.size(path) > door.DOCUMENT:
                self.archive(path, where)
            elif kind_of(start) == "apple_xml":
                self.apple(path, where)
            else:
                self.content(door.read(path), where, path)
        except UserError as error:
            self.problems += error.problems

    def apple(self, path: Path | None, where: str) -> None:
        """Apple's export.xml; the records of clinics lie beside it, and it is not read itself."""
        if path is not None and door.is_dir(path.parent / "clinical-records"):
            self.folder(path.parent)
        else:
            self.problems.append(_no_clinical_records(where))

    def folder(self, path: Path) -> None:
        """An unpacked Apple Health export, or any folder of FHIR files: read as one document."""
        clinical = path if path.name == "clinical-records" else path / "clinical-records"
        clinical = (
            clinical if door.is_dir(clinical) else path / "apple_health_export/clinical-records"
        )
        apple = door.is_dir(clinical)
        inside = clinical if apple else path
        names = [n for n in door.listing(inside) if n.endswith(".json")]
        self.documents([(n, door.read(inside / n)) for n in names], path.name, apple)

    def archive(self, source: Path | bytes, where: str, *, inner: bool = False) -> None:
        """A zip: an Apple Health export, or files of results packed together."""
        if inner:  # an archive in an archive may unpack without end
            what = "This archive lies in another one."
            self.problems.append(Problem(what, where, UNPACK))
            return
        with archives.opened(source, where) as packed:
            members = packed.members
            apple = [m for m in members if "clinical-records/" in m.name]
            jsons = [m for m in members if m.name.endswith(".json")]
            others = [m for m in members if _FILE.search(m.name)] if not jsons else []
            exported = any("export_cda.xml" in m.name or "export.xml" in m.name for m in members)
            if exported and not (apple or jsons):
                self.problems.append(_no_clinical_records(where))
                return
            chosen = sorted(apple or jsons or others, key=lambda m: m.name)
            if sum(m.size for m in chosen) > _MOST:
                self.problems.append(Problem("This archive is too large to unpack.", where, UNPACK))
                return
            files = []
            for m in chosen:
                try:
                    files.append((m.name, packed.read(m.name)))
                except UserError as error:
                    self.problems += error.problems
        if apple or jsons:
            if files:
                self.documents(files, where, bool(apple))
        elif not chosen:
            self.problems.append(_unread(where))
        for name, data in files if others else ():
            try:
                self.content(data, f"{where}: {name}")
            except UserError as error:
                self.problems += error.problems

    def documents(self, files: list[tuple[str, bytes]], where: str, apple: bool) -> None:
        """Several FHIR files as one document."""
        resources: list[Any] = []
        for name, data in files:
            try:
                raw, problems = json_of(decode.text_of(data, name), name)
                self.problems += problems
            except UserError:
                self.notes.append(reason("labs_no_json", file=name))
                continue
            if fhir.is_fhir(raw):
                resources += raw if isinstance(raw, list) else [raw]
        if resources:
            self.fhir(resources, where, one_person=apple)
        else:
            self.problems.append(_no_clinical_records(where))

    def check_people(self) -> None:
        """Files of several people are not mixed: births and names that contradict each other."""
        named = [w for w in self.people if w.birth]
        births = {w.birth for w in named}
        if len(births) > 1 and not self.person:
            self.problems.append(people.refusal(len(births), "", _ONE_FILE))


_ONE_FILE = "Give only the files of one person; the birth dates in them differ."


def _no_clinical_records(where: str) -> Problem:
    return Problem(
        "There are no clinical records in it.",
        where,
        "Apple Health exports them only when a clinic's records are connected.",
    )


def _unread(where: str) -> Problem:
    return Problem("This is not a file of laboratory results that Unclench knows.", where, FORMATS)


def is_file_name(text: str, folder: Path | None = None) -> bool:
    """Whether a text given as a result is a file or folder rather than a typed line."""
    if "\n" in text or len(text) > 400 or "\x00" in text:
        return False
    if _FILE.search(text.strip()):
        return True
    return text != "" and door.exists((folder or Path()) / text)

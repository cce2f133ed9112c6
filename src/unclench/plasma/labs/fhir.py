"""Results from FHIR JSON: Observation, DiagnosticReport, Bundle of any type; DSTU2 to R4B.

Resources are read as plain dictionaries and tolerantly: nothing here validates. One bad resource
never stops the others, and each one that could not be used is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from unclench.assessment import Reason, reason
from unclench.door import documents
from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs import people
from unclench.plasma.labs.fhir_parts import (
    HAEMOLYSED,
    Json,
    bounds,
    code_of,
    dicts,
    flag_of,
    list_of,
    moment,
    resolve,
    specimen_of,
    subject_of,
    value_of,
)
from unclench.plasma.labs.people import Who
from unclench.plasma.labs.printed import Printed
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.tests_meant import sample


class Skip(StrEnum):
    """Why an observation gives no result; the first four are statuses of FHIR."""

    ENTERED_IN_ERROR = "entered-in-error"
    CANCELLED = "cancelled"
    REGISTERED = "registered"
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"
    NO_VALUE = "no_value"
    NOT_MEASURED = "not_measured"
    UNUSABLE = "unusable"
    MALFORMED = "malformed"


_STANDING = {"preliminary": -1, "corrected": 1, "amended": 1}
_STATUSES = (Skip.ENTERED_IN_ERROR, Skip.CANCELLED, Skip.REGISTERED, Skip.UNKNOWN)


@dataclass(slots=True)
class Read:
    """What one FHIR document gave.

    Attributes:
        results: usable results.
        problems: resources that could not be used although they are about a known test.
        observations: how many observations (components counted with their parent) were seen.
        notes: what was assumed or is missing.
        skipped: why -> how many observations were left out.
        people: whom the observations are of.
        refused: why nothing of it may be used.
    """

    results: list[LabResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    observations: int = 0
    skipped: dict[Skip, int] = field(default_factory=dict)
    people: list[Who] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)

    def skip(self, why: Skip) -> None:
        """Count one observation that was left out."""
        self.skipped[why] = self.skipped.get(why, 0) + 1


def is_fhir(raw: Any) -> bool:
    """Whether the JSON is a FHIR resource, or a list of them."""
    if isinstance(raw, list):
        return bool(raw) and all(isinstance(r, dict) and "resourceType" in r for r in raw)
    return isinstance(raw, dict) and "resourceType" in raw


def _resources(raw: Any) -> Iterator[tuple[str, Json]]:
    """(fullUrl, resource) of everything inside, contained resources included."""
    for item in list_of(raw):
        if not isinstance(item, dict):
            continue
        if item.get("resourceType") == "Bundle":
            for entry in dicts(item.get("entry")):
                for url, inner in _resources(entry.get("resource")):
                    yield str(entry.get("fullUrl") or "") or url, inner
            continue
        yield "", item
        for inner in dicts(item.get("contained")):
            yield f"#{inner.get('id', '')}", inner


def read_fhir(
    raw: Any, where: str = "", *, person: str | None = None, one_person: bool = False
) -> Read:
    """All laboratory results in a parsed FHIR document.

    Args:
        raw: one resource, a Bundle, or a list of resources.
        where: file name, for messages.
        person: which patient, when it holds several: a name, a birth date or the id.
        one_person: all of it is of one person, though clinics number her differently.
    """
    read = Read()
    index: dict[str, Json] = {}
    seen: set[int] = set()
    observations: list[Json] = []
    reports: list[Json] = []
    for url, resource in _resources(raw):
        kind, ident = resource.get("resourceType"), resource.get("id")
        for key in (url, f"{kind}/{ident}", f"urn:uuid:{ident}", f"#{ident}"):
            if key and not (key.startswith("#") and not url.startswith("#")):
                index.setdefault(key, resource)
        if kind == "Observation" and id(resource) not in seen:
            seen.add(id(resource))
            observations.append(resource)
        elif kind == "DiagnosticReport":
            reports.append(resource)
    for report in reports:
        read.notes += _unresolved(report, index, where)
    whose = [subject_of(o, index) for o in observations]
    groups = people.apart(whose)
    if one_person and len({w.birth for w in whose if w.birth}) < 2:
        groups = [list(dict.fromkeys(w for w in whose if w))]
    read.people = [w for g in groups for w in g]
    mine = people.chosen(groups, person) if person and len(groups) > 1 else None
    if len(groups) > 1 and mine is None:
        read.refused.append(people.refusal(len(groups), where))
        return read
    if mine is not None:
        read.people = mine
    for place, (observation, one) in enumerate(zip(observations, whose, strict=True), 1):
        if mine is not None and one not in mine:
            continue
        name = f"Observation {place}"
        at = f"{where}, {name}" if where else name
        read.observations += 1
        try:
            _observation(observation, index, at, read, one)
        except UserError as error:
            read.problems += [Problem(p.what, at, p.fix) for p in error.problems]
            read.skip(Skip.UNUSABLE)
        except (
            TypeError,
            ValueError,
            AttributeError,
            KeyError,
            IndexError,
            OverflowError,
        ) as error:
            read.problems.append(
                Problem(
                    f"This resource is malformed ({type(error).__name__}).",
                    at,
                    "Export it again, or write its results as lines: K 3.1 mmol/L.",
                )
            )
            read.skip(Skip.MALFORMED)
    return read


def _unresolved(report: Json, index: dict[str, Json], where: str) -> list[Reason]:
    """A note when a report points to results that are not in the same file."""
    wanted = [str(r.get("reference", "")) for r in dicts(report.get("result"))]
    missing = [w for w in wanted if resolve(w, index) is None]
    if not missing:
        return []
    return [reason("labs_elsewhere", where=where, count=len(missing))]


def _observation(
    resource: Json, index: dict[str, Json], where: str, read: Read, whose: Who
) -> None:
    status = str(resource.get("status") or "")
    if status in _STATUSES:
        read.skip(Skip(status))
        return
    parts = dicts(resource.get("component"))
    reasons = [_one(part, resource, index, where, read, whose) for part in [resource, *parts]]
    skipped = [r for r in reasons if r is not None]
    if len(skipped) == len(reasons):
        read.skip(next((r for r in skipped[::-1] if r != Skip.NO_VALUE), Skip.NO_VALUE))


def _one(
    part: Json, resource: Json, index: dict[str, Json], where: str, read: Read, whose: Who
) -> Skip | None:
    """Read one value; why there is no result, or None when there is one."""
    loinc, name = code_of(part.get("code"))
    value, unit, comparator = value_of(part)
    if value is None:
        return Skip.NOT_MEASURED if part.get("dataAbsentReason") else Skip.NO_VALUE
    kind, fault = specimen_of(resource, index)
    if not _known(loinc, name, kind):
        return Skip.NOT_OURS
    date, time = moment(resource)
    low, high, range_unit, range_text = bounds(dicts(part.get("referenceRange")))
    notes = [reason("lab_preliminary")] if resource.get("status") == "preliminary" else []
    comments = [str(n.get("text") or "") for n in dicts(resource.get("note"))]
    comments.append(str(resource.get("comment") or resource.get("comments") or ""))
    if any(h in c.lower() for c in comments for h in HAEMOLYSED):
        fault = "haemolysed"
    read.results.append(
        values.make(
            Printed(
                name=name,
                value=value,
                unit=unit,
                comparator=comparator,
                loinc=loinc if analytes.by_code(loinc, name) else "",
                date=date,
                time=time,
                standing=_STANDING.get(str(resource.get("status") or ""), 0),
                who=whose,
                low=low,
                high=high,
                range_unit=range_unit if units.is_known(range_unit) else "",
                range_text=range_text,
                flag=flag_of(part.get("interpretation")),
                specimen=kind,
                condition=fault,
                where=where,
                notes=tuple(notes),
            )
        )
    )
    return None


def _known(loinc: str, name: str, specimen: str) -> bool:
    """Known by code; or by name, when there is no code or the name says what was sampled."""
    if analytes.by_code(loinc, name):
        return True
    if sample(specimen) == "urine" and "urine" not in analytes.name_key(name):
        name = f"{name} urine"
    return analytes.find(name) is not None and (not loinc or analytes.names_body_fluid(name))


def parse(text: str, where: str) -> tuple[Any, list[Problem]]:
    """(JSON, or one JSON document a line (bulk export); keys that stand twice).

    Raises:
        UserError: it is neither.
    """
    try:
        return documents.json_of(text, where)
    except UserError as error:
        try:
            return documents.json_lines(text, where)
        except UserError:
            raise error from None

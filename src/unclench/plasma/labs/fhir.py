"""Results from FHIR JSON: Observation, DiagnosticReport, Bundle of any type; DSTU2 to R4B.

Resources are read as plain dictionaries and tolerantly: nothing here validates. One bad resource
never stops the others, and each one that could not be used is reported.
"""

from __future__ import annotations

import datetime as dt
import math
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
from unclench.plasma.labs import numbers, people
from unclench.plasma.labs.dates import find_date, find_time
from unclench.plasma.labs.people import NOBODY, Who
from unclench.plasma.labs.result import LabResult

Json = dict[str, Any]
_UCUM = "http://unitsofmeasure.org"
_HAEMOLYSED = ("hemoly", "haemoly")


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


def _list(value: Any) -> list[Any]:
    """FHIR versions differ in what may repeat: one thing becomes a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _dicts(value: Any) -> list[Json]:
    return [v for v in _list(value) if isinstance(v, dict)]


def _resources(raw: Any) -> Iterator[tuple[str, Json]]:
    """(fullUrl, resource) of everything inside, contained resources included."""
    for item in _list(raw):
        if not isinstance(item, dict):
            continue
        if item.get("resourceType") == "Bundle":
            for entry in _dicts(item.get("entry")):
                for url, inner in _resources(entry.get("resource")):
                    yield str(entry.get("fullUrl") or "") or url, inner
            continue
        yield "", item
        for inner in _dicts(item.get("contained")):
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
    whose = [_subject(o, index) for o in observations]
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


def _subject(observation: Json, index: dict[str, Json]) -> Who:
    """The patient of an observation, with name and birth date when the resource is there."""
    try:
        told = observation.get("subject")
        if not isinstance(told, dict):
            return NOBODY
        reference = str(told.get("reference") or "")
        patient = _resolve(reference, index) or {}
        if patient.get("resourceType") not in (None, "Patient"):
            patient = {}
        names = [
            " ".join([str(n.get("family") or ""), *map(str, _list(n.get("given")))]).strip()
            or str(n.get("text") or "")
            for n in _dicts(patient.get("name"))
        ]
        name = names[0] if names else str(told.get("display") or "")
        return people.who(name, str(patient.get("birthDate") or ""), reference)
    except (TypeError, ValueError, AttributeError):
        return NOBODY


def _unresolved(report: Json, index: dict[str, Json], where: str) -> list[Reason]:
    """A note when a report points to results that are not in the same file."""
    wanted = [str(r.get("reference", "")) for r in _dicts(report.get("result"))]
    missing = [w for w in wanted if _resolve(w, index) is None]
    if not missing:
        return []
    return [reason("labs_elsewhere", where=where, count=len(missing))]


def _codings(concept: Any) -> list[Json]:
    return [c for part in _dicts(concept) for c in _dicts(part.get("coding"))]


def _code(concept: Any) -> tuple[str, str]:
    """(LOINC code or "", name). A LOINC that we know wins over one that we do not."""
    codes = [
        str(c.get("code", "")).strip()
        for c in _codings(concept)
        if "loinc" in str(c.get("system", "")).lower() or str(c.get("system", "")).endswith("6.1")
    ]
    names = [str(part.get("text") or "") for part in _dicts(concept)]
    names += [str(c.get("display") or "") for c in _codings(concept)]
    names = [n for n in names if n]
    by_name = [n for n in names if analytes.find(n)]
    known = [c for c in codes if analytes.by_code(c, " ".join(names))]
    return (known or codes or [""])[0], (by_name or names or [""])[0]


def _moment(resource: Json) -> tuple[dt.date | None, str]:
    """(day, hour) of the sample; of a report's issue when nothing else is told."""
    period = resource.get("effectivePeriod")
    ends = [period.get("end"), period.get("start")] if isinstance(period, dict) else []
    for value in (
        resource.get("effectiveDateTime"),
        resource.get("effectiveInstant"),
        *ends,
        resource.get("issued"),
    ):
        if isinstance(value, str):
            date, _, _ = find_date(value if len(value) > 7 else f"{value}-01"[:10])
            if date:
                return date, find_time(value) if "T" in value else ""
    return None, ""


def _unit(quantity: Json) -> str:
    """The unit of a quantity: the UCUM code when it is one we know, else the printed unit."""
    code, unit = str(quantity.get("code") or ""), str(quantity.get("unit") or "")
    ucum = str(quantity.get("system") or "").rstrip("/") == _UCUM
    choices = [code, unit] if ucum else [unit]
    for text in choices:
        if text and units.is_known(numbers.clean_unit(text)):
            return text
    return next((c for c in choices if c), "")


def _bounds(rows: list[Json]) -> tuple[float | None, float | None, str, str]:
    """(low, high, unit, text) of the reference range that is for normal people."""
    for row in rows:
        kind = [str(c.get("code", "")) for c in _codings(row.get("type") or row.get("meaning"))]
        if kind and not any(k in ("normal", "N", "recommended") for k in kind):
            continue
        low, high = row.get("low"), row.get("high")
        low_value = low.get("value") if isinstance(low, dict) else None
        high_value = high.get("value") if isinstance(high, dict) else None
        unit = next((_unit(q) for q in (low, high) if isinstance(q, dict) and _unit(q)), "")
        text = str(row.get("text") or "")
        if low_value is None and high_value is None and text:
            found = numbers.split_range(text)
            if found:
                low_value, high_value = found
        if low_value is not None or high_value is not None:
            return _float(low_value), _float(high_value), unit, text
    return None, None, "", ""


def _float(value: Any) -> float | None:
    try:
        number = float(value) if isinstance(value, (int, float, str)) and value != "" else math.nan
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _specimen(resource: Json, index: dict[str, Json]) -> tuple[str, str]:
    """(kind of specimen, what is wrong with it) from the reference or its printed name."""
    told = resource.get("specimen")
    if not isinstance(told, dict):
        return "", ""
    found = _resolve(str(told.get("reference") or ""), index) or {}
    kind = " ".join(str(x.get("display") or "") for x in [told, *_codings(found.get("type"))])
    faults = [str(c.get("display") or "") for c in _codings(found.get("condition"))]
    faults += [str(p.get("text") or "") for p in _dicts(found.get("condition"))]
    text = " ".join([*faults, kind]).lower()
    return kind, "haemolysed" if any(h in text for h in _HAEMOLYSED) else ""


def _resolve(reference: str, index: dict[str, Json]) -> Json | None:
    if reference in index:
        return index[reference]
    tail = "/".join(reference.split("/")[-2:])
    return index.get(tail)


def _observation(
    resource: Json, index: dict[str, Json], where: str, read: Read, whose: Who
) -> None:
    status = str(resource.get("status") or "")
    if status in _STATUSES:
        read.skip(Skip(status))
        return
    parts = _dicts(resource.get("component"))
    reasons = [_one(part, resource, index, where, read, whose) for part in [resource, *parts]]
    skipped = [r for r in reasons if r is not None]
    if len(skipped) == len(reasons):
        read.skip(next((r for r in skipped[::-1] if r != Skip.NO_VALUE), Skip.NO_VALUE))


def _one(
    part: Json, resource: Json, index: dict[str, Json], where: str, read: Read, whose: Who
) -> Skip | None:
    """Read one value; why there is no result, or None when there is one."""
    loinc, name = _code(part.get("code"))
    value, unit, comparator = _value(part)
    if value is None:
        return Skip.NOT_MEASURED if part.get("dataAbsentReason") else Skip.NO_VALUE
    kind, fault = _specimen(resource, index)
    if not _known(loinc, name, kind):
        return Skip.NOT_OURS
    date, time = _moment(resource)
    low, high, range_unit, range_text = _bounds(_dicts(part.get("referenceRange")))
    notes = [reason("lab_preliminary")] if resource.get("status") == "preliminary" else []
    comments = [str(n.get("text") or "") for n in _dicts(resource.get("note"))]
    comments.append(str(resource.get("comment") or resource.get("comments") or ""))
    if any(h in c.lower() for c in comments for h in _HAEMOLYSED):
        fault = "haemolysed"
    read.results.append(
        values.make(
            values.Printed(
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
                flag=_flag(part.get("interpretation")),
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
    if values.sample(specimen) == "urine" and "urine" not in analytes.name_key(name):
        name = f"{name} urine"
    return analytes.find(name) is not None and (not loinc or analytes.names_body_fluid(name))


def _value(part: Json) -> tuple[float | str | None, str, str]:
    """(value, unit, comparator) of value[x]."""
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict):
        number = quantity.get("value")
        sign = str(quantity.get("comparator") or "")
        if isinstance(number, str):
            return number, _unit(quantity), sign
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            return float(number), _unit(quantity), sign
        return None, "", ""
    for key in ("valueInteger", "valueDecimal"):
        if isinstance(part.get(key), (int, float)):
            return float(part[key]), "", ""
    if isinstance(part.get("valueString"), str):
        text = part["valueString"].strip()
        return (text or None), "", ""
    concept = part.get("valueCodeableConcept")
    if isinstance(concept, dict):
        texts = [str(concept.get("text") or "")]
        texts += [str(c.get("display") or "") for c in _codings(concept)]
        return next((t for t in texts if numbers.word_of(t)), None), "", ""
    return None, "", ""


def _flag(concept: Any) -> str:
    flags = [str(c.get("code") or "") for c in _codings(concept)]
    return next((f for f in flags if f in ("LL", "HH", "L", "H", "N", "A", "AA")), "")


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

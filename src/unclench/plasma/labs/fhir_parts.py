"""What parts of FHIR resources say: codes, moments, quantities, ranges, specimens, patients."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.plasma.labs import numbers, people
from unclench.plasma.labs.dates import find_date, find_time
from unclench.plasma.labs.people import NOBODY, Who

Json = dict[str, Any]


_UCUM = "http://unitsofmeasure.org"


HAEMOLYSED = ("hemoly", "haemoly")


def list_of(value: Any) -> list[Any]:
    """FHIR versions differ in what may repeat: one thing becomes a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def dicts(value: Any) -> list[Json]:
    """The objects among what may repeat."""
    return [v for v in list_of(value) if isinstance(v, dict)]


def subject_of(observation: Json, index: dict[str, Json]) -> Who:
    """The patient of an observation, with name and birth date when the resource is there."""
    try:
        told = observation.get("subject")
        if not isinstance(told, dict):
            return NOBODY
        reference = str(told.get("reference") or "")
        patient = resolve(reference, index) or {}
        if patient.get("resourceType") not in (None, "Patient"):
            patient = {}
        names = [
            " ".join([str(n.get("family") or ""), *map(str, list_of(n.get("given")))]).strip()
            or str(n.get("text") or "")
            for n in dicts(patient.get("name"))
        ]
        name = names[0] if names else str(told.get("display") or "")
        return people.who(name, str(patient.get("birthDate") or ""), reference)
    except (TypeError, ValueError, AttributeError):
        return NOBODY


def _codings(concept: Any) -> list[Json]:
    return [c for part in dicts(concept) for c in dicts(part.get("coding"))]


def code_of(concept: Any) -> tuple[str, str]:
    """(LOINC code or "", name). A LOINC that we know wins over one that we do not."""
    codes = [
        str(c.get("code", "")).strip()
        for c in _codings(concept)
        if "loinc" in str(c.get("system", "")).lower() or str(c.get("system", "")).endswith("6.1")
    ]
    names = [str(part.get("text") or "") for part in dicts(concept)]
    names += [str(c.get("display") or "") for c in _codings(concept)]
    names = [n for n in names if n]
    by_name = [n for n in names if analytes.find(n)]
    known = [c for c in codes if analytes.by_code(c, " ".join(names))]
    return (known or codes or [""])[0], (by_name or names or [""])[0]


def moment(resource: Json) -> tuple[dt.date | None, str]:
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


def bounds(rows: list[Json]) -> tuple[float | None, float | None, str, str]:
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


def specimen_of(resource: Json, index: dict[str, Json]) -> tuple[str, str]:
    """(kind of specimen, what is wrong with it) from the reference or its printed name."""
    told = resource.get("specimen")
    if not isinstance(told, dict):
        return "", ""
    found = resolve(str(told.get("reference") or ""), index) or {}
    kind = " ".join(str(x.get("display") or "") for x in [told, *_codings(found.get("type"))])
    faults = [str(c.get("display") or "") for c in _codings(found.get("condition"))]
    faults += [str(p.get("text") or "") for p in dicts(found.get("condition"))]
    text = " ".join([*faults, kind]).lower()
    return kind, "haemolysed" if any(h in text for h in HAEMOLYSED) else ""


def resolve(reference: str, index: dict[str, Json]) -> Json | None:
    """The resource that a reference points to, None when it is not in the file."""
    if reference in index:
        return index[reference]
    tail = "/".join(reference.split("/")[-2:])
    return index.get(tail)


def value_of(part: Json) -> tuple[float | str | None, str, str]:
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


def flag_of(concept: Any) -> str:
    """The laboratory's flag; empty when there is none."""
    flags = [str(c.get("code") or "") for c in _codings(concept)]
    return next((f for f in flags if f in ("LL", "HH", "L", "H", "N", "A", "AA")), "")

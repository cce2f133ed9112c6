"""Results from a C-CDA document, the summary that portals in the United States give out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from unclench.facts.kinds import analytes
from unclench.plasma.labs.dates import find_date, find_time
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who, who
from unclench.plasma.labs.printed import Printed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LOINC = "2.16.840.1.113883.6.1"
_VITAL_SIGN = "2.16.840.1.113883.10.20.22.4.27"
_NOT_DONE = ("aborted", "cancelled", "nullified", "held")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"


def read_ccda(root: Element, where: str = "") -> Parsed:
    """The results of a parsed document; observations of every section but vital signs."""
    parsed = Parsed()
    whose = _person(root)
    if whose:
        parsed.people.append(whose)
    texts = {
        ident: " ".join("".join(e.itertext()).split())
        for e in root.iter()
        if (ident := e.get("ID"))
    }
    parents = {child: parent for parent in root.iter() for child in parent}
    place = 0
    for node in root.iter():
        if _tag(node) != "observation" or node.get("moodCode", "EVN") != "EVN":
            continue
        ids = {t.get("root", "") for t in _children(node, "templateId")}
        if _VITAL_SIGN in ids or node.get("negationInd") == "true":
            continue
        place += 1
        row = _row(node, parents, texts, f"{where}, result {place}".lstrip(", "), whose)
        if row is not None:
            parsed.rows.append(row)
    return parsed


def _row(
    node: Element, parents: dict[Element, Element], texts: dict[str, str], place: str, whose: Who
) -> Printed | None:
    loinc, name = _code(node, texts)
    status = next((c.get("code", "") for c in _children(node, "statusCode")), "")
    if status in _NOT_DONE or not (name or loinc):
        return None
    value, comparator, unit = _value(node, texts)
    if not value or not (analytes.by_code(loinc, name) or analytes.find(name)):
        return None
    date, time = _when(node, parents)
    low, high, range_unit, text = _range(node, texts)
    flags = [c.get("code", "") for c in _children(node, "interpretationCode")]
    return Printed(
        name=name,
        value=value,
        unit=unit,
        comparator=comparator,
        loinc=loinc if analytes.by_code(loinc, name) else "",
        date=date,
        time=time,
        low=low,
        high=high,
        range_text=text,
        range_unit=range_unit,
        flag=next((f for f in flags if f in ("LL", "HH", "L", "H", "N")), ""),
        specimen=_specimen(node, parents),
        where=place,
        who=whose,
        decimal=".",
    )


def _tag(node: Element) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _children(node: Element, tag: str) -> list[Element]:
    return [c for c in node if _tag(c) == tag]


def _deep(node: Element, *path: str) -> list[Element]:
    found = [node]
    for tag in path:
        found = [c for n in found for c in _children(n, tag)]
    return found


def _person(root: Element) -> Who:
    roles = _deep(root, "recordTarget", "patientRole")
    if not roles:
        return NOBODY
    patient = _children(roles[0], "patient")
    names = [" ".join("".join(n.itertext()).split()) for p in patient for n in _children(p, "name")]
    births = [b.get("value", "")[:8] for p in patient for b in _children(p, "birthTime")]
    number = next((i.get("extension", "") for i in _children(roles[0], "id")), "")
    birth = find_date(births[0])[0] if births else None
    return who(names[0] if names else "", birth, number)


def _code(node: Element, texts: dict[str, str]) -> tuple[str, str]:
    """(LOINC, name); the code may stand in a translation, the name in the narrative."""
    loinc, names = "", []
    for code in _children(node, "code"):
        for one in (code, *_children(code, "translation")):
            if one.get("codeSystem") == _LOINC and one.get("code"):
                candidate = one.get("code", "")
                if not loinc or (analytes.by_code(candidate) and not analytes.by_code(loinc)):
                    loinc = candidate
            names.append(one.get("displayName", ""))
        names += [_text(t, texts) for t in _children(code, "originalText")]
    names = [n for n in names if n]
    return loinc, next((n for n in names if analytes.find(n)), names[0] if names else "")


def _text(node: Element, texts: dict[str, str]) -> str:
    refs = [r.get("value", "").lstrip("#") for r in _children(node, "reference")]
    plain = " ".join("".join(node.itertext()).split())
    return plain or next((texts[r] for r in refs if r in texts), "")


def _value(node: Element, texts: dict[str, str]) -> tuple[str, str, str]:
    """(value, comparator, unit)."""
    for value in _children(node, "value"):
        kind = value.get(_XSI, "").rsplit(":", 1)[-1]
        if value.get("nullFlavor"):
            continue
        if kind in ("PQ", "INT", "REAL", "") and value.get("value"):
            return value.get("value", ""), "", value.get("unit", "")
        if kind.startswith("IVL"):
            return _bound(value)
        if kind in ("ST", "ED", "TXT"):
            return _text(value, texts), "", ""
        if kind in ("CD", "CE", "CO"):
            return value.get("displayName", "") or _text(value, texts), "", ""
    return "", "", ""


def _bound(value: Element) -> tuple[str, str, str]:
    """An interval with one side is a value with a comparator; one with two is no single value."""
    low, high = (
        next((b for b in _children(value, side) if b.get("value")), None)
        for side in ("low", "high")
    )
    if (low is None) == (high is None):
        return "", "", ""
    bound = low if low is not None else high
    assert bound is not None
    sign = (">" if low is not None else "<") + ("=" if bound.get("inclusive") == "true" else "")
    return bound.get("value", ""), sign, bound.get("unit", "")


def _when(node: Element, parents: dict[Element, Element]) -> tuple[dt.date | None, str]:
    here: Element | None = node
    while here is not None and _tag(here) not in ("section", "ClinicalDocument"):
        for time in _children(here, "effectiveTime"):
            texts = [time.get("value", "")]
            texts += [
                x.get("value", "")
                for tag in ("high", "low", "center")
                for x in _children(time, tag)
            ]
            for text in texts:
                date = find_date(re.sub(r"[+-]\d{4}$", "", text))[0]
                if date:
                    return date, find_time(text)
        here = parents.get(here)
    return None, ""


def _range(node: Element, texts: dict[str, str]) -> tuple[float | None, float | None, str, str]:
    for span in _deep(node, "referenceRange", "observationRange"):
        for value in _children(span, "value"):
            ends = {}
            unit = ""
            for side in ("low", "high"):
                for bound in _children(value, side):
                    try:
                        ends[side] = float(bound.get("value", ""))
                        unit = unit or bound.get("unit", "")
                    except ValueError:
                        continue
            if ends:
                return ends.get("low"), ends.get("high"), unit, ""
        for text in _children(span, "text"):
            return None, None, "", _text(text, texts)
    return None, None, "", ""


def _specimen(node: Element, parents: dict[Element, Element]) -> str:
    """What was sampled, told by the observation, its battery, or the battery's name."""
    here: Element | None = node
    while here is not None and _tag(here) not in ("section", "ClinicalDocument"):
        for entity in _deep(here, "specimen", "specimenRole", "specimenPlayingEntity"):
            names = [c.get("displayName", "") for c in _children(entity, "code")]
            names += ["".join(n.itertext()).strip() for n in _children(entity, "name")]
            if any(names):
                return " ".join(n for n in names if n)
        if _tag(here) == "organizer":
            panel = " ".join(c.get("displayName", "") for c in _children(here, "code"))
            if "urin" in panel.lower():
                return "urine"
        here = parents.get(here)
    return ""

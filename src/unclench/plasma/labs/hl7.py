"""Results from HL7 version 2 messages (ORU): OBX segments; the patient's segment is never said."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from unclench.errors import Problem
from unclench.facts.kinds import analytes
from unclench.plasma.labs.dates import find_date, find_time
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who, who
from unclench.plasma.labs.printed import Printed

_NO_RESULT = {"X": "cancelled", "D": "deleted", "W": "entered in error", "N": "not asked for",
              "I": "pending", "O": "not done"}  # fmt: skip
_STANDING = {"P": -1, "R": -1, "C": 1}
_SN = {"": "", "=": "", "<": "<", ">": ">", "<=": "<=", ">=": ">="}


def is_hl7(text: str) -> bool:
    """Whether a text is HL7 v2: it begins with a message, batch or file header."""
    return re.match(r"^\s*(?:\x0b)?(?:MSH|FHS|BHS)[|^~\\&#!]", text) is not None


def read_hl7(text: str, where: str = "") -> Parsed:
    """The results of every message of a text."""
    reader = _Messages(where)
    for segment in re.split(r"[\r\n]+", text.replace("\x0b", "").replace("\x1c", "")):
        reader.segment(segment.strip())
    return reader.parsed


class _Messages:
    """Reads segments in order; what a header told holds for what follows."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.parsed = Parsed()
        self.field, self.part, self.repeat, self.escape, self.sub = "|", "^", "~", "\\", "&"
        self.who: Who = NOBODY
        self.date: dt.date | None = None
        self.time = ""
        self.specimen = ""
        self.places = 0
        self.group: list[int] = []

    def segment(self, text: str) -> None:
        kind = text[:3]
        if kind == "MSH":
            self.field = text[3:4] or "|"
            marks = (text[4:8] + "^~\\&")[:4] if len(text) > 7 else "^~\\&"
            self.part, self.repeat, self.escape, self.sub = list(marks)
            self.who, self.date, self.time, self.specimen = NOBODY, None, "", ""
        fields = text.split(self.field)
        if kind == "PID":
            self.who = self.person(fields)
            if self.who:
                self.parsed.people.append(self.who)
        elif kind == "OBR":
            self.date, self.time = _moment(_at(fields, 7)) or (None, "")
            source = " ".join(p for p in re.split(r"[\^&~]", _at(fields, 15)) if p)
            panel = " ".join(self.parts(_at(fields, 4))[1:2])
            self.specimen = source or ("urine" if "urin" in panel.lower() else "")
            self.group = []
        elif kind == "SPM":
            self.sampled(fields)
        elif kind == "OBX":
            self.places += 1
            self.observation(fields, f"{self.where}, OBX {self.places}".lstrip(", "))

    def parts(self, text: str) -> list[str]:
        """The components of a field, unescaped."""
        first = text.split(self.repeat, maxsplit=1)[0]
        return [self.plain(p) for p in first.split(self.part)]

    def plain(self, text: str) -> str:
        e = re.escape(self.escape)
        for code, mark in (
            ("F", self.field),
            ("S", self.part),
            ("T", self.sub),
            ("R", self.repeat),
        ):
            text = text.replace(f"{self.escape}{code}{self.escape}", mark)
        text = text.replace(f"{self.escape}E{self.escape}", self.escape)
        return re.sub(rf"{e}[^{e}]{{1,9}}{e}", " ", text).strip()

    def person(self, fields: list[str]) -> Who:
        name = self.parts(_at(fields, 5))
        birth = find_date(_at(fields, 7))[0]
        return who(" ".join(name[:2]), birth, self.parts(_at(fields, 3))[0])

    def sampled(self, fields: list[str]) -> None:
        """A specimen behind its results: it and its hour hold for the results of the last order."""
        kind = " ".join(self.parts(_at(fields, 4)))
        moment = _moment(self.parts(_at(fields, 17))[0])
        for k in self.group:
            row = self.parsed.rows[k]
            date, time = (row.date, row.time) if row.date or not moment else moment
            self.parsed.rows[k] = replace(row, specimen=row.specimen or kind, date=date, time=time)

    def observation(self, fields: list[str], place: str) -> None:
        code, name, loinc = self.code(_at(fields, 3))
        status = _at(fields, 11).upper()
        if status in _NO_RESULT:
            if analytes.find(name) or analytes.by_code(loinc, name):
                self.parsed.faults.append(
                    Problem(
                        f"A result is marked '{_NO_RESULT[status]}'.",
                        place,
                        "Give the final report when it is there.",
                    )
                )
            return
        value, comparator = self.value(_at(fields, 2), _at(fields, 5))
        if not value:
            return
        date, time = _moment(_at(fields, 14)) or (self.date, self.time)
        if self.date:
            date, time = self.date, self.time
        flag = self.parts(_at(fields, 8))[0].upper()
        self.group.append(len(self.parsed.rows))
        self.parsed.rows.append(
            Printed(
                name=name or code,
                value=value,
                comparator=comparator,
                unit=self.unit(_at(fields, 6)),
                loinc=loinc,
                date=date,
                time=time,
                range_text=self.plain(_at(fields, 7)),
                flag=flag if flag in ("L", "H", "LL", "HH", "N", "A", "AA") else "",
                specimen=self.specimen,
                condition="haemolysed" if re.search("ha?emoly", value.lower()) else "",
                where=place,
                standing=_STANDING.get(status, 0),
                who=self.who,
                decimal="." if _at(fields, 2) in ("NM", "SN") else "",
            )
        )

    def code(self, text: str) -> tuple[str, str, str]:
        """(code, name, LOINC) of an identifier; the LOINC may stand second."""
        p = [*self.parts(text), "", "", "", "", "", ""]
        for code, name, system in ((p[0], p[1], p[2]), (p[3], p[4], p[5])):
            if system.upper() in ("LN", "LOINC") or re.fullmatch(r"\d{3,5}-\d", code):
                return code, name or p[1] or p[4], code
        return p[0], p[1] or p[4] or p[0], ""

    def unit(self, text: str) -> str:
        from unclench.facts import units
        from unclench.plasma.labs.numbers import clean_unit

        told = [p for p in self.parts(text) if p]
        return next((u for u in told if units.is_known(clean_unit(u))), told[0] if told else "")

    def value(self, kind: str, text: str) -> tuple[str, str]:
        """(value, comparator); empty when it holds no single value."""
        parts = [*self.parts(text), "", "", ""]
        if kind == "SN":
            single = not parts[2].strip() and not parts[3].strip()
            known = parts[0] in _SN and bool(parts[1]) and single
            return (parts[1], _SN.get(parts[0], "")) if known else ("", "")
        if kind in ("CE", "CWE", "CNE"):
            return parts[1] or parts[0], ""
        if kind in ("ED", "RP", "DT", "TS", "TM"):
            return "", ""
        return parts[0] if kind == "NM" else self.plain(text.split(self.repeat, maxsplit=1)[0]), ""


def _at(fields: list[str], place: int) -> str:
    return fields[place].strip() if place < len(fields) else ""


def _moment(text: str) -> tuple[dt.date, str] | None:
    date = find_date(text)[0]
    return (date, find_time(text)) if date else None

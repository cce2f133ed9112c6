"""Results from LDT files, the exchange format of German laboratories (versions 2 and 3).

A line is three digits for its length, four for the field, then the content. Lengths are not relied
on. Fields used: 8410/8411 test, 8420 value, 8421 unit, 8460 to 8462 range, 8422 flag, 8430 and 8428
material, 8432 and 8433 day and hour of the sample; 3101 to 3103 only to tell people apart.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from unclench.plasma.labs.numbers import decimal_of, split_range
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who, who
from unclench.plasma.labs.printed import Printed
from unclench.plasma.labs.tests_meant import sample

_LINE = re.compile(r"^(\d{3})(\d{4})(.*)$")
_STANDING = {"V": -1, "T": -1, "K": 1}
"""Field 8418 of a test: preliminary, partial, corrected."""


def is_ldt(text: str) -> bool:
    """Whether a text is LDT: its first lines have a length and a field, the first is 8000."""
    lines = [line for line in text.splitlines()[:6] if line.strip()]
    return bool(lines) and lines[0][3:7] == "8000" and all(_LINE.match(line) for line in lines)


@dataclass(slots=True)
class _Test:
    fields: dict[str, str] = field(default_factory=dict)


def read_ldt(text: str, where: str = "") -> Parsed:
    """The results of every patient of an LDT file."""
    parsed = Parsed()
    decimal = decimal_of(
        m[3]
        for line in text.splitlines()
        if (m := _LINE.match(line)) and m[2] in ("8420", "8461", "8462")
    )
    person: dict[str, str] = {}
    head: dict[str, str] = {}
    material = ""
    test: dict[str, str] | None = None
    whose: Who = NOBODY

    def close() -> None:
        if test is None or not test.get("8420"):
            return
        day, hour = _day(test.get("8432") or head.get("8432") or head.get("8301") or ""), ""
        clock = test.get("8433") or head.get("8433") or ""
        if re.fullmatch(r"\d{4,6}", clock):
            hour = f"{clock[:2]}:{clock[2:4]}"
        low, high = _limits(test, decimal)
        told = test.get("8430") or test.get("8428") or material
        parsed.rows.append(
            Printed(
                name=test.get("8411") or test.get("8410", ""),
                value=test["8420"],
                unit=test.get("8421", ""),
                date=day,
                time=hour,
                low=low,
                high=high,
                range_text=test.get("8460", ""),
                flag={"-": "L", "--": "LL", "+": "H", "++": "HH"}.get(test.get("8422", ""), ""),
                specimen=told if sample(told) else _material(told),
                where=f"{where}, test {len(parsed.rows) + 1}".lstrip(", "),
                standing=_STANDING.get(test.get("8418", ""), 0),
                who=whose,
                decimal=decimal,
            )
        )

    for line in text.splitlines():
        found = _LINE.match(line.rstrip("\r"))
        if not found:
            continue
        key, content = found[2], found[3].strip()
        if key == "8000":
            close()
            test, head, person, whose, material = None, {}, {}, NOBODY, ""
        elif key in ("3101", "3102", "3103", "3000", "8405"):
            person[key] = content
            whose = who(
                f"{person.get('3101', '')} {person.get('3102', '')}",
                _day(person.get("3103", "")),
                person.get("3000", ""),
            )
        elif key in ("8410", "8434"):
            close()
            test = {key: content} if key == "8410" else None
            if key == "8410" and whose:
                parsed.people.append(whose)
        elif test is not None:
            if key == "8420" and "8420" in test:
                continue
            test.setdefault(key, content)
        else:
            head.setdefault(key, content)
            if key in ("8430", "8428"):
                material = content
    close()
    return parsed


def _day(text: str) -> dt.date | None:
    """A day as DDMMYYYY (version 2) or YYYYMMDD (version 3)."""
    text = re.sub(r"\D", "", text)[:8]
    if len(text) < 8:
        return None
    year_first = 1900 <= int(text[:4]) <= 2100 and int(text[4:6]) <= 12
    parts = (text[:4], text[4:6], text[6:8]) if year_first else (text[4:8], text[2:4], text[:2])
    try:
        return dt.date(*(int(p) for p in parts))
    except ValueError:
        return None


def _limits(test: dict[str, str], decimal: str) -> tuple[float | None, float | None]:
    from unclench.plasma.labs.table import limit

    low, high = (limit(test.get(k, ""), decimal) for k in ("8461", "8462"))  # type: ignore[arg-type]
    if low is None and high is None:
        return split_range(test.get("8460", ""), decimal) or (None, None)  # type: ignore[arg-type]
    return low, high


def _material(text: str) -> str:
    """Codes of materials: U is urine."""
    return "urine" if text.strip().upper() in ("U", "UR", "SU", "24U") else ""

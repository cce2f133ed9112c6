"""What the columns of a table of results are: by headers in any language, then by cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from unclench.facts import units
from unclench.facts.kinds import analytes, lab_words
from unclench.facts.kinds.lab_words import Column
from unclench.facts.spelling import fold
from unclench.plasma.labs.dates import find_date
from unclench.plasma.labs.numbers import NUMBER, SIGN, clean_unit, unit_behind_range, unit_of_value

Cells = Sequence[str]
_LOOKED_AT = 300
_HEAD = 40


@dataclass(slots=True)
class Layout:
    """Where what stands.

    Attributes:
        row: index of the header row. at: role -> column. people: columns of names and numbers of
            people; births: of birth dates. wide: column -> (test, unit), for one column a test.
        days: column -> day as written, for one column a date. unit: unit told by the header of the
            values. unused: headers of columns with numbers that are not used.
    """

    row: int
    header: list[str]
    at: dict[Column, int] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    births: list[int] = field(default_factory=list)
    wide: dict[int, tuple[str, str]] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)
    unit: str = ""
    unused: list[str] = field(default_factory=list)


def _parts(words: list[str], name: str) -> bool:
    return any(w in lab_words.words(name) for w in words)


def role_of(header: str) -> Column | None:
    """What a header says its column is; None when it says nothing that we know."""
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", header)
    for text in (header, bare):
        found = lab_words.columns().get(lab_words.key(text))
        if found:
            return found
    words = lab_words.key(header).split()
    if _parts(words, "birth_parts"):
        return "birth"
    if _parts(words, "date_parts"):
        return "other_date" if _parts(words, "other_date_parts") else "date"
    if _parts(words, "person_parts"):
        return "person"
    return None


LONGEST_HEADER = 120
"""Letters of a header that can still be a test and its unit."""


def test_of(header: str) -> tuple[str, str] | None:
    """(test, unit) of a header such as "Potassium (mmol/L)" or "potassium_mmol_l"."""
    if len(header) > LONGEST_HEADER:
        return None
    found = re.match(r"^(.*?)\s*[(\[]([^)\]]*)[)\]]\s*$", header)
    if found and analytes.find(found[1]) and units.is_known(clean_unit(found[2])):
        return found[1], found[2]
    if analytes.find(header):
        return header, ""
    words = re.split(r"[\s_,]+|(?<=\w)\s*\bin\b\s*", header.strip())
    words = [w for w in words if w]
    for n in range(min(4, len(words) - 1), 0, -1):
        name, tail = " ".join(words[:-n]), words[-n:]
        for unit in (" ".join(tail), "/".join(tail), "".join(tail)):
            if analytes.find(name) and units.is_known(clean_unit(unit)):
                return name, unit
    return None


def _names_test(cell: str) -> bool:
    return analytes.find(cell) is not None or (cell[-1:] in ")]" and test_of(cell) is not None)


def _is_number(cell: str) -> bool:
    return bool(re.match(rf"^\s*(?:{SIGN})?\s*{NUMBER}(?![\d/.-])", cell))


def find_layout(rows: Sequence[Cells]) -> Layout | None:
    """The layout of a table, whose header may stand below titles; None when it holds no results."""
    best: tuple[int, Layout] | None = None
    for k in range(min(_HEAD, len(rows) - 1)):
        if sum(bool(c.strip()) for c in rows[k]) < 2:
            continue
        made = _layout(rows, k)
        if made is None:
            continue
        weight = len(made.at) + 2 * len(made.wide) + len(made.days)
        if best is None or weight > best[0]:
            best = weight, made
    return best[1] if best else None


def _layout(rows: Sequence[Cells], k: int) -> Layout | None:
    header = [c.strip() for c in rows[k]]
    below = rows[k + 1 : k + 1 + _LOOKED_AT]

    def cells(i: int) -> list[str]:
        return [r[i].strip() for r in below if i < len(r) and r[i].strip()]

    def tests(i: int) -> int:
        return sum(_names_test(c) for c in dict.fromkeys(cells(i)))

    roles = [role_of(h) if h else None for h in header]
    made = Layout(k, header)
    made.people = [i for i, r in enumerate(roles) if r == "person"]
    made.births = [i for i, r in enumerate(roles) if r == "birth"]
    test = _the_test(roles, tests)
    if test is None and "loinc" in roles:
        test = roles.index("loinc")
    if test is None:
        wide = _one_column_a_test(made, roles, header)
        return wide and _with_unused(wide, cells)
    made.at["test"] = test
    if roles[test] != "test" and test in made.people:
        made.people.remove(test)
    value = _the_value(roles, test, cells)
    if value is None:
        days = {i: h for i, h in enumerate(header) if i != test and _is_day(h)}
        if not days:
            return None
        made.days = days
    else:
        made.at["value"] = value
        inside = re.search(r"[(\[]([^()\[\]]+)[)\]]", header[value])
        made.unit = inside[1] if inside and units.is_known(clean_unit(inside[1])) else ""
    for i, role in enumerate(roles):
        if role and role not in ("several", "person", "birth", "test", "value") and i != test:
            made.at.setdefault(role, i)
    if "date" not in made.at and "other_date" in made.at:
        made.at["date"] = made.at["other_date"]
    _name_column(made, roles, test)
    return _with_unused(made, cells) if _is_even(made, below, roles) else None


def _with_unused(made: Layout, cells: Callable[[int], list[str]]) -> Layout:
    """The same with the headers of columns with numbers that have no use."""
    used = {*made.at.values(), *made.people, *made.births, *made.days, *made.wide}
    made.unused = [
        header
        for i, header in enumerate(made.header)
        if i not in used and header and any(map(_is_number, cells(i)[:50]))
    ]
    return made


def _is_even(made: Layout, below: Sequence[Cells], roles: Sequence[Column | None]) -> bool:
    """Whether rows have the cells that the header promises, and the header is one of words."""
    told = {r for r in roles if r} - {"person", "birth", "note"}
    last = max([made.at["test"], *made.days, made.at.get("value", 0)])
    full = sum(len(r) > last for r in below)
    short = all(len(h) <= 60 for h in made.header)
    return short and full >= 0.6 * len(below) and len(told) + len(made.days) >= 2


def _the_test(roles: list[Column | None], count: Callable[[int], int]) -> int | None:
    """The column of tests: by its header, then the one with most tests that we know."""
    named = [i for i, r in enumerate(roles) if r == "test"]
    perhaps = [
        i for i, r in enumerate(roles) if r in ("several", "panel", "note", "person", None, "value")
    ]
    for group in (named, perhaps):
        best = max(group, key=count, default=None)
        if best is not None and count(best) > 0:
            return best
    return named[0] if named else None


def _the_value(
    roles: list[Column | None], test: int, cells: Callable[[int], list[str]]
) -> int | None:
    """The column of values: by its header, then the one with most numbers."""

    def numbers(i: int) -> int:
        return sum(_is_number(c) for c in cells(i))

    named = [i for i, r in enumerate(roles) if r == "value" and i != test]
    perhaps = [i for i, r in enumerate(roles) if r == "several" and i != test]
    for group in (named, perhaps):
        best = max(group, key=lambda i: (numbers(i), -i), default=None)
        if best is not None and (numbers(best) > 0 or group is named):
            return best
    return None


def _name_column(made: Layout, roles: list[Column | None], test: int) -> None:
    """A column called "name" beside one of tests is a person."""
    for i, role in enumerate(roles):
        if role == "several" and i != test and lab_words.key(made.header[i]) == "name":
            made.people.append(i)


def _is_day(header: str) -> bool:
    date, rest, fault = find_date(header)
    if fault is not None and fault.kind == "ambiguous":
        date, rest, _ = find_date(header, True)
    return date is not None and len(rest) <= 12


def _one_column_a_test(
    made: Layout, roles: list[Column | None], header: list[str]
) -> Layout | None:
    made.wide = {}
    for i, cell in enumerate(header):
        found = test_of(cell) if cell and roles[i] in (None, "several", "note", "panel") else None
        if found:
            made.wide[i] = found
    dated = any(r in ("date", "other_date") for r in roles)
    if len(made.wide) < (1 if dated else 2):
        return None
    for role in ("date", "other_date"):
        if role in roles and "date" not in made.at:
            made.at["date"] = roles.index(role)
    if "specimen" in roles:
        made.at["specimen"] = roles.index("specimen")
    made.people += [i for i, h in enumerate(header) if lab_words.key(h) == "name"]
    return made


def holds_concentrations(made: Layout, rows: Sequence[Cells]) -> bool:
    """Whether a table surely holds results of blood tests, and no foods or supplements."""
    if made.wide:
        return any(_fits(name, unit) for name, unit in made.wide.values())
    known = 0
    for row in rows[made.row + 1 : made.row + 1 + _LOOKED_AT]:
        test, unit = (_cell(row, made.at.get(c)) for c in ("test", "unit"))
        unit = unit or made.unit
        if not unit and "value" in made.at:
            unit = unit_of_value(_cell(row, made.at["value"])) or ""
        unit = unit or unit_behind_range(_cell(row, made.at.get("range")))
        known += _fits(test, unit)
    return known > 0


def _cell(row: Cells, i: int | None) -> str:
    return row[i].strip() if i is not None and i < len(row) else ""


def _fits(name: str, unit: str) -> bool:
    """Whether a unit is one of concentration in which this test is measured."""
    found = units.find(clean_unit(unit)) if unit else None
    if not found or ("/" not in found and found != "fL") or analytes.find(name) is None:
        return False
    return "g/g" not in fold(found)

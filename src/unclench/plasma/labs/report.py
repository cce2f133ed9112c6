"""Results from the text of a report: pasted from a portal, or out of a PDF, in any language.

A line that begins with the name of a test is read: the value, its unit, the laboratory's range (in
brackets, behind the unit, before the value or on the next line), a flag, an earlier result. Other
lines are passed over and never repeated in a message, because they hold names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from unclench.assessment import reason
from unclench.facts.kinds import analytes, lab_words, panels
from unclench.plasma.labs.dates import order_of
from unclench.plasma.labs.letterhead import Day, day_on, person_on
from unclench.plasma.labs.line import Items, items_of
from unclench.plasma.labs.line_parts import name_at
from unclench.plasma.labs.numbers import Decimal, decimal_of
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who
from unclench.plasma.labs.printed import Printed
from unclench.plasma.labs.report_lines import (
    holds_dates,
    is_concentration,
    is_label,
    is_row,
    sampled,
    tests_within,
    without_date,
    without_label,
)

_LONGEST = 400
_UNKNOWN = re.compile(
    r"\s*+([^\W\d_][^:;|=<>\s]*+(?:\s++[^:;|=<>\s]++)*?)(?:\s*+[:=]\s++|\s++)(?=[<>]?\s*\d)"
)
"""A name, and the number behind it; a blank belongs to one place, so that gaps are read once."""
_OVER = {"collected": 2, "plain": 1, "other": 0}


@dataclass(slots=True)
class _Open:
    """A test whose lines are still being read."""

    name: str
    known: bool
    items: Items
    where: str
    day: Day | None
    specimen: str
    who: Who
    own_day: bool = False


@dataclass(slots=True)
class _Report:
    where: str
    day_first: bool | None
    decimal: Decimal
    parsed: Parsed = field(default_factory=Parsed)
    open: _Open | None = None
    day: Day | None = None
    specimen: str = ""
    who: Who = NOBODY
    since_person: int = 0
    since_day: int = 0
    earlier: int = 0
    sampled: str = ""
    unread: list[int] = field(default_factory=list)

    def line(self, text: str, number: int) -> None:
        """Read one line."""
        place = f"{self.where}, line {number}" if self.where else ""
        if len(text) > _LONGEST:
            text = text[:_LONGEST]
        told = person_on(text)
        if told:
            self.person(told)
        rest = text
        found = name_at(rest)
        if (
            found is None
            and (stripped := re.sub(r"^\s*[-*•·>]+\s+|^\s*\d+\.\s+", "", rest)) != rest
        ):
            found = name_at(stripped)
        self.sampled = self.specimen
        if found is None and (told_sample := sampled(text)) is not None:
            found = name_at(told_sample[1])
            if found is not None and told_sample[0] == "elsewhere":
                self.close()
                self.unread.append(number)
                return
            self.sampled = told_sample[0] if found is not None else self.specimen
        day = day_on(text, self.day_first)
        in_front = found is None and day is not None and not told
        if in_front:
            found = name_at(without_date(text))
        if found is not None and not told:
            self.results(found, place, day, in_front)
            return
        if told or day:
            self.close()
            if day and not (told and day.rank == "plain" and not self.day_words(text)):
                self.new_day(day)
            self.heading(text)
            return
        self.more(text, place, number)

    def day_words(self, text: str) -> bool:
        """Whether a line that names a person also tells the day of the sample."""
        return day_on(text, self.day_first) is not None

    def person(self, told: Who) -> None:
        """Somebody is named: a new person, when results stood since the last one."""
        self.close()
        if self.since_person:
            self.who, self.since_person, self.day = NOBODY, 0, None
        self.who = Who(
            told.name or self.who.name, told.birth or self.who.birth, told.number or self.who.number
        )
        self.parsed.people.append(told if not self.since_person else self.who)

    def new_day(self, day: Day) -> None:
        """A line tells a day: it counts for what follows, unless a surer one does."""
        now = self.day
        if now is None or _OVER[day.rank] > _OVER[now.rank] or (
            self.since_day and day.rank == now.rank
        ):  # fmt: skip
            self.day, self.since_day = day, 0

    def heading(self, text: str) -> None:
        """A line of words: what was sampled for the tests below it."""
        words = lab_words.key(text).split()
        if re.search(r"\d.*\d", text) and len(words) > 8:
            return
        urine = {w for w in lab_words.words("urine") if " " not in w}
        if set(words) & urine:
            self.specimen = "urine"
        elif not is_row(text):
            self.specimen = ""

    def results(
        self, found: tuple[str, str], place: str, day: Day | None, in_front: bool = False
    ) -> None:
        """A line that begins with a test, or with its day; another test may follow on it."""
        self.close()
        name, rest = found
        items = items_of(rest, self.decimal, self.day_first)
        if day and (day.rank == "other" or (items.earlier_day and not in_front)):
            day = None  # of the report, or of a result before this one
        own = items.day or (day if items.value else None)
        self.open = _Open(
            name, True, items, place, own or self.day, self.sampled, self.who, own is not None
        )
        self.earlier += items.earlier
        if items.next is not None:
            self.results(items.next, place, day, in_front)

    def more(self, text: str, place: str, number: int) -> None:
        """A line without the name of a test: more of the last one, or a heading."""
        if not text.strip():
            return
        panel = self.panel(text, place)
        if panel:
            return
        now = self.open
        items = items_of(without_label(text), self.decimal, self.day_first)
        told = items.value or items.range or items.unit or items.flag or items.word
        if now is not None and told and not items.strange:
            if items.value and now.items.value:
                self.earlier += 1
                return
            now.items = now.items.with_more(items)
            return
        if not re.search(r"\d", text):
            if is_label(text) or len(text.split()) > 9:
                return
            self.close()
            self.heading(text)
            if len(text.split()) <= 6:
                self.open = _Open(
                    text.strip(), False, Items(), place, self.day, self.specimen, self.who
                )
            return
        self.close()
        if self.in_a_sentence(text, place) or self.unknown(text, place):
            return
        if any(re.match(r"[\s:=<>]*\d", rest) for _, rest in tests_within(text)):
            self.unread.append(number)

    def in_a_sentence(self, text: str, place: str) -> bool:
        """A result within a sentence: a test, its value and a unit that fits it."""
        if not re.search(r"\d\s*\S{0,9}[/%]", text):
            return False
        for found in tests_within(text):
            items = items_of(found[1], self.decimal, self.day_first)
            if items.value and is_concentration(items.unit) and not items.strange:
                self.results(found, place, None)
                return True
        return False

    def panel(self, text: str, place: str) -> bool:
        """ "electrolytes normal" on a line of its own."""
        tokens = text.split()
        for n in range(len(tokens) - 1, 0, -1):
            if (
                panels.find(" ".join(tokens[:n]))
                and lab_words.key(" ".join(tokens[n:])) == "normal"
            ):
                self.close()
                self.parsed.rows.append(
                    Printed(
                        " ".join(tokens[:n]), "normal", date=self.day.date if self.day else None,
                        where=place, who=self.who,
                    )
                )  # fmt: skip
                return True
        return False

    def unknown(self, text: str, place: str) -> bool:
        """A line that has the shape of a result of a test that we do not know."""
        found = _UNKNOWN.match(text)
        if not found or len(found[1].split()) > 7:
            return False
        items = items_of(text[found.end() :], self.decimal, self.day_first)
        if not items.value or not is_concentration(items.unit) or items.strange:
            return False
        self.parsed.rows.append(
            Printed(found[1], items.value, items.unit, where=place, who=self.who)
        )
        self.since_person += 1
        return True

    def close(self) -> None:
        """The test that was being read is complete."""
        now, self.open = self.open, None
        if now is None:
            return
        value = now.items.value or now.items.word
        if not value or (not now.known and not now.items.unit):
            return
        items = now.items
        low, high = items.range or (None, None)
        day = now.day
        self.parsed.rows.append(
            Printed(
                name=now.name,
                value=value,
                unit=items.unit or items.range_unit,
                range_unit=items.range_unit,
                date=day.date if day else None,
                time=day.time if day else "",
                low=low,
                high=high,
                flag=items.flag,
                specimen=items.specimen or now.specimen,
                condition="haemolysed" if items.haemolysed else "",
                where=now.where,
                who=now.who,
                decimal=self.decimal,
            )
        )
        self.since_person += 1
        self.since_day += 1


def read_report(text: str, where: str = "") -> Parsed:
    """The results of a report or of lines as people keep them."""
    lines = [re.sub(r"\.{3,}|…+|_{3,}", "  ", line) for line in text.splitlines()]
    dateless = [without_date(line) for line in lines]
    day_first, against = order_of(lines, report=text)
    numbers = (re.sub(r"\b\d+[.,]\d+[.,]\d+\b", " ", line) for line in dateless)
    report = _Report(where, day_first, decimal_of(numbers))
    for place, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#"):
            report.line(line.replace("\t", "  "), place)
    report.close()
    parsed = report.parsed
    if parsed.rows and report.day and all(r.date is None for r in parsed.rows):
        parsed.rows = [replace(r, date=report.day.date) for r in parsed.rows]
    if against or (parsed.rows and all(r.date is None for r in parsed.rows) and holds_dates(lines)):
        parsed.notes.append(reason("labs_dates_open", where=where, contradict=against))
    if report.unread and parsed.rows:
        lines = [str(n) for n in report.unread[:6]]
        count = len(report.unread)
        parsed.notes.append(reason("labs_lines_unread", where=where, lines=lines, count=count))
    if report.earlier:
        parsed.notes.append(reason("labs_earlier_unused", where=where, count=report.earlier))
    return parsed


def holds_results(text: str) -> bool:
    """Whether a text is surely one of results: most lines are, in units of concentration."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [
        r for r in read_report(text[:200_000]).rows
        if analytes.find(r.name) and is_concentration(r.unit)
    ]  # fmt: skip
    return len(rows) >= max(1, len(lines) // 8) and (len(rows) >= 2 or len(lines) <= 3)

"""Results from the text of a report: pasted from a portal, or out of a PDF, in any language.

A line that begins with the name of a test is read: the value, its unit, the laboratory's range (in
brackets, behind the unit, before the value or on the next line), a flag, an earlier result. Other
lines are passed over and never repeated in a message, because they hold names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from unclench.assessment import reason
from unclench.facts import units
from unclench.facts.kinds import analytes, lab_words, panels
from unclench.plasma.labs.dates import order_of
from unclench.plasma.labs.letterhead import Day, day_on, person_on
from unclench.plasma.labs.line import Items, items_of, name_at
from unclench.plasma.labs.make_result import Printed
from unclench.plasma.labs.numbers import Decimal, clean_unit, decimal_of
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who

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
    open_dates: bool = False

    def line(self, text: str, place: str) -> None:
        """Read one line."""
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
        day = day_on(text, self.day_first)
        if found is None and day is not None and not told:
            tail = _without_date(text)
            found = name_at(tail)
        if found is not None and not told:
            self.results(found, place, day)
            return
        if told or day:
            self.close()
            if day and not (told and day.rank == "plain" and not self.day_words(text)):
                self.new_day(day)
            self.heading(text)
            return
        self.more(text, place)

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
        self.specimen = "urine" if set(words) & urine else ""

    def results(self, found: tuple[str, str], place: str, day: Day | None) -> None:
        """A line that begins with a test; another may follow on it."""
        self.close()
        name, rest = found
        items = items_of(rest, self.decimal, self.day_first)
        own = items.day or (day if day and items.value and day.rank != "other" else None)
        if day is not None and items.value and own is None:
            own = None
        self.open = _Open(
            name, True, items, place, own or self.day, self.specimen, self.who, own is not None
        )
        self.earlier += items.earlier
        if items.next is not None:
            self.results(items.next, place, day)

    def more(self, text: str, place: str) -> None:
        """A line without the name of a test: more of the last one, or a heading."""
        if not text.strip():
            return
        panel = self.panel(text, place)
        if panel:
            return
        now = self.open
        items = items_of(_without_label(text), self.decimal, self.day_first)
        told = items.value or items.range or items.unit or items.flag or items.word
        if now is not None and told and not items.strange:
            if items.value and now.items.value:
                self.earlier += 1
                return
            now.items = now.items.with_more(items)
            return
        if not re.search(r"\d", text):
            if _is_label(text) or len(text.split()) > 9:
                return
            self.close()
            self.heading(text)
            if len(text.split()) <= 6:
                self.open = _Open(
                    text.strip(), False, Items(), place, self.day, self.specimen, self.who
                )
            return
        self.close()
        if not self.in_a_sentence(text, place):
            self.unknown(text, place)

    def in_a_sentence(self, text: str, place: str) -> bool:
        """A result within a sentence: a test, its value and a unit that fits it."""
        if not re.search(r"\d\s*\S{0,9}[/%]", text):
            return False
        starts = [m.start() for m in re.finditer(r"(?<![\w-])[^\W\d_]", text)]
        for at in starts[1:60]:
            found = name_at(text[at:])
            if found is None:
                continue
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

    def unknown(self, text: str, place: str) -> None:
        """A line that has the shape of a result of a test that we do not know."""
        found = _UNKNOWN.match(text)
        if not found or len(found[1].split()) > 7:
            return
        items = items_of(text[found.end() :], self.decimal, self.day_first)
        if items.value and is_concentration(items.unit) and not items.strange:
            self.parsed.rows.append(
                Printed(found[1], items.value, items.unit, where=place, who=self.who)
            )
            self.since_person += 1

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
    dateless = [_without_date(line) for line in lines]
    day_first, against = order_of(lines, report=text)
    numbers = (re.sub(r"\b\d+[.,]\d+[.,]\d+\b", " ", line) for line in dateless)
    report = _Report(where, day_first, decimal_of(numbers))
    for place, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#"):
            report.line(line.replace("\t", "  "), f"{where}, line {place}" if where else "")
    report.close()
    parsed = report.parsed
    if parsed.rows and report.day and all(r.date is None for r in parsed.rows):
        parsed.rows = [replace(r, date=report.day.date) for r in parsed.rows]
    if against or (parsed.rows and all(r.date is None for r in parsed.rows) and _any_open(lines)):
        parsed.notes.append(reason("labs_dates_open", where=where, contradict=against))
    if report.earlier:
        parsed.notes.append(reason("labs_earlier_unused", where=where, count=report.earlier))
    return parsed


_ANY_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+\S*)?|(?<![\d.,])\d{1,2}([./-])\d{1,2}\1\d{2,4}\b"
    r"|\b\d{1,2}[. -]{1,2}[^\W\d_]{3,9}\.?[ -]\d{4}\b|\b[^\W\d_]{3,9}\.? \d{1,2},? \d{4}\b"
)


def _without_date(line: str) -> str:
    bare = _ANY_DATE.sub(" ", line)
    return re.sub(
        r"(?<!\S)\d{1,2}[:h]\d{2}(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?!\S)", " ", bare
    ).strip(" ,;:-")


def _any_open(lines: list[str]) -> bool:
    return any(_ANY_DATE.search(line) for line in lines if not person_on(line))


def _is_label(text: str) -> bool:
    return lab_words.key(text) in lab_words.words("labels") | lab_words.words("range_words")


def _without_label(text: str) -> str:
    """The line without a word such as "Your result:" at its beginning."""
    plain = re.match(r"^\s*([^\d:<>]{2,40}?)\s*:?\s*(?=$|[\d<>≤≥])", text)
    if plain and lab_words.key(plain[1]) in lab_words.words("labels") - lab_words.words(
        "range_words"
    ):
        return text[plain.end() :]
    return text


def is_concentration(unit: str) -> bool:
    """Whether a unit is an amount in a volume, or another that only laboratories use."""
    found = units.find(clean_unit(unit)) if unit else None
    return found is not None and ("/" in found or found in ("fL", "%"))


def holds_results(text: str) -> bool:
    """Whether a text is surely one of results: most lines are, in units of concentration."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [
        r for r in read_report(text[:200_000]).rows
        if analytes.find(r.name) and is_concentration(r.unit)
    ]  # fmt: skip
    return len(rows) >= max(1, len(lines) // 8) and (len(rows) >= 2 or len(lines) <= 3)

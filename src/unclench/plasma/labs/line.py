"""One line of a report, taken apart: the name of the test, then value, unit, range and flag."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from unclench.facts import units
from unclench.facts.spelling import fold
from unclench.plasma.labs import numbers
from unclench.plasma.labs.dates import find_date
from unclench.plasma.labs.letterhead import Day
from unclench.plasma.labs.line_parts import (
    FLAGS,
    as_word,
    flag_at,
    name_at,
    of_no_weight,
    patterns,
    plain_number_follows,
    starts_result,
    unit_at,
)
from unclench.plasma.labs.numbers import NUMBER, Decimal, clean_unit, flag_word, split_range

_OR_EQUAL = re.compile(r"([<>])\s*or\s*=", re.IGNORECASE)
""" "< OR = 5", as some laboratories print a limit that counts."""
_PER = re.compile(r"/\s?[^\W\d_]{2,}")
"""A unit of counts that we do not know: "/HPF" is per field of a microscope."""
_HAEMOLYSED = re.compile(r"ha?emoly[sz]", re.IGNORECASE)
_Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Items:
    """What stands behind a test's name.

    Attributes:
        value: with its sign, as written. word: a result in words. range, range_unit, unit, flag:
            the laboratory's. specimen: "urine" when the line says so. day: of this result, when the
            line tells. earlier: how many earlier results stand on it; earlier_day: with their day,
            which is not that of this result. strange: it holds words or
            numbers that were not understood. next: (name, rest) of another test on the line.
    """

    value: str = ""
    word: str = ""
    unit: str = ""
    range: _Bounds | None = None
    range_unit: str = ""
    flag: str = ""
    specimen: str = ""
    day: Day | None = None
    haemolysed: bool = False
    earlier: int = 0
    earlier_day: bool = False
    strange: bool = False
    next: tuple[str, str] | None = None

    def with_more(self, other: Items) -> Items:
        """The same with what a further line tells; what was told first stays."""
        return replace(
            self,
            value=self.value or other.value, word=self.word or other.word,
            unit=self.unit or other.unit, range=self.range or other.range,
            range_unit=self.range_unit or other.range_unit, flag=self.flag or other.flag,
            haemolysed=self.haemolysed or other.haemolysed,
        )  # fmt: skip


def items_of(rest: str, decimal: Decimal = "", day_first: bool | None = None) -> Items:
    """What stands behind the name of a test, in any order."""
    p = patterns()
    text = _OR_EQUAL.sub(r"\1=", rest.strip().lstrip(":=|").strip())
    out = Items()
    plain = fold(text)
    if len(plain) != len(text):  # a letter that folds to two: places would not agree
        text = plain
    at, after_bracket_words = 0, 0
    numbers_seen: list[str] = []
    last_was_earlier = False
    expects_range = False
    if (foot := re.match(r"0\d(?=\s+\S)", text)) is not None:
        at = foot.end()  # the number of a footnote behind a name
    while at < len(text):
        here = text[at:]
        gap = re.match(r"[\s,;:|=*!]+", here)
        if gap:
            at += gap.end()
            continue
        low = plain[at:]
        if (m := p["bracket"].match(here)) is not None:
            out = _bracket(out, m[1], decimal, numbers_seen)
            at += m.end()
            continue
        if (m := p["flagged"].match(here)) is not None and not out.value:
            out = replace(out, value=m[1], flag=out.flag or FLAGS[m[2]])
            numbers_seen.append(m[1])
            at += m.end()
            continue
        if (m := p["date"].match(low)) is not None:
            found, _, _ = find_date(m[1], day_first)
            at += m.end()
            before_number = re.match(rf"\s*:\s*{NUMBER}", text[at:])
            if before_number:
                out = replace(out, earlier=out.earlier + 1, earlier_day=True)
                at += before_number.end()
            elif last_was_earlier or (numbers_seen and numbers_seen[-1] != out.value):
                last_was_earlier = False
                out = replace(out, earlier_day=True)
            elif found and out.day is None:
                out = replace(out, day=Day(found, "", "collected"))
            continue
        if (m := p["range"].match(here)) is not None:
            bounds = numbers.number(m[1], decimal), numbers.number(m[2].lstrip("-+"), decimal)
            unit, used = unit_at(text[at + m.end() :].lstrip())
            spaces = len(text[at + m.end() :]) - len(text[at + m.end() :].lstrip())
            out = replace(out, range=out.range or bounds)
            at += m.end()
            if used:
                out = replace(out, range_unit=out.range_unit or unit)
                at += spaces + used
            expects_range = False
            continue
        if (m := p["one_sided"].match(here)) is not None:
            as_range = bool(out.value) or expects_range or plain_number_follows(here[m.end() :])
            if as_range:
                limit = numbers.number(m[2], decimal)
                bounds_ = (limit, None) if m[1][0] in ">≥" else (None, limit)
                out = replace(out, range=out.range or bounds_)
            else:
                out = replace(out, value=m[0])
                numbers_seen.append(m[0])
            at += m.end()
            expects_range = False
            continue
        unit, used = unit_at(here)
        if used and (out.value or out.range or expects_range) and not starts_result(here):
            if not out.unit:
                out = replace(out, unit=unit)
            at += used
            continue
        if (m := p["earlier"].match(low)) is not None and out.value:
            at += m.end()
            last_was_earlier = True
            continue
        if (m := p["number"].match(here)) is not None and m.end():
            if not out.value and not last_was_earlier:
                out = replace(out, value=m[0])
            elif re.fullmatch(r"0\d", m[0]):
                pass  # the number of a laboratory, at the end of a line
            else:
                out = replace(out, earlier=out.earlier + 1)
                last_was_earlier = True
            numbers_seen.append(m[0])
            at += m.end()
            continue
        if (m := p["range_words"].match(low)) is not None and m.end():
            expects_range = True
            at += m.end()
            if not flag_word(m[0]) or out.value:
                if flag_word(m[0]) == "normal" and not re.search(r"\d", here):
                    out = replace(out, word=out.word or "normal")
                continue
            out = replace(out, word=out.word or flag_word(m[0]))
            continue
        m = p["word"].match(here)
        if m is None:
            at += 1
            continue
        if (out.value or out.word) and starts_result(here):
            return replace(out, next=name_at(here))
        flag, used = flag_at(here)
        if used:
            out = replace(out, flag=out.flag or flag, word=out.word or as_word(flag))
            at += used
            continue
        if _HAEMOLYSED.search(m[0]):
            out = replace(out, haemolysed=True)
        elif (per := _PER.match(here)) is not None and not out.unit:
            out = replace(out, unit=per[0])
        elif not out.value and not of_no_weight(m[0]):
            after_bracket_words += 1
        at += m.end()
    return replace(out, strange=after_bracket_words > 0)


def _bracket(out: Items, inside: str, decimal: Decimal, seen: list[str]) -> Items:
    """What stands in brackets: a range, a flag, a unit, what was sampled, a burst sample."""
    bounds = split_range(inside, decimal)
    if bounds:
        tail = re.search(r"\d\s*([^\d\s<>-].*)$", inside)
        unit = tail[1].strip() if tail and units.is_known(clean_unit(tail[1].strip())) else ""
        return replace(out, range=out.range or bounds, range_unit=out.range_unit or unit)
    if _HAEMOLYSED.search(inside):
        return replace(out, haemolysed=True)
    flag, used = flag_at(inside.strip())
    if used:
        return replace(out, flag=out.flag or flag, word=out.word or as_word(flag))
    if units.is_known(clean_unit(inside)) and inside.strip() and not out.unit:
        return replace(out, unit=inside.strip())
    from unclench.plasma.labs.tests_meant import sample

    if sample(inside) in ("urine", "elsewhere"):
        return replace(out, specimen=inside)
    return out

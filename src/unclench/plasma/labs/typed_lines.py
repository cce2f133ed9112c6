"""Results as typed from paper: "K 3.1", "vit D 32 nmol/L", "B12 <100 pg/mL", "calcium low"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs import numbers
from unclench.plasma.labs.dates import find_date, said_date
from unclench.plasma.labs.printed import Printed, unknown
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.rise import before
from unclench.plasma.labs.said import from_told
from unclench.told.worded import results_told

_LONGEST_NAME = 9
LONGEST = 1_000
"""Letters of one line that are read."""
SHAPE = "Write name, value and unit: K 3.1 mmol/L."
"""How a result is written."""
_OTHER_TESTS = re.compile(r"^ca[ -]?(?:19|125|15|72)\b", re.IGNORECASE)
"""Names that begin like one of ours and are another test: CA 125 is no calcium."""
_RANGE = re.compile(
    rf"[(\[{{]([^()\[\]{{}}]*)[)\]}}]\s*"
    rf"|(?<!\d)({numbers.NUMBER}\s*[-–]\s*{numbers.NUMBER})(?=\s|$)\s*"
)
_BEFORE = re.compile(
    r"(?<![\d.,])(\d\S*(?: [^\s(,;]+)?) ?[(,]? ?\b(?:was|previously|prev|last time|usually|baseline"
    r"|up from|down from)\b:? [<>]?(\d[\d.]*)[^,;)]*\)?",
    re.IGNORECASE,
)
"""What a value was before: "creatinine 290 umol/L (was 120 last month)" is one result of today."""
_HAEMOLYSED = re.compile(r"\(?\bha?emoly[sz]\w*\)?(?: sample| specimen)?", re.IGNORECASE)


_LINK = "is|was|were|are|came back(?: as)?|comes back(?: as)?|all|all came back|were all|are all"
_HOW = (
    "a bit |a little |a touch |a tad |slightly |somewhat |rather |mildly |just |only just |very "
    "|quite |really |far |far too |too |completely |totally |still |always |now "
)
_RESULT_WORDS = "normal|low|high|raised|fine|ok|okay|elevated|reduced|in range|within range"
_BUT = "except(?: for)?|apart from|other than|bar|but"
""" "bloods normal except low sodium": what follows is no part of the panel."""
_SIDE = re.compile(rf"\b(?:{_HOW})*on the (low|high)(?:er)? side\b", re.IGNORECASE)
_ABOUT = r"(?:\s(?:levels?|results?|readings?|(?<!blood\s)tests?|blood tests?))?"
_TURNED = re.compile(
    rf"^(?:{_HOW})*(low|high|raised|elevated|reduced|normal)\s+(\S.*)$", re.IGNORECASE
)
""" "high potassium", "a slightly raised CK": the word before the name."""


def _spaced(line: str) -> str:
    """Spaces around comparators and after a colon, so that tokens are words, signs and numbers."""
    line = re.sub(r"(<=|>=|=<|=>|[<>≤≥≈~])", r" \1 ", line)
    line = re.sub(r"(?<![<>])[:=](?![<>])(?=\s|\d|\.)", " ", line)
    line = re.sub(r"\s(?:is|was|of|at|came back(?: as)?|were|are)\s(?=[\d<>≤≥.])", " ", line)
    line = _SIDE.sub(r"\1", line)
    line = re.sub(
        rf"{_ABOUT}\s(?:(?:{_LINK})\s)+(?:{_HOW})*(?=(?:{_RESULT_WORDS})\b)", " ", f"{line} "
    )
    line = re.sub(rf"{_ABOUT}\s(?:{_HOW})+(?=(?:{_RESULT_WORDS})\b)", " ", line)
    line = re.sub(r"^(?:my|the|his|her|an?)\s", "", line.strip(), flags=re.IGNORECASE)
    return _turned(re.sub(r"\s+", " ", line).strip())


def _turned(line: str) -> str:
    """The name before its word, where a whole fragment tells them the other way round."""
    found = _TURNED.match(line)
    name = re.sub(rf"{_ABOUT}$", "", found[2].strip()) if found else ""
    known = found and (analytes.find(name) is not None or values.panel(name, found[1]))
    return f"{name} {found[1]}" if found and known else line


def _unit_tokens(tokens: list[str]) -> int:
    """How many tokens at the start are a unit (0 if none); the longest that is known wins.

    "Mg" before another number is magnesium, not milligram.
    """
    for n in range(min(4, len(tokens)), 0, -1):
        joined = " ".join(tokens[:n])
        if not units.is_known(numbers.clean_unit(joined)) or joined.replace(".", "").isdigit():
            continue
        after = tokens[n] if n < len(tokens) else ""
        is_name = analytes.find(joined) and (
            numbers.split_value(after)
            or re.fullmatch(numbers.SIGN, after)
            or numbers.word_of(after)
        )
        if not (after and is_name):
            return n
    return 0


def _take_one(tokens: list[str]) -> tuple[LabResult | None, list[str]]:
    """One result from the start of the tokens, and what is left; None when there is none."""
    if _OTHER_TESTS.match(" ".join(tokens)):
        return None, tokens
    for n in range(min(_LONGEST_NAME, len(tokens) - 1), 0, -1):
        name = " ".join(tokens[:n]).strip(" ,-")
        if re.search(r"[<>≤≥≈~]", name) or analytes.find(name) is None:
            continue
        rest = tokens[n:]
        while rest and rest[0] in ("-", "–", ","):
            rest = rest[1:]
        for words in (3, 2, 1):
            told = " ".join(rest[:words])
            if len(rest) >= words and numbers.word_of(told) and not told[0].isdigit():
                return values.make(Printed(name, told)), rest[words:]
        m = 2 if rest and re.fullmatch(numbers.SIGN, rest[0]) else 1
        written = " ".join(rest[:m])
        parsed = numbers.split_value(written)
        if parsed is None:
            continue
        written = written.removesuffix(parsed[2]).strip()
        rest = rest[m:]
        if parsed[2]:
            rest = [parsed[2], *rest]
        used = _unit_tokens(rest)
        unit, rest = " ".join(rest[:used]), rest[used:]
        if not used and rest and re.match(r"[A-Za-zµμ%]+/", rest[0]):
            unit, rest = rest[0], rest[1:]
        low = high = None
        bounds = _RANGE.match(" ".join(rest))
        told = (bounds[1] or bounds[2]) if bounds else ""
        if bounds and numbers.split_range(told):
            low, high = numbers.split_range(told) or (None, None)
            rest = " ".join(rest)[bounds.end() :].split()
        flag = ""
        if rest and rest[0].strip("()*") in ("L", "H", "LL", "HH", "") and len(rest[0]) < 5:
            flag, rest = rest[0].strip("()*"), rest[1:]
        printed = Printed(name, written, unit, low=low, high=high, flag=flag)
        return values.make(printed), rest
    return None, tokens


def _fragments(text: str) -> list[str]:
    """Parts of a line at ";" and at ", " before a letter; a part without a value joins the next."""
    out: list[str] = []
    held = ""
    for part in re.split(
        rf"[;\n]|,\s+(?=[A-Za-z(])|\s+and\s+(?=[A-Za-z])|\s+(?:{_BUT})\s+(?=[A-Za-z])", text
    ):
        held = f"{held}, {part.strip()}" if held else part.strip()
        tail = held.split()[-1:] or [""]
        if re.search(r"(?:^|[\s<>=≤≥:])[\d.]", held) or numbers.word_of(tail[0]):
            out.append(held)
            held = ""
    return out + ([held] if held else [])


def read_text(
    text: str, where: str = "", today: dt.date | None = None
) -> tuple[list[LabResult], list[Problem], list[Problem]]:
    """(results, problems, unknown tests) of a text of one or more lines.

    Lines starting with "#" are comments. A date on a line belongs to the results of that line.

    Args:
        today: the day from which "last week" counts; the real one when not given.
    """
    results: list[LabResult] = []
    problems: list[Problem] = []
    unknown: list[Problem] = []
    lines = text.splitlines() or [text]
    for number_, whole in enumerate(lines, 1):
        line = whole
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = f"{where}, line {number_}" if where and len(lines) > 1 else where
        if len(line) > LONGEST:
            line = whole[:LONGEST].rpartition(" ")[0] or whole[:LONGEST]
            what = f"A line is longer than {LONGEST:,} letters; its first ones were read."
            problems.append(Problem(what, place, "Write one result on a line."))
        earlier = _BEFORE.search(line)
        date, bare, trouble = find_date(_BEFORE.sub(r"\1", line))
        said = ""
        if date is None and trouble is None:
            date, bare, said = said_date(bare, today or dt.date.today())
        if trouble:
            problems.append(
                Problem(f"In '{line.strip()}' {trouble}.", place, "Write it as 2026-05-02.")
            )
        of_line = len(results)
        faults = _HAEMOLYSED.findall(bare)
        bare = _HAEMOLYSED.sub(" ", bare)
        for fragment in _fragments(bare):
            tokens = _spaced(fragment).split(" ")
            while tokens and tokens != [""]:
                try:
                    made, tokens = _take_one(tokens)
                except UserError as error:
                    problems += [Problem(p.what, p.where or place, p.fix) for p in error.problems]
                    break
                group = _panel(tokens) if made is None else []
                if group:
                    results += [replace(r, date=date, where=place) for r in group]
                    break
                if made is None:
                    left = " ".join(tokens)
                    test = _unknown_test(left)
                    worded, unclear = _in_words(left, place, today)
                    results += [replace(r, date=r.date or date) for r in worded]
                    problems += unclear
                    if test:
                        unknown.append(Problem(test.what, place, test.fix))
                    elif not worded and not unclear:
                        problems.append(_not_understood(left, place))
                    break
                of_words = (reason("lab_date_of_words", date=str(date), said=said),) if said else ()
                notes = (*made.notes, *of_words, *_was(made, earlier))
                results.append(
                    replace(
                        made, date=date, where=place, notes=notes,
                        condition="haemolysed" if faults else "",
                    )
                )  # fmt: skip
                while tokens and tokens[0] in (",", "-", ".", "and"):
                    tokens = tokens[1:]
                rest = " ".join(tokens)
                if rest and not re.search(r"\d", rest) and not numbers.word_of(tokens[-1]):
                    unknown.append(
                        Problem(f"'{rest}' after {made.name} was not understood.", place, SHAPE)
                    )
                    break
        results[of_line:] = _named_before_panel(results[of_line:])
    return results, problems, unknown


def _named_before_panel(rows: list[LabResult]) -> list[LabResult]:
    """What a line names itself stands before "all normal"."""
    named = {r.analyte for r in rows if not _of_panel(r)}
    return [r for r in rows if not (_of_panel(r) and r.analyte in named)]


def _of_panel(row: LabResult) -> bool:
    return any(n.code == "lab_told_as_panel" for n in row.notes)


def _was(made: LabResult, earlier: re.Match[str] | None) -> tuple[Reason, ...]:
    """What a result was before, from "(was 120 last month)"."""
    value = numbers.number(earlier[2].rstrip(".")) if earlier else None
    return (before(made, value, ""),) if value and made.exact else ()


def _panel(tokens: list[str]) -> list[LabResult]:
    """ "electrolytes normal": the results of a panel that is said to be normal."""
    for n in range(len(tokens) - 1, 0, -1):
        names, word = " ".join(tokens[:n]), " ".join(tokens[n:])
        group = values.panel(names, word)
        if group:
            return group
        each = re.split(r"\s*,\s*", names)
        if len(each) > 1 and numbers.word_of(word) and all(analytes.find(e) for e in each):
            return [values.make(Printed(e, word)) for e in each]
    return []


def _in_words(
    text: str, where: str, today: dt.date | None
) -> tuple[list[LabResult], list[Problem]]:
    """What free words tell of results: "sodium slightly down", "thyroid a bit off"."""
    found, unclear = from_told(results_told([("labs", text)], (), ()), today)
    return [replace(r, where=where) for r in found], [replace(p, where=where) for p in unclear]


def _unknown_test(text: str) -> Problem | None:
    """The problem of a line that has the shape of a result of a test we do not know."""
    found = re.match(rf"^(.*?[A-Za-z)]\S*)\s+(?:{numbers.SIGN}\s*)?{numbers.NUMBER}", text)
    return unknown(found[1]).problems[0] if found else None


def _not_understood(text: str, where: str) -> Problem:
    return Problem(f"'{text}' is not a laboratory result.", where, SHAPE)

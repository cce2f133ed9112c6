"""The report of two pages that is handed over: what a professional needs, in the order of need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unclench.assessment import Assessment
from unclench.assessment.interactions import interactions
from unclench.words.en import document
from unclench.words.en.numbers import percent, span

METHOD = (
    "Usual intake is estimated from the days recorded, with an 80 % interval for what differs from "
    "day to day and what had to be looked up, and compared with reference values.",
    "Contributors are weighed by likelihood ratios of findings, results and medicines, most of "
    "them judgements. A missing value is never counted as zero. Not validated in patients.",
)
NONE = "None told or found."


@dataclass(frozen=True, slots=True)
class Section:
    """A title with lines, or with a table of `columns` and `rows`; `more` says what is left out."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class TwoPages:
    """The report: urgency, the sections of each page, and what stands around them."""

    title: str
    by_hand: tuple[str, ...]
    urgency: str
    because: tuple[str, ...]
    first: tuple[Section, ...]
    second: tuple[Section, ...]
    disclaimer: str
    foot: str


def report(a: Assessment, most: int) -> TwoPages:
    """The two pages of a spoken answer.

    Args:
        most: rows and lines of each section, so that they fit.
    """
    flags = [f"{f.say} {f.action}" for f in a.red_flags]
    level = a.urgency.level if a.urgency else None
    return TwoPages(
        title="Unclench: report to hand over",
        by_hand=("Name", "Date of birth", "Date"),
        urgency=document.URGENCY_WORDS[level] if level else "Nothing was told to judge urgency by.",
        because=tuple([*flags, *(a.urgency.reasons if a.urgency else [])][:6]),
        first=(
            _lines("Summary", a.in_short, most),
            _lines("What was understood", _understood(a, most), most),
            _labs(a, most),
            _medicines(a, most),
        ),
        second=(
            _intakes(a, most),
            _lines("Questions", a.questions, most),
            Section("Method and limits", (*METHOD, *a.insufficient[:2])),
            _lines("Sources", [document.citation(s) for s in a.sources], most),
        ),
        disclaimer=document.DISCLAIMER,
        foot=f"Unclench {a.version}. Made on this computer; nothing was sent anywhere.",
    )  # fmt: skip


def _more(total: int, most: int) -> str:
    return f"… and {total - most} more." if total > most else ""


def _lines(title: str, lines: Sequence[str], most: int) -> Section:
    every = tuple(dict.fromkeys(line for line in lines if line))
    return Section(title, every[:most] or (NONE,), more=_more(len(every), most))


def _understood(a: Assessment, most: int) -> list[str]:
    """What is there, in the person's words; among the first lines, in one, what is not."""
    denied = dict.fromkeys(u.label for u in a.understood if u.status == "denied")
    there = [u for u in a.understood if u.status != "denied"]
    lines = [f"{u.label}: “{u.text}” ({u.status.replace('_', ' ')})" for u in there]
    if denied:
        lines.insert(most - 1, f"Denied: {'; '.join(denied)}.")
    return lines


def _labs(a: Assessment, most: int) -> Section:
    rows = [
        (f"{lab.name} (computed)" if lab.derived else lab.name, document.lab_value(lab),
         document.reading(lab), lab.reference, str(lab.date or "not told"))
        for lab in a.labs if lab.interpretation not in ("N", "unknown")
    ]  # fmt: skip
    title = "Abnormal values"
    if not rows:
        none = "None of the results told lies outside its range." if a.labs else "No results told."
        return Section(title, (none,))
    return Section(title, columns=("Test", "Result", "Reading", "Reference", "Date"),
                   rows=tuple(rows[:most]), more=_more(len(rows), most))  # fmt: skip


def _medicines(a: Assessment, most: int) -> Section:
    found = interactions(a)
    taken = [u for u in a.understood if u.slots.get("kind") in ("medicine", "supplement")
             and u.status == "present"]  # fmt: skip
    rows = []
    for words in dict.fromkeys(u.text for u in taken):
        speaks = [f.label for f in found if f.said.lower() == words.lower()]
        rows.append((words, "; ".join(dict.fromkeys(speaks)) or "nothing in this answer"))
    title = "Medicines and interactions"
    if not rows:
        return Section(title, (NONE,))
    return Section(title, columns=("Taken", "Speaks for"), rows=tuple(rows[:most]),
                   more=_more(len(rows), most))  # fmt: skip


def _intakes(a: Assessment, most: int) -> Section:
    title = "Usual intakes"
    order = {"likely_low": 0, "above_limit": 0, "uncertain": 1, "cannot_tell": 2}
    rows = sorted(
        (n for n in a.nutrients if n.usual_intake.mean is not None),
        key=lambda n: order.get(n.verdict, 3),
    )
    if not rows:
        return Section(title, ("No diary was told.",))
    return Section(
        title,
        columns=("Nutrient", "A day (80 % range)", "Reference", "Chance too low", "Verdict"),
        rows=tuple((n.label, span(n.usual_intake), document.reference(n),
                    percent(n.probability_inadequate), document.VERDICTS[n.verdict])
                   for n in rows[:most + 6]),
        more=_more(len(rows), most + 6),
    )  # fmt: skip

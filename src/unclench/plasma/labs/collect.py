"""From results as printed to results understood: one bad row never stops the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs import people
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import Who
from unclench.plasma.labs.printed import NoValueError, UnknownTestError
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.tests_meant import sample

_NAMED = 12
"""Rows that are named one by one; the rest is counted."""


@dataclass(slots=True)
class Collected:
    """What one document gave. Attributes: as of `LabSet`; `people` are those the results are of."""

    results: list[LabResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    people: list[Who] = field(default_factory=list)


def left_out(problems: list[Problem], where: str = "") -> list[Reason]:
    """Rows that were not used, named up to a dozen, the others counted."""
    shown = [
        reason("labs_left_out", what=p.what, where=p.where, fix=p.fix) for p in problems[:_NAMED]
    ]
    if len(problems) > _NAMED:
        shown.append(reason("labs_more_left_out", where=where, count=len(problems) - _NAMED))
    return shown


def collect(parsed: Parsed, where: str, *, person: str | None = None) -> Collected:
    """The results of one document.

    Args:
        parsed: rows as printed. where: the document's name.
        person: which person, when the document is of several.
    """
    out = Collected(notes=list(parsed.notes))
    if parsed.whole:
        out.problems += parsed.whole
        return out
    rows = parsed.rows
    groups = people.apart(parsed.people)
    mine = people.chosen(groups, person) if person and len(groups) > 1 else None
    if len(groups) > 1 and mine is None:
        out.problems.append(people.refusal(len(groups), where))
        return out
    if mine is not None:
        rows = [r for r in rows if r.who in mine]
        groups = [mine]
    out.people = [w for g in groups for w in g]
    faults = list(parsed.faults)
    unknown: dict[str, None] = {}
    unnamed = 0
    for row in rows:
        group = values.panel(row.name, row.value, row.date)
        if group:
            out.results += group
            continue
        try:
            made = values.make(row)
        except UnknownTestError:
            sampled = sample(row.specimen)
            shown = (row.name or row.loinc)[:60]
            shown += f" ({sampled})" if sampled == "urine" else ""
            if not people.names(shown, parsed.people):
                unknown[shown] = None
            unnamed += 1
        except UserError as error:
            name = row.name or row.loinc
            what = f"{name[:40]} has no value that can be used."
            free = isinstance(row.value, str) and len(row.value) > 24
            told = isinstance(error, NoValueError) and free
            faults += [Problem(what if told else p.what, row.where, p.fix) for p in error.problems]
        else:
            out.results.append(made)
    if unknown:
        out.notes.append(reason("labs_unknown_tests", where=where, names=list(unknown)[:60]))
    if out.results:
        out.notes += left_out(faults, where)
    else:
        out.problems += faults[:_NAMED] or [_nothing(where, unnamed > 0)]
        if len(faults) > _NAMED:
            out.problems.append(
                Problem(
                    f"{len(faults) - _NAMED} more results are like that.",
                    where,
                    "Mend them as those above.",
                )
            )
    return out


def _nothing(where: str, unknown: bool) -> Problem:
    if unknown:
        return Problem(
            "None of its tests is one that Unclench uses.",
            where,
            "Give results of salts, minerals, kidney, muscle, blood count or thyroid.",
        )
    return Problem(
        "No result of a blood or urine test was found in it.",
        where,
        "Give a laboratory's report as text, PDF or table, or one result a line: K 3.1 mmol/L.",
    )

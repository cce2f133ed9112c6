"""Whether a person may try a remedy on themselves: by the same facts as plans of food."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from unclench.assessment import Reason, RedFlag, Urgency, reason
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.kinds.trials import Bar, Remedy
from unclench.facts.requirements import AUTHORITY_NAMES, requirement
from unclench.planning.safety import Safety, about, about_when, holds, safety_for
from unclench.told import Person
from unclench.trial.remedies import Asked

ADULT = 18
CALM = ("routine", "self_care")


def reasons_against(
    asked: Asked,
    person: Person,
    urgency: Urgency | None = None,
    red_flags: Sequence[RedFlag] = (),
    labs: Mapping[str, float] | None = None,
    judged: Mapping[str, str] | None = None,
) -> list[Reason]:
    """Everything that speaks against this trial, warning signs first; empty when nothing does.

    Args:
        asked: what is to be tried. person: as told. urgency, red_flags: of the differential.
        labs, judged: values of blood tests in SI units by analyte, and how they were judged.
    """
    found = list(_of_the_person(person, urgency, red_flags))
    safety = safety_for(person, labs, judged)
    found += [_row(r, person) for r in safety.refuses]
    found += _of_the_words(asked)
    if asked.remedy is not None:
        found += _of_the_remedy(asked.remedy, person, safety, labs or {})
        found += _of_the_dose(asked, asked.remedy, person)
    once = {r.model_dump_json(): r for r in found}
    return list(once.values())


def unsaid(person: Person) -> list[Reason]:
    """What was taken for granted because nobody told it, and what was told in vain."""
    missing = []
    if person.age is None:
        missing.append("age")
    if not (person.medicines or person.conditions):
        missing.append("health")
    found = [reason("trial_taken_for_granted", missing=missing)] if missing else []
    if person.not_understood:
        found.append(reason("trial_not_weighed", about=list(person.not_understood)))
    return found


def _of_the_person(
    person: Person, urgency: Urgency | None, red_flags: Sequence[RedFlag]
) -> Iterator[Reason]:
    if urgency is not None and urgency.level not in CALM:
        yield reason("trial_refused_urgent", level=urgency.level)
    if red_flags:
        yield reason("trial_refused_red_flag", flags=[f.id for f in red_flags])
    if person.age is not None and person.age < ADULT:
        yield reason("trial_refused_under_18")
    if person.pregnant:
        yield reason("trial_refused_pregnant")


def _of_the_words(asked: Asked) -> Iterator[Reason]:
    if asked.refusal is not None:
        yield reason("trial_refused_listed", refusal=asked.refusal.id)
    if asked.medicine:
        yield reason("trial_refused_medicine", text=asked.medicine)
    if asked.unlisted:
        yield reason("trial_refused_unlisted", text=asked.unlisted)


def _of_the_remedy(
    remedy: Remedy, person: Person, safety: Safety, labs: Mapping[str, float]
) -> Iterator[Reason]:
    for row in safety.rows:
        if _moved(remedy, row):
            yield _row(row, person)
    applying = {r.id: r for r in safety.rows}
    for n, bar in enumerate(remedy.must_not):
        told = _barred(bar, applying, person, labs)
        if told is not None:
            yield reason("trial_refused_bar", remedy=remedy.id, bar=n, about=told)


def _moved(remedy: Remedy, row: SafetyRow) -> bool:
    """Whether the remedy moves what the row holds still."""
    up = set(remedy.raises) | ({remedy.supplement} if remedy.supplement else set())
    held = {*row.no_more, *row.steady, *row.little_more}
    return bool(
        up & held
        or set(remedy.lowers) & set(row.steady)
        or remedy.supplement in row.no_supplements
        or set(remedy.tags) & set(row.avoid_tags)
    )


def _barred(
    bar: Bar, applying: Mapping[str, SafetyRow], person: Person, labs: Mapping[str, float]
) -> list[str] | None:
    """The words that make a bar apply, perhaps none; None when it does not."""
    rows = [applying[r] for r in bar.rows if r in applying]
    if rows:
        return [w for r in rows for w in about(r, person)]
    if bar.when is not None and holds(bar.when, person, labs):
        return about_when(bar.when, person)
    return None


def _row(row: SafetyRow, person: Person) -> Reason:
    return reason("trial_refused_row", row=row.id, about=about(row, person))


def _of_the_dose(asked: Asked, remedy: Remedy, person: Person) -> Iterator[Reason]:
    """A dose that, with what is already taken, passes the lowest limit of any authority."""
    if remedy.dose is None or not remedy.supplement:
        return
    already = sum(s.per_day[remedy.supplement][0] for s in person.supplements
                  if remedy.supplement in s.per_day)  # fmt: skip
    limit = upper_limit(remedy.supplement, person)
    dose = asked.dose if asked.dose is not None else remedy.dose.amount
    if limit is not None and dose + already > limit:
        yield reason("trial_refused_dose", nutrient=remedy.supplement, dose=dose, already=already,
                     limit=limit, unit=remedy.dose.unit)  # fmt: skip


def upper_limit(nutrient: str, person: Person) -> float | None:
    """The lowest upper limit for a nutrient of supplements that an authority sets for somebody
    like this; an adult where age or sex was not told."""
    from dataclasses import replace

    someone = replace(person, age=person.age or 30.0, sex=person.sex or "female")
    found = [requirement(nutrient, someone, a).found for a in ("nasem", "efsa")]
    values = [f.upper for f in found if f is not None and f.upper is not None]
    assert set(AUTHORITY_NAMES) >= {"nasem", "efsa"}
    return min(values, default=None)

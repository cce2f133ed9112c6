"""A person with what was found out besides the words: exposures and findings of a diary.

The thresholds and relations are those of told words, so that what is eaten gives the same findings
as what is told. What is told in words as well counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unclench.told import amounts
from unclench.told.person import Exposure, Finding, Medicine, Person
from unclench.told.reading import better, relate
from unclench.told.vocabulary import finding_items


def add(
    person: Person,
    exposures: Sequence[Exposure] = (),
    little: Sequence[Exposure] = (),
    findings: Sequence[Finding] = (),
    medicines: Sequence[Medicine] = (),
) -> Person:
    """The person with more exposures, findings and medicines.

    Args:
        exposures: of which much of something follows; `little`: of which little does.
        findings: that are there; one that was denied in words is there all the same.
        medicines: left out when they were told.
    """
    new = [
        *findings,
        *amounts.findings(exposures, person.sex, side="much"),
        *amounts.findings(little, person.sex, side="little"),
    ]
    told = {f.id: f for f in person.findings}
    for f in new:
        told[f.id] = better(told.get(f.id), f)
    said = {f.id for f in new}
    for f in person.findings:
        if f.present and said & set(finding_items()[f.id].excludes):
            del told[f.id]
    found = relate(told)
    conditions = {c.id: c.present for c in person.conditions}
    status = {f.id: f.present for f in found.values()} | conditions
    have = {m.generic for m in person.medicines if m.current}
    kept = [m for m in person.medicines if m.generic not in {n.generic for n in medicines} - have]
    more = [m for m in medicines if m.generic not in have]
    every = [*person.exposures, *exposures, *little]
    return replace(
        person,
        findings=tuple(found[k] for k in sorted(found)),
        exposures=tuple(sorted(every, key=lambda e: (e.id, e.value, e.text))),
        medicines=tuple(sorted([*kept, *more], key=lambda m: m.generic)),
        _status=dict(sorted(status.items())),
    )

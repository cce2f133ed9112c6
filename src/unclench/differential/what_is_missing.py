"""When there is too little to say: what is missing, and what it would allow."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Lab, NextTest, Reason, reason
from unclench.differential.ranking import SOME, Ranking
from unclench.told.person import Person

FEW = 2
"""With fewer telling pieces of evidence than this there is too little to say (judgement)."""
TELLING = 0.3


def missing(
    ranking: Ranking, told: Person, labs: Sequence[Lab], tests: Sequence[NextTest]
) -> list[Reason]:
    """What was not told and what it would allow; empty when nothing matters."""
    out = []
    if told.age is None or told.sex is None:
        out.append(reason("missing_age_and_sex"))
    weights = [abs(e.weight) for c in ranking.causes[:5] for e in [*c.for_, *c.against]]
    telling = sum(w >= TELLING for w in weights)
    lead = ranking.causes[0].probability if ranking.causes else 0.0
    thin = telling < FEW or lead < SOME
    if thin:
        out.append(reason("missing_story"))
    if not told.medicines and thin:
        out.append(reason("missing_medicines"))
    if not labs:
        named = [t.id for t in tests if t.loinc][:3]
        if named and (thin or lead < 0.5):
            out.append(reason("missing_blood_test", tests=named))
    if ranking.contexts == ("other",):
        out.append(reason("no_complaint_recognised"))
    return out

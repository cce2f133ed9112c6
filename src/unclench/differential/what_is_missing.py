"""When there is too little to say: what is missing, and what it would allow."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Lab, NextTest
from unclench.differential.ranking import SOME, Ranking
from unclench.told.person import Person

FEW = 2
"""With fewer telling pieces of evidence than this there is too little to say (judgement)."""
TELLING = 0.3


def missing(
    ranking: Ranking, told: Person, labs: Sequence[Lab], tests: Sequence[NextTest]
) -> list[str]:
    """Sentences on what was not told and what it would allow; empty when nothing matters."""
    out = []
    if told.age is None or told.sex is None:
        out.append("Age and sex: how common each cause is depends on them.")
    weights = [abs(e.weight) for c in ranking.causes[:5] for e in [*c.for_, *c.against]]
    telling = sum(w >= TELLING for w in weights)
    lead = ranking.causes[0].probability if ranking.causes else 0.0
    thin = telling < FEW or lead < SOME
    if thin:
        out.append(
            "There is too little to say: the order below hardly differs from what is common. "
            "Tell where it happens, at rest or in effort, at what time, for how long, "
            "and what else you feel."
        )
    if not told.medicines and thin:
        out.append("Medicines and supplements: many change blood salts or cause cramps.")
    if not labs:
        named = [t.name for t in tests if t.id not in ("no_tests", "red_flag_screen")][:3]
        if named and (thin or lead < 0.5):
            out.append(f"No blood test was given. Most would be told by: {', '.join(named)}.")
    if ranking.contexts == ("other",):
        out.append("No cramp, spasm or back pain was recognised in what was told.")
    return out

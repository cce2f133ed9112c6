"""What was understood, one `Reading` for each thing and the person's words for it.

The id of a reading is made of what was understood and the words, so that the same words always
give the same id; a case names it in `struck` (gone everywhere) or `confirmed`.
"""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Collection, Mapping, Sequence

from unclench.facts.kinds import conditions, findings
from unclench.told.frames import slots_of
from unclench.told.person import SURE, SURE_NAMED, Reading, ReadingStatus
from unclench.told.phrases import Said, Status
from unclench.told.vocabulary import condition_items, finding_items

STATUS: dict[Status, ReadingStatus] = {
    "present": "present",
    "absent": "denied",
    "past": "past",
    "relative": "other_person",
    "worry": "uncertain",
    "perhaps": "uncertain",
}


def words_of(said: Said) -> str:
    """The person's own words of the clauses in which something was understood."""
    clauses = {said.sentence.clause[a] for a, _ in said.match.spans}
    pairs = zip(said.sentence.raw, said.sentence.clause, strict=True)
    return " ".join(word for word, clause in pairs if clause in clauses)


def reading_id(concept: str, words: str) -> str:
    """`calf_cramp-1f09ab2c`: what was understood, and a number of the words it came from."""
    return f"{concept}-{zlib.crc32(words.lower().encode()):08x}"


def reading(said: Said) -> Reading | None:
    """What one phrase was taken for; None where it was taken for nothing."""
    status = STATUS.get(said.status)
    kind = said.match.concept.kind
    assert kind != "question"  # those are no reading of a thing
    if status is None or kind == "not_condition":
        return None
    words = words_of(said)
    slots = dict(slots_of(said))
    of_id = words
    if kind == "condition" and condition_items()[said.match.concept.id].named_as_told:
        raw, spans = said.sentence.raw, said.match.spans
        named = slots["named"] = " ".join(raw[i] for a, b in spans for i in range(a, b))
        of_id = f"{named}: {words}"  # the same words may name two of a group
    if said.match.doubt is not None:
        slots["perhaps"] = round(1 / (1 + math.exp(-said.match.doubt)), 2)
    elif status == "present" and said.sure < (SURE if kind == "finding" else SURE_NAMED):
        status = "uncertain"
        slots |= {"perhaps": round(said.sure, 2), "counted": True}
    return Reading(
        id=reading_id(said.match.concept.id, of_id),
        kind=kind,
        finding=said.match.concept.id,
        text=words,
        where=said.where,
        status=status,
        slots=slots,
    )


@functools.cache
def _wider(kind: str, name: str) -> frozenset[str]:
    """Everything of a kind that is true whenever this is."""
    items: Mapping[str, findings.Item | conditions.Item] = (
        finding_items() if kind == "finding" else condition_items() if kind == "condition" else {}
    )
    out: set[str] = set()
    queue = list(items[name].implies) if name in items else []
    while queue:
        other = queue.pop()
        if other not in out:
            out.add(other)
            queue += items[other].implies
    return frozenset(out)


def _same_matter(a: Reading, b: Reading) -> bool:
    """Whether both take the same words for the same thing, more or less closely."""
    return (a.kind, a.text, a.where) == (b.kind, b.text, b.where) and (
        a.finding == b.finding
        or b.finding in _wider(a.kind, a.finding)
        or a.finding in _wider(b.kind, b.finding)
    )


def without_struck(said: Sequence[Said], struck: Collection[str]) -> list[Said]:
    """What was said less the readings that the person struck out, and what follows from them."""
    if not struck:
        return list(said)
    made = [(s, reading(s)) for s in said]
    gone = [r for _, r in made if r is not None and r.id in struck]
    return [s for s, r in made if r is None or not any(_same_matter(r, g) for g in gone)]


def readings(said: Sequence[Said]) -> tuple[Reading, ...]:
    """Every reading once, in the order told; of the same words the closest one, unless it is
    unsure: then what is wider is surer."""
    out: dict[str, Reading] = {}
    for s in said:
        made = reading(s)
        if made is not None:
            out.setdefault(made.id, made)
    every = tuple(out.values())
    return tuple(
        r
        for r in every
        if not any(
            o.status == r.status != "uncertain"
            and o is not r
            and (o.kind, o.text, o.where) == (r.kind, r.text, r.where)
            and r.finding in _wider(o.kind, o.finding)
            for o in every
        )
    )

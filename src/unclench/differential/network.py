"""The network of causes, from facts; `evidence` enters what is known of a person into it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unclench.facts import loader
from unclench.facts.keys import Key
from unclench.facts.kinds import causes as kind_causes
from unclench.facts.kinds import (
    conditions,
    diary_exposures,
    exposures,
    findings,
    links,
    together,
)
from unclench.facts.labels import labels
from unclench.told.person import Person

REMAINDER = "other"
"""The cause that stands for all that is not on the list."""
PLACE = 0.1
"""Odds from which on what may be meant can say where the complaint is (judgement)."""
LEAST = 0.005
"""The smallest link, for findings that are no commoner with the cause than without."""


@dataclass(frozen=True, slots=True)
class Row:
    """A link of the noisy-OR: P(the cause alone produces the finding), and where it is from."""

    link: float
    source: str
    verified: str
    both_sides: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """All causes with their numbers, by index."""

    ids: tuple[str, ...]
    causes: tuple[kind_causes.CauseFact, ...]
    background: dict[str, links.Background]
    states: dict[str, links.State]
    contexts: dict[str, tuple[str, ...]]
    by_finding: dict[str, dict[int, Row]]
    by_state: dict[str, dict[int, kind_causes.LabLink]]
    by_when: dict[Key, dict[int, kind_causes.Weigh]]
    brings: dict[tuple[int, int], float]
    labels: dict[str, str]
    implied: dict[str, frozenset[str]]
    groups: dict[Key, together.Together]
    medicines: dict[int, float]


@functools.cache
def network() -> Network:
    """The packaged network; built once per process."""
    facts = loader.load("causes", kind_causes.CauseFact)
    rows = loader.load("links", links.Links)
    ids = tuple(facts)
    place = {c: i for i, c in enumerate(ids)}
    by_finding: dict[str, dict[int, Row]] = {}
    background = {r.finding: r for x in rows.values() for r in x.findings}
    by_state: dict[str, dict[int, kind_causes.LabLink]] = {}
    by_when: dict[Key, dict[int, kind_causes.Weigh]] = {}
    for i, c in enumerate(facts.values()):
        for f in c.findings:
            there = background[f.finding].background
            link = max((f.sensitivity - there) / (1 - there), LEAST)
            by_finding.setdefault(f.finding, {})[i] = Row(link, f.source, f.verified, f.both_sides)
        for s in c.labs:
            by_state.setdefault(s.state, {})[i] = s
        for w in c.weighs:
            by_when.setdefault(w.when, {})[i] = w
    direct = _implied()
    groups = loader.load("together", together.Together).values()
    return Network(
        ids,
        tuple(facts.values()),
        background,
        {s.id: s for x in rows.values() for s in x.states},
        {k: v for x in rows.values() for k, v in x.contexts.items()},
        by_finding,
        by_state,
        by_when,
        {(place[c.id], place[b.cause]): b.chance for c in facts.values() for b in c.brings},
        labels(),
        {k: _closure(k, direct) for k in labels()},
        {m: g for g in groups for m in g.members},
        {place[c]: g.exponent for g in groups if g.medicines for c in g.causes},
    )


@functools.cache
def excess_findings() -> dict[str, frozenset[str]]:
    """Nutrient -> findings that much of it gives, told or in a diary."""
    items = {
        key: item
        for area in loader.load("exposures", exposures.ExposureArea).values()
        for key, item in area.items.items()
    }
    out: dict[str, frozenset[str]] = {}
    for row in loader.load("diary_exposures", diary_exposures.DiaryExposure).values():
        if row.nutrient and row.exposure and row.side == "much":
            most = max((t.at_least or 0.0 for t in items[row.exposure].thresholds), default=0.0)
            out[row.nutrient] = frozenset(
                t.finding for t in items[row.exposure].thresholds if most and t.at_least == most
            )
    return out


def _implied() -> dict[str, tuple[str, ...]]:
    """What each finding and condition implies directly."""
    implies: dict[str, tuple[str, ...]] = {}
    for area in loader.load("findings", findings.FindingArea).values():
        implies |= {key: item.implies for key, item in area.items.items()}
    for part in loader.load("conditions", conditions.ConditionArea).values():
        implies |= {key: row.implies for key, row in part.items.items()}
    return implies


def _closure(key: str, implies: dict[str, tuple[str, ...]]) -> frozenset[str]:
    out, todo = set[str](), list(implies.get(key, ()))
    while todo:
        k = todo.pop()
        if k not in out:
            out.add(k)
            todo += implies.get(k, ())
    return frozenset(out)


def context_of(present: Iterable[str], net: Network) -> tuple[kind_causes.Context, ...]:
    """Where the complaint is: one or two columns of `causes.Prior`, which are averaged."""
    have = set(present)
    hit = {name for name, rows in net.contexts.items() if have & set(rows)}
    out: list[kind_causes.Context] = ["back"] if "back" in hit else []
    if "general" in hit:
        out.append("general")
    elif "legs" in hit:
        out.append("legs")
    elif "any" in hit and not out:
        out.append("general")
    return tuple(out) or ("other",)


def contexts_of(told: Person, net: Network) -> tuple[kind_causes.Context, ...]:
    """Where the complaint of a person is; what may be meant counts where nothing sure says it."""
    found = context_of(told.present, net)
    if found == ("other",) and told.perhaps:
        return context_of((p.id for p in told.perhaps if p.odds >= PLACE), net)
    return found


def priors(contexts: Sequence[kind_causes.Context], net: Network) -> list[float]:
    """P(cause contributes) before any evidence but the place of the complaint."""
    return [sum(getattr(c.prior, x) for x in contexts) / len(contexts) for c in net.causes]

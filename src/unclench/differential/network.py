"""The network of causes, from facts, and how evidence is entered into it.

`enter` turns what was understood, blood results and adequacy of the diet into `Item`s; `problem`
puts items into a network that `inference.solve` answers. Leaving an item out and solving again
gives what the item contributed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from unclench.assessment import Lab, Nutrient
from unclench.differential.inference import Problem, Seen
from unclench.facts import loader
from unclench.facts.kinds import causes as kind_causes
from unclench.facts.kinds import conditions, findings, links, medicines
from unclench.told.person import Person

ItemKind = Literal["finding", "denied", "result", "risk"]

DENIAL = 0.9
"""How far a denial is believed (judgement): a finding of link q that is denied counts 1 - 0.9 q."""
FADE = 0.4
"""Several risk factors overlap: the k-th strongest counts with the power 1 / (1 + FADE k)."""
HIGHEST_PRIOR = 0.9
LEAST = 0.005
"""The smallest link, for findings that are no commoner with the cause than without."""
_WORDS = {"L": (30.0, 10.0), "LL": (30.0, 200.0), "N": (0.1, 0.01)}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence.

    Attributes:
        key: id of the finding, lab state, condition, class of medicine...
        label: in plain words.
        said: the person's words, or the result.
        node: a finding that is there or an abnormal result.
        factor: cause index -> likelihood with the cause against without, for what is not there.
        odds: cause index -> what multiplies the odds beforehand.
        sources: cause index -> source of the number that was used.
    """

    key: str
    kind: ItemKind
    label: str
    said: str = ""
    node: Seen | None = None
    factor: dict[int, float] = field(default_factory=dict)
    odds: dict[int, float] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A link of the noisy-OR: P(the cause alone produces the finding), and where it is from."""

    link: float
    source: str
    verified: str


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
    by_when: dict[str, dict[int, kind_causes.Weigh]]
    brings: dict[tuple[int, int], float]
    labels: dict[str, str]
    implied: dict[str, frozenset[str]]


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
    by_when: dict[str, dict[int, kind_causes.Weigh]] = {}
    for i, c in enumerate(facts.values()):
        for f in c.findings:
            there = background[f.finding].background
            link = max((f.sensitivity - there) / (1 - there), LEAST)
            by_finding.setdefault(f.finding, {})[i] = Row(link, f.source, f.verified)
        for s in c.labs:
            by_state.setdefault(s.state, {})[i] = s
        for w in c.weighs:
            by_when.setdefault(w.when, {})[i] = w
    labels, direct = _vocabulary()
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
        labels,
        {k: _closure(k, direct) for k in labels},
    )


def _vocabulary() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    labels: dict[str, str] = {}
    implies: dict[str, tuple[str, ...]] = {}
    for area in loader.load("findings", findings.FindingArea).values():
        for key, item in area.items.items():
            labels[key], implies[key] = item.label, item.implies
    for part in loader.load("conditions", conditions.ConditionArea).values():
        for key, row in part.items.items():
            labels[key], implies[key] = row.label, row.implies
    for group in loader.load("medicines", medicines.MedicineArea).values():
        for key, kind in group.classes.items():
            labels.setdefault(key, kind.label)
    return labels, implies


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


def priors(contexts: Sequence[kind_causes.Context], net: Network) -> list[float]:
    """P(cause contributes) before any evidence but the place of the complaint."""
    return [sum(getattr(c.prior, x) for x in contexts) / len(contexts) for c in net.causes]


def squash(x: float, floor: float, cap: float) -> float:
    """Smooth, rising, between -floor and cap, with slope 1 at 0: a log10 likelihood ratio."""
    limit = cap if x > 0 else floor
    return limit * math.tanh(x / limit) if limit else 0.0


def likelihoods(
    curve: links.Curve, side: str, value: float, given: links.Given | None = None
) -> tuple[float, float, float]:
    """Relative likelihood of a value if the state is absent, mild or severe (first is 1)."""
    mild, severe = (given.mild, given.severe) if given else (curve.mild, curve.severe)
    if curve.log:
        value, mild, severe = (math.log10(max(x, 1e-6)) for x in (value, mild, severe))
    sign = -1 if side == "low" else 1
    first = squash(sign * (value - mild) / curve.width, curve.floor, curve.cap)
    second = squash(sign * (value - severe) / curve.width, 2.0, 3.5)
    return 1.0, 10**first, 10 ** (first + second)


def enter(
    told: Person, labs: Sequence[Lab], nutrients: Sequence[Nutrient], net: Network
) -> list[Item]:
    """All evidence, in an order that depends on nothing but its keys."""
    by: dict[str, Item] = {}
    for item in [*_findings(told, net), *_results(labs, net), *_risks(told, nutrients, net)]:
        there = by.get(item.key)
        by[item.key] = item if there is None else _joined(there, item)
    return sorted(by.values(), key=lambda x: (x.kind, x.key))


def _joined(a: Item, b: Item) -> Item:
    """The same thing as a finding and as a risk is one piece of evidence."""
    return replace(
        a,
        factor={**a.factor, **b.factor},
        odds={**a.odds, **b.odds},
        sources={**b.sources, **a.sources},
    )


def _text(told: Person, key: str) -> str:
    f = told.finding(key)
    if f is not None:
        return f.text
    return next((c.text for c in told.conditions if c.id == key), "")


def _findings(told: Person, net: Network) -> list[Item]:
    out = []
    counted = {k for k in told.present if k in net.background and k in net.by_finding}
    implied = {g for k in counted for g in net.implied.get(k, frozenset())}
    for key in counted - implied:
        row = net.background[key]
        rows = net.by_finding[key]
        node = Seen(
            key,
            (1 - row.background, row.background),
            (0.0, 1.0),
            {i: (r.link,) for i, r in rows.items()},
        )
        sources = {i: r.source for i, r in rows.items()}
        label = net.labels.get(key, key)
        out.append(Item(key, "finding", label, _text(told, key), node, sources=sources))
    said = {f.id for f in told.findings if not f.present and not f.implied_by}
    for key in told.absent & said:
        below = [k for k in net.by_finding if k == key or key in net.implied.get(k, frozenset())]
        rows = {}
        for k in below:
            for i, r in net.by_finding[k].items():
                if k not in told.present and (i not in rows or r.link > rows[i].link):
                    rows[i] = r
        if rows:
            factor = {i: 1 - DENIAL * r.link for i, r in rows.items()}
            sources = {i: r.source for i, r in rows.items()}
            label = net.labels.get(key, key)
            out.append(
                Item(
                    key,
                    "denied",
                    f"Not there: {label}",
                    _text(told, key),
                    None,
                    factor,
                    {},
                    sources,
                )
            )
    return out


def _results(labs: Sequence[Lab], net: Network) -> list[Item]:
    by: dict[str, Lab] = {}
    for lab in sorted(labs, key=lambda x: x.derived):
        open_bound = lab.comparator and lab.interpretation == "unknown"  # ">10" decides nothing
        known = lab.si_value is not None or lab.interpretation != "unknown"
        if lab.analyte and known and not open_bound:
            by.setdefault(lab.analyte, lab)
    out = []
    low_calcium = _like(net.states["low_calcium"], by, False)
    calcium_low = low_calcium is not None and low_calcium[1][1] > 1
    for state in net.states.values():
        rows = net.by_state.get(state.id)
        found = _like(state, by, calcium_low)
        if not rows or found is None:
            continue
        lab, like = found
        value = f"{lab.value:g} {lab.unit}" if lab.value is not None else lab.interpretation
        said = f"{lab.name} {lab.comparator}{value}".strip()
        sources = {i: r.source for i, r in rows.items()}
        if like[1] > 1:
            mild, severe = state.background_mild, state.background_severe
            node = Seen(
                state.id,
                (1 - mild, mild - severe, severe),
                like,
                {i: (r.mild, r.severe) for i, r in rows.items()},
            )
            out.append(Item(state.id, "result", _first(state.label), said, node, sources=sources))
        else:
            factor = {
                i: 1 - r.mild + (r.mild - r.severe) * like[1] + r.severe * like[2]
                for i, r in rows.items()
            }
            label = f"Not found: {state.label}"
            out.append(Item(state.id, "result", label, said, None, factor, {}, sources))
    return out


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _like(
    state: links.State, by: dict[str, Lab], calcium_low: bool
) -> tuple[Lab, tuple[float, float, float]] | None:
    given = state.when_calcium_is_low if calcium_low else None
    for curve in state.by:
        lab = by.get(curve.analyte)
        if lab is None:
            continue
        if lab.si_value is not None:
            return lab, likelihoods(curve, state.side, lab.si_value, given)
        flag = lab.interpretation
        if state.side == "high":
            flag = {"H": "L", "HH": "LL", "L": "H", "LL": "H"}.get(flag, flag)  # type: ignore[assignment]
        mild, more = _WORDS.get(flag, (0.03, 0.03))
        return lab, (1.0, mild, mild * more)
    return None


def _person(told: Person) -> set[str]:
    out = {f"person:{told.sex}"} if told.sex else set()
    if told.pregnant:
        out.add("person:pregnant")
    if told.age is not None:
        for name, holds in (
            ("under_18", told.age < 18),
            ("under_45", told.age < 45),
            ("over_50", told.age > 50),
            ("over_65", told.age > 65),
            ("over_75", told.age > 75),
        ):
            if holds:
                out.add(f"person:{name}")
    return out


_PERSON_LABEL = {
    "female": "Being a woman",
    "male": "Being a man",
    "pregnant": "Pregnancy",
    "under_18": "Age under 18",
    "under_45": "Age under 45",
    "over_50": "Age over 50",
    "over_65": "Age over 65",
    "over_75": "Age over 75",
}


def _risks(told: Person, nutrients: Sequence[Nutrient], net: Network) -> list[Item]:
    out = []
    have = set(told.present) | set(told.classes) | set(told.generics) | _person(told)
    for key in have & net.by_when.keys():
        rows = net.by_when[key]
        name = key.partition(":")[2]
        label = _PERSON_LABEL.get(name) or net.labels.get(key) or _first(key.replace("_", " "))
        text = _text(told, key) or next(
            (m.text for m in told.medicines if key in (*m.classes, m.generic)), ""
        )
        odds = {i: r.odds for i, r in rows.items()}
        sources = {i: r.source for i, r in rows.items()}
        kind: ItemKind = "risk"
        out.append(Item(key, kind, label, text, None, {}, odds, sources))
    for n in nutrients:
        rows = net.by_when.get(f"nutrient:{n.id}", {})
        p = n.probability_inadequate
        if rows and p is not None:
            odds = {i: r.odds ** (2 * p - 1) for i, r in rows.items()}
            label = f"Diary: {n.label.lower()} too low with probability {p:.0%}"
            sources = {i: r.source for i, r in rows.items()}
            out.append(Item(f"nutrient:{n.id}", "risk", label, "", None, {}, odds, sources))
    return out


def problem(items: Sequence[Item], base_prior: Sequence[float], net: Network) -> Problem:
    """The network with these items entered."""
    n = len(net.ids)
    prior, factor = list(base_prior), [1.0] * n
    up: list[list[float]] = [[] for _ in range(n)]
    down = [0.0] * n
    seen = []
    for item in items:
        if item.node is not None:
            seen.append(item.node)
        for i, x in item.factor.items():
            factor[i] *= x
        for i, x in item.odds.items():
            if x > 1:
                up[i].append(math.log(x))
            else:
                down[i] += math.log(x)
    for i in range(n):
        if not up[i] and not down[i]:
            continue
        rise = sum(x / (1 + FADE * k) for k, x in enumerate(sorted(up[i], reverse=True)))
        log_odds = math.log(prior[i] / (1 - prior[i])) + rise + down[i]
        p = 1 / (1 + math.exp(-log_odds))
        prior[i] = max(min(p, max(HIGHEST_PRIOR, prior[i])), 1e-9)
    return Problem(prior, factor, seen, net.brings)

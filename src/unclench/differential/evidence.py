"""Evidence about one person as items of the network: told, denied, measured, or of the diet.

`enter` makes `Item`s: a node that is there, a factor of what is not there, or odds beforehand.
`problem` puts them into a network that `inference.solve` answers, `without_each` leaves out one
at a time, which gives what each contributed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from unclench.assessment import Lab, Nutrient, Reason, reason
from unclench.differential.inference import Problem, Seen, Without
from unclench.differential.network import Network, excess_findings
from unclench.facts.keys import Key
from unclench.facts.kinds import links
from unclench.plasma.labs import counted
from unclench.told.own_words import own_words
from unclench.told.person import Person

ItemKind = Literal["finding", "denied", "result", "risk"]


DENIAL = 0.9
"""How far a denial is believed (judgement): a finding of link q that is denied counts 1 - 0.9 q."""
FADE = 0.4
"""Several risk factors overlap: the k-th strongest counts with the power 1 / (1 + FADE k)."""
HIGHEST_PRIOR = 0.9
_WORDS = {"L": (30.0, 10.0), "LL": (30.0, 200.0), "N": (0.1, 0.01)}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence.

    Attributes:
        key: what it is: something told, a lab state, a trait of the person, a nutrient.
        what: the same, to be said.
        said: the person's words.
        result: the laboratory result, to be said.
        node: a finding that is there or an abnormal result.
        factor: cause index -> likelihood with the cause against without, for what is not there.
        odds: cause index -> what multiplies the odds beforehand.
        sources: cause index -> source of the number that was used.
    """

    key: Key
    kind: ItemKind
    what: Reason
    said: str = ""
    result: Reason | None = None
    node: Seen | None = None
    factor: dict[int, float] = field(default_factory=dict)
    odds: dict[int, float] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id that an answer names it by."""
        return self.key.id if self.key.kind == "state" else str(self.key)


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
    by: dict[Key, Item] = {}
    for item in [*_findings(told, net), *_results(labs, net), *_risks(told, nutrients, net)]:
        there = by.get(item.key)
        by[item.key] = item if there is None else _joined(there, item)
    return sorted(by.values(), key=lambda x: (x.kind, x.id))


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
    text = f.text if f is not None else ""
    if f is None:
        text = next((c.text for c in told.conditions if c.id == key), "")
    return own_words(told, key, text)


def _findings(told: Person, net: Network) -> list[Item]:
    out = []
    there = {k for k in told.present if k in net.background and k in net.by_finding}
    implied = {g for k in there for g in net.implied.get(k, frozenset())}
    for key in there - implied:
        row = net.background[key]
        rows = net.by_finding[key]
        node = Seen(
            key,
            (1 - row.background, row.background),
            (0.0, 1.0),
            {i: (r.link,) for i, r in rows.items()},
        )
        sources = {i: r.source for i, r in rows.items()}
        what = _there(told, key)
        said = _text(told, key)
        out.append(Item(Key("told", key), "finding", what, said, node=node, sources=sources))
    in_words = {f.id for f in told.findings if not f.present and not f.implied_by}
    for key in told.absent & in_words:
        below = [k for k in net.by_finding if k == key or key in net.implied.get(k, frozenset())]
        rows = {}
        for k in below:
            for i, r in net.by_finding[k].items():
                if k not in told.present and (i not in rows or r.link > rows[i].link):
                    rows[i] = r
        if rows:
            factor = {i: 1 - DENIAL * r.link for i, r in rows.items()}
            sources = {i: r.source for i, r in rows.items()}
            what = reason("evidence_not_there", id=key)
            item = Item(Key("told", key), "denied", what, _text(told, key))
            out.append(replace(item, factor=factor, sources=sources))
    return out


def _results(labs: Sequence[Lab], net: Network) -> list[Item]:
    by = counted(lab for lab in labs if _says_something(lab))
    out = []
    low_calcium = _like(net.states["low_calcium"], by, False)
    calcium_low = low_calcium is not None and low_calcium[1][1] > 1
    for state in net.states.values():
        rows = net.by_state.get(state.id)
        found = _like(state, by, calcium_low)
        if not rows or found is None:
            continue
        lab, like = found
        item = Item(Key("state", state.id), "result", _what(state, like[1] > 1), result=_told(lab))
        sources = {i: r.source for i, r in rows.items()}
        if like[1] > 1:
            mild, severe = state.background_mild, state.background_severe
            node = Seen(
                state.id,
                (1 - mild, mild - severe, severe),
                like,
                {i: (r.mild, r.severe) for i, r in rows.items()},
            )
            out.append(replace(item, node=node, sources=sources))
        else:
            factor = {
                i: 1 - r.mild + (r.mild - r.severe) * like[1] + r.severe * like[2]
                for i, r in rows.items()
            }
            out.append(replace(item, factor=factor, sources=sources))
    return out


def _says_something(lab: Lab) -> bool:
    """Whether a result can speak for or against a state; a bound such as ">10" may not."""
    if lab.interpretation != "unknown":
        return True
    return lab.si_value is not None and not lab.comparator


def _what(state: links.State, abnormal: bool) -> Reason:
    if abnormal:
        return reason("evidence_state", id=state.id)
    return reason("evidence_no_state", id=state.id)


def _told(lab: Lab) -> Reason:
    return reason(
        "evidence_result", analyte=lab.analyte, comparator=lab.comparator, value=lab.value,
        unit=lab.unit, flag=lab.interpretation,
    )  # fmt: skip


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


def _person(told: Person) -> set[Key]:
    traits = set[str]([told.sex] if told.sex else ())
    if told.pregnant:
        traits.add("pregnant")
    if told.age is not None:
        for name, holds in (
            ("under_18", told.age < 18),
            ("under_45", told.age < 45),
            ("over_50", told.age > 50),
            ("over_65", told.age > 65),
            ("over_75", told.age > 75),
        ):
            if holds:
                traits.add(name)
    return {Key("person", t) for t in traits}


def told_keys(told: Person) -> set[Key]:
    """Everything that is there or taken now."""
    return {Key("told", k) for k in told.present | told.classes | told.generics}


def _risks(told: Person, nutrients: Sequence[Nutrient], net: Network) -> list[Item]:
    out = []
    for key in (told_keys(told) | _person(told)) & net.by_when.keys():
        rows = net.by_when[key]
        what = _there(told, key.id)
        if key.kind == "person":
            what = reason("evidence_person", id=key.id)
        text = ""
        if key.kind == "told":
            taken = (m.text for m in told.medicines if key.id in (*m.classes, m.generic))
            text = _text(told, key.id) or own_words(told, key.id, next(taken, ""))
        odds = {i: r.odds for i, r in rows.items()}
        sources = {i: r.source for i, r in rows.items()}
        out.append(Item(key, "risk", what, text, odds=odds, sources=sources))
    for n in nutrients:
        key, p = Key("nutrient", n.id), n.probability_inadequate
        rows = net.by_when.get(key, {})
        if rows and p is not None:
            odds = {i: r.odds ** (2 * p - 1) for i, r in rows.items()}
            sources = {i: r.source for i, r in rows.items()}
            what = reason("evidence_nutrient", id=n.id, probability=p)
            out.append(Item(key, "risk", what, odds=odds, sources=sources))
    return [*out, *_excesses(told, nutrients, net)]


def _excesses(told: Person, nutrients: Sequence[Nutrient], net: Network) -> list[Item]:
    """What is eaten above an upper limit; where a finding says the same, that finding counts."""
    out = []
    for n in nutrients:
        limit, rows = n.upper_limit, net.by_when.get(Key("excess", n.id), {})
        if not rows or limit is None or not limit.probability_above or _is_a_finding(told, n.id):
            continue
        p = limit.probability_above
        odds = {i: r.odds**p for i, r in rows.items()}
        sources = {i: r.source for i, r in rows.items()}
        what = reason("evidence_excess", id=n.id, probability=p)
        out.append(Item(Key("excess", n.id), "risk", what, odds=odds, sources=sources))
    return out


def _is_a_finding(told: Person, nutrient: str) -> bool:
    """Whether much of a nutrient is among the findings already, told or eaten."""
    named = excess_findings().get(nutrient, frozenset())
    return bool(named & told.present)


def _there(told: Person, key: str) -> Reason:
    """What is there, with the amount where a diary shows it."""
    f = told.finding(key)
    if f is None or f.where != "diary":
        return reason("evidence_there", id=key)
    eaten = [e for e in told.exposures if e.id == f.implied_by and e.where == "diary"]
    if not eaten:
        return reason("evidence_in_diary", id=key)
    most = max(eaten, key=lambda e: e.value)
    return reason("evidence_in_diary", id=key, value=most.value, unit=most.unit)


def _prior(base: float, odds: Iterable[float]) -> float:
    """P(cause) beforehand under these odds: what raises it overlaps and fades, what lowers not."""
    logs = [math.log(x) for x in odds]
    if not logs:
        return base
    up = sorted((x for x in logs if x > 0), reverse=True)
    rise = sum(x / (1 + FADE * k) for k, x in enumerate(up))
    log_odds = math.log(base / (1 - base)) + rise + sum(x for x in logs if x <= 0)
    p = 1 / (1 + math.exp(-log_odds))
    return max(min(p, max(HIGHEST_PRIOR, base)), 1e-9)


def problem(items: Sequence[Item], base_prior: Sequence[float], net: Network) -> Problem:
    """The network with these items entered."""
    n = len(net.ids)
    odds = [[item.odds[i] for item in items if i in item.odds] for i in range(n)]
    factor = [math.prod(item.factor[i] for item in items if i in item.factor) for i in range(n)]
    seen = [item.node for item in items if item.node is not None]
    prior = [_prior(base, x) for base, x in zip(base_prior, odds, strict=True)]
    return Problem(prior, factor, seen, net.brings)


def without_each(
    items: Sequence[Item], base_prior: Sequence[float], whole: Problem
) -> list[Without]:
    """For each item, the network of `problem` without it."""
    out = []
    nodes = 0
    for k, item in enumerate(items):
        rest = [*items[:k], *items[k + 1 :]]
        prior, factor = list(whole.prior), list(whole.factor)
        for i in item.odds:
            prior[i] = _prior(base_prior[i], (x.odds[i] for x in rest if i in x.odds))
        for i in item.factor:
            factor[i] = math.prod(x.factor[i] for x in rest if i in x.factor)
        out.append(Without(prior, factor, None if item.node is None else nodes))
        nodes += item.node is not None
    return out

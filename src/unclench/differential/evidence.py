"""Evidence about one person as items of the network: told, denied, measured, or of the diet.

`enter` makes `Item`s: a node that is there, a factor of what is not there, or odds beforehand.
`problem` puts them into a network that `inference.solve` answers, `without_each` leaves out one
at a time, which gives what each contributed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from unclench.assessment import Lab, Nutrient, Reason, reason
from unclench.differential.inference import Problem, Seen, Without
from unclench.differential.network import REMAINDER, Network, contexts_of, excess_findings, priors
from unclench.differential.odds import odds_of_too_little, odds_of_too_much, prior_of
from unclench.differential.timing import came_later, onset_of, powers
from unclench.differential.travelling import tempered
from unclench.facts.keys import Key
from unclench.facts.kinds import links
from unclench.facts.kinds.causes import Weigh
from unclench.plasma.labs import counted
from unclench.told.own_words import own_words
from unclench.told.person import SURE, Person

ItemKind = Literal["finding", "denied", "result", "risk"]


DENIAL = 0.9
"""How far a denial is believed (judgement): a finding of link q that is denied counts 1 - 0.9 q."""
PERHAPS = 12.0
"""How many times the odds that something is meant count as its likelihood ratio: of what is there,
a fair part is told, and most is not there. 60 before the odds were learnt from judged messages; on
310 fresh messages and lines 12 is as often right, and surer where it says 0.8 and more."""
ONSET = 0.7
"""How far the speed of onset counts: its likelihood ratio to this power (judgement)."""
WHOLE, WORDS, WHOLE_MOST, WHOLE_BESIDE_RESULTS = 1.5, 15, 6.0, 1.0
"""How far it counts what a story as a whole sounds like: the share of the logarithm, in a story of
`WORDS` words the half of it, and its bound on either side (chosen on messages left out,
`scripts/weigh_whole.py`), narrower beside results of the blood: they say more (judgement)."""
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
        medicine: whether it is a medicine; these count together (`travelling.as_one`).
        outside: whether it is a result outside its range.
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
    medicine: bool = False
    outside: bool = False

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
    risks = [*_risks(told, nutrients, net), *_onset(told, net)]
    for item in [*_findings(told, net), *_whole(told, labs, net), *_results(labs, net), *risks]:
        there = by.get(item.key)
        by[item.key] = item if there is None else _joined(there, item)
    return _travelling(sorted(by.values(), key=lambda x: (x.kind, x.id)), net)


def _travelling(items: list[Item], net: Network) -> list[Item]:
    """The items with those that travel together tempered, there and denied apart."""
    sizes: dict[tuple[str, bool], int] = {}
    for item in items:
        group = net.groups.get(item.key)
        if group is not None and (item.node or item.factor):
            place = (group.id, item.node is not None)
            sizes[place] = sizes.get(place, 0) + 1
    out = []
    for item in items:
        group = net.groups.get(item.key)
        size = sizes.get((group.id, item.node is not None), 1) if group else 1
        if group is None or size == 1:
            out.append(item)
            continue
        power = size ** (group.exponent - 1)
        factor = {i: x**power for i, x in item.factor.items()}
        node = item.node and tempered(item.node, power)
        out.append(replace(item, factor=factor, node=node))
    return out


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


def _likelihood(told: Person, key: str) -> tuple[float, float]:
    """How likely the words are where a finding is not there and where it is: virtual evidence
    where they may mean something else."""
    sure = told.sure(key)
    if sure >= SURE:
        return 0.0, 1.0
    return 1.0, 1.0 + PERHAPS * sure / (1 - sure)


def _findings(told: Person, net: Network) -> list[Item]:
    out = []
    there = {k for k in told.present if k in net.background and k in net.by_finding}
    implied = {g for k in there for g in net.implied.get(k, frozenset())}
    for key in there - implied:
        row = net.background[key]
        rows = net.by_finding[key]
        if _one_sided(told, key, net):
            rows = {i: r for i, r in rows.items() if not r.both_sides}
        node = Seen(
            key,
            (1 - row.background, row.background),
            _likelihood(told, key),
            {i: (r.link,) for i, r in rows.items()},
        )
        sources = {i: r.source for i, r in rows.items()}
        what = _there(told, key)
        said = _text(told, key)
        out.append(Item(Key("told", key), "finding", what, said, node=node, sources=sources))
    for perhaps in told.perhaps:
        if perhaps.id in net.background and perhaps.id in net.by_finding:
            row, rows = net.background[perhaps.id], net.by_finding[perhaps.id]
            node = Seen(
                perhaps.id,
                (1 - row.background, row.background),
                (1.0, 1.0 + PERHAPS * perhaps.odds),
                {i: (r.link,) for i, r in rows.items()},
            )
            sources = {i: r.source for i, r in rows.items()}
            what = reason("evidence_perhaps", id=perhaps.id)
            said = own_words(told, perhaps.id, perhaps.text)
            out.append(
                Item(Key("told", perhaps.id), "finding", what, said, node=node, sources=sources)
            )
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


def _whole(told: Person, labs: Sequence[Lab], net: Network) -> list[Item]:
    """What the story as a whole sounds like; nothing of what is not on the list."""
    most = WHOLE_BESIDE_RESULTS if any(_says_something(lab) for lab in labs) else WHOLE_MOST
    words = sum(map(len, told.story))
    share = WHOLE * words / (words + WORDS)
    factor = {
        i: math.exp(share * min(max(told.sounds_like[name], -most), most))
        for i, name in enumerate(net.ids)
        if name in told.sounds_like and name != REMAINDER
    }
    if not factor or told.brief:
        return []
    return [Item(Key("words", "whole"), "risk", reason("evidence_whole"), factor=factor)]


def _one_sided(told: Person, key: str, net: Network) -> bool:
    """Whether a finding is of one side, or beside back pain with no side told."""
    f = told.finding(key)
    side = f.laterality if f is not None else None
    return side in ("left", "right") or (side is None and "back" in contexts_of(told, net))


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
        if lab.interpretation == "N" and lab.range is not None and lab.range.pregnant:
            like = (1.0, min(like[1], 1.0), min(like[2], 1.0))
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
            outside = lab.interpretation not in ("N", "unknown")
            out.append(replace(item, node=node, sources=sources, outside=outside))
        else:
            factor = {
                i: 1 - r.mild + (r.mild - r.severe) * like[1] + r.severe * like[2]
                for i, r in rows.items()
            }
            out.append(replace(item, factor=factor, sources=sources))
    return out


def _says_something(lab: Lab) -> bool:
    """Whether a result can speak for or against a state; a bound such as ">10" may not, nor may
    a result that was not judged because no range of ours holds at this age."""
    if any(r.code == "lab_range_for_adults" for r in lab.caveat_codes):
        return False
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


def traits_of(told: Person) -> set[Key]:
    """What of age, sex and pregnancy says something of a cause."""
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


def _onset(told: Person, net: Network) -> list[Item]:
    """How fast it came, weighed for every cause against what is usual of that complaint."""
    level = onset_of(told)
    if level is None:
        return []
    base = priors(contexts_of(told, net), net)
    shares = [getattr(c.onset, level) for c in net.causes]
    usual = sum(p * s for p, s in zip(base, shares, strict=True)) / sum(base)
    odds = {i: (share / usual) ** ONSET for i, share in enumerate(shares)}
    sources = {i: c.onset.source for i, c in enumerate(net.causes)}
    what = reason("evidence_onset", id=level)
    return [Item(Key("onset", level), "risk", what, odds=odds, sources=sources)]


def _risks(told: Person, nutrients: Sequence[Nutrient], net: Network) -> list[Item]:
    out = []
    power, taken = powers(told), _medicines(told)
    for key in (told_keys(told) | {Key("told", k) for k in taken} | traits_of(told)) & (
        net.by_when.keys()
    ):
        if key.id == "new_medicine_before_onset" and came_later(told):
            continue
        rows = _beside(net.by_when[key], told)
        what = _there(told, key.id)
        if key.kind == "person":
            what = reason("evidence_person", id=key.id)
        text = ""
        mine = taken.get(key.id, ())
        if key.kind == "told":
            texts = (m.text for m in told.medicines if m.generic in mine)
            text = _text(told, key.id) or own_words(told, key.id, next(texts, ""))
        odds = {i: r.odds for i, r in rows.items()}
        sure = told.sure(key.id) if key.id in told.has_conditions else 1.0
        if sure < SURE:  # with it or, where the words mean something else, without
            odds = {i: 1 + sure * (x - 1) for i, x in odds.items()}
        if mine:
            strongest = max(power[g] for g in mine)
            odds = {
                i: x**strongest if x > 1 else x
                for i, x in odds.items()
                if x <= 1 or any(_best(i, g, taken, told, net) == key.id for g in mine)
            }
        sources = {i: r.source for i, r in rows.items() if i in odds}
        if odds:
            item = Item(key, "risk", what, text, odds=odds, sources=sources, medicine=bool(mine))
            out.append(item)
    for n in nutrients:
        key, p = Key("nutrient", n.id), n.probability_inadequate
        rows = net.by_when.get(key, {})
        if rows and p is not None:
            odds = odds_of_too_little(n.id, p, net)
            sources = {i: r.source for i, r in rows.items()}
            what = reason("evidence_nutrient", id=n.id, probability=p)
            out.append(Item(key, "risk", what, odds=odds, sources=sources))
    return [*out, *_excesses(told, nutrients, net)]


def _medicines(told: Person) -> dict[str, tuple[str, ...]]:
    """Generic or class -> the generics of it that are taken, or went and took the trouble along."""
    power = powers(told)
    out: dict[str, tuple[str, ...]] = {}
    for m in told.medicines:
        if m.generic in power:
            for name in (m.generic, *m.classes):
                out[name] = (*out.get(name, ()), m.generic)
    return out


def _beside(rows: dict[int, Weigh], told: Person) -> dict[int, Weigh]:
    """The rows that count: those without a picture, or with it there."""
    return {i: r for i, r in rows.items() if not r.beside or told.has(*r.beside)}


def _best(
    i: int, generic: str, taken: dict[str, tuple[str, ...]], told: Person, net: Network
) -> str:
    """Of the classes of one medicine the one that says most of a cause: it counts once."""
    names = sorted(k for k, mine in taken.items() if generic in mine)
    odds = {
        k: rows[i].odds
        for k in names
        if i in (rows := _beside(net.by_when.get(Key("told", k), {}), told))
    }
    return max(odds, key=lambda k: (odds[k], k), default="")


def _excesses(told: Person, nutrients: Sequence[Nutrient], net: Network) -> list[Item]:
    """What is eaten above an upper limit; where a finding says the same, that finding counts."""
    out = []
    for n in nutrients:
        limit, rows = n.upper_limit, net.by_when.get(Key("excess", n.id), {})
        if not rows or limit is None or not limit.probability_above or is_a_finding(told, n.id):
            continue
        p = limit.probability_above
        odds = odds_of_too_much(n.id, p, net)
        sources = {i: r.source for i, r in rows.items()}
        what = reason("evidence_excess", id=n.id, probability=p)
        out.append(Item(Key("excess", n.id), "risk", what, odds=odds, sources=sources))
    return out


def is_a_finding(told: Person, nutrient: str) -> bool:
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


def problem(items: Sequence[Item], base_prior: Sequence[float], net: Network) -> Problem:
    """The network with these items entered."""
    n = len(net.ids)
    factor = [math.prod(item.factor[i] for item in items if i in item.factor) for i in range(n)]
    seen = [item.node for item in items if item.node is not None]
    prior = [
        prior_of(
            base, ((x.odds[i], x.medicine) for x in items if i in x.odds), net.medicines.get(i)
        )
        for i, base in enumerate(base_prior)
    ]
    return Problem(prior, factor, seen, net.brings)


def without_each(
    items: Sequence[Item], base_prior: Sequence[float], whole: Problem, net: Network
) -> list[Without]:
    """For each item, the network of `problem` without it."""
    out = []
    nodes = 0
    for k, item in enumerate(items):
        rest = [*items[:k], *items[k + 1 :]]
        prior, factor = list(whole.prior), list(whole.factor)
        for i in item.odds:
            odds = ((x.odds[i], x.medicine) for x in rest if i in x.odds)
            prior[i] = prior_of(base_prior[i], odds, net.medicines.get(i))
        for i in item.factor:
            factor[i] = math.prod(x.factor[i] for x in rest if i in x.factor)
        out.append(Without(prior, factor, None if item.node is None else nodes))
        nodes += item.node is not None
    return out

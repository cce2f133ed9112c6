"""Ranked possible contributors, each with what speaks for and against it.

`probability` is P(present | evidence), calibrated (`calibrated`), and the order follows it, with
one exception (`ranked`): a low potassium that low magnesium explains is certain, and still stands
behind the magnesium.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from unclench.assessment import Cause, Evidence, Lab, Nutrient
from unclench.differential.calibrated import calibrated
from unclench.differential.evidence import Item, enter, problem, without_each
from unclench.differential.inference import Posterior, Problem, solve, solve_without
from unclench.differential.network import REMAINDER, Network, contexts_of, network, priors
from unclench.facts.kinds.causes import Context
from unclench.told.person import Person

MORE, SOME = 0.5, 0.15
"""From these probabilities on a cause has "more" or "some" support, else "little" (judgement)."""
SHOWN, SHOWN_FROM = 12, 0.003
STRONG, STRONG_FROM = 1.0, 0.05
"""A cause of little support is named when one thing told makes it so many times likelier (log10)
and it is at least so likely (judgement): a medicine that brings cramps, rare as that is."""
WORTH = 0.05
"""A piece of evidence is shown when it moves the odds by more than this in log10 (12 %)."""
CHAINED = ("nutritional", "electrolyte")
"""Kinds that stand behind the cause that takes them down."""
_TINY = 1e-9
_DIGITS = 9
"""Of a weight, when evidence is put in order: equal weights stand in the order of the items."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer of the network, and what it was made from.

    Attributes:
        causes: best supported first, at most `SHOWN`.
        items: the evidence that was entered.
        posterior: of all causes, by the network's index.
        base_prior: by the network's index, from where the complaint is.
        contexts: where the complaint is.
    """

    causes: list[Cause]
    items: list[Item]
    posterior: Posterior
    base_prior: list[float]
    contexts: tuple[Context, ...]


def rank(
    told: Person,
    labs: Sequence[Lab] = (),
    nutrients: Sequence[Nutrient] = (),
    *,
    evidence: bool = True,
) -> Ranking:
    """Rank all causes on what was understood, blood results and adequacy of the diet.

    Args:
        told: findings, medicines, conditions, exposures, age and sex.
        labs: interpreted results; values are read in the analyte's unit.
        nutrients: adequacy from a diary; only `probability_inadequate` is used.
        evidence: False leaves out what speaks for and against each cause (`for_`, `against`),
            which costs as much as all the rest; for many people at once.
    """
    net = network()
    contexts = contexts_of(told, net)
    base = priors(contexts, net)
    items = enter(told, labs, nutrients, net)
    whole = problem(items, base, net)
    posterior = solve(whole)
    order = ranked(posterior, net)
    lacks = {c.id for c in net.causes if c.lack and c.lack in severe(items)}
    shown = [
        i
        for k, i in enumerate(order)
        if (k < SHOWN and posterior.present[i] >= SHOWN_FROM) or net.ids[i] in lacks
    ]
    weights = _weights(items, base, whole, posterior, shown, net) if evidence else []
    made = [_cause(i, net, base, contexts, posterior, items, weights) for i in shown]
    return Ranking(made, items, posterior, base, contexts)


def severe(items: Sequence[Item]) -> set[str]:
    """States of the blood that were measured and are more likely severe than mild."""
    return {
        item.key.id
        for item in items
        if item.kind == "result"
        and item.node is not None
        and item.node.likelihood[-1] > item.node.likelihood[1] > 1
    }


def _outside(items: Sequence[Item]) -> set[str]:
    """States of the blood for which a result outside its range speaks."""
    return {
        item.key.id
        for item in items
        if item.kind == "result" and item.node is not None and item.outside
    }


def _named_for(
    p: float, support: str, own: float, lack: str, items: Sequence[Item]
) -> Literal["", "result", "strong"]:
    """Why a cause of little support is named; `own` is the strongest thing that speaks for it."""
    if support != "little":
        return ""
    if lack and lack in _outside(items):
        return "result"
    return "strong" if own >= STRONG and p >= STRONG_FROM else ""


def ranked(posterior: Posterior, net: Network) -> list[int]:
    """Indices of the causes, best first: by P(present).

    A salt or nutrient that another cause takes down counts with P(present of its own accord), and
    with the rest of P(present) as far as the likeliest cause that may have brought it about is
    itself in doubt; but it never falls further than right behind that cause. So a certain low
    potassium stands before a mere suspicion of low magnesium, and behind a proven one. Other
    consequences (broken-down muscle) are diagnoses in their own right. What is not on the list
    never stands before a named cause that is likelier.
    """
    upstream: dict[int, list[int]] = {}
    for up, down in net.brings:
        if net.causes[down].kind in CHAINED:
            upstream.setdefault(down, []).append(up)

    @functools.cache
    def value(i: int) -> float:
        own, present = posterior.own[i], posterior.present[i]
        above = upstream.get(i)
        if above is None:
            return present
        best = max(posterior.present[u] for u in above)
        alone = own + (present - own) * (1 - best)
        return min(present, max(alone, max(value(u) for u in above) - _TINY))

    def key(i: int) -> tuple[float, float, int]:
        # Two causes that nothing was told of are equal; machines differ in the last digits.
        return -round(value(i), 11), -round(posterior.present[i], 11), i

    order = sorted(range(len(net.ids)), key=key)
    rest = net.ids.index(REMAINDER)
    order.remove(rest)
    likelier = [k for k, i in enumerate(order) if posterior.present[i] > posterior.present[rest]]
    order.insert(max(likelier, default=-1) + 1, rest)
    return order


def _logit10(p: float) -> float:
    p = min(max(p, _TINY), 1 - _TINY)
    return math.log10(p / (1 - p))


def _weights(
    items: list[Item],
    base: list[float],
    whole: Problem,
    posterior: Posterior,
    shown: list[int],
    net: Network,
) -> list[dict[int, float]]:
    """For each item: log10 of the odds of each shown cause with it against without it."""
    here = {i: _logit10(posterior.present[i]) for i in shown}
    return [
        {i: here[i] - _logit10(without.present[i]) for i in shown}
        for without in solve_without(whole, without_each(items, base, whole, net))
    ]


def _strongest(told: tuple[float, Evidence]) -> tuple[float, str]:
    """Strongest first; what weighs the same to two places by name, on every machine."""
    weight, evidence = told
    return -round(abs(weight), 2), evidence.finding


def _cause(
    i: int,
    net: Network,
    base: list[float],
    contexts: tuple[Context, ...],
    posterior: Posterior,
    items: list[Item],
    weights: list[dict[int, float]],
) -> Cause:
    fact, p = net.causes[i], calibrated(posterior.present[i])
    told = [
        (round(weight[i], _DIGITS), _evidence(item, i, weight[i], net, posterior))
        for item, weight in zip(items, weights, strict=bool(weights))
        if abs(weight[i]) >= WORTH
    ]
    support: Literal["more", "some", "little"] = (
        "more" if p >= MORE else "some" if p >= SOME else "little"
    )
    return Cause(
        id=fact.id,
        label=fact.label,
        kind=fact.kind,
        support=support,
        probability=round(p, 6),
        prior=base[i],
        places=list(contexts),
        **{"for": [e for w, e in sorted(told, key=_strongest) if w > 0]},
        against=[e for w, e in sorted(told, key=_strongest) if w < 0],
        evidence_grade=fact.evidence_grade,
        consequence_of=_brought_by(i, net, posterior),
        measured=fact.lack in severe(items),
        named_for=_named_for(
            p, support, max((w for w, e in told if e.via == "own"), default=0), fact.lack, items
        ),
    )


def _brought_by(i: int, net: Network, posterior: Posterior) -> str:
    """Id of the cause of which a likely one is probably only a consequence."""
    up = [u for (u, d) in net.brings if d == i]
    own, present = posterior.own[i], posterior.present[i]
    if not up or present < MORE or own >= present / 2:
        return ""
    return net.ids[max(up, key=lambda u: posterior.present[u])]


def speaks(item: Item, i: int) -> float:
    """log10 of the likelihood ratio or odds that a fact states for cause `i`; 0 without a fact."""
    out = math.log10(max(item.odds.get(i, 1.0) * item.factor.get(i, 1.0), _TINY))
    if item.node is not None and i in item.node.links:
        link, background = item.node.links[i][0], 1 - item.node.background[0]
        out += math.log10((link + background * (1 - link)) / background)
    return out


def _above(i: int, net: Network) -> list[int]:
    out: list[int] = []
    for up, down in net.brings:
        if down == i:
            out += [up, *_above(up, net)]
    return sorted(set(out))


Via = Literal["own", "upstream", "another", "explained", "spoken_against"]


def _via(item: Item, i: int, weight: float, net: Network, posterior: Posterior) -> tuple[Via, str]:
    """Whether evidence is about the cause or about what brings it about, and the id of that.

    What moves a cause only because another one explains it, or no longer does, says so.
    """
    if speaks(item, i) * weight > 0:
        return "own", ""
    chance = posterior.present
    reasons = [u for u in _above(i, net) if speaks(item, u) * weight > 0]
    if reasons:
        return "upstream", net.ids[max(reasons, key=lambda u: (chance[u], -u))]
    others = [j for j in range(len(net.ids)) if j != i and speaks(item, j) * weight < 0]
    if not others:
        return "another", ""
    best = max(others, key=lambda j: (chance[j] * abs(speaks(item, j)), -j))
    return ("explained" if weight < 0 else "spoken_against"), net.ids[best]


def _evidence(item: Item, i: int, weight: float, net: Network, posterior: Posterior) -> Evidence:
    via, other = _via(item, i, weight, net, posterior)
    return Evidence(
        finding=item.id,
        what=item.what,
        weight=round(weight, 3),
        source=item.sources.get(i, "judgement"),
        said=item.said,
        result=item.result,
        via=via,
        other=other,
    )

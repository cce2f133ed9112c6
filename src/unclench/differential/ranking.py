"""Ranked possible contributors, each with what speaks for and against it.

`probability` is P(present | evidence), and the order follows it, with one exception (`ranked`):
a low potassium that low magnesium explains is certain, and still stands behind the magnesium.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from unclench.assessment import Cause, Evidence, Lab, Node, Nutrient
from unclench.differential.inference import Posterior, solve
from unclench.differential.network import Item, Network, context_of, enter, network, priors, problem
from unclench.facts.kinds.causes import Context
from unclench.told.person import Person

MORE, SOME = 0.5, 0.15
"""From these probabilities on a cause has "more" or "some" support, else "little" (judgement)."""
SHOWN, SHOWN_FROM = 12, 0.003
WORTH = 0.05
"""A piece of evidence is shown when it moves the odds by more than this in log10 (12 %)."""
CHAINED = ("nutritional", "electrolyte")
"""Kinds that stand behind the cause that takes them down."""
REMAINDER = "other"
_TINY = 1e-9
_PLACE = {
    "back": "the back", "legs": "legs and feet", "general": "hands, trunk or several places",
    "other": "no cramp or back pain",
}  # fmt: skip


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


def rank(told: Person, labs: Sequence[Lab] = (), nutrients: Sequence[Nutrient] = ()) -> Ranking:
    """Rank all causes on what was understood, blood results and adequacy of the diet.

    Args:
        told: findings, medicines, conditions, exposures, age and sex.
        labs: interpreted results; values are read in the analyte's unit.
        nutrients: adequacy from a diary; only `probability_inadequate` is used.
    """
    net = network()
    contexts = context_of(told.present, net)
    base = priors(contexts, net)
    items = enter(told, labs, nutrients, net)
    posterior = solve(problem(items, base, net))
    order = ranked(posterior, net)
    shown = [i for k, i in enumerate(order) if k < SHOWN and posterior.present[i] >= SHOWN_FROM]
    weights = _weights(items, base, posterior, shown, net)
    made = [_cause(i, net, base, posterior, items, weights, order) for i in shown]
    return Ranking(made, items, posterior, base, contexts)


def ranked(posterior: Posterior, net: Network) -> list[int]:
    """Indices of the causes, best first: by P(present).

    A salt or nutrient that another cause takes down counts with P(present of its own accord), and
    with the rest of P(present) as far as the likeliest cause that may have brought it about is
    itself in doubt; but it never falls further than right behind that cause. So a certain low
    potassium stands before a mere suspicion of low magnesium, and behind a proven one. Other
    consequences (broken-down muscle) are diagnoses in their own right. What is not on the list
    never stands before a named cause that is likelier.
    """
    upstream: dict[int, float] = {}
    for up, down in net.brings:
        if net.causes[down].kind in CHAINED:
            upstream[down] = max(upstream.get(down, 0.0), posterior.present[up])

    def key(i: int) -> tuple[float, float, int]:
        own, present = posterior.own[i], posterior.present[i]
        best = upstream.get(i, 0.0)
        alone = own + (present - own) * (1 - best)
        return -min(present, max(alone, best - _TINY)), -present, i

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
    items: list[Item], base: list[float], posterior: Posterior, shown: list[int], net: Network
) -> list[dict[int, float]]:
    """For each item: log10 of the odds of each shown cause with it against without it."""
    out = []
    for k in range(len(items)):
        without = solve(problem([*items[:k], *items[k + 1 :]], base, net))
        out.append(
            {i: _logit10(posterior.present[i]) - _logit10(without.present[i]) for i in shown}
        )
    return out


def _cause(
    i: int,
    net: Network,
    base: list[float],
    posterior: Posterior,
    items: list[Item],
    weights: list[dict[int, float]],
    order: list[int],
) -> Cause:
    fact, p = net.causes[i], posterior.present[i]
    evidence, direct = [], set[str]()
    for item, weight in zip(items, weights, strict=True):
        w = weight[i]
        if abs(w) < WORTH:
            continue
        label, note, own = _read(item, i, w, net, posterior)
        if own:
            direct.add(item.key)
        evidence.append(
            (
                w,
                Evidence(
                    finding=item.key,
                    label=label,
                    weight=round(w, 3),
                    source=item.sources.get(i, "judgement"),
                    note=note,
                ),
            )
        )
    for_ = [e for w, e in sorted(evidence, key=lambda t: -t[0]) if w > 0]
    against = [e for w, e in sorted(evidence, key=lambda t: t[0]) if w < 0]
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
        **{"for": for_},
        against=against,
        evidence_grade=fact.evidence_grade,
        say=_say(
            i,
            net,
            posterior,
            support,
            [e for e in for_ if e.finding in direct],
            [e for e in against if e.finding in direct],
        ),
    )


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


def _read(
    item: Item, i: int, weight: float, net: Network, posterior: Posterior
) -> tuple[str, str, bool]:
    """Label, note, and whether the evidence is about the cause or about what brings it about.

    What moves a cause only because another one explains it, or no longer does, says so.
    """
    if speaks(item, i) * weight > 0:
        return item.label, item.said, True
    chance = posterior.present
    reasons = [u for u in _above(i, net) if speaks(item, u) * weight > 0]
    if reasons:
        best = max(reasons, key=lambda u: (chance[u], -u))
        note = f"{item.said} (through: {_lower(net.causes[best].label)})".strip()
        return item.label, note, True
    others = [j for j in range(len(net.ids)) if j != i and speaks(item, j) * weight < 0]
    if not others:
        return item.label, f"{item.said} (through another cause)".strip(), False
    best = max(others, key=lambda j: (chance[j] * abs(speaks(item, j)), -j))
    name = _lower(net.causes[best].label)
    how = "explained by" if weight < 0 else "it speaks against"
    return f"{item.label} ({how}: {name})", item.said, False


def _lower(text: str) -> str:
    word = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if word else text


def _say(
    i: int,
    net: Network,
    posterior: Posterior,
    support: str,
    for_: list[Evidence],
    against: list[Evidence],
) -> str:
    fact = net.causes[i]
    parts = [f"{support.capitalize()} support for: {_lower(fact.label)}."]
    if for_:
        parts.append(f"For it: {'; '.join(_lower(e.label) for e in for_[:3])}.")
    if against:
        parts.append(f"Against it: {'; '.join(_lower(e.label) for e in against[:2])}.")
    if not for_ and not against:
        parts.append("Nothing that was told speaks for or against it.")
    up = [u for (u, d) in net.brings if d == i]
    if up and posterior.present[i] >= MORE and posterior.own[i] < posterior.present[i] / 2:
        best = max(up, key=lambda u: posterior.present[u])
        parts.append(f"It may be a consequence of: {_lower(net.causes[best].label)}.")
    return " ".join(parts)


def node_of(cause: Cause, ranking: Ranking) -> Node:
    """How a cause's probability came about, down to the facts, as a tree."""
    fact = next(c for c in network().causes if c.id == cause.id)
    level = fact.review.level
    place = " and ".join(_PLACE[c] for c in ranking.contexts)
    before = Node(
        text=f"Before any evidence, for a complaint in {place}",
        value=cause.prior,
        source=fact.prior.source,
        review=level,
    )
    rows = [
        Node(
            text=f"{e.label}{f' ({e.note})' if e.note else ''}: odds times {10**e.weight:.2g}",
            value=e.weight,
            unit="log10 of the odds",
            source=e.source,
            review=level,
        )
        for e in [*cause.for_, *cause.against]
    ]
    grade = Node(
        text=f"Evidence grade {cause.evidence_grade.replace('_', ' ')}: {fact.evidence_note}",
        source=fact.sources[0],
        review=level,
    )
    return Node(
        text=f"{cause.label}: probability {cause.probability:.2g} ({cause.support} support)",
        value=cause.probability,
        review=level,
        children=[before, *rows, grade],
    )

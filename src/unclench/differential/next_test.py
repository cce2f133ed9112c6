"""Which test would tell most: expected information about the causes, less cost; safety first.

The information is computed over the joint posterior of the best supported causes, with up to
`AT_ONCE` of them present at the same time. For each result that a test can give, the drop of the
causes' entropies is averaged over what the test may show. A test that shows several things counts
with its most telling one.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Lab, NextTest, UrgencyLevel
from unclench.differential.evidence import problem, told_keys
from unclench.differential.network import REMAINDER, Network, network
from unclench.differential.ranking import Ranking
from unclench.facts import loader
from unclench.facts.keys import Key
from unclench.facts.kinds import tests
from unclench.plasma.labs import is_stale
from unclench.told.person import Person

Array = NDArray[np.float64]

TOP, AT_ONCE = 14, 3
LIKELY, RANKED = 0.25, 3
"""A cause gives a reason for a test from this probability on, or among so many first ones that
have at least `RANKED_FROM`."""
RANKED_FROM = 0.08
CALM_FROM = 0.2
GRAVE_FROM = 0.15
"""Waiting is not offered when a cause that must not wait has this probability (judgement)."""
MOST = 8
REASON = 0.6
"""Bits that a stated reason adds, times the probability of the cause (judgement)."""
ONLY_IF = 0.25
"""How far a reason counts that holds only under a condition (judgement)."""
NONE, SCREEN = "no_tests", "red_flag_screen"
"""No test, and going through the warning signs. When `NONE` leads, only tests with a stated
reason follow it."""
SPECIALIST = 0.1
"""Cost from which a test is a specialist's (nerve conduction, a nerve specialist, a scan)."""
LEAST = 0.05
"""Bits above cost from which a test is worth offering without a reason."""
UNKNOWN = 0.5
"""When something that we do not know leads, bits about the causes that we know count half, or the
answer would be a list of all salts (judgement)."""


@functools.cache
def known() -> dict[str, tests.ClinicalTest]:
    """All tests by id."""
    return loader.load("tests", tests.ClinicalTest)


@dataclass(frozen=True, slots=True)
class Joint:
    """States of the best supported causes with their posterior weight."""

    index: list[int]
    on: Array  # states x causes, 0 or 1
    weight: Array  # states, sums to 1
    named: Array  # causes, 1 for those with a name; nothing is learnt about "other"


def joint_of(ranking: Ranking, net: Network) -> Joint:
    """The states of the best supported causes, at most `AT_ONCE` at a time, with their weight."""
    p = ranking.posterior.present
    # equal to six places is equal: the last digit is that of a machine
    index = sorted(range(len(p)), key=lambda i: (-round(float(p[i]), 6), i))[:TOP]
    entered = problem(ranking.items, ranking.base_prior, net)
    sets = [c for k in range(AT_ONCE + 1) for c in itertools.combinations(range(TOP), k)]
    on = np.zeros((len(sets), TOP))
    for row, members in enumerate(sets):
        on[row, list(members)] = 1.0
    place = {c: j for j, c in enumerate(index)}
    weight = np.ones(len(sets))
    for j, i in enumerate(index):
        chance = np.full(len(sets), entered.prior[i])
        for (up, down), w in entered.brings.items():
            if down == i and up in place:
                chance = 1 - (1 - chance) * (1 - w * on[:, place[up]])
        weight *= np.where(on[:, j] > 0, chance * entered.factor[i], 1 - chance)
    for node in entered.seen:
        at_most = _at_most(
            node.background, {i: v for i, v in node.links.items() if i in place}, place, on
        )
        like = np.zeros(len(sets))
        below = np.zeros(len(sets))
        for k, value in enumerate(node.likelihood):
            like += value * (at_most[k] - below)
            below = at_most[k]
        weight *= np.maximum(like, 1e-300)
    total = float(weight.sum())
    if not total > 0:
        weight, total = np.ones(len(sets)), float(len(sets))
    named = np.array([net.ids[i] != REMAINDER for i in index], float)
    return Joint(index, on, weight / total, named)


def _at_most(
    background: tuple[float, ...],
    rows: dict[int, tuple[float, ...]],
    place: dict[int, int],
    on: Array,
) -> list[Array]:
    """P(level <= k) of a noisy-MAX node for each state, for each k."""
    out, acc = [], 0.0
    for k in range(len(background)):
        acc += background[k]
        f = np.full(len(on), acc)
        if k < len(background) - 1:
            for i, row in rows.items():
                f *= 1 - row[k] * on[:, place[i]]
        out.append(f)
    return out


def entropy(p: Array) -> Array:
    """Of something that holds with probability `p`, in bits."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))


def expected_bits(joint: Joint, outcomes: list[Array]) -> float:
    """Expected drop of the summed entropies of the causes, in bits."""
    if not outcomes:
        return 0.0
    before = float(entropy(joint.weight @ joint.on) @ joint.named)
    after = 0.0
    for likelihood in outcomes:
        w = joint.weight * likelihood
        total = float(w.sum())
        if total > 1e-12:
            after += total * float(entropy((w / total) @ joint.on) @ joint.named)
    return max(0.0, before - after)


def outcomes_of(show: tests.Shows, joint: Joint, net: Network) -> list[Array]:
    """For each result that a test may show, its likelihood in each state: absent first, then
    there (or mild, severe); empty when it bears on none of the causes."""
    place = {c: j for j, c in enumerate(joint.index)}
    if show.cause:
        i = net.ids.index(show.cause)
        if i not in place:
            return []
        there = joint.on[:, place[i]]
        positive = show.sensitivity * there + show.false_positive * (1 - there)
        return [positive, 1 - positive]
    if show.state:
        state = net.states[show.state]
        mild, severe = state.background_mild, state.background_severe
        rows3 = {
            i: (r.mild, r.severe) for i, r in net.by_state.get(show.state, {}).items() if i in place
        }
        if not rows3:
            return []
        f = _at_most((1 - mild, mild - severe, severe), rows3, place, joint.on)  # type: ignore[arg-type]
        return [f[0], f[1] - f[0], f[2] - f[1]]
    row = net.background.get(show.finding)
    rows2 = {i: (r.link,) for i, r in net.by_finding.get(show.finding, {}).items() if i in place}
    if row is None or not rows2:
        return []
    f = _at_most((1 - row.background, row.background), rows2, place, joint.on)  # type: ignore[arg-type]
    return [f[0], f[1] - f[0]]


def _done(test: tests.ClinicalTest, told: Person, labs: Sequence[Lab]) -> bool:
    """Whether a test was made lately, as far as we know; a result without a date counts as new."""
    have = {x.analyte for x in labs if not is_stale(x)}
    have |= {f.id for f in told.findings}
    return any(d in have for d in test.done_by)


def next_tests(
    ranking: Ranking,
    told: Person,
    labs: Sequence[Lab] = (),
    level: UrgencyLevel = "routine",
) -> list[NextTest]:
    """Tests worth asking about: safety first, then by bits less cost; at most `MOST`.

    Args:
        ranking: what `rank` gave.
        told: for tests that were made already, and for reasons that a medicine or finding gives.
        labs: results that are there need no repeat.
        level: how soon help is needed. Nothing says "no tests needed" beside an emergency, a case
            for today or a result outside its range; somebody who can stay at home hears just
            that, with the tests that what they told asks for, and none that only a specialist
            makes.
    """
    net = network()
    joint = joint_of(ranking, net)
    home = level == "self_care"
    reasons = _reasons(ranking, told, level in ("emergency", "same_day"), bool(labs))
    if home:
        reasons[Key("calm", "home")] = 0.7
    unknown = bool(ranking.causes) and ranking.causes[0].id == REMAINDER
    worth = UNKNOWN if unknown else 1.0
    calm = _harmless(ranking, level in ("emergency", "same_day"))
    made = []
    off = any(lab.interpretation not in ("N", "unknown") for lab in labs)
    for test in known().values():
        if _done(test, told, labs) or (calm and test.specialist) or (off and test.id == NONE):
            continue
        bits = max(
            (expected_bits(joint, outcomes_of(s, joint, net)) for s in test.shows), default=0.0
        )
        why = [(reasons[w.when], w) for w in test.why if w.when in reasons]
        safety = any(w.safety for _, w in why)
        if home and test.id != NONE and not _for_home(test, why):
            continue
        strength = _strength([s * _counts(w) for s, w in why])
        score = worth * bits - test.cost + REASON * strength
        if not safety and score < (0.0 if why else LEAST / worth**2):
            continue
        made.append((safety, score, strength, bits, test, why))
    made.sort(key=lambda t: (not t[0], -t[1], t[4].id))
    first = [x for x in made if x[0]][:5]
    rest = [x for x in made if x not in first]
    rest.sort(key=lambda t: (-t[1], t[4].id))
    if not first and rest and rest[0][4].id == NONE:
        rest = [x for x in rest if x[5]]
    out = []
    for safety, _, _, bits, test, why in [*first, *rest][:MOST]:
        out.append(
            NextTest(
                id=test.id,
                name=test.label,
                loinc=test.loinc,
                bits=round(bits, 3),
                because=_because(why),
                safety=safety,
            )
        )
    return out


def _for_home(test: tests.ClinicalTest, why: list[tuple[float, tests.Why]]) -> bool:
    """Whether somebody who can stay at home should hear of a test: it is simple, and something
    that they told, a medicine or a result asks for it."""
    told = [
        w
        for _, w in why
        if not w.only_if
        and (
            w.when.kind not in ("cause", "context", "calm")
            or (w.main and w.when != Key("cause", REMAINDER))
        )
    ]
    return test.cost < SPECIALIST and bool(told)


def _counts(why: tests.Why) -> float:
    return 2.0 if why.main else ONLY_IF if why.only_if else 1.0


def _strength(reasons: list[float]) -> float:
    """The strongest reason counts fully, each further one half of the one before."""
    return sum(x * 0.5**k for k, x in enumerate(sorted(reasons, reverse=True)))


def _because(why: list[tuple[float, tests.Why]]) -> list[str]:
    """What asks for a test, the two weightiest, safety first; as written in its fact."""
    ordered = sorted(why, key=lambda t: (not t[1].safety, -t[0]))
    return [str(w.when) for _, w in ordered][:2]


def _danger(ranking: Ranking) -> bool:
    """Whether a cause that must not wait is too likely for calm."""
    grave = {c.id for c in network().causes if c.raises is not None}
    return any(c.id in grave and c.probability >= GRAVE_FROM for c in ranking.causes)


def _harmless(ranking: Ranking, urgent: bool) -> bool:
    """Whether a harmless cause leads, so that no specialist's test helps."""
    harmless = {c.id for c in network().causes if c.harmless}
    lead = ranking.causes[0] if ranking.causes else None
    return lead is not None and lead.id in harmless and not urgent and not _danger(ranking)


def _reasons(ranking: Ranking, told: Person, urgent: bool, labs_known: bool) -> dict[Key, float]:
    """What can give a reason for a test -> its strength, 0 to 1."""
    out: dict[Key, float] = {}
    for rank, c in enumerate(ranking.causes):
        if c.probability >= LIKELY or (rank < RANKED and c.probability >= RANKED_FROM):
            out[Key("cause", c.id)] = c.probability * (1.0 if rank < RANKED else 0.5)
    for item in ranking.items:
        if item.kind == "result" and item.node is not None:
            out[item.key] = min(1.0, 0.3 + 0.35 * float(np.log10(item.node.likelihood[1])))
    for key in told_keys(told):
        out.setdefault(key, 0.5)
    if told.medicines:
        out[Key("any_medicine")] = 0.35
    if "back" in ranking.contexts:
        out[Key("context", "back")] = 0.9
    if not urgent and ranking.causes:
        lead = ranking.causes[0]
        known_normal = labs_known and not any(k.kind == "state" for k in out)
        if (
            lead.probability >= CALM_FROM
            and (lead.id != REMAINDER or known_normal)
            and not _danger(ranking)
        ):
            out[Key("calm", lead.id)] = 0.8
    return out

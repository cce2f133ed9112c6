"""What is worth asking: warning signs, the meaning of words, and what tells the causes apart.

Warning signs of the place of the complaint come first, those that doubtful words touch before
the others. Of words that were not understood at most `MEANINGS` are asked about, those first whose
offers could change how soon help is needed or the first cause. The rest are the `FOLLOW_UPS`
questions from which most is expected to be learnt about causes and urgency, in bits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from unclench.assessment import Lab, Nutrient, Offer, Question, UrgencyLevel
from unclench.differential.network import network
from unclench.differential.next_test import entropy, expected_bits, joint_of, outcomes_of
from unclench.differential.ranking import Ranking, rank
from unclench.differential.red_flags import any_fires, could_be_sooner, silent
from unclench.facts.kinds.tests import Shows
from unclench.told.adding import add
from unclench.told.offers import offers
from unclench.told.pack import reader
from unclench.told.person import Condition, Finding, Person, Untaken
from unclench.told.questions import (
    NO,
    NONE,
    NOT_SURE,
    YES,
    areas,
    follow_ups,
    meaning_id,
    not_asked,
    signs,
)
from unclench.told.vocabulary import finding_items

MEANINGS, FOLLOW_UPS = 5, 3
LOOKED_AT = 12
"""Clauses for which offers are looked for."""
LEAST = 0.02
"""Bits below which a question is not worth the person's time (judgement)."""
SELDOM = 0.02
"""How often a finding is there of which nothing is known (judgement)."""
TIMID = (YES, NO, NOT_SURE)


def questions_to_ask(
    told: Person,
    ranking: Ranking,
    level: UrgencyLevel,
    labs: Sequence[Lab] = (),
    nutrients: Sequence[Nutrient] = (),
) -> list[Question]:
    """The questions of an answer, in the order in which they should be asked.

    Args:
        told: the person as told. ranking: what `rank` gave. level: how soon help is needed.
        labs, nutrients: as `rank` had them.
    """
    out = [
        _yes_or_no(key, "warning", _list_of(key))
        for key in warning_signs(told, ranking.contexts, silent(told, labs) | _hinted(told))
    ]
    out += _meanings(told, ranking, level, labs, nutrients)
    if level != "emergency" and (told.findings or told.untaken):
        asked = {q.id for q in out}
        named = {n for q in out if q.kind == "warning" for n in signs()[q.id].yes}
        left = [key for key in _follow_ups(told, ranking, level, labs) if key not in asked | named]
        out += [_yes_or_no(key, "follow_up", key) for key in left[:FOLLOW_UPS]]
    return out


def _yes_or_no(key: str, kind: Literal["warning", "follow_up"], about: str) -> Question:
    answers = [Offer(id=a, label="") for a in TIMID]
    return Question(id=key, kind=kind, text="", about=about, answers=answers)


def _list_of(sign: str) -> str:
    return next(a.id for a in areas().values() if sign in a.signs)


def warning_signs(told: Person, contexts: Sequence[str], silent: Collection[str] = ()) -> list[str]:
    """Signs not told yet of the lists for the place of the complaint (all lists where it is not
    known), those first that doubtful words touch.

    Args:
        told: the person as told. contexts: where the complaint is (`network.context_of`).
        silent: findings whose rules gave way to calm words, or that words may hint at; they are
            asked about.
    """
    known = {name: True for name in told.present if name not in silent}
    known |= {name: False for name in told.absent if not _only_follows(told, name)}
    places = set(contexts)
    if places == {"other"} and told.untaken:
        places = {c for a in areas().values() for c in a.contexts}
    lists = [a for a in areas().values() if places & set(a.contexts)]
    first = [d.question for d in told.doubts]
    first += [key for key, sign in signs().items() if silent and set(sign.yes) & set(silent)]
    wanted = dict.fromkeys([*first, *(key for a in lists for key in a.signs)])
    left = set(not_asked(told.asked, known))
    return [key for key in wanted if key in left]


def _hinted(told: Person) -> frozenset[str]:
    """Dangers that words may mean without naming them (`hearing.PERHAPS_PROPOSED`)."""
    deciding: frozenset[str] = reader().deciding()
    return deciding & {p.id for p in told.perhaps}


def _only_follows(told: Person, name: str) -> bool:
    """Whether a denial follows from that of something wider alone: who says "no numbness" may not
    have thought of the skin to sit on."""
    found = told.finding(name)
    return found is not None and found.implied_by in network().implied.get(name, ())


def _meanings(
    told: Person,
    ranking: Ranking,
    level: UrgencyLevel,
    labs: Sequence[Lab],
    nutrients: Sequence[Nutrient],
) -> list[Question]:
    """Questions what words mean; an offer that is told or denied already is none."""
    known = [*told.present, *told.absent]
    doubtful = {d.text for d in told.doubts}
    clauses = [u for u in told.untaken if meaning_id(u.text) not in told.asked]
    clauses.sort(key=lambda u: (u.text not in doubtful, -len(u.words)))
    found: list[tuple[int, Question]] = []
    for one in clauses[:LOOKED_AT]:
        meant = offers(" ".join(one.words) if len(one.words) > 1 else one.text, known)
        if meant:
            worth = max(_worth(told, ranking, level, key, one, labs, nutrients) for key in meant)
            found.append((worth, _meaning(one, meant)))
    found.sort(key=lambda f: -f[0])
    return [question for _, question in found[:MEANINGS]]


def _meaning(one: Untaken, meant: Sequence[str]) -> Question:
    answers = [Offer(id=key, label="") for key in (*meant, NONE)]
    made = meaning_id(one.text)
    return Question(id=made, kind="meaning", text="", about=one.text, answers=answers)


def _worth(
    told: Person,
    ranking: Ranking,
    level: UrgencyLevel,
    key: str,
    one: Untaken,
    labs: Sequence[Lab],
    nutrients: Sequence[Nutrient],
) -> int:
    """3 when a meaning would make it more urgent, 1 when it would change the first cause."""
    meant = supposing(told, key, one.text)
    sooner = _sooner(told, key, level, labs)
    again = rank(meant, labs, nutrients, evidence=False).causes
    other = bool(again) and again[0].id != (ranking.causes[0].id if ranking.causes else "")
    return 3 * sooner + other


def _sooner(told: Person, key: str, level: UrgencyLevel, labs: Sequence[Lab]) -> bool:
    """Whether a finding or condition more would make it more urgent."""
    rules = could_be_sooner([key, *network().implied.get(key, ())], level)
    return bool(rules) and any_fires(rules, supposing(told, key), labs)


def supposing(told: Person, key: str, text: str = "") -> Person:
    """The person as if a finding or condition had been told too."""
    if key in finding_items():
        return add(told, findings=[Finding(key, True, text=text, where="asked")])
    status = {name: told.state(name) is True for name in (*told.present, *told.absent)}
    condition = Condition(key, True, text, "asked")
    return replace(told, conditions=(*told.conditions, condition), _status={**status, key: True})


def _follow_ups(
    told: Person, ranking: Ranking, level: UrgencyLevel, labs: Sequence[Lab]
) -> list[str]:
    """Findings worth asking after: most is expected to be learnt about causes and urgency."""
    net = network()
    joint = joint_of(ranking, net)
    found: list[tuple[float, str]] = []
    for key, row in follow_ups().items():
        if key in told.asked or told.state(key) is not None:
            continue
        if row.sex is not None and told.sex not in (None, row.sex):
            continue
        shown = outcomes_of(Shows(finding=key), joint, net)
        chance = float(joint.weight @ shown[1]) if shown else SELDOM
        bits = expected_bits(joint, shown)
        if _sooner(told, key, level, labs):
            bits += float(entropy(np.asarray([chance]))[0])
        if bits >= LEAST:
            found.append((bits, key))
    found.sort(key=lambda f: (-f[0], f[1]))
    return [key for _, key in found]

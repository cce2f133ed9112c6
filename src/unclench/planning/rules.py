"""The rules of a plan, one plain function a row of `facts/data/plan_rules`.

Each takes the person's standings and gives zero or more `Limit`s on the average day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from unclench.assessment.plan import Rule
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.plan_rules import PlanRule
from unclench.facts.loader import load
from unclench.intake.usual.standing import Standing, Standings, smallest_change
from unclench.planning.problem import WEEK, Limit
from unclench.planning.safety import Safety

Function = Callable[[PlanRule, Standings, Safety], Iterator[Limit]]
FUNCTIONS: dict[Rule, Function] = {}


def goal_probability() -> float:
    """P(enough) that a plan aims at: where intake is called likely enough, a verdict is firm."""
    return value("firm")


def _rule(function: Function) -> Function:
    FUNCTIONS[Rule(function.__name__)] = function
    return function


def _limit(rule: PlanRule, s: Standing, bound: float) -> Limit:
    return Limit(
        rule=Rule(rule.id),
        nutrient=s.nutrient,
        sense=rule.sense,
        bound=bound,
        hard=rule.hard,
        scale=bound if rule.id == Rule.ENOUGH else 0.25 * max(s.usual.mean, 1e-6),
    )


def _reach(s: Standing) -> float:
    need = s.need.value if s.need is not None and s.need.value else 0.0
    return 4.0 * max(s.usual.mean, need, 1e-9)


@_rule
def enough(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """What falls short is brought to the goal, of the nutrients that a plan aims at."""
    goal = goal_probability()
    for s in standings.values():
        if s.nutrient in rule.applies_to and s.judged and s.enough() < goal:
            change = smallest_change(lambda d, s=s: s.enough(d) >= goal, 0.0, _reach(s))  # type: ignore[misc]
            yield _limit(rule, s, change)


@_rule
def stays_enough(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """What meets the goal today must go on meeting it."""
    goal = goal_probability()
    for s in standings.values():
        if s.judged and s.enough() >= goal:
            change = smallest_change(
                lambda d, s=s: s.enough(d) >= goal,  # type: ignore[misc]
                -s.usual.mean,
                0.0,
            )
            yield _limit(rule, s, change)


@_rule
def not_less(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Nutrients with only an adequate intake do not fall."""
    for name in rule.applies_to:
        if name in standings and not standings[name].judged:
            yield _limit(rule, standings[name], 0.0)


@_rule
def below_upper_limit(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """No nutrient is pushed over its limit; one that is above already may not rise."""
    for s in standings.values():
        if s.limit is None or s.nutrient == "sodium":
            continue
        allowed = max(rule.parameters["probability"], s.above_limit())
        room = smallest_change(
            lambda d, s=s, a=allowed: s.above_limit(d) > a,  # type: ignore[misc]
            0.0,
            4.0 * s.limit,
        )
        yield _limit(rule, s, room)


@_rule
def no_more_salt(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Sodium stays under the chronic disease risk reduction intake, or does not rise."""
    s = standings.get("sodium")
    if s is None or s.limit is None:
        return
    goal = rule.parameters["probability"]
    if s.above_limit() > goal:
        yield _limit(rule, s, 0.0)
    else:
        room = smallest_change(lambda d: s.above_limit(d) > goal, 0.0, 4.0 * s.limit)
        yield _limit(rule, s, room)


def _share(rule: PlanRule, standings: Standings, sign: float) -> Iterator[Limit]:
    for name in rule.applies_to:
        if name in standings:
            s = standings[name]
            yield _limit(rule, s, sign * rule.parameters["share"] * s.usual.mean)


@_rule
def energy_not_more(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Energy stays in its band."""
    yield from _share(rule, standings, 1.0)


@_rule
def energy_not_less(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Energy stays in its band."""
    yield from _share(rule, standings, -1.0)


@_rule
def protein_kept(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Protein is kept."""
    if not ("protein" in standings and standings["protein"].judged):
        yield from _share(rule, standings, -1.0)


@_rule
def safety_no_more(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Nutrients that a safety row forbids to raise."""
    for name in sorted(safety.no_more & standings.keys()):
        yield _limit(rule, standings[name], 0.0)


def _steady(rule: PlanRule, standings: Standings, safety: Safety, sign: float) -> Iterator[Limit]:
    shares = safety.steady
    if sign > 0:
        shares |= {n: min(s, shares.get(n, s)) for n, s in safety.little_more.items()}
    for name, share in sorted(shares.items()):
        if name in standings:
            s = standings[name]
            yield _limit(rule, s, sign * share * s.usual.mean)


@_rule
def safety_steady_up(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Nutrients that a safety row wants steady, or hardly raised."""
    yield from _steady(rule, standings, safety, 1.0)


@_rule
def safety_steady_down(rule: PlanRule, standings: Standings, safety: Safety) -> Iterator[Limit]:
    """Nutrients that a safety row wants steady."""
    yield from _steady(rule, standings, safety, -1.0)


def rules() -> Mapping[Rule, PlanRule]:
    """The fact of every rule."""
    return {Rule(i): fact for i, fact in load("plan_rules", PlanRule).items()}


def budget_limit(budget: float) -> Limit:
    """Food may cost at most `budget` more a week, in the currency of the price list."""
    fact = rules()[Rule.BUDGET]
    return Limit(
        rule=Rule.BUDGET,
        nutrient="",
        sense=fact.sense,
        bound=budget / WEEK,
        hard=fact.hard,
        scale=max(abs(budget) / WEEK, 0.1),
    )


HELD = 0.1
"""Of the usual room for less energy, the share that is left to a swap where nothing may be taken
away: a hundredth of what is eaten. Our judgement."""
GIVES_WAY = frozenset({Rule.ENOUGH, Rule.NOT_LESS})
"""Rules that would pull a nutrient up or hold it, and give way where safety forbids to raise it."""


def limits(standings: Standings, safety: Safety) -> list[Limit]:
    """All limits on nutrients for a person. A goal that safety forbids to raise is left out, not
    relaxed."""
    facts = rules()
    found = [
        limit
        for rule in sorted(FUNCTIONS)
        for limit in FUNCTIONS[rule](facts[rule], standings, safety)
    ]
    guarded = safety.no_more | safety.steady.keys()
    found = [r for r in found if not (r.nutrient in guarded and r.rule in GIVES_WAY)]
    return [_energy_held(r) for r in found] if safety.no_less else found


def _energy_held(limit: Limit) -> Limit:
    """The limit, hard and close where it keeps energy from falling."""
    if limit.rule is not Rule.ENERGY_NOT_LESS:
        return limit
    return replace(limit, bound=HELD * limit.bound, hard=True)

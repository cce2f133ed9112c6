"""Water and the salt lost with sweat. Never a call to drink more than thirst asks for."""

from __future__ import annotations

import math

from unclench.assessment import Hydration, Interval, Node, Requirement
from unclench.facts.kinds.sweat import SweatFacts
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.gaussian import Z80
from unclench.intake.usual.shrink import Usual
from unclench.told.person import Sweating

THIRST = (
    "Thirst is a good guide for healthy people; drinking beyond it does not prevent cramps and can "
    "be dangerous."
)


THIRST_LATE = (
    "From about 65 years thirst warns late, so it is no sure guide: drinks at fixed times of the "
    "day help, unless a professional has limited what you drink. Drinking far beyond need does not "
    "prevent cramps and can be dangerous."
)
OLDER = 65.0
YOUNGEST_ATHLETE = 10.0
"""Years; the sweat rates are of athletes, and nothing is said about small children (judgement)."""


def _sweat_interval(told: Sweating, age: float | None) -> tuple[Interval, Interval, Node] | None:
    measured = told.rate is not None
    if not measured and age is not None and age < YOUNGEST_ATHLETE:
        return None
    hours = told.hours if measured else told.exercise_hours  # athletes' rates are for exercise
    if hours is None or hours <= 0:
        return None
    facts = load("sweat", SweatFacts)["athletes"]
    rate = told.rate if told.rate is not None else facts.rate.mean
    sd = 0.1 * rate if measured else facts.rate.sd
    low, high = max(0.26, rate - Z80 * sd), rate + Z80 * sd
    if measured:
        low = max(0.0, rate - Z80 * sd)
    litres = Interval(mean=rate * hours, low=low * hours, high=high * hours, unit="L/day")
    mg = nutrients()["sodium"].molar_mass or 0.0
    per_litre = facts.sodium.mean * mg
    cv = math.hypot(facts.sodium.sd / facts.sodium.mean, sd / rate if rate else 0.0)
    mean = per_litre * rate * hours
    sodium = Interval(
        mean=mean, low=max(0.0, mean * (1 - Z80 * cv)), high=mean * (1 + Z80 * cv), unit="mg/day"
    )
    node = Node(
        text="Sweat, averaged over all days",
        value=litres.mean,
        unit="L/day",
        children=[
            Node(text="Hours a day of sweating", value=hours, unit="h/day"),
            Node(
                text="Sweat rate, as told" if measured else "Sweat rate of athletes",
                value=rate,
                unit="L/h",
                source="" if measured else facts.rate.source,
                review=None if measured else facts.review.level,
            ),
            Node(
                text="Sodium in sweat of athletes",
                value=facts.sodium.mean,
                unit="mmol/L",
                source=facts.sodium.source,
                review=facts.review.level,
            ),
        ],
    )
    return litres, sodium, node


def hydration(
    usual: Usual | None,
    need: PersonRequirement | None,
    requirement: Requirement | None,
    told: Sweating,
    age: float | None = None,
) -> tuple[Hydration, Node]:
    """What can be said about water.

    Args:
        usual: usual water intake in g per day (drinks and food); None when it was not recorded.
        need: adequate intake of total water.
        requirement: the same, for the answer.
        told: sweat, of the person.
        age: years; thirst is no sure guide in later life, athletes' sweat none for small children.

    Returns:
        the answer and its tree.
    """
    sweat = _sweat_interval(told, age)
    sources = []
    steps = []
    parts = []
    water = None
    below = None
    reference_l = need.value / 1000 if need is not None and need.value is not None else None
    if need is not None:
        sources.append(need.table.source)
    extra = sweat[0].mean or 0.0 if sweat else 0.0
    if usual is not None:
        water = Interval(
            mean=usual.mean / 1000,
            low=usual.quantile(0.1) / 1000,
            high=usual.quantile(0.9) / 1000,
            unit="L/day",
        )
        steps.append(Node(text="Usual water from drinks and food", value=water.mean, unit="L/day"))
        parts.append(
            f"Recorded water, from drinks and food, points to about {water.mean:.1f} litres a day "
            f"({water.low:.1f} to {water.high:.1f}). Plain water is often left out of diaries."
        )
    else:
        parts.append("The diary does not say how much you drink.")
    if reference_l is not None and need is not None:
        steps.append(
            Node(
                text="Adequate intake of all water",
                value=reference_l,
                unit="L/day",
                source=need.table.source,
                review=need.table.review.level,
            )
        )
    if usual is not None and reference_l is not None:
        below = 1.0 - usual.probability_above((reference_l + extra) * 1000)
        goal = f"{reference_l:.1f} litres"
        if sweat:
            goal += f" plus about {extra:.1f} for sweat"
        if below <= 0.15:
            parts.append(f"That reaches the {goal} that serve nearly everybody.")
        else:
            parts.append(
                f"The amount that serves nearly everybody is {goal}. Less than that is enough for "
                "many people, so being below it does not show that you are dry."
            )
    if sweat:
        litres, sodium, node = sweat
        steps.append(node)
        sources += ["baker_2016_sweat"]
        parts.append(
            f"Sweat takes about {litres.mean:.1f} litres of water "
            f"({litres.low:.1f} to {litres.high:.1f}) and {sodium.mean:,.0f} mg of sodium "
            f"({sodium.low:,.0f} to {sodium.high:,.0f}) a day, averaged over the week."
        )
    elif told.rate is not None:
        parts.append(f"You sweat {told.rate:g} litres an hour; for how many hours was not said.")
    elif told.words:
        parts.append(
            "Heat or exercise was mentioned. With hours of exercise, or a sweat rate and hours of "
            "hot work, the loss by sweat could be estimated."
        )
    older = age is not None and age >= OLDER
    parts.append(THIRST_LATE if older else THIRST)
    sources += ["lab_espen"] if older else []
    answer = Hydration(
        say=" ".join(parts),
        water_intake=water,
        reference=requirement,
        sweat_loss_l_per_day=sweat[0] if sweat else None,
        sodium_loss_mg_per_day=sweat[1] if sweat else None,
        probability_below=below,
        sources=sources,
    )
    return answer, Node(text="Water and sweat", children=steps)

"""Water and the salt lost with sweat. Never a call to drink more than thirst asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unclench.assessment import Hydration, Interval, Reason, Requirement, reason
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.sweat import SweatFacts
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.gaussian import Z80
from unclench.intake.usual.points import Usual
from unclench.told.person import Sweating


@dataclass(frozen=True, slots=True)
class Sweat:
    """Water and sodium lost with sweat a day, and what they were computed from.

    Attributes:
        litres, sodium: L and mg per day. hours: per day. rate: L/h, as told when `measured`, else
            of athletes (`facts`).
    """

    litres: Interval
    sodium: Interval
    hours: float
    rate: float
    measured: bool
    facts: SweatFacts


@dataclass(frozen=True, slots=True)
class Wet:
    """What can be said about water, and what it rests on (for `explain`)."""

    answer: Hydration
    need: PersonRequirement | None
    sweat: Sweat | None


def sweat_loss(told: Sweating, age: float | None) -> Sweat | None:
    """What sweat takes a day; None where rate or hours are not known."""
    measured = told.rate is not None
    if not measured and age is not None and age < value("youngest_athlete"):
        return None
    hours = told.hours if measured else told.exercise_hours  # athletes' rates are for exercise
    if hours is None or hours <= 0:
        return None
    facts = load("sweat", SweatFacts)["athletes"]
    rate = told.rate if told.rate is not None else facts.rate.mean
    sd = value("told_sweat_cv") * rate if measured else facts.rate.sd
    low, high = max(0.0 if measured else value("least_sweat"), rate - Z80 * sd), rate + Z80 * sd
    litres = Interval(mean=rate * hours, low=low * hours, high=high * hours, unit="L/day")
    mg = nutrients()["sodium"].molar_mass or 0.0
    per_litre = facts.sodium.mean * mg
    cv = math.hypot(facts.sodium.sd / facts.sodium.mean, sd / rate if rate else 0.0)
    mean = per_litre * rate * hours
    sodium = Interval(
        mean=mean, low=max(0.0, mean * (1 - Z80 * cv)), high=mean * (1 + Z80 * cv), unit="mg/day"
    )
    return Sweat(litres, sodium, hours, rate, measured, facts)


def hydration(
    usual: Usual | None,
    need: PersonRequirement | None,
    requirement: Requirement | None,
    told: Sweating,
    age: float | None = None,
) -> Wet:
    """What can be said about water.

    Args:
        usual: usual water intake in g per day (drinks and food); None when it was not recorded.
        need: adequate intake of total water.
        requirement: the same, for the answer.
        told: sweat, of the person.
        age: years; thirst is no sure guide in later life, athletes' sweat none for small children.
    """
    sweat = sweat_loss(told, age)
    water = below = None
    if usual is not None:
        water = Interval(
            mean=usual.mean / 1000,
            low=usual.quantile(0.1) / 1000,
            high=usual.quantile(0.9) / 1000,
            unit="L/day",
        )
        if need is not None and need.value is not None:
            extra = sweat.litres.mean or 0.0 if sweat else 0.0
            below = 1.0 - usual.probability_above(need.value + extra * 1000)
    older = age is not None and age >= value("late_thirst")
    sources = [need.table.source] if need is not None else []
    sources += [sweat.facts.rate.source] if sweat else []
    sources += ["lab_espen"] if older else []
    answer = Hydration(
        water_intake=water,
        reference=requirement,
        sweat_loss_l_per_day=sweat.litres if sweat else None,
        sodium_loss_mg_per_day=sweat.sodium if sweat else None,
        probability_below=below,
        caveats=_caveats(told, sweat, older),
        sources=sources,
    )
    return Wet(answer, need, sweat)


def _caveats(told: Sweating, sweat: Sweat | None, older: bool) -> list[Reason]:
    thirst = reason("thirst.warns_late") if older else reason("thirst.is_a_guide")
    if sweat is not None:
        return [thirst]
    if told.rate is not None:
        return [reason("sweat.no_hours", rate=told.rate), thirst]
    return [reason("sweat.not_measured"), thirst] if told.words else [thirst]

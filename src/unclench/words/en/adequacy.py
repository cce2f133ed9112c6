"""Sentences about nutrients, water and the energy of a diary."""

from __future__ import annotations

from unclench.assessment import (
    Assessment,
    BloodValue,
    FoodShare,
    Hydration,
    Interval,
    Nutrient,
    Requirement,
    reason,
)
from unclench.facts.adequacy_rules import value as rule
from unclench.facts.nutrients import nutrients
from unclench.words.en import intake_reasons  # noqa: F401  registers its sentences
from unclench.words.en.sentences import sentence_of

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

LONGEST_NAME = 40
"""Longer names of foods are cut."""

MANY_DAYS = 30
"""From here on the length of the diary is not what keeps an answer open."""

_OF_FEW_DAYS = ("held_back.few_days", "held_back.days_otherwise", "held_back.one_day")
"""Reasons beside which the chance is still said."""

WORTH_NAMING = 0.05
"""Foods with a smaller share are not named."""


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for n in answer.nutrients:
        if n.requirement is not None:
            n.requirement.life_stage = life_stage(n.requirement)
        n.say = nutrient(n)
        n.adequacy_statement = adequacy_statement(n)
    if answer.hydration is not None:
        if answer.hydration.reference is not None:
            answer.hydration.reference.life_stage = life_stage(answer.hydration.reference)
        answer.hydration.say = water(answer.hydration)
    if answer.diary is not None and answer.diary.plausible is not None:
        answer.diary.plausibility = sentence_of(answer.diary.plausible)


def amount(value: float) -> str:
    """A number with as many digits as it deserves: 1,240; 265; 12; 2.4; 0.35."""
    if value >= 1000:
        return f"{round(value, -1):,.0f}"
    if value >= 20:
        return f"{value:.0f}"
    return f"{value:.1f}".removesuffix(".0") if value >= 1 else f"{value:.2g}"


def chance(p: float) -> str:
    """A probability as "62 in 100"; never 0 or 100."""
    return f"{min(99, max(1, round(100 * p)))} in 100"


def days_of_diary(n: int) -> str:
    """ "Three days of diary", "40 days of diary"."""
    word = _WORDS[n] if 0 < n < len(_WORDS) else str(n)
    return f"{word} day{'s' if n != 1 else ''} of diary"


def life_stage(need: Requirement) -> str:
    """Whom a requirement holds for: "women, 31 to 50 years"."""
    return sentence_of(need.group) if need.group is not None else ""


def _foods(foods: list[FoodShare]) -> str:
    named = [f for f in foods[:3] if f.share >= WORTH_NAMING]
    pills = [f for f in named if f.supplement]
    if pills and pills[0].amount_per_day is not None and pills[0].share > 0:
        return _pills(pills) + _from([f for f in named if not f.supplement], "The rest")
    return _from(named, "It")


def _from(foods: list[FoodShare], what: str) -> str:
    names = [_short(f.food) for f in foods]
    return f" {what} came mostly from {'; '.join(names)}." if names else ""


def _pills(pills: list[FoodShare]) -> str:
    """ "250 of 254 µg recorded a day came from a supplement: vitamin D3 capsule." """
    mine = sum(p.amount_per_day or 0.0 for p in pills)
    whole = mine / sum(p.share for p in pills)
    names = "; ".join(_short(p.food) for p in pills)
    what = "a supplement" if len(pills) == 1 else "supplements"
    part = f"{amount(mine)} of {amount(whole)} {pills[0].unit} recorded a day"
    return f" {part} came from {what}: {names}."


def _what_to_do(n: Nutrient) -> str:
    """What to do about too much, by what carries it."""
    limit = n.upper_limit
    if limit is None or n.verdict != "above_limit" or limit.advice:
        return ""
    if any(f.supplement and f.share >= WORTH_NAMING for f in n.top_foods):
        return (
            " Ask a pharmacist or doctor whether you need so much before you take more of it; "
            "do not stop on your own what was prescribed."
        )
    return " Less of the foods named would bring it down."


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,") + "…"


def _number(nutrient: str, value: float) -> str:
    return f"{value / 1000:.1f}" if nutrient == "water" else amount(value)


def _unit(nutrient: str) -> str:
    return "litres" if nutrient == "water" else nutrients()[nutrient].unit


def _with_unit(nutrient: str, value: float) -> str:
    return f"{_number(nutrient, value)} {_unit(nutrient)}"


def _intake(n: Nutrient) -> str:
    """ "286 mg a day (80 % interval 250 to 320)", and where it is from."""
    usual = n.usual_intake
    assert usual.mean is not None
    assert usual.low is not None
    assert usual.high is not None
    text = (
        f"{_with_unit(n.id, usual.mean)} a day "
        f"(80 % interval {_number(n.id, usual.low)} to {_number(n.id, usual.high)})"
    )
    return text + (", as you state it." if n.basis == "stated" else ".")


def _limit(n: Nutrient) -> str:
    limit = n.upper_limit
    if limit is None or limit.probability_above is None:
        return ""
    if limit.probability_above < 1 - rule("firm"):
        return ""
    what = {
        "UL": "the upper limit",
        "CDRR": "above which less is advised, for the sake of heart and vessels",
        "safe level": "up to which it is held to be safe",
        "safe and adequate": "the amount that is safe and adequate",
    }[limit.kind]
    part = "it" if limit.applies_to == "total" else "the amount from supplements alone"
    unit = nutrients()[n.id].unit
    unit = f"{unit} of {limit.form}" if limit.form else unit
    above = chance(limit.probability_above)
    return f" The chance that {part} is above {amount(limit.value)} {unit}, {what}: {above}."


def _open(n: Nutrient) -> tuple[str, str]:
    close = "the intake lies close to the need, or too much of it is guessed."
    more = n.days_needed
    if more is not None:
        end = f" About {more} more day{'s' if more != 1 else ''} like these would settle it."
    else:
        end = f" More days alone would hardly change that: {close}"
    if n.days <= 0:
        return " Whether that is enough cannot be told.", ""
    if n.days > MANY_DAYS:
        return " Whether that is enough stays open.", end
    return f" {days_of_diary(n.days)} cannot tell whether that is enough.", end


def nutrient(n: Nutrient) -> str:
    """What a person reads first about a nutrient."""
    if n.blood is not None:
        blood = blood_value(n.blood, n.verdict)
        if n.basis == "none":
            return f"{n.label}: {blood}"
        return f"{n.label}: {blood} Intake is about {_intake(n)}{_foods(n.top_foods)}"
    if n.basis == "none":
        why = sentence_of(n.held_back) if n.held_back is not None else ""
        return f"{n.label}: nothing can be said, because {why}. That is not the same as none eaten."
    start = f"{n.label}: about {_intake(n)}"
    text = start + _judged(n) + _what_to_do(n)
    return " ".join([text, *(sentence_of(c) for c in n.caveats)])


def _judged(n: Nutrient) -> str:
    need = n.requirement
    if n.verdict == "no_reference":
        why = sentence_of(n.no_requirement) if n.no_requirement is not None else ""
        compared = f" It is not compared with a requirement: {why}" if why else ""
        return compared + _limit(n) + _foods(n.top_foods)
    if need is None or need.value is None:
        return _limit(n) + _foods(n.top_foods)
    if n.probability_reaches is not None:
        return _against_adequate(n, need, n.probability_reaches)
    return _against_average(n, need)


def _against_average(n: Nutrient, need: Requirement) -> str:
    assert need.value is not None
    limit, foods = _limit(n), _foods(n.top_foods)
    p = n.probability_inadequate
    against = "" if p is None else (
        f" The average need is {_with_unit(n.id, need.value)} ({need.life_stage}); "
        f"the chance that you get less than you need: {chance(p)}."
    )  # fmt: skip
    if n.verdict == "likely_low":
        return " That is probably too little." + against + limit + foods
    if n.verdict == "likely_adequate":
        return " That is very likely enough." + against + limit + foods
    if n.verdict == "above_limit":
        return " That is above the limit." + limit + against + foods
    if n.held_back is not None:
        why = sentence_of(n.held_back)
        seems = "It looks low, but nothing" if n.looks_low else "Nothing"
        more = against if n.held_back.code in _OF_FEW_DAYS else ""
        return f" {seems} firm can be said: {why}." + more + limit + foods
    tell, end = _open(n)
    return tell + against + end + limit + foods


def _against_adequate(n: Nutrient, need: Requirement, reach: float) -> str:
    assert need.value is not None
    limit, foods = _limit(n), _foods(n.top_foods)
    name = "safe and adequate intake" if need.kind == "safe and adequate" else "adequate intake"
    if n.verdict == "above_limit":
        advised = n.upper_limit is not None and n.upper_limit.advice
        return (" That is more than is advised." if advised else "") + limit + foods
    value = _with_unit(n.id, need.value)
    if n.verdict == "likely_adequate":
        return (
            f" That reaches the {name} of {value} ({need.life_stage}), which is enough for nearly "
            "everybody." + limit + foods
        )
    if n.held_back is not None:
        why = sentence_of(n.held_back)
        return (
            f" Whether that reaches the {name} of {value} ({need.life_stage}) cannot be said: "
            f"{why}." + limit + foods
        )
    below = "below" if reach < 0.2 else "near"
    return (
        f" That is {below} the {name} of {value} ({need.life_stage}). It does not show that you "
        "get too little: the average need is not known, and many people do well with less."
        + limit
        + foods
    )


def blood_value(blood: BloodValue, verdict: str) -> str:
    """What a blood value says that outranks intake, and the verdict it gives."""
    return sentence_of(
        reason(
            "blood_outranks",
            marker=blood.marker,
            value=blood.value,
            bound=blood.bound,
            verdict=verdict,
        )
    )


def adequacy_statement(n: Nutrient) -> str:
    """What can and cannot be said from an adequate intake (IOM 2000, table 3-2)."""
    p = n.probability_reaches
    if p is None or n.requirement is None:
        return ""
    text = f"The chance that usual intake reaches the {n.requirement.kind} is {chance(p)}."
    if p >= rule("firm"):
        return text + " Intake at or above it is very likely enough."
    return text + " An intake below it allows no conclusion about too little."


def _span(value: Interval, form: str) -> str:
    return f"({value.low:{form}} to {value.high:{form}})"


def water(h: Hydration) -> str:
    """What can be said about water and sweat."""
    parts = []
    taken, sweat, sodium = h.water_intake, h.sweat_loss_l_per_day, h.sodium_loss_mg_per_day
    if taken is not None:
        parts.append(
            f"Recorded water, from drinks and food, points to about {taken.mean:.1f} litres a day "
            f"{_span(taken, '.1f')}. Plain water is often left out of diaries."
        )
    else:
        parts.append("The diary does not say how much you drink.")
    if h.probability_below is not None and h.reference is not None and h.reference.value:
        goal = f"{h.reference.value / 1000:.1f} litres"
        goal += f" plus about {sweat.mean:.1f} for sweat" if sweat is not None else ""
        if h.probability_below <= 1 - rule("firm"):
            parts.append(f"That reaches the {goal} that serve nearly everybody.")
        else:
            parts.append(
                f"The amount that serves nearly everybody is {goal}. Less than that is enough for "
                "many people, so being below it does not show that you are dry."
            )
    if sweat is not None and sodium is not None:
        parts.append(
            f"Sweat takes about {sweat.mean:.1f} litres of water {_span(sweat, '.1f')} and "
            f"{sodium.mean:,.0f} mg of sodium {_span(sodium, ',.0f')} a day, averaged over the "
            "week."
        )
    return " ".join([*parts, *(sentence_of(c) for c in h.caveats)])

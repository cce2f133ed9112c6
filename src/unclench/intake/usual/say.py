"""The plain words about one nutrient."""

from __future__ import annotations

from unclench.assessment import FoodShare
from unclench.facts.nutrients import NutrientFact
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.shrink import Usual
from unclench.intake.usual.verdict import Judged

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

ADVICE = ("CDRR", "safe_and_adequate")
"""Levels of advice for a long life, not limits of harm."""

LONGEST_NAME = 40
"""Longer names of foods are cut."""

MANY_DAYS = 30
"""From here on the length of the diary is not what keeps an answer open."""


def amount(value: float) -> str:
    """A number with as many digits as it deserves: 1,240; 265; 12; 2.4; 0.35."""
    if value >= 1000:
        return f"{round(value, -1):,.0f}"
    if value >= 100:
        return f"{value:.0f}"
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


def _foods(foods: list[FoodShare]) -> str:
    names = [_short(f.food) for f in foods[:3] if f.share >= 0.05]
    return f" It came mostly from {'; '.join(names)}." if names else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,") + "…"


def _with_unit(n: NutrientFact, value: float) -> str:
    if n.id == "water":
        return f"{value / 1000:.1f} litres"
    return f"{amount(value)} {n.unit}"


def _intake(n: NutrientFact, usual: Usual) -> str:
    low, high = usual.quantile(0.1), usual.quantile(0.9)
    text = (
        f"{n.label}: about {_with_unit(n, usual.mean)} a day "
        f"(80 % interval {_with_unit(n, low).rsplit(' ', 1)[0]} to "
        f"{_with_unit(n, high).rsplit(' ', 1)[0]})"
    )
    return text + (", as you state it." if usual.method == "stated" else ".")


def _limit(n: NutrientFact, need: PersonRequirement, p: float | None) -> str:
    if p is None or need.upper is None or p < 0.15:
        return ""
    what = {
        "UL": "the upper limit",
        "CDRR": "above which less is advised, for the sake of heart and vessels",
        "safe_level": "up to which it is held to be safe",
        "safe_and_adequate": "the amount that is safe and adequate",
    }[need.upper_kind or "UL"]
    part = "it"
    if need.limit is not None and need.limit.applies_to != "total":
        part = "the amount from supplements alone"
    unit = f"{n.unit} of {need.limit.form}" if need.limit and need.limit.form else n.unit
    return f" The chance that {part} is above {amount(need.upper)} {unit}, {what}: {chance(p)}."


def _open(n: int, more: int | None) -> tuple[str, str]:
    close = "the intake lies close to the need, or too much of it is guessed."
    if more is not None:
        end = f" About {more} more day{'s' if more != 1 else ''} like these would settle it."
    else:
        end = f" More days alone would hardly change that: {close}"
    if n <= 0:
        return " Whether that is enough cannot be told.", ""
    if n > MANY_DAYS:
        return " Whether that is enough stays open.", end
    return f" {days_of_diary(n)} cannot tell whether that is enough.", end


def sentence(
    n: NutrientFact,
    usual: Usual | None,
    need: PersonRequirement | None,
    judged: Judged,
    foods: list[FoodShare],
    more_days: int | None,
    why_no_need: str = "",
) -> str:
    """What a person reads first about a nutrient."""
    if usual is None:
        return (
            f"{n.label}: nothing can be said, because {judged.held_back}. "
            "That is not the same as none eaten."
        )
    start = _intake(n, usual)
    if need is None or (judged.word == "no_reference"):
        why = f" It is not compared with a requirement: {why_no_need}" if why_no_need else ""
        limit = _limit(n, need, judged.p_above) if need is not None else ""
        return start + why + limit + _foods(foods)
    limit = _limit(n, need, judged.p_above)
    if judged.p_below is not None and need.value is not None:
        p = judged.p_below
        against = (
            f" The average need is {_with_unit(n, need.value)} ({need.life_stage}); "
            f"the chance that you get less than you need: {chance(p)}."
        )
        if judged.word == "likely_low":
            return start + " That is probably too little." + against + limit + _foods(foods)
        if judged.word == "likely_adequate":
            return start + " That is very likely enough." + against + limit + _foods(foods)
        if judged.word == "above_limit":
            return start + " That is above the limit." + limit + against + _foods(foods)
        if judged.held_back:
            return (
                (
                    f"{start} It looks low, but nothing firm can be said: {judged.held_back}."
                    if p > 0.5
                    else f"{start} Nothing firm can be said: {judged.held_back}."
                )
                + limit
                + _foods(foods)
            )
        tell, end = _open(usual.n, more_days)
        return start + tell + against + end + limit + _foods(foods)
    if need.value is None:
        return start + limit + _foods(foods)
    reach = judged.p_at_least_ai
    assert reach is not None
    name = "safe and adequate intake" if need.kind == "safe_and_adequate" else "adequate intake"
    if judged.word == "above_limit":
        more = " That is more than is advised." if need.upper_kind in ADVICE else ""
        return start + more + limit + _foods(foods)
    if judged.word == "likely_adequate":
        return (
            f"{start} That reaches the {name} of {_with_unit(n, need.value)} "
            f"({need.life_stage}), which is enough for nearly everybody." + limit + _foods(foods)
        )
    below = "below" if reach < 0.2 else "near"
    return (
        f"{start} That is {below} the {name} of {_with_unit(n, need.value)} "
        f"({need.life_stage}). It does not show that you get too little: the average need is not "
        "known, and many people do well with less." + limit + _foods(foods)
    )


def with_blood(n: NutrientFact, blood: str, usual: Usual | None, foods: list[FoodShare]) -> str:
    """The sentence when a blood value outranks intake."""
    if usual is None:
        return f"{n.label}: {blood}"
    intake = _intake(n, usual).removeprefix(f"{n.label}: about ")
    return f"{n.label}: {blood} Intake is about {intake}{_foods(foods)}"


def adequacy_statement(need: PersonRequirement, judged: Judged) -> str:
    """What can and cannot be said from an adequate intake (IOM 2000, table 3-2)."""
    if judged.p_at_least_ai is None or need.value is None:
        return ""
    p = judged.p_at_least_ai
    kind = (need.kind or "").replace("_", " ")
    text = f"The chance that usual intake reaches the {kind} is {chance(p)}."
    if p >= 0.85:
        return text + " Intake at or above it is very likely enough."
    return text + " An intake below it allows no conclusion about too little."

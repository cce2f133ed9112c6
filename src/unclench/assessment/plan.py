"""The plan of an answer: changes of food as ids, numbers and reasons; `words` says them.

Amounts are per day and in the nutrient's unit unless a field says otherwise. Text fields (`say`,
`because`, `lines`, `tables`, `label`, `portion`, `missed`, `shaped_by`, `drinking`) are made last,
from the other fields alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from unclench.assessment.base import Part, Reason

Action = Literal["add", "more", "less", "swap", "supplement"]
Outcome = Literal[
    "refused", "nothing_short", "uncertain", "out_of_rules", "no_change", "nearest", "reached"
]
"""refused: no plan is made. nothing_short: nothing judged falls short. uncertain: every verdict is.
out_of_rules: no plan keeps every hard rule. no_change: no change comes nearer. nearest: some goal
is missed. reached: none is.
"""
Relaxation = Literal["one_more_change", "more_energy", "less_energy", "without_rule"]
RefusalCode = Literal[
    "no_diary",
    "whole_days_only",
    "too_few_days",
    "age_or_sex_missing",
    "under_18",
    "unknown_allergy",
    "unknown_diet",
    "not_understood",
    "specialist_only",
    "kidney",
    "transplant",
    "eating_disorder",
    "inherited_diet",
    "artificial_feeding",
    "dangerous_result",
]
"""From unknown_allergy on, a safety row refuses: its `say` is the sentence."""


class Rule(StrEnum):
    """The rules of a plan: the ids of the facts of the kind `plan_rules`."""

    BELOW_UPPER_LIMIT = "below_upper_limit"
    BUDGET = "budget"
    ENERGY_NOT_LESS = "energy_not_less"
    ENERGY_NOT_MORE = "energy_not_more"
    ENOUGH = "enough"
    NO_MORE_SALT = "no_more_salt"
    NOT_LESS = "not_less"
    PROTEIN_KEPT = "protein_kept"
    SAFETY_NO_MORE = "safety_no_more"
    SAFETY_STEADY_DOWN = "safety_steady_down"
    SAFETY_STEADY_UP = "safety_steady_up"
    STAYS_ENOUGH = "stays_enough"


class PlanTable(Part):
    """A table for people."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class PlanRefused(Part):
    """One thing that makes a plan impossible.

    Attributes:
        row: the safety row that refuses, empty for none.
        about: the person's words that make the row apply, or that no fact knows.
    """

    code: RefusalCode
    row: str = ""
    about: list[str] = []
    because: str = ""


class PlanSafety(Part):
    """A safety row that applies to the person: its id among the facts `plan_safety`.

    `about`: the person's words that make the row apply, or that no fact knows.
    """

    id: str
    about: list[str] = []
    say: str = ""
    source: str


class FoodMoved(Part):
    """A food of which more or less is eaten, once.

    Attributes:
        name: as the facts or the diary call it. portion: of it in words, empty when the diary has
            none. at_a_time: so many of these portions. grams: of all of them together.
        varies: the diary has different amounts, `grams` is their mean.
    """

    food_id: str = ""
    name: str
    portion: str = ""
    at_a_time: int = 1
    grams: float
    varies: bool = False


class PlanDose(Part):
    """A supplement's dose a day."""

    nutrient: str
    amount: float
    unit: str


class PlanChange(Part):
    """One change, `portions_per_week` times a week.

    Attributes:
        id: stable; wishes name it to refuse or to keep the change.
        food_id: of the food added, eaten more or less, or swapped for; empty for a supplement.
        grams: of one portion of this change; 1 for a supplement.
        eaten_more: of `add`, `more` and `swap` only. eaten_less: of `less` and `swap` only.
        dose: of a supplement only.
    """

    id: str
    action: Action
    food_id: str = ""
    label: str = ""
    portion: str = ""
    portions_per_week: int
    grams: float
    eaten_more: FoodMoved | None = None
    eaten_less: FoodMoved | None = None
    dose: PlanDose | None = None
    say: str = ""


class PlanEffect(Part):
    """One nutrient before and after a plan: usual intake a day and P(enough).

    Attributes:
        missing: what was missing a day for a nutrient that fell short, else None.
        referenced: whether a reference value is known for the person.
    """

    nutrient: str
    label: str
    unit: str
    before: float
    after: float
    probability_enough_before: float | None
    probability_enough_after: float | None
    missing: float | None
    referenced: bool


class PlanLimit(Part):
    """A rule, and the nutrient it is about; None for the budget."""

    rule: Rule
    nutrient: str | None = None


class PlanOffer(Part):
    """One plan.

    Attributes:
        effects: every nutrient that can be judged, those that fell short first.
        not_reached: nutrients whose goal the plan does not reach; `missed` says them.
        at_limit: rules that hold with equality, so they shape the plan; `shaped_by` says them.
        gap: relative gap between the plan and what is proven possible.
        out_of_time: the time of computing ran out before the plan was proven best.
    """

    changes: list[PlanChange] = []
    effects: list[PlanEffect] = []
    not_reached: list[str] = []
    missed: list[str] = []
    at_limit: list[PlanLimit] = []
    shaped_by: list[str] = []
    proven_optimal: bool
    gap: float
    out_of_time: bool = False


class FewDays(Part):
    """How much of what is asked for is asked because few days were recorded: nutrient -> share."""

    days: int
    shares: dict[str, float]


class WouldHelp(Part):
    """The one rule whose relaxing would close most, and what would still be missed (in goals)."""

    what: Relaxation
    limit: PlanLimit | None = None
    still_missed: float


class GoalPrice(Part):
    """What a goal costs: to need `less` a day less saves so many changes, or grams of food moved
    a day."""

    nutrient: str
    less: float
    changes: int = 0
    grams: float = 0.0


class PlanCost(Part):
    """What the first plan costs more a week, by the prices given; None when there is no plan.

    `unknown`: names in the price list that fit no food.
    """

    per_week: float | None = None
    budget: float = 0.0
    unknown: list[str] = []


class Plan(Part):
    """The smallest safe changes of food, best first; `plans` is empty when refused.

    Attributes:
        goals: nutrient that falls short -> what is missing a day.
        out_of_reach: goal that no plan reaches alone -> share of it that one could bring.
        refer: a professional must guide any change.
        would_help: the rule to relax, where goals stay out of reach. prices: the dearest goals.
        kept: nutrients with only an adequate intake, which may not fall.
        energy_kept: why energy is not lowered although that was wished.
        served_first: goals for the sake of which the person came. no_rule: the person's words for
            conditions for which no rule of food is known here.
        drink: what to say of water and salt. supplements_taken: nutrients for which none is
            suggested, because what is taken may hold them. patterns: diet patterns and allergies
            that shape it; not_judged: those that a food table cannot judge wholly.
    """

    outcome: Outcome
    say: str = ""
    lines: list[str] = []
    tables: list[PlanTable] = []
    refused: list[PlanRefused] = []
    max_changes: int
    goal_probability: float
    goals: dict[str, float] = {}
    out_of_reach: dict[str, float] = {}
    refer: bool = False
    safety: list[PlanSafety] = []
    plans: list[PlanOffer] = []
    few_days: FewDays | None = None
    would_help: WouldHelp | None = None
    prices: list[GoalPrice] = []
    kept: list[str] = []
    energy_kept: Reason | None = None
    served_first: list[str] = []
    no_rule: list[str] = []
    drink: list[Reason] = []
    drinking: list[str] = []
    supplements_taken: list[str] = []
    patterns: list[str] = []
    not_judged: list[str] = []
    cost: PlanCost | None = None
    sources: list[str] = []

"""Sentences about the plan: what it is, why it is so, what to mind."""

from __future__ import annotations

from unclench.assessment import Assessment
from unclench.assessment.plan import GoalPrice, Plan, PlanCost, PlanLimit, PlanOffer, RefusalCode
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.plan_rules import PlanRule
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.kinds.plan_supplements import PlanSupplement
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.words.en.plan_changes import fill, percent, tables
from unclench.words.en.portions import joined, lower
from unclench.words.en.sentences import Values, number, sentence, sentence_of

REFUSED: dict[RefusalCode, str] = {
    "no_diary": "A plan starts from what you eat now: give a diary of some days.",
    "whole_days_only": "This diary holds whole days only. A plan changes foods: give an export "
    "with one line per food.",
    "too_few_days": "Nothing is planned on fewer than three days of diary: one or two days are no "
    "habit. Write down some more, or name a nutrient to plan for.",
    "age_or_sex_missing": "Age and sex are needed to know your requirements; without them there "
    "is no plan.",
    "under_18": "Plans are for adults. A child's diet needs a dietitian.",
}


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    plan = answer.plan
    if plan is None:
        return
    rows = load("plan_safety", SafetyRow)
    for refused in plan.refused:
        refused.because = (
            _about(rows[refused.row].say, refused.about) if refused.row else REFUSED[refused.code]
        )
    for row in plan.safety:
        row.say = _about(rows[row.id].say, row.about)
    for offer in plan.plans:
        for change in offer.changes:
            fill(change)
        offer.missed = [_missed(plan, offer, n) for n in offer.not_reached]
        offer.shaped_by = [_shaped(limit) for limit in offer.at_limit]
    plan.drinking = [sentence_of(r) for r in plan.drink]
    plan.say = _headline(plan)
    plan.lines = _first(answer) + _lines(plan)
    plan.tables = tables(plan.plans)


def _about(say: str, words: list[str]) -> str:
    """A row's sentence, with the person's words that it is about."""
    quoted = '", "'.join(words)
    if "{words}" in say or not words:
        return say.replace("{words}", quoted)
    return f'{say} You told: "{quoted}".'


URGENT = {
    "emergency": "Warning signs come first: what you tell may be an emergency. Get medical help "
    "now, as this answer says above; a plan of food can wait.",
    "same_day": "First see a doctor about the warning signs named in this answer: that is urgent, "
    "today. A plan of food can wait.",
}


def _first(answer: Assessment) -> list[str]:
    """What comes before any change of food: warning signs that a doctor must see."""
    said = URGENT.get(answer.urgency.level) if answer.urgency is not None else None
    return [said] if said else []


def _label(nutrient: str) -> str:
    return nutrients()[nutrient].label


def _lower_label(nutrient: str) -> str:
    return lower(_label(nutrient))


def _labels(ids: list[str]) -> str:
    """Labels at the start of a sentence."""
    return joined([_label(ids[0]), *(lower(_label(n)) for n in ids[1:])])


def _changes(n: int) -> str:
    return "one change" if n == 1 else f"{n} changes"


def _missed(plan: Plan, offer: PlanOffer, nutrient: str) -> str:
    (effect,) = [e for e in offer.effects if e.nutrient == nutrient]
    return (
        f"{effect.label}: with this plan the chance that you get enough is "
        f"{percent(effect.probability_enough_after)}, short of the "
        f"{percent(plan.goal_probability)} aimed at."
    )


def _shaped(limit: PlanLimit) -> str:
    said = load("plan_rules", PlanRule)[limit.rule].if_it_binds
    if limit.nutrient is None:
        return said
    label = _label(limit.nutrient)
    return said.format(label=label if said.startswith("{label}") else lower(label))


def _headline(plan: Plan) -> str:
    if plan.outcome == "refused":
        return " ".join(r.because for r in plan.refused)
    if plan.outcome == "nothing_short":
        return (
            "Nothing that can be judged is more likely short than not, so no change of food is "
            "needed."
        )
    if plan.outcome == "uncertain":
        return (
            "Whether anything falls short is uncertain for every nutrient that can be judged, so "
            "nothing is planned. More days of diary would tell; or name a nutrient to plan for."
        )
    goals = joined([lower(_label(n)) for n in plan.goals])
    if plan.outcome == "out_of_rules":
        return f"What falls short ({goals}) cannot be closed by food under your rules."
    if plan.outcome == "no_change":
        return f"No change of food within your rules comes nearer to what falls short ({goals})."
    count = len(plan.plans[0].changes)
    if plan.outcome == "nearest":
        return (
            f"What falls short: {goals}. At most {_changes(plan.max_changes)} of food cannot reach "
            f"all of it. The plan that comes nearest has {_changes(count)}:"
        )
    what = "This change brings" if count == 1 else f"These {_changes(count)} bring"
    return (
        f"What falls short: {goals}. {what} the chance that you get enough to "
        f"{percent(plan.goal_probability)} or more for each:"
    )


def _lines(plan: Plan) -> list[str]:
    lines = []
    if plan.refer and plan.outcome != "refused":
        lines.append("Show this plan to the professional who looks after you before you start it.")
    rows = load("plan_safety", SafetyRow)
    said = [row for row in plan.safety if not (rows[row.id].when.always or rows[row.id].quiet)]
    refused = {r.row for r in plan.refused}
    lines += [row.say for row in said if row.id not in refused]
    patterns = load("diet_patterns", DietPattern)
    if plan.patterns:
        kept = joined([lower(patterns[i].label) for i in plan.patterns])
        lines.append(f"This plan keeps to what you told: {kept}.")
    if plan.no_rule and plan.outcome != "refused":
        told = joined([f"“{words}”" for words in plan.no_rule])
        lines.append(
            f"{told}: no rule of food is known here for that, so the plan is the same as without."
        )
    if plan.served_first:
        lines.append(
            f"Served first, as you came for it: {joined([*map(_lower_label, plan.served_first)])}."
        )
    if plan.plans:
        lines += _best(plan, plan.plans[0])
    lines += _reach(plan)
    lines += _few_days(plan)
    lines += _help(plan)
    lines += [_price(p) for p in plan.prices]
    if plan.kept:
        lines.append(
            f"{_labels(plan.kept)}: only an adequate intake is known, which cannot tell who falls "
            "short. So a plan keeps what you eat of it and does not chase a number."
        )
    if plan.plans:
        used = {c.dose.nutrient for c in plan.plans[0].changes if c.dose is not None}
        known = load("plan_supplements", PlanSupplement).values()
        lines += [s.say for s in known if s.nutrient in used]
    if plan.energy_kept is not None:
        lines.append(sentence_of(plan.energy_kept))
    lines += plan.drinking
    lines += [
        f"{_label(n)}: no supplement is suggested, because what you take holds it already or may "
        "hold it, and doses add up. A pharmacist can tell how much it is together."
        for n in plan.supplements_taken
    ]
    lines += [patterns[i].cannot_judge for i in plan.not_judged]
    return lines + (_money(plan.cost) if plan.cost is not None else [])


def _best(plan: Plan, best: PlanOffer) -> list[str]:
    lines = [c.say for c in best.changes]
    missed = zip(best.not_reached, best.missed, strict=True)
    lines += [said for nutrient, said in missed if nutrient not in plan.out_of_reach]
    if best.out_of_time:
        most = f"What it misses could at most be {100 * best.gap:.0f} % less. "
        lines.append(
            "Time ran out before this plan was proven best: it is the best so far. "
            f"{most if best.gap < 1 else ''}More time for computing settles it."
        )
    return lines


def _reach(plan: Plan) -> list[str]:
    far = plan.out_of_reach
    if not far:
        return []
    shares = joined([f"{lower(_label(n))} {100 * s:.0f} %" for n, s in far.items()])
    text = (
        f"{_labels(list(far))}: out of reach with {_changes(plan.max_changes)} of the foods you "
        f"allow. Of what is missing, at most this much could be had: {shares}. The plan takes a "
        "step towards it and looks after the rest."
    )
    if "vitamin_d" in far:
        text += (
            " Few foods hold much vitamin D; most of it comes from sun. Ask a pharmacist or doctor "
            "whether a supplement is right for you."
        )
    return [text]


def _few_days(plan: Plan) -> list[str]:
    if plan.few_days is None:
        return []
    much = {lower(_label(n)): share for n, share in plan.few_days.shares.items()}
    least, most = min(much.values()), max(much.values())
    span = f"{100 * least:.0f} to {100 * most:.0f} %"
    if len(much) == 1:
        span = f"{100 * most:.0f} %"
    if least >= 0.995:
        span = "all"
    days = "one day" if plan.few_days.days == 1 else f"{plan.few_days.days} days"
    return [
        f"Only {days} of your diary count, so your usual intake is uncertain. The plan asks "
        f"for more to be safe: {span} of what it asks for {joined(sorted(much))} is for that "
        "reason. More days would make the change smaller, or show that none is needed."
    ]


def _help(plan: Plan) -> list[str]:
    found = plan.would_help
    if found is None:
        return []
    if found.what == "one_more_change":
        what = f"{plan.max_changes + 1} changes instead of {plan.max_changes}"
    elif found.what == "more_energy":
        what = "more room for energy"
    elif found.what == "less_energy":
        what = "a larger cut of energy"
    else:
        assert found.limit is not None
        assert found.limit.nutrient is not None
        title = load("plan_rules", PlanRule)[found.limit.rule].label
        what = f"without the rule '{title}: {_label(found.limit.nutrient)}'".lower()
    return [f"What would help most: {what}."]


def _price(price: GoalPrice) -> str:
    saved = _changes(price.changes) if price.changes else (
        f"moving about {price.grams:.0f} g of food a day"
    )  # fmt: skip
    amount = f"{float(f'{price.less:.2g}'):g} {nutrients()[price.nutrient].unit}"
    return (
        f"What {lower(_label(price.nutrient))} costs: to need {amount} a day less would save "
        f"{saved}."
    )


def _money(cost: PlanCost) -> list[str]:
    """What the first plan costs, and which prices could not be used."""
    lines = []
    if cost.per_week is not None:
        if abs(cost.per_week) < 0.005:
            words = "costs about the same"
        elif cost.per_week > 0:
            words = f"costs about {cost.per_week:.2f} more a week"
        else:
            words = f"saves about {-cost.per_week:.2f} a week"
        lines.append(
            f"By your prices this plan {words}; at most {cost.budget:g} more was allowed. Only "
            "foods with a price were suggested."
        )
    if cost.unknown:
        lines.append(f"Prices that fit no food of the table: {', '.join(cost.unknown)}.")
    return lines


@sentence("energy_kept_for_the_child")
def _energy_kept_for_the_child(v: Values) -> str:
    return "Energy is kept where it is: this is no time to eat less."


@sentence("energy_kept_for_safety")
def _energy_kept_for_safety(v: Values) -> str:
    return "Energy is kept where it is: for you no food is taken away without a professional."


@sentence("energy_kept_at_low_weight")
def _energy_kept_at_low_weight(v: Values) -> str:
    return "Energy is kept where it is: your weight is low for your height already."


def _range(v: Values, key: str, digits: int) -> str:
    mean = f"{number(v, key):,.{digits}f}"
    if v["low"] is None or v["high"] is None:
        return mean
    return f"{mean} ({number(v, 'low'):,.{digits}f} to {number(v, 'high'):,.{digits}f})"


@sentence("drink_as_your_team_says")
def _drink_as_your_team_says(v: Values) -> str:
    return (
        "Drinking: with your heart or kidneys the amount is set by your team. This plan names "
        "none, in heat neither; ask what to do on hot days."
    )


@sentence("drink_to_thirst")
def _drink_to_thirst(v: Values) -> str:
    return (
        f"Drinking: you lose about {_range(v, 'litres', 1)} litres of sweat a day. Drink when "
        "thirsty, with meals, and on hot days before and after work. Pale urine and a steady "
        "weight from morning to morning show that it is enough."
    )


@sentence("salt_in_sweat")
def _salt_in_sweat(v: Values) -> str:
    return (
        f"Salt: that sweat holds about {_range(v, 'mg', 0)} mg of sodium a day. Salted meals "
        "usually replace it. Salt tablets have not been shown to prevent cramps."
    )


@sentence("much_salt_in_sweat")
def _much_salt_in_sweat(v: Values) -> str:
    return (
        f"Salt: that sweat holds about {_range(v, 'mg', 0)} mg of sodium a day, much. "
        "Do not skip salted meals on such days. Salt tablets have not been shown to prevent "
        "cramps."
    )


@sentence("not_beyond_thirst")
def _not_beyond_thirst(v: Values) -> str:
    return (
        "Do not drink beyond thirst: people who drank more than they lost fell ill from too little "
        "sodium in the blood, some of them fatally. Weight that rises during work or sport means "
        "too much was drunk."
    )

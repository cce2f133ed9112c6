"""Sentences about planning a self-experiment: what may be tried, and whether it is worth it."""

from __future__ import annotations

from unclench.assessment.trial import Span, TrialPlanned
from unclench.facts.kinds import evidence
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.kinds.red_flags import RedFlagArea
from unclench.facts.kinds.trial_refusals import Refusal
from unclench.facts.kinds.trials import Remedy
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text, Tone
from unclench.words.en.numbers import number as written
from unclench.words.en.portions import joined, lower
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

TITLE = {
    "feasible": "A trial is worth it",
    "large_effect_only": "A trial could only find a large effect",
    "not_worth_it": "A trial is not worth the trouble",
    "refused": "This is not to be tried by yourself",
}
SHORT = "It is too early to say"
INSTEAD = (
    "What you can find out instead: keep the log for three months, so that you and your doctor see "
    "how often they come and what stands beside them; ask what is known about the remedy; "
    "and try what costs and risks little without calling it proof."
)
EXPECTED = (
    "Cramps come and go by themselves. People on a dummy pill had a quarter fewer or better in two "
    "of three cases, so a good fortnight after a bad one says nothing."
)


def speak_plan(plan: TrialPlanned) -> TrialPlanned:
    """The same plan with its sentences."""
    if plan.remedy:
        plan.label = remedy_of(plan.remedy).label
    plan.because = " ".join(sentence_of(r) for r in plan.why)
    plan.notes = [sentence_of(r) for r in plan.note_codes]
    return plan


def remedy_of(name: str) -> Remedy:
    """The fact of a remedy."""
    return load("trials", Remedy)[name]


def plan_blocks(plan: TrialPlanned) -> list[Block]:
    """The document of a spoken plan."""
    tone: Tone = "same_day" if plan.advice == "refused" else "plain"
    title = SHORT if plan.why and plan.why[0].code == "trial_short_log" else TITLE[plan.advice]
    blocks: list[Block] = [Callout(f"{title}.", (plan.because,), tone)]
    problems = [f"{p.where}: {p.what} {p.fix}".strip() for p in plan.problems]
    if plan.habit is not None:
        h = plan.habit
        blocks += [
            Heading("Your log"),
            Text(
                f"{written(h.rate, 2)} cramps a week (80 % range {written(h.low80, 2)} to "
                f"{written(h.high80, 2)}), from {h.noted_days} noted "
                f"{'day' if h.noted_days == 1 else 'days'}. Weeks differ "
                f"{_spread(h.spread)}, and what drives one week and the next goes together by "
                f"{written(h.memory, 2)} (0 is not at all)."
            ),
        ]
    if problems:
        blocks += [Heading("What could not be used"), Bullets(tuple(problems))]
    if plan.advice == "refused":
        return [*blocks, *([Bullets(tuple(plan.notes))] if plan.notes else [])]
    remedy = remedy_of(plan.remedy)
    if plan.weeks:
        blocks += [
            Heading("What a trial of so many weeks could find"),
            Picture("trial_power", power_alt(plan)),
            _table(plan),
            Text(EXPECTED),
        ]
    if plan.advice == "not_worth_it":
        blocks.append(Text(INSTEAD))
    blocks += [
        Heading("How it would be done"),
        Bullets(
            (
                f"With: {remedy.procedure}",
                f"Without: {remedy.control}",
                f"Periods of {plan.period_days} days in pairs, one with and one without, in an "
                f"order that is drawn by lot; {not_counted(plan.not_counted)}",
                f"Stop at: {joined(list(remedy.watch))}; at any warning sign; "
                "or when it gets worse by half over two periods.",
                remedy.blinding.say,
            )
        ),
    ]
    if plan.notes:
        blocks += [Heading("What to know with it"), Bullets(tuple(plan.notes))]
    return blocks


def _spread(spread: float) -> str:
    if spread < 1.05:
        return "no more than by chance"
    return f"{written(spread, 2)} times as much as by chance alone"


def not_counted(days: int) -> str:
    """Which first days of a period do not count."""
    if not days:
        return "all days count."
    first = "day of each does" if days == 1 else f"{days} days of each do"
    return f"the first {first} not count."


def power_alt(plan: TrialPlanned) -> str:
    """The picture of power in words."""
    large = plan.needed_weeks.get("50")
    found = f" Half as many are found after {large} weeks." if large else ""
    return f"The chance to find 20, 30, 50 and 70 % fewer, by weeks.{found}"


def power_words() -> dict[str, str]:
    """The words that stand in that picture."""
    return {
        "x": "Weeks of the trial",
        "y": "Chance to find it, %",
        "fewer": "{} % fewer",
        "enough": "enough: 8 of 10",
        "planned": "advised length",
    }


def _chance(share: float) -> str:
    """A chance in per cent that is never none and never sure."""
    if share >= 0.995:
        return "> 99 %"
    return "< 1 %" if share < 0.005 else f"{100 * share:.0f} %"


def _table(plan: TrialPlanned) -> Table:
    effects = sorted({p.effect for p in plan.weeks})
    by = {(p.weeks, p.effect): p.power for p in plan.weeks}
    weeks = sorted({p.weeks for p in plan.weeks})
    shown = weeks[:: max(1, len(weeks) // 8)]
    rows = tuple((str(w), *(_chance(by[w, e]) for e in effects)) for w in shown)
    return Table(("Weeks", *(f"{100 * e:.0f} % fewer" for e in effects)), rows)


def fewer(ratio: float) -> str:
    """A rate ratio as people say it: "30 % fewer", "10 % more", "as many"."""
    change = round(100 * (1 - ratio))
    if change == 0:
        return "as many"
    return f"{change} % fewer" if change > 0 else f"{-change} % more"


def span_words(span: Span) -> str:
    """A ratio with its range, as people say it."""
    return f"{fewer(span.median)} (80 % range: from {fewer(span.low80)} to {fewer(span.high80)})"


def _weeks(values: Values, key: str) -> str:
    value = values[key]
    if value is None:
        return f"more than {number(values, 'shown'):.0f} weeks"
    assert isinstance(value, (int, float))
    return f"{value:.0f} weeks"


def _rate(values: Values) -> str:
    return written(number(values, "rate"), 2)


def _told(values: Values) -> str:
    quoted = '", "'.join(texts(values, "about"))
    return f' You told: "{quoted}".' if quoted else ""


@sentence("trial_feasible")
def _feasible(v: Values) -> str:
    return (
        f"With {_rate(v)} cramps a week, {_weeks(v, 'needed')} are enough to find "
        f"{number(v, 'percent'):.0f} % fewer in 8 of 10 trials, if that is what it does."
    )


@sentence("trial_large_effect_only")
def _large(v: Values) -> str:
    return (
        f"With {_rate(v)} cramps a week, {_weeks(v, 'large')} are enough to find that they are "
        f"halved; to find 30 % fewer you would need {_weeks(v, 'modest')}. A smaller help would "
        "look like none."
    )


@sentence("trial_not_worth_it")
def _not_worth_it(v: Values) -> str:
    return (
        f"With {_rate(v)} cramps a week you would need {_weeks(v, 'large')} to find that they are "
        f"halved, and {_weeks(v, 'modest')} to find 30 % fewer. That is longer than "
        f"{number(v, 'longest'):.0f} weeks, and a shorter trial would mostly mislead you: cramps "
        "this rare differ too much from week to week by themselves."
    )


@sentence("trial_no_cramps")
def _no_cramps(_: Values) -> str:
    return (
        "There are next to no cramps in the log, so nothing can become fewer: no length of trial "
        "could tell."
    )


@sentence("trial_no_log")
def _no_log(v: Values) -> str:
    return (
        "There is no log, and everything hangs on how often your cramps come. Note every day for "
        f"{number(v, 'weeks'):.0f} weeks first, also the days without, then plan with that log."
    )


@sentence("trial_short_log")
def _short(v: Values) -> str:
    ends = []
    for key in ("shortest_needed", "longest_needed"):
        weeks = number(v, key)
        ends.append(f"{weeks:.0f}" if weeks else f"more than {number(v, 'shown'):.0f}")
    return (
        f"The log holds {written(number(v, 'weeks'), 2)} weeks of noted days, less than "
        f"{number(v, 'least'):.0f}: your rate may be from {written(number(v, 'low'), 2)} to "
        f"{written(number(v, 'high'), 2)} a week, and so the weeks to find "
        f"{number(v, 'percent'):.0f} % fewer anything from {ends[0]} to {ends[1]}."
    )


@sentence("trial_belief")
def _belief(v: Values) -> str:
    remedy = remedy_of(text(v, "remedy"))
    known = evidence.rows()
    found = [known[r][1].say for r in texts(v, "rows")]
    return " ".join(["What trials found on average, where this starts from:", *found,
                     remedy.belief.why])  # fmt: skip


@sentence("trial_taken_for_granted")
def _granted(v: Values) -> str:
    missing = texts(v, "missing")
    parts = []
    if "age" in missing:
        parts.append("you are 18 or older and not pregnant")
    if "health" in missing:
        parts.append("you have no illness and take no medicine")
    return (
        f"It was taken for granted that {joined(parts)}, because nobody told it (age, "
        "illnesses, medicines, what you feel). If that is not so, ask again with it: it may be "
        "refused."
    )


@sentence("trial_not_weighed")
def _not_weighed(v: Values) -> str:
    quoted = '", "'.join(texts(v, "about"))
    return (
        f'Not understood, and so not weighed: "{quoted}". If it is an illness, a medicine or '
        "something new that you feel, ask a pharmacist or doctor before you start."
    )


@sentence("trial_refused_urgent")
def _urgent(v: Values) -> str:
    when = "now" if text(v, "level") == "emergency" else "today"
    return f"What you told needs a doctor {when}, not an experiment: the answer to it says why."


@sentence("trial_refused_red_flag")
def _red_flag(v: Values) -> str:
    rules = {k: r for a in load("red_flags", RedFlagArea).values() for k, r in a.rules.items()}
    said = [rules[f].say for f in texts(v, "flags") if f in rules]
    return " ".join(["A warning sign comes first, and a professional must see it.", *said])


@sentence("trial_refused_under_18")
def _under_18(_: Values) -> str:
    return "Under 18 nobody experiments on themselves with this: a doctor comes first."


@sentence("trial_refused_pregnant")
def _pregnant(_: Values) -> str:
    return "In pregnancy a midwife or doctor comes first; nothing is tried alone."


@sentence("trial_refused_listed")
def _listed(v: Values) -> str:
    refusal = load("trial_refusals", Refusal)[text(v, "refusal")]
    return f"{refusal.label} is not to be tried alone. {refusal.because} {refusal.instead}"


@sentence("trial_refused_medicine")
def _medicine(v: Values) -> str:
    return (
        f'"{text(v, "text")}" is a medicine. No medicine is started, stopped or changed for an '
        "experiment of one's own: ask the person who prescribes it, or a pharmacist."
    )


@sentence("trial_refused_unlisted")
def _unlisted(v: Values) -> str:
    names = joined([lower(r.label) for r in load("trials", Remedy).values()])
    return (
        f'"{text(v, "text")}" is not among what can be tried here, because its limits for an '
        f"experiment were not looked up. There are: {names}."
    )


@sentence("trial_refused_row")
def _row(v: Values) -> str:
    row = load("plan_safety", SafetyRow)[text(v, "row")]
    return f"{row.label}: {row.because} A professional must guide this.{_told(v)}"


@sentence("trial_refused_bar")
def _bar(v: Values) -> str:
    remedy = remedy_of(text(v, "remedy"))
    return f"{remedy.must_not[int(number(v, 'bar'))].because}{_told(v)}"


@sentence("trial_refused_dose")
def _dose(v: Values) -> str:
    unit, name = text(v, "unit"), lower(nutrients()[text(v, "nutrient")].label)
    already = number(v, "already")
    beside = f" beside the {written(already)} {unit} that you take already" if already else ""
    return (
        f"{written(number(v, 'dose'))} {unit} of {name} a day{beside} is more than the upper limit "
        f"of {written(number(v, 'limit'))} {unit} from supplements."
    )

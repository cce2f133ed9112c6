"""What a trial of a remedy could find for this person, and whether it is worth the trouble."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Reason, reason
from unclench.assessment.answer import ProblemFound
from unclench.assessment.trial import Advice, Habit, PowerPoint, TrialPlanned
from unclench.errors import Problem
from unclench.facts.kinds.trial_rules import value
from unclench.facts.kinds.trials import Remedy
from unclench.trial.belief import prior
from unclench.trial.habit import habit, usual
from unclench.trial.power import EFFECTS, power, weeks_needed
from unclench.trial.remedies import Asked
from unclench.trial.spasm_log import SpasmLog

RARE = 0.05
"""Cramps a week below which no length is computed: less than three a year."""


def planned(
    asked: Asked,
    log: SpasmLog | None,
    against: Sequence[Reason] = (),
    notes: Sequence[Reason] = (),
    *,
    rate: float | None = None,
    looks: int = 1,
) -> TrialPlanned:
    """The plan of a trial: power by length, advice and why.

    Args:
        asked: what is to be tried. log: of the person; None when there is none.
        against: what speaks against it (`allowed.reasons_against`): then it is refused.
        notes: to be said with the plan. rate: cramps a week, used without a log and before one that
            is too short to tell it.
        looks: planned at the data; each makes the others stricter.
    """
    remedy = asked.remedy
    own = habit(log) if log is not None else None
    if rate is not None and own is not None and own.weeks < value("least_weeks"):
        own = None
    found = own or (usual(rate) if rate is not None else None)
    answer = TrialPlanned(
        remedy=remedy.id if remedy else "",
        rate=found.rate if found else None,
        habit=own,
        advice="refused",
        note_codes=list(notes),
    )
    with_problems(answer, log.problems if log is not None else ())
    if remedy is None or against:
        answer.why = list(against)
        return answer
    start = prior(remedy)
    answer.belief, answer.period_days = start.span(), remedy.period_days
    answer.not_counted = remedy.not_counted
    answer.note_codes += [reason("trial_belief", remedy=remedy.id, rows=list(remedy.belief.rows))]
    answer.sources = _sources(remedy)
    if found is None:
        answer.advice = "not_worth_it"
        answer.why = [reason("trial_no_log", weeks=value("least_weeks"))]
        return answer
    _lengths(answer, remedy, found, looks)
    if own is not None and own.weeks < value("least_weeks"):
        answer.why.insert(0, _short(own, remedy, looks))
    return answer


def with_problems(answer: TrialPlanned, problems: Sequence[Problem]) -> TrialPlanned:
    """The same plan with what was wrong with the input."""
    answer.problems += [ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in problems]
    return answer


def _lengths(answer: TrialPlanned, remedy: Remedy, found: Habit, looks: int) -> None:
    if found.rate < RARE:
        answer.advice = "not_worth_it"
        answer.why = [reason("trial_no_cramps", rate=found.rate)]
        return
    answer.weeks = _power(remedy, found, looks)
    enough = value("power")
    answer.needed_weeks = {
        f"{effect * 100:.0f}": weeks_needed(answer.weeks, effect, enough) for effect in EFFECTS
    }
    answer.advice, effect = _advice(answer)
    needed = answer.needed_weeks[f"{effect * 100:.0f}"]
    values: dict[str, float | str | None] = {
        "rate": found.rate, "needed": needed, "percent": effect * 100,
        "modest": answer.needed_weeks[f"{value('modest_effect') * 100:.0f}"],
        "large": answer.needed_weeks[f"{value('large_effect') * 100:.0f}"],
        "longest": value("longest_weeks"), "shown": value("shown_weeks"),
    }  # fmt: skip
    if answer.advice == "feasible":
        answer.why = [reason("trial_feasible", **values)]
    elif answer.advice == "large_effect_only":
        answer.why = [reason("trial_large_effect_only", **values)]
    else:
        answer.why = [reason("trial_not_worth_it", **values)]
        return
    assert needed is not None
    answer.planned_weeks = needed
    answer.planned_pairs = round(needed * 7 / (2 * remedy.period_days))


def _power(remedy: Remedy, found: Habit, looks: int) -> list[PowerPoint]:
    return power(found, remedy.period_days, remedy.not_counted, alpha=value("alpha") / looks)


def _advice(answer: TrialPlanned) -> tuple[Advice, float]:
    """(the advice, the share fewer that decides it)."""
    longest = value("longest_weeks")
    modest, large = value("modest_effect"), value("large_effect")

    def in_time(effect: float) -> bool:
        needed = answer.needed_weeks[f"{effect * 100:.0f}"]
        return needed is not None and needed <= longest

    if in_time(modest):
        return "feasible", modest
    return ("large_effect_only" if in_time(large) else "not_worth_it"), large


def _short(own: Habit, remedy: Remedy, looks: int) -> Reason:
    """A log of less than `least_weeks`: the range that it allows, in rates and in lengths."""
    large = value("large_effect")
    ends: list[float] = []
    for rate in (own.low80, own.high80):
        points = _power(remedy, usual(rate), looks) if rate >= RARE else []
        ends.append(weeks_needed(points, large, value("power")) or 0)
    return reason(
        "trial_short_log", weeks=own.weeks, least=value("least_weeks"), low=own.low80,
        high=own.high80, longest_needed=ends[0], shortest_needed=ends[1], percent=100 * large,
        shown=value("shown_weeks"),
    )  # fmt: skip


def _sources(remedy: Remedy) -> list[str]:
    named = [remedy.source, remedy.onset.source, remedy.lingering.source, remedy.belief.source]
    return sorted({s for s in named if s != "judgement"})

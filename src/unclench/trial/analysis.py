"""The analysis of a trial, as registered, with what stands beside it."""

from __future__ import annotations

import datetime as dt

from unclench.assessment import Reason, reason
from unclench.assessment.answer import ProblemFound
from unclench.assessment.trial import (
    Design,
    TrialAnalysed,
    Verdict,
)
from unclench.facts.kinds.trial_rules import value
from unclench.trial import looks
from unclench.trial import pairs as done_pairs
from unclench.trial.beside import beside, model_of
from unclench.trial.exact import interval, p_value
from unclench.trial.medicines import new_medicines
from unclench.trial.pairs import Counting, as_registered
from unclench.trial.registration import Event, Registration
from unclench.trial.remedies import remedies
from unclench.trial.spasm_log import SpasmLog


def analysed(trial: Registration, log: SpasmLog, today: dt.date) -> TrialAnalysed:
    """What a trial found by this day, looked at only where that was planned.

    A look that was not planned is an event of the registration (`extra_looks`) and makes the test
    stricter, as does each time the trial was made longer, and its end before its time (`looks`).
    """
    remedy = remedies()[trial.remedy]
    over = done_pairs.done(trial, log, today)
    look, pairs, final, level = _look(trial, over, today)
    answer = TrialAnalysed(
        id=trial.id,
        remedy=trial.remedy,
        alpha=level,
        verdict="cannot_tell",
        registered=trial.sound,
        hash=trial.hash,
        look=look,
        looks=trial.looks + trial.extra_looks,
        final=final,
        design=_design(trial, final),
        problems=[ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in log.problems],
        sources=["trial_cent_2015", *([] if remedy.source == "judgement" else [remedy.source])],
    )
    notes = answer.note_codes
    if not trial.sound:
        notes.append(reason("trial_changed", id=trial.id))
    if pairs == 0:
        notes.append(_too_early(trial, over, today))
        return answer
    counting = as_registered(trial)
    answer.pairs = done_pairs.found(trial, log, pairs, counting)
    _test(answer, trial, log, counting)
    _model(answer, trial, log, counting)
    answer.verdict = verdict(answer.p_one_sided, answer.alpha, answer.p_helps_10)
    answer.agree = agree(answer)
    beside(answer, trial, log, counting)
    notes += _notes(answer, trial, log, counting, today)
    return answer


def _design(trial: Registration, final: bool) -> Design:
    order = ["WO" if trial.arm(2 * pair) == "with" else "OW" for pair in range(trial.all_pairs)]
    return Design(
        registered_on=trial.registered_on,
        first_day=trial.first_day,
        last_day=trial.last_day,
        pairs=trial.pairs,
        added_pairs=trial.all_pairs - trial.pairs,
        period_days=trial.period_days,
        not_counted=trial.not_counted,
        looks=trial.looks,
        rate=trial.rate,
        dose=trial.dose,
        blinded=trial.blinded,
        expects=trial.expects,
        attempt=trial.attempt,
        sequence=" ".join(order) if final else "",
    )


def _look(trial: Registration, over: int, today: dt.date) -> tuple[int, int, bool, float]:
    """(which look it is, how many pairs it may use, whether it is the last, its level); 0 pairs:
    none is due.

    Between two planned looks the data of the last one is what may be seen.
    """
    final = trial.stopped is not None or over >= trial.all_pairs
    extra = len({e.on for e in trial.events if e.kind == "look" and e.on <= today})
    if final:
        return trial.looks + extra, over, True, looks.level_of_final(trial)
    due = [n for n in range(1, trial.looks) if over >= looks.pairs_at(trial, n)]
    if any(e.kind == "look" and e.on == today for e in trial.events):
        return len(due) + extra, over, False, looks.level_of_extra(trial, today)
    if due:
        at = looks.pairs_at(trial, due[-1])
        return len(due) + extra, at, False, looks.level_of_planned(trial, due[-1])
    return 0, 0, False, _next(trial, over)[2]


def _next(trial: Registration, over: int) -> tuple[int, dt.date, float]:
    """(pairs, last day, level) of the planned look that comes next."""
    for n in range(1, trial.looks):
        if over < (pairs := looks.pairs_at(trial, n)):
            return pairs, looks.day_of(trial, n), looks.level_of_planned(trial, n)
    return trial.all_pairs, trial.last_day, looks.level_of_final(trial)


def _too_early(trial: Registration, over: int, today: dt.date) -> Reason:
    _, on, level = _next(trial, over)
    looked = Event(kind="look", on=today)
    dearer = trial.model_copy(update={"events": [*trial.events, looked]})
    return reason(
        "trial_look_not_planned", done=over, pairs=trial.all_pairs, on=str(on), alpha=level,
        price=_next(dearer, over)[2],
    )  # fmt: skip


def _test(answer: TrialAnalysed, trial: Registration, log: SpasmLog, counting: Counting) -> None:
    with_, without = done_pairs.rates(answer.pairs)
    n = len(with_)
    if n < value("least_pairs"):
        answer.note_codes.append(
            reason("trial_few_pairs", pairs=n, least=value("least_pairs"), possible=0.5**n,
                   two_sided=value("least_pairs_two_sided"))
        )  # fmt: skip
        return
    if not sum(with_) + sum(without):
        answer.note_codes.append(reason("trial_all_zero"))
        return
    d = [b - a for a, b in zip(with_, without, strict=True)]
    answer.p_one_sided, answer.exact = p_value(d)
    if n >= value("least_pairs_two_sided"):
        answer.p_two_sided = p_value(d, "two")[0]
    answer.interval80 = interval(with_, without, 0.8)
    answer.interval95 = interval(with_, without, 0.95)
    if not answer.exact:
        answer.note_codes.append(reason("trial_drawn", pairs=n))


def _model(answer: TrialAnalysed, trial: Registration, log: SpasmLog, counting: Counting) -> None:
    if answer.p_one_sided is None:
        return
    of = model_of(trial, log, answer.pairs, counting)
    answer.rate_ratio, answer.p_helps_10 = of.span(), of.p_helps()
    answer.dots = round(100 * answer.p_helps_10)


def verdict(p: float | None, alpha: float, helps: float | None) -> Verdict:
    """The verdict: by the chance that it helps by a tenth; 'helps' needs the test as well."""
    if p is None or helps is None:
        return "cannot_tell"
    if helps >= value("helps") and p <= alpha:
        return "helps"
    if helps >= value("probably_helps"):
        return "probably_helps"
    return "probably_does_not_help" if helps <= value("probably_does_not_help") else "cannot_tell"


def agree(answer: TrialAnalysed) -> bool | None:
    """Whether test and model point the same way; None where either is missing or the test has
    nothing left to spend."""
    if answer.p_one_sided is None or answer.p_helps_10 is None or not answer.alpha:
        return None
    if answer.p_one_sided <= answer.alpha:
        return answer.p_helps_10 >= value("probably_helps")
    return answer.p_helps_10 < value("helps")


def _notes(
    answer: TrialAnalysed,
    trial: Registration,
    log: SpasmLog,
    counting: Counting,
    today: dt.date,
) -> list[Reason]:
    found = []
    if answer.agree is False:
        found.append(
            reason("trial_part", p=answer.p_one_sided, alpha=answer.alpha,
                   helps=answer.p_helps_10)
        )  # fmt: skip
    left_out = [p.number for p in answer.pairs if not p.counts]
    if left_out:
        found.append(reason("trial_pairs_left_out", pairs=[float(n) for n in left_out],
                            least=counting.least_noted))  # fmt: skip
    days = [d for p in range(2 * len(answer.pairs)) for d in counting.days(trial, p)]
    missed = len(days) - log.count(days)[1]
    if missed:
        found.append(reason("trial_missed", days=missed, of=len(days)))
    missing, extra = done_pairs.taken_otherwise(trial, log, answer.pairs, counting)
    if missing or extra:
        found.append(reason("trial_taken_otherwise", missed=missing, extra=extra))
    end = trial.stopped or min(today, trial.last_day)
    for name, day in new_medicines(trial, log, end):
        found.append(reason("trial_new_medicine", medicine=name, on=str(day)))
    for event in trial.events:
        if event.kind == "swapped":
            found.append(reason("trial_swapped", on=str(event.on), text=event.text))
    if trial.stopped is not None:
        found.append(reason("trial_stopped", on=str(trial.stopped),
                            done=len(answer.pairs), pairs=trial.all_pairs,
                            alpha=answer.alpha))  # fmt: skip
    if not answer.alpha:
        found.append(reason("trial_nothing_left"))
    elif trial.extra_looks:
        found.append(reason("trial_extra_looks", extra=trial.extra_looks, alpha=answer.alpha))
    if trial.attempt:
        found.append(reason("trial_attempt", number=trial.attempt + 1))
    return found

"""What stands beside the registered analysis: secondary outcomes, and the question asked anew."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from unclench.assessment.trial import (
    Outcome,
    PairFound,
    Secondary,
    Sensitivity,
    TrialAnalysed,
    Variant,
)
from unclench.facts.kinds.trial_rules import value
from unclench.trial import pairs as done_pairs
from unclench.trial.belief import prior
from unclench.trial.count_model import Posterior, posterior
from unclench.trial.exact import p_value
from unclench.trial.pairs import Counting
from unclench.trial.registration import Registration
from unclench.trial.remedies import remedies
from unclench.trial.spasm_log import Day, SpasmLog

SECONDARY: tuple[tuple[Outcome, Callable[[Day], float | None]], ...] = (
    ("minutes", lambda d: d.minutes),
    ("worst_pain", lambda d: d.worst_pain),
    ("nights_woken", lambda d: d.woken),
)
WELL_NOTED = 0.8
"""Share of noted days that the sensitivity 'by noted days' asks of each period."""


def model_of(
    trial: Registration,
    log: SpasmLog,
    pairs: Sequence[PairFound],
    counting: Counting,
    *,
    trend: bool = False,
    as_taken: bool = False,
) -> Posterior:
    """The count model of these pairs; `trend` and `as_taken` as where they are used."""
    data = done_pairs.pieces(trial, log, pairs, counting, as_taken=as_taken)
    return posterior(data, prior(remedies()[trial.remedy]), trend=trend)


def beside(answer: TrialAnalysed, trial: Registration, log: SpasmLog, counting: Counting) -> None:
    """Secondary outcomes and the same question asked in other ways."""
    if answer.p_one_sided is None:
        return
    for outcome, of in SECONDARY:
        with_, without = done_pairs.means(trial, log, answer.pairs, counting, of)
        told = bool(with_) and _was_told(log, of)
        enough = told and len(with_) >= value("least_pairs")
        answer.secondary.append(
            Secondary(
                outcome=outcome,
                with_mean=math.fsum(with_) / len(with_) if told else None,
                without_mean=math.fsum(without) / len(without) if told else None,
                p_one_sided=p_value([b - a for a, b in zip(with_, without, strict=True)])[0]
                if enough
                else None,
            )
        )
    later = min(trial.not_counted + max(1, trial.period_days // 4), trial.period_days - 1)
    answer.sensitivity = [
        _other(answer, trial, log, "without_first_days", Counting(later, counting.least_noted)),
        _other(answer, trial, log, "with_trend", counting, trend=True),
        _other(answer, trial, log, "by_noted_days", Counting(trial.not_counted, WELL_NOTED)),
    ]
    if any(done_pairs.taken_otherwise(trial, log, answer.pairs, counting)):
        answer.sensitivity.append(_other(answer, trial, log, "as_taken", counting, as_taken=True))


def _was_told(log: SpasmLog, of: Callable[[Day], float | None]) -> bool:
    """Whether it is known of any cramp; a day without cramps says nothing of that."""
    return any(of(day) is not None for day in log.days.values() if day.cramps)


def _other(
    answer: TrialAnalysed,
    trial: Registration,
    log: SpasmLog,
    variant: Variant,
    counting: Counting,
    *,
    trend: bool = False,
    as_taken: bool = False,
) -> Sensitivity:
    pairs = done_pairs.found(trial, log, len(answer.pairs), counting)
    with_, without = done_pairs.rates(pairs)
    if len(with_) < value("least_pairs"):
        return Sensitivity(variant=variant, p_one_sided=None, rate_ratio=None, p_helps_10=None)
    p = p_value([b - a for a, b in zip(with_, without, strict=True)])[0]
    of = model_of(trial, log, pairs, counting, trend=trend, as_taken=as_taken)
    return Sensitivity(
        variant=variant,
        p_one_sided=None if as_taken or trend else p,
        rate_ratio=of.span(),
        p_helps_10=of.p_helps(),
    )

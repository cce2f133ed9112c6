"""One group of people: its model, and what is told of its usual intake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from unclench.cohort.amount import Amounts, fit_amounts
from unclench.cohort.both_mixture import BothMixture
from unclench.cohort.design import Design
from unclench.cohort.distribution import PERCENTS, Mixture
from unclench.cohort.judge import Judged, judge, labels, needs_of, people_of
from unclench.cohort.panel import Floats, Ints, Panel, Scales, panel_of
from unclench.cohort.ratio import RatioMixture, fit_pair
from unclench.cohort.two_part import fit_both
from unclench.facts.needs import Needs
from unclench.facts.people import People
from unclench.facts.variation import groups as groups_of
from unclench.facts.variation import tables as variation_tables

if TYPE_CHECKING:
    import polars as pl

    from unclench.cohort.model import UsualIntake

LEAST_PEOPLE, LEAST_PAIRS = 30, 10
"""Fewer people, or fewer with two days, are not fitted (judgement)."""
DOSES_AT_MOST = 60
PER_KG = "kg_body_weight"
"""What a requirement that is told per kilogram is per."""
RATIO_OFF_BY = 2.5
"""A ratio of variances so many times that of another survey is doubted (judgement)."""


AnyMixture = Mixture | BothMixture | RatioMixture


Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A mean, and a share below the requirement (None where there is none), at both ends."""

    mean: Range
    below: Range | None


@dataclass(frozen=True, slots=True)
class Group:
    """One stratum with variances of its own.

    Attributes:
        by: what it is a group by. people, pairs, days: counts; weighted: sum of weights.
        mixture: the fitted model; None when there are too few people, then `why`.
        mean, percentiles: of usual intake with standard errors, (value, error).
        judged: shares by the requirement. design: of the survey.
        bounds: with what is unknown at the lower and at the upper end of its interval: the mean,
            and the share below; None where everything is known.
    """

    by: dict[str, str]
    people: int
    pairs: int
    days: int
    weighted: float
    panel: Panel
    weights: Floats
    design: Design
    mixture: AnyMixture | None
    why: str | None
    mean: tuple[float, float]
    percentiles: dict[float, tuple[float, float]]
    judged: Judged
    bounds: Bounds | None = None

    @property
    def amounts(self) -> Amounts:
        """The fitted model of one part; of the nutrient above the line in a ratio.

        Raises:
            ValueError: there is none.
        """
        if isinstance(self.mixture, RatioMixture):
            return self.mixture.pair.top
        if not isinstance(self.mixture, Mixture):
            raise ValueError(f"no model of one part: {self.why}")
        return self.mixture.amounts


def fit_group(
    days: pl.DataFrame,
    by: dict[str, str],
    model: UsualIntake,
    design: Design,
    at: dict[str, int],
    scales: Scales,
) -> Group:
    """Fit the model to the days of one group.

    Args:
        by: what it is a group by. design: of the survey; at: its row of each person.
        scales: of numbers among the covariates.
    """
    covariates = model.covariates
    if model.supplements:
        import polars as pl

        days = days.with_columns(takes=(pl.col("supplement") > 0).cast(pl.Float64))
        both = days["takes"].n_unique() > 1
        covariates = (*covariates, "takes") if both else covariates
    if model.per is not None:
        import polars as pl

        days = days.filter(pl.col(model.nutrient).is_not_null() & pl.col(model.per).is_not_null())
    panel, weight = panel_of(days, model.nutrient, covariates, scales)
    rows: Ints = np.array([at[p] for p in panel.ids.tolist()], dtype=np.intp)
    weights = design.weights(weight, rows)
    why = _too_few(panel, model) or (None if panel.y.any() else "nothing_eaten")
    nothing = (float("nan"), float("nan"))
    numbers: dict[str, Any] = {
        "mixture": None,
        "mean": nothing,
        "percentiles": dict.fromkeys(PERCENTS, nothing),
        "judged": Judged(why=why),
    }
    if why is None:
        numbers = _numbers(days, panel, weights, model, covariates, scales, design)
        numbers["bounds"] = _bounds(days, model, design, at, scales)
    return Group(
        by=by,
        people=panel.people,
        pairs=_pairs(panel),
        days=len(panel.y),
        weighted=float(weight.sum()),
        panel=panel,
        weights=weights,
        design=design,
        why=why,
        **numbers,
    )


def _pairs(panel: Panel) -> int:
    return int((panel.counts > 1).sum())


def _too_few(panel: Panel, model: UsualIntake) -> str | None:
    if panel.people < LEAST_PEOPLE:
        return "too_few_people"
    return "too_few_with_two_days" if _pairs(panel) < LEAST_PAIRS and model.ratio is None else None


def _numbers(
    days: pl.DataFrame,
    panel: Panel,
    weights: Floats,
    model: UsualIntake,
    covariates: tuple[str, ...],
    scales: Scales,
    design: Design,
) -> dict[str, Any]:
    people = _people(days, panel)
    mixture, need = _fitted(days, panel, weights, model, scales, people)
    mean, percentiles, sd = mixture.told(PERCENTS)
    doubts = _unlike_others(mixture, people, model)
    if model.per is not None:
        judged = Judged(why="ratio")
    elif need is not None and need.table.per == PER_KG and "weight_kg" in days.columns:
        judged = _judged_per_kg(days, panel, weights, model, covariates, scales)
    else:
        judged = judge(need, mixture.below, mixture.points, sd, doubts)
    errors = design.errors(percentiles).tolist()
    told = zip(percentiles[0].tolist(), errors, strict=True)
    return {
        "mixture": mixture,
        "mean": (float(mean[0]), float(design.errors(mean))),
        "percentiles": dict(zip(PERCENTS, told, strict=True)),
        "judged": judged,
    }


def _fitted(
    days: pl.DataFrame,
    panel: Panel,
    weights: Floats,
    model: UsualIntake,
    scales: Scales,
    people: People | None,
) -> tuple[AnyMixture, Needs | None]:
    """The model, and the requirement of one person of each of its kinds."""
    need = None
    if people is not None and model.per is None:
        need = needs_of(model.nutrient, people, model.authority)
    apart = labels(need, panel.people)
    doses = _doses(days, panel) if model.supplements else None
    if doses is not None:
        pairs = np.stack([apart, doses], axis=1)
        apart = np.unique(pairs, axis=0, return_inverse=True)[1].reshape(-1).astype(np.float64)
    mixture: AnyMixture
    if model.per is not None:
        below, _ = panel_of(days, model.per, model.covariates, scales)
        mixture = RatioMixture.of(fit_pair(panel, below, weights), panel, weights, model.times)
    elif model.two_part:
        mixture = BothMixture.of(fit_both(panel, weights), panel, weights, apart)
    else:
        mixture = Mixture.of(fit_amounts(panel, weights, model.ratio), panel, weights, apart)
    if doses is not None and not isinstance(mixture, RatioMixture):
        mixture = mixture.plus(doses[mixture.one_of_each()])
    if need is not None and people is not None:
        one = mixture.one_of_each()
        few = people_of(people.age[one], people.sex[one], people.weight_kg[one])
        need = needs_of(model.nutrient, few, model.authority)
    return mixture, need


def _judged_per_kg(
    days: pl.DataFrame,
    panel: Panel,
    weights: Floats,
    model: UsualIntake,
    covariates: tuple[str, ...],
    scales: Scales,
) -> Judged:
    """By usual intake per kilogram, of whom the body weight is known.

    Amounts per kilogram have a model of their own: who weighs more eats more, so that the amounts
    of a group and its weights cannot be judged apart.
    """
    import polars as pl

    kg = pl.col("weight_kg").cast(pl.Float64)
    amounts = [model.nutrient, *(["supplement"] if model.supplements else [])]
    some = days.filter(kg > 0).with_columns(pl.col(c).cast(pl.Float64) / kg for c in amounts)
    if not some.height:
        return Judged(why="too_few_with_body_weight")
    part, _ = panel_of(some, model.nutrient, covariates, scales)
    people = _people(some, part)
    if _too_few(part, model) or people is None:
        return Judged(why="too_few_with_body_weight")
    at = dict(zip(panel.ids.tolist(), range(panel.people), strict=True))
    rows = [at[i] for i in part.ids.tolist()]
    people = replace(people, weight_kg=np.ones(part.people))
    mixture, need = _fitted(some, part, weights[:, rows], model, scales, people)
    doubts = _unlike_others(mixture, people, model)
    judged = judge(need, mixture.below, mixture.points, mixture.told(PERCENTS)[2], doubts)
    return replace(judged, per=PER_KG, people=part.people)


def _bounds(
    days: pl.DataFrame, model: UsualIntake, design: Design, at: dict[str, int], scales: Scales
) -> Bounds | None:
    """What follows when everything unknown is at one end, and at the other."""
    import polars as pl

    from unclench.cohort.unknown import HIGH, LOW

    n = model.nutrient
    if model.per is not None or not {n + LOW, n + HIGH} <= set(days.columns):
        return None
    bare = replace(design, factors=design.factors[:0], counts=design.counts[:0])
    found = []
    for end in (LOW, HIGH):
        there = days.with_columns(pl.col(n + end).alias(n)).drop(n + LOW, n + HIGH)
        found.append(fit_group(there, {}, model, bare, at, scales))
    below = [g.judged.below for g in found]
    low, high = (None if b is None else float(b[0]) for b in below)
    return Bounds(
        (found[0].mean[0], found[1].mean[0]),
        None if low is None or high is None else (min(low, high), max(low, high)),
    )


def _unlike_others(mixture: AnyMixture, people: People | None, model: UsualIntake) -> list[str]:
    """A doubt when the ratio of variances is far from that of people alike in another survey."""
    if not isinstance(mixture, Mixture) or people is None or model.ratio is not None:
        return []
    if model.nutrient not in variation_tables():
        return []
    index = groups_of(model.nutrient, people)
    known = variation_tables()[model.nutrient].groups
    usual = [
        float(known[i].var_within or 0.0) / float(known[i].var_between or 1.0)
        for i in np.unique(index[index >= 0]).tolist()
        if known[i].var_between and known[i].var_within
    ]
    between = float(mixture.amounts.var_between[0])
    if not usual:
        return []
    own = float(mixture.amounts.var_within[0]) / between if between else np.inf
    near = min(usual) / RATIO_OFF_BY < own < max(usual) * RATIO_OFF_BY
    return [] if near else ["variance_ratio_unlike_others"]


def _doses(days: pl.DataFrame, panel: Panel) -> Floats:
    """Each person's dose a day; more than `DOSES_AT_MOST` different ones as means of bins."""
    first = dict(days.select("person", "supplement").rows())
    dose = np.array([first[p] for p in panel.ids.tolist()], dtype=np.float64)
    positive = np.flatnonzero(dose > 0)
    if len(np.unique(dose)) <= DOSES_AT_MOST:
        return dose
    order = positive[np.argsort(dose[positive], kind="stable")]
    for some in np.array_split(order, DOSES_AT_MOST):
        dose[some] = dose[some].mean()
    return dose


def _people(days: pl.DataFrame, panel: Panel) -> People | None:
    import polars as pl

    if "sex" not in days.columns or "age" not in days.columns:
        return None
    first = days.unique("person", keep="first").select(
        pl.col("person").cast(pl.String), "sex", "age"
    )
    order = pl.DataFrame({"person": panel.ids.tolist()}).join(
        first, on="person", how="left", maintain_order="left"
    )
    return people_of(
        order["age"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        order["sex"].fill_null("").to_numpy().astype(np.str_),
    )

"""`UsualIntake(nutrient).fit(days).distribution()`: the usual intake of a population."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from unclench.cohort.amount import Amounts, fit_amounts
from unclench.cohort.design import Design, given_counts, given_design, make_design
from unclench.cohort.design import Method as Replicates
from unclench.cohort.diagnosis import diagnosis, flat
from unclench.cohort.distribution import PERCENTS, Mixture
from unclench.cohort.judge import Judged, judge, labels, needs_of, people_of
from unclench.cohort.panel import Floats, Ints, Panel, panel_of
from unclench.cohort.problems import problems_of
from unclench.cohort.ratio import RatioMixture, fit_pair
from unclench.cohort.two_part import BothMixture, fit_both
from unclench.errors import UserError
from unclench.facts.kinds.requirements import Authority
from unclench.facts.people import People
from unclench.facts.variation import groups as groups_of
from unclench.facts.variation import tables as variation_tables

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

LEAST_PEOPLE, LEAST_PAIRS = 30, 10
"""Fewer people, or fewer with two days, are not fitted (judgement)."""
DOSES_AT_MOST = 60
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


@dataclass(frozen=True, slots=True)
class UsualIntake:
    """How usual intake is to be found.

    Attributes:
        nutrient: id, in its unit per day; or the name of a column of amounts.
        covariates: columns of a person that move the mean. by: columns whose values are fitted
            apart, each with its own variances.
        ratio: var_within / var_between on the Box-Cox scale from elsewhere, for data with one day.
        authority: whose requirements. two_part: for what is not eaten every day.
        supplements: add the column `supplement` (a person's dose a day) after shrinking; who takes
            any has a mean of their own from food.
        per: another column of amounts; the ratio to its usual intake, times `times`, is what is
            told. No requirement judges a ratio.
        given: columns of replicate weights that the survey publishes, made as `replicates` says.
        replicates: how standard errors are made; seed: of what is random in them.
    """

    nutrient: str
    covariates: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    ratio: float | None = None
    authority: Authority = "nasem"
    replicates: Replicates = "jackknife"
    seed: int = 0
    two_part: bool = False
    supplements: bool = False
    given: tuple[str, ...] = ()
    per: str | None = None
    times: float = 1000.0

    def fit(self, days: pl.DataFrame, everybody: pl.DataFrame | None = None) -> Fitted:
        """Fit the model to each group.

        Args:
            days: a row per person and day, as `panel_of` takes it; `sex` and `age` for
                requirements, `stratum` and `unit` for standard errors.
            everybody: a row per person of the whole survey with `person`, `stratum`, `unit`; the
                people of `days` when None. Whoever is not in `days` counts as a unit's people
                only.

        Raises:
            UserError: what keeps the model from being fitted, all at once.
        """
        import polars as pl

        problems = problems_of(days, self)
        if problems:
            raise UserError(problems)
        who = days.unique("person", maintain_order=True) if everybody is None else everybody
        who = who.sort("person")
        design = _design(who, self)
        at = dict(zip(who["person"].cast(pl.String).to_list(), range(who.height), strict=True))
        groups = []
        parts = days.partition_by(self.by, as_dict=True) if self.by else {(): days}
        for key in parts:  # in the order of `days`
            by = dict(zip(self.by, [str(k) for k in key], strict=True))
            groups.append(_group(parts[key], by, self, design, at))
        return Fitted(self, tuple(groups), design)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model that was fitted to one or more groups."""

    model: UsualIntake
    groups: tuple[Group, ...]
    design: Design

    def distribution(self) -> Distribution:
        """Usual intake in each group."""
        return Distribution(self)

    def summary(self) -> pl.DataFrame:
        """One row a group: what was estimated, and how far it can be trusted."""
        import polars as pl

        return pl.DataFrame([diagnosis(g) for g in self.groups], infer_schema_length=None)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The usual intake of groups of people."""

    fitted: Fitted

    def frame(self) -> pl.DataFrame:
        """One row a group: people, mean, percentiles, shares, with standard errors (`se_`)."""
        import polars as pl

        return pl.DataFrame([flat(g) for g in self.fitted.groups], infer_schema_length=None)

    def summary(self) -> pl.DataFrame:
        """As `Fitted.summary`."""
        return self.fitted.summary()

    def plot(self) -> alt.Chart:
        """Densities of usual intake, one line a group."""
        from unclench.cohort.pictures import densities

        return densities(self)


def _design(who: pl.DataFrame, model: UsualIntake) -> Design:
    import polars as pl

    if model.given:
        sets = np.stack([who[c].cast(pl.Float64).fill_null(0.0).to_numpy() for c in model.given])
        weight = who["weight"].cast(pl.Float64).fill_null(0.0).to_numpy()
        return given_design(
            weight, sets, given_counts(len(sets), model.replicates), max(1, len(sets) - 1)
        )
    strata = units = None
    told = [c in who.columns and not who[c].null_count() for c in ("stratum", "unit")]
    if all(told):
        strata = who["stratum"].cast(pl.String).to_numpy().astype(np.str_)
        units = who["unit"].cast(pl.String).to_numpy().astype(np.str_)
    return make_design(strata, units, who.height, model.replicates, model.seed)


def _group(
    days: pl.DataFrame, by: dict[str, str], model: UsualIntake, design: Design, at: dict[str, int]
) -> Group:
    covariates = model.covariates
    if model.supplements:
        import polars as pl

        days = days.with_columns(takes=(pl.col("supplement") > 0).cast(pl.Float64))
        both = days["takes"].n_unique() > 1
        covariates = (*covariates, "takes") if both else covariates
    if model.per is not None:
        import polars as pl

        days = days.filter(pl.col(model.nutrient).is_not_null() & pl.col(model.per).is_not_null())
    panel, weight = panel_of(days, model.nutrient, covariates)
    rows: Ints = np.array([at[p] for p in panel.ids.tolist()], dtype=np.intp)
    weights = design.weights(weight, rows)
    pairs = int((panel.counts > 1).sum())
    why = None
    if panel.people < LEAST_PEOPLE:
        why = "too_few_people"
    elif pairs < LEAST_PAIRS and model.ratio is None:
        why = "too_few_with_two_days"
    elif not panel.y.any():
        why = "nothing_eaten"
    nothing = (float("nan"), float("nan"))
    numbers: dict[str, Any] = {
        "mixture": None,
        "mean": nothing,
        "percentiles": dict.fromkeys(PERCENTS, nothing),
        "judged": Judged(why=why),
    }
    if why is None:
        numbers = _numbers(days, panel, weights, model, design)
        numbers["bounds"] = _bounds(days, model, design, at)
    return Group(
        by=by,
        people=panel.people,
        pairs=pairs,
        days=len(panel.y),
        weighted=float(weight.sum()),
        panel=panel,
        weights=weights,
        design=design,
        why=why,
        **numbers,
    )


def _numbers(
    days: pl.DataFrame, panel: Panel, weights: Floats, model: UsualIntake, design: Design
) -> dict[str, Any]:
    people = _people(days, panel)
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
        below, _ = panel_of(days, model.per, model.covariates)
        mixture = RatioMixture.of(fit_pair(panel, below, weights), panel, weights, model.times)
    elif model.two_part:
        mixture = BothMixture.of(fit_both(panel, weights), panel, weights, apart)
    else:
        mixture = Mixture.of(fit_amounts(panel, weights, model.ratio), panel, weights, apart)
    if doses is not None and not isinstance(mixture, RatioMixture):
        mixture = mixture.plus(doses[mixture.one_of_each()])
    mean, percentiles, sd = mixture.told(PERCENTS)
    if need is not None and people is not None:
        one = mixture.one_of_each()
        few = people_of(people.age[one], people.sex[one])
        need = needs_of(model.nutrient, few, model.authority)
    judged_doubts = _unlike_others(mixture, people, model)
    return {
        "mixture": mixture,
        "mean": (float(mean[0]), float(design.errors(mean))),
        "percentiles": dict(
            zip(
                PERCENTS,
                zip(percentiles[0].tolist(), design.errors(percentiles).tolist(), strict=True),
                strict=True,
            )
        ),
        "judged": Judged(why="ratio")
        if model.per
        else judge(need, mixture.below, mixture.points, sd, judged_doubts),
    }


def _bounds(
    days: pl.DataFrame, model: UsualIntake, design: Design, at: dict[str, int]
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
        found.append(_group(there, {}, model, bare, at))
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

"""`UsualIntake(nutrient).fit(days).distribution()`: the usual intake of a population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unclench.cohort.design import Design, given_counts, given_design, make_design
from unclench.cohort.design import Method as Replicates
from unclench.cohort.diagnosis import diagnosis, flat
from unclench.cohort.group import Group, fit_group
from unclench.cohort.panel import scales_of
from unclench.cohort.problems import problems_of
from unclench.errors import UserError
from unclench.facts.kinds.requirements import Authority

if TYPE_CHECKING:
    import altair as alt
    import polars as pl


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
        groups, scales = [], scales_of(days, self.covariates)
        parts = days.partition_by(self.by, as_dict=True) if self.by else {(): days}
        for key in parts:  # in the order of `days`
            by = dict(zip(self.by, [str(k) for k in key], strict=True))
            groups.append(fit_group(parts[key], by, self, design, at, scales))
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

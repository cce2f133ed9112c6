"""The days of many people as columns: what every model of usual intake is fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

WEEKDAYS, WEEKEND_DAYS = 4.0, 3.0
"""Monday to Thursday and Friday to Sunday, as the NCI method counts them."""
CODES_AT_MOST = 12
"""A column of a file with more different numbers is a number, with fewer a code (judgement)."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Days of one nutrient, sorted by person.

    Attributes:
        person: index of the person of each day, 0 to people - 1, rising; shape (days,).
        y: amount, in the nutrient's unit per day; shape (days,). Nothing is missing here.
        second: 1 on a person's later days, 0 on the first; shape (days,).
        weekend: 1 on Friday to Sunday; None where the days of the week are not known.
        covariates: of the person; shape (people, k). names: of the k.
        ids: the person's own ids; shape (people,).
    """

    person: Ints
    y: Floats
    second: Floats
    weekend: Floats | None
    covariates: Floats
    names: tuple[str, ...]
    ids: npt.NDArray[np.str_]

    @property
    def people(self) -> int:
        """How many."""
        return len(self.ids)

    @property
    def counts(self) -> Ints:
        """Days of each person; shape (people,)."""
        return np.bincount(self.person, minlength=self.people).astype(np.intp)

    def sums(self, values: Floats) -> Floats:
        """Sums over each person's days; `values` has shape (days, ...)."""
        starts = np.searchsorted(self.person, np.arange(self.people))
        out: Floats = np.add.reduceat(values, starts, axis=0)
        return out

    def design(self) -> tuple[Floats, tuple[str, ...]]:
        """Columns of the linear predictor, shape (days, columns), and their names."""
        columns, names = [np.ones(len(self.y))], ["intercept"]
        if self.second.any() and not self.second.all():
            columns.append(self.second)
            names.append("later day")
        if self.weekend is not None and 0 < self.weekend.sum() < len(self.y):
            columns.append(self.weekend)
            names.append("weekend")
        stacked = np.stack(columns, axis=1)
        return (
            np.concatenate([stacked, self.covariates[self.person]], axis=1),
            (*names, *self.names),
        )

    def raised(self) -> tuple[Floats, float, int]:
        """(amounts with zeros as half the smallest positive one, that half, how many zeros)."""
        half = 0.5 * float(self.y[self.y > 0].min())
        return np.maximum(self.y, half), half, int((self.y <= 0).sum())


Scales = Mapping[str, tuple[float, float]]
"""(mean, standard deviation) of each covariate that is a number."""


def scales_of(days: pl.DataFrame, covariates: tuple[str, ...]) -> Scales:
    """By what numbers are standardised: over the people of all groups, so that they compare."""
    first = days.unique("person", keep="first", maintain_order=True)
    told = {c: _numbers(first[c].drop_nulls()) for c in covariates if c in first.columns}
    return {c: (float(v.mean()), float(v.std())) for c, v in told.items() if v is not None}


def panel_of(
    days: pl.DataFrame,
    nutrient: str,
    covariates: tuple[str, ...] = (),
    scales: Scales | None = None,
) -> tuple[Panel, Floats]:
    """The panel of a frame, and the weight of each person (ones without a column `weight`).

    Args:
        days: a row per person and day with `person`, the nutrient, and where known `day` (1 is the
            first), `weekend` (0 or 1), `weight` and the covariates. Rows without a value of the
            nutrient are left out, never taken as zero. Numbers of a covariate are standardised
            (the column's name says by what), words and codes become a column for each but the
            first, and what is the same for everybody here is left out.
        scales: of `scales_of` all people; of these when None.

    Raises:
        UserError: a column that is not there, no day with a value, negative amounts, an unknown
            covariate of somebody, covariates of which one says what the others do.
    """
    import polars as pl

    missing = [c for c in ("person", nutrient, *covariates) if c not in days.columns]
    if missing:
        fix = f"The columns are {', '.join(days.columns[:40])}."
        raise UserError([Problem(f"There is no column '{c}'.", fix=fix) for c in missing])
    rows = days.filter(pl.col(nutrient).is_not_null() & ~pl.col(nutrient).cast(pl.Float64).is_nan())
    if not rows.height:
        raise UserError(Problem(f"No day has a value of {nutrient}."))
    if "day" in rows.columns:
        rows = rows.sort("person", "day", maintain_order=True)
    else:
        rows = rows.sort("person", maintain_order=True)
    first = rows.unique("person", keep="first", maintain_order=True)
    ids = first["person"].cast(pl.String).to_numpy().astype(np.str_)
    index = rows.select(pl.col("person").rle_id())["person"].to_numpy().astype(np.intp)
    y = rows[nutrient].cast(pl.Float64).to_numpy().copy()
    if (y < 0).any():
        raise UserError(Problem(f"{int((y < 0).sum())} days have less than nothing of {nutrient}."))
    if "day" in rows.columns:
        second = (rows["day"].cast(pl.Float64).to_numpy() > 1).astype(np.float64)
    else:
        second = (np.concatenate([[False], index[1:] == index[:-1]])).astype(np.float64)
    weekend = None
    if "weekend" in rows.columns and not rows["weekend"].null_count():
        weekend = rows["weekend"].cast(pl.Float64).to_numpy().copy()
    weight = np.ones(len(ids))
    if "weight" in rows.columns:
        weight = first["weight"].cast(pl.Float64).fill_null(0.0).to_numpy().copy()
    scales = scales_of(first, covariates) if scales is None else scales
    columns, names = _covariates(first, covariates, scales)
    return Panel(index, y, second, weekend, columns, names, ids), weight


def _covariates(
    first: pl.DataFrame, asked: tuple[str, ...], scales: Scales
) -> tuple[Floats, tuple[str, ...]]:
    import polars as pl

    columns: list[Floats] = []
    names: list[str] = []
    problems = [
        Problem(
            f"{first[c].null_count()} people have no '{c}'.",
            fix="Leave these people out, or leave the covariate out.",
        )
        for c in asked
        if first[c].null_count()
    ]
    if problems:
        raise UserError(problems)
    for c in asked:
        if c in scales:
            mean, sd = scales[c]
            values = first[c].cast(pl.Float64).to_numpy()
            if values.std() > 0:
                columns.append((values - mean) / sd)
                names.append(f"{c}, per {sd:.3g} around {mean:.3g}")
            continue
        text = first[c].cast(pl.String)
        for level in sorted(text.unique().to_list())[1:]:
            columns.append((text == level).to_numpy().astype(np.float64))
            names.append(f"{c}={level}")
    stacked = np.stack(columns, axis=1) if columns else np.zeros((first.height, 0))
    whole = np.concatenate([np.ones((first.height, 1)), stacked], axis=1)
    if np.linalg.matrix_rank(whole) < whole.shape[1]:
        what = f"One of the covariates {', '.join(asked)} says what the others do."
        raise UserError(Problem(what, "--covariates", "Leave one out."))
    return stacked, tuple(names)


def _numbers(column: pl.Series) -> Floats | None:
    """A covariate as numbers; None for words, and for texts that are a few codes."""
    import polars as pl

    if column.dtype in (pl.String, pl.Categorical, pl.Boolean):
        read = column.cast(pl.String).cast(pl.Float64, strict=False)
        if read.null_count() or column.n_unique() <= CODES_AT_MOST:
            return None
        return read.to_numpy()
    return column.cast(pl.Float64).to_numpy()

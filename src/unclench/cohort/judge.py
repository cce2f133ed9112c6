"""The share of a group that has too little, by the method that holds for the nutrient.

EAR cut-point: the share with a usual intake below the average requirement (Beaton 1994; IOM 2000,
chapter 4). Full probability: the mean over usual intakes of the chance that the own requirement is
higher (NRC 1986); for iron, whose requirements are skewed, the only one. Without an average
requirement nothing is said about too little: "at or above" an adequate intake, no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from unclench.cohort.panel import Floats
from unclench.cohort.spread import Spread
from unclench.facts.kinds.requirements import Authority
from unclench.facts.needs import AVERAGE, Needs, needs, tables
from unclench.facts.people import People
from unclench.intake.usual.risk import shares_above

if TYPE_CHECKING:
    import polars as pl

EVEN = 401
"""Equally probable points of usual intake, where requirements are given by percentiles."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be said of a group; each share has one value per row of weights.

    Attributes:
        requirement: the average requirement, when it is one for all. range: least and most else.
        method: "ear_cut_point" or "full_probability"; None when nothing is said, then `why`.
        below, other: by `method`, and by the other one of the two.
        adequate, at_or_above: an adequate intake, and the share at or above it.
        upper_kind, upper, above: an upper limit, and the share above; None where it is not for
            all intake, then `upper_why`.
        doubts: what speaks against the method.
        per, people: what requirements and limits are per, when it is not a day alone, and of how
            many people that is known.
    """

    requirement: float | None = None
    range: tuple[float, float] | None = None
    method: str | None = None
    why: str | None = None
    below: Floats | None = None
    other: Floats | None = None
    adequate: float | None = None
    at_or_above: Floats | None = None
    upper_kind: str | None = None
    upper: float | None = None
    upper_why: str | None = None
    above: Floats | None = None
    doubts: list[str] = field(default_factory=list)
    per: str | None = None
    people: int | None = None


def people_of(age: Floats, sex: npt.NDArray[np.str_], weight_kg: Floats | None = None) -> People:
    """People who are neither pregnant nor breast-feeding."""
    n = len(age)
    none = np.full(n, np.nan)
    return People(
        age, sex, np.full(n, "none"), np.full(n, ""), none if weight_kg is None else weight_kg, none
    )


def kilograms(rows: pl.DataFrame) -> Floats | None:
    """Body weights of rows of people, NaN where not known; None without the column."""
    import polars as pl

    if "weight_kg" not in rows.columns:
        return None
    return rows["weight_kg"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def needs_of(nutrient: str, people: People, authority: Authority) -> Needs | None:
    """The requirement of each; None when the authority has no table."""
    return needs(nutrient, people, authority) if (nutrient, authority) in tables() else None


def labels(need: Needs | None, people: int) -> Floats:
    """A label of each person, the same for those with the same requirement."""
    if need is None:
        return np.zeros(people)
    return np.asarray(need.row * 1000.0 + need.percentiles, dtype=np.float64)


def judge(
    need: Needs | None,
    share_below: Callable[[Floats], Floats],
    points: Callable[[int], Spread],
    sd: float,
    doubts: list[str] | None = None,
) -> Judged:
    """Judge a group.

    Args:
        need: of one person of each kind. share_below: a limit for each kind -> share of people
            with a usual intake below it, one for each row of weights. points: so many -> usual
            intakes.
        sd: of usual intake. doubts: about the model, said beside those about
            the method.
    """
    if need is None:
        return Judged(why="no_requirement")
    upper = _upper(need, share_below)
    if need.table.per != "day" and not np.isfinite(need.factor).all():
        return Judged(why=f"requirement_per_{need.table.per}", **upper)
    known = np.isfinite(need.value)
    if not known.all():
        return Judged(why="no_requirement", **upper)
    if not np.isin(need.kind, AVERAGE).all():
        if not (need.kind == "AI").all():
            return Judged(why="requirements_of_two_kinds", **upper)
        (least, most) = float(need.value.min()), float(need.value.max())
        return Judged(
            why="adequate_intake_only",
            adequate=least if least == most else None,
            range=None if least == most else (least, most),
            at_or_above=1.0 - share_below(need.value),
            **upper,
        )
    least, most = float(need.value.min()), float(need.value.max())
    cut, full = share_below(need.value), _full(need, points)
    skewed = bool(need.table.percentiles)
    doubts = list(doubts or ())
    if not skewed and float(np.nanmax(need.cv * need.value)) >= sd:
        doubts.append("requirements_vary_more_than_intakes")
    return Judged(
        requirement=least if least == most else None,
        range=None if least == most else (least, most),
        method="full_probability" if skewed else "ear_cut_point",
        below=full if skewed else cut,
        other=cut if skewed else full,
        doubts=doubts,
        **upper,
    )


def _full(need: Needs, points: Callable[[int], Spread]) -> Floats:
    at = points(EVEN)
    each = zip(at.values, at.mass, strict=True)
    out = [float((shares_above(need, v) * w).sum()) for v, w in each]
    return np.asarray(np.clip(np.array(out), 0.0, 1.0), dtype=np.float64)


def _upper(need: Needs, share_below: Callable[[Floats], Floats]) -> dict[str, Any]:
    if not np.isfinite(need.upper).all():
        return {}
    limit = need.table.limit
    one = bool((need.upper == need.upper[0]).all())
    out: dict[str, Any] = {
        "upper_kind": str(need.upper_kind[0]), "upper": float(need.upper[0]) if one else None,
    }  # fmt: skip
    if limit is None or limit.applies_to != "total":
        return {**out, "upper_why": f"applies_to_{limit.applies_to if limit else 'unknown'}"}
    return {**out, "above": 1.0 - share_below(need.upper)}

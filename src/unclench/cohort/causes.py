"""Causes of every person, from age, sex and what they eat: the ranking of `assess` without words.

The network, its evidence and the order of causes are those of one person. People who are alike but
for the probabilities of their nutrients share one network and are walked through it together.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from unclench.cohort.panel import Floats
from unclench.cohort.people import needs_and_usual
from unclench.differential.calibrated import calibrated
from unclench.differential.evidence import enter, is_a_finding, problem, traits_of
from unclench.differential.inference import Posterior, Without, solve_without
from unclench.differential.network import Network, context_of, network, priors
from unclench.differential.odds import odds_of_too_little, odds_of_too_much, priors_of_many
from unclench.differential.ranking import SHOWN, SHOWN_FROM, ranked
from unclench.facts.adequacy_rules import value
from unclench.facts.keys import Key
from unclench.facts.kinds.diary_exposures import DiaryExposure
from unclench.facts.kinds.requirements import Authority
from unclench.facts.loader import load
from unclench.facts.needs import AVERAGE
from unclench.facts.nutrients import nutrients
from unclench.intake.exposures import DIARY
from unclench.intake.usual.energy import least_without_weight
from unclench.intake.usual.risk import below_needs
from unclench.intake.usual.verdict import above_limits
from unclench.told.adding import add
from unclench.told.amounts import items
from unclench.told.person import Exposure, Person

CAUSES: dict[str, type[pl.DataType]] = {
    "person": pl.String, "rank": pl.Int64, "cause": pl.String, "probability": pl.Float64,
}  # fmt: skip


def telling(net: Network) -> list[str]:
    """Nutrients that say something of a cause, by their lack, excess or amount; and energy."""
    kinds = ("nutrient", "excess")
    named = {k.id for k in net.by_when if k.kind in kinds} | {r.nutrient for r in _rows()}
    return [n for n in nutrients() if n in named | {"energy"}]


def _rows() -> list[DiaryExposure]:
    """Amounts of food and drink from which findings follow; nothing is known of pills here."""
    every = load("diary_exposures", DiaryExposure).values()
    return [r for r in every if r.nutrient and r.of == "all"]


@dataclass(frozen=True, slots=True)
class _Eaten:
    """What is known of one nutrient; each of shape (people,), NaN where it is not."""

    too_little: Floats
    too_much: Floats
    mean: Floats
    most: Floats


def causes(part: pl.DataFrame, authority: Authority = "nasem", most: int = SHOWN) -> pl.DataFrame:
    """The causes of each person, likeliest first.

    Args:
        part: some rows of `people.by_person` with the nutrients of `telling` that are known.
        most: causes of a person; those that `assess` would not show are left out.

    Returns:
        `CAUSES`, sorted as `part` and by rank.
    """
    net = network()
    found = posteriors(part, authority)
    out: list[tuple[str, int, str, float]] = []
    for person, posterior in zip(part["person"].cast(pl.String).to_list(), found, strict=True):
        order = ranked(posterior, net)[: min(most, SHOWN)]
        kept = [i for i in order if posterior.present[i] >= SHOWN_FROM]
        out += [
            (person, k, net.ids[i], calibrated(posterior.present[i])) for k, i in enumerate(kept, 1)
        ]
    return pl.DataFrame(out, schema=CAUSES, orient="row")


def posteriors(part: pl.DataFrame, authority: Authority = "nasem") -> list[Posterior]:
    """What the network says of each person of a frame, in its order."""
    net = network()
    eaten = _eaten(part, authority, net)
    ages, sexes = part["age"].to_list(), part["sex"].to_list()
    like: dict[tuple[object, ...], list[int]] = {}
    steps = _steps(eaten, part.height)
    for i, (age, sex) in enumerate(zip(ages, sexes, strict=True)):
        like.setdefault((*_traits(age, sex), steps[i].tobytes()), []).append(i)
    out: list[Posterior | None] = [None] * part.height
    for rows in like.values():
        at = np.array(rows)
        told = _told(ages[rows[0]], sexes[rows[0]], eaten, rows[0])
        for i, posterior in zip(rows, _of_alike(told, eaten, at, net), strict=True):
            out[i] = posterior
    return [p for p in out if p is not None]


def _of_alike(
    told: Person, eaten: Mapping[str, _Eaten], at: npt.NDArray[np.intp], net: Network
) -> list[Posterior]:
    """People with the same traits and findings, whose nutrients differ."""
    base = priors(context_of(told.present, net), net)
    shared = enter(told, (), (), net)
    whole = problem(shared, base, net)
    odds: dict[int, list[Floats]] = {}
    for n, e in eaten.items():
        both = [odds_of_too_little(n, np.nan_to_num(e.too_little[at], nan=0.5), net)]
        if not is_a_finding(told, n):
            both.append(odds_of_too_much(n, np.nan_to_num(e.too_much[at]), net))
        for one in both:
            for i, x in one.items():
                odds.setdefault(i, []).append(x)
    prior = np.tile(np.array(whole.prior), (len(at), 1))
    for i, told_odds in odds.items():
        mine = [np.full(len(at), x.odds[i]) for x in shared if i in x.odds]
        prior[:, i] = priors_of_many(base[i], [*mine, *told_odds])
    return solve_without(whole, [Without(p, whole.factor) for p in prior.tolist()])


def _eaten(part: pl.DataFrame, authority: Authority, net: Network) -> dict[str, _Eaten]:
    too_low = _diary_too_low(part)
    out = {}
    for n in telling(net):
        if n not in part.columns or n == "energy":
            continue
        usual, need = needs_and_usual(part, n, authority)
        known = usual.n > 0
        nothing = np.full(part.height, np.nan)
        little = much = nothing
        if need is not None:
            below = below_needs(usual, need)
            judged = known & np.isin(need.kind, AVERAGE)
            # as of one person: what a diary leaves out may be what seems to be missing
            held = too_low & (below > 1.0 - value("firm"))
            little = np.where(judged & ~held, below, np.nan)
            pills = np.zeros((part.height, 1))
            surely = np.ones(part.height)
            above = above_limits(
                usual.values, usual.weights, need, pills, pills, surely, np.zeros(part.height)
            )
            much = np.where(known & (need.row >= 0), above, np.nan)
        out[n] = _Eaten(
            little,
            much,
            np.where(known, usual.mean, np.nan),
            np.where(known, usual.quantile(0.9), np.nan),
        )
    return out


def _diary_too_low(part: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Whose energy is too low for a whole diary."""
    if "energy" not in part.columns:
        return np.zeros(part.height, np.bool_)
    days = part["energy"].list.len().to_list()
    who = zip(part["age"].to_list(), part["sex"].to_list(), days, strict=True)
    least = np.array([_least(*w) for w in who], dtype=np.float64)
    mean = part["energy"].list.mean().fill_null(np.nan).to_numpy()
    out: npt.NDArray[np.bool_] = mean < least
    return out


@functools.lru_cache(maxsize=65_536)
def _least(age: float | None, sex: str | None, days: int) -> float:
    found = least_without_weight(days, _person(age, sex)) if days else None
    return np.nan if found is None else found


def _person(age: float | None, sex: str | None) -> Person:
    return Person(age=age, sex=sex)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=65_536)
def _traits(age: float | None, sex: str | None) -> tuple[frozenset[Key], str | None]:
    return frozenset(traits_of(_person(age, sex))), sex


def _amount(row: DiaryExposure, eaten: Mapping[str, _Eaten]) -> Floats | None:
    """The amount a day in the unit of the row's exposure; NaN where none counts."""
    e = eaten.get(row.nutrient)
    if e is None:
        return None
    amount = np.round((e.mean if row.side == "much" else e.most) * row.factor, 3)
    item = items()[row.exposure]
    fits = (amount >= item.low) & (amount <= item.high)
    if row.side == "little":
        fits &= e.most > 0
    return np.where(fits, amount, np.nan)


def _steps(eaten: Mapping[str, _Eaten], people: int) -> npt.NDArray[np.bool_]:
    """On which side of each threshold of a finding each person is; shape (people, sides)."""
    sides = [np.zeros(people, np.bool_)]
    for row in _rows():
        amount = _amount(row, eaten)
        if amount is None:
            continue
        for t in items()[row.exposure].thresholds:
            sides += [amount >= x for x in (t.at_least,) if x is not None]
            sides += [amount <= x for x in (t.at_most,) if x is not None]
    return np.stack(sides, axis=1)


def _told(age: float | None, sex: str | None, eaten: Mapping[str, _Eaten], i: int) -> Person:
    """One person with the findings that follow from what is eaten."""
    side: dict[str, list[Exposure]] = {"much": [], "little": []}
    for row in _rows():
        amount = _amount(row, eaten)
        if amount is not None and np.isfinite(amount[i]):
            item = items()[row.exposure]
            told = Exposure(row.exposure, float(amount[i]), item.measure, "", DIARY)
            side[row.side].append(told)
    return add(_person(age, sex), side["much"], side["little"])


__all__: Sequence[str] = ("CAUSES", "causes", "posteriors", "telling")

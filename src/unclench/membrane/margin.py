"""The answer: how much margin a nerve and a muscle have in this blood, in numbers and reasons.

Never "it fires" alone: the threshold against normal, the distance to firing by itself, what the
junction and the muscle fibre do, which of the outcomes that points to, and what people felt in
experiments at the same point.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from unclench.assessment import Reason, reason
from unclench.assessment import simulation as numbers
from unclench.assessment.simulation import OutcomeId
from unclench.facts import loader
from unclench.facts.kinds import provocations
from unclench.facts.kinds.margin_bands import MarginBands
from unclench.membrane import response
from unclench.membrane.response import AVERAGE, Array, Blood, People, blood_of
from unclench.plasma.composition import NORMAL, RANGES, Composition

Holds = Literal["rests", "depolarised", "tipped"]


@functools.cache
def bands() -> MarginBands:
    """Limits by which the margin is read."""
    return loader.load("margin_bands", MarginBands)["nerve"]


DRAWS = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, with the 80 % range that comes from what is not known about the constants."""

    value: float
    low: float
    high: float
    unit: str

    def part(self) -> numbers.Estimate:
        """Rounded, as a part of an answer; `None` for what has no finite value."""
        return numbers.Estimate(
            value=finite(self.value), low=finite(self.low), high=finite(self.high), unit=self.unit
        )


def finite(x: float, digits: int = 4) -> float | None:
    """`x` to some significant digits, or `None` when it is not a finite number."""
    return float(f"{x:.{digits}g}") if math.isfinite(x) else None


@dataclass(frozen=True, slots=True)
class Fibre:
    """A muscle fibre at rest.

    Attributes:
        rest: mV; nan when it cannot hold its normal rest.
        ridge: mV from rest to where it tips into the depolarised state; nan when it cannot.
        available: sodium channels ready for an impulse, % of those in normal blood.
        tipped: share of the virtual people whose fibre cannot hold its rest.
        holds: rests normally, depolarised (fewer channels ready), or cannot hold its rest.
    """

    rest: Estimate
    ridge: float
    available: float
    tipped: float
    holds: Holds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the numbers point to, and why. `called` chooses among labels of one outcome."""

    id: OutcomeId
    because: tuple[Reason, ...]
    called: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """Excitability of a human motor axon and muscle fibre in one blood.

    Attributes:
        threshold: current that a 1 ms pulse needs, % of that in normal blood.
        rheobase: current that a very long pulse would need, % of normal.
        strength_duration: the strength-duration time constant, ms.
        shift: what calcium, magnesium and pH do to the gates, mV; below zero is easier to excite.
        distance: further mV of shift until the axon would fire by itself; 0: it does, inf: > 40.
        rest: resting voltage of the axon, mV.
        release: transmitter per impulse at the junction, % of normal.
        fibre: the muscle fibre.
        silent: share of the virtual people whose axon no pulse fires in this blood.
        alone: threshold, % of normal, if only this quantity of the blood were as it is.
        potassium_normal: threshold, % of normal, if the potassium were normal.
        outcomes: what it points to, the strongest first; "near_normal" when to nothing.
        summary: reasons that make the answer in short sentences.
        experiments: what people felt in experiments at a similar threshold. sources: of those.
    """

    threshold: Estimate
    rheobase: Estimate
    strength_duration: Estimate
    shift: Estimate
    distance: Estimate
    rest: Estimate
    release: Estimate
    fibre: Fibre
    silent: float
    alone: dict[str, float]
    potassium_normal: float
    outcomes: tuple[Outcome, ...]
    summary: tuple[Reason, ...]
    experiments: tuple[Reason, ...]
    sources: tuple[str, ...]


def threshold_percent(
    blood: Blood, normal: Blood | None = None, who: People = AVERAGE
) -> tuple[Array, Array, Array, Array]:
    """Threshold and rheobase in `blood` as % of `normal`, time constant (ms), rest (mV); (n,) each.

    Virtual axons that would fire by themselves in normal blood are not real: they give nan.
    """
    n = blood["ica"].size
    normal = normal or blood_of(NORMAL, n)
    _, before = response.thresholds(response.axon_constants(normal, who))
    rest, now = response.thresholds(response.axon_constants(blood, who))
    r0, _ = response.strength_duration(before)
    r1, tau = response.strength_duration(now)
    with np.errstate(divide="ignore", invalid="ignore"):
        real = np.where((before[:, 1] > 0) & np.isfinite(before[:, 1]), 1.0, np.nan)
        return 100 * now[:, 1] / before[:, 1] * real, 100 * r1 / r0 * real, tau * real, rest * real


def estimate(value: float, spread: Array, unit: str) -> Estimate:
    """A value with the 10th and 90th percentile of the draws that have one."""
    spread = spread[~np.isnan(spread)]
    if spread.size == 0:
        return Estimate(value, math.nan, math.nan, unit)
    low, high = np.percentile(spread, [10, 90], method="nearest")  # inf may be among them
    return Estimate(value, float(min(low, value)), float(max(high, value)), unit)


def excitability(composition: Composition, *, draws: int = DRAWS) -> Margin:
    """The margin in one blood.

    Args:
        composition: the blood.
        draws: virtual people for the ranges; the same people in every call.

    Raises:
        UserError: the blood is outside the models' range of validity.
    """
    composition.check()
    one, who = blood_of(composition), response.people(draws)
    many = blood_of(composition, draws)
    centre = threshold_percent(one)
    spread = threshold_percent(many, who=who)
    threshold, rheobase, tau, rest = (
        estimate(float(c[0]), s, u)
        for c, s, u in zip(centre, spread, ("%", "%", "ms", "mV"), strict=True)
    )
    few = response.first(who, 24)
    release = estimate(float(response.release(one)[0]), response.release(many, who), "%")
    distance = estimate(
        float(response.distance(one)[0]), response.distance(blood_of(composition, few.n), few), "mV"
    )
    shift = estimate(float(response.shift(one)[0]), response.shift(many, who), "mV")
    fibre = _fibre(composition, many, who)
    silent = float(np.isinf(spread[0]).mean())
    alone = contributions(composition)
    level = threshold.value
    if composition.k != NORMAL.k:
        level = float(threshold_percent(blood_of(replace(composition, k=NORMAL.k)))[0][0])
    outcomes = _outcomes(composition, threshold.value, level, release, fibre)
    compared = _without_high_potassium(composition, threshold.value, level)
    shared = {n: v for n, v in alone.items() if n != "k" or composition.k <= NORMAL.k}
    experiments, sources = _experiments(compared, shared)
    summary = _summary(
        composition, threshold, level, distance, compared if shared else 100.0, outcomes,
        experiments,
    )  # fmt: skip
    return Margin(
        threshold, rheobase, tau, shift, distance, rest, release, fibre, silent, alone, level,
        outcomes, summary, experiments, sources,
    )  # fmt: skip


def _without_high_potassium(composition: Composition, t: float, potassium_normal: float) -> float:
    """The threshold without what a raised potassium does: that is compared with no experiment."""
    return max(t, potassium_normal) if composition.k > NORMAL.k else t


def contributions(composition: Composition) -> dict[str, float]:
    """Threshold, % of normal, if only this one quantity differed from normal; those that differ."""
    changed = {
        name: value
        for name, value in composition.as_dict().items()
        if value != getattr(NORMAL, name) and name != "cl"
    }
    if not changed:
        return {}
    rows = [replace(NORMAL, **{name: value}) for name, value in changed.items()]
    blood = {
        name: np.array([row.as_dict()[name] for row in rows]) for name in composition.as_dict()
    }
    values = threshold_percent(blood)[0]
    return {name: float(v) for name, v in zip(changed, values, strict=True)}


def _fibre(composition: Composition, many: Blood, who: People) -> Fibre:
    one = response.fibre(blood_of(composition))[0]
    normal = response.fibre(blood_of(NORMAL))[0]
    spread = response.fibre(many, who)
    rest = float(one[0])
    tipped = float(np.isnan(spread[:, 0]).mean())
    ready, usual = response.available(
        np.array([one[0] if np.isfinite(rest) else one[2], normal[0]])
    )
    available = float(100 * ready / usual)
    holds: Holds = "rests"
    if not math.isfinite(rest):
        holds = "tipped"
    elif rest > bands().weak_above.value:
        holds = "depolarised"
    return Fibre(estimate(rest, spread[:, 0], "mV"), float(one[1]) - rest, available, tipped, holds)


def _outcomes(
    composition: Composition,
    threshold: float,
    potassium_normal: float,
    release: Estimate,
    fibre: Fibre,
) -> tuple[Outcome, ...]:
    """What the numbers point to. What only a raised potassium does is not counted as tetany."""
    b = bands()
    t = _without_high_potassium(composition, threshold, potassium_normal)
    weak: list[Reason] = []
    if fibre.holds == "tipped" or fibre.tipped > b.tipped.value:
        weak.append(reason("fibre_tips", percent=100 * fibre.tipped))
    elif fibre.holds == "depolarised":
        weak.append(reason("fibre_depolarised", mv=fibre.rest.value))
    if composition.k <= b.weak_potassium.value:
        weak.append(reason("potassium_weakness"))
    if math.isinf(threshold):
        weak.append(reason("axon_blocked"))
    out: list[Outcome] = []
    if weak:
        out.append(Outcome("weakness", tuple(weak)))
    if t <= b.high.value:
        out.append(Outcome("tetany", (reason("high_excitability"),)))
    if t <= b.raised.value:
        out.append(Outcome("fasciculation", (reason("raised_excitability"),)))
        if release.value >= b.cramp_release.value and not weak:
            out.append(Outcome("cramp_prone", (reason("easy_to_excite"),)))
    elif threshold <= b.raised.value:
        out.append(Outcome("more_excitable", (reason("potassium_doubtful"),)))
    if release.value < b.faint_release.value and not weak:
        out.append(
            Outcome("weakness", (reason("weak_release", percent=release.value),), "transmission")
        )
    if composition.k < NORMAL.k and potassium_normal <= b.raised.value < threshold:
        out.append(Outcome("masked", (reason("potassium_hides", percent=potassium_normal),)))
    if not out and threshold >= b.hard.value:
        out.append(Outcome("less_excitable", (reason("threshold_raised"),)))
    if not out:
        out.append(Outcome("near_normal", (reason("usual_spread"),)))
    return tuple(out)


@functools.cache
def anchors() -> tuple[tuple[float, provocations.Provocation], ...]:
    """The experiments with the threshold that our model gives them, the highest first."""
    facts = loader.load("provocations", provocations.Provocation)
    rows = list(facts.values())

    def stack(parts: list[provocations.Blood]) -> Blood:
        told = [p.model_dump(exclude_none=True) for p in parts]
        return {
            name: np.array([float(t.get(name, getattr(NORMAL, name))) for t in told])
            for name in RANGES
        }

    values = threshold_percent(stack([r.during for r in rows]), stack([r.before for r in rows]))[0]
    pairs = [(float(v), r) for v, r in zip(values, rows, strict=True)]
    return tuple(sorted(pairs, key=lambda p: (-p[0], p[1].id)))


def _experiments(t: float, alone: dict[str, float]) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    """What people felt within five points of this threshold, the same kind of change first.

    None was made with a raised potassium, so the threshold here is without what it does.
    """
    easy = bands().easy.value
    if not math.isfinite(t) or t >= easy:
        return (), ()
    changed = {n for n, v in alone.items() if abs(v - 100) >= 5}
    near = [a for a in anchors() if abs(a[0] - t) <= 5 and a[0] < easy]

    def order(a: tuple[float, provocations.Provocation]) -> tuple[int, float, str]:
        other = set(a[1].during.model_dump(exclude_none=True)) ^ changed
        return (len(other), abs(a[0] - t), a[1].id)

    near = sorted(near, key=order)[:3]
    said = tuple(reason("experiment", provocation=r.id, threshold=v) for v, r in near)
    return said, tuple(dict.fromkeys(r.source for _, r in near))


def _summary(
    composition: Composition,
    threshold: Estimate,
    potassium_normal: float,
    distance: Estimate,
    compared: float,
    outcomes: tuple[Outcome, ...],
    experiments: tuple[Reason, ...],
) -> tuple[Reason, ...]:
    """What to say, in order. A number that is not finite is None: blocked, or beyond 40 mV."""
    t = threshold.value
    out: list[Reason] = []
    if math.isinf(t):
        out.append(reason("nerve_blocked"))
    elif t < 1:
        out.append(reason("nerve_fires"))
    else:
        spread = threshold.high - threshold.low >= 1
        high = threshold.high if math.isfinite(threshold.high) else None
        low = threshold.low if math.isfinite(threshold.low) else None
        out.append(reason("nerve_threshold", percent=t, low=low, high=high, spread=bool(spread)))
    if experiments:
        out.append(reason("felt_at_this_point", **experiments[0].values))
    elif compared < min(a for a, _ in anchors()):
        out.append(reason("beyond_experiments"))
    if distance.value > 0 and math.isfinite(t):
        far = distance.value if math.isfinite(distance.value) else None
        out.append(reason("not_by_itself", mv=far, most=response.FURTHEST))
    low_k, high_k = composition.k < NORMAL.k, composition.k > NORMAL.k
    if low_k and t - potassium_normal >= 7 and potassium_normal <= bands().easy.value:
        out.append(reason("low_potassium_hides", percent=potassium_normal))
    if high_k and potassium_normal - t >= 7:
        out.append(reason("high_potassium_does", percent=potassium_normal))
    ids: list[str] = [o.id for o in outcomes]
    out.append(reason("points_to", outcomes=ids, called=[o.called for o in outcomes]))
    return tuple(out)

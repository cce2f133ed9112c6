"""The answer: how much margin a nerve and a muscle have in this blood, in numbers and in words.

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

from unclench.facts import loader
from unclench.facts.kinds import provocations
from unclench.membrane import response
from unclench.membrane.response import AVERAGE, Array, Blood, People, blood_of
from unclench.plasma.composition import NORMAL, RANGES, Composition

OutcomeId = Literal[
    "near_normal", "less_excitable", "masked", "fasciculation", "tetany", "cramp_prone", "weakness"
]

TINGLING, SPASM, EASY, HARD = 88.0, 76.0, 95.0, 110.0
"""Bands of the threshold, % of normal. The first two are fitted: set by us between the rows of the
experiments in `facts/data/provocations`, so those rows cannot prove them."""
WEAK_ABOVE = -69.0
"""mV of a fibre's rest above which tetanic force falls (Cairns 2022: -69 to -60 mV)."""
DRAWS = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, with the 80 % range that comes from what is not known about the constants."""

    value: float
    low: float
    high: float
    unit: str

    def as_dict(self) -> dict[str, float | str | None]:
        """Rounded; `None` for what has no finite value."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        return {k: finite(v) for k, v in numbers.items()} | {"unit": self.unit}


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
        state: in words.
    """

    rest: Estimate
    ridge: float
    available: float
    tipped: float
    state: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the numbers point to, and why."""

    id: OutcomeId
    label: str
    because: str


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
        say: the answer in short sentences.
        experiments: what people felt in experiments at a similar threshold.
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
    say: str
    experiments: tuple[str, ...]
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
    outcomes = _outcomes(composition, threshold.value, level, distance, release, fibre)
    experiments, sources = _experiments(threshold.value, alone)
    say = _say(composition, threshold, level, distance, alone, outcomes, experiments)
    return Margin(
        threshold, rheobase, tau, shift, distance, rest, release, fibre, silent, alone, level,
        outcomes, say, experiments, sources,
    )  # fmt: skip


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
    if not math.isfinite(rest):
        state = "cannot hold its rest: it depolarises and loses force"
    elif rest > WEAK_ABOVE:
        state = "depolarised: fewer sodium channels are ready, force falls"
    else:
        state = "rests normally"
    return Fibre(estimate(rest, spread[:, 0], "mV"), float(one[1]) - rest, available, tipped, state)


def _outcomes(
    composition: Composition,
    threshold: float,
    potassium_normal: float,
    distance: Estimate,
    release: Estimate,
    fibre: Fibre,
) -> tuple[Outcome, ...]:
    """What the numbers point to. What only a raised potassium does is not counted as tetany."""
    t = max(threshold, potassium_normal) if composition.k > NORMAL.k else threshold
    weak: list[str] = []
    if not math.isfinite(fibre.rest.value) or fibre.tipped > 0.2:
        share = 100 * fibre.tipped
        weak.append(f"the model fibre cannot hold its rest in {share:.0f} % of virtual people")
    elif fibre.rest.value > WEAK_ABOVE:
        weak.append(f"the model fibre rests at {fibre.rest.value:.0f} mV, where force falls")
    if composition.k <= 2.5:
        weak.append("at a potassium this low doctors see weakness, though the model fibre may hold")
    if math.isinf(threshold):
        weak.append("no pulse fires the model axon")
    out: list[Outcome] = []

    def add(id: OutcomeId, label: str, because: str) -> None:
        out.append(Outcome(id, label, because))

    if weak:
        add("weakness", "weakness or paralysis", "; ".join(weak))
    if t <= SPASM:
        because = "the threshold is where experiments on people ended in spasm"
        add("tetany", "tetany (runs of impulses, spasm of hands and feet)", because)
    if t <= TINGLING:
        because = "the margin is small enough for a stray impulse now and then"
        add("fasciculation", "twitching and tingling (single stray impulses)", because)
        if release.value >= 50 and not weak:
            because = "the axon is easier to excite and the junction passes impulses on; a cramp "
            because += "also needs a loop through the spinal cord, which is not modelled"
            add("cramp_prone", "easier cramps", because)
    elif threshold <= TINGLING:
        because = "if potassium acts as steeply as in this model, which is doubtful"
        add("fasciculation", "perhaps twitching (single stray impulses)", because)
    if release.value < 20:
        because = f"each impulse frees {release.value:.0f} % of the usual transmitter (with the "
        because += "frog's constants), and people have three to five times what they need"
        if not weak:
            add("weakness", "weak transmission to the muscle", because)
    if composition.k < NORMAL.k and potassium_normal <= TINGLING < threshold:
        because = "the low potassium hides it; with a normal one the threshold is "
        because += f"{potassium_normal:.0f} %"
        add("masked", "easy to excite once the potassium is corrected", because)
    if not out and threshold >= HARD:
        add("less_excitable", "harder to excite than normal", "the threshold is above normal")
    if not out:
        add("near_normal", "near normal", "no sign beyond the usual spread")
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


def _experiments(t: float, alone: dict[str, float]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people felt within five points of this threshold, the same kind of change first."""
    if not math.isfinite(t) or t >= EASY:
        return (), ()
    changed = {n for n, v in alone.items() if abs(v - 100) >= 5}
    near = [a for a in anchors() if abs(a[0] - t) <= 5 and a[0] < EASY]

    def order(a: tuple[float, provocations.Provocation]) -> tuple[int, float, str]:
        other = set(a[1].during.model_dump(exclude_none=True)) ^ changed
        return (len(other), abs(a[0] - t), a[1].id)

    near = sorted(near, key=order)[:3]
    said = tuple(
        f"{r.say} ({r.label[0].lower()}{r.label[1:]}; model threshold {v:.0f} %)" for v, r in near
    )
    return said, tuple(dict.fromkeys(r.source for _, r in near))


def _amount(t: float) -> str:
    fall = 100 - t
    words = ((60, "more than half"), (45, "about half"), (29, "about a third"),
             (20, "about a quarter"), (14, "about a sixth"), (7, "about a tenth"))  # fmt: skip
    if fall >= 7:
        part = next(w for limit, w in words if fall >= limit)
        return f"This blood takes {part} off the current that a nerve needs to fire"
    if fall <= -10:
        return "In this blood a nerve needs more current than usual to fire"
    return "In this blood a nerve needs about the usual current to fire"


def _say(
    composition: Composition,
    threshold: Estimate,
    potassium_normal: float,
    distance: Estimate,
    alone: dict[str, float],
    outcomes: tuple[Outcome, ...],
    experiments: tuple[str, ...],
) -> str:
    t = threshold.value
    if math.isinf(t):
        out = ["In this blood no pulse fires the model axon: it is blocked."]
    elif t < 1:
        out = ["In this blood the model axon fires by itself."]
    else:
        out = [f"{_amount(t)} ({_span(threshold)})."]
    if experiments:
        out.append(f"In experiments and patients at about this point, {experiments[0]}.")
    elif alone and t < min(a for a, _ in anchors()):
        out.append("That is beyond any experiment on people that we know of.")
    if distance.value > 0 and math.isfinite(t):
        far = f"{distance.value:.0f}" if math.isfinite(distance.value) else "more than 40"
        out.append(f"It does not fire by itself: that would take {far} mV more.")
    if composition.k < NORMAL.k and t - potassium_normal >= 7 and potassium_normal <= EASY:
        out.append(
            f"The low potassium hides part of it: with a normal potassium it would need "
            f"{potassium_normal:.0f} %. Correcting the potassium alone can bring the signs out."
        )
    if composition.k > NORMAL.k and potassium_normal - t >= 7:
        out.append(
            f"The raised potassium does part of this (without it {potassium_normal:.0f} %), and "
            "its effect is probably too steep in this model. "
            "High potassium endangers the heart first."
        )
    points = ", ".join(o.label for o in outcomes)
    verb = "That is" if outcomes[0].id in {"near_normal", "less_excitable"} else "Points to:"
    out.append(f"{verb} {points}.")
    return " ".join(out)


def _span(e: Estimate) -> str:
    text = f"{e.value:.0f} % of normal"
    if e.high - e.low >= 1:
        high = f"{e.high:.0f}" if math.isfinite(e.high) else "blocked"
        text += f"; {e.low:.0f} to {high} for nerves of different people"
    return text

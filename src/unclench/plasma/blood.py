"""A person's blood, put together once from interpreted results: every link after reads this.

A level is a number or an interval: a bound such as "K <3.0" stays an interval to the end and is
never a number to start from. What was not measured but follows from what was (ionised calcium from
the total, ionised from total magnesium) is worked out here and nowhere else, by the constants of
the models of calcium and magnesium, so that a course starts at the very total that was measured.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from unclench.assessment import Lab, Reason, reason
from unclench.facts.kinds import analytes
from unclench.facts.kinds.blood_models import BloodModels
from unclench.facts.loader import load
from unclench.plasma.composition import NAMES, NORMAL, Composition
from unclench.plasma.engine import load as load_model

Origin = Literal["measured", "corrected", "inferred", "predicted", "assumed"]
Name = Literal[
    "sodium", "potassium", "chloride", "calcium", "ica", "magnesium", "img", "ph", "albumin",
    "d25", "egfr",
]  # fmt: skip
"""Quantities; those that the models report have the ids of `facts/data/blood_quantities`. `calcium`
and `magnesium` are totals, `ica` and `img` their ionised parts, `d25` is 25-hydroxyvitamin D."""

ANALYTES: dict[str, Name] = {
    "na": "sodium",
    "k": "potassium",
    "cl": "chloride",
    "ca_total": "calcium",
    "ca_ion": "ica",
    "mg": "magnesium",
    "ph": "ph",
    "albumin": "albumin",
    "vitd": "d25",
    "egfr": "egfr",
}
"""Analyte of a blood test -> quantity. Units are those of the analytes."""
ANALYTE_OF: dict[str, str] = {name: analyte for analyte, name in ANALYTES.items()}

IN_NERVE: dict[str, Name] = {
    "ica": "ica",
    "img": "img",
    "k": "potassium",
    "na": "sodium",
    "cl": "chloride",
    "ph": "ph",
}
"""Quantity of a `Composition` -> quantity here."""
SIMULATED = ("ica", "img", "k", "na", "cl")
"""What the slow models predict of a `Composition`; pH and temperature are none of theirs."""
NEEDED: tuple[Name, ...] = ("ica", "img", "potassium")
"""A margin of the nerves means something when one of these is known."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level, as a number (`low` equals `high`) or an interval, and where it comes from."""

    low: float
    high: float
    unit: str
    origin: Origin = "measured"
    date: dt.date | None = None

    @property
    def value(self) -> float | None:
        """The number; None for an interval, which is no number."""
        return self.low if self.low == self.high else None

    def holds(self, value: float) -> bool:
        """Whether the interval holds a value."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Blood:
    """What is known of a person's blood.

    Attributes:
        levels: by quantity; what is missing is unknown.
        worked_out: how levels were inferred. unused: results that are no number, and why.
    """

    levels: Mapping[Name, Level] = field(default_factory=dict)
    worked_out: tuple[Reason, ...] = ()
    unused: tuple[Reason, ...] = ()

    def value(self, name: Name) -> float | None:
        """The number of a quantity; None when it is unknown or only an interval."""
        level = self.levels.get(name)
        return None if level is None else level.value

    def without(self, *names: Name) -> Blood:
        """The same blood without some quantities."""
        return replace(self, levels={k: v for k, v in self.levels.items() if k not in names})

    @property
    def last_day(self) -> dt.date | None:
        """The day of the newest result."""
        return max((v.date for v in self.levels.values() if v.date), default=None)


def newest(labs: Iterable[Lab]) -> dict[str, Lab]:
    """The newest result of each analyte.

    One without a date counts as older than any dated one; of two of the same day a number counts
    before a word, and then the one told later.
    """
    out: dict[str, tuple[tuple[dt.date, bool], Lab]] = {}
    for lab in labs:
        key = (lab.date or dt.date.min, lab.value is not None)
        if lab.analyte not in out or key >= out[lab.analyte][0]:
            out[lab.analyte] = (key, lab)
    return {analyte: lab for analyte, (_, lab) in out.items()}


def shared() -> BloodModels:
    """Numbers that the models of blood share."""
    return load("blood_models", BloodModels)["shared"]


def ica_per_ph() -> float:
    """Change of ionised calcium in mmol/L per unit of pH."""
    return shared().ica_per_ph.value


def ionised_calcium(total: float, albumin: float | None = None, ph: float | None = None) -> float:
    """Ionised calcium in mmol/L from the total.

    What is bound and complexed goes with the ionised part, as in the model of calcium: total = free
    * (1 + (bound per albumin * albumin + complexed) / normal). The usual straight-line correction
    adds the same 0.02 per g/L at any calcium, and its result would not be the total that the
    model starts from.

    Args:
        total: mmol/L. albumin: g/L, the reference adult's when not known. ph: 7.40 when not known.
    """
    calcium = load_model("unclench.plasma.models", "calcium")

    def constant(name: str) -> float:
        value = calcium.quantity(name).value
        assert value is not None
        return value

    albumin = constant("input.albumin") if albumin is None else albumin
    bound = constant("fluid.bound_per_albumin") * albumin + constant("fluid.complexed")
    free = total / (1 + bound / constant("fluid.normal"))
    return free if ph is None else free + ica_per_ph() * (ph - NORMAL.ph)


def ionised_share_of_magnesium() -> float:
    """Ionised as a share of total magnesium, as in the model of magnesium."""
    share = load_model("unclench.plasma.models", "magnesium").quantity("fluid.ionised_share").value
    assert share is not None
    return share


def _level(lab: Lab, unit: str) -> Level | None:
    value = lab.si_value
    if value is None or lab.si_unit not in ("", unit):
        return None
    low = 0.0 if lab.comparator.startswith("<") else value
    high = math.inf if lab.comparator.startswith(">") else value
    return Level(low, high, unit, "inferred" if lab.derived else "measured", lab.date)


def from_labs(labs: Iterable[Lab]) -> Blood:
    """Blood from interpreted results; the newest of each analyte counts."""
    levels: dict[Name, Level] = {}
    unused: list[Reason] = []
    for analyte, lab in newest(labs).items():
        if analyte not in ANALYTES:
            continue
        unit = analytes.load()[analyte].unit
        level = _level(lab, unit)
        if level is None:
            unused.append(reason("lab_without_number", analyte=analyte, unit=unit))
            continue
        levels[ANALYTES[analyte]] = level
        if level.value is None:
            unused.append(
                reason(
                    "bound_not_used",
                    analyte=analyte,
                    side="above" if math.isinf(level.high) else "below",
                    limit=level.low if math.isinf(level.high) else level.high,
                    unit=unit,
                )
            )
    return _inferred(Blood(levels, (), tuple(unused)))


def measured(
    *,
    sodium: float | None = None,
    potassium: float | None = None,
    chloride: float | None = None,
    calcium: float | None = None,
    ica: float | None = None,
    magnesium: float | None = None,
    ph: float | None = None,
    albumin: float | None = None,
    d25: float | None = None,
    egfr: float | None = None,
) -> Blood:
    """Blood from numbers in the units of the analytes: mmol/L, g/L (albumin), nmol/L (d25)."""
    told = locals()
    levels: dict[Name, Level] = {}
    for name in get_args(Name):
        value = told.get(name)
        if value is not None:
            unit = analytes.load()[ANALYTE_OF[name]].unit
            levels[name] = Level(float(value), float(value), unit)
    return _inferred(Blood(levels))


def _inferred(blood: Blood) -> Blood:
    """The same blood with what follows from it."""
    levels = dict(blood.levels)
    said = list(blood.worked_out)
    total, magnesium = levels.get("calcium"), levels.get("magnesium")
    if "ica" not in levels and total is not None:
        alb, acid = blood.value("albumin"), blood.value("ph")
        low, high = (
            ionised_calcium(t, alb, acid) if math.isfinite(t) else t
            for t in (total.low, total.high)
        )
        levels["ica"] = Level(low, high, total.unit, "inferred", total.date)
        if low == high:
            said.append(reason("ica_from_total", albumin=alb, with_ph=acid is not None, ica=low))
    if "img" not in levels and magnesium is not None:
        share = ionised_share_of_magnesium()
        low, high = share * magnesium.low, share * magnesium.high
        levels["img"] = Level(low, high, magnesium.unit, "inferred", magnesium.date)
        if low == high:
            said.append(reason("img_from_total", percent=100 * share, img=low))
    return Blood(levels, tuple(said), blood.unused)


@dataclass(frozen=True, slots=True)
class FromBlood:
    """What a nerve meets.

    Attributes:
        composition: the blood. origins: where each of its quantities comes from.
        assumptions: one reason per thing that was taken for granted. unused: as in `Blood`.
        contradicted: results that were only a bound, and what would be taken lies outside it: the
            blood is not this person's.
    """

    composition: Composition
    origins: Mapping[str, Origin]
    assumptions: tuple[Reason, ...]
    unused: tuple[Reason, ...]
    contradicted: tuple[Reason, ...]

    @property
    def given(self) -> tuple[str, ...]:
        """Names that rest on a result."""
        known = ("measured", "corrected", "inferred")
        return tuple(n for n in NAMES if self.origins[n] in known)


def composition_of(blood: Blood, predicted: Composition | None = None) -> FromBlood:
    """The composition that a nerve meets; what is not known is taken from a prediction, or normal.

    Nothing is checked against the range of the models here: `simulate` does that.
    """
    values: dict[str, float] = {}
    origins: dict[str, Origin] = {}
    against: list[Reason] = []
    for name in NAMES:
        quantity = IN_NERVE.get(name)
        level = blood.levels.get(quantity) if quantity else None
        if level is not None and level.value is not None:
            values[name], origins[name] = level.value, level.origin
            continue
        by_model = predicted is not None and name in SIMULATED
        values[name] = float(getattr(predicted if by_model else NORMAL, name))
        origins[name] = "predicted" if by_model else "assumed"
        if level is not None and not level.holds(values[name]):
            against.append(
                reason(
                    "bound_against_blood",
                    name=name,
                    value=values[name],
                    predicted=by_model,
                )
            )
    said = list(blood.worked_out)
    rest = {n: o for n, o in origins.items() if o in ("assumed", "predicted") and n != "cl"}
    if by_models := [n for n, o in rest.items() if o == "predicted"]:
        said.append(reason("predicted_not_measured", names=by_models))
    said += [reason("not_measured_normal", name=n) for n, o in rest.items() if o == "assumed"]
    used = {*IN_NERVE.values(), "calcium", "magnesium", "albumin"}
    unused = [r for r in blood.unused if ANALYTES[str(r.values["analyte"])] in used]
    return FromBlood(Composition(**values), origins, tuple(said), tuple(unused), tuple(against))


def composition_from_labs(labs: Iterable[Lab]) -> FromBlood:
    """`composition_of` the blood of interpreted results."""
    return composition_of(from_labs(labs))

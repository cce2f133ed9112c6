"""What a simulation of blood answers: courses with bands, a composition, reasons to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Reason, reason
from unclench.assessment.simulation import BloodAt, BloodChange, BloodCourse, Series
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.plasma.blood import ica_per_ph, shared
from unclench.plasma.composition import NORMAL, Composition

Array = NDArray[np.float64]

BAND = (10.0, 90.0)
"""Per cent of people at the lower and upper edge of a band."""

TESTED = ("sodium", "potassium", "calcium", "magnesium")
"""The minerals of blood of which the summary speaks."""

WEEKS = (0.0, 4.0, 12.0, 26.0)
"""Weeks that tables show, as far as the course goes."""
BONE_WORTH_SAYING, TISSUE_WORTH_SAYING = 20.0, 0.97
"""mg of calcium a day from bone, and share of the ordinary magnesium in soft tissue, beyond which
the summary of a steady blood speaks of them (judgement)."""


def quantities() -> dict[str, BloodQuantity]:
    """What is reported, in order, by id."""
    table = load("blood_quantities", BloodQuantity)
    return dict(sorted(table.items(), key=lambda kv: kv[1].order))


def unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, in the order of the first."""
    out: list[Reason] = []
    for one in reasons:
        if one not in out:
            out.append(one)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class BloodResult:
    """Courses of blood for a number of people who share the inputs but not their constants.

    Attributes:
        days: (times,), the first is the start.
        values: by quantity id (see `quantities`), (people, times).
        units: by quantity id.
        ph: of blood, taken as constant. temperature_c likewise.
        displaced: levels that started outside the usual span, because a blood test said so.
        not_held: ids of medicines and conditions that the models do not hold.
        notes: what was assumed or left out. validity, cannot_know: from the models.
        seed: of the virtual people.
    """

    days: Array
    values: dict[str, Array]
    units: dict[str, str]
    ph: float
    temperature_c: float
    displaced: tuple[str, ...]
    not_held: tuple[str, ...]
    notes: tuple[Reason, ...]
    validity: tuple[str, ...]
    cannot_know: tuple[str, ...]
    seed: int

    @property
    def people(self) -> int:
        """How many virtual people."""
        return int(self.values["potassium"].shape[0])

    def _index(self, week: float | None) -> int:
        if week is None:
            return int(self.days.size - 1)
        if not 0 <= week * 7 <= self.days[-1] + 1e-9:
            last = self.days[-1] / 7
            raise UserError(
                Problem(f"Week {week:g} is not in this course.", "week", f"It ends at {last:g}.")
            )
        return int(np.argmin(np.abs(self.days - week * 7)))

    def _course(self, quantity: str) -> Array:
        if quantity not in self.values:
            fix = did_you_mean(quantity, self.values) or f"Known: {', '.join(self.values)}."
            raise UserError(Problem(f"'{quantity}' is not simulated.", "quantity", fix))
        return self.values[quantity]

    def band(self, quantity: str) -> Array:
        """Lower edge, median and upper edge of 80 % of people, (3, times)."""
        course = self._course(quantity)
        out: Array = np.percentile(course, [BAND[0], 50.0, BAND[1]], axis=0)
        return out

    def at(self, quantity: str, week: float | None = None) -> Array:
        """Everybody's level at a week (the end when not given), (people,)."""
        out: Array = self._course(quantity)[:, self._index(week)]
        return out

    def change(self, quantity: str, week: float | None = None) -> Array:
        """Everybody's change from the start to a week, (people,)."""
        return self.at(quantity, week) - self.at(quantity, 0)

    def share_below(self, quantity: str, limit: float, week: float | None = None) -> float:
        """Share of the virtual people whose level is below `limit` at a week."""
        return float(np.mean(self.at(quantity, week) < limit))

    def composition(self, week: float | None = None, person: int | None = None) -> Composition:
        """What the models of nerve and muscle take, at a week: the median of all, or one person.

        `ica` is brought to this blood's pH. Ranges are not checked here (`Composition.check`).
        """

        def level(quantity: str) -> float:
            course = self.at(quantity, week)
            return float(np.median(course) if person is None else course[person])

        sodium = level("sodium")
        return Composition(
            ica=level("ica") + ica_per_ph() * (self.ph - NORMAL.ph),
            img=level("img"),
            k=level("potassium"),
            na=sodium,
            cl=sodium - shared().sodium_less_chloride.value,
            ph=self.ph,
            temperature=self.temperature_c,
        )

    def visible(self, quantity: str, week: float | None = None) -> bool:
        """Whether the median change is larger than one blood test can tell from chance."""
        noise = quantities()[quantity].smallest_change
        if noise is None:
            return False
        start = float(np.median(self.at(quantity, 0)))
        return abs(float(np.median(self.change(quantity, week)))) > noise.share * start

    def line(self, quantity: str, week: float | None = None) -> Reason:
        """A quantity: level at the start and at a week, band, and whether two tests can show it.

        `limit` is the smallest change that two tests can tell from chance, None for no test.
        """
        i = self._index(week)
        low, mid, high = self.band(quantity)[:, i]
        start = float(np.median(self.at(quantity, 0)))
        noise = quantities()[quantity].smallest_change
        return reason(
            "blood_course",
            quantity=quantity,
            now=start,
            then=float(mid),
            low=float(low),
            high=float(high),
            weeks=float(self.days[i] / 7),
            limit=None if noise is None else noise.share * start,
            visible=self.visible(quantity, week),
        )

    def summary(self, week: float | None = None) -> list[Reason]:
        """What the course comes to: minerals that move so that two tests can show it, or none.

        What the models do not hold is named first: then the rest is only of what they do hold.
        """
        weeks = float(self.days[self._index(week)] / 7)
        lead = [reason("blood_not_held", names=list(self.not_held))] if self.not_held else []
        partly = [n for n in self.notes if n.code == "effect_on_blood" and n.values["misses"]]
        if partly:
            named = [str(n.values["effect"]) for n in partly]
            lead.append(reason("blood_held_in_part", effects=named))
        moved = [q for q in TESTED if self.visible(q, week)]
        if moved:
            return [
                *lead,
                reason(
                    "blood_moves",
                    weeks=weeks,
                    quantities=moved,
                    now=[float(np.median(self.at(q, 0))) for q in moved],
                    then=[float(np.median(self.at(q, week))) for q in moved],
                    falls=[q for q in moved if float(np.median(self.change(q, week))) < 0],
                    rest=[q for q in TESTED if q not in moved],
                    displaced=bool(self.displaced),
                    partial=bool(lead),
                ),
            ]
        tissue = float(np.median(self.at("soft_magnesium", week)))
        calcium = nutrients()["calcium"].molar_mass or 0.0
        bone = float(np.median(self.at("bone_calcium_given", week))) * calcium
        return [
            *lead,
            reason(
                "blood_steady",
                weeks=weeks,
                bone_mg=bone if bone > BONE_WORTH_SAYING else None,
                tissue=tissue if tissue < TISSUE_WORTH_SAYING else None,
                partial=bool(lead),
            ),
        ]

    def part(self, weeks: tuple[float, ...] = WEEKS) -> BloodCourse:
        """The course as a part of an answer; its sentences are filled by `unclench.words`."""
        shown = [w for w in weeks if w * 7 <= self.days[-1] + 1e-9]

        def rounded(values: Array) -> list[float]:
            return [round(float(v), 6) for v in values]

        bands = {key: self.band(key) for key in quantities()}
        return BloodCourse(
            days=[float(d) for d in self.days],
            series={
                key: Series(
                    unit=self.units[key],
                    low=rounded(band[0]),
                    median=rounded(band[1]),
                    high=rounded(band[2]),
                )
                for key, band in bands.items()
            },
            weeks=shown,
            composition=[BloodAt(week=w, **self.composition(w).as_dict()) for w in shown],
            displaced=list(self.displaced),
            not_held=list(self.not_held),
            summary=self.summary(),
            details=[self.line(q) for q in (*TESTED, "d25")],
            notes=list(self.notes),
            validity=list(self.validity),
            cannot_know=list(self.cannot_know),
            people=self.people,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True)
class BloodComparison:
    """The same people with and without a change (before, after), person by person."""

    before: BloodResult
    after: BloodResult

    def difference(self, quantity: str, week: float | None = None) -> Array:
        """After less before at a week, (people,)."""
        return self.after.at(quantity, week) - self.before.at(quantity, week)

    def changes(self, weeks: tuple[float, ...] = WEEKS) -> list[Reason]:
        """One reason per mineral and vitamin D: where the change leads at these weeks."""
        weeks = tuple(w for w in weeks if 0 < w * 7 <= self.after.days[-1] + 1e-9)
        out = []
        for key in (*TESTED, "d25"):
            edges = [np.percentile(self.difference(key, w), [BAND[0], 50, BAND[1]]) for w in weeks]
            out.append(
                reason(
                    "blood_change",
                    quantity=key,
                    weeks=list(weeks),
                    low=[float(e[0]) for e in edges],
                    median=[float(e[1]) for e in edges],
                    high=[float(e[2]) for e in edges],
                )
            )
        return out

    def part(self, weeks: tuple[float, ...] = WEEKS) -> BloodChange:
        """Both courses and their difference as a part of an answer."""
        return BloodChange(
            before=self.before.part(weeks),
            after=self.after.part(weeks),
            changes=self.changes(weeks),
        )


def units_of(table: Mapping[str, BloodQuantity]) -> dict[str, str]:
    """Units by quantity id."""
    return {key: q.unit for key, q in table.items()}

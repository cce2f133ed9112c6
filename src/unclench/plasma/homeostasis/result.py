"""What a simulation of blood answers: courses with bands, a composition, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.loader import load
from unclench.plasma.composition import Composition
from unclench.plasma.homeostasis.inputs import ICA_PER_PH

Array = NDArray[np.float64]

BAND = (10.0, 90.0)
"""Per cent of people at the lower and upper edge of a band."""

TESTED = ("sodium", "potassium", "calcium", "magnesium")
"""The minerals of blood of which the summary speaks."""

ANION_GAP_AND_BICARBONATE = 36.0
"""Chloride is sodium less this, mmol/L: acid-base is not simulated (judgement)."""


def quantities() -> dict[str, BloodQuantity]:
    """What is reported, in order, by id."""
    table = load("blood_quantities", BloodQuantity)
    return dict(sorted(table.items(), key=lambda kv: kv[1].order))


@dataclass(frozen=True, slots=True)
class BloodResult:
    """Courses of blood for a number of people who share the inputs but not their constants.

    Attributes:
        days: (times,), the first is the start.
        values: by quantity id (see `quantities`), (people, times).
        units: by quantity id.
        ph: of blood, taken as constant. temperature_c likewise.
        displaced: levels that started outside the usual span, because a blood test said so.
        notes: what was assumed or left out. validity, cannot_know: from the models.
        seed: of the virtual people.
    """

    days: Array
    values: dict[str, Array]
    units: dict[str, str]
    ph: float
    temperature_c: float
    displaced: tuple[str, ...]
    notes: tuple[str, ...]
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
            ica=level("ica") + ICA_PER_PH * (self.ph - 7.4),
            img=level("img"),
            k=level("potassium"),
            na=sodium,
            cl=sodium - ANION_GAP_AND_BICARBONATE,
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

    def line(self, quantity: str, week: float | None = None) -> str:
        """One sentence on a quantity: level at the start and at a week, band, and what it means."""
        q = quantities()[quantity]
        i = self._index(week)
        d = q.decimals
        low, mid, high = self.band(quantity)[:, i]
        unit = "" if q.unit == "1" else f" {q.unit}"
        text = (
            f"{q.say}: {np.median(self.at(quantity, 0)):.{d}f}{unit} now, "
            f"{mid:.{d}f} after {self.days[i] / 7:g} weeks "
            f"(80 of 100 such people {low:.{d}f} to {high:.{d}f})."
        )
        if q.smallest_change is not None:
            limit = q.smallest_change.share * float(np.median(self.at(quantity, 0)))
            if self.visible(quantity, week):
                text += f" Two tests can show this: it is more than {limit:.{max(d, 1)}f}."
            else:
                text += f" Two tests cannot tell this from chance (under {limit:.{max(d, 1)}f})."
        return text

    def say(self, week: float | None = None) -> str:
        """The summary in one or two sentences, made from the numbers."""
        i = self._index(week)
        weeks = f"{self.days[i] / 7:g} weeks"
        moved = [q for q in TESTED if self.visible(q, week)]
        if not moved:
            tissue = float(np.median(self.at("soft_magnesium", week)))
            bone = float(np.median(self.at("bone_calcium_given", week))) * 40.078
            text = (
                f"Sodium, potassium, calcium and magnesium in blood hardly move within {weeks}: "
                "less than two blood tests could tell from chance. A normal test does not prove "
                "a good diet."
            )
            extra = []
            if bone > 20:
                extra.append(f"bone gives about {bone:.0f} mg of calcium a day to keep it so")
            if tissue < 0.97:
                extra.append(f"magnesium in soft tissue is at {tissue:.0%} of the ordinary")
            if extra:
                text += f" Meanwhile {' and '.join(extra)}.".replace("%", " %")
            return text
        table = quantities()
        parts = []
        for q in moved:
            change = float(np.median(self.change(q, week)))
            word = "falls" if change < 0 else "rises"
            now, then = np.median(self.at(q, 0)), np.median(self.at(q, week))
            d = table[q].decimals
            parts.append(f"{q} {word} from {now:.{d}f} to {then:.{d}f} {table[q].unit}")
        rest = [q for q in TESTED if q not in moved]
        text = f"Within {weeks} {'; '.join(parts)}."
        if self.displaced:
            text = (
                f"If nothing but past intake moved the levels, then within {weeks} "
                f"{'; '.join(parts)}. If a cause still acts, they will not: ask a professional."
            )
        return text + (f" {', '.join(rest).capitalize()} hardly move." if rest else "")

    def table(self, weeks: tuple[float, ...] = (0, 4, 12, 26)) -> dict[str, Any]:
        """Title, columns and rows of levels at some weeks, for rendering."""
        weeks = tuple(w for w in weeks if w * 7 <= self.days[-1] + 1e-9)
        rows = []
        for key, q in quantities().items():
            unit = "" if q.unit == "1" else q.unit
            cells = []
            for w in weeks:
                low, mid, high = self.band(key)[:, self._index(w)]
                d = q.decimals
                cells.append(f"{mid:.{d}f} ({low:.{d}f}–{high:.{d}f})")
            rows.append([q.label, unit, *cells])
        columns = ["", "unit", *("now" if w == 0 else f"week {w:g}" for w in weeks)]
        title = "Blood and body as the models see them: median of such people, and 80 in 100"
        return {"title": title, "columns": columns, "rows": rows}

    def to_dict(self, weeks: tuple[float, ...] = (0, 4, 12, 26)) -> dict[str, Any]:
        """Plain data for `Assessment.simulation` and for JSON: sentences, tables, series."""
        series = {
            key: {
                "unit": self.units[key],
                "low": [round(float(v), 6) for v in self.band(key)[0]],
                "median": [round(float(v), 6) for v in self.band(key)[1]],
                "high": [round(float(v), 6) for v in self.band(key)[2]],
            }
            for key in quantities()
        }
        return {
            "say": self.say(),
            "lines": [self.line(q) for q in (*TESTED, "d25")] + list(self.notes),
            "tables": [self.table(weeks)],
            "days": [float(d) for d in self.days],
            "series": series,
            "composition": {
                f"week {w:g}": self.composition(w).as_dict() for w in weeks if self._has(w)
            },
            "validity": list(self.validity),
            "cannot_know": list(self.cannot_know),
            "people": self.people,
            "seed": self.seed,
        }

    def _has(self, week: float) -> bool:
        return bool(week * 7 <= self.days[-1] + 1e-9)


@dataclass(frozen=True, slots=True)
class BloodComparison:
    """The same people with and without a change (before, after), person by person."""

    before: BloodResult
    after: BloodResult

    def difference(self, quantity: str, week: float | None = None) -> Array:
        """After less before at a week, (people,)."""
        return self.after.at(quantity, week) - self.before.at(quantity, week)

    def lines(self, weeks: tuple[float, ...] = (4, 12, 26)) -> list[str]:
        """One sentence per mineral and vitamin D: where the change leads at these weeks."""
        weeks = tuple(w for w in weeks if w * 7 <= self.after.days[-1] + 1e-9)
        out = []
        for key in (*TESTED, "d25"):
            q = quantities()[key]
            d = q.decimals
            least = 0.5 * 10**-d
            parts = []
            for w in weeks:
                low, mid, high = np.percentile(self.difference(key, w), [BAND[0], 50, BAND[1]])
                if abs(mid) < least:
                    parts.append("")
                else:
                    parts.append(f"{mid:+.{d}f} in {w:g} weeks ({low:+.{d}f} to {high:+.{d}f})")
            if not any(parts):
                out.append(f"{q.say}: the change makes no difference.")
            else:
                told = (p or f"nothing in {w:g} weeks" for p, w in zip(parts, weeks, strict=True))
                out.append(f"{q.say}, {q.unit}: {', '.join(told)}.")
        return out

    def to_dict(self, weeks: tuple[float, ...] = (0, 4, 12, 26)) -> dict[str, Any]:
        """Plain data: sentences, and both results."""
        return {
            "say": self.after.say(),
            "lines": self.lines(tuple(w for w in weeks if w > 0)),
            "tables": [self.after.table(weeks)],
            "before": self.before.to_dict(weeks),
            "after": self.after.to_dict(weeks),
        }


def units_of(table: Mapping[str, BloodQuantity]) -> dict[str, str]:
    """Units by quantity id."""
    return {key: q.unit for key, q in table.items()}

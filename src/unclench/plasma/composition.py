"""The composition of the fluid around nerve and muscle: what slow models hand to fast ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from unclench.errors import Problem, UserError
from unclench.facts.kinds.composition import CompositionQuantity
from unclench.facts.loader import load

_FACTS = load("composition", CompositionQuantity)
RANGES: dict[str, CompositionQuantity] = {
    name: _FACTS[name] for name in ("ica", "img", "k", "na", "cl", "ph", "temperature")
}
"""Ranges of validity, and the value that stands for normal blood."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Blood as an excitable cell meets it.

    Attributes:
        ica, img: ionised (free) calcium and magnesium, mmol/L; about half and two thirds of total.
        k, na, cl: mmol/L. ph: of arterial blood. temperature: degrees Celsius.
    """

    ica: float = RANGES["ica"].normal
    img: float = RANGES["img"].normal
    k: float = RANGES["k"].normal
    na: float = RANGES["na"].normal
    cl: float = RANGES["cl"].normal
    ph: float = RANGES["ph"].normal
    temperature: float = RANGES["temperature"].normal

    def problems(self) -> list[Problem]:
        """One problem per quantity outside the models' range of validity."""
        out = []
        for name, value in asdict(self).items():
            r = RANGES[name]
            if not (math.isfinite(value) and r.low <= value <= r.high):
                unit = f" {r.unit}" if r.unit else ""
                label = r.label if r.label == "pH" else r.label[0].upper() + r.label[1:]
                out.append(
                    Problem(
                        f"{label} of {value:g}{unit} is outside what the models answer for.",
                        name,
                        f"They can be used from {r.low:g} to {r.high:g}{unit}.",
                    )
                )
        return out

    def check(self) -> Composition:
        """Itself.

        Raises:
            UserError: anything is outside its range; all at once.
        """
        if problems := self.problems():
            raise UserError(problems)
        return self

    def as_dict(self) -> dict[str, float]:
        """Values by name."""
        return asdict(self)


NORMAL = Composition()
"""Normal blood, against which margins are counted."""

NAMES = tuple(f.name for f in fields(Composition))


def make(values: Mapping[str, float | None]) -> Composition:
    """A checked composition; what is `None` or missing is taken as normal.

    Raises:
        UserError: out of range.
    """
    known = {k: float(v) for k, v in values.items() if v is not None}
    return Composition(**known).check()

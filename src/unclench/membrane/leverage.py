"""Which constant the answer hangs on: each at the low and the high end of its range, alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.membrane import response
from unclench.membrane.margin import threshold_percent
from unclench.membrane.response import Array, People, blood_of
from unclench.plasma.composition import Composition


@dataclass(frozen=True, slots=True)
class Leverage:
    """One constant.

    Attributes:
        model, constant, unit: which. low, high: ends of its range.
        at_low, at_high: threshold there, % of the same axon's in normal blood; nan where the axon
            would fire by itself in normal blood.
        status: published, fitted or assumed.
    """

    model: str
    constant: str
    unit: str
    low: float
    high: float
    at_low: float
    at_high: float
    status: str

    @property
    def span(self) -> float:
        """How far the threshold moves from one end to the other, in points; inf when unknown."""
        gap = abs(self.at_high - self.at_low)
        return gap if np.isfinite(gap) else float("inf")


def sensitivity(composition: Composition) -> list[Leverage]:
    """Every constant of axon and surface that has a range, the one that matters most first.

    Raises:
        UserError: the blood is out of the models' range.
    """
    composition.check()
    places = [
        (part, q)
        for part, model in (("axon", response.axon()), ("charge", response.charge()))
        for q in model.constants_
        if q.status != "input" and q.low is not None and q.high is not None
    ]
    n = 2 * len(places)
    axon: dict[str, Array] = {}
    charge: dict[str, Array] = {}
    for i, (part, q) in enumerate(places):
        assert q.value is not None
        values = np.full(n, q.value)
        values[2 * i], values[2 * i + 1] = q.low, q.high
        (axon if part == "axon" else charge)[q.name] = values
    threshold = threshold_percent(blood_of(composition, n), who=People(n, axon, charge))[0]
    out = [
        Leverage(
            (response.axon() if part == "axon" else response.charge()).name,
            q.name,
            q.unit,
            float(q.low or 0),
            float(q.high or 0),
            float(threshold[2 * i]),
            float(threshold[2 * i + 1]),
            q.status,
        )
        for i, (part, q) in enumerate(places)
    ]
    return sorted(out, key=lambda r: (-r.span, r.model, r.constant))


def markdown(composition: Composition, most: int = 10) -> str:
    """A table for the manual: the constants that move the threshold most in this blood."""
    lines = [
        "| constant | low | high | unit | threshold at low | at high | status |",
        "| --- | ---: | ---: | --- | ---: | ---: | --- |",
    ]
    for r in sensitivity(composition)[:most]:
        ends = [
            f"{x:.0f} %" if np.isfinite(x) else "fires by itself" for x in (r.at_low, r.at_high)
        ]
        cells = [f"`{r.model}: {r.constant}`", f"{r.low:g}", f"{r.high:g}", r.unit, *ends, r.status]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)

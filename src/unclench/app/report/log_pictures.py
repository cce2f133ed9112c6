"""The picture of a spasm log as SVG: a strip of cramps, and one for each intake beside it.

Drawn from a template, so that it takes milliseconds; attributes only, no styles, so that it may
stand in a page that allows no inline style.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from unclench.assessment.spasm_log import LogShown
from unclench.door.files import packaged
from unclench.door.inert import inert

LEFT, WIDTH, NARROW, HEIGHT, GAP, LINE = 46.0, 620.0, 270.0, 84.0, 34.0, 16.0
"""`NARROW` is the width of days on a phone."""
WIDEST = 22.0
"""Of a day, where few are noted."""
LETTER = 6.9
"""Width of a character of the list under the picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: left edge, width, top, height; `kind` is "value", "zero" or "unknown"."""

    x: float
    width: float
    y: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of the picture; `most` is the value at its top."""

    title: str
    top: float
    most: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line through all rows: where, its number, and what the list under the picture says."""

    x: float
    number: str
    says: str


def svg(
    log: LogShown, titles: Sequence[str], alt: str, not_noted: str, width: float = WIDTH
) -> str:
    """The log as SVG text; empty without a day.

    Args:
        log: as shown. titles: of the strips. alt: the picture in words. not_noted: that, in words.
        width: of all days together.
    """
    if not log.days:
        return ""
    days = [d.day for d in log.days]
    cramps = {d.day: None if d.cramps is None else float(d.cramps) for d in log.days}
    rows = [cramps, *(dict(zip(b.days, b.values, strict=True)) for b in log.beside)]
    if any(d.heat for d in log.days):
        rows.append({d.day: None if d.heat is None else float(d.heat) for d in log.days})
    strips = [
        _strip(title, i, days, row, not_noted, width)
        for i, (title, row) in enumerate(zip(titles, rows, strict=True))
    ]
    step = min(width / len(days), WIDEST)
    marks = _marks(log, days, step, int(width / LETTER))
    bottom = strips[-1].top + HEIGHT
    env = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    text = env.from_string(packaged("unclench.app.report", "log.svg.j2")).render(
        strips=strips, marks=marks, alt=alt, first=days[0], last=days[-1],
        left=LEFT, width=width, height=HEIGHT, bottom=bottom,
        whole=LEFT + width + 8, tall=bottom + 38 + LINE * len(marks),
        line=LINE,
    )  # fmt: skip
    return inert(text)


def _marks(log: LogShown, days: Sequence[dt.date], step: float, longest: int) -> list[Mark]:
    """A mark for each day on which something new is noted as taken."""
    new: dict[dt.date, list[str]] = {}
    for change in log.changes:
        new.setdefault(change.day, []).append(change.what)
    return [
        Mark(LEFT + step * (days.index(day) + 0.5), str(i), _cut(f"{day}: {what}", longest))
        for i, (day, what) in enumerate(sorted((d, "; ".join(w)) for d, w in new.items()), 1)
    ]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2]} …"


def _strip(
    title: str,
    place: int,
    days: Sequence[dt.date],
    values: Mapping[dt.date, float | None],
    unknown: str,
    width: float,
) -> Strip:
    top = 22 + place * (HEIGHT + GAP)
    known = [v for v in values.values() if v is not None]
    most = max(known, default=0.0) or 1.0
    step = min(width / len(days), WIDEST)
    bars = []
    for i, day in enumerate(days):
        value, x, wide = values.get(day), LEFT + i * step, max(step * 0.8, 0.4)
        if value is None:
            bars.append(Bar(x, wide, top + HEIGHT + 2, 3, "unknown", f"{day}: {unknown}"))
        elif not value:
            bars.append(Bar(x, wide, top + HEIGHT - 2, 2, "zero", f"{day}: 0"))
        else:
            tall = HEIGHT * value / most
            bars.append(Bar(x, wide, top + HEIGHT - tall, tall, "value", f"{day}: {value:g}"))
    return Strip(title, top, f"{most:g}", tuple(bars))

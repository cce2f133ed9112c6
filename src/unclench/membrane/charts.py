"""Pictures: voltage traces against normal, and threshold maps. Altair is imported when drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from unclench.errors import Problem, UserError
from unclench.membrane.margin import bands
from unclench.membrane.simulation import NerveResult, ThresholdMap
from unclench.plasma.composition import RANGES

CHOSEN = {
    "this": "a pulse just strong enough in this blood",
    "normal": "a pulse just strong enough in normal blood",
}
ENDINGS = (".svg", ".png", ".html", ".json")


def trace_chart(result: NerveResult) -> Any:
    """An Altair chart of the axon's voltage after one pulse, in this blood and in normal blood."""
    import altair as alt

    t = result.trace
    rows = [
        {"time": round(float(x), 3), "voltage": round(float(v), 2), "blood": name}
        for name, series in (("this blood", t.person), ("normal blood", t.normal))
        for x, v in zip(t.time[::2], series[::2], strict=True)
    ]
    return (
        alt.Chart(alt.Data(values=rows), width=460, height=240)
        .mark_line()
        .encode(
            x=alt.X("time:Q", title="time after the start of the pulse (ms)"),
            y=alt.Y("voltage:Q", title="voltage of the axon (mV)", scale=alt.Scale(zero=False)),
            color=alt.Color(
                "blood:N",
                title=None,
                scale=alt.Scale(
                    domain=["this blood", "normal blood"], range=["#b5400b", "#4a6fa5"]
                ),
            ),
            strokeDash=alt.StrokeDash("blood:N", title=None, legend=None),
        )
        .properties(
            title=alt.TitleParams(
                "A nerve in this blood and in normal blood",
                subtitle=f"{CHOSEN[t.chosen_for]}: {t.stimulus:.0f} pA for 1 ms into the axon",
            )
        )
    )


def map_chart(m: ThresholdMap, result: NerveResult | None = None) -> Any:
    """An Altair chart of thresholds over two quantities of blood; `result` marks a person."""
    import altair as alt

    x, y = RANGES[m.x], RANGES[m.y]
    high, raised = bands().high.value, bands().raised.value
    dx, dy = (np.diff(m.xs)[0] / 2, np.diff(m.ys)[0] / 2)
    rows = [
        {
            "x": round(float(a - dx), 5),
            "x2": round(float(a + dx), 5),
            "y": round(float(b - dy), 5),
            "y2": round(float(b + dy), 5),
            "threshold": round(min(float(m.threshold[j, i]), 200.0), 1),
            "blocked": not bool(np.isfinite(m.threshold[j, i])),
        }
        for j, b in enumerate(m.ys)
        for i, a in enumerate(m.xs)
    ]
    title = [f"{r.label}{f' ({r.unit})' if r.unit else ''}" for r in (x, y)]
    base = (
        alt.Chart(alt.Data(values=rows), width=380, height=340)
        .mark_rect()
        .encode(
            x=alt.X("x:Q", title=title[0], scale=alt.Scale(zero=False, nice=False)),
            x2="x2:Q",
            y=alt.Y("y:Q", title=title[1], scale=alt.Scale(zero=False, nice=False)),
            y2="y2:Q",
            color=alt.condition(
                "datum.blocked",
                alt.value("#555555"),
                alt.Color(
                    "threshold:Q",
                    title="threshold, % of normal",
                    scale=alt.Scale(
                        domain=[0, high, raised, 100, 200],
                        range=["#7f0000", "#d7541f", "#f4b183", "#f7f7f7", "#4a6fa5"],
                    ),
                ),
            ),
        )
        .properties(
            title=alt.TitleParams(
                "How easily a nerve fires",
                subtitle=[
                    f"excitability: raised below {raised:.0f} %, high below {high:.0f} %",
                    "dark grey: no pulse fires it; the effect of potassium is uncertain",
                ],
            )
        )
    )
    if result is None:
        return base
    own = {"x": getattr(result.composition, m.x), "y": getattr(result.composition, m.y)}
    point = (
        alt.Chart(alt.Data(values=[own]))
        .mark_point(shape="cross", size=160, color="black", filled=True)
        .encode(x="x:Q", y="y:Q")
    )
    return base + point


def save(chart: Any, path: Path) -> Path:
    """Write a chart as .svg, .png, .html or .json, without reaching for the network.

    Raises:
        UserError: another ending.
    """
    if path.suffix not in ENDINGS:
        fix = f"Use one of {', '.join(ENDINGS)}."
        raise UserError(Problem(f"A picture cannot be written as '{path.suffix}'.", str(path), fix))
    options: dict[str, Any] = {"scale_factor": 2} if path.suffix == ".png" else {}
    if path.suffix == ".html":
        options["inline"] = True
    chart.save(str(path), **options)
    return path

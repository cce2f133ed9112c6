"""Time courses with bands, drawn with Altair (imported here only)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from unclench.errors import Problem, UserError
from unclench.plasma.homeostasis.result import BloodComparison, BloodResult, quantities

SHOWN = ("potassium", "magnesium", "calcium", "sodium", "d25", "pth")
COLOURS = {"stays": "#666666", "changes": "#0072b2"}


def rows(result: BloodResult, who: str, shown: Sequence[str] = SHOWN) -> list[dict[str, Any]]:
    """One row per quantity and day: label, week, low, median, high, who."""
    table = quantities()
    out = []
    for key in shown:
        low, mid, high = result.band(key)
        q = table[key]
        unit = "" if q.unit == "1" else f" ({q.unit})"
        for i, day in enumerate(result.days):
            out.append(
                {
                    "quantity": f"{q.label}{unit}",
                    "week": float(day) / 7,
                    "low": float(low[i]),
                    "median": float(mid[i]),
                    "high": float(high[i]),
                    "who": who,
                }
            )
    return out


def picture(what: BloodResult | BloodComparison, shown: Sequence[str] = SHOWN) -> Any:
    """Small panels over weeks: the median, and the band of 80 in 100 people like this.

    Args:
        what: one result, or a comparison (grey: stays as it is; blue: after the change).
        shown: quantity ids.

    Returns:
        An `altair.Chart`; save it with `chart.save(path)` as SVG, PNG, HTML or JSON.

    Raises:
        UserError: an unknown quantity.
    """
    import altair as alt

    if isinstance(what, BloodComparison):
        data = rows(what.before, "stays", shown) + rows(what.after, "changes", shown)
    else:
        data = rows(what, "changes", shown)
    colour = alt.Color(
        "who:N",
        title=None,
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend() if isinstance(what, BloodComparison) else None,
    )
    base = alt.Chart(alt.Data(values=data)).encode(x=alt.X("week:Q", title="weeks"), color=colour)
    scale = alt.Scale(zero=False)
    band = base.mark_area(opacity=0.25).encode(
        y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"
    )
    line = base.mark_line().encode(y=alt.Y("median:Q", scale=scale))
    order = [r["quantity"] for r in data]
    return (
        alt.layer(band, line)
        .properties(width=240, height=140)
        .facet(
            facet=alt.Facet("quantity:N", title=None, sort=list(dict.fromkeys(order))), columns=2
        )
        .resolve_scale(y="independent")
    )


def save(what: BloodResult | BloodComparison, path: Path) -> Path:
    """Draw and write a file; the ending says what: .svg, .png, .html or .json.

    Raises:
        UserError: another ending.
    """
    if path.suffix not in (".svg", ".png", ".html", ".json"):
        fix = "Use a name that ends in .svg, .png, .html or .json."
        raise UserError(Problem("This kind of picture cannot be written.", str(path), fix))
    picture(what).save(str(path))
    return path

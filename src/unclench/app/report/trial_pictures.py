"""The two pictures of a self-experiment: power against weeks, and the chance that it helps."""

from __future__ import annotations

from typing import Any

from unclench.assessment.trial import TrialAnalysed, TrialPlanned
from unclench.facts.kinds.trial_rules import value

COLOURS = ["#8a94a0", "#35669a", "#2e7d4f", "#c98a1b"]
HELPS, NOT = "helps by a tenth or more", "does not"


def power_chart(plan: TrialPlanned) -> Any:
    """An Altair chart: the chance to find 20, 30, 50, 70 % fewer, by weeks; None without a rate."""
    import altair as alt

    if not plan.weeks:
        return None
    rows = [
        {"weeks": p.weeks, "power": 100 * p.power, "effect": f"{100 * p.effect:.0f} % fewer"}
        for p in plan.weeks
    ]
    names = sorted({str(r["effect"]) for r in rows})
    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("weeks:Q", title="Weeks of the trial"),
            y=alt.Y("power:Q", title="Chance to find it, %", scale=alt.Scale(domain=[0, 100])),
            color=alt.Color(
                "effect:N", title=None, scale=alt.Scale(domain=names, range=COLOURS[: len(names)])
            ),
            strokeDash=alt.StrokeDash("effect:N", title=None, legend=None),
        )
    )
    enough = alt.Chart(alt.Data(values=[{"y": 100 * value("power")}]))
    return (enough.mark_rule(strokeDash=[4, 3]).encode(y="y:Q") + lines).properties(
        width=520, height=260
    )


def dots_chart(found: TrialAnalysed) -> Any:
    """An Altair chart of 100 dots, as many filled as chances in 100 that it helps by a tenth."""
    import altair as alt

    if found.dots is None:
        return None
    rows = [
        {"x": i % 20, "y": i // 20, "what": HELPS if i < found.dots else NOT} for i in range(100)
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_point(size=150, filled=True, opacity=1)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, 19.5])),
            y=alt.Y(
                "y:Q", axis=None, sort="descending", scale=alt.Scale(domain=[-0.5, 4.5])
            ),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=[HELPS, NOT], range=["#2e7d4f", "#cdd5df"]),
                legend=alt.Legend(orient="bottom"),
            ),
            shape=alt.Shape(
                "what:N", legend=None, scale=alt.Scale(domain=[HELPS, NOT],
                                                       range=["circle", "square"]),
            ),
        )
        .properties(width=420, height=110)
        .configure_view(stroke=None)
    )  # fmt: skip


def svg(chart: Any) -> str:
    """A chart as SVG text; empty when there is nothing to draw."""
    if chart is None:
        return ""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))

"""Pictures of an answer: Vega-Lite specifications, drawn to SVG without a browser or a network."""

from __future__ import annotations

from typing import Any

from unclench.assessment import Assessment
from unclench.words.en.document import VERDICTS

COLOURS = {
    "likely low": "#b5432a",
    "above a limit": "#7b2d8b",
    "uncertain": "#c98a1b",
    "cannot tell": "#8a94a0",
    "likely enough": "#2e7d4f",
}


def nutrient_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Usual intake as per cent of the reference value, one row a nutrient that has both."""
    rows = []
    for n in assessment.nutrients:
        req, usual = n.requirement, n.usual_intake
        if req is None or not req.value or usual.mean is None or usual.unit != req.unit:
            continue
        scale = 100 / req.value
        rows.append(
            {
                "nutrient": f"{n.label} ({req.kind})",
                "mean": usual.mean * scale,
                "low": (usual.low if usual.low is not None else usual.mean) * scale,
                "high": (usual.high if usual.high is not None else usual.mean) * scale,
                "verdict": VERDICTS[n.verdict],
            }
        )
    return rows


def nutrients_chart(assessment: Assessment) -> Any:
    """An Altair chart: 80 % range of usual intake beside the reference value (100 %)."""
    import altair as alt

    rows = nutrient_rows(assessment)
    if not rows:
        return None
    order = [r["nutrient"] for r in rows]
    top = min(400.0, max(200.0, *(r["high"] for r in rows)))
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("nutrient:N", sort=order, title=None),
        color=alt.Color(
            "verdict:N",
            title=None,
            scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
            legend=alt.Legend(orient="bottom"),
        ),
    )
    x = alt.Scale(domain=[0, top], clamp=True)
    ranges = base.mark_rule(strokeWidth=5, opacity=0.6).encode(
        x=alt.X("low:Q", scale=x, title="Usual intake, % of the reference value"), x2="high:Q"
    )
    means = base.mark_point(filled=True, size=80, opacity=1).encode(x=alt.X("mean:Q", scale=x))
    line = alt.Chart(alt.Data(values=[{"x": 100}])).mark_rule(strokeDash=[4, 3]).encode(x="x:Q")
    return (line + ranges + means).properties(width=520, height=22 * len(rows))


def plan_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """P(enough) before and after the first plan, one row a nutrient that the plan is about or
    moves by two points or more."""
    if assessment.plan is None or not assessment.plan.plans:
        return []
    rows = []
    for e in assessment.plan.plans[0].effects:
        before, after = e.probability_enough_before, e.probability_enough_after
        if before is None or after is None:
            continue
        if e.missing is not None or abs(after - before) >= 0.02:
            rows.append({"nutrient": e.label, "before": 100 * before, "after": 100 * after})
    return rows


def plan_chart(assessment: Assessment) -> Any:
    """An Altair chart: the chance of enough, now (ring) and with the plan (dot)."""
    import altair as alt

    rows = plan_rows(assessment)
    if not rows or assessment.plan is None:
        return None
    points = [
        {"nutrient": r["nutrient"], "p": r[k], "when": w}
        for r in rows
        for k, w in (("before", "now"), ("after", "with the plan"))
    ]
    y = alt.Y("nutrient:N", sort=[r["nutrient"] for r in rows], title=None)
    x = alt.Scale(domain=[0, 100])
    goal = 100 * assessment.plan.goal_probability
    colours = alt.Scale(domain=["now", "with the plan"], range=["#b5432a", "#2e7d4f"])
    moves = (
        alt.Chart(alt.Data(values=rows))
        .mark_rule(strokeWidth=3, opacity=0.4)
        .encode(y=y, x=alt.X("before:Q", scale=x, title="Chance of enough, %"), x2="after:Q")
    )
    dots = (
        alt.Chart(alt.Data(values=points))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=y,
            x=alt.X("p:Q", scale=x),
            color=alt.Color(
                "when:N", title=None, scale=colours, legend=alt.Legend(orient="bottom")
            ),
        )
    )
    line = alt.Chart(alt.Data(values=[{"x": goal}])).mark_rule(strokeDash=[4, 3]).encode(x="x:Q")
    return (line + moves + dots).properties(width=520, height=22 * len(rows))


SHOWN = {"potassium": "Potassium", "magnesium": "Magnesium", "calcium": "Calcium",
         "sodium": "Sodium", "d25": "25-hydroxyvitamin D"}  # fmt: skip


def simulation_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Blood over weeks: median and the span of 80 in 100 people, one row a quantity and day."""
    blood = assessment.simulation.blood if assessment.simulation else None
    rows: list[dict[str, Any]] = []
    if blood is None:
        return rows
    for key, label in SHOWN.items():
        course = blood.series.get(key)
        if course is None:
            continue
        for i, day in enumerate(blood.days):
            rows.append(
                {
                    "quantity": f"{label}, {course.unit}",
                    "week": day / 7,
                    "low": course.low[i],
                    "median": course.median[i],
                    "high": course.high[i],
                }
            )
    return rows


def simulation_chart(assessment: Assessment) -> Any:
    """An Altair chart: one small picture a quantity, its course with a band."""
    import altair as alt

    rows = simulation_rows(assessment)
    if not rows:
        return None
    base = alt.Chart().encode(x=alt.X("week:Q", title="Weeks"))
    scale = alt.Scale(zero=False, nice=True)
    band = base.mark_area(opacity=0.25, color="#35669a").encode(
        y=alt.Y("low:Q", scale=scale, title=None), y2="high:Q"
    )
    line = base.mark_line(color="#35669a").encode(y=alt.Y("median:Q", scale=scale))
    return (
        alt.layer(band, line, data=alt.Data(values=rows))
        .properties(width=210, height=110)
        .facet(alt.Facet("quantity:N", title=None), columns=3)
        .resolve_scale(y="independent")
    )


CHARTS = {"nutrients": nutrients_chart, "plan": plan_chart, "simulation": simulation_chart}


def svg(name: str, assessment: Assessment) -> str:
    """The named picture as SVG text; empty when there is nothing to draw."""
    if name not in CHARTS:
        return ""
    chart = CHARTS[name](assessment)
    if chart is None:
        return ""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))

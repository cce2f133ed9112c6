"""Pictures of a population: densities of usual intake, and the flow of exclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unclench.cohort.flow import Flow
from unclench.facts.nutrients import nutrients
from unclench.intake.usual.gaussian import cdf_array

if TYPE_CHECKING:
    import altair as alt

    from unclench.cohort.group import Group
    from unclench.cohort.model import Distribution

_LEVELS = 100.0 * cdf_array(np.linspace(-2.6, 2.6, 121))
"""Percentiles of a density, closer in the tails."""


def density(group: Group) -> list[dict[str, float]]:
    """Points of the density of usual intake, from 0.5 % to 99.5 %: `amount`, `density`."""
    if group.mixture is None:
        return []
    at = group.mixture.percentiles(tuple(_LEVELS.tolist()))[0]
    rise = np.gradient(_LEVELS / 100.0, at)
    return [{"amount": float(a), "density": float(d)} for a, d in zip(at, rise, strict=True)]


def densities(found: Distribution) -> alt.Chart:
    """One line a group, with the average requirement as a dashed rule."""
    import altair as alt

    nutrient = found.fitted.model.nutrient
    unit = nutrients()[nutrient].unit if nutrient in nutrients() else ""
    rows: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    for g in found.fitted.groups:
        name = " ".join(g.by.values()) or "everybody"
        rows += [{"group": name, **point} for point in density(g)]
        if g.judged.requirement is not None:
            rules.append({"group": name, "amount": g.judged.requirement})
    title = f"Usual intake of {nutrient.replace('_', ' ')}, {unit} a day"
    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line()
        .encode(
            x=alt.X("amount:Q", title=title),
            y=alt.Y("density:Q", title="Share of people", axis=alt.Axis(labels=False)),
            color=alt.Color("group:N", title="Group"),
        )
    )
    rule = (
        alt.Chart(alt.Data(values=rules))
        .mark_rule(strokeDash=[4, 4])
        .encode(x="amount:Q", color="group:N")
    )
    out: alt.Chart = (lines + rule).properties(width=560, height=280)
    return out


def flow_picture(flow: Flow, words: dict[str, str]) -> alt.Chart:
    """People left after each step, with how many each left out.

    Args:
        words: what each step is called.
    """
    import altair as alt

    rows = [
        {
            "step": words.get(s.name, s.name),
            "people": s.people,
            "said": f"{s.people:,}" + (f"  (-{s.people_out:,})" if s.people_out else ""),
        }
        for s in flow.steps
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("step:N", sort=None, title=None))
    bars = base.mark_bar(color="#7a9cc6").encode(x=alt.X("people:Q", title="People"))
    said = base.mark_text(align="left", dx=4).encode(x="people:Q", text="said:N")
    out: alt.Chart = (bars + said).properties(width=460, height=24 * len(rows))
    return out

"""The report of a population as one HTML file: tables, densities, flow, methods to cite."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from unclench.cohort.pictures import flow_picture
from unclench.cohort.population import Population
from unclench.words.en.cohort import METHODS, STEPS, WHY, methods_text, step_text

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Usual intake of a population</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #ddd}
th:first-child,td:first-child{text-align:left;white-space:nowrap}
svg{max-width:100%;height:auto}
</style></head><body>
<h1>Usual intake of a population</h1>
{% for p in parts %}
<h2>{{ p.title }}</h2>
<table><thead><tr><th>Group</th><th>n</th><th>Mean ({{ p.unit }})</th><th>SE</th>
{% for q in p.percents %}<th>P{{ q }}</th>{% endfor %}<th>Need</th>
<th>Too little</th><th>SE</th></tr>
</thead><tbody>
{% for r in p.rows %}<tr>{% for cell in r %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>
{% for note in p.notes %}<p>{{ note }}</p>{% endfor %}
{{ p.densities | safe }}
<h3>Who counts</h3>
<table><thead><tr><th>Step</th><th>People</th><th>Days</th><th>Left out</th></tr></thead><tbody>
{% for s in p.flow %}<tr><td>{{ s.said }}</td><td>{{ s.people }}</td><td>{{ s.days }}</td>
<td>{{ s.people_left_out }}</td></tr>{% endfor %}</tbody></table>
{{ p.flow_picture | safe }}
<h3>Methods</h3><p>{{ p.methods }}</p>
{% endfor %}
</body></html>
"""


def _said(value: float | None, *, share: bool = False) -> str:
    if value is None:
        return "–"
    if share:
        return f"{value:.1%}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _svg(chart: Any) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def page(found: list[Population]) -> str:
    """The report of one or more nutrients; needs nothing from the network."""
    parts = []
    for p in found:
        answer = p.as_json()
        groups = answer["groups"]
        notes = [WHY.get(g["why_not"], g["why_not"]) for g in groups if g["why_not"]]
        notes += [METHODS[g["method"]] for g in groups if g["method"]]
        parts.append(
            {
                "title": answer["nutrient"].replace("_", " ").capitalize(),
                "unit": f"{answer['unit']} a day",
                "percents": list(groups[0]["percentiles"]),
                "rows": [_row(g) for g in groups],
                "notes": list(dict.fromkeys(notes)),
                "densities": _svg(p.distribution.plot()),
                "flow": [{**s, "said": step_text(s["step"])} for s in answer["flow"]],
                "flow_picture": _svg(flow_picture(p.chosen.flow, STEPS)),
                "methods": methods_text(answer),
            }
        )
    return Environment(autoescape=True).from_string(_PAGE).render(parts=parts)


def _need(g: dict[str, Any]) -> str:
    """What intake is judged by: one number, or from the lowest to the highest of the group."""
    between = g["requirement_range"]
    if g["requirement"] is None and between:
        return f"{_said(between[0])} to {_said(between[1])}"
    return _said(g["requirement"])


def _row(g: dict[str, Any]) -> list[str]:
    return [
        " ".join(g["by"].values()) or "everybody",
        f"{g['n']:,}",
        _said(g["mean"]),
        _said(g["se"]),
        *(_said(v) for v in g["percentiles"].values()),
        _need(g) + (" a kg" if g["requirement_per"] else ""),
        _said(g["below_requirement"], share=True),
        _said(g["se_below"], share=True),
    ]

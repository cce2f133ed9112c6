"""The two pictures of a self-experiment: power against weeks, and the chance that it helps.

Drawn from templates, so that they take milliseconds; attributes only, no styles, so that they may
stand in a page that allows no inline style.
"""

from __future__ import annotations

from jinja2 import Environment

from unclench.assessment.trial import TrialAnalysed, TrialPlanned
from unclench.door.files import packaged
from unclench.door.inert import inert
from unclench.facts.kinds.trial_rules import value
from unclench.words.en.trial import power_alt, power_words
from unclench.words.en.trial_found import dots_alt, dots_words

COLOURS = ("#6b7785", "#35669a", "#2e7d4f", "#a3650a")
DASHES = ("2 2", "6 3", "9 3 2 3", "")
LEFT, TOP, HEIGHT, WIDTH, NARROW = 34, 24, 190, 560, 290
"""Of the field in which lines run; `NARROW` is the width on a phone."""


def power(plan: TrialPlanned, width: int = WIDTH) -> str:
    """The chance to find 20, 30, 50, 70 % fewer, by weeks, as SVG; empty without a rate."""
    if not plan.weeks:
        return ""
    last = max(p.weeks for p in plan.weeks)
    bottom, words = TOP + HEIGHT, power_words()

    def x(weeks: float) -> float:
        return round(LEFT + width * weeks / last, 1)

    def y(share: float) -> float:
        return round(bottom - HEIGHT * share, 1)

    lines = []
    for i, effect in enumerate(sorted({p.effect for p in plan.weeks})):
        row = sorted((p.weeks, p.power) for p in plan.weeks if p.effect == effect)
        points = " ".join(f"{x(w)},{y(p)}" for w, p in row)
        lines.append({
            "path": f"M{points}", "colour": COLOURS[i % 4], "dash": DASHES[i % 4],
            "says": words["fewer"].format(round(100 * effect)),
            "key_x": LEFT + width / 2 * (i % 2), "key_y": bottom + 54 + 20 * (i // 2),
        })  # fmt: skip
    low = bottom + 54 + 20 * ((len(lines) + 1) // 2)
    step = 26 if width > NARROW else 52
    return _drawn(
        "power", alt=power_alt(plan), words=words, lines=lines, left=LEFT, top=TOP, width=width,
        bottom=bottom, whole=LEFT + width + 14, tall=low + 10, low=low, middle=LEFT + width / 2,
        y_ticks=[{"at": y(s), "says": f"{round(100 * s)}", "enough": s == value("power")}
                 for s in (0, 0.2, 0.4, 0.6, value("power"), 1)],
        x_ticks=[{"at": x(w), "says": w} for w in range(0, last + 1, step)],
        planned=x(plan.planned_weeks) if plan.planned_weeks else None,
    )  # fmt: skip


def dots(found: TrialAnalysed) -> str:
    """100 dots in order as SVG, as many filled as chances in 100 that it helps by a tenth."""
    if found.dots is None:
        return ""
    every = [
        {"x": 10 + 16 * (i % 20), "y": 12 + 16 * (i // 20), "helps": i < found.dots}
        for i in range(100)
    ]
    return _drawn("dots", alt=dots_alt(found), words=dots_words(), dots=every)


def _drawn(name: str, **values: object) -> str:
    env = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = env.from_string(packaged("unclench.app.report", f"{name}.svg.j2"))
    return inert(template.render(**values))

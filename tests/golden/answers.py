"""The numbers of every own case in few lines: what moved is seen in review.

`python -m tests.golden.answers` writes `answers.json` anew and prints what changed; the change
belongs in CHANGELOG.md ("whose numbers move").
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from unclench import assess
from unclench.assessment import Assessment
from unclench.case import from_dict
from unclench.told import Person, understand

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FILE = HERE / "answers.json"
TODAY = dt.date(2026, 11, 1)
EATER = str(ROOT / "examples" / "kitchen_porter")


def cases() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """(name, case, switches) of every story of our own, and of the example."""
    for f in sorted((ROOT / "tests" / "cases").glob("*.yaml")):
        yield f.stem, yaml.safe_load(f.read_text("utf-8"))["case"], {}
    for f in sorted((ROOT / "tests" / "cases_fresh").glob("*.yaml")):
        for story in yaml.safe_load(f.read_text("utf-8")):
            yield f"fresh {story['id']}", story["case"], {}
    yield "example", EATER, {}
    yield "example efsa", EATER, {"authority": "efsa"}
    yield "example plan", EATER, {"plan": True}
    yield "example simulated", EATER, {"simulate": True}


def _short(x: float | None) -> float | None:
    return None if x is None else float(f"{x:.5g}")


def told(p: Person) -> dict[str, Any]:
    """What was understood."""
    rows = [
        [f.id, f.present, f.severity, _short(f.duration_days), f.onset, f.laterality, f.implied_by]
        for f in p.findings
    ]
    taken = [[m.generic, m.current, _short(m.started_days_ago)] for m in p.medicines]
    return {
        "findings": rows,
        "medicines": taken,
        "conditions": [[c.id, c.present, _short(c.years_ago)] for c in p.conditions],
        "exposures": [[e.id, _short(e.value)] for e in p.exposures],
        "asides": [[a.id, a.why] for a in p.asides],
        "life": [p.pregnant, p.lactating, p.smoker, p.sun, *p.diets, *p.allergies],
        "not_understood": list(p.not_understood),
    }


def answered(a: Assessment) -> dict[str, Any]:
    """The numbers of an answer."""
    out: dict[str, Any] = {
        "urgency": a.urgency.level if a.urgency else None,
        "flags": [f.id for f in a.red_flags],
        "causes": [
            [c.id, _short(c.probability), [[e.finding, _short(e.weight)] for e in c.for_[:4]],
             [[e.finding, _short(e.weight)] for e in c.against[:2]]]
            for c in a.causes
        ],
        "tests": [[t.id, _short(t.bits)] for t in a.next_tests],
        "labs": [[x.analyte, _short(x.si_value), x.interpretation] for x in a.labs],
    }  # fmt: skip
    if a.nutrients:
        out["nutrients"] = [
            [n.id, n.verdict, *map(_short, (
                n.usual_intake.mean, n.usual_intake.low, n.usual_intake.high, n.recorded_mean,
                n.from_supplements, n.probability_inadequate, n.probability_inadequate_iom,
                n.upper_limit.probability_above if n.upper_limit else None, n.days_needed))]
            for n in a.nutrients
        ]  # fmt: skip
    for plan in a.plan.plans if a.plan else ():
        changes = [[c.id, c.portions_per_week, _short(c.grams)] for c in plan.changes]
        effects = [[e.nutrient, _short(e.before), _short(e.after)] for e in plan.effects]
        out.setdefault("plans", []).append([changes, effects])
    return out


def made() -> dict[str, Any]:
    """Everything, by name of the case."""
    out = {}
    for name, case, switches in cases():
        one = answered(assess(case, today=TODAY, **switches))
        if isinstance(case, dict):
            one["told"] = told(understand(from_dict(case)))
        out[name] = json.loads(json.dumps(one))
    return out


def main() -> None:
    """Write the file and say which cases moved."""
    new = made()
    old = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    moved = sorted(k for k in new if new[k] != old.get(k))
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in new.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"{len(moved)} of {len(new)} cases moved: {', '.join(moved[:40])}")


if __name__ == "__main__":
    main()

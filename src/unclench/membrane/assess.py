"""From a case to the simulation part of its answer: blood over weeks, then nerve and muscle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from unclench.assessment import Assessment

if TYPE_CHECKING:
    from unclench.told import Person

WEEKS = 26


def simulation_part(person: Person, answer: Assessment, today: dt.date) -> dict[str, Any]:
    """Blood by the slow models, margin of nerve and muscle by the fast ones.

    Measured blood is used for nerve and muscle where there is any, else what the slow models
    predict. With a plan in the answer, the blood after the plan stands beside.

    Returns:
        `say`, `lines`, `tables` for people; `blood` and `nerve` for programs.
    """
    from unclench.membrane import composition_from_labs, nerve_part
    from unclench.plasma.blood import NEEDED
    from unclench.plasma.composition import Composition
    from unclench.plasma.homeostasis.blood_of_a_person import blood_part, from_assessment
    from unclench.plasma.homeostasis.inputs import INTAKES

    inputs = from_assessment(answer, person, today=today)
    after = _after(answer, set(INTAKES))
    blood = blood_part(inputs, after or None, weeks=WEEKS) if inputs.intakes else {}
    later = blood.get("composition", {}).get(f"week {WEEKS}")
    measured = composition_from_labs(answer.labs).given
    if set(measured) & set(NEEDED) or not later:
        nerve = nerve_part(answer.labs)
    else:
        nerve = nerve_part(answer.labs, predicted=Composition(**later))
    lines: list[str] = []
    if blood:
        lines += [blood["say"], *blood.get("lines", [])]
        if "after_plan" in blood:
            lines.append(f"After the plan: {blood['after_plan']['say']}")
    else:
        lines.append("Blood over weeks needs a diary: without intakes the models do not run.")
    lines += nerve.get("experiments", [])
    lines += nerve.get("caveats", [])
    lines += nerve.get("insufficient", [])
    tables = list(blood.get("tables", [])) + list(blood.get("after_plan", {}).get("tables", []))
    return {
        "say": nerve.get("say", "Nerve and muscle need a blood test to be computed."),
        "lines": list(dict.fromkeys(lines)),
        "tables": tables,
        "cannot_know": nerve.get("cannot_know", []),
        "blood": {k: v for k, v in blood.items() if k not in ("lines", "tables")},
        "nerve": nerve,
        "sources": [*blood.get("sources", []), *nerve.get("sources", [])],
    }


def _after(answer: Assessment, known: set[str]) -> dict[str, float]:
    """Intakes per day after the best plan, of the nutrients the models take."""
    if answer.plan is None or not answer.plan.plans:
        return {}
    return {
        e.nutrient: e.after
        for e in answer.plan.plans[0].effects
        if e.nutrient in known and e.after != e.before
    }

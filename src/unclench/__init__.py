"""Unclench: what may be behind a person's muscle spasms, computed and explained.

    from unclench import assess, case_from, render
    answer = assess(case_from("diary.csv", says="my calf cramps at night", age=42, sex="female"))
    print(render(answer))

The public names are few, `dir(unclench)` lists them, and they are imported when first used, so
that `import unclench` stays instant. None is the name of a module in this folder (but `facts`,
which is one): what a name means does not hang on what was imported before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unclench.version import __version__

if TYPE_CHECKING:
    from unclench import facts as facts
    from unclench.app.render import render as render
    from unclench.assessment import Assessment as Assessment
    from unclench.case import Case as Case
    from unclench.chain import assess as assess
    from unclench.chain import plan as plan
    from unclench.chain import read_diary as read_diary
    from unclench.cohort import UsualIntake as UsualIntake
    from unclench.errors import UserError as UserError
    from unclench.gathering import case_from as case_from
    from unclench.intake import foods as foods
    from unclench.intake.person_days import person_days as person_days
    from unclench.membrane import simulate_nerve as simulate_nerve
    from unclench.plasma import BloodInputs as BloodInputs
    from unclench.plasma import simulate_blood as simulate_blood
    from unclench.request import Wishes as Wishes
    from unclench.told import understand as understand

_HOME = {
    "BloodInputs": "unclench.plasma",
    "Assessment": "unclench.assessment",
    "Case": "unclench.case",
    "UserError": "unclench.errors",
    "UsualIntake": "unclench.cohort",
    "Wishes": "unclench.request",
    "assess": "unclench.chain",
    "case_from": "unclench.gathering",
    "facts": "unclench.facts",
    "foods": "unclench.intake.foods",
    "person_days": "unclench.intake.person_days",
    "plan": "unclench.chain",
    "read_diary": "unclench.chain",
    "render": "unclench.app.render",
    "simulate_blood": "unclench.plasma",
    "simulate_nerve": "unclench.membrane",
    "understand": "unclench.told",
}

__all__ = [
    "Assessment",
    "BloodInputs",
    "Case",
    "UserError",
    "UsualIntake",
    "Wishes",
    "__version__",
    "assess",
    "case_from",
    "facts",
    "foods",
    "person_days",
    "plan",
    "read_diary",
    "render",
    "simulate_blood",
    "simulate_nerve",
    "understand",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'unclench' has no attribute '{name}'")
    import importlib

    home = importlib.import_module(_HOME[name])
    return getattr(home, name, home)  # a name that is a module itself


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)

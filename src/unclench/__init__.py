"""Unclench: what may be behind a person's muscle spasms, computed and explained.

The public names are few and imported when first used, so that `import unclench` stays instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from unclench import facts as facts
    from unclench.assessment import Assessment as Assessment
    from unclench.case import Case as Case
    from unclench.chain import assess as assess
    from unclench.intake import foods as foods
    from unclench.membrane import simulate_nerve as simulate_nerve
    from unclench.plasma import BloodInputs as BloodInputs
    from unclench.plasma import simulate_blood as simulate_blood

_HOME = {
    "BloodInputs": "unclench.plasma",
    "Assessment": "unclench.assessment",
    "Case": "unclench.case",
    "assess": "unclench.chain",
    "facts": "unclench.facts",
    "foods": "unclench.intake.foods",
    "simulate_blood": "unclench.plasma",
    "simulate_nerve": "unclench.membrane",
}

__all__ = [
    "Assessment",
    "BloodInputs",
    "Case",
    "__version__",
    "assess",
    "facts",
    "foods",
    "simulate_blood",
    "simulate_nerve",
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

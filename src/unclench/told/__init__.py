"""From a person's own words to findings, medicines, conditions and exposures."""

from unclench.told.person import (
    Aside,
    Condition,
    Exposure,
    Finding,
    Medicine,
    Understood,
)
from unclench.told.reading import (
    classes_of,
    condition_items,
    finding_items,
    medicine_classes,
    medicine_items,
    understand,
)

__all__ = [
    "Aside",
    "Condition",
    "Exposure",
    "Finding",
    "Medicine",
    "Understood",
    "classes_of",
    "condition_items",
    "finding_items",
    "medicine_classes",
    "medicine_items",
    "understand",
]

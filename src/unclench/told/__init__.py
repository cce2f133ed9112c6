"""Everything a person says, read once: `understand(case) -> Person`."""

from unclench.told.person import (
    Aside,
    Condition,
    Exposure,
    Finding,
    Medicine,
    OwnQuestion,
    Person,
    Reading,
    Sweating,
    TakenSupplement,
)
from unclench.told.reading import understand
from unclench.told.vocabulary import (
    classes_of,
    condition_items,
    finding_items,
    medicine_classes,
    medicine_items,
)

__all__ = [
    "Aside",
    "Condition",
    "Exposure",
    "Finding",
    "Medicine",
    "OwnQuestion",
    "Person",
    "Reading",
    "Sweating",
    "TakenSupplement",
    "classes_of",
    "condition_items",
    "finding_items",
    "medicine_classes",
    "medicine_items",
    "understand",
]

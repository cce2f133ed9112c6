"""One row of a fact that holds many, as a tree: finding, condition, medicine or red flag."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from unclench.assessment import Node
from unclench.differential import red_flags
from unclench.facts import loader
from unclench.facts.kinds.conditions import ConditionArea
from unclench.facts.kinds.findings import FindingArea
from unclench.facts.kinds.medicines import MedicineArea
from unclench.facts.kinds.red_flags import RedFlagArea
from unclench.told.vocabulary import (
    classes_of,
    condition_items,
    finding_items,
    medicine_classes,
    medicine_items,
)

_LEVEL = {
    "emergency": "emergency", "same_day": "today", "routine": "by appointment",
    "self_care": "usually at home",
}  # fmt: skip
_TYPE = {
    "symptom": "what a person feels", "sign": "what somebody can see or test",
    "risk": "what raises a risk", "context": "where or when it is", "diet": "what is eaten",
    "exposure": "what a person is exposed to", "ecg": "what a heart tracing shows",
}  # fmt: skip


def item_tree(what: str) -> Node | None:
    """The tree of the finding, condition, medicine or red flag called `what`; None when none is."""
    key = what.strip().lower().replace(" ", "_").replace("-", "_")
    makers: tuple[Callable[[str], Node | None], ...] = (_flag, _condition, _finding, _medicine)
    return next((tree for make in makers if (tree := make(key)) is not None), None)


def _same(key: str, names: Iterable[str]) -> bool:
    return key in {n.lower().replace(" ", "_").replace("-", "_") for n in names}


def _lines(*lines: tuple[str, str]) -> list[Node]:
    return [Node(text=f"{name}: {said}") for name, said in lines if said]


def _cited(source: str) -> Node:
    from unclench.explain import cite

    return Node(text=f"source: {cite(source)}", source=source)


def _flag(key: str) -> Node | None:
    """A red flag by its number: sentence, action, guideline, how well the sign tells."""
    for name, rule in red_flags.rules().items():
        if key != name.lower():
            continue
        areas = loader.load("red_flags", RedFlagArea).values()
        level = next(a.review.level for a in areas if name in a.rules)
        return Node(
            text=f"{name} ({rule.category.replace('_', ' ')}): {rule.say}",
            review=level,
            children=[
                *_lines(
                    ("how soon", _LEVEL[rule.level]),
                    ("what to do", rule.action),
                    ("the question that settles it", rule.ask),
                    ("guideline", rule.guideline),
                    ("how well it tells", rule.accuracy),
                    ("checked", f"{rule.verified}. {rule.note}".strip()),
                    ("looked up again", rule.second.says or rule.second.searched),
                ),
                _cited(rule.source),
                *(_cited(key) for key in rule.second.at if key != rule.source),
            ],
        )
    return None


def _finding(key: str) -> Node | None:
    items = finding_items()
    for name, item in items.items():
        if not _same(key, (name, item.label)):
            continue
        areas = loader.load("findings", FindingArea).values()
        area = next(a for a in areas if name in a.items)
        term = "" if item.hpo is None else f"{item.hpo.id} ({item.hpo.verified})"
        return Node(
            text=f"{item.label} (finding)",
            review=area.review.level,
            children=[
                *_lines(
                    ("it is", _TYPE[item.type]),
                    ("nearest term of the Human Phenotype Ontology", term),
                    ("it implies", ", ".join(items[i].label for i in item.implies)),
                    ("it speaks against", ", ".join(items[i].label for i in item.excludes)),
                    ("read from", "; ".join(item.phrases)),
                ),
                _cited(area.source),
            ],
        )
    return None


def _condition(key: str) -> Node | None:
    items = condition_items()
    for name, item in items.items():
        if not _same(key, (name, item.label)):
            continue
        areas = loader.load("conditions", ConditionArea).values()
        area = next(a for a in areas if name in a.items)
        return Node(
            text=f"{item.label} (condition)",
            review=area.review.level,
            children=[
                *_lines(
                    ("it implies", ", ".join(items[i].label for i in item.implies)),
                    ("read from", "; ".join(item.phrases)),
                    ("but not from", "; ".join(item.unless)),
                ),
                _cited(area.source),
            ],
        )
    return None


def _medicine(key: str) -> Node | None:
    for name, item in medicine_items().items():
        if not _same(key, (name, *item.names)):
            continue
        areas = loader.load("medicines", MedicineArea).values()
        area = next(a for a in areas if name in a.items)
        labels = [medicine_classes()[c].label for c in classes_of(name)]
        return Node(
            text=f"{name.replace('_', ' ').capitalize()} (medicine)",
            review=area.review.level,
            children=[
                *_lines(
                    ("ATC code", f"{item.atc} ({area.verified})" if item.atc else ""),
                    ("other names", ", ".join(item.names)),
                    ("counted as", "; ".join(labels)),
                ),
                _cited(area.source),
            ],
        )
    return None

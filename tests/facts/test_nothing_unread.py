"""A field of a fact that no code reads is a promise that nobody keeps.

Every field of every model of `facts/kinds` is read somewhere in `src/unclench`: as an attribute
outside `facts/kinds`, or within a method or function of a kind that such code reaches. `check`
functions do not count (checking a value is not using it), nor do the pages that print any fact
whatever it holds. Fields read by name (`getattr`) are listed with the module that does so.
"""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from unclench.facts.loader import kinds

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "unclench"
KINDS = SRC / "facts" / "kinds"

STRUCTURAL = {
    "id": "what others call the fact",
    "review": "read by the loader and by every page",
    "source": "read by the loader, which proves that it exists",
    "sources": "read by the loader, which proves that they exist",
    "verified": "read by the loader, which holds the review level to it",
    "note": "for readers of the fact itself",
}
"""Fields that every kind may have."""

PROOF = {
    ("requirements", "RequirementTable", "second_needs"): "tests/facts/test_requirements.py",
    ("plan_safety", "SafetyRow", "fires_for"): "tests/planning/test_safety.py",
    ("plan_safety", "SafetyRow", "stays_quiet_for"): "tests/planning/test_safety.py",
    ("red_flags", "Rule", "fires_for"): "tests/differential/red_flags/test_rules.py",
    ("red_flags", "Rule", "stays_quiet_for"): "tests/differential/red_flags/test_rules.py",
    ("derived", "Example", "expected"): "tests/plasma/labs/test_interpret.py",
    ("derived", "Example", "tolerance"): "tests/plasma/labs/test_interpret.py",
    ("derived", "DerivedQuantity", "examples"): "tests/plasma/labs/test_interpret.py",
    ("derived", "DerivedQuantity", "when_not"): "tests/plasma/labs/test_interpret.py",
    ("variation", "Group", "sd_between"): "benchmarks/calibration.py",
    ("provocations", "Provocation", "sign"): "benchmarks/validation_membrane.py",
    ("provocations", "Provocation", "observation"): "benchmarks/validation_membrane.py",
    ("variation", "Variation", "printed"): "tests/spec/test_adequacy_by_the_book.py",
    ("nutrients", "NutrientFact", "fdc_number"): "tests/facts/test_nutrients.py",
    ("requirements", "RequirementTable", "youngest"): "src/unclench/facts/kinds/requirements.py",
    ("requirements", "Limit", "second_children"): "src/unclench/facts/kinds/requirements.py",
    ("supplements", "SupplementKind", "element"): "src/unclench/facts/kinds/supplements.py",
    ("food_corrections", "FoodCorrections", "repairs"): "scripts/build_foods.py",
    ("food_corrections", "Repair", "do"): "scripts/build_foods.py",
    ("food_corrections", "Repair", "only_while"): "scripts/build_foods.py",
}
"""Fields that prove the others (cases, worked examples, second values) or build the food table,
with the file that reads them."""

BY_NAME = {
    ("causes", "Prior"): "differential/network.py",
    ("causes", "Onset"): "differential/evidence.py",
    ("provocations", "Blood"): "membrane/margin.py",
    ("requirements", "Row"): "facts/needs.py",
    ("number_words", "NumberWords"): "facts/number_words.py",
    ("diary_headers", "DiaryHeaders"): "intake/diaries/folding.py",
    ("lab_words", "LabWords"): "facts/kinds/lab_words.py",
}
"""Models whose fields are read by name, and where."""


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SRC.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def _reads(tree: ast.AST) -> set[str]:
    return {
        n.attr
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)
    }


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Methods and functions of a kind, without what checks and without pydantic's validators."""
    for n in ast.walk(tree):
        if isinstance(n, ast.FunctionDef) and n.name != "check":
            marks = {ast.unparse(d).split("(")[0] for d in n.decorator_list}
            if not marks & {"model_validator", "field_validator"}:
                yield n


@functools.cache
def read_names() -> frozenset[str]:
    """Names of attributes that are read by code which does something with the facts."""
    names: set[str] = set()
    waiting: list[tuple[str, set[str]]] = []
    for path, tree in _trees():
        if path.parent == KINDS:
            for f in _functions(tree):
                called = {n.id for n in ast.walk(f) if isinstance(n, ast.Name)}
                waiting.append((f.name, _reads(f) | called))
        else:
            names |= _reads(tree)
            imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
            names |= {a.name for n in imports for a in n.names}
    while reached := [w for w in waiting if w[0] in names]:
        waiting = [w for w in waiting if w[0] not in names]
        for _, more in reached:
            names |= more
    return frozenset(names)


def _fields() -> Iterator[tuple[str, str, str]]:
    for kind in kinds():
        module = importlib.import_module(f"unclench.facts.kinds.{kind}")
        for model in vars(module).values():
            mine = isinstance(model, type) and issubclass(model, BaseModel)
            if mine and model.__module__ == module.__name__:
                for name in model.model_fields:
                    yield kind, model.__name__, name


@pytest.mark.parametrize("kind", kinds())
def test_every_field_of_a_fact_is_read(kind: str) -> None:
    unread = [
        f"{model}.{name}"
        for k, model, name in _fields()
        if k == kind
        and name not in STRUCTURAL
        and (k, model, name) not in PROOF
        and (k, model) not in BY_NAME
        and name not in read_names()
    ]
    assert not unread, f"facts/kinds/{kind}.py: nothing reads {', '.join(unread)}"


def test_a_field_that_nothing_reads_would_be_seen() -> None:
    assert "a_field_that_nobody_reads" not in read_names()
    assert {"sensitivity", "pitfalls", "accuracy", "hpo", "age_to"} <= read_names()


@pytest.mark.parametrize(("field", "where"), sorted(PROOF.items()))
def test_what_only_proves_is_read_where_it_says(field: tuple[str, str, str], where: str) -> None:
    assert field in set(_fields())
    assert field[2] in _reads(ast.parse((ROOT / where).read_text("utf-8")))


@pytest.mark.parametrize(("model", "where"), sorted(BY_NAME.items()))
def test_what_is_read_by_name_is_read_there(model: tuple[str, str], where: str) -> None:
    path = SRC / where
    text = path.read_text("utf-8")
    assert "getattr(" in text or "model_dump(" in text or "files.read(" in text
    assert any((k, m) == model for k, m, _ in _fields())

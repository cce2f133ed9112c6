"""Units live in one place: `facts/units` and its data. No other module holds a table of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import unclench
from unclench.errors import UserError
from unclench.facts import units
from unclench.facts.loader import read_yaml
from unclench.facts.measure_words import measures

SRC = Path(unclench.__file__).parent
OWNER = SRC / "facts" / "units.py"
MATTER = ("mass", "amount", "charge", "activity", "energy", "volume")
"""Dimensions of amounts of a substance; words of time are words of rhythm too."""

DATA = read_yaml((SRC / "facts" / "data" / "units.yaml").read_text("utf-8"))
ODD = {
    name: float(entry["factor"])
    for dimension in MATTER
    for name, entry in DATA["dimensions"][dimension].items()
    if f"{float(entry['factor']):.0e}" != f"{float(entry['factor']):.6e}".replace(".000000", "")
}
"""Factors that are no power of ten: whoever writes one of them down has a table of his own."""
SPELLINGS = frozenset(
    s
    for dimension in MATTER
    for name in DATA["dimensions"][dimension]
    for s in units.spellings(name)
)


def _matter(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in SPELLINGS


def _number(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
    return isinstance(node, ast.BinOp) and _number(node.left) and _number(node.right)


def _pairs(tree: ast.AST) -> Iterator[tuple[int, list[tuple[ast.expr, ast.expr]]]]:
    """Each dict, and each list of pairs, as (line, pairs)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield (
                node.lineno,
                [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None],
            )
        elif isinstance(node, (ast.Tuple, ast.List)):
            two = [e for e in node.elts if isinstance(e, ast.Tuple) and len(e.elts) == 2]
            yield node.lineno, [(e.elts[0], e.elts[1]) for e in two]


def tables_of_units(text: str) -> list[str]:
    """What in a module is a table of units, or a factor between two of them."""
    tree = ast.parse(text)
    out = []
    for line, pairs in _pairs(tree):
        factors = [k for k, v in pairs if _matter(k) and _number(v)]
        spellings = [k for k, v in pairs if _matter(k) and _matter(v)]
        if len(factors) > 1 or (len(spellings) > 1 and 2 * len(spellings) >= len(pairs)):
            named = ", ".join(ast.unparse(k) for k in factors or spellings)
            out.append(f"line {line}: {named}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value > 0:
            for name, factor in ODD.items():
                for scale in (1.0, 1e3, 1e-3):
                    for known in (factor * scale, scale / factor):
                        if abs(node.value / known - 1) < 3e-4:
                            out.append(f"line {node.lineno}: {node.value} is a factor of {name}")
    return out


def test_only_the_facts_know_units() -> None:
    found = {
        str(p.relative_to(SRC)): tables
        for p in sorted(SRC.rglob("*.py"))
        if p != OWNER and (tables := tables_of_units(p.read_text("utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        '_MASS = {"g": 1.0, "kg": 1000.0}',
        'CODE = {"mcg": "µg", "milligrams": "mg"}',
        'ML = (("ml", 1), ("fl oz", 29.5735))',
        "kcal = kj / 4.184",
        "grams = 28.3495 * ounces",
        "ML_OF_A_CUP = 236.6",
        'mg = value * {"mg": 1, "mcg": 1e-3}[unit]',
    ],
)
def test_a_table_of_units_would_be_seen(line: str) -> None:
    assert tables_of_units(line)


def test_other_tables_are_left_alone() -> None:
    assert not tables_of_units('UNIT_OF = {"iron": "mg", "folate": "µg"}\nDAYS = {"week": 7}')


def test_every_spelling_of_a_measure_leads_to_its_word_and_weight() -> None:
    known = measures()
    assert known.word_of["tablespoons"] == "tbsp"
    assert known.word_of["mls"] == "ml"
    assert known.grams["oz"] == units.factor("ounce", "g") == 28.349523125
    assert known.ml["fl oz"] == pytest.approx(29.5735295625, abs=1e-12)
    assert (known.ml["tsp"], known.ml["tbsp"], known.ml["dsp"]) == (5, 15, 10)
    assert {*known.grams, *known.ml, *known.doses} <= set(known.word_of.values())


def test_dimensions_and_spellings() -> None:
    assert units.dimension("mmol/L") == "amount/volume"
    assert units.spellings("ug")[0] == "µg"
    assert "micrograms" in units.spellings("µg")
    assert units.find("furlong") is None
    with pytest.raises(UserError, match="not known"):
        units.dimension("furlong")

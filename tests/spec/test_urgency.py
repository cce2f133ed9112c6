"""How soon help is needed, as an emergency physician would want it: least, most, and a word for it.

`urgency.yaml` is our own half; `urgency_blind.yaml` was written by people who had not seen the
program, from general clinical knowledge.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from unclench import assess

LEVELS = ("self_care", "routine", "same_day", "emergency")
HERE = Path(__file__).parent
OURS = yaml.safe_load((HERE / "urgency.yaml").read_text("utf-8"))
BLIND = yaml.safe_load((HERE / "urgency_blind.yaml").read_text("utf-8"))


def answered(told: dict[str, Any]) -> tuple[int, str]:
    """The level as a number, and every word about it in lower case."""
    answer = assess(told)
    assert answer.urgency is not None
    lines = [*answer.urgency.reasons]
    for flag in answer.red_flags:
        lines += [flag.say, flag.action, *flag.because]
    return LEVELS.index(answer.urgency.level), " ".join(lines).lower()


def _named(row: dict[str, Any]) -> str:
    return str(row.get("id") or "; ".join(row["told"].get("complaints", [])))[:60]


def _marked(row: dict[str, Any]) -> Any:
    """A row of the table; one that is known to be wrong, or told too soon, must fail until that is
    mended."""
    known = row.get("too_soon") or row.get("known")
    marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
    return pytest.param(row, id=_named(row), marks=marks)


@pytest.mark.parametrize("row", [_marked(row) for row in OURS])
def test_our_cases(row: dict[str, Any]) -> None:
    level, words = answered(row["told"])
    assert level >= LEVELS.index(row.get("at_least", "self_care")), words
    assert level <= LEVELS.index(row.get("at_most", "emergency")), words
    assert any(word in words for word in row.get("says", "").split("|")), words


@pytest.mark.parametrize("row", BLIND, ids=_named)
def test_blind_cases(row: dict[str, Any]) -> None:
    level, words = answered(row["told"])
    assert LEVELS.index(row["at_least"]) <= level <= LEVELS.index(row["at_most"]), words
    for stems in row.get("must_flag", []):
        assert any(re.search(rf"(?<!\w){re.escape(s.lower())}", words) for s in stems), (
            stems,
            words,
        )


def test_the_table_is_large_and_looks_at_both_sides() -> None:
    rows = [*OURS, *BLIND]
    assert len(rows) >= 80
    assert sum(r.get("at_most") in ("routine", "self_care") for r in rows) >= 25
    assert sum(r.get("at_least") == "emergency" for r in rows) >= 25

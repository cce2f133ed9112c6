"""The spec table `probes.txt`: everyday sentences, what is read from them and how urgent it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from unclench import case
from unclench.differential import red_flags
from unclench.told import condition_items, finding_items, understand

TABLE = Path(__file__).with_name("probes.txt")
ROWS = [
    tuple(part.strip() for part in line.split("|"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
LISTS = ("complaints", "signs", "medicines", "conditions")
RANK = {level: n for n, level in enumerate(reversed(red_flags.ORDER))}


def told(text: str) -> dict[str, Any]:
    """The case that a row describes."""
    out: dict[str, Any] = {}
    for part in text.split(";;"):
        key, colon, said = part.strip().partition(": ")
        if not colon or key not in (*LISTS, "diet", "exposure", "age"):
            key, said = "complaints", part.strip()
        if key in LISTS:
            out.setdefault(key, []).append(said)
        elif key == "exposure":
            name, _, value = said.partition(" ")
            known = name in ("alcohol", "exercise", "sun", "smoking")
            out.setdefault("exposure", {})[name if known else "smoking"] = value if known else said
        else:
            out[key] = {"description": said} if key == "diet" else int(said)
    return out


def test_the_table_names_known_ids() -> None:
    known = set(finding_items()) | set(condition_items())
    named = {i.lstrip("-~") for row in ROWS for i in row[1].split() if not i.startswith("?")}
    assert named <= known, named - known
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("words", "ids", "urgency"), ROWS, ids=[r[0] for r in ROWS])
def test_probe(words: str, ids: str, urgency: str) -> None:
    given = case.from_dict(told(words))
    u = understand(given)
    for name in ids.split():
        bare = name.lstrip("-~?")
        if name.startswith("?"):
            assert any(bare in clause for clause in u.not_understood), u.not_understood
        elif name.startswith("-"):
            assert u.state(bare) is False, (name, sorted(u.present))
        elif name.startswith("~"):
            assert u.state(bare) is not True, (name, sorted(u.present))
        else:
            assert u.state(name) is True, (name, sorted(u.present), u.not_understood)
    if urgency:
        flags, level = red_flags.evaluate(u, [])
        got, wanted = RANK[level.level], RANK[urgency.lstrip("<>=")]
        why = (level.level, [(f.id, f.because_codes) for f in flags], sorted(u.present))
        assert got >= wanted or urgency.startswith("<"), why
        assert got <= wanted or urgency.startswith(">"), why

"""The spec table `phrases.txt`: what is understood from one phrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from unclench import case
from unclench.told import condition_items, finding_items, understand

TABLE = Path(__file__).with_name("phrases.txt")
ROWS = [
    tuple(part.strip() for part in line.split("|"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_table_is_large_and_names_known_ids() -> None:
    assert len(ROWS) >= 250
    known = set(finding_items()) | set(condition_items())
    named = {i.lstrip("-~") for _, ids in ROWS for i in ids.split()}
    assert named <= known, named - known
    assert len(named) >= 180


@pytest.mark.parametrize(("words", "ids"), ROWS, ids=[r[0] for r in ROWS])
@pytest.mark.parametrize("where", ["complaints", "signs"])
def test_phrase(words: str, ids: str, where: str) -> None:
    u = understand(case.from_dict({where: [words]}))
    for name in ids.split():
        if name.startswith("-"):
            assert u.state(name[1:]) is False, (name, sorted(u.present))
        elif name.startswith("~"):
            assert u.state(name[1:]) is not True, (name, sorted(u.present))
        else:
            assert u.state(name) is True, (name, sorted(u.present), sorted(u.absent))

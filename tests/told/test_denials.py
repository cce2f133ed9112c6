"""Two denials of one thing say that it is there."""

from __future__ import annotations

import pytest

from unclench.case import from_dict
from unclench.told import understand


@pytest.mark.parametrize(
    ("words", "finding", "there"),
    [
        ("without fever", "fever", False),
        ("I am not without fever", "fever", True),
        ("never free of cramps at night", "muscle_cramp", True),
        ("my urine is not dark", "dark_urine", False),
        ("my urine isn't not dark", "dark_urine", True),
    ],
)
def test_a_denial_is_taken_back_by_another(words: str, finding: str, there: bool) -> None:
    assert understand(from_dict({"complaints": [words]})).state(finding) is there

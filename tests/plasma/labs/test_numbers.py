"""Numbers as laboratories print them: two marks, or two of one, tell what they are."""

from __future__ import annotations

import pytest

from unclench.plasma.labs.numbers import Decimal, number


@pytest.mark.parametrize("decimal", ["", ".", ","])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("010.118.105", 10118105.0),
        ("010,118,105", 10118105.0),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("-1.234,5", -1234.5),
        ("0,5", 0.5),
        ("0.5", 0.5),
    ],
)
def test_two_marks_tell_themselves_whatever_the_file_writes(
    text: str, value: float, decimal: Decimal
) -> None:
    assert number(text, decimal) == value

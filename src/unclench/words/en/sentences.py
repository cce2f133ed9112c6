"""The sentence of each code of a `Reason`: registered once, by the module of its link."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unclench.assessment import Reason, Value

Values = Mapping[str, Value]
Sentence = Callable[[Values], str]
SENTENCES: dict[str, Sentence] = {}


def sentence(code: str) -> Callable[[Sentence], Sentence]:
    """Register the function that says a reason of this code."""

    def keep(function: Sentence) -> Sentence:
        assert code not in SENTENCES, f"'{code}' is said twice"
        SENTENCES[code] = function
        return function

    return keep


def sentence_of(reason: Reason) -> str:
    """The sentence of one reason."""
    return SENTENCES[reason.code](reason.values)


def number(values: Values, key: str) -> float:
    """A number that a reason carries."""
    value = values[key]
    assert isinstance(value, (int, float)), key
    return float(value)


def text(values: Values, key: str) -> str:
    """A word that a reason carries."""
    value = values[key]
    assert isinstance(value, str), key
    return value


def texts(values: Values, key: str) -> list[str]:
    """Words that a reason carries."""
    value = values[key]
    assert isinstance(value, list), key
    return [str(v) for v in value]

"""Where in a diary something stands, and how much of it, for sentences about diaries."""

from __future__ import annotations

from unclench.words.en.sentences import Values, number, text, texts


def at(v: Values) -> str:
    """Where something stands, before a sentence: "servings.csv, line 3: "."""
    if "file" not in v:
        return ""
    line = f", line {number(v, 'line'):.0f}" if "line" in v else ""
    return f"{text(v, 'file')}{line}: "


def count(v: Values) -> str:
    """How many there are."""
    return f"{number(v, 'count'):.0f}"


def lines(v: Values) -> str:
    """Their lines, "3, 8 and others"."""
    told = texts(v, "lines")
    return ", ".join(told) + (" and others" if number(v, "count") > len(told) else "")


def name_of(nutrient: str) -> str:
    """A nutrient within a sentence: "vitamin d"."""
    return nutrient.replace("_", " ")


def country(label: str) -> str:
    """A country inside a sentence: "the United Kingdom", "Germany"."""
    return f"the {label}" if label.startswith("United ") else label

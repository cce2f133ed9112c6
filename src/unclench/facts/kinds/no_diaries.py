"""Tables and texts of foods that are no days of eating: shopping, recipes, stocks, training."""

from __future__ import annotations

from typing import Literal

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified


class NoDiary(Fact):
    """One kind of list. Words are lower case without accents, matched as whole words.

    Attributes:
        order: the lower is tried first.
        sure: a table with one of these words in a header is of this kind.
        headers: or with two headers that each hold one of these.
        whole: or with a header that is one of these and nothing else.
        cleared_by: what a dated table of foods has when it is a diary all the same: a column of
            amounts or meals, or two nutrients.
        titles: a text with such a title, or a sheet of this name; one word must be all of it.
        marks: a text with two of these at the beginning of short lines.
        goods: a text with two lines that hold one of these.
        boxes: a text in which most lines have a box to tick.
        till: a text of lines that end in prices, with one of these words on another.
        what: why the file is not read, one sentence. instead: what to give, one sentence.
    """

    order: int = 100
    sure: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    cleared_by: Literal["amounts", "nutrients", "nothing"] = "nutrients"
    titles: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    boxes: bool = False
    till: tuple[str, ...] = ()
    what: str
    instead: str
    source: str
    verified: Verified


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Words are written as they are compared, and no kind is told by nothing."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, NoDiary)
        where = f"facts/data/no_diaries/{fact.id}.yaml"
        words = [
            *fact.sure, *fact.headers, *fact.whole, *fact.titles, *fact.marks, *fact.goods,
            *fact.till,
        ]  # fmt: skip
        if not words:
            problems.append(Problem("nothing tells such a list", where))
        problems += [
            Problem(f"'{w}' is not in lower case without signs", where)
            for w in words
            if w != w.casefold() or any(not c.isalnum() and c != " " for c in w)
        ]
    return problems

"""How the numbers that weigh evidence stand to their sources: as it says, in part, or an estimate.

They are the rows of the kinds `causes` and `links`: how often a finding, a result or a speed of
onset goes with a cause and without, what multiplies its odds, and how common it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from unclench.errors import Problem
from unclench.facts.loader import Fact, load, parts, sources

KINDS = ("causes", "links")
READ = ("seen", "computed")
"""The source says the number, or it follows from what the source says."""
IN_PART = "partial"
"""The source says a part (that it is so, in whom, a range), and the number is ours."""
ESTIMATE = "judgement"
"""No source was looked up: an estimate of ours, whatever it was remembered from."""


def rows(facts: dict[str, Fact]) -> Iterator[tuple[str, str, str, str]]:
    """(file, path in it, source, mark) of every number that weighs evidence."""
    for fact in facts.values():
        marks = {path: value for path, name, value in parts(fact) if name == "verified"}
        named = {path: value for path, name, value in parts(fact) if name == "source"}
        for path, mark in marks.items():
            yield fact.file, path, named[path], mark


def standing() -> dict[str, int]:
    """How many numbers are read (or computed), in part, and estimates."""
    out = {"read": 0, "in_part": 0, "estimates": 0}
    for kind in KINDS:
        for _, _, _, mark in rows(load(kind, Fact)):
            out["read" if mark in READ else "in_part" if mark == IN_PART else "estimates"] += 1
    return out


def untied(kind: str, facts: dict[str, Fact]) -> list[Problem]:
    """Numbers that are said to come from a source which nobody looked up for them."""
    out = []
    for file, path, source, mark in rows(facts):
        where = f"facts/data/{kind}/{file}.yaml"
        if (mark == ESTIMATE) != (source == ESTIMATE) or mark == "recalled":
            out.append(
                Problem(
                    f"{path.lstrip('.')} names '{source}' and is marked {mark}",
                    where,
                    "Look it up, or call it an estimate: `source: judgement, verified: judgement`.",
                )
            )
        elif mark in READ and sources()[source].verified not in READ:
            out.append(Problem(f"{path.lstrip('.')}: '{source}' was not looked up", where))
    return out

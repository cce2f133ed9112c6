"""`unclench explain`: a fact, a claim, or how one number of an assessment came about."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.door.inert import inert


@asks(*PERSON, "authority", "person", "believe", "today")
def explain(
    given: Given,
    what: Annotated[str, typer.Argument(help="A nutrient, contributor, test, or a question.")],
    case: Annotated[
        list[Path] | None, typer.Option(help="A case or diary: explain for this person.")
    ] = None,
) -> None:
    """Print a fact with its sources, an answer to a claim, or the tree behind a number."""
    from unclench.explain import explain as find
    from unclench.explain import lines, weakest

    for line in _urgent(what):
        typer.echo(inert(line))
    assessment = None
    if case or given.person:
        from unclench.chain import answer_to

        assessment = answer_to(given.request(case or ()))
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    for node in find(what, assessment):
        for line in lines(node, width):
            typer.echo(inert(line))
        level = weakest(node)
        if level is not None:
            typer.echo(f"weakest link: review {level}")


TELLS = 8
"""A question of that many words tells something of its own (judgement)."""


def _urgent(question: str) -> list[str]:
    """What a question tells that must not wait for its answer: "my wee is the colour of cola"."""
    if len(question.split()) < TELLS:
        return []
    from unclench.case import Case
    from unclench.chain import assess

    found = assess(Case(complaints=[question]))
    if found.urgency is None or found.urgency.level not in ("emergency", "same_day"):
        return []
    return [f"{flag.say} {flag.action}" for flag in found.red_flags]

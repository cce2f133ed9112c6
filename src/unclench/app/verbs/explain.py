"""`unclench explain`: a fact, a claim, or how one number of an assessment came about."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer


def explain(
    what: Annotated[str, typer.Argument(help="A nutrient, contributor, test, or a question.")],
    case: Annotated[
        list[Path] | None, typer.Option(help="A case or diary: explain for this person.")
    ] = None,
    age: Annotated[float | None, typer.Option(help="Years.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male.")] = None,
    authority: Annotated[str, typer.Option(help="nasem or efsa.")] = "nasem",
) -> None:
    """Print a fact with its sources, an answer to a claim, or the tree behind a number."""
    from unclench.explain import explain as find
    from unclench.explain import lines, weakest

    assessment = None
    if case:
        from unclench.case_from import Told, gather
        from unclench.chain import assess

        assessment = assess(gather(case, Told(age=age, sex=sex)), authority=authority)
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    for node in find(what, assessment):
        for line in lines(node, width):
            typer.echo(line)
        level = weakest(node)
        if level is not None:
            typer.echo(f"weakest link: review {level}")

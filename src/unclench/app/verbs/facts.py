"""`unclench facts`: list the facts, or prove that each has what it needs."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="The facts behind every answer.", invoke_without_command=True)


@app.callback(invoke_without_command=True)
def list_facts(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option(help="Only this kind, e.g. nutrients.")] = None,
) -> None:
    """List facts: kind, id, label, review level, when to look again."""
    if ctx.invoked_subcommand:
        return
    from rich.table import Table

    from unclench.app.terminal import console
    from unclench.errors import Problem, UserError, did_you_mean
    from unclench.facts import loader

    kinds = loader.kinds()
    if kind and kind not in kinds:
        raise UserError(
            Problem(f"'{kind}' is not a kind of fact.", "--kind", did_you_mean(kind, kinds)
                    or f"Kinds: {', '.join(kinds)}.")
        )  # fmt: skip
    table = Table(show_edge=False, pad_edge=False)
    for title in ("Kind", "Fact", "Label", "Review", "Look again by"):
        table.add_column(title, overflow="fold")
    for k in [kind] if kind else kinds:
        for fact in loader.load(k, loader.Fact).values():
            table.add_row(
                k, fact.id, fact.label, str(fact.review.level), str(fact.review.look_again_by)
            )
    console().print(table)


@app.command("check")
def check_facts() -> None:
    """Verify every fact: source, unit, review date, holes in tables. Exit code 1 on a problem."""
    from unclench.facts import loader
    from unclench.facts.likelihoods import standing

    problems = loader.check()
    for problem in problems:
        typer.echo(str(problem), err=True)
    count = sum(len(loader.load(k, loader.Fact)) for k in loader.kinds())
    typer.echo(f"{count} facts in {len(loader.kinds())} kinds, {len(loader.sources())} sources: "
               f"{len(problems)} problems.")  # fmt: skip
    tied = standing()
    typer.echo(
        f"Numbers that weigh evidence: {tied['read']} as their source says or computed from it, "
        f"{tied['in_part']} tied to one in part, {tied['estimates']} estimates."
    )
    if problems:
        raise typer.Exit(1)

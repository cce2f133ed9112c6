"""`unclench data`: what is stored where; take it with you, or delete it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unclench.app.trial_options import Data, data_of

app = typer.Typer(help="What is stored on this machine: see, export, delete.",
                  no_args_is_help=True)  # fmt: skip


@app.command("show")
def show(data: Data = None) -> None:
    """What is stored where."""
    from unclench.app import stored

    base = data_of(data)
    for line in stored.lines(stored.stored(base), stored.others(base), base):
        typer.echo(line)


@app.command("export")
def export(
    to: Annotated[Path, typer.Argument(help="A ZIP archive that is made.")], data: Data = None
) -> None:
    """Everything about you as one ZIP archive."""
    from unclench.app import stored

    typer.echo(f"{stored.export(to, data_of(data))} files in {to}")


@app.command("delete")
def delete(
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it nothing happens.")] = False,
) -> None:
    """Delete everything that is stored; it cannot be taken back."""
    from unclench.app import stored
    from unclench.errors import UserError

    base = data_of(data)
    if not yes:
        for line in stored.lines(stored.stored(base), stored.others(base), base):
            typer.echo(line)
        typer.echo("Nothing was deleted: `unclench data delete --yes` deletes it for good.")
        raise typer.Exit(2)
    problems = stored.delete(base)
    if problems:
        raise UserError(problems)
    typer.echo("Deleted. Backups, and what a disk keeps of its own, are out of reach.")

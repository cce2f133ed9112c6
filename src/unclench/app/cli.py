"""The command line. Heavy modules are imported by the verbs that need them."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from unclench.app.terminal import fail
from unclench.errors import Problem, UserError
from unclench.version import __version__

app = typer.Typer(
    name="unclench",
    help="What may be behind muscle spasms: diet, blood, symptoms, medicines. Computed, explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"unclench {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


VERBS = {
    "check": "Assess a case: diary, blood tests, complaints, medicines. "
    "Nothing leaves this machine.",
    "explain": "Print a fact with its sources, an answer to a claim, or the tree behind a number.",
    "plan": "The fewest, smallest changes of food that close what falls short, "
    "safe for this person.",
    "foods": "The food table.",
    "simulate": "Models of blood, nerve and muscle.",
    "facts": "The facts behind every answer.",
}
"""Verb -> its line in the help, the same as the verb's own (tested)."""


def register(to: typer.Typer, asked: str) -> None:
    """The verb that is asked for, and of the others only their lines: help must not load them."""
    for name, line in VERBS.items():
        if name != asked:
            to.command(name, help=line)(_nothing)
            continue
        module = importlib.import_module(f"unclench.app.verbs.{name}")
        group = getattr(module, "app", None)
        if group is not None:
            to.add_typer(group, name=name)
        else:
            to.command(name)(getattr(module, name))


def _nothing() -> None:
    """Stands for a verb that was not asked for."""


def asked_for(arguments: Sequence[str]) -> str:
    """The first argument that is a verb; empty when there is none."""
    return next((a for a in arguments if a in VERBS), "")


def main() -> None:
    """Run; print what was wrong with the input in the user's words, exit code 2."""
    gc.set_threshold(200_000, 20, 50)  # a short-lived process: collecting early costs a sixth
    register(app, asked_for(sys.argv[1:]))
    try:
        app()
    except UserError as error:
        fail(error)
    except PermissionError as error:
        fail(UserError(Problem("This may not be read or written.", str(error.filename or ""))))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)

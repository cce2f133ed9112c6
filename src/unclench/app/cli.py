"""The command line. Heavy modules are imported by the verbs that need them."""

from __future__ import annotations

import gc
import sys
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


def _register() -> None:
    """Every verb; each imports what it needs when it runs."""
    from unclench.app.verbs import check, explain, facts, foods, plan, simulate

    app.command("check")(check.check)
    app.command("explain")(explain.explain)
    app.command("plan")(plan.plan)
    app.add_typer(foods.app, name="foods")
    app.add_typer(simulate.app, name="simulate")
    app.add_typer(facts.app, name="facts")


def main() -> None:
    """Run; print what was wrong with the input in the user's words, exit code 2."""
    gc.set_threshold(200_000, 20, 50)  # a short-lived process: collecting early costs a sixth
    _register()
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

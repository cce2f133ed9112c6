"""The command line. Heavy modules are imported by the verbs that need them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from unclench import __version__
from unclench.errors import Problem, UserError

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


def main() -> None:
    """Run; print what was wrong with the input in the user's words, exit code 2."""
    from unclench.app.verbs import register

    gc.set_threshold(200_000, 20, 50)  # a short-lived process: collecting early costs a sixth
    register(app)
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


def fail(error: UserError) -> None:
    """Print every problem on standard error and exit with code 2."""
    many = len(error.problems) > 1
    if many:
        typer.echo(f"{len(error.problems)} problems with the input:", err=True)
    for problem in error.problems:
        typer.echo(f"- {problem}" if many else str(problem), err=True)
    sys.exit(2)


def write(text: str, to: Path | None) -> None:
    """Text to a file, or to standard output."""
    if to is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, "utf-8")
    except OSError as error:
        problem = Problem(f"This could not be written ({error.strerror}).", str(to))
        raise UserError(problem) from None
    typer.echo(f"Written: {to}", err=True)


def console(**options: Any) -> Any:
    """A rich console that keeps to the terminal's width, 80 columns when there is none."""
    import shutil

    from rich.console import Console

    width = shutil.get_terminal_size((80, 24)).columns
    return Console(width=min(width, 110), highlight=False, **options)

"""The command line. Heavy modules are imported by the verbs that need them."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from unclench.app.stopping import STOPPED, asked_to_stop, install, nothing_more
from unclench.app.terminal import fail
from unclench.door.inert import inert
from unclench.errors import UserError
from unclench.version import __version__

app = typer.Typer(
    name="unclench",
    help="What may be behind muscle spasms: diet, blood, symptoms, medicines. Computed, explained.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"unclench {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        from unclench.app.verbs.ask import interview

        if not interview():
            typer.echo(context.get_help())


VERBS = {
    "ask": "Be asked, one question at a time, and get the answer. Nothing leaves this machine.",
    "serve": "The answer in a browser: pages on this computer alone. Nothing leaves this machine.",
    "check": "Assess a case: diary, blood tests, complaints, medicines. "
    "Nothing leaves this machine.",
    "explain": "Print a fact with its sources, an answer to a claim, or the tree behind a number.",
    "plan": "The fewest, smallest changes of food that close what falls short, "
    "safe for this person.",
    "trial": "Does it help me? Self-experiments that can be believed.",
    "log": "The spasm log: what came when.",
    "data": "What is stored on this machine: see, export, delete.",
    "foods": "The food table.",
    "simulate": "Models of blood, nerve and muscle.",
    "facts": "The facts behind every answer.",
    "mcp": "Tools for assistants, over standard input and output.",
    "cohort": "Surveys and user bases: usual intake and who has too little.",
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
    install()
    gc.set_threshold(200_000, 20, 50)  # a short-lived process: collecting early costs a sixth
    closed = _sound_output()
    register(app, asked_for(sys.argv[1:]))
    try:
        code = _flushed(_run())
    except KeyboardInterrupt:
        code = STOPPED
    if closed and code == 0:
        code = _complain("The answer could not be written: standard output is closed.")
    nothing_more()
    sys.exit(STOPPED if asked_to_stop() else code)


def _sound_output() -> bool:
    """Have output that takes any letter; whether standard output is closed."""
    closed = sys.stdout is None
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return closed


def _run() -> int:
    """The exit code of the verb; what it raises is said."""
    try:
        try:
            app()
        except UserError as error:
            fail(error)
        except BrokenPipeError:
            _discard()
        except OSError as error:
            return _complain(_said(error))
        except MemoryError:
            return _complain("This is more than fits into memory. Give a shorter record.")
        except Exception as error:  # a fault of ours, said in one sentence
            if asked_to_stop():  # libraries turn Ctrl-C into errors of their own
                return STOPPED
            if os.environ.get("UNCLENCH_DEBUG"):
                raise
            _complain(
                f"A fault of Unclench, not of your input: {type(error).__name__}: {error}. "
                "Please report it; UNCLENCH_DEBUG=1 shows where it happened."
            )
            return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _said(error: OSError) -> str:
    why = (error.strerror or type(error).__name__).lower()
    if error.filename is None:
        _discard()
        return f"The answer could not be written: {why}."
    if isinstance(error, PermissionError):
        return f"{error.filename}: This may not be read or written."
    return f"{error.filename}: This could not be read or written: {why}."


def _flushed(code: int) -> int:
    """The exit code once all is written; output that is full or gone is said."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard()
    except (OSError, ValueError) as error:
        _discard()
        why = getattr(error, "strerror", None) or type(error).__name__
        return _complain(f"The answer could not be written: {why.lower()}.")
    return code


def _discard() -> None:
    """What is left to write goes nowhere, so that ending raises nothing."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(what: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(inert(f"{what}\n"))
        sys.stderr.flush()
    return 2

"""`unclench serve`: the answer in a browser, on this computer alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unclench.errors import Problem, UserError

LOOPBACK = ("127.0.0.1", "localhost")


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 0,
    data: Annotated[
        Path | None, typer.Option(help="Keep what is told in this folder instead.")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
    shortcut: Annotated[
        bool,
        typer.Option("--shortcut", help="Put an entry among the programs of the desktop; end."),
    ] = False,
    host: Annotated[str, typer.Option(help="This computer only: 127.0.0.1.")] = LOOPBACK[0],
) -> None:
    """The answer in a browser: pages on this computer alone. Nothing leaves this machine."""
    if host not in LOOPBACK:
        raise UserError(
            Problem(
                f"Unclench serves this computer alone, so it does not listen on '{host[:60]}'.",
                "--host",
                "Leave --host out. What people tell here must not be open to a network.",
            )
        )
    if shortcut:
        from unclench.app.shortcut import write_shortcut

        typer.echo(f"Written: {write_shortcut(data)}")
        return
    from unclench.app.stopping import leave
    from unclench.app.web.server import run
    from unclench.keeping import home

    run(data or home(), port, not no_browser)
    leave()

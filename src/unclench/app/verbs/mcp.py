"""`unclench mcp`: tools for assistants, over standard input and output."""

from __future__ import annotations


def mcp() -> None:
    """Tools for assistants, over standard input and output."""
    from unclench.app.assistant import server

    server().run("stdio")

"""The document on a terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as RichTable
from rich.text import Text as RichText

from unclench.door.inert import inert
from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text

_STYLE = {
    "emergency": "bold white on red",
    "same_day": "bold red",
    "routine": "yellow",
    "self_care": "green",
    "plain": "cyan",
}


def _inert(text: str, style: str = "") -> RichText:
    """Text of the answer, which may hold what somebody put into a file, made inert."""
    return RichText(inert(text), style=style)


def _bullets(items: Sequence[str]) -> RenderableType:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for item in items:
        grid.add_row("•", _inert(item))
    return grid


def _table(block: Table) -> RenderableType:
    table = RichTable(expand=False, show_edge=False, pad_edge=False, header_style="bold")
    for title in block.columns:
        table.add_column(title, overflow="fold")
    for row in block.rows:
        table.add_row(*(_inert(cell) for cell in row))
    return table


def _one(block: Block) -> RenderableType | None:
    match block:
        case Heading(text):
            return Padding(_inert(text, style="bold underline"), (1, 0, 0, 0))
        case Text(text, quiet):
            return _inert(text, style="dim" if quiet else "")
        case Callout(title, lines, tone):
            parts = [_inert(title, style=_STYLE[tone]), *(_inert(line) for line in lines)]
            return Panel(Group(*parts), border_style="dim")
        case Bullets(items):
            return _bullets(items) if items else None
        case Table():
            return _table(block)
        case Picture():
            return None


def show(blocks: Sequence[Block], console: Console) -> None:
    """Print the blocks; pictures have no place on a terminal and are left to the report."""
    for block in blocks:
        item = _one(block)
        if item is not None:
            console.print(item)

"""The document as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text


def _cell(text: str) -> str:
    return _escape(text).replace("|", "\\|").replace("\n", " ")


def _escape(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _one(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {text}"
        case Text(text, quiet):
            return f"*{_escape(text)}*" if quiet else _escape(text)
        case Callout(title, lines, _):
            return "\n".join([f"> **{_escape(title)}**", *(f"> {_escape(line)}" for line in lines)])
        case Bullets(items):
            return "\n".join(f"- {_escape(item)}" for item in items)
        case Table(columns, rows):
            head = f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}"
            return "\n".join([head, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)])
        case Picture():
            return ""


def render(blocks: Sequence[Block], title: str) -> str:
    """The blocks as one Markdown text with a title."""
    parts = [f"# {title}", *(t for t in map(_one, blocks) if t)]
    return "\n\n".join(parts) + "\n"

"""The document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unclench.door.inert import inert
from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text


def _cell(text: str) -> str:
    return _escape(text).replace("|", "\\|").replace("\n", " ")


_SIGNS = re.compile(r"([\\`*_\[\]])")
_LINE = re.compile(r"(?m)^([ \t]*)([#>+=~|-]|\d+[.)])")


def _escape(text: str) -> str:
    """`text` as nothing but text: no link, image, code, heading, quote, list or HTML."""
    text = _SIGNS.sub(r"\\\1", inert(text).replace("&", "&amp;").replace("<", "&lt;"))
    text = text.replace("!\\[", "\\!\\[").replace("](", "]\\(")
    return _LINE.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    """A sign that would begin a block, escaped: "# x" is no heading, "1. x" no list."""
    blank, sign = found[1], found[2]
    return f"{blank}{sign[:-1]}\\{sign[-1]}"


def _one(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {_escape(text)}"
        case Text(text, quiet):
            return f"*{_escape(text)}*" if quiet else _escape(text)
        case Callout(title, lines, _):
            return "\n".join([f"> **{_escape(title)}**", *(f"> {_escape(line)}" for line in lines)])
        case Bullets(items):
            return "\n".join(f"- {_escape(item)}" for item in items)
        case Table(columns, rows):
            head = f"| {' | '.join(map(_cell, columns))} |\n|{' --- |' * len(columns)}"
            return "\n".join([head, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)])
        case Picture():
            return ""


def render(blocks: Sequence[Block], title: str) -> str:
    """The blocks as one Markdown text with a title."""
    parts = [f"# {title}", *(t for t in map(_one, blocks) if t)]
    return "\n\n".join(parts) + "\n"

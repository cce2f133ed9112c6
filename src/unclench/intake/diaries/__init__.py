"""Diaries in: every kind of file, recognised by content; lines in words; matches to foods."""

from unclench.intake.diaries.items import Item, Line
from unclench.intake.diaries.lines import parse_line, read_line
from unclench.intake.diaries.read import read
from unclench.intake.diaries.reviews import Reviews, review

__all__ = ["Item", "Line", "Reviews", "parse_line", "read", "read_line", "review"]

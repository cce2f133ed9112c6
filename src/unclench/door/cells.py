"""Cells of delimited text that are longer than anything a table holds."""

from __future__ import annotations

import csv
import re

KEPT = 200
"""Characters that are kept of such a cell."""

_QUOTED = re.compile(r'"(?:[^"\r\n]|"")*"')


def shortened(text: str) -> tuple[str, list[int]]:
    """(the text, with cells cut that the csv module would refuse; the lines where they stand).

    The limit belongs to the host program (`csv.field_size_limit`) and is left as it is. What is
    cut keeps its first characters and an ellipsis.
    """
    limit = csv.field_size_limit()
    if len(text) <= limit:
        return text, []
    held = r'[^,;\t|"\r\n]'
    plain = re.compile(rf"(?<!{held}){held}{{{limit},}}")  # looked for from its beginning only

    def cut(cell: re.Match[str]) -> str:
        whole = cell[0]
        if len(whole) < limit:
            return whole
        mark = '"' if whole[0] == '"' else ""
        kept = whole[len(mark) :][:KEPT].replace('"', " ")
        return f"{mark}{kept}…{mark}"

    lines = text.split("\n")
    found: list[int] = []
    for n, line in enumerate(lines):
        if len(line) > limit:
            new = plain.sub(cut, _QUOTED.sub(cut, line))
            if new != line:
                lines[n] = new
                found.append(n + 1)
    return ("\n".join(lines), found) if found else (text, [])

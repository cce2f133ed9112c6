"""Where a line of several foods is split."""

from __future__ import annotations

import re

from unclench.intake.diaries.items import PREPARATIONS, Item, is_amount, supplement_of
from unclench.told import quantity as q


def begins_new(s: str) -> bool:
    """Whether a piece begins another food with an amount of its own."""
    told, rest = q.take(s)
    return (
        bool(told is not None and told.value is not None and rest and not is_amount(s))
        and re.search(r"[a-z]{2,}", rest, re.I) is not None
    )


def _has_dose(item: Item | None) -> bool:
    return item is not None and (item.supplement is None or bool(item.supplement.doses))


_JOINT = re.compile(
    r"\s*[,;]\s*(?:and\s+|plus\s+|with\s+)?|"
    r"\s+(?:and|with|plus|on|in|\+|&|topped with)\s+|\s*\+\s*",
    re.I,
)


def split_at_quantities(s: str) -> list[str]:
    """A line in pieces, each from one quantity to the next; brackets stay whole."""
    out: list[str] = []
    start = depth = 0
    brackets = [0] * (len(s) + 1)
    for i, c in enumerate(s):
        depth = max(0, depth + (c in "([") - (c in ")]"))
        brackets[i + 1] = depth
    for found in _JOINT.finditer(s):
        if brackets[found.start()]:
            continue
        head, tail = s[start : found.start()], s[found.end() :]
        following = re.split(r"[,;]", tail, maxsplit=1)[0]
        if re.match(r"and\s+(?:a\s+)?half\b", s[found.start() :].lstrip(), re.I):
            continue
        if (
            head.strip()
            and re.search(r"[a-z]{2,}", head, re.I)
            and (
                (begins_new(following) and not is_amount(head))
                or (";" in found[0] and re.search(r"[a-z]{3,}", following, re.I))
                or _has_dose(supplement_of(following.strip()))
            )
        ):
            out.append(head.strip())
            start = found.end()
    out.append(s[start:].strip())
    return [c for c in out if c]


def list_pieces(chunk: str) -> list[str]:
    """The foods of a chunk separated by commas; an amount stays with the food before it."""
    out: list[str] = []
    for piece in re.split(r"\s*,\s*(?![^(]*\))", chunk):
        if not piece:
            continue
        said = piece.lower().split()
        of_before = said[0] in ("no", "without", "low") or set(said) <= PREPARATIONS | {"and"}
        if out and (is_amount(piece) or of_before):
            out[-1] = f"{out[-1]}, {piece}"
        else:
            out.append(re.sub(r"^(?:and|plus|with)\s+", "", piece, flags=re.I))
    return out

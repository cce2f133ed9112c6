"""Lists of food that are no days of eating: known by their columns, titles and lines, by facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from unclench.errors import Problem
from unclench.facts.kinds.no_diaries import NoDiary
from unclench.facts.loader import load
from unclench.intake.diaries import dates
from unclench.intake.diaries.columns import bare_name, column
from unclench.intake.diaries.folding import fold, key, words_of
from unclench.intake.diaries.refusal import RefusalError

TWO = 2
TITLE = 8
"""Words of a title, at most; and of a heading within a text."""
LINES = 400
"""Lines of a text that are looked at."""
_SIGNS = re.compile(r"[\W_]+")
_BOX = re.compile(r"^\s*(?:[-*•]\s*)?(?:\[[ xX✓]?\]|[☐☑☒□✓✔])\s*\S")
_PRICE = re.compile(r"(?:^|\s)[£$€]?\d{1,4}[.,]\d\d\s?(?:[ABCDZ]|€|EUR|zł|kr)?\s*$")
_CELLS = re.compile(r"[;\t|,]")


@functools.cache
def _kinds() -> tuple[NoDiary, ...]:
    every = load("no_diaries", NoDiary).values()
    return tuple(sorted(every, key=lambda k: (k.order, k.id)))


def _spaced(text: str) -> str:
    """The words of a text, reduced, between blanks: a word is found by ` word `."""
    return f" {_SIGNS.sub(' ', fold(text)).strip()} "


def _holds(spaced: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in spaced for word in words)


def _refusal(kind: NoDiary, where: str) -> RefusalError:
    return RefusalError(Problem(kind.what, where, kind.instead))


def of_table(header: Sequence[str], at: Mapping[str, int], where: str) -> RefusalError | None:
    """Why a table is no diary, by its columns; None when nothing speaks against it.

    Args:
        at: its columns by role, as far as they are known.
    """
    told = [(_spaced(h), bare_name(h)) for h in header]
    clear = _clear(header, at)
    for kind in _kinds():
        if kind.cleared_by in clear:
            continue
        whole = {key(w) for w in kind.whole}
        if (
            any(_holds(s, kind.sure) or bare in whole for s, bare in told)
            or sum(1 for s, _ in told if _holds(s, kind.headers)) >= TWO
        ):
            return _refusal(kind, where)
    return None


def _clear(header: Sequence[str], at: Mapping[str, int]) -> set[str]:
    """What speaks for a diary in a dated table of foods."""
    if not {"day", "name"} <= set(at):
        return set()
    nutrients = {c.nutrient for h in header if (c := column(h)) and c.nutrient} - {"energy"}
    out = {"nutrients"} if len(nutrients) >= TWO else set()
    return out | ({"amounts"} if out or {"amount", "grams", "meal"} & set(at) else set())


def of_title(title: str, where: str) -> RefusalError | None:
    """Why a sheet of this name, or a text with this title, is no diary."""
    said = _spaced(title)
    if len(said.split()) > TITLE or _CELLS.search(title):
        return None
    kind = next((k for k in _kinds() if any(_titled(said, t) for t in k.titles)), None)
    return _refusal(kind, where) if kind is not None else None


def _titled(said: str, title: str) -> bool:
    """Whether a title is this one; a single word ("stock") may only have a date beside it."""
    if f" {title} " not in said:
        return False
    rest = said.replace(f" {title} ", " ", 1).split()
    return " " in title or all(
        w.isdigit() or w in words_of("fillers") or dates.understand(w) for w in rest
    )


def of_text(text: str, where: str) -> RefusalError | None:
    """Why a text is no diary, by its title, its headings, or what stands on its lines."""
    lines = [line for raw in text.splitlines()[:LINES] if (line := raw.strip())]
    if not lines:
        return None
    if (found := of_title(lines[0], where)) is not None:
        return found
    short = [_spaced(ln) for ln in lines if len(ln.split()) <= TITLE and not _CELLS.search(ln)]
    boxes = sum(1 for ln in lines if _BOX.match(ln))
    prices = sum(1 for ln in lines if _PRICE.search(ln))
    dated = any(dates.understand(ln.rstrip(":. ")) for ln in lines)
    for kind in _kinds():
        heads = {m for m in kind.marks for s in short if s.startswith(f" {m} ")}
        goods = sum(1 for ln in lines if _holds(_spaced(ln), kind.goods)) if kind.goods else 0
        if (
            len(heads) >= TWO
            or (goods >= TWO and not dated)
            or (kind.boxes and boxes >= TWO and boxes > 0.5 * len(lines) and not dated)
            or (
                kind.till
                and prices > max(TWO, 0.3 * len(lines))
                and any(_holds(_spaced(ln), kind.till) for ln in lines)
            )
        ):
            return _refusal(kind, where)
    return None

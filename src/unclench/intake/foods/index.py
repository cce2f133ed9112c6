"""The word index of the search: text, compressed, read without any library in a few milliseconds.

First the foods, one per line: id, name, group, prior, words of the name with "|" between its
parts. Then a blank line, then each word with the numbers of the foods that have it (differences
between ascending line numbers). A word with "^" before it lists the foods whose name is about that
word: it stands in the first part, or in the second after a word of class such as "Fish,".
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from unclench.door.files import pack_text, packed_text
from unclench.intake.foods.words import segments

CLASS_WORDS = {
    "fish": 0.1, "nut": 0.1, "crustacean": 0.1, "mollusk": 0.1, "spice": 0.2, "alcoholic": 0.1,
    "beverage": 0.1, "carbonated": 0.2, "cereal": 0.2, "ready": 0.0, "to": 0.0, "eat": 0.0,
    "snack": 0.15, "candy": 0.3, "squash": 0.2, "soft": 0.1, "drink": 0.1, "beef": 0.35,
    "pork": 0.3, "lamb": 0.4, "veal": 0.6, "cheese": 0.15, "bread": 0.15, "cookie": 0.25,
    "seed": 0.1, "vegetable": 0.2, "cured": 0.1, "sugar": 0.2, "fruit": 0.3, "summer": 0.1,
}  # fmt: skip
"""Words that open a name as a class; what follows is what the food is. The number is how much
such a word weighs when the query does not have it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One food of the index. `parts` are the words of its name, part by part."""

    id: str
    name: str
    group: str
    prior: float
    parts: tuple[tuple[str, ...], ...]
    head: int  # number of the part that says what the food is


def head_part(parts: Sequence[Sequence[str]]) -> int:
    """0, or 1 when the first part only names a class ("Fish, tuna, canned")."""
    if len(parts) > 1 and all(t in CLASS_WORDS for t in parts[0]):
        return 1
    return 0


class Index:
    """Foods and words of one or more index files. Foods are numbered through all files."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._lines: list[str] = []
        self._words: dict[str, list[tuple[int, str]]] = {}
        self._cache: dict[str, list[int]] = {}
        for path in paths:
            start = len(self._lines)
            foods, _, words = packed_text(path).partition("\n\n")
            self._lines += foods.split("\n")
            if not start:
                self._words = {
                    w: [(0, rows)] for w, _, rows in (x.partition("\t") for x in words.split("\n"))
                }
            else:
                for line in words.split("\n"):
                    w, _, rows = line.partition("\t")
                    self._words.setdefault(w, []).append((start, rows))
        self.number = {line[: line.index("\t")]: i for i, line in enumerate(self._lines)}
        self.priors = [float(line.split("\t", 4)[3]) for line in self._lines]

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    @functools.cached_property
    def vocabulary(self) -> list[str]:
        """All words of at least four letters, for typing errors."""
        return [w for w in self._words if len(w) > 3 and w[0] != "^" and w.isalpha()]

    @functools.cached_property
    def _exact(self) -> dict[str, int]:
        out: dict[str, int] = {}
        for i, line in enumerate(self._lines):
            out.setdefault(line.split("\t", 2)[1].lower(), i)
        return out

    def exact(self, name: str) -> int | None:
        """The food with this very name (any case), when the name is more than a word or two."""
        low = name.lower()
        return self._exact.get(low) if "," in low or low.count(" ") > 1 else None

    def rows(self, word: str) -> list[int]:
        """Numbers of the foods that have this word, ascending."""
        found = self._cache.get(word)
        if found is None:
            found = []
            for start, text in self._words.get(word, ()):
                found += [start + n for n in accumulate(map(int, text.split(" ")))]
            self._cache[word] = found
        return found

    def idf(self, word: str) -> float:
        """How much a word tells: the log of how rare it is."""
        return math.log(1 + len(self._lines) / (1 + len(self.rows(word))))

    @functools.lru_cache(maxsize=65536)  # noqa: B019  one index lives as long as the process
    def entry(self, i: int) -> Entry:
        """Food number `i`."""
        id_, name, group, prior, words = self._lines[i].split("\t")
        parts = tuple(tuple(p.split(" ")) for p in words.split("|"))
        return Entry(id_, name, group, float(prior), parts, head_part(parts))


def write(path: Path, foods: Iterable[tuple[str, str, str, float]]) -> None:
    """Write an index of (id, name, group, eating occasions per million) to `path`."""
    lines: list[str] = []
    rows: dict[str, list[int]] = {}
    for i, (id_, raw_name, group, per_million) in enumerate(foods):
        name = " ".join(raw_name.split())
        parts = segments(name) or [["unnamed"]]
        words = "|".join(" ".join(p) for p in parts)
        prior = math.log10(1 + per_million)
        lines.append(f"{id_}\t{name}\t{group}\t{prior:.2f}\t{words}")
        has = {t for p in parts for t in p} | {f"^{t}" for t in parts[head_part(parts)]}
        for t in sorted(has):
            rows.setdefault(t, []).append(i)
    lines.append("")
    for t, at in sorted(rows.items()):
        steps = [at[0], *(b - a for a, b in pairwise(at))]
        lines.append(f"{t}\t{' '.join(map(str, steps))}")
    pack_text("\n".join(lines), path)

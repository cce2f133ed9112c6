"""Recall of offers: how often what a sentence means is among the first three.

python -m benchmarks.offers FILE...

A file is YAML: finding -> {"yes": [sentences], ...}. Only sentences that are not read as
their finding count. The embedding is measured where the extra `offers` is installed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from unclench.told import embedding
from unclench.told.offers import MOST, best, by_letters, by_meaning, corpus
from unclench.told.phrases import read

AT_MOST = 400


def missed(files: list[str]) -> list[tuple[str, str]]:
    """(finding, sentence) that says it and is not read as it."""
    known = set(corpus().ids)
    out = []
    for file in files:
        for finding, ways in yaml.safe_load(Path(file).read_text("utf-8")).items():
            for sentence in ways["yes"] if finding in known else ():
                said, _ = read(sentence, "complaints")
                if not any(s.match.concept.id == finding for s in said):
                    out.append((finding, sentence))
    random.Random(1).shuffle(out)
    return out[:AT_MOST]


def recall(rows: list[tuple[str, str]], find: Callable[[str], list[tuple[str, float]]]) -> str:
    """Recall with one and with three offers, and the time of one."""
    first = three = 0
    begun = time.perf_counter()
    for finding, sentence in rows:
        offered = [key for key, _ in find(sentence)[:MOST]]
        first += offered[:1] == [finding]
        three += finding in offered
    spent = 1000 * (time.perf_counter() - begun) / max(len(rows), 1)
    n = max(len(rows), 1)
    return f"first {first / n:.1%}, in three {three / n:.1%}, {spent:.1f} ms each"


def main() -> None:
    """Print both recalls."""
    rows = missed(sys.argv[1:])
    print(f"{len(rows)} sentences not read as their finding")
    print(f"letters: {recall(rows, lambda s: best(by_letters(s)))}")
    if embedding.there():
        print(f"embedding: {recall(rows, by_meaning)}")


if __name__ == "__main__":
    main()

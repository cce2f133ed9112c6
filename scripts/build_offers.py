"""The vectors of what can be offered, made once and shipped: `python scripts/build_offers.py`.

They are made by the model of the extra `offers`. A label that is written anew later is looked at
on the user's machine, so an older file costs time and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from unclench.told import embedding
from unclench.told.offers import corpus

PATH = Path(embedding.__file__).with_name(embedding.SHIPPED)


def labels() -> list[str]:
    """Every string of the corpus that stands for its finding or condition."""
    first = dict(zip(reversed(corpus().ids), reversed(corpus().texts), strict=True))
    return sorted(set(first.values()))


if __name__ == "__main__":
    embedding.ship(labels(), PATH)
    print(f"{len(labels())} labels, {PATH.stat().st_size:,} bytes")

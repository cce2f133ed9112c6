"""A program that saves and says what it saved, until it is killed: `python -m tests.web.saving`."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from unclench.app.web.store import Store


def main(folder: Path, start: int) -> None:
    """Save for ever; a line for each save that the store confirmed."""
    store, chance = Store(folder), random.Random(start)
    kept = store.add({"says": "begun"})
    for n in range(1_000_000):
        if chance.random() < 0.2:
            kept = store.add({"says": f"{start}-{n}", "food": "x" * chance.randrange(20_000)})
        else:
            told = {"says": f"{start}-{n}", "blood": "y" * chance.randrange(20_000)}
            kept = store.change(kept.id, kept.revision, told)
        sys.stdout.write(f"{kept.id} {kept.revision} {start}-{n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

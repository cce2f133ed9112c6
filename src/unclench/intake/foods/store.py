"""Where the food tables lie: the packaged one, and those the user imported."""

from __future__ import annotations

import functools
import os
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from unclench.intake.foods.index import Index
from unclench.keeping import home

PACKAGED = Path(str(resources.files("unclench.intake.foods") / "data"))


class Shelf(NamedTuple):
    """Which tables there are: what everything read from them is cached under.

    `edition` grows with each import of this process: a folder may hold another table than before.
    """

    folders: tuple[Path, ...]
    edition: int


def shelf() -> Shelf:
    """Folders with a food table, the packaged one first, imported ones by name.

    Looked up once per place and import.
    """
    return _shelf(os.environ.get("UNCLENCH_HOME"), _edition)


_edition = 0


def changed() -> None:
    """What lies in the data folder is another table now; the next reader looks again."""
    global _edition  # noqa: PLW0603  the one thing that an import changes for all who read
    _edition += 1


@functools.lru_cache(maxsize=4)
def _shelf(told: str | None, edition: int) -> Shelf:
    mine = home() / "foods"
    found = sorted(p.parent for p in mine.glob("[!.]*/index.txt.gz")) if mine.is_dir() else []
    return Shelf((PACKAGED, *found), edition)


@functools.lru_cache(maxsize=2)
def index(shelf: Shelf) -> Index:
    """The word index over all tables of a shelf."""
    return Index(p / "index.txt.gz" for p in shelf.folders)

"""Where the food tables lie: the packaged one, and those the user imported."""

from __future__ import annotations

import functools
import os
from importlib import resources
from pathlib import Path

from unclench.intake.foods.index import Index

PACKAGED = Path(str(resources.files("unclench.intake.foods") / "data"))


def home() -> Path:
    """The user's data folder: the environment variable UNCLENCH_HOME, or the system's place."""
    told = os.environ.get("UNCLENCH_HOME")
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("unclench", appauthor=False))


def folders() -> tuple[Path, ...]:
    """Folders with a food table, the packaged one first, imported ones by name.

    Looked up once per process and place; `forget` looks again.
    """
    return _folders(os.environ.get("UNCLENCH_HOME"))


@functools.lru_cache(maxsize=4)
def _folders(told: str | None) -> tuple[Path, ...]:
    mine = home() / "foods"
    found = sorted(p.parent for p in mine.glob("*/index.txt.gz")) if mine.is_dir() else []
    return (PACKAGED, *found)


@functools.lru_cache(maxsize=2)
def _index(paths: tuple[Path, ...]) -> Index:
    return Index(p / "index.txt.gz" for p in paths)


def index() -> Index:
    """The word index over all tables."""
    return _index(folders())


def forget() -> None:
    """Drop what was read, after an import changed what lies in the data folder."""
    from unclench.intake.foods import finder, tables

    _folders.cache_clear()
    _index.cache_clear()
    finder.forget()
    tables.forget()

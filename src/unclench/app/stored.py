"""What this program keeps on a machine: where, what it is, and how it is taken away.

Only what is named here is ever deleted: whatever else lies in the folders is somebody's own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unclench.app.web.places import PLACES
from unclench.app.web.store import ANEW, FILE
from unclench.door.inert import inert
from unclench.errors import Problem, UserError
from unclench.facts import cache
from unclench.keeping import OWN_FILE, home, private_folder

KEPT = {
    "interview.json": "what you said in the interview",
    "foods": "food tables that you imported",
    **{name.rstrip("/"): what for name, what in PLACES},
    f"{FILE}-wal": "The newest changes of what you typed there.",
    f"{FILE}-shm": "An index of those changes.",
    ANEW: "Your cases while their file is written anew.",
}
"""Names in the data folder -> what they hold."""
BESIDE = (".lock", ".held")
"""Endings of the empty files that hold a place while it is written."""
CACHED = "parsed facts and compiled models: made anew when they are missing; nothing about you"


@dataclass(frozen=True, slots=True)
class Stored:
    """One file or folder that is there: bytes and files in it; `personal`: it is about somebody."""

    path: Path
    what: str
    files: int
    size: int
    personal: bool


def stored(folder: Path | None = None) -> list[Stored]:
    """Everything that is kept: the data folder, then the cache."""
    base = folder or home()
    found = [_one(base / name, what, True) for name, what in KEPT.items() if _there(base / name)]
    place = cache.folder()
    if place is not None and place.is_dir():
        found.append(_one(place, CACHED, False))
    return found


def others(folder: Path | None = None) -> list[str]:
    """Names in the data folder that are none of ours."""
    base = folder or home()
    names = sorted(p.name for p in base.iterdir()) if base.is_dir() else []
    return [n for n in names if n not in KEPT and n not in _locks()]


def export(to: Path, folder: Path | None = None) -> int:
    """Put what is about somebody into a ZIP archive; how many files.

    Raises:
        UserError: the archive is there already, lies in what it would hold, or cannot be written.
    """
    base = folder or home()
    if _there(to):
        raise UserError(Problem("This file is there already.", str(to), "Give another name."))
    files = [f for s in stored(base) if s.personal for f in _files(s.path)]
    try:
        private_folder(to.resolve().parent)
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            for file in files:
                z.write(file, file.relative_to(base))
    except OSError as error:
        with contextlib.suppress(OSError):
            to.unlink(missing_ok=True)
        raise UserError(
            Problem(f"The archive cannot be written ({error.strerror or error}).", str(to))
        ) from None
    return len(files)


def delete(folder: Path | None = None) -> list[Problem]:
    """Delete all that is kept, the cache too; each file is overwritten first.

    Overwriting says nothing about backups or what a disk keeps of its own. Returns what could not
    be deleted.
    """
    base = folder or home()
    problems = []
    for one in stored(base):
        try:
            _wipe(one.path, one.personal)
        except OSError as error:
            problems.append(
                Problem(f"This could not be deleted ({error.strerror or error}).", str(one.path))
            )
    for name in _locks():
        with contextlib.suppress(OSError):
            (base / name).unlink(missing_ok=True)
    return problems


def _locks() -> set[str]:
    return {f"{name}{end}" for name in KEPT for end in BESIDE}


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _files(path: Path) -> Iterator[Path]:
    """The files of a place; a link is not followed."""
    if path.is_symlink():
        return
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from _files(inner)
    elif path.is_file():
        yield path


def _one(path: Path, what: str, personal: bool) -> Stored:
    sizes = [f.stat().st_size for f in _files(path)]
    return Stored(path, what, len(sizes), sum(sizes), personal)


def _wipe(path: Path, personal: bool) -> None:
    if path.is_symlink():
        path.unlink()
        return
    if personal:
        for file in _files(path):
            with file.open("r+b", buffering=0) as f:
                left = file.stat().st_size
                while left > 0:
                    left -= f.write(bytes(min(left, 1 << 20)))
                os.fsync(f.fileno())
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def lines(found: list[Stored], left: list[str], base: Path) -> list[str]:
    """What is stored where, one line each."""
    out = [f"Data folder: {base}"]
    out += [
        f"  {s.path}: {s.what}; {s.files} file{'' if s.files == 1 else 's'}, {s.size:,} bytes"
        for s in found
    ] or ["  Nothing is stored."]
    if left:
        out.append(f"Not of this program, left alone: {', '.join(left[:20])}")
    out.append("Reports lie where you had them written. Nothing is kept anywhere else.")
    return [inert(line) for line in out]

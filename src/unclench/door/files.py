"""Opening what a person names: looked at first, opened only if it is a file, read up to a limit."""

from __future__ import annotations

import difflib
import errno
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import IO

from unclench.door.inert import one_line
from unclench.errors import Problem, UserError
from unclench.ways import AS_WORDS

DOCUMENT = 10_000_000
"""Bytes of a case, a file of results, any JSON or YAML: typed, or one person's records."""
DIARY = 60_000_000
PAGE = 5_000_000
"""Bytes of an HTML page: a year of a printable diary is about 1 MB."""
EXPORT = 20_000_000_000
"""Bytes of an Apple Health export, which is streamed."""
TABLE = 200_000_000
"""Bytes of a national food table that somebody imports."""

LONGEST_NAME = 255
"""Bytes of a file's name on the systems of our time."""

_SAID = {
    errno.EACCES: ("This may not be read.", "Change its permissions, or copy it."),
    errno.EPERM: ("This may not be read.", "Change its permissions, or copy it."),
    errno.ENAMETOOLONG: ("This name is too long for a file.", AS_WORDS),
    errno.ELOOP: ("This link leads to itself.", "Name the file itself."),
    errno.ENOENT: ("There is no such file.", "Check the name and the folder."),
    errno.ENOTDIR: ("There is no such file.", "Check the name and the folder."),
    errno.EISDIR: ("This is a folder, not a file.", "Name the files in it."),
}


def exists(path: Path) -> bool:
    """Whether there is something; a name that no file can have is nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether this is a regular file, or a link to one; pipes and devices are none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_dir(path: Path) -> bool:
    """Whether this is a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def listing(path: Path) -> list[str]:
    """Names in a folder, sorted; none when it cannot be looked into."""
    try:
        return sorted(p.name for p in path.iterdir())
    except (OSError, ValueError):
        return []


def problem_of(error: OSError | ValueError, where: str) -> Problem:
    """What an error of the operating system means."""
    code = error.errno if isinstance(error, OSError) else None
    if code in _SAID:
        return Problem(_SAID[code][0], where, _SAID[code][1])
    if isinstance(error, OSError):
        return Problem(f"The file cannot be read: {error.strerror or type(error).__name__}.", where)
    return Problem("This name cannot be that of a file.", where, "Check the name.")


def missing(path: Path) -> Problem:
    """The problem that there is no such file, with the nearest name of its folder."""
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        return problem_of(OSError(errno.ENAMETOOLONG, "too long"), one_line(str(path)))
    near = difflib.get_close_matches(
        path.stem, [Path(n).stem for n in listing(path.parent)[:5000]], 1, 0.7
    )
    name = next((n for n in listing(path.parent) if near and Path(n).stem == near[0]), "")
    fix = f"Did you mean '{name}'?" if name else "Check the name and the folder."
    if " " in path.name:
        fix += f" {AS_WORDS}"
    return Problem("There is no such file.", str(path), fix)


def too_big(where: str, size: int, limit: int, what: str = "file") -> Problem:
    """The problem that something is larger than is read."""
    most = f"a {what} of up to {limit / 1e9:.2f} GB is read"
    return Problem(
        f"The file is too big: {size / 1e9:.2f} GB; {most}.",
        where,
        "One person's records are a few MB: export a shorter time. A survey is no diary.",
    )


def size(path: Path, where: str = "") -> int:
    """Bytes of a regular file.

    Raises:
        UserError: there is no such file, or it is a folder, pipe or device.
    """
    where = where or str(path)
    try:
        if path.is_file():
            return path.stat().st_size
        if path.is_dir():
            raise UserError(
                Problem("This is a folder, not a file.", where, "Name the files in it.")
            )
        if not path.exists():
            raise UserError(missing(path))
    except (OSError, ValueError) as error:
        raise UserError(problem_of(error, where)) from None
    raise UserError(Problem("This is not a regular file.", where, "Save it as a file and name it."))


@contextmanager
def stream(path: Path, where: str = "") -> Iterator[IO[bytes]]:
    """A regular file, open for reading bytes; errors of reading become problems.

    Raises:
        UserError: it cannot be opened or read.
    """
    where = where or str(path)
    size(path, where)
    try:
        with path.open("rb") as f:
            yield f
    except OSError as error:
        raise UserError(problem_of(error, where)) from None


def head(path: Path, n: int = 200_000, where: str = "") -> bytes:
    """The first `n` bytes of a regular file.

    Raises:
        UserError: it cannot be opened or read.
    """
    with stream(path, where) as f:
        return f.read(n)


def read(path: Path, at_most: int = DOCUMENT, where: str = "", what: str = "file") -> bytes:
    """All bytes of a regular file.

    Raises:
        UserError: it cannot be read, or is larger than `at_most` bytes; also one that grows.
    """
    where = where or str(path)
    length = size(path, where)
    if length > at_most:
        raise UserError(too_big(where, length, at_most, what))
    with stream(path, where) as f:
        data = f.read(at_most + 1)
    if len(data) > at_most:
        raise UserError(too_big(where, len(data), at_most, what))
    return data


def inside(name: str, folder: Path) -> bool:
    """Whether a name, links followed, stays in a folder."""
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def packaged(package: str, name: str) -> str:
    """The text of a file that ships with the package."""
    return (resources.files(package) / name).read_text("utf-8")


def packaged_folder(package: str, folder: str) -> Iterator[tuple[str, str]]:
    """(name, text) of each file in a folder that ships with the package, by name."""
    for entry in sorted((resources.files(package) / folder).iterdir(), key=lambda e: e.name):
        if entry.is_file():
            yield entry.name, entry.read_text("utf-8")


def packed_text(path: Path) -> str:
    """The text of a packed file (gzip) of ours."""
    return gzip.decompress(path.read_bytes()).decode()


def pack_text(text: str, path: Path) -> None:
    """Write a text packed (gzip), the same bytes for the same text."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
        f.write(text.encode())


def own(path: Path) -> bytes:
    """A file that the program wrote for itself.

    Raises:
        OSError: as the operating system says; the caller knows what its loss means.
    """
    if not path.is_file():  # a pipe in its place must not hold us up
        raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
    return path.read_bytes()

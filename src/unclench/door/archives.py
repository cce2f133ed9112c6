"""ZIP archives: members, sizes, and every error of a damaged or locked one in one place."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from unclench.door import files
from unclench.errors import Problem, UserError

MEMBERS = 2_000
"""Files in an archive, at most."""

ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError,
    NotImplementedError, struct.error, OSError, ValueError, KeyError, OverflowError,
)  # fmt: skip
"""All that the standard library raises for archives that are damaged, locked or strange."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `size` in bytes, unpacked, as the archive says."""

    name: str
    size: int


class Archive:
    """An open archive; a member that cannot be read is a `UserError`."""

    def __init__(self, zipped: zipfile.ZipFile, where: str) -> None:
        self._zip, self.where = zipped, where
        self.members = [
            Member(m.filename, m.file_size)
            for m in zipped.infolist()
            if m.filename and not m.is_dir()
        ]

    @property
    def names(self) -> set[str]:
        """Names of all members."""
        return {m.name for m in self.members}

    def head(self, name: str, n: int = 200_000) -> bytes:
        """The first `n` bytes of a member."""
        with self.stream(name) as f:
            return f.read(n)

    def read(self, name: str, at_most: int = files.DOCUMENT, what: str = "file") -> bytes:
        """All bytes of a member; what unpacks to more than `at_most` is refused."""
        with self.stream(name) as f:
            data = f.read(at_most + 1)
        if len(data) > at_most:
            size = next((m.size for m in self.members if m.name == name), len(data))
            where = f"{self.where}: {name}"
            raise UserError(files.too_big(where, max(size, len(data)), at_most, what))
        return data

    def unpack(self, name: str, to: Path) -> None:
        """Write a member to a file, in pieces."""
        with self.stream(name) as f, to.open("wb") as out:
            while chunk := f.read(1 << 20):
                out.write(chunk)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A member, open for reading bytes."""
        where = f"{self.where}: {name}"
        with guarded(where):
            f = self._zip.open(name)
        with f:
            yield cast(IO[bytes], _Reader(f, where))


class _Reader(io.RawIOBase):
    """A member whose errors of reading are a `UserError`."""

    def __init__(self, raw: IO[bytes], where: str) -> None:
        self._raw, self._where = raw, where

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with guarded(self._where):
            return self._raw.read(size)


@contextmanager
def guarded(where: str) -> Iterator[None]:
    """Every error of an archive inside becomes a `UserError`; those that are one already pass."""
    try:
        yield
    except ERRORS as error:
        raise UserError(problem_of(error, where)) from None


def problem_of(error: BaseException, where: str) -> Problem:
    """What is wrong with an archive that raised this."""
    if "password" in str(error):
        fix = "Unpack it and name the files inside."
        return Problem("The ZIP archive needs a password.", where, fix)
    return Problem("The ZIP archive is damaged.", where, "Download it again.")


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of a ZIP archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


@contextmanager
def opened(source: Path | bytes, where: str = "") -> Iterator[Archive]:
    """A ZIP archive: a file, or the bytes of one.

    Raises:
        UserError: no such file, damaged, locked, or with too many files in it.
    """
    where = where or ("archive" if isinstance(source, bytes) else str(source))
    raw: AbstractContextManager[IO[bytes]] = (
        io.BytesIO(source) if isinstance(source, bytes) else files.stream(source, where)
    )
    with raw as f:
        with guarded(where):
            archive = Archive(zipfile.ZipFile(f), where)
        if len(archive.members) > MEMBERS:
            raise UserError(
                Problem(
                    f"The ZIP archive holds {len(archive.members)} files.",
                    where,
                    "Unpack it and name the files that matter.",
                )
            )
        yield archive

"""Files that hold what a person told: written whole or not at all, for nobody else to read.

A file is written beside its place under a name of its own, flushed to the disk and renamed, so a
killed program or a full disk leaves the old file as it was. Files are 0600, new folders 0700.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OWN_FILE, OWN_FOLDER = 0o600, 0o700
WAIT_S = 20.0
"""How long a lock is waited for: it is held for the moment of one save."""
FORGOTTEN_S = 10.0
"""From this age on a lock without a system behind it was left by a killed program."""
_POLL_S = 0.01


def home() -> Path:
    """The user's data folder: the environment variable UNCLENCH_HOME, or the system's place."""
    told = os.environ.get("UNCLENCH_HOME")
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("unclench", appauthor=False))


def private_folder(path: Path) -> None:
    """Make a folder, and those above it, for the user alone; folders that are there stay.

    Raises:
        OSError: it cannot be made.
    """
    for missing in reversed([p for p in (path, *path.parents) if not p.exists()]):
        missing.mkdir(mode=OWN_FOLDER, exist_ok=True)
    path.mkdir(exist_ok=True)  # says what is wrong when a file stands there


def write_whole(path: Path, text: str | bytes, *, alone: bool = False) -> None:
    """Write a text as UTF-8, or bytes, whole or not at all, readable by the user alone.

    What is not a file (a pipe, a device) is written to as it is. A link stays a link.

    Args:
        path: where; its folder is made when there is none.
        text: the content; what UTF-8 cannot hold is replaced.
        alone: the caller holds the lock, so drafts that lie there were left by a killed program.

    Raises:
        OSError: it cannot be written; a file that was there is as before.
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    private_folder(path.parent)
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        if target.is_dir():
            raise IsADirectoryError(21, "Is a directory", str(path))
        target.write_bytes(data)
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    if alone:
        for left in target.parent.glob(f".{target.name}.*.part"):
            left.unlink(missing_ok=True)
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Put the new name on the disk as well, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file against other programs and threads of this machine that ask the same way.

    Raises:
        TimeoutError: somebody else held it for `WAIT_S` seconds.
        OSError: the folder cannot be written.
    """
    private_folder(path.parent)
    with _by_system(path) or _by_name(path):
        yield


def _by_system(path: Path) -> contextlib.AbstractContextManager[Any] | None:
    """A lock of the system, given back when it is closed or the program ends; None where there
    is none."""
    try:
        fcntl: Any = importlib.import_module("fcntl")
    except ImportError:
        return None
    handle = open(  # noqa: SIM115
        path.with_name(f"{path.name}.lock"), "ab", opener=lambda p, f: os.open(p, f, OWN_FILE)
    )
    end = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            try:
                _wait(end, path)
            except TimeoutError:
                handle.close()
                raise
        except OSError:  # a file system without locks
            handle.close()
            return None


@contextlib.contextmanager
def _by_name(path: Path) -> Iterator[None]:
    """A lock that is a file which only one can make."""
    held = path.with_name(f"{path.name}.held")
    end = time.monotonic() + WAIT_S
    while True:
        try:
            os.close(os.open(held, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE))
            break
        except FileExistsError:
            _drop_forgotten(held)
            _wait(end, path)
    try:
        yield
    finally:
        held.unlink(missing_ok=True)


def _drop_forgotten(held: Path) -> None:
    """Take away a lock that a killed program left; renamed first, so that only one takes it."""
    with contextlib.suppress(OSError):
        if _forgotten(held):
            away = held.with_name(f"{held.name}.{os.getpid()}-{secrets.token_hex(4)}")
            held.rename(away)
            if _forgotten(away):
                away.unlink()
            else:  # somebody was quicker, and this is theirs
                away.rename(held)


def _forgotten(held: Path) -> bool:
    return time.time() - held.stat().st_mtime > FORGOTTEN_S


def _wait(end: float, path: Path) -> None:
    if time.monotonic() > end:
        raise TimeoutError(110, "Another program holds it", str(path))
    time.sleep(_POLL_S)

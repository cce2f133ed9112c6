"""What people told, in one SQLite file: written before a page says "saved", kept as typed.

A case is a name, a revision and fields as they were typed; files that were handed in lie beside
it, under names of our own. Nothing is overwritten by an older page: a change names the revision
that it was made from.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unclench.errors import Problem, UserError
from unclench.keeping import OWN_FILE, private_folder

FILE = "cases.sqlite3"
FOLDER = "files"
REVIEWS, LOG, TRIALS = "reviews.json", "log.csv", "trials"
"""What other doors keep in the same folder, and pages read and write too."""
LOG_OF, COMPUTER, OWN = "log", ["computer"], ["own"]
"""Key of what was typed, and its values: whose spasm log and trials are those of this computer."""
SCHEMA = 1
"""Version of the tables; a file of a later one is refused, of an earlier one copied and changed."""
COPIES = tuple(f"{FILE}.of-{version}" for version in range(1, SCHEMA))
"""Names of the copies that are made before a step; gone with the first deletion."""
ANEW = f"{FILE}.anew"
"""Name of the file while it is written anew."""
STEPS: dict[int, tuple[str, ...]] = {}
"""Version of the tables -> the statements that make the next one of it."""
_TABLES = (
    "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL,"
    " typed TEXT NOT NULL, changed TEXT NOT NULL DEFAULT (datetime('now')))"
)


class OlderPageError(Exception):
    """The page was made from an older state than the one that is kept."""


class MovedError(UserError):
    """The file of kept cases was taken away while the program ran, and was written anew."""

    def __init__(self, where: str) -> None:
        super().__init__(
            Problem(
                "The file of kept cases was taken away while Unclench was running. What was kept "
                "is written there again; what you sent just now is not.",
                where,
                "Send it once more. To delete what is kept, use “Delete everything”.",
            )
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One person's case.

    Attributes:
        revision: counts changes. typed: field -> as typed; lists and dictionaries where a form
            has several of one kind.
        changed: when, UTC.
    """

    id: str
    name: str
    revision: int
    typed: dict[str, Any] = field(default_factory=dict)
    changed: str = ""


class Store:
    """The cases of one data folder. Threads may share it.

    Raises:
        UserError: the file is of a later program, or cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        private_folder(folder)
        self.path = folder / FILE
        self._lock, self._reading = threading.RLock(), threading.RLock()
        self._places: tuple[tuple[int, int] | None, ...] = (None, None)
        self._open()

    def _open(self) -> None:
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, OWN_FILE))
        try:
            self._db = self._connected()
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._to_this_schema()
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._reader = self._connected()
            self._read("SELECT count(*) FROM people")
            self._places = self._found()
        except sqlite3.DatabaseError as error:
            full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
            fix = "Move it away, or name another folder with --data."
            raise UserError(
                Problem(
                    f"The file of kept cases cannot be used: {error}.",
                    str(self.path),
                    "Free some space, and start again." if full else fix,
                )
            ) from None

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)

    def _read(self, what: str, *given: object) -> list[Any]:
        """Rows of what is committed; a change on its way to the disk is not waited for."""
        with self._reading:
            return self._reader.execute(what, given).fetchall()

    def close(self) -> None:
        """Write everything into the one file, and let it go."""
        with self._lock:
            with contextlib.suppress(UserError, OSError, sqlite3.Error):
                self._in_place()
            with self._reading:
                self._reader.close()
            with contextlib.suppress(sqlite3.Error):  # on a full disk the log keeps it
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.close()

    def _to_this_schema(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:
            raise UserError(
                Problem(
                    f"The kept cases are of a later Unclench (version {version} of the file).",
                    str(self.path),
                    "Use that one, or name another folder with --data.",
                )
            )
        if version == 0:
            with self._change():
                self._db.execute(_TABLES)
                self._db.execute(f"PRAGMA user_version={SCHEMA}")
        elif version < SCHEMA:
            self._copied(self.path.with_name(COPIES[version - 1]))
            with self._change():
                for step in range(version, SCHEMA):
                    for statement in STEPS[step]:
                        self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={SCHEMA}")

    def _copied(self, to: Path) -> None:
        """A copy of the whole file as it is kept now; one that lies there already stays."""
        if to.exists():
            return
        draft = to.with_name(f"{to.name}.part")
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWN_FILE))
        self._db.execute("VACUUM INTO ?", (str(draft),))
        draft.replace(to)

    def _found(self) -> tuple[tuple[int, int] | None, ...]:
        """Which files lie where the store is: device and number, None for none."""
        out: list[tuple[int, int] | None] = []
        for path in (self.path, self.path.with_name(f"{FILE}-wal")):
            try:
                now = path.stat()
            except OSError:
                out.append(None)
            else:
                out.append((now.st_dev, now.st_ino))
        return tuple(out)

    def _in_place(self) -> None:
        """Make sure that what is written goes into the file of that name.

        Raises:
            MovedError: the file was taken away; what was kept was written there anew.
            UserError: another file lies there.
        """
        found = self._found()
        if found == self._places or self._places[0] is None or os.name != "posix":
            return
        if found[0] not in (None, self._places[0]):
            raise UserError(
                Problem(
                    "Another file was put in the place of the kept cases while Unclench ran.",
                    str(self.path),
                    "Nothing was written. Stop Unclench and start it again.",
                )
            )
        private_folder(self.folder)
        kept = self.path.with_name(ANEW)
        kept.unlink(missing_ok=True)
        self._copied(kept)
        with self._reading:
            self._reader.close()
            self._db.close()
            for end in ("", "-wal", "-shm"):
                self.path.with_name(f"{FILE}{end}").unlink(missing_ok=True)
            kept.replace(self.path)
            self._places = (None, None)
            self._open()
        raise MovedError(str(self.path))

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        """All of it or nothing; on the disk when it ends."""
        with self._lock:
            self._in_place()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def every(self, most: int = -1) -> list[Kept]:
        """All cases, the one that was changed last first; or the first few of them."""
        return [_kept(r) for r in self._read(f"{_SELECT} {_NEWEST} LIMIT ?", most)]

    def get(self, one: str) -> Kept | None:
        """A case by its id."""
        rows = self._read(f"{_SELECT} WHERE id = ?", one)
        return _kept(rows[0]) if rows else None

    def add(self, typed: dict[str, Any], name: str = "") -> Kept:
        """Keep a new case."""
        one = secrets.token_urlsafe(9)
        with self._change():
            (count,) = self._db.execute("SELECT count(*) FROM people").fetchone()
            self._db.execute(
                "INSERT INTO people (id, name, revision, typed) VALUES (?, ?, 1, ?)",
                (one, name[:80] or f"Person {count + 1}", _json(typed)),
            )
        kept = self.get(one)
        assert kept is not None
        return kept

    def change(self, one: str, revision: int, typed: dict[str, Any]) -> Kept:
        """Keep what was typed instead of what is kept.

        Raises:
            OlderPageError: somebody changed it since that revision, or it is gone.
        """
        with self._change():
            done = self._db.execute(
                "UPDATE people SET typed = ?, revision = revision + 1, changed = datetime('now')"
                " WHERE id = ? AND revision = ?",
                (_json(typed), one, revision),
            )
            if done.rowcount != 1:
                raise OlderPageError
        kept = self.get(one)
        assert kept is not None
        return kept

    def copy(self, kept: Kept) -> Kept:
        """A second case that begins as this one, with copies of its files."""
        typed = {k: v for k, v in kept.typed.items() if k != LOG_OF}
        new = self.add(typed, f"Copy of {kept.name}")
        here = self.files_of(kept.id)
        if here.exists():
            private_folder(self.files_of(new.id))
            for path in (p for p in here.iterdir() if p.is_file()):
                copied = self.files_of(new.id) / path.name
                os.close(os.open(copied, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWN_FILE))
                with path.open("rb") as old, copied.open("wb") as out:
                    shutil.copyfileobj(old, out)
        return new

    def rename(self, one: str, name: str) -> None:
        """Give a case another name."""
        with self._change():
            self._db.execute("UPDATE people SET name = ? WHERE id = ?", (name[:80], one))

    def delete(self, one: str) -> None:
        """Delete a case with its files and log, so that its bytes are not found again."""
        kept = self.get(one)
        mine = kept is not None and kept.typed.get(LOG_OF) == COMPUTER
        with self._change():
            self._db.execute("DELETE FROM people WHERE id = ?", (one,))
        logs = [self.folder / name for name in (LOG, TRIALS) if mine]
        self._forget(self.files_of(one), *logs)

    def delete_everything(self) -> None:
        """Delete every case, every file that was handed in, and what pages write beside them."""
        with self._change():
            self._db.execute("DELETE FROM people")
        self._forget(*(self.folder / name for name in (FOLDER, REVIEWS, LOG, TRIALS)))

    def _forget(self, *places: Path) -> None:
        with self._lock, self._reading:  # a reader would keep the log from being emptied
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for copy in map(self.path.with_name, COPIES):
                if copy.exists():
                    _overwrite(copy)
                    copy.unlink()
        for place in places:
            for path in (place, *place.rglob("*")):
                if path.is_file():
                    _overwrite(path)
            if place.is_dir():
                shutil.rmtree(place)
            place.unlink(missing_ok=True)

    def files_of(self, one: str) -> Path:
        """Where the files of a case lie; the folder may not be there yet."""
        return self.folder / FOLDER / one

    def new_file(self, one: str, kind: str) -> tuple[str, Path]:
        """(name, path) for a file that is handed in: never the name that it came with."""
        folder = self.files_of(one)
        private_folder(folder)
        name = f"{kind}-{secrets.token_hex(4)}"
        path = folder / name
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWN_FILE))
        return name, path


def _overwrite(path: Path) -> None:
    with path.open("r+b") as f:
        left = path.stat().st_size
        while left > 0:
            left -= f.write(bytes(min(left, 1 << 20)))
        f.flush()
        os.fsync(f.fileno())


_SELECT = "SELECT id, name, revision, typed, changed FROM people"
_NEWEST = "ORDER BY changed DESC, rowid DESC"


def _kept(row: tuple[str, str, int, str, str]) -> Kept:
    one, name, revision, typed, changed = row
    return Kept(one, name, revision, json.loads(typed), changed)


def _json(typed: dict[str, Any]) -> str:
    return json.dumps(typed, ensure_ascii=True)

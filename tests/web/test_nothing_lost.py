"""Nothing that was saved is lost: edits, two tabs, kills, full disks, files taken away."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.web.conftest import Door, needs_namespaces
from tests.web.driving import ROOT
from unclench.app.web import store as stores
from unclench.app.web.store import MovedError, OlderPageError, Store
from unclench.app.web.troubles import FULL
from unclench.errors import UserError

TYPED = st.dictionaries(
    st.sampled_from(("says", "age", "food", "blood")), st.text(max_size=30), max_size=4
)


class Histories(RuleBasedStateMachine):
    """Two tabs on one store: what each last saw, and what must be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store(self.folder)
        self.model: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self.seen: dict[tuple[int, str], int] = {}

    def one(self, pick: int) -> str:
        return sorted(self.model)[pick % len(self.model)]

    @rule(typed=TYPED)
    def add(self, typed: dict[str, Any]) -> None:
        kept = self.store.add(typed)
        self.model[kept.id] = (kept.name, [typed])

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99), tab=st.integers(0, 1))
    def look(self, pick: int, tab: int) -> None:
        one = self.one(pick)
        kept = self.store.get(one)
        assert kept is not None
        self.seen[tab, one] = kept.revision

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99), tab=st.integers(0, 1), typed=TYPED)
    def save(self, pick: int, tab: int, typed: dict[str, Any]) -> None:
        one = self.one(pick)
        revision, history = self.seen.get((tab, one), 1), self.model[one][1]
        if revision == len(history):
            assert self.store.change(one, revision, typed).revision == revision + 1
            history.append(typed)
            self.seen[tab, one] = revision + 1
        else:
            with pytest.raises(OlderPageError):
                self.store.change(one, revision, typed)

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99), back=st.integers(1, 5))
    def undo(self, pick: int, back: int) -> None:
        one = self.one(pick)
        history = self.model[one][1]
        before = history[max(0, len(history) - 1 - back)]
        self.store.change(one, len(history), before)
        history.append(before)

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99), name=st.text(min_size=1, max_size=20))
    def rename(self, pick: int, name: str) -> None:
        one = self.one(pick)
        self.store.rename(one, name)
        self.model[one] = (name, self.model[one][1])

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99))
    def copy(self, pick: int) -> None:
        kept = self.store.get(self.one(pick))
        assert kept is not None
        new = self.store.copy(kept)
        self.model[new.id] = (new.name, [kept.typed])

    @precondition(lambda self: self.model)
    @rule(pick=st.integers(0, 99))
    def delete(self, pick: int) -> None:
        one = self.one(pick)
        self.store.delete(one)
        del self.model[one]
        with pytest.raises(OlderPageError):
            self.store.change(one, 1, {})

    @rule(closed=st.booleans())
    def start_anew(self, closed: bool) -> None:
        if closed:
            self.store.close()
        self.store = Store(self.folder)

    @rule()
    def lose_the_file(self) -> None:
        self.store.path.unlink()
        with pytest.raises(MovedError):
            self.store.add({"says": "not kept"})

    @invariant()
    def all_is_kept(self) -> None:
        found = {k.id: (k.name, k.revision, k.typed) for k in self.store.every()}
        assert found == {
            one: (name, len(history), history[-1]) for one, (name, history) in self.model.items()
        }

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


_SHORT = settings(
    max_examples=15, stateful_step_count=15, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
TestHistories = Histories.TestCase
TestHistories.settings = _SHORT


class _LongHistories(Histories):
    pass


TestLongHistories = pytest.mark.nightly(_LongHistories.TestCase)
TestLongHistories.settings = settings(_SHORT, max_examples=400, stateful_step_count=40)


def killed(folder: Path, start: int) -> tuple[int, int, int]:
    """(saves confirmed, of them lost, faults of the file) of a program killed at a random point."""
    shutil.rmtree(folder, ignore_errors=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.saving", str(folder), str(start)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(random.Random(start).uniform(0.0, 0.25))
    process.kill()
    said = [first, *process.communicate()[0].splitlines(keepends=True)]
    confirmed: dict[str, tuple[int, str]] = {}
    for line in (s for s in said if s.endswith("\n")):
        one, revision, text = line.split()
        confirmed[one] = (int(revision), text)
    store = Store(folder)
    lost = 0
    for one, (revision, text) in confirmed.items():
        kept = store.get(one)
        later = kept is not None and kept.revision > revision
        same = kept is not None and (kept.revision, kept.typed["says"]) == (revision, text)
        lost += not (same or later)
    faults = store._db.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    store.close()
    return len(said), lost, int(faults)


@pytest.mark.parametrize("start", range(8))
def test_a_kill_loses_nothing_that_was_confirmed(tmp_path: Path, start: int) -> None:
    confirmed, lost, faults = killed(tmp_path / "data", start)
    assert confirmed and (lost, faults) == (0, 0)


@pytest.mark.nightly
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    found = [killed(tmp_path / "data", 1000 + n) for n in range(200)]
    table = [sum(column) for column in zip(*found, strict=True)]
    print(f"kills 200, confirmed {table[0]}, lost {table[1]}, faults of the file {table[2]}")
    assert table[0] > 200 and table[1:] == [0, 0]


def test_a_full_disk_is_said_and_what_was_typed_is_shown(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    pages = door.store._db.execute("PRAGMA page_count").fetchone()[0]
    door.store._db.execute(f"PRAGMA max_page_count={pages}")
    long = "toast and zzyzx\n" * 5000
    reply = door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": long})
    assert reply.status_code == 507
    assert "The disk is full" in reply.text and "toast and zzyzx" in reply.text
    assert door.store.every()[0].typed["says"] == "my calf cramps at night"
    door.store._db.execute("PRAGMA max_page_count=1000000")
    door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": "2 slices of toast"})
    assert door.store.every()[0].typed["food"] == "2 slices of toast"


def test_a_file_that_cannot_be_written_is_said(door: Door) -> None:
    door.begin(says="my calf cramps at night")
    door.store._db.execute("PRAGMA query_only=ON")
    reply = door.inside.post("/", data={"says": "my back hurts, zzyzx"})
    assert reply.status_code == 507
    assert "cannot be written" in reply.text and "zzyzx" in reply.text
    assert len(door.store.every()) == 1


FILES = ("cases.sqlite3", "cases.sqlite3-wal", "cases.sqlite3-shm")


@pytest.mark.parametrize("names", [FILES[:1], FILES[1:2], FILES])
def test_a_file_that_is_taken_away_is_written_anew_and_said(
    door: Door, names: tuple[str, ...]
) -> None:
    door.begin(says="my calf cramps at night")
    for name in names:
        (door.store.folder / name).unlink()
    reply = door.inside.post("/", data={"says": "my back hurts, zzyzx"})
    assert reply.status_code == 503
    assert "was taken away" in reply.text and "zzyzx" in reply.text
    door.begin(says="my back hurts")
    said = {k.typed["says"] for k in Store(door.store.folder).every()}
    assert said == {"my calf cramps at night", "my back hurts"}


def test_a_file_that_was_taken_away_is_there_after_the_end(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.add({"says": "one"})
    store.path.unlink()
    store.close()
    assert Store(tmp_path).get(kept.id) == kept


def test_the_whole_folder_may_go(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    kept = store.add({"says": "one"})
    shutil.rmtree(tmp_path / "data")
    with pytest.raises(MovedError):
        store.add({"says": "two"})
    assert [k.id for k in Store(tmp_path / "data").every()] == [kept.id]
    assert (tmp_path / "data" / "cases.sqlite3").stat().st_mode & 0o077 == 0


def test_another_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    mine, other = Store(tmp_path / "a"), Store(tmp_path / "b")
    other.add({"says": "of the other"})
    other.close()
    (tmp_path / "b" / "cases.sqlite3").replace(mine.path)
    with pytest.raises(UserError, match="Another file"):
        mine.add({"says": "two"})
    assert [k.typed["says"] for k in Store(tmp_path / "a").every()] == ["of the other"]


FULL_DISK = """
import pathlib, sqlite3, subprocess, sys
from unclench.app.web.store import Store
from unclench.app.web.troubles import storage_said
store = Store(pathlib.Path(sys.argv[1]) / "data")
kept = store.add({"says": "before"})
try:
    for n in range(400):
        kept = store.change(kept.id, kept.revision, {"says": f"{n}", "food": "x" * 20000 * n})
except (sqlite3.Error, OSError) as error:
    print(storage_said(error))
store.close()
try:
    Store(store.folder)
except Exception as error:
    print(str(error).splitlines()[-1].strip())
subprocess.run(["mount", "-o", "remount,size=16m", sys.argv[1]], check=True)
print(Store(store.folder).every()[0] == kept)
"""


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    needs_namespaces("-rm")
    said = subprocess.run(
        ["unshare", "-rm", "sh", "-c",
         'mount -t tmpfs -o size=1m none "$1" && exec "$2" -c "$3" "$1"', "sh",
         str(tmp_path), sys.executable, FULL_DISK],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    lines = said.stdout.splitlines()
    assert lines[0] == FULL and lines[-1] == "True", said
    assert all(line == "Free some space, and start again." for line in lines[1:-1]), said


@pytest.mark.parametrize("place", ["/proc/nowhere", "/dev/null", "/dev/null/below"])
def test_a_folder_that_cannot_be_used_is_said_at_the_start(place: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "unclench", "serve", "--no-browser", "--data", place],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said.returncode == 2 and "could not be read or written" in said.stderr, said.stderr
    assert "Traceback" not in said.stderr


def test_there_is_a_way_from_every_older_version(tmp_path: Path) -> None:
    for version in range(1, stores.SCHEMA):
        made = ROOT / "tests" / "web" / "schemas" / f"{version}.sql"
        folder = tmp_path / str(version)
        folder.mkdir()
        db = sqlite3.connect(folder / stores.FILE)
        db.executescript(made.read_text("utf-8"))
        before = [row[0] for row in db.execute("SELECT id FROM people")]
        db.close()
        assert [k.id for k in Store(folder).every()] and before
        assert (folder / stores.COPIES[version - 1]).exists()
    assert set(stores.STEPS) == set(range(1, stores.SCHEMA))


def test_a_copy_is_kept_before_a_step_and_goes_with_the_first_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Store(tmp_path)
    kept = old.add({"says": "zzyzx"})
    old.close()
    now = stores.SCHEMA
    monkeypatch.setattr(stores, "SCHEMA", now + 1)
    monkeypatch.setattr(stores, "COPIES", tuple(f"{stores.FILE}.of-{v}" for v in range(1, now + 1)))
    steps = {**stores.STEPS, now: ("ALTER TABLE people ADD COLUMN more TEXT",)}
    monkeypatch.setattr(stores, "STEPS", steps)
    new = Store(tmp_path)
    assert new.get(kept.id) == kept
    assert new._db.execute("SELECT more FROM people").fetchall() == [(None,)]
    copy = tmp_path / stores.COPIES[-1]
    assert copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (now,)
        assert db.execute("SELECT id FROM people").fetchone() == (kept.id,)
    new.delete(kept.id)
    assert not copy.exists()
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"zzyzx" in p.read_bytes()]


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Store(tmp_path)
    kept = old.add({"says": "one"})
    old.close()
    now = stores.SCHEMA
    with monkeypatch.context() as m:
        m.setattr(stores, "SCHEMA", now + 1)
        m.setattr(stores, "COPIES", tuple(f"{stores.FILE}.of-{v}" for v in range(1, now + 1)))
        m.setattr(stores, "STEPS", {now: ("ALTER TABLE people ADD COLUMN more TEXT", "NO SQL")})
        with pytest.raises(UserError):
            Store(tmp_path)
    assert Store(tmp_path).get(kept.id) == kept

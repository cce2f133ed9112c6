"""What was told is kept as typed, and is gone when it is deleted."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.web.conftest import Door
from unclench.app.web.store import SCHEMA, OlderPageError, Store
from unclench.chain import assess
from unclench.errors import UserError
from unclench.gathering import case_from
from unclench.trial.registration import registered

SECRET = "zzyzx-of-nowhere"


def test_what_is_kept_is_there_after_a_new_start(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.add({"says": "my calf cramps", "age": "450 or so"})
    other = Store(tmp_path)  # as after a crash: nothing was closed
    assert other.get(kept.id) == kept
    mode = other._db.execute("PRAGMA journal_mode").fetchone()[0]
    full = other._db.execute("PRAGMA synchronous").fetchone()[0]
    assert (mode, full) == ("wal", 2)


def test_an_older_page_overwrites_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.add({"says": "one"})
    store.change(kept.id, 1, {"says": "two"})
    with pytest.raises(OlderPageError):
        store.change(kept.id, 1, {"says": "three"})
    now = store.get(kept.id)
    assert now is not None and now.typed["says"] == "two"


def test_the_older_of_two_tabs_is_told(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    first = {"revision": "1", "says": "my back hurts"}
    assert door.inside.post(f"{person}/tell/words", data=first).status_code == 200
    second = {"revision": "1", "says": "something else"}
    reply = door.inside.post(f"{person}/tell/words", data=second)
    assert reply.status_code == 409 and "something else" in reply.text
    assert door.store.every()[0].typed["says"] == "my back hurts"


def test_a_file_of_a_later_program_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "cases.sqlite3") as db:
        db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(UserError, match="later Unclench"):
        Store(tmp_path)


def test_a_file_that_is_no_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "cases.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(UserError, match="cannot be used"):
        Store(tmp_path)


def test_deleted_words_are_not_found_in_the_bytes(door: Door) -> None:
    person = door.begin(says=f"my calf cramps, {SECRET}")
    food = {"revision": "1", "food": f"2026-10-05\ntoast {SECRET}"}
    door.inside.post(f"{person}/tell/food", data=food)
    door.inside.get(person)

    def found() -> list[str]:
        files = [p for p in door.store.folder.rglob("*") if p.is_file()]
        return [p.name for p in files if SECRET.encode() in p.read_bytes()]

    assert found()
    door.inside.post("/people/delete", data={"sure": "1"})
    assert not found() and not door.store.every()


def test_deleting_everything_is_meant(door: Door) -> None:
    door.begin(says="my calf cramps at night")
    door.inside.post("/people/delete")
    assert door.store.every()


def told(door: Door) -> str:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    food = {"revision": "1", "food": "2026-10-05\n3 slices of toast\n1 banana"}
    door.inside.post(f"{person}/tell/food", data=food)
    files = {"upload": ("lab.txt", b"K 3.1 mmol/L\n")}
    door.inside.post(f"{person}/tell/blood", data={"revision": "2"}, files=files)
    return person


def test_an_exported_case_is_read_with_the_same_answer(door: Door, tmp_path: Path) -> None:
    person = told(door)
    packed = door.inside.get(f"{person}/export.zip").content
    folder = tmp_path / "case"
    zipfile.ZipFile(io.BytesIO(packed)).extractall(folder)
    by_folder = assess(case_from(folder))
    kept = door.store.every()[0]
    from unclench.app.web.answers import Answers

    assert Answers(door.store).to(kept).to_json() == by_folder.to_json()
    assert by_folder.labs and by_folder.diary is not None and by_folder.diary.days == 1


def test_an_exported_case_comes_in_again(door: Door) -> None:
    person = told(door)
    packed = door.inside.get(f"{person}/export.zip").content
    before = door.store.every()[0]
    door.inside.post("/people/delete", data={"sure": "1"})
    reply = door.inside.post("/people/import", files={"upload": ("x.zip", packed)})
    assert reply.status_code == 200
    (after,) = door.store.every()
    assert after.name == before.name
    same = ("says", "age", "sex", "food", "asked")
    assert {k: after.typed[k] for k in same} == {k: before.typed[k] for k in same}
    assert "3.1" in door.inside.get(f"/person/{after.id}/tell/blood").text


def test_an_exported_case_brings_its_trials(door: Door, tmp_path: Path) -> None:
    person = told(door)
    trial = {"try": "stretching", "pairs": "8", "rate": "7"}
    assert door.inside.post(f"{person}/trial", data=trial).status_code == 200
    (before,) = registered(door.store.folder)
    packed = door.inside.get(f"{person}/export.zip").content
    assert b"secret" not in packed
    folder = tmp_path / "case"
    zipfile.ZipFile(io.BytesIO(packed)).extractall(folder)
    plain = assess(case_from(folder)).to_json()
    shutil.rmtree(folder / "trials")
    assert assess(case_from(folder)).to_json() == plain
    door.inside.post("/people/import", files={"upload": ("x.zip", packed)})
    new = door.store.every()[0]
    (after,) = registered(door.store.files_of(new.id))
    assert after == before and after.sound and registered(door.store.folder) == [before]
    assert "stretching" in door.inside.get(f"/person/{new.id}/trial").text.lower()


def test_a_trial_never_becomes_a_path(door: Door, tmp_path: Path) -> None:
    person = told(door)
    trial = {"try": "stretching", "pairs": "8", "rate": "7"}
    door.inside.post(f"{person}/trial", data=trial)
    made = (door.store.folder / "trials" / "stretching-1.json").read_text()
    for name, text, status in (
        ("trials/stretching-1.json", made.replace("stretching-1", "../../evil"), 422),
        ("trials/../evil-1.json", made, 200), ("trials/stretching-2.json", "not JSON", 200),
    ):  # fmt: skip
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("typed.json", json.dumps({"name": "x", "typed": {"says": "x"}}))
            packed.writestr(name, text)
        before = len(door.store.every())
        upload = {"upload": ("x.zip", out.getvalue())}
        reply = door.inside.post("/people/import", files=upload, follow_redirects=False)
        assert reply.status_code == (303 if status == 200 else status), name
        assert len(door.store.every()) == before + (status == 200)
    assert not list(tmp_path.rglob("evil*"))
    newest = door.store.every()[0].id
    assert "cannot be read" in door.inside.get(f"/person/{newest}/trial").text


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_was_not_exported_is_refused(door: Door, data: bytes) -> None:
    reply = door.inside.post("/people/import", files={"upload": ("x.zip", data)})
    assert reply.status_code == 422 and not door.store.every()


def test_names_in_a_case_never_become_paths(door: Door, tmp_path: Path) -> None:
    out = io.BytesIO()
    name = "../../evil"
    with zipfile.ZipFile(out, "w") as packed:
        typed = {"says": "x", "files": [{"name": name, "called": "a", "kind": "food", "size": 1}]}
        packed.writestr("typed.json", json.dumps({"name": "x", "typed": typed}))
        packed.writestr(name, "toast")
    door.inside.post("/people/import", files={"upload": ("x.zip", out.getvalue())})
    assert not list(tmp_path.parent.rglob("evil"))


def test_a_copy_has_files_of_its_own(door: Door) -> None:
    person = told(door)
    door.inside.post(f"{person}/copy")
    door.inside.post(f"{person}/delete")
    (copy,) = door.store.every()
    assert copy.name == "Copy of Person 1"
    assert "3.1" in door.inside.get(f"/person/{copy.id}/tell/blood").text

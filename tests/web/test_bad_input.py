"""Files that are none: what the page says is what `check` says, and no warning sign is hidden."""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from tests.web.conftest import Door
from unclench.chain import assess
from unclench.gathering import case_from

NUMB = "numb between my legs and I cannot pass urine"


def bomb(names: int, size: int) -> bytes:
    """A ZIP of a few kilobytes that unpacks to `names` tables of `size` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for n in range(names):
            packed.writestr(f"servings{n}.csv", b"Day,Food\n" + b"0" * size)
    return out.getvalue()


def nested(levels: int) -> bytes:
    """A ZIP in a ZIP in a ZIP."""
    inner = bomb(1, 10_000)
    for n in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(f"{n}.zip", inner)
        inner = out.getvalue()
    return inner


FILES = {
    "empty.csv": lambda: b"",
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(40_000_000),
    "bomb.csv": lambda: bomb(1, 300_000_000),
    "many.zip": lambda: bomb(3_000, 10),
    "nested.zip": lambda: nested(12),
    "deep.json": lambda: b"[" * 10_000 + b"]" * 10_000,
    "program.csv": lambda: b"MZ\x90\x00" + bytes(5000),
    "half.csv": lambda: b"Day,Food Name,Amount\n2026-10-05,Toa",
}


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("name", FILES)
def test_the_page_says_what_check_says(door: Door, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    by_check = assess(case_from(says=NUMB, diary=str(path)))
    person = door.begin(says=NUMB)
    with path.open("rb") as f:
        reply = door.inside.post(
            f"{person}/tell/food", data={"revision": "1"}, files={"upload": (name, f)}
        )
    assert reply.status_code == 200
    page = plain(door.inside.get(person).text)
    assert "Seek emergency help now" in page
    assert "Traceback" not in page
    topic = plain(door.inside.get(f"{person}/tell/food").text)
    for found in by_check.problems:
        said = found.what.replace(str(path), name).replace(str(tmp_path) + "/", "")
        assert plain(said) in topic or plain(said) in page, said
    assert by_check.problems or (by_check.diary is not None and by_check.diary.lines)


@pytest.mark.parametrize("name", ["bomb.csv", "many.zip", "nested.zip"])
def test_what_unpacks_to_more_than_is_taken_comes_not_in(door: Door, name: str) -> None:
    before = sum(p.stat().st_size for p in door.store.folder.rglob("*") if p.is_file())
    packed = {"upload": (name, FILES[name]())}
    reply = door.inside.post("/people/import", files=packed)
    assert reply.status_code == 422 and not door.store.every()
    after = sum(p.stat().st_size for p in door.store.folder.rglob("*") if p.is_file())
    assert after - before < 1_000_000


def test_an_exported_case_that_unpacks_to_gigabytes_comes_not_in(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unclench.app.web import carrying

    monkeypatch.setattr(carrying, "EVERY_FILE", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("typed.json", '{"name": "x", "typed": {"says": "x", "files": '
                        '[{"name": "a", "called": "a", "kind": "food", "size": 1}]}}')  # fmt: skip
        packed.writestr("a", bytes(5_000_000))
    reply = door.inside.post("/people/import", files={"upload": ("x.zip", out.getvalue())})
    assert reply.status_code == 422 and "more than is taken" in reply.text
    assert not door.store.every()

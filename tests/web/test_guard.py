"""What keeps others out; each test fails when its protection is taken out."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import HERE, PORT, Door
from unclench.app.web import guard
from unclench.app.web.server import _arriving

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PERSONAL = "my calf cramps at night and zzyzx"


def test_a_link_works_once_and_becomes_a_strict_cookie(door: Door) -> None:
    token = door.keys.link()
    reply = door.stranger.get("/", params={"token": token}, follow_redirects=False)
    assert reply.status_code == 303 and reply.headers["location"] == "/"
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and token not in cookie
    door.stranger.cookies.clear()
    assert door.stranger.get("/", params={"token": token}).status_code == 403
    assert door.stranger.get("/", params={"token": "guess"}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/people", "/static/style.css", "/find/foods?q=oats"])
def test_nothing_is_shown_without_the_cookie(door: Door, path: str) -> None:
    assert door.stranger.get(path).status_code == 403
    door.stranger.cookies.set(f"unclench-{PORT}", "guess")
    assert door.stranger.get(path).status_code == 403
    assert door.inside.get(path).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "", "0.0.0.0:8123"]
)
def test_other_hosts_are_refused(door: Door, host: str) -> None:
    assert door.inside.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_names_of_this_computer_are_served(door: Door, host: str) -> None:
    assert door.inside.get("/", headers={"host": f"{host}:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": HERE},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
    ],
)
def test_other_pages_change_nothing(door: Door, headers: dict[str, str]) -> None:
    reply = door.inside.post("/", data={"says": PERSONAL}, headers=headers)
    assert reply.status_code == 403
    assert not door.store.every()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": HERE}, {}])
def test_our_own_pages_change_what_is_kept(door: Door, headers: dict[str, str]) -> None:
    data = {"says": PERSONAL}
    reply = door.inside.post("/", data=data, headers=headers, follow_redirects=False)
    assert reply.status_code == 303
    assert len(door.store.every()) == 1


@pytest.mark.parametrize("path", ["/", "/people", "/static/page.js", "/nowhere", "/privacy"])
def test_every_answer_carries_the_headers(door: Door, path: str) -> None:
    for client in (door.inside, door.stranger):
        headers = client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, name


def test_pages_hold_no_style_or_script_of_their_own(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    for path in ("/", person, "/people", "/privacy", f"{person}/tell/food", f"{person}/plan"):
        text = door.inside.get(path).text
        assert "<style" not in text and " style=" not in text and " onclick" not in text, path
        assert text.count("<script") == text.count('<script type="module" src="/static/') == 1


def test_programs_need_the_key_of_programs(door: Door) -> None:
    asked = {"case": {"complaints": ["calf cramps"]}}
    for client in (door.stranger, door.inside):
        assert client.post("/api/ask", json=asked).status_code == 401
        assert client.get("/api/cases").status_code == 401
    wrong = {"authorization": "Bearer guess"}
    assert door.stranger.get("/api/cases", headers=wrong).status_code == 401
    assert door.program.get("/api/cases").status_code == 200


def test_more_than_is_taken_is_refused(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "FORM", 1000)
    assert door.inside.post("/", data={"says": "a" * 2000}).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield from [b"says=" + b"a" * 400] * 5

    streamed = {"content-type": "application/x-www-form-urlencoded"}
    reply = door.inside.post("/", content=pieces(), headers=streamed)
    assert reply.status_code == 413
    assert not door.store.every()


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "QUIET_S", 0.01)

    async def never() -> guard.Message:
        await asyncio.sleep(5)
        return {}

    async def wait() -> None:
        with pytest.raises(guard.TooSlowError):
            await guard._measured(never, 10)()

    asyncio.run(wait())


def test_a_body_has_to_be_whole_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "WHOLE_S", 0.0)

    async def drop() -> guard.Message:
        return {"body": b"x", "more_body": True}

    async def wait() -> None:
        with pytest.raises(guard.TooSlowError):
            await guard._measured(drop, 10)()

    asyncio.run(wait())


def test_files_arrive_in_the_data_folder_and_nowhere_else(tmp_path: Path) -> None:
    with _arriving(tmp_path / "data"):
        with tempfile.NamedTemporaryFile() as f:
            assert Path(f.name).parent == tmp_path / "data" / "arriving"
        assert (tmp_path / "data" / "arriving").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "data" / "arriving").exists()


def test_what_is_typed_is_text_and_never_a_part_of_the_page(door: Door) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    person = door.begin(says=f"my calf cramps {evil}", age="42")
    door.inside.post(f"{person}/rename", data={"name": evil})
    for path in (person, "/people", f"{person}/check", f"{person}/tell/words"):
        text = door.inside.get(path).text
        assert "alert(1)" in text and "<script>alert" not in text and "<img src=x" not in text


def test_names_of_uploads_never_become_paths(door: Door, tmp_path: Path) -> None:
    person = door.begin(says="my calf cramps at night")
    evil = "../../../evil.csv"
    reply = door.inside.post(
        f"{person}/tell/food",
        data={"revision": "1"},
        files={"upload": (evil, b"2026-10-05\n2 slices of toast\n")},
        follow_redirects=False,
    )
    assert reply.status_code == 303
    assert not list(tmp_path.rglob("*evil*"))
    kept = [p for p in door.store.folder.rglob("food-*") if p.is_file()]
    assert len(kept) == 1
    assert "toast" in door.inside.get(f"{person}/tell/food").text or kept[0].read_bytes()


def test_files_and_folders_are_for_the_user_alone(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    files = {"upload": ("a.txt", b"K 3.1 mmol/L\n")}
    door.inside.post(f"{person}/tell/blood", data={"revision": "1"}, files=files)
    door.inside.get(person)
    for path in (door.store.folder, *door.store.folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_too_many_files_are_refused(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    files = [("upload", (f"{i}.txt", b"x")) for i in range(11)]
    reply = door.inside.post(f"{person}/tell/food", data={"revision": "1"}, files=files)
    assert reply.status_code == 400
    assert not list(door.store.folder.rglob("food-*"))


def test_an_unexpected_error_has_a_number_and_no_words_in_the_log(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(PERSONAL)

    monkeypatch.setattr(door.store, "add", broken)
    reply = door.inside.post("/", data={"says": PERSONAL})
    assert reply.status_code == 500 and "Traceback" not in reply.text
    assert f'class="typed">{PERSONAL}<' in reply.text
    log = (door.store.folder / "server.log").read_text()
    assert "RuntimeError" in log and PERSONAL not in log
    assert any(word in reply.text for word in log.split())

"""What is stored can be seen, taken along, deleted; an assistant reads urgency first."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from unclench import UserError
from unclench.app import assistant, stored
from unclench.keeping import write_whole

SECRET = "calf-cramps-of-somebody"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    base = tmp_path / "data"
    monkeypatch.setenv("UNCLENCH_HOME", str(base))
    monkeypatch.setenv("UNCLENCH_CACHE", str(tmp_path / "cache"))
    write_whole(base / "log.csv", SECRET)
    write_whole(base / "trials" / "one.json", SECRET)
    write_whole(base / "mine.txt", "not of this program")
    write_whole(tmp_path / "cache" / "facts.json", "{}")
    return base


def test_everything_that_is_stored_is_named(home: Path) -> None:
    found = stored.stored()
    assert [s.path.name for s in found] == ["log.csv", "trials", "cache"]
    assert [s.personal for s in found] == [True, True, False]
    said = "\n".join(stored.lines(found, stored.others(), home))
    assert str(home / "log.csv") in said and "left alone: mine.txt" in said


def test_an_archive_holds_all_of_it_and_overwrites_nothing(home: Path, tmp_path: Path) -> None:
    to = tmp_path / "mine.zip"
    assert stored.export(to) == 2
    with zipfile.ZipFile(to) as z:
        assert sorted(z.namelist()) == ["log.csv", "trials/one.json"]
        assert z.read("log.csv").decode() == SECRET
    assert to.stat().st_mode & 0o077 == 0
    with pytest.raises(UserError, match="already"):
        stored.export(to)


def test_deleting_takes_ours_overwritten_and_leaves_what_is_not(home: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked.txt"
    link.hardlink_to(home / "log.csv")  # the same bytes, seen after the name is gone
    away = tmp_path / "away.csv"
    away.write_text(SECRET, "utf-8")
    (home / "reviews.json").symlink_to(away)
    assert stored.delete() == []
    assert stored.stored() == [] and stored.others() == ["mine.txt"]
    assert SECRET.encode() not in link.read_bytes()
    assert away.read_text("utf-8") == SECRET  # what a link points to is somebody's own


def _called(name: str, **values: Any) -> tuple[dict[str, Any], str]:
    from mcp import Client

    async def run() -> Any:
        async with Client(assistant.server()) as client:
            return await client.call_tool(name, values)

    result = asyncio.run(run())
    text = result.content[0].text
    return json.loads(text), text


@pytest.mark.parametrize(
    ("tool", "values", "key"),
    [
        ("check", {"says": ["my calf cramps at night"], "age": 50}, "answer"),
        ("ask", {"says": ["my back locks up"]}, "questions"),
        ("explain", {"what": "magnesium"}, "explanation"),
        ("foods_search", {"words": "cooked spinach"}, "foods"),
        ("explain", {"what": "zzqqy"}, "problems"),
        ("check", {"says": []}, "urgency"),
    ],
)
def test_every_result_begins_with_urgency_and_red_flags(
    tool: str, values: dict[str, Any], key: str
) -> None:
    told, text = _called(tool, **values)
    assert list(told)[:2] == ["urgency", "red_flags"]
    assert key in told
    assert "--says" not in text and "`unclench" not in text


def test_an_emergency_comes_first() -> None:
    told, _ = _called("check", says=["back pain and numb between the legs, cannot pass urine"])
    assert told["urgency"]["level"] == "emergency" and told["red_flags"]


def test_tools_say_that_what_is_read_leaves_the_computer() -> None:
    from mcp import Client

    async def run() -> Any:
        async with Client(assistant.server()) as client:
            return await client.list_tools()

    tools = asyncio.run(run()).tools
    assert [t.name for t in tools] == ["check", "ask", "explain", "foods_search"]
    for one in tools:
        assert assistant.LEAVES in one.description

"""A report is written whole or not at all, for its owner alone, and never over what was read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from unclench import case_from
from unclench.app import outputs, terminal
from unclench.errors import UserError
from unclench.facts import cache
from unclench.request import Request

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX systems")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@posix
def test_files_and_new_folders_are_the_user_s_alone(tmp_path: Path) -> None:
    to = tmp_path / "a" / "b" / "answer.html"
    terminal.write("one", to)
    assert to.read_text("utf-8") == "one"
    assert (mode(to), mode(to.parent), mode(to.parent.parent)) == (0o600, 0o700, 0o700)
    to.chmod(0o644)  # an older report
    terminal.write("two", to)
    assert (to.read_text("utf-8"), mode(to)) == ("two", 0o600)
    assert [p.name for p in to.parent.iterdir()] == ["answer.html"]


def test_a_full_disk_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "answer.md"
    terminal.write("old", to)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        terminal.write("new", to)
    assert to.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["answer.md"]


@posix
def test_a_link_stays_a_link_and_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old", "utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "real.md")
    terminal.write("new", link)
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8") == "new"
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        terminal.write("new", tmp_path / "folder.md")
    (tmp_path / "folder.md" / "x").touch()
    with pytest.raises(UserError, match="could not be written"):
        terminal.write("new", tmp_path / "folder.md" / "x" / "y.md")


def _refused(report: Path, *paths: Path) -> bool:
    request = Request(case=case_from(list(paths)))
    try:
        outputs.not_an_input(report, paths, request)
    except UserError as error:
        assert "another name" in str(error)
        return True
    return False


def test_no_input_is_written_over_by_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.json").write_text(
        json.dumps({"diary": ["week.md"], "labs": ["K 3.1 mmol/L", "labs.json"]}), "utf-8"
    )
    (folder / "week.md").write_text("2026-05-01\n2 eggs\n", "utf-8")
    (folder / "labs.json").write_text('{"resourceType": "Bundle"}', "utf-8")
    (folder / "old.md").write_text("an older report", "utf-8")
    for name in ("case.json", "week.md", "labs.json"):
        assert _refused(folder / name, folder), name
        assert _refused(tmp_path / "case" / ".." / "case" / name, folder / "case.json"), name
    os.link(folder / "week.md", tmp_path / "same.md")
    assert _refused(tmp_path / "same.md", folder / "week.md")
    assert not _refused(folder / "old.md", folder)
    assert not _refused(folder / "new.md", folder)


def test_a_report_over_its_own_diary_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    week = tmp_path / "week.md"
    week.write_text("2026-05-01\n2 eggs\n", "utf-8")
    for verb in ("check", "plan"):
        done = subprocess.run(
            [sys.executable, "-m", "unclench", verb, str(week), "--report", str(week)],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 2
        assert "written over" in done.stderr
        assert done.stdout == ""
        assert week.read_text("utf-8").startswith("2026-05-01")


@pytest.mark.parametrize("verb", ["usual", "individual", "columns", "prevalence", "rank", "report"])
def test_nothing_of_a_survey_is_written_over_its_files(tmp_path: Path, verb: str) -> None:
    from unclench.app.verbs import cohort

    days, people = tmp_path / "days.csv", tmp_path / "people.csv"
    for path in (days, people):
        path.write_text("person,day,magnesium\n1,1,300\n", "utf-8")
    files = [days, people]
    link = tmp_path / "link.csv"
    os.link(people, link)
    with pytest.raises(UserError, match="written over what is read"):
        if verb == "individual":
            cohort.usual(files, "magnesium", individual=link)
        elif verb == "usual":
            cohort.usual(files, "magnesium", out=link)
        elif verb == "columns":
            cohort.columns(people, out=link)
        elif verb == "prevalence":
            cohort.prevalence_(files, out=link)
        elif verb == "rank":
            cohort.rank_(files, out=link)
        else:
            cohort.report(files, link)
    assert people.read_text("utf-8").startswith("person")


TEXTS = {"a": "x: 1\ny: [1, 2]\n"}
PARSED = {"a": {"x": 1, "y": [1, 2]}}


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"x": 1}', b"null", b"[" * 100_000, b"\xff\xfe", b"0\n{}", b"{}\n{}"],
)
def test_a_cache_file_that_holds_anything_else_is_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv("UNCLENCH_CACHE", str(tmp_path / "cache"))
    assert cache.read_yaml_cached("things", TEXTS) == PARSED
    (path,) = (tmp_path / "cache").iterdir()
    good = path.read_bytes()
    path.write_bytes(content)
    assert cache.read_yaml_cached("things", TEXTS) == PARSED
    assert path.read_bytes() == good
    changed = good.replace(b"[1, 2]", b"[1, 3]")
    path.write_bytes(changed)
    assert cache.read_yaml_cached("things", TEXTS) == PARSED


@posix
def test_the_cache_is_private_and_what_others_could_write_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCLENCH_CACHE", str(tmp_path / "cache"))
    cache.read_yaml_cached("things", TEXTS)
    (path,) = (tmp_path / "cache").iterdir()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    monkeypatch.setattr(cache, "read_yaml", lambda text: {"fresh": True})
    assert cache.read_yaml_cached("things", TEXTS) == PARSED  # from the cache
    path.chmod(0o666)
    assert cache.read_yaml_cached("things", TEXTS) == {"a": {"fresh": True}}
    assert mode(path) == 0o600

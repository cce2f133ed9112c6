"""The entry among the programs of a desktop, by its content, on three systems."""

from __future__ import annotations

import configparser
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from unclench.app.shortcut import shortcut
from unclench.errors import UserError

ODD = 'my "data" $HOME `x` 100% \\ ü'


@pytest.fixture(autouse=True)
def _no_folders_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("APPDATA", raising=False)


def unquoted(exec_: str) -> list[str]:
    """Arguments of an Exec line by the Desktop Entry Specification."""
    value = exec_.replace("\\\\", "\\")  # a value of the type string
    out, inside, now, i = [], False, "", 0
    while i < len(value):
        c = value[i]
        if c == "\\" and inside:
            i += 1
            now += value[i]
        elif c == '"':
            if inside:
                out.append(now)
            inside, now = not inside, ""
        elif inside:
            now += c
        i += 1
    return [one.replace("%%", "%") for one in out]


def test_on_linux_it_is_a_desktop_entry(tmp_path: Path) -> None:
    made = shortcut(Path("/x") / ODD, "linux", tmp_path, "/opt/my python/bin/python")
    assert made.path == tmp_path / ".local/share/applications/unclench.desktop"
    read = configparser.RawConfigParser(delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(made.text)
    entry = dict(read["Desktop Entry"])
    assert (entry["Type"], entry["Terminal"], entry["Name"]) == ("Application", "true", "Unclench")
    assert unquoted(entry["Exec"]) == [
        "/opt/my python/bin/python", "-m", "unclench", "serve", "--data", f"/x/{ODD}",
    ]  # fmt: skip


def test_on_a_mac_it_is_a_command_that_a_shell_reads(tmp_path: Path) -> None:
    made = shortcut(Path("/x") / ODD, "darwin", tmp_path, "/opt/my python/bin/python")
    assert made.path == tmp_path / "Applications" / "Unclench.command" and made.runs
    first, *_, last = made.text.splitlines()
    assert first == "#!/bin/sh"
    assert shlex.split(last) == [
        "exec", "/opt/my python/bin/python", "-m", "unclench", "serve", "--data", f"/x/{ODD}",
    ]  # fmt: skip


def test_on_windows_it_is_a_command_in_the_start_menu(tmp_path: Path) -> None:
    made = shortcut(Path("/x/100% mine"), "win32", tmp_path, r"C:\Program Files\Python\python.exe")
    menu = tmp_path / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
    assert made.path == menu / "Unclench.cmd"
    assert made.text.endswith(
        '"C:\\Program Files\\Python\\python.exe" "-m" "unclench" "serve" "--data" '
        '"/x/100%% mine"\r\n'
    )
    assert made.text.startswith("@echo off\r\n") and made.text.isascii()


def test_without_a_folder_it_names_none(tmp_path: Path) -> None:
    for system in ("linux", "darwin", "win32"):
        assert "--data" not in shortcut(None, system, tmp_path).text


def test_a_name_with_a_line_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="control characters"):
        shortcut(Path("/x\nExec=evil"), "linux", tmp_path)


def test_the_verb_writes_it_and_ends(tmp_path: Path) -> None:
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    run = [sys.executable, "-m", "unclench", "serve", "--shortcut", "--data", str(tmp_path / "d")]
    said = subprocess.run(run, capture_output=True, text=True, env=env, check=True, timeout=60)
    path = Path(said.stdout.removeprefix("Written: ").strip())
    assert path.is_file() and "unclench" in path.read_text("utf-8")
    assert not (tmp_path / "d").exists()

"""An entry among the programs of a desktop that starts the browser door; nothing is installed.

Linux: a `.desktop` file (Desktop Entry Specification 1.5). macOS: a `.command` file in the user's
Applications, which opens in the terminal. Windows: a `.cmd` file in the user's Start menu.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from unclench.errors import Problem, UserError
from unclench.keeping import write_whole

NAME = "Unclench"
ABOUT = "What may be behind your muscle spasms, on this computer alone"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A file to write: where, what, and whether it is run as a program."""

    path: Path
    text: str
    runs: bool


def shortcut(
    data: Path | None = None,
    system: str = sys.platform,
    home: Path | None = None,
    python: str = sys.executable,
) -> Shortcut:
    """The entry of a system.

    Args:
        data: the data folder to name in it; None for the user's own.
        system: as `sys.platform`. home: of the user. python: the interpreter that has Unclench.

    Raises:
        UserError: a path that cannot stand in such a file.
    """
    base = home or Path.home()
    command = [python, "-m", "unclench", "serve"]
    if data is not None:
        command += ["--data", str(data.absolute())]
    if any(re.search(r"[\x00-\x1f\x7f]", part) for part in command):
        raise UserError(
            Problem("A name with control characters cannot stand in a shortcut.", "--data")
        )
    if system == "win32":
        return _windows(base, command)
    if system == "darwin":
        return _mac(base, command)
    return _linux(base, command)


def _linux(home: Path, command: list[str]) -> Shortcut:
    folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "applications"
    text = (
        "[Desktop Entry]\nType=Application\nVersion=1.5\n"
        f"Name={NAME}\nComment={ABOUT}\n"
        f"Exec={' '.join(_in_entry(part) for part in command)}\n"
        "Terminal=true\nCategories=Science;MedicalSoftware;\nStartupNotify=false\n"
    )
    return Shortcut(folder / "unclench.desktop", text, False)


def _in_entry(part: str) -> str:
    """An argument in quotes, its percent signs doubled, as the specification has it."""
    inside = re.sub(r'([\\"`$])', r"\\\1", part).replace("\\", "\\\\")
    return f'"{inside}"'.replace("%", "%%")


def _mac(home: Path, command: list[str]) -> Shortcut:
    line = " ".join(shlex.quote(part) for part in command)
    text = f"#!/bin/sh\n# {ABOUT}. Close this window to end it.\nexec {line}\n"
    return Shortcut(home / "Applications" / f"{NAME}.command", text, True)


def _windows(home: Path, command: list[str]) -> Shortcut:
    roaming = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    menu = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    line = " ".join(f'"{part}"' for part in command).replace("%", "%%")
    text = f"@echo off\r\nchcp 65001 >nul\r\ntitle {NAME}\r\nrem {ABOUT}.\r\n{line}\r\n"
    return Shortcut(menu / f"{NAME}.cmd", text, False)


def write_shortcut(data: Path | None = None) -> Path:
    """Write the entry of this system; where it is.

    Raises:
        UserError: it cannot be written.
    """
    made = shortcut(data)
    try:
        write_whole(made.path, made.text)
        if made.runs:
            made.path.chmod(0o700)
    except OSError as error:
        raise UserError(
            Problem(f"The shortcut cannot be written ({error.strerror or error}).", str(made.path))
        ) from None
    return made.path

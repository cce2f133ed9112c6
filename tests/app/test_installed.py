"""What a stranger gets: the built wheel in a clean environment, away from the checkout."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.conftest import ROOT


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says; nothing of the checkout is on its path."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.nightly
def test_the_built_wheel_serves_in_a_clean_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, ROOT,
        cwd=tmp_path)  # fmt: skip
    (wheel,) = tmp_path.glob("unclench-*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    bin_ = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    lock = ROOT / "requirements" / "dev.lock"
    run(bin_ / "python", "-m", "pip", "install", "--quiet", "-c", lock, wheel, cwd=tmp_path)
    where = run(bin_ / "python", "-c", "import unclench; print(unclench.__file__)", cwd=tmp_path)
    assert str(tmp_path / "env") in where
    said = run(bin_ / "unclench", "check", "my calf cramps at night", "--format", "json",
               cwd=tmp_path)  # fmt: skip
    assert json.loads(said)["causes"]
    assert "--shortcut" in run(bin_ / "unclench", "serve", "--help", cwd=tmp_path)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    server = subprocess.Popen(
        [bin_ / "unclench", "serve", "--no-browser", "--data", tmp_path / "data"],
        cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        line = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+", line)
        person = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        assert b"What hurts" in person.open(line).read()
        told = urllib.parse.urlencode({"says": "my calf cramps at night", "sign": "none"})
        here = line.partition("?")[0]
        answer = person.open(here, told.encode())
        assert b"In short" in answer.read()
        paper = person.open(f"{answer.url}/report.pdf").read()
        assert paper.startswith(b"%PDF")
        assert b"body" in person.open(f"{here}static/style.css").read()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(15)
    assert server.returncode == 0
    size = sum(p.stat().st_size for p in (tmp_path / "env").rglob("*") if p.is_file())
    print(f"installed: {size / 2**20:.0f} MB, the wheel {wheel.stat().st_size / 2**20:.1f} MB")

"""The end of a program that still has threads at work."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import threading
from unclench.app.stopping import leave
threading.Thread(target=threading.Event().wait, daemon={daemon}).start()
print("kept")
leave(7)
print("and on")
"""


@pytest.mark.parametrize(("daemon", "ends"), [(False, True), (True, False)])
def test_nothing_is_waited_for_that_nobody_will_read(daemon: bool, ends: bool) -> None:
    code = CODE.format(daemon=daemon)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == (7 if ends else 0), done.stderr
    assert done.stdout.split("\n")[0] == "kept" and ("and on" in done.stdout) != ends

"""Ctrl-C at any moment: exit code 130 and no traceback. Light: it is imported before all else."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

STOPPED = 130
_asked: list[int] = []


def install() -> None:
    """Look after Ctrl-C from now on; only the program does this, never the library."""
    try:
        signal.signal(signal.SIGINT, _stop)
    except ValueError:  # not the main thread
        return


def asked_to_stop() -> bool:
    """Whether Ctrl-C was pressed, though something may have swallowed it."""
    return bool(_asked)


def nothing_more() -> None:
    """The answer is out: Ctrl-C has nothing left to stop."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        return


def leave(code: int = 0) -> None:
    """End the process now if threads still work, rather than wait for what nobody will read.

    All that was to be kept is kept; Python would join the threads of answers in the making.
    """
    busy = [t for t in threading.enumerate()
            if t is not threading.main_thread() and not t.daemon]  # fmt: skip
    if busy:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _stop(number: int, frame: FrameType | None) -> None:
    """Stop; at once inside an import, which may swallow exceptions and writes nothing."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            os._exit(STOPPED)
        if frame.f_globals.get("__name__") == "unclench.app.review":
            raise KeyboardInterrupt  # ends the questions, not the answer
        frame = frame.f_back
    _asked.append(number)
    raise KeyboardInterrupt

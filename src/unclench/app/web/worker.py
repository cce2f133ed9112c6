"""Long work (plans, courses over weeks) in one process of its own, which a cancel ends.

It is spawned, not forked: a fork of a process that has worked on tables would wait for ever.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import queue
import signal
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from unclench.errors import Problem

if TYPE_CHECKING:
    from unclench.request import Request

IDLE_S = 3.0
"""Seconds without a job after which kernels are made ready."""
State = Literal["none", "working", "done", "stopped", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Job:
    """One question with what makes it long.

    Attributes:
        told: keys and values of the case. folder: where its files are.
        wishes, switches: of the request. reviews: where decided foods are kept.
        request: one that is ready, instead of all these.
        only: the part of the answer that is wanted, empty for all of it.
    """

    told: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    wishes: dict[str, Any] = field(default_factory=dict)
    switches: dict[str, Any] = field(default_factory=dict)
    reviews: Path | None = None
    request: Request | None = None
    only: Literal["", "plan"] = ""


class Worker:
    """Hands jobs to the process, one at a time, and keeps what came of the last of each key."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[tuple[str, Job] | None] = queue.Queue()
        self._states: dict[str, tuple[State, str]] = {}
        self._changed = threading.Condition()
        self._now = ""
        self._closed = False
        self._process, self._line = _spawn()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def submit(self, key: str, job: Job) -> None:
        """Have a job done; one of that key that waits or runs is stopped."""
        self.cancel(key)
        with self._changed:
            self._states[key] = ("working", "")
        self._jobs.put((key, job))

    def state(self, key: str, wait_s: float = 0.0) -> tuple[State, str]:
        """(state, the answer as JSON, or `refusals` when it was refused), waited for if working."""
        with self._changed:
            self._changed.wait_for(lambda: self._of(key)[0] != "working", wait_s)
            return self._of(key)

    def _of(self, key: str) -> tuple[State, str]:
        return self._states.get(key, ("none", ""))

    def cancel(self, key: str) -> None:
        """Stop the job of that key: the process is ended and started anew."""
        with self._changed:
            if self._of(key)[0] == "working":
                self._states[key] = ("stopped", "")
                if self._now == key:
                    self._process.kill()
            self._changed.notify_all()

    def forget(self, key: str) -> None:
        """Stop the job of that key, and let go of what came of it."""
        self.cancel(key)
        with self._changed:
            self._states.pop(key, None)

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._jobs.put(None)
        self._process.kill()
        self._process.join(5)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid or 0

    def _serve(self) -> None:
        while (item := self._jobs.get()) is not None:
            key, job = item
            with self._changed:
                if self._of(key)[0] != "working":
                    continue
                self._now = key
            state, text = self._one(job)
            with self._changed:
                self._now = ""
                if self._of(key)[0] == "working":
                    self._states[key] = (state, text)
                self._changed.notify_all()

    def _one(self, job: Job) -> tuple[State, str]:
        for _ in range(2):  # a process that was ended between two jobs is started anew
            try:
                self._line.send(job)
                state, text = self._line.recv()
            except (EOFError, OSError):
                if self._closed:
                    return "failed", ""
                self._process.join(5)
                self._process, self._line = _spawn()
                if self._of(self._now)[0] != "working":
                    return "stopped", ""
            else:
                return state, text
        return "failed", ""


def refusals(text: str) -> list[Problem]:
    """What was wrong with a job that was refused."""
    return [Problem(*parts) for parts in json.loads(text)]


def refused(state: State, text: str) -> list[str]:
    """The same in sentences, of any job; none where it was not refused."""
    found = refusals(text) if state == "refused" else []
    return [f"{p.what} {p.fix}".strip() for p in found]


def _spawn() -> tuple[Any, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def work(line: Connection) -> None:
    """The process: get warm, then a job at a time until the other side is gone."""
    from unclench.app.render import render
    from unclench.chain import answer_to
    from unclench.errors import UserError
    from unclench.intake.diaries import Reviews
    from unclench.request import Request
    from unclench.usable import usable

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    _warm()
    ready = False
    while True:
        try:
            if not ready and not line.poll(IDLE_S):
                _prepare()
                ready = True
            job = line.recv()
        except (EOFError, OSError):
            return
        state: State = "done"
        try:
            request = job.request
            if request is None:
                case = usable(job.told, "what you told", job.folder)
                asked = {"case": case, "wishes": job.wishes, **job.switches}
                request = Request.model_validate(asked)
            reviews = Reviews.load(job.reviews) if job.reviews else None
            text = render(answer_to(request, reviews=reviews), "json", only=job.only)
        except UserError as error:
            state, text = "refused", json.dumps([(p.what, p.where, p.fix) for p in error.problems])
        except Exception as error:  # said as a fault of ours, never with what was told
            state, text = "failed", type(error).__name__
        line.send((state, text))


def _prepare() -> None:
    """Load or compile what courses and plans are made with, while nobody waits for a job."""
    from unclench.membrane.response import prepare
    from unclench.planning.candidates import candidates
    from unclench.plasma.engine.compile import many_kernel

    candidates()
    prepare()
    many_kernel()


def _warm() -> None:
    """Read the facts and the food table, and load what plans are made with."""
    from unclench.app.spoken import warm
    from unclench.intake.foods import search
    from unclench.planning import assess  # noqa: F401  what is loaded now is not waited for later

    warm()
    search("oats", 1)

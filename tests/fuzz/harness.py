"""One input through the whole chain: answered, refused in words, or a fault."""

from __future__ import annotations

import datetime as dt
import functools
import math
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import unclench
from tests.fuzz.mutate import broken
from tests.fuzz.seeds import Seed, folder_of, seeds
from unclench import assess, case_from, render
from unclench.errors import UserError
from unclench.intake.diaries import Reviews
from unclench.refusals import Refused

TODAY = dt.date(2026, 11, 28)
SECONDS, BYTES = 10.0, 1_000_000_000
IDLE = 60.0
"""Seconds of waiting with next to no computing after which a call hangs."""
WORDS_AT_MOST = 300_000


class TooSlowError(BaseException):
    """The limit of time; no handler of the program may take it for its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong, and how to see it again.

    Attributes:
        place: kind of error, file and function. what: the message.
        kind, index, seed: of the input, for `data_of`.
    """

    place: str
    what: str
    kind: str
    index: int
    seed: int


def data_of(kind: str, index: int, seed: int) -> tuple[Seed, bytes]:
    """The input number `index` of a kind of file: the same for ever."""
    rng = random.Random(zlib.crc32(f"{kind} {index} {seed}".encode()))
    pool = seeds_now()
    one = rng.choice(pool[kind])
    own = [k for k in sorted(pool) if not k.startswith("published")]
    other = rng.choice(pool[rng.choice(own)])
    return one, broken(one.data, other.data, rng)


_pool: dict[str, list[Seed]] = {}


def seeds_now() -> dict[str, list[Seed]]:
    """The seeds, read once."""
    if not _pool:
        _pool.update(seeds())
    return _pool


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Stop what computes for longer (the clock of a busy machine tells nothing), or hangs."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    computed = time.process_time()

    def idle(number: int, frame: FrameType | None) -> None:
        nonlocal computed
        now = time.process_time()
        if now - computed < IDLE / 10_000:
            raise TooSlowError
        computed = now

    if not hasattr(signal, "setitimer"):
        yield
        return
    clocks = [
        (signal.SIGPROF, signal.ITIMER_PROF, seconds, 0.0, stop),
        (signal.SIGALRM, signal.ITIMER_REAL, IDLE, IDLE, idle),
    ]
    before = [signal.signal(number, handler) for number, _, _, _, handler in clocks]
    for _, timer, first, again, _ in clocks:
        signal.setitimer(timer, first, again)
    try:
        yield
    finally:
        for (number, timer, _, _, _), handler in zip(clocks, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


def _bare(refused: Refused, what: str, read: Callable[[], Any], otherwise: Any) -> Any:
    """`Refused.guarded` without its net: a fault of ours is one, though an answer would stand."""
    try:
        return read()
    except UserError as error:
        refused.problems += error.problems
        return otherwise


def outcome(seed: Seed, data: bytes, forms: tuple[Any, ...] = ("text",)) -> str:
    """ "answered" or "refused"; every other exception passes.

    Raises:
        AssertionError: an answer with a number that is none, a refusal without words.
    """
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    try:
        path = folder_of(folder, seed, data)
        said: dict[str, Any] = {"says": "calf cramps", "age": 42, "sex": "female"}
        try:
            if seed.reader == "labs":
                case = case_from(labs=[str(path)], **said)
            else:
                case = case_from(path, **(said if seed.reader == "diary" else {}))
            with patch.object(Refused, "guarded", _bare):
                answer = assess(case, today=TODAY, reviews=Reviews(), person=seed.person)
            for form in forms:
                render(answer, form)
        except UserError as error:
            assert error.problems, "a refusal without a problem"
            assert all(p.what.strip() for p in error.problems), "a problem without words"
            assert len(str(error)) < WORDS_AT_MOST, "a refusal without end"
            return "refused"
        _finite(answer.model_dump(mode="python"), "answer")
        answer.to_json()
        return "answered"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finite(value: Any, where: str) -> None:
    if isinstance(value, float):
        assert math.isfinite(value), f"{where} is {value}"
    elif isinstance(value, dict):
        for key, inner in value.items():
            _finite(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for inner in value:
            _finite(inner, where)


def place_of(error: BaseException) -> str:
    """Kind of error, and the last file and function of the program that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/unclench/" in f.filename] or frames
    last = ours[-1]
    file = last.filename.rpartition("/unclench/")[2]
    return f"{type(error).__name__} {file}:{last.name}"


@functools.cache
def _warm() -> None:
    """What is made once on a machine and kept there (parsed facts, labels) is no part of a file."""
    unclench.assess(
        case_from(says="calf cramps, and my elbow sings", age=42, sex="female"), today=TODAY
    )


def run(
    kind: str, indices: range, seed: int, most: int = 1_000_000
) -> tuple[dict[str, int], list[Fault]]:
    """Counts of outcomes, and the faults, of inputs of a kind of file; ends at `most` faults."""
    _warm()
    counts = {"answered": 0, "refused": 0}
    faults: list[Fault] = []
    for index in indices:
        if len(faults) >= most:
            break
        one, data = data_of(kind, index, seed)
        forms = {0: ("text",), 2: ("md",)}.get(index % 4, ())
        forms = ("text", "md", "html") if index % 32 == 1 else forms
        before, started = _peak(), time.process_time()
        try:
            with _within(SECONDS):
                counts[outcome(one, data, forms)] += 1
        except TooSlowError as error:
            faults.append(Fault(place_of(error), f"> {SECONDS:g} s", kind, index, seed))
        except (Exception, RecursionError) as error:  # noqa: BLE001, RUF100
            faults.append(Fault(place_of(error), str(error)[:200], kind, index, seed))
        if _peak() - before > BYTES:
            faults.append(Fault("memory", f"{(_peak() - before) / 1e9:.1f} GB", kind, index, seed))
        if time.process_time() - started > SECONDS + 5:
            faults.append(Fault("time", "a call that nothing can stop", kind, index, seed))
    return counts, faults


def shares(inputs: int) -> dict[str, range]:
    """So many inputs, spread evenly over the kinds of files."""
    kinds = sorted(seeds_now())
    each, more = divmod(inputs, len(kinds))
    return {kind: range(each + (i < more)) for i, kind in enumerate(kinds)}

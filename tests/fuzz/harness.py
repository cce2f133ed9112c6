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
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import unclench
from tests.fuzz.mutate import broken
from tests.fuzz.seeds import Seed, folder_of, seeds
from unclench import assess, case_from, chain, render
from unclench.assessment import Assessment
from unclench.errors import UserError
from unclench.intake.diaries import Reviews
from unclench.refusals import Refused
from unclench.told import Person

TODAY = dt.date(2026, 11, 28)
SECONDS, BYTES = 10.0, 1_000_000_000
IDLE = 60.0
"""Seconds of waiting with next to no computing after which a call hangs."""
WORDS_AT_MOST = 300_000
WHOLE = 8
"""Of inputs whose readers give what was seen before, one in so many still goes on to the causes."""


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


class Known:
    """What the readers have handed on so far: what stands behind them sees each kind of it once.

    A broken file reaches the causes, the questions and the words only through the answer's kinds of
    warnings, nutrients and results; most files give what another one gave.
    """

    def __init__(self) -> None:
        self.seen: set[Hashable] = set()
        self.skipped = 0

    def new(self, answer: Assessment) -> bool:
        """Whether no input before handed on the like."""
        diary = answer.diary
        kind = (
            frozenset(w.code for w in answer.reasons.warnings),
            frozenset(
                (n.id, n.verdict, n.usual_intake is None, n.probability_inadequate is None)
                for n in answer.nutrients
            ),
            frozenset((lab.analyte, lab.interpretation, lab.value is None) for lab in answer.labs),
            diary is not None
            and (
                min(diary.days, 3), diary.energy_kcal is None, bool(diary.unmatched),
                bool(diary.medicines), bool(diary.supplements),
                frozenset((f.shape, frozenset(r.code for r in f.not_used)) for f in diary.files),
            ),
        )  # fmt: skip
        before = len(self.seen)
        self.seen.add(kind)
        return len(self.seen) > before


class EnoughError(Exception):
    """The readers gave what the rest of the chain has seen before."""


@contextmanager
def _readers_first(known: Known | None) -> Iterator[None]:
    """Leave the chain behind the readers when they hand on nothing new; None never does."""
    if known is None:
        yield
        return
    rest = chain._differential

    def unless_known(told: Person, answer: Assessment) -> None:
        if not known.new(answer):
            raise EnoughError
        rest(told, answer)

    with patch.object(chain, "_differential", unless_known):
        yield


def outcome(
    seed: Seed, data: bytes, forms: tuple[Any, ...] = ("text",), known: Known | None = None
) -> str:
    """ "answered" or "refused"; every other exception passes.

    Args:
        known: with it the chain ends behind the readers when they hand on what it holds already.

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
            with patch.object(Refused, "guarded", _bare), _readers_first(known):
                answer = assess(case, today=TODAY, reviews=Reviews(), person=seed.person)
            for form in forms:
                render(answer, form)
        except UserError as error:
            assert error.problems, "a refusal without a problem"
            assert all(p.what.strip() for p in error.problems), "a problem without words"
            assert len(str(error)) < WORDS_AT_MOST, "a refusal without end"
            return "refused"
        except EnoughError:
            assert known is not None
            known.skipped += 1
            return "answered"
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
    kind: str, indices: range, seed: int, most: int = 1_000_000, known: Known | None = None
) -> tuple[dict[str, int], list[Fault]]:
    """Counts of outcomes, and the faults, of inputs of a kind of file; ends at `most` faults.

    With `known`, cases apart, one input in `WHOLE` goes through the whole chain in any case.
    """
    _warm()
    counts = {"answered": 0, "refused": 0}
    faults: list[Fault] = []
    for index in indices:
        if len(faults) >= most:
            break
        one, data = data_of(kind, index, seed)
        forms: tuple[str, ...] = {0: ("text",), 2: ("md",)}.get(index % 4, ())
        forms = ("text", "md", "html") if index % 32 == 1 else forms
        before, started = _peak(), time.process_time()
        try:
            with _within(SECONDS):
                ends = known if one.reader != "case" and index % WHOLE else None
                counts[outcome(one, data, forms, ends)] += 1
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

"""The answer to a case as it stands, made once for each revision."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

from unclench.app.web.forms import case_of
from unclench.app.web.store import REVIEWS, Kept, Store
from unclench.assessment import Assessment, ProblemFound
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.intake.diaries import Reviews

KEPT = 64
"""Answers that are kept: 0.1 MB each where words were told, 1 MB with a diary and results."""
AT_ONCE = 2
"""Answers that are made at once; more would only take each other's time, and that of pages."""
Key = tuple[str, int, dt.date, int]
T = TypeVar("T")
_TURNS: RunVar[CapacityLimiter] = RunVar("turns of the engine")


async def in_turn(do: Callable[..., T], *given: object, **more: object) -> T:
    """Run what makes an answer, a few at once; pages that need none do not wait behind it."""
    try:
        turns = _TURNS.get()
    except LookupError:
        turns = CapacityLimiter(AT_ONCE)
        _TURNS.set(turns)
    return await run_sync(functools.partial(do, *given, **more), limiter=turns)


class Answers:
    """Answers by (case, revision, day, foods decided), the last few of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: OrderedDict[Key, Future[Assessment]] = OrderedDict()
        self._lock = threading.Lock()
        self.path = store.folder / REVIEWS

    def to(self, kept: Kept, day: dt.date | None = None) -> Assessment:
        """The answer, as of today or of a day; one that is being made is waited for.

        Raises:
            UserError: nothing told could be used.
        """
        reviews, wrong = self._reviews()
        key = _key(kept, day, reviews)
        with self._lock:
            there = self._kept.get(key)
            found = self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if there is None:
            try:
                found.set_result(self._made(kept, day, reviews, wrong))
            except UserError as error:
                found.set_exception(error)
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                found.set_exception(error)
                raise
        return found.result()

    def _made(
        self, kept: Kept, day: dt.date | None, reviews: Reviews, wrong: list[Problem]
    ) -> Assessment:
        from unclench.chain import answer_to
        from unclench.request import Request

        request = Request(case=case_of(kept, self.store), today=day)
        answer = answer_to(request, reviews=reviews)
        answer.problems += [ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in wrong]
        return answer

    def there(self, kept: Kept) -> bool:
        """Whether the answer of today has been made."""
        found = self._kept.get(_key(kept, None, self.reviews()))
        return found is not None and found.done()

    def reviews(self) -> Reviews:
        """The foods that were decided in this data folder; none where their file is not ours."""
        return self._reviews()[0]

    def _reviews(self) -> tuple[Reviews, list[Problem]]:
        from unclench.intake.diaries import Reviews

        try:
            return Reviews.load(self.path), []
        except UserError as error:
            return Reviews(path=self.path), error.problems

    def forget(self) -> None:
        """Let all of them go."""
        with self._lock:
            self._kept.clear()


def _key(kept: Kept, day: dt.date | None, reviews: Reviews) -> Key:
    decided = hash(frozenset(reviews.matches.items()))
    return kept.id, kept.revision, day or dt.date.today(), decided

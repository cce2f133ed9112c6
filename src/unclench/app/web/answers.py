"""The answer to a case as it stands, made once for each revision."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from unclench.app.web.forms import case_of
from unclench.app.web.store import REVIEWS, Kept, Store
from unclench.assessment import Assessment, ProblemFound
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.intake.diaries import Reviews

KEPT = 16


class Answers:
    """Answers by (case, revision, day, foods decided), the last few of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: OrderedDict[tuple[str, int, dt.date, int], Assessment | UserError]
        self._kept = OrderedDict()
        self._lock = threading.Lock()
        self.path = store.folder / REVIEWS

    def to(self, kept: Kept, day: dt.date | None = None) -> Assessment:
        """The answer, as of today or of a day.

        Raises:
            UserError: nothing told could be used.
        """
        from unclench.chain import answer_to
        from unclench.request import Request

        reviews, wrong = self._reviews()
        decided = hash(frozenset(reviews.matches.items()))
        key = (kept.id, kept.revision, day or dt.date.today(), decided)
        with self._lock:
            if key not in self._kept:
                try:
                    request = Request(case=case_of(kept, self.store), today=day)
                    answer = answer_to(request, reviews=reviews)
                    answer.problems += [
                        ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in wrong
                    ]
                    self._kept[key] = answer
                except UserError as error:
                    self._kept[key] = error
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            found = self._kept[key]
        if isinstance(found, UserError):
            raise found
        return found

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

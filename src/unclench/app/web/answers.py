"""The answer to a case as it stands, made once for each revision."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict

from unclench.app.web.forms import case_of
from unclench.app.web.store import Kept, Store
from unclench.assessment import Assessment
from unclench.errors import UserError

KEPT = 16


class Answers:
    """Answers by (case, revision, day), the last few of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: OrderedDict[tuple[str, int, dt.date], Assessment | UserError] = OrderedDict()
        self._lock = threading.Lock()

    def to(self, kept: Kept) -> Assessment:
        """The answer.

        Raises:
            UserError: nothing told could be used.
        """
        from unclench.chain import answer_to
        from unclench.request import Request

        key = (kept.id, kept.revision, dt.date.today())
        with self._lock:
            if key not in self._kept:
                try:
                    self._kept[key] = answer_to(Request(case=case_of(kept, self.store)))
                except UserError as error:
                    self._kept[key] = error
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            found = self._kept[key]
        if isinstance(found, UserError):
            raise found
        return found

    def forget(self) -> None:
        """Let all of them go."""
        with self._lock:
            self._kept.clear()

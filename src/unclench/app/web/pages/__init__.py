"""The pages: forms that work without scripts, and the answer with what it was made from."""

from __future__ import annotations

from starlette.routing import Route

from unclench.app.web.answers import Answers
from unclench.app.web.pages.answer import Answer
from unclench.app.web.pages.compare import Compare
from unclench.app.web.pages.courses import Courses
from unclench.app.web.pages.day import Day
from unclench.app.web.pages.desk import page
from unclench.app.web.pages.first import First
from unclench.app.web.pages.log import Log
from unclench.app.web.pages.people import People
from unclench.app.web.pages.plan import Plan
from unclench.app.web.pages.review import Review
from unclench.app.web.pages.shown import Shown
from unclench.app.web.pages.topics import Topics
from unclench.app.web.pages.trial import Trial
from unclench.app.web.store import Store
from unclench.app.web.worker import Worker

__all__ = ["STATIC", "Pages", "page"]

STATIC = {"style.css": "text/css"} | dict.fromkeys(
    ("page.js", "blood.js", "day.js"), "text/javascript"
)
"""Files beside the templates that pages fetch, and their types."""

_EVERY = (First, People, Answer, Plan, Topics, Review, Day, Log, Trial, Compare, Courses,
          Shown)  # fmt: skip


class Pages:
    """Every page of the browser door.

    Args:
        store: where cases are kept. worker: does long work.
    """

    def __init__(self, store: Store, worker: Worker) -> None:
        answers = Answers(store)
        self.parts = [part(store, worker, answers) for part in _EVERY]

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [route for part in self.parts for route in part.routes()]

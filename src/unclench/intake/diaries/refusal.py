"""A file that is recognised, or not, and cannot be read as a diary."""

from __future__ import annotations

from unclench.errors import Problem


class RefusalError(Exception):
    """In an archive or a workbook such a file or sheet is passed over; alone it is a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem

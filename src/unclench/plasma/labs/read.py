"""The one door for laboratory results: files of any known kind, typed lines, and case rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from unclench.case import LabInput
from unclench.errors import UserError
from unclench.plasma.labs.future import apart
from unclench.plasma.labs.newest import newest
from unclench.plasma.labs.reader import Reader, is_file_name
from unclench.plasma.labs.result import LabSet


def read_labs(
    items: Sequence[LabInput | str | Path],
    folder: Path | None = None,
    *,
    strict: bool = True,
    today: dt.date | None = None,
    person: str | None = None,
) -> LabSet:
    """All results of some inputs.

    Args:
        items: rows of a case, typed lines ("K 3.1"), and names of files or folders. The kind of
            a file is recognised from its content (see `recognise`).
        folder: where relative file names are looked up.
        strict: raise when something typed, in a table or in a case cannot be used; with False
            it is left out and stands in `LabSet.problems`.
        today: the day from which "last week" counts, and after which results are refused; None
            counts from the real one and takes all.
        person: which person, when a file holds results of several.

    Returns:
        The result of each analyte that counts (`newest`), the others, problems and notes. Inside a
        file of several results one that cannot be used is a note; a file that gives none is a
        problem.

    Raises:
        UserError: an impossible value, a unit that must be told or does not fit, no such file,
            several people; all problems at once. Only with `strict`.
    """
    reader = Reader(today, person)
    base = folder or Path()
    for place, item in enumerate(items, 1):
        if isinstance(item, LabInput):
            reader.row(item, f"labs, {place}")
        elif isinstance(item, Path):
            reader.path(item if item.is_absolute() else base / item)
        elif is_file_name(item, folder):
            reader.path(base / item)
        else:
            reader.typed(item)
    reader.check_people()
    kept, late, problems = apart(reader.results, today)
    reader.problems += problems
    if strict and reader.problems:
        raise UserError(reader.problems)
    first, rest, doubts = newest(kept)
    notes = [*doubts, *reader.notes]
    notes = list({repr(n): n for n in notes}.values())
    return LabSet(first, rest, reader.problems, notes, late)

"""Where an answer may be written: forms by the ending of a name, never over what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.app.render import Form
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.request import Request

REPORTS: dict[str, Form] = {".html": "html", ".md": "md", ".json": "json"}


PDF = ".pdf"
"""The report of two pages, which `check` writes."""


def form_of(report: Path | None, *more: str) -> Form | None:
    """The form of a report, by the ending of its name; None when there is none to write.

    Args:
        report: where it goes. more: endings that the verb writes itself.

    Raises:
        UserError: an ending that no form has.
    """
    if report is None:
        return None
    if report.suffix not in REPORTS:
        problem = f"'{report.suffix}' is not a kind of report."
        raise UserError(Problem(problem, str(report), f"Use {', '.join([*REPORTS, *more])}."))
    return REPORTS[report.suffix]


def not_an_input(report: Path | None, paths: Sequence[Path], request: Request) -> None:
    """Refuse to write over a file that was given to read.

    Args:
        report: where the answer should go, if anywhere.
        paths: files and folders that were named. request: what came of them.

    Raises:
        UserError: the report is one of the inputs, by whatever name or link.
    """
    never_over(report, _inputs(paths, request))


def never_over(to: Path | None, inputs: Iterable[Path | None]) -> None:
    """Refuse to write over any of these files, by whatever name or link.

    Args:
        to: where something is to be written, if anywhere. inputs: what is read.

    Raises:
        UserError: `to` is one of them.
    """
    if to is None or not to.exists():
        return
    for path in inputs:
        try:
            same = path is not None and to.samefile(path)
        except (OSError, ValueError):
            continue
        if same:
            problem = f"It would be written over what is read from {path}."
            raise UserError(Problem(problem, str(to), "Give what is written another name."))


def _inputs(paths: Sequence[Path], request: Request) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from path.glob("case.*")
            yield from (path / "clinical-records").glob("**/*")
        yield path
    case = request.case
    yield from case.paths(case.diary)
    for told in case.labs:
        if isinstance(told, (str, Path)):
            name = Path(told)
            yield name
            if case.folder is not None:
                yield case.folder / name
    if request.wishes.prices is not None:
        yield request.wishes.prices

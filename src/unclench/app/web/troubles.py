"""What goes wrong while a request is answered: a sentence, a status, and a number where it is ours.

What was sent and could not be kept is shown again, so that nobody has to type it twice.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import secrets
import sqlite3
import traceback
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from unclench.app.web import api, forms
from unclench.app.web.pages import page
from unclench.app.web.places import LOG
from unclench.app.web.store import Store
from unclench.errors import Problem, UserError
from unclench.keeping import OWN_FILE

SAID = {404: "There is nothing here.", 405: "This address does not take that method."}
"""Status -> its sentence for programs; the others bring their own."""
FULL = "The disk is full, so this was not kept. Free some space and send it again."
READ_ONLY = (
    "The data folder cannot be written, so this was not kept. Allow writing there and send it "
    "again."
)
BUSY = "Another program holds the file of kept cases, so this was not kept. Send it again."
_BY_NUMBER = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY,
              errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY}  # fmt: skip
_BY_NAME = {
    "SQLITE_FULL": FULL, "SQLITE_READONLY": READ_ONLY, "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY, "SQLITE_BUSY": BUSY, "SQLITE_LOCKED": BUSY,
}  # fmt: skip

_KINDS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError,
          ValueError)  # fmt: skip
"""Faults of ours by kind: what answers for every `Exception` knows nothing of the form."""


def storage_said(error: Exception) -> str:
    """What to do about a disk or a file that does not take what is written; empty if unknown."""
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "") or ""
        return next((said for start, said in _BY_NAME.items() if name.startswith(start)), "")
    return _BY_NUMBER.get(getattr(error, "errno", None) or 0, "")


def noted(folder: Path, error: Exception) -> str:
    """Write where an unexpected error came from, without its words, which may be the person's."""
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    line = (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S}Z {number} {type(error).__name__} {places}\n"
    )
    with contextlib.suppress(OSError):
        handle = os.open(folder / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWN_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(line)
    return number


def sorry(number: str) -> str:
    """What is said of a fault of ours."""
    return (
        f"A fault of Unclench, not of what you told: number {number}. Nothing that was saved is "
        f"lost. The file {LOG} in the data folder says where it happened."
    )


def answer_for(app: FastAPI, store: Store) -> None:
    """Have the application answer for what goes wrong."""

    @app.exception_handler(HTTPException)
    async def _refused(request: Request, error: HTTPException) -> Response:
        if _asked_by_program(request):
            said = SAID.get(error.status_code, str(error.detail))
            reply = api.problems([Problem(said, request.url.path)], error.status_code)
            reply.headers.update(error.headers or {})
            return reply
        if error.status_code in (404, 405):
            return page("gone", 404)
        return page("fault", error.status_code, number="", said=str(error.detail))

    @app.exception_handler(UserError)
    async def _wrong(request: Request, error: UserError) -> Response:
        if _asked_by_program(request):
            return api.problems(error.problems)
        said = " ".join(f"{p.what} {p.fix}".strip() for p in error.problems)
        return _unsaved(request, said, 503)

    async def _unwritten(request: Request, error: Exception) -> Response:
        said = storage_said(error)
        if not said:
            return await _fault(request, error)
        if _asked_by_program(request):
            return api.problems([Problem(said)], 507)
        return _unsaved(request, said, 507)

    for kind in (OSError, sqlite3.Error):
        app.add_exception_handler(kind, _unwritten)

    @app.exception_handler(Exception)
    async def _fault(request: Request, error: Exception) -> Response:
        said = sorry(noted(store.folder, error))
        if _asked_by_program(request):
            return api.problems([Problem(said)], 500)
        return _unsaved(request, said, 500)

    for fault in _KINDS:
        app.add_exception_handler(fault, _fault)


def _asked_by_program(request: Request) -> bool:
    return request.url.path.startswith("/api")


def _unsaved(request: Request, said: str, status: int) -> Response:
    """The sentence, and what was typed into the form that could not be kept."""
    form: Any = getattr(request, "_form", None)
    typed = (
        {
            forms.LABELS[name]: value
            for name, value in form.multi_items()
            if isinstance(value, str) and name in forms.LABELS and value.strip()
        }
        if isinstance(form, FormData)
        else {}
    )
    return page("unsaved" if typed else "fault", status, said=said, typed=typed)

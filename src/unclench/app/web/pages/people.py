"""People: several cases, taken out and in, copied and deleted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, key_of, page, to_answer
from unclench.app.web.store import Kept
from unclench.errors import UserError


class People(Desk):
    """Everybody who is kept here."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route("/people", self.people, methods=["GET"]),
            Route("/people/import", self.take_in, methods=["POST"]),
            Route("/people/delete", self.delete_everything, methods=["POST"]),
            Route(f"{ONE}/export.zip", self.export, methods=["GET"]),
            Route(f"{ONE}/rename", self.rename, methods=["POST"]),
            Route(f"{ONE}/copy", self.copy, methods=["POST"]),
            Route(f"{ONE}/delete", self.delete, methods=["POST"]),
        ]

    async def people(self, request: Request) -> Response:
        """Everybody who is kept here."""
        return self._people()

    def _people(self, status: int = 200, said: Sequence[str] = ()) -> Response:
        known, folder = self.store.every(), str(self.store.folder)
        return page("people", status, known=known, folder=folder, said=said)

    async def export(self, request: Request) -> Response:
        """A case folder to keep, or for the command line."""
        from unclench.app.web.carrying import exported

        kept = self.person(request)
        if kept is None:
            return gone()
        data = await run_in_threadpool(exported, kept, self.store)
        name = 'attachment; filename="unclench-case.zip"'
        headers = {"content-disposition": name}
        return Response(data, media_type="application/zip", headers=headers)

    async def take_in(self, request: Request) -> Response:
        """Keep a case that was exported."""
        form = await form_of(request)
        item = form.get("upload")
        if not isinstance(item, UploadFile) or not item.filename:
            said = ["Choose the file of a case that was exported here."]
            return self._people(422, said)
        try:
            kept = await run_in_threadpool(self._import, item)
        except UserError as error:
            return self._people(422, [f"{p.what} {p.fix}".strip() for p in error.problems])
        return to_answer(kept)

    def _import(self, item: UploadFile) -> Kept:
        from unclench.app.web.carrying import imported

        with tempfile.NamedTemporaryFile() as f:
            shutil.copyfileobj(item.file, f)
            f.flush()
            return imported(Path(f.name), self.store)

    async def rename(self, request: Request) -> Response:
        """Give a case another name."""
        kept, form = self.person(request), await form_of(request)
        if kept is not None and str(form.get("name", "")).strip():
            await run_in_threadpool(self.store.rename, kept.id, str(form["name"]).strip())
        return RedirectResponse("/people", 303)

    async def copy(self, request: Request) -> Response:
        """A second case that begins as this one."""
        kept = self.person(request)
        if kept is not None:
            await run_in_threadpool(self.store.copy, kept)
        return RedirectResponse("/people", 303)

    async def delete(self, request: Request) -> Response:
        """Delete a case."""
        kept = self.person(request)
        if kept is not None:
            self.worker.cancel(key_of(kept))
            await run_in_threadpool(self.store.delete, kept.id)
            self.answers.forget()
        return RedirectResponse("/people", 303)

    async def delete_everything(self, request: Request) -> Response:
        """Delete everybody, when that was ticked."""
        form = await form_of(request)
        if form.get("sure"):
            await run_in_threadpool(self.store.delete_everything)
            self.answers.forget()
        return RedirectResponse("/people", 303)

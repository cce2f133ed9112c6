"""The server: one per data folder, on this computer alone, ended by Ctrl-C without loss."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from unclench.app.web import api, troubles
from unclench.app.web.guard import Guard, Keys
from unclench.app.web.habits import Accustomed
from unclench.app.web.pages import STATIC, Pages
from unclench.app.web.places import ADDRESS, API_TOKEN, ARRIVING, LOCK
from unclench.app.web.store import Store
from unclench.app.web.worker import Worker
from unclench.door.files import packaged
from unclench.errors import Problem, UserError
from unclench.keeping import OWN_FILE, private_folder, write_whole

LOOPBACK = "127.0.0.1"
BRIEF = 40
"""Letters that are looked up sooner than they are handed to another thread: some milliseconds."""
_WARM = threading.Event()


def application(store: Store, worker: Worker, keys: Keys, port: int) -> Guard:
    """Everything behind the guard."""
    app = api.build(store, worker)
    app.router.routes += [*Pages(store, worker).routes(), Route("/static/{name}", _static)]
    app.router.routes.append(Route("/find/foods", _foods))
    troubles.answer_for(app, store)
    return Guard(Accustomed(app), keys, port)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(packaged("unclench.app.web", f"static/{name}"), media_type=STATIC[name])


async def _foods(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    text = request.query_params.get("q", "").strip()[:200]
    if not text:
        found = []
    elif _WARM.is_set() and len(text) <= BRIEF:
        found = api.found_foods(text)
    else:
        found = await run_in_threadpool(api.found_foods, text)
    return JSONResponse({"foods": found})


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder as its only server.

    Raises:
        UserError: another one holds it; says where that one is.
    """
    private_folder(folder)
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, OWN_FILE)
    try:
        if not _taken(handle):
            where = ""
            with contextlib.suppress(OSError):
                where = (folder / ADDRESS).read_text("utf-8").strip()
            raise UserError(
                Problem(
                    f"Unclench is running on this folder already{f', at {where}' * bool(where)}.",
                    str(folder),
                    "Use that one, or stop it with Ctrl-C, or name another folder with --data.",
                )
            )
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether the lock could be had; the system gives it back when the program ends."""
    with contextlib.suppress(ImportError):
        fcntl: Any = importlib.import_module("fcntl")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    msvcrt: Any = importlib.import_module("msvcrt")
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def run(folder: Path, port: int, browser: bool) -> None:
    """Serve until Ctrl-C; the address stands alone on a line of standard output.

    Raises:
        UserError: the port or the folder is taken, or cannot be used.
    """
    os.umask(0o077)
    with alone(folder), _arriving(folder), _listening(port) as sock:
        port = sock.getsockname()[1]
        keys, store = Keys(), Store(folder)
        here = f"http://{LOOPBACK}:{port}/"
        write_whole(folder / ADDRESS, here + "\n")
        write_whole(folder / API_TOKEN, keys.api + "\n")
        worker = Worker()
        try:
            config = uvicorn.Config(
                application(store, worker, keys, port), log_level="critical", access_log=False,
                server_header=False, timeout_graceful_shutdown=3, lifespan="off",
                h11_max_incomplete_event_size=64 * 1024,
            )  # fmt: skip
            server = _Server(config)
            threading.Thread(target=_tell, args=(server, here, keys, browser), daemon=True).start()
            threading.Thread(target=_warm, daemon=True).start()
            server.run(sockets=[sock])
        finally:
            worker.close()
            store.close()
            for name in (ADDRESS, API_TOKEN):
                (folder / name).unlink(missing_ok=True)
            gc.freeze()  # the system takes memory back sooner than each object is looked at again


class _Server(uvicorn.Server):
    """Ends at the first signal, and does not pass it on: all was kept already."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        def stop(number: int, frame: FrameType | None) -> None:
            self.force_exit = self.should_exit
            self.should_exit = True

        before = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _tell(server: uvicorn.Server, here: str, keys: Keys, browser: bool) -> None:
    """Say where the page is once it is there, and open it."""
    import time

    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.02)
    sys.stdout.write(f"{here}?token={keys.link()}\n")
    sys.stdout.flush()
    if browser:
        with contextlib.suppress(Exception):
            webbrowser.open(f"{here}?token={keys.link()}")


def _warm() -> None:
    from unclench.app.spoken import warm
    from unclench.intake.foods import search

    warm()
    search("bananna", 1)  # a word that is mistyped loads what typing errors are found with
    _WARM.set()
    importlib.import_module("unclench.trial.planner")  # so that the first plan of a trial is soon


@contextlib.contextmanager
def _arriving(folder: Path) -> Iterator[None]:
    """Have files arrive in the data folder, and nowhere else."""
    place = folder / ARRIVING
    shutil.rmtree(place, ignore_errors=True)
    private_folder(place)
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on the loopback address.

    Raises:
        UserError: the port is taken or not allowed.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise UserError(
                Problem(
                    f"The port {port} cannot be used: {why.lower()}.", "--port",
                    "Name another one, or none: then a free one is taken.",
                )
            ) from None  # fmt: skip
        yield sock
    finally:
        sock.close()

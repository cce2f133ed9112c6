"""A browser door in this process, and a real one for browsers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from tests.web.driving import CHROMIUM, Inside, chromium, entered
from unclench.app.web.guard import Keys
from unclench.app.web.server import application
from unclench.app.web.store import Store
from unclench.app.web.worker import Worker

PORT = 8123
HERE = f"http://127.0.0.1:{PORT}"


class Door:
    """One door: its store, its keys, a client that is let in and one that is not."""

    def __init__(self, store: Store, worker: Worker) -> None:
        self.store, self.worker, self.keys = store, worker, Keys()
        self.app = application(store, worker, self.keys, PORT)
        self.stranger = TestClient(self.app, HERE, raise_server_exceptions=False)
        self.inside = TestClient(self.app, HERE, raise_server_exceptions=False)
        assert self.inside.get("/", params={"token": self.keys.link()}).status_code == 200
        self.program = TestClient(
            self.app, HERE, headers={"authorization": f"Bearer {self.keys.api}"}
        )

    def begin(self, **told: object) -> str:
        """The path of a person who told this."""
        reply = self.inside.post("/", data=told, follow_redirects=False)
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.close()


@pytest.fixture
def door(tmp_path: Path, worker: Worker) -> Iterator[Door]:
    store = Store(tmp_path / "data")
    yield Door(store, worker)
    store.close()


def needs_namespaces(kind: str) -> None:
    """Skip where the system allows no such namespace; where all tools are promised, fail."""
    tool = shutil.which("unshare")
    there = tool and subprocess.run([tool, kind, "true"], check=False).returncode == 0
    if not there:
        assert not os.environ.get("UNCLENCH_ALL_TOOLS"), "namespaces are needed here"
        pytest.skip("this system allows no namespaces")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file of tests: a running one would be in the way of other loops."""
    if CHROMIUM is None and not os.environ.get("UNCLENCH_NEEDS_BROWSER"):
        pytest.skip(
            "there is no browser: the pages are tested without one (apt-get install chromium)"
        )
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def inside(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """A door that was entered."""
    with entered(browser, tmp_path_factory.mktemp("served")) as one:
        yield one

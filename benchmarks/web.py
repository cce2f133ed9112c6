"""The browser door: how long pages take, beside the library and beside a bare page of the server.

    python -m benchmarks.web

One server of its own, in one run; everything stays on this machine.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.sections import table, when, write_section

ROOT = Path(__file__).resolve().parents[1]
DIARY = ROOT / "examples" / "kitchen_porter" / "diary.txt"
SAYS = "my lower back locks up at night and my calf cramps in bed; no numbness"
WORDS = ("banana", "spinach", "whole milk", "brown rice", "chicken breast", "porridge oats",
         "lentil soup", "cheddar", "almonds", "boiled egg", "potato", "salmon", "orange juice",
         "yoghurt", "broccoli")  # fmt: skip
TYPED = [word[:n] for word in WORDS for n in range(2, 6)]
"""What stands in the field after a key; each is asked for once, so nothing is remembered."""
USERS, VIEWS, SEARCHES = 50, 8, 3
MINUTE_S = 60.0
EXPORT = 300 * 2**20
DOOR = ("fastapi", "starlette", "uvicorn", "h11", "python-multipart", "annotated-doc")
PAPER = ("typst",)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Server:
    """A server: its process, its port, the cookie that it gave, seconds to its address and page."""

    process: subprocess.Popen[str]
    port: int
    cookie: str = ""
    said_s: float = 0.0
    page_s: float = 0.0


@dataclass(slots=True)
class Visitor:
    """One connection that keeps the cookie."""

    server: Server
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def ask(
        self, path: str, body: str | None = None, kind: dict[str, str] | None = None
    ) -> tuple[float, int, bytes, str]:
        """(seconds to the first byte, status, body, address to go on to)."""
        headers = {"Cookie": self.server.cookie, **(kind or {})}
        start = time.perf_counter()
        try:
            self.line.request("POST" if body is not None else "GET", path, body, headers)
            reply = self.line.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.line.close()  # idle for longer than a server waits; a browser comes again too
            self.line.request("POST" if body is not None else "GET", path, body, headers)
            reply = self.line.getresponse()
        seconds = time.perf_counter() - start
        return seconds, reply.status, reply.read(), reply.getheader("location", "")

    def tell(self, path: str, **told: str) -> tuple[float, str]:
        """(seconds, address to go on to) of a form."""
        seconds, status, _, to = self.ask(path, urlencode(told), FORM)
        assert status == 303, (path, status)
        return seconds, to.partition("#")[0]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server on a folder."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "unclench", "serve", "--no-browser", "--data", str(folder)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r":(\d+)/(\?token=\S+)", said)
    assert found, said
    server = Server(process, int(found[1]), said_s=time.perf_counter() - start)
    one = Visitor(server)
    one.line.request("GET", f"/{found[2]}")
    reply = one.line.getresponse()
    reply.read()
    server.cookie = str(reply.getheader("set-cookie")).partition(";")[0]
    assert one.ask("/")[1] == 200
    server.page_s = time.perf_counter() - start
    try:
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(15)


def memory(pid: int, key: str) -> float:
    """MiB of a process: VmRSS now, VmHWM at the most."""
    found = re.search(rf"{key}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def centiles(seconds: list[float]) -> tuple[float, float, float]:
    """(p50, p95, p99) in milliseconds."""
    cut = statistics.quantiles(seconds, n=100, method="inclusive")
    return 1000 * cut[49], 1000 * cut[94], 1000 * cut[98]


def row(name: str, seconds: list[float], base: float) -> list[str]:
    """A line of the table; `base` in milliseconds."""
    three = centiles(seconds)
    return [name, *(f"{ms:.1f}" for ms in three), f"{three[0] / base:.2f}"]


def repeated(n: int, act: Callable[[], float]) -> list[float]:
    """Seconds of `n` acts after two that do not count."""
    return [act() for _ in range(n + 2)][2:]


def pages(server: Server) -> tuple[list[list[str]], str]:
    """(lines of the table of pages, the address of a person with everything)."""
    one = Visitor(server)
    _, person = one.tell("/", says=SAYS, age="42", sex="female", sign="none")
    one.tell(f"{person}/tell/food", revision="1", food=DIARY.read_text("utf-8"))
    one.tell(f"{person}/tell/blood", revision="2", blood="K 3.1 mmol/L")
    one.ask(person)
    paths = {
        "a bare page (privacy)": "/privacy", "first page": "/", "words": f"{person}/tell/words",
        "medicines": f"{person}/tell/medicines", "food": f"{person}/tell/food",
        "blood": f"{person}/tell/blood", "check your answers": f"{person}/check",
        "people": "/people", "answer, seen before": person, "why? in place":
        f"{person}/why/magnesium?part=1", "plan, not made": f"{person}/plan",
    }  # fmt: skip
    base, lines = 0.0, []
    for name, path in paths.items():
        seconds = repeated(40, lambda path=path: one.ask(path)[0])  # type: ignore[misc]
        base = base or centiles(seconds)[0]
        lines.append(row(name, seconds, base))
    return lines, person


def answers(server: Server) -> list[list[str]]:
    """A new answer beside `assess` of the same case in this process, in turn."""
    from unclench.case import Case
    from unclench.chain import assess

    one = Visitor(server)
    by_page, by_library = [], []
    for n in range(22):
        says = f"{SAYS}; {n + 1} nights a week"
        _, person = one.tell("/", says=says, age="42", sex="female", sign="none")
        by_page.append(one.ask(person)[0])
        start = time.perf_counter()
        assess(Case(complaints=[says], age=42, sex="female"))
        by_library.append(time.perf_counter() - start)
    base = centiles(by_library[2:])[0]
    return [
        row("`assess`, in the library", by_library[2:], base),
        row("answer, first time", by_page[2:], base),
    ]


def search(server: Server) -> list[list[str]]:
    """Foods while typing beside the call of the library, in turn."""
    from unclench.app.web.api import found_foods

    one = Visitor(server)
    by_page, by_library, bare = [], [], []
    for text in TYPED:
        bare.append(one.ask("/find/foods?q=")[0])
        by_page.append(one.ask(f"/find/foods?q={quote(text)}")[0])
        start = time.perf_counter()
        found_foods(text)
        by_library.append(time.perf_counter() - start)
    base = centiles(by_library[10:])[0]
    return [
        row("the same call in the library", by_library[10:], base),
        row("a reply of the server to nothing typed", bare[10:], base),
        row("key press to list", by_page[10:], base),
    ]


def crowd(server: Server) -> tuple[list[list[str]], int, int, float]:
    """(percentiles by kind, requests, errors, MiB more at the most) of fifty people in a minute."""
    seconds: dict[str, list[float]] = {"page": [], "search": [], "answer": []}
    errors, lock = [], threading.Lock()
    idle = memory(server.process.pid, "VmRSS")
    begun = time.perf_counter()

    def person(n: int) -> None:
        one = Visitor(server)
        acts = ["page", "page", "answer", "page", "search", "page", "page", "search", "page",
                "page", "search", "page"]  # fmt: skip
        home = "/"
        for i, act in enumerate(acts):
            due = begun + MINUTE_S * (i + n / USERS) / len(acts)
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                if act == "answer":
                    took, home = one.tell(
                        "/", says=f"my calf cramps; {n} times", age="42", sex="male", sign="none"
                    )
                    more, status, _, _ = one.ask(home)
                    took += more
                elif act == "search":
                    took, status, _, _ = one.ask(f"/find/foods?q={quote(TYPED[n % len(TYPED)])}")
                else:
                    paths = ("/", "/people", home, f"{home}/check" if home != "/" else "/privacy")
                    took, status, _, _ = one.ask(paths[i % 4])
                ok = status == 200
            except (OSError, AssertionError, http.client.HTTPException) as error:
                ok, took = False, 0.0
                with lock:
                    errors.append(repr(error))
            with lock:
                if ok:
                    seconds[act].append(took)

    crowd_ = [threading.Thread(target=person, args=(n,)) for n in range(USERS)]
    for one in crowd_:
        one.start()
    for one in crowd_:
        one.join()
    lines = [
        [name, str(len(took)), *(f"{ms:.0f}" for ms in centiles(took))]
        for name, took in seconds.items()
    ]
    for said in errors[:5]:
        print(said, file=sys.stderr)
    sent = sum(map(len, seconds.values()))
    more = memory(server.process.pid, "VmHWM") - idle
    return lines, sent, USERS * 12 - sent, more


def upload(server: Server, person: str, folder: Path) -> tuple[float, float]:
    """(MiB over idle at the most, seconds) while a large export arrives."""
    path = folder / "export.xml"
    record = (
        '<Record type="HKQuantityTypeIdentifierDietaryMagnesium" sourceName="x" unit="mg" '
        'creationDate="2026-10-05 08:00:00 +0000" startDate="2026-10-05 08:00:00 +0000" '
        'endDate="2026-10-05 08:00:00 +0000" value="31"/>\n'
    )
    with path.open("w") as f:
        f.write('<?xml version="1.0"?>\n<HealthData locale="en_GB">\n')
        for _ in range(EXPORT // (len(record) * 1000)):
            f.write(record * 1000)
        f.write("</HealthData>\n")
    head = (
        b'--x\r\nContent-Disposition: form-data; name="revision"\r\n\r\n3\r\n--x\r\n'
        b'Content-Disposition: form-data; name="upload"; filename="export.xml"\r\n\r\n'
    )
    tail = b"\r\n--x--\r\n"
    length = len(head) + path.stat().st_size + len(tail)
    pid = server.process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    idle = memory(pid, "VmRSS")
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    start = time.perf_counter()
    line.putrequest("POST", f"{person}/tell/food")
    for key, value in (("Cookie", server.cookie), ("Content-Length", str(length)),
                       ("Content-Type", "multipart/form-data; boundary=x")):  # fmt: skip
        line.putheader(key, value)
    line.endheaders(head)
    with path.open("rb") as f:
        while piece := f.read(1 << 20):
            line.send(piece)
    line.send(tail)
    assert line.getresponse().status == 303
    return memory(pid, "VmHWM") - idle, time.perf_counter() - start


def weight(server: Server, person: str) -> tuple[list[list[str]], float]:
    """(bytes and requests of pages in a browser, seconds from the first key to an answer)."""
    from playwright.sync_api import Response, sync_playwright

    name, _, value = server.cookie.partition("=")
    here = f"http://127.0.0.1:{server.port}"
    lines = []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"))
        for said, path in (("first page", "/"), ("answer with pictures", person)):
            context = browser.new_context(base_url=here)
            context.add_cookies([{"name": name, "value": value, "url": here}])
            page, got = context.new_page(), list[Response]()
            page.on("response", lambda reply, got=got: got.append(reply))  # type: ignore[misc]
            page.goto(path)
            page.wait_for_load_state("networkidle")
            real = [r for r in got if r.url.startswith("http")]
            size = sum(len(r.body()) for r in real)
            lines.append([said, f"{size / 1024:.0f}", str(len(real))])
            context.close()
        context = browser.new_context(base_url=here)
        context.add_cookies([{"name": name, "value": value, "url": here}])
        page = context.new_page()
        page.goto("/")
        start = time.perf_counter()
        page.get_by_label("What hurts").press_sequentially("my calf cramps at night", delay=50)
        page.get_by_label("Age").press_sequentially("42", delay=50)
        page.get_by_label("Female").check()
        page.get_by_label("I have none of these").check()
        page.get_by_role("button", name="See the answer").click()
        page.get_by_role("heading", name="In short").wait_for()
        seconds = time.perf_counter() - start
        browser.close()
    return lines, seconds


def size_of(names: tuple[str, ...]) -> float:
    """MiB of installed packages."""
    files = [f for n in names for f in metadata.files(n) or ()]
    return sum(f.locate().stat().st_size for f in files if f.locate().exists()) / 2**20  # type: ignore[attr-defined]


def main() -> None:
    """Measure and write the section."""
    os.environ.setdefault("UNCLENCH_CACHE", str(Path(tempfile.gettempdir()) / "unclench-web"))
    with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch) / "data") as server:
        lines, person = pages(server)
        made, searched = answers(server), search(server)
        shown, typed_s = weight(server, person)
        more, upload_s = upload(server, person, Path(scratch))
        idle = memory(server.process.pid, "VmRSS")
        crowded, sent, errors, most = crowd(server)
    head = ["", "p50, ms", "p95, ms", "p99, ms", "p50 over the first line"]
    text = [
        "## The browser door",
        "",
        f"Made by `python -m benchmarks.web` ({when()}): one server, one run, loopback; time to "
        "the first byte. Aims: forms 3 times a bare page, an answer 1.3 times `assess`, a search 3 "
        "times the call, which is less than any reply over HTTP takes.",
        "",
        table(head, lines), "", table(head, made), "", table(head, searched), "",
        f"{USERS} people in one minute, each {VIEWS} pages, {SEARCHES} searches, 1 answer: {sent} "
        f"answered, {errors} errors; {most:.0f} MiB more than the {idle:.0f} MiB before.", "",
        table(["what", "n", "p50, ms", "p95, ms", "p99, ms"], crowded), "",
        table(["page", "KiB", "requests"], shown), "",
        f"From `unclench serve` to its address {server.said_s:.1f} s, to its page "
        f"{server.page_s:.1f} s; from the first key to an answer by a script that types 20 keys "
        f"a second {typed_s:.1f} s.", "",
        f"An export of {EXPORT // 2**20} MiB handed in: {more:.0f} MiB over idle at the most, "
        f"{upload_s:.1f} s. Installed: {size_of(DOOR):.1f} MiB for the server, "
        f"{size_of(PAPER):.0f} MiB for paper.",
    ]  # fmt: skip
    write_section("web", "\n".join(text))


if __name__ == "__main__":
    main()

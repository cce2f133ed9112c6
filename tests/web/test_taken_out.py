# ruff: noqa: E501  each line of the table is one protection
"""Each protection has a test that fails without it: taken out, one at a time, in a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.conftest import needs_namespaces
from tests.web.driving import CHROMIUM, ROOT

WEB = "app/web"
GUARD, STORE, SERVER = f"{WEB}/guard.py", f"{WEB}/store.py", f"{WEB}/server.py"
SAFETY, PAGES, KEPT, API = "test_guard.py", "test_pages.py", "test_kept.py", "test_api.py"
OUT: dict[str, tuple[str, tuple[tuple[str, str], ...], str, str]] = {
    "hosts": (GUARD, (('if headers.get("host", "").lower() not in self.hosts:', "if False:"),),
              SAFETY, "other_hosts"),
    "other pages": (GUARD, (("not in SAFE and not _same_origin(headers)", "not in SAFE and False"),),
                    SAFETY, "other_pages"),
    "where from": (GUARD, (("    if site:", "    if False:"),), SAFETY, "other_pages"),
    "origin": (GUARD, (("return not origin or urlsplit", "return True or urlsplit"),),
               SAFETY, "other_pages"),
    "once": (GUARD, (("self._links.discard(known)", "pass"),), SAFETY, "works_once"),
    "cookie": (GUARD, (("not self.keys.opens(_cookie(headers, self.cookie))", "False"),),
               SAFETY, "without_the_cookie"),
    "no script reads it": (GUARD, (("HttpOnly; ", ""),), SAFETY, "works_once"),
    "same site": (GUARD, (("SameSite=Strict; ", ""),), SAFETY, "works_once"),
    "key": (GUARD, (('not self.keys.opens_api(headers.get("authorization", ""))', "False"),),
            SAFETY, "key_of_programs"),
    "policy": (GUARD, (("script-src 'self'", "script-src 'self' 'unsafe-inline'"),),
               SAFETY, "carries_the_headers"),
    "frames": (GUARD, (("; base-uri 'none'; frame-ancestors 'none'", ""),),
               SAFETY, "carries_the_headers"),
    **{
        name: (GUARD, ((f'    ("{name}", "{value}"),\n', ""),), SAFETY, "carries_the_headers")
        for name, value in (
            ("referrer-policy", "no-referrer"), ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        )
    },
    "size": (GUARD, (("if seen > limit:", "if False:"),), SAFETY, "more_than_is_taken"),
    "quiet": (GUARD, (("min(QUIET_S, left)", "60"),), SAFETY, "does_not_come"),
    "whole": (GUARD, (("if left <= 0:", "if False:"), ("min(QUIET_S, left)", "QUIET_S")), SAFETY, "whole_in_time"),
    "number of files": (f"{WEB}/pages/desk.py", (("FILES, FIELDS = 10, 500", "FILES, FIELDS = 99, 500"),),
                        SAFETY, "too_many_files"),
    "text": (f"{WEB}/pages/desk.py", (("autoescape=True", "autoescape=False"),),
             SAFETY, "never_a_part"),
    "arriving": (SERVER, (("tempfile.tempdir, str(place)", "tempfile.tempdir, None"),),
                 SAFETY, "files_arrive"),
    "files": ("keeping.py", (("= 0o600, 0o700", "= 0o644, 0o700"),), SAFETY, "user_alone"),
    "folders": ("keeping.py", (("= 0o600, 0o700", "= 0o600, 0o755"),), SAFETY, "user_alone"),
    "log": (f"{WEB}/troubles.py", (("{type(error).__name__}", "{error}"),), SAFETY, "in_the_log"),
    "loopback": (SERVER, (('LOOPBACK = "127.0.0.1"', 'LOOPBACK = "0.0.0.0"'),), PAGES, "one_line"),
    "one server": (SERVER, (("if not _taken(handle):", "if False:"),), PAGES, "one_line"),
    "older page": (STORE, ((" WHERE id = ? AND revision = ?", " WHERE id = ? AND revision <> -?"),),
                   KEPT, "older"),
    "bytes": (STORE, (('"secure_delete=ON"', '"secure_delete=OFF"'), ('execute("VACUUM")', 'execute("SELECT 1")')),
              KEPT, "found_in_the_bytes"),
    "taken away": (STORE, (("            self._in_place()\n            self._db.execute(\"BEGIN", "            self._db.execute(\"BEGIN"),),
                   "test_nothing_lost.py", "taken_away_is_written"),
    "after the commit": (STORE, (('                self._db.execute("COMMIT")', "                pass"),),
                         "test_nothing_lost.py", "a_kill_loses"),
    "unpacked": (f"{WEB}/carrying.py", (("if sum(sizes.get(n, 0) for n in wanted) > EVERY_FILE:", "if False:"),
                 ('packed.read(told["name"], EVERY_FILE)', 'packed.read(told["name"], 10**10)')),
                 "test_bad_input.py", "gigabytes"),
    "names of trials": (f"{WEB}/carrying.py", (('.id}.json" != name:', '.id}.json" == "":'),),
                        KEPT, "trial_never"),
    "types": (f"{WEB}/asked.py", (("        Asked.model_validate(raw)\n", "        pass\n"),),
              API, "every_part_is_of_its_type"),
    "types by the description": (f"{WEB}/asked.py", (("        Asked.model_validate(raw)\n", "        pass\n"),),
                                 API, "wrong_part_is_refused"),
}  # fmt: skip
"""Protection -> (file, what goes out of it, tests, which of them must fail)."""


@pytest.mark.nightly
@pytest.mark.parametrize("protection", OUT)
def test_its_test_fails_without_it(tmp_path: Path, protection: str) -> None:
    file, changes, tests, which = OUT[protection]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "src" / "unclench" / file
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
           str(ROOT / "tests" / "web" / tests), "-k", which]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": f"{tmp_path / 'src'}:{ROOT}"}
    try:
        done = subprocess.run(
            run, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240, check=False
        )
    except subprocess.TimeoutExpired:
        return  # a test that never ends is a test that fails
    assert done.returncode == 1, done.stdout


def test_without_a_network_everything_works_and_nobody_else_is_asked(tmp_path: Path) -> None:
    needs_namespaces("-rn")
    if CHROMIUM is None and not os.environ.get("UNCLENCH_NEEDS_BROWSER"):
        pytest.skip("there is no browser")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "tests.web.alone", str(tmp_path / "data")],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("alone: ")

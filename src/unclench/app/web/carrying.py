"""A case out of the store as a folder in a ZIP, and in again: `unclench check` reads the same."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from unclench.app.web import eaten, wishes
from unclench.app.web.blood_rows import FIELDS as ROW
from unclench.app.web.forms import case_file, folder_of
from unclench.app.web.logs import place_of
from unclench.app.web.store import LOG, TRIALS, Kept, Store
from unclench.door import archives, documents
from unclench.errors import Problem, UserError
from unclench.keeping import write_whole
from unclench.trial.registration import Registration

CASE, TYPED = "case.json", "typed.json"
"""The case as every door reads it; and the fields as they were typed, which only this one reads."""
EVERY_FILE = 400 * 1024 * 1024
"""Bytes that the files of an imported case may unpack to, together."""
_TRIAL = re.compile(rf"{TRIALS}/[a-z][a-z0-9_]*-[0-9]+\.json")
_SHORT = 4 * 1024 * 1024


def exported(kept: Kept, store: Store) -> bytes:
    """The ZIP of a case folder: `case.json`, the files it names, and the fields as typed."""
    folder = folder_of(kept, store)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(CASE, case_file(kept))
        packed.writestr(TYPED, json.dumps({"name": kept.name, "typed": kept.typed}))
        for path in sorted(folder.glob("*")) if folder.exists() else ():
            if path.is_file() and path.name != LOG and path.suffix != ".lock":
                packed.write(path, path.name)
        log = place_of(kept, store) / LOG
        if log.is_file():
            packed.write(log, LOG)
        for trial in sorted((place_of(kept, store) / TRIALS).glob("*.json")):
            packed.write(trial, f"{TRIALS}/{trial.name}")
    return out.getvalue()


def imported(source: Path, store: Store) -> Kept:
    """Keep the case of a ZIP that was exported; its files get names of our own.

    Raises:
        UserError: it is no such ZIP, or unpacks to more than is taken.
    """
    where = "the file"
    with source.open("rb") as f:
        if not archives.is_archive(f.read(8)):
            raise UserError(Problem("This is no case that was exported here.", where))
    with archives.opened(source, where) as packed:
        if TYPED not in packed.names:
            raise UserError(Problem("This is no case that was exported here.", where))
        text = packed.read(TYPED, _SHORT).decode("utf-8", "replace")
        raw, _ = documents.json_of(text, where)
        typed = raw.get("typed") if isinstance(raw, dict) else None
        if not isinstance(typed, dict):
            raise UserError(Problem("This is no case that was exported here.", where))
        typed, wanted = _checked(typed)
        sizes = {m.name: m.size for m in packed.members}
        if sum(sizes.get(n, 0) for n in wanted) > EVERY_FILE:
            raise UserError(Problem("This unpacks to more than is taken.", where))
        trials = _trials(packed, where)
        called = raw.get("name")
        kept = store.add({}, called if isinstance(called, str) else "")
        try:
            for told in typed.get("files", []):
                new, path = store.new_file(kept.id, told["kind"])
                with path.open("wb") as out:
                    out.write(packed.read(told["name"], EVERY_FILE))
                told["name"] = new
            if LOG in packed.names:
                log = store.files_of(kept.id) / LOG
                write_whole(log, packed.read(LOG, _SHORT))
            for name, data in trials.items():
                write_whole(store.files_of(kept.id) / name, data)
        except (UserError, OSError):
            store.delete(kept.id)
            raise
    return store.change(kept.id, kept.revision, typed)


def _trials(packed: archives.Archive, where: str) -> dict[str, bytes]:
    """File name -> self-experiment of an exported case, also one that can no more be read.

    Raises:
        UserError: one has another name than its file, which would be the place it is written to.
    """
    found = {}
    for name in sorted(packed.names):
        if _TRIAL.fullmatch(name):
            data = packed.read(name, _SHORT)
            with contextlib.suppress(ValidationError):
                if f"{TRIALS}/{Registration.model_validate_json(data).id}.json" != name:
                    raise UserError(Problem("A self-experiment in it bears a wrong name.", where))
            found[name] = data
    return found


def _checked(typed: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """(the fields, of the kinds that forms give; the names of files among them)."""
    out: dict[str, Any] = {
        k: v for k, v in typed.items() if isinstance(v, str) and k not in ("files",)
    }
    for key in ("confirmed", "struck"):
        out[key] = [v for v in typed.get(key) or [] if isinstance(v, str)]
    out["rows"] = [
        {k: v for k, v in row.items() if k in ROW and isinstance(v, str)}
        for row in typed.get("rows") or []
        if isinstance(row, dict)
    ]
    out[wishes.KEY] = wishes.kept(typed)
    out["eaten"] = eaten.rows_of(typed)[: eaten.MOST_ROWS]
    asked = typed.get("asked")
    out["asked"] = (
        {k: v for k, v in asked.items() if isinstance(v, str)} if isinstance(asked, dict) else {}
    )
    files = []
    for f in typed.get("files") or []:
        if isinstance(f, dict) and f.get("kind") in ("food", "blood") and "name" in f:
            called, size = str(f.get("called", ""))[-120:], f.get("size")
            files.append(
                {
                    "name": str(f["name"]), "called": called, "kind": f["kind"],
                    "size": size if isinstance(size, int) else 0,
                }
            )  # fmt: skip
    out["files"] = files
    return out, [f["name"] for f in files]

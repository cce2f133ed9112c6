"""YAML read once: parsed files are kept as JSON in the user's cache folder, keyed on content.

Parsing YAML is most of the time it takes to load facts. The key is the SHA-256 of every file's
name and text, so a changed file is always parsed again. Each cache file begins with a digest of
what follows: a file that is damaged, holds something else, or belongs to another user is parsed
again. That, or a folder that cannot be written, costs time and nothing else. Set UNCLENCH_CACHE to
choose the folder, or to the empty string to keep no cache.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from unclench.keeping import write_whole

FORMAT = "2"
KEPT = 3
"""Versions of a set that are kept, for people who work with several checkouts."""


class NotYamlError(Exception):
    """A file is not readable YAML; the message starts with its name."""


@functools.cache
def _loader() -> Any:
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """YAML in which only true and false are booleans, as in YAML 1.2: `on` is a word."""

    Loader.yaml_implicit_resolvers = {
        first: [r for r in rules if first in "tTfF" or r[0] != "tag:yaml.org,2002:bool"]
        for first, rules in base.yaml_implicit_resolvers.items()
    }
    return Loader


def read_yaml(text: str) -> Any:
    """Parse YAML with the C loader where there is one; `on`, `no`, `yes` stay words."""
    import yaml

    return yaml.load(text, _loader())


def folder() -> Path | None:
    """Where parsed files are kept; None when the user wants no cache."""
    chosen = os.environ.get("UNCLENCH_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("unclench"))


def _digest(key: str, payload: bytes) -> bytes:
    return hashlib.sha256(f"{key}\n".encode() + payload).hexdigest().encode()


def _stored(path: Path, key: str) -> dict[str, Any] | None:
    """What a cache file holds, or None at any doubt."""
    try:
        with path.open("rb") as f:
            if not _ours(os.fstat(f.fileno())):
                return None
            digest, _, payload = f.read().partition(b"\n")
        if digest != _digest(key, payload):
            return None
        found = json.loads(payload)
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _ours(stat: os.stat_result) -> bool:
    """Whether nobody else can have written a file, as far as the system tells."""
    if not hasattr(os, "geteuid"):
        return True
    return stat.st_uid == os.geteuid() and not stat.st_mode & 0o022


def _store(path: Path, name: str, key: str, parsed: dict[str, Any]) -> None:
    with contextlib.suppress(OSError, TypeError, ValueError):
        text = json.dumps(parsed, default=str, ensure_ascii=False)
        old = sorted(path.parent.glob(f"facts-{name}-*.json"), key=lambda p: -p.stat().st_mtime)
        for gone in old[KEPT - 1 :]:
            gone.unlink(missing_ok=True)
        write_whole(path, f"{_digest(key, text.encode()).decode()}\n{text}")


def read_yaml_cached(name: str, texts: dict[str, str]) -> dict[str, Any]:
    """The parsed content of several YAML files.

    Args:
        name: of the set, for the file name in the cache.
        texts: file stem -> text.

    Returns:
        stem -> parsed content, in the order of `texts`. Dates come back as ISO text from the
        cache and as dates from YAML; pydantic reads both.

    Raises:
        NotYamlError: a file cannot be parsed.
    """
    digest = hashlib.sha256(FORMAT.encode())
    for stem, text in texts.items():
        digest.update(f"{len(stem)} {len(text)} {stem}{text}".encode())
    where = folder()
    key = digest.hexdigest()
    path = where / f"facts-{name}-{key[:24]}.json" if where else None
    if path is not None and (found := _stored(path, key)) is not None:
        return found
    import yaml

    parsed: dict[str, Any] = {}
    for stem, text in texts.items():
        try:
            parsed[stem] = read_yaml(text)
        except yaml.YAMLError as error:
            raise NotYamlError(f"{stem}.yaml: {error}") from error
    if path is not None:
        _store(path, name, key, parsed)
    return parsed

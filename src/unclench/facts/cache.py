"""YAML read once: parsed files are kept as JSON in the user's cache folder, keyed on content.

Parsing YAML is most of the time it takes to load facts. The key is the SHA-256 of every file's
name and text, so a changed file is always parsed again. A folder that cannot be written, or a
damaged cache file, costs time and nothing else. Set UNCLENCH_CACHE to choose the folder, or to
the empty string to keep no cache.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from pathlib import Path
from typing import Any

FORMAT = "1"
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


def _stored(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _store(path: Path, name: str, parsed: dict[str, Any]) -> None:
    with contextlib.suppress(OSError, TypeError, ValueError):
        text = json.dumps(parsed, default=str, ensure_ascii=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = sorted(path.parent.glob(f"facts-{name}-*.json"), key=lambda p: -p.stat().st_mtime)
        for gone in old[KEPT - 1 :]:
            gone.unlink(missing_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(text, "utf-8")
        draft.replace(path)


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
    path = where / f"facts-{name}-{digest.hexdigest()[:24]}.json" if where else None
    if path is not None and (found := _stored(path)) is not None:
        return found
    import yaml

    parsed: dict[str, Any] = {}
    for stem, text in texts.items():
        try:
            parsed[stem] = read_yaml(text)
        except yaml.YAMLError as error:
            raise NotYamlError(f"{stem}.yaml: {error}") from error
    if path is not None:
        _store(path, name, parsed)
    return parsed

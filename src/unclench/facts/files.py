"""The files of the facts as text and as parsed YAML, without their models.

For rooms that must start within milliseconds (the search of foods, the readers of words), which
cannot wait for the models to be built. `facts check` and the tests hold the same files against
their models; everybody else reads through `loader`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from unclench.door.files import packaged_folder
from unclench.facts.cache import NotYamlError, read_yaml_cached


class FactsError(Exception):
    """The packaged facts are broken: our fault, not the user's."""


def data_files(kind: str) -> Iterator[tuple[str, str]]:
    """(file stem, text) for each YAML file of a kind, sorted by name."""
    for name, text in packaged_folder("unclench.facts", f"data/{kind}"):
        if name.endswith(".yaml"):
            yield name.removesuffix(".yaml"), text


@functools.cache
def read(kind: str) -> dict[str, Any]:
    """File stem -> parsed content, for all files of a kind; read once per process."""
    try:
        return read_yaml_cached(kind, dict(data_files(kind)))
    except NotYamlError as error:
        raise FactsError(f"facts/data/{kind}/{error}") from error

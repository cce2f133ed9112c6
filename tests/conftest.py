"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Two processes with two threads each would wait for one another in every small product.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


def shared() -> Path:
    """The folder of published samples and references beside the checkout."""
    return Path(os.environ.get("UNCLENCH_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real files that other people published; tests that need them are skipped without them."""
    path = shared() / "samples"
    if not path.is_dir():
        pytest.skip("the published samples are not beside this checkout")
    return path


@pytest.fixture(scope="session")
def reference() -> Path:
    """Our research notes; tests that compare with them are skipped without them."""
    path = shared() / "reference"
    if not path.is_dir():
        pytest.skip("the reference notes are not beside this checkout")
    return path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave nightly runs out unless they are asked for with `-m`."""
    if config.getoption("-m"):
        return
    nightly = [i for i in items if i.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [i for i in items if i not in nightly]

"""Cases answered once per session."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.differential import Result, own_cases, public_cases, run


@pytest.fixture(scope="session")
def own() -> list[Result]:
    return run(own_cases())


@pytest.fixture(scope="session")
def public(samples: Path) -> list[Result]:
    return run(public_cases(samples / "case_vignettes_public.json"))

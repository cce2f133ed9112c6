"""Our table of units against an independent reader of UCUM."""

from __future__ import annotations

from typing import Any

import pytest

from unclench.facts import units

PAIRS = [
    ("mg/dL", "g/L"), ("ng/mL", "ug/L"), ("pg/mL", "ng/L"), ("mmol/L", "umol/L"),
    ("nmol/L", "pmol/L"), ("m[IU]/L", "u[IU]/mL"), ("10*3/uL", "10*9/L"), ("g/dL", "mg/mL"),
    ("mosm/kg", "osm/kg"), ("mg/(24.h)", "g/d"), ("mm[Hg]", "kPa"), ("ug/dL", "mg/L"),
]  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Any:
    return pytest.importorskip("ucumvert").PintUcumRegistry()


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_factors_equal_those_of_a_ucum_reader(registry: Any, here: str, there: str) -> None:
    theirs = (1 * registry.from_ucum(here)).to(registry.from_ucum(there)).magnitude
    assert units.factor(here, there) == pytest.approx(theirs, rel=1e-6)

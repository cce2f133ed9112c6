"""A back that is "no good" hurts, though nobody says so; one that is "not bad" does not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from unclench.case import Case
from unclench.told import understand

LINES = yaml.safe_load(Path(__file__).with_name("bad_way.yaml").read_text("utf-8"))
PAINS = ("back_pain", "back_pain_cervical")


def test_lines_of_a_stranger_are_read_as_well_as_they_were() -> None:
    believed: Counter[str] = Counter()
    for row in LINES:
        told = understand(Case(complaints=[row["says"]]))
        believed[row["kind"]] += any(told.state(name) is True for name in PAINS)
    assert len(LINES) == 60
    assert believed["real"] >= 20
    assert believed["fine"] <= 1 and believed["else"] <= 3


@pytest.mark.parametrize("bad", ["bad", "not great", "no good", "really awful", "not right"])
def test_a_back_in_a_bad_way_hurts(bad: str) -> None:
    assert understand(Case(complaints=[f"my back is {bad}"])).state("back_pain") is True


def test_a_back_that_is_not_bad_does_not() -> None:
    assert understand(Case(complaints=["my back is not bad"])).state("back_pain") is False


@pytest.mark.parametrize("other", ["I went back to a bad job", "the back door is bad"])
def test_a_door_and_a_way_back_are_no_back(other: str) -> None:
    assert understand(Case(complaints=[other])).state("back_pain") is None

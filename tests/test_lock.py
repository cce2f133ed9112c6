"""The versions that contributors and CI get: bounded on both sides, and one lock that fits."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from scripts.lock import reached

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
GROUPS = PROJECT["optional-dependencies"]
EXTRAS = [r for name, group in GROUPS.items() if name != "offers" for r in group]
LOCKED = dict(
    line.partition(" ;")[0].split("==")
    for line in (ROOT / "requirements" / "dev.lock").read_text("utf-8").splitlines()
    if "==" in line
)


@pytest.mark.parametrize("told", [*PROJECT["dependencies"], *EXTRAS])
def test_a_dependency_has_both_bounds_and_its_locked_version_lies_between(told: str) -> None:
    need = Requirement(told)
    signs = {s.operator for s in need.specifier}
    assert ">=" in signs and "<" in signs, told
    locked = LOCKED[re.sub(r"[-_.]+", "-", need.name).lower()]
    assert need.specifier.contains(locked), f"{told}, locked {locked}: run `make lock`"


@pytest.mark.parametrize("told", GROUPS["offers"])
def test_the_extra_for_offers_is_bounded_or_pinned(told: str) -> None:
    signs = {s.operator for s in Requirement(told).specifier}
    assert signs in ({">=", "<"}, {"=="}), told


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_lock_holds_all_that_a_python_needs(python: str) -> None:
    found, _ = reached([*PROJECT["dependencies"], *GROUPS["dev"], *GROUPS["docs"]], python)
    assert len(found) > 100
    assert not set(found) - set(LOCKED), "run `make lock`"


def test_ci_tests_what_is_locked_and_the_classifiers_are_the_versions_tested() -> None:
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert run.index("make locked") < run.index("make test")
    versions = {c.rpartition(" ")[2] for c in PROJECT["classifiers"] if ":: 3." in c}
    assert versions == {"3.11", "3.12", "3.13"}
    assert PROJECT["requires-python"] == ">=3.11"

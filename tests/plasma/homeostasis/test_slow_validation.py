"""Published observations beside ours: what agrees must go on agreeing, what misses is named here.

The table itself, with values, is docs/validation_plasma.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import validation_plasma as validation

ROOT = Path(__file__).resolve().parents[3]

KNOWN_MISSES = {
    "G4",  # hormone rises by a tenth in mild magnesium lack; most people's did not
    "G6",  # free magnesium of red cells falls more than all magnesium of soft tissue
    "G8a",  # fitted together with G1, between the two
    "K2",  # fitted together with K3, between the two
    "D4a",  # observational slope; the trials say four times as much
    "P5",  # calcium falls by 1.9 % (people: not), as only that drives the glands that early
}


@pytest.fixture(scope="module")
def table() -> list[validation.Row]:
    return validation.rows()


def test_every_published_observation_has_a_value_of_ours(table: list[validation.Row]) -> None:
    assert len(table) > 50
    assert len({r.published.id for r in table}) == len(table)


def test_what_agrees_agrees_and_every_miss_is_named(table: list[validation.Row]) -> None:
    told = ("check", "direction", "fitted")
    misses = {r.published.id for r in table if r.published.kind in told and not r.agrees}
    assert misses == KNOWN_MISSES


def test_nothing_fitted_counts_as_validation(table: list[validation.Row]) -> None:
    """Constants marked fitted name a source; rows of that source and part may be checks only if
    another constant than the one fitted decides them. The list is kept by hand and is short."""
    fitted = {r.published.id for r in table if r.published.kind == "fitted"}
    assert {"K2", "K3", "K10", "K12", "K13", "K14", "K15a", "K15b", "K16", "K7c"} <= fitted
    assert {"G1", "G2", "G7", "G8a", "G10a", "G10b", "G14", "G15", "G16"} <= fitted
    assert {"C8", "C3a", "C3b", "D1", "D2", "D3", "D6", "R1", "R2", "R3", "G13"} <= fitted


def test_the_page_of_the_manual_is_what_the_models_say() -> None:
    page = (ROOT / "docs" / "validation_plasma.md").read_text("utf-8")
    assert page == validation.markdown()


def test_published_values_are_those_of_our_notes(reference: Path) -> None:
    """The numbers stand in our list of observations, by the same ids where they have one."""
    import csv

    with (reference / "physiology" / "validation.csv").open(encoding="utf-8") as f:
        notes = {r["id"]: r for r in csv.DictReader(f, restkey="more")}
    same = ("K1", "K2", "K3", "K8", "K10", "K11", "G1", "G7", "G13", "C2", "C4", "C8", "D1", "D2")
    published = {r.published.id: r.published for r in validation.rows()}
    for key in same:
        if key == "G1":
            assert published[key].value == pytest.approx(float(notes[key]["value"]) / 0.80)
        else:
            assert published[key].value == pytest.approx(float(notes[key]["value"])), key

"""Foods that harm, told without the word allergy: kept out, or refused where no fact knows them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from unclench.case import from_dict
from unclench.planning.safety import safety_for
from unclench.told import Person, understand

SAID = yaml.safe_load(Path(__file__).with_name("reactions.yaml").read_text("utf-8"))


def person(text: str) -> Person:
    return understand(from_dict({"age": 40, "complaints": [text]}))


@pytest.mark.parametrize("row", SAID["unknown"], ids=lambda r: r["says"])
def test_what_no_fact_maps_refuses_the_plan_and_is_named(row: dict[str, str]) -> None:
    told = person(row["says"])
    words = " ".join(u.text for u in told.unsure if u.kind == "allergy")
    assert row.get("about", "") in words and words
    assert "unknown_allergy" in [r.refuse for r in safety_for(told).refuses]


@pytest.mark.parametrize("row", SAID["diets"], ids=lambda r: r["says"])
def test_a_diet_that_leaves_out_what_no_fact_knows_refuses(row: dict[str, str]) -> None:
    told = person(row["says"])
    assert [u.text for u in told.unsure if u.kind == "diet"] == [row["about"]]
    assert "unknown_diet" in [r.refuse for r in safety_for(told).refuses]


@pytest.mark.parametrize("row", SAID["known"], ids=lambda r: r["says"])
def test_a_food_that_is_known_is_kept_out(row: dict[str, str]) -> None:
    told = person(row["says"])
    assert row["pattern"] in told.allergies
    assert not told.unsure


@pytest.mark.parametrize("text", SAID["quiet"])
def test_what_is_no_food_refuses_nothing(text: str) -> None:
    assert not [u for u in person(text).unsure if u.kind in ("allergy", "diet")]

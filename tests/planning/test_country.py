"""Foods of a plan as they are called, measured and enriched where the person lives."""

from __future__ import annotations

import pytest

from unclench.planning.candidates import Candidate, candidates


def by_name(country: str) -> dict[str, Candidate]:
    return {c.plain: c for c in candidates(country)}


def test_names_and_measures_are_those_of_the_country() -> None:
    us, gb, nowhere = by_name("US"), by_name("GB"), by_name("")
    kale = "kale, cooked"
    assert (us[kale].item.portion, gb[kale].item.portion) == ("half a cup (65 g)", "65 g")
    assert nowhere[kale].item.portion == "half a cup (65 g)"
    assert us["prawns"].item.label == "shrimp"
    assert us["baked beans"].item.portion == "half a can (200 g)"
    assert gb["spring greens (collards), cooked"].item.label == "spring greens, cooked"
    assert [c.item.label for c in candidates("Narnia")] == [c.item.label for c in candidates()]


def test_a_smaller_glass_holds_less() -> None:
    us, gb = by_name("US")["whole milk"], by_name("GB")["whole milk"]
    assert gb.item.portion == "glass (200 ml)"
    assert gb.item.grams == pytest.approx(us.item.grams * 200 / 240)
    assert gb.effect["calcium"] == pytest.approx(us.effect["calcium"] * 200 / 240)


def test_amounts_are_as_enriched_there() -> None:
    us, gb = by_name("US"), by_name("GB")
    assert gb["pasta, cooked"].effect["folate"] < 0.3 * us["pasta, cooked"].effect["folate"]
    assert gb["whole milk"].effect["vitamin_d"] < 0.2 * us["whole milk"].effect["vitamin_d"]
    assert gb["kale, cooked"].effect == us["kale, cooked"].effect
    flakes = "cornflakes, fortified"
    assert gb[flakes].spread["iron"] > us[flakes].spread.get("iron", 0.0)

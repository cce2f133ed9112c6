"""Foods as they are enriched where the person lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from unclench import assess, case_from
from unclench.assessment import Assessment
from unclench.facts.kinds.enriched_foods import EnrichedFood
from unclench.facts.kinds.fortification import Fortification
from unclench.facts.loader import load
from unclench.intake import foods
from unclench.intake.diaries.foodbook import shipped
from unclench.intake.fortified import differs, in_country, kind_of, rules_of
from unclench.words.en.sentences import sentence_of

DAY = """3 slices of white toast
300 g cooked pasta
2 white rolls
300 ml semi-skimmed milk
1 apple
"""


def answered(folder: Path, country: str, days: int = 7) -> Assessment:
    text = "\n".join(f"2026-10-{5 + i:02d}\n{DAY}" for i in range(days))
    (folder / "diary.txt").write_text(text, "utf-8")
    told = {"country": country} if country else {}
    return assess(case_from(str(folder / "diary.txt"), age=30, sex="female", **told))


def per(food_id: str, nutrient: str, country: str) -> float:
    rows = in_country(shipped().amounts([food_id]), country)
    return float(rows.filter(rows["nutrient"] == nutrient)["per"][0])


def test_pairs_differ_in_what_was_added() -> None:
    for fact in load("enriched_foods", EnrichedFood).values():
        if fact.enriched:
            rich, plain = foods.food(fact.enriched), foods.food(fact.unenriched)
            for n in fact.nutrients:
                assert (rich.nutrients[n].value or 0) > (plain.nutrients[n].value or 0), (
                    fact.id,
                    n,
                )


@pytest.mark.parametrize("country", ["GB", "IE", "DE", "FR", "IN"])
def test_folate_of_grain_is_that_of_grain_without_folic_acid(country: str) -> None:
    assert per("sr24:20081", "folate", country) == pytest.approx(26, abs=1)
    assert per("sr24:20100", "folate", country) == pytest.approx(7, abs=1)
    assert per("sr24:01079", "vitamin_d", country) < 0.1
    for same in ("US", "CA"):
        assert per("sr24:20081", "folate", same) == pytest.approx(294.6, abs=0.1)


def test_each_country_adds_what_its_rules_say() -> None:
    assert per("sr24:20081", "thiamin", "GB") == pytest.approx(0.24)
    assert per("sr24:20081", "iron", "United Kingdom") == pytest.approx(1.65)
    assert per("sr24:20081", "calcium", "GB") == pytest.approx(140)
    assert per("sr24:20081", "thiamin", "DE") == pytest.approx(0.12)
    names = {c for f in load("fortification", Fortification).values() for c in f.countries}
    assert {"US", "CA", "GB", "IE", "DE", "FR", "AU", "NZ", "IN"} <= names
    assert rules_of("Narnia") is None


def test_other_foods_and_the_unknown_country_keep_their_amounts() -> None:
    assert kind_of("Apples, raw, with skin") == ""
    assert kind_of("Bread, whole-wheat, commercially prepared") == ""
    book = shipped().amounts(["sr24:20081", "sr24:09003"])
    same = in_country(book, "")
    assert same["per"].to_list() == book["per"].to_list()
    folate = same.filter((same["nutrient"] == "folate") & (same["food_id"] == "sr24:20081"))
    assert folate["added"][0] == pytest.approx(268.6, abs=0.1)
    assert differs("folate", "GB")
    assert not differs("folate", "US")
    assert not differs("magnesium", "GB")


def test_a_british_diary_shows_british_folate(tmp_path: Path) -> None:
    found = {
        c: next(n for n in answered(tmp_path, c).nutrients if n.id == "folate")
        for c in ("US", "GB", "")
    }
    amounts = {c: n.usual_intake.mean or 0.0 for c, n in found.items()}
    assert amounts["GB"] < 0.5 * amounts["US"]
    assert amounts[""] == amounts["US"]
    assert found["US"].verdict == "likely_adequate"
    assert found["GB"].verdict != "likely_adequate"
    assert found[""].verdict == "uncertain"
    assert found[""].held_back is not None
    assert "where you live" in sentence_of(found[""].held_back)

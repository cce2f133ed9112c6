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


CEREAL = """60 g corn flakes
200 ml semi-skimmed milk
2 slices of white toast
150 g chicken breast
250 g boiled potatoes
1 apple
100 g peas
"""
FLAKES = "fndds:cereal-corn-flakes-plain"


def with_cereal(folder: Path, country: str) -> Assessment:
    text = "\n".join(f"2026-10-{5 + i:02d}\n{CEREAL}" for i in range(7))
    (folder / "diary.txt").write_text(text, "utf-8")
    told = {"country": country} if country else {}
    return assess(case_from(str(folder / "diary.txt"), age=30, sex="female", **told))


@pytest.mark.parametrize("country", ["GB", "IE", "DE", "FR", "AU", "NZ", "IN"])
def test_a_cereal_abroad_lies_between_plain_and_enriched(country: str) -> None:
    rows = in_country(shipped().amounts([FLAKES]), country)
    for n in ("iron", "folate", "thiamin", "niacin"):
        (row,) = rows.filter(rows["nutrient"] == n).iter_rows(named=True)
        assert row["makers"] > 0
        assert row["per"] - row["makers"] < 0.25 * per(FLAKES, n, "US")
        assert row["per_cv"] * row["per"] >= row["makers"] / 1.29
        assert row["added"] == 0


def test_american_cereals_and_plain_ones_keep_their_amounts() -> None:
    assert per(FLAKES, "iron", "CA") == per(FLAKES, "iron", "US") == pytest.approx(28.01)
    plain = "fndds:cereal-shredded-wheat-plain"
    assert per(plain, "iron", "GB") == per(plain, "iron", "US")
    unknown = in_country(shipped().amounts([FLAKES]), "")
    (iron,) = unknown.filter(unknown["nutrient"] == "iron").iter_rows(named=True)
    assert iron["per"] == pytest.approx(28.01)
    assert iron["added"] == pytest.approx(27.1, abs=0.3)


def test_what_hangs_on_a_packet_of_cereal_is_held_back(tmp_path: Path) -> None:
    told = {n.id: n for n in with_cereal(tmp_path, "GB").nutrients}
    assert told["thiamin"].verdict == "uncertain"
    assert told["thiamin"].held_back is not None
    assert "the packet says it" in sentence_of(told["thiamin"].held_back)
    assert told["niacin"].verdict == "likely_adequate"
    at_home = {n.id: n for n in with_cereal(tmp_path, "US").nutrients}
    assert at_home["thiamin"].verdict == "likely_adequate"
    untold = {n.id: n for n in with_cereal(tmp_path, "").nutrients}
    assert untold["iron"].held_back is not None
    assert untold["iron"].held_back.code == "held_back.country_unknown"

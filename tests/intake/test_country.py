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
    if country in ("GB", "IE", "DE"):
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


WHITE, WHOLEMEAL = "sr24:18069", "sr24:18075"


@pytest.mark.parametrize(("country", "per_flour"), [("AU", 548), ("NZ", 425)])
def test_bread_has_folic_acid_there_and_pizza_has_none(country: str, per_flour: float) -> None:
    """White bread on sale in Australia had 200 µg of folic acid in 100 g, 340 µg DFE."""
    plain = per(WHITE, "folate", "DE")
    assert per(WHITE, "folate", country) == pytest.approx(plain + 0.62 * per_flour)
    with_germ = per(WHOLEMEAL, "folate", "DE")
    assert per(WHOLEMEAL, "folate", country) == pytest.approx(with_germ + 0.62 * 425)
    pizza = next(
        i for i, name in foods.table().foods.select("food_id", "name").iter_rows()
        if kind_of(name) == "pizza" and name.startswith("Pizza, cheese")
    )  # fmt: skip
    assert per(pizza, "folate", country) == per(pizza, "folate", "DE")
    assert kind_of("Barbecue pork sandwich, on white bun") == "sandwich"
    assert kind_of("Ice cream sandwich") == ""


def ends(food_id: str, nutrient: str, country: str) -> tuple[float, float]:
    rows = in_country(shipped().amounts([food_id]), country)
    (row,) = rows.filter(rows["nutrient"] == nutrient).iter_rows(named=True)
    return row["per"] - row["makers"], row["per"] + row["makers"]


@pytest.mark.parametrize(
    ("country", "food_id", "nutrient", "least", "most"),
    [
        ("IN", "sr24:20045", "iron", 0.2, 1.45),
        ("IN", "sr24:20045", "vitamin_b12", 0.0, 0.036),
        ("IN", "sr24:01079", "vitamin_d", 0.0, 0.63),
        ("FR", "sr24:01079", "vitamin_d", 0.0, 0.75),
    ],
)
def test_what_is_added_here_and_there_lies_between_none_and_all(
    country: str, food_id: str, nutrient: str, least: float, most: float
) -> None:
    low, high = ends(food_id, nutrient, country)
    assert low == pytest.approx(least, abs=0.1)
    assert high - low == pytest.approx(most - least, abs=0.001)
    plain = ends("sr24:20081", nutrient, country)
    assert plain[0] == plain[1], "flour there has nothing added"


def test_other_foods_and_the_unknown_country_keep_their_amounts() -> None:
    assert kind_of("Apples, raw, with skin") == ""
    assert kind_of("Bread, whole-wheat, commercially prepared") == "wholemeal_bread"
    assert per("sr24:18075", "folate", "GB") == per("sr24:18075", "folate", "US")
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


def test_one_diary_reads_differently_in_nine_countries(tmp_path: Path) -> None:
    """Folic acid, iron and thiamin of bread, vitamin D of milk, as each country adds them."""
    codes = ("US", "CA", "GB", "IE", "DE", "FR", "AU", "NZ", "IN")
    read = {
        c: {n.id: n.usual_intake.mean or 0.0 for n in answered(tmp_path, c).nutrients}
        for c in codes
    }
    folate = {c: read[c]["folate"] for c in codes}
    assert folate["AU"] > folate["NZ"] > folate["US"] == folate["CA"]
    assert all(folate[c] < 0.25 * folate["US"] for c in ("GB", "IE", "DE", "FR", "IN"))
    thiamin = {c: read[c]["thiamin"] for c in codes}
    assert thiamin["AU"] > 2 * thiamin["NZ"]
    assert thiamin["GB"] > thiamin["IE"] == thiamin["DE"]
    assert max(read[c]["iron"] for c in codes if c not in ("US", "CA")) < 0.6 * read["US"]["iron"]
    milk = {c: read[c]["vitamin_d"] for c in codes}
    assert milk["GB"] == milk["AU"] < milk["IN"] < milk["FR"] < milk["US"]


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

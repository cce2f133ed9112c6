"""Where somebody lives: as told, or assumed and said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from unclench import assess, case_from
from unclench.assessment import Assessment, Nutrient
from unclench.facts.kinds.country_ways import CountryWays
from unclench.facts.loader import load
from unclench.intake.lives import lives
from unclench.told.country import of_language

BRITISH = """3 slices of white toast
300 g cooked pasta
2 white rolls
300 ml semi-skimmed milk
1 packet of crisps
"""
BARE = "300 g cooked pasta\n4 slices of white bread\n2 apples\n"


def answered(folder: Path, day: str, **told: str) -> Assessment:
    text = "\n".join(f"2026-10-{5 + i:02d}\n{day}" for i in range(7))
    (folder / "diary.txt").write_text(text, "utf-8")
    return assess(case_from(str(folder / "diary.txt"), age=30, sex="female", **told))


def folate(answer: Assessment) -> Nutrient:
    return next(n for n in answer.nutrients if n.id == "folate")


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (["semi-skimmed milk", "a bag of crisps"], "GB"),
        (["Brötchen mit Käse", "Apfelschorle"], "DE"),
        (["2 rotis", "toor dal", "bhindi sabzi"], "IN"),
        (["2 rotis", "dal"], ""),
        (["Vegemite on toast", "weet-bix", "capsicum"], "AU"),
        (["kumara", "weet-bix", "Vogel’s bread"], "NZ"),
        (["Barry's tea", "crisps", "SuperValu ham"], "IE"),
        (["crisps", "crisps", "bread, white"], ""),
        (["Bread, white", "Zucchini, cooked", "Crispbread, rye"], ""),
        ([], ""),
    ],
)
def test_words_of_a_diary_suggest_a_country(names: list[str], country: str) -> None:
    found = lives("", "", names)
    assert found.country == country
    assert found.basis == ("words" if country else "not_told")
    assert bool(found.words) == bool(country)


def test_what_is_told_goes_first_then_words_then_the_browser() -> None:
    british = ["semi-skimmed milk", "crisps"]
    assert lives("Germany", "fr-FR", british).country == "DE"
    assert lives("", "fr-FR", british).country == "GB"
    assert lives("", "fr-FR").country == "FR"
    assert lives("", "fr-FR").basis == "language"
    assert not lives("Germany", "fr-FR", british).assumed


@pytest.mark.parametrize("said", ["I do not know", "don't know", "?", "not sure.", " "])
def test_not_knowing_is_an_answer(said: str) -> None:
    assert lives(said).basis == "not_told"
    assert lives(said, "de").country == "DE"


def test_a_country_of_which_nothing_is_known_is_said(tmp_path: Path) -> None:
    answer = answered(tmp_path, BRITISH, country="Peru")
    assert answer.diary is not None
    assert (answer.diary.country.id, answer.diary.country.basis) == ("", "not_known")
    assert any("“Peru” is not known" in w for w in answer.warnings)
    assert folate(answer).verdict == "uncertain"


def test_a_browser_of_american_english_suggests_nothing() -> None:
    assert of_language("en-US") is None
    assert of_language("en") is None
    assert of_language("fr-CA") is None
    for tag, country in (("en-GB", "gb"), ("de", "de"), ("de-AT", "de"), ("hi", "in")):
        found = of_language(tag)
        assert found is not None
        assert found.id == country


def test_an_assumed_country_is_said_and_holds_back_what_hangs_on_it(tmp_path: Path) -> None:
    assumed = answered(tmp_path, BRITISH)
    told = answered(tmp_path, BRITISH, country="GB")
    american = answered(tmp_path, BRITISH, country="US")
    assert assumed.diary is not None
    assert assumed.diary.country.basis == "words"
    assert assumed.diary.country.words == ["semi-skimmed", "crisps"]
    (said,) = [w for w in assumed.warnings if "was not told" in w]
    assert "the United Kingdom" in said
    assert "semi-skimmed, crisps" in said
    assert folate(assumed).usual_intake.mean == folate(told).usual_intake.mean
    assert folate(american).verdict == "likely_adequate"
    assert folate(told).verdict == "likely_low"
    assert folate(assumed).verdict == "uncertain"
    held = folate(assumed).held_back
    assert held is not None
    assert held.code == "held_back.country_assumed"
    assert "only assumed" in folate(assumed).say
    assert not [w for w in told.warnings if "was not told" in w]


def test_what_does_not_hang_on_the_country_is_not_held_back(tmp_path: Path) -> None:
    assumed, told = (
        {n.id: n.verdict for n in answered(tmp_path, BRITISH, **c).nutrients}
        for c in ({}, {"country": "GB"})
    )
    changed = {n for n in told if assumed[n] != told[n]}
    assert "folate" in changed
    assert not changed & {"magnesium", "potassium", "zinc", "vitamin_b12", "protein", "vitamin_c"}


def test_the_language_of_the_browser_is_said(tmp_path: Path) -> None:
    answer = answered(tmp_path, BARE, language="en-IE")
    assert answer.diary is not None
    assert answer.diary.country.id == "IE"
    assert any("language that your browser asks for" in w for w in answer.warnings)


def test_a_word_of_one_country_alone_stands_in_one_list() -> None:
    """Shared words are meant; two countries with the very same words could not be told apart."""
    every = [set(w.words) for w in load("country_ways", CountryWays).values() if w.words]
    for i, one in enumerate(every):
        for other in every[i + 1 :]:
            assert one - other
            assert other - one

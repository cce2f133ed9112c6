"""Supplements told beside the diary: counted once, never guessed, never held against anybody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from unclench import assess
from unclench.assessment import Assessment, Nutrient

FOODS = ("porridge 200 g", "2 slices of toast", "rice 400 g", "lentil soup 500 g", "pasta 300 g")


def check(folder: Path, *lines: str, **told: object) -> Assessment:
    """A woman of 42 years with four vegan days, each with these lines besides."""
    path = folder / "diary.txt"
    days = [f"2026-05-0{d}\n" + "\n".join([*FOODS, *lines]) for d in range(1, 5)]
    path.write_text("\n".join(days), "utf-8")
    case = {"age": 42, "sex": "female", "weight_kg": 55, "height_cm": 165, "diary": [str(path)]}
    return assess({**case, **told}, today=dt.date(2026, 6, 1))


def b12(answer: Assessment) -> Nutrient:
    return next(n for n in answer.nutrients if n.id == "vitamin_b12")


def test_without_a_word_the_diary_is_low(tmp_path: Path) -> None:
    n = b12(check(tmp_path))
    assert (n.verdict, n.from_supplements) == ("likely_low", 0)


@pytest.mark.parametrize(
    ("key", "text", "per_day"),
    [
        ("medicines", "vitamin B12 1000 mcg daily", 1000),
        ("medicines", "vitamin B12 500 mcg twice a day", 1000),
        ("medicines", "vitamin B12 1000 mcg weekly", 1000 / 7),
        ("medicines", "vitamin B12 1000 mcg every other day", 500),
        ("complaints", "I take vitamin B12 1000 mcg daily", 1000),
        ("complaints", "I take vitamin B12 1000 mcg once a week", 1000 / 7),
    ],
)
def test_a_told_dose_counts_beside_the_diary(
    tmp_path: Path, key: str, text: str, per_day: float
) -> None:
    answer = check(tmp_path, **{key: [text]})
    n = b12(answer)
    assert n.from_supplements == pytest.approx(per_day)
    assert n.verdict == "likely_adequate"
    assert n.usual_intake.low is not None
    assert n.usual_intake.low > per_day
    assert not any(w.code == "supplement_once_a_day" for w in answer.reasons.warnings)


def test_a_rhythm_that_was_not_told_is_said_to_be_assumed(tmp_path: Path) -> None:
    answer = check(tmp_path, medicines=["vitamin B12 1000 mcg"])
    assert b12(answer).from_supplements == 1000
    (warning,) = [w for w in answer.reasons.warnings if w.code == "supplement_once_a_day"]
    assert warning.values == {"supplement": "Vitamin B12 1000 mcg"}
    assert any("once a day was taken" in w for w in answer.warnings)


@pytest.mark.parametrize(
    "text",
    ["vitamin B12 injection 1000 mcg every 3 months", "multivitamin", "vitamin B12 1000 mcg prn"],
)
def test_what_is_not_told_is_unknown_and_not_held_against_anybody(
    tmp_path: Path, text: str
) -> None:
    n = b12(check(tmp_path, medicines=[text]))
    assert (n.verdict, n.from_supplements) == ("cannot_tell", None)
    assert n.probability_inadequate is None
    assert n.held_back is not None
    assert n.held_back.code == "held_back.dose_untold"
    assert "not told how much" in n.say


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("medicines", "stopped vitamin B12 1000 mcg"),
        ("medicines", "no vitamin B12"),
        ("complaints", "I stopped taking vitamin B12 1000 mcg daily"),
        ("complaints", "I never take vitamin B12 1000 mcg"),
        ("complaints", "my mother takes vitamin B12 1000 mcg daily"),
    ],
)
def test_what_is_not_taken_changes_no_number(tmp_path: Path, key: str, text: str) -> None:
    n, without = b12(check(tmp_path, **{key: [text]})), b12(check(tmp_path))
    assert (n.verdict, n.from_supplements) == ("likely_low", 0)
    assert n.usual_intake == without.usual_intake


def test_a_pill_in_the_diary_and_in_words_is_one_pill(tmp_path: Path) -> None:
    logged = check(tmp_path, "vitamin B12 1000 mcg tablet")
    both = check(tmp_path, "vitamin B12 1000 mcg tablet", medicines=["vitamin B12 1000 mcg daily"])
    assert b12(both).from_supplements == b12(logged).from_supplements == 1000
    assert b12(both).usual_intake == b12(logged).usual_intake
    (warning,) = [w for w in both.reasons.warnings if w.code == "supplement_in_diary"]
    assert warning.values["nutrient"] == "vitamin_b12"
    assert any("vitamin B12 from supplements already; it counts once" in w for w in both.warnings)


@pytest.mark.parametrize(
    ("text", "nutrient", "per_day"),
    [
        ("cramps; I take selenium 400 mcg every day", "selenium", 400),
        ("I take copper 8 mg daily and my calves cramp", "copper", 8),
        ("I'm taking vitamin A 10000 IU daily", "vitamin_a", 3000),
        ("I take 20,000 units of vitamin D a day", "vitamin_d", 500),
        ("taking 50 thousand units of vitamin D3 weekly", "vitamin_d", 1250 / 7),
        ("I stopped taking selenium 400 mcg last year", "selenium", 0),
        ("my husband takes selenium 400 mcg a day", "selenium", 0),
        ("should I take selenium 400 mcg a day?", "selenium", 0),
        ("I take levothyroxine 100 mcg and my selenium was normal", "selenium", 0),
        ("vitamin D and 120 units of insulin a day", "vitamin_d", 0),
    ],
)
def test_a_dose_in_a_sentence_counts(
    tmp_path: Path, text: str, nutrient: str, per_day: float
) -> None:
    answer = check(tmp_path, complaints=[text])
    found = next(n for n in answer.nutrients if n.id == nutrient)
    assert (found.from_supplements or 0) == pytest.approx(per_day)
    assert not any("is no medicine" in w for w in answer.warnings)

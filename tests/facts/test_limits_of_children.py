"""The upper limit of an adult is never that of a child, whoever set it and in whatever state."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from unclench import assess
from unclench.facts.requirements import requirement, tables
from unclench.told import Person

LIMITED = sorted(k for k, t in tables().items() if any(r.UL is not None for r in t.rows))
ADULT_FROM = {"nasem": 19, "efsa": 18}


@pytest.mark.parametrize(("nutrient", "authority"), LIMITED)
def test_a_child_meets_a_row_of_children(nutrient: str, authority: str) -> None:
    rows = tables()[nutrient, authority].rows
    adults = [r.UL for r in rows if r.age[0] >= ADULT_FROM[authority] and r.UL is not None]
    judged = 0
    for months in range(12, ADULT_FROM[authority] * 12, 3):
        for sex in ("female", "male"):
            for state in ("none", "pregnant", "lactating"):
                if state != "none" and (sex == "male" or months < 14 * 12):
                    continue
                who = Person(
                    age=months / 12, sex=sex, weight_kg=30,
                    pregnant=state == "pregnant", lactating=state == "lactating",
                )  # fmt: skip
                found = requirement(nutrient, who, authority, energy_mj=8.0).found  # type: ignore[arg-type]
                if found is None or found.row.UL is None:
                    continue
                judged += 1
                assert found.row.age[1] <= ADULT_FROM[authority], found.row
                assert max(adults) >= found.row.UL or nutrient in ("calcium", "phosphorus")
    assert judged or (nutrient, authority) == ("calcium", "efsa")  # EFSA has none for children


def test_nobody_without_an_age_meets_a_limit() -> None:
    for nutrient, authority in LIMITED:
        assert requirement(nutrient, Person(sex="female"), authority).found is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("age", "pill", "nutrient", "above"),
    [
        (6, "zinc 20 mg", "zinc", True),
        (30, "zinc 20 mg", "zinc", False),
        (6, "vitamin B6 50 mg", "vitamin_b6", True),
        (30, "vitamin B6 50 mg", "vitamin_b6", False),
        (6, "retinol 1500 µg", "retinol", True),
        (30, "retinol 1500 µg", "retinol", False),
    ],
)
def test_the_same_pill_is_too_much_for_a_child(
    tmp_path: Path, age: int, pill: str, nutrient: str, above: bool
) -> None:
    days = "\n".join(
        f"2026-01-0{d},white bread,80,g\n2026-01-0{d},{pill} tablet,1," for d in range(1, 5)
    )
    diary = tmp_path / "diary.csv"
    diary.write_text(f"date,food,amount,unit\n{days}\n", encoding="utf-8")
    case = {"age": age, "sex": "female", "weight_kg": 22, "diary": [str(diary)]}
    answer = assess(case, today=dt.date(2026, 1, 10))
    found = next(n for n in answer.nutrients if n.id == nutrient)
    assert (found.verdict == "above_limit") is above

"""Doubt about a food is kept: what is doubtful is not used, or widens what is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import Found, Shipped, shipped
from unclench.intake.diaries.phrases import BRANDED, USELESS, match_phrases
from unclench.intake.diaries.reviews import Reviews
from unclench.intake.person_days import person_days
from unclench.intake.usual.records import records

TODAY = dt.date(2026, 6, 15)
HEADER = "Day,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n"


class Doubting(Shipped):
    """The shipped table, whose searches are as sure as the test says."""

    def __init__(self, **confidence: float) -> None:
        self.confidence = confidence

    def exact(self, phrases: Sequence[str]) -> dict[str, Found]:
        """Nothing is found by its exact name."""
        return {}

    def match_many(self, phrases: Sequence[str]) -> list[Found | None]:
        """What stands in `confidence` is found, and nothing else."""
        lentils = shipped().match_many(["lentil soup"])[0]
        assert lentils is not None
        return [
            replace(lentils, confidence=self.confidence[p]) if p in self.confidence else None
            for p in phrases
        ]


def diary(folder: Path, name: str, energy: str = "300") -> Path:
    path = folder / "servings.csv"
    path.write_text(f'{HEADER}2026-05-01,"Lunch","{name}","300 g",{energy},,""\n', "utf-8")
    return path


@pytest.mark.parametrize(
    ("confidence", "used"), [(0.24, False), (0.2, False), (0.25, True), (0.4, True)]
)
def test_a_match_below_a_quarter_is_not_used(tmp_path: Path, confidence: float, used: bool) -> None:
    found = read(
        [diary(tmp_path, "gloop")],
        today=TODAY,
        matcher=Doubting(gloop=confidence),
        reviews=Reviews(),
    )
    assert (found.entries["food_id"][0] is not None) == used
    (line,) = found.unmatched
    assert (line.matched is not None) == used
    assert line.alternatives  # what it could be is shown either way
    assert USELESS == 0.25


def test_a_name_without_its_brand_is_trusted_less() -> None:
    sure = Doubting(lentils=0.9)
    plain = match_phrases(["lentils"], sure, Reviews()).get("lentils")
    branded = match_phrases(["Acme, lentils"], sure, Reviews()).get("Acme, lentils")
    dashed = match_phrases(["Acme - lentils"], sure, Reviews()).get("Acme - lentils")
    assert plain is not None
    assert branded is not None
    assert dashed is not None
    assert plain.confidence == 0.9
    assert branded.confidence == dashed.confidence == pytest.approx(0.9 * BRANDED)
    assert BRANDED < 1


def width(folder: Path, confidence: float) -> float:
    """Width of the magnesium of a day whose only food was found with this confidence."""
    doubting = Doubting(gloop=confidence)
    found = read([diary(folder, "gloop")], today=TODAY, matcher=doubting, reviews=Reviews())
    frame = person_days(found, doubting).frame.filter(pl.col("nutrient") == "magnesium")
    assert frame["filled"][0] > 0
    return float(frame["high"][0] - frame["low"][0])


def test_the_less_sure_the_food_the_wider_its_nutrients(tmp_path: Path) -> None:
    widths = [width(tmp_path, c) for c in (0.95, 0.75, 0.5, 0.3)]
    assert widths == sorted(widths)
    assert widths[-1] > 1.5 * widths[0]


def test_shares_say_where_values_come_from(tmp_path: Path) -> None:
    """Half of the energy has a value in the file; of the rest one food is found with confidence."""
    path = tmp_path / "servings.csv"
    rows = [("rice", "199", "19"), ("gloop", "99", ""), ("sludge", "99", "")]
    lines = [f'2026-05-01,"Lunch","{n}","100 g",{kcal},{mg},""\n' for n, kcal, mg in rows]
    path.write_text(HEADER + "".join(lines), "utf-8")
    doubting = Doubting(gloop=0.9, sludge=0.3)
    found = read([path], today=TODAY, matcher=doubting, reviews=Reviews())
    record = records(person_days(found, doubting))["magnesium"]
    assert record.recorded_share == pytest.approx(200 / 400)  # each line counts 1 kcal more
    assert record.looked_up_share == pytest.approx(100 / 400)  # the doubtful one is a guess
    assert record.recorded == 19
    iron = records(person_days(found, doubting))["iron"]
    assert iron.recorded_share == 0
    assert iron.looked_up_share == pytest.approx(100 / 400)
    assert iron.recorded is None

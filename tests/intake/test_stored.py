"""What a user of 0.1.0 kept on the machine is read as it was: remembered matches, imported foods.

`stored_by_0_1_0` was written by the code of commit 9af0c88: the bundle of
`foods/test_imports.py` imported, and two decisions saved.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from unclench.intake import foods
from unclench.intake.diaries import Reviews, read

STORED = Path(__file__).parent / "stored_by_0_1_0"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(STORED, tmp_path / "home"))


def test_imported_foods_are_there_with_their_values() -> None:
    assert foods.search("zorbel soup")[0].food_id == "fdc:2"
    beans = foods.food("fdc:1")
    assert beans.nutrients["magnesium"].value == pytest.approx(44)
    assert beans.nutrients["vitamin_d"].value == pytest.approx(0.2)
    assert beans.nutrients["iron"].origin == "below_limit"
    assert beans.nutrients["potassium"].value is None
    assert [(m.label, m.grams) for m in beans.measures] == [("cup", 175.0)]
    told = foods.grams_for("fdc:1", 2, "cup")
    assert told is not None
    assert told.value == pytest.approx(350)


def test_remembered_matches_hold_in_a_diary(home: Path, tmp_path: Path) -> None:
    reviews = Reviews.load()
    assert reviews.path == home / "reviews.json"
    assert (reviews.get("zorbel stew"), reviews.get("Mystery powder")) == ("fdc:1", "")
    assert reviews.get("something else") is None
    path = tmp_path / "diary.txt"
    path.write_text("2026-05-01\n100 g zorbel stew\nmystery powder\n2 eggs\n", "utf-8")
    rows = read([path], today=dt.date(2026, 6, 1)).entries.select("name", "food_id", "confidence")
    assert ("zorbel stew", "fdc:1", 1.0) in rows.rows()
    assert ("mystery powder", None, None) in rows.rows()


def test_what_is_saved_again_reads_the_same(home: Path) -> None:
    before = (home / "reviews.json").read_text("utf-8")
    Reviews.load().save()
    assert (home / "reviews.json").read_text("utf-8") == before

"""How much of an intake was recorded and how much looked up, and that no verdict assumes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ROOT

from unclench import assess, case_from
from unclench.assessment import Assessment, Nutrient

FIXTURES = ROOT / "tests" / "intake" / "diaries" / "fixtures"
DAYS = 7
NAMES = (
    "Date,Energy (kcal),Magnesium (mg),Iron (mg),Potassium (mg),Protein (g),Fiber (g),"
    "Vitamin C (mg),Calcium (mg),Completed"
)


def answered(path: Path) -> Assessment:
    return assess(case_from(str(path), age=40, sex="male", weight_kg=80, country="US"))


def daily(folder: Path, amounts: str) -> Assessment:
    """The answer to a summary of whole days, which counts blanks as zero."""
    rows = "".join(f"2026-10-{5 + i:02d},2400,{amounts},true\n" for i in range(DAYS))
    path = folder / "dailysummary.csv"
    path.write_text(f"{NAMES}\n{rows}", "utf-8")
    return answered(path)


def of(answer: Assessment, nutrient: str) -> Nutrient:
    return next(n for n in answer.nutrients if n.id == nutrient)


LITTLE, MUCH = "120,4,900,60,9,12,300", "900,30,7000,200,60,300,2500"


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return daily(tmp_path_factory.mktemp("little"), LITTLE)


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return daily(tmp_path_factory.mktemp("much"), MUCH)


def test_a_daily_summary_has_no_shares(little: Assessment, much: Assessment) -> None:
    for answer in (little, much):
        for name in ("magnesium", "iron", "potassium", "vitamin_c", "calcium"):
            n = of(answer, name)
            assert n.recorded_share is None
            assert n.looked_up_share is None
            assert n.recorded_mean is not None


def test_too_little_is_never_said_of_a_daily_summary(little: Assessment) -> None:
    for name in ("magnesium", "iron", "vitamin_c", "calcium"):
        n = of(little, name)
        assert n.verdict in ("cannot_tell", "uncertain")
        assert n.verdict != "likely_low"
    held = of(little, "calcium").held_back
    assert held is not None
    assert held.code == "held_back.share_assumed"


def test_enough_is_said_where_what_was_recorded_alone_reaches_it(much: Assessment) -> None:
    for name in ("magnesium", "iron", "vitamin_c", "calcium", "potassium"):
        n = of(much, name)
        assert n.verdict in ("likely_adequate", "above_limit")
        assert n.requirement is not None
        assert n.requirement.value is not None
        assert (n.recorded_mean or 0.0) > n.requirement.value


def test_shares_stand_apart_and_never_exceed_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "days.txt"
    day = "300 g cooked pasta\n2 apples\n200 ml milk\n"
    path.write_text("".join(f"2026-10-{5 + i:02d}\n{day}" for i in range(DAYS)), "utf-8")
    words = of(answered(path), "magnesium")
    assert words.recorded_share == 0
    assert words.looked_up_share == pytest.approx(1)
    logged = of(answered(FIXTURES / "cronometer_v2_time.csv"), "magnesium")
    assert logged.recorded_share is not None
    assert logged.looked_up_share is not None
    assert 0 < logged.recorded_share <= 1
    assert 0 <= logged.recorded_share + logged.looked_up_share <= 1 + 1e-9
    as_told = answered(path).model_dump(mode="json", by_alias=True)["nutrients"][0]
    assert {"recorded_share", "looked_up_share"} <= set(as_told)
    assert "known_share" not in as_told

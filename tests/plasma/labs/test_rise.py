"""What a result was before: from its own line, an older result, or a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from unclench import assess
from unclench.assessment import Assessment
from unclench.plasma.labs.rise import ratio

TODAY = dt.date(2026, 11, 28)


def answer(**told: Any) -> Assessment:
    return assess({"age": 60, "sex": "male", **told}, today=TODAY)


def times(answer: Assessment, analyte: str = "creat") -> float | None:
    return next(ratio(lab) for lab in answer.labs if lab.analyte == analyte)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"labs": ["creatinine 240 umol/L (was 120 last month)"]}, 2.0),
        ({"labs": ["creatinine 180 umol/L"], "complaints": ["it was 120 last month"]}, 1.5),
        ({"labs": ["creatinine 120 umol/L 2026-10-02", "creatinine 300 umol/L 2026-11-02"]}, 2.5),
        ({"labs": ["creatinine 2.2 mg/dL", "K 4.4"],
          "complaints": ["my creatinine used to be 1.1"]}, 2.0),
        ({"labs": ["creatinine 200 umol/L"],
          "complaints": ["my creatinine was 100 umol/L last month"]}, 2.0),
    ],
)  # fmt: skip
def test_a_rise_is_known(told: dict[str, Any], wanted: float) -> None:
    assert times(answer(**told)) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "told",
    [
        {"labs": ["creatinine 180 umol/L"]},
        {"labs": ["creatinine 180 umol/L", "K 4.2"], "complaints": ["it was 120 last month"]},
        {"labs": ["creatinine 90 umol/L 2023-01-02", "creatinine 180 umol/L 2026-11-02"]},
        {"labs": ["creatinine >180 umol/L"], "complaints": ["it was 120 last month"]},
        {"labs": ["creatinine 180 umol/L"], "complaints": ["it was 120/80 last month"]},
    ],
)
def test_no_rise_is_made_up(told: dict[str, Any]) -> None:
    assert times(answer(**told)) is None


def test_a_rise_is_acute_kidney_injury_and_a_steady_value_is_not() -> None:
    risen = answer(labs=["creatinine 190 umol/L (was 110 last month)"])
    assert "RF117" in [f.id for f in risen.red_flags]
    tripled = answer(labs=["creatinine 300 umol/L (was 95 last month)"])
    assert tripled.urgency is not None
    assert tripled.urgency.level == "emergency"
    steady = answer(labs=["creatinine 190 umol/L (was 180 last month)"])
    assert not {"RF117", "RF117b"} & {f.id for f in steady.red_flags}

"""`simulate_nerve`, `simulate_blood`, `--simulate`: the models by themselves and in an answer."""

from __future__ import annotations

import pytest

import unclench
from tests.conftest import ROOT
from unclench.app.report import pictures
from unclench.errors import UserError
from unclench.plasma import BloodInputs

EXAMPLE = ROOT / "examples" / "kitchen_porter"


def test_nerve_and_blood_answer_with_units() -> None:
    nerve = unclench.simulate_nerve(ica=0.9, img=0.4, ph=7.5)
    assert nerve.margin.threshold.value < 100
    assert nerve.margin.threshold.unit
    blood = unclench.simulate_blood(BloodInputs(intakes={"magnesium": 120.0}), weeks=4, people=20)
    assert blood.units["magnesium"] == "mmol/L"


def test_what_cannot_be_simulated_is_refused() -> None:
    with pytest.raises(UserError, match="40"):
        unclench.simulate_nerve(k=40.0)
    with pytest.raises(UserError, match="alcium"):
        unclench.simulate_blood(BloodInputs(intakes={"calcium": 99999.0}))


def test_an_answer_with_models_keeps_the_honest_result_visible() -> None:
    answer = unclench.assess(EXAMPLE, simulate=True)
    part = answer.simulation
    assert part is not None
    assert part["nerve"]["from"] == "labs"
    assert part["cannot_know"]
    assert part["blood"]["composition"]
    rows = pictures.simulation_rows(answer)
    assert {r["quantity"].split(",")[0] for r in rows} >= {"Potassium", "Magnesium", "Calcium"}
    assert all(r["low"] <= r["median"] <= r["high"] for r in rows)
    assert "<svg" in pictures.svg("simulation", answer)


def test_without_blood_tests_the_nerve_gets_predicted_blood() -> None:
    answer = unclench.assess({"profile": {"age": 42, "sex": "female"},
                              "diary": [str(EXAMPLE / "diary.txt")]}, simulate=True)  # fmt: skip
    assert answer.simulation is not None
    assert answer.simulation["nerve"]["from"] == "prediction"

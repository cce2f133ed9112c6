"""`simulate_nerve`, `simulate_blood`, `--simulate`: the models alone and in an answer."""

from __future__ import annotations

import pytest

import unclench
from tests.conftest import ROOT
from unclench.app.report import pictures
from unclench.errors import UserError

EXAMPLE = ROOT / "examples" / "kitchen_porter"


def test_nerve_and_blood_answer_with_units() -> None:
    nerve = unclench.simulate_nerve(ica=0.9, img=0.4, ph=7.5)
    assert nerve.margin.threshold.value < 100
    assert nerve.margin.threshold.unit
    inputs = unclench.BloodInputs(intakes={"magnesium": 120.0})
    blood = unclench.simulate_blood(inputs, weeks=4, people=20)
    assert blood.units["magnesium"] == "mmol/L"


def test_what_cannot_be_simulated_is_refused() -> None:
    with pytest.raises(UserError, match="40"):
        unclench.simulate_nerve(k=40.0)
    with pytest.raises(UserError, match="magnesium"):
        unclench.simulate_blood(unclench.BloodInputs(intakes={"magnesum": 3}))
    with pytest.raises(UserError, match="alcium"):
        unclench.simulate_blood(unclench.BloodInputs(intakes={"calcium": 99999.0}))


def test_an_answer_with_models_keeps_the_honest_result_visible() -> None:
    answer = unclench.assess(EXAMPLE, simulate=True)
    part = answer.simulation
    assert part is not None
    assert part.nerve.from_ == "labs"  # calcium, magnesium, potassium and sodium were measured
    assert part.nerve.blood["k"].origin == "measured"
    assert part.nerve.blood["img"].origin == "inferred"
    assert part.cannot_know
    assert part.blood is not None
    assert part.blood.composition
    assert part.say == part.nerve.say != ""
    rows = pictures.simulation_rows(answer)
    assert {r["quantity"].split(",")[0] for r in rows} >= {"Potassium", "Magnesium", "Calcium"}
    assert all(r["low"] <= r["median"] <= r["high"] for r in rows)
    assert "<svg" in pictures.svg("simulation", answer)


def test_predicted_blood_fills_what_was_not_measured() -> None:
    case = {"profile": {"age": 42, "sex": "female"}, "diary": [str(EXAMPLE / "diary.txt")],
            "labs": ["K 3.9 mmol/L"]}  # fmt: skip
    part = unclench.assess(case, simulate=True).simulation
    assert part is not None
    assert part.nerve.from_ == "labs and prediction"
    levels = part.nerve.blood
    assert levels["k"].value == 3.9
    assert part.blood is not None
    start = part.blood.composition[0]
    assert (levels["ica"].value, levels["img"].value) == (start.ica, start.img)
    assert levels["ph"].origin == "assumed"


def test_without_blood_tests_the_nerve_gets_predicted_blood() -> None:
    answer = unclench.assess({"profile": {"age": 42, "sex": "female"},
                              "diary": [str(EXAMPLE / "diary.txt")]}, simulate=True)  # fmt: skip
    assert answer.simulation is not None
    assert answer.simulation.nerve.from_ == "prediction"


def test_with_a_plan_the_blood_after_it_stands_beside() -> None:
    answer = unclench.assess(EXAMPLE, simulate=True, plan=True)
    assert answer.simulation is not None
    assert answer.simulation.blood is not None
    both = answer.simulation.blood.after_plan
    assert both is not None
    first, last = both.before.series["d25"].median[-1], both.after.series["d25"].median[-1]
    moved = [k for k in both.after.series if both.after.series[k] != both.before.series[k]]
    assert moved, (first, last)
    assert any(line.startswith("After the plan: ") for line in answer.simulation.lines)


def test_a_bound_is_never_a_start() -> None:
    """A potassium below 3.0 starts no course, and no prediction is taken for the person's."""
    case = {"profile": {"age": 42, "sex": "female"}, "diary": [str(EXAMPLE / "diary.txt")]}
    bound = unclench.assess({**case, "labs": ["K <3.0 mmol/L"]}, simulate=True).simulation
    without = unclench.assess(case, simulate=True).simulation
    assert bound is not None
    assert without is not None
    assert bound.blood is not None
    assert without.blood is not None
    assert bound.blood.series == without.blood.series
    codes = {r.code for r in bound.blood.notes}
    assert {"bound_not_used", "bound_against_course"} <= codes
    assert bound.nerve.margin is None
    assert [r.code for r in bound.nerve.reasons.insufficient] == ["bound_against_blood"]

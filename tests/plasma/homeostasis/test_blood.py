"""`simulate_blood`, `compare` and their doors: what they promise a person and a program."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from unclench.app.blood_from_options import text, told
from unclench.app.verbs.simulate import app
from unclench.assessment import Assessment, Hydration, Interval, Lab, Nutrient
from unclench.case import from_dict
from unclench.errors import UserError
from unclench.facts.kinds.drug_effects import DrugEffects
from unclench.facts.loader import load
from unclench.plasma import (
    BloodInputs,
    after_meal,
    blood_part,
    compare,
    from_assessment,
    simulate_blood,
    sweat_session,
)
from unclench.plasma.composition import NORMAL
from unclench.plasma.homeostasis import effects
from unclench.plasma.homeostasis.inputs import LABS, SLOW, model
from unclench.plasma.homeostasis.result import TESTED, quantities
from unclench.told import understand

POOR = {"calcium": 400.0, "magnesium": 150.0, "potassium": 2000.0, "vitamin_d": 2.0}


def test_a_poor_diet_with_healthy_kidneys_hardly_moves_blood_within_weeks() -> None:
    result = simulate_blood(BloodInputs(intakes=POOR), weeks=12)
    assert not any(result.visible(q) for q in TESTED)
    assert "hardly move within 12 weeks" in result.say()
    assert "A normal test does not prove a good diet" in result.say()
    assert "bone gives about" in result.say()


def test_the_sentence_comes_from_the_numbers_not_from_a_template() -> None:
    """The same poor diet with lost magnesium: the sentence now says that blood moves."""
    person = BloodInputs(intakes={**POOR, "magnesium": 30}, conditions=("short bowel",))
    result = simulate_blood(person, weeks=26)
    assert result.visible("magnesium")
    assert "magnesium falls from" in result.say()
    assert "hardly move within" not in result.say()


def test_magnesium_lack_deep_enough_takes_calcium_and_potassium_down_with_it() -> None:
    """The chain from magnesium to tetany: cisplatin, short bowel, almost nothing eaten."""
    person = BloodInputs(
        intakes={"magnesium": 15}, medicines=("cisplatin",), conditions=("short bowel",)
    )
    result = simulate_blood(person, weeks=26, people=60)
    start, end = result.composition(0), result.composition(26)
    assert end.img < 0.6 * start.img
    assert end.ica < 0.93 * start.ica
    assert end.k < start.k - 0.3


def test_bands_are_common_random_numbers_with_a_fixed_seed() -> None:
    person = BloodInputs(intakes=POOR)
    a, b = simulate_blood(person, 4, 40), simulate_blood(person, 4, 40)
    assert all(np.array_equal(a.values[q], b.values[q]) for q in a.values)
    other = simulate_blood(person, 4, 40, seed=1)
    assert not np.array_equal(a.values["potassium"], other.values["potassium"])
    less = simulate_blood(person.with_intakes(potassium=1000), 4, 40)
    assert np.all(less.at("potassium") < a.at("potassium"))  # person by person


def test_before_and_after_the_plan_in_4_12_and_26_weeks() -> None:
    after = {"calcium": 1000.0, "magnesium": 350.0, "potassium": 3500.0, "vitamin_d": 20.0}
    both = compare(BloodInputs(intakes=POOR), BloodInputs(intakes=after), people=60)
    d25 = [np.median(both.difference("d25", w)) for w in (4, 12, 26)]
    assert 5 < d25[0] < d25[1] < d25[2]
    assert np.all(np.abs(both.before.change("potassium")) < 0.02)  # who stays, stays
    assert np.all(both.difference("pth", 26) < 0)
    lines = both.lines()
    assert len(lines) == 5
    assert all(f"in {w} weeks" in lines[-1] for w in (4, 12, 26))


def test_levels_within_the_usual_span_become_the_persons_own_start() -> None:
    labs = {"potassium": 3.7, "magnesium": 0.74, "sodium": 137.0, "d25": 32.0, "ica": 1.16}
    result = simulate_blood(BloodInputs(labs=labs), weeks=4, people=30)
    for key, level in labs.items():
        assert np.allclose(result.at(key, 0), level, rtol=0.01), key
        if key != "d25":
            assert np.allclose(result.at(key), level, rtol=0.02), key


def test_levels_outside_the_usual_span_return_only_with_a_warning() -> None:
    labs = {"potassium": 2.9, "magnesium": 0.5, "calcium": 2.0, "albumin": 42.0}
    result = simulate_blood(BloodInputs(labs=labs), weeks=8, people=30)
    assert np.median(result.at("potassium", 0)) == pytest.approx(2.9, rel=0.01)
    assert np.median(result.at("magnesium", 0)) == pytest.approx(0.5, rel=0.01)
    assert np.median(result.at("calcium", 0)) == pytest.approx(2.0, rel=0.02)
    assert np.median(result.at("potassium")) > 3.8
    assert any("do not know why" in n for n in result.notes)
    assert "If a cause still acts" in result.say()


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UserError) as told:
        simulate_blood(
            BloodInputs(
                intakes={"calcium": 9999, "magnesum": 3, "potassium": float("nan")},
                egfr=5,
                age=9,
                labs={"potassium": 12, "kalium": 4},
                sun="sometimes",
                pregnant=True,
            )
        )
    text = str(told.value)
    assert len(told.value.problems) == 9
    assert "Did you mean 'magnesium'?" in text
    assert "from 15 to 150" in text
    for weeks, people in ((0, 10), (999, 10), (4, 0), (4, 10**6)):
        with pytest.raises(UserError):
            simulate_blood(BloodInputs(), weeks, people)


def test_inputs_that_drive_the_models_out_of_their_range_are_refused() -> None:
    """Ten litres of sweat a day, nothing to drink, no thirst."""
    person = BloodInputs(intakes={"water": 300}, sweat_l_per_day=10, drinks_to_thirst=False)
    with pytest.raises(UserError, match="drive sodium in blood out of"):
        simulate_blood(person, weeks=4, people=10)


def test_what_was_missing_is_said_and_never_zero() -> None:
    result = simulate_blood(BloodInputs(intakes={"calcium": 800}), weeks=4, people=5)
    note = next(n for n in result.notes if "ordinary intake" in n)
    assert "magnesium 292 mg" in note
    assert "calcium" not in note
    assert any("Kidney function was not given" in n for n in result.notes)


def test_the_composition_is_what_the_models_of_nerve_take() -> None:
    result = simulate_blood(BloodInputs(labs={"ph": 7.5}), weeks=4, people=20)
    c = result.composition(4)
    assert c.check() is c
    assert c.ica == pytest.approx(np.median(result.at("ica", 4)) - 0.05)
    assert c.cl == pytest.approx(c.na - 36)
    usual = simulate_blood(BloodInputs(sun="outdoors"), 4, 1).composition(4)
    for name, value in usual.as_dict().items():
        assert value == pytest.approx(getattr(NORMAL, name), rel=0.02), name
    with pytest.raises(UserError):
        result.composition(40)
    with pytest.raises(UserError, match="magnesium"):
        result.at("magnesiu")


class TestMedicines:
    def test_a_name_with_a_dose_is_its_class(self) -> None:
        facts, notes = effects.find(
            ["Omeprazole 20 mg", "hydrochlorothiazide", "ppi", "co-trimoxazole"]
        )
        assert [f.id for f in facts] == ["ppi", "thiazide", "trimethoprim"]
        assert not notes

    def test_brands_and_combinations_are_known_through_the_facts_of_medicines(self) -> None:
        assert [f.id for f in effects.find(["Losec", "Lasix 40"])[0]] == ["ppi", "loop"]
        both = [f.id for f in effects.find(["co-amilozide"])[0]]
        assert set(both) == {"thiazide", "potassium_sparing"}

    def test_what_is_not_known_is_said(self) -> None:
        facts, notes = effects.find(["omeprazol", "chamomile tea"])
        assert not facts
        assert notes[0].endswith("left out of them: 'omeprazol', 'chamomile tea'.")
        assert "Did you mean 'omeprazole'" in notes[1]

    def test_every_effect_acts_on_a_constant_of_its_model(self) -> None:
        for fact in load("drug_effects", DrugEffects).values():
            for e in fact.effects:
                q = model(e.model).quantity(e.constant)
                assert q.kind == "constant"
                if e.shift is not None:
                    assert e.unit == q.unit

    @pytest.mark.parametrize(
        ("told", "quantity", "sign"),
        [
            ("thiazide", "potassium", -1),
            ("thiazide", "urine_calcium", -1),
            ("loop", "potassium", -1),
            ("loop", "magnesium", -1),
            ("ppi", "magnesium", -1),
            ("ace_inhibitor", "potassium", +1),
            ("arb", "potassium", +1),
            ("potassium_sparing", "potassium", +1),
            ("cisplatin", "magnesium", -1),
            ("phenytoin", "d25", -1),
            ("coeliac disease", "pth", +1),
            ("chronic diarrhoea", "potassium", -1),
            ("hypoparathyroidism", "calcium", -1),
        ],
    )
    def test_blood_moves_as_clinicians_know(self, told: str, quantity: str, sign: int) -> None:
        plain = simulate_blood(BloodInputs(), 12, 1)
        with_it = simulate_blood(BloodInputs(medicines=(told,)), 12, 1)
        assert sign * (with_it.at(quantity)[0] - plain.at(quantity)[0]) > 0


def test_a_meal_hides_a_potassium_load() -> None:
    alone = after_meal(35, fasting_k=4.5)["plasma.k"]
    both = after_meal(35, 85, fasting_k=4.5)["plasma.k"]
    assert both.max() - both[0] < 0.75 * (alone.max() - alone[0])
    with pytest.raises(UserError):
        after_meal(500)


def test_salt_in_the_drink_keeps_plasma_sodium() -> None:
    water = sweat_session(1.5, 4, 50, 1.0)
    salted = sweat_session(1.5, 4, 50, 1.0, drink_sodium=50)
    assert water.sodium[-1] < 137
    assert salted.sodium[-1] > water.sodium[-1] + 2
    assert "300 mmol of sodium" in water.say()
    with pytest.raises(UserError):
        sweat_session(5, 12)


def nutrient(name: str, mean: float | None, unit: str) -> Nutrient:
    return Nutrient(
        id=name,
        label=name,
        verdict="uncertain",
        say="",
        usual_intake=Interval(mean=mean, unit=unit),
        days=3,
    )


def test_an_assessment_and_a_case_become_inputs() -> None:
    answer = Assessment(
        version="0",
        nutrients=[
            nutrient("calcium", 0.6, "g/day"),
            nutrient("magnesium", None, "mg/day"),
            nutrient("zinc", 9, "mg/day"),
        ],
        hydration=Hydration(
            say="",
            water_intake=Interval(mean=1.9, unit="L/day"),
            sweat_loss_l_per_day=Interval(mean=1.5, unit="L/day"),
        ),
        labs=[
            Lab(analyte="k", name="K", value=3.1, unit="mmol/L", date=dt.date(2026, 1, 1)),
            Lab(analyte="k", name="K", value=3.6, unit="mmol/L", date=dt.date(2026, 5, 1)),
            Lab(analyte="vitd", name="D", value=12, unit="ng/mL", si_value=30.0),
            Lab(analyte="egfr", name="eGFR", value=55, unit="mL/min/1.73 m2"),
        ],
    )
    case = from_dict(
        {
            "age": 50,
            "weight_kg": 90,
            "height_cm": 170,
            "medicines": ["a thiazide"],
            "exposure": {"sun": "mostly indoors"},
        }
    )
    inputs = from_assessment(answer, understand(case))
    assert inputs.intakes == {"calcium": 600.0, "water": 1900.0}
    assert inputs.labs == {"potassium": 3.6, "d25": 30.0}
    assert (inputs.egfr, inputs.sweat_l_per_day, inputs.sun) == (55, 1.5, "indoors")
    assert inputs.day_of_year == 121
    part = blood_part(inputs, after={"potassium": 3500.0}, weeks=12, people=20)
    assert {"say", "lines", "tables", "series", "after_plan", "cannot_know"} <= set(part)
    assert len(part["tables"][0]["columns"]) == 5  # quantity, unit, now, week 4, week 12
    json_ready = Assessment(version="0", simulation={"blood": part}).to_json()
    assert '"potassium"' in json_ready


def test_a_refusal_is_an_answer_too() -> None:
    part = blood_part(BloodInputs(age=12))
    assert part["say"] == "The models of blood were not used."
    assert "adults" in part["lines"][0]
    far = blood_part(BloodInputs(labs={"potassium": 9.0}), weeks=4, people=5)
    assert any("was left out of them" in line for line in far["lines"])


def test_pictures_have_a_band_a_line_and_words() -> None:
    from unclench.plasma.homeostasis.pictures import alternative, picture

    result = simulate_blood(BloodInputs(), 4, 10)
    spec = picture(result).to_dict()
    assert spec["spec"]["layer"][0]["mark"]["type"] == "area"
    assert "Potassium in blood" in alternative(result)
    both = compare(BloodInputs(), BloodInputs(intakes=POOR), 4, 5)
    assert {r["who"] for r in picture(both).to_dict()["data"]["values"]} == {"stays", "changes"}


def test_every_quantity_that_is_reported_exists_in_its_model() -> None:
    for key, q in quantities().items():
        assert q.model in SLOW
        assert model(q.model).quantity(q.variable).unit == q.unit, key
    assert set(TESTED) < set(LABS)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, unclench.plasma; "
        "from unclench.plasma import BloodInputs; "
        "bad = {'numba', 'scipy', 'altair'} & set(sys.modules); "
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_options_of_a_command_line_become_inputs_and_text() -> None:
    person = told(
        {"magnesium": 120, "calcium": None},
        takes=["omeprazole"],
        labs=["K 3.9 mmol/L", "25-OH vitamin D 16 ng/mL"],
        egfr=70,
        today=dt.date(2026, 3, 1),
    )
    assert person.intakes == {"magnesium": 120}
    assert person.labs["potassium"] == 3.9
    assert person.labs["d25"] == pytest.approx(16 * 2.496, rel=0.01)
    assert person.day_of_year == 60
    shown = text(simulate_blood(person, weeks=12, people=20))
    assert "Magnesium in blood:" in shown
    assert "week 12" in shown
    assert "Proton pump inhibitors" in shown
    assert "What these models cannot know" in shown
    with pytest.raises(UserError):
        told({"calcium": -3})


def test_a_smaller_tolerance_changes_nothing_that_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from unclench.plasma.homeostasis import run

    person = BloodInputs(intakes=POOR, sun="outdoors")
    usual = simulate_blood(person, 26, 10)
    monkeypatch.setattr(run, "RTOL", 1e-8)
    exact = simulate_blood(person, 26, 10)
    for key in ("potassium", "magnesium", "calcium", "sodium", "d25", "pth"):
        assert np.allclose(usual.values[key], exact.values[key], rtol=2e-3), key


def test_people_in_pieces_are_the_same_people(monkeypatch: pytest.MonkeyPatch) -> None:
    from unclench.plasma.homeostasis import run

    person = BloodInputs(intakes=POOR, medicines=("thiazide",))
    whole = simulate_blood(person, 4, 25)
    monkeypatch.setattr(run, "PIECE", 7)
    pieces = simulate_blood(person, 4, 25)
    for key in ("potassium", "magnesium", "calcium", "sodium", "d25", "pth"):
        assert np.allclose(whole.values[key], pieces.values[key], rtol=1e-3), key


def test_more_steps_of_what_is_handed_on_change_little(monkeypatch: pytest.MonkeyPatch) -> None:
    from unclench.plasma.homeostasis import run

    person = BloodInputs(intakes={"magnesium": 30.0}, conditions=("short bowel",))
    usual = simulate_blood(person, 26, 5)
    monkeypatch.setattr(run, "STEPS", tuple(np.linspace(0, 180, 361)))
    finer = simulate_blood(person, 26, 5)
    for key in ("potassium", "calcium", "sodium"):
        assert np.allclose(usual.at(key), finer.at(key), rtol=5e-3), key


def test_a_change_that_changes_nothing_is_said_in_words() -> None:
    lines = compare(BloodInputs(), BloodInputs(intakes={"vitamin_d": 20.0}), 12, 10).lines()
    assert lines[0] == "Sodium in blood: the change makes no difference."
    assert "nmol/L: +" in lines[-1]


class TestCommand:
    def run(self, *options: str) -> Any:
        return CliRunner().invoke(app, ["blood", "--people", "10", "--weeks", "4", *options])

    def test_it_answers_in_words(self) -> None:
        done = self.run("--magnesium", "120", "--takes", "omeprazole")
        assert done.exit_code == 0, done.output
        assert "Magnesium in blood:" in done.stdout
        assert "80 of 100 such people" in done.stdout

    def test_it_answers_programs_and_draws(self, tmp_path: Path) -> None:
        out = tmp_path / "blood.svg"
        done = self.run("--instead", "vitamin_d=25", "--json", "--picture", str(out))
        data = json.loads(done.stdout)
        assert {"before", "after", "lines"} <= set(data)
        assert out.read_text("utf-8").startswith("<svg")

    def test_what_it_does_not_know_is_an_error_with_a_way_out(self) -> None:
        for bad in (("--instead", "kalium=3"), ("--calcium", "-1"), ("--instead", "calcium")):
            done = self.run(*bad)
            assert isinstance(done.exception, UserError)


def test_a_low_potassium_leaves_the_measured_sodium_where_it_was() -> None:
    labs = {"sodium": 138.0, "potassium": 2.9}
    intakes = {"sodium": 3300.0, "potassium": 2700.0, "water": 2300.0}
    result = simulate_blood(BloodInputs(intakes=intakes, labs=labs), weeks=1, people=20)
    assert float(np.median(result.at("sodium", 0))) == pytest.approx(138.0, abs=0.5)
    assert float(np.median(result.at("potassium", 0))) == pytest.approx(2.9, abs=0.05)


def test_a_level_that_a_told_medicine_can_hold_is_not_promised_to_recover() -> None:
    """Potassium of 3.1 on a thiazide: no return to normal is drawn."""
    low = {"potassium": 3.1}
    on_it = simulate_blood(BloodInputs(labs=low, medicines=("indapamide",)), 12, 40)
    assert np.allclose(on_it.at("potassium", 0), 3.1, rtol=0.01)
    assert np.allclose(on_it.at("potassium"), 3.1, rtol=0.02)
    assert any("can hold it there" in n for n in on_it.notes)
    stopped = simulate_blood(
        BloodInputs(labs=low), 12, 40, start=BloodInputs(labs=low, medicines=("indapamide",))
    )
    assert np.median(stopped.change("potassium")) > 0.15


def test_a_medicine_on_a_set_point_acts_once() -> None:
    person = BloodInputs(labs={"d25": 40.0}, medicines=("phenytoin",), sun="none")
    assert np.allclose(simulate_blood(person, 26, 10).values["d25"], 40, rtol=0.01)


def test_a_balance_that_cannot_exist_is_refused_not_a_crash() -> None:
    """A blood test says: in balance on this diet. Nobody is, without any magnesium."""
    person = BloodInputs(intakes={"magnesium": 0.0}, labs={"magnesium": 0.8})
    with pytest.raises(UserError, match=r"empty a store|out of"):
        simulate_blood(person, 4, 5)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**31))
def test_any_inputs_in_range_are_answered_or_refused(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ranges = {"calcium": (41, 2500), "magnesium": (0, 900), "potassium": (0, 12000)}
    ranges |= {"sodium": (150, 9000), "vitamin_d": (0, 250), "water": (300, 9000)}
    intakes = {k: float(rng.uniform(*v)) for k, v in ranges.items() if rng.random() < 0.7}
    labs = {k: float(rng.uniform(*v[:2])) for k, v in LABS.items() if rng.random() < 0.25}
    known = sorted(load("drug_effects", DrugEffects))
    person = BloodInputs(
        intakes=intakes,
        labs=labs,
        egfr=float(rng.uniform(15, 130)),
        sweat_l_per_day=float(rng.uniform(0, 4)),
        medicines=tuple(str(m) for m in rng.choice(known, rng.integers(0, 4))),
        day_of_year=int(rng.integers(1, 366)),
    )
    try:
        result = simulate_blood(person, 8, 5)
    except UserError as error:
        assert all(p.what and p.fix for p in error.problems)
    else:
        assert all(np.isfinite(v).all() for v in result.values.values())
        assert result.to_dict()["say"]

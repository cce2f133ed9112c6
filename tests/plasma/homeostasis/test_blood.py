"""`simulate_blood`, `compare` and their doors: what they promise a person and a program."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from unclench.app.blood_from_options import told
from unclench.app.verbs.simulate import app
from unclench.assessment import Assessment, Hydration, Interval, Lab, Nutrient
from unclench.assessment.simulation import Nerve, Simulation
from unclench.case import from_dict
from unclench.errors import UserError
from unclench.facts.kinds import drug_effects
from unclench.facts.kinds.drug_effects import DrugEffects
from unclench.facts.loader import load
from unclench.plasma import (
    BloodInputs,
    after_meal,
    blood_part,
    compare,
    from_assessment,
    measured,
    simulate_blood,
    sweat_session,
)
from unclench.plasma.composition import NORMAL
from unclench.plasma.engine.solve import SolverError
from unclench.plasma.homeostasis import effects
from unclench.plasma.homeostasis.acting import understood
from unclench.plasma.homeostasis.inputs import SLOW, model, spans
from unclench.plasma.homeostasis.result import TESTED, quantities
from unclench.told import understand
from unclench.words.en.sentences import sentence_of
from unclench.words.en.simulation import blood_text, speak_blood


def said(result: Any) -> str:
    """The summary and the notes of a course in words."""
    return " ".join(sentence_of(r) for r in (*result.summary(), *result.notes))


POOR = {"calcium": 400.0, "magnesium": 150.0, "potassium": 2000.0, "vitamin_d": 2.0}


def test_a_poor_diet_with_healthy_kidneys_hardly_moves_blood_within_weeks() -> None:
    result = simulate_blood(BloodInputs(intakes=POOR), weeks=12)
    assert not any(result.visible(q) for q in TESTED)
    assert "hardly move within 12 weeks" in said(result)
    assert "A normal test does not prove a good diet" in said(result)
    assert "bone gives about" in said(result)


def test_the_sentence_comes_from_the_numbers_not_from_a_template() -> None:
    """The same poor diet with lost magnesium: the sentence now says that blood moves."""
    person = BloodInputs(intakes={**POOR, "magnesium": 30}, conditions=("short bowel",))
    result = simulate_blood(person, weeks=26)
    assert result.visible("magnesium")
    assert "magnesium falls from" in said(result)
    assert "hardly move within" not in said(result)


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
    lines = [sentence_of(r) for r in both.changes()]
    assert len(lines) == 5
    assert all(f"in {w} weeks" in lines[-1] for w in (4, 12, 26))


def test_levels_within_the_usual_span_become_the_persons_own_start() -> None:
    labs = {"potassium": 3.7, "magnesium": 0.74, "sodium": 137.0, "d25": 32.0, "ica": 1.16}
    result = simulate_blood(BloodInputs(blood=measured(**labs)), weeks=4, people=30)
    for key, level in labs.items():
        assert np.allclose(result.at(key, 0), level, rtol=0.01), key
        if key != "d25":
            assert np.allclose(result.at(key), level, rtol=0.02), key


def test_levels_outside_the_usual_span_return_only_with_a_warning() -> None:
    labs = {"potassium": 2.9, "magnesium": 0.5, "calcium": 2.0, "albumin": 42.0}
    result = simulate_blood(BloodInputs(blood=measured(**labs)), weeks=8, people=30)
    assert np.median(result.at("potassium", 0)) == pytest.approx(2.9, rel=0.01)
    assert np.median(result.at("magnesium", 0)) == pytest.approx(0.5, rel=0.01)
    assert np.median(result.at("calcium", 0)) == pytest.approx(2.0, rel=0.02)
    assert np.median(result.at("potassium")) > 3.8
    assert "do not know why" in said(result)
    assert "If a cause still acts" in said(result)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UserError) as told:
        simulate_blood(
            BloodInputs(
                intakes={"calcium": 9999, "magnesum": 3, "potassium": float("nan")},
                egfr=5,
                age=9,
                blood=measured(potassium=12),
                sun="sometimes",
                pregnant=True,
            )
        )
    text = str(told.value)
    assert len(told.value.problems) == 8
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
    note = next(sentence_of(n) for n in result.notes if n.code == "intakes_ordinary")
    assert "magnesium 292 mg" in note
    assert "calcium" not in note
    assert "Kidney function was not given" in said(result)


def test_the_composition_is_what_the_models_of_nerve_take() -> None:
    result = simulate_blood(BloodInputs(blood=measured(ph=7.5)), weeks=4, people=20)
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
    @staticmethod
    def effects(*medicines: str, has: tuple[str, ...] = ()) -> set[str]:
        read = understood(BloodInputs(medicines=medicines, conditions=has))
        return {f.id for f in effects.find(read.medicines, read.conditions)[0]}

    @pytest.mark.parametrize(
        ("words", "ids"),
        [
            ("Omeprazole 20 mg", {"ppi"}),
            ("omeprazol", {"ppi"}),
            ("ppi", {"ppi"}),
            ("hydrochlorothiazide", {"thiazide"}),
            ("co-trimoxazole", {"trimethoprim"}),
            ("Losec", {"ppi"}),
            ("Lasix 40", {"loop"}),
            ("loop diuretic", {"loop"}),
            ("co-amilozide", {"thiazide", "potassium_sparing"}),
            ("stopped omeprazole last year", set()),
        ],
    )
    def test_a_name_in_words_is_its_class(self, words: str, ids: set[str]) -> None:
        assert self.effects(words) == ids

    @pytest.mark.parametrize(
        ("words", "ids"),
        [
            ("hypoparathyroidism", {"hypoparathyroidism"}),
            ("no hypoparathyroidism", set()),
            ("hyperaldosteronism", {"hyperaldosteronism"}),
            ("aldosteronism", {"hyperaldosteronism"}),
            ("Conn syndrome", {"hyperaldosteronism"}),
            ("mother has hyperaldosteronism", set()),
            ("short bowel", {"short_bowel"}),
            ("gastric bypass", {"bariatric_surgery"}),  # not coeliac disease as well
            ("Crohn's disease", {"coeliac_disease"}),  # poor absorption
            ("chronic diarrhoea", {"chronic_diarrhoea"}),
        ],
    )
    def test_a_condition_in_words_acts_when_the_person_has_it(
        self, words: str, ids: set[str]
    ) -> None:
        assert self.effects(has=(words,)) == ids

    @pytest.mark.parametrize("words", ["no hypoparathyroidism", "mother has hyperaldosteronism"])
    def test_what_is_denied_or_a_relatives_moves_no_number(self, words: str) -> None:
        plain = simulate_blood(BloodInputs(), 8, 5)
        told = simulate_blood(BloodInputs(conditions=(words,)), 8, 5)
        assert all(np.array_equal(plain.values[q], told.values[q]) for q in plain.values)
        case = from_dict({"age": 50, "conditions": [words]})
        assert from_assessment(Assessment(version="0"), understand(case)).conditions == ()

    def test_what_is_not_known_is_said(self) -> None:
        result = simulate_blood(BloodInputs(medicines=("chamomile tea",)), 4, 1)
        assert "left out of them: 'chamomile tea'." in said(result)

    @pytest.mark.parametrize("name", ["cetuximab", "sertraline", "lithium", "abiraterone"])
    def test_a_medicine_that_is_not_held_never_hardly_moves(self, name: str) -> None:
        part = simulate_blood(BloodInputs(medicines=(name, "omeprazole")), 4, 3).part()
        speak_blood(part)
        assert part.say.startswith(f"The models of blood do not hold '{name}'")
        assert "hardly move" not in " ".join([part.say, *part.lines])
        assert part.not_held == [name]

    @pytest.mark.parametrize(
        "told",
        [{"medicines": ("denosumab",), "egfr": 20}, {"medicines": ("zoledronic acid",)},
         {"conditions": ("short bowel",)}],
    )  # fmt: skip
    def test_what_is_held_in_part_is_said_first_and_never_hardly_moves(
        self, told: dict[str, Any]
    ) -> None:
        part = simulate_blood(BloodInputs(**told), 4, 3).part()
        speak_blood(part)
        assert part.say.startswith("The models of blood hold this in part only.")
        assert "hardly move" not in " ".join([part.say, *part.lines])
        assert part.not_held == []

    def test_what_is_held_moves_and_what_is_not_is_named_before_it(self) -> None:
        low = measured(potassium=2.9)
        person = BloodInputs(medicines=("cetuximab",), blood=low)
        part = simulate_blood(person, 8, 5).part()
        speak_blood(part)
        assert part.say.startswith("The models of blood do not hold 'cetuximab'")
        assert "potassium rises" in part.say
        assert "hardly move" not in part.say

    def test_a_weak_kidney_is_held_once_its_filtration_is_told(self) -> None:
        weak = BloodInputs(conditions=("chronic kidney disease stage 4",))
        assert "ckd_advanced_in_other_words" in simulate_blood(weak, 4, 1).not_held
        assert simulate_blood(replace(weak, egfr=25), 4, 1).not_held == ()
        dialysed = BloodInputs(conditions=("dialysis",), egfr=20)
        assert simulate_blood(dialysed, 4, 1).not_held == ("dialysis",)

    def test_a_long_list_is_named_in_part_and_in_the_notes_whole(self) -> None:
        names = ("cetuximab", "sertraline", "lithium", "abiraterone", "amiodarone", "metformin")
        part = simulate_blood(BloodInputs(medicines=names), 4, 1).part()
        speak_blood(part)
        assert "'lithium' and 3 more" in part.say
        assert any("'amiodarone'" in line for line in part.lines)

    def test_a_broken_effect_is_found(self) -> None:
        facts = dict(load("drug_effects", DrugEffects))
        loop = facts["loop"]
        broken = {
            "unknown": loop.model_copy(update={"classes": ("water_tablets",)}),
            "twice": loop.model_copy(update={"classes": (), "generics": ("omeprazole",)}),
            "again": loop.model_copy(update={"classes": (), "generics": ("omeprazole",)}),
            "nothing": loop.model_copy(update={"classes": ()}),
        }
        told = "\n".join(str(p) for p in drug_effects.check(broken, dt.date(2026, 12, 1)))
        assert "'water_tablets' is not among the classes" in told
        assert "'omeprazole' is also of twice" in told
        assert "acts through nothing" in told

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
            ("loop diuretic", "potassium", -1),
            ("loop_diuretic", "magnesium", -1),
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
        conditions = ("coeliac disease", "chronic diarrhoea", "hypoparathyroidism")
        kind = "conditions" if told in conditions else "medicines"
        with_it = simulate_blood(BloodInputs(**{kind: (told,)}), 12, 1)
        assert sign * (with_it.at(quantity)[0] - plain.at(quantity)[0]) > 0


def test_failing_kidneys_have_their_hormones_and_their_calcium() -> None:
    """At a filtration of 20: parathyroid hormone and FGF23 up, calcitriol down, the rest normal."""
    well, weak = (simulate_blood(BloodInputs(egfr=e), 4, 1) for e in (90, 20))
    for quantity, low, high in (
        ("pth", 1.7, 3.0),
        ("fgf23", 3.5, 7.0),
        ("calcitriol", 0.2, 0.6),
        ("phosphate", 0.95, 1.25),
        ("calcium", 0.95, 0.99),
        ("magnesium", 1.0, 1.07),
    ):
        ratio = float(weak.at(quantity)[0] / well.at(quantity)[0])
        assert low < ratio < high, (quantity, ratio)


def test_phosphate_follows_what_is_eaten_and_not_calcium() -> None:
    little, much = (
        simulate_blood(BloodInputs(intakes={"phosphorus": mg}), 12, 1) for mg in (700.0, 2000.0)
    )
    assert much.at("phosphate")[0] > little.at("phosphate")[0] + 0.05
    assert much.at("calcium")[0] == pytest.approx(little.at("calcium")[0], rel=0.01)


def test_a_meal_hides_a_potassium_load() -> None:
    alone = after_meal(35, fasting_k=4.5)["plasma.k"]
    both = after_meal(35, 85, fasting_k=4.5)["plasma.k"]
    assert both.max() - both[0] < 0.25 * (alone.max() - alone[0])
    with pytest.raises(UserError):
        after_meal(500)


def test_salt_in_the_drink_keeps_plasma_sodium() -> None:
    water = sweat_session(1.5, 4, 50, 1.0)
    salted = sweat_session(1.5, 4, 50, 1.0, drink_sodium=50)
    assert water.sodium[-1] < 137
    assert salted.sodium[-1] > water.sodium[-1] + 2
    assert "300 mmol of sodium" in sentence_of(water.summary())
    with pytest.raises(UserError):
        sweat_session(5, 12)


def lab(analyte: str, value: float, unit: str, **more: Any) -> Lab:
    return Lab(name=analyte, analyte=analyte, value=value, unit=unit, si_value=value, si_unit=unit,
               **more)  # fmt: skip


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
            lab("k", 3.1, "mmol/L", date=dt.date(2026, 1, 1)),
            lab("k", 3.6, "mmol/L", date=dt.date(2026, 5, 1)),
            lab("vitd", 30.0, "nmol/L"),
            lab("egfr", 55, "mL/min"),
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
    assert inputs.blood.value("potassium") == 3.6
    assert inputs.blood.value("d25") == 30.0
    assert (inputs.filtration, inputs.sweat_l_per_day, inputs.sun) == (55, 1.5, "indoors")
    assert inputs.medicines == ("thiazide",)
    assert inputs.day_of_year == 121
    part = blood_part(inputs, after={"potassium": 3500.0}, weeks=12, people=20)
    speak_blood(part)
    assert part.after_plan is not None
    assert part.after_plan.say
    assert part.say
    assert part.cannot_know
    assert len(part.tables[0].columns) == 5  # quantity, unit, now, week 4, week 12
    json_ready = Assessment(version="0", simulation=Simulation(blood=part, nerve=Nerve())).to_json()
    assert '"potassium"' in json_ready


def test_a_refusal_is_an_answer_too() -> None:
    part = blood_part(BloodInputs(age=12))
    speak_blood(part)
    assert part.say == "The models of blood were not used."
    assert "adults" in part.lines[0]
    far = blood_part(BloodInputs(blood=measured(potassium=9.0)), weeks=4, people=5)
    speak_blood(far)
    assert any("was left out of them" in line for line in far.lines)


def test_pictures_have_a_band_a_line_and_words() -> None:
    from unclench.plasma.homeostasis.pictures import picture

    result = simulate_blood(BloodInputs(), 4, 10)
    spec = picture(result).to_dict()
    assert spec["spec"]["layer"][0]["mark"]["type"] == "area"
    both = compare(BloodInputs(), BloodInputs(intakes=POOR), 4, 5)
    assert {r["who"] for r in picture(both).to_dict()["data"]["values"]} == {"stays", "changes"}


def test_every_quantity_that_is_reported_exists_in_its_model() -> None:
    for key, q in quantities().items():
        assert q.model in SLOW
        assert model(q.model).quantity(q.variable).unit == q.unit, key
    assert set(TESTED) < set(spans())


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
    assert person.medicines == ("omeprazole",)
    assert person.blood.value("potassium") == 3.9
    assert person.blood.value("d25") == pytest.approx(16 * 2.496, rel=0.01)
    assert person.day_of_year == 60
    part = simulate_blood(person, weeks=12, people=20).part()
    speak_blood(part)
    shown = blood_text(part)
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
    lines = compare(BloodInputs(), BloodInputs(intakes={"vitamin_d": 20.0}), 12, 10).changes()
    lines = [sentence_of(r) for r in lines]
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
    result = simulate_blood(
        BloodInputs(intakes=intakes, blood=measured(**labs)), weeks=1, people=20
    )
    assert float(np.median(result.at("sodium", 0))) == pytest.approx(138.0, abs=0.5)
    assert float(np.median(result.at("potassium", 0))) == pytest.approx(2.9, abs=0.05)


def test_a_level_that_a_told_medicine_can_hold_is_not_promised_to_recover() -> None:
    """Potassium of 3.1 on a thiazide: no return to normal is drawn."""
    low = {"potassium": 3.1}
    on_it = simulate_blood(BloodInputs(blood=measured(**low), medicines=("indapamide",)), 12, 40)
    assert np.allclose(on_it.at("potassium", 0), 3.1, rtol=0.01)
    assert np.allclose(on_it.at("potassium"), 3.1, rtol=0.02)
    assert "can hold it there" in said(on_it)
    stopped = simulate_blood(
        BloodInputs(blood=measured(**low)),
        12,
        40,
        start=BloodInputs(blood=measured(**low), medicines=("indapamide",)),
    )
    assert np.median(stopped.change("potassium")) > 0.15


def test_a_medicine_on_a_set_point_acts_once() -> None:
    person = BloodInputs(blood=measured(d25=40.0), medicines=("phenytoin",), sun="none")
    assert np.allclose(simulate_blood(person, 26, 10).values["d25"], 40, rtol=0.01)


@pytest.mark.parametrize(("mineral", "level"), [("magnesium", 0.8), ("potassium", 4.2)])
def test_a_balance_that_cannot_exist_is_refused_not_a_crash(mineral: str, level: float) -> None:
    """A blood test says: in balance on this diet. Nobody is, without any of it."""
    person = BloodInputs(intakes={mineral: 0.0}, blood=measured(**{mineral: level}))
    with pytest.raises(UserError, match=rf"{mineral} in blood at .* out of") as error:
        simulate_blood(person, 4, 5)
    assert mineral in error.value.problems[0].fix


def test_a_model_without_a_course_is_refused_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    from unclench.plasma.homeostasis import run

    def without(*_: Any, **__: Any) -> None:
        raise SolverError("no step is small enough")

    monkeypatch.setattr(run, "solve_many", without)
    with pytest.raises(UserError, match="empty a store"):
        simulate_blood(BloodInputs(), 4, 1)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**31))
def test_any_inputs_in_range_are_answered_or_refused(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ranges = {"calcium": (41, 2500), "magnesium": (0, 900), "potassium": (0, 12000)}
    ranges |= {"sodium": (150, 9000), "vitamin_d": (0, 250), "water": (300, 9000)}
    intakes = {k: float(rng.uniform(*v)) for k, v in ranges.items() if rng.random() < 0.7}
    labs = {k: float(rng.uniform(*v[:2])) for k, v in spans().items() if rng.random() < 0.25}
    known = sorted(c for f in load("drug_effects", DrugEffects).values() for c in f.classes)
    person = BloodInputs(
        intakes=intakes,
        blood=measured(**labs),
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
        part = result.part()
        speak_blood(part)
        assert part.say

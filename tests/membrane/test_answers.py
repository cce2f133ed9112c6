"""What a person is told: outcomes, words, assumptions, refusals, pictures."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks import validation_membrane as validation

from unclench.assessment import Lab
from unclench.assessment.simulation import Nerve
from unclench.errors import UserError
from unclench.facts.loader import sources
from unclench.membrane import (
    composition_from_labs,
    leverage,
    nerve_part,
    population,
    scan,
    simulate_nerve,
)
from unclench.membrane.margin import bands
from unclench.membrane.simulation import NerveResult
from unclench.plasma.composition import NORMAL
from unclench.words.en.sentences import sentence_of
from unclench.words.en.simulation import nerve_text, speak_nerve

HIGH, RAISED = bands().high.value, bands().raised.value
ROOT = Path(__file__).resolve().parents[2]


def ids(**blood: float) -> list[str]:
    return [o.id for o in simulate_nerve(draws=20, **blood).margin.outcomes]


def spoken(result: NerveResult | Nerve) -> Nerve:
    part = result if isinstance(result, Nerve) else result.part(trace=True)
    speak_nerve(part)
    return part


def lab(analyte: str, value: float, unit: str = "mmol/L", **more: object) -> Lab:
    return Lab(name=analyte, analyte=analyte, value=value, unit=unit, si_value=value, si_unit=unit,
               **more)  # fmt: skip


SPEC = [
    # blood, what it must point to, what it must not
    ({}, {"near_normal"}, {"tetany", "weakness"}),
    ({"ica": 0.95}, {"fasciculation"}, {"tetany", "weakness"}),
    ({"ica": 0.75}, {"tetany", "fasciculation"}, {"near_normal"}),
    ({"ph": 7.7, "ica": 1.0}, {"tetany", "cramp_prone"}, {"weakness"}),
    ({"k": 3.2}, {"less_excitable"}, {"tetany", "fasciculation"}),
    ({"k": 2.2}, {"weakness"}, {"tetany"}),
    (
        {"k": 5.3},
        {"more_excitable"},
        {"tetany", "fasciculation"},
    ),  # never tetany from potassium alone
    ({"img": 2.5}, {"less_excitable"}, {"tetany"}),
    ({"ica": 0.93, "img": 0.25}, {"tetany"}, {"near_normal"}),
    ({"ica": 0.93, "img": 0.25, "k": 3.0}, {"masked"}, {"tetany", "near_normal"}),
]


@pytest.mark.parametrize(
    ("blood", "must", "never"), SPEC, ids=lambda x: " ".join(sorted(map(str, x)))
)
def test_outcomes(blood: dict[str, float], must: set[str], never: set[str]) -> None:
    got = set(ids(**blood))
    assert must <= got
    assert not never & got


def test_the_example_of_the_command_line() -> None:
    r = simulate_nerve(ica=0.9, img=0.4, k=3.0, ph=7.5)
    assert "hides part of it" in spoken(r).say
    assert r.margin.potassium_normal < HIGH
    assert r.margin.threshold.low <= r.margin.threshold.value <= r.margin.threshold.high
    assert r.assumed == ("na", "cl", "temperature")
    assert any("sodium was not given" in a for a in spoken(r).assumptions)
    shown = nerve_text(spoken(r))
    assert "What this cannot know" in shown
    assert "not a diagnosis" in shown


def test_words_say_what_people_felt() -> None:
    r = simulate_nerve(ica=0.8)
    say = spoken(r).say
    assert "about a quarter" in say
    assert "In experiments and patients at about this point" in say
    assert "does not fire by itself" in say
    assert r.margin.experiments
    assert set(r.margin.sources) <= set(sources())


def test_never_says_that_it_fires_without_a_margin() -> None:
    for blood in ({"ica": 0.35}, {"ica": 0.3, "img": 0.1, "ph": 7.8}, {"k": 6.9}):
        say = spoken(simulate_nerve(draws=20, **blood)).say
        assert "%" in say or "by itself" in say or "blocked" in say


def test_beyond_experiments_is_said() -> None:
    assert "beyond any experiment" in spoken(simulate_nerve(draws=20, ica=0.45)).say


def test_high_potassium_comes_with_its_caution() -> None:
    say = spoken(simulate_nerve(draws=20, k=5.8)).say
    assert "too steep" in say
    assert "heart" in say


@pytest.mark.parametrize("k", [5.0, 5.8, 6.5])
def test_a_raised_potassium_is_compared_with_no_experiment(k: float) -> None:
    """Donors whose calcium fell felt tingling; potassium makes weak, so they say nothing of it."""
    result = simulate_nerve(draws=20, k=k)
    shown = nerve_text(spoken(result))
    assert result.margin.threshold.value < 90
    assert not result.margin.experiments
    assert not any(word in shown for word in ("donors", "volunteers had", "tingling"))
    low_calcium = simulate_nerve(draws=20, k=k, ica=0.9).margin.experiments
    assert low_calcium == simulate_nerve(draws=20, ica=0.9).margin.experiments != ()


def test_words_speak_of_excitability_and_of_no_band_of_spasm() -> None:
    shown = nerve_text(spoken(simulate_nerve(draws=20, ica=0.75)))
    assert "high excitability" in shown
    assert "band" not in shown


def test_out_of_range_is_refused_with_the_ranges_all_at_once() -> None:
    with pytest.raises(UserError) as error:
        simulate_nerve(ica=9.0, k=12.0, ph=float("nan"))
    assert len(error.value.problems) == 3
    assert "0.3 to 2.5" in str(error.value)


def test_answers_are_the_same_every_time_and_are_json() -> None:
    parts = [spoken(simulate_nerve(ica=0.9)) for _ in range(2)]
    a, b = (json.loads(p.model_dump_json(by_alias=True)) for p in parts)
    assert parts[0] == Nerve.model_validate(a)
    assert json.dumps(a, allow_nan=False) == json.dumps(b, allow_nan=False)
    assert set(a["sources"]) <= set(sources())
    assert len(a["trace"]["time_ms"]) == len(a["trace"]["person_mv"])
    for field in a["margin"].values():
        assert field["unit"]


def test_margin_of_normal_blood_has_no_range_by_construction() -> None:
    m = simulate_nerve().margin
    assert m.threshold.value == pytest.approx(100, abs=0.1)
    assert m.shift.value == pytest.approx(0, abs=1e-9)
    assert m.alone == {}


class TestLabs:
    def test_total_calcium_is_turned_into_free_and_said(self) -> None:
        got = composition_from_labs([lab("ca_total", 2.0), lab("albumin", 30, "g/L")])
        # 0.01567 mmol per g of albumin bound and 0.52 complexed at an ionised calcium of 1.20
        bound = 0.01567 * 30 + 0.52
        assert got.composition.ica == pytest.approx(2.0 / (1 + bound / 1.2))
        assert got.given == ("ica",)
        assert any("often wrong" in sentence_of(a) for a in got.assumptions)
        assert any("Potassium was not measured" in sentence_of(a) for a in got.assumptions)

    def test_measured_ionised_calcium_wins(self) -> None:
        got = composition_from_labs([lab("ca_total", 2.0), lab("ca_ion", 1.05)])
        assert got.composition.ica == 1.05
        assert "ica_from_total" not in {a.code for a in got.assumptions}

    def test_alkalosis_lowers_free_calcium(self) -> None:
        calm = composition_from_labs([lab("ca_total", 2.4)]).composition.ica
        fast = composition_from_labs([lab("ca_total", 2.4), lab("ph", 7.6, "")]).composition.ica
        assert calm - fast == pytest.approx(0.10)

    def test_the_newest_result_counts_and_comparators_do_not(self) -> None:
        old, new = lab("k", 3.0, date="2026-01-01"), lab("k", 4.0, date="2026-02-01")
        assert composition_from_labs([new, old]).composition.k == 4.0
        got = composition_from_labs([lab("mg", 0.3, comparator="<")])
        assert got.given == ()
        assert [c.code for c in got.unused] == ["bound_not_used"]

    def test_ionised_magnesium_is_two_thirds_of_the_total_and_said(self) -> None:
        got = composition_from_labs([lab("mg", 1.0)])
        assert got.composition.img == pytest.approx(0.65, abs=0.005)
        assert got.origins["img"] == "inferred"
        assert any("as 65 % of the total" in sentence_of(a) for a in got.assumptions)

    def test_magnesium_deficiency_of_the_clinic_points_to_tetany(self) -> None:
        part = nerve_part([lab("ca_total", 1.80), lab("mg", 0.41)])
        assert part.from_ == "labs"
        assert "tetany" in [p.id for p in part.points_to]

    def test_without_labs_nothing_is_made_up(self) -> None:
        for labs in ([], [lab("albumin", 40, "g/L")]):
            part = spoken(nerve_part(labs))
            assert part.margin is None
            assert part.insufficient

    def test_predicted_blood_fills_what_was_not_measured(self) -> None:
        part = spoken(nerve_part([lab("k", 4.0)], predicted=replace(NORMAL, ica=0.9)))
        assert part.from_ == "labs and prediction"
        assert (part.blood["k"].value, part.blood["k"].origin) == (4.0, "measured")
        assert not part.blood["k"].assumed
        assert (part.blood["ica"].value, part.blood["ica"].origin) == (0.9, "predicted")
        assert any("Predicted, not measured" in a for a in part.assumptions)
        normal = [a.split(" was")[0] for a in part.assumptions if "taken as normal" in a]
        assert normal == ["pH", "Temperature"]

    def test_a_bound_is_no_number_for_the_nerve(self) -> None:
        """A potassium below 3.0 is neither 3.0 nor the predicted 4.1."""
        low = lab("k", 3.0, comparator="<")
        for predicted in (None, replace(NORMAL, k=4.1)):
            part = spoken(nerve_part([low, lab("ca_ion", 1.2)], predicted=predicted))
            assert part.margin is None
            assert "Potassium was reported only as a bound" in part.insufficient[0]
        wide = spoken(nerve_part([lab("k", 5.0, comparator="<"), lab("ca_ion", 1.2)]))
        assert wide.margin is not None
        assert wide.blood["k"].assumed
        assert "below 5 mmol/L" in wide.caveats[0]

    def test_blood_beyond_the_models_is_insufficient_not_an_error(self) -> None:
        part = spoken(nerve_part([lab("k", 9.5)]))
        assert "1 to 7" in part.insufficient[0]


class TestMaps:
    def test_the_map_agrees_with_single_answers(self) -> None:
        m = scan("ica", "k", nx=3, ny=3, x_span=(0.8, 1.2), y_span=(3.2, 5.2))
        assert m.threshold.shape == (3, 3)
        assert m.threshold[1, 2] == pytest.approx(100, abs=0.1)
        single = validation.percent({"ica": 0.8, "k": 3.2})
        assert m.threshold[0, 0] == pytest.approx(single, rel=1e-3)

    @pytest.mark.parametrize("names", [("ica", "ica"), ("ica", "iron")])
    def test_wrong_names_are_refused(self, names: tuple[str, str]) -> None:
        with pytest.raises(UserError):
            scan(*names)

    def test_a_span_out_of_range_is_refused(self) -> None:
        with pytest.raises(UserError):
            scan(x_span=(0.01, 1.0))

    def test_pictures_are_written_without_the_network(self, tmp_path: Path) -> None:
        from unclench.membrane import charts

        r = simulate_nerve(ica=0.8, draws=10)
        m = scan(nx=5, ny=5)
        for chart, name in ((charts.trace_chart(r), "trace"), (charts.map_chart(m, r), "map")):
            for ending in (".svg", ".png", ".html"):
                path = charts.save(chart, tmp_path / f"{name}{ending}")
                assert path.stat().st_size > 1000
            html = (tmp_path / f"{name}.html").read_text("utf-8")
            assert 'src="http' not in html
        with pytest.raises(UserError, match="svg"):
            charts.save(charts.trace_chart(r), tmp_path / "x.docx")


class TestPopulation:
    def test_people_are_common_between_bloods(self) -> None:
        a = population(60)
        b = population(60, centre=replace(NORMAL, ica=0.8))
        np.testing.assert_allclose(a.blood["k"], b.blood["k"])
        both = np.isfinite(a.threshold) & np.isfinite(b.threshold)
        assert (b.threshold[both] < a.threshold[both]).mean() > 0.95

    def test_low_calcium_moves_the_middle_of_the_population_into_the_band_of_experiments(
        self,
    ) -> None:
        p = population(200, centre=replace(NORMAL, ica=0.8))
        assert np.nanmedian(p.threshold) < RAISED


def test_the_validation_page_is_what_the_models_say_today() -> None:
    rows = validation.table()
    page = (ROOT / "docs" / "validation_membrane.md").read_text("utf-8")
    assert page.strip() == validation.markdown(rows).strip()


def test_what_agreed_still_agrees_and_misses_are_on_the_page() -> None:
    rows = validation.table()
    misses = {(r.id, r.published) for r in rows if r.verdict == "misses" and r.kind != "fitted"}
    assert {r.verdict for r in rows if r.kind == "numerics"} == {"agrees"}
    assert {m[0] for m in misses} <= {"S3", "A9", "M2", "M18", "M19"}
    assert misses  # a model of nature that misses nothing is not being tested
    assert all(r.kind == "fitted" for r in validation.provocations())


def test_potassium_hangs_on_how_closely_the_leak_follows_it() -> None:
    rows = leverage.sensitivity(replace(NORMAL, k=3.0))
    assert rows[0].constant == "leak.follow"
    assert rows[0].at_low < 120 < rows[0].at_high
    spans = [r.span for r in rows]
    assert spans == sorted(spans, reverse=True)


def test_importing_is_light() -> None:
    code = (
        "import sys, unclench.membrane;"
        "bad = {'numba', 'altair', 'scipy', 'myokit', 'vl_convert'} & set(sys.modules);"
        "print(sorted(bad)); sys.exit(bool(bad))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""Results without a unit, in words, swapped, on the edge of a limit, of long ago."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.said import sentences

from unclench import assess
from unclench.case import LabInput
from unclench.facts.kinds import analytes
from unclench.plasma.labs import interpret, read_labs
from unclench.plasma.labs.plausible import units_of
from unclench.plasma.labs.said import from_words
from unclench.plasma.labs.unit_meant import without_unit
from unclench.told.person import Person

TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize("line", ["vit D 32", "Mg 1.5", "lactate 5.5", "PTH 12"])
def test_a_number_that_may_be_two_amounts_shows_both_and_is_none(line: str) -> None:
    (lab,) = interpret(read_labs([line]).results, Person(age=50))
    (note,) = [c for c in lab.caveat_codes if c.code == "lab_two_readings"]
    assert lab.si_value is None
    assert len(note.values["units"]) == len(note.values["flags"]) == 2  # type: ignore[arg-type]
    said = sentences([note])[0]
    assert all(str(u) in said for u in note.values["units"])  # type: ignore[union-attr]


def _without_a_unit() -> list[tuple[str, float]]:
    """(test, a usual value in one of its units) of every test and unit that has a usual range."""
    out = []
    for analyte in analytes.load().values():
        sides = [(r.low, r.high) for r in analyte.reference if r.high is not None]
        if not sides or analyte.unit in ("1", "pH"):
            continue
        low, high = sides[0]
        middle = 0.7 * high if low is None else (low + high) / 2
        for unit in units_of(analyte):
            one = analyte.to_unit(1.0, unit, None)
            if one > 0 and unit != "1":
                out.append((analyte.id, float(f"{middle / one:.3g}")))
    return out


@pytest.mark.parametrize(("name", "value"), _without_a_unit())
def test_every_number_without_a_unit_says_aloud_how_it_was_taken(name: str, value: float) -> None:
    label = analytes.load()[name].label
    found = read_labs([LabInput(name=label, value=value)], strict=False)
    labs = interpret(found.results, Person(age=40, sex="male"))
    said = sentences(without_unit(labs))
    if not labs:
        assert found.problems and "no unit" in str(found.problems[0])
        return
    (text,) = said
    assert labs[0].name in text and "without a unit" in text
    if labs[0].si_value is None:
        assert "may be in" in text and " or " in text
    else:
        assert labs[0].unit in text


def test_both_readings_alike_is_still_judged() -> None:
    (lab,) = interpret(read_labs(["glucose 60"]).results, Person(age=50))
    assert lab.si_value == pytest.approx(3.33, abs=0.01)  # only mg/dL is possible
    answer = assess({"age": 50, "complaints": ["cramps"], "labs": ["glucose 25"]})
    assert answer.urgency is not None and answer.urgency.level == "emergency"


def test_a_sign_of_danger_is_not_hidden_by_a_missing_unit() -> None:
    answer = assess({"age": 50, "complaints": ["crushing chest pain"], "labs": ["vit D 32"]})
    assert answer.urgency is not None and answer.urgency.level == "emergency"
    assert any("say which" in c for lab in answer.labs for c in lab.caveats)


def test_a_bound_without_a_unit_is_taken() -> None:
    (k,) = interpret(read_labs(["K >10"]).results, Person(age=50))
    assert k.interpretation == "HH"


@pytest.mark.parametrize("lines", [("K 140", "Na 4.2"), ("K 140 mmol/L", "Na 4.2 mmol/L")])
def test_swapped_sodium_and_potassium_are_recognised(lines: tuple[str, ...]) -> None:
    problems = read_labs(list(lines), strict=False).problems
    told = [f"{p.what} {p.fix}" for p in problems]
    assert len(told) == 2 and all("swapped" in t for t in told), told
    assert "sodium" in told[0] and "potassium" in told[1]


@pytest.mark.parametrize(
    ("line", "flag", "band"),
    [
        ("ferritin 18 ug/L", "L", "ferritin_probable"),
        ("ferritin 12 ug/L", "L", "ferritin_deficient"),
        ("ferritin 60 ug/L", "N", ""),
        ("B12 150 pmol/L", "unknown", "b12_indeterminate"),
        ("B12 180 pg/mL", "L", "b12_indeterminate"),  # 132.8 pmol/L: NICE's 133 is 180 pg/mL
        ("B12 170 pg/mL", "L", "b12_deficient"),
        ("B12 400 pmol/L", "N", ""),
        ("Mg 1.0 mEq/L", "L", "hypomagnesaemia_mild"),
        ("vit D 20 ng/mL", "N", ""),
        ("vit D 19 ng/mL", "L", "vitd_insufficient"),
    ],
)
def test_no_result_is_within_range_and_empty_at_once(line: str, flag: str, band: str) -> None:
    (lab,) = interpret(read_labs([line]).results, Person(age=40, sex="female"))
    assert (lab.interpretation, lab.band_id) == (flag, band)


def test_the_bands_of_adults_do_not_judge_a_child() -> None:
    (lab,) = interpret(read_labs(["ferritin 18 ug/L (7-140)"]).results, Person(age=4))
    assert lab.interpretation == "N"


def test_red_cell_magnesium_is_read_and_explained_and_not_used() -> None:
    labs = interpret(read_labs(["RBC magnesium 5.2 mg/dL"]).results, Person(age=40))
    assert [lab.analyte for lab in labs] == ["mg_rbc"]
    assert labs[0].interpretation == "unknown"
    assert any("not a settled test" in s for s in sentences(labs[0].caveat_codes))


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("potassium was high", {"k": "high"}),
        ("my calcium was normal", {"ca_total": "normal"}),
        ("sodium is fine and potassium is low", {"na": "normal", "k": "low"}),
        ("magnesium came back low", {"mg": "low"}),
    ],
)
def test_results_in_words_are_results(line: str, want: dict[str, str]) -> None:
    read = read_labs([line])
    assert {r.analyte: r.word for r in read.results} == want and not read.problems


@pytest.mark.parametrize("line", ["bloods normal", "all bloods normal", "blood tests all normal"])
def test_normal_bloods_are_taken_as_told_and_no_more(line: str) -> None:
    words = {r.analyte: r.word for r in read_labs([line]).results}
    assert words["k"] == words["na"] == "normal"
    assert not words.keys() & {"ca_total", "mg", "vitd", "b12", "tsh"}


@pytest.mark.parametrize(
    ("lines", "value", "date"),
    [
        (["K 6.4 mmol/L in 2019"], 6.4, dt.date(2019, 7, 1)),
        (["K 6.4 mmol/L in March 2019"], 6.4, dt.date(2019, 3, 15)),
        (["K 4.1 mmol/L last week"], 4.1, dt.date(2026, 11, 21)),
        (["K 4.1 mmol/L three months ago"], 4.1, dt.date(2026, 8, 30)),
        (["K 2.4 mmol/L in 2016", "K 4.3 mmol/L"], 4.3, None),
        (["K 4.3 mmol/L", "K 2.4 mmol/L in 2016"], 4.3, None),
        (["K 4.3 mmol/L (was 2.4 last month)"], 4.3, None),
    ],
)
def test_dates_in_words(lines: list[str], value: float, date: dt.date | None) -> None:
    k = read_labs(lines, today=TODAY).get("k")
    assert k is not None and (k.si_value, k.date) == (value, date)


def test_a_result_of_long_ago_is_no_emergency() -> None:
    old = assess({"age": 50, "complaints": ["cramps"], "labs": ["K 6.7 mmol/L in 2018"]})
    new = assess({"age": 50, "complaints": ["cramps"], "labs": ["K 6.7 mmol/L"]})
    assert old.urgency is not None and new.urgency is not None
    assert (old.urgency.level, new.urgency.level) == ("routine", "emergency")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("my potassium was 6.8 at the hospital this morning", {"k": 6.8}),
        ("INR 7 last week", {"inr": 7.0}),
        ("troponin came back at 240 ng/L", {"troponin": 240.0}),
        ("sodium of 118 mmol/L", {"na": 118.0}),
        ("magnesium 375 mg every day helps", {}),
        ("potassium 20 mmol tablets", {}),
        ("vitamin D 1000 IU", {}),
        ("my wife's potassium was 6.8", {}),
        ("should my potassium be above 4.5", {}),
    ],
)
def test_results_in_the_complaint(text: str, want: dict[str, float]) -> None:
    assert {r.analyte: r.si_value for r in from_words([text], TODAY)} == want


@pytest.mark.parametrize(
    "text", ["GP rang: potassium seven point two, go in", "my potassium 7.2 today"]
)
def test_a_decimal_in_words_or_without_a_verb_is_a_result(text: str) -> None:
    (found,) = from_words([text], TODAY)
    assert found.value == pytest.approx(7.2)


@pytest.mark.parametrize("text", ["magnesium 1.5 tablets", "potassium rich food, 2.5 portions"])
def test_a_dose_or_a_count_is_none(text: str) -> None:
    assert from_words([text], TODAY) == []


def test_a_number_without_a_unit_says_what_it_would_mean() -> None:
    answer = assess({"age": 66, "labs": ["CK 12,000"], "complaints": ["sore"]})
    because = " ".join(b for f in answer.red_flags if f.id == "RF110b" for b in f.because)
    assert "rhabdomyolysis" in because

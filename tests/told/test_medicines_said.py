"""Medicines as people say them: name, taken or not, dose, start; drinks; illness had or feared."""

from __future__ import annotations

from typing import Any

import pytest

from unclench import assess
from unclench.case import Case
from unclench.told import Medicine, Person, understand


def told(text: str, where: str = "complaints", **more: Any) -> Person:
    return understand(Case.model_validate({where: [text], **more}))


def by_name(text: str, where: str = "complaints") -> dict[str, Medicine]:
    return {m.generic: m for m in told(text, where).medicines}


def taken(text: str, where: str = "complaints") -> set[str]:
    return {k for k, m in by_name(text, where).items() if m.current}


@pytest.mark.parametrize(
    ("text", "generics"),
    [
        ("they gave me frusol and biso for my ankles", {"furosemide", "bisoprolol"}),
        ("on Telma-H from last year", {"telmisartan", "hydrochlorothiazide"}),
        ("using Micardis Plus daily", {"telmisartan_hydrochlorothiazide"}),
        ("take Cilacar-T and Rosuvas-F", {"cilnidipine", "telmisartan", "rosuvastatin"}
         | {"fenofibrate"}),
        ("Uremide and Span-K each morning", {"furosemide", "potassium_chloride"}),
        ("on Hyzaar for years", {"losartan", "hydrochlorothiazide"}),
        ("tried LMNT after training", {"oral_rehydration_salts"}),
        ("two Solpadeine for my back", {"codeine", "paracetamol"}),
        ("steroid inhaler twice a day", {"(inhaled_corticosteroid)"}),
    ],
)  # fmt: skip
def test_names_of_five_countries(text: str, generics: set[str]) -> None:
    assert taken(text) == generics


@pytest.mark.parametrize(
    ("text", "now", "not_now"),
    [
        ("I still have ramipril and they took me off metformin", {"ramipril"}, {"metformin"}),
        ("ibuprofen takes the edge off", {"ibuprofen"}, set()),
        ("not taking my bisoprolol any more", set(), {"bisoprolol"}),
        ("went from lisinopril to candesartan", {"candesartan"}, {"lisinopril"}),
        ("codeine bunged me up so I binned it", set(), {"codeine"}),
        ("should I come off my simvastatin?", {"simvastatin"}, set()),
        ("would quinine help?", set(), {"quinine"}),
        ("they offered me gabapentin", set(), {"gabapentin"}),
        ("nothing apart from amlodipine", {"amlodipine"}, set()),
        ("saw a programme about omeprazole", set(), set()),
        ("naproxen does not touch the pain", {"naproxen"}, set()),
        ("back on the furosemide after a break", {"furosemide"}, set()),
    ],
)
def test_what_is_said_of_one_is_not_said_of_another(
    text: str, now: set[str], not_now: set[str]
) -> None:
    found = by_name(text)
    assert {k for k, m in found.items() if m.current} == now
    assert not_now & now == set()
    assert not_now <= set(found) or not_now & taken(text) == set()


@pytest.mark.parametrize(
    ("text", "generic", "mg_day"),
    [
        ("bumetanide 1 mg twice a day", "bumetanide", 2.0),
        ("digoxin 62.5", "digoxin", 0.0625),
        ("amlodipine 5mgs", "amlodipine", 5.0),
        ("gabapentin 300 tds", "gabapentin", 900.0),
        ("pregabalin seventy five bd", "pregabalin", 150.0),
        ("half a 5mg bisoprolol tablet daily", "bisoprolol", 2.5),
        ("spironolactone 50 every other day", "spironolactone", 25.0),
        ("lithium 400mg in the morning and 600mg at night", "lithium", 1000.0),
        ("furosemide went up from 40 to 80", "furosemide", 80.0),
        ("magnesium 500 mg twice a day", "magnesium_supplement", 1000.0),
        ("ramipril since 2015", "ramipril", None),
        ("ibuprofen as needed, 400 mg", "ibuprofen", None),
    ],
)
def test_doses_a_day(text: str, generic: str, mg_day: float | None) -> None:
    found = by_name(text, "medicines")[generic]
    assert found.mg_day == (None if mg_day is None else pytest.approx(mg_day))
    assert not found.doubtful


@pytest.mark.parametrize("text", ["atorvastatin 10g", "levothyroxine 100 mg", "amlodipine 500"])
def test_a_dose_that_can_hardly_be_right_is_asked_about_and_not_believed(text: str) -> None:
    (medicine,) = told(text, "medicines").medicines
    assert medicine.doubtful
    assert medicine.mg_day is None
    assert medicine.dose_mg is None
    answer = assess({"medicines": [text], "complaints": ["calf cramp"]})
    assert any("can hardly be right" in w and text in w for w in answer.warnings)
    assert not assess({"medicines": ["atorvastatin 10 mg"], "complaints": ["calf cramp"]}).warnings


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ("leg cramps started ten days after my fluid tablet was begun", "before"),
        ("cramps for ages, long before my fluid tablet", "after"),
        ("fine until they gave me bumetanide", "before"),
        ("never had this before I started indapamide", "before"),
        ("already had the cramps before going on losartan", "after"),
        ("cramps at night, take losartan", None),
    ],
)
def test_whether_the_medicine_came_first(text: str, began: str | None) -> None:
    person = told(text)
    assert [m.began for m in person.medicines] == [began]
    finding = person.finding("new_medicine_before_onset")
    assert began is None or (finding is not None and finding.present is (began == "before"))


def test_gone_without_it() -> None:
    (medicine,) = told("the cramps went when I stopped the salbutamol").medicines
    assert medicine.eased_without


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("seven pints on a Friday", 14, 20),
        ("two or three glasses of red most nights", 20, 40),
        ("a litre of gin a week", 35, 42),
        ("30 units a week", 30, 30),
        ("ten glasses of water a day", 0, 0),
        ("a pint of milk a day", 0, 0),
        ("four bottles of alcohol-free lager a night", 0, 0),
        ("insulin 20 units a day", 0, 0),
        ("I used to sink eight pints a night", 0, 0),
        ("spilt a bottle of wine on the carpet", 0, 0),
    ],
)
def test_only_alcohol_is_alcohol(text: str, least: float, most: float) -> None:
    assert least <= (told(text).exposure("alcohol_units_week") or 0.0) <= most


@pytest.mark.parametrize(("text", "there"), [
    ("four days off the booze", True), ("sober for a week", True), ("sober for six years", False),
])  # fmt: skip
def test_lately_without_alcohol(text: str, there: bool) -> None:
    assert told(text).has("stopped_sedative") is there


@pytest.mark.parametrize(
    ("text", "has", "not_has"),
    [
        ("type 2 since my fifties", "diabetes_type_2", ""),
        ("I have sugar since ten years", "diabetes", ""),
        ("two sugars in my tea, I have sugar in coffee as well", "", "diabetes"),
        ("under active thyroid", "hypothyroidism_known", ""),
        ("I suffer with blood pressure", "hypertension", ""),
        ("had my blood pressure taken", "", "hypertension"),
        ("had a stroke scare", "", "stroke"),
        ("being tested for lupus", "", "autoimmune_connective_tissue"),
        ("my mum and aunt are both epileptic", "", "epilepsy"),
        ("watched a documentary about dialysis", "", "dialysis"),
        ("33 weeks gone, calves cramp", "pregnancy", ""),
    ],
)
def test_conditions_that_are_the_persons(text: str, has: str, not_has: str) -> None:
    have = told(text).has_conditions
    assert not has or has in have
    assert not not_has or not_has not in have


def test_an_illness_that_is_over() -> None:
    person = told("had Graves disease as a teenager")
    assert "hyperthyroidism" not in person.has_conditions
    assert [r.status for r in person.readings if r.finding == "hyperthyroidism"] == ["past"]


@pytest.mark.parametrize("text", [
    "25 weeks gone and my calves cramp", "cramps three nights a week", "in the last hour of work",
])  # fmt: skip
def test_what_is_no_duration(text: str) -> None:
    assert told(text).duration_days is None


def test_names_that_nobody_knows_are_listed() -> None:
    texts = [u.text for u in told("they put me on tablets called Zorvexil and Lumoprax").unsure]
    assert texts == ["zorvexil", "lumoprax"]
    assert told("I take the stairs and a bus called the Flyer").unsure == ()


@pytest.mark.parametrize(("text", "nutrient", "amount"), [
    ("vit D 1000 a day", "vitamin_d", 25.0), ("magnesium 400 at night", "magnesium", 400.0),
    ("b12 1000", "vitamin_b12", 1000.0),
])  # fmt: skip
def test_supplements_without_a_unit(text: str, nutrient: str, amount: float) -> None:
    (one,) = told(text, "medicines").supplements
    assert one.per_day[nutrient][0] == pytest.approx(amount)


def test_a_product_holds_what_its_name_stands_for() -> None:
    (one,) = told("Slow Mag", "medicines").supplements
    assert one.untold == ("magnesium",)
    assert told("magnesium oil on my calves", "medicines").supplements == ()

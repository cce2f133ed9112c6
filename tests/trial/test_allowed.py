"""What may be tried and what is refused, each with its reason, from the same facts as plans."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import somebody
from unclench.assessment import RedFlag, Urgency
from unclench.errors import UserError
from unclench.facts.kinds.trials import Remedy
from unclench.facts.loader import load
from unclench.trial.allowed import reasons_against, unsaid, upper_limit
from unclench.trial.remedies import asked, remedies

CALM = Urgency(level="self_care")
ADULT: dict[str, Any] = {"age": 45.0, "sex": "female"}


def codes(text: str, **person: Any) -> list[str]:
    flags = person.pop("red_flags", [])
    urgency = person.pop("urgency", CALM)
    labs = person.pop("labs", {})
    found = reasons_against(asked(text), somebody(**{**ADULT, **person}), urgency, flags, labs)
    return [r.code for r in found]


@pytest.mark.parametrize("name", sorted(load("trials", Remedy)))
def test_a_healthy_adult_may_try_each_remedy(name: str) -> None:
    assert codes(name) == []
    assert asked(name).remedy is remedies()[name]
    for words in remedies()[name].said_as:
        wanted = asked(words)
        assert wanted.remedy is remedies()[name], words


@pytest.mark.parametrize("name", sorted(load("trials", Remedy)))
@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"age": 17.9}, "trial_refused_under_18"),
        ({"pregnant": True}, "trial_refused_pregnant"),
        ({"urgency": Urgency(level="same_day")}, "trial_refused_urgent"),
        ({"urgency": Urgency(level="emergency")}, "trial_refused_urgent"),
        (
            {"red_flags": [RedFlag(id="x", source="judgement", level="routine")]},
            "trial_refused_red_flag",
        ),
        ({"conditions": ["eating_disorder"]}, "trial_refused_row"),
        ({"labs": {"k": 6.4}}, "trial_refused_row"),
    ],
)
def test_some_people_try_nothing_alone(name: str, person: dict[str, Any], code: str) -> None:
    assert code in codes(name, **person)


@pytest.mark.parametrize(
    "person",
    [
        {"conditions": ["ckd"]}, {"conditions": ["dialysis"]}, {"labs": {"egfr": 30}},
        {"conditions": ["myasthenia"]}, {"classes": ["digoxin_class"]},
        {"classes": ["fluoroquinolone"]}, {"classes": ["tetracycline_class"]},
        {"classes": ["bisphosphonate"]}, {"classes": ["integrase_inhibitor"]},
        {"classes": ["thyroid_hormone"]}, {"classes": ["magnesium"]},
    ],
)  # fmt: skip
def test_magnesium_is_refused(person: dict[str, Any]) -> None:
    assert codes("magnesium", **person)
    if "labs" not in person and person.get("conditions") not in (["dialysis"],):
        assert codes("stretching", **person) == []


@pytest.mark.parametrize(
    "person",
    [
        {"conditions": ["hypertension"]}, {"conditions": ["heart_failure"]},
        {"conditions": ["heart_disease"]}, {"conditions": ["ckd"]}, {"classes": ["thiazide"]},
        {"classes": ["loop_diuretic"]}, {"classes": ["diuretic"]},
        {"classes": ["potassium_sparing"]}, {"classes": ["lithium_class"]},
        {"conditions": ["cirrhosis"]},
    ],
)  # fmt: skip
def test_salt_is_refused(person: dict[str, Any]) -> None:
    assert codes("salt drink", **person)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("less alcohol", {"conditions": ["alcohol_use_disorder"]}),
        ("less alcohol", {"findings": ["alcohol_excess"]}),
        ("less caffeine", {"classes": ["lithium_class"]}),
        ("less caffeine", {"medicines": ["clozapine"]}),
        ("heat", {"conditions": ["neuropathy"]}),
        ("heat", {"conditions": ["diabetes"]}),
        ("compression socks", {"conditions": ["peripheral_artery_disease"]}),
    ],
)
def test_others_are_refused_where_they_harm(text: str, person: dict[str, Any]) -> None:
    assert codes(text, **person)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("quinine", "trial_refused_listed"),
        ("quinine sulphate 300 mg", "trial_refused_listed"),
        ("tonic water", "trial_refused_listed"),
        ("potassium", "trial_refused_listed"),
        ("potassium citrate", "trial_refused_listed"),
        ("salt substitute", "trial_refused_listed"),
        ("baclofen", "trial_refused_medicine"),
        ("stop my statin", "trial_refused_medicine"),
        ("half my amlodipine", "trial_refused_medicine"),
        ("magnesium and stop my bisoprolol", "trial_refused_medicine"),
        ("vitamin B6", "trial_refused_unlisted"),
        ("gin and tonic", "trial_refused_listed"),
        ("bitter lemon at night", "trial_refused_listed"),
        ("a salt alternative", "trial_refused_listed"),
        ("two magnesium tablets of 200 mg", "trial_refused_dose"),
        ("three 150 mg magnesium tablets", "trial_refused_dose"),
        ("a couple of 200mg magnesium tablets", "trial_refused_dose"),
        ("magnesium 200 mg, two tablets", "trial_refused_dose"),
        ("magnesium 200 mg to 400 mg", "trial_refused_dose"),
    ],
)
def test_what_nobody_may_try(text: str, code: str) -> None:
    assert code in codes(text)


def test_words_that_nothing_knows_name_what_there_is() -> None:
    with pytest.raises(UserError, match="stretching"):
        asked("streching")
    with pytest.raises(UserError, match=r"Choose one of .*magnesium"):
        asked("zzzz")


@pytest.mark.parametrize(
    ("dose", "refused"),
    [("250 mg", False), ("251 mg", True), ("2 g", True), ("200 mg twice a day", True)],
)
def test_a_dose_above_the_lowest_limit_is_refused(dose: str, refused: bool) -> None:
    assert ("trial_refused_dose" in codes(f"magnesium {dose}")) == refused


def test_the_unit_of_a_dose_changes_nothing() -> None:
    doses = [asked(f"magnesium {d}").dose for d in ("200 mg", "0.2 g", "200000 µg", "200000 mcg")]
    assert doses == [200.0] * 4


def test_the_limit_is_that_of_the_requirements() -> None:
    assert upper_limit("magnesium", somebody(age=40, sex="male")) == 250


def test_a_reason_names_the_persons_words() -> None:
    found = reasons_against(asked("magnesium"), somebody(age=40, conditions=["ckd"]), CALM)
    assert any(r.values.get("about") == ["ckd"] for r in found)


def test_what_was_told_and_not_understood_is_said() -> None:
    from unclench.case import Case
    from unclench.told import understand

    person = understand(Case(conditions=("bad circulation in my zorbles",)))
    assert person.not_understood
    (note,) = [r for r in unsaid(person) if r.code == "trial_not_weighed"]
    assert "zorbles" in str(note.values["about"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("my pressure is high", "salt"),
        ("I drink a bottle of vodka a day", "no alcohol"),
        ("6 pints a night", "no alcohol"),
    ],
)
def test_words_that_people_use_bar_a_trial(text: str, wanted: str) -> None:
    from unclench.case import Case
    from unclench.told import understand

    person = understand(Case(complaints=(text,)))
    assert reasons_against(asked(wanted), person, CALM)


@pytest.mark.parametrize(
    "text",
    ["2 magnesium tablets", "two magnesium tablets", "half a magnesium tablet", "magnesium 2 a day",
     "magnesium twice a day", "3 x magnesium", "a couple of magnesium capsules"],
)  # fmt: skip
def test_tablets_without_their_strength_are_asked_after(text: str) -> None:
    with pytest.raises(UserError, match="does not say how much magnesium is in one") as caught:
        asked(text)
    assert "packet" in caught.value.problems[0].fix


@pytest.mark.parametrize(
    ("text", "dose"),
    [("magnesium", None), ("magnesium tablet", None), ("magnesium for 8 weeks", None),
     ("2 magnesium tablets of 100 mg", 200), ("two 100 mg magnesium tablets", 200)],
)  # fmt: skip
def test_what_is_proposed_or_told_in_full_is_taken(text: str, dose: float | None) -> None:
    assert asked(text).dose == dose

"""An illness that is named: the person's, somebody else's, feared, over, or not said at all."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import assess
from unclench.case import Case
from unclench.told import understand
from unclench.told.person import SURE_NAMED, Condition, Person, Reading
from unclench.told.vocabulary import condition_items

CORPUS = Path(__file__).parents[2] / "corpus" / "named_1.yaml"


def named(*texts: str) -> dict[str, Reading]:
    read = understand(Case(complaints=list(texts))).readings
    return {r.finding: r for r in read if r.kind == "condition"}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("I have type 1 diabetes and my calves cramp at night", "diabetes_type_1_short"),
        ("I am on dialysis three times a week and my legs cramp", "dialysis"),
        ("I am 28 weeks pregnant and my calves cramp", "pregnancy"),
        ("I have had coeliac disease since I was ten, my hands cramp", "coeliac_disease"),
        ("had a gastric bypass in 2019, my feet cramp", "bariatric_surgery"),
    ],
)
def test_an_illness_that_is_the_persons_is_told_so(text: str, condition: str) -> None:
    assert named(text)[condition].status == "present"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("my calf cramps at night and my dad had a stroke", "stroke"),
        ("my muscles twitch, is it ALS?", "motor_neurone_disease_known"),
        ("my muscles twitch and I am terrified it is MND", "motor_neurone_disease_known"),
        ("my friend has fibromyalgia, I only have a sore calf", "fibromyalgia"),
        ("I put a heating pad on my back because it aches", "peripheral_artery_disease"),
        ("lifted the plant pots and my back went", "more_common_conditions"),
    ],
)
def test_what_is_not_the_persons_is_never_told_as_theirs(text: str, condition: str) -> None:
    read = named(text)
    assert condition not in read or read[condition].status != "present"
    assert condition not in understand(Case(complaints=[text])).has_conditions


def test_what_a_carer_names_is_the_persons() -> None:
    answer = assess(
        {"age": 81, "sex": "M", "complaints": ["my dad has Parkinson's and leg cramps"]}
    )
    (read,) = [u for u in answer.understood if u.finding == "parkinson"]
    assert read.status == "present" or read.slots["counted"]


def test_an_illness_of_a_group_is_shown_by_its_name() -> None:
    answer = assess({"complaints": ["I have tinnitus and a hernia, my calf cramps at night"]})
    labels = [u.label for u in answer.understood if u.finding == "common_conditions"]
    assert sorted(label.split(" (")[0] for label in labels) == ["Hernia", "Tinnitus"]


def texts(count: int) -> list[str]:
    rows = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    return [row["text"] for row in itertools.islice(rows, count)]


def unsure(counts: bool) -> tuple[str, Reading]:
    for text in texts(300):
        for r in named(text).values():
            if (
                r.status == "uncertain"
                and ("counted" in r.slots) is counts
                and "perhaps" in r.slots
            ):
                return text, r
    raise AssertionError("every illness in all messages is sure")


@pytest.mark.parametrize("counts", [True, False])
def test_what_may_be_meant_can_be_confirmed_and_struck(counts: bool) -> None:
    text, r = unsure(counts)
    assert (r.finding in understand(Case(complaints=[text])).has_conditions) is counts
    yes = understand(Case(complaints=[text], confirmed=(r.id,)))
    assert r.finding in yes.has_conditions
    assert yes.sure(r.finding) == 1.0
    assert next(x for x in yes.readings if x.id == r.id).status == "present"
    no = understand(Case(complaints=[text], struck=(r.id,)))
    assert r.id not in {x.id for x in no.readings}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 299))
def test_what_is_told_as_said_is_sure(n: int) -> None:
    told = understand(Case(complaints=[texts(300)[n]]))
    for r in told.readings:
        if r.kind == "condition" and r.status == "present":
            assert told.sure(r.finding) >= SURE_NAMED


def test_a_group_never_holds_a_name_of_its_own() -> None:
    """A name that another illness has is not shown as one that changes nothing."""
    items = condition_items()
    groups = {k for k, i in items.items() if i.named_as_told}
    assert groups
    own = {p for k, i in items.items() if k not in groups for p in i.phrases}
    for group in groups:
        assert not own & set(items[group].phrases)


def test_how_sure_a_person_is_of_an_illness_is_that_of_the_surest_words() -> None:
    told = Person(conditions=(Condition("gout", True, "gout", "complaints", None, 0.4),))
    assert told.sure("gout") == 0.4
    assert told.sure("anything else") == 1.0


def test_what_is_somebody_elses_is_not_the_persons_by_confirming_it() -> None:
    text = "my calf cramps at night and my dad had a stroke"
    other = named(text)["stroke"]
    assert other.status == "other_person"
    told = understand(Case(complaints=[text], confirmed=(other.id,)))
    assert "stroke" not in told.has_conditions


@pytest.mark.parametrize("frame", ["they ruled {} out", "{} was ruled out", "they ruled out {}"])
@pytest.mark.parametrize("name", ["bowel resection", "Parkinson's disease", "gout"])
def test_what_grammar_denies_is_not_the_persons(frame: str, name: str) -> None:
    told = understand(Case(complaints=["my calf cramps at night", frame.format(name)]))
    assert not told.has_conditions

"""How somebody lives, told in a field of its own: what is offered is understood, "none" is none."""

from __future__ import annotations

import pytest

from unclench.case import Case
from unclench.facts.kinds.living_words import LivingWords
from unclench.facts.loader import load
from unclench.told import understand

OFFERS = [
    (field, said)
    for fact in load("living_words", LivingWords).values()
    for field, every in fact.offers.items()
    for said in every
]


@pytest.mark.parametrize(("field", "said"), OFFERS)
def test_every_offer_is_understood_whole(field: str, said: str) -> None:
    person = understand(Case(exposure={field: said}))
    assert person.findings or person.exposures, said
    assert not person.not_understood, said
    present = {f.id for f in person.findings if f.present}
    assert not {"alcohol_excess", "no_alcohol"} <= present
    assert not {"low_sun", "good_sun"} <= present
    if said.startswith("no "):
        assert not present - {"no_alcohol"}


@pytest.mark.parametrize(
    "said",
    ["no", "none", "no heat", "not hot", "nothing", "never", "0", "cool office",
     "I do not work in the heat", "air conditioned office"],
)  # fmt: skip
def test_no_heat_is_no_heat(said: str) -> None:
    found = understand(Case(exposure={"heat": said})).findings
    assert not [f for f in found if f.id == "heat_exposure" and f.present]


@pytest.mark.parametrize(
    "said", ["hot office", "yes", "6 h a day", "hot kitchen, no air conditioning", "bakery", "some"]
)
def test_heat_is_heat(said: str) -> None:
    found = understand(Case(exposure={"heat": said})).findings
    assert [f for f in found if f.id == "heat_exposure" and f.present]


@pytest.mark.parametrize(
    ("said", "excess"),
    [("2 pints of cider a week", False), ("2 single whiskies a week", False),
     ("6 cans of beer a week", False), ("a bottle of whisky a week", True), ("vodka", True)],
)  # fmt: skip
def test_a_number_counts_before_the_words_of_its_own_field(said: str, excess: bool) -> None:
    found = understand(Case(exposure={"alcohol": said})).findings
    assert bool([f for f in found if f.id == "alcohol_excess" and f.present]) == excess


def test_a_number_in_free_talk_takes_no_warning_away() -> None:
    found = understand(Case(complaints=("fever last night, temperature 37.2 now",))).findings
    assert [f for f in found if f.id == "fever" and f.present]


@pytest.mark.parametrize(
    ("case", "left"),
    [
        (Case(medicines=("omeprazole 20 mg", "metformin 1 g")), ()),
        (Case(medicines=("zorblepam 20 mg",)), ("zorblepam 20 mg",)),
        (Case(exposure={"heat": "kitchen work, hot, 6 h a day"}), ()),
        (Case(exposure={"sun": "indoors most of the day"}), ()),
        (Case(exposure={"sun": "purple mattress"}), ("purple mattress",)),
    ],
)
def test_units_and_the_word_of_the_field_are_not_left_over(
    case: Case, left: tuple[str, ...]
) -> None:
    assert understand(case).not_understood == left

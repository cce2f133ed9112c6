"""A state that ends, told of longer ago than it lasts, is over: a pregnancy, a plaster, a birth."""

from __future__ import annotations

import pytest

from unclench.case import from_dict
from unclench.told import Person, understand


def told(text: str, where: str = "complaints") -> Person:
    return understand(from_dict({"age": 40, "sex": "female", where: [text]}))


@pytest.mark.parametrize(
    "text",
    [
        "I was pregnant in 2015",
        "pregnant in 2019, cramps now",
        "I was pregnant ten years ago",
        "been pregnant twice",
        "three pregnancies, all fine",
        "had leg cramps when I was pregnant with my son",
        "after my pregnancy my back hurt",
        "hyperemesis in 2012",
    ],
)
@pytest.mark.parametrize("where", ["complaints", "conditions"])
def test_a_pregnancy_of_the_past_is_over_and_no_grave_word(text: str, where: str) -> None:
    person = told(text, where)
    assert not person.pregnant
    assert not [u for u in person.unsure if u.kind == "grave"]


@pytest.mark.parametrize(
    "text",
    [
        "pregnant since June",
        "I have been pregnant for 5 months",
        "was pregnant in 2015 and am pregnant again",
        "this is my third pregnancy",
        "14/40, leg cramps",
        "16+3 weeks, cramps",
        "baby coming in March",
    ],
)
def test_a_pregnancy_of_today_is_one(text: str) -> None:
    assert told(text).pregnant


def test_what_matters_for_a_while_is_over_after_it() -> None:
    assert "spinal_procedure" not in told("epidural in 2010, back aches").present
    assert "spinal_procedure" in told("epidural on Monday, back aches").present
    assert "breastfeeding" not in told("gave birth in 2015").has_conditions
    assert "breastfeeding" in told("gave birth in May").has_conditions

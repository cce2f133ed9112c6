"""Whose voice it is: a carer's words are about the person of the profile, a relative's are not."""

from __future__ import annotations

import pytest

from unclench.case import Case
from unclench.told import understand

PATIENT = [
    ({"age": 58, "sex": "male"}, "My husband gets terrible calf cramps every night"),
    ({"age": 12}, "our daughter gets calf cramps after football"),
    ({"age": 81, "sex": "female"}, "my nan has calf cramps most nights, she cannot settle"),
    ({}, "Hello, writing about my wife. She gets cramps in both calves at night"),
    ({}, "my husband's calves cramp at night, I rub them"),
]
NOT_THE_PATIENT = [
    ({"age": 58, "sex": "female"}, "My husband gets terrible calf cramps every night"),
    ({}, "My husband has calf cramps too, but mine are in the back"),
    ({}, "I have back pain. my brother has calf cramps"),
    ({}, "my back hurts. My husband gets calf cramps"),
    ({}, "my gran and my uncle get calf cramps every night"),
    ({"age": 58, "sex": "male"}, "brother and sister both have calf cramps"),
]


@pytest.mark.parametrize(("profile", "words"), PATIENT)
def test_a_carer_speaks_for_the_person(profile: dict[str, object], words: str) -> None:
    told = understand(Case.model_validate({**profile, "complaints": [words]}))
    assert told.state("leg_cramp")


@pytest.mark.parametrize(("profile", "words"), NOT_THE_PATIENT)
def test_a_relative_s_trouble_is_not_the_person_s(profile: dict[str, object], words: str) -> None:
    told = understand(Case.model_validate({**profile, "complaints": [words]}))
    assert not told.state("calf_cramp")


def test_what_a_relative_says_of_it_is_no_fact() -> None:
    told = understand(Case(complaints=["calf cramps at night, my husband says it is diabetes"]))
    assert told.state("calf_cramp")
    assert not told.state("diabetes")

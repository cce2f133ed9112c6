"""An illness that somebody fears, nurses or knows of is not their own."""

from __future__ import annotations

import pytest

from unclench import Case
from unclench.told import understand


def has(text: str) -> set[str]:
    return {c.id for c in understand(Case(complaints=[text])).conditions if c.present}


@pytest.mark.parametrize(
    "text",
    [
        "calf cramps at night and I keep thinking about my uncle's lymphoma",
        "my colleague's gout started in the calf",
        "I have seen what myeloma looks like, my back aches by evening",
        "I care for people with epilepsy and my shoulder cramps",
        "lying here diagnosing myself with Parkinson's, my eyelid twitches",
        "I knew a teacher who had a tumour, and now my back hurts",
    ],
)
def test_feared_nursed_and_known_of(text: str) -> None:
    assert not has(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I was diagnosed with myeloma in May and my back aches", "myeloma_mgus"),
        ("I know how my gout feels and this is a calf cramp", "gout"),
        ("my friend has lupus, I have gout", "gout"),
        ("epilepsy since school, calf cramps", "epilepsy"),
    ],
)
def test_ones_own_stays(text: str, own: str) -> None:
    assert own in has(text)


@pytest.mark.parametrize(
    "text", ["naturally the stroke leaflet has me convinced", "he feared diabetic nerve damage"]
)
def test_heard_as_another_s_without_a_pattern(text: str) -> None:
    assert not has(text)


def test_a_doctors_order_is_ones_own() -> None:
    assert "hyperkalaemia_told" in has("my kidney nurse told me to lower potassium")

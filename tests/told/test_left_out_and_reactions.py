"""Foods that are left out, reactions told without the word allergy, and allergies to no food."""

from __future__ import annotations

from typing import Any

import pytest

from unclench.case import from_dict
from unclench.planning.safety import safety_for
from unclench.told import Person, understand


def person(where: str, text: str) -> Person:
    told: dict[str, Any] = {"age": 40, "sex": "female"}
    told[where] = {"description": text} if where == "diet" else [text]
    return understand(from_dict(told))


@pytest.mark.parametrize(
    ("where", "text", "patterns"),
    [
        ("diet", "I don't eat dairy", {"milk_allergy"}),
        ("diet", "no dairy because it brings on my asthma", {"milk_allergy"}),
        ("diet", "gluten-free diet", {"gluten_free"}),
        ("complaints", "I avoid fish", {"fish_allergy"}),
        ("complaints", "the last time I ate egg I stopped breathing", {"egg_allergy"}),
        ("complaints", "my throat swells when I eat kiwi", {"kiwi_allergy"}),
        ("conditions", "pollen food syndrome: carrot, kiwi", {"carrot_allergy", "kiwi_allergy"}),
        ("allergies", "cow's milk protein, carries Jext", {"milk_allergy"}),
        ("allergies", "no known drug allergies; nuts - hives", {"nut_allergy"}),
    ],
)  # fmt: skip
def test_what_is_left_out_or_reacted_to_is_kept_out(
    where: str, text: str, patterns: set[str]
) -> None:
    told = person(where, text)
    assert patterns <= set(told.allergies)
    assert not told.unsure


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("allergies", "none that I know of"),
        ("allergies", "hay fever"),
        ("allergies", "codeine makes me sick"),
        ("allergies", "ibuprofen - asthma"),
        ("allergies", "wasp venom (EpiPen)"),
        ("complaints", "hives from stress"),
        ("complaints", "can not breathe after climbing stairs"),
        ("diet", "no breakfast, toast for lunch"),
        ("diet", "no problem with milk"),
    ],
)
def test_what_is_no_food_keeps_nothing_out(where: str, text: str) -> None:
    told = person(where, text)
    assert told.allergies == ()
    assert not [u for u in told.unsure if u.kind == "allergy"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I get a swollen throat from cinnamon", "allergy"),
        ("I could be pregnant", "grave"),
        ("my blood is thinned", "grave"),
        ("citrin transferase disorder", "grave"),
        ("I have Tarrow-Blint disease and cramps", "condition"),
    ],
)
def test_grave_and_unknown_words_of_a_sentence_are_kept(text: str, kind: str) -> None:
    assert kind in {u.kind for u in person("complaints", text).unsure}


@pytest.mark.parametrize(
    "text",
    ["not pregnant", "my wife is pregnant", "no dialysis", "my sister had a transplant",
     "skin graft on my leg", "I work on a dialysis ward", "thinner than last year"],
)  # fmt: skip
def test_no_grave_word_is_made_up(text: str) -> None:
    assert not [u for u in person("complaints", text).unsure if u.kind == "grave"]


@pytest.mark.parametrize(
    ("text", "refused"),
    [("I'm anorexic", "eating_disorder"), ("my dialysing sessions", "kidney"),
     ("kidney machine twice a week", "kidney"), ("I've had a new heart", "transplant"),
     ("on monoamine inhibitors", "not_understood")],
)  # fmt: skip
def test_grave_things_in_other_forms_refuse(text: str, refused: str) -> None:
    assert refused in [r.refuse for r in safety_for(person("complaints", text)).refuses]

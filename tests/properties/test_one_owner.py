"""Every number that stands twice in one answer is equal: one value has one owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.properties.places import answer_of, eater

Key = tuple[str, str, str]


def stated(a: dict[str, Any]) -> Iterator[tuple[Key, str, float]]:
    """((quantity, unit, scenario), where, value) of all that an answer says more than once."""
    for n in a["nutrients"]:
        unit = n["usual_intake"]["unit"]
        if n["usual_intake"]["mean"] is not None:
            yield (f"usual {n['id']}", unit, "now"), "nutrients", n["usual_intake"]["mean"]
        if n["probability_inadequate"] is not None:
            enough = 1 - n["probability_inadequate"]
            yield (f"enough {n['id']}", "", "now"), "nutrients", enough
    if a["diary"] and a["diary"]["energy_kcal"]:
        e = a["diary"]["energy_kcal"]
        yield ("usual energy", e["unit"], "now"), "diary", e["mean"]
    wet = a["hydration"]
    if wet and wet["water_intake"]:
        yield ("usual water", "g/day", "now"), "hydration", 1000 * wet["water_intake"]["mean"]
    for plan in (a["plan"] or {}).get("plans") or ():
        for e in plan["effects"]:
            yield (f"usual {e['nutrient']}", e["unit"], "now"), "plan", e["before"]
            if e["probability_enough_before"] is not None:
                p = e["probability_enough_before"]
                yield (f"enough {e['nutrient']}", "", "now"), "plan", p


def disagreements(a: dict[str, Any]) -> list[str]:
    """Quantities that an answer gives two values for."""
    values: dict[Key, dict[str, float]] = defaultdict(dict)
    for key, where, value in stated(a):
        values[key][f"{where} {len(values[key])}"] = value
    assert any(len(v) > 1 for v in values.values()), "nothing stands twice"
    return [
        f"{key}: {found}"
        for key, found in values.items()
        if max(found.values()) - min(found.values()) > 1e-9 * max(1.0, *map(abs, found.values()))
    ]


PEOPLE: dict[str, dict[str, Any]] = {
    "a woman": {},
    "vegan in the profile": {"profile": {"diet": "vegan"}},
    "vegan in words": {"conditions": ["I am vegan"]},
    "pregnant in words": {"conditions": ["20 weeks pregnant"]},
    "supplements told": {"medicines": ["vitamin B12 1000 mcg daily", "magnesium 250 mg"]},
    "a man with kidneys that fail": {"sex": "male", "conditions": ["chronic kidney disease"]},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_number_stands_twice_with_two_values(who: str) -> None:
    assert disagreements(answer_of(eater(**PEOPLE[who]), plan=True)) == []

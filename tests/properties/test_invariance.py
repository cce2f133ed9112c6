"""Politeness, order, case, Unicode form, spelling of another country: the same answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from unclench.chain import assess

STORIES = [
    ["calf cramps at night for three weeks", "no fever", "I drink two litres of water a day"],
    ["my lower back went when I lifted a sofa", "no numbness, waterworks fine"],
    ["numb between my legs and I cannot pass urine", "back pain since Monday"],
    ["my left eyelid has been twitching for days", "too much coffee and little sleep"],
    ["tingling round the mouth and in both hands", "diarrhoea for a week"],
    ["dark urine and swollen thighs after a spin class"],
    ["both calves cramp after 70 minutes of football", "it was hot"],
    ["legs feel heavy when walking, better leaning on a trolley"],
]
SAME: dict[str, Callable[[list[str]], list[str]]] = {
    "polite": lambda told: ["Dear doctor, please help me.", *told, "Thank you so much."],
    "order": lambda told: told[::-1],
    "case": lambda told: [t.upper() for t in told],
    "decomposed": lambda told: [unicodedata.normalize("NFD", t) for t in told],
    "blanks": lambda told: [f"  {t.replace(' ', '  ')}  " for t in told],
    "American": lambda told: [
        t.replace("diarrhoea", "diarrhea").replace("litres", "liters") for t in told
    ],
    "an extra sentence": lambda told: [*told, "We live near the park."],
}


@pytest.mark.parametrize("change", SAME)
@pytest.mark.parametrize("told", STORIES, ids=lambda told: told[0][:25])
def test_what_does_not_matter_changes_nothing(change: str, told: list[str]) -> None:
    first = assess({"age": 45, "sex": "female", "complaints": told})
    second = assess({"age": 45, "sex": "female", "complaints": SAME[change](told)})
    assert first.urgency is not None and second.urgency is not None
    assert first.urgency.level == second.urgency.level
    assert {f.id for f in first.red_flags} == {f.id for f in second.red_flags}
    assert [c.id for c in first.causes[:3]] == [c.id for c in second.causes[:3]]
    pairs = zip(first.causes[:3], second.causes[:3], strict=True)
    assert all(a.probability == pytest.approx(b.probability, abs=1e-9) for a, b in pairs)

"""What may be meant: played back, confirmed or struck, and counted a little in the ranking only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import assess
from unclench.case import Case
from unclench.differential.ranking import rank
from unclench.differential.red_flags import evaluate
from unclench.told import understand
from unclench.told.en import reader
from unclench.told.person import Perhaps, Person
from unclench.told.vocabulary import finding_items

TEXTS = (
    "my back had set like concrete after the drive, had to hang off the mirror arm for a minute",
    "both my calf just ganged up on me and the keeper was pushing my boot",
    "the second toe crosses over the big one in bed and I have to stand on the tiles to flatten it",
    "her hands and feet went stiff and twisted, thumb stuck in the palm",
)


def some() -> tuple[str, Person, Perhaps]:
    """A text in which something may be meant."""
    for text in TEXTS:
        told = understand(Case(complaints=[text]))
        if told.perhaps:
            return text, told, told.perhaps[0]
    raise AssertionError("nothing is supposed in any text")


def test_it_is_played_back_and_not_believed() -> None:
    text, told, one = some()
    row = next(r for r in told.readings if r.finding == one.id)
    assert row.status == "uncertain" and 0 < float(row.slots["perhaps"] or 0) < 1
    assert one.id not in told.present and one.id not in told.absent
    understood = next(u for u in assess({"complaints": [text]}).understood if u.finding == one.id)
    assert understood.status == "uncertain"


def test_it_can_be_confirmed_and_struck() -> None:
    text, told, one = some()
    row = next(r for r in told.readings if r.finding == one.id)
    confirmed = understand(Case(complaints=[text], confirmed=[row.id]))
    assert one.id in confirmed.present and one.id not in {p.id for p in confirmed.perhaps}
    assert next(r for r in confirmed.readings if r.id == row.id).status == "present"
    struck = understand(Case(complaints=[text], struck=[row.id]))
    assert one.id not in {p.id for p in struck.perhaps}
    assert row.id not in {r.id for r in struck.readings}


@pytest.mark.parametrize("text", [*TEXTS, "I can not feel the paper when I wipe, sort of"])
def test_what_is_urgent_is_never_supposed(text: str) -> None:
    told = understand(Case(complaints=[text]))
    assert not {p.id for p in told.perhaps} & reader.deciding()
    assert not {p.id for p in told.perhaps} & (told.present | told.absent)
    assert all(p.id in finding_items() and 0.0 < p.odds < 1e3 for p in told.perhaps)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 2.0), st.floats(1.1, 10.0))
def test_likelier_words_move_the_ranking_more_and_never_as_much_as_told_ones(
    odds: float, more: float
) -> None:
    """Between not told and told, and rising with the odds."""
    base = understand(Case(complaints=["my leg hurts"]))

    def chance(*perhaps: Perhaps, text: str = "") -> float:
        told = replace(base, perhaps=perhaps) if not text else understand(Case(complaints=[text]))
        causes = rank(told).causes
        return next((c.probability for c in causes if c.id == "growing_pains"), 0.0)

    def one(x: float) -> Perhaps:
        return Perhaps("evening_leg_pains_child", x, "evening pains", "complaints")

    nothing, some_, more_ = chance(), chance(one(odds)), chance(one(odds * more))
    assert nothing <= some_ <= more_


def test_no_warning_sign_comes_of_it() -> None:
    base = understand(Case(complaints=["my back hurts"]))
    for name in ("saddle_anaesthesia", "fever", "weakness_progressive"):
        more = replace(base, perhaps=(Perhaps(name, 5.0, "x", "complaints"),))
        assert evaluate(more, [])[0] == evaluate(base, [])[0]

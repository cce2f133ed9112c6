"""Kinds of misreading that were mended, in our own sentences; blind ones are in `corpus/`."""

from __future__ import annotations

import pytest
import yaml

from tests.conftest import ROOT
from unclench import Case
from unclench.told import understand


def _there(*complaints: str) -> set[str]:
    told = understand(Case(complaints=list(complaints)))
    return {f.id for f in told.findings if f.present} | {c.id for c in told.conditions if c.present}


NOT_SO = [
    ("so stiff and sore this morning that I was unable to get up", "paralysis"),
    ("my back hurts so much I cannot move at all", "paralysis"),
    ("I could not say I have had a fever, the neck is stiff", "fever"),
    ("the tingling runs down my arm into the thumb", "sciatica"),
    ("since the operation on my back my calves cramp", "back_spasm"),
    ("a bruise on the back of my calf", "bruise_over_spine"),
    ("as a child I had fits, and today my thigh cramps", "seizure"),
    ("I passed out once at a wedding, in the crowd, thirty years back", "collapse_syncope"),
    ("our neighbour's horse was bitten by a snake and my calf cramps", "venomous_bite_or_sting"),
    ("my father in law coughs blood, my back aches", "coughing_blood"),
    ("Fever? No. My back aches", "fever"),
    ("zero leg pain, only the back", "leg_pain"),
    ("they had me checked for a thrombosis and the scan was clear", "dvt_history"),
    ("my nose has been running all week", "regular_exercise"),
]
SO = [
    ("MRI for the leg cramps was normal", "leg_cramp"),
    ("they ruled out multiple sclerosis, calf cramps after work", "calf_cramp"),
    ("lack of vibration sense at the toes", "vibration_position_lost"),
    ("I cannot move my legs and my back hurts", "paralysis"),
    ("my jeans are not fitting me now, calf cramps at night", "calf_cramp"),
    ("no fever, calf cramps since Monday", "calf_cramp"),
    ("tingling around the mouth and in the fingers", "perioral_paraesthesia"),
    ("No. My calf cramps at night", "calf_cramp"),
    ("fainted this morning while queueing", "collapse_syncope"),
]


@pytest.mark.parametrize(("text", "finding"), NOT_SO)
def test_it_is_not_taken_for_so(text: str, finding: str) -> None:
    assert finding not in _there(text)


@pytest.mark.parametrize(("text", "finding"), SO)
def test_it_is_so(text: str, finding: str) -> None:
    assert finding in _there(text)


def test_an_illness_that_is_not_theirs_is_played_back_so() -> None:
    told = understand(Case(complaints=["I am convinced it is Parkinson's, my hand shakes"]))
    assert [r.status for r in told.readings if r.finding == "parkinson"] == ["uncertain"]


def test_the_developing_half_of_the_kinds_does_not_fall_back() -> None:
    right = 0
    rows = yaml.safe_load((ROOT / "corpus" / "kinds_dev_1.yaml").read_text(encoding="utf-8"))
    for row in rows:
        there = _there(*row["complaints"])
        right += set(row.get("present", ())) <= there and not there & set(
            row.get("not_present", ())
        )
    assert right >= 0.76 * len(rows)

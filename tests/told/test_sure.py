"""What is believed without being sure: it counts with its odds and is played back as probable."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import assess
from unclench.case import Case
from unclench.differential.ranking import rank
from unclench.told import understand
from unclench.told.person import SURE, Finding, Person, Reading
from unclench.told.reading import better
from unclench.told.vocabulary import wider_findings
from unclench.words.en import playback

MESSAGES = Path(__file__).parents[2] / "corpus" / "lines_3.yaml"


def texts(count: int) -> list[str]:
    rows = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return [row["says"][0] for row in itertools.islice(rows, count)]


def counted(told: Person) -> list[Reading]:
    return [r for r in told.readings if r.status == "uncertain" and "counted" in r.slots]


def unsure() -> tuple[str, Reading]:
    for text in texts(150):
        for r in counted(understand(Case(complaints=[text]))):
            return text, r
    raise AssertionError("everything in all messages is sure")


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("my calf cramps at night", "calf_cramp"),
        ("I have had back pain since Sunday", "back_pain"),
        ("pins and needles in both feet", "paraesthesia_feet"),
        ("my eyelid keeps twitching", "eyelid_twitch"),
        ("I have had diarrhoea for a week", "diarrhoea"),
        ("cramps in both legs when I run", "leg_cramp"),
    ],
)
def test_what_is_plainly_said_is_told_as_said(text: str, finding: str) -> None:
    said = [r for r in understand(Case(complaints=[text])).readings if r.finding == finding]
    assert [r.status for r in said] == ["present"]
    assert "perhaps" not in said[0].slots


@pytest.mark.parametrize("who", ["dad", "husband", "grandad"])
def test_a_carer_is_as_sure_as_the_person(who: str) -> None:
    case = Case(profile={"age": 71, "sex": "male"}, complaints=[f"my {who} has a weak leg"])
    found = understand(case).finding("weakness")
    assert found is not None and found.present and found.sure >= SURE


def test_it_is_believed_with_its_chance_and_not_told_as_said() -> None:
    text, one = unsure()
    assert 0 <= float(one.slots["perhaps"] or 0) <= SURE
    told = understand(Case(complaints=[text]))
    found = told.finding(one.finding)
    assert found is not None and found.present
    assert found.sure >= float(one.slots["perhaps"] or 0) - 0.005


def test_it_can_be_confirmed_and_struck() -> None:
    text, one = unsure()
    confirmed = understand(Case(complaints=[text], confirmed=[one.id]))
    assert next(r for r in confirmed.readings if r.id == one.id).status == "present"
    found = confirmed.finding(one.finding)
    assert found is not None and found.present and found.sure == 1.0
    struck = understand(Case(complaints=[text], struck=[one.id]))
    assert one.id not in {r.id for r in struck.readings}


def test_it_is_played_back_under_a_title_of_its_own() -> None:
    text, one = unsure()
    said = assess({"complaints": [text]}).understood
    (line,) = [t for t, ids in playback.lines(said) if one.id in ids and "mean" in t]
    likely = float(one.slots["perhaps"] or 0) >= playback.LIKELY
    title = "You probably mean" if likely else "Perhaps you mean, counted as told to be safe"
    assert line.startswith(f"{title}: ")


def test_what_follows_is_as_sure_as_what_it_follows_from() -> None:
    for text in texts(40):
        there = {f.id: f for f in understand(Case(complaints=[text])).findings if f.present}
        for f in there.values():
            for wide in wider_findings(f.id) & there.keys():
                assert there[wide].sure >= f.sure, (text, f.id, wide)


def test_said_twice_is_as_sure_as_the_surer() -> None:
    a, b = Finding("back_pain", True, sure=0.6), Finding("back_pain", True, sure=0.9, severity=2)
    assert better(a, b).sure == better(b, a).sure == 0.9
    denied = Finding("back_pain", False)
    assert better(denied, a).sure == 0.6


@settings(max_examples=20, deadline=None)
@given(st.floats(0.02, 0.8), st.floats(0.01, 0.04))
def test_the_surer_the_more_it_moves_the_ranking_and_never_more_than_plain_words(
    chance: float, more: float
) -> None:
    base = understand(Case(complaints=["my leg hurts"]))

    def of(sure: float | None) -> float:
        new = Finding("evening_leg_pains_child", True, sure=sure or 1.0)
        found = (*base.findings, *([new] if sure is not None else []))
        status = {f.id: f.present for f in found}
        told = replace(base, findings=found, _status=dict(sorted(status.items())))
        return next((c.probability for c in rank(told).causes if c.id == "growing_pains"), 0.0)

    assert of(None) <= of(chance) + 1e-9 <= of(chance + more) + 2e-9 <= of(1.0) + 3e-9

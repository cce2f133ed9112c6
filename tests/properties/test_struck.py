"""A reading that was struck out is gone everywhere, through every door."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.properties.places import TODAY, answer_of, numbers, stories
from unclench import assess, case_from, render
from unclench.case import from_dict
from unclench.differential.network import network
from unclench.told import understand

QUICK = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
KEYS = ("complaints", "signs", "medicines", "conditions", "allergies")
MIXED: dict[str, Any] = {
    "age": 52,
    "sex": "female",
    "complaints": [
        "calf cramps at night", "back pain since a fall", "I drink six pints of beer a day",
        "my mother has Parkinson's disease", "my potassium was 2.1 yesterday",
    ],
    "medicines": ["magnesium 250 mg", "furosemide 40 mg", "vitamin D 20 mcg daily"],
    "conditions": ["coeliac disease", "no diabetes"],
    "allergies": ["nuts"],
    "exposure": {"sweat": "1.2 L/h", "sun": "hardly ever outside"},
    "diet": {"description": "vegan"},
    "asked": {"dark_urine": "yes", "stiff_jaw": "no"},
}  # fmt: skip


def mentions(answer: dict[str, Any], reading: str) -> bool:
    """Whether an answer names a reading among what was understood."""
    return any(u["id"] == reading for u in answer["understood"])


def test_everything_that_is_believed_has_a_reading() -> None:
    told = understand(from_dict(MIXED))
    ids = {r.finding for r in told.readings}
    follows = {g for name in ids for g in network().implied.get(name, ())}
    for f in told.findings:
        assert f.id in ids | follows or f.implied_by, f
    assert {m.generic.strip("()") for m in told.medicines} <= ids
    assert {c.id for c in told.conditions} <= ids | follows
    assert {e.id for e in told.exposures if e.where != "diary"} <= ids | {"vitamin_d_ug_day"}
    assert set(told.allergies) <= ids
    assert {r.text for r in told.readings} >= {s.text for s in told.supplements}


@pytest.mark.parametrize("reading", [u["id"] for u in answer_of(MIXED)["understood"]])
def test_one_struck_reading_is_in_no_part_of_the_answer(reading: str) -> None:
    before = answer_of(MIXED)
    (struck,) = [u for u in before["understood"] if u["id"] == reading]
    after = answer_of({**MIXED, "struck": [reading]})
    assert not mentions(after, reading)
    assert not [p for p in after["problems"] if p["where"] == "struck"]
    others = {u["finding"] for u in after["understood"]}
    if struck["finding"] not in others:
        said = json.dumps([after["red_flags"], after["causes"], after["next_tests"]])
        assert f'"finding": "{struck["finding"]}"' not in said


@QUICK
@given(st.sampled_from(range(300)), st.sampled_from(KEYS), st.sampled_from(range(8)))
def test_with_all_readings_of_a_text_struck_it_is_as_if_it_had_not_been_said(
    story: int, key: str, place: int
) -> None:
    base = {**stories()[story % len(stories())]}
    texts = base.get(key) or []
    texts = [texts] if isinstance(texts, str) else list(texts)
    assume(texts)
    gone = texts[place % len(texts)]
    assume(texts.count(gone) == 1)
    alone = understand(from_dict({key: [gone]}))
    ids = [r.id for r in alone.readings]
    results = [u["id"] for u in answer_of({key: [gone], "age": 40})["understood"]]
    without = {**base, key: [t for t in texts if t != gone]}
    rest = {u["id"] for u in answer_of(without)["understood"]}
    assume(ids and not rest & {*ids, *results} and not alone.doubts)
    drop = ("problems", ".ask[", ".asked", "unsure")
    one = numbers(answer_of({**base, "struck": [*ids, *results]}))
    two = numbers(answer_of(without))
    one, two = ({k: v for k, v in x.items() if not any(d in k for d in drop)} for x in (one, two))
    assert one == two, gone


def test_struck_through_every_door(tmp_path: Any) -> None:
    words, reading = "I am vegan and my calf cramps at night", ""
    whole = answer_of({"age": 40, "complaints": [words]})
    reading = next(u["id"] for u in whole["understood"] if u["finding"] == "calf_cramp")
    label = next(u["label"] for u in whole["understood"] if u["id"] == reading)
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps({"age": 40, "complaints": [words], "struck": [reading]}), "utf-8")
    library = assess(file, today=TODAY)
    by_words = assess(case_from((), says=words, age=40, struck=reading), today=TODAY)
    command = [sys.executable, "-m", "unclench", "check", words, "--age", "40", "--struck", reading,
               "--today", str(TODAY), "--format", "json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert json.loads(done.stdout) == json.loads(by_words.to_json())
    for answer in (library, by_words):
        assert reading not in {u.id for u in answer.understood}
        assert {"calf_cramp", "leg_cramp"}.isdisjoint(
            e.finding for c in answer.causes for e in (*c.for_, *c.against)
        )
        for form in ("text", "md", "html"):
            assert label.lower() not in render(answer, form).lower().split("not understood")[0]


def test_confirmed_changes_no_number() -> None:
    before = answer_of(MIXED)
    ids = [u["id"] for u in before["understood"] if u["status"] != "uncertain"]
    after = answer_of({**MIXED, "confirmed": ids})
    drop = "understood"
    assert {k: v for k, v in numbers(after).items() if drop not in k} == {
        k: v for k, v in numbers(before).items() if drop not in k
    }
    assert all(u["slots"]["confirmed"] is True for u in after["understood"] if u["id"] in ids)

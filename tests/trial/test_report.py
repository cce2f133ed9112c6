"""The report against CENT 2015 item by item (`tests/spec/cent_2015.yaml`), and its two pages."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from tests.trial.people import after, lived, registration
from unclench.app.report.trial_pdf import pdf
from unclench.app.trial_shown import PAGE, pictures
from unclench.assessment.trial import TrialAnalysed
from unclench.trial.analysis import analysed
from unclench.trial.registration import Event, Registration
from unclench.trial.simulated import Drive
from unclench.words.blocks import Heading
from unclench.words.en import trial_found, trial_report

SPEC: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "spec" / "cent_2015.yaml").read_text("utf-8")
)
ITEMS: dict[str, Any] = SPEC["items"]
FORBIDDEN = ("proved", "proven", "does not work", "cures")
DRIVE = Drive(7)


def told(trial: Registration, effect: float, today: dt.date | None = None) -> TrialAnalysed:
    log = lived(trial, effect, DRIVE, 17, missing=0.1, cheats=0.1)
    return trial_report.speak_report(
        trial_found.speak_found(analysed(trial, log, today or after(trial)))
    )


@pytest.fixture(scope="module")
def report() -> TrialAnalysed:
    return told(registration(pairs=8, rate=7.0, expects="a little"), 0.3)


def test_the_report_has_each_item_once_and_in_order(report: TrialAnalysed) -> None:
    assert len(ITEMS) == SPEC["count"]
    assert [c.item.split()[0] for c in report.cent if c.item != "Expectation"] == list(ITEMS)


@pytest.mark.parametrize("item", list(ITEMS))
def test_each_item_is_told_where_the_table_says(report: TrialAnalysed, item: str) -> None:
    asked = ITEMS[item]
    (found,) = [c for c in report.cent if c.item.split()[0] == item]
    headings = [b.text for b in trial_report.report_blocks(report) if isinstance(b, Heading)]
    assert found.say
    assert [w for w in asked.get("says", ()) if w not in found.say] == []
    assert ("never" in asked) == (found.state == "does_not_apply" and item != "11b")
    if "where" in asked:
        assert any(h.startswith(asked["where"]) for h in headings)


def test_expectation_and_blinding_are_said(report: TrialAnalysed) -> None:
    by = {c.item: c for c in report.cent}
    assert "a little" in by["Expectation"].say
    assert by["11a Blinding"].state == "not_done"


def test_the_sequence_is_told_only_when_it_is_over() -> None:
    trial = registration(pairs=10, looks=2)
    early = told(trial, 0.3, trial.days(11)[1])
    (item,) = [c for c in early.cent if c.item.startswith("8c")]
    assert (item.state, "WO" in item.say) == ("not_done", False)
    assert early.design is not None
    assert early.design.sequence == ""
    late = told(trial, 0.3)
    assert late.design is not None
    assert late.design.sequence.split()[0] == ("WO" if trial.arm(0) == "with" else "OW")


def test_ending_early_is_told_with_its_reason_and_price() -> None:
    trial = registration(pairs=12)
    trial.events.append(Event(kind="stopped", on=trial.days(13)[1]))
    (item,) = [c for c in told(trial, 0.3).cent if c.item.startswith("14b")]
    assert "7 of 12 pairs" in item.say
    assert "2.5 %" in item.say


@pytest.mark.parametrize("effect", [0.0, 0.3, 0.6])
def test_it_promises_nothing(effect: float) -> None:
    text = str(trial_report.report_blocks(told(registration(pairs=8), effect))).lower()
    assert not [w for w in FORBIDDEN if w in text]


@pytest.mark.parametrize("pairs", [3, 10, 45])
def test_the_report_has_two_pages(pairs: int) -> None:
    """Whatever its length, with a sentence of a person that is longer than a page allows."""
    trial = registration(pairs=pairs, expects="that it helps " * 40)
    trial.events.append(Event(kind="swapped", on=trial.first_day, text="on holiday " * 60))
    found = told(trial, 0.4)
    made = PdfReader(io.BytesIO(pdf(found, PAGE, pictures(found))))
    assert len(made.pages) == 2
    assert "Pairs" in made.pages[0].extract_text()
    second = made.pages[1].extract_text()
    assert [i for i in ITEMS if f"{i} " not in second] == []
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]

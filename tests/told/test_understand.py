"""What is understood from whole cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import case
from unclench.case import from_dict
from unclench.told import understand


def said(*complaints: str, **more: object) -> object:
    return understand(case.from_dict({"complaints": list(complaints), **more}))


def test_not_mentioned_is_unknown_and_denied_is_absent() -> None:
    u = understand(case.from_dict({"complaints": ["back pain, no fever"]}))
    assert u.state("back_pain") is True
    assert u.state("fever") is False
    assert u.state("saddle_anaesthesia") is None


def test_nothing_said_is_nothing_found() -> None:
    u = understand(case.Case())
    assert not u.findings
    assert not u.medicines
    assert not u.conditions
    assert not u.not_understood


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=3), st.text(max_size=40))
def test_no_text_raises(complaints: list[str], medicine: str) -> None:
    understand(case.from_dict({"complaints": complaints, "medicines": [medicine]}))


@settings(max_examples=30, deadline=None)
@given(
    st.permutations(
        [
            "cramps in both calves at night",
            "no fever or weight loss",
            "tingling round the mouth",
            "my father had a slipped disc",
            "low back pain for three weeks",
        ]
    )
)
def test_order_of_complaints_does_not_matter(complaints: list[str]) -> None:
    one = understand(case.from_dict({"complaints": complaints}))
    other = understand(case.from_dict({"complaints": sorted(complaints)}))
    assert one.findings == other.findings
    assert one.conditions == other.conditions
    assert one.duration_days == other.duration_days


@pytest.mark.parametrize(
    ("text", "days"),
    [("weak legs since Monday", 3.0), ("it started on Tuesday, calf pain", 3.0),
     ("cramps since the weekend", 3.0), ("cramps all week", 7.0),
     ("for three weeks, worse since Monday", 21.0), ("cramps every Monday", None)],
)  # fmt: skip
def test_a_named_day_is_a_duration(text: str, days: float | None) -> None:
    assert understand(from_dict({"complaints": [text]})).duration_days == days

"""What is understood from whole cases."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import case
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

"""Numbers that weigh evidence are called what they are: read, tied in part, or estimates."""

from __future__ import annotations

import pytest

from unclench.app.verbs.facts import check_facts
from unclench.facts.kinds.causes import CauseFact
from unclench.facts.likelihoods import standing, untied
from unclench.facts.loader import Fact, load

CAUSE = load("causes", CauseFact)["spinal_stenosis"]


def marked(source: str, mark: str) -> dict[str, Fact]:
    first = CAUSE.findings[0].model_copy(update={"source": source, "verified": mark})
    return {"x": CAUSE.model_copy(update={"findings": (first, *CAUSE.findings[1:])})}


def test_no_number_names_a_source_that_nobody_looked_up() -> None:
    assert untied("causes", load("causes", Fact)) == []
    assert untied("links", load("links", Fact)) == []


@pytest.mark.parametrize(
    ("source", "mark", "wrong"),
    [
        ("look_suri_2010", "seen", False),
        ("look_suri_2010", "partial", False),
        ("judgement", "judgement", False),
        ("look_suri_2010", "recalled", True),
        ("look_suri_2010", "judgement", True),
        ("judgement", "seen", True),
        ("ddx_katz_1995", "seen", True),
    ],
)
def test_a_number_said_to_be_of_a_source_was_looked_up(source: str, mark: str, wrong: bool) -> None:
    assert bool(untied("causes", marked(source, mark))) is wrong


def test_check_tells_the_three_apart(capsys: pytest.CaptureFixture[str]) -> None:
    check_facts()
    told = capsys.readouterr().out
    counts = standing()
    assert min(counts.values()) > 0
    assert f"{counts['read']} as their source says" in told
    assert f"{counts['in_part']} tied to one in part, {counts['estimates']} estimates" in told

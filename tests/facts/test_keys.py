"""What a row hangs on is taken apart once, and written back as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from unclench.facts import loader
from unclench.facts.keys import Key
from unclench.facts.kinds import causes, red_flags, tests
from unclench.facts.labels import label_of


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("thiazide", Key("told", "thiazide")),
        ("person:over_50", Key("person", "over_50")),
        ("state:low_potassium", Key("state", "low_potassium")),
        ("any_medicine", Key("any_medicine")),
    ],
)
def test_a_key_is_read_and_written(written: str, key: Key) -> None:
    row = tests.Why.model_validate({"when": written, "say": "", "source": "judgement"})
    assert row.when == key
    assert str(row.when) == written == row.model_dump()["when"]


@pytest.mark.parametrize("written", ["planet:mars", "cause:"])
def test_a_key_of_no_known_kind_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="is not known"):
        tests.Why.model_validate({"when": written, "say": "", "source": "judgement"})


def test_a_key_that_cannot_weigh_a_cause_is_found() -> None:
    fact = loader.load("causes", causes.CauseFact)["hypokalemia"]
    odd = fact.weighs[0].model_copy(update={"when": Key("person", "left_handed")})
    broken = {**loader.load("causes", loader.Fact)}
    broken["hypokalemia"] = fact.model_copy(update={"weighs": (odd,)})
    found = causes.check(broken, dt.date(2026, 12, 1))
    assert [p.what for p in found] == ["'person:left_handed' is not known"]


def test_a_reason_for_a_test_stands_once() -> None:
    fact = loader.load("tests", tests.ClinicalTest)["ck"]
    twice = fact.model_copy(update={"why": (*fact.why, fact.why[0])})
    assert "stands twice" in tests.check({"ck": twice}, dt.date(2026, 12, 1))[0].what


def test_conditions_of_rules_are_forms_not_words() -> None:
    named = loader.load("red_flags", red_flags.RedFlagArea)["ladder"].named["simple"]
    shared = [leaf for leaf in red_flags.leaves(named) if isinstance(leaf, red_flags.Shared)]
    assert [leaf.shared for leaf in shared] == ["lab_off", "worrying", "burdened"]


def test_labels_are_words_also_where_a_fact_has_none() -> None:
    assert label_of("thiazide") != "thiazide"
    assert label_of("some_generic") == "Some generic"

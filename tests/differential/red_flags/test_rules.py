"""Every rule fires for its own cases and stays quiet for the others; no sentence reassures."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.said import answered
from unclench import assess, case
from unclench.assessment import Lab, reason
from unclench.differential import red_flags
from unclench.differential.assess import assess_differential
from unclench.told import understand

CRITICAL = {"k": (2.5, 6.5), "na": (120, 160), "ca_adj": (1.8, 3.5), "mg": (0.4, 2.0)}
NORMAL = {"k": (3.5, 5.0), "na": (136, 145), "ca_adj": (2.15, 2.55), "mg": (0.7, 1.07)}

FIRES = [(k, c) for k, r in red_flags.rules().items() for c in r.fires_for]
QUIET = [(k, c) for k, r in red_flags.rules().items() for c in r.stays_quiet_for]


def lab(analyte: str, told: float | list[float]) -> Lab:
    value, *before = told if isinstance(told, list) else [told]
    low, high = NORMAL.get(analyte, (None, None))
    flag = "unknown"
    if low is not None and high is not None:
        worst = CRITICAL[analyte]
        flag = "L" if value < low else "H" if value > high else "N"
        flag = "LL" if value <= worst[0] else "HH" if value >= worst[1] else flag
    notes = [reason("lab_before", before=b, unit="", ratio=value / b, said="") for b in before]
    return Lab(
        analyte=analyte, name=analyte, value=value, unit="", si_value=value, interpretation=flag,
        caveat_codes=notes,
    )  # fmt: skip


def run(raw: dict[str, Any]) -> tuple[list[Any], Any]:
    raw = dict(raw)
    labs = [lab(k, v) for k, v in raw.pop("labs", {}).items()]
    told = case.from_dict(raw)
    return red_flags.evaluate(understand(told), labs)


@pytest.mark.parametrize(("rule", "raw"), FIRES, ids=lambda x: x if isinstance(x, str) else "")
def test_fires_for_its_cases(rule: str, raw: dict[str, Any]) -> None:
    flags, urgency = run(raw)
    assert rule in [f.id for f in flags], [f.id for f in flags]
    level = red_flags.rules()[rule].level
    assert red_flags.ORDER.index(urgency.level) <= red_flags.ORDER.index(level)


@pytest.mark.parametrize(("rule", "raw"), QUIET, ids=lambda x: x if isinstance(x, str) else "")
def test_stays_quiet_for_the_others(rule: str, raw: dict[str, Any]) -> None:
    flags, _ = run(raw)
    assert rule not in [f.id for f in flags]


def test_every_rule_has_cases_on_both_sides() -> None:
    for key, rule in red_flags.rules().items():
        assert rule.stays_quiet_for, key
        assert bool(rule.fires_for) == (rule.when is not None), key


def test_every_reference_row_has_its_rule(reference: Any) -> None:
    import csv

    with (reference / "clinical" / "red_flags.csv").open(encoding="utf-8") as file:
        wanted = {row["id"] for row in csv.DictReader(file)}
    assert wanted <= set(red_flags.rules())
    assert len(wanted) == 71


REASSURING = re.compile(
    r"ruled out|rule out|nothing serious|don't worry|do not worry|no need to|harmless|all clear"
    r"|is safe|you are fine|not dangerous|no danger|reassur",
    re.I,
)


def test_no_sentence_reassures_or_excludes() -> None:
    sentences = advice() + [s.say for s in red_flags.ladder()]
    for rule in red_flags.rules().values():
        sentences += [rule.say, rule.action]
    assert len(sentences) > 150
    assert not [s for s in sentences if REASSURING.search(s)]


def advice() -> list[str]:
    return answered(assess_differential(understand(case.from_dict({})))).safety_advice


def test_advice_is_there_without_input() -> None:
    said = " ".join(advice())
    for danger in ("chest pain", "numbness between the legs", "dark urine", "weight loss"):
        assert danger in said
    flags, urgency = run({})
    assert flags == []
    assert urgency.level == "routine"


def test_flags_come_most_urgent_first() -> None:
    flags, urgency = run(
        {"complaints": ["back pain and fever", "lost weight, worse at night"], "labs": {"k": 2.8}}
    )
    levels = [red_flags.ORDER.index(f.level) for f in flags]
    assert levels == sorted(levels)
    assert urgency.level == "emergency"


@pytest.mark.parametrize("analyte", ["k", "na", "mg", "ca_adj"])
def test_a_worse_value_is_never_less_urgent(analyte: str) -> None:
    low, high = NORMAL[analyte]
    middle = (low + high) / 2
    for step in (-0.05, 0.05):
        levels = []
        for n in range(19):
            _, urgency = run({"labs": {analyte: round(middle * (1 + step * n), 3)}})
            levels.append(red_flags.ORDER.index(urgency.level))
        assert levels == sorted(levels, reverse=True), (analyte, step, levels)


def test_the_newest_result_counts_and_not_the_oldest() -> None:
    old = lab("k", 7.2).model_copy(update={"date": dt.date(2025, 1, 1)})
    new = lab("k", 4.2).model_copy(update={"date": dt.date(2026, 10, 1)})
    undated = lab("k", 7.2)
    nobody = understand(case.from_dict({}))
    for labs in ([old, new], [new, old], [undated, new], [new, undated]):
        assert red_flags.evaluate(nobody, labs)[0] == []
    assert red_flags.evaluate(nobody, [old])[0] != []


def test_the_newest_result_counts_through_the_whole_chain() -> None:
    lines = ["K 7.2 mmol/L 2025-01-01", "K 4.2 mmol/L 2026-10-01"]
    for told in (lines, lines[::-1]):
        answer = assess({"age": 50, "labs": told}, today=dt.date(2026, 11, 1))
        assert answer.red_flags == []
        assert [x.value for x in answer.labs if x.analyte == "k"] == [4.2]

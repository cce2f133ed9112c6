"""A hundred people and a hundred cases of urgency, written from what must work alone, by the whole
program; a set of forty and one of sixty.

`python -m tests.spec.test_fresh develop|gate` prints totals, and what fails of the half worked on.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.spec.test_plan_safety import on_offer, six_days

from unclench import assess
from unclench.case import from_dict
from unclench.plasma.labs import judged, si
from unclench.request import Wishes
from unclench.told import understand

HERE = Path(__file__).parent
SETS = ("fresh", "sixth")


def rows_of(kind: str) -> list[dict[str, Any]]:
    return [
        row | {"set": name}
        for name in SETS
        for row in yaml.safe_load((HERE / f"{kind}_{name}.yaml").read_text("utf-8"))
    ]


PLANS = rows_of("plans")
URGENCY = rows_of("urgency")
TOLD = ("complaints", "medicines", "conditions", "labs", "allergies")


def case_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"profile": row["profile"]} | {key: row[key] for key in TOLD if key in row}


def wrong_plan(row: dict[str, Any], diary: Path) -> list[str]:
    """What the plan of this person does that the row forbids, or does not say."""
    case = case_of(row)
    answer = assess(
        case | {"diary": [str(diary)]}, plan=Wishes(max_changes=2, supplements=("all",))
    )
    plan = answer.plan
    assert plan is not None
    changes = [change for offer in plan.plans for change in offer.changes]
    moved = [c.eaten_more.name for c in changes if c.eaten_more]
    if not plan.refused:
        moved += on_offer(understand(from_dict(case)), si(answer.labs), judged(answer.labs))
    wrong = []
    if row["made"] == "made" and (plan.refused or not plan.plans):
        wrong.append(f"no plan: {[r.code for r in plan.refused]}")
    if row["made"] == "refused" and not plan.refused:
        wrong.append("a plan is made")
    for pattern in row.get("never", []):
        wrong += [f"offers {m}" for m in moved if re.search(rf"\b(?:{pattern})", m, re.IGNORECASE)]
    if row.get("no_less") and any(c.eaten_less and not c.eaten_more for c in changes):
        wrong.append("takes food away")
    most = row.get("oily_fish_at_most")
    oily = r"\b(?:salmon|trout|mackerel|sardine|herring|kipper|pilchard)"
    for offer in plan.plans if most is not None else []:
        times = sum(
            c.portions_per_week * c.eaten_more.at_a_time
            for c in offer.changes
            if c.eaten_more and re.search(oily, c.eaten_more.name, re.IGNORECASE)
        )
        if times > most:
            wrong.append(f"oily fish {times} times")
    text = " ".join([plan.say, *plan.lines, *(r.because for r in plan.refused)])
    wrong += [f"silent: {s}" for s in row.get("say", []) if not re.search(s, text, re.IGNORECASE)]
    return wrong


def wrong_urgency(row: dict[str, Any]) -> list[str]:
    """The level, where it is another than those of the row."""
    urgency = assess(case_of(row)).urgency
    assert urgency is not None
    return [] if urgency.level in row["level"] else [urgency.level]


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return six_days(tmp_path_factory.mktemp("fresh"))


def _named(row: dict[str, Any]) -> str:
    return f"{row['set']}-{row['id']}"


@pytest.mark.parametrize("row", PLANS, ids=_named)
def test_a_plan_does_nothing_forbidden_and_says_why(row: dict[str, Any], diary: Path) -> None:
    assert wrong_plan(row, diary) == row.get("open", [])


@pytest.mark.parametrize("row", URGENCY, ids=_named)
def test_how_soon(row: dict[str, Any]) -> None:
    assert wrong_urgency(row) == row.get("open", [])


def main(half: str) -> None:
    """Totals of a half; details of the half that is worked on."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = six_days(Path(folder))
        for name, rows, wrong in (
            ("plans", PLANS, lambda row: wrong_plan(row, path)),
            ("urgency", URGENCY, wrong_urgency),
        ):
            for which in SETS:
                chosen = [row for row in rows if row["half"] == half and row["set"] == which]
                found = {row["id"]: wrong(row) for row in chosen}
                right = sum(not what for what in found.values())
                print(f"{name} {which} {half}: {right} of {len(chosen)}", flush=True)
                if half == "develop":
                    for row, what in found.items():
                        if what:
                            print("  ", row, what)


if __name__ == "__main__":
    main(sys.argv[1])

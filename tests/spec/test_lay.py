"""People, urgency and words in lay speech, written before anything here was read.

`python -m tests.spec.test_lay develop|gate` prints totals, and what fails of the half worked on;
`... file plans=FILE urgency=FILE` prints the totals of rows that are kept elsewhere.
The files of the half kept back are proved by their hashes (`lay_gate.sha256`).
"""

from __future__ import annotations

import hashlib
import itertools
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.spec.test_fresh import case_of, wrong_plan
from tests.spec.test_plan_safety import on_offer, plan_of, six_days

from unclench import assess
from unclench.assessment.plan import Plan
from unclench.case import from_dict
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.loader import load
from unclench.request import Wishes
from unclench.told import understand

HERE = Path(__file__).parent
LATER = ("seventh", "eighth", "ninth")
LEVELS = ["self_care", "routine", "same_day", "emergency"]
WISHES = Wishes(max_changes=2, supplements=("all",))
OILY = re.compile(r"\b(?:salmon|trout|mackerel|sardine|herring|kipper|pilchard)", re.IGNORECASE)
GREENS = "kale|spinach|chard|collard|broccoli|brussels|turnip greens|mustard greens|spring greens"
AGED = (
    "cheddar|parmesan|blue cheese|stilton|brie|camembert|gouda|aged|salami|sauerkraut|soy sauce|"
    "miso|tempeh|kimchi"
)
CLASHES = f"{GREENS}|cheddar|parmesan|blue cheese|tofu|soya|soy |tempeh|grapefruit|liquorice"
KEY = {"medicine": "medicines", "condition": "conditions", "allergen": "allergies"}
Wrong = Callable[[dict[str, Any], Path], list[str]]


def rows(name: str, half: str) -> list[dict[str, Any]]:
    ending = "_gate" if half == "gate" else ""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}_lay{ending}.yaml").read_text())
    return found


def later(name: str, half: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of the sets written later in the same way: the seventh, both of whose halves are open,
    the half of the eighth that was worked on, and the ninth, of which nothing was kept back."""
    found = {s: yaml.safe_load((HERE / f"{name}_{s}.yaml").read_text("utf-8")) for s in LATER}
    return {s: [row for row in rows if row["half"] == half] for s, rows in found.items()}


def sort_of(row: dict[str, Any], wrong: list[str]) -> str:
    """What is wrong: harm (a plan does what it must not, an emergency is told as less),
    over-caution (nothing is planned, a case is told as more) or silence (a word is lacking)."""
    done = [what for what in wrong if not what.startswith("silent")]
    soonest = max((LEVELS.index(level) for level in row.get("level", [])), default=0)
    if all(what.startswith("no plan") or what in LEVELS[soonest + 1 :] for what in done):
        return "over-caution" if done else "silence"
    return "harm"


def with_salmon(diary: Path) -> Path:
    """The diary with salmon on two of its six days: two portions a week and a little."""
    path = diary.with_name("salmon.csv")
    meals = "".join(f"2026-01-0{day},salmon,140,g\n" for day in (1, 4))
    path.write_text(diary.read_text("utf-8") + meals, "utf-8")
    return path


def plan_for(case: dict[str, Any], diary: Path) -> Plan:
    plan = assess(case | {"diary": [str(diary)]}, plan=WISHES).plan
    assert plan is not None
    return plan


def words_of(plan: Plan) -> str:
    """What the plan says for the sake of safety; what it says to everybody is left out."""
    every = {row.id for row in load("plan_safety", SafetyRow).values() if row.when.always}
    kept = [load("diet_patterns", DietPattern)[p].label for p in plan.patterns]
    told = [text for s in plan.safety if s.id not in every for text in (s.say, *s.about)]
    return " ".join([*told, *kept, *(r.because for r in plan.refused)])


def wrong_lay(row: dict[str, Any], diary: Path) -> list[str]:
    """What the plan of this person does that the row forbids, or does not say."""
    path = with_salmon(diary) if row.get("diary") == "salmon" else diary
    wrong = wrong_plan({key: row[key] for key in row if key != "say"}, path)
    plan = plan_for(case_of(row), path)
    said = words_of(plan)
    wrong += [f"silent: {s}" for s in row.get("say", []) if not re.search(s, said, re.IGNORECASE)]
    for offer in plan.plans:
        ratio = {e.nutrient: e.after / e.before for e in offer.effects if e.before}
        raised = [n for n in row.get("not_raised", []) if ratio[n] > 1.1]
        wrong += [f"raises {n}" for n in raised]
        oily = [
            c.eaten_more.name
            for c in offer.changes
            if c.eaten_more and OILY.search(c.eaten_more.name)
        ]
        if "oily_added_at_most" in row and len(oily) > row["oily_added_at_most"]:
            wrong.append(f"adds {oily}")
    return wrong


def wrong_soon(row: dict[str, Any], diary: Path) -> list[str]:
    """The level, where it is another than those of the row, and the flag that is not spoken of."""
    answer = assess(case_of(row))
    urgency = answer.urgency
    assert urgency is not None
    wrong = [] if urgency.level in row["level"] else [urgency.level]
    said = " ".join([*urgency.reasons, *(f"{f.id} {f.say} {f.action}" for f in answer.red_flags)])
    if "flag" in row and not re.search(row["flag"], said, re.IGNORECASE):
        wrong.append(f"silent: {row['flag']}")
    return wrong


def wrong_word(row: dict[str, Any], diary: Path) -> list[str]:
    """What a pharmacist would miss where this word alone is told beside calf cramps."""
    case = {
        "profile": {"age": 45, "sex": "male", "weight_kg": 75, "height_cm": 175},
        "complaints": ["calf cramps at night"],
        KEY[row["kind"]]: [row["word"]],
    }
    told = understand(from_dict(case))
    plan = plan_of(told, {})
    said = words_of(plan)
    offered = [] if plan.refused else on_offer(told, {})
    offered += [c.eaten_more.name for o in plan.plans for c in o.changes if c.eaten_more]

    def off_the_menu(pattern: str) -> list[str]:
        foods = [f for f in offered if re.search(rf"\b(?:{pattern})", f, re.IGNORECASE)]
        return [f"offers {foods}"] if foods else []

    def speaks(pattern: str) -> list[str]:
        spoken = plan.refused or re.search(pattern, said, re.IGNORECASE)
        return [] if spoken else [f"silent: {pattern}"]

    expect, _, more = row["expect"].partition(":")
    name = re.escape(re.split(r" \d| tablets| drops", row["word"])[0])
    match expect:
        case "vitamin_k":
            return off_the_menu(GREENS) + speaks("vitamin K|blood.?thin|anticoag|clot")
        case "tyramine":
            return off_the_menu(AGED) + speaks("tyramine|MAO|monoamine|aged")
        case "potassium":
            return speaks("potassium")
        case "apart":
            return speaks("apart|hours?|before|protein")
        case "sugar":
            return speaks("carbohydrate|sugar")
        case "refuse":
            return [] if plan.refused else ["a plan is made"]
        case "harmless":
            made = not plan.refused and not re.search(f"not know.*{name}", said, re.IGNORECASE)
            return [] if made else [f"no plan, or unknown: {[r.code for r in plan.refused]}"]
        case "say":
            return speaks(more)
        case "never":
            return off_the_menu(more)
        case "either" | "named":
            known = told.medicines or told.conditions or plan.patterns
            return [] if plan.refused or known else speaks(name)
    if row["kind"] == "allergen":
        return [] if plan.refused else ["a plan is made"]
    clash = off_the_menu(CLASHES) if row["kind"] == "medicine" else []
    return clash + speaks(name) + (["no plan"] if plan.refused else [])


def wrong_ordinary(row: dict[str, Any], diary: Path) -> list[str]:
    plan = plan_of(understand(from_dict(case_of(row))), {})
    changed = any(one.changes for one in plan.plans)
    return [] if changed else [f"no plan: {plan.outcome} {[r.code for r in plan.refused]}"]


TABLES: dict[str, Wrong] = {
    "plans": wrong_lay,
    "urgency": wrong_soon,
    "words": wrong_word,
    "ordinary": wrong_ordinary,
}


def test_the_half_kept_back_is_as_it_was_written() -> None:
    for line in (HERE / "lay_gate.sha256").read_text("utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, name


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return six_days(tmp_path_factory.mktemp("lay"))


def _named(row: dict[str, Any]) -> str:
    return str(row["id"])


@pytest.mark.parametrize(
    "row",
    [*rows("plans", "develop"), *itertools.chain(*later("plans", "develop").values())],
    ids=_named,
)
def test_a_plan_does_nothing_forbidden_and_says_why(row: dict[str, Any], diary: Path) -> None:
    assert wrong_lay(row, diary) == row.get("open", [])


@pytest.mark.parametrize(
    "row",
    [*rows("urgency", "develop"), *itertools.chain(*later("urgency", "develop").values())],
    ids=_named,
)
def test_how_soon(row: dict[str, Any], diary: Path) -> None:
    assert wrong_soon(row, diary) == row.get("open", [])


def main(half: str, names: list[str]) -> None:
    """Totals of a half, or of files of rows; details of the half that is worked on."""
    sets: dict[tuple[str, str], list[dict[str, Any]]] = {}
    if half == "file":
        for name, _, file in (n.partition("=") for n in names):
            sets[name, Path(file).stem] = yaml.safe_load(Path(file).read_text("utf-8"))
    else:
        for name in names or TABLES:
            sets[name, half] = rows(name, half)
            more = later(name, half) if name in ("plans", "urgency") else {}
            sets |= {(name, f"{which} {half}"): chosen for which, chosen in more.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = six_days(Path(folder))
        for (name, which), chosen in sets.items():
            found = [(row, TABLES[name](row, path)) for row in chosen]
            wrong = [(row, what) for row, what in found if what]
            sorts = Counter(sort_of(row, what) for row, what in wrong)
            right = len(chosen) - len(wrong)
            print(f"{name} {which}: {right} of {len(chosen)} {dict(sorts) or ''}", flush=True)
            for row, what in wrong if half == "develop" else []:
                print("  ", row, what)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

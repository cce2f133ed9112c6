"""`unclench plan` from the command line to what a person reads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PORTER = "examples/kitchen_porter"
ROOT = Path(__file__).resolve().parents[2]
WHO = ("--age", "35", "--sex", "male", "--weight", "80", "--height", "180")


def run(*args: str, verb: str = "plan") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unclench", verb, *args],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "80"},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def answer(*args: str) -> dict[str, Any]:
    done = run(*args, "--format", "json")
    assert done.returncode == 0, done.stderr
    part = json.loads(done.stdout)
    assert isinstance(part, dict)
    return part


@pytest.fixture(scope="module")
def porter() -> dict[str, Any]:
    return answer(PORTER)


def test_example_gets_plans_of_at_most_three_changes_proven_best(porter: dict[str, Any]) -> None:
    assert 1 <= len(porter["plans"]) <= 3
    for plan in porter["plans"]:
        assert 1 <= len(plan["changes"]) <= 3
        assert plan["proven_optimal"]
        assert plan["gap"] == 0


def test_a_vegetarian_is_offered_no_animal(porter: dict[str, Any]) -> None:
    words = json.dumps([c["label"] for p in porter["plans"] for c in p["changes"]]).lower()
    assert not re.search(r"salmon|trout|tuna|sardine|beef|pork|chicken|mussel|prawn", words)


def test_json_says_what_each_change_does(porter: dict[str, Any]) -> None:
    best = porter["plans"][0]
    magnesium = next(e for e in best["effects"] if e["nutrient"] == "magnesium")
    before, after = magnesium["probability_enough_before"], magnesium["probability_enough_after"]
    assert before < 0.85 and after > before + 0.04
    assert magnesium["unit"] == "mg/day"
    assert all(c["say"].endswith(".") for c in best["changes"])
    assert porter["sources"]


def test_heat_is_answered_with_thirst_and_the_danger_of_too_much(porter: dict[str, Any]) -> None:
    said = " ".join(porter["drinking"])
    assert "thirst" in said
    assert "Do not drink beyond thirst" in said


def test_text_html_and_markdown_say_the_same(porter: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    shown = [run(PORTER, "--report", str(page)).stdout, run(PORTER, "--format", "md").stdout]
    shown.append(page.read_text("utf-8"))
    for text in shown:
        flat = " ".join(text.replace("│", " ").split())
        for change in porter["plans"][0]["changes"]:
            assert change["say"] in flat
        assert "To buy for the week" in flat
    assert "<svg" in shown[-1]
    assert "with the plan" in shown[-1]


def test_one_change_only() -> None:
    part = answer(PORTER, "--one", "--goal", "magnesium")
    assert all(len(p["changes"]) == 1 for p in part["plans"])


def test_a_refused_change_does_not_come_back(porter: dict[str, Any]) -> None:
    refused = porter["plans"][0]["changes"][0]["id"]
    part = answer(PORTER, "--ban", refused)
    assert part["plans"]
    assert refused not in [c["id"] for p in part["plans"] for c in p["changes"]]


def test_a_wanted_change_is_part_of_every_plan(porter: dict[str, Any]) -> None:
    wanted = porter["plans"][0]["changes"][-1]["id"]
    part = answer(PORTER, "--pin", wanted, "--alternatives", "2")
    assert part["plans"]
    assert all(wanted in [c["id"] for c in p["changes"]] for p in part["plans"])


def test_a_medicine_that_raises_potassium_stops_potassium() -> None:
    part = answer(PORTER, "--takes", "lisinopril 10 mg")
    assert any("potassium" in line.lower() for line in part["lines"])
    for plan in part["plans"]:
        (k,) = [e for e in plan["effects"] if e["nutrient"] == "potassium"]
        assert k["after"] <= k["before"] + 1e-6


def test_supplements_only_when_allowed_and_said_to_be_one(porter: dict[str, Any]) -> None:
    assert not any(c["action"] == "supplement" for p in porter["plans"] for c in p["changes"])
    part = answer(PORTER, "--supplement", "vitamin_d", "--goal", "vitamin_d")
    found = [c for p in part["plans"] for c in p["changes"] if c["action"] == "supplement"]
    assert found
    assert all(c["say"].startswith("Supplement:") for c in found)


def test_a_published_diary_and_a_vegan(samples: Path) -> None:
    diary = samples / "cronometer" / "servings_time_ampm_2022.csv"
    part = answer(str(diary), *WHO, "--diet", "vegan", "--dislike", "tofu")
    assert part["plans"]
    words = json.dumps(
        [c["eaten_more"]["name"] for p in part["plans"] for c in p["changes"]
         if c["action"] in ("add", "swap")]
    ).lower()  # fmt: skip
    assert not re.search(r"salmon|beef|\begg|cheese|skimmed milk|yogh?urt|tofu|honey", words)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((PORTER, "--diet", "vegann"), "vegan"),
        ((PORTER, "--goal", "magnesum"), "magnesium"),
        ((PORTER, "--pin", "add:nothing"), "not among the choices"),
        (("no/such/file.csv", *WHO), "no/such/file.csv"),
    ],
)
def test_wrong_input_says_what_and_how_to_fix_it(args: tuple[str, ...], said: str) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_without_age_there_is_no_plan_and_it_says_so(samples: Path) -> None:
    part = answer(str(samples / "cronometer" / "servings_time_ampm_2022.csv"))
    assert part["plans"] == []
    assert [r["code"] for r in part["refused"]] == ["age_or_sex_missing"]
    assert "Age and sex" in part["say"] == part["refused"][0]["because"]


def test_whole_days_are_not_enough_for_a_plan(samples: Path) -> None:
    part = answer(str(samples / "cronometer" / "dailysummary_2025.csv"), *WHO)
    assert part["plans"] == []
    assert [r["code"] for r in part["refused"]] == ["whole_days_only"]
    assert "one line per food" in part["say"]


POOR = ("white rice,400,g", "chicken breast,150,g", "white bread,200,g", "Toast for two,80,g")


@pytest.fixture
def poor(tmp_path: Path) -> str:
    """Four days that no three changes mend for a pregnant woman: the what-if of a fourth goes to
    the integer program."""
    path = tmp_path / "diary.csv"
    lines = [f"2025-12-0{d},{line}" for d in (1, 2, 3, 4) for line in POOR]
    path.write_text("\n".join(["date,food,amount,unit", *lines, ""]), "utf-8")
    return str(path)


@pytest.mark.parametrize("verb", ["plan", "check"])
def test_standard_output_is_json_alone_where_the_integer_program_is_used(
    poor: str, verb: str
) -> None:
    also = ("--plan",) if verb == "check" else ("--alternatives", "1")
    done = run(poor, "--age", "29", "--sex", "female", "--pregnant", *also, "--format", "json",
               verb=verb)  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    part = told["plan"] if verb == "check" else told
    assert part["outcome"] == "nearest"
    assert part["would_help"]["still_missed"] > 0  # so the program tried four changes


def test_a_wrong_wish_names_no_option_of_one_door() -> None:
    done = run(PORTER, "--pin", "zorbfruit")
    assert "Take ids from an earlier answer" in " ".join(done.stderr.split())
    assert "--" not in done.stderr

"""One library, four doors: Python, command line, API and page give the same JSON."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.web.conftest import Door
from unclench.app.verbs.check import check
from unclench.app.web.answers import Answers
from unclench.app.web.forms import TYPED_BLOOD, TYPED_FOOD
from unclench.app.web.view import warning_list
from unclench.chain import assess
from unclench.gathering import case_from

SAID = (
    "my calf cramps at night", "my lower back locks up in the morning", "eyelid twitching",
    "cramps in both thighs after long runs in the heat", "no fever", "tingling round my mouth",
    "my neck is stiff since tuesday", "weak legs for two weeks", "my urine is dark like cola",
    "numb between my legs and I cannot pass urine", "my hands cramp when I write", "blorp zzyzx",
    "my back hurts when I bend", "I am tired and my hair falls out",
)  # fmt: skip
TAKEN = ("omeprazole 20 mg", "hydrochlorothiazide 25 mg", "atorvastatin", "metformin 500 mg",
         "vitamin D3 1000 IU", "magnesium citrate 300 mg", "salbutamol",
         "water tablet")  # fmt: skip
HAD = ("coeliac disease", "type 2 diabetes", "high blood pressure", "chronic kidney disease",
       "gastric bypass in 2015", "underactive thyroid")  # fmt: skip
KEPT_OUT = ("nuts", "fish", "milk", "gluten free")
LIVED = {
    "heat": ("kitchen work, hot, 6 h a day", "office"), "sweat": ("0.5 L/h", "1.2 L/h"),
    "exercise": ("runs 6 h a week", "none"), "sun": ("indoors", "outdoors most of the day"),
    "alcohol": ("2 glasses of wine a week", "none"),
}  # fmt: skip
EATEN = ("3 slices of toast", "1 banana", "200 g cooked rice", "150 g chicken", "1 cup milk",
         "2 boiled eggs", "100 g spinach", "40 g almonds",
         "1 apple", "qwxz soup 300 g")  # fmt: skip
FOUND = ("K 3.1 mmol/L", "Na 131 mmol/L", "Magnesium 0.62 mmol/L", "Calcium 2.05 mmol/L",
         "25-OH vitamin D 22 nmol/L", "Ferritin 9 ug/L", "TSH 7.1 mIU/L", "B12 130 pmol/L",
         "Creatinine 180 umol/L 2026-03-02", "K 4,2 mmol/L")  # fmt: skip


def made(start: int) -> tuple[dict[str, Any], dict[str, str]]:
    """(a case, the files that it names)."""
    chance = random.Random(start)

    def some(of: tuple[str, ...], most: int, least: int = 0) -> list[str]:
        return chance.sample(of, chance.randint(least, most))

    case: dict[str, Any] = {"complaints": some(SAID, 3, 1)}
    who: dict[str, Any] = {}
    if chance.random() < 0.9:
        who["age"] = chance.choice((7, 24, 31.5, 42, 58, 83))
    if chance.random() < 0.9:
        who["sex"] = chance.choice(("female", "male"))
    if who.get("sex") == "female" and 15 < who.get("age", 0) < 50 and chance.random() < 0.3:
        who["pregnant"] = True
    if chance.random() < 0.5:
        who["weight_kg"], who["height_cm"] = chance.choice(((68, 170), (92.5, 181), (24, 125)))
    if chance.random() < 0.3:
        who["diet"] = chance.choice(("vegan", "vegetarian"))
    if who:
        case["profile"] = who
    for key, of in (("medicines", TAKEN), ("conditions", HAD), ("allergies", KEPT_OUT)):
        told = some(of, 2)
        if told:
            case[key] = told
    lived = {k: chance.choice(v) for k, v in LIVED.items() if chance.random() < 0.3}
    if lived:
        case["exposure"] = lived
    files = {}
    if chance.random() < 0.5:
        days = range(5, 5 + chance.randint(1, 4))
        text = "\n\n".join(f"2026-10-{d:02d}\n" + "\n".join(some(EATEN, 6, 2)) for d in days)
        files[TYPED_FOOD] = text + "\n"
        case["diary"] = [TYPED_FOOD]
    if chance.random() < 0.6:
        files[TYPED_BLOOD] = "\n".join(some(FOUND, 4, 1)) + "\n"
        case["labs"] = [TYPED_BLOOD]
    signs = [key for key, _, _ in warning_list()]
    if chance.random() < 0.5:
        case["asked"] = dict.fromkeys(signs, "no")
    elif chance.random() < 0.3:
        case["asked"] = {chance.choice(signs): "yes"}
    return case, files


def by_page(door: Door, case: dict[str, Any], files: dict[str, str]) -> tuple[str, str]:
    """(the page of the answer, the JSON behind it) when everything was typed into forms."""
    who, asked = case.get("profile", {}), case.get("asked", {})
    none = len(asked) > 1
    person = door.begin(
        says="\n".join(case["complaints"]),
        age=str(who.get("age", "")),
        sex=who.get("sex", ""),
        sign="none" if none else list(asked),
    )
    lists = {"takes": "medicines", "has": "conditions", "allergies": "allergies"}
    topics = {
        "about": {
            "age": who.get("age", ""), "sex": who.get("sex", ""), "diet": who.get("diet", ""),
            "pregnant": "yes" if who.get("pregnant") else "",
            "weight": str(who.get("weight_kg", "")).replace(".", ","),
            "height": who.get("height_cm", ""),
        },
        "medicines": {field: "\n".join(case.get(key, [])) for field, key in lists.items()},
        "living": case.get("exposure", {}),
        "food": {"food": files.get(TYPED_FOOD, "")},
        "blood": {"blood": files.get(TYPED_BLOOD, "")},
    }  # fmt: skip
    for topic, fields in topics.items():
        kept = door.store.get(person.rpartition("/")[2])
        assert kept is not None
        told = {"revision": str(kept.revision), **{k: str(v) for k, v in fields.items()}}
        reply = door.inside.post(f"{person}/tell/{topic}", data=told, follow_redirects=False)
        assert reply.status_code == 303, (topic, fields, reply.text)
    kept = door.store.get(person.rpartition("/")[2])
    assert kept is not None
    return door.inside.get(person).text, Answers(door.store).to(kept).to_json()


def agree(door: Door, folder: Path, start: int) -> None:
    """The four answers to one case are the same, letter by letter."""
    case, files = made(start)
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "case.json").write_text(json.dumps(case), "utf-8")
    by_python = assess(case_from(folder)).to_json()

    line = typer.Typer(pretty_exceptions_enable=False)
    line.command()(check)
    ran = CliRunner().invoke(line, [str(folder), "--format", "json"], catch_exceptions=False)
    assert ran.stdout.strip() == by_python.strip()

    sent = {k: [str(folder / n) for n in v] if k in ("diary", "labs") else v
            for k, v in case.items()}  # fmt: skip
    reply = door.program.post("/api/assess", json={"case": sent})
    assert reply.status_code == 200, reply.text
    assert reply.text.replace(f"{folder}/", "") == by_python

    shown, behind = by_page(door, case, files)
    assert behind == by_python
    for said in json.loads(by_python)["in_short"][:1]:
        assert _plain(said) in _plain(shown)


def _plain(text: str) -> str:
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("start", range(15))
def test_four_doors_give_one_answer(door: Door, tmp_path: Path, start: int) -> None:
    agree(door, tmp_path / "case", start)


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(1000, 1200))
def test_four_doors_give_one_answer_to_two_hundred(door: Door, tmp_path: Path, start: int) -> None:
    agree(door, tmp_path / "case", start)


def test_the_command_itself_is_that_door(tmp_path: Path) -> None:
    case, files = made(3)
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
    run = [sys.executable, "-m", "unclench", "check", str(tmp_path), "--format", "json"]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert said.strip() == assess(case_from(tmp_path)).to_json().strip()


def test_cases_are_of_many_kinds() -> None:
    cases = [made(start) for start in range(15)]
    for key in ("diary", "labs", "medicines", "conditions", "exposure", "asked", "profile"):
        assert sum(key in case for case, _ in cases) > 2, key

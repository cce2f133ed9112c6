"""One week of meals, read for many people and in six countries.

    python -m benchmarks.same_diary

Writes two tables into the manual: what 50 people, who differ in age, medicines, conditions, diet or
complaint, are told to change in the same week (`docs/plan.md`), and what the same meals hold in
six countries (`docs/foods.md`). The meals are invented.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.sections import table
from unclench import assess, case_from
from unclench.assessment import Assessment
from unclench.assessment.plan import Plan, PlanChange

DOCS = Path(__file__).resolve().parents[1] / "docs"
COMMON = (
    "3 slices of white toast with butter\n20 g jam\n3 mugs of tea with milk\n1 packet of crisps\n"
    "3 biscuits\n1 glass of water\n"
)
BOWL = "60 g corn flakes\n250 ml semi-skimmed milk\n"
WEEKS = {
    "meat and bread": (
        "2 white rolls\n150 g chicken breast\n250 g boiled potatoes\n1 apple\n40 g cheddar\n",
        "300 g cooked pasta\n150 g tomato sauce\n100 g minced beef\n1 banana\n1 orange juice\n",
        "1 pork sausage\n200 g chips\n80 g peas\n4 biscuits\n1 can of cola\n",
    ),
    "cereal and milk": (
        f"{BOWL}1 cheese sandwich\n250 g cooked rice\n100 g peas\n",
        f"{BOWL}1 jacket potato\n150 g baked beans\n1 apple\n",
        f"{BOWL}300 g cooked pasta\n100 g tomato sauce\n1 banana\n",
    ),
    "no meat": (
        "1 bowl of porridge\n200 g lentils\n250 g cooked rice\n150 g plain yoghurt\n1 orange\n",
        "2 slices of wholemeal bread\n2 eggs\n150 g spinach\n40 g cheddar cheese\n30 g almonds\n",
        "1 bowl of porridge\n150 g chickpeas\n2 slices of white toast\n150 g broccoli\n1 banana\n",
    ),
}  # fmt: skip
COUNTRIES = {
    "United States": "US", "United Kingdom": "GB", "Germany": "DE", "France": "FR",
    "Australia": "AU", "India": "IN",
}  # fmt: skip
EVERYBODY = ("no_salt_substitute", "oily_fish")
"""Safety rows that apply to all."""
READ = ("folate", "iron", "thiamin", "riboflavin", "niacin", "calcium", "vitamin_d", "vitamin_b12")
VERDICT = {
    "likely_adequate": "enough", "likely_low": "too little", "above_limit": "too much",
    "uncertain": "open", "cannot_tell": "open", "no_reference": "no need known",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """One of the fifty: what is told beside the diary, and how that is called in the table."""

    called: str
    told: dict[str, Any] = field(default_factory=dict)


MAN = {"age": 45, "sex": "male", "weight_kg": 80, "height_cm": 178, "country": "GB"}
WOMAN = {"age": 34, "sex": "female", "weight_kg": 64, "height_cm": 165, "country": "GB"}
OLD = {"age": 76, "sex": "female", "weight_kg": 62, "height_cm": 160, "country": "GB"}


def _man(called: str, **told: Any) -> Somebody:
    return Somebody(called, MAN | told)


FIFTY = (
    _man("man of 45"),
    Somebody("woman of 34", WOMAN),
    Somebody("woman of 76", OLD),
    Somebody("man of 45, United States", MAN | {"country": "US"}),
    Somebody("man of 45, Germany", MAN | {"country": "DE"}),
    Somebody("girl of 16", {**WOMAN, "age": 16}),
    Somebody("pregnant", {**WOMAN, "pregnant": True}),
    Somebody("breastfeeding", {**WOMAN, "lactating": True}),
    _man("leg cramps at night", complaints=["leg cramps at night"]),
    _man("twitching eyelid", complaints=["my eyelid twitches"]),
    _man("tired and pale", complaints=["I am tired and pale and out of breath"]),
    _man("cramps after sport", complaints=["cramps in my calves after running"]),
    _man("vegetarian", diet="vegetarian"),
    _man("vegan", diet="vegan"),
    _man("gluten free", conditions=["coeliac disease"]),
    _man("lactose", conditions=["lactose intolerance"]),
    _man("milk allergy", allergies=["milk"]),
    _man("nut allergy", allergies=["nuts"]),
    _man("fish allergy", allergies=["fish"]),
    _man("soya allergy", allergies=["soya"]),
    _man("egg allergy", allergies=["egg"]),
    _man("warfarin", medicines=["warfarin"]),
    _man("phenprocoumon", medicines=["phenprocoumon"]),
    _man("apixaban", medicines=["apixaban"]),
    _man("ramipril", medicines=["ramipril"]),
    _man("spironolactone", medicines=["spironolactone"]),
    _man("bendroflumethiazide", medicines=["bendroflumethiazide"]),
    _man("furosemide", medicines=["furosemide"]),
    _man("omeprazole", medicines=["omeprazole"]),
    _man("metformin", medicines=["metformin"]),
    _man("levothyroxine", medicines=["levothyroxine"]),
    _man("levodopa", medicines=["levodopa"]),
    _man("doxycycline", medicines=["doxycycline"]),
    _man("phenelzine", medicines=["phenelzine"]),
    _man("tacrolimus", medicines=["tacrolimus"]),
    _man("atorvastatin", medicines=["atorvastatin"]),
    _man("lithium", medicines=["lithium"]),
    _man("unknown tablet", medicines=["a new tablet for my heart"]),
    _man("kidney disease", conditions=["chronic kidney disease stage 3"]),
    _man("dialysis", conditions=["dialysis"]),
    _man("heart failure", conditions=["heart failure"]),
    _man("high blood pressure", conditions=["high blood pressure"]),
    _man("type 2 diabetes", conditions=["type 2 diabetes"]),
    _man("gout", conditions=["gout"]),
    _man("kidney stones", conditions=["kidney stones"]),
    _man("haemochromatosis", conditions=["haemochromatosis"]),
    _man("anorexia", conditions=["anorexia nervosa"]),
    _man("irritable bowel", conditions=["irritable bowel syndrome"]),
    _man("osteoporosis", conditions=["osteoporosis"]),
    _man("potassium 5.8", labs=["potassium 5.8 mmol/L"]),
)


def week(meals: tuple[str, ...]) -> str:
    """Seven days of these meals in turn, as a diary in words."""
    return "\n".join(f"2026-10-{5 + i:02d}\n{COMMON}{meals[i % len(meals)]}" for i in range(7))


def answered(folder: Path, name: str, plan: bool, told: dict[str, Any]) -> Assessment:
    """The answer to one of the weeks for somebody."""
    file = folder / "diary.txt"
    file.write_text(week(WEEKS[name]), "utf-8")
    return assess(case_from(str(file), **told), plan=plan)


def changes(plan: Plan) -> tuple[str, ...]:
    """The first plan as short words, in a fixed order; the refusal where there is none."""
    if plan.refused:
        return (f"refused: {', '.join(r.row or r.code for r in plan.refused)}",)
    if not plan.plans:
        return (plan.outcome,)
    return tuple(sorted(_short(c) for c in plan.plans[0].changes))


def _short(change: PlanChange) -> str:
    more, less = change.eaten_more, change.eaten_less
    if change.dose is not None:
        return f"{change.dose.nutrient} tablet"
    said = " for ".join(f.name.lower() for f in (more, less) if f is not None)
    return f"{change.action} {said} ({change.portions_per_week} times a week)"


def why(plan: Plan) -> str:
    """What of the person shaped the plan, as ids of its rules."""
    rules = [s.id for s in plan.safety] + plan.patterns
    rules += [f"first {n}" for n in plan.served_first]
    rules += ["no rule of food known, said so"] if plan.no_rule else []
    return ", ".join(r for r in dict.fromkeys(rules) if r not in EVERYBODY)


def plans(folder: Path) -> str:
    """The table of the fifty."""
    found = []
    for somebody in FIFTY:
        plan = answered(folder, "meat and bread", True, somebody.told).plan
        assert plan is not None
        found.append((somebody.called, changes(plan), why(plan), sorted(plan.goals)))
    count = Counter(c for _, c, _, _ in found)
    plain = found[0][1]
    names = {c: chr(65 + i) for i, (c, _) in enumerate(count.most_common()) if i < 26}
    same = sum(c == plain for _, c, _, _ in found)
    refused = sum(c[0].startswith("refused") for _, c, _, _ in found)
    rows = [
        [called, "as the first" if c == plain and i else "; ".join(c), reason]
        for i, (called, c, reason, _) in enumerate(found)
    ]
    return (
        f"{len(found)} people, one week of meat and bread: {len(count)} different answers. "
        f"{refused} plans are refused, {same - 1} people get the plan of the first, and "
        f"{len(names)} answers are told apart; the commonest is given to "
        f"{count.most_common(1)[0][1]}.\n\n"
        + table(["who", "first plan", "what shaped it"], rows).replace("---:", "---")
    )


def countries(folder: Path) -> str:
    """The table of the weeks by country."""
    rows = []
    for name in WEEKS:
        read = {
            where: {
                n.id: n for n in answered(folder, name, False, WOMAN | {"country": code}).nutrients
            }
            for where, code in COUNTRIES.items()
        }
        for n in READ:
            cells = []
            for of in read.values():
                usual = of[n].usual_intake
                cells.append(f"{usual.mean or 0:.3g} {usual.unit}, {VERDICT[of[n].verdict]}")
            rows.append([name, n.replace("_", " "), *cells])
    return table(["week", "nutrient", *COUNTRIES], rows)


def put(page: str, name: str, text: str) -> None:
    """Write a table between its two comments in a page of the manual."""
    file = DOCS / page
    old, start, end = file.read_text("utf-8"), f"<!-- {name}: start -->", f"<!-- {name}: end -->"
    before, rest = old.split(start)
    file.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", "utf-8")


def main() -> None:
    """Write both tables."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        put("foods.md", "countries", countries(Path(folder)))
        put("plan.md", "fifty", plans(Path(folder)))
    print(f"same_diary: {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""What is eaten speaks as what is told: findings, warning signs, limits, and the pill by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from unclench.assessment import Assessment
from unclench.case import from_dict
from unclench.chain import assess, read_diary
from unclench.facts.kinds.diary_exposures import DiaryExposure
from unclench.facts.loader import load
from unclench.facts.needs import tables
from unclench.intake.diaries import Reviews
from unclench.intake.exposures import with_eaten
from unclench.intake.person_days import person_days
from unclench.intake.usual import assess_intake
from unclench.told import Person, understand
from unclench.words import speak

TODAY = dt.date(2026, 5, 20)
MEALS = "porridge 250 g\nchicken breast 150 g\nboiled rice 250 g\nbanana\nmilk 300 ml\n"


def written(folder: Path, lines: str, days: int = 3) -> Path:
    """A diary in words: ordinary meals and these lines on each of so many days."""
    path = folder / "diary.txt"
    path.write_text(
        "".join(f"2026-05-{d:02d}\n{MEALS}{lines}\n\n" for d in range(10, 10 + days)), "utf-8"
    )
    return path


def answered(
    folder: Path, lines: str, says: str = "", days: int = 3, authority: str = "nasem", **more: Any
) -> Assessment:
    """The answer for a woman of 40 who says this and eats that."""
    case = {
        "profile": {"age": 40, "sex": "female", **more.pop("profile", {})},
        "complaints": [says] if says else [],
        "diary": [str(written(folder, lines, days))] if lines else [],
        **more,
    }
    return assess(from_dict(case), today=TODAY, authority=authority, reviews=Reviews())


def seen(folder: Path, lines: str, days: int = 3, **case: Any) -> Person:
    """The person with what the diary shows, as the differential gets it."""
    diary = read_diary(written(folder, lines, days), today=TODAY)
    whole = person_days(diary)
    told = understand(
        from_dict({"profile": {"age": 40, "sex": "female"}, **case}),
        (),
        [n for k, n in diary.entries.select("kind", "name").iter_rows() if k == "supplement"],
    )
    return with_eaten(told, diary, whole, assess_intake(whole, told).traces)


def flags(answer: Assessment) -> set[str]:
    return {f.id for f in answer.red_flags}


def test_much_vitamin_b6_in_the_diary_is_listed_as_when_it_is_taken(tmp_path: Path) -> None:
    says = "numb toes for 3 months"
    eaten = answered(tmp_path, "vitamin B6 tablet 200 mg", says)
    taken = answered(tmp_path, "", says, medicines=["vitamin B6 200 mg"])
    for answer in (eaten, taken):
        assert answer.causes[0].id == "b6_toxicity"
        assert "RF124" in flags(answer)
    said = [e.label for e in eaten.causes[0].for_]
    assert any("200 mg a day in the diary" in text for text in said), said


def test_what_is_told_and_eaten_counts_once(tmp_path: Path) -> None:
    says, pill = "numb toes for 3 months", "vitamin B6 tablet 200 mg"
    eaten = answered(tmp_path, pill, says)
    both = answered(tmp_path, pill, says, medicines=[pill])
    p = {a: next(c.probability for c in a_.causes if c.id == "b6_toxicity")
         for a, a_ in (("eaten", eaten), ("both", both))}  # fmt: skip
    assert p["both"] == pytest.approx(p["eaten"], abs=0.02)


def test_a_limit_alone_speaks_where_no_finding_does(tmp_path: Path) -> None:
    """40 mg is below the dose that is told as high, and above the European limit of 12 mg."""
    says = "numb toes for 3 months"
    probability = {}
    for authority in ("nasem", "efsa"):
        answer = answered(tmp_path, "vitamin B6 tablet 40 mg", says, authority=authority)
        cause = next(c for c in answer.causes if c.id == "b6_toxicity")
        probability[authority] = cause.probability
    assert probability["efsa"] > probability["nasem"]


def test_vitamin_d_and_calcium_with_thirst_are_a_warning_sign(tmp_path: Path) -> None:
    pills = "vitamin D3 20000 IU capsule\ncalcium carbonate 1500 mg"
    answer = answered(tmp_path, pills, "very thirsty, constipated and tired for 3 weeks")
    assert answer.urgency.level == "same_day"
    assert "RF120" in flags(answer)
    quiet = answered(tmp_path, "vitamin D3 1000 IU capsule", "very thirsty and constipated")
    assert "RF120" not in flags(quiet)


def test_water_beyond_thirst_with_headache_and_nausea_is_an_emergency(tmp_path: Path) -> None:
    answer = answered(tmp_path, "water 8.8 L", "headache and nausea since this morning")
    assert "RF065" in flags(answer)
    assert answer.urgency.level == "emergency"
    assert "RF065" not in flags(answered(tmp_path, "water 1.5 L", "headache and nausea"))


def test_cola_with_weak_legs_is_an_emergency(tmp_path: Path) -> None:
    answer = answered(tmp_path, "3 L cola", "cannot climb stairs, muscles weak")
    assert "RF085" in flags(answer)
    assert "RF085" in flags(
        answered(
            tmp_path,
            "",
            "cannot climb stairs, muscles weak",
            diet={"description": "3 L of cola a day"},
        )
    )


@pytest.mark.parametrize(
    ("lines", "told", "finding"),
    [
        ("vitamin B6 tablet 200 mg", {"medicines": ["vitamin B6 200 mg"]}, "vitamin_b6_high_dose"),
        (
            "vitamin D3 20000 IU capsule",
            {"medicines": ["vitamin D 20000 IU daily"]},
            "vitamin_d_excess",
        ),
        (
            "retinol 5000 µg capsule",
            {"medicines": ["retinol 5000 µg daily"]},
            "retinol_excess",
        ),
        ("vodka 340 ml", {"exposure": {"alcohol": "95 units a week"}}, "alcohol_excess"),
        ("caffeine tablet 1166 mg", {"medicines": ["caffeine 1166 mg daily"]}, "caffeine_excess"),
        ("liquorice 100 g", {"diet": {"description": "100 g liquorice a day"}}, "liquorice"),
        ("3 L cola", {"diet": {"description": "3 L of cola a day"}}, "cola_excess"),
        ("water 8.8 L", {"complaints": ["I drink 8.8 litres of water a day"]}, "overdrinking"),
        ("tonic water 300 ml", {"diet": {"description": "tonic water"}}, "quinine_tonic_drink"),
        ("LoSalt 5 g", {"diet": {"description": "uses LoSalt"}}, "high_potassium_intake"),
        ("Red Bull 250 ml", {"diet": {"description": "Red Bull every day"}}, "energy_drink"),
        ("lamb liver 150 g", {"diet": {"description": "lamb liver"}}, "liver_eaten"),
    ],
)
def test_told_in_words_and_eaten_give_the_same_finding(
    tmp_path: Path, lines: str, told: dict[str, Any], finding: str
) -> None:
    in_words = understand(from_dict({"profile": {"age": 40, "sex": "female"}, **told}))
    eaten = seen(tmp_path, lines)
    assert in_words.has(finding)
    assert eaten.has(finding)
    both = seen(tmp_path, lines, **told)
    assert [f.id for f in both.findings].count(finding) == 1
    assert {k for k in in_words.present if k in both.present} == set(in_words.present)


def test_an_ordinary_diary_says_nothing(tmp_path: Path) -> None:
    lines = "coffee 2 cups\nwater 1 L\nbeer 330 ml\nvitamin D3 1000 IU capsule\ncoconut cake 50 g"
    person = seen(tmp_path, lines, days=7)
    found = {f.id for f in person.findings if f.where == "diary" and f.present}
    assert found <= {"vitamin_d_supplement"}


def test_little_in_a_diary_is_no_finding(tmp_path: Path) -> None:
    """A diary leaves things out: no thirst, no abstinence follows from it."""
    person = seen(tmp_path, "")
    for finding in ("underdrinking", "no_alcohol", "low_dairy_calcium_diet", "intake_energy_low"):
        assert person.state(finding) is None


def test_what_was_denied_in_words_and_stands_in_the_diary_is_there(tmp_path: Path) -> None:
    person = seen(tmp_path, "vodka 340 ml", exposure={"alcohol": "none"})
    assert person.has("alcohol_excess")
    assert not person.has("no_alcohol")


def test_grapefruit_beside_a_statin_and_other_medicines(tmp_path: Path) -> None:
    lines = "grapefruit 150 g"
    says = "muscles of both thighs weak and sore for 3 weeks"
    statin = answered(tmp_path, lines, says, medicines=["simvastatin 40 mg"])
    without = answered(tmp_path, "apple 150 g", says, medicines=["simvastatin 40 mg"])
    assert "RF123" in flags(statin)
    assert "RF123" not in flags(without)
    p = [next(c.probability for c in a.causes if c.id == "statin_myopathy")
         for a in (statin, without)]  # fmt: skip
    assert p[0] > p[1]
    assert "RF123" in flags(answered(tmp_path, lines, medicines=["felodipine"]))
    assert "RF123" not in flags(answered(tmp_path, lines, medicines=["pravastatin"]))


def test_retinol_in_pregnancy_is_said_first(tmp_path: Path) -> None:
    lines = "retinol 3000 µg capsule\nlamb liver 150 g"
    answer = answered(tmp_path, lines, "calf cramps", profile={"age": 30, "pregnant": True})
    assert answer.urgency.level == "same_day"
    assert "RF121" in flags(answer)
    retinol = next(n for n in answer.nutrients if n.id == "retinol")
    assert retinol.verdict == "above_limit"
    assert "midwife" in retinol.say
    assert {f.food for f in retinol.top_foods[:2]} == {"lamb liver", "retinol 3000 µg capsule"}
    liver = answered(tmp_path, "pate 20 g", "calf cramps", profile={"age": 30, "pregnant": True})
    assert flags(liver) & {"RF121", "RF122"}


def test_retinol_of_plants_does_not_count(tmp_path: Path) -> None:
    answer = answered(tmp_path, "carrots 400 g\nspinach 300 g")
    found = {n.id: n for n in answer.nutrients}
    whole, part = found["vitamin_a"].usual_intake.mean, found["retinol"].usual_intake.mean
    assert whole is not None
    assert part is not None
    assert whole > 2000
    assert part < 500


def test_a_pill_is_named_where_it_carries_the_nutrient(tmp_path: Path) -> None:
    answer = answered(tmp_path, "vitamin D3 capsule 10000 IU")
    d = next(n for n in answer.nutrients if n.id == "vitamin_d")
    assert d.verdict == "above_limit"
    assert d.top_foods[0].supplement
    assert d.top_foods[0].amount_per_day == pytest.approx(250.0)
    assert "came from a supplement: vitamin D3 capsule 10000 IU" in d.say
    assert d.say.index("250 of 25") < d.say.index("pharmacist")
    told = answered(tmp_path, "banana", medicines=["vitamin D 10000 IU daily"])
    d = next(n for n in told.nutrients if n.id == "vitamin_d")
    assert d.top_foods[0].supplement
    assert sum(f.share for f in d.top_foods) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("pill", "nutrient", "authority", "above"),
    [
        ("selenium 300 µg", "selenium", "efsa", True),
        ("selenium 150 µg", "selenium", "efsa", False),
        ("selenium 500 µg", "selenium", "nasem", True),
        ("vitamin C 3000 mg", "vitamin_c", "nasem", True),
        ("vitamin C 500 mg", "vitamin_c", "nasem", False),
        ("vitamin E 400 mg", "vitamin_e", "efsa", True),
        ("copper 12 mg", "copper", "nasem", True),
        ("copper 6 mg", "copper", "efsa", True),
        ("zinc 30 mg", "zinc", "efsa", True),
        ("vitamin B6 20 mg", "vitamin_b6", "efsa", True),
        ("iodine 1500 µg", "iodine", "nasem", True),
        ("iodine 150 µg", "iodine", "nasem", False),
        ("nicotinic acid 50 mg", "nicotinic_acid", "efsa", True),
        ("nicotinamide 1000 mg", "niacin", "efsa", True),
        ("nicotinamide 500 mg", "niacin", "efsa", False),
    ],
)
def test_upper_limits_are_judged(
    tmp_path: Path, pill: str, nutrient: str, authority: str, above: bool
) -> None:
    answer = answered(tmp_path, f"{pill} tablet", authority=authority)
    found = next(n for n in answer.nutrients if n.id == nutrient)
    assert (found.verdict == "above_limit") is above


def test_nicotinamide_is_no_nicotinic_acid(tmp_path: Path) -> None:
    answer = answered(tmp_path, "nicotinamide 500 mg tablet", authority="efsa")
    assert "nicotinic_acid" not in {n.id for n in answer.nutrients}


def test_iodine_of_food_is_said_to_be_unknown(tmp_path: Path) -> None:
    answer = answered(tmp_path, "iodine 150 µg tablet")
    iodine = next(n for n in answer.nutrients if n.id == "iodine")
    assert "what food adds to it is unknown" in iodine.say
    assert any(text.startswith("Iodine, Choline") for text in answer.insufficient)


def test_limits_hold_for_children_and_pregnancy() -> None:
    """Every limit-only table says something of every age from one year on, in every state."""
    for nutrient in ("retinol", "selenium", "vitamin_e", "copper", "iodine", "niacin"):
        for authority in ("nasem", "efsa"):
            table = tables()[nutrient, authority]
            limits = [r.UL for r in table.rows if r.state == "none"]
            assert all(x is not None for x in limits)
            assert limits == sorted(x for x in limits if x is not None)
            gaps = {g.state for g in table.gaps}
            assert {r.state for r in table.rows} | gaps == {"none", "pregnant", "lactating"}


def test_a_letter_is_no_count_of_tablets(tmp_path: Path) -> None:
    diary = read_diary(written(tmp_path, "vitamin B6 tablet 200 mg", 1), today=TODAY)
    assert diary.entries["vitamin_b6"].drop_nulls().to_list() == [200.0]


def test_every_row_has_words_that_find_it() -> None:
    rows = load("diary_exposures", DiaryExposure).values()
    assert {r.exposure or r.finding or r.medicine for r in rows} >= {
        "alcohol_units_week", "caffeine_mg_day", "b6_mg_day", "vitamin_d_ug_day", "calcium_mg_day",
        "water_l_day", "cola_l_day", "liquorice_g_day", "energy_drink", "quinine_tonic_drink",
        "high_potassium_intake", "grapefruit", "restricted_diet",
    }  # fmt: skip


def test_hardly_any_carbohydrate_is_a_narrow_diet(tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    day = "eggs 4\nbacon 100 g\nbutter 50 g\nsalmon 250 g\ncheddar 100 g\nbeef steak 300 g\n"
    path.write_text("".join(f"2026-05-{d}\n{day}\n" for d in range(10, 20)), "utf-8")
    diary = read_diary(path, today=TODAY)
    days = person_days(diary)
    told = understand(from_dict({"profile": {"age": 40, "sex": "female"}}))
    eaten = with_eaten(told, diary, days, assess_intake(days, told).traces)
    assert eaten.has("restricted_diet")


def test_the_words_of_a_limit_are_made_last(tmp_path: Path) -> None:
    answer = answered(tmp_path, "vitamin D3 capsule 10000 IU")
    before = [n.say for n in answer.nutrients]
    assert [n.say for n in speak(answer, "unclench.words.en").nutrients] == before


def test_the_name_of_a_product_says_what_is_in_it_and_never_how_somebody_feels(
    tmp_path: Path,
) -> None:
    who = seen(
        tmp_path, "Vitamin A (retinyl palmitate) 800 µg, 1 capsule\nanti cramp magnesium 1 tablet"
    )
    felt = {f.id for f in who.findings if f.present}
    assert not felt & {"palpitations", "muscle_cramp", "leg_cramp"}


def test_a_drink_in_litres_that_no_food_table_has_counts_as_what_was_drunk(tmp_path: Path) -> None:
    head = "Day,Food Name,Amount,Energy (kcal),Water (g),Protein (g)\n"
    lines = [f'2026-05-{d},"{name}","{amount}",{kcal},,\n' for d in (10, 11, 12)
             for name, amount, kcal in (("Coca-Cola, own label", "3.00 l", 1260),
                                        ("Rice, boiled", "300 g", 390))]  # fmt: skip
    path = tmp_path / "servings.csv"
    path.write_text(head + "".join(lines), "utf-8")
    case = {
        "profile": {"age": 40, "sex": "male"},
        "complaints": ["weak legs"],
        "diary": [str(path)],
    }
    answer = assess(from_dict(case), today=TODAY, reviews=Reviews())
    assert answer.urgency is not None
    assert answer.urgency.level == "emergency"
    assert "cola" in " ".join(b for f in answer.red_flags for b in f.because).lower()


def test_in_pregnancy_too_much_retinol_stands_before_all_other_nutrients(tmp_path: Path) -> None:
    answer = answered(tmp_path, "beef liver 150 g", profile={"pregnant": True})
    assert answer.nutrients[0].id == "retinol"
    assert answer.nutrients[0].verdict == "above_limit"

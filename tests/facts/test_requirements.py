"""Requirement tables: against our reference notes, without holes, and for one person."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from unclench.case import from_dict
from unclench.facts.kinds import requirements as kind
from unclench.facts.requirements import PersonRequirement, requirement, tables
from unclench.told import understand
from unclench.told.person import Person
from unclench.words.en.sentences import sentence_of

IDS = {"protein_per_kg": "protein", "water_total": "water", "fibre_total": "fibre"}
WOMAN = Person(age=42, sex="female", weight_kg=68, height_cm=170)


def profile(row: dict[str, str], age: float, sex: str) -> Person:
    stage = row["life_stage"].lower()
    return Person(
        age=age,
        sex=sex,  # type: ignore[arg-type]
        weight_kg=1 if age < 0 else 2,
        pregnant="preg" in stage,
        lactating="lact" in stage,
        menopausal="postmeno" in stage or None if "premeno" not in stage else False,
    )


def compare(row: dict[str, str], authority: str, names: tuple[str, ...]) -> int:
    name = IDS.get(row["nutrient"], row["nutrient"])
    low = float(row["age_min_y"] or 30)
    scale = 1000.0 if name == "water" else 1.0
    seen = 0
    for sex in ("female", "male") if row["sex"] == "both" else (row["sex"],):
        who = profile(row, max(low, 7 / 12) if low < 0.6 and low > 0.55 else low, sex)
        found = requirement(name, who, authority, energy_mj=1.0).found  # type: ignore[arg-type]
        assert found is not None, row
        for column in names:
            expected = float(row[column]) * scale if row[column] else None
            assert getattr(found.row, column) == expected, (row, column)
            seen += 1
    return seen


def test_us_table_equals_the_reference(reference: Path) -> None:
    with (reference / "intake/us_dri.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["nutrient"] != "protein"]
    assert sum(compare(r, "nasem", ("EAR", "RDA", "AI", "UL", "CDRR")) for r in rows) > 1400


def test_efsa_table_equals_the_reference(reference: Path) -> None:
    with (reference / "intake/efsa_drv.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen = 0
    for r in rows:
        if r["nutrient"] == "energy" or (
            r["nutrient"] == "protein_per_kg" and "y" not in r["life_stage"].split()
        ):
            continue
        if r["nutrient"] == "protein_per_kg" and r["life_stage"].split()[0] in ("Pregnancy",):
            continue
        seen += compare(r, "efsa", ("AR", "PRI", "AI", "UL", "safe_and_adequate", "safe_level"))
    assert seen > 1000


def test_no_table_has_a_hole() -> None:
    assert {t.id: kind.holes(t) for t in tables().values() if kind.holes(t)} == {}


@pytest.mark.parametrize("index", range(20))
def test_a_removed_row_is_noticed(index: int) -> None:
    table = tables()["magnesium", "nasem"]
    rows = table.rows[:index] + table.rows[index + 1 :]
    broken = table.model_copy(update={"rows": rows})
    row = table.rows[index]
    if row.state == "none" or row.age[1] > kind.YOUNGEST_PREGNANT:
        assert kind.holes(broken), row


def test_a_hole_makes_the_check_of_facts_fail() -> None:
    table = tables()["iron", "efsa"]
    broken = table.model_copy(update={"rows": table.rows[:-1]})
    problems = kind.check({"iron_efsa": broken}, dt.date(2027, 1, 1))
    assert any("hole" in str(p) for p in problems)


def test_magnesium_for_a_woman_of_42() -> None:
    found = requirement("magnesium", WOMAN).found
    assert found is not None
    assert (found.kind, found.value, found.target, found.unit) == ("EAR", 265, 320, "mg")
    assert found.limit is not None
    assert found.limit.applies_to == "supplements"
    european = requirement("magnesium", WOMAN, "efsa").found
    assert european is not None
    assert (european.kind, european.value) == ("AI", 300)


def test_calcium_in_pregnancy_at_16_is_not_the_misprint() -> None:
    teen = Person(age=16, sex="female", pregnant=True)
    found = requirement("calcium", teen).found
    assert found is not None
    assert found.value == 1100


def test_protein_scales_with_weight_and_says_when_weight_is_missing() -> None:
    found = requirement("protein", WOMAN).found
    assert found is not None
    assert found.value == pytest.approx(0.66 * 68)
    nobody = requirement("protein", Person(age=42, sex="female"))
    assert nobody.found is None
    assert nobody.why is not None
    assert nobody.why.code == "no_need.per_kg"
    assert "weight" in sentence_of(nobody.why)


def test_missing_age_or_sex_is_said_not_guessed() -> None:
    answer = requirement("magnesium", Person(sex="female"))
    assert answer.found is None
    assert answer.why is not None
    assert "age" in sentence_of(answer.why)


def test_iron_depends_on_menopause_and_diet() -> None:
    young = requirement("iron", WOMAN, "efsa").found
    older = requirement("iron", Person(age=60, sex="female"), "efsa").found
    assert young is not None
    assert older is not None
    assert (young.value, older.value) == (7, 6)
    veg = requirement("iron", replace(WOMAN, diets=("vegetarian",))).found
    assert veg is not None
    assert veg.value == pytest.approx(8.1 * 1.8)
    assert veg.percentiles is not None
    assert "vegetarian" in sentence_of(veg.group)


def test_no_value_for_a_baby_is_an_answer() -> None:
    answer = requirement("magnesium", Person(age=0.3, sex="male"))
    assert answer.found is None
    assert answer.why is not None
    assert "no value" in sentence_of(answer.why)


def test_a_nutrient_without_table_is_an_answer() -> None:
    why = requirement("alcohol", WOMAN).why
    assert why is not None
    assert "no table" in sentence_of(why)


def test_no_table_is_from_memory() -> None:
    assert [t.id for t in tables().values() if t.verified == "recalled"] == []


@pytest.mark.parametrize(
    ("diet", "times"),
    [
        ("vegan", 1.8),
        ("mostly vegetarian", 1.8),
        ("non-vegetarian", 1.0),
        ("not vegan", 1.0),
        ("was vegetarian", 1.0),
        ("not a vegetarian", 1.0),
        (None, 1.0),
    ],
)
def test_iron_needs_are_higher_only_for_those_who_eat_no_meat(
    diet: str | None, times: float
) -> None:
    told = from_dict({"age": 42, "sex": "female", "profile": {"diet": diet} if diet else {}})
    found = requirement("iron", understand(told)).found
    assert found is not None
    assert found.value == pytest.approx(8.1 * times)


def test_the_iron_target_of_women_with_periods_covers_95_of_100_at_efsa() -> None:
    import numpy as np

    from unclench.intake.usual.risk import share_above

    women = requirement("iron", Person(age=30, sex="female"), "efsa").found
    men = requirement("iron", Person(age=30, sex="male"), "efsa").found
    assert women is not None
    assert men is not None
    assert share_above(women, np.array([16.0]))[0] == pytest.approx(0.05, abs=1e-4)
    assert share_above(men, np.array([11.0]))[0] == pytest.approx(0.025, abs=1e-4)


NEEDED = ("vitamin_a", "vitamin_c", "vitamin_e", "vitamin_k", "riboflavin", "niacin", "selenium",
          "copper", "iodine", "choline", "manganese", "biotin", "pantothenate", "zinc")  # fmt: skip


@pytest.mark.parametrize("authority", ["nasem", "efsa"])
@pytest.mark.parametrize("nutrient", NEEDED)
def test_both_authorities_say_what_everybody_needs(nutrient: str, authority: str) -> None:
    for age in (1, 3, 5, 8, 10, 12, 16, 18, 25, 50, 51, 70, 90):
        for sex in ("female", "male"):
            who = Person(age=age, sex=sex, weight_kg=60)  # type: ignore[arg-type]
            found = requirement(nutrient, who, authority, energy_mj=9.0).found  # type: ignore[arg-type]
            assert found is not None
            assert found.value, (age, sex)
    for state in ("pregnant", "lactating"):
        who = Person(age=30, sex="female", **{state: True})  # type: ignore[arg-type]
        found = requirement(nutrient, who, authority, energy_mj=9.0).found  # type: ignore[arg-type]
        assert found is not None
        assert found.value, state


@pytest.mark.parametrize("authority", ["nasem", "efsa"])
@pytest.mark.parametrize("nutrient", [*NEEDED, "magnesium", "iron", "folate", "calcium"])
def test_pregnancy_past_the_oldest_group_takes_its_row_and_says_so(
    nutrient: str, authority: str
) -> None:
    at = {
        age: requirement(nutrient, Person(age=age, sex="female", pregnant=True), authority, 9.0)  # type: ignore[arg-type]
        for age in (49, 53)
    }
    young, old = at[49].found, at[53].found
    assert young is not None
    assert old is not None
    assert (young.value, young.upper) == (old.value, old.upper)
    said = " ".join(sentence_of(n) for n in old.notes)
    if young.row.state == "pregnant":
        assert "at 53" in said
    assert "no value for pregnancy" not in " ".join(sentence_of(n) for n in young.notes)


@pytest.mark.parametrize("state", ["pregnant", "lactating"])
@pytest.mark.parametrize(("nutrient", "authority"), [(n, "efsa") for n in NEEDED])
def test_a_girl_gets_the_higher_need_and_the_limit_of_her_age(
    nutrient: str, authority: str, state: str
) -> None:
    told = {"pregnant": state == "pregnant", "lactating": state == "lactating"}

    def of(age: float, **state: bool) -> PersonRequirement | None:
        who = Person(age=age, sex="female", weight_kg=55, **state)  # type: ignore[arg-type]
        return requirement(nutrient, who, authority, 9.0).found  # type: ignore[arg-type]

    girl, own, adult = of(16, **told), of(16), of(18, **told)
    if adult is None or adult.value is None:
        return
    assert girl is not None
    assert own is not None
    assert girl.value == max(own.value or 0, adult.value)
    assert girl.upper == own.upper
    if any(r.state == state for r in girl.table.rows):
        assert any("at 16; the higher of" in sentence_of(n) for n in girl.notes)
    else:
        assert not any(n.code == "need.below_youngest" for n in girl.notes)


@pytest.mark.parametrize("age", [12, 16, 30, 53])
@pytest.mark.parametrize("state", ["none", "pregnant", "lactating"])
def test_everybody_has_a_need_of_both_authorities(age: int, state: str) -> None:
    who = Person(
        age=age, sex="female", weight_kg=55,
        pregnant=state == "pregnant", lactating=state == "lactating",
    )  # fmt: skip
    for nutrient in NEEDED:
        for authority in ("nasem", "efsa"):
            found = requirement(nutrient, who, authority, 9.0).found  # type: ignore[arg-type]
            assert found is not None, (nutrient, authority)
            assert found.value is not None, (nutrient, authority)


def test_an_upper_limit_needs_no_weight_where_the_need_does() -> None:
    answer = requirement("niacin", Person(age=30, sex="female"), "efsa")
    assert answer.found is not None
    assert (answer.found.kind, answer.found.upper) == (None, 900)
    assert answer.why is not None
    assert answer.why.code == "no_need.per_energy"


def test_zinc_of_europe_hangs_on_phytate() -> None:
    mixed = requirement("zinc", WOMAN, "efsa").found
    vegan = requirement("zinc", replace(WOMAN, diets=("vegan",)), "efsa").found
    assert mixed is not None
    assert vegan is not None
    assert mixed.value == 7.6
    assert vegan.value == pytest.approx(8.9, abs=0.05)


@pytest.mark.parametrize("authority", ["nasem", "efsa"])
@pytest.mark.parametrize("nutrient", NEEDED)
def test_what_people_need_was_looked_up_in_a_second_place(nutrient: str, authority: str) -> None:
    look = tables()[nutrient, authority].second_needs
    assert look is not None
    assert look.at

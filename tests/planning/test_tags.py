"""What a food is: the tags that diets, allergies and safety rely on."""

from __future__ import annotations

import pytest

from unclench.errors import UserError
from unclench.planning.candidates import candidates
from unclench.planning.food_tags import excluded_tags, kind_of, patterns_named, tags

HAS = [
    ("Beef, steak, sirloin, lean only eaten", "meat"),
    ("Pork, chop, lean only eaten", "pork"),
    ("Fish, salmon, baked or broiled", "fish"),
    ("Shrimp, steamed or boiled", "shellfish"),
    ("Milk, whole", "lactose"),
    ("Cheese, Cheddar", "dairy"),
    ("Egg, whole, boiled or poached", "egg"),
    ("Bread, whole wheat", "gluten"),
    ("Pasta, whole grain, cooked", "gluten"),
    ("Almonds, NFS", "nuts"),
    ("Peanut butter", "peanut"),
    ("Tahini", "sesame"),
    ("Hummus, plain", "sesame"),
    ("Soy milk, unsweetened", "soya"),
    ("Spinach, fresh, cooked, no added fat", "high_oxalate"),
    ("Beef liver, fried", "liver"),
    ("Fish, swordfish, cooked", "high_mercury_fish"),
    ("Wine, red", "alcohol"),
    ("Spices, oregano, dried", "condiment"),
    ("Babyfood, cereal, oatmeal", "baby_food"),
    ("Beef, brisket, raw", "raw_inedible"),
    ("Salt substitute", "salt_substitute"),
]
HAS_NOT = [
    ("Almond milk, unsweetened", "dairy"),
    ("Peanut butter", "dairy"),
    ("Kidney beans, NFS", "meat"),
    ("Butternut squash", "dairy"),
    ("Eggplant, cooked", "egg"),
    ("Cheese, Cheddar", "lactose"),
    ("Rice, brown, cooked, no added fat", "gluten"),
    ("Tortilla, corn", "gluten"),
    ("Banana, raw", "raw_inedible"),
    ("Vegetarian burger", "meat"),
    ("Coconut, fresh", "nuts"),
    ("Ginger ale", "alcohol"),
    ("Green beans, fresh, cooked, no added fat", "high_fodmap"),
    ("Baked beans, vegetarian", "condiment"),
]


@pytest.mark.parametrize(("name", "tag"), HAS)
def test_has_the_tag(name: str, tag: str) -> None:
    assert tag in tags(name)


@pytest.mark.parametrize(("name", "tag"), HAS_NOT)
def test_has_not_the_tag(name: str, tag: str) -> None:
    assert tag not in tags(name)


@pytest.mark.parametrize(
    ("diet", "kinds"),
    [
        ("vegan", {"meat", "fish", "milk", "yogurt", "cheese", "egg"}),
        ("vegetarian", {"meat", "fish"}),
        ("lactose-free", {"milk", "yogurt"}),
        ("fish allergy", {"fish"}),
    ],
)
def test_a_diet_leaves_no_food_of_the_kinds_it_excludes(diet: str, kinds: set[str]) -> None:
    excluded = excluded_tags(patterns_named([diet]))
    left = {c.kind for c in candidates() if not c.tags & excluded}
    allowed_fish = {"fish"} if diet == "fish allergy" else set()
    assert not left & (kinds - allowed_fish), left & kinds
    assert "fruit" in left


def test_shellfish_stays_with_a_fish_allergy_only() -> None:
    excluded = excluded_tags(patterns_named(["fish allergy"]))
    names = [c.name for c in candidates() if c.kind == "fish" and not c.tags & excluded]
    assert names == ["Shrimp, steamed or boiled", "Mussels"]


def test_every_candidate_is_eaten_in_the_survey_or_is_said_not_to_be() -> None:
    assert all(0 <= c.unfamiliarity <= 1 for c in candidates())
    assert sum(c.unfamiliarity < 1 for c in candidates()) > 80


def test_every_candidate_is_of_the_kind_its_name_says() -> None:
    odd = [
        (c.name, c.kind, kind_of(c.name))
        for c in candidates()
        if kind_of(c.name) not in (c.kind, "")
    ]
    assert len(odd) <= 6, odd


def test_unknown_diets_are_named_all_at_once() -> None:
    with pytest.raises(UserError) as caught:
        patterns_named(["vegam", "zorb"])
    assert len(caught.value.problems) == 2
    assert "vegan" in str(caught.value)

"""One set of food groups for all sources."""

from __future__ import annotations

import re

# First match wins; read on the lower-case category of FoodData Central.
_RULES = [
    (r"^baby|toddler|formula", "baby food"),
    (r"beer|wine|liquor", "alcoholic drinks"),
    (r"sandwich|burger|burrito|pizza|nachos|frankfurter|nuggets|fast foods|restaurant",
     "fast food"),
    (r"mixed dishes|dishes|stir-fry|fried rice|egg rolls|macaroni and cheese|meals", "dishes"),
    (r"soup|sauces|gravies|salad dressing|mayonnaise|mustard|condiment|dips|pasta sauce|olives",
     "soups and sauces"),
    (r"coffee|tea$|soft drink|drinks?$|water|beverages|smoothies", "drinks"),
    (r"plant-based milk", "drinks"),
    (r"juice", "fruit and juices"),
    (r"milk|cheese|cream$|yogurt|cream cheese|egg|dairy|cream and", "dairy and eggs"),
    (r"ice cream|candy|sugar|jams|gelatin|pudding|honey|sweets|sweeteners", "sweets"),
    (r"butter and|margarine|fats|oils", "fats and oils"),
    (r"chips|pretzel|popcorn|snack|crackers|bars$", "snacks"),
    (r"ready-to-eat cereal|oatmeal|cooked cereals|breakfast cereals", "breakfast cereals"),
    (r"bread|rolls|bagel|cake|cookie|doughnut|pastr|pancake|tortilla|muffin|pies"
     r"|baked products|turnovers",
     "bread, cakes and biscuits"),
    (r"rice|pasta|grain", "grains and pasta"),
    (r"beans|legume|soy|peas, ", "beans and lentils"),
    (r"nuts|seeds|nut and", "nuts and seeds"),
    (r"fish|shellfish|seafood", "fish and shellfish"),
    (r"chicken|turkey|poultry", "poultry"),
    (r"sausage|cold cuts|bacon|frankfurters|luncheon", "sausages and cold meats"),
    (r"pork|ham", "pork"),
    (r"beef|steak", "beef"),
    (r"lamb|liver|game|meat", "lamb, veal and game"),
    (r"fruit|apple|banana|berr|citrus|grapes|melon|mango|peach|pear|pineapple", "fruit and juices"),
    (r"potato|vegetable|tomato|lettuce|carrot|onion|broccoli|cabbage|corn|spinach|coleslaw",
     "vegetables"),
    (r"spices|herbs", "herbs and spices"),
    (r"protein and nutritional", "supplements and powders"),
    (r"american indian", "dishes"),
]  # fmt: skip


def of_category(category: str) -> str:
    """Our group of a category of FoodData Central; empty when none fits."""
    low = category.lower()
    if low == "not included in a food category":
        return "ingredients"
    for pattern, group in _RULES:
        if re.search(pattern, low):
            return group
    return ""


def of_name(name: str, group: str) -> str:
    """The group, where SR24 puts foods together that people keep apart."""
    if group == "drinks" and name.lower().startswith("alcoholic"):
        return "alcoholic drinks"
    if group == "sweets" and re.match(r"snacks|.*(chips|popcorn|pretzels)", name.lower()):
        return "snacks"
    return group

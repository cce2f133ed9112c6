"""How often people eat a food: eating occasions in NHANES 2007-2012, as aggregates per food code.

`eating_frequency.csv` beside this file holds one row per FNDDS code that was reported often enough:
its description, the weighted share of all reported lines (per million), and the portion eaten on
one occasion (median, 10th and 90th percentile, grams). No row of any person is in it.
It is made by `scripts/eating_frequency.py` from the public-use files.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from foods_build.read import Food
from foods_build.similar import matrix
from unclench.intake.foods.index import head_part
from unclench.intake.foods.words import segments, stop_words

_RENAME = [
    (r"milk, cow's, fluid", "milk"),
    (r"(\d)% fat", r"reduced fat (\1%)"),
    (r"reduced fat \(1%\)", "low fat (1%)"),
    (r"skim or nonfat.*", "fat free (skim)"),
    (r"tomato catsup", "ketchup"),
    (r"cola-type", "cola"),
    (r"sugar-free", "diet"),
    (r"white potato, chips|white potato chips.*", "potato chips, plain"),
    (r"white potato", "potato"),
    (r"salty snacks, corn or cornmeal base, ", ""),
    (r"made from ground, regular", "brewed"),
    (r"made from powdered instant, regular", "instant, reconstituted"),
    (r"tea, leaf, unsweetened", "tea, hot, leaf, black"),
    (r"cheese, natural, cheddar.*", "cheese, cheddar"),
    (r"cheese, processed, american.*", "cheese, american"),
    (r"bottled, unsweetened", "bottled, plain"),
    (r"white, granulated or lump", "white, granulated"),
    (r"onions, mature", "onions"),
    (r"ground beef or patty.*", "beef, ground"),
    (r"butter, stick, salted", "butter, stick"),
    (r"pork bacon, ns as to.*", "bacon, ns as to type of meat, cooked"),
    (r"ns as to type|ns as to.*|, nfs", ""),
    (r"egg, whole, boiled", "egg, whole, boiled or poached"),
    (r"oatmeal, cooked.*", "oatmeal"),
]


@dataclass(slots=True)
class Eaten:
    """One row of `eating_frequency.csv`."""

    name: str
    per_million: float
    median: float
    low: float
    high: float


def read_frequency(path: Path) -> list[Eaten]:
    """The rows, with the old names of FNDDS brought near to those in use now."""
    out = []
    with path.open(newline="") as f:
        for row in csv.DictReader(f):
            name = row["description"].lower()
            for old, new in _RENAME:
                name = re.sub(old, new, name)
            nums = (float(row[k]) for k in ("per_million", "median_g", "p10_g", "p90_g"))
            out.append(Eaten(name.strip(" ,"), *nums))
    return out


_ODD = re.compile(
    r"\b(dry|dried|powder|powdered|dehydrated|concentrate|undiluted|condensed|mix|uncooked|espresso"
    r"|unprepared|instant|not reconstituted|flour|oil|fortified|babyfood|decaffeinated|diet)\b"
)


def _odd(name: str) -> str:
    """Words that set a food apart from its namesakes: they must agree."""
    return " ".join(sorted(set(_ODD.findall(name.lower()))))


def _words(name: str) -> tuple[set[str], set[str]]:
    """Words that say what a food is, and all words of its name."""
    parts = segments(name) or [[""]]
    first = set(parts[head_part(parts)]) - stop_words()
    if " and " in name and "," in name.partition(" and ")[0]:  # a list: "Sausage, noodles, and"
        first = {t for p in parts for t in p} - stop_words()
    return first, {t for p in parts for t in p}


def spread(
    foods: list[Food], eaten: list[Eaten]
) -> tuple[np.ndarray, dict[int, tuple[float, float, float]]]:
    """Lines per million of each food, and the portion (median, p10, p90 g) of the nearest code.

    Each code gives its share to the foods of either source that are named most like it, in
    proportion to how alike they are; nothing when no name is near.
    """
    names = [f.name for f in foods] + [e.name for e in eaten]
    m = matrix(names)
    sim = (m[len(foods) :] @ m[: len(foods)].T).tocsr()
    prior = np.zeros(len(foods))
    portion: dict[int, tuple[float, tuple[float, float, float]]] = {}
    words = [_words(n) for n in names]
    odd = np.array([_odd(f.name) for f in foods])
    everyday = np.array([f.id.startswith("fndds") for f in foods])
    for r, e in enumerate(eaten):
        row = sim[r].toarray().ravel() * np.where(odd != _odd(e.name), 0.3, 1.0)
        for mask in (everyday, ~everyday):
            s = np.where(mask, row, 0)
            top = np.argsort(-s, kind="stable")[:6]
            top = top[s[top] > 0.45]
            if not len(top):
                continue
            w = s[top] ** 8
            prior[top] += e.per_million * w / w.sum() * min(1.0, s[top[0]] * 1.1)
            for i in top:
                about, other = words[i], words[len(foods) + r]
                same = about[0] <= other[1] and other[0] <= about[1]
                if same and s[i] > 0.5 and s[i] > portion.get(i, (0.0, ()))[0]:
                    portion[int(i)] = (float(s[i]), (e.median, e.low, e.high))
    return prior, {i: p for i, (_, p) in portion.items()}

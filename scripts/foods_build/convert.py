"""Values that follow from others: the same food in a later release, folate, water, alcohol."""

from __future__ import annotations

import re

import numpy as np

from foods_build.fill import Error
from foods_build.read import Food
from unclench.intake.foods.index import head_part
from unclench.intake.foods.words import COOKED, EATEN_COOKED, RAW, segments

ALCOHOL_KCAL = 6.93  # per gram, Atwater specific factor

# Dietary folate equivalents over total folate: mean, 10th and 90th percentile by group, computed
# from the foods of SR26 that list both (1 where nothing is added, 1.7 where all is folic acid).
_FOLATE = {
    "breakfast cereals": (1.53, 1.0, 1.69),
    "bread, cakes and biscuits": (1.45, 1.18, 1.61),
    "grains and pasta": (1.27, 1.0, 1.65),
    "baby food": (1.45, 1.0, 1.71),
    "fast food": (1.35, 1.0, 1.53),
    "dishes": (1.44, 1.0, 1.63),
    "snacks": (1.13, 1.0, 1.62),
    "soups and sauces": (1.13, 1.0, 1.42),
    "supplements and powders": (1.27, 1.0, 1.7),
}
_ENRICHED = (1.61, 1.52, 1.68)

Table = dict[str, np.ndarray]


def same_food(
    foods: list[Food],
    later: dict[str, dict[str, float]],
    known: Table,
    filled: Table,
    origin: Table,
) -> None:
    """Unknown values that SR Legacy has under the same name and energy; spread 10 % (judgement)."""
    for i, f in enumerate(foods):
        for k, v in later.get(f.id, {}).items():
            if k in known and np.isnan(known[k][i]):
                filled[k][i] = (v, 0.9 * v, 1.1 * v)
                origin[k][i] = "same_food"


def folate(foods: list[Food], known: Table, filled: Table, origin: Table) -> None:
    """Total folate (what the sources list) to dietary folate equivalents.

    Where folic acid is often added the total is not a value in DFE: it becomes a converted value
    with a spread. Elsewhere the two are equal.
    """
    for i, f in enumerate(foods):
        v = known["folate"][i]
        from_later = origin["folate"][i] == "same_food"
        if from_later:
            v = filled["folate"][i][0]
        if np.isnan(v):
            continue
        name = f.name.lower()
        ratio = _FOLATE.get(f.group)
        if "unenriched" in name:
            ratio = None
        elif re.search(r"\benriched\b", name):
            ratio = _ENRICHED
        if ratio is None or v == 0:
            continue
        known["folate"][i] = np.nan
        filled["folate"][i] = v * np.array(ratio)
        origin["folate"][i] = "converted"


def by_difference(
    foods: list[Food], known: Table, filled: Table, origin: Table, report: np.ndarray
) -> list[Error]:
    """Alcohol from energy, and water as what is left of 100 g; ash from the minerals."""
    p, f, c, e = (known[k] for k in ("protein", "fat", "carbohydrate", "energy"))
    alcohol = known["alcohol"].copy()
    drinks = np.array([x.group == "alcoholic drinks" for x in foods])
    rest = np.maximum(e - 4 * p - 9 * f - 4 * c, 0) / ALCOHOL_KCAL
    rest = np.where(rest < 0.4, 0, rest)
    gap = drinks & np.isnan(alcohol) & np.isfinite(rest)
    filled["alcohol"][gap] = np.c_[rest, 0.9 * rest, 1.1 * rest + 0.2][gap]
    origin["alcohol"][gap] = "difference"
    alcohol = np.where(gap, rest, alcohol)

    minerals = sum(
        np.nan_to_num(known[k]) for k in ("sodium", "potassium", "calcium", "phosphorus")
    )
    x = minerals / 1000
    solid = p + f + c + np.nan_to_num(alcohol)
    ash = 100 - solid - known["water"]
    ok = np.isfinite(ash)
    a, b = np.linalg.lstsq(np.c_[x[ok], np.ones(ok.sum())], np.clip(ash[ok], 0, 20), rcond=None)[0]
    estimate = np.clip(100 - solid - np.maximum(a * x + b, 0), 0, 100)
    residual = known["water"] - estimate
    fit, rep = ok & ~report, ok & report
    q10, q90 = np.quantile(residual[fit], [0.1, 0.9])
    inside = (residual[rep] >= q10) & (residual[rep] <= q90)
    wet = rep & (known["water"] > 5)
    base = np.nanmedian(known["water"])
    gap = np.isnan(known["water"]) & np.isfinite(estimate)
    low, high = np.clip(estimate + q10, 0, 100), np.clip(estimate + q90, 0, 100)
    filled["water"][gap] = np.c_[estimate, np.minimum(low, estimate), np.maximum(high, estimate)][
        gap
    ]
    origin["water"][gap] = "difference"
    relative = np.abs(residual[wet]) / known["water"][wet]
    return [
        Error(
            "water (by difference)", int(rep.sum()), float(ok.mean()),
            float(np.median(np.abs(residual[rep]))), float(np.median(relative)),
            float(np.median(np.abs(base - known["water"][wet]) / known["water"][wet])),
            float(inside.mean()),
        )
    ]  # fmt: skip


_BAD_MEASURE = re.compile(r"nlea|serving|yield|refuse|package yields|lb with", re.IGNORECASE)


def measures(
    foods: list[Food], near: np.ndarray, weight: np.ndarray
) -> list[tuple[str, str, float, str | None]]:
    """(food, label, grams, food it was borrowed from); FNDDS foods borrow from SR24 neighbours.

    Only from a food that is about the same thing and in the same state: a cup of raw spinach
    weighs 30 g, one of cooked spinach 180 g.
    """
    out: list[tuple[str, str, float, str | None]] = []
    about, state = [], []
    for f in foods:
        parts = segments(f.name) or [[""]]
        has = {t for p in parts for t in p}
        about.append(set(parts[head_part(parts)]))
        cooked = f.group in EATEN_COOKED or bool(has & COOKED)
        cooked = cooked and not has & RAW and f.group != "bread, cakes and biscuits"
        state.append((cooked, bool({"dry", "powder", "condensed"} & has)))
    for i, f in enumerate(foods):
        if f.source_id:
            out += [(f.id, label, round(g, 2), None) for label, g in f.measures]
            continue
        seen = set()
        for label, g in f.measures:
            seen.add(label)
            out.append((f.id, label, round(g, 2), None))
        for j, w in zip(near[i][:12], weight[i][:12], strict=True):
            donor = foods[j]
            if w < 0.2 or not donor.source_id or not about[i] & about[j] or state[i] != state[j]:
                continue
            for label, g in donor.measures:
                key = label.lower()
                if key not in seen and not _BAD_MEASURE.search(label):
                    seen.add(key)
                    out.append((f.id, label, round(g, 2), donor.id))
    return out

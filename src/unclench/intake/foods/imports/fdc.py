"""The CSV bundle of FoodData Central: a folder or the ZIP as downloaded.

Traps that are handled: `nutrient.id` (magnesium 1090) is not `nutrient_nbr` (304), and some
releases use the number in `food_nutrient.csv`; Foundation foods may have only Atwater energy; a
missing row is unknown; portions are written in three ways.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.door import archives
from unclench.errors import Problem, UserError
from unclench.facts import loader
from unclench.facts.kinds.nutrients import NutrientFact
from unclench.facts.nutrients import convert
from unclench.intake.foods.imports.imported import Cell, Imported, Table, put

if TYPE_CHECKING:
    import polars as pl

NEEDED = ("food.csv", "food_nutrient.csv", "nutrient.csv")
USEFUL = (*NEEDED, "food_portion.csv", "measure_unit.csv", "food_category.csv")
KINDS = ("foundation_food", "sr_legacy_food", "survey_fndds_food")
UNDETERMINED = 9999
# Second choices, in order: (id, unit, origin).
_FALLBACK = {
    "energy": ((2048, "kcal", "measured"), (2047, "kcal", "measured"), (1062, "kJ", "measured")),
    "vitamin_d": ((1110, "IU", "measured"),),
    "fibre": ((2033, "g", "measured"),),
    "folate": ((1177, "µg", "converted"),),
    "fat": ((1085, "g", "measured"),),
}


def is_fdc(names: set[str]) -> bool:
    """Whether file names are those of the bundle."""
    return set(NEEDED) <= names


def read(path: Path) -> Table:
    """The foods of the bundle in `path`, a folder or a ZIP; branded foods are left out."""
    if path.is_dir():
        return _read(path)
    with tempfile.TemporaryDirectory() as tmp, archives.opened(path) as z:
        for member in sorted(z.names):
            if Path(member).name in USEFUL:
                z.unpack(member, Path(tmp) / Path(member).name)
        return _read(Path(tmp))


def _csv(folder: Path, name: str, *columns: str) -> pl.LazyFrame:
    import polars as pl

    try:
        frame = pl.scan_csv(folder / name, infer_schema=False)
        missing = set(columns) - set(frame.collect_schema().names())
    except pl.exceptions.PolarsError as error:
        what = f"This file cannot be read as CSV: {str(error).splitlines()[0]}"
        raise UserError(Problem(what, str(folder / name))) from None
    if missing:
        what = f"Columns are missing: {', '.join(sorted(missing))}."
        fix = "Download the full CSV bundle of FoodData Central again."
        raise UserError(Problem(what, str(folder / name), fix))
    return frame.select(*columns)


def _nutrients(folder: Path) -> dict[str, list[tuple[str, float, str]]]:
    """Nutrient id -> the codes that `food_nutrient.csv` may use, best first.

    Codes are checked against the names in the bundle's own `nutrient.csv`.
    """
    rows = _csv(folder, "nutrient.csv", "id", "name", "unit_name", "nutrient_nbr").collect()
    by_id = {r[0]: r for r in rows.iter_rows()}
    if "1090" in by_id and "magnesium" not in str(by_id["1090"][1]).lower():
        what = "Nutrient 1090 is not magnesium here."
        raise UserError(Problem(what, str(folder / "nutrient.csv"), "This is not a known release."))
    number = {i: str(r[3] or "").removesuffix(".0") for i, r in by_id.items()}
    out: dict[str, list[tuple[str, float, str]]] = {}
    for n in loader.load("nutrients", NutrientFact).values():
        others = [(i, convert(n.id, 1.0, unit), o) for i, unit, o in _FALLBACK.get(n.id, ())]
        own = [(n.fdc_id, 1.0, "measured")] if n.fdc_id else []
        codes = [*own, *others]
        out[n.id] = [(str(c), f, o) for c, f, o in codes]
        out[n.id] += [(f"#{number[str(c)]}", f, o) for c, f, o in codes if number.get(str(c))]
    return out


def _read(folder: Path) -> Table:
    import polars as pl

    table = Table("fdc", "USDA FoodData Central, imported", [])
    foods = (
        _csv(folder, "food.csv", "fdc_id", "data_type", "description", "food_category_id")
        .filter(pl.col("data_type").is_in(KINDS))
        .collect()
    )
    if foods.is_empty():
        kinds = ", ".join(KINDS)
        fix = "Download the full bundle, or that of Foundation Foods, SR Legacy or FNDDS."
        raise UserError(Problem(f"There is no food of these kinds: {kinds}.", str(folder), fix))
    codes = _nutrients(folder)
    amounts = _csv(folder, "food_nutrient.csv", "fdc_id", "nutrient_id", "amount")
    header = pl.scan_csv(folder / "food_nutrient.csv", infer_schema=False).collect_schema().names()
    if "loq" in header:
        amounts = _csv(folder, "food_nutrient.csv", "fdc_id", "nutrient_id", "amount", "loq")
    long = amounts.join(foods.lazy().select("fdc_id"), on="fdc_id", how="semi").collect()
    numbers = long["nutrient_id"].cast(pl.Float64, strict=False).max()
    prefix = "#" if isinstance(numbers, float) and numbers < 1000 else ""
    if prefix:
        table.warnings.append("This release uses nutrient numbers (304) instead of ids (1090).")
    categories = _categories(folder)
    made: dict[str, Imported] = {}
    for fdc_id, _, name, category in foods.iter_rows():
        group = categories.get(str(category or ""), str(category or ""))
        made[fdc_id] = Imported(f"fdc:{fdc_id}", fdc_id, " ".join(str(name).split()), group)
    listed: dict[str, dict[str, tuple[float, float | None]]] = {}
    for row in long.iter_rows():
        amount, loq = _float(row[2]), _float(row[3]) if len(row) > 3 else None
        if amount is not None:
            code = f"{prefix}{str(row[1]).removesuffix('.0')}"
            listed.setdefault(row[0], {})[code] = (amount, loq)
    for fdc_id, f in made.items():
        have = listed.get(fdc_id, {})
        for n, options in codes.items():
            for code, factor, origin in options:
                if code in have:
                    put(table, f, n, _cell(*have[code], factor, origin))
                    break
    _portions(folder, made, table)
    table.foods = list(made.values())
    return table


def _cell(amount: float, loq: float | None, factor: float, origin: str) -> Cell | str:
    if amount < 0:
        return "?"
    if loq is not None and loq > 0 and amount < loq:
        return Cell(loq * factor / 2, 0.0, loq * factor, "below_limit")
    v = amount * factor
    return Cell(v, v, v * 1.7 if origin == "converted" else v, origin)


def _float(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


def _categories(folder: Path) -> dict[str, str]:
    if not (folder / "food_category.csv").is_file():
        return {}
    return dict(_csv(folder, "food_category.csv", "id", "description").collect().iter_rows())


def _portions(folder: Path, foods: dict[str, Imported], table: Table) -> None:
    """Measures: amount and unit (Foundation), unit as modifier (SR), or a sentence (FNDDS)."""
    if not (folder / "food_portion.csv").is_file():
        table.warnings.append("There is no food_portion.csv: foods have no household measures.")
        return
    unit_names: dict[str, str] = {}
    if (folder / "measure_unit.csv").is_file():
        unit_names = dict(_csv(folder, "measure_unit.csv", "id", "name").collect().iter_rows())
    rows = _csv(
        folder, "food_portion.csv",
        "fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight",
    ).collect()  # fmt: skip
    for fdc_id, amount, unit_id, description, modifier, weight in rows.iter_rows():
        f = foods.get(fdc_id)
        grams = _float(weight)
        if f is None or grams is None or grams <= 0:
            continue
        label, count = portion_label(
            _float(amount),
            unit_names.get(str(unit_id or ""), ""),
            description or "",
            modifier or "",
        )
        if label:
            f.measures.append((label, round(grams / count, 2)))
        else:
            table.skip("portions without a usable name")


def portion_label(
    amount: float | None, unit: str, description: str, modifier: str
) -> tuple[str, float]:
    """(label of one, how many the weight is for); an empty label when there is none."""
    count = amount if amount and amount > 0 else 1.0
    if unit and unit.lower() != "undetermined":
        extra = modifier if modifier and not modifier.isdigit() else ""
        return f"{unit}, {extra}" if extra else unit, count
    text = description.strip()
    if text and not re.match(r"quantity not specified|none", text, re.IGNORECASE):
        m = re.match(r"(\d+(?:\.\d+)?(?:/\d+)?)\s+(.*)", text)
        if not m:
            return text, count
        top, _, bottom = m.group(1).partition("/")
        return m.group(2), float(top) / float(bottom or 1)
    if modifier and not modifier.isdigit():
        return modifier, count
    return "", 1.0

"""Open Food Facts products as JSON: one product, a search result, or one product per line.

In v2 every `_100g` amount is in grams (magnesium 0.03 is 30 mg) except energy. Amounts that the
site computed from the list of ingredients (`nutriments_estimated`) are marked as estimated.
"""

from __future__ import annotations

import math
from typing import Any

from unclench.door import documents
from unclench.errors import Problem, UserError
from unclench.facts import loader, units
from unclench.facts.kinds.nutrients import NutrientFact
from unclench.intake.foods.imports.imported import Cell, Imported, Table, put

# An estimate from ingredient shares can be off by this factor either way (judgement).
ESTIMATED_FACTOR = 2.0
ALCOHOL_G_PER_ML = 0.789
_ALIASES = {"vitamin-b9": ("folates",), "vitamin-k": ("phylloquinone",), "fiber": ("fibre",)}


def products(text: str, where: str) -> list[dict[str, Any]]:
    """The products of a JSON text, or of one JSON object per line.

    Raises:
        UserError: not JSON, or no product in it.
    """
    try:
        raw, _ = documents.json_of(text, where)
        roots = raw if isinstance(raw, list) else [raw]
    except UserError as error:
        try:
            roots, _ = documents.json_lines(text, where)
        except UserError:
            fix = "Save the product from Open Food Facts again, as JSON."
            raise UserError([Problem(p.what, p.where, fix) for p in error.problems]) from None
    out: list[dict[str, Any]] = []
    for root in roots:
        if not isinstance(root, dict):
            continue
        inner = root.get("products", root.get("product", root))
        for p in inner if isinstance(inner, list) else [inner]:
            if isinstance(p, dict) and {"nutriments", "nutriments_estimated", "nutrition"} & set(p):
                out.append({"code": root.get("code", "")} | p)
    if not out:
        fix = "A product has the key 'nutriments'; see the manual for where to get it."
        raise UserError(Problem("There is no Open Food Facts product in this file.", where, fix))
    return out


def read(found: list[dict[str, Any]]) -> Table:
    """The foods of some products."""
    table = Table("off", "Open Food Facts", [])
    facts = loader.load("nutrients", NutrientFact)
    for p in found:
        if p.get("data_quality_errors_tags"):
            table.skip("products that Open Food Facts marks as faulty")
            continue
        code = str(p.get("code") or "")
        name = str(p.get("product_name_en") or p.get("product_name") or "").strip()
        brand = str(p.get("brands") or "").split(",")[0].strip()
        shown = f"{name}, {brand}" if name and brand else name or f"Product {code}"
        f = Imported(f"off:{code or len(table.foods)}", code, shown, "")
        tables = (
            (p.get("nutriments") or {}, "measured"),
            (_aggregated(p), "measured"),
            (p.get("nutriments_estimated") or {}, "estimated"),
        )
        for n in facts.values():
            for amounts, origin in tables:
                made = None if n.id in f.cells else _cell(n, amounts, origin)
                put(table, f, n.id, made)
        grams = _float(p.get("serving_quantity"))
        unit = str(p.get("serving_quantity_unit") or "g")
        if grams and grams > 0 and unit in ("g", "ml"):
            f.measures.append((f"serving ({p.get('serving_size') or f'{grams:g} {unit}'})", grams))
        if f.cells:
            table.foods.append(f)
        else:
            table.skip("products without any amount per 100 g")
    if any("_prepared_" in k for p in found for k in (p.get("nutriments") or {})):
        table.warnings.append("Amounts of the prepared product were not used.")
    if any(c.origin == "estimated" for f in table.foods for c in f.cells.values()):
        table.warnings.append("Some amounts were estimated from the list of ingredients.")
    return table


def _float(value: object) -> float | None:
    try:
        v = float(str(value))
    except ValueError:
        return None
    return v if math.isfinite(v) else None


def _aggregated(p: dict[str, Any]) -> dict[str, Any]:
    """The newer shape (`nutrition.aggregated_set`), brought into the older one."""
    nutrition = p.get("nutrition") or {}
    chosen = nutrition.get("aggregated_set") if isinstance(nutrition, dict) else None
    if not isinstance(chosen, dict) or chosen.get("preparation", "as_sold") != "as_sold":
        return {}
    out: dict[str, Any] = {}
    for k, v in (chosen.get("nutrients") or {}).items():
        value = _float(v.get("value")) if isinstance(v, dict) else None
        if value is None:
            continue
        unit = str(v.get("unit") or "g")
        if k in ("energy-kcal", "energy-kj", "energy"):
            out[f"{k}_100g"] = value
        elif unit in ("g", "mg", "µg", "mcg"):
            out[f"{k}_100g"] = value * units.factor(unit, "g")
        if isinstance(v, dict) and v.get("modifier"):
            out[f"{k}_modifier"] = v["modifier"]
    return out


def _amount(n: NutrientFact, amounts: dict[str, Any]) -> tuple[float, str] | None:
    """Amount per 100 g in the nutrient's unit, and the modifier."""
    if n.id == "energy":
        kcal = _float(amounts.get("energy-kcal_100g"))
        if kcal is not None:
            return kcal, str(amounts.get("energy-kcal_modifier") or "")
        for key in ("energy-kj", "energy"):
            kj = _float(amounts.get(f"{key}_100g"))
            if kj is not None:
                return units.convert(kj, "kJ", "kcal"), str(amounts.get(f"{key}_modifier") or "")
        return None
    for column in n.names("open_food_facts"):
        for key in (column.name, *_ALIASES.get(column.name, ())):
            v = _float(amounts.get(f"{key}_100g"))
            if v is None:
                continue
            if n.id == "alcohol":
                return v * ALCOHOL_G_PER_ML, str(amounts.get(f"{key}_modifier") or "")
            return v * units.factor("g", n.unit), str(amounts.get(f"{key}_modifier") or "")
    if n.id == "sodium":
        salt = _float(amounts.get("salt_100g"))
        if salt is not None:
            return salt / 2.5 * 1000, str(amounts.get("salt_modifier") or "")
    if n.id == "water":
        v = _float(amounts.get("water_100g"))
        return (v, "") if v is not None else None
    return None


def _cell(n: NutrientFact, amounts: dict[str, Any], origin: str) -> Cell | None:
    found = _amount(n, amounts)
    if found is None or found[0] < 0:
        return None
    v, modifier = found
    if modifier in ("<", "<=", "≤"):
        return Cell(v / 2, 0.0, v, "below_limit")
    if origin == "estimated" or modifier == "~":
        return Cell(v, v / ESTIMATED_FACTOR, v * ESTIMATED_FACTOR, "estimated")
    return Cell(v, v, v)

"""CIQUAL, the French food table (ANSES), as its xlsx: decimal commas, "-", "< 0,5", "traces"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unclench.facts import loader, units
from unclench.facts.kinds.nutrients import NutrientFact
from unclench.intake.foods.imports.imported import (
    Cell,
    Imported,
    Table,
    cell,
    put,
    slug,
    trace_limit,
)

NAMES = ("alim_nom_eng", "alim_nom_fr")
_GROUPS = (
    (r"boisson|beverage|eaux|water", "drinks"),
    (r"alcool|alcohol", "alcoholic drinks"),
    (r"viandes|œufs|poissons|meat|fish|egg", "meat, fish and eggs"),
    (r"fruits|l.gumes|vegetable", "vegetables"),
    (r"c.r.ali|cereal", "grains and pasta"),
    (r"lait|milk|dairy", "dairy and eggs"),
    (r"sucr|sweet|glace|ice", "sweets"),
    (r"mati.res grasses|fats", "fats and oils"),
    (r"entr.es|plats|starters|dishes", "dishes"),
    (r"infantile|baby", "baby food"),
    (r"aides|misc|ingr", "soups and sauces"),
)


def is_ciqual(header: Sequence[object]) -> bool:
    """Whether a first row is that of CIQUAL."""
    return any(str(h).strip() in NAMES for h in header)


def _columns(header: list[str]) -> dict[str, tuple[int, str]]:
    """Nutrient id -> column and unit, by the French name and the unit in brackets."""
    found: dict[str, tuple[int, str]] = {}
    for n in loader.load("nutrients", NutrientFact).values():
        for c in n.names("ciqual"):
            for i, h in enumerate(header):
                m = re.fullmatch(r"(.*?)\s*\((\S+)/100\s*[gG]\)", h.strip())
                if (
                    m
                    and m.group(1).strip() == c.name
                    and (n.id != "energy" or m.group(2) == "kcal")
                ):
                    found[n.id] = (i, m.group(2))
    return found


def read(rows: list[list[object]]) -> Table:
    """The table of a sheet whose first row is the header."""
    header = [str(h) for h in rows[0]]
    at = {h.strip(): i for i, h in enumerate(header)}
    name_at = next(at[n] for n in NAMES if n in at)
    code_at = at.get("alim_code")
    group_at = at.get("alim_grp_nom_fr", at.get("alim_grp_nom_eng"))
    columns = _columns(header)
    facts = loader.load("nutrients", NutrientFact)
    table = Table("ciqual", "CIQUAL, French food table (ANSES)", [])
    body = [r for r in rows[1:] if str(r[name_at]).strip()]
    traces = {n: trace_limit([r[i] for r in body]) for n, (i, _) in columns.items()}
    factors = {n: units.factor(unit, facts[n].unit) for n, (_, unit) in columns.items()}
    retinol = next((i for h, i in at.items() if h.startswith("Rétinol")), None)
    carotene = next((i for h, i in at.items() if h.startswith("Beta-Carotène")), None)
    for r in body:
        name = str(r[name_at]).strip()
        code = str(r[code_at]).strip().removesuffix(".0") if code_at is not None else ""
        raw_group = str(r[group_at]).strip() if group_at is not None else ""
        group = next((g for p, g in _GROUPS if re.search(p, raw_group.lower())), raw_group)
        f = Imported(f"ciqual:{code or slug(name)}", code, name, group)
        for n, (i, _) in columns.items():
            put(table, f, n, cell(r[i], traces[n], factors[n]))
        if retinol is not None and carotene is not None:
            put(table, f, "vitamin_a", _rae(cell(r[retinol], 1.0), cell(r[carotene], 1.0)))
        table.foods.append(f)
    table.skip("rows without a food name", len(rows) - 1 - len(body))
    table.skipped = {k: v for k, v in table.skipped.items() if v}
    table.warnings.append("Folate is total folate: foods with added folic acid count too low.")
    return table


def _rae(retinol: Cell | str | None, carotene: Cell | str | None) -> Cell | None:
    """µg RAE: retinol plus a twelfth of beta-carotene (IOM 2001)."""
    if not isinstance(retinol, Cell) or not isinstance(carotene, Cell):
        return None
    return Cell(
        retinol.value + carotene.value / 12,
        retinol.low + carotene.low / 12,
        retinol.high + carotene.high / 12,
        "measured" if retinol.origin == carotene.origin == "measured" else "below_limit",
    )

"""CoFID, the UK's food table (McCance and Widdowson), as xlsx or as CSV of its sheets.

Three header rows: names, codes such as MG, long names. "Tr" is a trace, "N" significant but not
known (so: unknown, not zero), "(0.5)" an estimate.
"""

from __future__ import annotations

from collections.abc import Sequence

from unclench.facts import loader, units
from unclench.facts.kinds.nutrients import NutrientFact
from unclench.intake.foods.imports.imported import Imported, Table, cell, number, put, trace_limit

# First letters of a CoFID group code.
_GROUPS = {
    "A": "grains and pasta", "B": "dairy and eggs", "C": "dairy and eggs", "D": "vegetables",
    "F": "fruit and juices", "G": "nuts and seeds", "H": "herbs and spices",
    "J": "fish and shellfish",
    "M": "meat", "O": "fats and oils", "P": "drinks", "Q": "alcoholic drinks", "S": "sweets",
    "W": "soups and sauces",
}  # fmt: skip
_SERVINGS = {"tsp": "tsp", "table spn": "tbsp", "cup": "cup", "serving": "serving", "one": "one",
             "slice": "slice"}  # fmt: skip


def is_cofid(header: Sequence[object]) -> bool:
    """Whether a first row is that of a CoFID sheet."""
    cells = [str(h).strip().lower() for h in header]
    return "food code" in cells and "food name" in cells


def read(sheets: list[list[list[object]]]) -> Table:
    """The foods of one or more sheets, joined by food code."""
    table = Table("cofid", "CoFID, UK food table (McCance and Widdowson)", [])
    foods: dict[str, Imported] = {}
    codes: dict[str, str] = {}
    facts = loader.load("nutrients", NutrientFact)
    unit_of: dict[str, str] = {}
    for n in facts.values():
        for c in n.names("cofid"):
            if n.id != "vitamin_a":
                codes[c.name] = n.id
                unit_of[n.id] = c.unit or n.unit
    factor = {n: units.factor(u, facts[n].unit) for n, u in unit_of.items()}
    for rows in sheets:
        header = [str(h).strip().lower() for h in rows[0]]
        code_at, name_at = header.index("food code"), header.index("food name")
        group_at = header.index("group") if "group" in header else None
        if "grams" in header and "serving" in header:
            _servings(rows, header, foods)
            continue
        second = [str(c).strip() for c in rows[1]] if len(rows) > 1 else []
        columns = {i: codes[c] for i, c in enumerate(second) if c in codes}
        extra = {c: i for i, c in enumerate(second) if c in ("RET", "CAREQU")}
        body = [r for r in rows[2:] if str(r[code_at]).strip()]
        traces = {i: trace_limit([r[i] for r in body]) for i in columns}
        for r in body:
            code = str(r[code_at]).strip()
            f = foods.get(code)
            if f is None:
                group = str(r[group_at]).strip() if group_at is not None else ""
                name = " ".join(str(r[name_at]).split())
                f = Imported(f"cofid:{code}", code, name, _GROUPS.get(group[:1], ""))
                foods[code] = f
                table.foods.append(f)
            for i, nutrient in columns.items():
                put(table, f, nutrient, cell(r[i], traces[i], factor[nutrient]))
            if len(extra) == 2:
                ret, car = number(str(r[extra["RET"]])), number(str(r[extra["CAREQU"]]))
                if ret is not None and car is not None:
                    put(table, f, "vitamin_a", cell(str(ret + car / 12)))
    table.warnings += [
        "Folate is total folate: foods with added folic acid count too low.",
        "Carbohydrate is available carbohydrate as monosaccharides, without fibre.",
    ]
    return table


def _servings(rows: list[list[object]], header: list[str], foods: dict[str, Imported]) -> None:
    """Household measures in grams; read after the sheets that name the foods."""
    code_at = header.index("food code")
    for r in rows[1:]:
        f = foods.get(str(r[code_at]).strip())
        if f is None:
            continue
        for i, h in enumerate(header):
            if h in _SERVINGS:
                grams = number(str(r[i]))
                if grams is not None and grams > 0:
                    f.measures.append((_SERVINGS[h], grams))

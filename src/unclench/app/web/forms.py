"""From what was typed into forms to a case: nothing is read here, only put in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unclench.app.web import blood_rows, eaten
from unclench.app.web.numbers import number
from unclench.app.web.store import Kept, Store
from unclench.case import Case
from unclench.errors import Problem
from unclench.facts.kinds.fortification import Fortification
from unclench.facts.loader import load
from unclench.keeping import write_whole
from unclench.usable import usable

WHERE = "what you told"
TYPED_FOOD, TYPED_BLOOD = "food-typed", "blood-typed"
"""Names of the files that typed days and results are read from, as if handed in."""
LIVING = {
    "heat": "Heat at work or at home",
    "exercise": "Sport or hard work",
    "sweat": "How much you sweat",
    "sun": "Sun on your skin",
    "alcohol": "Alcohol",
}
"""Exposure of a case -> its label."""
PROFILE = {
    "age": "age", "sex": "sex", "pregnant": "pregnant", "weight": "weight_kg",
    "height": "height_cm", "activity": "activity", "diet": "diet", "country": "country",
    "language": "language",
}  # fmt: skip
"""Field of a form -> key of the profile."""
NUMBERS = ("age", "weight", "height")
LABELS = {
    "age": "Age in years", "sex": "Sex", "pregnant": "Pregnant", "weight": "Weight in kg",
    "height": "Height in cm", "activity": "Activity", "diet": "How you eat",
    "country": "Country you live in",
    "says": "What hurts, in your own words", "takes": "Medicines and supplements",
    "has": "Illnesses and operations", "allergies": "What you must not eat",
    "food": "What you ate", "blood": "Blood and urine tests", **LIVING,
}  # fmt: skip
"""Field -> its label on every page."""
WORDS = {"says": "complaints", "takes": "medicines", "has": "conditions", "allergies": "allergies"}
"""Field with a line for each thing -> key of the case."""


def countries() -> list[str]:
    """Names of the countries whose foods are known, to choose from."""
    return sorted(f.label for f in load("fortification", Fortification).values())


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def told(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as keys and values of a case."""
    profile: dict[str, Any] = {}
    for name, key in PROFILE.items():
        given = str(typed.get(name, "")).strip()
        if given:
            profile[key] = number(given) if name in NUMBERS else given
    if "pregnant" in profile:
        profile["pregnant"] = profile["pregnant"] == "yes"
    out: dict[str, Any] = {"profile": profile} if profile else {}
    for name, key in WORDS.items():
        if lines(typed.get(name, "")):
            out[key] = lines(typed[name])
    living = {k: typed[k].strip() for k in LIVING if typed.get(k, "").strip()}
    if living:
        out["exposure"] = living
    for kind, key, typed_file in (
        ("food", "diary", TYPED_FOOD),
        ("blood", "labs", TYPED_BLOOD),
    ):
        names = [f["name"] for f in typed.get("files", ()) if f["kind"] == kind]
        if typed.get(kind, "").strip():
            names.append(typed_file)
        if kind == "food" and eaten.rows_of(typed):
            names.append(eaten.FILE)
        if names:
            out[key] = names
    if typed.get("rows"):
        out["labs"] = [*out.get("labs", []), *blood_rows.told(typed["rows"])]
    for key in ("asked", "confirmed", "struck"):
        if typed.get(key):
            out[key] = typed[key]
    return out


def case_of(kept: Kept, store: Store) -> Case:
    """The case of what is kept, its files in place.

    Raises:
        UserError: nothing of it can be used.
    """
    return usable(told(kept.typed), WHERE, folder_of(kept, store))


def folder_of(kept: Kept, store: Store) -> Path:
    """The folder of a case, with what was typed lying there as files."""
    folder = store.files_of(kept.id)
    rows = eaten.rows_of(kept.typed)
    for name, text in (
        (TYPED_FOOD, kept.typed.get("food", "").strip()),
        (TYPED_BLOOD, kept.typed.get("blood", "").strip()),
        (eaten.FILE, eaten.table(rows).strip() if rows else ""),
    ):
        path = folder / name
        if text:
            if not path.exists() or path.read_text("utf-8") != text + "\n":
                write_whole(path, text + "\n")
        elif path.exists():
            path.unlink()
    return folder


def case_file(kept: Kept) -> str:
    """The text of `case.json` in an exported case folder."""
    return json.dumps(told(kept.typed), indent=1, ensure_ascii=False) + "\n"


def wrong(typed: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """Field -> what is wrong with what was typed there, of the fields of one page."""
    out: dict[str, str] = {}
    for name in names:
        given = str(typed.get(name, "")).strip()
        if not given:
            continue
        if name in NUMBERS and isinstance(number(given), str):
            out[name] = f"{LABELS[name]}: “{given[:40]}” is no number. Write it as 42 or 42.5."
        elif name in PROFILE:
            found = usable(
                {"profile": {PROFILE[name]: told({name: given})["profile"][PROFILE[name]]}}
            )
            if found.problems:
                out[name] = f"{LABELS[name]}: {_plain(found.problems[0], given)}"
        elif name in LIVING:
            found = usable({"exposure": {name: given}})
            if found.problems:
                out[name] = f"{LABELS[name]}: {found.problems[0].what} {found.problems[0].fix}"
    return out


def _plain(problem: Problem, given: str) -> str:
    """A problem of a field without the name of its key, which the label says."""
    what = problem.what.partition(": ")[2].partition(" (given")[0] or problem.what
    return f"{what} (you wrote “{given[:40]}”). {problem.fix}".strip()

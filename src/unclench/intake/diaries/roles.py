"""What the columns of a table are: date, food, amount, person; by facts, never by position."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from unclench.facts.kinds.diary_apps import DiaryApp
from unclench.facts.kinds.diary_headers import DiaryHeaders
from unclench.facts.loader import load
from unclench.intake.diaries.columns import bare_name, column, key
from unclench.intake.diaries.folding import is_meal, words_of

_IN_GRAMS = re.compile(r"[(\[]\s*(?:g|gr|gram|grams|g/ml)\s*[)\]]\s*$", re.I)


@functools.cache
def headers() -> DiaryHeaders:
    """The headers of plain tables."""
    return load("diary_headers", DiaryHeaders)["plain_table"]


@functools.cache
def _ranked() -> dict[str, dict[str, int]]:
    return {
        role: {key(name): i for i, name in enumerate(names)}
        for role, names in headers().roles.items()
    }


def roles(header: Sequence[str], app: DiaryApp | None = None) -> dict[str, int]:
    """Which column is the date, the food, the amount, the unit, the meal, the person.

    Of several columns that could be it, the one with the surest name counts. A column "Name" is
    the person where another column holds the food. The columns that an app's facts name win.
    """
    keys = [key(h) for h in header]
    bare = [bare_name(h) for h in header]
    lower = [h.strip().lower() for h in header]
    out: dict[str, int] = {}
    for told, name in (app.roles if app is not None else {}).items():
        if name in lower:
            out[told] = lower.index(name)
    for part, ranks in _ranked().items():
        role: str = part
        if role in out:
            continue
        found = [
            (min(ranks.get(k, 999), ranks.get(b, 999)), i)
            for i, (k, b) in enumerate(zip(keys, bare, strict=True))
            if (k in ranks or b in ranks) and i not in out.values() and not _nutrient(header[i], b)
        ]
        if found:
            out[role] = min(found)[1]
    weak = "name" in out and weak_name(bare[out["name"]]) and not (app and "name" in app.roles)
    alone = not set(out) & {"amount", "grams", "meal", "unit"}
    if weak and alone and not any(_nutrient(h, b) for h, b in zip(header, bare, strict=True)):
        del out["name"]  # "Date, Title, Body" is no table of foods
    if "grams" in out and "amount" not in out:
        out["amount"] = out.pop("grams")
    if "person" not in out and "name" in out:
        people = words_of("names")
        who = [i for i, b in enumerate(bare) if b in people and i != out["name"]]
        if who and not weak_name(bare[out["name"]]):
            out["person"] = who[0]
    return out


def weak_name(name: str) -> bool:
    """Whether a header of foods is one that other tables have as well: title, entry, name."""
    ranks = _ranked()["name"]
    return ranks.get(name, 999) >= ranks["description"]


def _nutrient(header: str, bare: str) -> bool:
    """Whether a header is surely that of a nutrient, whatever else its name could mean."""
    found = column(header)
    return bool(found and found.nutrient) and bare not in ("data", "sal")


def in_grams(header: str) -> bool:
    """Whether an amount under this header is in grams when nothing else tells its unit."""
    grams = headers().grams
    return key(header) in grams or bare_name(header) in grams or bool(_IN_GRAMS.search(header))


def meal_columns(header: Sequence[str], at: Mapping[str, int]) -> list[int]:
    """The columns of a table with one column a meal; empty when it is none."""
    if "day" not in at or "name" in at:
        return []
    meals = [i for i, h in enumerate(header) if i not in (at["day"],) and is_meal(h)]
    return meals if len(meals) >= 2 else []


@functools.cache
def _apps(form: str) -> tuple[DiaryApp, ...]:
    every = load("diary_apps", DiaryApp).values()
    return tuple(sorted((a for a in every if a.format == form), key=lambda a: (a.order, a.id)))


def app_of(names: Sequence[str], form: str = "table") -> DiaryApp | None:
    """The app whose file has these headers (or keys of JSON), None when none is known."""
    said = {n.strip().lower() for n in names}
    return next(
        (
            app
            for app in _apps(form)
            if any(said.issuperset(need) for need in app.needs) and not said & set(app.without)
        ),
        None,
    )


def app_of_text(text: str) -> DiaryApp | None:
    """The app whose texts begin like this."""
    start = text[:1500].lower()
    return next(
        (a for a in _apps("text") if any(all(w in start for w in need) for need in a.needs)), None
    )


def app_of_database(data: bytes) -> DiaryApp | None:
    """The app whose database has tables of these names; it is not opened."""
    told = data.lower()
    return next(
        (
            a
            for a in _apps("database")
            if any(all(w.encode() in told for w in need) for need in a.needs)
        ),
        None,
    )

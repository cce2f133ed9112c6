"""What a person wants of a plan, as typed in the page, and as the plan takes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unclench.app.web.numbers import number
from unclench.keeping import write_whole

KEY = "wishes"
"""Key of what was typed."""
LINES = ("diets", "dislikes", "supplements")
TEXTS = (*LINES, "prices", "budget", "one")
LISTS = ("pinned", "banned")
PRICES = "prices-typed"
MOST = 40
"""Changes that are kept or refused."""
_PRICE = re.compile(r"^(.+?)\s*[;:,\t]\s*(\d+(?:[.,]\d+)?)\s*$")


def kept(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes among what was typed; lists hold `{"id", "say"}`."""
    raw = typed.get(KEY)
    raw = raw if isinstance(raw, dict) else {}
    out: dict[str, Any] = {k: raw[k] for k in TEXTS if isinstance(raw.get(k), str) and raw[k]}
    for name in LISTS:
        listed = raw.get(name) if isinstance(raw.get(name), list) else []
        out[name] = [
            {"id": str(c["id"])[:200], "say": str(c.get("say", ""))[:300]}
            for c in listed or []
            if isinstance(c, dict) and "id" in c
        ][:MOST]
    return out


def chosen(wishes: dict[str, Any], act: str, change: str, say: str) -> dict[str, Any]:
    """The wishes after a change was kept ("pin"), refused ("ban"), or let go ("free")."""
    out = {**wishes, **{n: [c for c in wishes[n] if c["id"] != change] for n in LISTS}}
    name = {"pin": "pinned", "ban": "banned"}.get(act)
    if name and change:
        out[name] = [*out[name], {"id": change, "say": say}][-MOST:]
    return out


def wrong(wishes: Mapping[str, Any]) -> dict[str, str]:
    """Field -> what is wrong with it."""
    out = {}
    for line in str(wishes.get("prices", "")).splitlines():
        found = _PRICE.match(line.strip())
        if line.strip() and not (found and float(found[2].replace(",", ".")) > 0):
            out["prices"] = f"Prices: “{line.strip()[:60]}” is no food with a price of 100 g."
    budget = number(str(wishes.get("budget", "")) or "0")
    if not isinstance(budget, float) or budget < 0:
        out["budget"] = f"Budget: “{str(wishes['budget'])[:40]}” is no number from 0."
    elif wishes.get("budget") and not wishes.get("prices"):
        out["prices"] = "Prices: a budget needs some, one food a line."
    return out


def asked(wishes: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The wishes as a request takes them; prices are written into the folder of the case."""
    out: dict[str, Any] = {
        name: [line.strip() for line in wishes[name].splitlines() if line.strip()]
        for name in LINES
        if wishes.get(name, "").strip()
    }
    out |= {n: [c["id"] for c in wishes[n]] for n in LISTS if wishes.get(n)}
    if wishes.get("one"):
        out["max_changes"] = 1
    if wishes.get("prices", "").strip():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["food", "price"])
        for line in wishes["prices"].splitlines():
            if found := _PRICE.match(line.strip()):
                writer.writerow([found[1], found[2].replace(",", ".")])
        write_whole(folder / PRICES, text.getvalue())
        out["prices"] = str(folder / PRICES)
        budget = number(wishes.get("budget", "") or "0")
        out["budget"] = budget if isinstance(budget, float) else 0.0
    return out

"""Search, matching, household measures and filling-in of the food table; `-v` shows the misses."""

from __future__ import annotations

import csv
import datetime as dt
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sections import table, write_section
from unclench.intake import diaries, foods
from unclench.intake.foods import store

TESTS = Path(__file__).resolve().parents[1] / "tests" / "intake" / "foods"
NONSENSE = [
    "xqzt",
    "the usual",
    "leftovers",
    "Dave's special",
    "same as yesterday",
    "misc",
    "lunch",
]
# What the tables of phrases showed the first time they were run, before anything was changed.
FIRST_RUN = {"first": ("87.8%", "90.8%"), "second": ("91.4%", "93.5%")}
LABELS = {
    "tune": "phrases the weights were set on",
    "held": "phrases held out of setting the weights",
    "first": "written later, now",
    "second": "written later still, now",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of a table of phrases or lines."""
    with (TESTS / name).open(newline="") as f:
        return list(csv.DictReader(f))


def fits(row: dict[str, str], name: str | None) -> bool:
    """Whether a food is one of those a row accepts."""
    low = (name or "").lower()
    if not low or not re.search(row["accept"], low):
        return False
    return not (row["reject"] and re.search(row["reject"], low))


def fts5() -> sqlite3.Connection:
    """The plain full-text search of SQLite over the same names."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(name, tokenize='porter unicode61')")
    index = store.index()
    db.executemany("insert into t values (?)", [(index.entry(i).name,) for i in range(len(index))])
    return db


def fts5_top(db: sqlite3.Connection, phrase: str, n: int) -> list[str]:
    """First hits of plain bm25: all words, else any word."""
    words = re.findall(r"[a-z0-9]+", phrase.lower())
    for glue in (" ", " OR "):
        query = glue.join(f'"{w}"' for w in words)
        sql = "select name from t where t match ? order by bm25(t) limit ?"
        found = [r[0] for r in db.execute(sql, (query, n))]
        if found:
            return found
    return []


def auc(right: list[float], wrong: list[float]) -> float:
    """How often a right match has the higher confidence than a wrong one."""
    return statistics.mean((r > w) + 0.5 * (r == w) for r in right for w in wrong)


def search_section(verbose: bool) -> str:
    """Table of top-1 and top-3, and how far the confidence can be trusted."""
    db = fts5()
    lines, seen = [], []
    for part, label in LABELS.items():
        mine = [r for f in ("phrases.csv", "fresh.csv") for r in rows_of(f) if r["part"] == part]
        counts = [0, 0, 0, 0]
        for r in mine:
            ok = [fits(r, h.name) for h in foods.search(r["phrase"], 3)]
            base = [fits(r, n) for n in fts5_top(db, r["phrase"], 3)]
            for k, hit in enumerate((any(ok[:1]), any(ok), any(base[:1]), any(base))):
                counts[k] += hit
            m = foods.match(r["phrase"])
            seen.append((m.confidence, fits(r, m.name)))
            if verbose and not any(ok[:1]):
                names = [h.name for h in foods.search(r["phrase"], 3)]
                print(f"  {r['phrase']!r}: {names} {m.confidence}")
        shares = [f"{c / len(mine):.1%}" for c in counts]
        if part in FIRST_RUN:
            was = [*FIRST_RUN[part], shares[2], shares[3]]
            lines.append([label.replace(", now", ", first run"), str(len(mine)), *was])
        lines.append([label, str(len(mine)), *shares])
    seen += [(foods.match(n).confidence, False) for n in NONSENSE]
    bins = [(0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 0.9), (0.9, 1.01)]
    trust = []
    for low, high in bins:
        inside = [ok for c, ok in seen if low <= c < high]
        share = f"{statistics.mean(inside):.0%}" if inside else "-"
        trust.append([f"{low:.2f} to {min(high, 1.0):.2f}", str(len(inside)), share])
    right = [c for c, ok in seen if ok]
    wrong = [c for c, ok in seen if not ok]
    header = ["phrases", "n", "first", "first three", "FTS5 first", "FTS5 first three"]
    return f"""### Search

"FTS5" is SQLite's full-text search with bm25 over the same names (Porter stems; all words, else
any of them).

{table(header, lines)}

The two later tables were written down before they were run; words that they showed to be missing
were added afterwards, so "now" flatters and "first run" is what a new phrase can expect. The first
two tables were written before the search, but the synonyms were written by somebody who knew all
their phrases, the held-out ones too; and three of their accepted names were corrected after a look
(ham, crumpet, peppers: the table spells them in a way that was not foreseen).

Confidence of `match` on all of these phrases and {len(NONSENSE)} that name no food: a right match
has the higher confidence in {auc(right, wrong):.0%} of pairs.

{table(["confidence", "phrases", "right"], trust)}
"""


def through_the_reader(rows: list[dict[str, str]]) -> int:
    """How many raw lines get the right food and a sensible weight from the diary reader."""
    day = dt.date(2026, 11, 20)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.txt"
        path.write_text("\n".join([day.isoformat(), *(r["line"] for r in rows)]) + "\n", "utf-8")
        entries = diaries.read([path], today=day, reviews=diaries.Reviews({})).entries
    right = 0
    for number, r in enumerate(rows, start=2):
        first = entries.filter(entries["row"] == number).head(1)
        for id_, grams in first.select("food_id", "grams").iter_rows():
            low, high = 0.995 * float(r["grams_low"]), 1.005 * float(r["grams_high"])
            name = foods.food(id_).name if id_ else None
            right += fits(r, name) and grams is not None and low <= grams <= high
    return right


def lines_section(verbose: bool) -> str:
    """Realistic diary lines: the food and the weight."""
    rows = rows_of("lines.csv")
    food = grams = both = 0
    for r in rows:
        m = foods.match(r["food"])
        a = fits(r, m.name)
        g = None
        if m.food_id:
            g = foods.grams_for(m.food_id, float(r["quantity"]), r["unit"], r["food"])
        low, high = 0.995 * float(r["grams_low"]), 1.005 * float(r["grams_high"])
        b = g is not None and low <= g.value <= high
        food, grams, both = food + a, grams + b, both + (a and b)
        if verbose and not (a and b):
            print(f"  {r['line']!r}: {m.name} {g}")
    read = through_the_reader(rows)
    return f"""### Diary lines

{len(rows)} lines with the food and a range of grams, written before they were run
(`tests/intake/foods/lines.csv`), amount and food told apart by hand: right food {food}, sensible
grams {grams}, both {both}; on the first run, before any change to the measures, both 66. As raw
lines through the reader of plain-text diaries: both {read}.
"""


def filling_section() -> str:
    """The error of filling in, as the build measured it."""
    path = Path(__file__).parent / "filling.csv"
    with path.open(newline="") as f:
        lines = [
            [
                r["nutrient"],
                f"{float(r['known_share']):.0%}",
                r["hidden"],
                f"{float(r['median_relative']):.0%}",
                f"{float(r['baseline_relative']):.0%}",
                f"{float(r['coverage']):.0%}",
            ]
            for r in csv.DictReader(f)
        ]
    header = [
        "nutrient",
        "listed",
        "hidden",
        "median error",
        "median of the group",
        "80 % interval",
    ]
    return f"""### Filling in unknown values

Made by `python scripts/build_foods.py`, which hides each listed value and estimates it from the
most alike other foods (the same food of another release is not used). "Median error" is the
median of |estimate - truth| / truth where there is more than a trace; "group median" is that
of the simplest guess; "80 % interval" is how often it held the truth, on the half of the foods that
did not set its width. Many foods have close relatives (cuts of beef): for a lone food expect more.

{table(header, lines)}
"""


def speed_section() -> str:
    """Seconds, in processor time of this machine."""
    phrases = [r["phrase"] for f in ("phrases.csv", "fresh.csv") for r in rows_of(f)]
    store.changed()
    t = time.process_time()
    foods.search("cooked spinach")
    first = time.process_time() - t
    t = time.process_time()
    foods.match_many(phrases)
    each = (time.process_time() - t) / len(phrases)
    size = sum(p.stat().st_size for p in store.PACKAGED.iterdir()) / 1e6
    return f"""### Speed and size

First search (reads the index) {first * 1000:.0f} ms, each further phrase {each * 1000:.1f} ms,
processor time. The table as shipped is {size:.1f} MB.
"""


def main() -> None:
    """Write the section "foods"; with -v print the misses."""
    verbose = "-v" in sys.argv
    parts = [
        "## Foods\n\nMade by `python -m benchmarks.foods`.",
        search_section(verbose),
        lines_section(verbose),
        filling_section(),
        speed_section(),
    ]
    text = "\n\n".join(p.strip() for p in parts)
    write_section("foods", text)
    print(text)


if __name__ == "__main__":
    main()

"""Search and matching of foods, measured; run `python -m benchmarks.foods`."""

from __future__ import annotations

import csv
import re
import sqlite3
import statistics
import sys
import time
from pathlib import Path

from unclench.intake.foods import finder as s
from unclench.intake.foods import store

TESTS = Path(__file__).resolve().parents[1] / "tests" / "intake" / "foods"


def phrases(name: str = "phrases.csv") -> list[dict[str, str]]:
    """Rows of a table of phrases."""
    with (TESTS / name).open(newline="") as f:
        return list(csv.DictReader(f))


def fits(row: dict[str, str], name: str) -> bool:
    """Whether a food is one of those a row accepts."""
    low = name.lower()
    if not re.search(row["accept"], low):
        return False
    return not (row["reject"] and re.search(row["reject"], low))


def fts5() -> sqlite3.Connection:
    """The plain full-text search of SQLite over the same names."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(name, tokenize='porter unicode61')")
    index = store.index()
    names = [(index.entry(i).name,) for i in range(len(index))]
    db.executemany("insert into t values (?)", names)
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
    pairs = [(r > w) + 0.5 * (r == w) for r in right for w in wrong]
    return statistics.mean(pairs) if pairs else float("nan")


def main() -> None:
    """Print the figures; -v also the misses, --blind also the phrases that no tuning saw."""
    verbose = "-v" in sys.argv
    db = fts5()
    for file in ("phrases.csv", "fresh.csv") if "--blind" in sys.argv else ("phrases.csv",):
        rows = phrases(file)
        for part in sorted({r["part"] for r in rows}, reverse=True):
            mine = [r for r in rows if r["part"] == part]
            top = {1: 0, 3: 0}
            plain = {1: 0, 3: 0}
            right, wrong = [], []
            for r in mine:
                hits = s.search(r["phrase"], 5)
                ok = [fits(r, h.name) for h in hits]
                m = s.match(r["phrase"])
                (right if m.name and fits(r, m.name) else wrong).append(m.confidence)
                base = [fits(r, n) for n in fts5_top(db, r["phrase"], 3)]
                for k in top:
                    top[k] += any(ok[:k])
                    plain[k] += any(base[:k])
                if verbose and part != "held" and not any(ok[:1]):
                    names = [f"{h.name[:50]} {h.score} {h.confidence}" for h in hits[:3]]
                    print(f"  {r['phrase']!r}: {names}")
            n = len(mine)
            print(
                f"{file} {part}: n {n}; top-1 {top[1] / n:.1%}, top-3 {top[3] / n:.1%};"
                f" plain FTS5 {plain[1] / n:.1%}, {plain[3] / n:.1%};"
                f" confidence: right {statistics.mean(right):.2f},"
                f" wrong {statistics.mean(wrong) if wrong else float('nan'):.2f},"
                f" AUC {auc(right, wrong):.2f}"
            )
    names = [store.index().entry(i).name for i in range(0, len(store.index()), 13)][:1000]
    t = time.perf_counter()
    s.match_many(names)
    print(f"match_many of {len(names)} distinct names: {time.perf_counter() - t:.2f} s")


if __name__ == "__main__":
    main()

"""How well blanks of a diary are filled in: hide what is known, fill, and compare.

`python -m benchmarks.diaries` writes a section of README.md. It needs the published diaries beside
the checkout. Names of foods are parted into five folds; each fold's cells of a nutrient are blanked
in turn, so that every known line is hidden once, and the days are compared with the truth.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.sections import shared, table, write_section
from unclench.intake.diaries import Reviews, read
from unclench.intake.diary import Diary
from unclench.intake.person_days import person_days

ROOT = Path(__file__).resolve().parents[1]
SHARED = shared()
TEXT = """## Diaries: filling in blanks, and speed

Three published Cronometer exports. Every known cell of a nutrient is hidden once, a fifth of the
foods at a time; the days are then compared with the truth. Errors and widths are parts of the true
day. The spread of a matched food was set by judgement, once, after looking at this table with one
spread for all nutrients (sodium was then inside 62 %, vitamin D 59 %), so the coverage is not that
of people nobody tuned to. Most days come from one diary, in which many names are names of the food
table; brands would fare worse. Vitamin D stays too sure."""
FILES = ("servings_v1_2011", "servings_time_ampm_2022", "servings_no_time_2025")
NUTRIENTS = ("magnesium", "potassium", "calcium", "sodium", "vitamin_b12", "thiamin", "vitamin_d")
FOLDS = 5


def all_matched(path: Path) -> Diary:
    """The diary with every food matched, as if everything but energy were blank."""
    whole = read([path], today=dt.date(2026, 11, 23), reviews=Reviews())
    hidden = path.read_text("utf-8").splitlines()
    head = hidden[0].split(",")
    keep = [i for i, h in enumerate(head) if "Magnesium" not in h]
    rows = list(csv.reader(io.StringIO("\n".join(hidden))))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.csv"
        with copy.open("w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([[r[i] for i in keep] for r in rows])
        matched = read([copy], today=dt.date(2026, 11, 23), reviews=Reviews())
    return replace(
        whole,
        entries=whole.entries.with_columns(
            matched.entries["food_id"], matched.entries["confidence"], matched.entries["grams"]
        ),
    )


def compare(diary: Diary, nutrient: str) -> tuple[list[float], list[bool], list[float]]:
    """(relative error, inside the 80 % interval, width) of days in which something was hidden."""
    e = diary.entries
    food = (pl.col("kind") == "food") & pl.col(nutrient).is_not_null()
    known = replace(diary, entries=e.filter(food))
    names = known.entries["name"].unique().sort().to_list()
    errors: list[float] = []
    inside: list[bool] = []
    widths: list[float] = []
    for fold in range(FOLDS):
        hide = names[fold::FOLDS]
        blanked = replace(
            known,
            entries=known.entries.with_columns(
                pl.when(~pl.col("name").is_in(hide)).then(pl.col(nutrient)).alias(nutrient)
            ),
        )
        truth = known.entries.group_by("day").agg(pl.col(nutrient).sum().alias("truth"))
        days = person_days(blanked).frame.filter(pl.col("nutrient") == nutrient)
        both = days.join(truth, on="day").filter((pl.col("filled") > 0) & (pl.col("truth") > 0))
        for d in both.iter_rows(named=True):
            errors.append((d["food"] + d["filled"]) / d["truth"] - 1)
            inside.append(d["low"] - 0.01 <= d["truth"] <= d["high"] + 0.01)
            widths.append((d["high"] - d["low"]) / d["truth"])
    return errors, inside, widths


def cpu_seconds(code: str) -> float:
    """Least CPU time of five fresh processes, in seconds; steadier than the clock."""
    best = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, spent)
    return best


def speed() -> str:
    """Reading the largest published diary and making person-days, against polars alone."""
    path = SHARED / "samples" / "cronometer" / f"{FILES[0]}.csv"
    polars = cpu_seconds(f"import polars; polars.read_csv({str(path)!r})")
    ours = cpu_seconds(
        "import datetime as dt\n"
        "from unclench.intake.diaries import read\n"
        "from unclench.intake.person_days import person_days\n"
        f"person_days(read([{str(path)!r}], today=dt.date(2026, 11, 23)))"
    )
    return (
        "Largest published diary (1,945 lines, 304 foods), fresh process, CPU time: polars imports "
        f"and reads it in {polars:.2f} s; Unclench imports, reads, matches and makes person-days "
        f"in {ours:.2f} s, {ours / polars:.1f} times as long."
    )


def main() -> None:
    """Write the section of README.md."""
    diaries = [all_matched(SHARED / "samples" / "cronometer" / f"{f}.csv") for f in FILES]
    rows = []
    for nutrient in NUTRIENTS:
        errors: list[float] = []
        inside: list[bool] = []
        widths: list[float] = []
        for diary in diaries:
            a, b, c = compare(diary, nutrient)
            errors, inside, widths = errors + a, inside + b, widths + c
        low, mid, high = np.percentile(errors, [10, 50, 90])
        rows.append(
            [
                nutrient,
                str(len(errors)),
                f"{mid:+.1%}",
                f"{low:+.0%} to {high:+.0%}",
                f"{np.mean(inside):.0%}",
                f"{np.median(widths):.0%}",
            ]
        )
    header = ["nutrient", "days", "median error", "10th to 90th", "inside 80 %", "median width"]
    write_section("diaries", f"{TEXT}\n\n{table(header, rows)}\n\n{speed()}")


if __name__ == "__main__":
    main()

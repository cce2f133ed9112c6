"""Inside somebody else's program: no global state, threads, forks, bounded memory and time."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.said import sentences
from unclench import Wishes, assess, case_from, plan, read_diary
from unclench.errors import UserError
from unclench.intake.diaries.table import rows_of
from unclench.planning import clock
from unclench.plasma.labs import read_labs

EXAMPLE = ROOT / "examples" / "kitchen_porter"
TODAY = dt.date(2026, 11, 28)


def fresh(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_host_s_csv_limit_stays(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("date,food,amount,unit\n2026-05-01,rice,200,g\n", "utf-8")
    before = csv.field_size_limit()
    read_diary(path, today=TODAY)
    assert csv.field_size_limit() == before


def test_a_cell_above_the_limit_is_named() -> None:
    with pytest.raises(UserError, match="A cell is longer than"):
        rows_of("a,b\n1," + "x" * (csv.field_size_limit() + 1) + "\n", ",")


def test_a_cell_above_the_limit_costs_no_other_line(tmp_path: Path) -> None:
    long = "x" * (csv.field_size_limit() + 1)
    for cell in (long, f'"{long}"', f'"{long}, and more"'):
        path = tmp_path / "d.csv"
        path.write_text(
            f"date,food,amount,unit,note\n2026-05-01,rice,200,g,{cell}\n2026-05-02,rice,210,g,\n",
            "utf-8",
        )
        diary = read_diary(path, today=TODAY)
        assert diary.entries["grams"].to_list() == [200, 210]
        assert any("line 2" in s and "beyond all length" in s for s in sentences(diary.warnings))
        path.write_text(f"test,value,unit,note\nK,3.1,mmol/L,{cell}\nNa,140,mmol/L,\n", "utf-8")
        found = read_labs([path], today=TODAY)
        assert [r.value for r in found.results] == [3.1, 140]
        assert any("line 2" in s for s in sentences(found.notes))


FORK = """
import multiprocessing, sys
import unclench
def work(path):
    try:
        return unclench.read_diary(path).entries.height > 0
    except RuntimeError as error:
        return str(error)
if sys.argv[2] == "used":
    work(sys.argv[1])
with multiprocessing.get_context("fork").Pool(2) as pool:
    for said in pool.map_async(work, [sys.argv[1]] * 2).get(timeout=60):
        print(said)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is of POSIX systems")
@pytest.mark.parametrize(("first", "expected"), [("used", "'spawn'"), ("unused", "True")])
def test_a_fork_after_use_says_so_and_a_fork_before_works(first: str, expected: str) -> None:
    said = fresh(FORK, str(EXAMPLE / "diary.txt"), first).splitlines()
    assert len(said) == 2
    assert all(expected in line for line in said)


THREADS = """
import datetime as dt, sys
from concurrent.futures import ThreadPoolExecutor
import unclench
def work(i):
    return unclench.assess(sys.argv[1], today=dt.date(2026, 11, 28)).to_json()
with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(work, range(8)))))
"""


def test_eight_threads_that_start_together_give_one_answer() -> None:
    assert fresh(THREADS, str(EXAMPLE)).strip() == "1"


def test_threads_with_different_people_give_what_each_alone_gets() -> None:
    people = [
        case_from(EXAMPLE / "diary.txt", says=says, age=age, sex=sex)
        for says, age, sex in [
            ("my calf cramps at night", 30, "male"),
            ("numbness between the legs", 70, "female"),
            ("eyelid twitching", 17, "female"),
            ("lower back pain", 55, "male"),
        ]
    ]

    def answer(i: int) -> str:
        return assess(people[i % len(people)], today=TODAY).to_json()

    alone = [answer(i) for i in range(len(people))]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, range(16))) == alone * 4


MEMORY = """
import datetime as dt, pathlib, sys
from unclench import person_days, read_diary
diary = read_diary(sys.argv[1], today=dt.date(2026, 11, 28))
days = person_days(diary)
status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
print(diary.entries.height, len(days.days), peak)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux does")
def test_a_table_of_200_000_rows_takes_less_than_600_mb(tmp_path: Path) -> None:
    foods = ["oats", "banana", "chicken breast", "tea", "zork stew", "spinach cooked", "bread"]
    first = dt.date(2025, 11, 1)
    rows = [
        f"{first + dt.timedelta(days=i // 600)},{foods[i * 7919 % 7]},{i % 50 / 10 + 1},g,"
        for i in range(200_000)
    ]
    path = tmp_path / "long.csv"
    path.write_text("\n".join(["date,food,amount,unit,Energy (kcal)", *rows]), "utf-8")
    lines, days, megabytes = map(int, fresh(MEMORY, str(path)).split())
    assert (lines, days) == (200_000, 334)
    assert megabytes < 600


def test_a_plan_ends_in_time_and_says_that_it_is_the_best_so_far(tmp_path: Path) -> None:
    path = tmp_path / "three.txt"
    eaten = "2 slices toast\ncoffee\nrice 200 g\n"
    path.write_text("".join(f"2026-05-0{n}\n{eaten}" for n in (1, 2, 3)), "utf-8")
    case = case_from(path, age=75, sex="male", weight_kg=400, height_cm=170)
    plan(case, Wishes(time_limit=0.1, max_changes=1, alternatives=1), today=TODAY)  # compiles
    start = time.process_time()
    found = plan(case, today=TODAY)
    assert time.process_time() - start < 12
    assert found.plans
    start = time.process_time()
    found = plan(case, Wishes(time_limit=0.1), today=TODAY)
    assert time.process_time() - start < 5
    best = found.plans[0]
    assert best.out_of_time != best.proven_optimal
    assert any("best so far" in line for line in found.lines) == best.out_of_time


def test_a_clock_bounds_what_is_inside_and_nothing_else() -> None:
    assert clock.left(3.0) == 3.0
    assert not clock.out()
    with clock.part(0.0) as part:
        assert clock.left(3.0) == clock.MOMENT
        assert clock.out()
        assert not part.cut
        clock.cut()
        assert part.cut
        with clock.part(60.0):
            assert clock.left(3.0) == 3.0
    assert clock.left(3.0) == 3.0

"""Millions of lines in parts: the same on both engines, after any kill, and as a plain loop."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from unclench.cohort import spark
from unclench.cohort.parts import Job, sum_lines
from unclench.errors import UserError

FOODS = pl.DataFrame(
    {
        "food": ["oats", "milk", "water", "mystery"],
        "energy": [370.0, 60.0, 0.0, 200.0],
        "magnesium": [130.0, 11.0, 1.0, None],
        "vitamin_d": [0.0, None, 0.0, None],
    }
)


def _lines(n: int, seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    foods = np.array(["oats", "milk", "water", "mystery", "not in the table"])
    return pl.DataFrame(
        {
            "person": rng.integers(0, max(n // 30, 2), n),
            "day": rng.integers(1, 3, n),
            "food": foods[rng.integers(0, 5, n)],
            "grams": rng.gamma(2, 60, n).round(1),
        }
    )


def _bytes(folder: Path) -> str:
    parts = sorted(p for p in folder.iterdir() if p.suffix == ".parquet")
    assert all(not p.name.startswith(".") for p in folder.iterdir())
    return hashlib.sha256(b"".join(p.read_bytes() for p in parts)).hexdigest()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    _lines(3000).write_csv(tmp_path / "lines.csv")
    FOODS.write_csv(tmp_path / "foods.csv")
    return Job(tmp_path / "lines.csv", tmp_path / "out", tmp_path / "foods.csv", parts=4)


def test_sums_are_those_of_a_plain_loop_and_missing_is_not_zero(job: Job) -> None:
    done = sum_lines(job)
    got = pl.read_parquet(job.out / "part-*.parquet").sort("person", "day")
    assert got.height == done.days and done.bad == 0 and done.lines == 3000
    table = {r["food"]: r for r in FOODS.iter_rows(named=True)}
    want: dict[tuple[str, float], dict[str, float]] = {}
    for r in _lines(3000).iter_rows(named=True):
        day = want.setdefault((str(r["person"]), float(r["day"])), dict.fromkeys("emkvku", 0.0))
        food = table.get(r["food"])
        if food is None:
            day["u"] += 1
            continue
        e = r["grams"] / 100 * food["energy"]
        day["e"] += e
        if food["magnesium"] is not None:
            day["m"] += r["grams"] / 100 * food["magnesium"]
            day["k"] += e
    for row in got.iter_rows(named=True):
        day = want[row["person"], row["day"]]
        assert row["lines_unknown"] == day["u"]
        if day["k"] == 0:
            assert row["magnesium"] is None
            continue
        assert row["magnesium"] == pytest.approx(day["m"], rel=1e-7, abs=1e-5)
        assert row["magnesium_known"] == pytest.approx(day["k"] / day["e"], rel=1e-6)
    assert 0.2 < got["magnesium_known"].median() < 0.9  # type: ignore[operator]


def test_a_day_of_which_nothing_is_known_is_null(tmp_path: Path) -> None:
    lines = pl.DataFrame({"person": ["a"], "day": [1], "food": ["mystery"], "grams": [100.0]})
    lines.write_csv(tmp_path / "lines.csv")
    FOODS.write_csv(tmp_path / "foods.csv")
    sum_lines(Job(tmp_path / "lines.csv", tmp_path / "out", tmp_path / "foods.csv", parts=1))
    (row,) = pl.read_parquet(tmp_path / "out" / "*.parquet").rows(named=True)
    assert row["magnesium"] is None and row["magnesium_known"] == 0.0 and row["energy"] == 200.0


def test_engines_and_inputs_give_the_same_bytes(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sum_lines(job)
    monkeypatch.setattr("unclench.cohort.engines.LINES_AT_ONCE", 300)  # Polars in three pieces
    pl.read_csv(job.lines).write_parquet(tmp_path / "lines.parquet")
    seen = {_bytes(job.out)}
    for engine, lines in (("polars", job.lines), ("duckdb", tmp_path / "lines.parquet")):
        other = tmp_path / engine
        sum_lines(Job(lines, other, job.foods, engine, 4))  # type: ignore[arg-type]
        seen.add(_bytes(other))
    assert len(seen) == 1


def test_what_is_untidy_or_bad_in_parquet_counts_as_in_csv(job: Job, tmp_path: Path) -> None:
    lines = _lines(600).with_columns(pl.col("person").cast(pl.String) + " ", pl.col("food") + " ")
    bad = lines.head(1).with_columns(grams=pl.lit(-1.0))
    lines = pl.concat([lines, bad])
    lines.write_csv(tmp_path / "untidy.csv")
    lines.write_parquet(tmp_path / "untidy.parquet")
    seen = set()
    for name in ("csv", "parquet"):
        done = sum_lines(Job(tmp_path / f"untidy.{name}", tmp_path / name, job.foods, parts=2))
        assert (done.lines, done.bad) == (600, 1)
        assert "602,grams below zero" in (tmp_path / name / "bad_lines.csv").read_text()
        seen.add(_bytes(tmp_path / name))
    assert len(seen) == 1
    got = pl.read_parquet(tmp_path / "csv" / "*.parquet")
    assert 0 < int(got["lines_unknown"].sum()) < 0.3 * int(got["lines"].sum())


def test_known_energy_that_is_the_same_for_all_foods_is_summed_once() -> None:
    from unclench.cohort.sums import foods_for_sums

    some, same = foods_for_sums(FOODS.head(2), ["energy", "magnesium", "vitamin_d"])
    assert same == {"energy": "", "magnesium": "", "vitamin_d": "vitamin_d"}
    assert "k_magnesium" not in some.columns and "k_vitamin_d" in some.columns


_RUN = """
import os, shutil, signal, sys
from pathlib import Path
import polars as pl
from unclench.cohort import parts

lines, out, foods = map(Path, sys.argv[1:4])
at, seen = int(sys.argv[4]), 0

def moment(half_written=None):
    global seen
    seen += 1
    if seen == at:
        if half_written is not None:
            os.truncate(half_written, os.path.getsize(half_written) // 2)
        os.kill(os.getpid(), signal.SIGKILL)

def deadly(whole, writes=9):
    def step(*args, **options):
        moment()
        found = whole(*args, **options)
        if writes < len(args):  # the argument that names the file
            moment(args[writes])
        moment()
        return found
    return step

class Mortal:
    def __init__(self, con):
        self.con = con
        self.execute = deadly(con.execute)
    def __getattr__(self, name):
        return getattr(self.con, name)

for name in ("replace", "unlink", "mkdir"):
    setattr(Path, name, deadly(getattr(Path, name)))
Path.write_text = deadly(Path.write_text, writes=0)
for name in ("write_parquet", "write_csv"):
    setattr(pl.DataFrame, name, deadly(getattr(pl.DataFrame, name), writes=1))
shutil.rmtree = deadly(shutil.rmtree)
connect = parts._connect
parts._connect = lambda job: Mortal(connect(job))
parts.sum_lines(parts.Job(lines, out, foods, parts=3))
print(seen)
"""
"""Ends itself by SIGKILL at a moment before, amid or after a step that touches a file."""


def _dies(paths: list[str], at: int) -> int | None:
    """Run it, to be killed at this moment; how many moments there were when it was not."""
    command = [sys.executable, "-c", _RUN, *paths, str(at)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return int(done.stdout) if done.returncode == 0 else None


def _killed(tmp_path: Path, kind: str, some: int) -> int:
    """Kill at moments from the first to the last, each time run again; how many kills there were.

    Args:
        some: so many, evenly spread; 0 for every moment.
    """
    _lines(3000, 1).write_csv(tmp_path / "lines.csv")
    pl.read_csv(tmp_path / "lines.csv").write_parquet(tmp_path / "lines.parquet")
    FOODS.write_csv(tmp_path / "foods.csv")
    out, whole = tmp_path / "out", tmp_path / "whole"
    paths = [str(tmp_path / f"lines.{kind}"), str(out), str(tmp_path / "foods.csv")]
    moments = _dies([paths[0], str(whole), paths[2]], 0)
    assert moments is not None and moments > 40
    times = np.linspace(1, moments, some).round().astype(int).tolist() if some else None
    times = times or list(range(1, moments + 1))
    for at in times:
        assert _dies(paths, at) is None
        assert _dies(paths, 0) is not None
        assert _bytes(out) == _bytes(whole), at
        shutil.rmtree(out)
    return len(times)


def test_killed_at_any_moment_and_run_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert _killed(tmp_path, "csv", 3) == 3


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_killed_at_every_moment(tmp_path: Path, kind: str) -> None:
    assert _killed(tmp_path, kind, 0) > 40


@pytest.mark.nightly
def test_killed_again_and_again_in_one_folder_it_still_ends_whole(tmp_path: Path) -> None:
    """Each run gets a little further than the one before it."""
    _lines(3000, 1).write_csv(tmp_path / "lines.csv")
    FOODS.write_csv(tmp_path / "foods.csv")
    paths = [str(tmp_path / n) for n in ("lines.csv", "out", "foods.csv")]
    whole = tmp_path / "whole"
    assert _dies([paths[0], str(whole), paths[2]], 0)
    kills = sum(_dies(paths, at) is None for at in (3, 18, 30))
    assert kills >= 2
    assert _dies(paths, 0) is not None
    assert _bytes(tmp_path / "out") == _bytes(whole)


def test_what_is_whole_is_not_done_again_and_another_input_starts_anew(job: Job) -> None:
    sum_lines(job)
    before = {p: p.stat().st_mtime_ns for p in job.out.glob("part-*")}
    one = job.out / "part-0002.parquet"
    content = one.read_bytes()
    one.unlink()
    sum_lines(job)
    assert one.read_bytes() == content
    kept = [p for p, at in before.items() if p != one and p.stat().st_mtime_ns == at]
    assert len(kept) == 3
    _lines(3000, 9).write_csv(job.lines)
    sum_lines(job)
    assert one.read_bytes() != content
    (job.out / "thesis.docx").write_text("mine")
    with pytest.raises(UserError, match=r"thesis\.docx"):
        sum_lines(job)
    assert (job.out / "thesis.docx").read_text() == "mine"


def test_bad_lines_go_to_a_file_with_line_and_reason(job: Job) -> None:
    rows = job.lines.read_text().splitlines()
    rows[10] = "7,1,oats,much"
    rows[20] = ",1,oats,50"
    rows[30] = "7,1,oats,-4"
    job.lines.write_text("\n".join(rows) + "\n")
    done = sum_lines(job)
    bad = pl.read_csv(job.out / "bad_lines.csv")
    assert done.bad == 3 and done.lines == 2997
    assert bad["line"].to_list() == [11, 21, 31]
    assert bad["reason"].to_list() == ["grams are no number", "no person", "grams below zero"]
    rows[100:400] = ["7,1,oats,much"] * 300
    job.lines.write_text("\n".join(rows) + "\n")
    with pytest.raises(UserError, match="303 of 3,000 lines are bad"):
        sum_lines(job)


def test_all_missing_columns_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("who,what\n1,oats\n")
    with pytest.raises(UserError) as caught:
        sum_lines(Job(tmp_path / "x.csv", tmp_path / "out"))
    assert len(caught.value.problems) == 4
    assert "--map grams=COLUMN" in str(caught.value)


def test_spark_gives_the_same_bytes(tmp_path: Path) -> None:
    """Needs Java; where the checks run it must be there (`UNCLENCH_ALL_TOOLS`)."""
    if not os.environ.get("UNCLENCH_ALL_TOOLS"):
        pytest.importorskip("pyspark")
        if spark.java_version() is None:
            pytest.skip("no Java")
    _lines(600).write_csv(tmp_path / "lines.csv")
    FOODS.write_csv(tmp_path / "foods.csv")
    bytes_of = []
    for engine in ("duckdb", "spark"):
        out = tmp_path / engine
        sum_lines(
            Job(tmp_path / "lines.csv", out, tmp_path / "foods.csv", engine, 1)  # type: ignore[arg-type]
        )
        bytes_of.append(_bytes(out))
    assert bytes_of[0] == bytes_of[1]


def test_without_java_spark_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    _lines(60).write_csv(tmp_path / "lines.csv")
    FOODS.write_csv(tmp_path / "foods.csv")
    with pytest.raises(UserError, match=r"Java 17 or later.*apt install.*JAVA_HOME"):
        sum_lines(Job(tmp_path / "lines.csv", tmp_path / "out", tmp_path / "foods.csv", "spark"))


_STOPPED = """
import os, signal, sys, time
from unclench.app.cli import main
from unclench.cohort import parts

def stage(*_):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted") from None  # as DuckDB does

parts.stage = stage
sys.argv = ["unclench", "cohort", "nutrients", *sys.argv[1:]]
main()
"""


def test_ctrl_c_amid_a_query_is_no_fault_and_it_goes_on(job: Job) -> None:
    assert job.foods is not None
    options = [str(job.lines), "--foods", str(job.foods), "--out", str(job.out), "--parts", "4"]
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130 and "fault" not in done.stderr and not done.stdout
    assert len(sum_lines(job).files) == 4

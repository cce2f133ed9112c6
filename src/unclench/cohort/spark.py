"""The same sums on Spark (extra `spark`): the expressions of `sums`, for whoever has a cluster."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from unclench.cohort.sums import summed
from unclench.errors import Problem, UserError

JAVA_AT_LEAST = 17
WHERE = "--engine spark"


def java_version() -> int | None:
    """The number of the Java that Spark would start; None without one."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None or not Path(program).is_file():
        return None
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    return int(found[1]) if found else None


def _problems() -> list[Problem]:
    out = []
    try:
        import pyspark  # noqa: F401
    except ImportError:
        fix = "Install it: pip install 'unclench[spark]'; or leave --engine out."
        out.append(Problem("PySpark is not installed.", WHERE, fix))
    java = java_version()
    if java is None or java < JAVA_AT_LEAST:
        what = "There is no Java." if java is None else f"This Java is {java}."
        fix = (
            f"Spark needs Java {JAVA_AT_LEAST} or later: on Debian and Ubuntu "
            f"apt install openjdk-{JAVA_AT_LEAST}-jre-headless, on a Mac brew install "
            f"openjdk@{JAVA_AT_LEAST}, else adoptium.net; JAVA_HOME names another."
        )
        out.append(Problem(what, WHERE, fix))
    return out


def session(memory: str) -> Any:
    """A session of Spark: that of the cluster where one is told, else this machine.

    Args:
        memory: of the driver, such as "4GB".

    Raises:
        UserError: PySpark or its Java is missing; both at once.
    """
    problems = _problems()
    if problems:
        raise UserError(problems)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    build = SparkSession.builder.appName("unclench")
    if "MASTER" not in os.environ and "SPARK_HOME" not in os.environ:
        build = build.master("local[*]")
    made = (
        build.config("spark.driver.memory", memory.lower().removesuffix("b"))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", str(4 * (os.cpu_count() or 1)))
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    return made


def one_part(
    spark: Any, source: Sequence[Path], foods: Path, same: dict[str, str], draft: Path
) -> pl.DataFrame:
    """Sums per person and day of some files of lines.

    Args:
        source: Parquet with `person`, `day`, `food`, `grams`.
        foods, same: of `foods_for_sums`.
        draft: a folder that is written and taken away again.
    """
    import narwhals as nw

    lines = spark.read.parquet(*[str(s) for s in source])
    table = spark.read.parquet(str(foods))
    lazy = summed(nw.from_native(lines), nw.from_native(table), list(same), ["person", "day"], same)
    shutil.rmtree(draft, ignore_errors=True)
    nw.to_native(lazy).write.parquet(str(draft))
    frame = pl.read_parquet(draft / "*.parquet")
    shutil.rmtree(draft)
    return frame

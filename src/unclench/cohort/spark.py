"""The same on Spark (extra `spark`), for whoever has a cluster: sums of lines, and every person.

Sums are the expressions of `sums`; people are worked out by the functions of `people` and `causes`
on batches of Arrow, so that the workers need Unclench too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
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
    names = {"pyspark": "PySpark", "pyarrow": "PyArrow", "pandas": "pandas"}
    fix = "Install it: pip install 'unclench[spark]'; or leave --engine out."
    out = [
        Problem(f"{label} is not installed, which Spark needs.", WHERE, fix)
        for name, label in names.items()
        if find_spec(name) is None
    ]
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
        UserError: PySpark, what it needs, or its Java is missing; all at once.
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


def people(
    spark: Any,
    part: pl.DataFrame,
    table: Callable[[pl.DataFrame], pl.DataFrame],
    schema: dict[str, type[pl.DataType]],
    folder: Path,
) -> pl.DataFrame:
    """A table of every person, made on the workers from batches of Arrow (`mapInArrow`).

    Args:
        part: of `people.by_person`. table: what gives the rows of some of them, of `schema`; it is
            sent to the workers. folder: is filled and taken away again.

    Returns:
        the rows, in no order.
    """
    words = {pl.String: "string", pl.Int64: "long", pl.Float64: "double"}
    told = ", ".join(f"{name} {words[kind]}" for name, kind in schema.items())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        part.write_parquet(folder / "people.parquet")
        lines = spark.read.parquet(str(folder / "people.parquet"))
        parts = 4 * (os.cpu_count() or 1)
        done = lines.repartition(parts).mapInArrow(_in_arrow(table), told)
        done.write.parquet(str(folder / "done"))
        return pl.read_parquet(folder / "done" / "*.parquet")
    finally:
        shutil.rmtree(folder)


def _in_arrow(
    table: Callable[[pl.DataFrame], pl.DataFrame],
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import polars
        import pyarrow as pa

        for batch in batches:
            made = table(polars.DataFrame(polars.from_arrow(batch))).to_arrow()
            plain = [  # Spark knows no texts of 64 bits
                pa.field(f.name, pa.string()) if not pa.types.is_primitive(f.type) else f
                for f in made.schema
            ]
            yield from made.cast(pa.schema(plain)).to_batches()

    return run

"""How long the command line takes, beside what polars needs to start and to read the same file.

    python -m benchmarks.startup

Every command runs as a process of its own, in turn, the fastest of several runs counts.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.sections import shared, table, write_section

RUNS = 7


def fastest(command: Sequence[str]) -> tuple[float, float]:
    """(wall seconds, processor seconds) of the fastest of several runs."""
    walls, cpus = [], []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(cpus)


def main() -> None:
    """Measure and write the section."""
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "")
    folder = shared() / "samples"
    diaries = [
        p for kind in ("cronometer", "myfitnesspal") for p in (folder / kind).glob("*s*_*.*")
    ]
    largest = max((p for p in diaries if "servings" in p.name), key=lambda p: p.stat().st_size)
    python = sys.executable
    polars = fastest([python, "-c", "import polars"])
    reading = fastest(
        [
            python,
            "-c",
            f"import polars; polars.read_csv({str(largest)!r}, infer_schema_length=None)",
        ]
    )
    helped = fastest([python, "-m", "unclench", "--help"])
    checked = fastest(
        [python, "-m", "unclench", "check", str(largest), "--age", "40", "--sex", "female",
         "--format", "json"]
    )  # fmt: skip

    def row(name: str, t: tuple[float, float], base: tuple[float, float]) -> list[str]:
        return [
            name,
            f"{t[0]:.2f}",
            f"{t[1]:.2f}",
            f"{t[0] / base[0]:.1f}",
            f"{t[1] / base[1]:.1f}",
        ]

    text = [
        "## Start-up",
        "",
        f"Made by `python -m benchmarks.startup`: the fastest of {RUNS} runs, each a new process. "
        f"The diary is the largest published one ({largest.stat().st_size / 1024:.0f} KB); `check` "
        "does the whole chain, the differential included. Aims: help under 3 times "
        "`import polars`, check under 5 times polars reading that file.",
        "",
        table(
            ["command", "wall, s", "processor, s", "ratio, wall", "ratio, processor"],
            [
                row("python -c 'import polars'", polars, polars),
                row("unclench --help", helped, polars),
                row("polars reads the file", reading, reading),
                row("unclench check FILE", checked, reading),
            ],
        ),
    ]
    write_section("startup", "\n".join(text))


if __name__ == "__main__":
    main()

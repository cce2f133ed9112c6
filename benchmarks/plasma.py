"""Blood over a year for many virtual people: `python -m benchmarks.plasma`.

Writes the section "plasma" of README.md: wall and processor time, and memory, as the population
grows; settling into the balance of the usual intake before day 0 is included.
"""

from __future__ import annotations

import resource
import time

from benchmarks.sections import table, write_section
from unclench.plasma import BloodInputs, simulate_blood

SIZES = (500, 2000, 10_000)
PERSON = BloodInputs(
    intakes={"magnesium": 120, "calcium": 400, "potassium": 1500}, medicines=("omeprazole",)
)


def main() -> None:
    """Measure and write."""
    simulate_blood(PERSON, weeks=4, people=2)  # compiled, or read from disk
    rows = []
    for n in SIZES:
        wall, cpu = time.perf_counter(), time.process_time()
        simulate_blood(PERSON, weeks=52, people=n)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append(
            [f"{n:,}", f"{wall:.1f} s", f"{cpu:.1f} s", f"{1000 * cpu / n:.2f} ms", str(memory)]
        )
        print(rows[-1])
    columns = ["people", "wall", "processor", "processor per person-year", "memory so far, MB"]
    text = "\n".join(
        [
            "## Blood over a year, for many virtual people",
            "",
            "Made by `python -m benchmarks.plasma`: five models over 52 weeks, settling included,",
            "two threads, on two cores shared with other work (which wall time shows).",
            "",
            table(columns, rows),
        ]
    )
    write_section("plasma", text)


if __name__ == "__main__":
    main()

"""Time and memory of files far longer than one person's.

`python -m benchmarks.files` writes a section of README.md. Every file is made here, and each is
read in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.sections import table, write_section

TEXT = """## Long files

CPU seconds and peak memory of one process that reads the file (imports and facts included), made
files. Aims: 20,000 rows of results under 5 s; a CSV of 5 MB with 200,000 rows under 600 MB. Beside
it a program that only parses the file: Polars for a CSV, `json` for JSON."""
LABS = """
from unclench.plasma.labs import read_labs
found = read_labs([__import__("pathlib").Path(sys.argv[1])], strict=False)
count = len(found.results) + len(found.history)
"""
DIARY = """
from unclench import person_days, read_diary
diary = read_diary(sys.argv[1])
person_days(diary)
count = diary.lines
"""
PEERS = {
    ".csv": "import polars; count = polars.read_csv(sys.argv[1]).height",
    ".json": "import json; count = len(json.load(open(sys.argv[1]))['entry'])",
}
MEASURE = """
import resource, sys
{code}
used = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/status") as f:  # ru_maxrss would count the parent's
    peak = int(f.read().partition("VmHWM:")[2].split()[0]) / 1024
print(count, used.ru_utime + used.ru_stime, peak)
"""


def results(rows: int) -> str:
    """A table of results of three tests."""
    tests = (("Kalium", 4, "mmol/L"), ("Natrium", 140, "mmol/L"), ("Ferritin", 30, "ug/L"))
    lines = [
        f"20{10 + k % 16}-0{1 + k % 9}-{10 + k % 18},{tests[k % 3][0]},"
        f"{tests[k % 3][1] + k % 20 / 10},{tests[k % 3][2]},"
        for k in range(rows)
    ]
    return "\n".join(["Date,Test,Result,Unit,Range", *lines])


def bundle(rows: int) -> str:
    """A FHIR bundle of potassium results."""
    entries = [
        {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "subject": {"reference": "Patient/1"},
                "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                "effectiveDateTime": f"20{10 + k % 16}-0{1 + k % 9}-10T08:00:00Z",
                "valueQuantity": {"value": 3 + k % 20 / 10, "unit": "mmol/L"},
            }
        }
        for k in range(rows)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def foods(rows: int) -> str:
    """A diary of eleven months."""
    names = ["oats", "banana", "chicken breast", "tea", "zork stew", "spinach cooked", "bread"]
    first = dt.date(2025, 11, 1)
    lines = [
        f"{first + dt.timedelta(days=i // 600)},{names[i * 7919 % 7]},{i % 50 / 10 + 1},g,"
        for i in range(rows)
    ]
    return "\n".join(["date,food,amount,unit,Energy (kcal)", *lines])


def measured(name: str, content: str, code: str) -> list[str]:
    """Rows read, size, seconds and megabytes of one file, and how many times a parser's seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, "utf-8")
        count, seconds, peak = _run(code, path)
        parsed = min(_run(PEERS[path.suffix], path)[1] for _ in range(3))
    size = f"{len(content) / 1e6:.1f} MB"
    return [f"{count:,.0f}", size, f"{seconds:.1f} s", f"{peak:.0f} MB", f"{seconds / parsed:.1f}"]


def _run(code: str, path: Path) -> tuple[float, ...]:
    """Rows, seconds and megabytes of a process."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(code=code), str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return tuple(map(float, done.stdout.split()))


def main() -> None:
    """Measure and write the section."""
    rows = [
        ["blood tests, CSV", *measured("labs.csv", results(20_000), LABS)],
        ["blood tests, FHIR", *measured("labs.json", bundle(20_000), LABS)],
        ["diary, CSV", *measured("diary.csv", foods(200_000), DIARY)],
    ]
    shown = table(["file", "rows used", "size", "CPU", "memory", "times a parser's CPU"], rows)
    write_section("files", f"{TEXT}\n\n{shown}")
    print(shown)


if __name__ == "__main__":
    main()

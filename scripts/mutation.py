"""Break lines at random and see whether a test notices: a seeded sample of mutants a package.

python scripts/mutation.py [--count 40] [--seed 1] [--only told] [--out FILE]

Works on a fresh clone of the committed tree in a temporary folder, with cosmic-ray's operators.
Left out are operators that change only annotations (`X | Y` of types). Survivors are listed with
their line, to be read: some are equivalent to the code, the others want a test.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {
    "told": (
        "src/unclench/told",
        "tests/told tests/golden tests/intake/test_exposure.py "
        "tests/intake/test_told_supplements.py tests/intake/diaries/test_lines.py "
        "tests/properties/test_one_reading.py",
    ),
    "differential": ("src/unclench/differential", "tests/golden tests/differential"),
    "planning": ("src/unclench/planning", "tests/planning tests/words tests/golden"),
    "usual": (
        "src/unclench/intake/usual",
        "tests/intake/test_adequacy.py tests/intake/test_people_axis.py tests/golden tests/spec "
        "tests/intake/test_told_supplements.py tests/intake/test_doubt.py",
    ),
}
"""Package -> its folder, the tests that must notice."""
NOT_CODE = "core/ReplaceBinaryOperator_BitOr_"
CONFIG = """[cosmic-ray]
module-path = "{path}"
timeout = 300.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider -p no:xdist {tests}"

[cosmic-ray.distributor]
name = "local"
"""


@dataclass(frozen=True)
class Score:
    """What became of the mutants of a package."""

    name: str
    killed: int
    survivors: list[str]

    @property
    def share(self) -> float:
        """Killed of all, 0 to 1."""
        return self.killed / max(1, self.killed + len(self.survivors))


def score(name: str, tree: Path, count: int, seed: int) -> Score:
    """Break `count` places of one package, one after the other, and run its tests on each."""
    path, tests = GROUPS[name]
    there = " ".join(t for t in tests.split() if (tree / t).exists())
    config, session = tree / "mutation.toml", tree / f"{name}.sqlite"
    config.write_text(CONFIG.format(path=path, tests=there, python=sys.executable), "utf-8")
    tool = [sys.executable, "-m", "cosmic_ray.cli"]
    env = {**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"}
    subprocess.run([*tool, "init", config.name, session.name], cwd=tree, check=True, env=env)
    with sqlite3.connect(session) as db:
        rows = db.execute("select job_id, operator_name, module_path from mutation_specs")
        jobs = sorted(j for j, op, at in rows if not op.startswith(NOT_CODE) and "_gen" not in at)
        kept = set(random.Random(seed).sample(jobs, min(count, len(jobs))))
        everything = [j for (j,) in db.execute("select job_id from work_items")]
        for job in everything:
            if job not in kept:
                db.execute("delete from work_items where job_id = ?", (job,))
                db.execute("delete from mutation_specs where job_id = ?", (job,))
    subprocess.run([*tool, "exec", config.name, session.name], cwd=tree, check=True, env=env)
    with sqlite3.connect(session) as db:
        found = db.execute(
            "select s.module_path, s.start_pos_row, s.operator_name, r.test_outcome "
            "from mutation_specs s join work_results r on s.job_id = r.job_id"
        ).fetchall()
    alive = [
        f"{at}:{row} {op.removeprefix('core/')}" for at, row, op, o in found if "SURVIVED" in o
    ]
    return Score(name, len(found) - len(alive), sorted(alive))


def main() -> None:
    """Sample every package and print a table and the survivors."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--count", type=int, default=40)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", choices=list(GROUPS))
    ask.add_argument("--out", type=Path)
    told = ask.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as tmp:
        tree = Path(tmp) / "unclench"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(tree)], check=True)
        shutil.rmtree(tree / ".git")
        for name in [told.only] if told.only else GROUPS:
            s = score(name, tree, told.count, told.seed)
            total = s.killed + len(s.survivors)
            lines.append(f"{name}: {s.killed} of {total} killed ({s.share:.0%})")
            lines += [f"  survived {x}" for x in s.survivors]
            print("\n".join(lines[-1 - len(s.survivors) :]), flush=True)
    if told.out:
        told.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Write requirements/dev.lock: the versions of this environment that the project needs.

Packages that happen to be installed beside them are left out: what is locked is what is reached
from the project's own dependencies and extras, with the extras that those ask for in turn, under
each Python that the classifiers name. What only some of them need bears a marker. Run as
`make lock`.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "dev.lock"
HEAD = """# Made by `make lock`; install with `make locked`. Versions that the tests ran with.
"""
HELD = {"soupsieve": "2.10"}
"""Versions that are not those of the environment: its own is not had for every Python."""


def name_of(name: str) -> str:
    """The name of a distribution, in the one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def reached(first: list[str], python: str) -> tuple[dict[str, str], set[str]]:
    """(distribution -> version of all that the first ones need under a Python, what is missing)."""
    there = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    out: dict[str, str] = {}
    missing: set[str] = set()
    done: set[tuple[str, str]] = set()
    todo = [(Requirement(r), "") for r in first]
    while todo:
        need, extra = todo.pop()
        name = name_of(need.name)
        if name == "unclench" or (
            need.marker is not None and not need.marker.evaluate({**there, "extra": extra})
        ):
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            missing.add(name)
            continue
        out[name] = HELD.get(name, found.version)
        for one in {"", *need.extras}:
            if (name, one) not in done:
                done.add((name, one))
                todo += [(Requirement(r), one) for r in found.requires or []]
    return out, missing


def lines_of(project: dict[str, object]) -> list[str]:
    """The lines of the lock.

    Raises:
        SystemExit: something that a Python needs is not installed here.
    """
    needs = [*project["dependencies"]]  # type: ignore[misc]
    needs += [r for name, group in project["optional-dependencies"].items() for r in group]  # type: ignore[attr-defined]
    pythons = [c.rpartition(" ")[2] for c in project["classifiers"] if ":: 3." in c]  # type: ignore[attr-defined]
    by_python = {p: reached(needs, p) for p in pythons}
    missing = sorted(set().union(*(m for _, m in by_python.values())))
    if missing:
        sys.exit(f"Not installed here: {', '.join(missing)}. Run `make lock` after `make test`.")
    versions = {n: v for found, _ in by_python.values() for n, v in found.items()}
    out = []
    for name, version in sorted(versions.items()):
        of = [p for p in pythons if name in by_python[p][0]]
        marker = " or ".join(f'python_version == "{p}"' for p in of)
        out.append(f"{name}=={version}" + ("" if of == pythons else f" ; {marker}") + "\n")
    return out


def main() -> None:
    """Write the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = lines_of(project)
    LOCK.parent.mkdir(exist_ok=True)
    LOCK.write_text(HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} versions in {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

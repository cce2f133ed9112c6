"""Write requirements/dev.lock: the versions of this environment that the project needs.

Packages that happen to be installed beside them are left out: what is locked is what is reached
from the project's own dependencies and extras. Run as `make lock`.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "dev.lock"
HEAD = """# Made by `make lock`; install with `make locked`. Versions that the tests ran with.
"""


def name_of(requirement: str) -> str:
    """The name of a distribution, in the one spelling."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def reached(first: list[str]) -> dict[str, str]:
    """Distribution -> version, of all that the first ones need here."""
    out: dict[str, str] = {}
    todo = list(first)
    while todo:
        requirement = todo.pop()
        name = name_of(requirement)
        if name in out or name == "unclench":
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if requirement in first:
                sys.exit(f"{name} is not installed here: run `make lock` after `make test`.")
            continue  # of another system or an extra that nobody asked for
        out[name] = found.version
        needs = found.requires or []
        todo += [r for r in needs if "extra ==" not in r]
    return out


def main() -> None:
    """Write the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    versions = reached([*project["dependencies"], *extras])
    LOCK.parent.mkdir(exist_ok=True)
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    LOCK.write_text(HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} versions in {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

"""`python -m benchmarks`: every benchmark in turn; each writes its section of README.md."""

from __future__ import annotations

import importlib
import pkgutil
import time

import benchmarks


def main() -> None:
    """Run the `main()` of every module that has one, in the order of their names."""
    for found in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda m: m.name):
        if found.name.startswith("_"):
            continue
        run = getattr(importlib.import_module(f"benchmarks.{found.name}"), "main", None)
        if run is not None:
            start = time.perf_counter()
            run()
            print(f"{found.name}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""Write the Python and the manual's equations of every model; `--export DIR` adds SBML, CellML.

python scripts/build_models.py [--export DIR] [NAME ...]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import engine_build as build

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Build all models, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--export", type=Path)
    args = parser.parse_args()
    docs = ROOT / "docs" / "models"
    docs.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "src" / "unclench").glob("*/models/*.mmt")):
        if args.names and path.stem not in args.names:
            continue
        path.with_name(f"{path.stem}_gen.py").write_text(build.python_source(path), "utf-8")
        (docs / f"{path.stem}.md").write_text(build.equations(path), "utf-8")
        print(path.stem)
        if args.export:
            args.export.mkdir(parents=True, exist_ok=True)
            build.export(path, args.export)


if __name__ == "__main__":
    main()

"""What the columns of a file are taken for, and what is missing: `unclench cohort columns`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unclench.cohort.proposals import as_options, proposed
from unclench.cohort.reading import Columns, header_of, recognise
from unclench.facts.nutrients import nutrients

NEEDED = {
    "person": "who; the same on each of their days",
    "day": "1 for the first day, 2 for the second; or a date",
    "sex": "for requirements; may be in a second file",
    "age": "in years; may be in a second file",
    "weight": "of the survey; everybody counts the same without it",
    "stratum": "for standard errors; random groups of people without it",
    "unit": "the sampling unit, for standard errors",
    "weekday": "or a date, for the mean over weekdays and weekends",
}


def propose(path: Path) -> dict[str, Any]:
    """A map of columns, what is missing, and labels of the code book where the file has them.

    Raises:
        UserError: it is not there, or no table that can be read.
    """
    header = header_of(path)
    found: Columns = recognise(header)
    missing = {
        role: why
        for role, why in NEEDED.items()
        if role not in found.names
        and not (role == "day" and (found.day or "date" in found.names))
        and not (role == "weekday" and "date" in found.names)
    }
    told = {n: c for n, c in found.names.items() if n in nutrients()}
    more = proposed(header, found.names)
    return {
        "file": str(path),
        "kind": found.kind.label,
        "holds": ("foods of days" if found.items else "days of diet") if found.diet else "people",
        "day": found.day,
        "columns": {n: c for n, c in found.names.items() if n not in told},
        "nutrients": told,
        "perhaps": dict(more.names),
        "other_units": [
            {"column": c, "nutrient": n, "unit": nutrients()[n].unit, "times": times}
            for c, (n, times) in more.units.items()
        ],
        "missing": missing,
        "not_used": [
            h for h in header if h not in {*found.names.values(), *more.names.values(), *more.units}
        ],
        "labels": _labels(path),
        "map": as_options({**found.names, **more.names}),
    }


def _labels(path: Path) -> dict[str, str]:
    if path.suffix.lower() != ".xpt":
        return {}
    import pyreadstat

    _, meta = pyreadstat.read_xport(str(path), metadataonly=True, output_format="polars")
    pairs = zip(meta.column_names, meta.column_labels, strict=True)
    return {name: label for name, label in pairs if label}

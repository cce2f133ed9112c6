"""Which columns of a file are what, and these columns as a frame: CSV, Parquet, SAS transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.errors import Problem, UserError
from unclench.facts.kinds.survey_columns import DayFile, SurveyColumns
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file's columns are: our name -> the file's. `day`: of a file of one day.

    `items`: a row is one food, to be added up.
    """

    kind: SurveyColumns
    names: Mapping[str, str]
    day: int | None
    items: bool = False

    @property
    def diet(self) -> bool:
        """Whether the file holds days of diet, not people alone."""
        return "day" in self.names or "date" in self.names or self.day is not None


def kinds() -> dict[str, SurveyColumns]:
    """The kinds of files that are known."""
    return load("survey_columns", SurveyColumns)


def recognise(header: Sequence[str], asked: Mapping[str, str] | None = None) -> Columns:
    """What the columns of a file are, by the kind of file that fits most of them.

    Args:
        asked: our name -> the file's, as the user says; goes before what is recognised.
    """
    found = [_of_kind(kind, header) for kind in kinds().values()]
    best = max(found, key=lambda c: (len(c.names), c.kind.nutrients is None))
    return Columns(best.kind, {**best.names, **(asked or {})}, best.day, best.items)


def _of_kind(kind: SurveyColumns, header: Sequence[str]) -> Columns:
    at = {h.lower(): h for h in header}
    part: DayFile | None = next(
        (d for d in kind.day_files if any(h.startswith(d.nutrient) for h in header)), None
    )
    of_day = (
        {new.lower(): at[old.lower()] for old, new in part.names.items() if old.lower() in at}
        if part
        else {}
    )
    names: dict[str, str] = {}
    for role, known in kind.roles.items():
        name = next(
            (
                at.get(n.lower()) or of_day.get(n.lower())
                for n in known
                if n.lower() in at or n.lower() in of_day
            ),
            None,
        )
        if name is not None:
            names[role] = name
    prefix = part.nutrient.lower() if part else ""
    for n in nutrients().values():
        called = (
            [n.id]
            if kind.nutrients is None
            else [c.name for c in n.columns if c.system == kind.nutrients]
        )
        name = next(
            (
                at.get(f"{prefix}{c}".lower()) or of_day.get(c.lower())
                for c in called
                if f"{prefix}{c}".lower() in at or c.lower() in of_day
            ),
            None,
        )
        if name is not None:
            names[n.id] = name
    items = any(c.lower() in at for c in kind.item)
    return Columns(kind, names, part.day if part else None, items)


def header_of(path: Path) -> list[str]:
    """Names of a file's columns.

    Raises:
        UserError: it is not there, or no table that can be read.
    """
    import polars as pl

    if path.is_dir() and list(path.glob("*.parquet")):
        return list(pl.read_parquet_schema(next(iter(sorted(path.glob("*.parquet"))))))
    if not path.is_file():
        raise UserError(Problem("There is no such file.", str(path)))
    try:
        if path.suffix.lower() == ".xpt":
            import pyreadstat

            _, meta = pyreadstat.read_xport(str(path), metadataonly=True, output_format="polars")
            return list(meta.column_names)
        if path.suffix.lower() in (".parquet", ".pq"):
            return list(pl.read_parquet_schema(path))
        return pl.read_csv(path, n_rows=0, infer_schema=False).columns
    except UserError:
        raise
    except Exception as error:
        fix = "CSV (also .gz), Parquet and SAS transport files (.XPT) are read."
        raise UserError(
            Problem(f"This table could not be read: {error}.", str(path), fix)
        ) from None


def read_columns(path: Path, names: Mapping[str, str]) -> pl.DataFrame:
    """These columns of a file under our names; everything else stays unread.

    Args:
        names: our name -> the file's.
    """
    import polars as pl

    wanted = list(dict.fromkeys(names.values()))
    if path.suffix.lower() == ".xpt":
        import pyreadstat

        frame, _ = pyreadstat.read_xport(str(path), usecols=wanted, output_format="polars")
    elif path.is_dir():
        frame = pl.read_parquet(path / "*.parquet", columns=wanted)
    elif path.suffix.lower() in (".parquet", ".pq"):
        frame = pl.read_parquet(path, columns=wanted)
    else:
        frame = pl.read_csv(path, columns=wanted, infer_schema=False)
    return frame.select(pl.col(old).alias(new) for new, old in names.items())


def code(name: str) -> pl.Expr:
    """A code as text: 1, 1.0 and "1" are the same."""
    import polars as pl

    text = pl.col(name).cast(pl.String).str.strip_chars().str.to_lowercase()
    text = text.str.replace(r"\.0+$", "")
    return pl.when(text == "").then(None).otherwise(text).alias(name)

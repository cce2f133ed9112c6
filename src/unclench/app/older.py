"""An older answer, read from the JSON that `check --format json` or a report wrote."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from unclench.assessment import SCHEMA, Assessment
from unclench.door import files
from unclench.door.decode import read_text
from unclench.door.documents import json_of
from unclench.errors import Problem, UserError


def older_answer(path: Path) -> Assessment:
    """The answer of a file.

    Raises:
        UserError: no such file, not an answer, or of another version of the contract.
    """
    where = str(path)
    if not files.exists(path):
        raise UserError(files.missing(path))
    raw, _ = json_of(read_text(path), where)
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if schema != SCHEMA:
        what = (
            f"This is an answer of {schema!r}, not of '{SCHEMA}'."
            if schema
            else ("This is no answer of Unclench.")
        )
        raise UserError(Problem(what, where, "Make it anew from the old case, as JSON."))
    try:
        return Assessment.model_validate(raw)
    except ValidationError as error:
        raise UserError(
            Problem(f"This answer was changed: {error.error_count()} of its values do not fit.",
                    where, "Make it anew from the old case, as JSON.")
        ) from None  # fmt: skip

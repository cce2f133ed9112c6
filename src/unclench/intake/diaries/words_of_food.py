"""Whether a text is a diary: most of its lines are foods."""

from __future__ import annotations

import polars as pl

from unclench.errors import Problem
from unclench.intake.diaries.folding import prose
from unclench.intake.diaries.part import Part
from unclench.intake.diaries.phrases import SURE, Matches


def check(part: Part, rows: pl.DataFrame, found: Matches) -> Problem | None:
    """A problem when no more than half of the lines of a text are foods.

    A food is a close match, or any match of which an amount is told; a sentence is none.
    """
    if part.shape != "plain_text":
        return None
    close = {p for p, f in found.by_phrase.items() if f is not None and f.confidence >= SURE}
    talk = rows["name"].map_elements(prose, return_dtype=pl.Boolean)
    lines = (
        rows.with_columns(_talk=talk)
        .group_by("row")
        .agg(
            fine=(
                (pl.col("kind") != "food")
                | pl.col("name").is_in(list(close))
                | (pl.col("amount").is_not_null() & pl.col("food_id").is_not_null())
            ).any()
            & ~pl.col("_talk").any()
        )
    )
    known = int(lines["fine"].sum())
    if not lines.height or known > 0.5 * lines.height:
        return None
    return Problem(
        "This text does not look like a diary. Hardly any line was recognised as a food "
        f"({known} of {lines.height}).",
        part.where,
        "Write one food per line, in English, under a heading with the day.",
    )

"""Lines whose food is doubtful, and names that leave open which food was meant."""

from __future__ import annotations

import re

import polars as pl

from unclench.assessment import Reason, Unmatched, reason
from unclench.intake.diaries.matching import NOT_ASKED, lacks
from unclench.intake.diaries.phrases import SURE, USELESS, Matches
from unclench.intake.diaries.reviews import Reviews

LOOSE = 0.9
"""A match below this is named: what was said leaves open which food it was."""


def doubtful(
    frame: pl.DataFrame, matches: Matches, energy: pl.Series, reviews: Reviews
) -> list[Unmatched]:
    """Lines without a food, or with a doubtful one, and their share of the diary's energy.

    A line that tells its nutrients itself, as a recipe of an app does, hangs on no food.

    Args:
        frame: entries with `food_id`, `confidence`.
        matches: of all phrases.
        energy: kcal of each row, null when unknown.
    """
    rows = frame.with_columns(_kcal=energy).filter(
        pl.col("kind").eq("food") & pl.col("name").is_not_null()
    )
    hangs = lacks(frame, NOT_ASKED)
    asked = set(matches.by_phrase)
    total = float(rows["_kcal"].sum() or 0.0)
    grouped = (
        rows.filter(hangs)
        .group_by("name", maintain_order=True)
        .agg(
            pl.col("_kcal").sum(),
            pl.first("file"),
            pl.first("row"),
            pl.col("_kcal").null_count().alias("_n"),
        )
        .filter(pl.col("name").is_in(list(asked)))
    )
    out: list[Unmatched] = []
    for name, kcal, file, row, unknown in grouped.iter_rows():
        found = matches.by_phrase.get(name)
        if reviews.get(name) is not None or (found is not None and found.confidence >= SURE):
            continue
        used = found is not None and found.confidence >= USELESS
        alternatives = list(found.alternatives) if found else []
        if found and not used:
            alternatives = [found.name, *alternatives]
        out.append(
            Unmatched(
                line=name,
                where=f"{file}, line {row}",
                matched=found.name if found and used else None,
                confidence=round(found.confidence, 2) if found and used else None,
                alternatives=alternatives[:5],
                energy_share=round(kcal / total, 4)
                if total > 0 and not (unknown and not kcal)
                else None,
            )
        )
    return sorted(out, key=lambda u: (-(u.energy_share or 0.0), u.line))


_OPEN = re.compile(r", NS as to [^,]+")
"""What the name of a food leaves open itself."""


def _words(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"[a-z]{3,}", text.lower())}


NAMED = 6
"""Loose matches that are named, those with the most energy first."""


def loose(
    frame: pl.DataFrame, matches: Matches, energy: pl.Series, reviews: Reviews
) -> list[Reason]:
    """One reason that names which foods short names were taken for; empty when there are none.

    Only lines whose energy was looked up: what a line records does not hang on its match.

    Args:
        frame, matches, energy, reviews: as for `doubtful`.
    """
    recorded = pl.col("energy").is_not_null() if "energy" in frame.columns else pl.lit(False)
    rows = frame.with_columns(_kcal=energy).filter(
        pl.col("kind").eq("food") & pl.col("food_id").is_not_null() & ~recorded
    )
    by_name = rows.group_by("name", maintain_order=True).agg(pl.col("_kcal").sum())
    said: list[str] = []
    foods: list[str] = []
    for name, _ in by_name.sort("_kcal", "name", descending=[True, False]).iter_rows():
        found = matches.by_phrase.get(name)
        if found is None or reviews.get(name) is not None:
            continue
        food = _OPEN.sub("", found.name)
        if SURE <= found.confidence < LOOSE and _words(food) - _words(name):
            said.append(name)
            foods.append(food)
    if not said:
        return []
    return [reason("diary_taken_as", said=said[:NAMED], foods=foods[:NAMED], count=len(said))]

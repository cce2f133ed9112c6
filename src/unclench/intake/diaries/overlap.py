"""The same day or food told by several files, sheets or apps: it counts once."""

from __future__ import annotations

import polars as pl

from unclench.assessment import Reason, reason
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.part import DAYS, FOODS, Part

IN_WORDS = ("plain_text", "plain_wide")
"""Kinds whose foods are told apart before they are counted as lines."""

HAND_WRITTEN = ("plain_text", "plain_csv", "plain_wide")
"""Kinds that add to an app's export instead of repeating it; only copies of a file repeat it."""


def family(part: Part) -> str:
    """What tells the same lines again: exports of one app, or copies of one written file."""
    return (
        (part.family or part.sha256)
        if part.shape in HAND_WRITTEN
        else part.shape.partition("_v")[0]
    )


def once(frame: pl.DataFrame) -> pl.DataFrame:
    """Overlapping exports of one app: a line that two files hold is one line.

    Equal lines within one file are kept: two bananas on one day are two. Time and group are no
    part of a line's identity, since they are exported by some accounts only.
    """
    if frame["_part"].n_unique() < 2:
        return frame
    values = [n for n in ("energy", "protein") if n in frame.columns]
    keys = ["_family", "day", "name", "amount", "kind", *values]
    return (
        frame.with_columns(_nth=pl.int_range(pl.len()).over(["_part", *keys], order_by="_item"))
        .unique([*keys, "_nth"], keep="first", maintain_order=True)
        .drop("_nth")
    )


def richest(frame: pl.DataFrame) -> pl.DataFrame:
    """Where several files or sheets tell the totals of one day, the one that tells most counts."""
    told = [n for n in NUTRIENTS if n in frame.columns]
    if not told:
        return frame
    total = (pl.col("_detail") == DAYS) & (pl.col("kind") == "food")
    rich = pl.sum_horizontal(pl.col(n).is_not_null().cast(pl.Int32) for n in told)
    scored = frame.with_columns(_rich=rich.max().over("day", "_part"))
    best = pl.col("_rich").filter(total).max().over("day")
    first = pl.col("_part").filter(total & (pl.col("_rich") == best)).min().over("day")
    return scored.filter(~total | (pl.col("_part") == first)).drop("_rich")


def finest(frame: pl.DataFrame) -> pl.DataFrame:
    """Where a day is told by foods and by totals, the foods count; supplements always do.

    Apple Health repeats what apps write to it: it gives way to any app's own export of that day.
    """
    food = pl.col("kind") == "food"
    best = pl.col("_detail").filter(food).max().over("day")
    fine = frame.filter(~food | (pl.col("_detail") == best))
    apple = pl.col("_family") == "apple_health"
    own = food & ~apple & ~pl.col("_written") & (pl.col("_detail") == FOODS)
    fine = fine.filter(~(apple & own.any().over("day")))
    return _supplements_once(fine)


def _supplements_once(frame: pl.DataFrame) -> pl.DataFrame:
    """ASA24 tells supplements up to three times: in TNS with the foods, in TS, and one by one."""
    family, day = pl.col("_family"), "day"
    within = (family == "asa24_tns").any().over(day)
    single = (family == "asa24_ins").any().over(day)
    again = ((family == "asa24_ts") & (within | single)) | ((family == "asa24_ins") & within)
    return frame.filter(~again)


def two_apps(frame: pl.DataFrame) -> list[Reason]:
    """A warning when two apps tell foods of the same day, which may be the same meals."""
    apps = frame.filter(
        (pl.col("kind") == "food") & ~pl.col("_written") & (pl.col("_detail") == FOODS)
    )
    days = (
        apps.group_by("day")
        .agg(pl.col("_family").n_unique().alias("n"), pl.col("file").unique().sort())
        .filter(pl.col("n") > 1)
        .sort("day")
    )
    if not days.height:
        return []
    return [
        reason(
            "diary_two_apps",
            files=list(days["file"][0]),
            count=days.height,
            first=str(days["day"][0]),
        )
    ]

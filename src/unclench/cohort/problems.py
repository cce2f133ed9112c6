"""What keeps a model of usual intake from being fitted to these days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unclench.errors import Problem
from unclench.facts.variation import tables as variation_tables

if TYPE_CHECKING:
    import polars as pl

    from unclench.cohort.model import UsualIntake

ZEROS_AT_MOST = 0.1
"""More days of zero than this share, and the model of what is eaten every day does not hold."""


def problems_of(days: pl.DataFrame, model: UsualIntake) -> list[Problem]:
    """Everything that speaks against it, at once."""
    import polars as pl

    n = model.nutrient
    out = []
    per = () if model.per is None else (model.per,)
    for c in ("person", n, *per, *model.by, *model.covariates):
        if c not in days.columns:
            out.append(
                Problem(
                    f"There is no column '{c}'.", fix=f"There are {', '.join(days.columns[:40])}."
                )
            )
    if out:
        return out
    known = days.filter(pl.col(n).is_not_null())
    if not known.height:
        return [Problem(f"No day has a value of {n}.")]
    if "weight" in known.columns and not (known["weight"].fill_null(0.0) > 0).any():
        out.append(
            Problem("Nobody has a weight above zero.", fix="Name the column: --map weight=COLUMN.")
        )
    pairs = known.group_by("person").len().filter(pl.col("len") > 1).height
    if not pairs and model.ratio is None:
        out.append(Problem("No person has two days.", fix=_without_second(model)))
    if known[n].n_unique() == 1:
        fix = f"Is '{n}' the amount of each day? Nothing can be learnt from equal ones."
        out.append(Problem(f"All days have {float(known[n][0]):g} of {n}.", fix=fix))
    if model.ratio is not None and not model.ratio > 0:
        out.append(
            Problem(
                f"The variance ratio is {model.ratio}.",
                "--ratio",
                "Give within over between, above zero.",
            )
        )
    zeros = float((known[n].cast(pl.Float64) <= 0).mean())  # type: ignore[arg-type]
    if model.two_part and zeros == 0:
        fix = "Use the model of what is eaten every day (without --two-part)."
        out.append(Problem(f"Everybody has {n} on every day.", fix=fix))
    if model.given and model.replicates == "none":
        fix = "Say how they were made: fay, brr, bootstrap or jackknife."
        out.append(Problem("Replicate weights are given, and --replicates is none.", fix=fix))
    out += [Problem(f"There is no column '{c}'.") for c in model.given if c not in days.columns]
    if model.per is not None and (
        model.two_part or model.supplements or model.ratio is not None or model.per == n
    ):
        fix = "Leave --two-part, --supplements and --ratio out, and name two nutrients."
        out.append(
            Problem("A ratio is of two nutrients eaten every day, on two days.", "--per", fix)
        )
    if model.supplements and "supplement" not in days.columns:
        out.append(Problem("There is no column 'supplement'."))
    if model.two_part and model.ratio is not None:
        fix = f"Leave it out. {_TWO_PARTS}"
        out.append(Problem("The model of two parts takes no variance ratio.", "--ratio", fix))
    if zeros > ZEROS_AT_MOST and not model.two_part:
        out.append(
            Problem(
                f"{zeros:.0%} of days have none of {n}: the model of what is eaten every day "
                "does not hold.",
                fix="Use the two-part model (--two-part).",
            )
        )
    return out


_TWO_PARTS = "How often somebody eats it is learnt from people with two days."


def _without_second(model: UsualIntake) -> str:
    """What to do where nobody has a second day."""
    if model.two_part:
        return f"Add second days, of some people at least. {_TWO_PARTS}"
    if model.per is not None:
        return "Add second days: how two nutrients go together is learnt from them."
    return f"Give an external variance ratio (--ratio), for example {_example(model.nutrient)}."


def _example(nutrient: str) -> str:
    table = variation_tables().get(nutrient)
    if table is None:
        return "1.5, within over between on the Box-Cox scale"
    g = next(g for g in table.groups if g.sex in ("male", "both") and g.age[0] >= 19)
    if not g.var_between or not g.var_within:
        return "1.5, within over between on the Box-Cox scale"
    return (
        f"{g.var_within / g.var_between:.2f} for {nutrient}, men {g.age[0]:g}-{g.age[1] - 1:g}, "
        "from NHANES 2007-2016"
    )

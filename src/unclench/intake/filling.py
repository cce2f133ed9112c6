"""What was filled in where nobody knows: an interval around it that stays above what is known."""

from __future__ import annotations

import polars as pl

from unclench.intake.usual.gaussian import Z80

LINE_CV = 1.0
"""How loosely the energy of a line is known, when nothing tells its food or amount."""


def ends(known: pl.Expr, filled: pl.Expr, sd: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The lognormal 80 % interval of what is known plus what was filled in.

    Args:
        known, filled: amounts, the second with standard deviation `sd`; all in the same unit.
    """
    spread = (1 + (sd / filled) ** 2).log()
    middle = filled.log() - spread / 2
    has = (filled > 0) & (sd > 0)
    low, high = (known + (middle + sign * Z80 * spread.sqrt()).exp() for sign in (-1, 1))
    whole = known + filled
    return pl.when(has).then(low).otherwise(whole), pl.when(has).then(high).otherwise(whole)

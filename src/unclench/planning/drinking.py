"""Drinking and salt beside a plan: from sweat, with what is known of drinking too much."""

from __future__ import annotations

from unclench.assessment import Hydration, Reason, reason
from unclench.planning.safety import Safety

SOURCE = "hew_butler_2015_eah"
NO_TARGET = frozenset({"heart_failure", "kidney_disease", "fluid_limited"})
"""Safety rows under which no amount to drink is named."""
MUCH_SALT_MG = 1000.0


def drinking(hydration: Hydration | None, safety: Safety) -> list[Reason]:
    """What to say of water (litres) and salt (mg of sodium) a day; empty when neither sweat nor
    too little water is known.

    With heart failure, kidney disease or a limit of fluid no amount is named.
    """
    if hydration is None:
        return []
    if any(row.id in NO_TARGET for row in safety.rows):
        return [reason("drink_as_your_team_says")]
    sweat, salt = hydration.sweat_loss_l_per_day, hydration.sodium_loss_mg_per_day
    if sweat is None or not sweat.mean:
        return []
    said = [reason("drink_to_thirst", litres=sweat.mean, low=sweat.low, high=sweat.high)]
    if salt is not None and salt.mean:
        amounts = {"mg": salt.mean, "low": salt.low, "high": salt.high}
        said.append(
            reason("salt_in_sweat", **amounts)
            if salt.mean < MUCH_SALT_MG
            else reason("much_salt_in_sweat", **amounts)
        )
    return [*said, reason("not_beyond_thirst")]

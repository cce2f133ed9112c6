"""Drinking and salt beside a plan: from sweat, with what is known of drinking too much."""

from __future__ import annotations

from unclench.assessment import Hydration, Interval
from unclench.planning.safety import Safety

SOURCE = "hew_butler_2015_eah"
NO_TARGET = frozenset({"heart_failure", "kidney_disease"})
"""Safety rows under which no amount to drink is named."""
MUCH_SALT_MG = 1000.0


def _range(x: Interval, digits: int) -> str:
    low, high = x.low, x.high
    if low is None or high is None:
        return f"{x.mean or 0:,.{digits}f}"
    return f"{x.mean or 0:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def drinking(hydration: Hydration | None, safety: Safety) -> list[str]:
    """What to say of water and salt; empty when neither sweat nor too little water is known.

    With heart failure or kidney disease no amount is named.
    """
    if hydration is None:
        return []
    if any(row.id in NO_TARGET for row in safety.rows):
        return [
            "Drinking: with your heart or kidneys the amount is set by your team. This plan names "
            "none, in heat neither; ask what to do on hot days."
        ]
    sweat, salt = hydration.sweat_loss_l_per_day, hydration.sodium_loss_mg_per_day
    if sweat is None or not sweat.mean:
        return []
    lines = [
        f"Drinking: you lose about {_range(sweat, 1)} litres of sweat a day. Drink when thirsty, "
        "with meals, and on hot days before and after work. Pale urine and a steady weight from "
        "morning to morning show that it is enough."
    ]
    if salt is not None and salt.mean:
        lines.append(
            f"Salt: that sweat holds about {_range(salt, 0)} mg of sodium a day. Salted meals "
            "usually replace it. Salt tablets have not been shown to prevent cramps."
            if salt.mean < MUCH_SALT_MG
            else f"Salt: that sweat holds about {_range(salt, 0)} mg of sodium a day, much. "
            "Do not skip salted meals on such days. Salt tablets have not been shown to prevent "
            "cramps."
        )
    lines.append(
        "Do not drink beyond thirst: people who drank more than they lost fell ill from too little "
        "sodium in the blood, some of them fatally. Weight that rises during work or sport means "
        "too much was drunk."
    )
    return lines

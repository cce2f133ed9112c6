"""Time as evidence: how fast it came, and how a medicine's start and stop lie to it."""

from __future__ import annotations

from typing import Literal

from unclench.told.person import Finding, Medicine, Person

Level = Literal["sudden", "weeks", "months", "years"]
LEVELS: tuple[tuple[Level, float], ...] = (("sudden", 3), ("weeks", 42), ("months", 366))
"""Up to how many days each level goes; beyond the last it is years."""
BEFORE, SOON, LONG = 0.25, 1.4, 0.6
"""To which power the odds of a medicine are raised that was begun after the trouble, in the
`WINDOW` days before it, or years before it (judgement)."""
WINDOW, YEARS = 60.0, 365.0
NAMED, OTHER, ANY, STOPPED, AGAIN = 1.5, 0.7, 1.2, 1.6, 1.9
"""The same for a medicine named as begun before the trouble, for the others then, for each
when the new one was not named, for one that was stopped and the trouble went, and for one with
which it came back (judgement)."""


def onset_of(told: Person) -> Level | None:
    """How fast the complaint came, from how long it has gone on, else from words; None untold."""
    days = told.duration_days
    if days is not None:
        return next((name for name, most in LEVELS if days <= most), "years")
    said = {f.onset for f in told.findings if f.present and not f.implied_by}
    return "sudden" if "acute" in said else None


def powers(told: Person) -> dict[str, float]:
    """Generic -> the power of its odds, for what is taken and for what went with the trouble."""
    new = _said(told, "new_medicine_before_onset")
    stopped, again = _said(told, "drug_dechallenge"), _said(told, "drug_rechallenge")
    named = [m for m in told.medicines if new is not None and _names(new, m)]
    out: dict[str, float] = {}
    for m in told.medicines:
        back = again is not None and _names(again, m)
        gone = stopped is not None and _names(stopped, m)
        if not (m.current or back or gone):
            continue
        dated = _by_dates(m, told.duration_days)
        power = AGAIN if back else STOPPED if gone else dated or 1.0
        if new is not None and dated is None and not (back or gone):
            power = NAMED if m in named else OTHER if named else ANY
        out[m.generic] = power
    return out


def came_later(told: Person) -> bool:
    """Whether the medicine said to be new was begun after the trouble, or years before it."""
    new = _said(told, "new_medicine_before_onset")
    if new is None:
        return False
    named = [_by_dates(m, told.duration_days) for m in told.medicines if _names(new, m)]
    return bool(named) and all(x is not None and x < 1 for x in named)


def _said(told: Person, name: str) -> Finding | None:
    found = told.finding(name)
    return found if found is not None and found.present else None


def _names(found: Finding, medicine: Medicine) -> bool:
    """Whether words about a medicine are about this one: the same words, or its name in them."""
    return found.text == medicine.text or medicine.generic.strip("()") in found.text.lower()


def _by_dates(medicine: Medicine, days: float | None) -> float | None:
    """From when it was begun and how long the trouble has gone on; None where either is untold."""
    started = medicine.started_days_ago
    if started is None or days is None or medicine.where != "medicines":
        return None
    before = started - days
    if before < -max(3.0, 0.2 * days):
        return BEFORE
    if before > YEARS:
        return LONG
    return SOON if before <= WINDOW else 1.0

"""Medicines that came in while a trial ran: told as an event, or first named in the log."""

from __future__ import annotations

import datetime as dt

from unclench.case import Case
from unclench.told import understand
from unclench.trial.registration import Registration
from unclench.trial.remedies import remedies
from unclench.trial.spasm_log import SpasmLog


def new_medicines(trial: Registration, log: SpasmLog, end: dt.date) -> list[tuple[str, dt.date]]:
    """(words, first day) of each medicine that first appears after the first day, by that day.

    What the log names before the trial, and the remedy itself, are not new.
    """
    own = set(remedies()[trial.remedy].own_classes)
    first: dict[str, tuple[str, dt.date]] = {}
    for day in sorted(log.days):
        if day > end:
            break
        for text in log.days[day].took:
            for medicine in understand(Case(medicines=(text,))).medicines:
                if not own & set(medicine.classes):
                    first.setdefault(medicine.generic, (medicine.text, day))
    found = [(name, day) for name, day in first.values() if day >= trial.first_day]
    found += [(e.text, e.on) for e in trial.events if e.kind == "medicine"]
    return sorted(found, key=lambda f: f[1])

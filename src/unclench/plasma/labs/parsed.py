"""What a reader of one document hands on, before a single result is understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from unclench.assessment import Reason
from unclench.errors import Problem
from unclench.plasma.labs.people import Who
from unclench.plasma.labs.printed import Printed


@dataclass(slots=True)
class Parsed:
    """Results as printed, and what was left out.

    Attributes:
        rows: results as printed; those of tests that we do not know are among them.
        people: everybody whom the document names, also beside results that we do not use.
        faults: rows that give no result, with their place.
        notes: what was assumed or left out.
        whole: the document itself is wrong; it is refused.
    """

    rows: list[Printed] = field(default_factory=list)
    people: list[Who] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    whole: list[Problem] = field(default_factory=list)

    def add(self, other: Parsed) -> None:
        """Take in what another part of the same document gave."""
        self.rows += other.rows
        self.people += other.people
        self.faults += other.faults
        self.notes += other.notes
        self.whole += other.whole

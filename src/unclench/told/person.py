"""What was understood: findings, medicines, conditions, exposures, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Onset = Literal["acute", "subacute", "chronic"]
Side = Literal["left", "right", "both"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding said to be there, or said not to be there. What is not mentioned has no Finding.

    Attributes:
        id: of `facts/data/findings`.
        present: False when it was denied.
        severity: 1 mild, 2 moderate, 3 severe, None not said (0 is kept for "none").
        duration_days: how long, in days, when said.
        onset: acute (up to 6 weeks), subacute (up to 12), chronic, when said or computed.
        laterality: left, right, both, when said.
        text: the words it was understood from; for an implied finding those of the specific one.
        where: the key of the case: complaints, signs, medicines, conditions, diet, exposure...
        implied_by: the finding or number from which it follows; empty when said in words.
    """

    id: str
    present: bool
    severity: int | None = None
    duration_days: float | None = None
    onset: Onset | None = None
    laterality: Side | None = None
    text: str = ""
    where: str = ""
    implied_by: str = ""


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine or supplement that is taken, or was (`current` False: stopped or denied).

    `duration_days` is how long it has been taken, `dose_mg` the first dose named in mg.
    """

    generic: str
    classes: tuple[str, ...]
    text: str
    where: str = "medicines"
    current: bool = True
    started_days_ago: float | None = None
    dose_mg: float | None = None
    atc: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the person has or had; `present` False when it was denied."""

    id: str
    present: bool
    text: str
    where: str
    years_ago: float | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A number about the person's life or body in the unit of its kind (facts: exposures)."""

    id: str
    value: float
    unit: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Something named but not counted: somebody else's, or only feared."""

    id: str
    text: str
    why: Literal["relative", "worry"]


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything understood from one case. All tuples are sorted by id."""

    findings: tuple[Finding, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    asides: tuple[Aside, ...] = ()
    not_understood: tuple[str, ...] = ()
    pregnant: bool = False
    age: float | None = None
    sex: str | None = None
    smoker: bool | None = None
    duration_days: float | None = None
    _status: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def state(self, name: str) -> bool | None:
        """Whether a finding or condition is there (True), denied (False) or unknown (None)."""
        return self._status.get(name)

    def has(self, *names: str) -> bool:
        """Whether any of these findings or conditions is there."""
        return any(self._status.get(n) for n in names)

    @property
    def present(self) -> frozenset[str]:
        """Ids of findings and conditions that are there."""
        return frozenset(k for k, v in self._status.items() if v)

    @property
    def absent(self) -> frozenset[str]:
        """Ids of findings and conditions that were denied."""
        return frozenset(k for k, v in self._status.items() if not v)

    @property
    def generics(self) -> frozenset[str]:
        """Generic names of current medicines."""
        return frozenset(m.generic for m in self.medicines if m.current)

    @property
    def classes(self) -> frozenset[str]:
        """Classes of current medicines."""
        return frozenset(c for m in self.medicines if m.current for c in m.classes)

    def exposure(self, name: str) -> float | None:
        """The largest value of an exposure, or None when it was not told."""
        values = [e.value for e in self.exposures if e.id == name]
        return max(values) if values else None

    def finding(self, name: str) -> Finding | None:
        """The finding with this id, present or denied."""
        return next((f for f in self.findings if f.id == name), None)

"""A trial as it was registered: fixed and hashed before its first day, kept as one file.

The order of each pair comes from a secret of this machine and the number of the trial of that
remedy: planning the same trial again, with another length or day, gives the same order, so that
nobody can choose a schedule. The hash covers the order too, without telling it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from unclench.assessment.trial import Arm
from unclench.door import files
from unclench.errors import Problem, UserError, did_you_mean
from unclench.keeping import locked, write_whole

FOLDER, SECRET = "trials", "secret"
EventKind = Literal["look", "extended", "stopped", "medicine", "swapped"]


class Event(BaseModel):
    """Something that happened after the registration; it is never taken back.

    Attributes:
        pairs: added, for "extended". text: in the person's words. period: for "swapped".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: EventKind
    on: dt.date
    pairs: int = 0
    text: str = ""


class Registration(BaseModel):
    """What is fixed before the first day, and what happened since.

    Attributes:
        attempt: how many trials of this remedy were started on this machine before.
        seed: of the order, hexadecimal. hash: of everything but itself and the events.
        rate: cramps a week that the length was planned for; None without a log.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    remedy: str
    outcome: Literal["cramps"] = "cramps"
    analysis: Literal["pairs_randomisation_one_sided"] = "pairs_randomisation_one_sided"
    alpha: float = Field(gt=0, lt=0.5)
    registered_on: dt.date
    first_day: dt.date
    period_days: int = Field(ge=2)
    not_counted: int = Field(ge=0)
    pairs: int = Field(ge=1)
    looks: int = Field(ge=1, le=5)
    rate: float | None = None
    dose: str = ""
    blinded: bool = False
    expects: str = ""
    attempt: int = 0
    seed: str
    hash: str = ""
    events: list[Event] = []

    @property
    def all_pairs(self) -> int:
        """Pairs with those that were added."""
        return self.pairs + sum(e.pairs for e in self.events if e.kind == "extended")

    @property
    def last_day(self) -> dt.date:
        """The last day of the last pair."""
        return self._stretches()[-1][2]

    @property
    def stopped(self) -> dt.date | None:
        """The day it was stopped, if it was."""
        return next((e.on for e in self.events if e.kind == "stopped"), None)

    @property
    def extra_looks(self) -> int:
        """Looks that were not planned: each day of them once, and each time it was extended."""
        days = {e.on for e in self.events if e.kind == "look"}
        return len(days) + sum(e.kind == "extended" for e in self.events)

    def over(self, today: dt.date) -> bool:
        """Whether its last day is past, or it was stopped."""
        return today > self.last_day or self.stopped is not None

    def lengthenings(self) -> list[tuple[Event, dt.date]]:
        """Each time it was made longer, with the day that was the last until then."""
        longer = [e for e in self.events if e.kind == "extended"]
        return [(e, self._stretches(n)[-1][2]) for n, e in enumerate(longer)]

    def _stretches(self, longer: int | None = None) -> list[tuple[int, dt.date, dt.date]]:
        """(first period, first day, last day) of what was registered and of what was added, so
        many times; added pairs begin after the day on which they were added, never before it."""
        step = dt.timedelta(self.period_days)
        last = self.first_day + 2 * self.pairs * step - dt.timedelta(1)
        out, periods = [(0, self.first_day, last)], 2 * self.pairs
        for event in [e for e in self.events if e.kind == "extended"][:longer]:
            first = max(out[-1][2], event.on) + dt.timedelta(1)
            out.append((periods, first, first + 2 * event.pairs * step - dt.timedelta(1)))
            periods += 2 * event.pairs
        return out

    def days(self, period: int) -> tuple[dt.date, dt.date]:
        """First and last day of a period, counted from 0."""
        at, start, _ = [s for s in self._stretches() if s[0] <= period][-1]
        first = start + dt.timedelta((period - at) * self.period_days)
        return first, first + dt.timedelta(self.period_days - 1)

    def counted(self, period: int) -> list[dt.date]:
        """The days of a period that count."""
        first, _ = self.days(period)
        return [first + dt.timedelta(d) for d in range(self.not_counted, self.period_days)]

    def arm(self, period: int) -> Arm:
        """What a period is: in each pair one is with and one without, by the seed."""
        coin = hmac.new(bytes.fromhex(self.seed), str(period // 2).encode(), "sha256").digest()[0]
        first_with = coin % 2 == 0
        return "with" if (period % 2 == 0) == first_with else "without"

    def fingerprint(self) -> str:
        """SHA-256 of outcome, analysis, length, looks, schedule and everything else fixed."""
        fixed: dict[str, Any] = self.model_dump(mode="json", exclude={"hash", "events"})
        fixed["schedule"] = [self.arm(p) for p in range(2 * self.pairs)]
        told = json.dumps(fixed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def sound(self) -> bool:
        """Whether it is as it was registered."""
        return hmac.compare_digest(self.hash, self.fingerprint())


def folder(data: Path) -> Path:
    """Where the trials of a data folder lie."""
    return data / FOLDER


def registered(data: Path) -> list[Registration]:
    """All trials, the oldest first.

    Raises:
        UserError: a file of a trial that cannot be read, all of them at once.
    """
    found, problems = [], []
    for name in files.listing(folder(data)):
        if not name.endswith(".json"):
            continue
        path = folder(data) / name
        try:
            found.append(Registration.model_validate_json(files.read(path)))
        except ValidationError:
            problems.append(
                Problem("This trial was changed and cannot be read.", str(path),
                        "Put back the file as it was, or move it away to go on without it.")
            )  # fmt: skip
    if problems:
        raise UserError(problems)
    return sorted(found, key=lambda r: (r.registered_on, r.id))


def chosen(data: Path, name: str | None) -> Registration:
    """The trial of this name; without one, the newest.

    Raises:
        UserError: there is none.
    """
    known = registered(data)
    if not known:
        raise UserError(
            Problem("No trial was started yet.", str(folder(data)),
                    "`unclench trial start --try …` starts one; `--data` names another folder.")
        )  # fmt: skip
    if name is None:
        return known[-1]
    for one in known:
        if one.id == name:
            return one
    ids = [r.id for r in known]
    fix = did_you_mean(name, ids) or f"There are {', '.join(ids)}."
    raise UserError(Problem(f"There is no trial '{name}'.", "--trial", fix))


def register(data: Path, today: dt.date, fixed: dict[str, Any]) -> tuple[Registration, bool]:
    """(the trial, whether it is one that was registered before and still runs).

    Args:
        data: the user's data folder. today: the day of registration.
        fixed: fields of a `Registration` but id, attempt, seed, hash.
    """
    with locked(folder(data) / SECRET):
        before = [r for r in registered(data) if r.remedy == fixed["remedy"]]
        for one in before:
            if not one.over(today):
                return one, True
        attempt = len(before)
        seed = hmac.new(_secret(data), f"{fixed['remedy']}|{attempt}".encode(), "sha256")
        new = Registration(
            id=f"{fixed['remedy']}-{attempt + 1}",
            attempt=attempt,
            registered_on=today,
            seed=seed.hexdigest(),
            **fixed,
        )
        new.hash = new.fingerprint()
        keep(data, new)
    return new, False


def keep(data: Path, trial: Registration) -> None:
    """Write a trial, whole or not at all."""
    write_whole(folder(data) / f"{trial.id}.json", trial.model_dump_json(indent=1))


def add_event(data: Path, trial: Registration, event: Event) -> Registration:
    """The trial with one more event, kept; the same event twice is one."""
    if event not in trial.events:
        trial.events.append(event)
        keep(data, trial)
    return trial


def _secret(data: Path) -> bytes:
    path = folder(data) / f"{SECRET}.key"
    if not files.is_file(path):
        write_whole(path, secrets.token_hex(32))
    return files.read(path)

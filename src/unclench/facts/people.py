"""Many people as columns, and which row of a table fits each of them. One person is one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from unclench.facts.life_stage import LifeStage

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]

MENOPAUSE_AGE = 51
"""Age from which women are taken to have no periods when they do not say (as IOM 2001 does)."""

State = Literal["none", "pregnant", "lactating"]


def state_of(profile: LifeStage) -> State:
    """Pregnant, lactating or neither."""
    if profile.pregnant:
        return "pregnant"
    return "lactating" if profile.lactating else "none"


@dataclass(frozen=True, slots=True)
class People:
    """What requirements and variation hang on; every array has shape (people,).

    Attributes:
        age: years, NaN unknown. sex: "female", "male" or "" for unknown.
        state: "none", "pregnant" or "lactating".
        menopause: "pre" or "post" as told; "" for not told, then it is taken from age.
        weight_kg: NaN unknown. energy_mj: energy need, MJ per day, NaN unknown.
        diets: id of `facts/data/diet_patterns` -> who eats by it; what is absent nobody does.
    """

    age: Floats
    sex: Words
    state: Words
    menopause: Words
    weight_kg: Floats
    energy_mj: Floats
    diets: Mapping[str, Bools] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.age)

    @property
    def menopausal(self) -> Words:
        """ "pre" or "post", by age where it was not told."""
        by_age = np.where(self.age >= MENOPAUSE_AGE, "post", "pre")
        out: Words = np.where(self.menopause == "", by_age, self.menopause)
        return out

    def eat(self, diets: Sequence[str]) -> Bools:
        """Who eats by any of these."""
        out = np.zeros(len(self), dtype=np.bool_)
        for name in diets:
            out |= self.diets.get(name, False)
        return out

    @staticmethod
    def of(profiles: Sequence[LifeStage], energy_mj: Sequence[float | None] = ()) -> People:
        """The columns of these life stages, one row each."""

        def numbers(values: Sequence[float | None]) -> Floats:
            return np.array([np.nan if v is None else v for v in values], dtype=np.float64)

        said = {True: "post", False: "pre", None: ""}
        diets = sorted({d for p in profiles for d in p.diets})
        return People(
            age=numbers([p.age for p in profiles]),
            sex=np.array([p.sex or "" for p in profiles], dtype=np.str_),
            state=np.array([state_of(p) for p in profiles], dtype=np.str_),
            menopause=np.array([said[p.menopausal] for p in profiles], dtype=np.str_),
            weight_kg=numbers([p.weight_kg for p in profiles]),
            energy_mj=numbers(energy_mj or [None] * len(profiles)),
            diets={d: np.array([d in p.diets for p in profiles]) for d in diets},
        )


class Band(Protocol):
    """A row of a table that holds for one sex, age and state."""

    @property
    def sex(self) -> Literal["both", "female", "male"]:
        """Whom it holds for."""

    @property
    def age(self) -> tuple[float, float]:
        """[from, below) in years."""

    @property
    def state(self) -> State:
        """Pregnant, lactating or neither."""


@dataclass(frozen=True, slots=True)
class Bands:
    """The rows of a table as columns, to join people to; shape (rows,)."""

    sex: Words
    low: Floats
    below: Floats
    state: Words
    menopause: Words

    @staticmethod
    def of(rows: Sequence[Band]) -> Bands:
        """Columns of these rows; a row that says nothing of the menopause holds for any."""
        return Bands(
            sex=np.array([r.sex for r in rows], dtype=np.str_),
            low=np.array([r.age[0] for r in rows], dtype=np.float64),
            below=np.array([r.age[1] for r in rows], dtype=np.float64),
            state=np.array([r.state for r in rows], dtype=np.str_),
            menopause=np.array([getattr(r, "menopause", "any") for r in rows], dtype=np.str_),
        )

    def join(self, people: People, age: Floats, state: Words) -> Ints:
        """Index of the first row that fits each person, -1 where none does; shape (people,)."""
        if not len(self.low):
            return np.full(len(people), -1, dtype=np.intp)
        sex, menopause = people.sex[:, None], people.menopausal[:, None]
        fits = (
            (sex != "")
            & ((self.sex == "both") | (self.sex == sex))
            & (self.low <= age[:, None])
            & (age[:, None] < self.below)
            & (self.state == state[:, None])
            & ((self.menopause == "any") | (self.menopause == menopause) | (sex == "male"))
        )
        out: Ints = np.where(fits.any(axis=1), fits.argmax(axis=1), -1)
        return out


def pick(values: Sequence[float | None], index: Ints) -> Floats:
    """`values[index]` with NaN for None and for an index of -1."""
    known = np.array([np.nan if v is None else v for v in (*values, None)], dtype=np.float64)
    out: Floats = known[index]
    return out

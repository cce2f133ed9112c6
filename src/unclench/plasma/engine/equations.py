"""A model as the running program sees it: named quantities with units, and three functions.

`prepare(c)` fills the constants that follow from other constants, `rhs(t, y, c, dy)` the time
derivatives, `monitor(t, y, c, out)` every other quantity. They are plain Python written by
`scripts/engine_build.py` from the `.mmt` file; `compile.fast(model)` is the same three compiled.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from unclench.errors import Problem, UserError, did_you_mean
from unclench.plasma.engine.functions import Functions

Array = NDArray[np.float64]
Kind = Literal["state", "constant", "derived", "variable"]
Status = Literal["", "published", "fitted", "assumed", "physical", "definition", "input"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a model, as its file declares it.

    Attributes:
        name: component and name, e.g. "node.P_Na".
        unit: as in the file, e.g. "cm^3/s"; "1" when dimensionless.
        kind: state, constant (a number in the file), derived (follows from constants), variable.
        value: the number in the file (constants) or the initial value (states).
        desc: what it is, one sentence.
        source: keys of `facts/data/sources`, comma separated.
        status: published, fitted, assumed, physical, definition; "input" is set by the caller.
        verified: how the number was checked, as in the facts.
        low, high: plausible range of a constant (what uncertainty is drawn from), or the range of
            validity of an input.
        sd: standard deviation of a published spread, when there is one.
    """

    name: str
    unit: str
    kind: Kind
    value: float | None = None
    desc: str = ""
    source: str = ""
    status: Status = ""
    verified: str = ""
    low: float | None = None
    high: float | None = None
    sd: float | None = None


def _quantities(rows: list[tuple[Any, ...]]) -> tuple[Quantity, ...]:
    return tuple(Quantity(*row) for row in rows)


class Model:
    """A model: what it is, its quantities, and its functions.

    Attributes:
        name, digest: file name without ending, and a hash of the file's text.
        meta: the header of the file: title, desc, validity, cannot_know, source ...
        time_unit: unit of time, e.g. "ms".
        states, constants_, derived, variables: quantities in the order of the arrays.
        python: the uncompiled functions, the readable twin of `compile.fast(model)`.
    """

    def __init__(self, module: Any) -> None:
        self.name: str = module.NAME
        self.digest: str = module.DIGEST
        self.meta: dict[str, str] = dict(module.META)
        self.time_unit: str = module.TIME_UNIT
        self.states: tuple[Quantity, ...] = _quantities(module.STATES)
        self.constants_: tuple[Quantity, ...] = _quantities(module.CONSTANTS)
        self.derived: tuple[Quantity, ...] = _quantities(module.DERIVED)
        self.variables: tuple[Quantity, ...] = _quantities(module.VARIABLES)
        self.python = Functions(module.prepare, module.rhs, module.monitor)
        self.state_index = {q.name: i for i, q in enumerate(self.states)}
        self.constant_index = {q.name: i for i, q in enumerate(self.constants_)}
        self.variable_index = {q.name: i for i, q in enumerate(self.variables)}
        self._c_index = {q.name: i for i, q in enumerate(self.constants_ + self.derived)}

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All quantities: states, constants, derived, variables."""
        return self.states + self.constants_ + self.derived + self.variables

    @property
    def inputs(self) -> tuple[Quantity, ...]:
        """The constants that a caller is meant to set; `low` to `high` is where they are valid."""
        return tuple(q for q in self.constants_ if q.status == "input")

    def quantity(self, name: str) -> Quantity:
        """A quantity by name.

        Raises:
            UserError: no such quantity; names the nearest.
        """
        for q in self.quantities:
            if q.name == name:
                return q
        raise self._unknown(name, [q.name for q in self.quantities])

    def _unknown(self, name: str, known: list[str]) -> UserError:
        fix = did_you_mean(name, known) or f"It has: {', '.join(known[:12])} ..."
        return UserError(Problem(f"The model '{self.name}' has no quantity '{name}'.", fix=fix))

    def out_of_range(self, values: Mapping[str, float]) -> list[Problem]:
        """One problem per input that lies outside the model's range of validity."""
        problems = []
        for name, value in values.items():
            q = self.quantity(name)
            if q.status != "input":
                continue
            low = -np.inf if q.low is None else q.low
            high = np.inf if q.high is None else q.high
            if not low <= value <= high:  # also catches nan
                problems.append(
                    Problem(
                        f"{value:g} {q.unit} is outside the range of the model '{self.name}'.",
                        name,
                        f"It can be used from {low:g} to {high:g} {q.unit}.",
                    )
                )
        return problems

    def constants(self, values: Mapping[str, float] | None = None, *, check: bool = True) -> Array:
        """The array `c` that all functions take: constants, then what follows from them.

        Args:
            values: constants that differ from the file, by name, in the file's unit.
            check: refuse inputs outside the range of validity.

        Returns:
            Shape (constants + derived,).

        Raises:
            UserError: unknown names, or inputs out of range; all at once.
        """
        c = np.zeros(len(self.constants_) + len(self.derived))
        for i, q in enumerate(self.constants_):
            c[i] = q.value
        for name, value in (values or {}).items():
            if name not in self.constant_index:
                raise self._unknown(name, list(self.constant_index))
            c[self.constant_index[name]] = value
        if check and (problems := self.out_of_range(values or {})):
            raise UserError(problems)
        self.python.prepare(c)
        return c

    def constants_many(self, n: int, values: Mapping[str, Array | float]) -> Array:
        """`constants` for `n` cells or people at once; values are scalars or shape (n,).

        Returns:
            Shape (n, constants + derived). Ranges are not checked.
        """
        c = np.tile(self.constants(), (n, 1))
        for name, value in values.items():
            if name not in self.constant_index:
                raise self._unknown(name, list(self.constant_index))
            c[:, self.constant_index[name]] = value
        for row in c:
            self.python.prepare(row)
        return c

    def initial(self) -> Array:
        """The initial state of the file, shape (states,)."""
        return np.array([q.value for q in self.states], dtype=float)

    def derivatives(self, y: Array, c: Array, t: float = 0.0) -> Array:
        """Time derivatives of the states, per `time_unit`, shape (states,)."""
        dy = np.zeros(len(self.states))
        self.python.rhs(t, y, c, dy)
        return dy

    def monitor(self, y: Array, c: Array, t: float = 0.0) -> dict[str, float]:
        """Every variable that is neither state nor constant, by name."""
        out = np.zeros(len(self.variables))
        self.python.monitor(t, y, c, out)
        return {q.name: float(v) for q, v in zip(self.variables, out, strict=True)}

    def value(self, name: str, c: Array) -> float:
        """The value of a constant or of what follows from constants, in a prepared array."""
        if name not in self._c_index:
            raise self._unknown(name, list(self._c_index))
        return float(c[self._c_index[name]])


@functools.cache
def load(package: str, name: str) -> Model:
    """The model `name` of a package of models, e.g. ("unclench.membrane.models", "srb_node").

    Raises:
        UserError: there is no such model.
    """
    try:
        return Model(importlib.import_module(f"{package}.{name}_gen"))
    except ModuleNotFoundError:
        raise UserError(Problem(f"There is no model '{name}' in {package}.")) from None

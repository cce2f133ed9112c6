"""Units of nutrients and blood tests: spellings, and conversion between them.

A unit is an atom ("mg"), or one atom over another ("mmol/L", "mg/day"). The atoms and every
spelling people use are data (`facts/data/units.yaml`). Converting between mass and amount of
substance needs a molar mass, to charge (Eq) a valence, to international units a factor: they
belong to the substance, so the caller passes them; without them the conversion is refused.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from unclench.door.files import packaged
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.cache import read_yaml_cached


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit without a denominator: `factor` times the base unit of its `dimension`."""

    name: str
    dimension: str
    factor: float


@functools.cache
def _table() -> tuple[dict[str, Atom], dict[str, str]]:
    text = packaged("unclench.facts", "data/units.yaml")
    raw = read_yaml_cached("units", {"units": text})["units"]
    atoms: dict[str, Atom] = {}
    spellings: dict[str, str] = {}
    for dimension, units in raw["dimensions"].items():
        for name, entry in units.items():
            atoms[name] = Atom(name, dimension, float(entry["factor"]))
            for spelling in [name, *entry.get("spellings", [])]:
                spellings[_key(spelling)] = name
    for spelling, name in raw["whole"].items():
        spellings[_key(spelling)] = name
    return atoms, spellings


def _key(text: str) -> str:
    text = text.strip().replace("μ", "µ").replace("−", "-").replace("–", "-")
    return re.sub(r"\s+", " ", text)


def _lookup(text: str) -> str | None:
    _, spellings = _table()
    key = _key(text)
    return spellings.get(key) or spellings.get(key.lower())


@functools.lru_cache(maxsize=4096)
def find(text: str) -> str | None:
    """The canonical spelling of a unit: "mEq / l" -> "mEq/L", "mcg" -> "µg"; None for no unit."""
    whole = _lookup(text)
    if whole:
        return whole
    parts = re.split(r"(?<!\s)\s*(?:/|\bper\b)\s*", _key(text), maxsplit=1)
    names = [_lookup(p) for p in parts]
    if len(parts) == 2 and all(names):
        return "/".join(n for n in names if n)
    return None


def normalise(text: str) -> str:
    """`find`, for a text that must be a unit.

    Raises:
        UserError: the unit is not known; names the nearest ones.
    """
    found = find(text)
    if found is not None:
        return found
    known = _table()[1]
    raise UserError(
        Problem(
            f"The unit '{text}' is not known.",
            fix=did_you_mean(text, known) or "Use for example mg, µg, mmol/L.",
        )
    )


def is_known(text: str) -> bool:
    """Whether `normalise` understands this spelling."""
    return find(text) is not None


@functools.cache
def spellings(unit: str) -> tuple[str, ...]:
    """Every way to write a unit without a denominator, itself first.

    Raises:
        UserError: the unit is not known.
    """
    name = normalise(unit)
    return tuple(dict.fromkeys([name, *(s for s, n in _table()[1].items() if n == name)]))


def dimension(unit: str) -> str:
    """What a unit measures: "mass", "volume", ...; with a denominator "amount/volume".

    Raises:
        UserError: the unit is not known.
    """
    _, top, bottom = _to_base(normalise(unit))
    return f"{top}/{bottom}" if bottom else top


def _to_base(unit: str) -> tuple[float, str, str]:
    atoms, _ = _table()
    top, _, bottom = unit.partition("/")
    factor = atoms[top].factor
    if bottom:
        factor /= atoms[bottom].factor
    return factor, atoms[top].dimension, atoms[bottom].dimension if bottom else ""


def factor(
    from_unit: str,
    to_unit: str,
    *,
    molar_mass: float | None = None,
    valence: int | None = None,
    gram_per_iu: float | None = None,
) -> float:
    """The number that turns a value in `from_unit` into one in `to_unit`.

    Args:
        from_unit, to_unit: any known spelling, e.g. "mg/dL", "mmol/L", "mEq/L", "IU", "µg".
        molar_mass: g/mol of the substance; needed between mass and amount.
        valence: charge number of the ion; needed to or from Eq.
        gram_per_iu: grams of substance in one international unit; needed to or from IU.

    Raises:
        UserError: unknown unit, different denominators, or a missing property of the substance.
    """
    a, b = normalise(from_unit), normalise(to_unit)
    if a == b:
        return 1.0
    fa, da, na = _to_base(a)
    fb, db, nb = _to_base(b)
    if na != nb:
        raise UserError(
            f"'{a}' and '{b}' cannot be converted: "
            f"one is per {na or 'nothing'}, the other per {nb or 'nothing'}."
        )
    if da == db:
        return fa / fb
    bridge = {
        "mass": 1.0,
        "amount": molar_mass,
        "charge": molar_mass / valence if molar_mass and valence else None,
        "activity": gram_per_iu,
    }
    if da == "amount" and db == "charge" and valence:
        return fa / fb * valence
    if da == "charge" and db == "amount" and valence:
        return fa / fb / valence
    ga, gb = bridge.get(da), bridge.get(db)
    if ga is None or gb is None:
        raise UserError(f"'{a}' cannot be turned into '{b}' for this substance.")
    return fa * ga / (fb * gb)


def convert(
    value: float,
    from_unit: str,
    to_unit: str,
    *,
    molar_mass: float | None = None,
    valence: int | None = None,
    gram_per_iu: float | None = None,
) -> float:
    """`value` in `to_unit`; see `factor` for the arguments and errors."""
    return value * factor(
        from_unit, to_unit, molar_mass=molar_mass, valence=valence, gram_per_iu=gram_per_iu
    )

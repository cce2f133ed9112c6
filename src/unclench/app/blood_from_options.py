"""Inputs of the models of blood from options as a person types them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from unclench.errors import Problem, UserError
from unclench.plasma.blood import Blood, from_labs
from unclench.plasma.homeostasis.acting import understood
from unclench.plasma.homeostasis.inputs import BloodInputs, checked, problems_of


def told(
    intakes: Mapping[str, float | None] | None = None,
    *,
    takes: Sequence[str] = (),
    has: Sequence[str] = (),
    labs: Sequence[str | Path] = (),
    sweat: float | None = None,
    sweat_sodium: float | None = None,
    egfr: float | None = None,
    sun: str | None = None,
    latitude: float | None = None,
    weight_kg: float | None = None,
    height_cm: float | None = None,
    age: float | None = None,
    pregnant: bool = False,
    no_thirst: bool = False,
    today: dt.date | None = None,
) -> BloodInputs:
    """`BloodInputs` from options as a person types them; checked.

    Args:
        intakes: per day by nutrient id; None is not known.
        takes, has: medicines and conditions, as a person says them.
        labs: typed results ("K 3.1 mmol/L") or files; the newest of each analyte counts.
        sweat: litres a day. sweat_sodium: mmol/L. egfr: mL/min/1.73 m2; wins over the labs.
        sun: a word of `facts/data/sun_levels`. latitude: degrees.
        weight_kg, height_cm, age, pregnant: of the person.
        no_thirst: cannot drink when thirsty.
        today: first day of the course; 15 January when not given.

    Raises:
        UserError: unreadable results, unknown words, out of range; all at once.
    """
    blood = Blood()
    if labs:
        from unclench.plasma.labs import interpret, read_labs
        from unclench.told.person import Person

        found = interpret(read_labs(list(labs)).results, Person(age=age), today or dt.date.today())
        blood = from_labs(found)
    inputs = BloodInputs(
        intakes={k: v for k, v in (intakes or {}).items() if v is not None},
        sweat_l_per_day=sweat,
        sweat_sodium_mmol_l=sweat_sodium,
        egfr=egfr,
        medicines=tuple(takes),
        conditions=tuple(has),
        sun=sun,
        latitude=latitude,
        day_of_year=today.timetuple().tm_yday if today else 15,
        weight_kg=weight_kg,
        height_cm=height_cm,
        age=age,
        pregnant=pregnant,
        blood=blood,
        drinks_to_thirst=not no_thirst,
    )
    return checked(understood(inputs))


def pairs(texts: Sequence[str]) -> dict[str, float]:
    """Intakes per day from texts such as "magnesium=350".

    Raises:
        UserError: not a name and a number, or not a nutrient of the models; all at once.
    """
    out: dict[str, float] = {}
    problems = []
    for item in texts:
        name, _, number = (part.strip() for part in item.partition("="))
        try:
            out[name] = float(number)
        except ValueError:
            text = f"'{item}' is not a nutrient and an amount."
            problems.append(Problem(text, "instead", "Write for example magnesium=350."))
    problems += problems_of(BloodInputs(intakes=out))
    if problems:
        raise UserError(problems)
    return out

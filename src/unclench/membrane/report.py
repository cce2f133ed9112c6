"""What `check --simulate` and `simulate nerve` show: plain data and text, no drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from unclench.assessment import Lab
from unclench.errors import UserError
from unclench.membrane.simulation import NerveResult, simulate
from unclench.plasma.blood import NEEDED, composition_from_labs
from unclench.plasma.composition import NAMES, RANGES, Composition


def nerve_part(
    labs: Sequence[Lab] = (), *, predicted: Composition | None = None, trace: bool = False
) -> dict[str, Any]:
    """The membrane's part of `Assessment.simulation`, as plain data with units.

    Args:
        labs: interpreted results; used where there are any of calcium, magnesium or potassium.
        predicted: blood that the slow models predict; used for what was not measured.
        trace: whether to add voltages for a picture.

    Returns:
        `NerveResult.to_dict()` with `from`: "labs", "labs and prediction" or "prediction";
        or `{"insufficient": [...]}` when there is neither, or the blood is out of range.
    """
    got = composition_from_labs(labs)
    given = set(got.given)
    if predicted is None and not given & {*NEEDED, "ph", "na"}:
        return {
            "insufficient": [
                "No blood test of calcium, magnesium or potassium: these would show how much "
                "margin the nerves have."
            ]
        }
    values = got.composition.as_dict()
    assumptions = list(got.assumptions)
    origin = "labs"
    if predicted is not None:
        filled = [n for n in NAMES if n not in given]
        values |= {n: getattr(predicted, n) for n in filled}
        keep = [a for a in assumptions if "was not measured and is taken as normal" not in a]
        labels = ", ".join(RANGES[n].label for n in filled if n != "cl")
        assumptions = [*keep, f"Predicted, not measured: {labels}."] if filled else keep
        origin = "labs and prediction" if given else "prediction"
    try:
        result = simulate(
            Composition(**values),
            assumed=tuple(n for n in NAMES if n not in given),
            assumptions=tuple(assumptions),
        )
    except UserError as error:
        return {"insufficient": [str(p).replace("\n ", "") for p in error.problems]}
    return {"from": origin, **result.to_dict(trace=trace), "caveats": list(got.caveats)}


def text(result: NerveResult) -> str:
    """The answer for a terminal, some lines long."""
    m = result.margin
    rows = [
        ("threshold", m.threshold, "% of normal"),
        ("rheobase", m.rheobase, "% of normal"),
        ("strength-duration constant", m.strength_duration, "ms"),
        ("shift of the gates", m.shift, "mV"),
        ("to firing by itself", m.distance, "mV"),
        ("resting voltage of the axon", m.rest, "mV"),
        ("transmitter per impulse", m.release, "% of normal"),
        ("resting voltage of the fibre", m.fibre.rest, "mV"),
    ]
    lines = [m.say, ""]
    for label, e, unit in rows:
        numbers = [f"{x:.3g}" if math.isfinite(x) else "none" for x in (e.value, e.low, e.high)]
        lines.append(f"  {label:<30}{numbers[0]:>8}  ({numbers[1]} to {numbers[2]}) {unit}")
    lines.append(f"  muscle fibre: {m.fibre.state}")
    if m.experiments:
        lines += ["", "People at a similar point:", *(f"  - {x}" for x in m.experiments)]
    if result.assumptions:
        lines += ["", "Taken for granted:", *(f"  - {a}" for a in result.assumptions)]
    lines += ["", "Models:", *(f"  - {x['title']}: {x['valid_for']}" for x in result.models)]
    lines += ["", "What this cannot know:", *(f"  - {x}" for x in result.cannot_know)]
    return "\n".join(lines)

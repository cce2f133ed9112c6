"""The nerve's part of an answer: from a person's blood, measured and predicted."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Lab, reason
from unclench.assessment.simulation import Nerve, NerveReasons, Refused, Source
from unclench.errors import UserError
from unclench.membrane.simulation import simulate
from unclench.plasma.blood import NEEDED, Blood, composition_of, from_labs
from unclench.plasma.composition import NAMES, Composition


def nerve_part(
    labs: Sequence[Lab] | Blood = (),
    *,
    predicted: Composition | None = None,
    trace: bool = False,
) -> Nerve:
    """The membrane's part of a simulation, with units.

    Args:
        labs: blood, or interpreted results; used where there are any of calcium, magnesium,
            potassium, sodium or pH.
        predicted: blood that the slow models predict; used for what was not measured.
        trace: whether to add voltages for a picture.

    Returns:
        `NerveResult.part()` with `from_` "labs", "labs and prediction" or "prediction"; or only
        reasons why there is none, or `refused` when the blood is out of range.
    """
    blood = labs if isinstance(labs, Blood) else from_labs(labs)
    got = composition_of(blood, predicted)
    known = any(blood.value(n) is not None for n in (*NEEDED, "ph", "sodium"))
    caveats = list(got.unused)
    if predicted is None and not known:
        why = [*got.contradicted, reason("nerve_needs_blood")]
        return Nerve(reasons=NerveReasons(insufficient=why, caveats=caveats))
    if got.contradicted:
        why = list(got.contradicted)
        return Nerve(reasons=NerveReasons(insufficient=why, caveats=caveats))
    source: Source = "labs"
    if any(got.origins[n] == "predicted" for n in NAMES if n != "cl"):
        source = "labs and prediction" if got.given else "prediction"
    try:
        result = simulate(got.composition, origins=got.origins, assumptions=got.assumptions)
    except UserError as error:
        refused = [Refused(what=p.what, where=p.where, fix=p.fix) for p in error.problems]
        return Nerve(refused=refused, reasons=NerveReasons(caveats=caveats))
    part = result.part(trace=trace, source=source)
    part.reasons.caveats = caveats
    return part

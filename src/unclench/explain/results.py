"""How a result of blood or urine was judged, as a tree: as reported, converted, range, step.

Made from the answer once `words` has said its ranges.
"""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Lab, Node
from unclench.facts.kinds import analytes

_JUDGED = {
    "LL": "far below the range", "L": "below the range", "N": "within the range",
    "H": "above the range", "HH": "far above the range", "unknown": "not judged",
}  # fmt: skip


def result_trees(labs: Sequence[Lab]) -> dict[str, Node]:
    """ "labs:" and the name of the analyte's file -> its results, each down to facts."""
    found: dict[str, list[Node]] = {}
    for lab in labs:
        if lab.analyte in analytes.load():
            found.setdefault(key_of(lab), []).append(_tree(lab))
    return {
        key: rows[0] if len(rows) == 1 else Node(text=f"{len(rows)} results", children=rows)
        for key, rows in found.items()
    }


def key_of(lab: Lab) -> str:
    """Under what the tree of a result is found."""
    return f"labs:{analytes.load()[lab.analyte].file}"


def _tree(lab: Lab) -> Node:
    fact = analytes.load()[lab.analyte]
    level = fact.review.level
    when = f" of {lab.date}" if lab.date else ", without a date"
    rows = [Node(text=f"{'Computed' if lab.derived else 'Reported'}{when}", value=_value(lab),
                 unit=lab.unit, source=lab.source if lab.derived else "")]  # fmt: skip
    if lab.derived and lab.formula:
        rows[0].children.append(Node(text=lab.formula))
    if lab.si_value is not None and lab.si_unit != lab.unit:
        mass = [Node(text="Molar mass", value=fact.molar_mass, unit="g/mol")]
        rows.append(Node(text="Converted", value=lab.si_value, unit=lab.si_unit, review=level,
                         children=mass if fact.molar_mass else []))  # fmt: skip
    if lab.reference:
        ours = lab.range is not None and lab.range.whose == "ours"
        row = lab.range.row if lab.range is not None and ours else None
        source = fact.reference[row].source if row is not None else ""
        rows.append(Node(text=f"Range: {lab.reference}", source=source,
                         review=level if ours else None))  # fmt: skip
    band = next((b for b in fact.bands if b.id == lab.band_id), None)
    if band is not None:
        rows.append(Node(text=f"Step: {lab.band or band.label}", source=band.source, review=level))
    rows += [Node(text=f"To be known with it: {said}") for said in lab.caveats]
    return Node(text=f"{lab.name}: {_JUDGED[lab.interpretation]}", review=level, children=rows)


def _value(lab: Lab) -> float | str | None:
    return (
        f"{lab.comparator}{lab.value:g}" if lab.comparator and lab.value is not None else lab.value
    )

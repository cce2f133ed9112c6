"""The person's own words for one thing: those of its clause, never a whole letter."""

from __future__ import annotations

from unclench.told.person import Person

MOST_LETTERS = 120
"""Words longer than this that no reading cut out are no evidence, they are the whole story."""


def own_words(told: Person, key: str, text: str) -> str:
    """The clause from which a finding, condition or medicine was read.

    Args:
        key: its id. text: the whole text that it stands in.

    Returns:
        The words of its reading, or of the reading that it follows from; else the text when it is
        short, else nothing.
    """
    names, finding = {key}, told.finding(key)
    while finding is not None and finding.implied_by and finding.implied_by not in names:
        names.add(finding.implied_by)
        finding = told.finding(finding.implied_by)
    names |= {m.generic for m in told.medicines if key in m.classes}
    lowered = text.lower()
    found = [r.text for r in told.readings if r.finding in names]
    inside = [w for w in found if w.split()[:1] and w.split()[0] in lowered]
    if inside and len(inside[0]) < len(text):
        return inside[0]
    return text if len(text) <= MOST_LETTERS else ""

"""Whether a condition that is named is one that the person has.

Ruled out, only looked for, somebody else's or the subject of a film: the words are facts
(`status_words`), beside what the grammar of denial in `scope` finds.
"""

from __future__ import annotations

from unclench.told.around import around, had
from unclench.told.phrases import Said


def is_theirs(said: Said) -> bool:
    """False where the words around it say that it was ruled out, is feared or somebody else's."""
    return had(around(said.sentence, said.match.spans[0], ())) == "had"

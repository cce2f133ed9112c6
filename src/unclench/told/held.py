"""Whether a condition that is named is one that the person has.

Ruled out, only looked for, somebody else's or the subject of a film: the words are facts
(`status_words`), beside what the grammar of denial in `scope` finds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from unclench.told.around import around, had
from unclench.told.phrases import Said, Status

_STATUS: dict[str, Status] = {"ruled_out": "absent", "suspected": "worry", "other": "relative"}


def held(said: Sequence[Said], patient: Collection[str] = ()) -> list[Said]:
    """The same, conditions that the words around them take away marked so.

    Args:
        patient: words for a relative who is the person that all is about.
    """
    return [_marked(s, patient) for s in said]


def _marked(said: Said, patient: Collection[str]) -> Said:
    if said.match.concept.kind != "condition" or said.status != "present":
        return said
    state = had(around(said.sentence, said.match.spans[0], ()))
    if state == "had" or (state == "other" and any(t in patient for t in said.sentence.tokens)):
        return said
    return replace(said, status=_STATUS[state])

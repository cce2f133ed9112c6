"""By which pattern somebody eats, told anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.told.phrases import Said
from unclench.told.vocabulary import diet_patterns

PAST = frozenset({"non", "ex", "former", "formerly", "was", "were"})
"""Words before a pattern that take it back: "non vegetarian", "was vegan"."""


def diets_of(said: Sequence[Said]) -> tuple[str, ...]:
    """Ids of the patterns that the person says they eat by, sorted."""
    found = set()
    for s in said:
        if s.match.concept.kind != "diet" or s.status != "present":
            continue
        at = s.match.spans[0][0]
        if not PAST & set(s.sentence.tokens[max(0, at - 2) : at]):
            found.add(s.match.concept.id)
    return tuple(sorted(k for k in found if not any(_stricter(other, k) for other in found)))


def _stricter(one: str, other: str) -> bool:
    """Whether a pattern leaves out all that another does, and more: vegan and vegetarian."""
    more, less = set(diet_patterns()[one].excludes), set(diet_patterns()[other].excludes)
    return bool(less) and less < more

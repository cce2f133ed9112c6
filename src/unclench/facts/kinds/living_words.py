"""How people say how they live: offered while they type, each a phrase that is understood."""

from __future__ import annotations

from collections.abc import Mapping

from unclench.facts.loader import Fact


class LivingWords(Fact):
    """Offers of one language.

    Attributes:
        offers: key of `exposure` -> phrases, those of one kind together.
    """

    offers: Mapping[str, tuple[str, ...]]
    source: str

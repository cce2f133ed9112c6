"""Names that make a line a supplement without naming a dose: products, brands, forms."""

from __future__ import annotations

from unclench.facts.loader import Fact, Verified


class SupplementNames(Fact):
    """Names of one sort of product. All are regular expressions on a whole word, any case.

    Attributes:
        hints: names that are worth a closer look, and are no word of `supplements`.
        alone: names that are a supplement whatever else the line says.
        named: names for what `holds` or `holds_any` tells; the first fact that fits counts.
        holds: nutrients that such a product may hold. holds_any: any vitamin or mineral.
        dose_forms: what a dose comes as: tablet, capsule.
        foods: words of fortified foods, which are no supplements.
    """

    hints: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    holds_any: bool = False
    dose_forms: tuple[str, ...] = ()
    foods: tuple[str, ...] = ()
    source: str
    verified: Verified

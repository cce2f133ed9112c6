"""What a line of a diary in words is made of: foods, supplements, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unclench.intake.diaries.columns import words
from unclench.intake.diary import EntryKind
from unclench.told import quantity as q
from unclench.told import supplements

PREPARATIONS = words(
    """raw cooked boiled steamed fried deep-fried stir-fried grilled broiled roasted roast baked
    poached scrambled smoked toasted mashed canned tinned frozen dried drained microwaved
    barbecued bbq stewed braised pickled chopped sliced diced grated shredded peeled unpeeled
    skinless boneless fresh homemade uncooked soaked blanched sauteed sautéed jacket"""
)


@dataclass(frozen=True, slots=True)
class Item:
    """One food, supplement or note out of a line.

    Attributes:
        text: the part of the line it came from.
        kind: food, supplement, medicine or note.
        phrase: the food without quantity and unit, preparation words included, as written.
        preparation: preparation words found in `phrase`, in their order.
        quantity: how much; None when nothing was told.
        supplement: doses, when it is one.
        parts: the items that "with", "and" or commas would split it into; the matcher decides
            whether the whole or the parts are meant. Empty when it cannot be split.
        added: the parts are joined by "with", so that each of them was eaten.
        assumed: `quantity` is a usual amount and was not told.
    """

    text: str
    kind: EntryKind
    phrase: str
    preparation: tuple[str, ...] = ()
    quantity: q.Quantity | None = None
    supplement: supplements.Supplement | None = None
    parts: tuple[Item, ...] = ()
    added: bool = False
    assumed: bool = False

    @property
    def amount(self) -> str:
        """The amount in words, for showing beside the food."""
        told = self.quantity
        if told is None or told.value is None or self.assumed:
            return ""
        number = f"{told.value:g}"
        if told.low is not None and told.high is not None and told.low != told.high:
            number = f"{told.low:g}-{told.high:g}"
        return " ".join(w for w in (number, told.size, told.unit) if w)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text diary: its items and, when told, the meal and the time."""

    items: tuple[Item, ...]
    meal: str = ""
    time: str | None = None
    nothing: bool = False


def supplement_of(s: str) -> Item | None:
    """The supplement or medicine that a piece is, None when it is none or several things."""
    if not supplements.hint(s):
        return None
    found = supplements.read(s)
    if found is not None and not _split_supplement(s):
        return Item(s, "supplement", s, quantity=q.take(s)[0], supplement=found)
    name = supplements.medicine(s)
    if name is not None and re.search(r"\d\s*(?:mg|mcg|µg|ml|iu|units?)\b|tablet|capsule", s, re.I):
        return Item(s, "medicine", s)
    return None


def _split_supplement(s: str) -> bool:
    """Whether a supplement is only one of several things on the line: "toast, vitamin D 25 µg"."""
    parts = [p for p in re.split(r"\s*[,;]\s*|\s+(?:and|with|\+|&)\s+", s) if p]
    if len(parts) < 2:
        return False
    kinds = [supplements.read(p, sure=False) is not None for p in parts]
    lone = [p for p, is_one in zip(parts, kinds, strict=True) if not is_one]
    return any(kinds) and any(re.search(r"[a-z]{3,}", p, re.I) and not is_amount(p) for p in lone)


def is_amount(s: str) -> bool:
    """Whether a piece is nothing but an amount: "a pinch", "200 ml", "x 2"."""
    told, rest = q.take(s)
    if told is None:
        return (
            re.fullmatch(r"(?:x|×)\s*\d+|to taste|optional|each|daily", s.strip(), re.I) is not None
        )
    return (
        not rest.strip(" ()")
        or re.fullmatch(
            r"(?:each|in total|total|daily|a day|or so|drained|cooked|raw|\([^)]*\))", rest.strip()
        )
        is not None
    )

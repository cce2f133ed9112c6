"""One line of a diary in words: quantity, unit, size, food, preparation; supplements."""

from __future__ import annotations

import re
from dataclasses import replace

from unclench.facts.measure_words import measures
from unclench.intake.diaries.columns import words
from unclench.intake.diaries.items import PREPARATIONS, Item, Line, supplement_of
from unclench.intake.diaries.pieces import begins_new, list_pieces, split_at_quantities
from unclench.told import quantity as q

_NO_FOODS = PREPARATIONS | words(
    "skin skins bone bones bits topping toppings filling crust crusts peel pips ice seeds extra "
    "everything the works lots of added large small medium"
)
"""What behind a comma or "with" is no food of its own: "baked potato with skin"."""
LONGEST = 600
"""Characters of a line that are read for foods; longer ones are prose."""
LONGEST_CELL = 2_000
"""The same for a cell, which may hold a whole day."""
_BULLET = re.compile(r"^\s*(?:[-*•·–—>+]|\[[ x]?\]|\d{1,2}[.)](?!\d))\s+")
_TIME = re.compile(
    r"^(?:at\s+)?(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])\.?m\.?\b[\s:,-]*|"
    r"^(?:at\s+)?(\d{1,2})[:h](\d{2})\b[\s:,-]*",
    re.I,
)
_MEALS = (
    "breakfast|brunch|lunch|dinner|supper|tea time|teatime|snacks?|elevenses|morning tea|"
    "afternoon tea|morning|afternoon|evening|night|late night|mid-morning|mid-afternoon|bedtime|"
    "dessert|drinks?|supplements?|meds|medicines?|medication|pre-?workout|post-?workout|other"
)
_MEAL = re.compile(rf"^({_MEALS})\s*(?:[:\-–—]\s*(.*)|)$", re.I)
_NOTE = re.compile(r"^\s*(?:#|//|note\b|notes?:|n\.b\.|symptom|mood|weight:|slept|sleep:)", re.I)
_TAIL = re.compile(
    r"^(?P<food>.*?[^\s\d])\s*(?:[,:;–—(=]|\s-\s|\s)\s*(?P<amount>(?:about |approx\.? |~|x ?|× ?|"
    r"a |an |one |two |three |four |half |couple |few |\.?\d).*?)\)?$",
    re.I,
)
_NOTHING = re.compile(
    r"^(?:nothing|none|skipped|fasted|fasting|no (?:food|breakfast|lunch|dinner))\b"
)


def read_line(text: str) -> Line:
    """Everything one line says. Never raises, and loses no word: an odd line is one item."""
    s = _BULLET.sub("", text.strip())
    if not s:
        return Line(())
    if len(s) > LONGEST:
        return Line((Item(s, "food", s),))  # no line of a diary; kept whole, to be shown
    if _NOTE.match(s):
        return Line((Item(s, "note", s),))
    time, s = _time(s)
    meal = ""
    found = _MEAL.match(s)
    if found:
        meal, s = found[1].capitalize(), (found[2] or "").strip()
        if time is None:
            time, s = _time(s)
    s = _BULLET.sub("", s).strip()
    if not s:
        return Line((), meal, time)
    if _NOTHING.match(s.lower()):
        return Line((), meal, time, nothing=True)
    return Line(parse_line(s, listed=bool(meal)), meal, time)


def _time(s: str) -> tuple[str | None, str]:
    found = _TIME.match(s)
    if not found:
        return None, s
    if found[3]:
        hour, minute = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0), found[2] or "0"
        if int(found[1]) > 12:
            return None, s
    else:
        hour, minute = int(found[4]), found[5]
    if hour > 23 or int(minute) > 59:
        return None, s
    return f"{hour:02d}:{int(minute):02d}", s[found.end() :].strip()


def parse_line(text: str, *, listed: bool = False) -> tuple[Item, ...]:
    """The items of a line without meal or time: "bowl of porridge with 1 tbsp honey" gives two.

    A line is split where a new quantity begins ("with 1 tbsp honey", ", 2 eggs"). Where it could
    be split but need not be ("beans and rice"), one item carries the `parts`.

    Args:
        text: the line.
        listed: commas separate foods (the line began with the name of a meal).

    Returns:
        At least one item unless the text is blank; their words together are those of the line.
    """
    s = q.tidy(text).strip(" .;")
    if not s:
        return ()
    if len(s) > LONGEST_CELL:
        return (Item(s, "food", s),)
    whole = supplement_of(s)
    if whole is not None:
        return (whole,)
    chunks = split_at_quantities(s)
    commas = s.count(",") > 1
    items: list[Item] = []
    for chunk in chunks:
        pieces = list_pieces(chunk) if listed or (len(chunks) > 1 and commas) else [chunk]
        for piece in pieces:
            items.append(supplement_of(piece) or _food(piece))
    return tuple(items)


def _no_food(piece: str) -> bool:
    said = piece.lower().split()
    return said[0] in ("no", "without", "low", "added", "extra") or set(said) <= _NO_FOODS


def _food(s: str, *, deep: bool = True) -> Item:
    label, colon, behind = s.partition(": ")
    if colon and behind and len(label) < 30 and begins_new(behind):
        s = behind  # "fry up: 2 eggs"
    told, phrase = _amount_and_food(s)
    phrase = re.sub(r"\s+", " ", phrase).strip(" ,;:.-–—")
    if not phrase:
        phrase = s.strip(" ,;:.")
    if phrase.count("(") != phrase.count(")"):
        phrase = phrase.strip("()").strip()
    phrase = phrase or s
    said = re.findall(r"[a-zà-ÿ-]+", phrase.lower())
    preparation = tuple(w for w in said if w in PREPARATIONS)
    parts = _parts(phrase, told) if deep else ()
    joint = re.search(r",|\b(?:and|with|plus)\b|\+|&", phrase, re.I)
    added = bool(parts) and joint is not None and joint[0].lower() in ("with", "plus", "+")
    return Item(s, "food", phrase, preparation, told, None, parts, added)


def _amount_and_food(s: str) -> tuple[q.Quantity | None, str]:
    """The amount before the food, else behind it ("rice 150 g", "potato, large"), and the food."""
    told, rest = q.take(s)
    if told is not None and not rest and told.unit in measures().also_foods:
        word = re.search(r"[a-z]+\W*$", s, re.I)
        told, rest = replace(told, unit=""), word[0] if word else told.unit
    if told is None or (told.value is None and not told.vague):
        tail = _TAIL.match(s)
        if tail:
            end, left = q.take(tail["amount"])
            left = left.strip(" ().")
            plain = end is not None and end.value is not None
            if plain and (not left or left.lower() in PREPARATIONS or left.lower() in ("each",)):
                told, rest = end, f"{tail['food']} {left}".strip(" ,:;(-–—")
        if told is None and "," in s:
            before, _, last = s.rpartition(",")
            told = q.bare_measure(last)
            rest = before
    return told, rest if told is not None else s


def _parts(phrase: str, told: q.Quantity | None) -> tuple[Item, ...]:
    """The foods that a phrase may be split into; the amount is that of the first."""
    pieces = [
        p
        for p in re.split(r"\s*,\s*|\s+(?:and|with|plus|\+|&)\s+", phrase, flags=re.I)
        if re.search(r"[a-zà-ÿ]{2,}", p, re.I)
    ]
    if len(pieces) < 2 or any(_no_food(p) for p in pieces[1:]):
        return ()
    first = _food(pieces[0], deep=False)
    head = Item(pieces[0], "food", first.phrase, first.preparation, told)
    return (head, *(_food(p, deep=False) for p in pieces[1:]))

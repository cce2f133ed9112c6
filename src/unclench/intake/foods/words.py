"""Words of food names and of what people type: tokens, plurals, states such as raw and cooked."""

from __future__ import annotations

import functools
import re
import unicodedata

from unclench.facts import files

_TOKEN = re.compile(r"[a-z0-9]+%?")
_IRREGULAR = {
    "leaves": "leaf",
    "loaves": "loaf",
    "halves": "half",
    "quiches": "quiche",
    "cookies": "cookie",
    "brownies": "brownie",
    "smoothies": "smoothie",
    "calories": "calorie",
    "hummous": "hummus",
    "houmous": "hummus",
    "geese": "goose",
    "teeth": "tooth",
    "gravies": "gravy",
    "chives": "chive",
    "molasses": "molasses",
    "swiss": "swiss",
    "couscous": "couscous",
    "veggies": "veggie",
    "pies": "pie",
    "potatoe": "potato",
    "tomatoe": "tomato",
}

RAW = frozenset({"raw", "uncooked", "unprepared", "unheated", "dough"})
"""Food-name tokens that say: not cooked."""

DRY = frozenset({"dry", "powder", "powdered", "condensed", "dehydrated", "undiluted", "mix"})
"""Food-name tokens that say: as in the packet, not as eaten."""

COOKED_BY = {
    "boiled": {"boiled", "steamed", "simmered", "poached", "moist", "stewed", "cooked", "prepared"},
    "steamed": {"steamed", "boiled", "moist", "cooked"},
    "baked": {"baked", "roasted", "broiled", "oven", "dry", "cooked"},
    "roast": {"roast", "roasted", "baked", "rotisserie", "broiled", "cooked"},
    "roasted": {"roasted", "roast", "baked", "rotisserie", "broiled", "cooked"},
    "grilled": {"grilled", "broiled", "roasted", "baked", "barbecued", "cooked"},
    "broiled": {"broiled", "grilled", "roasted", "baked", "cooked"},
    "fried": {"fried", "sauteed", "stir", "cooked"},
    "stewed": {"stewed", "braised", "simmered", "boiled", "cooked"},
    "poached": {"poached", "boiled", "steamed", "moist", "cooked"},
    "scrambled": {"scrambled", "omelet", "cooked"},
    "mashed": {"mashed", "cooked"},
    "toasted": {"toasted"},
}
"""What somebody says -> tokens in food names that agree with it, any way of cooking agrees."""

COOKED = frozenset({t for says in COOKED_BY.values() for t in says} - {"dry", "stir", "oven"})
"""Food-name tokens that say: cooked."""

SAID_COOKED = COOKED - {"toasted"}
"""Those that answer the word itself: nobody calls toast cooked."""

EATEN_COOKED = frozenset(
    {
        "beef", "pork", "poultry", "fish and shellfish", "lamb, veal and game", "grains and pasta",
        "beans and lentils", "sausages and cold meats", "breakfast cereals", "dairy and eggs",
    }
)  # fmt: skip
"""Groups of foods that are eaten cooked when nobody says how."""

_STOP = frozenset(
    [
        "a", "an", "of", "the", "some", "my", "in", "on", "to", "for", "from", "by", "at", "or",
        "with", "and", "plus", "w", "n", "no", "x", "style", "made", "using", "de", "la", "le",
        "homemade", "fresh", "plain", "ns", "nfs", "as", "big", "small", "large",
    ]
)  # fmt: skip


@functools.cache
def stop_words() -> frozenset[str]:
    """Words that say little about which food it is, names of shops and makers among them."""
    return _STOP | {n for fact in files.read("food_brands").values() for n in fact["names"]}


def fold(text: str) -> str:
    """Lower case, without accents: "Crème brûlée" -> "creme brulee"."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower().replace("'", "")


@functools.lru_cache(maxsize=65536)
def stem(token: str) -> str:
    """The singular of an English food word, near enough for matching."""
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if len(token) < 4 or not token.endswith("s") or token.endswith(("ss", "us", "is")):
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("oes", "ches", "shes", "xes", "sses")):
        return token[:-2]
    return token[:-1]


def tokens(text: str) -> list[str]:
    """Stemmed tokens in order: "2 Baked potatoes" -> ["2", "baked", "potato"]."""
    return [stem(t) for t in _TOKEN.findall(fold(text))]


def named(text: str) -> list[str]:
    """Tokens, where a word that is denied is marked: "no cheese" -> ["no", "-cheese"]."""
    out: list[str] = []
    for t in tokens(text):
        denied = bool(out) and out[-1] in ("no", "without", "non", "-added", "less")
        out.append(f"-{t}" if denied else t)
    return out


def segments(name: str) -> list[list[str]]:
    """Tokens of each comma-separated part of a food name; brackets open a part of their own."""
    parts = re.split(r"[,;()\[\]]|(?<=\s)-(?=\s)", name)
    return [t for t in (named(p) for p in parts) if t]

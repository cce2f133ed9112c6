"""Amounts of food in plain words: portions, how often, weights."""

from __future__ import annotations

import re

from unclench.assessment.plan import FoodMoved

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HALVES = {2: "{a} {whole}", 3: "one and a half {wholes}", 4: "two {wholes}"}
_PORTION = re.compile(r"^(?P<what>[^()]+?)\s*(?:\((?P<n>[\d.]+) ?(?P<unit>g|ml)\))?$")


def often(n: int) -> str:
    """How often, from times a week: "twice a week", "every day"."""
    if n % 7 == 0:
        return {7: "every day", 14: "twice a day"}.get(n, f"{_number(n // 7)} times a day")
    return {1: "once a week", 2: "twice a week"}.get(n, f"{_number(n)} times a week")


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def _article(words: str) -> str:
    return "an" if re.match(r"(?!us|eu)[aeiou]", words.lower()) else "a"


def _plural(words: str) -> str:
    head, of, rest = words.partition(" of ")
    ending = "es" if head.endswith(("s", "sh", "ch")) else "s"
    return (head if re.match(r"\d", head) else head + ending) + of + rest


def name(label: str) -> str:
    """A food's name as one says it: "white beans, cooked" -> "cooked white beans"."""
    main, comma, rest = label.partition(", ")
    return f"{rest} {main}" if comma and rest.isalpha() else label


def amount(portion: str, n: int = 1) -> str:
    """`n` portions as one amount: ("half a cup (90 g)", 2) -> "a cup (180 g)"."""
    found = _PORTION.match(portion.strip())
    if found is None:
        return portion if n == 1 else f"{n} times {portion}"
    what, weight = found["what"], ""
    if found["n"]:
        weight = f" ({n * float(found['n']):g} {found['unit']})"
    half = re.match(r"half an? (.+)$", what)
    count = re.match(r"(\d+) (.+)$", what)
    if n == 1:
        said = what if half or count else f"{_article(what)} {what}"
    elif half and n in HALVES:
        whole = half[1]
        said = HALVES[n].format(a=_article(whole), whole=whole, wholes=_plural(whole))
    elif half:
        said = f"{n} times {what}"
    elif count:
        said = f"{n * int(count[1])} {count[2]}"
    else:
        said = f"{_number(n)} {_plural(what)}"
    return said + weight


def food(label: str, portion: str, n: int = 1) -> str:
    """An amount of a food: "a glass of skimmed milk (240 ml)", "a boiled egg (50 g)"."""
    said, called = amount(portion, n), name(label)
    what = re.sub(r" \([^)]*\)$", "", said)
    weight = said[len(what) :]
    head = what.split()[-1].rstrip("s")
    if any(word.rstrip("s") == head for word in called.split()):
        if n == 1 and what.startswith("half"):
            return f"half {_article(called)} {called}{weight}"
        if n == 1 and what.startswith(("a ", "an ")) and not called.endswith("s"):
            one = f"medium {called}" if "medium" in what else called
            return f"{_article(one)} {one}{weight}"
        return what + weight
    if head == "medium":
        return f"a medium {called}{weight}"
    if head == "fruit":
        return f"{what.removesuffix(' fruit')} {called}{weight}"
    if re.match(r"\d+ pieces$", what):
        return f"{what.removesuffix(' pieces')} {called}{weight}"
    return f"{what} of {called}{weight}"


def portion(eaten: FoodMoved) -> str:
    """One portion of a food as the facts or the diary have it; the mean of different amounts."""
    if eaten.varies:
        return f"about {eaten.grams:.0f} g"
    return eaten.portion or "usual portion"


def own_portion(eaten: FoodMoved) -> str:
    """What the diary wrote, tidied: "85.0 g" -> "85 g", "4 slice" -> "4 slices"."""
    tidy = re.sub(r"(\d+)\.0+\b", r"\1", portion(eaten))
    many = re.fullmatch(r"(\d+) ([a-z]{3,}[a-rt-z])", tidy)
    return f"{many[1]} {_plural(many[2])}" if many and many[1] != "1" else tidy


def weight(grams: float) -> str:
    """A weight to shop for: "about 120 g", "about 1.2 kg"."""
    if grams >= 1000:
        return f"about {grams / 1000:.1f} kg"
    return f"about {round(grams, -1 if grams >= 20 else 0):.0f} g"


def lower(label: str) -> str:
    """A label inside a sentence: "Vitamin D" -> "vitamin D"."""
    return label[:1].lower() + label[1:]


def joined(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)

"""What the words around a medicine or a condition say: taken now, stopped, only spoken about.

The patterns are facts (`status_words`). They are tried on the normalised sentence in which the
medicine is `X` and every other one `Y`, so that what is said of one is not taken for another:
"I take simvastatin and they took me off gliclazide" stops gliclazide only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from unclench.facts.kinds.status_words import StatusWords
from unclench.facts.loader import load
from unclench.told.lexicon import Span
from unclench.told.pack import Sentence

Taking = Literal["now", "stopped", "never", "talked_about"]

_LITTLE = (
    r"(?:(?:the|my|his|her|our|their|all|of|those|these|that|this|any|some|both|an?|on|taking|take|"
    r"using|new|old|usual|regular|daily|own|more|again|completely|altogether|down|gradually|low|high|"
    r"dose|doses|tablet|pill|prescription|mg|ug|mcg|g|\d\S*) )*"
)
_LISTED = r"(?:Y (?:(?:and|or|plus|then) )?)*"
_BETWEEN = r"(?:(?!(?:Y|but|although)\b)\S+ ){0,6}?"


@functools.cache
def _compiled(group: str) -> tuple[re.Pattern[str], ...]:
    facts = load("status_words", StatusWords).values()
    return tuple(_pattern(p) for f in facts for p in f.groups.get(group, ()))


def _pattern(text: str) -> re.Pattern[str]:
    """One pattern of the facts as a regular expression on "w1 w2 ... wn " (a blank after each)."""
    out: list[str] = []
    for part in text.split():
        if part == "...":
            out.append(_BETWEEN)
        elif part == "X":
            out.append(_LITTLE + _LISTED + _LITTLE + "X ")
        elif part == "$":
            out.append(r"(?=$|[.,] )")
        else:
            may, words = part.endswith("?"), part.rstrip("?").split("|")
            any_of = "|".join(re.escape(w).replace(r"\*", r"\S*") for w in words)
            out.append(rf"(?:(?:{any_of}) )" + ("?" if may else ""))
    return re.compile(r"(?:^|(?<= ))" + "".join(out))


def around(sentence: Sentence, span: Span, others: Iterable[Span]) -> str:
    """The sentence with one medicine as `X` and the others as `Y`."""
    tokens = list(sentence.tokens)
    names = {span[0]: ("X", span[1])}
    names |= {a: ("Y", b) for a, b in others if b <= span[0] or a >= span[1]}
    out: list[str] = []
    at = 0
    while at < len(tokens):
        name, end = names.get(at, (tokens[at], at + 1))
        out.append(name)
        at = max(end, at + 1)
    return " ".join(out) + " "


@functools.lru_cache(maxsize=2048)
def says(text: str, group: str) -> bool:
    """Whether any pattern of a group is in a text of `around`."""
    return any(p.search(text) for p in _compiled(group))


def taking(text: str) -> Taking:
    """Whether `X` is taken now, as far as the words around it say."""
    if says(text, "holds"):
        return "now"
    groups: tuple[Taking, ...] = ("stopped", "never", "talked_about")
    for group in groups:
        if says(text, group):
            return group
    return "now"


def began(text: str) -> Literal["before", "after"] | None:
    """Whether `X` was begun shortly before the complaint or after it; None when not said."""
    if says(text, "began_new"):
        return "before"
    if says(text, "began_after"):
        return "after"
    return "before" if says(text, "began_before") else None


def eased(text: str) -> bool:
    """Whether the complaint went when `X` was stopped."""
    return says(text, "eased")


def had(text: str) -> Literal["had", "ruled_out", "suspected", "other"]:
    """Whether the condition `X` is one that the person has, as far as the words around it say."""
    if says(text, "ruled_out"):
        return "ruled_out"
    if says(text, "suspected"):
        return "suspected"
    return "other" if says(text, "family") or says(text, "not_mine") else "had"

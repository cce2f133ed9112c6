"""One spelling for everything: lower case, American, singular, numbers as digits; then clauses.

`sentences` cuts a text into sentences of tokens; each token knows its clause. Patterns of the
lexicon pass through `word` as well, so text and pattern always agree.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from unclench.facts.number_words import counts
from unclench.told.en.look_alikes import LOOK_ALIKES

NUMBERS = {w: f"{n:.0f}" for w, n in counts().items()} | {
    "zero": "0",
    "dozen": "12",
    "twice": "2 time",
    "once": "1 time",
}
_IRREGULAR = {
    "feet": "foot", "calves": "calf", "teeth": "tooth", "women": "woman", "men": "man",
    "children": "child", "aches": "ache", "vertebrae": "vertebra", "biceps": "bicep",
    "triceps": "tricep", "quadriceps": "quadricep", "quads": "quad", "thorax": "thorax",
    "grey": "gray", "liquorice": "licorice", "mum": "mum", "goitre": "goiter", "litre": "liter",
    "litres": "liter", "metre": "meter", "metres": "meter", "fibre": "fiber", "centre": "center",
    "always": "always",
    "fits": "fits",
    "h": "hour", "has": "has", "was": "was", "does": "does", "yes": "yes", "ibs": "ibs",
    "als": "als", "statins": "statin", "chills": "chill", "disk": "disc", "disks": "disc",
    "jerks": "jerk", "tyre": "tire", "programme": "program", "naevi": "nevi", "ekg": "ecg",
    "electrocardiogram": "ecg",
    "electrocardiography": "ecg",
    "electrocardiographic": "ecg",
    "paraesthesiae": "paresthesia", "leant": "lean", "learnt": "learn", "burnt": "burn",
    "diuretics": "diuretic", "gases": "gas", "this": "this", "his": "his", "hers": "hers",
    "its": "its", "diabetes": "diabetes", "aids": "aids", "ache": "ache", "less": "less",
    "pus": "pus", "rls": "rls", "dvts": "dvt", "meds": "medicine", "tabs": "tablet",
    "abdo": "abdominal", "hrs": "hour", "hr": "hour", "hrs.": "hour", "wk": "week", "wks": "week",
    "yr": "year", "yrs": "year", "mins": "minute", "min": "minute", "secs": "second",
    "mths": "month", "mth": "month", "l": "liter", "lt": "liter", "ltr": "liter",
}  # fmt: skip
_CONTRACTED = {"can't": "can not", "cannot": "can not", "won't": "will not", "cant": "can not",
               "dont": "do not", "doesnt": "does not", "couldnt": "could not",
               "isnt": "is not", "wasnt": "was not", "didnt": "did not"}  # fmt: skip
_TOKEN = re.compile(r"\d+(?:[./]\d+)*\+?|[a-z]+\d*|[<>]|[.,;!?()]")
SENTENCE_ENDS = frozenset(".;!?")
BREAKS = frozenset(",()")


@functools.lru_cache(maxsize=65536)
def word(token: str) -> str:
    """The one form of a word: "Diarrhoeas" -> "diarrhea", "feet" -> "foot", "two" -> "2"."""
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if token in NUMBERS:
        return NUMBERS[token]
    return british(singular(token))


def british(token: str) -> str:
    """American spelling by rule; text and patterns pass here, so a wrong rule does no harm."""
    if len(token) > 4:
        token = token.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
        if len(token) > 5:
            token = token.replace("our", "or")
    return token


def singular(token: str) -> str:
    """The word without its plural ending; "kidneys" -> "kidney", "stress" stays."""
    if len(token) < 4 or not token.endswith("s") or token.endswith(("ss", "us", "is")):
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("ches", "shes", "xes", "sses")) and not token.endswith("aches"):
        return token[:-2]
    return token[:-1]


def folded(text: str) -> str:
    """ASCII: accents dropped, look-alikes, dashes and quotation marks brought to ours."""
    text = text.translate(LOOK_ALIKES)
    text = text.replace("µ", "u").replace("μ", "u").replace("°", " ").replace("½", ".5")
    text = re.sub(r"[‐-―−]", "-", text).replace("’", "'").replace("‘", "'")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def plain(text: str) -> str:
    """Lower case ASCII with contractions, hyphens and possessives opened; look-alikes folded."""
    text = folded(text).lower()
    text = re.sub(r"\d{30,}", r"x\g<0>", text)  # no number that anybody means
    text = re.sub(r"\b[\w']+\b", lambda m: _CONTRACTED.get(m[0], m[0]), text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"'s?\b", "", text)
    text = re.sub(r"\bback (?:ha|i)s gone\b(?! away| now)", "back went", text)  # it did not go away
    text = re.sub(r"(\d),(\d{3})\b", r"\1\2", text)
    text = re.sub(r"(?<=\d)\s*[-]\s*(?=\d)", " to ", text)
    text = re.sub(r"(?<=[a-z)])\s+-{1,2}\s+(?=[a-z(])", ", ", text)  # an aside between dashes
    text = re.sub(
        r"\b(?:(?:e\.g|i\.e|dr|approx|ca|vs)\.|no\.(?= ?\d))", lambda m: m[0].replace(".", ""), text
    )
    return re.sub(r"(?<=[a-z0-9)])-(?=[a-z0-9(])", " ", text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens in one form, the clause number of each, and the words as they were given."""

    tokens: tuple[str, ...]
    clause: tuple[int, ...]
    raw: tuple[str, ...]
    question: bool = False


def tokens(text: str) -> list[str]:
    """All tokens of a text in one form, without punctuation."""
    if text.isascii() and text.isalpha() and text.islower() and text not in _CONTRACTED:
        return word(text).split()  # nothing to cut: most words of the lexicon
    out: list[str] = []
    for token in _TOKEN.findall(plain(text)):
        if token not in SENTENCE_ENDS and token not in BREAKS:
            out.extend(word(token).split())
    return out


LONGEST, SHORTEST = 120, 60
"""Words of a sentence: one without an end is cut, so that a pasted letter takes no square time."""
_JOINS = frozenset({"and", "then", "also", "but", "i"})


def _cut(now: list[tuple[str, int, str]]) -> list[list[tuple[str, int, str]]]:
    """A sentence in pieces of at most `LONGEST` words: at a new clause, else at a joining word."""
    out, start = [], 0
    while len(now) - start > LONGEST:
        late = range(start + LONGEST - 1, start + SHORTEST, -1)
        at = next((i for i in late if now[i][1] != now[i - 1][1]), None)
        at = at or next((i for i in late if now[i][0] in _JOINS), start + LONGEST)
        out.append(now[start:at])
        start = at
    return [*out, now[start:]]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text. Commas, brackets and "but" begin a new clause."""
    return list(_sentences(text))


@functools.lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """Every reader of a case cuts the same few texts."""
    out: list[Sentence] = []
    now: list[tuple[str, int, str]] = []
    clause = 0

    def close(question: bool) -> None:
        if now:
            for piece in _cut(now):
                words, clauses, raw = zip(*piece, strict=True)
                out.append(Sentence(words, clauses, raw, question))
            now.clear()

    for token in _TOKEN.findall(plain(text)):
        if token in SENTENCE_ENDS:
            close(token == "?")
            clause = 0
        elif token in BREAKS:
            clause += 1
        else:
            form = word(token)
            if form in ("but", "however", "although", "though", "while", "whereas", "except"):
                clause += 1
            now.extend((part, clause, token) for part in form.split())
    close(False)
    return tuple(out)

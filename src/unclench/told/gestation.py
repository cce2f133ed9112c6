"""Weeks of a pregnancy that are told without the word: "34 weeks, splitting headache".

Bare weeks of a woman of child-bearing age are those of a pregnancy when nothing is measured in
them: "for 34 weeks", "34 weeks ago", "34 weeks of pain" are how long something lasts.
"""

from __future__ import annotations

from dataclasses import replace

from unclench.case import Profile
from unclench.told.lexicon import word_set
from unclench.told.pack import Sentence

YOUNGEST, OLDEST = 12, 55
"""Ages, in years, at which somebody may be pregnant (judgement, on the wide side)."""
FIRST_BARE = 13
"""Fewer weeks are as often the time that something lasts ("6 weeks, back pain")."""
HALF_YEAR = 26
"""Longer times than half a year are told in months, so more weeks are a pregnancy's anywhere."""
TERM = 42

_WEEK = frozenset({"week", "w", "wk"})


def may_carry(profile: Profile) -> bool:
    """Whether bare weeks may be those of a pregnancy: a woman, and not of another age."""
    return profile.sex == "female" and (profile.age is None or YOUNGEST <= profile.age <= OLDEST)


def spelled_out(sentence: Sentence, carries: bool) -> Sentence:
    """The sentence with "pregnant" put after bare weeks of a pregnancy; else the same."""
    at = _bare_weeks(sentence) if carries else None
    if at is None:
        return sentence
    clause = sentence.clause[at - 1]
    return replace(
        sentence,
        tokens=(*sentence.tokens[:at], "pregnant", *sentence.tokens[at:]),
        clause=(*sentence.clause[:at], clause, *sentence.clause[at:]),
        raw=(*sentence.raw[:at], "(pregnant)", *sentence.raw[at:]),
    )


def _bare_weeks(sentence: Sentence) -> int | None:
    """Where the weeks end that stand for a pregnancy: the number of the token after them."""
    tokens, clause = sentence.tokens, sentence.clause
    for i, token in enumerate(tokens):
        if token not in _WEEK or i == 0:
            continue
        first, number = _number_before(tokens, i)
        start = next(k for k in range(i + 1) if clause[k] == clause[i])
        lead = tokens[start:first]
        end = _with_days(tokens, i + 1)
        after = tokens[end] if end < len(tokens) and clause[end] == clause[i] else ""
        if number is None or number > TERM or after in word_set("weeks_measure"):
            continue
        at_them = lead[-1:] == ("at",)
        if not (set(lead) <= word_set("weeks_lead") or (at_them and not after)):
            continue
        bare = not after or after in word_set("weeks_then")
        head = set(tokens[:start]) <= word_set("weeks_lead")
        if number > HALF_YEAR or (bare and number >= FIRST_BARE and (head or at_them)):
            return end
    return None


def _number_before(tokens: tuple[str, ...], i: int) -> tuple[int, float | None]:
    """(where it begins, the number) of "34" or "thirty four" before a token; None where none is."""
    last = tokens[i - 1]
    if not last.isdigit():
        return i, None
    tens = tokens[i - 2] if i > 1 else ""
    if len(last) == 1 and tens in ("20", "30", "40"):
        return i - 2, float(tens) + float(last)
    return i - 1, float(last)


def _with_days(tokens: tuple[str, ...], at: int) -> int:
    """Past "and 2 days", where it follows."""
    k = at + (tokens[at : at + 1] == ("and",))
    days = tokens[k : k + 2]
    return k + 2 if len(days) == 2 and days[0].isdigit() and days[1] == "day" else at

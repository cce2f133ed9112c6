"""How long, how bad, which side, how fast: the qualifiers of a sentence."""

from __future__ import annotations

import functools
import re

from unclench.told.lexicon import Words
from unclench.told.person import Onset, Side
from unclench.told.scope import has

DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.4,
    "season": 91.0,
    "year": 365.25,
    "decade": 3652.5,
}
ACUTE_DAYS, SUBACUTE_DAYS = 42.0, 84.0
_UNIT = "|".join(DAYS)
_VAGUE = {"few": 3, "several": 4, "couple": 2, "some": 3, "many": 6, "couple of": 2, "last": 1}
_SPAN = re.compile(
    rf"(?P<lead>(?:\b\w+ ){{0,2}})"
    rf"\b(?P<n>\d+(?:\.\d+)?(?: to \d+)?|half a|half an|a|an|few|several|couple of|couple|many|some"
    rf"|last|past) (?P<half>and a half )?(?P<u>{_UNIT})(?=(?P<tail>(?: \w+){{0,2}}))"
)
_LASTING = ("last", "lasting", "lasted", "every", "per", "each", "within", "old", "at", "takes")
_TAIL_NO = ("old", "pregnant", "gestation", "gone", "along", "after", "each", "at a time")
_RATE_TAIL = re.compile(rf"(?:a|an|per|each|every|in a|out of) (?:{_UNIT})\b")
_WEEKS_PREGNANT = re.compile(
    r"\b(?:im|i am|i will be|now|at|currently|am) (?:nearly |almost |just |only )?[1-4]?\d week\b"
    r"(?! (?:in|into|on|off|out|post|after|since|sober|clean|ago|late|without|free|of|from|away))"
)
""" "I'm 24 weeks": of a pregnancy, whatever else goes on for weeks is said otherwise."""


_WEEK_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NAMED_DAYS = (
    (
        re.compile(
            rf"\b(?:since|started|began|begun|came on)(?: on| the| last| this)* {_WEEK_DAY}\b"
        ),
        3.0,
    ),
    (re.compile(r"\b(?:since|over|started|began)(?: at| on)?(?: the| last| this)* weekend\b"), 3.0),
    (re.compile(r"\ball (?:this )?week\b"), 7.0),
    (re.compile(r"\bsince i (?:got up|woke|woke up)\b"), 0.5),
)
_PART_OF_DAY = (
    "since (?:dawn|sunrise|breakfast|noon|midday|lunch|lunchtime|tea|teatime|dinner|supper)"
)
LIFE = 120 * 365.25
"""Days; a longer time is no duration of a complaint."""


@functools.lru_cache(maxsize=4096)
def duration(tokens: Words) -> float | None:
    """How long the matter has gone on, in days; None when the sentence does not say.

    How long a single attack lasts ("for five minutes") and rates ("twice a week") do not count.
    """
    text = " ".join(tokens)
    for words, days in (
        ("this morning", 0.5), ("since yesterday", 1.0), ("yesterday", 1.0), ("today", 0.5),
        (_PART_OF_DAY, 0.5), ("last night", 0.7), ("overnight", 0.5), ("tonight", 0.3),
        ("since childhood", 3650.0),
        ("lifelong", 3650.0), ("all my life", 3650.0), ("for year", 1095.0),
        ("for month", 90.0), ("for week", 21.0), ("since year", 1095.0), ("long standing", 365.0),
        ("donkey year", 3650.0),
        ("last week", 7.0), ("last month", 30.4), ("last year", 365.0),
    ):  # fmt: skip
        if re.search(rf"\b{words}\b", text):
            return days
    best: float | None = None
    for m in _SPAN.finditer(text):
        lead, tail = m["lead"].split(), m["tail"].strip()
        lasting = any(w in _LASTING for w in lead) and not {"for", "over"} & set(lead)
        if lasting and not ("last" in lead and lead[-1] in ("last", "the")):
            continue
        if m["u"] in ("minute",) and "ago" not in tail:
            continue
        if tail.startswith(_TAIL_NO) or _RATE_TAIL.match(text, m.start("tail") + 1):
            continue
        if m["u"] == "week" and _WEEKS_PREGNANT.search(m[0]):
            continue
        if m["n"] in ("last", "past") and tail.startswith("of"):
            continue  # "in the last hour of my shift"
        counted = m["n"] in ("a", "an") and not {"for", "over", "ago", "since", "about"} & {
            *lead,
            *tail.split(),
        }
        if counted:
            continue
        n = _number(m["n"]) + (0.5 if m["half"] else 0)
        days = n * DAYS[m["u"]]
        if days > LIFE:
            continue
        best = days if best is None else max(best, days)
    return _since_a_day(text) if best is None else best


def _since_a_day(text: str) -> float | None:
    """Days since a day that is only named: three for a week day, on the safe side (judgement)."""
    return next((days for said, days in _NAMED_DAYS if said.search(text)), None)


def _number(text: str) -> float:
    if text in _VAGUE:
        return float(_VAGUE[text])
    if text in ("a", "an", "past"):
        return 1.0
    if text.startswith("half"):
        return 0.5
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]
    return sum(numbers) / len(numbers)


def ago(tokens: Words) -> float | None:
    """How many days ago something happened ("20 years ago", "2 weeks after surgery").

    A week day, "this week" and "just had" are days ago, "recently" some weeks (judgement).
    """
    text = " ".join(tokens)
    m = re.search(rf"\b(\d+(?:\.\d+)?|a|an|few|several|couple) (?:of )?({_UNIT}) (?:ago|back|"
                  rf"earlier|before|previous|prior|after|post|following|later)", text)  # fmt: skip
    if m:
        return _number(m[1]) * DAYS[m[2]]
    if re.search(r"\b(yesterday|last night)\b", text):
        return 1.0
    for words, days in (
        (r"today|this morning|just had|just came out", 0.5), (r"this week|on <day>", 4.0),
        (r"last week", 7.0), (r"this month", 15.0), (r"last month", 30.4), (r"recent\w*", 30.4),
    ):  # fmt: skip
        if re.search(rf"\b(?:{words.replace('<day>', _WEEK_DAY)})\b", text):
            return days
    if re.search(r"\blast (spring|summer|autumn|fall|winter)\b", text):
        return 1.5 * DAYS["season"]
    if re.search(r"\b(?:last year|the year before|years ago|long ago)\b", text):
        return 365.0
    return None


def taken_for(tokens: Words) -> float | None:
    """How long ago something was begun that goes on: "since two years", "three weeks back"."""
    since = ago(tokens)
    return duration(tokens) if since is None else since


def onset(tokens: Words, days: float | None) -> Onset | None:
    """Acute, subacute or chronic from the duration, else from words, else None."""
    if days is not None:
        if days <= ACUTE_DAYS:
            return "acute"
        return "subacute" if days <= SUBACUTE_DAYS else "chronic"
    if has(tokens, "acute"):
        return "acute"
    if has(tokens, "chronic"):
        return "chronic"
    return "subacute" if has(tokens, "gradual") else None


def severity(tokens: Words) -> int | None:
    """1 mild, 2 moderate, 3 severe, None not said."""
    for level, name in ((3, "severity_severe"), (2, "severity_moderate"), (1, "severity_mild")):
        if has(tokens, name):
            return level
    return None


def side(tokens: Words) -> Side | None:
    """The side that is named; both when both are."""
    words = set(tokens)
    left, right = "left" in words, "right" in words
    if words & {"both", "bilateral", "bilaterally", "either"} or (left and right):
        return "both"
    return "left" if left else "right" if right else None

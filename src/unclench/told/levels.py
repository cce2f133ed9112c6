"""Levels that are told of food ("low iron bread", "foods low in potassium"), not of the body."""

from __future__ import annotations

from unclench.told import scope
from unclench.told.lexicon import Match, word_set
from unclench.told.pack import Sentence
from unclench.told.vocabulary import finding_items

NEXT = 2
"""Words after a level among which the food stands: "low sodium tomato juice" (judgement)."""
BEFORE = 4
"""Words before "low in" among which it stands: "a diet that is low in" (judgement)."""

LITTLE, MUCH, EXCESS = ("low_", "no_", "little_"), ("high_", "much_"), "_excess"
"""How ids of findings about an amount begin or end."""


def of_food(match: Match, sentence: Sentence) -> bool:
    """Whether an illness or a sign is read from the level of something in food.

    A phrase that names the food itself ("low potassium diet") keeps its meaning, and so does a
    finding about what is eaten.
    """
    kind, name = match.concept
    if kind == "finding":
        if finding_items()[name].type in ("diet", "exposure"):
            return False
    elif kind != "condition":
        return False
    start, end = min(a for a, _ in match.spans), max(b for _, b in match.spans)
    tokens, clause = sentence.tokens, sentence.clause
    said = tokens[max(0, start - 1) : end]
    if not scope.has(said, "level_word") or scope.has(tokens[start:end], "food_word"):
        return False
    after = [i for i in range(end, min(end + NEXT, len(tokens))) if clause[i] == clause[end - 1]]
    little = word_set("stop") | word_set("filler")
    if after and tokens[after[0]] in little:
        after = []
    if scope.has(tuple(tokens[i] for i in after), "food_word"):
        return True
    before = [i for i in range(max(0, start - BEFORE), start) if clause[i] == clause[start]]
    return "in" in said and scope.has(tuple(tokens[i] for i in before), "food_word")


def contradicts(match: Match, sentence: Sentence) -> bool:
    """Whether something eaten that was only heard is told the other way round: little salt of "a
    high salt diet", much alcohol of "low alcohol beer"."""
    kind, name = match.concept
    if kind != "finding" or match.text or finding_items()[name].type not in ("diet", "exposure"):
        return False
    start, end = min(a for a, _ in match.spans), max(b for _, b in match.spans)
    said = sentence.tokens[max(0, start - 1) : end]
    if name.startswith(LITTLE):
        return scope.has(said, "level_up") and not scope.has(said, "level_down")
    much = name.startswith(MUCH) or name.endswith(EXCESS)
    return much and scope.has(said, "level_down")

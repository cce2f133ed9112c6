"""A tiny invented language: every word of it begins with "x", so a word of another is seen."""

from __future__ import annotations

import re

from unclench.assessment import Assessment, Reason
from unclench.words import fact_text, overlay
from unclench.words.blocks import Block, Bullets, Callout, Heading, Hints, Page, Text

FACT_TEXTS = overlay(__name__)
PAGE = Page("x-xx", "Xunclench", "Xfoot")
SUPPORT = {"more": "xxx", "some": "xx", "little": "x"}
URGENCY = {"emergency": "xnow", "same_day": "xday", "routine": "xlater", "self_care": "xself"}
VERDICTS = {
    "likely_low": "xlow", "likely_adequate": "xenough", "uncertain": "xmaybe",
    "cannot_tell": "xunknown", "above_limit": "xabove", "no_reference": "xnone",
}  # fmt: skip


def sentence_of(reason: Reason) -> str:
    """The code and what it is about, every word with an "x" before it."""
    told = [reason.code, *(str(v) for v in reason.values.values())]
    return " ".join("x" + re.sub(r"\W+", "_", word) for word in told)


def speak(answer: Assessment) -> None:
    """Contributors, nutrients, warnings and what is missing; nothing else is covered."""
    for cause in answer.causes:
        cause.label = fact_text("causes", cause.id, "label", __name__)
        cause.say = f"{SUPPORT[cause.support]} {cause.label}"
    for nutrient in answer.nutrients:
        nutrient.label = fact_text("nutrients", nutrient.id, "label", __name__)
        nutrient.say = f"{nutrient.label} {VERDICTS[nutrient.verdict]}"
    answer.warnings = [sentence_of(r) for r in answer.reasons.warnings]
    answer.insufficient = [sentence_of(r) for r in answer.reasons.insufficient]


def build(
    a: Assessment, *, only: str = "", brief: bool = False, hints: Hints | None = None
) -> list[Block]:
    """How soon, contributors, nutrients, what is missing."""
    blocks: list[Block] = []
    if a.urgency:
        blocks.append(Callout(URGENCY[a.urgency.level], (), a.urgency.level))
    if only != "plan":
        blocks += [Heading("Xcontributors"), Bullets(tuple(c.say for c in a.causes))]
        blocks += [Heading("Xnutrients"), Bullets(tuple(n.say for n in a.nutrients))]
    blocks += [Heading("Xmissing"), Bullets(tuple(a.insufficient))]
    if hints and hints.sources:
        blocks.append(Text(hints.sources))
    return blocks

"""The answer in at most five sentences: what it looks like, why, what to do, when to be seen, and
what would change this."""

from __future__ import annotations

from unclench.assessment import Assessment, Cause
from unclench.facts.labels import label_of

MOST = 5
REMAINDER = "other"
SEEN = {
    "routine": "Be seen by appointment",
    "self_care": "No appointment is needed now",
}
CHANGES = "weakness, numbness, fever, or trouble passing water or stool"
"""What would change most answers that no page speaks of."""
_WEIGHTY = 0.15
"""Evidence that moves the odds less (log10) is no reason to name."""


def speak(answer: Assessment) -> None:
    """Fill `in_short` in place, from what is said already."""
    answer.in_short = _urgent(answer) if _is_urgent(answer) else _calm(answer)


def _is_urgent(a: Assessment) -> bool:
    return a.urgency is not None and a.urgency.level in ("emergency", "same_day")


def _lower(words: str) -> str:
    plain = words[1:2].islower() or words[1:2] == " "
    return words[:1].lower() + words[1:] if plain else words


def _named(a: Assessment) -> list[Cause]:
    """Named causes that have at least some support."""
    return [c for c in a.causes if c.id != REMAINDER and c.support != "little"]


def _looks(a: Assessment) -> str:
    named = _named(a)
    unknown = bool(a.causes) and a.causes[0].id == REMAINDER
    called = [p for p in a.what_to_do if p.because != "cause"]
    if called and (unknown or not named):
        return f"This looks most like: {_lower(called[0].label)}."
    if not named or unknown:
        return "No cause that this program knows stands out."
    if named[0].support == "more":
        also = [c for c in named[1:2] if c.support == "more"]
        more = f", and perhaps {_lower(also[0].label)}" if also else ""
        return f"This looks most like: {_lower(named[0].label)}{more}."
    return f"No one cause stands out; first to think of: {_either(named[:2])}."


def _either(causes: list[Cause]) -> str:
    return " or ".join(_lower(c.label) for c in causes)


def _why(a: Assessment) -> list[str]:
    named = _named(a)
    called = [p.because for p in a.what_to_do if p.because != "cause"]
    if called and called[0] != a.what_to_do[0].id:
        return [f"Why: you told of {_lower(label_of(called[0]))}."]
    if called or not named or a.causes[0].id == REMAINDER:
        return []
    told = [e for e in named[0].for_ if e.via in ("own", "upstream") and e.weight >= _WEIGHTY]
    if told:
        return [f"Why: {'; '.join(_lower(e.label) for e in told[:3])}."]
    return ["Why: it is common with such a complaint, and nothing told points elsewhere."]


def _calm(a: Assessment) -> list[str]:
    if a.urgency is None or not (a.causes or a.what_to_do):
        return []
    page = a.what_to_do[0] if a.what_to_do else None
    out = [_looks(a), *_why(a)]
    if page is not None:
        out.append(f"What to do: {_lower(page.in_short)}.")
    out.append(f"{SEEN[a.urgency.level]}.")
    changes = page.changes if page else CHANGES
    out.append(f"This would change with: {changes}.")
    return out[:MOST]


def _urgent(a: Assessment) -> list[str]:
    """Beside an emergency: what it may be and why; what to do stands above."""
    named = _named(a)
    if not named or a.causes[0].id == REMAINDER:
        return []
    return [f"It may be: {_either(named[:2])}.", *_why(a)][:MOST]

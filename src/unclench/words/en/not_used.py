"""What was told and could not be used, as sentences."""

from __future__ import annotations

from unclench.words.en.sentences import Values, sentence, text


def not_used(what: str, where: str, fix: str) -> str:
    """One thing that could not be used: where, what, and what to do."""
    place = f"{where}: " if where else ""
    return f"{place}{what}{f' {fix}' if fix else ''}"


@sentence("not_used")
def _not_used(v: Values) -> str:
    return not_used(text(v, "what"), text(v, "where"), text(v, "fix"))

"""What was told and could not be used, as sentences."""

from __future__ import annotations

from unclench.words.en.sentences import Values, number, sentence, text


def not_used(what: str, where: str, fix: str) -> str:
    """One thing that could not be used: where, what, and what to do."""
    place = f"{where}: " if where else ""
    return f"{place}{what}{f' {fix}' if fix else ''}"


@sentence("not_used")
def _not_used(v: Values) -> str:
    return not_used(text(v, "what"), text(v, "where"), text(v, "fix"))


@sentence("medicine_dose_doubtful")
def _dose(v: Values) -> str:
    most = number(v, "most")
    usual = f" (at most {most:g} mg a day is usual)" if most else ""
    return (
        f"{text(v, 'where')}: '{text(v, 'text')}': this dose of {text(v, 'medicine')} can hardly "
        f"be right{usual}. It was not used: look at the number and its unit on the packet."
    )

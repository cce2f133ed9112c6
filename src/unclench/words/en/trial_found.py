"""Sentences about a self-experiment that runs or is over, and its documents."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment.trial import Arm, Outcome, Shown, TrialAnalysed, TrialStatus, Variant
from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text, Tone
from unclench.words.en.numbers import number as written
from unclench.words.en.numbers import percent
from unclench.words.en.portions import joined
from unclench.words.en.sentences import sentence_of
from unclench.words.en.trial import fewer, remedy_of, span_words
from unclench.words.en.trial_notes import p_words

VERDICTS = {
    "helps": "It helps you",
    "probably_helps": "It probably helps you",
    "cannot_tell": "This cannot tell whether it helps you",
    "probably_does_not_help": "It probably does not help you",
}
OUTCOMES: dict[Outcome, str] = {
    "minutes": "Minutes of cramp a day",
    "worst_pain": "Worst pain of a day (0 to 10)",
    "nights_woken": "Share of nights woken",
}
VARIANTS: dict[Variant, str] = {
    "without_first_days": "More of the first days of each period left out",
    "with_trend": "With a drift over the whole trial",
    "by_noted_days": "Only pairs of which 8 in 10 days are noted",
    "as_taken": "By what was taken, not by what was drawn",
}
STATES = {
    "registered": "It is registered.",
    "again": "It was registered before, and its schedule stays.",
    "running": "It is running.",
    "over": "Its last day is past: the analysis says what was found.",
    "stopped": "It was stopped: the analysis says what was found.",
}


def speak_status(status: TrialStatus) -> TrialStatus:
    """The same status with its sentences."""
    remedy = remedy_of(status.remedy)
    status.label = remedy.label
    status.notes = [sentence_of(r) for r in [*status.stop, *status.note_codes]]
    for one in status.shown:
        one.do = remedy.procedure if one.arm == "with" else remedy.control
    return status


def speak_found(found: TrialAnalysed) -> TrialAnalysed:
    """The same analysis with its sentences."""
    found.label = remedy_of(found.remedy).label
    found.notes = [sentence_of(r) for r in found.note_codes]
    found.say = _headline(found)
    found.case_line = _case_line(found)
    return found


def _headline(a: TrialAnalysed) -> str:
    if a.rate_ratio is None or a.p_helps_10 is None:
        return f"{VERDICTS[a.verdict]}."
    return (
        f"{VERDICTS[a.verdict]}. With it: {span_words(a.rate_ratio)}. The chance that it helps you "
        f"by a tenth or more is {percent(a.p_helps_10)}. If it did nothing, a result like "
        f"this or better would come in {p_words(a.p_one_sided)} of trials."
    )


def _case_line(a: TrialAnalysed) -> str:
    """A comment for the case file: YAML never reads it, so nothing is ranked by it."""
    ratio = f", {fewer(a.rate_ratio.median)} cramps" if a.rate_ratio else ""
    return (
        f"# self-experiment {a.id} ({a.label}): {a.verdict}{ratio}. No evidence of a deficiency: "
        "that something helped is not that it was lacking."
    )


def titles(remedy: str) -> dict[Arm, str]:
    """Titles of periods for the calendar."""
    label = remedy_of(remedy).label
    return {"with": f"{label}: with", "without": f"{label}: without"}


SWAP = "New period of your experiment: look up which"
EVENING = "Write the spasm log, also when there was no cramp"


def status_blocks(status: TrialStatus) -> list[Block]:
    """The document of a spoken status."""
    tone: Tone = "same_day" if status.stop else "plain"
    blocks: list[Block] = [
        Callout(f"{status.label}: {STATES[status.state]}",
                (f"{status.first_day} to {status.last_day}, {status.pairs} pairs. "
                 f"Registered as {status.hash}.",), tone)
    ]  # fmt: skip
    if status.stop:
        blocks.append(Callout("Stop now.", tuple(sentence_of(r) for r in status.stop), "same_day"))
    if status.shown:
        blocks += [Heading("What to do"), _shown(status.shown)]
    if status.noted_days or status.missed_days:
        blocks.append(
            Text(
                f"Noted so far: {status.noted_days} days; missed: {status.missed_days}. A day that "
                "is not noted is missed, not free of cramps."
            )
        )
    problems = [f"{p.where}: {p.what} {p.fix}".strip() for p in status.problems]
    if problems:
        blocks += [Heading("What could not be used"), Bullets(tuple(problems))]
    notes = status.notes[len(status.stop) :]
    return [*blocks, *([Bullets(tuple(notes))] if notes else [])]


def _shown(periods: Sequence[Shown]) -> Table:
    rows = tuple((f"{s.first} to {s.last}", s.arm, s.do) for s in periods)
    return Table(("Days", "", "What"), rows)


def page_blocks(status: TrialStatus) -> list[Block]:
    """A page to print for the bedside: the two periods that may be shown, a line a day."""
    remedy = remedy_of(status.remedy)
    blocks: list[Block] = [
        Text(f"{remedy.label}, registered as {status.hash[:16]}. One line a cramp; on a day "
             "without any write 'none' under muscle. A day left empty is missed, not free."),
    ]  # fmt: skip
    import datetime as dt

    for one in status.shown:
        days = [one.first + dt.timedelta(n) for n in range((one.last - one.first).days + 1)]
        blocks += [
            Heading(f"{one.first} to {one.last}: {one.arm}"),
            Text(one.do),
            Table(
                ("Date", "Time", "Muscle", "Minutes", "Pain 0-10", "Woke me", "Doing", "Took"),
                tuple((f"{d:%a %d %b}", *[""] * 7) for d in days),
            ),
        ]
    blocks.append(Text(f"Stop at: {joined(list(remedy.watch))}; or at any warning sign."))
    return blocks


def dots_alt(a: TrialAnalysed) -> str:
    """The picture of the chance in words."""
    return f"{a.dots} of 100 dots say that it helps by a tenth."


def dots_words() -> dict[str, str]:
    """The words that stand in that picture."""
    return {"helps": "helps by a tenth or more", "not": "does not"}


def found_blocks(a: TrialAnalysed) -> list[Block]:
    """The document of a spoken analysis."""
    blocks: list[Block] = [Callout(f"{a.label}: {VERDICTS[a.verdict].lower()}.", (a.say,), "plain")]
    if a.notes:
        blocks += [Heading("What to know with it"), Bullets(tuple(a.notes))]
    if a.p_one_sided is not None and a.rate_ratio is not None:
        blocks += [
            Heading("Test and size"),
            _both(a),
            Picture("trial_dots", dots_alt(a)),
        ]
    if a.pairs:
        blocks += [Heading("Pairs"), _pairs(a)]
    if a.secondary:
        blocks += [
            Heading("Beside it (not what was asked first)"),
            Table(
                ("", "With", "Without", "p, one-sided"),
                tuple(
                    (OUTCOMES[s.outcome], written(s.with_mean, 2), written(s.without_mean, 2),
                     p_words(s.p_one_sided))
                    for s in a.secondary
                ),
            ),
            Heading("Asked in other ways"),
            Table(
                ("", "p, one-sided", "Ratio of rates", "Chance to help by a tenth"),
                tuple(
                    (VARIANTS[s.variant], p_words(s.p_one_sided),
                     span_words(s.rate_ratio) if s.rate_ratio else "too few pairs",
                     percent(s.p_helps_10))
                    for s in a.sensitivity
                ),
            ),
        ]  # fmt: skip
    problems = [f"{p.where}: {p.what} {p.fix}".strip() for p in a.problems]
    if problems:
        blocks += [Heading("What could not be used"), Bullets(tuple(problems))]
    return blocks


def _both(a: TrialAnalysed) -> Table:
    def ends(span: tuple[float | None, float | None] | None) -> str:
        low, high = span or (None, None)
        return f"{written(low, 2)} to {written(high, 2)}"

    ratio = a.rate_ratio
    assert ratio is not None
    how = "all assignments" if a.exact else "drawn assignments"
    return Table(
        ("", "Result"),
        (
            (
                f"Randomisation test ({how}), one-sided, at {p_words(a.alpha)}",
                f"p = {p_words(a.p_one_sided)}",
            ),
            ("Ratio by inverting the test, 80 %", ends(a.interval80)),
            ("Ratio by inverting the test, 95 %", ends(a.interval95)),
            (
                "Ratio by the count model, 80 %",
                f"{written(ratio.median, 2)} ({written(ratio.low80, 2)} to "
                f"{written(ratio.high80, 2)})",
            ),
            ("Chance that it helps by a tenth or more", percent(a.p_helps_10)),
        ),
    )


def _pairs(a: TrialAnalysed) -> Table:
    return Table(
        ("Pair", "With: cramps", "noted days", "Without: cramps", "noted days", "Counts"),
        tuple(
            (str(p.number), str(p.with_cramps), str(p.with_days), str(p.without_cramps),
             str(p.without_days), "yes" if p.counts else "no")
            for p in a.pairs
        ),
    )  # fmt: skip

"""Sentences about a self-experiment that runs or is over, and its documents."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment.trial import Arm, Outcome, Shown, TrialAnalysed, TrialStatus, Variant
from unclench.facts.kinds.red_flags import RedFlagArea
from unclench.facts.loader import load
from unclench.words.blocks import Block, Bullets, Callout, Heading, Picture, Table, Text, Tone
from unclench.words.en.numbers import number as written
from unclench.words.en.numbers import percent
from unclench.words.en.portions import joined
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts
from unclench.words.en.trial import fewer, remedy_of, span_words

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
    "over": "Its last day is past: `unclench trial analyse` says what was found.",
    "stopped": "It was stopped: `unclench trial analyse` says what was found.",
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
        f"this or better would come in {_p(a.p_one_sided)} of trials."
    )


def _p(p: float | None) -> str:
    """A p value in per cent, never 0 %."""
    if p is None:
        return "–"
    if p < 0.001:
        return "under 0.1 %"
    return f"{100 * p:.1f} %" if p < 0.1 else f"{100 * p:.0f} %"


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


SWAP = "New period of your experiment: `unclench trial log` says which"
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


def found_blocks(a: TrialAnalysed) -> list[Block]:
    """The document of a spoken analysis."""
    blocks: list[Block] = [Callout(f"{a.label}: {VERDICTS[a.verdict].lower()}.", (a.say,), "plain")]
    if a.notes:
        blocks += [Heading("What to know with it"), Bullets(tuple(a.notes))]
    if a.p_one_sided is not None and a.rate_ratio is not None:
        blocks += [
            Heading("Test and size"),
            _both(a),
            Picture("trial_dots", f"{a.dots} of 100 dots say that it helps by a tenth."),
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
                     _p(s.p_one_sided))
                    for s in a.secondary
                ),
            ),
            Heading("Asked in other ways"),
            Table(
                ("", "p, one-sided", "Ratio of rates", "Chance to help by a tenth"),
                tuple(
                    (VARIANTS[s.variant], _p(s.p_one_sided),
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
                f"Randomisation test ({how}), one-sided, at {_p(a.alpha)}",
                f"p = {_p(a.p_one_sided)}",
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


@sentence("trial_changed")
def _changed(v: Values) -> str:
    return (
        f"The file of trial {text(v, 'id')} is not as it was registered: its hash does not fit. "
        "What follows is not an analysis as registered."
    )


@sentence("trial_look_not_planned")
def _not_planned(v: Values) -> str:
    return (
        f"No look at the numbers is planned before {text(v, 'on')} ({number(v, 'done'):.0f} of "
        f"{number(v, 'pairs'):.0f} pairs are over). Looking earlier is how chance becomes proof. "
        f"`--look` looks all the same; it is counted, and the test then asks for p of at most "
        f"{_p(number(v, 'price'))} instead of {_p(number(v, 'alpha'))}."
    )


@sentence("trial_few_pairs")
def _few(v: Values) -> str:
    return (
        f"Only {number(v, 'pairs'):.0f} pairs count. No test can tell with so few: even the best "
        f"result would come by chance in {_p(number(v, 'possible'))} of trials. It needs "
        f"{number(v, 'least'):.0f} pairs to ask whether it helps, {number(v, 'two_sided'):.0f} to "
        "ask whether it does anything."
    )


@sentence("trial_all_zero")
def _zero(_: Values) -> str:
    return "There was no cramp in any period that counts, so nothing can be compared."


@sentence("trial_drawn")
def _drawn(v: Values) -> str:
    return (
        f"With {number(v, 'pairs'):.0f} pairs there are too many assignments to count; 200,000 of "
        "them were drawn."
    )


@sentence("trial_part")
def _part(v: Values) -> str:
    return (
        f"Test and model part: p is {_p(number(v, 'p'))} where at most "
        f"{_p(number(v, 'alpha'))} was asked for, the chance to help by a tenth "
        f"{percent(number(v, 'helps'))}. The test makes fewer assumptions; the model uses what "
        "trials found before. Trust neither much."
    )


@sentence("trial_pairs_left_out")
def _left_out(v: Values) -> str:
    value = v["pairs"]
    assert isinstance(value, list)
    numbers = [f"{n:.0f}" for n in value if isinstance(n, float)]
    return (
        f"Pair{'s' if len(numbers) > 1 else ''} {joined(numbers)} did not count: less than "
        f"{100 * number(v, 'least'):.0f} % of the days of a period were noted."
    )


@sentence("trial_missed")
def _missed(v: Values) -> str:
    return (
        f"{number(v, 'days'):.0f} of {number(v, 'of'):.0f} days that count were not noted. They "
        "are missed, not free of cramps: rates are for noted days."
    )


@sentence("trial_taken_otherwise")
def _taken(v: Values) -> str:
    return (
        f"By the log it was not taken on {number(v, 'missed'):.0f} days of its periods and taken "
        f"on {number(v, 'extra'):.0f} days of the others. It is analysed as drawn; as taken stands "
        "beside it."
    )


@sentence("trial_new_medicine")
def _new(v: Values) -> str:
    return (
        f'A medicine came in while it ran: "{text(v, "medicine")}", first on {text(v, "on")}. '
        "What changed then may be its doing."
    )


@sentence("trial_swapped")
def _swapped(v: Values) -> str:
    said = f' ("{text(v, "text")}")' if text(v, "text") else ""
    return f"The schedule was not kept from {text(v, 'on')} on{said}; it is analysed as drawn."


@sentence("trial_stopped")
def _stopped(v: Values) -> str:
    return (
        f"It was stopped on {text(v, 'on')}, after {number(v, 'done'):.0f} of "
        f"{number(v, 'pairs'):.0f} pairs."
    )


@sentence("trial_extra_looks")
def _extra(v: Values) -> str:
    n = number(v, "extra")
    return (
        f"It was looked at, or made longer, {n:.0f} time{'s' if n > 1 else ''} more than planned, "
        f"so the test asks for p of at most {_p(number(v, 'alpha'))}."
    )


@sentence("trial_attempt")
def _attempt(v: Values) -> str:
    return (
        f"This is trial number {number(v, 'number'):.0f} of this remedy on this machine. Of "
        "several trials one looks good by chance; the others belong to the story."
    )


@sentence("trial_again")
def _again(v: Values) -> str:
    return (
        f"This trial was registered on {text(v, 'on')} as {text(v, 'id')} and is not over. Its "
        "order was drawn then; starting again draws no other."
    )


@sentence("trial_looks")
def _looks(v: Values) -> str:
    return (
        f"{number(v, 'looks'):.0f} looks are planned, the last included; each asks for p of at "
        f"most {_p(number(v, 'alpha'))}, so that all together err in no more than 1 of 20."
    )


@sentence("trial_stop_warning")
def _stop_warning(v: Values) -> str:
    rules = {k: r for a in load("red_flags", RedFlagArea).values() for k, r in a.rules.items()}
    said = [f"{rules[f].say} {rules[f].action}" for f in texts(v, "flags") if f in rules]
    return " ".join(["A warning sign comes first: stop and see a professional.", *said])


@sentence("trial_stop_watched")
def _stop_watched(v: Values) -> str:
    quoted = '", "'.join(texts(v, "about"))
    return (
        f'"{quoted}" is among the side effects at which to stop. Stop, and ask a pharmacist or '
        "doctor when it does not pass; `unclench trial log --stop` ends the trial."
    )


@sentence("trial_stop_worse")
def _stop_worse(v: Values) -> str:
    return (
        f"Over the last two pairs there were {written(number(v, 'with_rate'), 2)} cramps a week "
        f"with it and {written(number(v, 'without_rate'), 2)} without: worse by half or more. Stop "
        "taking it; `unclench trial log --stop` ends the trial, and what was found still counts."
    )

"""Sentences of what is to be known with a self-experiment that runs or is over."""

from __future__ import annotations

from unclench.facts.kinds.red_flags import RedFlagArea
from unclench.facts.loader import load
from unclench.words.en.numbers import number as written
from unclench.words.en.numbers import percent
from unclench.words.en.portions import joined
from unclench.words.en.sentences import Values, number, sentence, text, texts


def p_words(p: float | None) -> str:
    """A p value in per cent, never 0 %."""
    if p is None:
        return "–"
    if p < 0.001:
        return "under 0.1 %"
    return f"{100 * p:.1f} %" if p < 0.1 else f"{100 * p:.0f} %"


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
        f"A look all the same is counted, and that look and the end then ask for p of at most "
        f"{p_words(number(v, 'price'))} instead of {p_words(number(v, 'alpha'))}."
    )


@sentence("trial_few_pairs")
def _few(v: Values) -> str:
    return (
        f"Only {number(v, 'pairs'):.0f} pairs count. No test can tell with so few: even the best "
        f"result would come by chance in {p_words(number(v, 'possible'))} of trials. It needs "
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
        f"Test and model part: p is {p_words(number(v, 'p'))} where at most "
        f"{p_words(number(v, 'alpha'))} was asked for, the chance to help by a tenth "
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
        f"{number(v, 'pairs'):.0f} pairs. Whoever chooses the end has looked, in a way, so "
        f"the test asks for p of at most {p_words(number(v, 'alpha'))}."
    )


@sentence("trial_nothing_left")
def _nothing_left(_: Values) -> str:
    return (
        "It was made longer after its last day, when its end could be seen. Nothing of the error "
        "rate is left, so no p makes it more than probable; size and chance are as good as ever. "
        "For a test that counts, start the next trial."
    )


@sentence("trial_extra_looks")
def _extra(v: Values) -> str:
    n = number(v, "extra")
    return (
        f"It was looked at, or made longer, {n:.0f} time{'s' if n > 1 else ''} more than planned, "
        f"so the test asks for p of at most {p_words(number(v, 'alpha'))}."
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
        f"most {p_words(number(v, 'alpha'))}, so that all together err in no more than 1 of 20."
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
        f'"{quoted}" is among the side effects at which to stop. Stop, end the trial, and '
        "ask a pharmacist or doctor when it does not pass."
    )


@sentence("trial_stop_worse")
def _stop_worse(v: Values) -> str:
    return (
        f"Over the last two pairs there were {written(number(v, 'with_rate'), 2)} cramps a week "
        f"with it and {written(number(v, 'without_rate'), 2)} without: worse by half or more. Stop "
        "taking it and end the trial; what was found still counts."
    )

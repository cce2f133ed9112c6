"""The report of a self-experiment after CENT 2015: what is told of each item, or that it is not."""

from __future__ import annotations

from unclench.assessment.trial import CentItem, CentState, Design, TrialAnalysed
from unclench.facts.kinds import evidence
from unclench.words.blocks import Block, Heading, Table, Text
from unclench.words.en.numbers import number as written
from unclench.words.en.portions import joined
from unclench.words.en.sentences import sentence_of
from unclench.words.en.trial import not_counted, remedy_of
from unclench.words.en.trial_found import found_blocks

STATES: dict[CentState, str] = {
    "told": "", "not_done": "Not done. ", "does_not_apply": "Does not apply. ",
}  # fmt: skip


def speak_report(a: TrialAnalysed) -> TrialAnalysed:
    """A spoken analysis with its CENT items."""
    d = a.design
    assert d is not None
    a.cent = [*_opening(a, d), *_methods(a, d), *_results(a, d), *_other(d)]
    return a


def _item(item: str, say: str, state: CentState = "told") -> CentItem:
    return CentItem(item=item, state=state, say=say)


def _opening(a: TrialAnalysed, d: Design) -> list[CentItem]:
    remedy = remedy_of(a.remedy)
    known = evidence.rows()
    background = " ".join(known[r][1].say for r in remedy.belief.rows) or remedy.belief.why
    dose = f" {d.dose}." if d.dose else ""
    kept = [n for n in a.note_codes if n.code in ("trial_taken_otherwise", "trial_swapped")]
    given = " ".join(map(sentence_of, kept)) or "The log names no day on which it was otherwise."
    return [
        _item("1a Title", f"An N-of-1 trial: {remedy.label}, for muscle cramps."),
        _item("1b Summary", f"{d.pairs} randomised pairs of {d.period_days} days. {a.say}"),
        _item("2a.1 Background", background),
        _item("2a.2 Why one person", "Trials tell of the average; people differ, and cramps come "
              "and go by themselves."),
        _item("2b Objective", "Whether it gives this person fewer cramps."),
        _item("3a Design", f"{2 * d.pairs} periods of {d.period_days} days in {d.pairs} pairs, one "
              f"with and one without; no run-in; for a washout, "
              f"{not_counted(d.not_counted)}"),
        _item("3b Changes", f"{d.added_pairs} pairs were added after the start, which counts as a "
              "look." if d.added_pairs else "The length was not changed."),
        _item("4a Participant", "One person with muscle cramps, as they call them. Illnesses and "
              "medicines stand in the case file and are not repeated here.", "not_done"),
        _item("4b Place", "At home."),
        _item("4c Research", "Not research on others; no ethics committee was asked.",
              "does_not_apply"),
        _item("5 Interventions", f"With: {remedy.procedure}{dose} Without: {remedy.control} "
              f"{given}"),
    ]  # fmt: skip


def _methods(a: TrialAnalysed, d: Design) -> list[CentItem]:
    remedy = remedy_of(a.remedy)
    planned = (
        f"Planned for {written(d.rate, 2)} cramps a week." if d.rate else "Planned without a log."
    )
    return [
        _item("6a.1 Outcomes", "First: the number of cramps a noted day, from a daily log. Beside "
              "it minutes, worst pain, nights woken, as in the diaries of published trials."),
        _item("6a.2 Measurement", "Self-written log; its validity and reliability were not "
              "measured.", "not_done"),
        _item("6b Changes of outcomes", "None can be made after the registration."),
        _item("7a Length", f"{planned} Simulation of people like this one."),
        _item("7b Looks", f"{a.looks} in all; at this one p of at most {a.alpha:.3f}. Stop at "
              f"{joined(list(remedy.watch))}, a warning sign, or worse by half over two pairs."),
        _item("8a Order", "Drawn, so that neither drift nor wish decides it, by a keyed hash, one "
              "coin a pair."),
        _item("8b Kind", "Pairs: one with and one without in each."),
        _item("8c Sequence", f"Meant (W with, O without): {d.sequence}." if d.sequence else
              "Told when it is over.", "told" if d.sequence else "not_done"),
        _item("9 Concealment", "Only the running and the next period were shown."),
        _item("10 Who drew", "This program, before the first day; the person enrolled alone."),
        _item("11a Blinding", "Blinded, by a helper." if d.blinded else
              f"Not blinded. {remedy.blinding.say}", "told" if d.blinded else "not_done"),
        _item("11b Alikeness", remedy.blinding.say,
              "told" if remedy.blinding.possible == "with_helper" else "does_not_apply"),
        _item("Expectation", f'Told beforehand: "{d.expects}".' if d.expects else
              "What was expected was not asked beforehand.", "told" if d.expects else "not_done"),
        _item("12a Analysis", "Randomisation test over the pairs done, one-sided, all assignments; "
              "ratio by inverting it; Bayesian model of counts from what trials found."),
        _item("12b More analyses", "More first days left out, well-noted pairs only, as taken."),
        _item("12c Carry-over, periods, correlation", "First days do not count; pairs, and a drift "
              "beside them; the test holds whatever the correlation, the model has a weekly "
              "memory."),
    ]  # fmt: skip


def _results(a: TrialAnalysed, d: Design) -> list[CentItem]:
    counting = sum(p.counts for p in a.pairs)
    stopped = [sentence_of(n) for n in a.note_codes if n.code == "trial_stopped"]
    return [
        _item("13a Periods done", f"{2 * len(a.pairs)} of {2 * (d.pairs + d.added_pairs)}, in the "
              f"order drawn; {counting} of {len(a.pairs)} pairs count."),
        _item("13b Losses", " ".join(a.notes) or "None."),
        _item("13c Participants lost", "Of a series; this is one person.", "does_not_apply"),
        _item("14a Dates", f"{d.first_day} to {d.last_day}, registered on {d.registered_on}."),
        _item("14b Stopped early", " ".join(stopped) if stopped else
              "No." if a.final else "No; it is not over."),
        _item("15 Baseline", f"{written(d.rate, 2)} cramps a week before." if d.rate else
              "Not measured.", "told" if d.rate else "not_done"),
        _item("16 Numbers analysed", f"{counting} periods with and {counting} without; cramps and "
              "noted days of each in the table of pairs."),
        _item("17a.1 Each period", "In the table of pairs."),
        _item("17a.2 Size", f"{a.say} Both ranges: in the table of test and size."),
        _item("17b Yes-or-no outcomes", "The first outcome is a number.", "does_not_apply"),
        _item("18 Other analyses", "Beside it, and asked in other ways: in the tables; none "
              "changes the verdict."),
        _item("19 Harms", "Only stopping is recorded; side effects are in the person's words.",
              "not_done"),
    ]  # fmt: skip


def _other(d: Design) -> list[CentItem]:
    known = "Who takes part knows what is taken" if not d.blinded else "Blinding was not tested"
    return [
        _item("20 Limits", f"{known}; one person, one season; the log is written by the same "
              "person; of several looks or trials one looks good by chance."),
        _item("21 For others", "It tells of this person only.", "does_not_apply"),
        _item("22 Meaning", "That something helped is not that it was lacking; that it did not is "
              "not that it never does."),
        _item("23 Registration", f"On this machine on {d.registered_on}, with a hash of outcome, "
              "analysis, length, looks and order. Not in a public registry."),
        _item("24 Protocol", "The registration file is the protocol."),
        _item("25 Money", "None.", "does_not_apply"),
    ]  # fmt: skip


def report_blocks(a: TrialAnalysed) -> list[Block]:
    """The report: what was found, then CENT 2015 item by item."""
    return [*found_blocks(a), *cent_blocks(a)]


def cent_blocks(a: TrialAnalysed) -> list[Block]:
    """CENT 2015 item by item, and the line for the case file."""
    rows = tuple((c.item, f"{STATES[c.state]}{c.say}") for c in a.cent)
    return [
        Heading("After CENT 2015"),
        Table(("Item", "Here"), rows),
        Heading("For the case file"),
        Text(a.case_line),
        Text(f"Registered as {a.hash}.", quiet=True),
    ]

"""Sentences about warning signs, causes, evidence, tests and questions."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.assessment import Assessment, Cause, Evidence, NextTest
from unclench.facts import loader
from unclench.facts.kinds import analytes, causes, links, nutrients, red_flags, tests
from unclench.facts.labels import label_of
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for flag in answer.red_flags:
        rule = _rule(flag.id)
        flag.say, flag.action = rule.say, rule.action
        flag.because = _once(sentence_of(r) for r in flag.because_codes)
    if answer.urgency is not None:
        answer.urgency.reasons = _once(sentence_of(r) for r in answer.urgency.reason_codes)
    answer.safety_advice = [line for area in _areas() for line in area.advice]
    for cause in answer.causes:
        for evidence in [*cause.for_, *cause.against]:
            evidence.label, evidence.note = _label(evidence), _note(evidence)
        cause.say = _say(cause)
    for test in answer.next_tests:
        why = _why(test)
        test.why, test.reason = f"{test.name}: {why}", _capital(why)
    answer.questions = _once(sentence_of(r) for r in answer.reasons.questions)


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    """With a small first letter, unless the word is a name or an abbreviation."""
    plain = words[1:2].islower() or words[1:2] == " "
    return words[:1].lower() + words[1:] if plain else words


def _areas() -> list[red_flags.RedFlagArea]:
    return list(loader.load("red_flags", red_flags.RedFlagArea).values())


def _rule(name: str) -> red_flags.Rule:
    return next(area.rules[name] for area in _areas() if name in area.rules)


def _fact(cause: str) -> causes.CauseFact:
    return loader.load("causes", causes.CauseFact)[cause]


def _cause(name: str) -> str:
    return _lower(_fact(name).label)


def _tests(names: list[str]) -> str:
    facts = loader.load("tests", tests.ClinicalTest)
    return ", ".join(facts[n].label for n in names)


# Causes and their evidence.

REMAINDER = "other"


def _label(evidence: Evidence) -> str:
    label = sentence_of(evidence.what) if evidence.what else evidence.finding
    if evidence.via == "explained":
        return f"{label} (explained by: {_cause(evidence.other)})"
    if evidence.via == "spoken_against":
        return f"{label} (it speaks against: {_cause(evidence.other)})"
    return label


def _note(evidence: Evidence) -> str:
    said = sentence_of(evidence.result) if evidence.result else evidence.said
    if evidence.via == "upstream":
        return f"{said} (through: {_cause(evidence.other)})".strip()
    return f"{said} (through another cause)".strip() if evidence.via == "another" else said


COMMON = 0.1
"""A cause of so many complaints of this kind before any evidence is called common (judgement)."""
UNKNOWN = "It may also be something that this program does not know."
FITS_NOTHING = "What you told fits none of the causes well that this program knows."


def _say(cause: Cause) -> str:
    if cause.id == REMAINDER:
        return FITS_NOTHING if cause.support == "more" else UNKNOWN
    parts = [f"{cause.support.capitalize()} support for: {_lower(cause.label)}."]
    own = [
        [e for e in side if e.via in ("own", "upstream")] for side in (cause.for_, cause.against)
    ]
    if own[0]:
        parts.append(f"For it: {'; '.join(_lower(e.label) for e in own[0][:3])}.")
    if own[1]:
        parts.append(f"It is less likely {_with_and_without(own[1][:2])}.")
    if not any(own):
        common = "It is common with such a complaint; n" if cause.prior >= COMMON else "N"
        parts.append(f"{common}othing that was told points to it or away from it.")
    if cause.measured:
        parts.append("Blood shows it clearly; how much of the complaint it explains is uncertain.")
    elif cause.named_for == "result":
        parts.append("Blood shows it slightly; a change so small often goes unnoticed.")
    if cause.consequence_of:
        parts.append(f"It may be a consequence of: {_cause(cause.consequence_of)}.")
    return " ".join(parts)


def _with_and_without(side: list[Evidence]) -> str:
    """ "with: fever, and without: weakness of both legs"."""
    absent = [e for e in side if e.what is not None and e.what.code == "evidence_not_there"]
    there = [_lower(e.label) for e in side if e not in absent]
    gone = [_lower(label_of(text(e.what.values, "id"))) for e in absent if e.what is not None]
    said = [f"{w}: {'; '.join(x)}" for w, x in (("with", there), ("without", gone)) if x]
    return ", and ".join(said)


def _states() -> dict[str, links.State]:
    return {s.id: s for x in loader.load("links", links.Links).values() for s in x.states}


@sentence("evidence_there")
def _(v: Values) -> str:
    return label_of(text(v, "id"))


@sentence("evidence_perhaps")
def _(v: Values) -> str:
    return f"Perhaps: {label_of(text(v, 'id'))}"


@sentence("evidence_whole")
def _(v: Values) -> str:
    return "The story as a whole"


@sentence("evidence_in_diary")
def _(v: Values) -> str:
    label = label_of(text(v, "id"))
    if "value" not in v:
        return f"{label} (in the diary)"
    value = number(v, "value")
    amount = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{label} ({amount} {text(v, 'unit')} in the diary)"


@sentence("evidence_not_there")
def _(v: Values) -> str:
    return f"Not there: {_lower(label_of(text(v, 'id')))}"


@sentence("evidence_state")
def _(v: Values) -> str:
    return _capital(_states()[text(v, "id")].label)


@sentence("evidence_no_state")
def _(v: Values) -> str:
    return f"Not found: {_states()[text(v, 'id')].label}"


@sentence("evidence_result")
def _(v: Values) -> str:
    name = analytes.load()[text(v, "analyte")].label
    if v["value"] is None:
        return f"{name} {text(v, 'comparator')}{text(v, 'flag')}"
    value = f"{number(v, 'value'):g} {text(v, 'unit')}"
    return f"{name} {text(v, 'comparator')}{value}".strip()


_TRAITS = {
    "female": "Being a woman",
    "male": "Being a man",
    "pregnant": "Pregnancy",
    "under_18": "Age under 18",
    "under_45": "Age under 45",
    "over_50": "Age over 50",
    "over_65": "Age over 65",
    "over_75": "Age over 75",
}


@sentence("evidence_person")
def _(v: Values) -> str:
    return _TRAITS[text(v, "id")]


_ONSETS = {
    "sudden": "It came suddenly, or within the last days",
    "weeks": "It has gone on for days to weeks",
    "months": "It has gone on for months",
    "years": "It has gone on for years",
}


@sentence("evidence_onset")
def _(v: Values) -> str:
    return _ONSETS[text(v, "id")]


@sentence("evidence_nutrient")
def _(v: Values) -> str:
    label = loader.load("nutrients", nutrients.NutrientFact)[text(v, "id")].label.lower()
    return f"Diary: {label} too low with probability {number(v, 'probability'):.0%}"


@sentence("evidence_excess")
def _(v: Values) -> str:
    label = loader.load("nutrients", nutrients.NutrientFact)[text(v, "id")].label.lower()
    return f"Diary: {label} above the upper limit with probability {number(v, 'probability'):.0%}"


# Warning signs and urgency.


@sentence("flag_told")
def _(v: Values) -> str:
    return label_of(text(v, "id"))


@sentence("flag_in_diary")
def _(v: Values) -> str:
    label, lines = label_of(text(v, "id")), text(v, "text")
    return f"{label} (in the diary: {lines})" if lines else f"{label} (in the diary)"


@sentence("flag_may_mean")
def _(v: Values) -> str:
    return f"you said “{text(v, 'text')}”"


@sentence("flag_age")
def _(v: Values) -> str:
    return f"age {number(v, 'years'):g}"


@sentence("flag_days")
def _(v: Values) -> str:
    return f"for about {number(v, 'days'):g} days"


@sentence("flag_number")
def _(v: Values) -> str:
    return f"{text(v, 'id').replace('_', ' ')} {number(v, 'value'):g}"


@sentence("flag_takes")
def _(v: Values) -> str:
    return f"takes {text(v, 'text')}"


@sentence("flag_lab")
def _(v: Values) -> str:
    name = analytes.load()[text(v, "analyte")].label
    value = (
        f"{number(v, 'value'):g} {text(v, 'unit') if text(v, 'unit') not in ('1', 'pH') else ''}"
    )
    return f"{name} {text(v, 'comparator')}{value}".strip()


@sentence("flag_if_in")
def _(v: Values) -> str:
    name = analytes.load()[text(v, "analyte")].label
    meaning = _rule(text(v, "flag")).say.rstrip(".")
    return f"{name} {number(v, 'value'):g}, if that is in {text(v, 'unit')} ({meaning})"


_FLAGS = {"LL": "very low", "L": "low", "N": "within range", "H": "high", "HH": "very high"}


@sentence("flag_lab_flag")
def _(v: Values) -> str:
    return f"{analytes.load()[text(v, 'analyte')].label} {_FLAGS[text(v, 'flag')]}"


@sentence("urgent_for_a_flag")
def _(v: Values) -> str:
    return _rule(text(v, "flag")).say


@sentence("urgent_by_the_ladder")
def _(v: Values) -> str:
    return next(s.say for area in _areas() for s in area.ladder if s.id == v["step"])


@sentence("urgent_by_the_whole")
def _(v: Values) -> str:
    return (
        "No single thing that was understood is a warning sign of its own, but the story as a "
        "whole sounds like one that should be looked at."
    )


@sentence("urgent_for_a_cause")
def _(v: Values) -> str:
    raises = _fact(text(v, "cause")).raises
    assert raises is not None, v
    return raises.say


# Tests.


def _why(test: NextTest) -> str:
    rows = loader.load("tests", tests.ClinicalTest)[test.id].why
    said = _once(w.say for when in test.because for w in rows if str(w.when) == when)
    return f"{'; '.join(said)}." if said else "it would help to tell the likely causes apart."


# What is missing.


@sentence("missing_age_and_sex")
def _(_v: Values) -> str:
    return "Age and sex: how common each cause is depends on them."


@sentence("missing_story")
def _(_v: Values) -> str:
    return (
        "There is too little to say more than what is common. Tell where it happens, at rest or "
        "in effort, at what time, for how long, and what else you feel."
    )


@sentence("missing_medicines")
def _(_v: Values) -> str:
    return "Medicines and supplements: many change blood salts or cause cramps."


@sentence("missing_blood_test")
def _(v: Values) -> str:
    return f"No blood test was given. Most would be told by: {_tests(texts(v, 'tests'))}."


@sentence("no_complaint_recognised")
def _(_v: Values) -> str:
    return "No cramp, spasm or back pain was recognised in what was told."


# Questions to take to the doctor.


@sentence("ask_first")
def _(v: Values) -> str:
    return f"Say this first: {_rule(text(v, 'flag')).say}"


@sentence("ask_of_a_cause")
def _(v: Values) -> str:
    return _fact(text(v, "cause")).ask[int(number(v, "row"))]


@sentence("ask_which_test")
def _(v: Values) -> str:
    return f"Which of these would you do, and why or why not: {_tests(texts(v, 'tests'))}?"


@sentence("ask_what_plays_a_part")
def _(v: Values) -> str:
    names = ", ".join(_cause(c) for c in texts(v, "causes"))
    return f"I read that these may play a part: {names}. What speaks for and against them?"


@sentence("ask_what_else")
def _(_v: Values) -> str:
    return "What else do you need to know from me?"


@sentence("ask_when_to_come_back")
def _(_v: Values) -> str:
    return "When should I come back, and what should make me come sooner?"

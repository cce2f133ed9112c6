"""Sentences of the margin of nerve and muscle."""

from __future__ import annotations

from unclench.assessment.simulation import Estimate, MarginOverWeeks, Nerve
from unclench.facts.kinds.provocations import Provocation
from unclench.facts.loader import load
from unclench.words.en.blood_models import first_upper, in_nerve
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

OUTCOMES = {
    ("weakness", ""): "weakness or paralysis",
    ("weakness", "transmission"): "weak transmission to the muscle",
    ("tetany", ""): "high excitability (where tetany was seen: spasm of hands and feet)",
    ("fasciculation", ""): "raised excitability (where tingling and twitching were seen)",
    ("cramp_prone", ""): "easier cramps",
    ("masked", ""): "easy to excite once the potassium is corrected",
    ("more_excitable", ""): "easier to excite than normal, by potassium alone",
    ("less_excitable", ""): "harder to excite than normal",
    ("near_normal", ""): "near normal",
}
_AGAINST_NORMAL = {"near_normal", "less_excitable", "more_excitable"}
FIBRE = {
    "rests": "rests normally",
    "depolarised": "depolarised: fewer sodium channels are ready, force falls",
    "tipped": "cannot hold its rest: it depolarises and loses force",
}
CHOSEN = {
    "this": "a pulse just strong enough in this blood",
    "normal": "a pulse just strong enough in normal blood",
}
_AMOUNTS = (
    (60, "more than half"), (45, "about half"), (29, "about a third"), (20, "about a quarter"),
    (14, "about a sixth"), (7, "about a tenth"),
)  # fmt: skip


def outcome(id: str, called: str) -> str:
    """The label of an outcome."""
    return OUTCOMES[id, called]


def _plain(code: str, words: str) -> None:
    """Register a sentence that takes no number."""
    sentence(code)(lambda _: words)


@sentence("not_measured_normal")
def _not_measured(values: Values) -> str:
    q = in_nerve(text(values, "name"))
    unit = f" {q.unit}" if q.unit else ""
    return f"{first_upper(q.label)} was not measured and is taken as normal ({q.normal:g}{unit})."


@sentence("not_given_normal")
def _not_given(values: Values) -> str:
    q = in_nerve(text(values, "name"))
    unit = f" {q.unit}" if q.unit else ""
    return f"{q.label} was not given and is taken as normal ({q.normal:g}{unit})."


@sentence("predicted_not_measured")
def _predicted(values: Values) -> str:
    labels = ", ".join(in_nerve(n).label for n in texts(values, "names"))
    return f"Predicted, not measured: {labels}."


_plain(
    "nerve_needs_blood",
    "No blood test of calcium, magnesium or potassium: these would show how much "
    "margin the nerves have.",
)
_plain("nerve_blocked", "In this blood no pulse fires the model axon: it is blocked.")
_plain("nerve_fires", "In this blood the model axon fires by itself.")
_plain("beyond_experiments", "That is beyond any experiment on people that we know of.")


@sentence("nerve_threshold")
def _threshold(values: Values) -> str:
    percent = number(values, "percent")
    fall = 100 - percent
    if fall >= 7:
        part = next(w for limit, w in _AMOUNTS if fall >= limit)
        start = f"This blood takes {part} off the current that a nerve needs to fire"
    elif fall <= -10:
        start = "In this blood a nerve needs more current than usual to fire"
    else:
        start = "In this blood a nerve needs about the usual current to fire"
    span = f"{percent:.0f} % of normal"
    if values["spread"]:
        low = "blocked" if values["low"] is None else f"{number(values, 'low'):.0f}"
        high = "blocked" if values["high"] is None else f"{number(values, 'high'):.0f}"
        span += f"; {low} to {high} for nerves of different people"
    return f"{start} ({span})."


@sentence("experiment")
def _experiment(values: Values) -> str:
    fact = load("provocations", Provocation)[text(values, "provocation")]
    label = fact.label[:1].lower() + fact.label[1:]
    return f"{fact.say} ({label}; model threshold {number(values, 'threshold'):.0f} %)"


@sentence("felt_at_this_point")
def _felt(values: Values) -> str:
    return f"In experiments and patients at about this point, {_experiment(values)}."


@sentence("not_by_itself")
def _not_by_itself(values: Values) -> str:
    far = f"more than {number(values, 'most'):g}"
    far = far if values["mv"] is None else f"{number(values, 'mv'):.0f}"
    return f"It does not fire by itself: that would take {far} mV more."


@sentence("low_potassium_hides")
def _hides(values: Values) -> str:
    return (
        "The low potassium hides part of it: with a normal potassium it would need "
        f"{number(values, 'percent'):.0f} %. Correcting the potassium alone can bring the signs "
        "out."
    )


@sentence("high_potassium_does")
def _does(values: Values) -> str:
    return (
        f"The raised potassium does part of this (without it {number(values, 'percent'):.0f} %), "
        "and its effect is probably too steep in this model. "
        "High potassium endangers the heart first."
    )


@sentence("points_to")
def _points_to(values: Values) -> str:
    ids = texts(values, "outcomes")
    points = ", ".join(map(outcome, ids, texts(values, "called")))
    verb = "That is" if ids[0] in _AGAINST_NORMAL else "Points to:"
    return f"{verb} {points}."


@sentence("fibre_tips")
def _tips(values: Values) -> str:
    share = f"{number(values, 'percent'):.0f} %"
    return f"the model fibre cannot hold its rest in {share} of virtual people"


@sentence("fibre_depolarised")
def _depolarised(values: Values) -> str:
    return f"the model fibre rests at {number(values, 'mv'):.0f} mV, where force falls"


_plain(
    "potassium_weakness",
    "at a potassium this low doctors see weakness, though the model fibre may hold",
)
_plain("axon_blocked", "no pulse fires the model axon")
_plain(
    "high_excitability",
    "excitability is as high as in experiments and patients with spasms, though some had none",
)
_plain("raised_excitability", "the margin is small enough for a stray impulse now and then")
_plain(
    "easy_to_excite",
    "the axon is easier to excite and the junction passes impulses on; a cramp "
    "also needs a loop through the spinal cord, which is not modelled",
)
_plain(
    "potassium_doubtful",
    "if potassium acts as steeply as in this model, which is doubtful; what people felt when "
    "calcium fell says nothing of it: high potassium makes muscles weak",
)


@sentence("weak_release")
def _weak_release(values: Values) -> str:
    return (
        f"each impulse frees {number(values, 'percent'):.0f} % of the usual transmitter (with the "
        "frog's constants), and people have three to five times what they need"
    )


@sentence("potassium_hides")
def _potassium_hides(values: Values) -> str:
    share = f"{number(values, 'percent'):.0f} %"
    return f"the low potassium hides it; with a normal one the threshold is {share}"


_plain("threshold_raised", "the threshold is above normal")
_plain("usual_spread", "no sign beyond the usual spread")
_plain(
    "blood_is_not_the_nerve",
    "Blood is not the whole nerve: blood flow, cold, pressure, damage and irritated nerves "
    "change the margin too, and are not in the model.",
)
_plain(
    "potassium_too_steep",
    "The effect of potassium is a guess between two extremes and probably too steep: in a living "
    "nerve the internode, the pump and other channels soften it. In volunteers the usual swings of "
    "potassium hardly moved it.",
)
_plain(
    "cells_not_modelled",
    "Levels inside the cells, and slow adaptation over days, are not in the model.",
)
_plain(
    "no_diagnosis",
    "This is arithmetic on published models, not a measurement of you, and not a diagnosis.",
)
_plain("margin_blocked_some_week", "At some week the model axon is blocked.")


@sentence("margin_course")
def _margin_course(values: Values) -> str:
    first, last = number(values, "first"), number(values, "last")
    week = f"{number(values, 'weeks'):g} weeks"
    if abs(last - first) < 5:
        return (
            f"After {week} a nerve needs about the same current as at the start "
            f"({last:.0f} % of normal, {first:.0f} % before)."
        )
    word = "less" if last < first else "more"
    return (
        f"After {week} a nerve needs {word} current to fire: {last:.0f} % of normal, "
        f"{first:.0f} % at the start."
    )


def speak_weeks(part: MarginOverWeeks) -> None:
    """Fill the sentence of margins over weeks."""
    part.say = " ".join(sentence_of(r) for r in part.summary)


def _row(label: str, e: Estimate, unit: str) -> str:
    cells = ["none" if x is None else f"{x:.3g}" for x in (e.value, e.low, e.high)]
    return f"  {label:<30}{cells[0]:>8}  ({cells[1]} to {cells[2]}) {unit}"


def nerve_text(part: Nerve) -> str:
    """The answer for a terminal, its sentences filled: some lines long."""
    m, fibre = part.margin, part.fibre
    if m is None or fibre is None:
        return "\n".join(part.insufficient)
    lines = [
        part.say,
        "",
        _row("threshold", m.threshold, "% of normal"),
        _row("rheobase", m.rheobase, "% of normal"),
        _row("strength-duration constant", m.strength_duration, "ms"),
        _row("shift of the gates", m.shift, "mV"),
        _row("to firing by itself", m.distance, "mV"),
        _row("resting voltage of the axon", m.rest, "mV"),
        _row("transmitter per impulse", m.release, "% of normal"),
        _row("resting voltage of the fibre", fibre.rest, "mV"),
        f"  muscle fibre: {fibre.state}",
    ]
    if part.experiments:
        lines += ["", "People at a similar point:", *(f"  - {x}" for x in part.experiments)]
    if part.assumptions:
        lines += ["", "Taken for granted:", *(f"  - {a}" for a in part.assumptions)]
    lines += ["", "Models:", *(f"  - {x.title}: {x.valid_for}" for x in part.models)]
    lines += ["", "What this cannot know:", *(f"  - {x}" for x in part.cannot_know)]
    return "\n".join(lines)

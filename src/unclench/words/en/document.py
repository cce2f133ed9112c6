"""The answer as a list of blocks, in the order a reader needs it. Every door renders these.

Nothing is computed here: blocks only choose, order and word what the `Assessment` holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from unclench.assessment import Assessment, Lab, Nutrient, SourceUsed
from unclench.ways import with_ways
from unclench.words.blocks import Block, Bullets, Callout, Heading, Hints, Picture, Table, Text
from unclench.words.en import playback
from unclench.words.en.differential import REMAINDER
from unclench.words.en.not_used import not_used
from unclench.words.en.numbers import number, percent, span
from unclench.words.en.sentences import sentence_of

DISCLAIMER = (
    "For education and research; not a diagnosis, not a medical device. No warning does not mean "
    "that all is well."
)

URGENCY_WORDS = {
    "emergency": "Seek emergency help now.",
    "same_day": "Speak to a doctor today.",
    "routine": "Arrange a routine appointment.",
    "self_care": "Self-care is reasonable.",
}


def build(
    a: Assessment, *, only: str = "", brief: bool = False, hints: Hints | None = None
) -> list[Block]:
    """The blocks of an answer, most important first.

    Args:
        only: "plan" or "simulation" for that part alone.
        brief: for a terminal: sources are counted, not listed; no questions for a professional.
        hints: how a reader goes on from here; none when not given.
    """
    hint = hints or Hints()
    end = [*_sources(a, brief, hint), Text(DISCLAIMER, quiet=True)]
    if only == "plan":
        return [*_plan(a), *_problems(a, hint), *_loose_ends(a, hint), *end]
    if only == "simulation":
        return [*_simulation(a), *_problems(a, hint), *end]
    blocks: list[Block] = [*_urgency(a, hint), *_you_asked(a), *_in_short(a)]
    blocks += [*playback.understood(a, hint), *playback.questions_left(a, hint)]
    blocks += [
        *_problems(a, hint),
        *_what_to_do(a),
        *_causes(a, hint, brief),
        *_next(a),
        *_missing(a),
    ]
    blocks += [*_nutrients(a, brief, hint), *_hydration(a), *_labs(a), *_plan(a), *_simulation(a)]
    blocks += [*_diary(a, hint), *_loose_ends(a, hint)]
    if a.questions and not brief:
        blocks += [Heading("Questions to take to a professional"), Bullets(tuple(a.questions))]
    if a.safety_advice and not _is(a, "emergency"):
        blocks += [Heading("When to get help at once"), Bullets(tuple(a.safety_advice))]
    return [*blocks, *end]


def _urgency(a: Assessment, hint: Hints) -> Iterator[Block]:
    if _nothing_to_judge(a):
        say = "Say what you feel in your own words" + (
            f", {hint.complaint}" if hint.complaint else ""
        )
        yield Callout(
            "No complaint was told, so nothing can be said about how soon you need help.",
            (f"{say}, or read the warning signs at the end.",),
        )
        return
    said = {flag.say for flag in a.red_flags}
    if a.urgency:
        reasons = tuple(r for r in a.urgency.reasons if r not in said)
        yield Callout(URGENCY_WORDS[a.urgency.level], reasons, a.urgency.level)
    for flag in a.red_flags:
        leads = a.urgency is None or flag.level == a.urgency.level
        why = f"Because: {'; '.join(flag.because)}." if flag.because and leads else ""
        yield Callout(flag.say, (flag.action, why) if why else (flag.action,), flag.level)


def _dash(hint: str) -> str:
    """How to go on, joined to what was said."""
    return f"; {hint}" if hint else ""


def _is(a: Assessment, *levels: str) -> bool:
    return a.urgency is not None and a.urgency.level in levels


def _you_asked(a: Assessment) -> Iterator[Block]:
    """The questions that stand in the words told, answered before anything else."""
    if not a.you_asked:
        return
    yield Heading("You asked")
    lines = []
    for own in a.you_asked:
        ask = f"Ask {own.put_to}." if own.put_to else ""
        parts = [f"“{own.question.rstrip('?')}?”", own.verdict, *own.say, ask]
        lines.append(" ".join(p for p in parts if p))
    yield Bullets(tuple(lines))


def _in_short(a: Assessment) -> Iterator[Block]:
    if a.in_short and not _nothing_to_judge(a):
        yield Heading("In short")
        yield Bullets(tuple(a.in_short))


def _what_to_do(a: Assessment) -> Iterator[Block]:
    for page in a.what_to_do:
        yield Heading(f"What to do: {page.label[:1].lower()}{page.label[1:]}")
        yield Text(page.expect)
        parts = (("Now", page.now), ("This week", page.this_week))
        rows = [(title, " ".join(lines)) for title, lines in parts if lines]
        if page.see_if:
            rows.append(("See somebody if", f"{'; '.join(page.see_if)}."))
        yield Table(("When", "What"), tuple(rows))


def _nothing_to_judge(a: Assessment) -> bool:
    """No complaint, sign, result or medicine that speaks for or against any contributor."""
    if a.red_flags or a.not_understood or a.labs:
        return False
    if any(c.for_ or c.against for c in a.causes):
        return False
    return any(r.code == "no_complaint_recognised" for r in a.reasons.insufficient)


PROBLEMS_SHOWN = 12


def _problems(a: Assessment, hint: Hints) -> Iterator[Block]:
    """What could not be used, under the urgency, which it may have changed."""
    if not a.problems:
        return
    yield Heading("What could not be used")
    said = tuple(with_ways(not_used(p.what, p.where, p.fix), hint.ways) for p in a.problems)
    more = len(said) - PROBLEMS_SHOWN
    rest = (f"… and {more} more{_dash(hint.rest)}.",) if more > 0 else ()
    yield Bullets((*said[:PROBLEMS_SHOWN], *rest))


QUIET = ("no_diary",)
QUIET_NOW = (*QUIET, "missing_story", "missing_blood_test")
"""What is missing is not said where no meal was meant, and where help is urgent or none is needed;
the JSON answer has it."""


def _missing(a: Assessment) -> Iterator[Block]:
    """What would tell more, without what does not matter now."""
    judged = not _nothing_to_judge(a)
    quiet = QUIET if _is(a, "routine") else QUIET_NOW
    left_out = {sentence_of(r) for r in a.reasons.insufficient if judged and r.code in quiet}
    lines = tuple(line for line in a.insufficient if line not in left_out)
    if lines:
        yield Heading("What is missing")
        yield Bullets(lines)


def _causes(a: Assessment, hint: Hints, brief: bool) -> Iterator[Block]:
    """Named contributors; what this program does not know has a sentence of its own, no rank."""
    named = [c for c in a.causes if c.id != REMAINDER]
    called = any(p.because != "cause" for p in a.what_to_do)
    shown = [c for c in named if c.support != "little"][:6] or named[: 0 if called else 2]
    shown += [c for c in named if (c.measured or c.named_for) and c not in shown]
    rest = [c for c in a.causes if c.id == REMAINDER and c.support != "little" and not called]
    if not (shown or rest) or _nothing_to_judge(a):
        return
    said_above = bool(a.in_short) and len(shown) == 1 and not shown[0].against and not rest
    if brief and (said_above or _is(a, "emergency")):
        return
    yield Heading("Possible contributors worth asking about")
    if shown:
        yield Bullets(tuple(c.say or f"{_SUPPORT[c.support]}: {c.label}" for c in shown))
    for c in rest:
        yield Text(c.say)
    yield Text(
        f"They do not exclude each other{f'; {hint.cause}' if hint.cause else ''}.", quiet=True
    )


NO_TESTS = "no_tests"
TESTS_SHOWN, TESTS_IN_AN_EMERGENCY = 6, 3


def _next(a: Assessment) -> Iterator[Block]:
    """Tests as a table; that none is needed is a sentence, and then only those before it."""
    if not a.next_tests or _nothing_to_judge(a):
        return
    ids = [t.id for t in a.next_tests]
    none = a.next_tests[ids.index(NO_TESTS)] if NO_TESTS in ids else None
    most = TESTS_IN_AN_EMERGENCY if _is(a, "emergency") else TESTS_SHOWN
    rows = a.next_tests[: ids.index(NO_TESTS) if none else most]
    if rows:
        yield Heading("Tests worth asking about")
    if none:
        yield Text(f"{none.name}.{'' if _is(a, 'self_care') else f' {none.reason}'}")
    if rows:
        yield Table(("Test", "Why"), tuple((t.name, t.reason or t.why) for t in rows[:most]))


_SUPPORT = {"more": "More support", "some": "Some support", "little": "Little support"}

VERDICTS = {
    "likely_low": "likely low",
    "likely_adequate": "likely enough",
    "uncertain": "uncertain",
    "cannot_tell": "cannot tell",
    "above_limit": "above a limit",
    "no_reference": "no reference",
}


def _nutrients(a: Assessment, brief: bool, hint: Hints) -> Iterator[Block]:
    if not a.nutrients:
        return
    yield Heading("What the diary says")
    rows = a.nutrients
    if all(n.verdict == "no_reference" for n in rows):
        yield Text("Without age and sex these amounts cannot be compared with a need.")
        yield Table(
            ("Nutrient", "Usual intake (80 % range)"),
            tuple((n.label, span(n.usual_intake)) for n in rows if n.usual_intake.mean is not None),
        )
        return
    yield Picture("nutrients", "Usual intake beside the reference value, per nutrient.")
    yield Table(
        ("Nutrient", "Usual intake (80 % range)", "Reference", "Chance too low", "Verdict"),
        tuple(
            (
                n.label,
                span(n.usual_intake),
                reference(n),
                percent(n.probability_inadequate),
                VERDICTS[n.verdict],
            )
            for n in rows
            if n.verdict != "no_reference"
        ),
    )
    yield Text(_REFERENCES, quiet=True)
    spoken = [n for n in rows if n.say and n.verdict in _SPOKEN]
    if brief:
        more = [n.label.lower() for n in spoken if n.verdict == "cannot_tell"]
        spoken = [n for n in spoken if n.verdict != "cannot_tell"][:SPOKEN_BRIEFLY]
        yield Bullets(tuple(n.say for n in spoken))
        if more:
            yield Text(
                f"Cannot tell: {', '.join(more)}.{f' {hint.nutrient}.' * bool(hint.nutrient)}"
            )
    else:
        yield Bullets(tuple(n.say for n in spoken))


_REFERENCES = (
    "EAR or AR: the average need; half of people need less, half more. AI: an amount that is "
    "enough for nearly everybody; being below it does not show a lack."
)

SPOKEN_BRIEFLY = 5
"""Nutrients that get a sentence on a terminal; the table has them all."""

_SPOKEN = ("above_limit", "likely_low", "uncertain", "cannot_tell")


def reference(n: Nutrient) -> str:
    """The reference value of a nutrient; a dash where there is none."""
    if n.requirement is None or n.requirement.value is None:
        return "–"
    return f"{n.requirement.kind} {number(n.requirement.value)} {n.requirement.unit}"


def _hydration(a: Assessment) -> Iterator[Block]:
    if a.hydration:
        yield Heading("Water and salt")
        yield Text(a.hydration.say)


_FLAGS = {
    "LL": "very low",
    "L": "low",
    "N": "within range",
    "H": "high",
    "HH": "very high",
    "unknown": "not judged",
}


def lab_value(lab: Lab) -> str:
    """A result as reported, and in the unit it was judged in."""
    if lab.value is None:
        return "no value"
    text = f"{lab.comparator}{number(lab.value)} {lab.unit}"
    if lab.si_value is not None and lab.si_unit and lab.si_unit != lab.unit and not lab.comparator:
        text += f" = {number(lab.si_value)} {lab.si_unit}"
    return text


def reading(lab: Lab) -> str:
    """How a result is judged; a band that is not about the range stands by itself."""
    if lab.band and lab.interpretation in ("N", "unknown"):
        return lab.band
    return f"{_FLAGS[lab.interpretation]}{f': {lab.band}' if lab.band else ''}"


def _labs(a: Assessment) -> Iterator[Block]:
    if not a.labs:
        return
    yield Heading("Blood and urine tests")
    yield Table(
        ("Test", "Result", "Reading", "Reference"),
        tuple(
            (
                f"{lab.name} (computed)" if lab.derived else lab.name,
                lab_value(lab),
                reading(lab),
                lab.reference,
            )
            for lab in a.labs
        ),
    )
    caveats = tuple(dict.fromkeys(f"{lab.name}: {c}" for lab in a.labs for c in lab.caveats))
    if caveats:
        yield Bullets(caveats)


def _plan(a: Assessment) -> Iterator[Block]:
    if a.plan:
        yield Heading("The smallest change of food")
        yield Text(a.plan.say)
        if a.plan.lines:
            yield Bullets(tuple(a.plan.lines))
        if a.plan.plans:
            yield Picture("plan", "The chance of getting enough, before and after the plan.")
        for t in a.plan.tables:
            yield Text(t.title)
            yield Table(tuple(t.columns), tuple(map(tuple, t.rows)))


def _simulation(a: Assessment) -> Iterator[Block]:
    if a.simulation:
        yield Heading("What the models say about blood and nerve")
        if a.simulation.blood is not None and a.simulation.blood.series:
            yield Picture("simulation", "Blood over weeks: median of such people, and 80 in 100.")
        yield Text(a.simulation.say)
        if a.simulation.lines:
            yield Bullets(tuple(a.simulation.lines))
        for t in a.simulation.tables:
            yield Text(t.title)
            yield Table(tuple(t.columns), tuple(map(tuple, t.rows)))


def _told(part: dict[str, object]) -> Iterator[Block]:
    """A part that brings its own sentences: `say`, a list of `lines`, and `tables`."""
    say, lines, tables = part.get("say"), part.get("lines"), part.get("tables")
    if isinstance(say, str):
        yield Text(say)
    if isinstance(lines, list) and lines:
        yield Bullets(tuple(str(line) for line in lines))
    if isinstance(tables, list):
        for t in tables:
            yield Text(str(t.get("title", "")))
            yield Table(tuple(map(str, t["columns"])), tuple(tuple(map(str, r)) for r in t["rows"]))


def _diary(a: Assessment, hint: Hints) -> Iterator[Block]:
    d = a.diary
    if d is None:
        return
    yield Heading("What was read")
    days = dict.fromkeys(str(one) for one in (d.first_day, d.last_day) if one)
    when = f", {' to '.join(days)}" if days else ""
    many = [f"{n} {what}{'s' * (n != 1)}" for n, what in ((d.days, "day"), (d.lines, "line"))]
    yield Text(f"{many[0]}{when}; {many[1]}. {d.plausibility}".strip())
    yield Bullets(tuple(f"{f.label}: {f.path}" for f in d.files))
    if d.supplements:
        yield Text(f"Supplements found: {', '.join(d.supplements)}.")
    if d.medicines:
        yield Text(f"Medicines found in the diary: {', '.join(d.medicines)}.")
    if d.unmatched:
        correct = f" ({hint.match})" if hint.match else ""
        yield Text(f"Lines with no match or a weak one{correct}:")
        yield Table(
            ("Line", "Taken as", "Could also be", "Share of energy"),
            tuple(
                (
                    u.line,
                    u.matched or "not used",
                    "; ".join(u.alternatives[:3]) or "–",
                    percent(u.energy_share),
                )
                for u in d.unmatched[:25]
            ),
        )
        if len(d.unmatched) > 25:
            yield Text(f"… and {len(d.unmatched) - 25} more{_dash(hint.rest)}.")


def _loose_ends(a: Assessment, hint: Hints) -> Iterator[Block]:
    asked = " ".join(own.question.lower() for own in a.you_asked)
    words = tuple(w for w in a.not_understood if w.lower() not in asked)
    if words:
        yield Heading("Not understood")
        yield Text("Not used; try other words.")
        yield Bullets(words)
    above = {not_used(p.what, p.where, p.fix) for p in a.problems} | playback.unknown_names(a)
    warnings = tuple(with_ways(w, hint.ways) for w in a.warnings if w not in above)
    if warnings:
        yield Heading("Warnings")
        yield Bullets(warnings)


def citation(s: SourceUsed) -> str:
    """Authors, title, year and where it is."""
    parts = [p for p in (s.authors, s.title, str(s.year or ""), s.doi or s.url) if p]
    return " ".join(p if p[-1] in ".?!" else f"{p}." for p in parts).removesuffix(".")


def _sources(a: Assessment, brief: bool, hint: Hints) -> Iterator[Block]:
    if a.sources and brief:
        where = f"; {hint.sources}" if hint.sources else ""
        yield Text(f"Sources: {len(a.sources)} were used{where}.", quiet=True)
    elif a.sources:
        yield Heading("Sources used in this answer")
        yield Bullets(tuple(citation(s) for s in a.sources))

"""Everything that is believed of a person's words as readings, and what is left of it when some
of them are struck out: a struck reading is gone from findings, numbers, doses, allergies, answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from unclench.errors import Problem, did_you_mean
from unclench.told import life
from unclench.told.allergies import Allergies, allergies_of
from unclench.told.person import Exposure, Reading, TakenSupplement
from unclench.told.phrases import HEARD, Said
from unclench.told.questions import WHERE, Answers
from unclench.told.readings import reading, reading_id, readings, without_struck
from unclench.told.vocabulary import finding_items
from unclench.told.worded import ToldResult, results_told

LIVING = ("sweat", "exercise", "heat", "work")
"""Keys of `exposure` whose numbers `life` reads by itself."""
RESULT = "result_"
"""How the id of a result in the words begins, which the laboratory part reads."""
Text = tuple[str, str]
Living = Mapping[str, str | float | bool | None]


@dataclass(frozen=True, slots=True)
class Told:
    """All that was read of the words of one case.

    Attributes:
        texts: (key of the case, text). said: phrases in them. taken: supplements.
        numbers: amounts and measures. allergies: (key, text) of all that may name one.
        living: the exposures of the case. answers: what questions gave.
        patient: words for a relative who is the person that all is about.
    """

    texts: Sequence[Text]
    said: Sequence[Said]
    taken: Sequence[TakenSupplement]
    numbers: Sequence[Exposure]
    allergies: Sequence[Text]
    living: Living
    answers: Answers
    patient: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of it, and the readings.

    Attributes:
        gone: (finding, text) that was struck; it does not come back through a number.
        readings: all that are left. problems: ids that name no reading.
        The rest as in `Told`, without what was struck.
    """

    texts: list[Text]
    said: list[Said]
    taken: list[TakenSupplement]
    numbers: list[Exposure]
    allergies: Allergies
    living: dict[str, str | float | bool | None]
    answers: Answers
    gone: frozenset[tuple[str, str]] = frozenset()
    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def _number(e: Exposure) -> Reading:
    slots: dict[str, str | float | bool | None] = {"value": e.value, "unit": e.unit}
    return Reading(reading_id(e.id, e.text), "number", e.id, e.text, e.where, "present", slots)


def _supplement(s: TakenSupplement) -> Reading:
    slots: dict[str, str | float | bool | None] = {
        n: round(amount, 4) for n, (amount, _) in sorted(s.per_day.items())
    }
    name = "_".join(s.label.lower().split())
    made = reading_id("supplement", s.text)
    return Reading(made, "supplement", name, s.text, s.where, "present", slots)


def _allergies(texts: Sequence[Text], patient: frozenset[str]) -> Iterator[Reading]:
    for where, text in texts:
        for pattern in allergies_of([(where, text)], patient).patterns:
            made = reading_id(f"allergy_{pattern}", text)
            yield Reading(made, "allergy", pattern, text, where, "present")


def _living(exposure: Living) -> Iterator[Reading]:
    for key in LIVING:
        value = exposure.get(key)
        known = life.sweating({key: value})
        if known.rate is not None or known.hours is not None:
            text = f"{key} {value}"
            slots = {"litres_an_hour": known.rate, "hours_a_day": known.hours}
            yield Reading(
                reading_id(f"living_{key}", text), "number", f"living_{key}", text,
                f"exposure.{key}", "present", {k: v for k, v in slots.items() if v is not None},
            )  # fmt: skip


def _answered(answers: Answers) -> Iterator[Reading]:
    every = [
        *((f.id, f.present, f.text, f.where, "finding") for f in answers.findings),
        *((c.id, c.present, c.text, c.where, "condition") for c in answers.conditions),
    ]
    for name, present, text, where, kind in every:
        yield Reading(
            id=reading_id(name, where),
            kind="finding" if kind == "finding" else "condition",
            finding=name,
            text=text,
            where=where,
            status="present" if present else "denied",
            slots={"answer": answers.kept[where.removeprefix(f"{WHERE}.")]},
        )


def struck_out(told: Told, struck: Sequence[str], confirmed: Sequence[str] = ()) -> Left:
    """What is left of all that was read when the readings with these ids are struck out.

    Args:
        told: what was read. struck, confirmed: ids of readings.
    """
    every = {
        r.id: r
        for r in (
            *readings(told.said),
            *map(_supplement, told.taken),
            *map(_number, told.numbers),
            *_living(told.living),
            *_allergies(told.allergies, told.patient),
            *_answered(told.answers),
        )
    }
    hidden = {r.id for s in told.said if (r := reading(s)) is not None}
    gone = frozenset(struck)
    pills = {s.text for s in told.taken if _supplement(s).id in gone}
    said = [s for s in without_struck(told.said, gone) if not (s.text in pills and _of_pill(s))]
    kept = {r.id for r in map(reading, said) if r is not None}
    left = {k: r for k, r in every.items() if k not in gone and (k not in hidden or k in kept)}
    taken = [
        s
        for s in told.taken
        if _supplement(s).id not in gone and not _all_struck(s, told.said, said)
    ]
    left = {
        k: r
        for k, r in left.items()
        if r.kind != "supplement" or any(_supplement(s).id == k for s in taken)
    }
    dead = _dead(every, left)
    return Left(
        texts=[t for t in told.texts if t not in dead],
        said=said,
        taken=taken,
        numbers=[e for e in told.numbers if _number(e).id not in gone],
        allergies=_allowed(told.allergies, gone, told.patient),
        living={k: v for k, v in told.living.items() if not _gone(k, v, gone, dead)},
        answers=_answers_without(told.answers, gone),
        gone=frozenset(
            (s.match.concept.id, s.text)
            for s in {*told.said} - {*said}
            if s.match.concept.kind == "finding"
        ),
        readings=tuple(_marked(r, confirmed) for r in left.values()),
        problems=_unknown(struck, confirmed, [*every, *hidden]),
    )


def _of_pill(said: Said) -> bool:
    """Whether a phrase says that something is taken."""
    kind, name = said.match.concept
    return kind in ("medicine", "medicine_class") or (
        kind == "finding" and finding_items()[name].type == "diet"
    )


def _all_struck(taken: TakenSupplement, before: Sequence[Said], after: Sequence[Said]) -> bool:
    """Whether the names of medicines in the words of a supplement were all struck out."""

    def names(said: Sequence[Said]) -> set[str]:
        return {
            s.match.concept.id
            for s in said
            if s.text == taken.text and s.match.concept.kind.startswith("medicine")
        }

    return bool(names(before)) and not names(after)


def _dead(every: Mapping[str, Reading], left: Mapping[str, Reading]) -> set[Text]:
    """Clauses that gave readings of which none is left: they tell nothing any more."""
    alive = {(r.where, r.text) for r in left.values()}
    return {(r.where, r.text) for r in every.values()} - alive


def _gone(key: str, value: object, gone: frozenset[str], dead: set[Text]) -> bool:
    where, text = f"exposure.{key}", f"{key} {value}"
    return reading_id(f"living_{key}", text) in gone or any(w == where for w, _ in dead)


def _allowed(texts: Sequence[Text], gone: frozenset[str], patient: frozenset[str]) -> Allergies:
    found = [allergies_of([t], patient) for t in texts]
    struck = {r.finding: r for r in _allergies(texts, patient) if r.id in gone}
    left = {r.finding for r in _allergies(texts, patient) if r.id not in gone}
    patterns = {p for f in found for p in f.patterns if p not in struck or p in left}
    unknown = dict.fromkeys(w for f in found for w in f.unknown)
    return Allergies(tuple(sorted(patterns)), tuple(unknown))


def results_left(
    told: Sequence[Text], said: Sequence[Said], patient: frozenset[str], struck: Sequence[str]
) -> tuple[ToldResult, ...]:
    """Results in words that no illness says already, without those with these ids."""
    ill = [s for s in said if s.match.concept.kind == "condition"]
    had = [(s.text, span) for s in ill for span in s.match.spans]
    found = results_told([t for t in told if t[0] in HEARD], had, patient)
    return tuple(
        r for r in found if not any(reading_id(RESULT + a, r.text) in struck for a in r.analytes)
    )


def _answers_without(answers: Answers, gone: frozenset[str]) -> Answers:
    return replace(
        answers,
        findings=tuple(f for f in answers.findings if reading_id(f.id, f.where) not in gone),
        conditions=tuple(c for c in answers.conditions if reading_id(c.id, c.where) not in gone),
    )


def _marked(reading: Reading, confirmed: Sequence[str]) -> Reading:
    if reading.id not in confirmed:
        return reading
    return replace(reading, slots={**reading.slots, "confirmed": True})


def _unknown(
    struck: Sequence[str], confirmed: Sequence[str], known: Sequence[str]
) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            f"There is no reading '{name[:80]}' of what was told.",
            key,
            did_you_mean(name, known) or "The ids are under `understood` in the answer.",
        )
        for key, names in (("struck", struck), ("confirmed", confirmed))
        for name in names
        if name not in known and not name.startswith(RESULT)
    )

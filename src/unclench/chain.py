"""`assess`: the whole chain for one person. Every door calls this and renders its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unclench.assessment import (
    Assessment,
    Country,
    DiarySummary,
    FileRead,
    ProblemFound,
    SourceUsed,
    Understood,
    Unmatched,
    reason,
)
from unclench.case import Case
from unclench.errors import Problem, UserError
from unclench.processes import begin_tables
from unclench.refusals import Refused
from unclench.request import Request, Wishes
from unclench.told import understand
from unclench.told.medicines import doubted
from unclench.told.readings import reading_id
from unclench.usable import usable
from unclench.version import __version__
from unclench.words import speak

if TYPE_CHECKING:
    from unclench.assessment import Node
    from unclench.assessment.plan import Plan
    from unclench.intake.diaries import Reviews
    from unclench.intake.diary import Diary, PersonDays
    from unclench.intake.lives import Lives
    from unclench.intake.usual import IntakeAnswer
    from unclench.intake.usual.standing import Standing
    from unclench.told import Person, Reading

Progress = Callable[[int, int, str], None]
Ask = Callable[[str, list[str]], str | None]

AUTHORITIES = ("nasem", "efsa")


def assess(
    case: Case | dict[str, Any] | str | Path,
    *,
    authority: str = "nasem",
    today: dt.date | None = None,
    person: str | None = None,
    simulate: bool = False,
    plan: bool | Wishes = False,
    believe: bool = False,
    ask: Ask | None = None,
    reviews: Reviews | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """The answer for one person.

    Args:
        case: a `Case`, a dictionary, or the path of a case folder or file.
        authority: whose requirements: "nasem" (US/Canada) or "efsa" (Europe).
        today: the day the answer is for; results and diaries after it are not used.
        person: which person, when a diary file holds several.
        simulate: add the models of blood, nerve and muscle.
        plan: add the smallest safe change of food; with `Wishes` when there are any.
        believe: days in a diary that nobody eats are right, and count as told.
        ask: called with a diary line and its alternatives to confirm or correct weak matches;
            each answer is kept at once, EOFError stops asking. A method `unknown(answer, left)` of
            it is told of an answer that names no food.
        reviews: matches that were decided before; those of this machine's user when None.
        progress: called with (done, total, what) during long work.

    What could not be used stands in `problems` of the answer, and in its `warnings`.

    Raises:
        UserError: nothing told could be used (age and sex are not something told): all that was
            wrong with it, at once; or an unknown authority, person or wish.
    """
    if authority not in AUTHORITIES:
        raise UserError(
            Problem(f"'{authority}' is not a known authority.", "authority", "Use nasem or efsa.")
        )
    request = Request.model_validate(
        {
            "case": _as_case(case),
            "wishes": plan if isinstance(plan, Wishes) else Wishes(),
            "authority": authority,
            "today": today,
            "person": person,
            "simulate": simulate,
            "plan": bool(plan),
            "believe": believe,
        }
    )
    return answer_to(request, ask=ask, reviews=reviews, progress=progress)


def plan(
    case: Case | dict[str, Any] | str | Path,
    wishes: Wishes | None = None,
    *,
    authority: str = "nasem",
    today: dt.date | None = None,
    person: str | None = None,
) -> Plan:
    """The smallest safe change of food for one person: the plan part of the answer.

    Args:
        case: as for `assess`. wishes: what the person wants of the plan.
        authority, today, person: as for `assess`.

    Raises:
        UserError: everything that was wrong with the input, at once.
    """
    found = assess(
        case, authority=authority, today=today, person=person, plan=wishes or Wishes()
    ).plan
    assert found is not None
    return found


def read_diary(
    paths: str | Path | Sequence[str | Path],
    *,
    today: dt.date | None = None,
    person: str | None = None,
    progress: Progress | None = None,
) -> Diary:
    """One person's diary from files of any known kind; `Diary.entries` is a tidy polars frame.

    Args:
        paths: a file or several. today: the day the diary ends at; now when not given.
        person: which person, when a file holds several. progress: as for `assess`.

    Raises:
        UserError: everything that is wrong with any of the files, at once.
    """
    from unclench.intake.diaries import read

    begin_tables()
    files = [paths] if isinstance(paths, (str, Path)) else paths
    return read(files, today=today or dt.date.today(), person=person, progress=progress)


def answer_to(
    request: Request,
    *,
    ask: Ask | None = None,
    reviews: Reviews | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """The answer to a request; doors ask through this. The rest as for `assess`.

    Raises:
        UserError: as for `assess`.
    """
    case, authority, person = request.case, request.authority, request.person
    refused = Refused([*case.problems])
    today = refused.day(request.today)
    answer = Assessment(version=__version__, authority=authority)
    unread: tuple[Diary | None, PersonDays | None] = (None, None)
    diary, days = refused.guarded(
        "the diary",
        lambda: _diary(
            case, answer, today, person, ask, reviews, progress, refused.problems, request.believe
        ),
        unread,
    )
    listed = answer.diary
    told = understand(
        case, listed.medicines if listed else (), listed.supplements if listed else ()
    )
    answer.reasons.warnings += doubted(told.medicines)
    refused.problems += told.problems
    none: dict[str, float] = {}
    values = refused.guarded(
        "the blood tests", lambda: _labs(case, told, answer, today, person, refused.problems), none
    )
    refused.stop(told, answer, request.language)
    if listed is not None:
        told = replace(told, country=listed.country.id)
    found = _intake(told, answer, days, authority, values)
    if diary is not None and days is not None:
        from unclench.intake.exposures import with_eaten

        told = with_eaten(told, diary, days, found.traces)
    _differential(told, answer)
    if request.plan:
        _plan(told, answer, diary, days, found.standings, values, request.wishes, progress)
    if request.simulate:
        refused.guarded("the simulation", lambda: _simulation(told, answer, today), None)
    answer.explained_by(lambda: _trees(found, answer))
    refused.tell(answer, request.language)
    return speak(answer, request.language)


def for_a_trial(request: Request) -> tuple[Person, Assessment, dict[str, float]]:
    """What a self-experiment must know of a person: (as told, warning signs, blood in SI units).

    Raises:
        UserError: what is told of the person cannot be used, all at once.
    """
    case = request.case
    refused = Refused([*case.problems])
    today = refused.day(request.today)
    answer = Assessment(version=__version__, authority=request.authority)
    unread: tuple[Diary | None, PersonDays | None] = (None, None)
    refused.guarded(
        "the diary",
        lambda: _diary(case, answer, today, request.person, None, None, None, refused.problems,
                       request.believe),
        unread,
    )  # fmt: skip
    listed = answer.diary
    told = understand(
        case, listed.medicines if listed else (), listed.supplements if listed else ()
    )
    none: dict[str, float] = {}
    values = refused.guarded(
        "the blood tests",
        lambda: _labs(case, told, answer, today, request.person, refused.problems),
        none,
    )
    _differential(told, answer)
    refused.tell(answer, request.language)
    return told, speak(answer, request.language), values


def _simulation(told: Person, answer: Assessment, today: dt.date) -> None:
    from unclench.membrane.assess import simulation_part

    answer.simulation = simulation_part(told, answer, today)
    _cite(answer, answer.simulation.sources)


def _trees(found: IntakeAnswer, answer: Assessment) -> dict[str, Node]:
    from unclench.explain.causes import cause_tree
    from unclench.explain.intake import trees
    from unclench.explain.results import result_trees

    causes = {c.id: cause_tree(c) for c in answer.causes}
    return trees(found) | causes | result_trees(answer.labs)


def _as_case(case: Case | dict[str, Any] | str | Path) -> Case:
    if isinstance(case, Case):
        return case
    if isinstance(case, dict):
        return usable(case)
    from unclench.gathering import case_from

    return case_from(case)


def _labs(
    case: Case,
    told: Person,
    answer: Assessment,
    today: dt.date,
    person: str | None,
    problems: list[Problem],
) -> dict[str, float]:
    """Read and interpret blood tests; SI values by analyte go to the links after."""
    from unclench.plasma.labs import interpret, read_labs, si
    from unclench.plasma.labs.future import without_future
    from unclench.plasma.labs.newest import newest
    from unclench.plasma.labs.rise import with_earlier
    from unclench.plasma.labs.said import from_told, from_words
    from unclench.plasma.labs.unit_meant import without_unit

    said = []
    worded, unclear = from_told(told.results, today)
    problems += unclear
    spoken = from_words([*case.complaints, *case.signs, *case.conditions], today)
    for result in [*spoken, *worded]:
        told_as = reading_id(f"result_{result.analyte}", result.where)
        if told_as not in case.struck:
            said.append(result)
            answer.understood.append(
                Understood(
                    id=told_as, text=result.where, finding=result.analyte, status="present",
                    slots={"kind": "result", "confirmed": told_as in case.confirmed},
                )
            )  # fmt: skip
    if not case.labs and not said:
        return {}
    read = read_labs(case.labs, case.folder, strict=False, today=today, person=person)
    found = without_future(read, told, today)
    problems += found.problems
    listed = {r.analyte for r in found.results}
    told_now, _, doubts = newest(said)
    extra = [r for r in told_now if r.analyte not in listed]
    now = with_earlier([*found.results, *extra], [*found.history, *said], case.complaints)
    answer.labs = interpret(now, told, today)
    answer.reasons.warnings += [*found.notes, *without_unit(answer.labs)]
    named = {r.analyte for r in extra}
    answer.reasons.warnings += [d for d in doubts if d.values["analyte"] in named]
    return si(answer.labs)


def _diary(
    case: Case,
    answer: Assessment,
    today: dt.date,
    person: str | None,
    ask: Ask | None,
    reviews: Reviews | None,
    progress: Progress | None,
    problems: list[Problem],
    believe: bool,
) -> tuple[Diary | None, PersonDays | None]:
    if not case.diary:
        return None, None
    from unclench.intake.diaries import Reviews, read
    from unclench.intake.lives import lives
    from unclench.intake.person_days import person_days

    begin_tables()
    files = case.paths(case.diary)
    kept = reviews if reviews is not None else Reviews()
    if reviews is None:
        try:
            kept = Reviews.load()
        except UserError as error:  # without what was decided before
            problems += error.problems
    read_ = partial(
        read,
        files,
        today=today,
        person=person,
        progress=progress,
        reviews=kept,
        strict=False,
        believe=believe,
    )
    diary = read_()
    if ask is not None and _review(diary, ask, kept, answer):
        diary = read_()
    problems += diary.problems
    home = lives(
        case.profile.country, case.profile.language, diary.entries["name"].drop_nulls().to_list()
    )
    assumed = home.label if home.assumed else ""
    days = person_days(diary, country=home.country, assumed=assumed)
    answer.diary = _summary(diary, days, home)
    answer.reasons.warnings += [*home.said(), *diary.warnings, *days.warnings]
    return diary, days


def _review(diary: Diary, ask: Ask, reviews: Reviews, answer: Assessment) -> int:
    """Ask about every doubtful line and remember the answers; how many were decided."""
    from unclench.intake.diaries import review

    def one(line: Unmatched, choices: list[str]) -> str | None:
        return ask(line.line, choices)

    decided = review(diary.unmatched, reviews, one, unknown=getattr(ask, "unknown", None))
    if reviews.unsaved is not None:
        lost = reviews.unsaved
        answer.problems.append(ProblemFound(what=lost.what, where=lost.where, fix=lost.fix))
    return decided


def _summary(diary: Diary, days: PersonDays, home: Lives) -> DiarySummary:
    kinds = diary.entries.select("kind", "name").unique(maintain_order=True)
    named = {
        kind: [n for k, n in kinds.iter_rows() if k == kind and n]
        for kind in ("supplement", "medicine")
    }
    return DiarySummary(
        files=[
            FileRead(
                path=f.path,
                label=f.label,
                shape=f.shape,
                sha256=f.sha256,
                rows=f.rows,
                used=f.used,
                not_used=list(f.skipped),
            )
            for f in diary.files
        ],
        days=len(days.days),
        first_day=min(days.days, default=None),
        last_day=max(days.days, default=None),
        lines=diary.lines,
        unmatched=list(diary.unmatched),
        supplements=named["supplement"],
        medicines=named["medicine"],
        country=Country(
            id=home.country, label=home.label, basis=home.basis, words=list(home.words)
        ),
    )


def _intake(
    told: Person,
    answer: Assessment,
    days: PersonDays | None,
    authority: str,
    labs: dict[str, float],
) -> IntakeAnswer:
    from unclench.intake.usual import assess_intake

    found = assess_intake(
        days,
        told,
        authority,  # type: ignore[arg-type]
        labs=labs,
        bounds={lab.analyte: lab.comparator for lab in answer.labs if lab.comparator},
    )
    answer.nutrients, answer.hydration = found.nutrients, found.hydration
    answer.reasons.warnings += found.warnings
    answer.reasons.insufficient += found.insufficient
    _cite(answer, found.sources)
    if answer.diary is not None:
        answer.diary.plausible = found.plausibility.why
        answer.diary.energy_kcal = found.energy
    return found


def _differential(told: Person, answer: Assessment) -> None:
    """Red flags, ranked contributors, next tests."""
    from unclench.differential.assess import assess_differential

    found = assess_differential(told, answer.labs, answer.nutrients)
    answer.urgency, answer.red_flags = found.urgency, found.red_flags
    answer.causes, answer.next_tests = found.causes, found.next_tests
    answer.what_to_do, answer.you_asked = found.what_to_do, found.own_answers
    answer.understood[:0] = [understood(r) for r in told.readings]
    answer.ask, answer.asked = found.ask, dict(told.asked)
    answer.not_understood += told.not_understood
    answer.reasons.warnings += [
        reason("unknown_name", kind=u.kind, text=u.text) for u in told.unsure
    ]
    answer.reasons.insufficient += found.insufficient
    answer.reasons.questions += found.questions
    _cite(answer, found.sources)


def understood(reading: Reading) -> Understood:
    """A reading as the answer has it."""
    return Understood(
        id=reading.id,
        text=reading.text,
        finding=reading.finding,
        status=reading.status,
        slots={"kind": reading.kind, "where": reading.where, **reading.slots},
    )


def _plan(
    told: Person,
    answer: Assessment,
    diary: Diary | None,
    days: PersonDays | None,
    standings: Mapping[str, Standing],
    labs: dict[str, float],
    wishes: Wishes,
    progress: Progress | None,
) -> None:
    from unclench.planning.assess import plan_part
    from unclench.planning.served_first import served_first
    from unclench.plasma.labs import judged

    part = plan_part(
        told,
        diary,
        days,
        standings,
        labs,
        wishes,
        answer.hydration,
        progress,
        judged(answer.labs),
        served_first(told, answer.causes),
        any(n.verdict == "likely_low" for n in answer.nutrients),
    )
    answer.plan = part
    _cite(answer, part.sources)


def _cite(answer: Assessment, keys: Iterable[str]) -> None:
    """Add sources that were used, once each, in the order of use; our judgement is no citation."""
    from unclench.facts.loader import sources

    known = {s.key for s in answer.sources}
    for key in keys:
        source = sources().get(key)
        if source is None or key in known or source.verified == "judgement":
            continue
        known.add(key)
        answer.sources.append(
            SourceUsed(
                key=key,
                title=source.title,
                authors=source.authors,
                year=source.year,
                doi=source.doi,
                url=source.url,
            )
        )

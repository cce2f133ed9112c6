"""`understand(case)`: everything a person says, read once, as one `Person`.

Deterministic and offline: phrases and relations are facts; what a phrase stands under is in
`scope`, how long and how bad in `qualifiers`, numbers in `amounts`. What gave nothing is listed,
never dropped. Every link after this one takes the `Person`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from unclench.case import Case
from unclench.told import amounts, life, qualifiers
from unclench.told.body_size import HEIGHT, WEIGHT
from unclench.told.carer import spoken_for
from unclench.told.diets import diets_of
from unclench.told.gestation import may_carry, spelled_out
from unclench.told.held import held
from unclench.told.lexicon import Words
from unclench.told.medicines import medicines, timed
from unclench.told.own_questions import own_questions
from unclench.told.pack import Sentence, sentences
from unclench.told.person import (
    Aside,
    Condition,
    Doubt,
    Exposure,
    Finding,
    Medicine,
    Perhaps,
    Person,
    Reading,
    Untaken,
)
from unclench.told.phrases import Said, read, texts
from unclench.told.questions import NONE, NOT_SURE, Answers, answers, meaning_id, signs
from unclench.told.readings import reading
from unclench.told.story import sounds, story, unread, without
from unclench.told.striking import Told, results_left, struck_out
from unclench.told.taken import taken_supplements
from unclench.told.unclear import doubts
from unclench.told.unknown import unsure
from unclench.told.untaken import untaken
from unclench.told.vocabulary import condition_items, finding_items, wider_findings

SAME_AS_PROFILE = {"pregnant": "pregnancy", "lactating": "breastfeeding", "menopausal": "menopause"}
"""Key of the profile -> the condition that says the same."""
DIARY = "diary"
"""Where something stands that was not told but eaten."""

MOST_PERHAPS = 8
"""So many findings that may be meant count, the likeliest: each costs time in the ranking."""
PROFILE_FINDINGS = {"smoker": "smoking"}
SUN_FINDINGS = {"little": "low_sun", "much": "good_sun"}


def _finding(said: Said, days: float | None) -> Finding:
    tokens = said.near
    own = qualifiers.duration(said.sentence.tokens)
    return Finding(
        id=said.match.concept.id,
        present=said.status == "present",
        severity=qualifiers.severity(tokens),
        duration_days=own if own is not None else days,
        onset=qualifiers.onset(said.sentence.tokens, own if own is not None else days),
        laterality=qualifiers.side(tokens),
        text=said.text,
        where=said.where,
        heard=not said.match.text,
        sure=said.sure,
    )


def better(a: Finding | None, b: Finding) -> Finding:
    """Of two findings with one id: present before absent, said before implied, then the fuller; as
    sure as the surer."""
    if a is None:
        return b

    def fullness(f: Finding) -> tuple[bool, bool, bool, int]:
        known = sum(v is not None for v in (f.severity, f.duration_days, f.laterality))
        return f.present, not f.implied_by, not f.heard, known

    best = b if fullness(b) > fullness(a) else a
    return replace(best, sure=max(f.sure for f in (a, b) if f.present == best.present))


def relate(found: dict[str, Finding]) -> dict[str, Finding]:
    """Add what follows: the general from the specific, absences from a normal examination."""
    items = finding_items()
    queue = [f for f in found.values() if f.present]
    while queue:
        source = queue.pop()
        for other in items[source.id].implies:
            if other not in found or not found[other].present:
                found[other] = replace(source, id=other, implied_by=source.id)
                queue.append(found[other])
            elif found[other].sure < source.sure:
                found[other] = replace(found[other], sure=source.sure)
                queue.append(found[other])
    for source in [f for f in found.values() if f.present]:
        for other in items[source.id].excludes:
            found.setdefault(other, replace(source, id=other, present=False, implied_by=source.id))
    changed = True
    while changed:
        changed = False
        for key, item in items.items():
            if key in found:
                continue
            for parent in item.implies:
                general = found.get(parent)
                if general is not None and not general.present:
                    found[key] = replace(general, id=key, implied_by=parent)
                    changed = True
                    break
    return found


def _conditions(said: list[Said], case: Case, answered: Sequence[Condition]) -> list[Condition]:
    out: dict[str, Condition] = {}
    for answer in answered:
        if answer.id not in out or answer.present:
            out[answer.id] = answer
    for key, name in SAME_AS_PROFILE.items():
        told = getattr(case.profile, key)
        if told or (key == "menopausal" and told is not None):
            out[name] = Condition(name, told, key, f"profile.{key}")
    for s in said:
        if s.match.concept.kind != "condition" or s.status not in ("present", "absent"):
            continue
        past = qualifiers.ago(s.sentence.tokens)
        new = Condition(
            s.match.concept.id, s.status == "present", s.text, s.where,
            None if past is None else past / 365.25, s.sure,
        )  # fmt: skip
        old = out.get(new.id)
        if old is not None and old.present == new.present:
            old, new = (replace(c, sure=max(old.sure, new.sure)) for c in (old, new))
            out[old.id] = old
        if old is None or (new.present, new.years_ago is not None) > (
            old.present, old.years_ago is not None
        ):  # fmt: skip
            out[new.id] = new
    queue = [c for c in out.values() if c.present]
    while queue:
        source = queue.pop()
        for other in condition_items()[source.id].implies:
            if other not in out or not out[other].present:
                out[other] = replace(source, id=other)
                queue.append(out[other])
            elif out[other].sure < source.sure:
                out[other] = replace(out[other], sure=source.sure)
                queue.append(out[other])
    return [out[k] for k in sorted(out)]


def _findings(
    said: list[Said],
    case: Case,
    found: list[Exposure],
    answered: Sequence[Finding],
    follows: Sequence[Finding],
    gone: Collection[tuple[str, str]],
) -> dict[str, Finding]:
    out: dict[str, Finding] = {f.id: f for f in follows}
    for answer in answered:
        out[answer.id] = better(out.get(answer.id), answer)
    for s in said:
        if s.match.concept.kind == "finding" and s.status in ("present", "absent"):
            new = _finding(s, None)
            out[new.id] = better(out.get(new.id), new)
    for key, name in PROFILE_FINDINGS.items():
        told = getattr(case.profile, key)
        if told is not None:
            out[name] = Finding(name, told, text=key, where=f"profile.{key}")
    for name, text in amounts.outdone(found, case.profile.sex):
        if name in out and out[name].text == text:
            del out[name]
    for finding in amounts.findings(found, case.profile.sex):
        if (finding.id, finding.text) in gone:
            continue
        out[finding.id] = better(out.get(finding.id), finding)
    return relate(_explained_away(out))


def _explained_away(found: dict[str, Finding]) -> dict[str, Finding]:
    """Without what a finding of the same words stands for instead, unless something else speaks."""
    items = finding_items()
    gone = {
        other
        for f in found.values()
        if f.present and not any(n in found and found[n].present for n in items[f.id].unless)
        for other in items[f.id].instead_of
        if other in found and (found[other].text in f.text or f.text in found[other].text)
    }
    return {k: f for k, f in found.items() if k not in gone}


def _clauses(sentence: Sentence) -> list[Words]:
    """The words of each clause."""
    pairs = list(zip(sentence.tokens, sentence.clause, strict=True))
    return [tuple(t for t, c in pairs if c == n) for n in dict.fromkeys(sentence.clause)]


def _durations(told: Sequence[tuple[str, str]], carries: bool) -> tuple[float | None, float | None]:
    """How long the complaint has gone on, in days: the longest that a sentence of a complaint
    says, and the shortest that a clause of one does."""
    every = [
        spelled_out(s, carries)
        for where, text in told
        if where == "complaints"
        for s in sentences(text)
    ]
    long = [d for s in every if (d := qualifiers.duration(s.tokens)) is not None]
    short = [d for s in every for c in _clauses(s) if (d := qualifiers.duration(c)) is not None]
    return max(long, default=None), min([*short, *long], default=None)


def _asides(said: list[Said]) -> tuple[Aside, ...]:
    out = {
        (s.match.concept.id, s.text): Aside(s.match.concept.id, s.text, s.status)
        for s in said
        if s.status in ("relative", "worry") and s.match.concept.kind != "diet"
    }
    return tuple(out[k] for k in sorted(out))


def _still_taken(reading: Reading, drugs: Sequence[Medicine]) -> Reading:
    """A reading of a medicine, marked when it is taken no longer."""
    names = (reading.finding, f"({reading.finding})")
    stopped = any(not d.current and d.generic in names for d in drugs)
    if not stopped or reading.kind not in ("medicine", "medicine_class"):
        return reading
    return replace(reading, slots={**reading.slots, "taken": False})


def _stands(reading: Reading, status: Mapping[str, bool]) -> bool:
    """Whether what was read is believed in the end: another finding may stand in its place."""
    believed = reading.status == "present" or "counted" in reading.slots
    return reading.kind != "finding" or not believed or reading.finding in status


def _clear(clauses: Sequence[Untaken], answered: Answers) -> frozenset[str]:
    """Clauses whose meaning the person chose, and their words."""
    chosen = {
        u.text: u.words
        for u in clauses
        if answered.kept.get(meaning_id(u.text), NOT_SURE) not in (NONE, NOT_SURE)
    }
    return frozenset([*chosen, *(w for words in chosen.values() for w in words)])


def _open_doubts(
    found: Sequence[Doubt], answered: Answers, status: Mapping[str, bool]
) -> tuple[Doubt, ...]:
    """Doubts that neither an answer nor other words settle."""
    chosen = {f.text for f in answered.findings}
    return tuple(
        d
        for d in found
        if d.question not in answered.settled
        and d.text not in chosen
        and not any(status.get(n) for n in signs()[d.question].yes)
    )


def _refuted(found: Sequence[Doubt], answered: Answers, status: Mapping[str, bool]) -> list[str]:
    """Words that may have meant a warning sign which an answer says is not there."""
    return [
        d.text
        for d in found
        if d.question in answered.settled
        and not any(status.get(n) for n in signs()[d.question].yes)
    ]


def _still_told(
    told: Sequence[tuple[str, str]], every: Sequence[Said], left: Sequence[Said]
) -> list[tuple[str, str]]:
    """Texts of which something that was read still counts, and those of which nothing was."""
    gone = {(s.where, s.text) for s in every} - {(s.where, s.text) for s in left}
    return [t for t in told if t not in gone]


def _of_a_product(said: Said) -> bool:
    """Whether the name of a product can say this: what is in it, never how somebody feels."""
    kind, name = said.match.concept
    if kind == "finding":
        return finding_items()[name].type in ("diet", "exposure")
    return kind in ("medicine", "medicine_class")


def _confirmed(said: Said, confirmed: Collection[str]) -> Said:
    """What may be meant, as told where the person confirmed it."""
    if not confirmed or (said.status != "perhaps" and said.sure >= 1):
        return said
    made = reading(said)
    if not made or made.id not in confirmed:
        return said
    return replace(said, status="present", match=replace(said.match, doubt=None), sure=1.0)


def _perhaps(said: Sequence[Said], status: Mapping[str, bool]) -> tuple[Perhaps, ...]:
    """What may be meant and is neither told nor denied; of two that say the same the likelier."""
    best: dict[str, Perhaps] = {}
    for s in said:
        name = s.match.concept.id
        if s.status == "perhaps" and s.match.doubt is not None and name in finding_items():
            if name in status:
                continue
            odds = math.exp(s.match.doubt)
            if name not in best or odds > best[name].odds:
                best[name] = Perhaps(name, odds, s.text, s.where)
    out: list[Perhaps] = []
    for one in sorted(best.values(), key=lambda p: (-p.odds, p.id)):
        if not any(one.id in wider_findings(o.id) or o.id in wider_findings(one.id) for o in out):
            out.append(one)
    return tuple(sorted(out[:MOST_PERHAPS], key=lambda p: p.id))


def _number(found: Sequence[Exposure], key: str) -> float | None:
    return next((e.value for e in found if e.id == key), None)


def understand(case: Case, logged: Collection[str] = (), pills: Collection[str] = ()) -> Person:
    """What the case says in words and numbers, laboratory results apart.

    Never raises on text. The order of complaints does not change the result, apart from the
    order of `not_understood`.

    Args:
        logged: medicines that a diary lists among the foods; they count as taken.
        pills: supplements that it lists; their doses are read with the diary, not here.
    """
    told = [*texts(case), *(("medicines", text) for text in logged)]
    carries = may_carry(case.profile)
    said: list[Said] = []
    missed: list[str] = []
    for where, text in told:
        new, not_found = read(text, where, carries=carries)
        said += new
        missed += not_found
    patient = spoken_for(told, said, case.profile)
    if patient:
        said = [s for where, text in told for s in read(text, where, patient, carries=carries)[0]]
    for text in pills:
        said += [s for s in read(text, DIARY)[0] if _of_a_product(s)]
    every = said = [_confirmed(s, case.confirmed) for s in held(said, patient)]
    clauses = untaken(told, every)
    left = struck_out(
        Told(
            texts=told,
            said=every,
            taken=taken_supplements(told, every),
            numbers=amounts.exposures(told),
            allergies=[*told, *(("allergies", text) for text in case.allergies)],
            living=case.exposure,
            answers=answers(case.asked, {meaning_id(u.text): u.text for u in clauses}),
            patient=patient,
        ),
        case.struck,
        case.confirmed,
    )
    said, taken, answered, exposures = left.said, tuple(left.taken), left.answers, left.numbers
    exposures += [e for e in amounts.of_supplements(taken) if e not in exposures]
    drugs: list[Medicine] = medicines(said)
    found = _findings(said, case, exposures, answered.findings, timed(drugs), left.gone)
    conditions = _conditions(said, case, answered.conditions)
    has = {c.id for c in conditions if c.present}
    status = {f.id: f.present for f in found.values()} | {c.id: c.present for c in conditions}
    profile = case.profile
    allergic = left.allergies
    clear = _clear(clauses, answered)
    longest, newest = _durations(_still_told(told, every, said), carries)
    sun = life.sun(status)
    every_doubt = doubts(told, every)
    own = without(story(every, said), _refuted(every_doubt, answered, status))
    tone = sounds(own or unread(told, every), profile)
    return Person(
        age=profile.age,
        sex=profile.sex,
        weight_kg=profile.weight_kg or _number(exposures, WEIGHT),
        height_cm=profile.height_cm or _number(exposures, HEIGHT),
        activity=profile.activity,
        country=profile.country,
        menopausal=status.get("menopause"),
        smoker=status.get("smoking"),
        pregnant="pregnancy" in has,
        lactating="breastfeeding" in has,
        diets=diets_of(said),
        allergies=allergic.patterns,
        unsure=unsure(told, every, allergic.unknown),
        findings=tuple(found[k] for k in sorted(found)),
        perhaps=_perhaps(said, status),
        story=own,
        sounds_like=tone.causes,
        sounds_urgent=tone.levels,
        medicines=tuple(drugs),
        conditions=tuple(conditions),
        exposures=tuple(sorted(exposures, key=lambda e: (e.id, e.value, e.text))),
        asides=_asides(said),
        supplements=taken,
        stated=case.diet.intakes,
        sun=sun,
        sun_level=life.sun_level(left.living.get("sun"), sun),
        sweat=life.sweating(left.living, life.hours_said(said)),
        duration_days=longest,
        newest_days=newest,
        readings=tuple(_still_taken(r, drugs) for r in left.readings if _stands(r, status)),
        own_questions=own_questions(told, left.readings),
        not_understood=tuple(
            m for m in dict.fromkeys([*missed, *allergic.unknown]) if not any(m in c for c in clear)
        ),
        untaken=tuple(u for u in clauses if u.text not in clear),
        asked=answered.kept,
        doubts=_open_doubts(every_doubt, answered, status),
        results=results_left(told, said, patient, case.struck),
        confirmed=frozenset(
            {r.finding for r in left.readings if r.id in case.confirmed}
            | {f.id for f in answered.findings if f.present}
        ),
        problems=(*answered.problems, *left.problems),
        _status=dict(sorted(status.items())),
    )

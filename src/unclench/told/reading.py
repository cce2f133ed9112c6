"""`understand(case)`: everything a person says, as findings, medicines, conditions, exposures.

Deterministic and offline: phrases and relations are facts, the rest is in `scope`, `qualify` and
`numbers`. What gave nothing is listed, never dropped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unclench.case import Case
from unclench.facts import loader
from unclench.facts.kinds import conditions as conditions_kind
from unclench.facts.kinds import findings as findings_kind
from unclench.facts.kinds import medicines as medicines_kind
from unclench.told import amounts as numbers
from unclench.told import qualifiers as qualify
from unclench.told import scope
from unclench.told.en import spelling
from unclench.told.en.normalise import Sentence, sentences
from unclench.told.lexicon import Lexicon, Match, Span, group_words
from unclench.told.person import (
    Aside,
    Condition,
    Exposure,
    Finding,
    Medicine,
    Understood,
)


@functools.cache
def finding_items() -> dict[str, findings_kind.Item]:
    """Every finding by id, in the order of the files."""
    areas = loader.load("findings", findings_kind.FindingArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def condition_items() -> dict[str, conditions_kind.Item]:
    """Every condition by id."""
    areas = loader.load("conditions", conditions_kind.ConditionArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def medicine_items() -> dict[str, medicines_kind.Item]:
    """Every generic by name."""
    areas = loader.load("medicines", medicines_kind.MedicineArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def medicine_classes() -> dict[str, medicines_kind.Class]:
    """Every class of medicines by id."""
    areas = loader.load("medicines", medicines_kind.MedicineArea).values()
    return {key: item for area in areas for key, item in area.classes.items()}


@functools.cache
def classes_of(generic: str) -> tuple[str, ...]:
    """The classes of a generic, by ATC prefix or by name, sorted."""
    item = medicine_items().get(generic)
    if item is None:
        return ()
    parts = {generic, *item.parts}
    codes = tuple(c for p in parts if (c := medicine_items()[p].atc))
    return tuple(
        sorted(
            key
            for key, group in medicine_classes().items()
            if parts & set(group.members) or any(c.startswith(group.atc) for c in codes)
        )
    )


@functools.cache
def lexicon() -> Lexicon:
    """All phrases of all kinds; concepts are "f:", "c:", "m:" (generic) and "k:" (class)."""
    out = Lexicon()
    for key, item in finding_items().items():
        out.add(f"f:{key}", item.phrases)
    for key, condition in condition_items().items():
        out.add(f"c:{key}", condition.phrases)
    for key, medicine in medicine_items().items():
        out.add(f"m:{key}", (key.replace("_", " "), *medicine.names))
    for key, group in medicine_classes().items():
        out.add(f"k:{key}", group.phrases)
    for name in (
        "filler",
        "negation",
        "after_negation",
        "stop",
        "asserting",
        "relatives",
        "spelling",
    ):
        out.vocabulary.update(w for words in group_words(name) for w in words)
    out.vocabulary.update(qualify.DAYS)
    return out


@functools.cache
def _vocabulary() -> frozenset[str]:
    return frozenset(lexicon().vocabulary)


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase in its sentence, with what it stands under."""

    match: Match
    sentence: Sentence
    where: str
    text: str
    status: str  # present, absent, worry, relative

    @property
    def near(self) -> tuple[str, ...]:
        """The words of the clauses in which the phrase stands."""
        clauses = {self.sentence.clause[a] for a, _ in self.match.spans}
        pairs = zip(self.sentence.tokens, self.sentence.clause, strict=True)
        return tuple(t for t, c in pairs if c in clauses)


def texts(case: Case) -> Iterator[tuple[str, str]]:
    """(key, text) of everything said in words, in the order of the case."""
    for where in ("complaints", "signs", "medicines", "conditions"):
        for text in getattr(case, where):
            yield where, text
    if case.profile.diet:
        yield "diet", case.profile.diet
    if case.diet.description:
        yield "diet", case.diet.description
    for item in case.diet.intakes:
        yield "diet", f"{item.item} {item.amount:g} {item.unit}"
    for key, value in case.exposure.items():
        if isinstance(value, bool):
            yield f"exposure.{key}", key if value else f"no {key}"
        elif value is not None:
            said = f"{value:g}" if isinstance(value, float) else str(value)
            yield f"exposure.{key}", f"{key.replace('_', ' ')} {said}"


_HABIT_NO = re.compile(
    r"\b(none|no|not much|hardly|little|rarely|never|sedentary|nil|ex|stopped|gave up|given up"
    r"|quit|former|non)\b"
)


def _habit_denied(match: Match, sentence: Sentence, where: str) -> bool:
    """Whether the answer to a question about a habit is "hardly any", "stopped", "ex"."""
    names = {"f:regular_exercise": "exercise", "f:smoking": "smok"}
    name = names.get(match.concept)
    if name is None or not where.startswith(f"exposure.{name}"):
        return False
    return bool(_HABIT_NO.search(" ".join(sentence.tokens)))


def read(text: str, where: str) -> tuple[list[Said], list[str]]:
    """The phrases in one text, and the clauses in which nothing was found."""
    said: list[Said] = []
    missed: list[str] = []
    for raw in sentences(text):
        sentence = spelling.corrected(raw, _vocabulary())
        near = scope.neighbourhoods(sentence)
        cues = scope.cues(sentence)
        found = _specific(list(lexicon().find(sentence, near)))
        set_phrases = scope.hits(sentence.tokens, "not_a_symptom")
        found = [m for m in found if not _inside_set_phrase(m, set_phrases)]
        denied = {m for m in found if _habit_denied(m, sentence, where)}
        covered = {i for m in found for a, b in m.spans for i in range(a, b)}
        said += [
            Said(m, sentence, where, text, "absent" if m in denied else _status(m, cues, sentence))
            for m in found
        ]
        covered |= numbers.covered(sentence.tokens)
        missed += _missed(sentence, covered)
    return said, missed


def _specific(found: list[Match]) -> list[Match]:
    """One match per concept and head, the one that covers most words."""
    best: dict[tuple[str, int], Match] = {}
    for match in found:
        key = (match.concept, match.spans[0][0])
        if key not in best or match.size > best[key].size:
            best[key] = match
    return list(best.values())


def _inside_set_phrase(match: Match, set_phrases: tuple[Span, ...]) -> bool:
    """Whether part of a finding is only a piece of a set phrase ("came back", "weak pulse")."""
    return match.concept.startswith("f:") and any(
        a <= x and y <= b and (x, y) != (a, b) and y - x < b - a
        for a, b in set_phrases
        for x, y in match.spans
    )


@functools.cache
def _words_of(phrase: str) -> frozenset[str]:
    """Every whole word that a phrase may match."""
    parts = [" ".join(p.split()) for c in phrase.split(" & ") for p in c.split(" + ")]
    elements = [e for p in parts for e in lexicon().parts[p].elements]
    return frozenset(w for element in elements for words in element for w in words)


def _in_a_gap(match: Match, cue: scope.Cue, sentence: Sentence) -> bool:
    """Whether a denial stands in a gap of the phrase and reaches the words after it."""
    if set(sentence.tokens[slice(*cue.span)]) & _words_of(match.text):
        return False
    return any(
        a < cue.span[0] and cue.span[1] <= b - 1 and b - 1 in cue.reach for a, b in match.spans
    )


def _status(match: Match, cues: list[scope.Cue], sentence: Sentence) -> str:
    head = match.spans[0]
    inside = {i for a, b in match.spans for i in range(a, b)}
    denials = 0
    for cue in cues:
        if set(range(*cue.span)) & inside:
            if cue.kind == "no" and _in_a_gap(match, cue, sentence):
                denials += 1  # "urine is not dark": the phrase itself does not deny
            continue
        if cue.kind == "no":
            reached = [all(i in cue.reach for i in range(a, b)) for a, b in match.spans]
            if reached[0] or head[0] in cue.reach:
                denials += 1
            elif any(reached):
                return "broken"
        elif head[0] in cue.reach:
            return cue.kind
    return "absent" if denials % 2 else "present"


_EMPTY = [
    "i",
    "we",
    "you",
    "who",
    "he",
    "she",
    "they",
    "or",
    "as",
    "not",
    "no",
    "nothing",
    "none",
    "nil",
    "regular",
    "medicine",
    "else",
    "it",
    "but",
    "if",
    "there",
    "what",
    "would",
]
_IGNORE = re.compile(rf"^(?:\d.*|{'|'.join(_EMPTY)})$")


_TIMED = ("acute", "chronic", "gradual", "severity_mild", "severity_severe")
_TIME_WORDS = """
    ago since last past yesterday today tonight morning night evening afternoon overnight now
    few several couple ongoing lasting recently lately later earlier begin began beginning start
    started over about around almost nearly every per each time once again childhood birth
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
"""
_TIME = frozenset(qualify.DAYS) | frozenset(_TIME_WORDS.split())


def _missed(sentence: Sentence, covered: set[int]) -> list[str]:
    from unclench.told.lexicon import word_set

    little = word_set("filler") | word_set("stop") | word_set("asserting")
    out: list[str] = []
    for clause in dict.fromkeys(sentence.clause):
        at = [i for i, c in enumerate(sentence.clause) if c == clause]
        words = [i for i in at if sentence.tokens[i] not in little]
        words = [i for i in words if not _IGNORE.match(sentence.tokens[i])]
        told = tuple(sentence.tokens[i] for i in at)
        timed = {at[i] for n in _TIMED for a, b in scope.hits(told, n) for i in range(a, b)}
        words = [i for i in words if i not in timed and sentence.tokens[i] not in _TIME]
        if words and not any(i in covered for i in at):
            out.append(" ".join(dict.fromkeys(sentence.raw[i] for i in at)))
    return out


def _finding(said: Said, days: float | None) -> Finding:
    tokens = said.near
    own = qualify.duration(said.sentence.tokens)
    return Finding(
        id=said.match.concept[2:],
        present=said.status == "present",
        severity=qualify.severity(tokens),
        duration_days=own if own is not None else days,
        onset=qualify.onset(said.sentence.tokens, own if own is not None else days),
        laterality=qualify.side(tokens),
        text=said.text,
        where=said.where,
    )


def _better(a: Finding | None, b: Finding) -> Finding:
    """Of two findings with one id: present before absent, said before implied, then the fuller."""
    if a is None:
        return b

    def fullness(f: Finding) -> tuple[bool, bool, int]:
        known = sum(v is not None for v in (f.severity, f.duration_days, f.laterality))
        return f.present, not f.implied_by, known

    return b if fullness(b) > fullness(a) else a


def _relate(found: dict[str, Finding]) -> dict[str, Finding]:
    """Add what follows: the general from the specific, absences from a normal examination."""
    items = finding_items()
    queue = [f for f in found.values() if f.present]
    while queue:
        source = queue.pop()
        for other in items[source.id].implies:
            if other not in found or not found[other].present:
                found[other] = replace(source, id=other, implied_by=source.id)
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


_NUTRIENTS = frozenset(
    {"iron", "magnesium", "calcium", "potassium", "zinc", "b12", "vitamin b12", "vitamin d"}
    | {
        "b6",
        "vitamin b6",
        "vitamin b1",
        "potassium supplement",
        "folate",
        "thiamine",
        "sodium chloride",
    }
)
_TAKEN = re.compile(r"\b(take|taken|taking|tablet|pill|supplement|capsule|drop|mg|injection|daily)")


def _taken(said: Said) -> bool:
    """Whether a nutrient's name means that it is taken, not that its level is spoken of."""
    return said.where == "medicines" or bool(_TAKEN.search(" ".join(said.near)))


_STOPPED = re.compile(r"\b(stop|stopped|off|discontinued|ran out|no longer|used to|withdrawn)\b")
_STOPPED_BEFORE = re.compile(r"\b(stopped|discontinued|ran out)\b(?!.*\b(started|takes|on)\b)")


def _medicines(said: list[Said]) -> list[Medicine]:
    out: dict[str, Medicine] = {}
    named: dict[str, list[str]] = {}
    for s in said:
        if s.match.concept.startswith("m:"):
            named.setdefault(s.text, []).append(s.match.concept[2:])
    for s in said:
        kind, name = s.match.concept[:1], s.match.concept[2:]
        if kind not in "mk" or s.status in ("relative", "worry", "broken"):
            continue
        if s.match.text in _NUTRIENTS and not _taken(s):
            continue
        if kind == "k" and any(name in classes_of(g) for g in named.get(s.text, ())):
            continue
        tokens = s.sentence.tokens
        before = " ".join(tokens[: s.match.spans[0][1]])
        stopped = bool(_STOPPED.search(" ".join(s.near))) or bool(_STOPPED_BEFORE.search(before))
        dose = re.search(r"(\d+(?:\.\d+)?) ?(mg|mcg|ug|g)\b", s.text.lower())
        mg = None
        if dose:
            mg = float(dose[1]) * {"mg": 1, "mcg": 1e-3, "ug": 1e-3, "g": 1000}[dose[2]]
        generic = name if kind == "m" else f"({name})"
        new = Medicine(
            generic=generic,
            classes=classes_of(name) if kind == "m" else _class_and_wider(name),
            text=s.text,
            where=s.where,
            current=s.status == "present" and not stopped,
            started_days_ago=qualify.ago(tokens) or qualify.duration(tokens),
            dose_mg=mg,
            atc=medicine_items()[name].atc if kind == "m" else "",
        )
        old = out.get(generic)
        if old is None or (old.where != "medicines" and s.where == "medicines"):
            out[generic] = new
    return [out[k] for k in sorted(out)]


@functools.cache
def _class_and_wider(name: str) -> tuple[str, ...]:
    """A class named without a generic: itself and the classes whose ATC prefixes contain it."""
    mine = medicine_classes()[name].atc
    wider = {
        key
        for key, group in medicine_classes().items()
        if mine and group.atc and all(a.startswith(group.atc) for a in mine)
    }
    return tuple(sorted(wider | {name}))


def _conditions(said: list[Said]) -> list[Condition]:
    out: dict[str, Condition] = {}
    for s in said:
        if s.match.concept[:1] != "c" or s.status not in ("present", "absent"):
            continue
        past = qualify.ago(s.sentence.tokens)
        new = Condition(
            s.match.concept[2:], s.status == "present", s.text, s.where,
            None if past is None else past / 365.25,
        )  # fmt: skip
        old = out.get(new.id)
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
    return [out[k] for k in sorted(out)]


def understand(case: Case) -> Understood:
    """What the case says in words and numbers, laboratory results apart.

    Never raises on text. The order of complaints does not change the result, apart from the
    order of `not_understood`.
    """
    said: list[Said] = []
    missed: list[str] = []
    told = list(texts(case))
    for where, text in told:
        new, not_found = read(text, where)
        said += new
        missed += not_found
    durations = [
        d
        for where, text in told
        if where == "complaints"
        for s in sentences(text)
        if (d := qualify.duration(s.tokens)) is not None
    ]
    days = max(durations) if durations else None

    found: dict[str, Finding] = {}
    for s in said:
        if s.match.concept[:1] == "f" and s.status in ("present", "absent"):
            new_finding = _finding(s, None)
            found[new_finding.id] = _better(found.get(new_finding.id), new_finding)
    exposures: list[Exposure] = numbers.exposures(case, told)
    for finding in numbers.findings(exposures, case):
        found[finding.id] = _better(found.get(finding.id), finding)
    found = _relate(found)

    conditions = _conditions(said)
    pregnant = case.profile.pregnant or any(c.id == "pregnancy" and c.present for c in conditions)
    status = {f.id: f.present for f in found.values()}
    status |= {c.id: c.present for c in conditions}
    if pregnant:
        status["pregnancy"] = True
    smoker = case.profile.smoker
    if smoker is None and "smoking" in found:
        smoker = found["smoking"].present
    elif smoker is not None:
        status["smoking"] = smoker
    asides = {
        (s.match.concept[2:], s.text): Aside(s.match.concept[2:], s.text, s.status)  # type: ignore[arg-type]
        for s in said
        if s.status in ("relative", "worry")
    }
    return Understood(
        findings=tuple(found[k] for k in sorted(found)),
        medicines=tuple(_medicines(said)),
        conditions=tuple(conditions),
        exposures=tuple(sorted(exposures, key=lambda e: (e.id, e.value, e.text))),
        asides=tuple(asides[k] for k in sorted(asides)),
        not_understood=tuple(dict.fromkeys(missed)),
        pregnant=pregnant,
        age=case.profile.age,
        sex=case.profile.sex,
        smoker=smoker,
        duration_days=days,
        _status=dict(sorted(status.items())),
    )

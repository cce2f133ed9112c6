"""Phrases in a text with what they stand under, and the words in which nothing was found."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from unclench.case import Case
from unclench.told import amounts, qualifiers, scope
from unclench.told.accounting import of_the_key, untaken_words, with_its_number
from unclench.told.gestation import spelled_out
from unclench.told.hearing import (
    Talk,
    believed,
    certainty,
    clause_words,
    idle_denial,
    of_illness,
    overruled,
    state,
)
from unclench.told.levels import contradicts, of_food
from unclench.told.lexicon import Concept, Match, Span, Words, word_set
from unclench.told.pack import Sentence, corrected, reader, sentences, tokens
from unclench.told.vocabulary import (
    condition_items,
    finding_items,
    lexicon,
    vocabulary,
    wider_findings,
)
from unclench.told.worded import numbered, worded

Status = Literal["present", "absent", "worry", "relative", "past", "broken", "perhaps"]
"""What a phrase stands under; "broken" is torn by a denial and asserts nothing; "perhaps" is what
the reader hears without being sure."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase in its sentence, with what it stands under, and how likely that is so (`sure`)."""

    match: Match
    sentence: Sentence
    where: str
    text: str
    status: Status
    sure: float = 1.0

    @property
    def near(self) -> tuple[str, ...]:
        """The words of the clauses in which the phrase stands."""
        return clause_words(self.sentence, self.match)


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
    for key, value in sorted(case.exposure.items()):
        if isinstance(value, bool):
            yield f"exposure.{key}", key if value else f"no {key}"
        elif value is not None:
            said = f"{value:g}" if isinstance(value, float) else str(value)
            yield f"exposure.{key}", f"{key.replace('_', ' ')} {said}"


_HABIT_NO = re.compile(
    r"\b(none|no|not much|hardly|little|rarely|never|nothing|sedentary|nil|ex|stopped|gave up"
    r"|given up|quit|former|non)\b|^\w+ 0(?: (?:h|hour)\b.*)?$"
)
_NOT_HOT = re.compile(
    r"^heat (?:none|no|nothing|nil|never|hardly|rarely|0|zero)$"
    r"|\b(?:no|not|never|without)"
    r"(?: (?:any|in|the|very|too|really|at|work|working|to))* (?:heat|hot|warm)\b"
    r"|^(?!.*\b(?:hot|warm|heat .*heat)\b).*\b(?:cool|cold|mild|air con\w*|aircon|office)\b"
)
_HABITS = {
    "regular_exercise": ("exercise", _HABIT_NO),
    "smoking": ("smok", _HABIT_NO),
    "heat_exposure": ("heat", _NOT_HOT),
}


def _habit_denied(match: Match, sentence: Sentence, where: str) -> bool:
    """Whether the answer to a question about a habit is "hardly any", "stopped", "cool office"."""
    name, denied = _HABITS.get(match.concept.id, ("", _HABIT_NO))
    if not name or not where.startswith(f"exposure.{name}"):
        return False
    return bool(denied.search(" ".join(sentence.tokens)))


HEARD = ("complaints", "signs", "conditions")
"""Keys of the case in which things are told freely enough for the trained reader."""


def _talk(where: str) -> Talk:
    if where == "complaints":
        return Talk.FREE
    return Talk.LISTED if where in HEARD else Talk.BARE


def _key(where: str) -> Words:
    """The words of a key of the exposures, with which what is told there begins."""
    return tuple(tokens(where.removeprefix("exposure.").replace("_", " ")))


def _answers(found: Sequence[Match], sentence: Sentence, where: str) -> list[Match]:
    """What answers a question: what is eaten, and what a key of the exposures itself says
    ("smoking: forty years"). One without words of its own ("heat: true") is not judged at all."""
    if where == "diet":
        return list(found)
    if not where.startswith("exposure."):
        return []
    return [m for m in found if m.spans[0][0] < len(_key(where))]


def read(
    text: str, where: str, patient: frozenset[str] = frozenset(), *, carries: bool = False
) -> tuple[list[Said], list[str]]:
    """What was said in one text, and the words that nothing took.

    Args:
        patient: words for a relative who is the person that all is about.
        carries: bare weeks may be those of a pregnancy; see `gestation`.
    """
    said: list[Said] = []
    missed: list[str] = []
    every = [corrected(s, vocabulary(), word_set("ordinary_words")) for s in sentences(text)]
    every = [spelled_out(s, carries and where in HEARD) for s in every]
    if where in HEARD:
        reader().begin([words for s in every for words in (s.tokens, *_clauses_told(s))])
    tells = [_tells(s) for s in every] if where in HEARD and len(every) > 1 else []
    for n, sentence in enumerate(every):
        cues = scope.cues(sentence, patient)
        if n + 1 < len(every) and scope.asked_and_denied(sentence, every[n + 1]):
            cues = [scope.denied_whole(sentence)]
        status = functools.partial(
            _status, cues=cues, sentence=sentence, around=_around(every, tells, n),
            judged=where == "complaints", for_another=bool(patient), listed=where == "conditions",
        )  # fmt: skip
        found = found_in(sentence)
        results = [w.span for w in worded(sentence, patient)] if where in HEARD else []
        if not where.startswith("exposure.") or sentence.tokens != _key(where):
            asked = _answers(found, sentence, where)
            found = believed(sentence, found, results, _talk(where), asked)
        if where in HEARD:
            found = [m for m in found if not contradicts(m, sentence)]
            results += numbered(sentence)
        if where == "conditions":
            found = [m for m in found if not _of_an_illness(m, found)]
        found = [m for m in found if not _of_a_result(m, results)]
        denied = {m for m in found if _habit_denied(m, sentence, where)}
        sure = [
            Said(m, sentence, where, text, "absent" if m in denied else status(m))
            for m in found
            if m.doubt is None
        ]
        if where != "conditions":
            sure = [_of_named(s, _around(every, tells, n), cues, bool(patient)) for s in sure]
        covered = {
            i for s in sure if s.match.doubt is None for a, b in s.match.spans for i in range(a, b)
        }
        sure = [s for s in sure if s.status != "absent" or not idle_denial(s.match)]
        sure = _weighed(sure, _around(every, tells, n), cues, where == "conditions", bool(patient))
        elsewhere = {
            i
            for s in sure
            if s.status not in ("present", "perhaps")
            for a, b in s.match.spans
            for i in range(a, b)
        }
        said += sure
        # words that deny one thing, or tell of somebody, are not supposed to mean another
        said += [
            Said(m, sentence, where, text, "perhaps")
            for m in found
            if m.doubt is not None
            and not any(i in elsewhere for a, b in m.spans for i in range(a, b))
            and status(m) == "present"
        ]
        covered |= amounts.covered(sentence.tokens)
        covered |= {i for a, b in results for i in range(a, b)}
        covered |= with_its_number(sentence, covered) if where == "medicines" else set()
        covered |= of_the_key(sentence, where)
        missed += untaken_words(sentence, covered)
    return said, missed


def _weighed(
    said: Sequence[Said], around: tuple[Words, Words], cues: list[scope.Cue], listed: bool,
    for_another: bool,
) -> list[Said]:  # fmt: skip
    """The same with how sure what is there now is: whatever is wider is as sure as the narrower."""
    own = [
        certainty(
            s.sentence,
            s.match,
            around,
            _by_grammar(s.match, cues, s.sentence, listed) or "present",
            for_another,
        )
        if s.status == "present" and s.match.concept.kind == "finding"
        else s.sure
        for s in said
    ]
    there = [
        (wider_findings(s.match.concept.id), x)
        for s, x in zip(said, own, strict=True)
        if s.status == "present" and s.match.concept.kind == "finding"
    ]
    return [
        replace(s, sure=max([x, *(y for wide, y in there if s.match.concept.id in wide)]))
        if x < 1
        else s
        for s, x in zip(said, own, strict=True)
    ]


@functools.lru_cache(maxsize=512)
def _matches(sentence: Sentence) -> tuple[Match, ...]:
    """Every phrase of the facts in a sentence, which is read several times."""
    return tuple(lexicon().find(sentence, scope.neighbourhoods(sentence)))


def found_in(sentence: Sentence) -> list[Match]:
    """The phrases of the facts in a sentence, without those that mean something else there."""
    found = _meant(_specific(list(_matches(sentence))))
    set_phrases = scope.hits(sentence.tokens, "not_a_symptom")
    found = [m for m in found if not _inside_set_phrase(m, set_phrases)]
    return [m for m in found if not of_food(m, sentence)]


def _of_an_illness(match: Match, found: Sequence[Match]) -> bool:
    """Whether a danger or a sign is only the name of an illness that was there before: "angina, a
    stent", "hypertension".

    In a list of illnesses a danger is told in words of its own, never only heard.
    """
    kind, name = match.concept
    if kind != "finding" or finding_items()[name].type not in ("symptom", "sign"):
        return False
    if name not in reader().deciding():
        return finding_items()[name].type == "sign" and _in_an_illness(match, found)
    return not match.text or _in_an_illness(match, found)


def _in_an_illness(match: Match, found: Sequence[Match]) -> bool:
    """Whether its words are part of the name of an illness."""
    words = {i for a, b in match.spans for i in range(a, b)}
    return any(
        m.concept.kind == "condition" and words & {i for a, b in m.spans for i in range(a, b)}
        for m in found
    )


def _of_a_result(match: Match, results: Sequence[Span]) -> bool:
    """Whether a name is that of a test, not of something taken or had: "my iron is a bit low".

    An illness that a whole result tells ("low potassium") stays; one read from the words of two
    results ("iron low and B12 fine") does not.
    """
    kind, name = match.concept
    inside = [(s, e) for s, e in results if any(s < b and a < e for a, b in match.spans)]
    if len(inside) > 1:
        return True
    if kind == "finding" and finding_items()[name].type not in ("diet", "exposure"):
        return False
    if kind == "condition" and any(
        min(a for a, _ in match.spans) <= s and e <= max(b for _, b in match.spans)
        for s, e in inside
    ):
        return False
    return any(all(s <= a and b <= e for a, b in match.spans) for s, e in inside)


def _specific(found: list[Match]) -> list[Match]:
    """One match per concept and head, the one that covers most words."""
    best: dict[tuple[Concept, int], Match] = {}
    for match in found:
        key = (match.concept, match.spans[0][0])
        if key not in best or match.size > best[key].size:
            best[key] = match
    return list(best.values())


def _meant(found: list[Match]) -> list[Match]:
    """Without what is only part of a longer name that means something else.

    For conditions the longer names are facts (`unless`); of medicines the longer name counts:
    "tenofovir alafenamide" is not tenofovir disoproxil.
    """
    others: dict[Concept, list[Match]] = {}
    for m in found:
        if m.concept.kind == "not_condition":
            others.setdefault(Concept("condition", m.concept.id), []).append(m)
    drugs = [m for m in found if m.concept.kind == "medicine"]
    return [
        m
        for m in found
        if m.concept.kind != "not_condition"
        and not any(_within(m, other) for other in others.get(m.concept, ()))
        and not (m in drugs and any(_within(m, d) and m.size < d.size for d in drugs))
    ]


def _within(match: Match, other: Match) -> bool:
    return all(any(x <= a and b <= y for x, y in other.spans) for a, b in match.spans)


def _inside_set_phrase(match: Match, set_phrases: tuple[Span, ...]) -> bool:
    """Whether part of a finding is only a piece of a set phrase ("came back", "weak pulse")."""
    return match.concept.kind == "finding" and any(
        a <= x and y <= b and (x, y) != (a, b) and y - x < b - a
        for a, b in set_phrases
        for x, y in match.spans
    )


@functools.cache
def _words_of(phrase: str) -> frozenset[str]:
    """Every whole word that a phrase may match."""
    if not phrase:
        return frozenset()
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


def _says_loss(match: Match, cue: scope.Cue, sentence: Sentence) -> bool:
    """Whether a denial says the finding: "absence of vibration sense" is that it is lost."""
    if match.concept.kind != "finding" or not finding_items()[match.concept.id].is_loss:
        return False
    inside = tuple(sentence.tokens[i] for a, b in match.spans for i in range(a, b))
    denial = sentence.tokens[slice(*cue.span)]
    return scope.has(denial, "loss") and not scope.has(inside, "loss")


def _says_well(match: Match, cue: scope.Cue, sentence: Sentence) -> bool:
    """Whether what is heard as normal stands by a word for it: "sphincters intact" denies none."""
    kind, name = match.concept
    heard_well = not match.text and kind == "finding" and bool(finding_items()[name].excludes)
    return heard_well and scope.has(sentence.tokens[slice(*cue.span)], "all_is_well")


def _gets_over(concept: Concept) -> bool:
    """Whether what is told as past is not there now."""
    if concept.kind == "condition":
        return condition_items()[concept.id].passes
    return concept.kind == "finding"


def _is_over(match: Match, sentence: Sentence, listed: bool) -> bool:
    """Whether what lasts or matters for a while is told of longer ago: a pregnancy of 2015.

    Args:
        listed: the sentence is one line of a list of illnesses, and a year in it is of the illness.
    """
    kind, name = match.concept
    lasts = None
    if kind == "condition":
        lasts = condition_items()[name].lasts_days
    elif kind == "finding":
        lasts = finding_items()[name].lasts_days
    if lasts is None:
        return False
    clauses = [scope.dated(sentence, match.spans[0][0]), *([sentence.tokens] if listed else [])]
    return any(
        not scope.has(words, "goes_on")
        and (scope.says_year_long_ago(words) or (qualifiers.ago(words) or 0.0) > lasts)
        for words in clauses
    )


def _status(
    match: Match, cues: list[scope.Cue], sentence: Sentence, around: tuple[Words, Words],
    judged: bool, for_another: bool, listed: bool,
) -> Status:  # fmt: skip
    """What a match stands under: as grammar has it, or else as the words around it are heard."""
    grammar = _by_grammar(match, cues, sentence, listed)
    if grammar is not None:
        asserted = judged and match.concept.kind == "finding" and not for_another
        if asserted and grammar != "present" and overruled(sentence, match, around, grammar):
            return "present"
        return grammar
    told_freely = judged or not match.text
    if told_freely and match.concept.kind == "finding":
        said = state(sentence, match, around)
        if said is not None and not (said == "relative" and for_another):
            return _STATES[said]
    return "present"


def _of_named(
    said: Said, around: tuple[Words, Words], cues: list[scope.Cue], for_another: bool
) -> Said:
    """An illness that is named in free talk, as the words around it are heard."""
    if said.match.concept.kind != "condition" or said.status == "broken":
        return said
    grammar = _by_grammar(said.match, cues, said.sentence)
    status, sure, doubt = of_illness(said.sentence, said.match, around, grammar, for_another)
    match = said.match if doubt is None else replace(said.match, doubt=doubt)
    sure = sure if status in ("present", "perhaps") else 1.0
    return replace(said, match=match, status=cast(Status, status), sure=sure)


def _by_grammar(
    match: Match, cues: list[scope.Cue], sentence: Sentence, listed: bool = False
) -> Status | None:
    """What the words of grammar say of a match; None where they say nothing."""
    if _is_over(match, sentence, listed):
        return "past"
    head = match.spans[0]
    inside = {i for a, b in match.spans for i in range(a, b)}
    denials = 0
    for cue in cues:
        if set(range(*cue.span)) & inside:
            if cue.kind == "no" and _in_a_gap(match, cue, sentence):
                denials += 1  # "urine is not dark": the phrase itself does not deny
            continue
        if cue.kind == "no" and _says_loss(match, cue, sentence):
            continue
        if cue.kind == "no" and _says_well(match, cue, sentence):
            continue
        if cue.kind == "no":
            reached = [all(i in cue.reach for i in range(a, b)) for a, b in match.spans]
            if reached[0] or head[0] in cue.reach:
                denials += 1
            elif any(reached):
                return "broken"
        elif cue.kind in ("past", "over") and not _gets_over(match.concept):
            continue  # an illness, a medicine or an operation of the past still counts
        elif cue.kind == "over" and match.concept.id in reader().deciding():
            continue  # "weakness of the leg, fully resolved" is still told as a warning
        elif head[0] in cue.reach:
            return "past" if cue.kind == "over" else cue.kind
    if denials:
        return "absent" if denials % 2 else "present"
    return None


def _clauses_told(sentence: Sentence) -> Iterator[Words]:
    """The words of the clauses in which a phrase stands: how that stands is asked of them too."""
    for m in _matches(sentence):
        if m.concept.kind in ("finding", "condition"):
            yield clause_words(sentence, m)


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence bears on how the things told beside it stand: politeness does not."""
    if scope.cues(sentence):
        return True
    return any(m.concept.kind == "finding" for m in _matches(sentence))


def _around(every: Sequence[Sentence], tells: Sequence[bool], at: int) -> tuple[Words, Words]:
    """The words of the nearest sentences before and after one that tell anything."""
    told = [i for i, one in enumerate(tells) if one]
    before = next((every[i].tokens for i in reversed(told) if i < at), ())
    return before, next((every[i].tokens for i in told if i > at), ())


_STATES: dict[str, Status] = {"absent": "absent", "past": "past", "relative": "relative"}

"""Medicines and conditions that were told and that no fact knows.

A text in which nothing is known counts as a whole. In one that names several things, the known
ones do not speak for the others: an item that looks like a medicine (a dose, an ending of
medicines) or a disease (its head word or ending) and holds no known phrase counts too.

What is told as a complaint, a sign or a diet is no list: there a medicine counts that is said to be
taken ("I take Xyz for my nerves", "a new tablet for my heart"), a disease by its head word or
ending, and, anywhere, a grave word (dialysis, transplant, eating disorder, pregnancy, blood
thinner, MAO inhibitor) that stands in no phrase that was read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from unclench.told import scope, supplements
from unclench.told.lexicon import Span, Words, word_set
from unclench.told.pack import Sentence, corrected, sentences
from unclench.told.person import Unsure
from unclench.told.phrases import Said
from unclench.told.reactions import diets_without
from unclench.told.vocabulary import vocabulary

LIKE_A_MEDICINE = re.compile(
    r"(azole|mycin|cillin|cycline|floxacin|prazole|sartan|pril|olol|dipine|statin|gliptin|gliflozin"
    r"|tide|parin|xaban|gatran|mab|nib|vir|pam|zine|pine|done|triptan|setron|lukast|barbital|drine"
    r"|mide|tine|rone|lone|sone|olone|dronate|thiazide|azine|oxetine|idine|amine|caine|profen|coxib"
    r"|formin|tidine|vastatin|cept|kinra|limus|trexate|platin|rubicin|taxel|fenac|orphan|oxin)s?$"
)
"""Endings that names of medicines have (WHO's stems for nonproprietary names, from memory)."""
LIKE_A_DISEASE = re.compile(
    r"^(syndrome|disease|disorder|deficiency|dystrophy|anemia)$"
    r"|[a-z]{3}(itis|osis|emia|pathy|oma|uria|penia|plegia|algia|ectasia|trophy|philia)$"
)
SURELY_A_MEDICINE = re.compile(
    r"(prazole|conazole|mycin|cillin|cycline|floxacin|sartan|[^a]pril|olol|dipine|vastatin|gliptin"
    r"|gliflozin|xaban|gatran|triptan|setron|lukast|dronate|thiazide|semide|oxetine|profen|formin)s?$"
)
"""Endings that ordinary words do not have."""
NAMED = frozenset({"called", "named", "call"})
MEDICINE_OR_SOMETHING = frozenset(
    {"tablet", "pill", "capsule", "medicine", "medication", "drug", "something", "stuff", "inhaler",
     "injection", "supplement", "drop", "patch", "one", "1"}
)  # fmt: skip
TAKES = frozenset({"take", "taking", "taken", "took", "on", "started", "prescribed", "given",
                   "using", "use", "start", "have", "having"})  # fmt: skip
DOSE = frozenset({"mg", "mcg", "ug", "ml", "unit", "iu"})
JOINS = frozenset({"and", "plus", "also"})
PLAIN = frozenset({"tablet", "pill", "capsule", "medicine", "medication", "injection", "drug"})
"""Words for a medicine that say nothing of which."""
PUT_ON = frozenset({"put", "prescribed", "prescribes"})
NEAR = 5
"""Words after "I take" in which the medicine stands (judgement)."""
LONG = 4
"""A shorter word that nothing knows is no name (judgement)."""


def unsure(
    told: Sequence[tuple[str, str]], said: Sequence[Said], allergies: Sequence[str]
) -> tuple[Unsure, ...]:
    """What could change safety and was not understood, in the order told, each once.

    Args:
        told: (key of the case, text). said: what was read of it.
        allergies: words of allergies that no pattern knows.
    """
    known = {(s.where, s.text): True for s in said}
    out: dict[Unsure, None] = {Unsure("allergy", text): None for text in allergies}
    for where, text in told:
        out |= {Unsure("grave", item): None for item in _letters(text, said)}
        if scope.says_none(text):
            continue
        out |= {Unsure("grave", item): None for item in _grave(text, said)}
        if where not in ("medicines", "conditions"):
            if where in RUNNING:
                called = [*_called(text)]
                taken = [
                    t for t in _said_taken(text, said) if not any(w in t.lower() for w in called)
                ]
                taken += called
                out |= {Unsure("medicine", item): None for item in taken}
                out |= {Unsure("condition", item): None for item in _items(text, said, _disease)}
                out |= {Unsure("diet", words): None for words in _diets(text, said)}
            continue
        if where == "medicines":
            named = any(_names_one(s) for s in said if s.text == text)
            if not named and supplements.read(text) is None:
                out[Unsure("medicine", text.strip())] = None
            elif named:
                out |= {Unsure("medicine", item): None for item in _items(text, said, _medicine)}
        elif (where, text) in known:
            out |= {Unsure("condition", item): None for item in _items(text, said, _disease)}
        elif not _of_allergy(text):
            out[Unsure("condition", text.strip())] = None
    return tuple(out)


def _names_one(said: Said) -> bool:
    """Whether a medicine is named, or a class that safety knows, not just what it is for."""
    return said.match.concept.kind.startswith("medicine") and said.match.concept.id not in VAGUE


VAGUE = frozenset({"heart_medicine"})
"""Classes of medicines that say only what they are for."""
RUNNING = ("complaints", "signs", "diet")
"""Keys of a case in which people write sentences."""


def _covered(text: str, said: Sequence[Said], sentence: Sentence) -> set[int]:
    """Places of a sentence that stand in a phrase that was read."""
    return {
        i
        for s in said
        if s.text == text and s.sentence == sentence
        for a, b in s.match.spans
        for i in range(a, b)
    }


def _mine(sentence: Sentence, at: int, span: range) -> bool:
    """Whether the word at a place is neither denied, nor past, nor somebody else's."""
    return not any(
        at in cue.reach and not set(span) & set(range(*cue.span)) for cue in scope.cues(sentence)
    )


def _grave(text: str, said: Sequence[Said]) -> Iterator[str]:
    """Texts with a word that decides what is safe to eat and that stands in no phrase read."""
    for raw in sentences(text):
        mended = corrected(raw, vocabulary(), word_set("ordinary_words"))
        covered = _covered(text, [s for s in said if s.match.text], mended)
        harmless = {i for a, b in scope.hits(mended.tokens, "not_grave") for i in range(a, b)}
        feared = _covered(text, [s for s in said if s.status == "worry"], mended)
        for a, b in scope.hits(mended.tokens, "grave"):
            place = set(range(a, b))
            if place & feared or (
                not place & (covered | harmless) and _mine(mended, a, range(a, b))
            ):
                yield text.strip()
                return


def _letters(text: str, said: Sequence[Said]) -> Iterator[str]:
    """Texts with an illness told by letters that nothing knows: "I have AN", an article before
    nothing; "recovering from BN"; or "in recovery" and not from what."""
    ill = any(s.text == text and s.match.concept.kind == "condition" for s in said)
    for sentence in sentences(text):
        words, clause = sentence.tokens, sentence.clause
        covered = _covered(text, said, sentence)
        ends = [n + 1 == len(words) or clause[n + 1] != clause[n] for n in range(len(words))]
        heads = scope.hits(words, "recovers_from")
        letters = [
            n
            for n, w in enumerate(words)
            if w == "an"
            and (ends[n] or words[n + 1] in word_set("ends_a_name"))
            and (_in_capitals(w, text) or any(b == n for _, b in heads))
        ]
        for a, b in heads:
            rest = [n for n in range(b, len(words)) if clause[n] == clause[a]]
            named = [n for n in rest if words[n] not in word_set("filler")]
            alone = not rest and words[b - 1] == "recovery" and not ill
            short = [n for n in named[:1] if len(words[n]) <= LONG and _in_capitals(words[n], text)]
            if alone or (not covered & set(rest) and short):
                letters.append(a)
        if any(_mine(sentence, n, range(n, n + 1)) for n in letters):
            yield text.strip()
            return


def _in_capitals(word: str, text: str) -> bool:
    """Whether a word is written in capitals in a text that is not."""
    return text != text.upper() and bool(re.search(rf"\b{re.escape(word.upper())}\b", text))


def _said_taken(text: str, said: Sequence[Said]) -> Iterator[str]:
    """Medicines that a sentence says are taken, and that are not known or not named."""
    little = word_set("filler") | {"new"}
    for raw in sentences(text):
        mended = corrected(raw, vocabulary(), word_set("ordinary_words"))
        drugs = [s for s in said if _names_one(s)]
        covered = _covered(text, drugs, mended)
        words = mended.tokens
        for a, b in (*scope.hits(words, "is_taken"), *_plainly_on(mended)):
            if not _mine(mended, a, range(a, b)):
                continue
            clause = [
                i
                for i in range(b, min(b + NEAR, len(words)))
                if mended.clause[i] == mended.clause[a]
            ]
            first = next((i for i in clause if words[i] not in little), None)
            named = [
                i
                for i in clause
                if _strange(words[i])
                and _medicine(words, i)
                and not supplements.names_one(words[i])
            ]
            if first is not None and _like_a_name(words[first], text) and "diet" not in words:
                named.append(first)
            plain = [i for i in clause if words[i] in PLAIN]
            if words[a] in PUT_ON and "something" in words[b : b + 2]:
                plain = clause
            if named or (plain and not covered & set(clause)):
                yield _as_written(text, [raw.raw[i] for i in (sorted(set(named)) or clause)])


def _plainly_on(sentence: Sentence) -> Iterator[Span]:
    """ "Cramps, on a little white pill": a clause that begins so and names no medicine."""
    words, clause = sentence.tokens, sentence.clause
    for i, word in enumerate(words):
        begins = i == 0 or clause[i - 1] != clause[i] or words[i - 1] in JOINS
        near = [words[j] for j in range(i, min(i + NEAR, len(words))) if clause[j] == clause[i]]
        if word == "on" and begins and PLAIN & set(near):
            yield i, i + 1


def _diets(text: str, said: Sequence[Said]) -> Iterator[str]:
    """Sentences that tell of a diet without something that no fact knows."""
    for raw in sentences(text):
        mended = corrected(raw, vocabulary(), word_set("ordinary_words"))
        for words in diets_without(raw, _covered(text, said, mended)):
            yield " ".join(words)


def _as_written(text: str, words: Sequence[str]) -> str:
    """Words as the person wrote them; as they were read where that is not found."""
    found = re.search(r"\W+".join(re.escape(w) for w in words), text, re.IGNORECASE)
    return found[0] if found else " ".join(words)


def _strange(word: str) -> bool:
    """Whether a word is known to nothing here."""
    return len(word) >= LONG and word.isalpha() and word not in vocabulary()


def _like_a_name(word: str, text: str) -> bool:
    """Whether what follows "I take" is written like a name, and is no ordinary word for it."""
    plain = word_set("ordinary_words") | word_set("taken_no_medicine")
    at = text.lower().find(word)
    return _strange(word) and word not in plain and at > 0 and text[at].isupper()


def _called(text: str) -> Iterator[str]:
    """Names in free words that nothing knows: "tablets called X and Y", "they put me on xxpril"."""
    for sentence in sentences(text):
        tokens, open_list = sentence.tokens, False
        for i, token in enumerate(tokens):
            strange = len(token) > LONG and token.isalpha() and token not in _known()
            before = tokens[max(0, i - 3) : i]
            named = bool(NAMED & set(tokens[max(0, i - 1) : i])) and bool(
                MEDICINE_OR_SOMETHING & set(tokens[max(0, i - 5) : i])
            )
            like = bool(SURELY_A_MEDICINE.search(token)) and bool(TAKES & set(before))
            goes_on = open_list and tokens[i - 1] in JOINS | {"or"}
            if strange and (named or like or goes_on):
                yield sentence.raw[i]
                open_list = True
            elif token not in JOINS | {"or"}:
                open_list = False


@functools.cache
def _known() -> frozenset[str]:
    """Words of the facts and of the language."""
    return vocabulary() | word_set("ordinary_words")


def _items(text: str, said: Sequence[Said], like: Callable[[Words, int], bool]) -> Iterator[str]:
    """Items of a text in which nothing is known although a word looks like what is listed."""
    for raw in sentences(text):
        mended = corrected(raw, vocabulary(), word_set("ordinary_words"))
        covered = _covered(text, said, mended)
        for place in _places(mended):
            words = tuple(mended.tokens[i] for i in place)
            strange = [i for i, w in enumerate(words) if len(w) >= LONG and w not in vocabulary()]
            if not covered & set(place) and any(like(words, i) for i in strange):
                yield " ".join(raw.raw[i] for i in place)


def _places(sentence: Sentence) -> Iterator[list[int]]:
    """Places of the words of each item: a clause, cut at "and"."""
    item: list[int] = []
    for i, token in enumerate(sentence.tokens):
        if item and (token in JOINS or sentence.clause[i] != sentence.clause[item[-1]]):
            yield item
            item = []
        if token not in JOINS:
            item.append(i)
    if item:
        yield item


def _medicine(words: Words, at: int) -> bool:
    """Whether the word at a place looks like a medicine: by its ending, or a dose after it."""
    after = words[at + 1 : at + 4]
    dosed = any(w in DOSE for w in after) and any(w[0].isdigit() for w in after)
    return dosed or bool(LIKE_A_MEDICINE.search(words[at]))


def _disease(words: Words, at: int) -> bool:
    """Whether a word that is not known stands in what looks like the name of a disease."""
    return any(LIKE_A_DISEASE.search(w) for w in words)


def _of_allergy(text: str) -> bool:
    """Whether a text speaks of an allergy, which is looked after elsewhere."""
    return any(scope.has(s.tokens, "allergy") for s in sentences(text))

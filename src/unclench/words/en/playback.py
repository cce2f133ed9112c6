"""What was understood, played back with the person's own words beside it; and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unclench.assessment import Assessment, Question, Understood
from unclench.facts import loader
from unclench.facts.kinds import analytes, exposures, questions
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.labels import label_of
from unclench.words.blocks import Block, Bullets, Heading, Hints, Text
from unclench.words.en.numbers import number
from unclench.words.en.sentences import Values, sentence, sentence_of, text

LIKELY = 0.5
"""From which probability on something is said to be probably meant."""
TAKEN = ("medicine", "medicine_class", "supplement")
_ANSWERS = {"yes": "Yes", "no": "No", "not_sure": "Not sure", "none": "None of these"}
_LIVING = {
    "living_sweat": "Sweating",
    "living_exercise": "Hours of sport",
    "living_heat": "Hours of heat",
    "living_work": "Hours of hot work",
}


def speak(answer: Assessment) -> None:
    """Fill the labels of what was understood, and the words of questions, in place."""
    for one in answer.understood:
        one.label = _label(one)
    for question in answer.ask:
        question.text = _question(question)
        for offer in question.answers:
            offer.label = _ANSWERS.get(offer.id) or label_of(offer.id)


def _label(one: Understood) -> str:
    kind, name = one.slots.get("kind"), one.finding
    if kind in ("diet", "allergy"):
        return loader.load("diet_patterns", DietPattern)[name].label
    if kind == "supplement":
        return one.text
    if kind == "result":
        return analytes.load()[name].label
    if kind == "number":
        items = {
            k: i
            for a in loader.load("exposures", exposures.ExposureArea).values()
            for k, i in a.items.items()
        }
        if name not in items:
            return _LIVING[name]
        value = one.slots["value"]
        assert isinstance(value, (int, float)), one
        return f"{items[name].label}: {number(value)} {items[name].measure}"
    named = one.slots.get("named")
    if isinstance(named, str):
        label = label_of(name)
        return f"{named[:1].upper()}{named[1:]} ({label[:1].lower()}{label[1:]})"
    return label_of(name)


def _areas() -> dict[str, questions.QuestionArea]:
    return loader.load("questions", questions.QuestionArea)


def _question(question: Question) -> str:
    if question.kind == "meaning":
        return f"You said “{question.about}”. Did you mean one of these?"
    for area in _areas().values():
        if question.id in area.signs:
            return area.signs[question.id].text
        if question.id in area.follow_ups:
            return area.follow_ups[question.id].text
    raise KeyError(question.id)


@sentence("unknown_name")
def _unknown_name(v: Values) -> str:
    said = text(v, "text")
    if text(v, "kind") == "medicine":
        return f"“{said}” is no medicine or supplement that is known here, so it was not used."
    if text(v, "kind") == "allergy":
        return f"The allergy “{said}” is not known here."
    if text(v, "kind") == "diet":
        return f"What a diet leaves out, “{said}”, is not known here."
    return f"“{said}” is no condition that is known here, so it was not used."


def understood(a: Assessment, hint: Hints) -> Iterator[Block]:
    """What was understood, each thing with the words that it came from."""
    lines = [f"{title}: {'; '.join(_said(rows))}." for title, rows in _groups(a.understood) if rows]
    unknown = {
        kind: [str(r.values["text"]) for r in a.reasons.warnings if r.values.get("kind") == kind]
        for kind in ("medicine", "condition", "allergy", "diet")
        if any(r.code == "unknown_name" for r in a.reasons.warnings)
    }
    for kind, title in (
        ("medicine", "Not known as a medicine or supplement, so not used"),
        ("condition", "Not known as a condition, so not used"),
        ("allergy", "Not known as something to be allergic to"),
        ("diet", "Not known as something that a diet leaves out"),
    ):
        names = unknown.get(kind)
        if names:
            lines.append(f"{title}: {'; '.join(f'“{n}”' for n in names)}.")
    if not lines:
        return
    yield Heading("What was understood")
    yield Bullets(tuple(lines))
    if hint.strike:
        yield Text(f"{hint.strike}.", quiet=True)


def lines(rows: Iterable[Understood]) -> list[tuple[str, tuple[str, ...]]]:
    """(a line, ids of its readings) for each run of words, to be struck out one by one."""
    out: list[tuple[str, tuple[str, ...]]] = []
    every = list(rows)
    for title, group in _groups(every):
        for words in dict.fromkeys(r.text for r in group):
            same = [r for r in group if r.text == words]
            pills = [
                r for r in every if r.text.lower() == words.lower() and r.slots.get("kind") in TAKEN
            ]
            ids = dict.fromkeys(r.id for r in [*same, *(pills if same[0] in pills else [])])
            out.append((f"{title}: {'; '.join(_said(same))}", tuple(ids)))
    return out


def unknown_names(a: Assessment) -> set[str]:
    """The sentences of warnings that stand among what was understood already."""
    return {sentence_of(r) for r in a.reasons.warnings if r.code == "unknown_name"}


def _groups(rows: Iterable[Understood]) -> list[tuple[str, list[Understood]]]:
    titles = (
        "You have", "You have or had", "You take", "You no longer take", "You eat",
        "You must not eat", "In numbers", "Results in your words", "You do not have",
        "You do not take", "You do not eat", "You had",
        "You probably mean", "Perhaps you mean, counted as told to be safe",
        "Perhaps you mean, counted a little",
        "Told about somebody else, not used", "Only feared, asked or supposed, not used",
    )  # fmt: skip
    out: dict[str, list[Understood]] = {t: [] for t in titles}
    every = list(rows)
    pills = {r.text.lower() for r in every if r.slots.get("kind") == "supplement"}
    for row in every:
        kind = row.slots.get("kind")
        if kind in ("medicine", "medicine_class") and row.text.lower() in pills:
            continue  # the dose says it
        out[_title(row, str(kind))].append(row)
    return list(out.items())


def _title(row: Understood, kind: str) -> str:
    if row.status == "other_person":
        return "Told about somebody else, not used"
    if "perhaps" in row.slots:
        if "counted" not in row.slots:
            return "Perhaps you mean, counted a little"
        likely = float(row.slots["perhaps"] or 0) >= LIKELY
        return "You probably mean" if likely else "Perhaps you mean, counted as told to be safe"
    if row.status == "uncertain":
        return "Only feared, asked or supposed, not used"
    denied = row.status == "denied"
    if kind in TAKEN:
        stopped = row.status == "past" or row.slots.get("taken") is False
        return "You do not take" if denied else "You no longer take" if stopped else "You take"
    if kind == "diet":
        return "You do not eat" if denied else "You eat"
    if row.status == "past":
        return "You had"
    if denied:
        return "You do not have"
    return {"allergy": "You must not eat", "number": "In numbers",
            "result": "Results in your words", "condition": "You have or had"}.get(
        kind, "You have"
    )  # fmt: skip


def _said(rows: list[Understood]) -> list[str]:
    """Labels with the words beside them, those of the same words together."""
    by: dict[str, list[str]] = {}
    for row in rows:
        answered = str(row.slots.get("where", "")).startswith("asked.")
        words = "your answer" if answered else f"“{row.text}”"
        label = row.label if row.label[1:2].isupper() else row.label[:1].lower() + row.label[1:]
        if label not in by.setdefault(words, []):
            by[words].append(label)
    return [
        words if words == f"“{' + '.join(labels)}”" else f"{', '.join(labels)} ({words})"
        for words, labels in by.items()
    ]


def questions_left(a: Assessment, hint: Hints) -> Iterator[Block]:
    """What was not asked, and the questions that would make the answer surer."""
    signs = {k: s for area in _areas().values() for k, s in area.signs.items()}
    doubt = any(f.id in ("RF190", "RF191") for f in a.red_flags)
    open_ = [q for q in a.ask if q.kind == "warning"]
    if doubt and open_:
        yield Text(f"The question that would settle it: {open_[0].text}")
    if open_:
        names = "; ".join(signs[q.id].short for q in open_)
        how = f" {hint.answer}." if hint.answer else ""
        yield Text(f"Warning signs that were not asked after, so not known: {names}.{how}")
    rest = [q for q in a.ask if q.kind != "warning"]
    if rest:
        yield Heading("Questions that would make this surer")
        yield Bullets(tuple(_asked(q) for q in rest))


def _asked(question: Question) -> str:
    if question.kind != "meaning":
        return question.text
    offered = "; ".join(o.label for o in question.answers if o.id != "none")
    return f"You said “{question.about}”. Did you mean: {offered}?"

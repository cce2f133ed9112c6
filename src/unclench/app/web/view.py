"""What pages show of an answer: its sections in reading order, rows with a picture, the task list.

Sentences are those of the document that every door shows; here they are only put in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unclench.app.hints import hints_of
from unclench.app.report.pictures import nutrient_rows
from unclench.app.web import blood_units
from unclench.app.web.eaten import FILE as DAYS
from unclench.app.web.forms import LIVING, TYPED_BLOOD, TYPED_FOOD, told
from unclench.app.web.habits import own
from unclench.app.web.store import FOLDER
from unclench.app.web.wishes import PRICES
from unclench.assessment import Assessment, Nutrient, Question
from unclench.told.questions import signs
from unclench.words import language
from unclench.words.blocks import Block, Heading
from unclench.words.en import playback
from unclench.words.en.document import VERDICTS
from unclench.words.en.numbers import span

PARTS = {
    "What was understood": "understood",
    "Questions that would make this surer": "questions",
    "Possible contributors worth asking about": "causes",
    "What the diary says": "nutrients",
    "Blood and urine tests": "labs",
}
"""Heading of the document -> the part of a page that shows it with forms and pictures."""


@dataclass(slots=True)
class Section:
    """One heading with what stands under it.

    Attributes:
        part: the part of the page that shows it instead of its blocks, empty for none.
        blocks: (kind, block).
    """

    title: str
    part: str = ""
    blocks: list[tuple[str, Block]] = field(default_factory=list)


def sections(answer: Assessment, only: str = "") -> list[Section]:
    """The document of an answer as sections; the first has no title: how soon."""
    blocks = language("en").build(blood_units.shown(answer), only=only, hints=hints_of("web"))
    out = [Section("")]
    for block in blocks:
        if isinstance(block, Heading):
            out.append(Section(block.text, PARTS.get(block.text, "")))
        else:
            out[-1].blocks.append((type(block).__name__, block))
    return out


@dataclass(frozen=True, slots=True)
class Row:
    """A nutrient of the table: words, numbers, and the bar in per cent of the need.

    Attributes:
        low, mean, high: 0 to 200, where the line of the need stands at 100; None without a need.
        often: a sentence in frequencies.
    """

    id: str
    label: str
    verdict: str
    kind: str
    usual: str
    need: str
    often: str
    low: float | None = None
    mean: float | None = None
    high: float | None = None


TOP = 200.0


def rows(answer: Assessment) -> list[Row]:
    """The nutrients that have a verdict, as the document orders them."""
    scaled = dict(
        zip([n.id for n in answer.nutrients if _has_bar(n)], nutrient_rows(answer), strict=True)
    )
    out = []
    for n in answer.nutrients:
        if n.verdict == "no_reference":
            continue
        bar = scaled.get(n.id)
        out.append(
            Row(
                id=n.id,
                label=n.label,
                verdict=VERDICTS[n.verdict],
                kind=n.verdict,
                usual=span(n.usual_intake),
                need=_need(n),
                often=often(n),
                **{k: min(bar[k], TOP) for k in ("low", "mean", "high")} if bar else {},
            )
        )
    return out


def results(answer: Assessment) -> list[tuple[str, str]]:
    """(what its tree is found under, name) of each test of blood or urine."""
    from unclench.explain.results import key_of
    from unclench.facts.kinds import analytes

    return list({key_of(lab): lab.name for lab in answer.labs if lab.analyte in analytes.load()}
                .items())  # fmt: skip


def _has_bar(n: Nutrient) -> bool:
    req, usual = n.requirement, n.usual_intake
    return bool(req and req.value and usual.mean is not None and usual.unit == req.unit)


def _need(n: Nutrient) -> str:
    from unclench.words.en.numbers import number

    if n.requirement is None or n.requirement.value is None:
        return "–"
    return f"{number(n.requirement.value)} {n.requirement.unit} ({n.requirement.kind})"


def in_hundred(p: float) -> str:
    """A probability as people of a hundred, never none and never all."""
    count = round(100 * p)
    if count < 1:
        return "fewer than 1 of 100"
    if count > 99:
        return "more than 99 of 100"
    return f"about {count} of 100"


def often(n: Nutrient) -> str:
    """How often people with such a diary fall short, in one sentence; empty when unknown."""
    if n.probability_inadequate is None or n.verdict == "cannot_tell":
        return ""
    said = in_hundred(n.probability_inadequate)
    verb = "is" if said.startswith("fewer than 1 ") else "are"
    return f"{said[:1].upper()}{said[1:]} people with such a diary {verb} below their need."


@dataclass(frozen=True, slots=True)
class Task:
    """A topic that can be told: what telling it could change, and whether it was."""

    id: str
    title: str
    changes: str
    state: str


TOPICS = {
    "words": ("Your words", "What hurts decides what is looked for."),
    "about": ("About you", "Age, sex and size choose what you need and what is normal."),
    "medicines": (
        "Medicines and conditions",
        "Some medicines cause cramps, some forbid a change of food.",
    ),
    "food": ("Food", "A few days of food tell what you usually get, and what falls short."),
    "blood": ("Blood tests", "A result outranks what food suggests."),
    "living": ("Work, heat and sport", "Sweat, heat and sun change what you need."),
}
"""Topic -> (title, what telling it could change)."""
FIELDS = {
    "words": ("says",),
    "about": ("age", "sex", "pregnant", "weight", "height", "activity", "diet", "country"),
    "medicines": ("takes", "has", "allergies"),
    "food": ("food",),
    "blood": ("blood",),
    "living": tuple(LIVING),
}
"""Topic -> the fields of its page."""


def tasks(typed: Mapping[str, Any], answer: Assessment | None) -> list[Task]:
    """Every topic with "told", "not told" or "problem"."""
    wheres = [p.where for p in answer.problems] if answer else []
    out = []
    for topic, (title, changes) in TOPICS.items():
        given = any(str(typed.get(f, "")).strip() for f in FIELDS[topic])
        rows = {"blood": "rows", "food": "eaten"}
        given = given or bool(typed.get(rows.get(topic, "")))
        files = [f["name"] for f in typed.get("files", ()) if f["kind"] == topic]
        names = [*files, *((TYPED_FOOD, DAYS) if topic == "food" else (TYPED_BLOOD, "labs, "))]
        problem = topic in ("food", "blood") and any(n in w for w in wheres for n in names)
        state = "problem" if problem else "told" if given or files else "not told"
        out.append(Task(topic, title, changes, state))
    return out


@dataclass(frozen=True, slots=True)
class Said:
    """A line of what was understood, what it is without the words that it came from, the ids that
    strike it out, and whether it is a no."""

    line: str
    what: str
    ids: str
    denied: bool = False


def understood(answer: Assessment) -> list[Said]:
    """What was understood, a line for each run of words."""
    denied = {u.id for u in answer.understood if u.status == "denied"}
    label = {u.id: u.label for u in answer.understood}
    return [
        Said(
            line,
            ", ".join(dict.fromkeys(label[i] for i in ids)),
            " ".join(ids),
            denied.issuperset(ids),
        )
        for line, ids in playback.lines(answer.understood)
    ]


def questions(answer: Assessment) -> tuple[list[Question], list[Question]]:
    """(warning signs not asked after, other questions)."""
    warning = [q for q in answer.ask if q.kind == "warning"]
    return warning, [q for q in answer.ask if q.kind != "warning"]


def warning_list() -> list[tuple[str, str, str]]:
    """(id, short, whole question) of every warning sign."""
    return [(key, s.short, s.text) for key, s in signs().items()]


def dots(p: float) -> Sequence[tuple[int, int, bool]]:
    """50 dots in order, (column, row, below the need), as many below as people of fifty."""
    below = min(max(round(50 * p), 1), 49)
    return [(i % 10, i // 10, i < below) for i in range(50)]


def shown_for(typed: Mapping[str, Any]) -> Callable[[str], str]:
    """How a sentence stands on a page of this case: names of files, numbers and days."""
    return lambda text: own(shown_name(text, typed))


_PLACE = re.compile(
    rf"(?:(?<=^)|(?<=[\s>“'\"(]))(?:[A-Za-z]:)?[\\/][^\n<]*?{FOLDER}[\\/][\w-]{{12}}[\\/](?=\w)",
    re.MULTILINE,
)
"""The way to a folder of ours, in front of the name of a file in it."""


def shown_name(text: str, typed: Mapping[str, Any]) -> str:
    """A sentence with the names that files came with instead of those they are kept under."""
    if FOLDER in text:
        text = _PLACE.sub("", text)
    for f in typed.get("files", ()):
        text = text.replace(f["name"], f["called"])
    text = text.replace(DAYS, "the days you put together").replace(PRICES, "the prices you typed")
    return text.replace(TYPED_FOOD, "what you typed").replace(TYPED_BLOOD, "what you typed")


def nothing_told(typed: Mapping[str, Any]) -> bool:
    """Whether there is nothing to answer."""
    return not set(told(typed)) - {"profile"}

"""What a document is made of, in any language: blocks in reading order. Renderers draw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from unclench.ways import Ways

Tone = Literal["emergency", "same_day", "routine", "self_care", "plain"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """A message that must be seen first."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column titles."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A named picture; text renderings show `alt`."""

    name: Literal["nutrients", "plan", "simulation", "trial_power", "trial_dots", "spasm_log"]
    alt: str


Block = Heading | Text | Callout | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Hints:
    """How a reader goes on from here, in the words of the door that shows the document.

    Each is a part of a sentence, in the language of the document; empty where a door offers
    nothing. A document that is read without a door (a report, the library) has none.

    Attributes:
        complaint: how to tell one. match: how to correct a food that was matched weakly.
        cause: how to see where a contributor came from; nutrient: why nothing can be told of one.
        sources: where they are listed.
        strike: how to take back what was misunderstood. answer: how to answer a question.
        rest: where the rest of a long list is. ways: how what `unclench.ways` names is done.
    """

    complaint: str = ""
    match: str = ""
    cause: str = ""
    nutrient: str = ""
    sources: str = ""
    strike: str = ""
    answer: str = ""
    rest: str = ""
    ways: Ways = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around a document: language tag (BCP 47), title, and last line."""

    tag: str
    title: str
    foot: str

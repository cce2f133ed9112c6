"""Sentences, made last and from the `Assessment` alone: one folder a language.

A language is a package that offers what `Language` names; `words/en` is one. It brings

- `speak` and `sentence_of`: every sentence of an answer, from its ids, numbers and reasons;
- `build` and `PAGE`: the document that the doors draw;
- `FACT_TEXTS`: its own words for texts of fact files (`overlay` reads them from YAML).

Nothing else in the house makes sentences for people.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Protocol, cast

from unclench.assessment import Assessment, Reason
from unclench.door.files import packaged_folder
from unclench.errors import Problem, UserError
from unclench.words.blocks import Block, Hints, Page

FactTexts = Mapping[tuple[str, str, str], str]
"""(kind, id, field) of a fact -> its text in a language."""


class Language(Protocol):
    """What a language offers."""

    FACT_TEXTS: FactTexts
    PAGE: Page

    def speak(self, answer: Assessment) -> None:
        """Fill every sentence of an answer in place."""

    def sentence_of(self, reason: Reason) -> str:
        """The sentence of one reason."""

    def build(
        self, a: Assessment, *, only: str = "", brief: bool = False, hints: Hints | None = None
    ) -> list[Block]:
        """The document of a spoken answer; see `words.en.document.build`."""


def language(name: str | Language = "en") -> Language:
    """A language: by the name of its folder here, by the dotted path of its package, or itself.

    Raises:
        UserError: there is no such language.
    """
    if not isinstance(name, str):
        return name
    path = name if "." in name else f"unclench.words.{name}"
    try:
        return cast(Language, importlib.import_module(path))
    except ModuleNotFoundError as error:
        if error.name is None or not path.startswith(error.name):
            raise
        raise UserError(Problem(f"There is no language '{name}'.", "language")) from None


def speak(answer: Assessment, name: str | Language = "en") -> Assessment:
    """The same answer with every sentence in this language."""
    language(name).speak(answer)
    return answer


def fact_text(kind: str, fact_id: str, field: str, name: str | Language = "en") -> str:
    """A text of a fact in a language; that of the fact file where the language has no other.

    Args:
        kind, fact_id, field: as `facts.get(kind, fact_id).field`; the field holds a text.
    """
    own = language(name).FACT_TEXTS.get((kind, fact_id, field))
    if own is not None:
        return own
    from unclench.facts import get

    return str(getattr(get(kind, fact_id), field))


def overlay(package: str) -> dict[tuple[str, str, str], str]:
    """`FACT_TEXTS` of a language from `<package>/facts/<kind>.yaml`: `{id: {field: text}}`.

    Raises:
        FactsError: a text for a fact or a field that does not exist.
    """
    from unclench.facts import loader

    out: dict[tuple[str, str, str], str] = {}
    for file, content in packaged_folder(package, "facts"):
        kind = file.removesuffix(".yaml")
        known = loader.load(kind, loader.Fact)
        for fact_id, fields in loader.read_yaml(content).items():
            for field, text in fields.items():
                if fact_id not in known or not isinstance(
                    getattr(known[fact_id], field, None), str
                ):
                    raise loader.FactsError(f"{package}: no text {kind}/{fact_id}.{field}")
                out[kind, fact_id, field] = text
    return out

"""The input pack: how the words of one language are cut, brought to one spelling and heard.

The one place that imports it. A pack offers what stands here: `folded` brings letters to those of
the language, `sentences` cuts a text into `Sentence`s of clauses and tokens, `tokens` and `word`
bring words to the spelling that patterns of the lexicon are kept in, `british` to that of fact
files, `corrected` mends misspelt tokens, `everyday` knows common words, `reader` gives the trained
reader, `meant` whether what was found is meant, `standing` how a thing stands, `named` whether an
illness is the person's, `whole` what hears a story as a whole and `asked` what tells which page
answers a question, which are loaded when the first words are heard.
"""

from __future__ import annotations

from types import ModuleType

from unclench.told.en.normalise import Sentence, british, folded, sentences, tokens, word
from unclench.told.en.spelling import corrected, everyday

__all__ = [
    "Sentence", "asked", "british", "corrected", "everyday", "folded", "meant", "named", "proposed",
    "reader", "sentences", "standing", "tokens", "whole", "word",
]  # fmt: skip


def reader() -> ModuleType:
    """The trained reader of this language: `scores`, `status_odds`, `deciding`, `known_order`."""
    from unclench.told.en import reader as trained

    return trained


def proposed() -> ModuleType:
    """Dangers that are told without their names: `names`, `scores`."""
    from unclench.told.en import proposed as trained

    return trained


def meant() -> ModuleType:
    """Whether what was found in some words is meant there, and how: `Told`, `judged`, `known`."""
    from unclench.told.en import meant as trained

    return trained


def standing() -> ModuleType:
    """Whether a thing is there, denied, over or another's: `Clue`, `standing`."""
    from unclench.told.en import standing as trained

    return trained


def named() -> ModuleType:
    """Whether an illness that is named is the person's: `Named`, `odds`, `SAYS`."""
    from unclench.told.en import named as trained

    return trained


def whole() -> ModuleType:
    """What hears a story as a whole: `sound`."""
    from unclench.told.en import whole as trained

    return trained


def asked() -> ModuleType:
    """Which page answers a question: `pages`, `NONE`."""
    from unclench.told.en import asked as trained

    return trained

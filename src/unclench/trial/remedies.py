"""Which remedy a person means, read once: by words of the facts, and by `told` for medicines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from unclench.case import Case
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts import units
from unclench.facts.kinds.trial_refusals import Refusal
from unclench.facts.kinds.trials import Dose, Remedy
from unclench.facts.loader import load
from unclench.facts.number_words import counts, loose, times
from unclench.facts.nutrients import nutrients
from unclench.told import Person, understand
from unclench.told.supplements import BARE_FROM

_WORDS = re.compile(r"[a-z0-9]+")
_COUNTS = frozenset(("half", "quarter", "double", "triple", "pair", "handful", "some"))
_LASTING = ("day", "night", "week", "fortnight", "month", "year", "hour")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to try.

    Attributes:
        text: their words. remedy: None when none of ours is meant.
        refusal: what of `trial_refusals` is meant. medicine: a medicine that is meant.
        unlisted: a supplement that is understood and not on the list.
        dose: a day, in the unit of the remedy's nutrient; None when none was told.
    """

    text: str
    remedy: Remedy | None = None
    refusal: Refusal | None = None
    medicine: str = ""
    unlisted: str = ""
    dose: float | None = None


def remedies() -> dict[str, Remedy]:
    """What may be tried, by id."""
    return load("trials", Remedy)


def asked(text: str) -> Asked:
    """The remedy that these words mean, or what they mean that is refused.

    Raises:
        UserError: nothing is known by these words (names what there is), or they count tablets
            and do not say what is in one.
    """
    told = understand(Case(medicines=(text,)))
    words = _words(text)
    for refusal in load("trial_refusals", Refusal).values():
        if _said(refusal.said_as, words) or told.classes & set(refusal.classes):
            return Asked(text, refusal=refusal)
    remedy = _remedy(text, words)
    own = set(remedy.own_classes) if remedy else set()
    supplements = {s.text for s in told.supplements}
    for medicine in told.medicines:
        if own & set(medicine.classes):
            continue
        if medicine.text in supplements and medicine.current:
            return Asked(text, unlisted=medicine.text)
        return Asked(text, medicine=medicine.text)
    if remedy is not None:
        dose = _dose(remedy, told)
        if dose is None and remedy.dose is not None and _counted(text):
            raise UserError(_strength(text, remedy.dose))
        return Asked(text, remedy, dose=dose)
    names = [r.id for r in remedies().values()]
    fix = did_you_mean(text.lower(), [*names, *(s for r in remedies().values() for s in r.said_as)])
    raise UserError(
        Problem(f"'{text[:60]}' is nothing that can be tried here.", "--try",
                fix or f"Choose one of {', '.join(names)}.")
    )  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))


def _said(phrases: Sequence[str], words: frozenset[str]) -> int:
    """The number of words of the longest phrase all of whose words are there."""
    return max((len(_words(p)) for p in phrases if _words(p) <= words), default=0)


def _remedy(text: str, words: frozenset[str]) -> Remedy | None:
    if text.strip().lower() in remedies():
        return remedies()[text.strip().lower()]
    best = max(remedies().values(), key=lambda r: _said(r.said_as, words))
    return best if _said(best.said_as, words) else None


def _dose(remedy: Remedy, told: Person) -> float | None:
    amounts = [s.per_day[remedy.supplement][0] for s in told.supplements
               if remedy.supplement in s.per_day]  # fmt: skip
    if remedy.supplement:  # a dose too large to be believed is no supplement to `told`
        unit = nutrients()[remedy.supplement].unit
        amounts += [
            units.convert(m.dose_mg, "mg", unit)
            for m in told.medicines
            if m.dose_mg is not None
            and m.dose_mg >= BARE_FROM
            and set(m.classes) & set(remedy.own_classes)
        ]
    return max(amounts, default=None)


def _counted(text: str) -> bool:
    """Whether words say how many or how often; numbers of days or weeks do not."""
    words = re.findall(r"\d+|[a-z]+", text.lower())
    return any(
        (w.isdigit() or w in _COUNTS or w in counts() or w in times() or w in loose())
        and not after.startswith(_LASTING)
        for w, after in zip(words, [*words[1:], ""], strict=True)
    )


def _strength(text: str, dose: Dose) -> Problem:
    of = nutrients()[dose.nutrient].label.lower()
    return Problem(
        f"'{text[:60]}' does not say how much {of} is in one, so how much a day is not known.",
        "--try",
        f"Look at the packet and write what a day has in all, for example {of} "
        f"{dose.amount:g} {dose.unit}.",
    )


def is_taken(remedy: Remedy, took: Sequence[str]) -> bool:
    """Whether words of the log's column `took` name the remedy."""
    return any(_said(remedy.said_as, _words(t)) or remedy.id in t.lower() for t in took)

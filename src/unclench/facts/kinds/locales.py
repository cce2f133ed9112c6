"""How numbers, dates and blood tests are written where: by language, or language and region."""

from __future__ import annotations

import datetime as dt
import functools

from unclench.errors import Problem
from unclench.facts import loader
from unclench.facts.loader import Fact, Strict, Verified


class Signs(Strict):
    """Languages that set a decimal comma, and those that set a point."""

    comma: tuple[str, ...]
    point: tuple[str, ...]
    source: str
    verified: Verified


class Dates(Strict):
    """Languages by the order of day (d), month (m) and year (y)."""

    dmy: tuple[str, ...]
    mdy: tuple[str, ...]
    ymd: tuple[str, ...]
    source: str
    verified: Verified


class BloodUnits(Strict):
    """Languages whose laboratories report by mass (mg/dL), or by amount (mmol/L)."""

    mass: tuple[str, ...]
    amount: tuple[str, ...]
    source: str
    verified: Verified


class Locales(Fact):
    """Every language is in one list of each; a region only where it differs from its language."""

    signs: Signs
    dates: Dates
    blood: BloodUnits

    def of(self, tag: str) -> dict[str, str] | None:
        """What a language tag ("de-AT") stands for; None for a language that is not known.

        Returns:
            decimal (comma, point), date (dmy, mdy, ymd), blood (mass, amount).
        """
        parts = tag.replace("_", "-").split("-")
        language = parts[0].lower()
        region = next((p.upper() for p in parts[1:] if len(p) == 2), "")
        found = {name: _of(lists, language, region) for name, lists in self._lists().items()}
        return found if all(found.values()) else None

    def _lists(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "decimal": {"comma": self.signs.comma, "point": self.signs.point},
            "date": {"dmy": self.dates.dmy, "mdy": self.dates.mdy, "ymd": self.dates.ymd},
            "blood": {"mass": self.blood.mass, "amount": self.blood.amount},
        }


def _of(lists: dict[str, tuple[str, ...]], language: str, region: str) -> str:
    for wanted in (f"{language}-{region}", language):
        for name, tags in lists.items():
            if wanted in tags:
                return name
    return ""


@functools.cache
def load() -> Locales:
    """The one file of this kind."""
    return loader.load("locales", Locales)["written"]


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """No tag stands twice, and a language that stands anywhere is known in every list."""
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, Locales):
            continue
        where = f"facts/data/locales/{fact.id}.yaml"
        every = {t for lists in fact._lists().values() for tags in lists.values() for t in tags}
        for name, lists in fact._lists().items():
            tags = [t for tags in lists.values() for t in tags]
            twice = sorted({t for t in tags if tags.count(t) > 1})
            problems += [Problem(f"'{t}' stands twice under {name}", where) for t in twice]
            languages = {t for t in tags if "-" not in t}
            missing = sorted({t.partition("-")[0] for t in every} - languages)
            problems += [Problem(f"'{t}' is not known under {name}", where) for t in missing]
    return problems

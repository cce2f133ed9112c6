"""Made-up worlds with a known usual intake, for `benchmarks.cohort_recovery`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from unclench.cohort.panel import Floats, Panel


@dataclass(frozen=True)
class World:
    """How days come about.

    Attributes:
        known: as the model has it; else skewed effects of people, a variance of their own for
            everybody, and now and then a feast.
        two_part: not eaten every day. covariate: its effect on the logit of eating, on half of
            the people. unequal: who eats much is drawn oftener, which the weights undo.
    """

    name: str
    known: bool = True
    two_part: bool = False
    covariate: float = 0.0
    unequal: bool = False

    @property
    def scale(self) -> tuple[float, float, float, float, float]:
        """(mean, weekend, later day, variance between, variance within), Box-Cox of power 0.3."""
        return (10.0, 0.5, -0.3, 1.5, 3.0) if self.two_part else (15.0, 1.2, -0.6, 2.0, 4.0)

    def people(self, n: int, rng: np.random.Generator, *, even: bool = False) -> Any:
        """Effects on the amount and on eating, deviation of days, covariate; each (n,).

        Args:
            even: evenly spread effects, which leave less to chance in the truth.
        """
        from scipy.special import ndtri
        from scipy.stats import gamma

        share = rng.permutation((np.arange(n) + 0.5) / n) if even else rng.random(n)
        _, _, _, between, within = self.scale
        z = ndtri(share)
        t = 0.5 * z + np.sqrt(0.75) * rng.normal(size=n)
        x = (np.arange(n) % 2).astype(np.float64) * (self.covariate != 0)
        if self.known:
            return np.sqrt(between) * z, 1.3 * t, np.full(n, np.sqrt(within)), x
        skewed = (gamma.ppf(share, 4) - 4) / 2 * np.sqrt(between)
        return skewed, 1.3 * t, np.sqrt(within * 8 / rng.chisquare(10, n)), x

    def day(self, who: Any, weekend: Floats, later: float, rng: np.random.Generator) -> Floats:
        """Amounts of one day of these people."""
        u, eats, sd, x = who
        mean, on_weekend, on_later, _, _ = self.scale
        z = mean + u + on_weekend * weekend + on_later * later + sd * rng.normal(size=u.shape)
        y = np.asarray(np.maximum(0.3 * z + 1.0, 0.0) ** (1.0 / 0.3))
        if not self.known:
            y = np.where(rng.random(u.shape) < 0.02, 2.0 * y, y)
        if self.two_part:
            logit = -0.6 + eats + 0.8 * weekend + self.covariate * x
            y = np.where(rng.random(u.shape) < 1 / (1 + np.exp(-logit)), y, 0.0)
        return y

    def truth(self, people: int, days: int) -> Floats:
        """Each person's mean over so many days, four weekdays to three of the weekend."""
        rng = np.random.default_rng(99)
        who = self.people(people, rng, even=True)
        total = np.zeros(people)
        for d in range(days):
            total += self.day(who, np.full(people, float(d % 7 >= 4)), 0.0, rng)
        return total / days

    def survey(self, n: int, days: int, rng: np.random.Generator) -> tuple[Panel, Floats]:
        """A survey of n people, and their weights."""
        if not self.unequal:
            return self._days(self.people(n, rng), days, rng), np.ones(n)
        many = self.people(20 * n, rng)
        chance = np.exp(many[0] / self.scale[3] ** 0.5)  # of the person's effect, in deviations
        drawn = rng.choice(20 * n, n, p=chance / chance.sum(), replace=False)
        who = tuple(a[drawn] for a in many)
        return self._days(who, days, rng), 1.0 / chance[drawn]

    def _days(self, who: Any, days: int, rng: np.random.Generator) -> Panel:
        n = len(who[0])
        weekend = (rng.random((days, n)) < 3 / 7).astype(float)
        y = np.stack([self.day(who, weekend[d], float(d > 0), rng) for d in range(days)])
        x = (who[3] - 0.5)[:, None] if self.covariate else np.zeros((n, 0))
        return Panel(
            np.repeat(np.arange(n), days).astype(np.intp),
            y.T.reshape(-1),
            np.tile((np.arange(days) > 0).astype(float), n),
            weekend.T.reshape(-1),
            x,
            ("x",) if self.covariate else (),
            np.arange(n).astype(np.str_),
        )


WORLDS = (
    World("one part, as the model"),
    World("one part, another", known=False),
    World("one part, who eats much is drawn oftener", unequal=True),
    World("two parts, as the model", two_part=True),
    World("two parts, a covariate of 2.0 on eating", two_part=True, covariate=2.0),
    World("two parts, another", known=False, two_part=True),
)

"""Simulated surveys whose truth is the mean of thousands of days of each person, by brute force."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """A world on a Box-Cox scale: power, mean, effects, variances."""

    power: float = 0.3
    mean: float = 15.0
    weekend: float = 1.2
    later: float = -0.6
    between: float = 2.0
    within: float = 4.0
    age_effect: float = 0.0

    def back(self, z: Floats) -> Floats:
        """From the scale to amounts."""
        return np.asarray(np.maximum(self.power * z + 1.0, 0.0) ** (1.0 / self.power))

    def truth(self, people: int, rng: np.random.Generator, days: int = 4000) -> Floats:
        """Usual intakes: each person's mean over so many simulated days, 4 weekdays to 3."""
        out = np.empty(people)
        weekend = (np.arange(days) % 7) >= 4
        for i in range(people):
            centre = self.mean + rng.normal(0, np.sqrt(self.between))
            z = centre + self.weekend * weekend + rng.normal(0, np.sqrt(self.within), days)
            out[i] = self.back(z).mean()
        return out

    def survey(self, people: int, rng: np.random.Generator, days: int = 2) -> pl.DataFrame:
        """A survey of these people, each with so many days of any weekday."""
        u = rng.normal(0, np.sqrt(self.between), people)
        rows = []
        for d in range(1, days + 1):
            weekend = (rng.random(people) < 3 / 7).astype(float)
            z = self.mean + u + self.weekend * weekend + self.later * (d > 1)
            z = z + rng.normal(0, np.sqrt(self.within), people)
            rows.append(
                pl.DataFrame(
                    {
                        "person": [f"p{i:06d}" for i in range(people)],
                        "day": float(d),
                        "weekend": weekend,
                        "magnesium": self.back(z),
                    }
                )
            )
        return pl.concat(rows)

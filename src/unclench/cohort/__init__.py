"""Surveys and millions of diary lines."""

from unclench.cohort.model import Distribution, Fitted, UsualIntake

__all__ = ["Distribution", "Fitted", "UsualIntake"]

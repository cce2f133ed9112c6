"""`Request`: one question to the whole chain: a case, wishes for a plan, and switches.

The options of the command line, the keys of a form and the JSON Schema
(`Request.model_json_schema()`) come from its fields; their descriptions are the help.
"""

from __future__ import annotations

import datetime as dt
import reprlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from unclench.case import Case
from unclench.errors import Problem, UserError, did_you_mean, must

if TYPE_CHECKING:
    from collections.abc import Sequence

Authority = Literal["nasem", "efsa"]
EnergyGoal = Literal["keep", "less", "more"]
ALL_SUPPLEMENTS = "all"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="wrap")
    @classmethod
    def _in_our_words(cls, told: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(told)
        except ValidationError as error:
            raise UserError([problem_in(e, cls) for e in error.errors()]) from None


def problem_in(error: Any, model: type[BaseModel]) -> Problem:
    """One error of pydantic in our words."""
    key = ".".join(map(str, error["loc"]))
    where = model.__name__.lower()
    if error["type"] == "extra_forbidden":
        known = list(model.model_fields)
        fix = did_you_mean(key, known) or f"Known keys: {', '.join(known)}."
        return Problem(f"The key '{key}' is not known.", where, fix)
    given = reprlib.repr(error.get("input"))[:60]
    return Problem(f"'{key}': {must(error)} (given: {given}).", where)


class Wishes(_Asked):
    """What the person wants of a plan; one text stands for a list of one.

    Raises:
        UserError: all unknown keys and wrong values at once.
    """

    diets: tuple[str, ...] = Field((), description="E.g. vegan, halal, low-fodmap.")
    allergies: tuple[str, ...] = Field((), description="E.g. nuts, milk, sesame.")
    dislikes: tuple[str, ...] = Field((), description="A food never to suggest.")
    supplements: tuple[str, ...] = Field(
        (), description="Allow this supplement, e.g. vitamin_d, or all."
    )
    goals: tuple[str, ...] = Field((), description="Plan for this nutrient only, e.g. magnesium.")
    energy: EnergyGoal = Field("keep", description="Energy should stay, fall or rise.")
    max_changes: int = Field(3, ge=1, le=8, description="At most so many changes.")
    pinned: tuple[str, ...] = Field((), description="Id of a change that must be part of it.")
    banned: tuple[str, ...] = Field((), description="Id of a change you do not want.")
    prices: Path | None = Field(
        None, description="A CSV of food and price of 100 g; then the budget counts."
    )
    budget: float = Field(0.0, description="What food may cost more a week.")
    alternatives: int = Field(3, ge=1, le=6, description="How many plans.")
    time_limit: float = Field(
        3.0, ge=0.1, description="Seconds for each goal; then the best so far."
    )

    if TYPE_CHECKING:  # what is read, not only what is kept; a test holds it to the fields

        def __init__(
            self,
            *,
            diets: str | Sequence[str] = ...,
            allergies: str | Sequence[str] = ...,
            dislikes: str | Sequence[str] = ...,
            supplements: str | Sequence[str] = ...,
            goals: str | Sequence[str] = ...,
            energy: EnergyGoal = ...,
            max_changes: int = ...,
            pinned: str | Sequence[str] = ...,
            banned: str | Sequence[str] = ...,
            prices: str | Path | None = ...,
            budget: float = ...,
            alternatives: int = ...,
            time_limit: float = ...,
        ) -> None: ...

    @field_validator(
        "diets", "allergies", "dislikes", "supplements", "goals", "pinned", "banned", mode="before"
    )
    @classmethod
    def _one(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


class Request(_Asked):
    """What is asked for one person.

    Raises:
        UserError: unknown keys and wrong values of the request, or of its case, at once.
    """

    case: Case = Case()
    wishes: Wishes = Wishes()
    authority: Authority = Field("nasem", description="US/Canada (nasem) or Europe (efsa).")
    today: dt.date | None = Field(None, description="Answer as of this day (default: now).")
    person: str | None = Field(None, description="Which person, when a file holds several.")
    simulate: bool = Field(False, description="Add the models of blood, nerve and muscle.")
    plan: bool = Field(False, description="Add the smallest safe change of food.")
    believe: bool = Field(
        False, description="Days in the diary that nobody eats are right: count them as told."
    )
    language: str = Field("en", description="Language of the sentences.")

    @field_validator("case", mode="before")
    @classmethod
    def _usable(cls, value: Any) -> Any:
        """A case as keys and values is used as far as it can be."""
        from unclench.usable import usable

        return usable(value) if isinstance(value, dict) else value

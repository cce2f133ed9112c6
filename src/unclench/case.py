"""`Case`: what the user tells us.

A case is a folder holding `case.yaml` or `case.json`, such a file, a dictionary, or `Case(...)`.
All keys are optional; a missing one is never guessed. An unknown key is an error that names the
nearest known; what was read from a file is used without it (`usable`). The flat shape of published
vignettes (age, sex, weight_kg, pregnant at the top level) is read too, and one text stands for a
list of one.

The descriptions of the fields are the help of the command line and of a form.
"""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from unclench.errors import Problem, UserError, did_you_mean, must

Sex = Literal["female", "male"]
Activity = Literal["sedentary", "light", "moderate", "active", "very_active"]

_SEX = {"f": "female", "female": "female", "woman": "female", "w": "female", "girl": "female"}
_SEX |= {"m": "male", "male": "male", "man": "male", "boy": "male"}

MOST_SWEAT = 6.0
"""L/h; the highest rate measured in athletes is 5.7. More is taken for a slip of the pen."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Profile(_Part):
    """Who the person is. Ages in years, weight in kg, height in cm."""

    age: float | None = Field(None, ge=0, le=120, description="Years.")
    sex: Sex | None = Field(None, description="female or male.")
    weight_kg: float | None = Field(None, ge=2, le=400, description="kg.")
    height_cm: float | None = Field(None, ge=40, le=260, description="cm.")
    pregnant: bool = Field(False, description="Expecting a child.")
    lactating: bool = Field(False, description="Breastfeeding.")
    activity: Activity | None = Field(
        None, description="sedentary, light, moderate, active or very_active."
    )
    diet: str | None = Field(None, description="How the person eats, e.g. vegan.")
    smoker: bool | None = None
    menopausal: bool | None = None
    country: str = Field(
        "", description="Where the person lives, e.g. GB or Germany; “I do not know” is an answer."
    )
    language: str = Field(
        "",
        description="Language of the person's browser, e.g. en-GB; a country that is not told is "
        "assumed from it, and the answer says so.",
    )

    @field_validator("sex", mode="before")
    @classmethod
    def _sex(cls, value: Any) -> Any:
        return _SEX.get(str(value).strip().lower(), value) if value is not None else None


class LabInput(_Part):
    """One blood or urine result as told; nothing is converted or judged here."""

    name: str = ""
    loinc: str = ""
    value: float | str | None = None
    comparator: Literal["", "<", "<=", ">", ">="] = ""
    unit: str = ""
    date: dt.date | None = None
    low: float | None = None
    high: float | None = None
    flag: str = ""
    specimen: str = ""
    basis: str = ""
    note: str = ""

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        """The time of day is of no use here."""
        return value[:10] if isinstance(value, str) and value[10:11] in ("T", " ") else value


class IntakeItem(_Part):
    """A stated habitual intake, e.g. 1500 kcal/day of energy or 3.25 L/day of cola."""

    item: str
    amount: float = Field(ge=0, le=1e7)
    unit: str = ""


class DietTold(_Part):
    """The diet in words, and stated amounts."""

    description: str = ""
    intakes: tuple[IntakeItem, ...] = ()


class Case(_Part):
    """Everything a person tells, in the nested or the flat shape.

    `folder` is where relative file names are looked up. `asked` are answers to questions of an
    earlier answer: yes, no, not_sure or the id of an offer; `confirmed` and `struck` are ids of
    readings that were right or wrong. `problems` is what was told and could not be used.

    Raises:
        UserError: all unknown keys and wrong values at once.
    """

    profile: Profile = Profile()
    complaints: tuple[str, ...] = Field((), description="A complaint, in your own words.")
    signs: tuple[str, ...] = Field((), description="Something an examiner found.")
    medicines: tuple[str, ...] = Field((), description="A medicine or supplement.")
    conditions: tuple[str, ...] = Field((), description="A condition, e.g. 'coeliac'.")
    allergies: tuple[str, ...] = Field((), description="What must not be eaten, e.g. 'fish'.")
    exposure: dict[str, str | float | bool | None] = Field(
        {}, description="E.g. 'sweat=1.2 L/h' or 'sun=indoors'."
    )
    diet: DietTold = DietTold()
    diary: tuple[str, ...] = Field((), description="Diary files.")
    labs: tuple[LabInput | str, ...] = Field(
        (), description="A blood test, 'K 3.1 mmol/L', or a file of them (FHIR, CSV, text)."
    )
    asked: dict[str, str] = Field(
        {}, description="An answer to a question, e.g. saddle_numbness=no (yes, no, not_sure)."
    )
    confirmed: tuple[str, ...] = Field((), description="Id of a reading that was right.")
    struck: tuple[str, ...] = Field((), description="Id of a reading that was wrong: gone.")
    folder: SkipJsonSchema[Path | None] = Field(None, exclude=True)
    problems: SkipJsonSchema[tuple[Problem, ...]] = Field((), exclude=True)

    if TYPE_CHECKING:  # what the validator below accepts; a test holds it to the fields

        def __init__(
            self,
            *,
            profile: Profile | Mapping[str, Any] = ...,
            complaints: str | Sequence[str] = ...,
            signs: str | Sequence[str] = ...,
            medicines: str | Sequence[str] = ...,
            conditions: str | Sequence[str] = ...,
            allergies: str | Sequence[str] = ...,
            exposure: Mapping[str, str | float | bool | None] = ...,
            diet: str | DietTold | Mapping[str, Any] = ...,
            diary: str | Sequence[str] = ...,
            labs: str | Sequence[LabInput | Mapping[str, Any] | str] = ...,
            asked: Mapping[str, str | bool] = ...,
            confirmed: str | Sequence[str] = ...,
            struck: str | Sequence[str] = ...,
            folder: Path | None = ...,
            problems: Sequence[Problem] = ...,
            age: float | None = ...,
            sex: str | None = ...,
            weight_kg: float | None = ...,
            height_cm: float | None = ...,
            pregnant: bool | None = ...,
            lactating: bool | None = ...,
            activity: str | None = ...,
            smoker: bool | None = ...,
            menopausal: bool | None = ...,
            country: str | None = ...,
            language: str | None = ...,
        ) -> None: ...

    @model_validator(mode="wrap")
    @classmethod
    def _in_our_words(
        cls, told: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        where = (info.context or {}).get("where", "case")
        if isinstance(told, cls):
            return handler(told)
        if not isinstance(told, dict):
            raise UserError(
                Problem("A case is a set of keys such as profile, complaints, diary.", where)
            )
        try:
            return handler(lift(told))
        except ValidationError as error:
            errors = error.errors(include_url=False)
            refused = CaseError(problem_of(e, where) for e in errors)
            refused.errors = errors
            raise refused from None

    @field_validator("asked", mode="before")
    @classmethod
    def _asked(cls, value: Any) -> Any:
        """YAML reads yes and no as booleans."""
        if not isinstance(value, dict):
            return value
        said = {True: "yes", False: "no"}
        told = {str(k): said[v] if isinstance(v, bool) else v for k, v in value.items()}
        return {k: v for k, v in told.items() if v is not None}

    def paths(self, names: tuple[str, ...]) -> list[Path]:
        """File names of the case as paths, relative ones from the case's folder."""
        base = self.folder or Path()
        return [base / n for n in names]


class CaseError(UserError):
    """Wrong keys and values of a case; `errors` as pydantic gives them."""

    errors: Sequence[Any] = ()


_FLAT = tuple(Profile.model_fields)
_DIET_WORD = "diet"
LISTS = ("complaints", "signs", "medicines", "conditions", "allergies", "diary", "labs",
         "confirmed", "struck")  # fmt: skip
_TEXTS = ("complaints", "signs", "medicines", "conditions", "allergies")
_PARTS: dict[str, type[BaseModel]] = {"profile": Profile, "labs": LabInput, "diet": DietTold}


def lift(raw: dict[str, Any]) -> dict[str, Any]:
    """The flat shape brought into the nested one; a string for a list becomes a list of one."""
    raw = {str(k): v for k, v in raw.items()}
    profile = raw.get("profile") or {}
    if isinstance(profile, Profile):
        profile = profile.model_dump(exclude_unset=True)
    if not isinstance(profile, dict):
        return raw  # refused by the model, in words
    profile = {str(k): v for k, v in profile.items()}
    for key in _FLAT:
        if key in raw and not (key == _DIET_WORD and not isinstance(raw[key], str)):
            profile[key] = raw.pop(key)
    if profile:
        raw["profile"] = {k: v for k, v in profile.items() if v is not None}
    for key in LISTS:
        if isinstance(raw.get(key), (str, dict)):
            raw[key] = [raw[key]]
    if isinstance(raw.get("labs"), (list, tuple)):
        raw["labs"] = [one for item in raw["labs"] for one in _results(item)]
    for key in _TEXTS:
        if isinstance(raw.get(key), list):
            raw[key] = [_words(item) for item in raw[key]]
    return {k: v for k, v in raw.items() if v is not None}


def _results(item: Any) -> list[Any]:
    """A mapping of tests to values is a result each; a `date` in it is of all of them."""
    if not isinstance(item, dict) or not item or {"name", "loinc", "value"} & item.keys():
        return [item]
    shared = {k: item[k] for k in ("date", "specimen") if k in item}
    told = {str(k): v for k, v in item.items() if k not in shared and v is not None}
    return [
        {"name": name, **shared, **(v if isinstance(v, dict) else {"value": v})}
        if shared or isinstance(v, dict)
        else f"{name} {v}"
        for name, v in told.items()
    ]


def _words(item: Any) -> Any:
    """A text with a colon that YAML took for a key and a value is a text again."""
    if isinstance(item, dict) and len(item) == 1:
        ((key, value),) = item.items()
        if isinstance(value, (str, int, float)) or value is None:
            return f"{key}: {'' if value is None else value}".rstrip(": ")
    return item


_FIXES = {
    "date": "Write it as 2026-05-31.",
    "sex": "It only chooses needs and ranges; leave it out if neither fits.",
    "age": "Give it in years, for example 42.",
}


def _known(part: str) -> list[str]:
    if part in _PARTS:
        return list(_PARTS[part].model_fields)
    keys = dict.fromkeys([*Case.model_fields, *Profile.model_fields])
    return [k for k in keys if k not in ("folder", "problems")]


def problem_of(error: Any, where: str) -> Problem:
    """One error of pydantic in our words."""
    loc = [p for p in error["loc"] if not str(p).startswith(("LabInput", "str", "float"))]
    path = ".".join(str(p) for p in loc)
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        known = _known(str(error["loc"][0]) if len(error["loc"]) > 1 else "")
        fix = did_you_mean(key, known) or f"Known keys: {', '.join(known)}."
        return Problem(f"The key '{path[:200]}' is not known.", where, fix)
    given = reprlib.repr(error.get("input"))[:60]
    path = path.removeprefix("profile.")
    fix = _FIXES.get(path, _FIXES.get(str(loc[-1]) if loc else "", ""))
    return Problem(f"'{path[:200]}': {must(error)} (given: {given}).", where, fix)


def from_dict(raw: Any, where: str = "case", folder: Path | None = None) -> Case:
    """A `Case` from a dictionary in the nested or the flat shape.

    Raises:
        UserError: all unknown keys and wrong values at once.
    """
    return Case.model_validate(raw, context={"where": where}).model_copy(update={"folder": folder})


def load(path: Path) -> Case:
    """A `Case` from a folder with `case.yaml`/`case.json`, or from such a file.

    What cannot be used of it stands in `Case.problems`.

    Raises:
        UserError: no such file, not YAML/JSON.
    """
    from unclench.usable import loaded

    return loaded(path)

"""`Case`: what the user tells us.

A case is a folder holding `case.yaml` or `case.json`, such a file, a dictionary, or `Case(...)`.
All keys are optional; a missing one is never guessed. An unknown key is an error that names the
nearest known. The flat shape of published vignettes (age, sex, weight_kg, pregnant at the top
level) is read too, and one text stands for a list of one.

The descriptions of the fields are the help of the command line and of a form.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import yaml
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

from unclench.errors import Problem, UserError, did_you_mean

Sex = Literal["female", "male"]
Activity = Literal["sedentary", "light", "moderate", "active", "very_active"]

_SEX = {"f": "female", "female": "female", "woman": "female", "w": "female", "girl": "female"}
_SEX |= {"m": "male", "male": "male", "man": "male", "boy": "male"}


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
    country: str = Field("", description="Where the person lives, two letters, e.g. GB.")

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
    readings that were right or wrong.

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
    asked: dict[str, str] = {}
    confirmed: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    folder: SkipJsonSchema[Path | None] = Field(None, exclude=True)

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
            return handler(_lift(told))
        except ValidationError as error:
            raise UserError(_problems(error, where)) from None

    @field_validator("asked", mode="before")
    @classmethod
    def _asked(cls, value: Any) -> Any:
        """YAML reads yes and no as booleans."""
        if not isinstance(value, dict):
            return value
        said = {True: "yes", False: "no"}
        return {str(k): said[v] if isinstance(v, bool) else v for k, v in value.items()}

    def paths(self, names: tuple[str, ...]) -> list[Path]:
        """File names of the case as paths, relative ones from the case's folder."""
        base = self.folder or Path()
        return [base / n for n in names]


_FLAT = tuple(Profile.model_fields)
_DIET_WORD = "diet"
LISTS = ("complaints", "signs", "medicines", "conditions", "allergies", "diary", "labs",
         "confirmed", "struck")  # fmt: skip
_PARTS: dict[str, type[BaseModel]] = {"profile": Profile, "labs": LabInput, "diet": DietTold}


def _lift(raw: dict[str, Any]) -> dict[str, Any]:
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
    return {k: v for k, v in raw.items() if v is not None}


_FIXES = {
    "sex": "It only chooses needs and ranges; leave it out if neither fits.",
    "age": "Give it in years, for example 42.",
}


def _known(part: str) -> list[str]:
    if part in _PARTS:
        return list(_PARTS[part].model_fields)
    keys = dict.fromkeys([*Case.model_fields, *Profile.model_fields])
    return [k for k in keys if k != "folder"]


def _problems(error: ValidationError, where: str) -> list[Problem]:
    out = []
    for e in error.errors():
        path = ".".join(
            str(p) for p in e["loc"] if not str(p).startswith(("LabInput", "str", "float"))
        )
        if e["type"] == "extra_forbidden":
            key = str(e["loc"][-1])
            known = _known(str(e["loc"][0]) if len(e["loc"]) > 1 else "")
            fix = did_you_mean(key, known) or f"Known keys: {', '.join(known)}."
            out.append(Problem(f"The key '{path}' is not known.", where, fix))
        else:
            given = repr(e.get("input"))[:60]
            path = path.removeprefix("profile.")
            fix = _FIXES.get(path, "")
            out.append(Problem(f"'{path}': {e['msg'].lower()} (given: {given}).", where, fix))
    return out


def from_dict(raw: Any, where: str = "case", folder: Path | None = None) -> Case:
    """A `Case` from a dictionary in the nested or the flat shape.

    Raises:
        UserError: all unknown keys and wrong values at once.
    """
    return Case.model_validate(raw, context={"where": where}).model_copy(update={"folder": folder})


def load(path: Path) -> Case:
    """A `Case` from a folder with `case.yaml`/`case.json`, or from such a file.

    Raises:
        UserError: no such file, not YAML/JSON, unknown keys, wrong values.
    """
    if path.is_dir():
        found = [path / n for n in ("case.yaml", "case.yml", "case.json") if (path / n).is_file()]
        if not found:
            raise UserError(
                Problem("There is no case.yaml or case.json in this folder.", str(path))
            )
        path = found[0]
    try:
        text = path.read_text("utf-8-sig")
        raw = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except FileNotFoundError:
        raise UserError(Problem("There is no such file.", str(path))) from None
    except RecursionError:
        raise UserError(Problem("This is nested too deeply to be a case.", str(path))) from None
    except (UnicodeDecodeError, json.JSONDecodeError, yaml.YAMLError) as error:
        first = str(error).splitlines()[0]
        raise UserError(Problem(f"This is not a readable case file: {first}", str(path))) from None
    return from_dict(raw, str(path), path.parent)

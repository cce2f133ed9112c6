"""`Case`: what the user tells us.

A case is a folder holding `case.yaml` or `case.json`, such a file, or a dictionary. All keys are
optional; a missing one is never guessed. An unknown key is an error that names the nearest known.
The flat shape of published vignettes (age, sex, weight_kg, pregnant at the top level) is read too.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from unclench.errors import Problem, UserError, did_you_mean

Sex = Literal["female", "male"]
Activity = Literal["sedentary", "light", "moderate", "active", "very_active"]

_SEX = {"f": "female", "female": "female", "woman": "female", "w": "female", "girl": "female"}
_SEX |= {"m": "male", "male": "male", "man": "male", "boy": "male"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Profile(_Part):
    """Who the person is. Ages in years, weight in kg, height in cm."""

    age: float | None = Field(None, ge=0, le=120)
    sex: Sex | None = None
    weight_kg: float | None = Field(None, ge=2, le=400)
    height_cm: float | None = Field(None, ge=40, le=260)
    pregnant: bool = False
    lactating: bool = False
    activity: Activity | None = None
    diet: str | None = None
    smoker: bool | None = None
    menopausal: bool | None = None
    country: str = ""

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
    """Everything a person tells. `folder` is where relative file names are looked up.

    `asked` are answers to questions of an earlier answer: yes, no, not_sure or the id of an offer;
    `confirmed` and `struck` are ids of readings that were right or wrong.
    """

    profile: Profile = Profile()
    complaints: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    exposure: dict[str, str | float | bool | None] = {}
    diet: DietTold = DietTold()
    diary: tuple[str, ...] = ()
    labs: tuple[LabInput | str, ...] = ()
    asked: dict[str, str] = {}
    confirmed: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    folder: Path | None = Field(None, exclude=True)

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


def _problems(error: ValidationError, where: str) -> list[Problem]:
    out = []
    for e in error.errors():
        path = ".".join(
            str(p) for p in e["loc"] if not str(p).startswith(("LabInput", "str", "float"))
        )
        if e["type"] == "extra_forbidden":
            key = str(e["loc"][-1])
            known = _PARTS.get(str(e["loc"][0]), Case)
            fix = (
                did_you_mean(key, known.model_fields)
                or f"Known keys: {', '.join(k for k in known.model_fields if k != 'folder')}."
            )
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
    if not isinstance(raw, dict):
        raise UserError(
            Problem("A case is a set of keys such as profile, complaints, diary.", where)
        )
    try:
        return Case.model_validate(_lift(raw)).model_copy(update={"folder": folder})
    except ValidationError as error:
        raise UserError(_problems(error, where)) from None


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

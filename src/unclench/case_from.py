"""From what stands on the command line to one `Case`: folders, case files, diaries, blood tests.

What a file is follows from its content, never from its name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unclench import case as cases
from unclench.case import Case, LabInput
from unclench.errors import Problem, UserError


@dataclass(frozen=True, slots=True)
class Told:
    """What the options of the command line say, beside the files."""

    age: float | None = None
    sex: str | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    pregnant: bool | None = None
    lactating: bool | None = None
    activity: str | None = None
    says: Sequence[str] = ()
    signs: Sequence[str] = ()
    takes: Sequence[str] = ()
    has: Sequence[str] = ()
    labs: Sequence[str] = ()
    exposure: Sequence[str] = ()


def gather(paths: Sequence[Path], told: Told) -> Case:
    """One `Case` from all paths and options; options win over files.

    Raises:
        UserError: a missing file, two case files, a wrong value: all at once.
    """
    problems: list[Problem] = []
    case: Case | None = None
    diaries: list[Path] = []
    labs: list[Path] = []
    for path in paths:
        try:
            kind = _kind(path)
        except UserError as error:
            problems += error.problems
            continue
        if kind == "case":
            if case is not None:
                problems.append(Problem("There are two case files; give one.", str(path)))
                continue
            try:
                case = cases.load(path)
            except UserError as error:
                problems += error.problems
        elif kind == "labs":
            labs.append(path)
        else:
            diaries.append(path)
    if problems:
        raise UserError(problems)
    if case is None:
        return _merge(Case(), told, tuple(map(str, diaries)), tuple(map(str, labs)))
    # names in a case are looked up in its folder; those of the command line must not be
    return _merge(
        case, told, tuple(str(p.resolve()) for p in diaries), tuple(str(p.resolve()) for p in labs)
    )


def _kind(path: Path) -> str:
    if not path.exists():
        raise UserError(
            Problem("There is no such file.", str(path), "Check the name and the folder.")
        )
    if path.is_dir():
        if any((path / n).is_file() for n in ("case.yaml", "case.yml", "case.json")):
            return "case"
        if (path / "clinical-records").is_dir():
            return "labs"
        raise UserError(
            Problem(
                "This folder holds no case.yaml or case.json.",
                str(path),
                "Give the diary file itself, or add a case.yaml (see examples/kitchen_porter).",
            )
        )
    if path.suffix.lower() in (".yaml", ".yml"):
        return "case"
    head = path.open("rb").read(1)
    if path.suffix.lower() == ".json" or head in (b"{", b"["):
        return _json_kind(path)
    return "diary"


def _json_kind(path: Path) -> str:
    try:
        raw = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return "case"  # the case reader says what is wrong with it
    if isinstance(raw, dict) and "resourceType" not in raw:
        return "case"
    return "labs"


def _exposure(items: Sequence[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for item in items:
        key, sep, value = item.partition("=")
        if not sep:
            key, sep, value = item.partition(":")
        if sep:
            out[key.strip()] = value.strip()
        else:
            out[f"told {len(out) + 1}"] = item.strip()
    return out


def _merge(
    base: Case, told: Told, diaries: tuple[str, ...], labs: tuple[LabInput | str, ...]
) -> Case:
    profile = {
        key: value
        for key in (["age", "sex", "weight_kg", "height_cm", "pregnant", "lactating", "activity"])
        if (value := getattr(told, key)) is not None
    }
    raw = base.model_dump(exclude_none=True)
    raw["profile"] = {**raw.get("profile", {}), **profile}
    raw["complaints"] = (*base.complaints, *told.says)
    raw["signs"] = (*base.signs, *told.signs)
    raw["medicines"] = (*base.medicines, *told.takes)
    raw["conditions"] = (*base.conditions, *told.has)
    raw["exposure"] = {**base.exposure, **_exposure(told.exposure)}
    raw["diary"] = (*base.diary, *diaries)
    raw["labs"] = (*base.labs, *told.labs, *labs)
    return cases.from_dict(raw, "the options", base.folder)

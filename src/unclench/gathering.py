"""From files and what is said beside them to one `Case`: folders, case files, diaries, results.

What a file is follows from its content, never from its name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from unclench import case as cases
from unclench.case import LISTS, Case, LabInput, Profile
from unclench.errors import Problem, UserError


def case_from(
    paths: str | Path | Sequence[str | Path] = (),
    *,
    says: str | Sequence[str] = (),
    takes: str | Sequence[str] = (),
    has: str | Sequence[str] = (),
    labs: str | Sequence[str] = (),
    exposure: str | Sequence[str] | Mapping[str, Any] = (),
    **more: Any,
) -> Case:
    """One `Case` from files and from what is said beside them.

    A case folder or file, diaries and files of blood tests are told apart by their content. What
    is said beside files is added to their lists; a value of the profile or an exposure wins over
    that of a case file.

    Args:
        paths: files and folders; at most one case among them.
        says, takes, has: complaints, medicines, conditions, in the person's words.
        labs: results such as "K 3.1 mmol/L", or names of files.
        exposure: such as "sweat=1.2 L/h", or a mapping.
        **more: keys of the profile (`age`, `sex`, `weight_kg`, ...) and of the case (`signs`,
            `allergies`, `asked`, ...); None is not told.

    Raises:
        UserError: missing files, two case files, unknown keys, wrong values: all at once.
    """
    if isinstance(paths, (str, Path)):
        paths = [paths]
    case, diaries, files = _sorted([Path(p) for p in paths])
    # names in a case are looked up in its folder; those given beside it must not be
    far = case is not None and case.folder is not None
    told = {k: v for k, v in more.items() if v is not None}
    raw = _kept(case) if case is not None else {}
    profile = {k: told.pop(k) for k in Profile.model_fields if k in told and _plain(told[k])}
    raw["profile"] = {**raw.get("profile", {}), **told.pop("profile", {}), **profile}
    raw["exposure"] = {**raw.get("exposure", {}), **_exposure(exposure)}
    said = {"complaints": says, "medicines": takes, "conditions": has, "labs": labs}
    found = {"diary": diaries, "labs": files}
    for key in LISTS:
        new = [*_many(said.get(key, ())), *_many(told.pop(key, ()))]
        new += [str(p.resolve() if far else p) for p in found.get(key, ())]
        raw[key] = [*raw.get(key, ()), *new]
    raw["asked"] = {**raw.get("asked", {}), **told.pop("asked", {})}
    return cases.from_dict({**raw, **told}, "what was given", case.folder if case else None)


def _kept(case: Case) -> dict[str, Any]:
    """The keys of a case as lists and dictionaries that can be added to."""
    raw = {name: getattr(case, name) for name in type(case).model_fields if name != "folder"}
    raw["profile"] = case.profile.model_dump(exclude_none=True)
    return raw


def _plain(value: Any) -> bool:
    """Whether this is a value of the profile; a `diet` of several keys belongs to the case."""
    return not isinstance(value, (Mapping, BaseModel))


def _many(items: Any) -> list[Any]:
    return [items] if isinstance(items, (str, Mapping, LabInput)) else list(items)


def _sorted(paths: Sequence[Path]) -> tuple[Case | None, list[Path], list[Path]]:
    """The case, the diaries and the files of blood tests among paths."""
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
    return case, diaries, labs


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
    return "labs" if _looks_like_labs(path) else "diary"


def _looks_like_labs(path: Path) -> bool:
    """Whether a file that is neither a case nor JSON surely holds results of tests."""
    from unclench.plasma.labs.recognise import looks_like_labs

    try:
        return looks_like_labs(path.read_bytes())
    except OSError:
        return False


def _json_kind(path: Path) -> str:
    try:
        raw = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return "case"  # the case reader says what is wrong with it
    if isinstance(raw, dict) and "resourceType" not in raw:
        return "case"
    return "labs"


def _exposure(items: str | Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(items, Mapping):
        return dict(items)
    out: dict[str, Any] = {}
    for item in _many(items):
        key, sep, value = item.partition("=")
        if not sep:
            key, sep, value = item.partition(":")
        if sep:
            out[key.strip()] = value.strip()
        else:
            out[f"told {len(out) + 1}"] = item.strip()
    return out

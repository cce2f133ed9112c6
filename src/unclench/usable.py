"""What can be used of a case that is partly wrong: the rest of it, and a problem for each slip.

A wrong key, value or date takes away itself and nothing else, so that it never hides a warning
sign that was told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from unclench.case import MOST_SWEAT, Case, CaseError, lift, problem_of
from unclench.door import decode, documents, files, yaml_text
from unclench.errors import Problem, UserError

NAMES = ("case.yaml", "case.yml", "case.json")
ROUNDS = 20
LONGEST = 40_000
"""Characters of one text that are read: ten pages."""
_GONE = object()
_NO_AMOUNT = re.compile(
    r"\s*+(?:[-−]\s*+\d[\d.,]*+(?!\S*+\s*+(?:°|deg|[CF]\b))|[-+]?(?:nan|inf)\b)", re.I
)
"""A negative amount, but for the degrees of cold; or none at all."""
_RATE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:(ml)|l|lit\w+)?\s*(?:$|/|per\b|an?\b)", re.I)
_FILE = re.compile(r"\.[A-Za-z0-9]{1,8}\s*$")

Place = tuple[str | int, ...]


def usable(
    raw: Any, where: str = "case", folder: Path | None = None, problems: Sequence[Problem] = ()
) -> Case:
    """A `Case` of what can be used of `raw`; the rest is in its `problems`, after those given.

    Args:
        raw: keys and values in the nested or the flat shape.

    Raises:
        UserError: not keys and values at all.
    """
    if not isinstance(raw, dict):
        what = "A case is a set of keys such as profile, complaints, diary."
        raise UserError([*problems, Problem(what, where)])
    found = [*problems]
    told: Any = _possible(_bounded(lift(_whole(raw)), where, found), where, found)
    for _ in range(ROUNDS):
        try:
            case = Case.model_validate(told, context={"where": where})
        except CaseError as error:
            wrong = slips(told, error.errors)
            if not wrong:
                raise
            for place, one in wrong.items():
                found.append(problem_of(one, where))
                told = _without(told, place)
            told = _closed(told)
        else:
            told_problems = dict.fromkeys([*case.problems, *found])
            return case.model_copy(update={"folder": folder, "problems": tuple(told_problems)})
    raise UserError(found)


def _whole(told: Any) -> Any:
    """The same without half characters, which no text of ours can hold."""
    if isinstance(told, str):
        return told.encode("utf-8", "replace").decode() if not told.isascii() else told
    if isinstance(told, dict):
        return {_whole(k): _whole(v) for k, v in told.items()}
    if isinstance(told, (list, tuple)):
        return [_whole(v) for v in told]
    return told


def _bounded(told: dict[str, Any], where: str, problems: list[Problem]) -> dict[str, Any]:
    """The case with endless texts cut, which is said."""
    return {
        key: items if key in ("diary", "profile") else _short(items, key, where, problems)
        for key, items in told.items()
    }


def _short(item: Any, key: str, where: str, problems: list[Problem]) -> Any:
    if isinstance(item, (list, tuple)):
        return [_short(inner, key, where, problems) for inner in item]
    if isinstance(item, dict):
        return {k: _short(inner, key, where, problems) for k, inner in item.items()}
    if not isinstance(item, str) or len(item) <= LONGEST:
        return item
    half = LONGEST // 2
    problems.append(
        Problem(
            f"A text of {len(item):,} letters in '{key}' is too long: its first and last "
            f"{half:,} were read.",
            where,
            "Tell what you feel in a few sentences.",
        )
    )
    return f"{item[:half]}. {item[-half:]}"


def _possible(told: dict[str, Any], where: str, problems: list[Problem]) -> dict[str, Any]:
    """The case without exposures of amounts that there cannot be, each of which is a problem."""
    exposure = told.get("exposure")
    if not isinstance(exposure, dict):
        return told
    kept = dict(exposure)
    for key, value in exposure.items():
        text = f"{value:g}" if isinstance(value, float) else str(value)
        rate = _RATE.match(text) if key == "sweat" else None
        litres = float(rate[1].replace(",", ".")) / (1000 if rate[2] else 1) if rate else 0.0
        if _NO_AMOUNT.match(text):
            what, fix = f"'{key}' is no amount that there can be ({text[:30]}).", "Correct it."
        elif litres > MOST_SWEAT:
            what = f"Nobody sweats {text[:30]}."
            fix = f"Give litres an hour: 1 in hard work, {MOST_SWEAT:g} at the very most."
        else:
            continue
        problems.append(Problem(what, f"{where}, exposure", fix))
        del kept[key]
    return {**told, "exposure": kept}


def slips(told: Any, errors: Sequence[Any]) -> dict[Place, Any]:
    """Place -> its error, the innermost places only; a place is what has to go."""
    out: dict[Place, Any] = {}
    for error in errors:
        place: list[str | int] = []
        at = told
        for step in error["loc"]:
            if (isinstance(at, dict) and step in at) or (
                isinstance(at, (list, tuple)) and isinstance(step, int) and step < len(at)
            ):
                at = at[step]
            else:
                continue  # the name of a member of a union
            place.append(step)
        if place:
            out.setdefault(tuple(place), error)
    return {p: e for p, e in out.items() if not any(q != p and q[: len(p)] == p for q in out)}


def _without(told: Any, place: Place) -> Any:
    step, rest = place[0], place[1:]
    if isinstance(told, dict):
        if rest:
            return {**told, step: _without(told[step], rest)}
        return {k: v for k, v in told.items() if k != step}
    if isinstance(told, (list, tuple)) and isinstance(step, int):
        if rest:
            return [_without(v, rest) if i == step else v for i, v in enumerate(told)]
        return [_GONE if i == step else v for i, v in enumerate(told)]
    return told


def _closed(told: Any) -> Any:
    """The same without the gaps that `_without` left in lists."""
    if isinstance(told, dict):
        return {k: _closed(v) for k, v in told.items()}
    if isinstance(told, list):
        return [_closed(v) for v in told if v is not _GONE]
    return told


def loaded(path: Path) -> Case:
    """A `Case` from a folder with `case.yaml`/`case.json`, or from such a file.

    Names of files in it that lead out of its folder are not followed: they are problems.

    Raises:
        UserError: no such file, not YAML/JSON.
    """
    if files.is_dir(path):
        found = [path / n for n in NAMES if files.is_file(path / n)]
        if not found:
            what = "This folder holds no case."
            raise UserError(Problem(what, str(path)))
        path = found[0]
    where = str(path)
    raw, problems = _document(path, where)
    return _staying(usable(raw, where, path.parent, problems), where)


def _document(path: Path, where: str) -> tuple[Any, list[Problem]]:
    text = decode.read_text(path, files.DOCUMENT, where)
    if path.suffix.lower() == ".json" or text.lstrip()[:1] == "{":
        try:
            return documents.json_of(text, where)
        except UserError:
            if path.suffix.lower() == ".json":
                raise
    return yaml_text.yaml_of(text, where)


def _staying(case: Case, where: str) -> Case:
    """The case without names of files that leave its folder."""
    folder = case.folder or Path()
    problems = [*case.problems]

    def stays(name: Any) -> bool:
        if not isinstance(name, str) or files.inside(name, folder):
            return True
        problems.append(
            Problem(
                f"'{name[:200]}' leads out of the folder of the case.",
                where,
                "Put the file into the folder, or name it on the command line.",
            )
        )
        return False

    diary = tuple(n for n in case.diary if stays(n))
    labs = tuple(n for n in case.labs if not _names_a_file(n, folder) or stays(n))
    return case.model_copy(update={"diary": diary, "labs": labs, "problems": tuple(problems)})


def _names_a_file(said: Any, folder: Path) -> bool:
    if not isinstance(said, str) or "\n" in said:
        return False
    return bool(_FILE.search(said)) or (said != "" and files.exists(folder / said))


def told_anything(case: Case) -> bool:
    """Whether a case tells more than who the person is; being pregnant is something told."""
    who = case.profile
    return any(
        (case.complaints, case.signs, case.medicines, case.conditions, case.allergies,
         case.exposure, case.diet.description, case.diet.intakes, who.diet, case.diary,
         case.labs, who.pregnant, who.lactating, who.smoker, who.menopausal)
    )  # fmt: skip

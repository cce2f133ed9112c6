"""From files and what is said beside them to one `Case`: folders, case files, diaries, results.

What a file is follows from its content, never from its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from unclench import case as cases
from unclench.case import LISTS, Case, LabInput, Profile
from unclench.door import archives, decode, documents, files
from unclench.door.inert import inert
from unclench.errors import Problem, UserError, did_you_mean
from unclench.usable import NAMES, told_anything, usable
from unclench.ways import CASE_FILE

KNOWN_ENDINGS = re.compile(
    r"\.(csv|tsv|txt|md|json|ndjson|yaml|yml|xml|html?|xlsx?|xlsm|ods|zip|pdf|docx?|rtf|gz|hl7|ldt"
    r"|log|tab|dat|png|jpe?g)\s*$",
    re.IGNORECASE,
)


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

    A case folder or file, diaries and files of blood tests are told apart by their content; an
    argument with a blank and neither a path separator nor a known ending is words: a complaint.
    What cannot be used stands in `Case.problems`. What is said beside files is added to their
    lists; a value of the profile or an exposure wins over that of a case file.

    Args:
        paths: files and folders; at most one case among them.
        says, takes, has: complaints, medicines, conditions, in the person's words.
        labs: results such as "K 3.1 mmol/L", or names of files.
        exposure: such as "sweat=1.2 L/h", or a mapping.
        **more: keys of the profile (`age`, `sex`, `weight_kg`, ...) and of the case (`signs`,
            `allergies`, `asked`, ...); None is not told.

    Raises:
        UserError: an unknown key among `more`; or nothing told could be used: all at once.
    """
    if isinstance(paths, (str, Path)):
        paths = [paths]
    sorted_ = _sorted([Path(p) for p in paths])
    case = sorted_.case
    # names in a case are looked up in its folder; those given beside it must not be
    far = case is not None and case.folder is not None
    told = {k: v for k, v in more.items() if v is not None}
    _keys_known(told)
    raw = _kept(case) if case is not None else {}
    profile = {k: told.pop(k) for k in Profile.model_fields if k in told and _plain(told[k])}
    raw["profile"] = {**raw.get("profile", {}), **told.pop("profile", {}), **profile}
    raw["exposure"] = {**raw.get("exposure", {}), **_exposure(exposure)}
    complaints = [*sorted_.words, *_many(says)]
    said = {"complaints": complaints, "medicines": takes, "conditions": has, "labs": labs}
    found = {"diary": sorted_.diaries, "labs": sorted_.labs}
    for key in LISTS:
        new = [*_many(said.get(key, ())), *_many(told.pop(key, ()))]
        new += [str(p.resolve() if far else p) for p in found.get(key, ())]
        raw[key] = [*raw.get(key, ()), *new]
    raw["asked"] = {**raw.get("asked", {}), **_asked(told.pop("asked", {}))}
    folder = case.folder if case else None
    problems = [*(case.problems if case else ()), *sorted_.problems]
    out = usable({**raw, **told}, "what was given", folder, problems)
    if out.problems and not told_anything(out):
        raise UserError(out.problems)
    return out


def _keys_known(told: Mapping[str, Any]) -> None:
    """Refuse a keyword that no case has: a slip of the program, not of the person."""
    known = [k for k in (*Case.model_fields, *Profile.model_fields) if k not in _OURS]
    wrong = [k for k in told if k not in known]
    if wrong:
        raise UserError(
            Problem(
                f"The key '{k}' is not known.",
                "what was given",
                did_you_mean(k, known) or f"Known keys: {', '.join(known)}.",
            )
            for k in wrong
        )


_OURS = ("folder", "problems")


def _kept(case: Case) -> dict[str, Any]:
    """The keys of a case as lists and dictionaries that can be added to."""
    raw = {name: getattr(case, name) for name in type(case).model_fields if name not in _OURS}
    raw["profile"] = case.profile.model_dump(exclude_none=True)
    return raw


def _plain(value: Any) -> bool:
    """Whether this is a value of the profile; a `diet` of several keys belongs to the case."""
    return not isinstance(value, (Mapping, BaseModel))


def _many(items: Any) -> list[Any]:
    return [items] if isinstance(items, (str, Mapping, LabInput)) else list(items)


@dataclass(slots=True)
class _Sorted:
    """What the arguments of a command are."""

    case: Case | None = None
    diaries: list[Path] = field(default_factory=list)
    labs: list[Path] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _sorted(paths: Sequence[Path]) -> _Sorted:
    """The case, the diaries, the files of blood tests and the words among paths."""
    out = _Sorted()
    first: Path | None = None
    for path in paths:
        try:
            kind = _kind(path)
            if kind == "words":
                out.words.append(str(path))
            elif kind == "labs":
                out.labs.append(path)
            elif kind == "diary":
                out.diaries.append(path)
            elif first is None:
                first = path
                out.case = cases.load(path)
            else:
                out.problems.append(_second(first, path))
        except UserError as error:
            out.problems += error.problems
    return out


def _second(first: Path, path: Path) -> Problem:
    if first.resolve() == path.resolve():
        return Problem("This case was given twice; it counts once.", str(path), "Give it once.")
    return Problem("There are two case files; give one.", str(path), f"{first} was used.")


def is_words(text: str) -> bool:
    """Whether an argument is words that a person says rather than the name of a file.

    A slash makes a name of it, but not "8/10", and not where three words or more stand before it
    that name no folder: "lumbar strain, bladder/bowel normal".
    """
    if " " not in text.strip() or KNOWN_ENDINGS.search(text):
        return False
    plain = re.sub(r"\b\d+ ?/ ?\d+\b", "", text)
    slash = re.search(r"[/\\]", plain)
    if slash is None:
        return True
    before = plain[: slash.start()]
    return len(before.split()) > 2 and not files.exists(Path(before))


def _kind(path: Path) -> str:
    """ "case", "labs", "diary" or "words".

    Raises:
        UserError: there is no such file, or it is none that can be read.
    """
    if any("\ud800" <= letter <= "\udfff" for letter in str(path)):
        problem = Problem("The name of this file is not UTF-8.", inert(str(path)), "Rename it.")
        raise UserError(problem)
    if not files.exists(path):
        if is_words(str(path)):
            return "words"
        raise UserError(files.missing(path))
    if files.is_dir(path):
        if any(files.is_file(path / n) for n in NAMES):
            return "case"
        if files.is_dir(path / "clinical-records"):
            return "labs"
        raise UserError(
            Problem(
                "This folder holds no case.",
                str(path),
                CASE_FILE,
            )
        )
    head = files.head(path, 4096)
    if path.suffix.lower() in (".yaml", ".yml"):
        return "case"
    start = decode.as_utf8(head).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if path.suffix.lower() == ".json" or start in (b"{", b"["):
        return "diary" if archives.is_archive(head) else _json_kind(path)
    return "labs" if _looks_like_labs(path) else "diary"


def _looks_like_labs(path: Path) -> bool:
    """Whether a file that is neither a case nor JSON surely holds results of tests."""
    from unclench.plasma.labs.recognise import looks_like_labs

    try:
        whole = files.size(path) <= files.DOCUMENT
        return looks_like_labs(files.read(path) if whole else files.head(path, 400_000))
    except UserError:
        return False


def _json_kind(path: Path) -> str:
    text = decode.read_text(path)
    try:
        raw, _ = documents.json_of(text, str(path))
    except UserError:
        try:
            raw = documents.json_lines(text, str(path))[0][:1]
        except UserError:
            return "case"  # the case reader says what is wrong with it
    if not (isinstance(raw, dict) and "resourceType" in raw) and _is_diary(raw):
        return "diary"
    if isinstance(raw, dict) and "resourceType" not in raw:
        return "case"
    return "labs"


def _is_diary(raw: Any) -> bool:
    from unclench.intake.diaries.json_diaries import is_diary

    return is_diary(raw)


def _asked(items: str | Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    """Answers to questions, as a mapping or as "question=answer"; a bare question is a yes."""
    if isinstance(items, Mapping):
        return dict(items)
    pairs = (item.partition("=") for item in _many(items))
    return {key.strip(): answer.strip() or "yes" for key, _, answer in pairs}


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

"""YAML: what it says, and what is wrong with it in our words, with the line."""

from __future__ import annotations

import json
import re
from typing import Any

from unclench.door.documents import DIGITS, joined, too_deep, twice_told
from unclench.door.inert import one_line
from unclench.errors import Problem, UserError

YAML_DEPTH = 40
YAML_EVENTS = 400_000
"""Parts of a YAML text: far more than anybody types, and read in seconds."""
MENDED = 20
"""Colons in a value that are taken as part of it, at most."""


def yaml_of(text: str, where: str) -> tuple[Any, list[Problem]]:
    """(what a YAML text says, what is wrong with it though it can be read).

    Dates stay text, so that one that does not exist is a problem of its place. A second colon in
    a line belongs to the words after the first, and is a problem.

    Raises:
        UserError: it cannot be read; the problem names the line.
    """
    import yaml

    problems: list[Problem] = []
    lines = text.split("\n")
    for _ in range(MENDED):
        try:
            _look(text, where)
            return _yaml_loaded(text, where, problems), problems
        except yaml.MarkedYAMLError as error:
            mended = _mended(lines, error)
            if mended is None:
                raise UserError(_yaml_problem(error, lines, where)) from None
            problems.append(_yaml_problem(error, lines, where))
            lines = mended
            text = "\n".join(lines)
        except yaml.YAMLError as error:
            what = f"This cannot be read as YAML: {one_line(str(error), 120)}."
            raise UserError(Problem(what, where, _YAML_FIX)) from None
        except (RecursionError, ValueError, TypeError, OverflowError):
            raise UserError(too_deep(where)) from None
    raise UserError(problems[:1])


_YAML_FIX = "Write `key: value`, one a line, and put texts with signs in quotes."


def _look(text: str, where: str) -> None:
    """Refuse aliases, depth and size before anything is built: a few bytes can mean gigabytes."""
    import yaml

    depth = 0
    for n, event in enumerate(yaml.parse(text, Loader=_base())):
        if isinstance(event, yaml.AliasEvent):
            line = (event.start_mark.line if event.start_mark else 0) + 1
            what = f"Line {line} repeats another place by '*{one_line(event.anchor or '', 40)}'."
            fix = "Write out what is meant; put a text that begins with * in quotes."
            raise UserError(Problem(what, f"{where}, line {line}", fix))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > YAML_DEPTH:
            raise UserError(too_deep(where))
        if n > YAML_EVENTS:
            raise UserError(Problem("This is too long for a case.", where, "Keep what matters."))


def _base() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _yaml_loaded(text: str, where: str, problems: list[Problem]) -> Any:
    import yaml

    base: Any = _base()

    class Loader(base):  # type: ignore[misc]
        """Keys that stand twice are told; dates and endless numbers stay text."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            if isinstance(node, yaml.MappingNode):
                self.flatten_mapping(node)
            out: dict[Any, Any] = {}
            line: dict[Any, int] = {}
            for key_node, value_node in node.value:
                key = self.construct_object(key_node, deep=True)
                try:
                    hash(key)
                except TypeError:
                    key = str(key)
                value = self.construct_object(value_node, deep=True)
                here = key_node.start_mark.line + 1
                if key in out:
                    problems.append(twice_told(str(key), [line[key], here], where))
                    out[key] = joined(out[key], value)
                else:
                    out[key], line[key] = value, here
            return out

    def text_of(loader: Any, node: Any) -> str:
        return str(loader.construct_scalar(node))

    def whole(loader: Any, node: Any) -> Any:
        if len(node.value) > DIGITS:
            return text_of(loader, node)
        try:
            return loader.construct_yaml_int(node)
        except ValueError:
            return text_of(loader, node)

    Loader.add_constructor("tag:yaml.org,2002:timestamp", text_of)
    Loader.add_constructor("tag:yaml.org,2002:int", whole)
    Loader.add_constructor(
        "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, True)
    )
    before = len(problems)
    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError:
        del problems[before:]
        raise


_COLON = "mapping values are not allowed"


def _mended(lines: list[str], error: Any) -> list[str] | None:
    """The lines with the value of the line at fault in quotes, where a colon is the fault."""
    mark = error.problem_mark
    if mark is None or _COLON not in str(error.problem) or mark.line >= len(lines):
        return None
    line = lines[mark.line]
    found = re.match(r"^(\s*(?:- +)?[^\s:#'\"\[{][^:#'\"\[{]*:\s+|\s*- +)([^'\"\[{|>].*)$", line)
    if found is None:
        return None
    quoted = json.dumps(found[2].strip(), ensure_ascii=False)
    return [*lines[: mark.line], found[1] + quoted, *lines[mark.line + 1 :]]


def _yaml_problem(error: Any, lines: list[str], where: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem("This cannot be read as YAML.", where, _YAML_FIX)
    n = min(mark.line, len(lines) - 1)
    place = f"{where}, line {n + 1}"
    shown = one_line(lines[n], 60)
    said = str(error.problem)
    at = n
    while at > 0 and at > n - 3 and "\t" not in lines[at]:
        at -= 1
    if "\t" in said or "\\t" in said or re.match(r"^ *\t", lines[at]):
        place = f"{where}, line {at + 1}" if "\t" in lines[at] else place
        number = at + 1 if "\t" in lines[at] else n + 1
        return Problem(
            f"Line {number} begins with a tab.", place, "Put spaces in the place of the tab."
        )
    if _COLON in said:
        return Problem(
            f"Line {n + 1} has a colon inside its words: {shown}",
            place,
            'Put the words in quotes, such as "pain: at night".',
        )
    if "expected" in said and ("','" in said or "']'" in said or "'}'" in said):
        fix = "Close the bracket, and put a comma between the parts."
        return Problem(f"A bracket is not closed near line {n + 1}: {shown}", place, fix)
    if "quoted scalar" in str(error.context):
        begun = (error.context_mark.line if error.context_mark else n) + 1
        return Problem(
            f"The quotes that begin in line {begun} are not closed.",
            f"{where}, line {begun}",
            "Close them.",
        )
    return Problem(f"Line {n + 1} cannot be read as YAML: {shown}", place, _YAML_FIX)

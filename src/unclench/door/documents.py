"""JSON, YAML and XML: what they say, and what is wrong with them in our words, with the line.

A key that stands twice is a problem that names both lines; nothing of either is lost: lists are
joined, groups of keys too, and of two values that differ neither counts.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from unclench.door.inert import one_line
from unclench.errors import Problem, UserError

DEPTH = 200
"""Levels of JSON that are read: FHIR bundles have about 15."""
DIGITS = 30
"""A whole number with more digits is none that anything is measured in: it stays text."""


def json_of(text: str, where: str) -> tuple[Any, list[Problem]]:
    """(what a JSON text says, keys that stand twice in one object).

    Raises:
        UserError: it is no JSON; the problem names line and column.
    """
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in found:
            if key in out:
                twice.append(key)
                out[key] = _joined(out[key], value)
            else:
                out[key] = value
        return out

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_int=_whole)
    except json.JSONDecodeError as error:
        problem = Problem(
            f"This is not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}.",
            where,
            "Correct this place, or save the file again.",
        )
        raise UserError(problem) from None
    except RecursionError:
        raise UserError(_too_deep(where)) from None
    if _depth(value) > DEPTH:
        raise UserError(_too_deep(where))
    if r"\ud" in text or r"\uD" in text or "\ud800" <= max(text, default="") <= "\udfff":
        value = _whole_characters(value)
    return value, [_twice(k, _json_lines(text, k), where) for k in dict.fromkeys(twice)]


def json_lines(text: str, where: str) -> tuple[list[Any], list[Problem]]:
    """(documents, problems) of a text with one JSON document a line, as bulk exports are.

    Raises:
        UserError: a line is no JSON.
    """
    out: list[Any] = []
    problems: list[Problem] = []
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            value, found = json_of(line, f"{where}, line {n}")
            out.append(value)
            problems += found
    return out, problems


def _depth(value: Any) -> int:
    """Levels of lists and objects inside each other."""
    level, inside = 0, [value]
    while inside:
        inside = [
            v
            for box in inside
            if isinstance(box, (dict, list))
            for v in (box.values() if isinstance(box, dict) else box)
            if isinstance(v, (dict, list))
        ]
        level += 1
        if level > DEPTH:
            break
    return level


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= DIGITS else digits


def _whole_characters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_whole_characters(v) for v in value]
    if isinstance(value, dict):
        return {_whole_characters(k): _whole_characters(v) for k, v in value.items()}
    return value


def _joined(old: Any, new: Any) -> Any:
    """Both values of a key that stands twice; None where they contradict each other."""
    if old == new:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        out = dict(old)
        for key, value in new.items():
            out[key] = _joined(out[key], value) if key in out else value
        return out
    texts = (list, str)
    if isinstance(old, list) or isinstance(new, list):
        if isinstance(old, (*texts, dict)) and isinstance(new, (*texts, dict)):
            return [*(old if isinstance(old, list) else [old]),
                    *(new if isinstance(new, list) else [new])]  # fmt: skip
        return old if isinstance(old, list) else new
    return None


def _twice(key: str, lines: list[int], where: str) -> Problem:
    listed = f"lines {' and '.join(map(str, lines))}" if len(set(lines)) > 1 else "one line"
    return Problem(
        f"'{one_line(key, 60)}' stands twice, in {listed}. Lists were joined; of two different "
        "values none was used.",
        where,
        "Keep one of them.",
    )


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')


def _json_lines(text: str, key: str) -> list[int]:
    """Lines of the first two places where a key stands twice in one object."""
    open_: list[dict[str, int]] = []
    last, at = "", 0
    for token in _TOKEN.finditer(text):
        said = token[0]
        if said in "{[":
            open_.append({})
        elif said in "}]":
            if open_:
                open_.pop()
        elif said == ":" and open_:
            name = last
            if r"\u" in name or "\\" in name:
                name = json.dumps(json.loads(name), ensure_ascii=False)
            seen = open_[-1]
            if name == json.dumps(key, ensure_ascii=False) and name in seen:
                return [text.count("\n", 0, seen[name]) + 1, text.count("\n", 0, at) + 1]
            seen.setdefault(name, at)
        elif said[0] == '"':
            last, at = said, token.start()
    return []


def _too_deep(where: str) -> Problem:
    return Problem(
        "This is nested too deeply to be anybody's records.", where, "Save the file again."
    )


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
            raise UserError(_too_deep(where)) from None
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
            raise UserError(_too_deep(where))
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
                    problems.append(_twice(str(key), [line[key], here], where))
                    out[key] = _joined(out[key], value)
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


def xml_of(data: bytes, where: str) -> Element:
    """The root element of an XML text; document types and entities are refused.

    Raises:
        UserError: it is damaged, or declares entities.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=False)
        return root
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        problem = Problem(
            f"The XML is damaged or not allowed: {one_line(str(error), 120)}.",
            where,
            "Export it again.",
        )
        raise UserError(problem) from None
    except RecursionError:
        raise UserError(_too_deep(where)) from None

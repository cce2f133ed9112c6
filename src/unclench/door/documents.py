"""JSON and XML: what they say, and what is wrong with them in our words, with the line.

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
                out[key] = joined(out[key], value)
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
        raise UserError(too_deep(where)) from None
    if _depth(value) > DEPTH:
        raise UserError(too_deep(where))
    if r"\ud" in text or r"\uD" in text or "\ud800" <= max(text, default="") <= "\udfff":
        value = _whole_characters(value)
    return value, [twice_told(k, _json_lines(text, k), where) for k in dict.fromkeys(twice)]


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


def joined(old: Any, new: Any) -> Any:
    """Both values of a key that stands twice; None where they contradict each other."""
    if old == new:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        out = dict(old)
        for key, value in new.items():
            out[key] = joined(out[key], value) if key in out else value
        return out
    texts = (list, str)
    if isinstance(old, list) or isinstance(new, list):
        if isinstance(old, (*texts, dict)) and isinstance(new, (*texts, dict)):
            return [*(old if isinstance(old, list) else [old]),
                    *(new if isinstance(new, list) else [new])]  # fmt: skip
        return old if isinstance(old, list) else new
    return None


def twice_told(key: str, lines: list[int], where: str) -> Problem:
    """The problem that a key stands twice in one object."""
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


def too_deep(where: str) -> Problem:
    """The problem of a text with too many levels."""
    return Problem(
        "This is nested too deeply to be anybody's records.", where, "Save the file again."
    )


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
        raise UserError(too_deep(where)) from None

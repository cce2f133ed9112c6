"""FHIR resources in XML as the same dictionaries that JSON gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INSIDE = ("resource", "contained")


def to_json(node: Element) -> dict[str, Any]:
    """A resource element as a dictionary with `resourceType`; values stay text."""
    return {"resourceType": node.tag.rsplit("}", 1)[-1], **_children(node)}


def _children(node: Element) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for child in node:
        name = child.tag.rsplit("}", 1)[-1]
        made: Any
        if name in _INSIDE and len(child):
            made = to_json(child[0])
        elif len(child):
            made = _children(child)
        else:
            made = child.get("value", "")
        if name in out:
            out[name] = [*(out[name] if isinstance(out[name], list) else [out[name]]), made]
        else:
            out[name] = made
    return out

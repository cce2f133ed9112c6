"""Pages of the manual that are made from the code: what is kept, the API, FHIR."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unclench.app import fhir
from unclench.app.stored import CACHED, KEPT
from unclench.app.web import api, guard
from unclench.app.web.pages import desk
from unclench.app.web.places import PLACES
from unclench.app.web.store import Store
from unclench.chain import assess

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "kitchen_porter"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of a table."""
    clean = [[cell.replace("|", r"\|").replace("\n", " ") for cell in row] for row in rows]
    return [" | ".join(line) for line in (head, ["---"] * len(head), *clean)]


def privacy() -> str:
    """What is written where and when, and what leaves the computer."""
    files = [[f"`{name}`", what] for name, what in PLACES]
    others = [[f"`{n}`", w] for n, w in KEPT.items() if n not in {p.rstrip("/") for p, _ in PLACES}]
    headers = [[f"`{name}`", f"`{value}`"] for name, value in guard.HEADERS]
    return "\n".join([
        "# Privacy, as it can be checked",
        "",
        "Made from the constants that the code uses.",
        "",
        "**Network destinations: none.** The browser door listens on 127.0.0.1 and asks nobody. "
        "To check: turn the network off and use it; or look at the network panel of the browser, "
        "where every address is the one that was printed. A test runs all of it where there is no "
        "network but the machine's own.",
        "",
        "## What the browser door writes, in its data folder",
        *table(["name", "what, and when"], files),
        "",
        "## What other verbs write there",
        *table(["name", "what"], others),
        "",
        f"Beside it the cache: {CACHED}. `unclench data show` says where, `unclench data delete "
        "--yes` takes it away.",
        "",
        "## What a request may bring",
        f"{guard.UPLOADS // 2**20} MB with files, {desk.FILES} files; other forms and requests of "
        f"programs {guard.FORM // 2**20} MB; {guard.WHOLE_S:.0f} seconds in all, "
        f"{guard.QUIET_S:.0f} between two pieces.",
        "",
        "## What every answer carries",
        *table(["header", "value"], headers),
        "",
        f"Served names: {', '.join(f'`{h}`' for h in guard.HOSTS)}, each with the port.",
        "",
    ])  # fmt: skip


def _types(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return (
            f"[{schema['$ref'].rpartition('/')[2]}](#{schema['$ref'].rpartition('/')[2].lower()})"
        )
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_types(s) for s in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{v}`" for v in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_types(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"keys with {_types(schema['additionalProperties'])}"
    said = str(schema.get("type", "anything"))
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{said} {low} to {high}" if low is not None and high is not None else said


def http_api() -> str:
    """Paths, what they take and give, and the keys of a request."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        told = api.build(store, None).openapi()
        store.close()
    lines = ["# The HTTP API", "", "Made from its OpenAPI description, which the server gives at "
             "`/api/openapi.json`. How to call it: [](../web.md).", ""]  # fmt: skip
    for path, ways in told["paths"].items():
        for method, one in ways.items():
            gives = one["responses"]
            codes = [[code, gives[code]["description"]] for code in sorted(gives)]
            lines += [f"## `{method.upper()} {path}`", "", one.get("description", ""), ""]
            for p in one.get("parameters", []):
                lines += [f"`{p['name']}`: {_types(p['schema'])}. {p.get('description', '')}", ""]
            if "requestBody" in one:
                lines += ["Takes [Asked](#asked) as JSON.", ""]
            lines += [*table(["status", "what"], codes), ""]
    for name, part in told["components"]["schemas"].items():
        if name.startswith("Asked"):
            rows = [
                [f"`{key}`", _types(s), s.get("description", "")]
                for key, s in part["properties"].items()
            ]
            lines += [f"## {name}", "", part.get("description", ""), "",
                      *table(["key", "type", "what"], rows), ""]  # fmt: skip
    return "\n".join(lines)


def _leaves(told: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(told, list):
        for value in told:
            yield from _leaves(value, path)
    else:
        yield path, str(told)


def fhir_page() -> str:
    """Elements of each resource, with an example of each, from the example that ships."""
    found: dict[str, dict[str, str]] = {}
    counts: dict[str, int] = {}
    for entry in fhir.bundle(assess(EXAMPLE))["entry"]:
        kind = entry["resource"]["resourceType"]
        counts[kind] = counts.get(kind, 0) + 1
        for path, value in _leaves(entry["resource"]):
            found.setdefault(kind, {}).setdefault(path, value)
    lines = ["# FHIR R4: every element that is written", "",
             "Made from the Bundle of `examples/kitchen_porter`. What each resource means, and "
             "what it was held to: [](../doors.md).", ""]  # fmt: skip
    for kind, elements in found.items():
        rows = [[f"`{path}`", value[:80]] for path, value in elements.items()]
        lines += [f"## {kind}", "", f"{counts[kind]} in the example.", "",
                  *table(["element", "for example"], rows), ""]  # fmt: skip
    return "\n".join(lines)


def door_pages(out: Path) -> None:
    """Write the pages into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, made in (("privacy", privacy), ("api", http_api), ("fhir", fhir_page)):
        (out / f"{name}.md").write_text(made(), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        told = json.dumps(api.build(store, None).openapi(), indent=1)
        store.close()
    (out / "openapi.json").write_text(told + "\n", "utf-8")

"""The manual's fact pages, generated from the fact files when the manual is built.

`unclench_pages(out_dir)` writes one Markdown page per fact, an index per kind, the muscle table and
the list of sources. It knows nutrients and requirements by sight; any other kind is laid out from
its own fields, so a new kind needs no work here.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pydantic import BaseModel
from scripts.cause_pages import cause_page
from scripts.claim_pages import claim_page, evidence_page, in_order
from scripts.second_look_pages import second_look_page

from unclench.facts import loader
from unclench.facts.kinds.nutrients import MUSCLE_TABLE
from unclench.facts.nutrients import NutrientFact, nutrients
from unclench.facts.requirements import AUTHORITY_NAMES
from unclench.facts.requirements import tables as requirement_tables
from unclench.facts.second_looks import SecondLook
from unclench.facts.variation import tables as variation_tables

LEVELS = {
    0: "drafted",
    1: "traced to a source by one person",
    2: "checked against a second source or a recomputation",
    3: "reviewed by a professional of the field",
    4: "reviewed by two professionals of the field",
}
HIDDEN = {"id", "label", "review", "note", "source", "sources", "verified"}
ONE_PAGE_FROM = 12
"""A kind with this many facts or more gets one page, not one page per fact."""


def words(name: str) -> str:
    """A field name as words."""
    text = name.rstrip("_").replace("_", " ")
    return text[:1].upper() + text[1:]


def escape(text: object) -> str:
    """Text safe inside a Markdown table or paragraph."""
    out = str(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
    return re.sub(r"([<>*_`\[\]{}$])", r"\\\1", out)


def cite(keys: str | Iterable[str]) -> str:
    """Links to the sources page."""
    keys = [keys] if isinstance(keys, str) else list(keys)
    return ", ".join(f"[{escape(k)}](#src-{k})" for k in keys if k)


def scalar(name: str, value: Any) -> str:
    """One value in a cell."""
    if value is None or value in ("", ()):
        return ""
    if name in ("source", "sources"):
        return cite(value)
    if isinstance(value, SecondLook):
        found = value.found.replace("_", " ")
        where = f" ({cite(value.at)})" if value.at else ""
        return f"{found}: {escape(value.says or value.searched)}{where}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(scalar("", v) for v in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{escape(words(str(k)))}: {scalar(str(k), v)}" for k, v in value.items())
    if isinstance(value, BaseModel):
        return scalar("", filled(value))
    return escape(value)


def filled(part: BaseModel) -> dict[str, Any]:
    """The fields of a part that say something."""
    found = {n: getattr(part, n) for n in type(part).model_fields}
    return {n: v for n, v in found.items() if v is not None and v != "" and v not in ((), {}, [])}


def grid(rows: list[dict[str, Any]]) -> list[str]:
    """A Markdown table of rows with like fields; empty columns are left out."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| " + " | ".join(words(c) for c in columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(scalar(c, r.get(c)) for c in columns) + " |" for r in rows]
    return [*lines, ""]


def layout(part: BaseModel, level: int, hidden: set[str]) -> list[str]:
    """Any part of a fact: plain values as a list, lists of parts as tables, parts as sections."""
    plain, sections = [], []
    for name, value in filled(part).items():
        if name in hidden:
            continue
        items = list(value) if isinstance(value, (list, tuple)) else []
        if isinstance(value, BaseModel) and not isinstance(value, SecondLook):
            sections += [f"{'#' * level} {words(name)}", "", *layout(value, level + 1, set())]
        elif items and all(isinstance(v, BaseModel) for v in items):
            sections += [f"{'#' * level} {words(name)}", "", *grid([filled(v) for v in items])]
        elif isinstance(value, Mapping) and all(isinstance(v, BaseModel) for v in value.values()):
            rows = [{"name": words(str(k)), **filled(v)} for k, v in value.items()]
            sections += [f"{'#' * level} {words(name)}", "", *grid(rows)]
        else:
            plain.append(f"- **{words(name)}:** {scalar(name, value)}")
    return plain + [""] * bool(plain) + sections


def footer(fact: loader.Fact) -> list[str]:
    """Sources and review of one fact."""
    lines = []
    keys = getattr(fact, "sources", ()) or getattr(fact, "source", ())
    if keys:
        lines.append(f"Sources: {cite(keys)}.")
    verified = getattr(fact, "verified", "")
    if verified:
        lines.append(f"How the numbers were checked: {verified}.")
    r = fact.review
    lines.append(
        f"Review level {r.level} ({LEVELS[r.level]}), {r.on}; to be looked at again by "
        f"{r.look_again_by}."
    )
    return ["---", "", " ".join(lines), ""]


def section(fact: loader.Fact, level: int) -> list[str]:
    """Any fact, with its heading at `level`."""
    note = [escape(fact.note), ""] if fact.note else []
    head = [f"{'#' * level} {escape(fact.label)}", ""]
    return [*head, *note, *layout(fact, level + 1, HIDDEN), *footer(fact)]


def age_span(age: tuple[float, float]) -> str:
    """[31, 51] as "31 to 50 years"."""
    low, below = age
    if below <= 1:
        return f"{round(low * 12)} to {round(below * 12) - 1} months"
    return f"from {low:g} years" if below >= 121 else f"{low:g} to {below - 1:g} years"


def nutrient_page(n: NutrientFact) -> list[str]:
    """A nutrient: muscle, foods, requirements, variation, names elsewhere."""
    lines = [f"# {n.label}", ""]
    if n.note:
        lines += [escape(n.note), ""]
    if n.muscle is not None:
        lines += ["## What it does in muscle", "", escape(n.muscle.role), ""]
        lines += ["## What a shortage does there", "", escape(n.muscle.deficiency), ""]
        if n.muscle.caution:
            lines += ["```{note}", n.muscle.caution, "```", ""]
        lines += [f"Sources: {cite(n.muscle.sources)} ({n.muscle.verified}).", ""]
    if n.food_sources:
        lines += ["## Foods that carry much of it", "", escape(", ".join(n.food_sources)), ""]
    for authority, name in AUTHORITY_NAMES.items():
        table = requirement_tables().get((n.id, authority))
        if table is None:
            continue
        per = {"day": "a day", "kg_body_weight": "per kg of body weight and day"}
        each = per.get(table.per, "per MJ of energy need")
        lines += [
            f"## Requirement: {name}",
            "",
            f"In {table.unit} {each}. {escape(table.note)}",
            "",
        ]
        rows = []
        for r in table.rows:
            row = {"sex": r.sex, "age": age_span(r.age)}
            dull = {"state": "none", "menopause": "any", "sex": r.sex, "age": r.age}
            row |= {k: v for k, v in filled(r).items() if v != dull.get(k)}
            rows.append(row)
        lines += grid(rows)
        lines += layout(
            table, 3, HIDDEN | {"rows", "nutrient", "authority", "unit", "per", "youngest"}
        )
        lines += [f"Sources: {cite(table.source)} ({table.verified}).", ""]
    variation = variation_tables().get(n.id)
    if variation is not None:
        lines += ["## How intake varies", "", escape(variation.note), ""]
        rows = [
            {k: v for k, v in {**filled(g), "age": age_span(g.age)}.items() if v != "none"}
            for g in variation.groups
        ]
        lines += [*grid(rows), f"Sources: {cite(variation.source)} ({variation.verified}).", ""]
    lines += ["## Codes and names elsewhere", ""]
    hidden = HIDDEN | {"muscle", "food_sources", "order"}
    return [*lines, *layout(n, 3, hidden), *footer(n)]


def muscle_table() -> list[str]:
    """The table that popular pages print, with what is known and what is not."""
    lines = ["# Nutrients and muscle", ""]
    lines += ["| NutrientFact | Role | What a shortage does | Mind | Foods |", "|" + " --- |" * 5]
    for name in MUSCLE_TABLE:
        n = nutrients()[name]
        assert n.muscle is not None
        cells = [f"[{n.label}](nutrients/{n.id}.md)", escape(n.muscle.role)]
        cells += [escape(n.muscle.deficiency), escape(n.muscle.caution)]
        cells.append(escape(", ".join(n.food_sources)))
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def sources_page() -> list[str]:
    """Every source, with an anchor."""
    lines = ["# Sources", "", "What we saw of a source stands behind it.", ""]
    for key, s in sorted(loader.sources().items()):
        parts = [f"{escape(s.authors)}." if s.authors else "", f"**{escape(s.title)}**"]
        parts += [f"({s.year})" if s.year else "", f"doi:{escape(s.doi)}" if s.doi else ""]
        parts += [f"PMID {s.pmid}" if s.pmid else "", f"<{s.url}>" if s.url else ""]
        parts.append(f"*{s.verified}*")
        lines += [f"(src-{key})=", "", " ".join(p for p in parts if p), ""]
    return lines


def toctree(names: Iterable[str], depth: int = 1) -> list[str]:
    """A MyST toctree."""
    return ["```{toctree}", f":maxdepth: {depth}", "", *names, "```", ""]


def kind_pages(kind: str) -> dict[str, list[str]]:
    """File name (without ending) -> lines, for one kind."""
    module = importlib.import_module(f"unclench.facts.kinds.{kind}")
    facts = loader.load(kind, loader.model_of(kind))
    about = (module.__doc__ or "").strip().splitlines()[:1]
    head = [f"# {words(kind)}", "", *[escape(line) for line in about], ""]
    if kind == "nutrients":
        pages = {f"nutrients/{n.id}": nutrient_page(n) for n in nutrients().values()}
        return {"nutrients/index": [*head, *toctree(nutrients())], **pages}
    readable = {"claims": claim_page, "evidence": evidence_page}.get(kind)
    if readable is not None:
        ordered = sorted(facts.values(), key=in_order)
        made = {f"{kind}/{f.id}": [*readable(f, escape, cite), *footer(f)] for f in ordered}
        return {f"{kind}/index": [*head, *toctree(f.id for f in ordered)], **made}
    if kind == "causes":
        made = {
            f"{kind}/{f.id}": [*cause_page(f, escape, cite), *footer(f)] for f in facts.values()
        }
        return {f"{kind}/index": [*head, *toctree(facts)], **made}
    if len(facts) >= ONE_PAGE_FROM:
        return {kind: head + [line for f in facts.values() for line in section(f, 2)]}
    pages = {f"{kind}/{f.id}": section(f, 1) for f in facts.values()}
    return {f"{kind}/index": [*head, *toctree(facts)], **pages}


def pages() -> dict[str, str]:
    """Every page: path without ending -> Markdown."""
    out: dict[str, list[str]] = {"muscle_table": muscle_table()}
    tops = ["muscle_table"]
    for kind in loader.kinds():
        if kind in ("requirements", "variation"):
            continue  # they stand on the pages of their nutrients
        made = kind_pages(kind)
        out |= made
        tops.append(next(iter(made)))
    out["second_looks"] = second_look_page(escape, cite)
    out["sources"] = sources_page()
    intro = ["# Facts", "", "Every number Unclench uses, where it comes from and who looked at it."]
    intro += ["These pages are made from the fact files themselves.", ""]
    out["index"] = [*intro, *toctree([*tops, "second_looks", "sources"])]
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in out.items()}


def unclench_pages(out_dir: Path | str) -> list[Path]:
    """Write all pages below `out_dir`; `index.md` is the one to put into the manual's contents.

    Pages that are no longer made are removed; a page that has not changed is not touched.

    Returns:
        the paths of all pages.
    """
    out_dir = Path(out_dir)
    written = []
    for name, text in pages().items():
        path = out_dir / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
        written.append(path)
    for old in out_dir.rglob("*.md"):
        if old not in written:
            old.unlink()
    return written


def main() -> None:
    """`python scripts/fact_pages.py OUT_DIR`."""
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/facts")
    print(f"{len(unclench_pages(where))} pages in {where} ({dt.date.today()})")


if __name__ == "__main__":
    main()

"""The manual's page on second sources, counted from the facts: what was found, and what was not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from unclench.facts import loader
from unclench.facts.kinds.drug_effects import DrugEffects
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.kinds.red_flags import RedFlagArea, Rule
from unclench.facts.second_looks import KINDS, Found, SecondLook, looks

NAMES = {
    "plan_safety": "rows of plan safety",
    "red_flags": "warning signs",
    "analytes": "limits at which laboratories telephone",
    "requirements": "upper limits, adults and children apart",
    "drug_effects": "effects of medicines and illnesses on the models of blood",
    "result_rules": "rules of results",
}
COLUMNS: tuple[Found, ...] = get_args(Found)


def rows() -> Iterator[tuple[str, str, SecondLook]]:
    """(kind, name of the row, its second look) of every row of high harm."""
    for kind in KINDS:
        for fact in loader.load(kind, loader.Fact).values():
            for path, look in looks(fact):
                yield kind, _name(fact, path), look


def _name(fact: loader.Fact, path: str) -> str:
    """What a reader calls the row at a path: "Laxatives: magnesium, gut loss"."""
    if isinstance(fact, DrugEffects):
        effect = fact.effects[int(re.findall(r"\d+", path)[0])]
        what = effect.constant.split(".")[-1].replace("_", " ")
        return f"{fact.label}: {effect.model.replace('_', ' ')}, {what}"
    row = (
        path.removesuffix("second_children")
        .removesuffix("second_needs")
        .removesuffix("second")
        .rstrip(".")
    )
    row = row.split(".")[-1].replace("_", " ")
    who = " (children)" if path.endswith("children") else ""
    return f"{fact.label}: {row}{who}" if row else fact.label


def on_one_page() -> int:
    """How many warning signs and rows rest on one page that was read: it is their source too."""
    found: list[Rule | SafetyRow] = [
        r for a in loader.load("red_flags", RedFlagArea).values() for r in a.rules.values()
    ]
    found += loader.load("plan_safety", SafetyRow).values()
    return sum(bool(r.second.at) and set(r.second.at) == {r.source} for r in found)


def counts() -> dict[str, Counter[str]]:
    """How often each outcome stands in each table; emergencies once more by themselves."""
    out: dict[str, Counter[str]] = {NAMES[kind]: Counter() for kind in KINDS}
    for kind, _, look in rows():
        out[NAMES[kind]][look.found] += 1
    urgent = Counter(
        rule.second.found
        for area in loader.load("red_flags", RedFlagArea).values()
        for rule in area.rules.values()
        if rule.level == "emergency"
    )
    return out | {"of the warning signs: emergencies": urgent}


def second_look_page(
    escape: Callable[[object], str], cite: Callable[[tuple[str, ...]], str]
) -> list[str]:
    """The whole page: the table of counts, what is partly ours, what was not found and where."""
    lines = ["# Second sources", ""]
    lines += [
        "Facts of high harm were looked up once more, in another place than they came from.",
        "`seen`: the page or its excerpt says so. `computed`: it follows from what is printed",
        "there. `partial`: a part of it is there, and what is ours is said. Many of the pages are",
        "second hand. The models of these facts ask for a second look, so none can be without.",
        "",
        "| facts | " + " | ".join(c.replace("_", " ") for c in COLUMNS) + " | all |",
        "| --- |" + " --: |" * (len(COLUMNS) + 1),
    ]
    for name, found in counts().items():
        cells = [str(found[c]) for c in COLUMNS] + [str(sum(found.values()))]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += [
        "",
        f"Of {on_one_page()} warning signs and rows one page alone was read; the guideline or",
    ]
    lines += ["label behind them was quoted from memory when they were written.", ""]
    missing = [(name, look) for _, name, look in rows() if look.found == "not_found"]
    lines += ["## Not found, and where it was searched", ""]
    lines += [f"- **{escape(name)}** {escape(look.searched)}" for name, look in missing]
    partly = [(name, look) for _, name, look in rows() if look.found == "partial"]
    lines += ["", "## Found in part", ""]
    lines += [f"- **{escape(n)}** {escape(k.says)} ({cite(k.at)})" for n, k in partly]
    return [*lines, ""]

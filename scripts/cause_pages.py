"""The manual's pages of causes: for reading, with the numbers in tables."""

from __future__ import annotations

from collections.abc import Callable

from unclench.differential.network import network
from unclench.facts.kinds import causes
from unclench.facts.loader import Fact

Escape = Callable[[object], str]
Cite = Callable[[str], str]
PLACES = {"back": "back", "legs": "legs and feet", "general": "elsewhere or everywhere"}
PLACES["other"] = "no cramp and no back pain"


def cause_page(fact: Fact, escape: Escape, cite: Cite) -> list[str]:
    """What it is, how it shows, how it is tested, how sure, and every number behind it."""
    assert isinstance(fact, causes.CauseFact)
    net = network()
    label = {c.id: c.label for c in net.causes}

    def name(key: str) -> str:
        return escape(net.labels.get(key) or key.replace("_", " ").replace(":", ": "))

    def beside(keys: tuple[str, ...]) -> str:
        return f", beside {'; '.join(map(name, keys))}" if keys else ""

    lines = [f"# {escape(fact.label)}", ""]
    if fact.also_called:
        lines += [f"Also called: {escape(', '.join(fact.also_called))}.", ""]
    for title, text in (
        ("What it is", fact.what), ("How it shows", fact.shows), ("How it is tested", fact.tested)
    ):  # fmt: skip
        lines += [f"**{title}.** {escape(text)}", ""]
    grade = fact.evidence_grade.replace("_", " ")
    lines += [
        f"**Evidence that it makes muscles cramp: {grade}.** {escape(fact.evidence_note)}",
        "",
    ]
    links = ", ".join(f"[{escape(label[c])}]({c}.md)" for c in fact.confused_with)
    if links:
        lines += [f"**Easily confused with:** {links}.", ""]
    lines += [
        "## Before any evidence",
        "",
        "| the complaint is in | probability |",
        "| --- | ---: |",
    ]
    lines += [f"| {words} | {getattr(fact.prior, key):.3g} |" for key, words in PLACES.items()]
    lines += ["", f"{cite(fact.prior.source)} ({fact.prior.verified})", ""]
    o = fact.onset
    lines += [
        f"**How fast it comes.** Up to three days {o.sudden:.2g}, up to six weeks {o.weeks:.2g}, "
        f"up to a year {o.months:.2g}, longer {o.years:.2g} of the people with it ({o.verified}).",
        "",
    ]
    if fact.findings:
        lines += ["## Findings", "", "| finding | with it | without | ratio | source |"]
        lines += ["| --- | ---: | ---: | ---: | --- |"]
        for f in sorted(fact.findings, key=lambda f: -f.sensitivity):
            there = net.background[f.finding].background
            ratio = max(f.sensitivity / there, 1.0)
            lines.append(
                f"| {name(f.finding)} | {f.sensitivity:.2g} | {there:.2g} | {ratio:.2g} | "
                f"{cite(f.source)} ({f.verified}) |"
            )
        lines.append("")
    if fact.labs:
        lines += ["## Results", "", "| result | at least mild | severe | source |"]
        lines += ["| --- | ---: | ---: | --- |"]
        lines += [
            f"| {escape(net.states[s.state].label)} | {s.mild:.2g} | {s.severe:.2g} | "
            f"{cite(s.source)} ({s.verified}) |"
            for s in fact.labs
        ]
        lines.append("")
    if fact.weighs:
        lines += ["## What changes the odds beforehand", "", "| known | odds times | source |"]
        lines += ["| --- | ---: | --- |"]
        lines += [
            f"| {name(str(w.when))}{beside(w.beside)} | {w.odds:.3g} | "
            f"{cite(w.source)} ({w.verified}) |"
            for w in sorted(fact.weighs, key=lambda w: -w.odds)
        ]
        lines.append("")
    for b in fact.brings:
        lines += [f"It brings about {escape(label[b.cause])} with probability {b.chance:.2g}.", ""]
    if fact.ask:
        lines += ["## To ask", "", *(f"- {escape(q)}" for q in fact.ask), ""]
    return lines

"""The manual's pages of claims and of evidence, for reading rather than as tables of fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from unclench.facts.kinds import claims, evidence
from unclench.facts.loader import Fact

CHECKED = {"recalled": " *(from memory, to be checked)*", "partial": " *(partly checked)*"}
Escape = Callable[[object], str]
Cite = Callable[[str], str]


def words(text: str) -> str:
    """An id as words."""
    return text.replace("_", " ")


def row_lines(row: evidence.Row, escape: Escape, cite: Cite) -> list[str]:
    """One finding: our sentence, its estimates, how sure, who was studied, the source."""
    numbers = "; ".join(e.words() for e in row.estimates)
    lines = [f"- {escape(row.say)}{CHECKED.get(row.verified, '')}", ""]
    if numbers:
        lines += [f"  {escape(numbers[:1].upper() + numbers[1:])}.", ""]
    about = [f"Certainty {words(row.grade)} ({escape(row.grade_basis)})"]
    about += [f"in {escape(row.population)}"] if row.population else []
    about += [escape(row.size)] if row.size not in ("", "0") else []
    lines += [f"  {'; '.join(about)}. {cite(row.source)} `{row.id}`", ""]
    if row.note:
        lines += [f"  {escape(row.note)}", ""]
    return lines


def claim_page(fact: Fact, escape: Escape, cite: Cite) -> list[str]:
    """A claim: verdict, answer, studies, foods, and what would have to be true for a person."""
    assert isinstance(fact, claims.Claim)
    verdict = fact.verdict_words.capitalize()
    lines = [f"# {verdict}: {escape(fact.label)}", ""]
    lines += [f"**{verdict}** (certainty: {words(fact.certainty)})", ""]
    lines += [
        f"What people read: “{escape(fact.claim)}”",
        "",
        *[line for s in fact.answer for line in (escape(s), "")],
    ]
    if fact.evidence:
        lines += ["## What studies found", ""]
        for key in fact.evidence:
            lines += row_lines(evidence.rows()[key][1], escape, cite)
    if fact.figures:
        lines += ["" if fact.evidence else "## What studies found", ""]
        for f in fact.figures:
            lines += [
                f"- {escape(f.say)}: {f.value:g} {escape(f.unit)}. {cite(f.source)}"
                f"{CHECKED.get(f.verified, '')}"
            ]
        lines.append("")
    if fact.foods:
        lines += ["## What a usual serving gives", ""]
        lines += ["| food | serving | gives | absorbed |", "| --- | --- | --- | --- |"]
        for food in fact.foods:
            taken = ""
            if food.absorbed is not None:
                taken = f"about {float(f'{food.amount * food.absorbed:.2g}'):g} {food.unit}"
            lines.append(
                f"| {escape(food.label)} | {escape(food.serving)} ({food.grams:g} g) "
                f"| {words(food.nutrient)} {food.amount:g} {food.unit} | {taken} |"
            )
        lines.append("")
    if fact.conditions:
        lines += ["## What would have to be true for you", ""]
        for c in fact.conditions:
            against = " It would argue against the claim." if c.means == "against" else ""
            lines.append(
                f"- {escape(c.say)}. To know: {escape(c.needs)}.{against} {cite(c.source)}"
            )
        lines.append("")
    asked = "; ".join(escape(a) for a in fact.asked)
    return [*lines, "## Asked as", "", f"{asked}.", ""]


def evidence_page(fact: Fact, escape: Escape, cite: Cite) -> list[str]:
    """All findings about one factor."""
    assert isinstance(fact, evidence.Factor)
    lines = [f"# {escape(fact.label)}", "", escape(fact.summary), ""]
    for row in fact.rows:
        lines += row_lines(row, escape, cite)
    return lines


def in_order(fact: Fact) -> tuple[int, str]:
    """Claims by their number, evidence by name."""
    number = fact.number if isinstance(fact, claims.Claim) else 0
    return number, re.sub(r"^(The|A) ", "", fact.label)

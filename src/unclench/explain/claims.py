"""The answer to a popular claim: verdict, what studies found, and what holds for this person."""

from __future__ import annotations

from typing import Literal

from unclench.assessment import Assessment, Lab, Node
from unclench.facts import loader
from unclench.facts.kinds import analytes, evidence
from unclench.facts.kinds.claims import Claim, Condition

State = Literal["so", "not_so", "not_known"]
_MARK = {"so": "so for you", "not_so": "not so for you", "not_known": "not known"}
_CHECKED = {"recalled": " (from memory, to be checked)", "partial": " (partly checked)"}
_DIRECTION = {
    "increases": "more", "decreases": "less", "no_effect": "no difference found",
    "uncertain": "not certain", "mixed": "studies disagree",
}  # fmt: skip
_AGAINST = {"so": "so for you, which argues against it"}


def answer_claim(claim: Claim, assessment: Assessment | None = None) -> Node:
    """A claim's answer as a tree: verdict, sentences, studies, foods, and conditions.

    Args:
        claim: from `told.pages.page_for` or `facts.kinds.claims.load`.
        assessment: of the person who asks; without it the conditions stand unanswered.
    """
    verdict = f"{_capital(claim.verdict_words)} (certainty: {_words(claim.certainty)})"
    root = Node(text=f"{verdict}: {claim.claim}", review=claim.review.level)
    root.children.append(Node(text="In short", children=[Node(text=s) for s in claim.answer]))
    studies = [_study(row) for row in claim.evidence]
    studies += [
        Node(text=f.say, value=f.value, unit=f.unit, source=f.source) for f in claim.figures
    ]
    if studies:
        root.children.append(Node(text="What studies found", children=studies))
    if claim.foods:
        root.children.append(Node(text="What a usual serving gives", children=_foods(claim)))
    if claim.conditions:
        root.children.append(_person(claim, assessment))
    cited = [Node(text=_cite(key), source=key) for key in _used(claim)]
    root.children.append(Node(text="Sources", children=cited))
    return root


def answer_factor(factor: evidence.Factor) -> Node:
    """What is known about one factor, for a question that no claim answers."""
    rows = [_study(r.id) for r in factor.rows]
    keys = list(dict.fromkeys(r.source for r in factor.rows))
    return Node(
        text=f"{factor.label}: {factor.summary}",
        review=factor.review.level,
        children=[
            Node(text="What studies found", children=rows),
            Node(text="Sources", children=[Node(text=_cite(k), source=k) for k in keys]),
        ],
    )


def _cite(key: str) -> str:
    """A source as authors, title, year and where to find it."""
    s = loader.sources()[key]
    where = f"doi {s.doi}" if s.doi else f"PMID {s.pmid}" if s.pmid else s.url
    mark = _CHECKED.get(s.verified, "")
    return ". ".join(p for p in (s.authors, s.title, str(s.year or ""), where) if p) + mark


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(text: str) -> str:
    return text.replace("_", " ")


def _study(row_id: str) -> Node:
    factor, row = evidence.rows()[row_id]
    parts = [row.say, *(f"{_capital(e.words())}." for e in row.estimates)]
    if row.effect and not row.estimates:
        parts.append(f"{_capital(row.effect)}{f' ({row.interval})' if row.interval else ''}.")
    by = {"ours": "our grading"}.get(row.grade_basis, row.grade_basis)
    parts.append(f"Certainty {_words(row.grade)} ({by}){f'; {row.size}' if row.size else ''}.")
    parts.append(f"Studied: {row.population}; {row.exposure} and {row.outcome}:")
    parts.append(f"{_DIRECTION[row.direction]}.")
    if row.note:
        parts.append(row.note)
    mark = _CHECKED.get(row.verified, "").strip()
    if mark:
        parts.append(mark)
    return Node(text=" ".join(parts), source=row.source, review=factor.review.level)


def _foods(claim: Claim) -> list[Node]:
    out = []
    for f in claim.foods:
        text = f"{f.label}, {f.serving} ({f.grams:g} g): {_words(f.nutrient)}"
        if f.absorbed is not None:
            taken = float(f"{f.amount * f.absorbed:.2g}")
            text += f", of which about {taken:g} {f.unit} are absorbed"
        out.append(Node(text=text, value=f.amount, unit=f.unit, source=f.source))
    return out


def _used(claim: Claim) -> list[str]:
    rows = [evidence.rows()[r][1].source for r in claim.evidence]
    figures = [f.source for f in claim.figures]
    foods = [s for f in claim.foods for s in (f.source, f.absorbed_source) if s]
    return list(dict.fromkeys([*claim.sources, *rows, *figures, *foods]))


def _person(claim: Claim, assessment: Assessment | None) -> Node:
    """What would have to be true, each with whether it is, for a person or in general."""
    if assessment is None:
        return Node(
            text="What would have to be true for you",
            children=[_open(c) for c in claim.conditions],
        )
    states = [(c, *check(c, assessment)) for c in claim.conditions]
    children = []
    for c, state, seen in states:
        mark = _AGAINST.get(state, _MARK[state]) if c.means == "against" else _MARK[state]
        told = f" ({seen})" if seen else ""
        need = f"; to know: {c.needs}" if state == "not_known" else ""
        children.append(Node(text=f"{c.say}: {mark}{told}{need}", source=c.source))
    return Node(text=f"For you: {_sum(states)}", children=children)


def _open(c: Condition) -> Node:
    against = "; it would argue against it" if c.means == "against" else ""
    return Node(text=f"{c.say} (to know: {c.needs}{against})", source=c.source)


def _sum(states: list[tuple[Condition, State, str]]) -> str:
    """One sentence over all conditions; it never says that something is ruled out."""
    supports = [s for c, s, _ in states if c.means == "supports"]
    against = [s for c, s, _ in states if c.means == "against"]
    if "so" in supports:
        return "at least one thing that would make it apply is true."
    if "so" in against:
        return "what is known argues against it."
    if supports and all(s == "not_so" for s in supports):
        return "nothing that would make it apply was found; that does not prove it wrong."
    return "not enough is known to say."


def check(condition: Condition, assessment: Assessment) -> tuple[State, str]:
    """(whether a condition holds, what was seen) in an assessment."""
    if condition.analyte:
        return _lab(condition, assessment)
    if condition.nutrient:
        for n in assessment.nutrients:
            if n.id == condition.nutrient and n.probability_inadequate is not None:
                limit = condition.probability_inadequate_above or 0.0
                p = n.probability_inadequate
                return _state(p > limit), _chance(p)
        return "not_known", ""
    if condition.cause:
        for cause in assessment.causes:
            if cause.id == condition.cause:
                above = cause.probability > (condition.probability_above or 0.0)
                return _state(above), _chance(cause.probability)
        return ("not_so", "not among those shown") if assessment.causes else ("not_known", "")
    if condition.finding:
        told = {e.finding for c in assessment.causes for e in c.for_}
        return ("so", "") if condition.finding in told else ("not_known", "")
    assert condition.red_flag  # a condition names exactly one subject
    if assessment.red_flags:
        return "so", assessment.red_flags[0].say
    told_something = assessment.urgency is not None
    return ("not_so", "none in what you told") if told_something else ("not_known", "")


def _chance(p: float) -> str:
    """A probability in words that never claims certainty."""
    if p > 0.99:
        return "probability more than 99 %"
    return "probability less than 1 %" if p < 0.01 else f"probability {100 * p:.0f} %"


def _state(holds: bool) -> State:
    return "so" if holds else "not_so"


def _lab(condition: Condition, assessment: Assessment) -> tuple[State, str]:
    labs = [x for x in assessment.labs if x.analyte == condition.analyte]
    if not labs:
        return "not_known", ""
    lab = labs[0]
    seen = _told(lab)
    if condition.flags:
        if lab.interpretation == "unknown":
            return "not_known", seen
        return _state(lab.interpretation in condition.flags), seen
    if lab.si_value is None:
        return "not_known", seen
    analyte = analytes.load()[condition.analyte]
    low, high = lab.si_value, lab.si_value
    if lab.comparator.startswith("<"):
        low = float("-inf")
    elif lab.comparator.startswith(">"):
        high = float("inf")
    if condition.below is not None:
        limit = analyte.to_unit(condition.below, condition.unit)
        return ("so" if high < limit else "not_so" if low >= limit else "not_known"), seen
    limit = analyte.to_unit(condition.above or 0.0, condition.unit)
    return ("so" if low > limit else "not_so" if high <= limit else "not_known"), seen


def _told(lab: Lab) -> str:
    number = "" if lab.value is None else f"{lab.comparator}{lab.value:g} {lab.unit}".strip()
    return number or lab.interpretation

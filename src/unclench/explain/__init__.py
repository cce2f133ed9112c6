"""How a number came about, as a tree down to facts; or a fact with its sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from unclench.assessment import Assessment, Node
from unclench.errors import Problem, UserError, did_you_mean
from unclench.explain.shown import plain
from unclench.facts import loader
from unclench.facts.kinds.causes import CauseFact
from unclench.facts.kinds.claims import Claim
from unclench.ways import OTHER_WORDS

PREFERRED = ("nutrients", "causes", "analytes", "claims", "medicines", "conditions", "evidence")


def _key(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def find_fact(what: str) -> tuple[str, loader.Fact] | None:
    """(kind, fact) whose id or label is `what`; nutrients and causes before other kinds."""
    kinds = loader.kinds()
    for kind in [k for k in PREFERRED if k in kinds] + [k for k in kinds if k not in PREFERRED]:
        for fact in loader.load(kind, loader.Fact).values():
            more = () if kind == "claims" else getattr(fact, "names", ())
            names = [fact.id, fact.label, *(() if callable(more) else more)]
            if _key(what) in map(_key, names):
                return kind, fact
    return None


def _known() -> list[str]:
    kinds = [k for k in PREFERRED if k in loader.kinds()]
    return [f.id for k in kinds for f in loader.load(k, loader.Fact).values()]


def fact_tree(kind: str, fact: loader.Fact) -> Node:
    """A fact as a tree: its values, each with its source, and its review level."""
    review = fact.review
    root = Node(
        text=f"{fact.label} (facts/{kind}/{fact.file})",
        review=review.level,
        children=list(_children(fact, {"id", "label", "review"})),
    )
    root.children.append(Node(text=f"reviewed {review.on}, look again by {review.look_again_by}"))
    return root


def _children(value: BaseModel, skip: set[str]) -> Iterator[Node]:
    for name in type(value).model_fields:
        item = getattr(value, name)
        if name in skip or item in (None, "", (), [], {}):
            continue
        yield _node(name.replace("_", " "), item)


def _node(name: str, item: Any) -> Node:
    if isinstance(item, BaseModel):
        return Node(text=name, children=list(_children(item, set())))
    if isinstance(item, dict):
        return Node(text=name, children=[_node(str(k), v) for k, v in item.items()])
    if isinstance(item, (list, tuple)):
        if all(isinstance(i, (str, int, float)) for i in item):
            if name in ("sources", "source"):
                return Node(text=name, children=[Node(text=cite(str(i))) for i in item])
            return Node(text=f"{name}: {', '.join(map(str, item))}")
        return Node(text=name, children=[_node(str(i + 1), v) for i, v in enumerate(item)])
    if name == "source":
        return Node(text=f"source: {cite(str(item))}")
    return Node(text=f"{name}: {item}")


def cite(key: str) -> str:
    """A source key as a citation; the key itself when it is not known."""
    source = loader.sources().get(key)
    if source is None:
        return key
    parts = [source.authors, source.title, str(source.year or ""), source.doi or source.url]
    mark = "" if source.verified in ("seen", "computed") else f" [{source.verified}]"
    return ". ".join(p for p in parts if p) + mark


def explain(what: str, assessment: Assessment | None) -> list[Node]:
    """The trees that answer `explain WHAT`: from the assessment when there is one, else facts.

    Raises:
        UserError: nothing of that name; the nearest names are given.
    """
    from unclench.explain.items import item_tree

    if assessment is not None:
        trees = [
            node
            for key, node in assessment.explain.items()
            if _key(what) in (_key(key), _key(key.split(":")[-1]))
        ]
        if trees:
            return trees
    fact = find_fact(what)
    if fact is not None and isinstance(fact[1], Claim):
        from unclench.explain.claims import answer_claim

        return [answer_claim(fact[1], assessment)]
    if fact is not None:
        return [fact_tree(*fact)]
    row = item_tree(what)
    if row is not None:
        return [row]
    for cause in loader.load("causes", CauseFact).values():
        if _key(what) in map(_key, cause.also_called):
            return [fact_tree("causes", cause)]
    claims = _claims(what, assessment)
    if claims:
        return claims
    raise UserError(
        Problem(
            f"Nothing here is called '{what}', and no claim is close to it.",
            fix=_advice(what),
        )
    )


def _claims(question: str, assessment: Assessment | None) -> list[Node]:
    """The answer to the popular claim that a question is about, or the evidence on its factor."""
    from unclench.explain.claims import answer_claim, answer_factor
    from unclench.told.pages import factor_for, page_for

    page = page_for(question)
    if page is not None:
        return [answer_claim(page, assessment)]
    factor = factor_for(question)
    return [answer_factor(factor)] if factor else []


_EVERYWHERE = frozenset(
    ("spasm", "muscle", "cause", "help", "pain", "lack", "back", "leg", "night", "long")
) | {"blood", "pressure", "low", "high", "twitch"}
"""Words that name no subject of their own; on them alone nothing (frightening) is suggested."""


def _advice(question: str) -> str:
    """Where else to look: facts that the question names, or its nearest spelling."""
    from unclench.facts.claims import words

    asked = words(question)
    named: list[str] = []
    for kind in ("nutrients", "causes", "conditions"):
        for fact in loader.load(kind, loader.Fact).values():
            shared = asked & words(f"{fact.id.replace('_', ' ')} {fact.label}")
            if shared - _EVERYWHERE:
                named.append(fact.id)
    near = did_you_mean(_key(question), _known()) if len(question.split()) < 3 else ""
    if not named:
        return near or OTHER_WORDS
    return f"Ask for one of: {', '.join(list(dict.fromkeys(named))[:4])}. {OTHER_WORDS}"


def _line(node: Node) -> str:
    value = node.value
    shown = plain(value) if isinstance(value, float) else ("" if value is None else str(value))
    head = " ".join(p for p in (shown, node.unit) if p)
    source = f"[{node.source}]" if node.source else ""
    review = "" if node.review is None else f"review {node.review}"
    return "  ".join(p for p in (head, node.text, source, review) if p)


def lines(
    node: Node, width: int = 100, prefix: str = "", last: bool = True, top: bool = True
) -> Iterator[str]:
    """The tree as lines of text with branches, wrapped at `width` columns."""
    branch = "" if top else f"{prefix}{'└─ ' if last else '├─ '}"
    inner = "" if top else prefix + ("   " if last else "│  ")
    below = inner + ("│  " if node.children else "   ")
    room = max(width - len(branch), 30)
    for i, part in enumerate(textwrap.wrap(_line(node), room, break_long_words=False) or [""]):
        yield (branch if i == 0 else below) + part
    for i, child in enumerate(node.children):
        yield from lines(child, width, inner, i == len(node.children) - 1, False)


def weakest(node: Node) -> int | None:
    """The lowest review level in a tree, `None` when no step carries one."""
    levels = [node.review] if node.review is not None else []
    levels += [w for c in node.children if (w := weakest(c)) is not None]
    return min(levels, default=None)

"""The door for assistants: four tools over standard input and output, no network of its own.

Every result begins with urgency and red flags. Needs the extra `mcp`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from unclench.assessment import Assessment

LEAVES = (
    "What you read here leaves this computer if you, the assistant, run elsewhere: say so before "
    "you ask for health details."
)
FIRST = "Pass on urgency and red flags first, unshortened. Not a diagnosis, not a medical device."
NO_PERSON = "Nothing was told about a person, so urgency is not judged. Call `check` for that."


def server() -> MCPServer:
    """The tools, not yet connected to anything.

    Raises:
        UserError: the extra is not installed.
    """
    try:
        from mcp.server import MCPServer
    except ImportError:
        raise UserError(
            Problem("The protocol of assistants is not installed.", "mcp",
                    "Install it with: pip install 'unclench[mcp]'.")
        ) from None  # fmt: skip
    out = MCPServer("unclench", instructions=f"{LEAVES} {FIRST}")
    for tool in (check, ask, explain, foods_search):
        out.add_tool(tool, description=f"{tool.__doc__}\n\n{LEAVES} {FIRST}")
    return out


def _said(run: Any) -> str:
    """What a tool answers; a problem with the input is an answer too."""
    try:
        return str(run())
    except UserError as error:
        return _with(None, {"problems": [str(p) for p in error.problems]})


def _with(answer: Assessment | None, more: dict[str, Any]) -> str:
    urgency: Any = NO_PERSON
    flags: list[dict[str, str]] = []
    if answer is not None:
        urgency = (
            answer.urgency.model_dump(include={"level", "reasons"}) if answer.urgency else None
        )
        flags = [{"say": f.say, "action": f.action, "level": f.level} for f in answer.red_flags]
    told = {"urgency": urgency, "red_flags": flags, **more}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _assessed(
    says: list[str],
    age: float | None,
    sex: str | None,
    takes: list[str],
    has: list[str],
    asked: dict[str, str],
) -> Assessment:
    from unclench.case import from_dict
    from unclench.chain import assess

    told = {"complaints": says, "medicines": takes, "conditions": has,
            "asked": asked, "age": age, "sex": sex}  # fmt: skip
    return assess(from_dict(told))


def check(
    says: list[str],
    age: float | None = None,
    sex: str | None = None,
    takes: list[str] | None = None,
    has: list[str] | None = None,
    asked: dict[str, str] | None = None,
) -> str:
    """Assess muscle spasms or cramps: complaints, medicines and conditions in the person's own
    words; `asked` holds answers (yes, no, not_sure) to the questions of `ask`."""

    def run() -> str:
        from unclench.app.render import render

        one = _assessed(says, age, sex, takes or [], has or [], asked or {})
        return _with(one, {"answer": render(one, "md", door="assistant")})

    return _said(run)


def ask(
    says: list[str],
    age: float | None = None,
    sex: str | None = None,
    takes: list[str] | None = None,
    has: list[str] | None = None,
    asked: dict[str, str] | None = None,
) -> str:
    """The questions that would tell most about what was told, warning signs first; put them to the
    person, never answer them yourself."""

    def run() -> str:
        one = _assessed(says, age, sex, takes or [], has or [], asked or {})
        rows = [
            {"id": q.id, "kind": q.kind, "text": q.text,
             "answers": [o.model_dump() for o in q.answers]}
            for q in one.ask
        ]  # fmt: skip
        return _with(one, {"questions": rows})

    return _said(run)


def explain(what: str) -> str:
    """What is known about a nutrient, contributor, medicine or popular claim, with sources and the
    review level of each step."""

    def run() -> str:
        from unclench.explain import explain as find
        from unclench.explain import lines

        trees = ["\n".join(lines(node)) for node in find(what, None)]
        return _with(None, {"explanation": trees})

    return _said(run)


def foods_search(words: str, most: int = 10) -> str:
    """Foods of the table by name, with energy and magnesium in 100 g; null is unknown, not zero."""

    def run() -> str:
        from unclench.intake.foods import describe

        rows = [
            {"id": r.food_id, "name": r.name, "kcal": r.energy_kcal, "magnesium_mg": r.magnesium_mg}
            for r in describe.found(words, max(1, min(most, 50)))
        ]
        return _with(None, {"foods": rows})

    return _said(run)

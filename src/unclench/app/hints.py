"""How a reader goes on from an answer, by door: a page never names an option of a command."""

from __future__ import annotations

from typing import Literal, get_args

from unclench import ways
from unclench.errors import Problem, UserError
from unclench.words.blocks import Hints

Door = Literal["", "command line", "web", "assistant"]
"""Where a document is read: without a door (a report, the library), or at one."""

COMMAND_LINE = Hints(
    complaint='e.g. --says "my calf cramps at night"',
    match="`--review` lets you correct them",
    cause="`unclench explain CONTRIBUTOR --case …` shows how one came about",
    nutrient="`unclench explain NAME --case …` says why",
    sources="`--report answer.html` lists them",
    strike="Something wrong? `--struck ID` takes it back (`--format json` has the ids), "
    "`unclench ask` goes through it with you",
    answer="`unclench ask` asks them, or e.g. `--asked saddle_numbness=no`",
    rest="the JSON answer has them all (`--format json`)",
    ways={
        ways.BELIEVE: "`--believe`",
        ways.AS_BLOOD_TESTS: "`--labs`",
        ways.AS_WORDS: "`--says`",
        ways.ONE_PERSON: "`--person`",
        ways.CASE_FILE: "case.yaml or case.json, as in examples/kitchen_porter",
        ways.OTHER_HOME: "UNCLENCH_HOME",
        ways.OTHER_WORDS: '`unclench explain NAME`, `unclench check --says "…"`; '
        "`unclench facts` lists what is known",
    },
)
WEB = Hints(
    complaint="in the box of the first page",
    match="the page of the food goes through them with you",
    cause="“Why?” shows how one came about",
    nutrient="“Why?” shows the reason",
    sources="the report lists them",
    strike="Something wrong? Strike it out or correct it beside your words",
    answer="The list of warning signs asks them",
)
ASSISTANT = Hints(
    complaint="such as “my calf cramps at night”",
    cause="the tool `explain` shows how one came about",
    nutrient="the tool `explain` says why",
    strike="Something wrong? Say it in other words",
    answer="Ask the person, and call `check` again with the answers in `asked`",
)
HINTS: dict[Door, dict[str, Hints]] = {
    "": {},
    "command line": {"en": COMMAND_LINE},
    "web": {"en": WEB},
    "assistant": {"en": ASSISTANT},
}
"""Door -> language -> its hints."""


def hints_of(door: Door, language: object = "en") -> Hints | None:
    """The hints of a door in a language; None where it has none.

    Raises:
        UserError: there is no such door.
    """
    if door not in HINTS:
        known = ", ".join(d for d in get_args(Door) if d)
        raise UserError(Problem(f"There is no door '{door}'.", "door", f"Use {known}."))
    return HINTS[door].get(language) if isinstance(language, str) else None

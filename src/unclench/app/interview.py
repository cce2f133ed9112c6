"""The interview: one question at a time, each answered at once, kept after every answer.

Questions go to standard error and answers come from standard input, a terminal or a pipe; an empty
line skips a step, the end of input goes on to the answer with what was told. What was said is kept
as a case after every step, so that Ctrl-C loses nothing and `resume` goes on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

from unclench.app.spoken import Page
from unclench.case import Case
from unclench.door import files
from unclench.door.inert import inert
from unclench.errors import UserError
from unclench.keeping import write_whole
from unclench.usable import told_anything, usable

AGAIN = 3
"""How often a step is asked when its answer cannot be used."""
LINES = 40
LONGEST = 4000
"""Characters of one line that are looked at."""
SKIP = "Enter skips."
WAYS = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "?": "not_sure", "not sure": "not_sure"}
Told = dict[str, Any]


class Interview:
    """One interview.

    Attributes:
        told: keys and values of the case so far.
        kept: where it is kept.
    """

    def __init__(self, kept: Path, told: Told | None = None) -> None:
        self.kept = kept
        self.told: Told = told or {}
        self.ended = False
        self._page = Page()
        self._level = ""
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    @property
    def case(self) -> Case:
        """What was told so far, as far as it can be used."""
        return usable(self.told, "the interview")

    @property
    def empty(self) -> bool:
        """Whether nothing at all was told."""
        return not self.told

    def run(self) -> Case:
        """Ask everything that is not told yet."""
        self._say(
            "Answer in your own words. Enter skips a question, Ctrl-C stops; what you said is "
            f"kept on this computer only, in {self.kept}."
        )
        for step in (
            self._age, self._sex, self._pregnancy, self._complaints, self._warnings,
            self._medicines, self._conditions, self._diary, self._country, self._labs, self._rest,
        ):  # fmt: skip
            if self.ended:
                break
            step()
        return self.case

    def save(self) -> None:
        """Keep what was told; a disk that cannot be written does not stop the interview."""
        try:
            write_whole(self.kept, json.dumps(self.told, indent=1, ensure_ascii=False))
        except OSError as error:
            self._say(f"This could not be kept: {error.strerror or error}.")

    # Talking.

    def _say(self, text: str) -> None:
        typer.echo(inert(text), err=True)

    def _line(self, prompt: str = "> ") -> str:
        """One line; empty when the input has ended, which `ended` says."""
        if self.ended or sys.stdin is None:
            self.ended = True
            return ""
        typer.echo(prompt, err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            self.ended = True
            typer.echo("", err=True)
        elif not sys.stdin.isatty():
            typer.echo(inert(line.rstrip("\n")), err=True)
        return line.strip()[:LONGEST]

    def _ask(self, question: str, take: Callable[[str], str | None]) -> None:
        """Ask until `take` has no complaint about the answer, or it is empty."""
        self._say(f"\n{question}")
        for _ in range(AGAIN):
            given = self._line()
            if not given:
                return
            wrong = take(given)
            if wrong is None:
                self.save()
                return
            self._say(wrong)

    def _many(self, question: str) -> list[str]:
        """Lines until an empty one."""
        self._say(f"\n{question}")
        out: list[str] = []
        while len(out) < LINES and (line := self._line()):
            out.append(line)
        return out

    # Steps.

    def _profile(self, key: str, value: Any) -> str | None:
        """Put a value into the profile when the case takes it; else what is wrong with it."""
        tried = usable({"profile": {key: value}})
        if tried.problems:
            return str(tried.problems[0])
        self.told.setdefault("profile", {})[key] = value
        return None

    def _known(self, key: str) -> bool:
        return key in self.told.get("profile", {})

    def _age(self) -> None:
        def take(given: str) -> str | None:
            number = given.lower().removesuffix("years old").removesuffix("years").strip()
            try:
                return self._profile("age", float(number.replace(",", ".")))
            except ValueError:
                return f"'{given[:40]}' is no age. A number of years, for example 42. {SKIP}"

        if not self._known("age"):
            self._ask(f"How old are you, in years? {SKIP}", take)

    def _sex(self) -> None:
        def take(given: str) -> str | None:
            return self._profile("sex", given)

        if not self._known("sex"):
            self._ask(f"Female or male? It chooses needs and ranges. {SKIP}", take)

    def _pregnancy(self) -> None:
        profile = self.told.get("profile", {})
        if profile.get("sex", "m")[:1].lower() not in ("f", "w") or self._known("pregnant"):
            return
        if not 12 <= profile.get("age", 30) <= 55:
            return

        def take(given: str) -> str | None:
            answer = WAYS.get(given.lower())
            if answer is None:
                return f"Yes or no? {SKIP}"
            return self._profile("pregnant", answer == "yes")

        self._ask(f"Are you pregnant? yes or no. {SKIP}", take)

    def _complaints(self) -> None:
        self._words(
            "complaints",
            "What hurts, cramps or worries you? In your own words, as many lines as you like; "
            "an empty line ends it.",
        )

    def _medicines(self) -> None:
        self._words(
            "medicines",
            "Which medicines and supplements do you take? One a line, with the dose if you know "
            "it; an empty line ends it.",
        )

    def _conditions(self) -> None:
        self._words(
            "conditions",
            "Which illnesses or operations do you have or had? One a line; an empty line ends it.",
        )

    def _words(self, key: str, question: str) -> None:
        if self.told.get(key):
            return
        lines = self._many(question)
        if not lines:
            return
        self.told[key] = lines
        self.save()
        self._play_back((key,))
        self._how_soon()

    def _play_back(self, keys: Sequence[str]) -> None:
        """Say what was understood, and let it be struck out."""
        rows = self._page.understood(self.case, keys)
        for number, (line, _) in enumerate(rows, 1):
            self._say(f"  {number}. {line}")
        for line in self._page.left_over(self.case, keys):
            self._say(f"  {line}")
        if not rows:
            return
        self._say("Is anything wrong? Its numbers, or Enter when all is right.")
        given = self._line().replace(",", " ").split()
        wrong = {int(n) for n in given if n.isdecimal() and len(n) < 4}
        for number, (_, ids) in enumerate(rows, 1):
            key = "struck" if number in wrong else "confirmed"
            known = self.told.get(key, [])
            self.told[key] = [*known, *(i for i in ids if i not in known)]
        if wrong & set(range(1, len(rows) + 1)):
            self._say("Taken out.")
        self.save()

    def _how_soon(self) -> None:
        """Say at once when what was told is urgent, once for each level."""
        level, lines = self._page.urgent(self.case)
        if level and level != self._level:
            self._level = level
            for line in lines:
                self._say(f"\n!! {line}")

    def _warnings(self) -> None:
        if not self.told.get("complaints"):
            return
        signs = self._page.warnings(self.case)
        if signs:
            self._say("\nFirst the warning signs: y for yes, n for no, ? for not sure.")
        for key, text in signs:
            if self.ended:
                return
            if key not in self.told.get("asked", {}):
                self._answer(key, text, WAYS)
                self._how_soon()

    def _answer(self, key: str, text: str, ways: dict[str, str]) -> None:
        def take(given: str) -> str | None:
            answer = ways.get(given.lower().strip(" ."))
            if answer is None:
                known = ", ".join(dict.fromkeys(w for w in ways if len(w) < 4))
                return f"'{given[:40]}' is no answer here: {known}. {SKIP}"
            self.told.setdefault("asked", {})[key] = answer
            return None

        self._ask(text, take)

    def _diary(self) -> None:
        def take(given: str) -> str | None:
            path = Path(given.strip("'\"")).expanduser()
            if not files.exists(path):
                return str(files.missing(path))
            self.told["diary"] = [str(path.resolve())]
            return None

        if not self.told.get("diary"):
            self._ask(f"Is there a food diary? The name of its file. {SKIP}", take)

    def _country(self) -> None:
        """Asked with a diary, since nothing else hangs on it."""

        def take(given: str) -> str | None:
            return self._profile("country", given)

        if self.told.get("diary") and not self._known("country"):
            self._ask(
                "Which country do you live in, for example GB or Germany? It tells what is added "
                f"to flour, bread and milk there. “I do not know” is an answer. {SKIP}",
                take,
            )

    def _labs(self) -> None:
        if self.told.get("labs"):
            return
        lines = self._many(
            "Blood or urine tests? A line such as K 3.1 mmol/L, or the name of a file; an empty "
            "line ends it."
        )
        if not lines:
            return
        found = []
        for line in lines:
            path = Path(line.strip("'\"")).expanduser()
            found.append(str(path.resolve()) if files.exists(path) else line)
        self.told["labs"] = found
        self.save()
        for line in self._page.results(self.case):
            self._say(f"  {line}")

    def _rest(self) -> None:
        """Ask what would make the answer surer: what words mean, and what tells causes apart."""
        if not told_anything(self.case):
            return
        try:
            questions = self._page.more(self.case)
        except UserError as error:
            self._say(str(error))
            return
        if questions:
            self._say("\nA few questions that would make the answer surer.")
        for key, text, offers in questions:
            if self.ended:
                return
            if not offers:
                self._answer(key, f"{text} y, n or ?", WAYS)
                continue
            listed = "\n".join(f"  {n}. {label}" for n, (_, label) in enumerate(offers, 1))
            ways = {str(n): name for n, (name, _) in enumerate(offers, 1)}
            self._answer(key, f"{text}\n{listed}", ways)

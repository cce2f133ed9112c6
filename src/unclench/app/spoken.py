"""What an interview says back at once: what was understood, how soon, and what to ask next."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from unclench.case import Case

Row = tuple[str, tuple[str, ...]]


class Page:
    """Sentences for one step of an interview; nothing is kept here but the last answer."""

    def understood(self, case: Case, keys: Sequence[str]) -> list[Row]:
        """(a line, ids of its readings) of what was understood under these keys of the case."""
        from unclench.assessment import Assessment
        from unclench.chain import understood
        from unclench.told import understand
        from unclench.version import __version__
        from unclench.words.en import playback

        rows = [understood(r) for r in understand(case).readings if r.where in keys]
        answer = Assessment(version=__version__, understood=rows)
        playback.speak(answer)
        return playback.lines(answer.understood)

    def left_over(self, case: Case, keys: Sequence[str]) -> list[str]:
        """What was not understood of these keys, and names that are not known."""
        from unclench.assessment import reason
        from unclench.told import understand
        from unclench.words.en.sentences import sentence_of

        told = understand(case)
        out = []
        if "complaints" in keys and told.not_understood:
            words = "; ".join(f"“{w}”" for w in told.not_understood)
            out.append(f"Not understood: {words}.")
        kind = {"medicines": "medicine", "conditions": "condition"}
        names = [u for u in told.unsure if u.kind in {kind.get(k) for k in keys}]
        out += [sentence_of(reason("unknown_name", kind=u.kind, text=u.text)) for u in names]
        return out

    def urgent(self, case: Case) -> tuple[str, list[str]]:
        """The level and the sentences of what cannot wait; empty when nothing was told that
        cannot."""
        from unclench.differential.red_flags import evaluate, rules
        from unclench.told import understand
        from unclench.words.en.document import URGENCY_WORDS

        flags, urgency = evaluate(understand(case), [])
        if urgency.level not in ("emergency", "same_day"):
            return "", []
        here = [rules()[f.id] for f in flags if f.level == urgency.level]
        lines = [f"{r.say} {r.action}" for r in here]
        return urgency.level, [URGENCY_WORDS[urgency.level], *lines]

    def warnings(self, case: Case) -> list[tuple[str, str]]:
        """(id, question) of the warning signs to ask after, before anything else."""
        from unclench.differential.asking import warning_signs
        from unclench.differential.network import context_of, network
        from unclench.told import understand
        from unclench.told.questions import signs

        told = understand(case)
        found = warning_signs(told, context_of(told.present, network()))
        return [(key, signs()[key].text) for key in found]

    def results(self, case: Case) -> list[str]:
        """The blood and urine tests as they were read."""
        import datetime as dt

        from unclench.plasma.labs import read_labs

        read = read_labs(case.labs, None, strict=False, today=dt.date.today())
        lines = [f"Read: {r.name} {r.comparator}{r.value} {r.unit}".strip() for r in read.results]
        return [*lines, *map(str, read.problems)]

    def more(self, case: Case) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """(id, question, offers) of what would make the answer surer; offers are (id, label),
        none where yes or no answers.

        Raises:
            UserError: nothing told could be used.
        """
        from unclench.chain import assess

        asked = [q for q in assess(case).ask if q.kind != "warning"]
        return [
            (
                q.id,
                q.text,
                [(o.id, o.label) for o in q.answers] if q.kind == "meaning" else [],
            )
            for q in asked
        ]


@functools.cache
def warm() -> None:
    """Read the facts that the first answer needs, while somebody is still typing."""
    from unclench.told import understand

    understand(Case(complaints=("my calf cramps at night",)))

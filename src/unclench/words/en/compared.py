"""What changed between two answers, in words; never why."""

from __future__ import annotations

from unclench.assessment.compared import Compared, IntakeMoved, LabMoved, Moved
from unclench.words.blocks import Block, Bullets, Callout, Heading, Page, Table, Text
from unclench.words.en.document import DISCLAIMER, URGENCY_WORDS, VERDICTS
from unclench.words.en.numbers import number, span

PAGE = Page("en", "Unclench: what changed", "Made on this computer; nothing was sent anywhere.")
SUPPORT = {"more": "more support", "some": "some support", "little": "little support"}
PART = {True: "part", False: "overlap", None: "cannot tell"}
WHY = (
    "Ranges that overlap are no sign of a change. That two answers differ does not say why: other "
    "days, other words or newer facts may be the reason."
)


def speak(c: Compared) -> Compared:
    """The same comparison with its sentences."""
    was = URGENCY_WORDS[c.urgency_before] if c.urgency_before else "no urgency was judged"
    now = URGENCY_WORDS[c.urgency_now] if c.urgency_now else "no urgency is judged"
    same = f"Urgency as before: {now}"
    c.lines = [same if now == was else f"Urgency: now “{now}”, before “{was}”."]
    c.lines += [f"{_flag(m)}: {m.label}" for m in c.red_flags]
    c.lines += [_cause(m) for m in c.causes]
    apart = [i for i in c.intakes if i.apart]
    c.lines += [
        f"{i.label}: usual intake is {'higher' if i.direction == 'up' else 'lower'}; the 80 % "
        "ranges part." for i in apart
    ]  # fmt: skip
    return c


def _flag(m: Moved) -> str:
    if m.before is None:
        return "New warning sign"
    return "Warning sign that is no longer there" if m.now is None else "Judged otherwise"


def _cause(m: Moved) -> str:
    if m.before is None:
        return f"{m.label}: new among the contributors, {SUPPORT[m.now or 'little']}."
    if m.now is None:
        return f"{m.label}: no longer among the contributors."
    return f"{m.label}: {SUPPORT[m.now]}, before {SUPPORT[m.before]}."


def blocks(c: Compared) -> list[Block]:
    """The document of a spoken comparison; urgency first."""
    tone = c.urgency_now or "plain"
    title = URGENCY_WORDS[c.urgency_now] if c.urgency_now else "No urgency is judged."
    out: list[Block] = [Callout(title, tuple(c.red_flags_now), tone)]
    out += [Heading("What changed"), Bullets(tuple(c.lines))]
    if c.labs:
        out += [
            Heading("Blood and urine tests"),
            Table(("Test", "Before", "Now", "Reading"), tuple(map(_lab, c.labs))),
        ]
    if c.intakes:
        moved = [i for i in c.intakes if i.apart or not _same(i)]
        same = [i.label for i in c.intakes if i not in moved]
        out.append(Heading("Usual intake"))
        if moved:
            head = ("Nutrient", "Before (80 % range)", "Now (80 % range)", "Ranges", "Verdict")
            out.append(Table(head, tuple(map(_intake, moved))))
        if same:
            out.append(Text(f"As before: {', '.join(same)}."))
        out.append(Text(WHY, quiet=True))
    return [*out, Text(DISCLAIMER, quiet=True)]


def _lab(m: LabMoved) -> tuple[str, ...]:
    def one(value: float | None, judged: str, date: object) -> str:
        if not judged:
            return "not told"
        amount = "no number" if value is None else f"{number(value)} {m.unit}"
        return f"{amount}{f' ({date})' if date else ''}"

    before, now = m.interpretation_before, m.interpretation_now
    reading = f"{before or '–'} → {now or '–'}" if before != now else now
    return m.name, one(m.before, before, m.date_before), one(m.now, now, m.date_now), reading


def _same(m: IntakeMoved) -> bool:
    """Whether a line would say the same twice."""
    return span(m.before) == span(m.now) and m.verdict_before == m.verdict_now


def _intake(m: IntakeMoved) -> tuple[str, ...]:
    was, now = VERDICTS[m.verdict_before], VERDICTS[m.verdict_now]
    verdict = now if was == now else f"{was} → {now}"
    return m.label, span(m.before), span(m.now), PART[m.apart], verdict

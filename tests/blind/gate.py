"""Totals of the gate.

python -m tests.blind.gate [sentences|decoys|kinds|statuses|illnesses|stories|questions]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from unclench.case import Case
from unclench.chain import assess
from unclench.facts.kinds import claims, evidence
from unclench.facts.kinds.claims import Claim
from unclench.told import Person, understand
from unclench.told.pages import factor_for, page_for
from unclench.told.person import SURE
from unclench.told.vocabulary import condition_items, finding_items, wider_findings

HERE = Path(__file__).parent
TOLD = (
    "age", "sex", "weight_kg", "pregnant", "complaints", "signs", "medicines", "conditions", "diet",
    "exposure", "labs",
)  # fmt: skip
STORIES = (
    "stories.yaml", "stories_2.yaml", "lay.yaml", "lay_2.yaml", "messages.yaml", "messages_2.yaml",
    "messages_3.yaml", "messages_4.yaml", "messages_5.yaml", "messages_6.yaml", "lines.yaml",
    "lines_2.yaml", "lines_3.yaml", "messages_7.yaml", "lines_4.yaml", "pairs.yaml",
    "messages_8.yaml",
    "messages_9.yaml",
    "messages_10.yaml",
)  # fmt: skip
QUESTIONS = ("questions.yaml", "questions_2.yaml")
STATUSES = ("present", "denied", "past", "other")
STATUS_FILES = ("statuses.yaml", "statuses_2.yaml")
LEVELS = ("self_care", "routine", "same_day", "emergency")


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def believed(told: Person, least: float = 0.0) -> set[str]:
    """Everything that is taken to be there now, findings where they are at least so sure."""
    out = {f.id for f in told.findings if f.present and f.sure >= least}
    out |= {c.id for c in told.conditions if c.present}
    out |= {m.generic for m in told.medicines if m.current}
    return out | {e.id for e in told.exposures}


def sentences(files: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """Kind of sentence -> (taken for its finding, all); "sure": where it is told as said."""
    taken: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for file in files:
        for finding, kinds in _load(file).items():
            if finding not in finding_items():
                continue
            for kind, texts in kinds.items():
                for text in texts:
                    told = understand(Case(complaints=[text]))
                    for name, least in ((kind, 0.0), (f"{kind}, sure", SURE)):
                        total[name] += 1
                        taken[name] += finding in believed(told, least)
    return {kind: (taken[kind], total[kind]) for kind in total}


def decoys(file: Path, least: float = 0.0) -> tuple[int, int]:
    """(harmless sentences in which something is believed, and so sure, all)."""
    texts = _load(file)
    return sum(bool(believed(understand(Case(complaints=[t])), least)) for t in texts), len(texts)


def kinds(file: Path) -> dict[str, tuple[int, int]]:
    """Kind of misreading -> (cases in which all is right, all)."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in _load(file):
        there = believed(understand(Case(complaints=row["complaints"])))
        urgency = assess({"complaints": row["complaints"]}).urgency
        assert urgency is not None
        level = LEVELS.index(urgency.level)
        total[row["kind"]] += 1
        right[row["kind"]] += (
            set(row.get("present", ())) <= there
            and not there & set(row.get("not_present", ()))
            and level >= LEVELS.index(row.get("at_least", LEVELS[0]))
            and level <= LEVELS.index(row.get("at_most", LEVELS[-1]))
        )
    return {kind: (right[kind], total[kind]) for kind in sorted(total)}


def stories(file: Path) -> dict[str, tuple[int, int]]:
    """Measure -> (how many, of how many)."""
    out: Counter[str] = Counter()
    total: Counter[str] = Counter()

    def count(measure: str, hit: bool) -> None:
        out[measure] += hit
        total[measure] += 1

    for story in _load(file):
        told = {k: story[k] for k in TOLD if story.get(k)}
        if isinstance(story.get("diet"), str):
            told["diet"] = {"description": story["diet"]}
        answer = assess(told)
        truth = story["truth"]
        right = {truth["primary"], *truth.get("also_accept", [])}
        fine = [LEVELS.index(u) for u in (truth["urgency"], *truth.get("urgency_also_ok", []))]
        ranked = [c.id for c in answer.causes]
        assert answer.urgency is not None
        level = LEVELS.index(answer.urgency.level)
        count("first right", bool(ranked) and ranked[0] in right)
        count("in three", bool(set(ranked[:3]) & right))
        count("too calm", level < min(fine))
        count("too alarmed", level > max(fine))
        if min(fine) == LEVELS.index("emergency"):
            count("emergencies missed", level < min(fine))
        if truth["urgency"] == "self_care":
            count("harmless told self-care", level == 0)
        if answer.causes and answer.causes[0].probability >= 0.8:
            count("right where 0.8 or more is said", ranked[0] in right)
    return {m: (out[m], total[m]) for m in total}


def statuses(file: Path, sure: bool = False) -> dict[str, tuple[int, int]]:
    """Label -> (how often it was taken to be there now, of how many), story by story.

    "right": of what is taken to be there now, how much the labels of its story call present.

    Args:
        sure: only what is told as said, not what is probably meant.
    """
    out: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for story in _load(file):
        told = understand(Case(complaints=[row["says"] for row in story]))
        there = {
            r.finding
            for r in told.readings
            if r.kind == "finding"
            and (r.status == "present" or ("counted" in r.slots and not sure))
        }
        labels = {k: {f for row in story for f in row.get(k, ())} for k in STATUSES}
        for label, said in labels.items():
            for name in said - (labels["present"] if label != "present" else set()):
                out[label] += name in there
                total[label] += 1
        said = {w for name in labels["present"] for w in (name, *wider_findings(name))}
        out["right"] += len(there & said)
        total["right"] += len(there)
    return {label: (out[label], total[label]) for label in (*STATUSES, "right")}


def illnesses(file: Path) -> dict[str, tuple[int, int, int]]:
    """How an illness is named (own, other, feared, denied, over, not) -> (how often it is told as
    the person's, how often that is believed, of how many)."""
    told: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in _load(file):
        told_of = understand(Case(complaints=[row["says"]]))
        same = {row["condition"], *condition_items()[row["condition"]].implies}
        same |= {k for k, i in condition_items().items() if row["condition"] in i.implies}
        read = [r for r in told_of.readings if r.kind == "condition" and r.finding in same]
        total[row["how"]] += 1
        told[row["how"]] += any(r.status == "present" for r in read)
        counted[row["how"]] += any(r.status == "present" or "counted" in r.slots for r in read)
    return {how: (told[how], counted[how], n) for how, n in total.items()}


LABELLED = 50
"""Pages that were there when the questions got their labels; a later page has no label yet."""


def _asked_and_right(row: dict[str, Any]) -> tuple[str, set[str]]:
    """A question and the ids of all that answer it; a page stands for the evidence it cites."""
    if "q" in row:
        return row["q"], set(row["page"])
    right = {row["page"], *row["also"]} - {"none"}
    cited = {r for i in right if i in claims.load() for r in claims.load()[i].evidence}
    return row["text"], right | {f.id for r, (f, _) in evidence.rows().items() if r in cited}


def questions(file: Path) -> dict[str, int]:
    """How questions went: a page that answers, another, none, or rightly or wrongly one or none.

    A page made after the labels, and not named by one, is counted apart: nobody has judged it.
    """
    out: Counter[str] = Counter()
    for row in _load(file):
        asked, right = _asked_and_right(row)
        page = page_for(asked) or factor_for(asked)
        new = isinstance(page, Claim) and page.number > LABELLED and "q" in row
        if page is not None and new and page.id not in right:
            out["a page made since the labels"] += 1
        elif right:
            what = "none" if page is None else "right" if page.id in right else "wrong"
            out[f"with a page of ours: {what}"] += 1
        else:
            out[f"without: {'none' if page is None else 'a page all the same'}"] += 1
    return dict(sorted(out.items()))


def main(what: list[str]) -> None:
    """Print the totals."""
    if not what or "sentences" in what:
        for kind, (n, of) in sentences(sorted(HERE.glob("sentences_*.yaml"))).items():
            print(f"{kind}: {n} of {of} = {n / of:.3f}")
    if not what or "decoys" in what:
        print("decoys with a reading: {} of {}".format(*decoys(HERE / "decoys.yaml")))
        print("  with a sure one: {} of {}".format(*decoys(HERE / "decoys.yaml", SURE)))
    if not what or "kinds" in what:
        counts = kinds(HERE / "kinds.yaml").values()
        print(f"kinds right: {sum(n for n, _ in counts)} of {sum(of for _, of in counts)}")
    if not what or "statuses" in what:
        for name in STATUS_FILES:
            for sure in (False, True):
                how = "told as there now" if sure else "taken to be there now"
                for label, (n, of) in statuses(HERE / name, sure).items():
                    print(f"{name}: {label}, {how}: {n} of {of}")
    if not what or "illnesses" in what:
        for how, (sure, n, of) in illnesses(HERE / "illnesses.yaml").items():
            print(f"illnesses: {how}: told as the person's {sure}, believed {n}, of {of}")
    if not what or "questions" in what:
        for name in QUESTIONS:
            for how, n in questions(HERE / name).items():
                print(f"{name}: {how}: {n}")
    if not what or "stories" in what:
        for name in STORIES:
            for measure, (n, of) in stories(HERE / name).items():
                print(f"{name}: {measure}: {n} of {of}")


if __name__ == "__main__":
    main(sys.argv[1:])

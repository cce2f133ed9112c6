"""Train how a thing that is told stands (now, denied, over, another's) and write `standing.npz`.

    python scripts/train_standing.py [--cv]

From the stories of `corpus/told_dev_*.yaml` and `corpus/statuses_*.yaml`, in which each sentence
has labels, and the messages of `corpus/judged_*.yaml`, in which each thing supposed has one: what
the program finds in a sentence that its labels give one status is an example, once with the
sentences around it and once without; people run sentences together, so those of stories that count
in full are seen so too. The encoder and the reader are taken as they are.
`--cv` writes nothing: it leaves out each fourth story of `statuses_*.yaml` in turn, and each file
of `told_dev_*.yaml`, and prints how much of each status would be taken for present. A quarter
of an hour on two cores; the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from train_reader import APART  # noqa: E402
from train_whole import fitted  # noqa: E402
from unclench.told import hearing, phrases, scope  # noqa: E402
from unclench.told.en.standing import FILE, Clue, Floats, features  # noqa: E402
from unclench.told.lexicon import word_set  # noqa: E402
from unclench.told.pack import Sentence, corrected, reader, sentences  # noqa: E402
from unclench.told.vocabulary import finding_items, vocabulary, wider_findings  # noqa: E402
from unclench.told.worded import worded  # noqa: E402

STATUSES = ("present", "denied", "past", "other")
ALONE = 0.5
"""What an example without its neighbours counts."""
KNOWN = 0.2
"""What an example of a file counts that the encoder and the reader were trained on: they know it
too well (of 0, 0.2 and 1; what is surely so is less often wrong)."""
RIDGE = 2.0
"""Chosen on stories left out; from 0.5 to 5 little changes."""
FOLDS = 4
JOINS = (", ", ", ", " and ", " but ", " ", " - ", ", and ")
"""How people run sentences together."""


@dataclass(frozen=True)
class Example:
    """A thing found in a sentence, and what the labels say of it (an index of `STATUSES`)."""

    clue: Clue
    status: int
    story: int


def files() -> list[Path]:
    """All files of stories and of judged readings."""
    kinds = ("told_dev", "statuses", "judged")
    return sorted(f for kind in kinds for f in ROOT.glob(f"corpus/{kind}_*.yaml"))


def counts(name: str) -> float:
    """What an example of a file counts."""
    known = name.startswith("told_dev") and f"{name}.yaml" != APART
    return KNOWN if known else 1.0


def examples(path: Path) -> list[Example]:
    """The examples of a file; where each counts in full, also with sentences run together."""
    if path.stem.startswith("judged"):
        texts = enumerate(judged_texts(path))
        return [e for n, text in texts for e in _of_text([t[:2] for t in text], n)]
    stories: list[list[dict[str, Any]]] = yaml.safe_load(path.read_text())
    told = [stories]
    if counts(path.stem) == 1.0:
        told.append(run_together(stories, path.stem))
    return [
        e
        for one in told
        for n, story in enumerate(one)
        for e in _of_text(list(known_sentences(story)), n)
    ]


def _of_text(every: Sequence[tuple[Sentence, Known]], number: int) -> Iterator[Example]:
    said = [s for s, _ in every]
    tells = [phrases._tells(s) for s in said]
    for n, (sentence, known) in enumerate(every):
        for clue, name in clues(sentence, phrases._around(said, tells, n)):
            if len(known[name]) == 1:
                yield Example(clue, STATUSES.index(next(iter(known[name]))), number)


def known_sentences(story: Sequence[dict[str, Any]]) -> Iterator[tuple[Sentence, Known]]:
    """Each sentence of a story with its labels."""
    for row in story:
        for s in sentences(row["says"]):
            yield corrected(s, vocabulary(), word_set("ordinary_words")), labels(row)


def judged_texts(path: Path) -> Iterator[list[tuple[Sentence, Known, frozenset[str]]]]:
    """Each text of a file of judged readings: its sentences, with their labels and with what was
    judged not to be said; of all else nothing is known.

    A text that is cut in other sentences than when it was judged is left out.
    """
    for told in yaml.safe_load(path.read_text()):
        said = told["said"]
        every = [
            corrected(s, vocabulary(), word_set("ordinary_words")) for s in sentences(told["text"])
        ]
        if len(every) == len(said):
            yield [
                (sentence, labels(row), frozenset(row.get("not") or ()))
                for sentence, row in zip(every, said, strict=True)
            ]


def run_together(
    stories: Sequence[Sequence[dict[str, Any]]], seed: str
) -> list[list[dict[str, Any]]]:
    """Stories as people type them: one to three neighbouring sentences become one."""
    draw = random.Random(seed)
    out = []
    for story in stories:
        new, at = [], 0
        while at < len(story):
            some = story[at : at + draw.choice((1, 2, 2, 3))]
            at += len(some)
            says = [row["says"].rstrip(" .,;") for row in some]
            text = says[0] + "".join(draw.choice(JOINS) + s for s in says[1:])
            row: dict[str, Any] = {"says": text}
            for status in STATUSES:
                row[status] = [name for one in some for name in one.get(status) or ()]
            new.append(row)
        out.append(new)
    return out


def labels(row: dict[str, Any]) -> Known:
    """finding -> the statuses that a sentence gives it or what implies it; the nearest wins."""
    near: dict[str, set[str]] = {}
    wide: dict[str, set[str]] = {}
    for status in STATUSES:
        for name in row.get(status) or ():
            near.setdefault(name, set()).add(status)
            for one in wider_findings(name) if name in finding_items() else ():
                wide.setdefault(one, set()).add(status)
    return Known(wide | near)


class Known(dict[str, set[str]]):
    """Labels of a sentence: finding -> statuses; none for a finding that it does not name."""

    def __missing__(self, name: str) -> set[str]:
        return set()


def clues(sentence: Sentence, around: tuple[Any, Any]) -> Iterator[tuple[Clue, str]]:
    """What is found in a sentence as the program finds it, with its finding."""
    found = phrases.found_in(sentence)
    results = [w.span for w in worded(sentence)]
    cues = scope.cues(sentence)
    for m in hearing.believed(sentence, found, results):
        if m.concept.kind == "finding" and m.doubt is None:
            yield (
                Clue(
                    sentence.tokens,
                    m.spans,
                    hearing.clause_places(sentence, m),
                    *around,
                    sentence.question,
                    bool(m.text),
                    m.concept.id in reader().deciding(),
                    phrases._by_grammar(m, cues, sentence) or "present",
                ),
                m.concept.id,
            )


def rows(path: Path) -> tuple[list[Example], Floats, Floats]:
    """The examples of a file and their features with and without the sentences around."""
    told = examples(path)
    alone = [features(replace(e.clue, before=(), after=())) for e in told]
    return told, np.array([features(e.clue) for e in told]), np.array(alone)


def model(kept: Sequence[tuple[Floats, Floats, Floats, float]]) -> tuple[Floats, Floats]:
    """Weights from (features, features alone, status, what each counts) of examples."""
    x = np.concatenate([a for a, _, _, _ in kept] + [b for _, b, _, _ in kept])
    y = np.eye(len(STATUSES))[np.concatenate([s for _, _, s, _ in kept] * 2)]
    often = np.concatenate([np.full(len(s), c) for _, _, s, c in kept])
    return fitted(x, y, RIDGE, np.concatenate([often, ALONE * often]))


def chance(x: Floats, fit: tuple[Floats, Floats]) -> Floats:
    """How likely present each row is."""
    odds = np.exp(x @ fit[0] + fit[1])
    return np.asarray(odds[:, 0] / odds.sum(1), np.float64)


def report(name: str, told: Sequence[Example], present: Floats) -> None:
    """Print, for dangers and for the rest, how much of each status would be taken for present."""
    for decides in (False, True):
        least = hearing.STATES_DANGER if decides else hearing.STATES
        out = []
        for n, status in enumerate(STATUSES):
            mine = [
                bool(p >= least and e.clue.grammar == "present")
                for e, p in zip(told, present, strict=True)
                if e.status == n and e.clue.decides is decides
            ]
            before = [
                e.clue.grammar == "present"
                for e in told
                if e.status == n and e.clue.decides is decides
            ]
            out.append(f"{status} {sum(mine)} of {len(mine)} (grammar alone {sum(before)})")
        print(name, "dangers" if decides else "others", "; ".join(out), flush=True)


def main() -> None:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    with ProcessPoolExecutor(2) as pool:
        read = dict(zip([p.stem for p in files()], pool.map(rows, files()), strict=True))
    every = {
        name: (a, b, np.array([e.status for e in told]), counts(name))
        for name, (told, a, b) in read.items()
    }
    if not measure:
        weight, bias = model(list(every.values()))
        unit = np.abs(weight).max(0) / 127
        np.savez_compressed(
            FILE,
            weight=np.round(weight / unit).astype(np.int8),
            unit=unit.astype(np.float32),
            bias=bias.astype(np.float32),
        )
        print(
            sum(len(y) for _, _, y, _ in every.values()), "examples", FILE.stat().st_size, "bytes"
        )
        return
    for name, (told, a, _) in read.items():
        others = [v for k, v in every.items() if k != name]
        if not name.startswith("statuses"):
            report(name, told, chance(a, model(others)))
            continue
        number = np.array([e.story for e in told])
        present = np.zeros(len(told))
        for fold in range(FOLDS):
            kept = number % FOLDS != fold
            fit = model([*others, (*(v[kept] for v in every[name][:3]), counts(name))])
            present[~kept] = chance(a[~kept], fit)
        report(name, told, present)


if __name__ == "__main__":
    main()

"""Train whether an illness that is named is the person's, and write `named.npz`.

    pip install scipy
    python scripts/train_named.py [--cv]

From `corpus/named_*.yaml`: messages, and of every illness that a phrase of the facts finds in a
sentence how a careful reader took it: present, denied, past, somebody else's (or feared), or not
said. `--cv` writes nothing: it leaves out each fifth of the messages in turn and prints what some
chance of being there gives. A minute; the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from train_whole import fitted  # noqa: E402
from unclench.told import hearing, phrases, scope  # noqa: E402
from unclench.told.en.named import FILE, LEAN, SAYS, Floats, Named, leans, numbers  # noqa: E402
from unclench.told.lexicon import word_set  # noqa: E402
from unclench.told.pack import corrected, sentences  # noqa: E402
from unclench.told.vocabulary import vocabulary  # noqa: E402

LABELS = ("present", "denied", "past", "other", "not")
"""The names of `SAYS` in the corpus."""
RIDGE = 2.0
OFTEN = 2
"""So many examples a name must have to lean."""
FOLDS = 5


def files() -> list[Path]:
    """The files of judged illnesses."""
    return sorted(ROOT.glob("corpus/named_*.yaml"))


def of_text(told: dict) -> list[tuple[Named, int, Floats]]:
    """The illnesses of a text that were judged, with the label and the numbers of each."""
    every = [
        corrected(s, vocabulary(), word_set("ordinary_words")) for s in sentences(told["text"])
    ]
    if len(every) != len(told["said"]):
        return []
    tells = [phrases._tells(s) for s in every]
    return [
        (named, LABELS.index(label), numbers(named))
        for n, (sentence, row) in enumerate(zip(every, told["said"], strict=True))
        for named in _named(sentence, phrases._around(every, tells, n))
        for label in LABELS
        if named.condition in (row.get(label) or ())
    ]


def _named(sentence, around) -> Iterator[Named]:
    cues = scope.cues(sentence)
    for m in phrases.found_in(sentence):
        if m.concept.kind == "condition":
            grammar = phrases._by_grammar(m, cues, sentence) or "present"
            clue = hearing.clue_of(sentence, m, around, grammar)
            yield Named(m.concept.id, m.text, clue)


Fit = tuple[Floats, Floats, dict[str, Floats]]


def fit(x: Floats, y: Floats, told: Sequence[Named]) -> Fit:
    """Weights, bias, and how each name leans."""
    often = Counter(n for t in told for n in leans(t))
    order = {n: i for i, n in enumerate(sorted(n for n, k in often.items() if k >= OFTEN))}
    names = np.zeros((len(told), len(order)))
    for row, t in zip(names, told, strict=True):
        for n in leans(t):
            if n in order:
                row[order[n]] = LEAN
    goal = np.eye(len(SAYS))[y]
    weight, bias = fitted(np.concatenate([x, names], 1), goal, RIDGE, np.ones(len(x)))
    own = x.shape[1]
    return weight[:own], bias, {n: LEAN * weight[own + i] for n, i in order.items()}


def chances(x: Floats, told: Sequence[Named], found: Fit) -> Floats:
    """How likely each of `SAYS` is, examples x says."""
    weight, bias, leaning = found
    none = np.zeros(len(SAYS))
    scores = x @ weight + bias + [sum((leaning.get(n, none) for n in leans(t)), none) for t in told]
    odds = np.exp(scores - scores.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def report(p: Floats, y: Floats) -> None:
    """Print what some chance of being there gives."""
    print("log loss", -np.log(p[np.arange(len(y)), y]).mean(), "examples", np.bincount(y))
    for least in (0.0, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9):
        kept = p[:, 0] >= least
        by = ", ".join(f"{s} {np.mean(kept[y == n]):.2f}" for n, s in enumerate(SAYS))
        print(f"from {least}: right {np.mean(y[kept] == 0):.3f}; of all {by}")


def main() -> None:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    texts = [t for f in files() for t in yaml.safe_load(f.read_text())]
    with ProcessPoolExecutor(2) as pool:
        every = list(pool.map(of_text, texts, chunksize=20))
    told = [named for text in every for named, _, _ in text]
    y = np.array([label for text in every for _, label, _ in text])
    x = np.array([row for text in every for _, _, row in text])
    if measure:
        fold = np.array([n % FOLDS for n, text in enumerate(every) for _ in text])
        p = np.zeros((len(y), len(SAYS)))
        for n in range(FOLDS):
            kept, out = np.flatnonzero(fold != n), np.flatnonzero(fold == n)
            found = fit(x[kept], y[kept], [told[i] for i in kept])
            p[out] = chances(x[out], [told[i] for i in out], found)
        report(p, y)
        return
    weight, bias, leaning = fit(x, y, told)
    np.savez_compressed(
        FILE,
        weight=weight.astype(np.float32),
        bias=bias.astype(np.float32),
        names=np.array(list(leaning)),
        leaning=np.array(list(leaning.values())).astype(np.float32),
    )
    print(len(y), "examples", FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

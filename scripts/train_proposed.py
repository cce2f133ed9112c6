"""Train which dangers may be meant though the reader scores them low and write `proposed.npz`.

    pip install scikit-learn
    python scripts/train_proposed.py [--cv]

From `corpus/judged_*.yaml` (what readers found said in each sentence, and what not), with the
sentences that were written for a finding (`corpus/sentences_dev_*.yaml`) and everyday ones
(`corpus/decoys_dev_*.yaml`). A danger is proposed if the reader finds too few of the sentences that
say it. Of these the run of clauses that says it most counts; which one that is, the regression
before says, three times. `--cv` writes nothing: it leaves out a fifth of the sentences at a time
and prints how many would be candidates. Four minutes on two cores; same corpus, same file.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from train_standing import judged_texts  # noqa: E402
from unclench.told import candidates as c  # noqa: E402
from unclench.told.en import encoder  # noqa: E402
from unclench.told.en.proposed import FILE  # noqa: E402
from unclench.told.en.reader import deciding, known_order  # noqa: E402
from unclench.told.lexicon import word_set  # noqa: E402
from unclench.told.pack import Sentence, corrected, sentences  # noqa: E402
from unclench.told.phrases import found_in  # noqa: E402
from unclench.told.vocabulary import vocabulary  # noqa: E402

SAID, FOUND = 30, 0.75
"""A danger is proposed if so many judged sentences say it, and the reader finds less than so many
of them."""
SHARP, FIRM, TURNS = 8.0, 0.3, 3
"""What meanings count, how little the weights are held back (scikit-learn's C; chosen on sentences
left out: from 0.3 to 1 little changes), and how often the runs that say it are looked for anew."""
FOLDS = 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A sentence: what its runs of clauses mean (runs x 384), the dangers that it says, those that
    were judged not to be said, those that the reader finds, and whether it was judged; if not, of
    all else nothing is known."""

    runs: Floats
    said: frozenset[str]
    refused: frozenset[str]
    found: frozenset[str]
    judged: bool


def _row(s: Sentence, said: set[str], refused: set[str], judged: bool) -> Iterator[Row]:
    spans = list(c.windows(s))
    if spans:
        read = encoder.encoded([s.tokens])[0]
        whole = (0, len(s.tokens))
        runs = [read.whole() if a == whole else read.meaning(slice(*a)) for a in spans]
        phrases = [m for m in found_in(s) if m.concept.kind == "finding"]
        total = c.read(s, phrases).scores.total.max(0)
        heard = {n for n, score in zip(known_order(), total, strict=True) if score >= c.HEARD}
        found = (heard | {m.concept.id for m in phrases}) & deciding()
        mine = said & deciding(), refused & deciding()
        yield Row(np.array(runs, np.float64), *map(frozenset, (*mine, found)), judged)


def of_file(path: Path) -> list[Row]:
    """The sentences of a file."""
    if path.stem.startswith("judged"):
        return [
            row
            for text in judged_texts(path)
            for s, known, refused in text
            for row in _row(s, {n for n in known if known[n]}, set(refused), True)
        ]
    told = yaml.safe_load(path.read_text())
    if path.stem.startswith("decoys"):
        return [row for text in told for s in _read(text) for row in _row(s, set(), set(), True)]
    return [
        row
        for finding, kinds in told.items()
        if finding in deciding()
        for kind, texts in kinds.items()
        for text in texts
        for s in _read(str(text))
        for row in _row(
            s, set() if kind == "near" else {finding}, {finding} if kind == "near" else set(), False
        )
    ]


def _read(text: str) -> list[Sentence]:
    return [corrected(s, vocabulary(), word_set("ordinary_words")) for s in sentences(text)]


def missed(rows: Sequence[Row]) -> list[str]:
    """The dangers of which the reader finds too few."""
    said = Counter(n for r in rows if r.judged for n in r.said)
    found = Counter(n for r in rows if r.judged for n in r.said & r.found)
    for name in sorted(said, key=lambda n: found[n] / said[n])[:10]:
        print(f"{name}: found in {found[name]} of {said[name]} sentences that say it")
    return sorted(n for n, k in said.items() if k >= SAID and found[n] < FOUND * k)


def fitted(rows: Sequence[Row], name: str) -> tuple[Floats, float]:
    """Weights over a meaning, and what is added."""
    draw = np.random.default_rng(20261201)
    no = []
    for r in rows:
        if name in r.refused:
            no.append(r.runs)
        elif r.judged and name not in r.said:
            no.append(r.runs[[draw.integers(len(r.runs))]])
    against = np.concatenate(no)
    weight = np.asarray(encoder.direction(name), np.float64)
    for _ in range(TURNS):
        yes = np.array([r.runs[(r.runs @ weight).argmax()] for r in rows if name in r.said])
        x, y = np.concatenate([yes, against]), np.r_[np.ones(len(yes)), np.zeros(len(against))]
        model = LogisticRegression(C=FIRM, max_iter=1000, tol=1e-6).fit(x * SHARP, y)
        weight, bias = model.coef_[0] * SHARP, float(model.intercept_[0])
    return weight, bias


def report(rows: Sequence[Row], name: str) -> None:
    """How many sentences that say it, and how many others, would be candidates."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    score = np.zeros(len(rows))
    for n in range(FOLDS):
        weight, bias = fitted([r for r, k in zip(rows, fold, strict=True) if k != n], name)
        for i in np.flatnonzero(fold == n):
            score[i] = (rows[i].runs @ weight).max() + bias
    judged = np.array([r.judged for r in rows])
    said = np.array([name in r.said for r in rows])
    refused = np.array([name in r.refused for r in rows])
    found = np.array([name in r.found for r in rows])
    for least in (-5.0, -4.5, -4.0, -3.5, -3.0, -2.0):
        either = found | (score >= least)
        shares = [
            f"{of}: {found[mine].mean():.3f}, {either[mine].mean():.3f} of {mine.sum()}"
            for of, mine in (
                ("said", said & judged),
                ("judged not said", refused & judged),
                ("others", judged & ~said & ~refused),
            )
        ]
        print(f"{name} from {least}: found, found or proposed;", "; ".join(shares))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    kinds = ("judged", "sentences_dev", "decoys_dev")
    files = sorted(f for kind in kinds for f in ROOT.glob(f"corpus/{kind}_*.yaml"))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        rows = [row for some in pool.map(of_file, files) for row in some]
    names = missed(rows)
    print("proposed:", *names)
    if measure:
        for name in names:
            report(rows, name)
        return
    fits = [fitted(rows, name) for name in names]
    weight = np.array([w for w, _ in fits]).T
    unit = np.abs(weight).max(0) / 127
    np.savez_compressed(
        FILE,
        names=np.array(names),
        weight=np.rint(weight / unit).astype(np.int8),
        unit=unit.astype(np.float32),
        bias=np.array([b for _, b in fits], np.float32),
    )
    print(len(rows), "sentences", FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

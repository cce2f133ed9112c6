"""Train whether what is found in some words is meant there and write `meant.npz`.

    pip install scikit-learn
    python scripts/train_meant.py [--cv]

From `corpus/judged_*.yaml`: messages that the reader was not trained on, and of everything that it
supposed in each sentence (`told/candidates.py`), with a phrase or without, whether a careful reader
found it said at all, under any status. First a logistic regression with leanings, then networks
that see its odds on files it had not seen. `--cv` writes nothing: it leaves out each file in turn
and prints how much is found where some share is right. Two minutes on two cores; the same bytes on
the same machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from train_standing import judged_texts  # noqa: E402
from unclench.told import candidates as c  # noqa: E402
from unclench.told.en import encoder  # noqa: E402
from unclench.told.en.meant import (  # noqa: E402
    FILE,
    Axes,
    Floats,
    Told,
    first_odds,
    leans,
    meanings,
    numbers,
)
from unclench.told.phrases import found_in  # noqa: E402
from unclench.told.worded import worded  # noqa: E402

RIDGE, RIDGE_LEANING = 3.0, 3.0
"""Chosen on files left out; from 1 to 10 little changes."""
ROUNDS = 60
OFTEN = 3
"""So many examples a name must have to lean."""
AXES = (32, 16, 24)
"""Directions of the meaning of words, of sentences and of findings; twice as many are no better."""
NETWORKS, HIDDEN, SHRINK, EPOCHS, RATE = 5, 32, 0.3, 15, 1e-3
"""Chosen on files left out; 64 or 128 units, or another half of the epochs, are no better."""


@dataclass(frozen=True)
class Examples:
    """Candidates: what each is, its numbers, what its words and its sentence mean, and whether it
    is meant."""

    told: tuple[Told, ...]
    rows: Floats
    own: Floats
    whole: Floats
    meant: Floats


def files() -> list[Path]:
    """The files of judged readings."""
    return sorted(ROOT.glob("corpus/judged_*.yaml"))


def of_file(path: Path) -> Examples:
    """The examples of a file."""
    parts = [
        part
        for text in judged_texts(path)
        for sentence, known, refused in text
        for part in _of_sentence(sentence, known, refused)
    ]
    return together(parts)


def _of_sentence(sentence, known, refused) -> Iterator[Examples]:
    found = [m for m in found_in(sentence) if m.concept.kind == "finding"]
    results = [w.span for w in worded(sentence)]
    every = [
        one
        for one in c.candidates(sentence, found, results, c.read(sentence, found))
        if known[one.match.concept.id] or one.match.concept.id in refused
    ]
    if every:
        told = tuple(Told(o.match.concept.id, o.match.text, o.places) for o in every)
        own, whole = meanings(sentence.tokens, told)
        yes = np.array([bool(known[t.finding]) for t in told], np.float64)
        yield Examples(told, np.array([o.numbers for o in every]), own, whole, yes)


def together(parts: Sequence[Examples]) -> Examples:
    """Some examples as one."""
    return Examples(
        tuple(t for p in parts for t in p.told),
        *(
            np.concatenate([getattr(p, k) for p in parts])
            for k in ("rows", "own", "whole", "meant")
        ),
    )


@dataclass(frozen=True)
class First:
    """Weights, the first added to all, and how each name leans."""

    weight: Floats
    leaning: dict[str, float]

    def odds(self, e: Examples) -> Floats:
        """The logarithm of the odds of some candidates."""
        return first_odds(e.rows, e.told, self.weight, self.leaning)


def regression(e: Examples) -> First:
    """A logistic regression: numbers by Newton's method, then what the names add, in turns."""
    x, y = e.rows, e.meant
    names = [leans(t.finding, t.phrase) for t in e.told]
    often = Counter(n for one in names for n in one)
    order = {name: k for k, name in enumerate(sorted(n for n, k in often.items() if k >= OFTEN))}
    row = np.array([k for k, one in enumerate(names) for n in one if n in order])
    col = np.array([order[n] for one in names for n in one if n in order])
    mean, sd = x.mean(0), x.std(0) + 1e-6
    z = np.concatenate([np.ones((len(x), 1)), (x - mean) / sd], 1)
    ridge = np.r_[0.0, np.full(x.shape[1], RIDGE)]
    w, lean = np.zeros(z.shape[1]), np.zeros(len(order))
    for _ in range(ROUNDS):
        added = np.bincount(row, weights=lean[col], minlength=len(x))
        p = 1 / (1 + np.exp(-z @ w - added))
        w -= np.linalg.solve(
            (z * (p * (1 - p))[:, None]).T @ z + np.diag(ridge), z.T @ (p - y) + ridge * w
        )
        p = 1 / (1 + np.exp(-z @ w - added))
        down = np.bincount(col, weights=(p - y)[row], minlength=len(order)) + RIDGE_LEANING * lean
        steep = np.bincount(col, weights=(p * (1 - p))[row], minlength=len(order)) + RIDGE_LEANING
        lean -= 0.5 * down / steep
    weight = w[1:] / sd
    return First(np.r_[w[0] - weight @ mean, weight], {n: float(lean[k]) for n, k in order.items()})


def axes(e: Examples) -> tuple[Axes, Axes, Axes]:
    """The directions in which words, sentences and findings differ most."""
    findings = np.array([encoder.direction(n) for n in encoder.names()], np.float64)
    out = []
    for x, count in zip((e.own, e.whole, findings), AXES, strict=True):
        fit = PCA(count, svd_solver="full").fit(x)
        out.append(Axes(fit.mean_.astype(np.float32), fit.components_.T.astype(np.float32)))
    return tuple(out)


@dataclass(frozen=True)
class Fit:
    """The regression, the axes and the networks (networks x numbers x units and so on)."""

    first: First
    axes: tuple[Axes, Axes, Axes]
    layers: dict[str, Floats]

    def odds(self, e: Examples) -> Floats:
        """The logarithm of the odds of some candidates."""
        x = numbers(e.rows, self.first.odds(e), e.told, e.own, e.whole, self.axes)
        hidden = np.maximum(x @ self.layers["first"] + self.layers["first_bias"], 0.0)
        each = np.einsum("nch,nh->nc", hidden, self.layers["last"])
        return (each + self.layers["last_bias"][:, None]).mean(0)


def fitted(kept: Sequence[Examples]) -> Fit:
    """All models from some files; the networks see odds of a regression without their file."""
    whole = together(kept)
    along = axes(whole)
    x = np.concatenate(
        [
            numbers(
                e.rows,
                regression(together([o for o in kept if o is not e])).odds(e),
                e.told, e.own, e.whole, along,
            )
            for e in kept
        ]
    )  # fmt: skip
    mean, sd = x.mean(0), x.std(0) + 1e-6
    nets = []
    for seed in range(NETWORKS):
        net = MLPClassifier(
            (HIDDEN,), alpha=SHRINK, max_iter=EPOCHS, learning_rate_init=RATE, batch_size=256,
            random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            nets.append(net.fit((x - mean) / sd, whole.meant))
    first = np.array([n.coefs_[0] / sd[:, None] for n in nets])
    layers = {
        "first": first,
        "first_bias": np.array(
            [(n.intercepts_[0] - mean @ w)[None] for n, w in zip(nets, first, strict=True)]
        ),
        "last": np.array([n.coefs_[1][:, 0] for n in nets]),
        "last_bias": np.array([n.intercepts_[1][0] for n in nets]),
    }
    return Fit(regression(whole), along, layers)


def report(e: Examples, odds: Floats) -> None:
    """Print how much is found where some share is right, and what some odds give."""
    phrase = np.array([bool(t.phrase) for t in e.told])
    for what, mine in (("phrases", phrase), ("heard", ~phrase), ("both", phrase | True)):
        o, y = odds[mine], e.meant[mine]
        order = np.argsort(-o, kind="stable")
        right = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
        found = np.cumsum(y[order]) / y.sum()
        shares = [
            f"{least}: {found[np.flatnonzero(right >= least)[-1]]:.3f}"
            for least in (0.96, 0.9, 0.85, 0.8)
        ]
        print(what, "found where so much is right,", "; ".join(shares))
        for least in (-1.0, 0.0, 1.0, 2.0):
            sure = y[o >= least]
            print(f"  from {least:+.0f}: right {sure.mean():.3f}, found {sure.sum() / y.sum():.3f}")


def main() -> None:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    with ProcessPoolExecutor(2) as pool:
        every = list(pool.map(of_file, files()))
        if measure:
            rest = [[o for o in every if o is not e] for e in every]
            fits = pool.map(fitted, rest)
            odds = [fit.odds(e) for fit, e in zip(fits, every, strict=True)]
            report(together(every), np.concatenate(odds))
            return
    fit = fitted(every)
    names = list(fit.first.leaning)
    stored = {
        "weight": fit.first.weight,
        "leaning": np.array([fit.first.leaning[n] for n in names]),
        **fit.layers,
    }
    for name, one in zip(("words", "whole", "finding"), fit.axes, strict=True):
        stored |= {f"{name}_at": one.at, f"{name}_axes": one.axes}
    np.savez_compressed(
        FILE, names=np.array(names), **{k: v.astype(np.float32) for k, v in stored.items()}
    )
    print(sum(len(e.meant) for e in every), "examples", FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

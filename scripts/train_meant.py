"""Train whether what is found in some words is meant there and write `meant.npz`.

    python scripts/train_meant.py [--cv]

From the stories of `corpus/statuses_*.yaml` and of the file of `corpus/told_dev_*.yaml` that the
reader was not trained on: whatever a sentence may speak of (`told/candidates.py`) is an example,
and it is meant where the labels of the sentence name it under any status. Each story is seen as it
stands and with neighbouring sentences run together. `--cv` writes nothing: it leaves out each file
in turn and prints how much is right and found at some odds. Four minutes on two cores; the same
bytes on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from train_reader import APART  # noqa: E402
from train_standing import Known, known_sentences, run_together  # noqa: E402
from unclench.told import candidates as c  # noqa: E402
from unclench.told.en.meant import CLOSE, FILE, GLANCE, Floats, leans  # noqa: E402
from unclench.told.pack import Sentence  # noqa: E402
from unclench.told.phrases import found_in  # noqa: E402
from unclench.told.worded import worded  # noqa: E402

RIDGE, RIDGE_LEANING = 3.0, 4.0
"""Chosen on files left out; from 1 to 10 little changes."""
ROUNDS = 60
OFTEN = 3
"""So many examples a name must have to lean."""


@dataclass(frozen=True)
class Examples:
    """Candidates of some sentences: finding and phrase, numbers and whether they are meant."""

    told: tuple[tuple[str, str], ...]
    glance: Floats
    close: Floats
    phrase: Floats
    meant: Floats


def files() -> list[Path]:
    """The files of stories that neither model of the reader was trained on."""
    return sorted([*ROOT.glob("corpus/statuses_*.yaml"), ROOT / "corpus" / APART])


def of_file(path: Path) -> Examples:
    """The examples of a file, as it stands and with sentences run together."""
    stories = yaml.safe_load(path.read_text())
    rows = [
        row
        for told in (stories, run_together(stories, path.stem))
        for story in told
        for sentence, known in known_sentences(story)
        for row in _of_sentence(sentence, known)
    ]
    return Examples(
        tuple(r[0] for r in rows),
        np.array([r[1] for r in rows]),
        np.array([r[2] for r in rows]),
        np.array([r[3] for r in rows], np.float64),
        np.array([r[4] for r in rows], np.float64),
    )


def _of_sentence(
    sentence: Sentence, known: Known
) -> Iterator[tuple[tuple[str, str], tuple[float, ...], tuple[float, ...], bool, bool]]:
    found = [m for m in found_in(sentence) if m.concept.kind == "finding"]
    results = [w.span for w in worded(sentence)]
    seen = c.read(sentence, found)
    for one in c.candidates(sentence, found, results, seen):
        near = c.close(sentence, one, seen)
        name = one.match.concept.id
        yield (name, one.match.text), one.glance, near, bool(one.match.text), bool(known[name])


@dataclass(frozen=True)
class Fit:
    """Weights, the first added to all, and how each name leans."""

    weight: Floats
    leaning: dict[str, float]

    def odds(self, x: Floats, told: Sequence[tuple[str, str]]) -> Floats:
        """The logarithm of the odds of some candidates."""
        lean = [sum(self.leaning.get(n, 0.0) for n in leans(*one)) for one in told]
        return np.asarray(x @ self.weight[1:] + self.weight[0] + np.array(lean), np.float64)


def fitted(x: Floats, told: Sequence[tuple[str, str]], y: Floats) -> Fit:
    """A logistic regression: numbers by Newton's method, then what the names add, in turns."""
    often = Counter(n for one in told for n in leans(*one))
    order = {name: k for k, name in enumerate(sorted(n for n, c in often.items() if c >= OFTEN))}
    row = np.array([k for k, one in enumerate(told) for n in leans(*one) if n in order])
    col = np.array([order[n] for one in told for n in leans(*one) if n in order])
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
    return Fit(np.r_[w[0] - weight @ mean, weight], {n: float(lean[k]) for n, k in order.items()})


def together(kept: Sequence[Examples]) -> dict[str, Fit]:
    """Both models from some files; the one that looks closely learns from phrases alone."""
    told = [n for e in kept for n in e.told]
    meant = np.concatenate([e.meant for e in kept])
    phrase = np.concatenate([e.phrase for e in kept]) > 0
    near = np.concatenate([e.close for e in kept])[phrase]
    of_phrases = [n for n, p in zip(told, phrase, strict=True) if p]
    return {
        GLANCE: fitted(np.concatenate([e.glance for e in kept]), told, meant),
        CLOSE: fitted(near, of_phrases, meant[phrase]),
    }


def report(name: str, e: Examples, fit: dict[str, Fit]) -> None:
    """Print how much is right and found of a file at some odds."""
    phrase = e.phrase > 0
    for what, how, x, mine in (
        ("heard", GLANCE, e.glance, ~phrase),
        ("phrases", GLANCE, e.glance, phrase),
        ("phrases", CLOSE, e.close, phrase),
    ):
        odds, y = fit[how].odds(x, e.told)[mine], e.meant[mine]
        out = []
        for least in (-1.0, -0.5, 0.0, 0.5, 1.0):
            sure = y[odds >= least]
            out.append(f"{least:+.1f} right {sure.mean():.3f} found {sure.sum() / y.sum():.3f}")
        print(name, what, how, "; ".join(out), flush=True)


def main() -> None:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    with ProcessPoolExecutor(2) as pool:
        every = dict(zip([p.stem for p in files()], pool.map(of_file, files()), strict=True))
    if measure:
        for name, e in every.items():
            report(name, e, together([v for k, v in every.items() if k != name]))
        return
    fit = together(list(every.values()))
    np.savez_compressed(
        FILE,
        **{f"{how}_weight": one.weight.astype(np.float32) for how, one in fit.items()},
        **{f"{how}_names": np.array(list(one.leaning)) for how, one in fit.items()},
        **{
            f"{how}_leaning": np.array(list(one.leaning.values()), np.float16)
            for how, one in fit.items()
        },
    )
    print(sum(len(e.meant) for e in every.values()), "examples", FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

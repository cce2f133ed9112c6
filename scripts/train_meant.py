"""Train whether what is found in some words is meant there, and how, and write `meant.npz`.

    pip install scikit-learn jax optax
    python scripts/train_meant.py [--cv]

From `corpus/judged_*.yaml`: messages that the reader was not trained on, and of everything that it
supposed in each sentence (`told/candidates.py`), with a phrase or without, whether a careful reader
found it said, and how it stands. First a logistic regression with leanings, then networks that see
its odds on files it had not seen, the meaning of the words and of the sentence, and 384 numbers for
each finding, which begin as its direction and are learnt. How far their scores are to be believed
is learnt on files left out. `--cv` writes nothing: it leaves out files in turn and prints how much
is found where some share is right. Six minutes on two cores; the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from sklearn.decomposition import PCA

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from descent import begun, learnt, pace, thinned  # noqa: E402
from train_standing import STATUSES, judged_texts  # noqa: E402
from unclench.told import candidates as c  # noqa: E402
from unclench.told.en import encoder, proposed  # noqa: E402
from unclench.told.en.meant import (  # noqa: E402
    FILE,
    SAYS,
    Axes,
    Floats,
    Networks,
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
AXES = (32, 16)
"""Directions of the meaning of words and of sentences, for `named`."""
NETWORKS, UNITS, EPOCHS, BATCH = 3, 128, 5, 128
RATE, SHRINK, DROPPED, WARM = 3e-3, 0.3, 0.4, 0.06
"""Chosen on the files of six writers left out; twice or half of the units change little."""
RATE_HELD, SHRINK_HELD = 1e-3, 1.0
"""The same for what is held of a finding beyond its direction: of few examples little is learnt."""
MEANS, FITS = 4.0, 80.0
"""What meanings, and their products with those of findings, count at the beginning."""
UNKNOWN = 0.03
"""So many examples are seen without what is held of their finding."""
FOLDS = 4
UNSAID = len(STATUSES)


@dataclass(frozen=True)
class Examples:
    """Candidates: what each is, its numbers, what its words and its sentence mean, whether its
    sentence is a question, and its place in `SAYS` (-1 where it is told in more than one way)."""

    told: tuple[Told, ...]
    rows: Floats
    own: Floats
    whole: Floats
    question: Floats
    says: Floats

    @property
    def meant(self) -> Floats:
        """Whether each is said at all."""
        return np.asarray(self.says != UNSAID, np.float64)


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
        if known[one.match.concept.id]
        or one.match.concept.id in refused
        or one.match.concept.id in proposed.names()  # whoever judged would have named it
    ]
    if every:
        told = tuple(Told(o.match.concept.id, o.match.text, o.places) for o in every)
        own, whole = meanings(sentence.tokens, told)
        says = np.array([_says(known[t.finding]) for t in told], np.float64)
        asks = np.full(len(told), float(sentence.question))
        yield Examples(told, np.array([o.numbers for o in every]), own, whole, asks, says)


def _says(statuses: set[str]) -> int:
    if len(statuses) > 1:
        return -1
    return STATUSES.index(next(iter(statuses))) if statuses else UNSAID


def together(parts: Sequence[Examples]) -> Examples:
    """Some examples as one."""
    arrays = [f.name for f in fields(Examples)][1:]
    return Examples(
        tuple(t for p in parts for t in p.told),
        *(np.concatenate([getattr(p, k) for p in parts]) for k in arrays),
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


def axes(e: Examples) -> tuple[Axes, Axes]:
    """The directions in which words and sentences differ most."""
    fits = [
        PCA(count, svd_solver="full").fit(x)
        for x, count in zip((e.own, e.whole), AXES, strict=True)
    ]
    words, whole = (
        Axes(f.mean_.astype(np.float32), f.components_.T.astype(np.float32)) for f in fits
    )
    return words, whole


def places() -> dict[str, int]:
    """The place of each finding among those of which something is held."""
    return {name: n for n, name in enumerate(encoder.names())}


def which(e: Examples) -> list[int]:
    """The place of the finding of each example; the last for one that the encoder has not."""
    at = places()
    return [at.get(t.finding, len(at)) for t in e.told]


def network(e: Examples, x: Floats, seed: int) -> dict[str, Floats]:
    """A network learnt from examples of which one thing is known; x: what `numbers` gives.

    The numbers are scaled while it learns; what comes out takes them as they are.
    """
    import jax
    import jax.numpy as jnp
    import optax

    mean, sd = x.mean(0), x.std(0) + 1e-3
    draw = np.random.default_rng(seed)
    held = np.array([*map(encoder.direction, encoder.names()), np.zeros(e.own.shape[1])])
    width = 5 * held.shape[1] + x.shape[1]

    params = {
        "finding": np.zeros(held.shape, np.float32),
        "first": begun(draw, width, UNITS),
        "first_bias": np.zeros(UNITS, np.float32),
        "last": begun(draw, UNITS, len(SAYS)),
        "skip": begun(draw, x.shape[1], len(SAYS)),
        "bias": np.zeros(len(SAYS), np.float32),
    }
    own, whole = e.own.astype(np.float32), e.whole.astype(np.float32)
    z = ((x - mean) / sd).astype(np.float32)
    directions = jnp.asarray(held, jnp.float32)
    says, at = e.says.astype(np.int32), np.array(which(e), np.int32)

    def loss(p, own, whole, z, at, says, keep, keep_units):
        f = directions[at] + p["finding"][at]
        meanings = jnp.concatenate([own, whole, f], 1) * MEANS
        fits = jnp.concatenate([own * f, whole * f], 1) * FITS
        seen = jnp.concatenate([meanings, fits, z], 1) * keep
        hidden = jax.nn.gelu(seen @ p["first"] + p["first_bias"]) * keep_units
        score = hidden @ p["last"] + z @ p["skip"] + p["bias"]
        return optax.softmax_cross_entropy_with_integer_labels(score, says).mean()

    def batches() -> Iterator[tuple[np.ndarray, ...]]:
        for _ in range(EPOCHS):
            order = draw.permutation(len(x))
            order = np.concatenate([order, order[: -len(order) % BATCH]])  # one shape for all steps
            for some in order.reshape(-1, BATCH):
                keep = thinned(draw, (BATCH, width), DROPPED)
                units = thinned(draw, (BATCH, UNITS), DROPPED)
                seen = np.where(draw.random(BATCH) < UNKNOWN, len(held) - 1, at[some])
                yield own[some], whole[some], z[some], seen, says[some], keep, units

    steps = EPOCHS * -(-len(x) // BATCH)
    each = {
        "held": optax.adamw(pace(RATE_HELD, steps, WARM), weight_decay=SHRINK_HELD),
        "rest": optax.adamw(pace(RATE, steps, WARM), weight_decay=SHRINK),
    }
    kind = {k: "held" if k == "finding" else "rest" for k in params}
    p = learnt(params, loss, optax.multi_transform(each, kind), batches())
    p["finding"] += held
    wide = held.shape[1]
    p["first"] *= np.repeat([MEANS, FITS, 1.0], [3 * wide, 2 * wide, x.shape[1]])[:, None]
    for name, bias in (("first", "first_bias"), ("skip", "bias")):
        p[name][-x.shape[1] :] /= sd[:, None]
        p[bias] = p[bias] - mean @ p[name][-x.shape[1] :]
    return p


@dataclass(frozen=True)
class Fit:
    """The regression and the networks."""

    first: First
    networks: Networks

    def scores(self, e: Examples) -> Floats:
        """How likely each of `SAYS` is, as the networks have it: candidates x `SAYS`."""
        x = numbers(e.rows, self.first.odds(e), e.question)
        return self.networks.scores(e.own, e.whole, x, which(e))


def fitted(kept: Sequence[Examples]) -> Fit:
    """All models from some files; the networks see odds of a regression without their file."""
    odds = [regression(together([o for o in kept if o is not e])).odds(e) for e in kept]
    whole = together(kept)
    x = numbers(whole.rows, np.concatenate(odds), whole.question)
    one = whole.says >= 0
    known = Examples(
        tuple(t for t, k in zip(whole.told, one, strict=True) if k),
        *(getattr(whole, f.name)[one] for f in fields(Examples)[1:]),
    )
    nets = [network(known, x[one], seed) for seed in range(NETWORKS)]
    return Fit(regression(whole), Networks(**{k: np.array([n[k] for n in nets]) for k in nets[0]}))


def tempered(networks: Networks, trust: float) -> Networks:
    """The same with scores that are taken `trust` times."""
    parts = {f.name: getattr(networks, f.name) for f in fields(Networks)}
    return Networks(**parts | {k: parts[k] * trust for k in ("last", "skip", "bias")})


def loss(scores: Floats, says: Floats) -> float:
    """The mean of the logarithm of how unlikely what is so was thought."""
    known = says >= 0
    s = scores[known] - np.log(np.exp(scores[known]).sum(1))[:, None]
    return float(-s[np.arange(len(s)), says[known].astype(int)].mean())


def believed(fits: Sequence[Fit], left: Sequence[Examples]) -> float:
    """How many times scores are to be taken, by files that the models had not seen."""
    says = together(left).says

    def of(trust: float) -> float:
        parts = [tempered(f.networks, trust) for f in fits]
        scores = [Fit(f.first, n).scores(e) for f, n, e in zip(fits, parts, left, strict=True)]
        return loss(np.concatenate(scores), says)

    return min(np.round(np.arange(0.4, 1.21, 0.05), 2), key=of)


def report(of: str, e: Examples, odds: Floats, so: Floats) -> None:
    """Print how much is found where some share is right, and what some odds give."""
    phrase = np.array([bool(t.phrase) for t in e.told])
    for what, mine in (("phrases", phrase), ("heard", ~phrase), ("both", phrase | True)):
        o, y = odds[mine], so[mine]
        order = np.argsort(-o, kind="stable")
        right = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
        found = np.cumsum(y[order]) / y.sum()
        shares = [
            f"{least}: {found[np.flatnonzero(right >= least)[-1]]:.3f}"
            for least in (0.98, 0.96, 0.94, 0.9, 0.85, 0.8)
        ]
        print(of, what, "found where so much is right,", "; ".join(shares))
        for least in (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0):
            sure = y[o >= least]
            print(f"  from {least:+.0f}: right {sure.mean():.3f}, found {sure.sum() / y.sum():.3f}")


def main() -> None:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", action="store_true")
    measure = parser.parse_args().cv
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        every = list(pool.map(of_file, files()))
        folds = [every[n::FOLDS] for n in range(FOLDS)]
        rest = [[e for e in every if all(e is not o for o in fold)] for fold in folds]
        fits = list(pool.map(fitted, rest))
    left = [together(fold) for fold in folds]
    trust = believed(fits, left)
    print("scores are taken", trust, "times")
    tempers = [Fit(f.first, tempered(f.networks, trust)) for f in fits]
    scores = np.concatenate([f.scores(e) for f, e in zip(tempers, left, strict=True)])
    chance = np.exp(scores) / np.exp(scores).sum(1)[:, None]
    e = together(left)
    report("said", e, np.log(1 - chance[:, -1]) - np.log(chance[:, -1]), e.meant)
    report("there now", e, np.log(chance[:, 0]) - np.log(1 - chance[:, 0]), e.says == 0)
    if measure:
        return
    fit = fitted(every)
    networks = tempered(fit.networks, trust)
    names = list(fit.first.leaning)
    stored = {
        "weight": fit.first.weight,
        "leaning": np.array([fit.first.leaning[n] for n in names]),
    }
    for name, one in zip(("words", "whole"), axes(together(every)), strict=True):
        stored |= {f"{name}_at": one.at, f"{name}_axes": one.axes}
    stored = {k: v.astype(np.float32) for k, v in stored.items()}
    stored |= {f.name: getattr(networks, f.name).astype(np.float16) for f in fields(Networks)}
    said = Counter(t.finding for t, m in zip(e.told, e.meant, strict=True) if m)
    np.savez_compressed(
        FILE,
        names=np.array(names),
        findings=np.array(encoder.names()),
        said=np.array([said[n] for n in encoder.names()], np.int32),
        **stored,
    )
    print(len(e.says), "examples", FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

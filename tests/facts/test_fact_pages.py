"""The manual's fact pages are made from the facts."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

from unclench.facts import loader

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fact_pages() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "scripts"))
        return importlib.import_module("fact_pages")


@pytest.fixture(scope="module")
def pages(fact_pages: ModuleType) -> dict[str, str]:
    return fact_pages.pages()


def test_magnesium_s_page_shows_role_requirements_and_sources(pages: dict[str, str]) -> None:
    page = pages["nutrients/magnesium"]
    for words in ("What a shortage does", "female | 31 to 50 years | 265 | 320 | 350", "EFSA"):
        assert words in page
    assert "#src-dri_1997" in page
    assert "Review level 1" in page


def test_the_muscle_table_has_twelve_rows(pages: dict[str, str]) -> None:
    assert pages["muscle_table"].count("](nutrients/") == 12


def test_every_kind_and_every_fact_is_in_the_manual(pages: dict[str, str]) -> None:
    text = "\n".join(pages.values())
    for kind in set(loader.kinds()) - {"requirements", "variation"}:
        for fact in loader.load(kind, loader.model_of(kind)).values():
            assert fact.review.look_again_by.isoformat() in text
            label = fact.label.replace("*", "\\*").replace("[", "\\[").replace("]", "\\]")
            assert label in text or re.sub(r"\W", "", fact.label) in re.sub(r"\W", "", text)


def test_every_citation_has_an_anchor(pages: dict[str, str]) -> None:
    anchors = set(re.findall(r"^\((src-[^)]+)\)=$", pages["sources"], re.M))
    cited = set(re.findall(r"\]\(#(src-[^)]+)\)", "\n".join(pages.values())))
    assert cited
    assert cited <= anchors


def test_every_page_is_in_a_table_of_contents(pages: dict[str, str]) -> None:
    listed = set()
    for name, text in pages.items():
        folder = name.rsplit("/", 1)[0] + "/" if "/" in name else ""
        for block in re.findall(r"```\{toctree\}\n:maxdepth: \d\n\n(.*?)```", text, re.S):
            listed |= {folder + line for line in block.split()}
    assert listed == set(pages) - {"index"}


def test_old_pages_are_removed_and_unchanged_ones_kept(
    fact_pages: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "gone.md").write_text("old")
    first = fact_pages.unclench_pages(tmp_path)
    stamp = first[0].stat().st_mtime_ns
    again = fact_pages.unclench_pages(tmp_path)
    assert first == again
    assert again[0].stat().st_mtime_ns == stamp
    assert not (tmp_path / "gone.md").exists()

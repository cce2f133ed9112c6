"""Every claim and every factor has a page in the manual that a person can read."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from unclench.facts.kinds import claims, evidence


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
    try:
        made: dict[str, str] = importlib.import_module("fact_pages").pages()
    finally:
        sys.path.pop(0)
    return made


def test_each_claim_has_a_page_with_verdict_studies_and_sources(pages: dict[str, str]) -> None:
    for claim in claims.load().values():
        page = pages[f"claims/{claim.id}"]
        assert claim.verdict_words.capitalize() in page
        assert "Sources: " in page and "Review level" in page
        for row in claim.evidence:
            assert f"`{row}`" in page


def test_each_row_of_evidence_stands_on_a_page_with_its_numbers(pages: dict[str, str]) -> None:
    for factor in evidence.load().values():
        page = pages[f"evidence/{factor.id}"]
        for row in factor.rows:
            assert f"`{row.id}`" in page
            assert ("from memory" in page) or row.verified != "recalled"


def test_the_pages_stand_in_the_order_of_the_claims(pages: dict[str, str]) -> None:
    listed = [line for line in pages["claims/index"].splitlines() if line in claims.load()]
    assert [claims.load()[c].number for c in listed] == list(range(1, len(listed) + 1))

"""Write docs/validation_plasma.md: published observations beside the models of blood."""

from __future__ import annotations

from pathlib import Path

from unclench.plasma.homeostasis import validation

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Compute every row and write the page."""
    page = validation.markdown()
    (ROOT / "docs" / "validation_plasma.md").write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main()

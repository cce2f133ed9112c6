"""Measurements whose results stand in README.md; each module has a `main()`."""

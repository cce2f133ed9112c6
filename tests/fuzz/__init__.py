"""Broken files of every reader through the whole chain; `python -m tests.fuzz --help`."""

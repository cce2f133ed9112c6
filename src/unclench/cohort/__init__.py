"""Surveys and millions of diary lines."""

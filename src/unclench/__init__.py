"""Unclench: what may be behind a person's muscle spasms, computed and explained."""

__version__ = "0.1.0"

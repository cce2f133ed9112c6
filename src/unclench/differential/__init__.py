"""Findings, causes, red flags and the next test."""

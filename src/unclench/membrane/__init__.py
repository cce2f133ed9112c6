"""Excitability of nerve and muscle under given blood levels."""

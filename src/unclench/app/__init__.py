"""Command line, reports, and the function that wires the chain."""

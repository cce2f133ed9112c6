"""Facts as data files with sources, and the one loader that validates them."""

"""Usual intake and the probability that it is below the requirement."""

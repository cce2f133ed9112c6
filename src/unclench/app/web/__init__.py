"""The browser door: pages on this machine alone, over the one library that every door calls.

Imported by `unclench serve` only. A page asks, shows and stores; nothing is read, ranked or said
here that another door would do otherwise.
"""

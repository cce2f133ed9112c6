"""Self-experiments that can be believed: planned, registered, analysed as registered."""

"""The models of the kinds of facts, one module a kind, each with one subclass of `Fact`."""

"""Fast models: a human motor axon, its junction and the muscle fibre under a given blood."""

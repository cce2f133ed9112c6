"""The engine of the simulations: models are `.mmt` text files, everything else is made from them.

A model is written in Myokit's text form with a unit on every quantity and, on every constant, its
`desc`, `source`, `status` (published, fitted, assumed, physical, definition or input) and range.
`scripts/engine_build.py` (contributors only, needs Myokit) checks units and writes plain Python
beside the model: that file, numpy and numba are all that a user's machine needs. See
`docs/decisions/0060-model-engine.md`.

    model = load("unclench.membrane.models", "srb_node")
    c = model.constants({"ecf.K": 3.0})     # every other constant as published
    course = solve(model, 10.0, c=c)         # slow models, adaptive; `kernels` for fast ones
"""

from unclench.plasma.engine.equations import Model, Quantity, load
from unclench.plasma.engine.sample import sample
from unclench.plasma.engine.solve import Course, Event, solve, solve_many, steady_state

__all__ = [
    "Course",
    "Event",
    "Model",
    "Quantity",
    "load",
    "sample",
    "solve",
    "solve_many",
    "steady_state",
]

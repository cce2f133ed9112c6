"""The verbs of the command line, one module each."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add every verb to the application; each imports what it needs when it runs."""
    from unclench.app.verbs import check, explain, facts, foods, plan, simulate

    app.command("check")(check.check)
    app.command("explain")(explain.explain)
    app.command("plan")(plan.plan)
    app.add_typer(foods.app, name="foods")
    app.add_typer(simulate.app, name="simulate")
    app.add_typer(facts.app, name="facts")

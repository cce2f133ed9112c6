"""`unclench foods`: search the food table, look at a food, rank by a nutrient, import a table."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The food table.", no_args_is_help=True)


class Per(StrEnum):
    """What amounts are given for."""

    serving = "serving"
    hundred = "100g"


def _table(*titles: str) -> object:
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _number(value: float | None) -> str:
    from unclench.words.en.numbers import number

    return number(value)


@app.command("search")
def search(
    words: Annotated[list[str], typer.Argument(help="A food, in your own words.")],
    n: Annotated[int, typer.Option("-n", help="How many.", min=1, max=100)] = 10,
) -> None:
    """Find a food: the everyday one first. Amounts are per 100 g."""
    from rich.table import Table

    from unclench.app.terminal import console
    from unclench.intake.foods import describe

    rows = describe.found(" ".join(words), n)
    if not rows:
        typer.echo("No food fits these words. Try fewer or other words.")
        return
    table = _table("Food", "Group", "Fits", "kcal", "Mg mg", "Id")
    assert isinstance(table, Table)
    for r in rows:
        table.add_row(
            r.name, r.group, f"{r.confidence:.0%}", _number(r.energy_kcal),
            _number(r.magnesium_mg), r.food_id,
        )  # fmt: skip
    console().print(table)


@app.command("show")
def show(
    food: Annotated[list[str], typer.Argument(help="An id or a name.")],
) -> None:
    """One food: nutrients per 100 g with where each value is from, and household measures."""
    from rich.table import Table

    from unclench.app.terminal import console
    from unclench.intake.foods import describe

    view = describe.show(" ".join(food))
    out = console()
    out.print(f"[bold]{view.name}[/bold]  ({view.group}; {view.source} {view.source_id})")
    table = _table("Nutrient", "per 100 g", "80 % range", "How known")
    assert isinstance(table, Table)
    for r in view.nutrients:
        span = "" if r.known or r.value is None else f"{_number(r.low)} to {_number(r.high)}"
        amount = "unknown" if r.value is None else f"{_number(r.value)} {r.unit}"
        table.add_row(r.label, amount, span, r.how)
    out.print(table)
    if view.portion:
        out.print(f"Usual portion: {view.portion}")
    for m in view.measures:
        out.print(f"  {m.label}: {_number(m.grams)} g {f'({m.how})' if m.how else ''}")


@app.command("top")
def top(
    nutrient: Annotated[list[str], typer.Argument(help="A nutrient, e.g. magnesium.")],
    n: Annotated[int, typer.Option("-n", help="How many.", min=1, max=200)] = 20,
    per: Annotated[Per, typer.Option(help="A usual serving, or 100 g.")] = Per.serving,
    everything: Annotated[
        bool, typer.Option("--all", help="Also spices, powders and foods few people eat.")
    ] = False,
) -> None:
    """Foods with the most of a nutrient."""
    from rich.table import Table

    from unclench.app.terminal import console
    from unclench.intake.foods import describe

    table = _table("Food", "Amount", "in", "Id")
    assert isinstance(table, Table)
    rows = describe.top(
        " ".join(nutrient), n, "serving" if per is Per.serving else "100g", everyday=not everything
    )
    for r in rows:
        mark = "" if r.known else " (estimated)"
        table.add_row(r.name, f"{_number(r.amount)} {r.unit}{mark}", f"{r.grams:g} g", r.food_id)
    console().print(table)


@app.command("import")
def import_table(
    path: Annotated[
        Path,
        typer.Argument(
            help="FoodData Central CSV bundle (folder or zip), CIQUAL xlsx, CoFID, Open Food Facts."
        ),
    ],
) -> None:
    """Add a food table of your own. It stays on this machine, beside the packaged one."""
    from unclench.intake.foods.imports import import_foods

    report = import_foods(path)
    typer.echo(
        f"{report.label}: {report.foods} foods, {report.values} values, {report.intervals} as "
        f"ranges, {report.unknown} unknown (kept unknown), {report.measures} measures."
    )
    for why, count in report.skipped:
        typer.echo(f"  left out: {count} ({why})")
    for warning in report.warnings:
        typer.echo(f"  warning: {warning}")
    typer.echo(f"Stored in {report.folder}")

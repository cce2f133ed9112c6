"""`unclench simulate`: what given blood does to nerve and muscle; blood over weeks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Models of blood, nerve and muscle.", no_args_is_help=True)


@app.command("nerve")
def nerve(
    ica: Annotated[float | None, typer.Option(help="Ionised calcium, mmol/L.")] = None,
    mg: Annotated[float | None, typer.Option(help="Ionised magnesium, mmol/L.")] = None,
    k: Annotated[float | None, typer.Option(help="Potassium, mmol/L.")] = None,
    na: Annotated[float | None, typer.Option(help="Sodium, mmol/L.")] = None,
    ph: Annotated[float | None, typer.Option(help="pH of blood.")] = None,
    temperature: Annotated[float | None, typer.Option(help="Degrees Celsius.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All numbers, for programs.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Voltage traces: .svg, .png or .html.")
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="Threshold map over calcium and potassium: .svg, .png, .html."),
    ] = None,
) -> None:
    """The excitability margin of a human motor axon and muscle fibre in this blood."""
    from unclench.membrane import scan, simulate_nerve, text

    typer.echo("Computing (the first run on a machine takes some seconds longer) …", err=True)
    result = simulate_nerve(ica=ica, img=mg, k=k, na=na, ph=ph, temperature=temperature)
    typer.echo(json.dumps(result.to_dict(), indent=2) if as_json else text(result))
    if picture is not None or map_ is not None:
        from unclench.membrane import charts

        if picture is not None:
            typer.echo(f"Written: {charts.save(charts.trace_chart(result), picture)}", err=True)
        if map_ is not None:
            chart = charts.map_chart(scan(fixed=result.composition), result)
            typer.echo(f"Written: {charts.save(chart, map_)}", err=True)

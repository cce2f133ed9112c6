"""`unclench simulate`: what given blood does to nerve and muscle; blood over weeks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Models of blood, nerve and muscle.", no_args_is_help=True)


@app.command("nerve")
def nerve(
    ica: Annotated[float | None, typer.Option(help="Ionised calcium, mmol/L.")] = None,
    img: Annotated[
        float | None,
        typer.Option("--img", "--mg", help="Ionised magnesium, mmol/L; not the total."),
    ] = None,
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
    from unclench.membrane import scan, simulate_nerve
    from unclench.words.en.simulation import nerve_text, speak_nerve

    typer.echo("Computing (the first run on a machine takes some seconds longer) …", err=True)
    result = simulate_nerve(ica=ica, img=img, k=k, na=na, ph=ph, temperature=temperature)
    part = result.part()
    speak_nerve(part)
    typer.echo(part.model_dump_json(by_alias=True, indent=2) if as_json else nerve_text(part))
    if picture is not None or map_ is not None:
        from unclench.membrane import charts

        if picture is not None:
            typer.echo(f"Written: {charts.save(charts.trace_chart(result), picture)}", err=True)
        if map_ is not None:
            chart = charts.map_chart(scan(fixed=result.composition), result)
            typer.echo(f"Written: {charts.save(chart, map_)}", err=True)


@app.command("blood")
def blood(
    calcium: Annotated[float | None, typer.Option(help="Eaten, mg a day.")] = None,
    magnesium: Annotated[float | None, typer.Option(help="Eaten, mg a day.")] = None,
    phosphorus: Annotated[float | None, typer.Option(help="Eaten, mg a day.")] = None,
    potassium: Annotated[float | None, typer.Option(help="Eaten, mg a day.")] = None,
    sodium: Annotated[float | None, typer.Option(help="Eaten, mg a day.")] = None,
    vitamin_d: Annotated[float | None, typer.Option(help="Eaten, µg a day.")] = None,
    water: Annotated[float | None, typer.Option(help="From food and drink, L a day.")] = None,
    instead: Annotated[
        list[str] | None,
        typer.Option(help="Compare with another intake, 'magnesium=350'; as often as needed."),
    ] = None,
    takes: Annotated[list[str] | None, typer.Option(help="A medicine.")] = None,
    has: Annotated[list[str] | None, typer.Option(help="A condition of gut or glands.")] = None,
    labs: Annotated[
        list[str] | None,
        typer.Option(help="A blood test to start from, 'K 3.1 mmol/L', or a file."),
    ] = None,
    egfr: Annotated[float | None, typer.Option(help="Kidneys, mL/min/1.73 m2.")] = None,
    sweat: Annotated[float | None, typer.Option(help="L a day.")] = None,
    sweat_sodium: Annotated[float | None, typer.Option(help="mmol/L, when measured.")] = None,
    sun: Annotated[
        str | None, typer.Option(help="none, indoors, little, some, outdoors or much.")
    ] = None,
    age: Annotated[float | None, typer.Option(help="Years; adults only.")] = None,
    weight: Annotated[float | None, typer.Option(help="kg.")] = None,
    height: Annotated[float | None, typer.Option(help="cm.")] = None,
    weeks: Annotated[float, typer.Option(help="Up to 104.")] = 26,
    people: Annotated[int, typer.Option(help="Virtual people for the bands.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the virtual people.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="All numbers, for programs.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Courses with bands: .svg, .png or .html.")
    ] = None,
) -> None:
    """Where blood goes over weeks on this intake, with these kidneys and medicines.

    What is not given is taken as ordinary, and the answer says so.
    """
    from unclench.app import blood_from_options as told
    from unclench.assessment.simulation import BloodChange, BloodCourse
    from unclench.plasma.homeostasis.result import BloodComparison, BloodResult
    from unclench.plasma.homeostasis.simulate import compare, simulate_blood
    from unclench.words.en.simulation import blood_text, speak_blood, speak_change

    person = told.told(
        {
            "calcium": calcium,
            "magnesium": magnesium,
            "phosphorus": phosphorus,
            "potassium": potassium,
            "sodium": sodium,
            "vitamin_d": vitamin_d,
            "water": None if water is None else water * 1000,
        },
        takes=takes or (),
        has=has or (),
        labs=labs or (),
        egfr=egfr,
        sweat=sweat,
        sweat_sodium=sweat_sodium,
        sun=sun,
        age=age,
        weight_kg=weight,
        height_cm=height,
    )
    other = told.pairs(instead or ())
    typer.echo("Computing (the first run on a machine takes up to a minute) …", err=True)
    answer: BloodResult | BloodComparison
    part: BloodCourse | BloodChange
    if other:
        answer = compare(person, person.with_intakes(**other), weeks, people, seed)
        part = answer.part()
        speak_change(part)
    else:
        answer = simulate_blood(person, weeks, people, seed)
        part = answer.part()
        speak_blood(part)
    typer.echo(part.model_dump_json(indent=2) if as_json else blood_text(part))
    if picture is not None:
        from unclench.plasma.homeostasis.pictures import save

        typer.echo(f"Written: {save(answer, picture)}", err=True)

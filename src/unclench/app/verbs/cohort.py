"""`unclench cohort`: the usual intake of a population, from the files of a survey."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.outputs import never_over
from unclench.app.verbs.cohort_options import (
    Ages,
    Authority,
    Both,
    By,
    Cycles,
    Engine,
    Errors,
    Files,
    Format,
    Kcal,
    Many,
    Map,
    Nutrient,
    Out,
    PeopleEngine,
    Pregnant,
    Replicates,
    Weight,
    Whose,
    chosen,
    mapping,
    populations,
    wanted_nutrients,
)

app = typer.Typer(
    help="Surveys and user bases: usual intake and who has too little.", no_args_is_help=True
)


@app.command("usual")
def usual(
    files: Files,
    nutrient: Nutrient,
    by: By = "sex,age",
    ages: Ages = "",
    cycles: Cycles = "",
    format_: Annotated[Format | None, typer.Option("--format", help="text, json or csv.")] = None,
    individual: Annotated[
        Path | None, typer.Option(help="Write every person, from their first day, to this CSV.")
    ] = None,
    replicates: Errors = Replicates.jackknife,
    ratio: Annotated[
        float | None,
        typer.Option(help="Within over between on the Box-Cox scale, for one-day data."),
    ] = None,
    covariates: Annotated[str, typer.Option(help="Columns that move the mean.")] = "",
    given: Annotated[
        str, typer.Option("--weights-given", help="Columns of replicate weights, as RW1,RW2.")
    ] = "",
    authority: Whose = Authority.nasem,
    two_part: Annotated[
        bool, typer.Option("--two-part", help="For what is not eaten every day.")
    ] = False,
    supplements: Annotated[
        Path | None, typer.Option(help="Totals of supplements: doses are added after shrinking.")
    ] = None,
    per: Annotated[
        str | None,
        typer.Option(help="The ratio to another nutrient: energy (per 1000 kcal), potassium, ..."),
    ] = None,
    both_days: Both = False,
    weight: Weight = None,
    kcal: Kcal = None,
    with_pregnant: Pregnant = False,
    seed: Annotated[int, typer.Option(help="Of what is random in standard errors.")] = 0,
    map_: Map = None,
    out: Out = None,
) -> None:
    """Usual intake by group, with the share below the requirement and standard errors."""
    from unclench.app.terminal import csv_of, write
    from unclench.cohort.choosing import known_nutrient, read_and_choose
    from unclench.cohort.population import usual_intakes_of

    for written in (out, individual):
        never_over(written, [*files, supplements])
    id_ = known_nutrient(nutrient)
    choice = chosen(by, ages, cycles, both_days, weight, kcal, with_pregnant)
    if individual is not None:
        from unclench.cohort.individual import individuals

        _, kept = read_and_choose(files, id_, choice, mapped=mapping(map_))
        table = individuals(kept.days, id_, authority.value)
        write(csv_of(table), individual)
        if format_ is None and out is None:
            return
    found = usual_intakes_of(
        files,
        id_,
        choice,
        covariates=tuple(dict.fromkeys(c.strip() for c in covariates.split(",") if c.strip())),
        ratio=ratio,
        authority=authority.value,
        replicates=replicates.value,
        seed=seed,
        two_part=two_part,
        supplements=supplements,
        given=tuple(g.strip() for g in given.split(",") if g.strip()),
        mapped=mapping(map_),
        per=None if per is None else known_nutrient(per),
    )
    answer = found.as_json()
    if format_ is Format.json:
        write(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False), out)
    elif format_ is Format.csv:
        write(csv_of(found.distribution.frame()), out)
    else:
        from unclench.words.en.cohort import usual_text

        write(usual_text(answer), out)


@app.command("columns")
def columns(
    file: Annotated[Path, typer.Argument(help="A table: CSV (.gz), Parquet, XPT.")],
    format_: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
    out: Out = None,
) -> None:
    """What the columns of a file are taken for, and what is missing."""
    from unclench.app.terminal import write
    from unclench.cohort.columns import propose
    from unclench.words.en.cohort import columns_text

    never_over(out, [file])
    found = propose(file)
    text = (
        json.dumps(found, ensure_ascii=False, indent=2)
        if format_ is Format.json
        else columns_text(found)
    )
    write(text, out)


@app.command("nutrients")
def nutrients_(
    lines: Annotated[
        Path, typer.Argument(help="Lines of what was eaten: person, day, food, grams.")
    ],
    out: Annotated[Path, typer.Option(help="The folder that is filled; run again to go on.")],
    foods: Annotated[
        Path | None, typer.Option(help="food and nutrients per 100 g; ours when not given.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="duckdb, polars or spark.")] = Engine.duckdb,
    parts: Annotated[int, typer.Option(help="Of people; by size when 0.", min=0, max=4096)] = 0,
    memory: Annotated[str, typer.Option(help="Limit of DuckDB or of Spark's driver.")] = "4GB",
    bad_at_most: Annotated[float, typer.Option(help="Share of bad lines.", min=0, max=1)] = 0.05,
    map_: Map = None,
) -> None:
    """Nutrients per person and day, and how much of them is known, from millions of lines."""
    from unclench.app.terminal import progress
    from unclench.cohort.parts import Job, sum_lines
    from unclench.words.en.cohort import summed_text

    job = Job(lines, out, foods, engine.value, parts, memory, bad_at_most, mapping(map_))
    typer.echo(summed_text(asdict(sum_lines(job, progress)), out))


@app.command("prevalence")
def prevalence_(
    files: Files,
    named: Many = "",
    by: By = "sex,age",
    ages: Ages = "",
    cycles: Cycles = "",
    format_: Annotated[Format, typer.Option("--format", help="text, json or csv.")] = Format.text,
    replicates: Errors = Replicates.jackknife,
    authority: Whose = Authority.nasem,
    both_days: Both = False,
    weight: Weight = None,
    kcal: Kcal = None,
    with_pregnant: Pregnant = False,
    map_: Map = None,
    out: Out = None,
) -> None:
    """The share with too little of each nutrient, by group, with standard errors."""
    from unclench.app.terminal import csv_of, write
    from unclench.words.en.cohort import prevalence_text

    never_over(out, files)
    choice = chosen(by, ages, cycles, both_days, weight, kcal, with_pregnant)
    found = populations(files, named, choice, authority, replicates, mapping(map_))
    answers = [p.as_json() for p in found]
    if format_ is Format.json:
        write(
            json.dumps({"nutrients": answers}, ensure_ascii=False, indent=2, allow_nan=False), out
        )
    elif format_ is Format.csv:
        import polars as pl

        frames = [
            p.distribution.frame().insert_column(0, pl.lit(p.nutrient).alias("nutrient"))
            for p in found
        ]
        write(csv_of(pl.concat(frames, how="diagonal_relaxed")), out)
    else:
        write(prevalence_text(answers), out)


@app.command("rank")
def rank_(
    files: Files,
    named: Many = "",
    ages: Annotated[str, typer.Option(help="Whole years; 71- is open.")] = "1-",
    cycles: Cycles = "",
    authority: Whose = Authority.nasem,
    causes: Annotated[
        int,
        typer.Option(
            help="So many causes instead, by age, sex and food alone; no diagnosis.", min=0, max=12
        ),
    ] = 0,
    engine: Annotated[PeopleEngine, typer.Option(help="polars or spark.")] = PeopleEngine.polars,
    memory: Annotated[str, typer.Option(help="Limit of Spark's driver.")] = "4GB",
    with_pregnant: Pregnant = False,
    map_: Map = None,
    out: Out = None,
) -> None:
    """Every person's nutrients by how likely they have too little, as CSV; or their causes."""
    from unclench.app.terminal import csv_of, write
    from unclench.cohort.ranks import Asked, rank, rank_causes

    never_over(out, files)
    whom = chosen("sex,age", ages, cycles, False, None, None, with_pregnant)
    choice, mapped = replace(whom, by_stays=True), mapping(map_)
    asked = Asked(files, choice, authority.value, mapped, engine.value, memory)
    if causes:
        table = rank_causes(asked, causes)
    else:
        table = rank(asked, wanted_nutrients(files, named, authority, mapped))
    write(csv_of(table), out)


@app.command("report")
def report(
    files: Files,
    out: Annotated[Path, typer.Option(help="The HTML file.")],
    named: Many = "",
    by: By = "sex,age",
    ages: Ages = "",
    cycles: Cycles = "",
    replicates: Errors = Replicates.jackknife,
    authority: Whose = Authority.nasem,
    map_: Map = None,
) -> None:
    """One HTML file: tables, densities, who counts, methods to cite."""
    from unclench.app.report.cohort import page
    from unclench.app.terminal import write

    never_over(out, files)
    choice = chosen(by, ages, cycles, False, None, None, False)
    write(page(populations(files, named, choice, authority, replicates, mapping(map_))), out)

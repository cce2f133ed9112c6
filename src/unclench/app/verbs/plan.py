"""`unclench plan`: the smallest safe change of food."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.verbs.check import Authority, Format, progress, render


class EnergyGoal(StrEnum):
    """What the person wants of energy."""

    keep = "keep"
    less = "less"
    more = "more"


def plan(
    paths: Annotated[list[Path], typer.Argument(help="A case folder, or diary files.")],
    age: Annotated[float | None, typer.Option(help="Years.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male.")] = None,
    weight: Annotated[float | None, typer.Option(help="kg.")] = None,
    height: Annotated[float | None, typer.Option(help="cm.")] = None,
    takes: Annotated[list[str] | None, typer.Option(help="A medicine or supplement.")] = None,
    has: Annotated[list[str] | None, typer.Option(help="A condition.")] = None,
    labs: Annotated[list[str] | None, typer.Option(help="A blood test, or a file.")] = None,
    pregnant: Annotated[bool | None, typer.Option()] = None,
    diet: Annotated[list[str] | None, typer.Option(help="E.g. vegan, halal, low-fodmap.")] = None,
    allergy: Annotated[list[str] | None, typer.Option(help="E.g. nuts, milk, sesame.")] = None,
    dislike: Annotated[list[str] | None, typer.Option(help="A food never to suggest.")] = None,
    supplement: Annotated[
        list[str] | None, typer.Option(help="Allow this supplement, e.g. vitamin_d, or all.")
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option(help="Plan for this nutrient only, e.g. magnesium.")
    ] = None,
    energy: Annotated[EnergyGoal, typer.Option(help="Energy should stay, fall or rise.")] = (
        EnergyGoal.keep
    ),
    max_changes: Annotated[int, typer.Option(min=1, max=8, help="At most so many changes.")] = 3,
    one: Annotated[bool, typer.Option("--one", help="One change only.")] = False,
    pin: Annotated[
        list[str] | None, typer.Option(help="Id of a change that must be part of it.")
    ] = None,
    ban: Annotated[list[str] | None, typer.Option(help="Id of a change you do not want.")] = None,
    prices: Annotated[
        Path | None, typer.Option(help="A CSV of food and price of 100 g; then --budget counts.")
    ] = None,
    budget: Annotated[float, typer.Option(help="What food may cost more a week.")] = 0.0,
    alternatives: Annotated[int, typer.Option(min=1, max=6, help="How many plans.")] = 3,
    time_limit: Annotated[
        float, typer.Option(min=0.1, help="Seconds for each goal; then the best so far.")
    ] = 3.0,
    authority: Annotated[Authority, typer.Option()] = Authority.nasem,
    format_: Annotated[Format, typer.Option("--format", "-f")] = Format.text,
    report: Annotated[Path | None, typer.Option(help="Also write .html, .md or .json.")] = None,
) -> None:
    """The fewest, smallest changes of food that close what falls short, safe for this person."""
    from unclench.case_from import Told, gather
    from unclench.chain import assess
    from unclench.planning.wishes import Wishes

    case = gather(
        paths,
        Told(age, sex, weight, height, pregnant, takes=takes or (), has=has or (), labs=labs or ()),
    )
    wishes = Wishes(
        diets=diet or (), allergies=allergy or (), dislikes=dislike or (),
        supplements=supplement or (), max_changes=1 if one else max_changes,
        goals=goal or (), energy=energy.value,
        prices=prices, budget=budget, pinned=pin or (), banned=ban or (),
        alternatives=alternatives, time_limit=time_limit,
    )  # fmt: skip
    answer = assess(
        case,
        authority=authority.value,
        plan=wishes,
        progress=progress if sys.stderr.isatty() else None,
    )
    render(answer, format_.value, None, only="plan")
    if report is not None:
        render(answer, report.suffix.removeprefix("."), report, only="plan")

"""Pictures and numbers of the worked example in docs/cohort.md, from the public files of NHANES."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import polars as pl
import vl_convert
from benchmarks.sections import shared, table

from unclench.cohort.choosing import read_and_choose
from unclench.cohort.individual import individuals
from unclench.cohort.pictures import densities, flow_picture
from unclench.cohort.population import usual_intakes_of
from unclench.cohort.selection import Choice, age_groups
from unclench.words.en.cohort import STEPS

AT = Path(__file__).resolve().parents[1] / "docs" / "images"
FILES = [
    shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz",
    shared() / "samples/nhanes/demographics_2003_2014.csv.gz",
]
LABS = shared() / "samples/nhanes/labs_2003_2014.csv.gz"
SEX = ("sex", "age")


def save(chart: alt.Chart, name: str) -> None:
    """Write a picture as PNG."""
    (AT / name).write_bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=1.5))


def fifths(nutrient: str, columns: list[str]) -> pl.DataFrame:
    """Adults of 2007-2014 with a fifth of usual intake (weighted, within sex) and these labs."""
    cycles = ("2007-2008", "2009-2010", "2011-2012", "2013-2014")
    _, chosen = read_and_choose(FILES, nutrient, Choice(SEX, tuple(age_groups("19-")), cycles))
    person = chosen.days.unique("person", keep="first").select("person", "sex", "weight")
    usual = individuals(chosen.days, nutrient).select("person", "mean").join(person, on="person")
    usual = usual.sort("sex", "mean").with_columns(
        fifth=(
            (5 * pl.col("weight").cum_sum().over("sex") / pl.col("weight").sum().over("sex"))
            .ceil()
            .clip(1, 5)
            .cast(pl.Int8)
        )
    )
    labs = pl.read_csv(LABS, columns=["SEQN", *columns], infer_schema_length=None)
    labs = labs.with_columns(person=pl.col("SEQN").cast(pl.Int64).cast(pl.String))
    return usual.join(labs, on="person")


def weighted(name: str, value: pl.Expr) -> pl.Expr:
    """Weighted mean of what is there."""
    weight = pl.when(value.is_not_null()).then(pl.col("weight"))
    return ((value * weight).sum() / weight.sum()).alias(name)


def main() -> None:
    """Write the pictures and print the tables."""
    choice = Choice(SEX, tuple(age_groups("19-")), ("2013-2014",))
    found = usual_intakes_of(FILES, "magnesium", choice)
    save(densities(found.distribution), "cohort_magnesium.png")
    save(flow_picture(found.chosen.flow, STEPS), "cohort_flow.png")
    d = fifths("vitamin_d", ["VIDMS_nmolL"])
    level = pl.col("VIDMS_nmolL")
    by = d.group_by("sex", "fifth").agg(
        weighted("intake", pl.col("mean")),
        weighted("level", level),
        weighted("low", (level < 50).cast(pl.Float64)),
        level.count().alias("n"),
    )
    by = by.sort("sex", "fifth")
    rows = [
        [r["sex"], str(r["fifth"]), f"{r['n']:,}", f"{r['intake']:.1f}",
         f"{r['level']:.0f}", f"{r['low']:.0%}"]
        for r in by.rows(named=True)
    ]  # fmt: skip
    print(table(["sex", "fifth", "n", "usual intake, µg", "25(OH)D, nmol/L", "below 50"], rows))
    chart = (
        alt.Chart(alt.Data(values=by.to_dicts()))
        .mark_line(point=True)
        .encode(
            x=alt.X("intake:Q", title="Usual vitamin D from food, µg a day (fifths)"),
            y=alt.Y("level:Q", title="25(OH)D, nmol/L", scale=alt.Scale(zero=False)),
            color=alt.Color("sex:N", title="Sex"),
        )
        .properties(width=460, height=240)
    )
    save(chart, "cohort_vitamin_d.png")
    m = fifths("magnesium", ["LBXSKSI", "LBXSCA"])
    potassium, calcium = pl.col("LBXSKSI"), pl.col("LBXSCA")
    by = m.group_by("sex", "fifth").agg(
        weighted("intake", pl.col("mean")),
        weighted("k", (potassium < 3.5).cast(pl.Float64)),
        weighted("ca", (calcium < 8.6).cast(pl.Float64)),
        potassium.count().alias("n"),
    )
    rows = [
        [r["sex"], str(r["fifth"]), f"{r['n']:,}", f"{r['intake']:.0f}",
         f"{r['k']:.1%}", f"{r['ca']:.1%}"]
        for r in by.sort("sex", "fifth").rows(named=True)
    ]  # fmt: skip
    print(
        table(["sex", "fifth", "n", "usual intake, mg", "potassium < 3.5", "calcium < 8.6"], rows)
    )


if __name__ == "__main__":
    main()

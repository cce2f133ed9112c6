"""Published usual intakes beside ours: tables (prints Markdown) and a picture for the manual."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.sections import shared, table

from unclench.cohort.group import Group
from unclench.cohort.population import usual_intakes_of
from unclench.cohort.selection import Choice, age_groups
from unclench.cohort.spread import Spread

FILES = [
    shared() / "samples/nhanes/twoday_totals_2003_2014.csv.gz",
    shared() / "samples/nhanes/demographics_2003_2014.csv.gz",
]


def published(nutrient: str, cycle: str) -> Iterator[dict[str, str]]:
    """Rows of the collection of published values."""
    with (shared() / "reference/intake/published_usual_intakes.csv").open(encoding="utf-8") as f:
        yield from (
            r for r in csv.DictReader(f) if r["nutrient"] == nutrient and r["cycle"] == cycle
        )


def groups(
    nutrient: str, ages: str, cycles: tuple[str, ...], by: tuple[str, ...]
) -> dict[str, Group]:
    """Label -> fitted group."""
    choice = Choice(by, tuple(age_groups(ages)), cycles)
    found = usual_intakes_of(FILES, nutrient, choice).distribution.fitted.groups
    return {" ".join(g.by.values()): g for g in found}


def share_above(g: Group, limit: float) -> float:
    """Per cent of people with a usual intake above a limit."""
    assert g.mixture is not None
    kinds = len(g.mixture.one_of_each())
    return 100 * (1 - float(g.mixture.below(np.full(kinds, limit))[0]))


def joined(groups_: list[Group]) -> Spread:
    """The usual intakes of groups that were fitted apart, as of one population."""
    spreads, weights = [], []
    for g in groups_:
        assert g.mixture is not None
        spreads.append(g.mixture.points(401))
        weights.append(g.weighted)
    shares = np.array(weights) / sum(weights)
    values = np.concatenate([x.values[:1] for x in spreads], axis=1)
    mass = [x.mass[:1] * w for x, w in zip(spreads, shares, strict=True)]
    return Spread(values, np.concatenate(mass, axis=1))


@dataclass(frozen=True)
class Row:
    """One published group of calcium beside ours."""

    name: str
    n: str
    ours: Group
    mean: float
    mean_se: float
    share: float
    share_se: float
    limit: float


def bailey_rows() -> list[Row]:
    """Calcium of 16 groups, 2003-2006."""
    rows = list(published("calcium", "2003-2006"))
    ages = {f"{r['age_min_y']}-{r['age_max_y']}" for r in rows}
    found = groups("calcium", ",".join(sorted(ages)), ("2003-2004", "2005-2006"), ("sex", "age"))
    out = []
    for r in rows:
        name = f"{r['sex']} {r['age_min_y']}-{r['age_max_y']}"
        numbers = [float(r[k]) for k in ("mean", "mean_se", "pct", "pct_se", "threshold")]
        out.append(Row(name, r["n"], found[name], *numbers))
    return out


def bailey(rows: list[Row]) -> str:
    """The table, and how many groups lie within the published errors."""
    out = []
    for r in rows:
        mean, scaled = r.ours.mean[0], r.limit * r.ours.mean[0] / r.mean
        out.append(
            [
                r.name, r.n, str(r.ours.people), f"{r.mean:.0f} ± {r.mean_se:.0f}", f"{mean:.0f}",
                f"{mean - r.mean:+.0f}", f"{(mean - r.mean) / r.mean_se:+.1f}",
                f"{r.share:g} ± {r.share_se:g}", f"{share_above(r.ours, r.limit):.0f}",
                f"{share_above(r.ours, scaled):.0f}",
            ]
        )  # fmt: skip
    header = ["group", "n", "ours", "mean, mg", "ours", "difference", "in errors"]
    off = [
        (
            abs(r.ours.mean[0] - r.mean) / r.mean_se,
            abs(share_above(r.ours, r.limit) - r.share) / r.share_se,
        )
        for r in rows
    ]
    said = " ".join(
        f"Within {k} published standard error{'s' if k > 1 else ''}: {sum(m <= k for m, _ in off)} "
        f"means and {sum(s <= k for _, s in off)} shares of {len(off)}."
        for k in (1, 2)
    )
    last = ["% above AI of 1997", "ours", "ours, scaled to the published mean"]
    return f"{table([*header, *last], out)}\n\n{said}"


def cogswell_rows() -> list[tuple[dict[str, str], str, int, Spread]]:
    """(published row, group, people, ours) of sodium and potassium of adults, 2003-2008."""
    cycles = ("2003-2004", "2005-2006", "2007-2008")
    out = []
    for nutrient in ("sodium", "potassium"):
        whole = groups(nutrient, "20-", cycles, ("sex", "age"))
        ages = groups(nutrient, "20-30,31-50,51-70,71-", cycles, ("age", "sex"))
        for r in published(nutrient, "2003-2008"):
            age = f"{r['age_min_y']}-{r['age_max_y']}"
            some = [g for k, g in (whole if age == "20-" else ages).items() if age in k.split()]
            if r["sex"] != "both":
                some = [g for g in some if g.by["sex"] == r["sex"]]
            name = f"{nutrient}, {r['sex']}" + ("" if age == "20-" else f" {age}")
            out.append((r, name, sum(g.people for g in some), joined(some)))
    return out


def cogswell(rows: list[tuple[dict[str, str], str, int, Spread]]) -> str:
    """The table; men and women are fitted apart and joined."""
    out = []
    for r, name, people, ours in rows:
        p = ours.percentiles((25, 50, 75))[0]
        kinds = ours.values.shape[1]
        share = 100 * (1 - float(ours.below(np.full(kinds, float(r["threshold"])))[0]))
        told = " / ".join(r[k] for k in ("p25", "p50", "p75")) if r["p50"] else ""
        out.append(
            [
                name, r["n"], str(people), told, " / ".join(f"{v:.0f}" for v in p),
                r["threshold"], r["pct"], f"{share:.1f}",
            ]
        )  # fmt: skip
    header = ["group", "n", "ours", "P25 / 50 / 75, mg", "ours", "limit, mg", "% at or above"]
    return f"{table([*header, 'ours'], out)}\n\n{whole_and_parts(rows)}"


def whole_and_parts(rows: list[tuple[dict[str, str], str, int, Spread]]) -> str:
    """Whether the published shares of all adults can be those of the published men and women."""
    at = {(name, r["threshold"]): float(r["pct"]) for r, name, _, _ in rows if r["p50"]}
    parts = [at[f"sodium, {sex}", "2300"] for sex in ("male", "female")]
    need = (at["sodium, both", "2300"] - parts[1]) / (parts[0] - parts[1])
    return (
        f"Published: {parts[0]} % of men and {parts[1]} % of women have 2,300 mg of sodium or "
        f"more, and {at['sodium, both', '2300']} % of all, for which {need:.0%} of all would have "
        "to be men."
    )


def picture(
    rows: list[Row], others: list[tuple[dict[str, str], str, int, Spread]], at: Path
) -> None:
    """Published beside ours: calcium (means with errors), sodium (quartiles)."""
    import altair as alt
    import vl_convert

    calcium = [
        {"group": r.name, "who": who, "low": v - 1.96 * e, "middle": v, "high": v + 1.96 * e}
        for r in rows
        for who, v, e in (("published", r.mean, r.mean_se), ("ours", *r.ours.mean))
    ]
    sodium = []
    for r, name, _, ours in others:
        if r["p50"] and r["threshold"] == "2300":
            told = [float(r[k]) for k in ("p25", "p50", "p75")]
            for who, v in (("published", told), ("ours", ours.percentiles((25, 50, 75))[0])):
                low, middle, high = map(float, v)
                sodium.append(
                    {"group": name.removeprefix("sodium, "), "who": who, "low": low,
                     "middle": middle, "high": high}
                )  # fmt: skip

    def panel(data: list[dict[str, object]], title: str) -> alt.Chart:
        order = list(dict.fromkeys(str(d["group"]) for d in data))
        base = alt.Chart(alt.Data(values=data)).encode(
            y=alt.Y("group:N", sort=order, title=None),
            yOffset=alt.YOffset("who:N", sort=["published", "ours"]),
            color=alt.Color("who:N", title=None, sort=["published", "ours"]),
        )
        line = base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", title=title, scale=alt.Scale(zero=False)), x2="high:Q"
        )
        out: alt.Chart = line + base.mark_point(filled=True, size=40).encode(x="middle:Q")
        return out.properties(width=300, height=26 * len(order))

    chart = alt.hconcat(
        panel(calcium, "Calcium, mean and 95 % interval, mg a day"),
        panel(sodium, "Sodium, quartiles of usual intake, mg a day"),
    )
    at.write_bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=1.5))


if __name__ == "__main__":
    one, two = bailey_rows(), cogswell_rows()
    print(bailey(one))
    print()
    print(cogswell(two))
    picture(one, two, Path(__file__).resolve().parents[1] / "docs/images/cohort_published.png")

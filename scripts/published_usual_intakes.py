"""Published usual intakes beside ours: the table in docs/cohort.md (prints Markdown)."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import numpy as np
from benchmarks.sections import shared, table

from unclench.cohort.model import Group
from unclench.cohort.population import usual_intakes_of
from unclench.cohort.selection import Choice, age_groups

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
    kinds = g.mixture.eta.shape[1]
    return 100 * (1 - float(g.mixture.below(np.full(kinds, limit))[0]))


def bailey() -> str:
    """Calcium of 16 groups, 2003-2006."""
    rows = list(published("calcium", "2003-2006"))
    ages = {f"{r['age_min_y']}-{r['age_max_y']}" for r in rows}
    found = groups("calcium", ",".join(sorted(ages)), ("2003-2004", "2005-2006"), ("sex", "age"))
    out = []
    for r in rows:
        name = f"{r['sex']} {r['age_min_y']}-{r['age_max_y']}"
        g, mean = found[name], float(r["mean"])
        limit = float(r["threshold"])
        out.append(
            [
                name, r["n"], str(g.people), f"{mean:.0f} ± {r['mean_se']}", f"{g.mean[0]:.0f}",
                f"{g.mean[0] - mean:+.0f}", f"{r['pct']} ± {r['pct_se']}",
                f"{share_above(g, limit):.0f}", f"{share_above(g, limit * g.mean[0] / mean):.0f}",
            ]
        )  # fmt: skip
    header = ["group", "n", "ours", "mean, mg", "ours", "difference", "% above AI of 1997"]
    return table([*header, "ours", "ours, scaled to the published mean"], out)


def cogswell() -> str:
    """Sodium and potassium of adults, 2003-2008."""
    cycles = ("2003-2004", "2005-2006", "2007-2008")
    out = []
    for nutrient in ("sodium", "potassium"):
        by_sex = groups(nutrient, "20-", cycles, ("sex", "age"))
        both = groups(nutrient, "20-", cycles, ("age",))
        found = {"male": by_sex["male 20-"], "female": by_sex["female 20-"], "both": both["20-"]}
        for r in published(nutrient, "2003-2008"):
            if r["age_min_y"] != "20" or r["age_max_y"]:
                continue
            g = found[r["sex"]]
            p50 = g.percentiles[50][0]
            share = share_above(g, float(r["threshold"])) if r["threshold"] else None
            out.append(
                [
                    f"{nutrient}, {r['sex']}", r["n"], str(g.people), r["p50"], f"{p50:.0f}",
                    r["threshold"], r["pct"], f"{share:.1f}" if share is not None else "",
                ]
            )  # fmt: skip
    return table(
        ["group", "n", "ours", "P50, mg", "ours", "limit, mg", "% at or above", "ours"], out
    )


if __name__ == "__main__":
    print(bailey())
    print()
    print(cogswell())

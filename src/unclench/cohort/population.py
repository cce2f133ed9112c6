"""The usual intake of a survey's groups from its files: what `unclench cohort usual` prints."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unclench.cohort.design import Method
from unclench.cohort.diagnosis import diagnosis, share
from unclench.cohort.group import Group
from unclench.cohort.model import Distribution, UsualIntake
from unclench.cohort.problems import problems_of
from unclench.cohort.selection import Choice, Chosen, choose
from unclench.cohort.supplements import read_supplements
from unclench.cohort.survey import Survey, read_survey
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.kinds.requirements import Authority
from unclench.facts.nutrients import nutrients
from unclench.facts.variation import tables
from unclench.version import __version__

if TYPE_CHECKING:
    import polars as pl

PER = {"energy": 1000.0}
"""How many units of what stands below the line of a ratio; one of any other."""
UNIT_WRONG_BY = 200.0
"""A median so many times the expected one is in another unit."""


@dataclass(frozen=True, slots=True)
class Population:
    """What was found, and how.

    Attributes:
        nutrient: id. survey: as read. chosen: who counts. distribution: by group.
    """

    nutrient: str
    survey: Survey
    chosen: Chosen
    distribution: Distribution

    @property
    def unit(self) -> str:
        """Of the numbers; of a ratio such as "mg/1000 kcal"."""
        model, known = self.distribution.fitted.model, nutrients()
        unit = known[self.nutrient].unit
        if model.per is None:
            return unit
        below = known[model.per].unit
        return f"{unit}/{model.times:g} {below}" if model.times != 1 else f"{unit}/{below}"

    def as_json(self) -> dict[str, Any]:
        """Groups, flow, design, model and versions, for programs."""
        fitted = self.distribution.fitted
        design = fitted.design
        return {
            "nutrient": self.nutrient,
            "unit": self.unit,
            "groups": [self._group(g) for g in fitted.groups],
            "flow": self.chosen.flow.rows(),
            "design": {
                "replicates": design.method,
                "sets": len(design.counts),
                "strata": design.strata,
                "units": design.units,
                "degrees_of_freedom": design.degrees,
                "rules": list(design.rules),
                "weight": self.chosen.weight,
                "cycles": list(self.chosen.cycles),
                "weights_divided_by": max(1, len(self.chosen.cycles)),
                "weights_times": list(self.chosen.times),
            },
            "model": {
                "name": "ratio"
                if fitted.model.per
                else ("two_part" if fitted.model.two_part else "one_part"),
                "per": fitted.model.per,
                "weekend": "weekend" in self.chosen.days.columns,
                "weekdays_to_weekend": [4, 3],
                "supplements_added": fitted.model.supplements,
                "external_ratio": fitted.model.ratio,
                "covariates": list(fitted.model.covariates),
                "seed": fitted.model.seed,
            },
            "version": __version__,
        }

    def _group(self, g: Group) -> dict[str, Any]:
        j = g.judged
        below, se_below = share(g, j.below)
        other, se_other = share(g, j.other)
        above, se_above = share(g, j.above)
        enough, se_enough = share(g, j.at_or_above)
        by = {("age" if k == "age_group" else k): v for k, v in g.by.items()}
        full = j.method == "full_probability"
        out: dict[str, Any] = _clean(
            {
                "by": by,
                "n": g.people,
                "n_two_days": g.pairs,
                "mean": g.mean[0],
                "se": g.mean[1],
                "percentiles": {f"{p:g}": v for p, (v, _) in g.percentiles.items()},
                "se_percentiles": {f"{p:g}": e for p, (_, e) in g.percentiles.items()},
                "nutrient": self.nutrient,
                "unit": self.unit,
                "requirement": j.requirement,
                "requirement_per": j.per,
                "n_judged": j.people,
                "requirement_range": list(j.range) if j.range else None,
                "below_requirement": below,
                "se_below": se_below,
                "bounds": None
                if g.bounds is None
                else {
                    "mean": list(g.bounds.mean),
                    "below_requirement": list(g.bounds.below) if g.bounds.below else None,
                },
                "method": j.method,
                "why_not": g.why or j.why,
                "doubts": j.doubts,
                "below_by_cut_point" if full else "below_by_full_probability": other,
                "se_other": se_other,
                "adequate_intake": j.adequate,
                "at_or_above_adequate_intake": enough,
                "se_at_or_above": se_enough,
                "upper": j.upper,
                "upper_kind": j.upper_kind,
                "upper_why_not": j.upper_why,
                "above_upper": above,
                "se_above": se_above,
                "fit": diagnosis(g),
            }
        )
        return out


def _clean(value: Any) -> Any:
    """No NaN or infinity: unknown is null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_clean(v) for v in value]
    return value


def known_nutrient(nutrient: str) -> str:
    """The id of a nutrient.

    Raises:
        UserError: it is not known.
    """
    asked = nutrient.strip().lower().replace(" ", "_").replace("-", "_")
    if asked not in nutrients():
        fix = did_you_mean(asked, nutrients()) or f"Known are {', '.join(nutrients())}."
        raise UserError(Problem(f"The nutrient '{nutrient}' is not known.", "--nutrient", fix))
    return asked


def read_and_choose(
    files: Sequence[Path],
    nutrient: str,
    choice: Choice,
    covariates: tuple[str, ...] = (),
    mapped: Mapping[str, str] | None = None,
    per: str | None = None,
    more: tuple[str, ...] = (),
    speaks_against: Callable[[pl.DataFrame], list[Problem]] | None = None,
) -> tuple[Survey, Chosen]:
    """Read the files and keep whom the choice says, and of whom the covariates are known.

    Args:
        more: other columns that are needed. speaks_against: what keeps a model from being fitted
            to the days; its problems are told with those of the files.

    Raises:
        UserError: everything that is wrong with the files, all at once.
    """
    extra = [b for b in (*choice.by, *covariates, *more) if b not in ("sex", "age")]
    if choice.weight is not None:
        extra.append(choice.weight)
    wanted = [nutrient, *(["energy"] if choice.kcal is not None else []), *([per] if per else [])]
    wanted = list(dict.fromkeys(wanted))
    survey = read_survey(files, wanted, extra, mapped)
    problems = _wrong_unit(survey, nutrient, mapped or {})
    try:
        chosen = _known(choose(survey, nutrient, choice), (*covariates, *([per] if per else [])))
    except UserError as error:
        problems += error.problems
        if speaks_against is not None:
            problems += _without_weights(survey, nutrient, choice, speaks_against)
        raise UserError(problems) from None
    if speaks_against is not None:
        problems += speaks_against(chosen.days)
    if problems:
        raise UserError(problems)
    return survey, chosen


def _without_weights(
    survey: Survey,
    nutrient: str,
    choice: Choice,
    speaks_against: Callable[[pl.DataFrame], list[Problem]],
) -> list[Problem]:
    """What else is wrong when the weights are: nothing where nobody could be chosen anyway."""
    people = survey.people.drop("weight", "weight_two", "weight_four", strict=False)
    try:
        bare = replace(choice, weight=None, both_days=False)
        return speaks_against(choose(replace(survey, people=people), nutrient, bare).days)
    except UserError:
        return []


def _known(chosen: Chosen, names: Sequence[str]) -> Chosen:
    """The days of whom all of these is known; each step is noted.

    Raises:
        UserError: nobody is left.
    """
    import polars as pl

    days = chosen.days
    for name in names:
        known = pl.col(name).is_not_null()
        days = chosen.flow.filter(f"{name}_known", days, known)
        if not days.height:
            fix = f"Give the file with the column {name}, or leave it out."
            raise UserError(Problem(f"Nobody's {name} is known.", fix=fix))
    return replace(chosen, days=days)


def with_supplements(chosen: Chosen, doses: pl.DataFrame) -> Chosen:
    """The days with each person's dose; whose is not known is left out, and noted."""
    import polars as pl

    days = chosen.days.join(doses, on="person", how="left", maintain_order="left")
    kept = chosen.flow.filter("supplements_known", days, pl.col("supplement").is_not_null())
    if not kept.height:
        fix = "Give the file of the same people."
        raise UserError(Problem("Nobody's supplements are known.", "--supplements", fix))
    return replace(chosen, days=kept)


def _wrong_unit(survey: Survey, nutrient: str, mapped: Mapping[str, str]) -> list[Problem]:
    out = []
    named = mapped.get(nutrient, "").lower()
    if "%" in named or "daily value" in named or named.endswith(("_dv", "_pct", " dv")):
        fix = "Name the column of amounts."
        what = f"The column '{mapped[nutrient]}' is in percent of a daily value."
        out.append(Problem(what, "--map", fix))
    table = tables().get(nutrient)
    values = survey.days[nutrient].drop_nulls()
    median = values.filter(values > 0).median()
    if table is None or not isinstance(median, int | float):
        return out
    means = [g.mean for g in table.groups if g.mean > 0]
    if not means:
        return out
    unit = nutrients()[nutrient].unit
    if median > UNIT_WRONG_BY * max(means) or median < min(means) / UNIT_WRONG_BY:
        what = (
            f"Half of the days have more than {median:g} of {nutrient}; expected are about "
            f"{min(means):g} to {max(means):g} {unit} a day."
        )
        fix = f"Amounts must be in {unit}: is this g for mg, or mg for µg?"
        out.append(Problem(what, nutrient, fix))
    return out


def usual_intakes_of(
    files: Sequence[Path],
    nutrient: str,
    choice: Choice,
    *,
    covariates: tuple[str, ...] = (),
    ratio: float | None = None,
    authority: Authority = "nasem",
    replicates: Method = "jackknife",
    seed: int = 0,
    two_part: bool = False,
    supplements: Path | None = None,
    given: tuple[str, ...] = (),
    mapped: Mapping[str, str] | None = None,
    per: str | None = None,
) -> Population:
    """The usual intake of each group.

    Raises:
        UserError: what is wrong with the files or the options, all at once.
    """
    by = tuple("age_group" if b == "age" else b for b in choice.by)
    model = UsualIntake(
        nutrient,
        covariates,
        by,
        ratio,
        authority,
        replicates,
        seed,
        two_part,
        supplements is not None,
        given,
        per,
        PER.get(per or "", 1.0),
    )
    bare = replace(model, supplements=False)  # doses are read after it is known who counts
    survey, chosen = read_and_choose(
        files, nutrient, choice, covariates, mapped, per, given, lambda d: problems_of(d, bare)
    )
    if supplements is not None:
        chosen = with_supplements(
            chosen, read_supplements(supplements, nutrient, chosen.days, mapped)
        )
    fitted = model.fit(chosen.days, None if given else chosen.everybody)
    return Population(nutrient, survey, chosen, fitted.distribution())

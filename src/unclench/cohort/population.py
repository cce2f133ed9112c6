"""The usual intake of a survey's groups from its files: what `unclench cohort usual` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unclench.cohort.choosing import read_and_choose, with_supplements
from unclench.cohort.design import Method
from unclench.cohort.diagnosis import diagnosis, share
from unclench.cohort.group import Group
from unclench.cohort.model import Distribution, UsualIntake
from unclench.cohort.problems import problems_of
from unclench.cohort.selection import Choice, Chosen
from unclench.cohort.supplements import read_supplements
from unclench.cohort.survey import Survey
from unclench.facts.kinds.requirements import Authority
from unclench.facts.nutrients import nutrients
from unclench.version import __version__

if TYPE_CHECKING:
    pass

PER = {"energy": 1000.0}
"""How many units of what stands below the line of a ratio; one of any other."""


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

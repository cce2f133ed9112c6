"""What a fitted group says of itself, as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unclench.cohort.both_mixture import BothMixture
from unclench.cohort.panel import Floats
from unclench.cohort.ratio import RatioMixture
from unclench.cohort.two_part import Both

if TYPE_CHECKING:
    from unclench.cohort.group import Group


def share(group: Group, values: Floats | None) -> tuple[float | None, float | None]:
    """A share and its standard error; None where it is not known."""
    if values is None:
        return None, None
    return float(values[0]), float(group.design.errors(values))


def flat(g: Group) -> dict[str, Any]:
    """A row of `Distribution.frame`."""
    out: dict[str, Any] = {
        **g.by,
        "n": g.people,
        "n_two_days": g.pairs,
        "mean": g.mean[0],
        "se": g.mean[1],
    }
    for p, (value, error) in g.percentiles.items():
        out |= {f"p{p:g}": value, f"se_p{p:g}": error}
    below, error_below = share(g, g.judged.below)
    needed = {"requirement": g.judged.requirement, "requirement_per": g.judged.per}
    return {**out, **needed, "below": below, "se_below": error_below}


def diagnosis(g: Group) -> dict[str, Any]:
    """What was estimated for a group, and how far it can be trusted."""
    out: dict[str, Any] = {
        **g.by,
        "people": g.people,
        "people_with_two_days": g.pairs,
        "days": g.days,
    }
    if g.mixture is None:
        return {**out, "why_not": g.why}
    if isinstance(g.mixture, BothMixture):
        return out | _diagnosis_of_both(g, g.mixture.both)
    if isinstance(g.mixture, RatioMixture):
        pair = g.mixture.pair
        for name, which in (("between", pair.between), ("within", pair.within)):
            found = pair.correlation(which)
            out[f"correlation_{name}"] = float(found[0])
            out[f"error of correlation_{name}"] = float(g.design.errors(found))
    a = g.amounts
    between, within = float(a.var_between[0]), float(a.var_within[0])
    skew, kurtosis = _shape(g)
    named = {f"coefficient of {n}": float(b) for n, b in zip(a.names, a.beta[0], strict=True)}
    errors = {
        f"error of {n}": float(e) for n, e in zip(a.names, g.design.errors(a.beta), strict=True)
    }
    return {
        **out,
        "power": float(a.power[0]),
        "error of power": float(g.design.errors(a.power)),
        "var_within": within,
        "var_between": between,
        "ratio": within / between if between else None,
        **named,
        **errors,
        "log_likelihood": float(a.likelihood[0]),
        "converged": g.mixture.pair.converged
        if isinstance(g.mixture, RatioMixture)
        else a.converged,
        "at_edge": ", ".join(a.at_edge),
        "days_of_zero": a.zeros,
        "residual_skewness": skew,
        "residual_kurtosis": kurtosis,
    }


def _diagnosis_of_both(g: Group, b: Both) -> dict[str, Any]:
    named = zip(b.names, b.alpha[0].tolist(), b.beta[0].tolist(), strict=True)
    errors = {n: float(g.design.errors(getattr(b, n))) for n in ("power", "correlation")}
    return {
        "power": float(b.power[0]),
        "error of power": errors["power"],
        "var_within": float(b.sd_within[0]) ** 2,
        "var_between": float(b.sd2[0]) ** 2,
        "var_of_eating": float(b.sd1[0]) ** 2,
        "correlation": float(b.correlation[0]),
        "error of correlation": errors["correlation"],
        **{f"{part} of {n}": v for n, a, c in named for part, v in (("eating", a), ("amount", c))},
        "log_likelihood": b.likelihood,
        "converged": b.converged,
        "at_edge": ", ".join(b.at_edge),
        "days_of_zero": b.zeros,
    }


def _shape(g: Group) -> tuple[float, float]:
    """Skewness and excess kurtosis of the days' residuals on the Box-Cox scale, weighted."""
    from unclench.intake.usual.alike import forward

    a, x = g.amounts, g.panel.design()[0]
    y, _, _ = g.panel.raised()
    r = forward((y / a.scale)[None], a.power[:1])[0] - x @ a.beta[0]
    w = g.weights[0][g.panel.person]
    r = r - w @ r / w.sum()
    sd = np.sqrt(w @ r**2 / w.sum())
    if not sd > 0:
        return float("nan"), float("nan")
    r = r / sd
    return float(w @ r**3 / w.sum()), float(w @ r**4 / w.sum() - 3.0)

"""Standard errors from the design, against linearisation written out and against each other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from unclench.cohort.design import (
    Design,
    Method,
    given_counts,
    given_design,
    make_design,
    taylor_mean,
)
from unclench.errors import UserError

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]


def _survey(strata: int, sizes: tuple[int, ...], seed: int) -> tuple[Floats, Floats, Words, Words]:
    rng = np.random.default_rng(seed)
    rows = []
    for h in range(strata):
        for u in range(sizes[h % len(sizes)]):
            effect = rng.normal(0, 5)
            for _ in range(int(rng.integers(20, 40))):
                rows.append((100 + effect + rng.normal(0, 20), rng.uniform(1, 5), f"s{h}", f"u{u}"))
    y, w, s, u = zip(*rows, strict=True)
    return np.array(y), np.array(w), np.array(s), np.array(u)


def _mean_error(design: Design, y: Floats, w: Floats) -> float:
    weights = design.weights(w)
    return float(design.errors(weights @ y / weights.sum(axis=1)))


@pytest.mark.parametrize(
    ("method", "sizes", "within"),
    [("jackknife", (2,), 0.02), ("jackknife", (2, 3, 5), 0.03), ("fay", (2,), 0.02),
     ("brr", (2,), 0.04), ("bootstrap", (2, 3), 0.2)],
)  # fmt: skip
def test_replicates_agree_with_linearisation(
    method: Method, sizes: tuple[int, ...], within: float
) -> None:
    y, w, s, u = _survey(15, sizes, 1)
    _, taylor = taylor_mean(y, w, s, u)
    design = make_design(s, u, len(y), method)
    assert _mean_error(design, y, w) == pytest.approx(taylor, rel=within)
    assert design.degrees == design.units - 15


def test_half_samples_are_balanced() -> None:
    """Of a total, balanced half samples give the textbook variance exactly."""
    y, w, s, u = _survey(13, (2,), 2)
    want = 0.0
    for h in np.unique(s):
        one, two = ((w * y)[(s == h) & (u == k)].sum() for k in ("u0", "u1"))
        want += (one - two) ** 2
    for method in ("brr", "fay", "jackknife"):
        design = make_design(s, u, len(y), method)
        assert float(design.errors(design.weights(w) @ y)) == pytest.approx(np.sqrt(want), rel=1e-9)


def test_a_domain_has_weight_zero_and_keeps_the_units() -> None:
    y, w, s, u = _survey(15, (2,), 3)
    inside = np.random.default_rng(4).random(len(y)) < 0.3
    inside &= ~((s == "s3") & (u == "u1"))  # a whole unit without anybody of the domain
    domain = np.where(inside, w, 0.0)
    _, taylor = taylor_mean(y, domain, s, u)
    design = make_design(s, u, len(y))
    rows = np.flatnonzero(inside)
    weights = design.weights(w[rows], rows)
    error = float(design.errors(weights @ y[rows] / weights.sum(axis=1)))
    assert error == pytest.approx(taylor, rel=0.03)


def test_a_stratum_with_one_unit_is_joined_by_a_named_rule() -> None:
    y, w, s, u = _survey(6, (2, 1), 5)
    design = make_design(s, u, len(y))
    assert design.rules == ("lone_units_joined",) and design.strata == 3
    assert _mean_error(design, y, w) > 0
    with pytest.raises(UserError, match="jackknife"):
        make_design(s, u, len(y), "brr")


@pytest.mark.parametrize(("method", "sizes"), [("fay", (2, 3, 5)), ("brr", (2, 4))])
def test_half_samples_of_more_than_two_units_have_the_variance_of_units(
    method: Method, sizes: tuple[int, ...]
) -> None:
    """Of a total, over many ways to put units into two groups; no weight is below zero."""
    y, w, s, u = _survey(12, sizes, 8)
    want = 0.0
    for h in np.unique(s):
        of = np.array([(w * y)[(s == h) & (u == k)].sum() for k in np.unique(u[s == h])])
        want += len(of) / (len(of) - 1) * float(((of - of.mean()) ** 2).sum())
    found = []
    for seed in range(300):
        design = make_design(s, u, len(y), method, seed)
        assert design.rules == ("units_in_two_groups",) and design.factors.min() >= 0
        found.append(float(design.errors(design.weights(w) @ y)) ** 2)
    assert np.mean(found) == pytest.approx(want, rel=0.06)
    again = make_design(s, u, len(y), method, 0)
    assert float(again.errors(again.weights(w) @ y)) ** 2 == pytest.approx(found[0], rel=1e-12)


def test_without_a_design_people_are_put_into_random_groups() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(100, 20, 4000)
    design = make_design(None, None, len(y))
    assert design.rules == ("random_groups",)
    assert _mean_error(design, y, np.ones(4000)) == pytest.approx(20 / np.sqrt(4000), rel=0.3)
    with pytest.raises(UserError, match="one sampling unit"):
        make_design(np.array(["a", "a"]), np.array(["b", "b"]), 2)


def test_weights_that_a_survey_publishes_count_as_those_made_here() -> None:
    """Fay's half samples written out as columns give the same error; people of weight zero too."""
    y, w, s, u = _survey(15, (2,), 7)
    made = make_design(s, u, len(y), "fay")
    sets = made.weights(w)[1:]
    given = given_design(w, sets, given_counts(len(sets), "fay"), 15)
    assert _mean_error(given, y, w) == pytest.approx(_mean_error(made, y, w), rel=1e-12)
    some = np.where(y > 90, w, 0.0)
    again = given_design(some, sets * (y > 90), given_counts(len(sets), "fay"), 15)
    assert _mean_error(again, y, some) == pytest.approx(_mean_error(made, y, some), rel=1e-12)


SURVEY_R = {
    (2,): (98.8783855015, 1.13928230674, 1.13942751372, 0.742785959676, 15, 1.13294891949),
    (2, 3, 5): (99.3623978454, 1.03944194628, 1.0390814843, 0.713392782824, 35, None),
}
"""What R's `survey` 4.1 prints for `_survey(15, sizes, 1)`: mean, its error by linearisation, by
jackknife (JKn, mse), of the domain y > 90 by linearisation, degrees, by Fay 0.3."""

IN_R = """suppressMessages(library(survey))
d <- read.csv("FILE")
D <- svydesign(ids=~u, strata=~s, weights=~w, data=d, nest=TRUE)
J <- as.svrepdesign(D, type="JKn", mse=TRUE)
found <- c(coef(svymean(~y, D)), SE(svymean(~y, D)), SE(svymean(~y, J)),
           SE(svymean(~y, subset(D, y > 90))), degf(D))
if (all(table(unique(d[c("s", "u")])$s) == 2))
    found <- c(found, SE(svymean(~y, as.svrepdesign(D, type="Fay", fay.rho=0.3, mse=TRUE))))
cat(sprintf("%.12g\\n", found))"""


def _ours(sizes: tuple[int, ...]) -> list[float]:
    y, w, s, u = _survey(15, sizes, 1)
    mean, error = taylor_mean(y, w, s, u)
    jackknife = make_design(s, u, len(y))
    domain = taylor_mean(y, np.where(y > 90, w, 0.0), s, u)[1]
    out = [mean, error, _mean_error(jackknife, y, w), domain, float(jackknife.degrees)]
    if sizes == (2,):
        out.append(_mean_error(make_design(s, u, len(y), "fay"), y, w))
    return out


@pytest.mark.parametrize("sizes", list(SURVEY_R))
def test_errors_are_those_of_the_survey_package_of_r(sizes: tuple[int, ...]) -> None:
    want = [v for v in SURVEY_R[sizes] if v is not None]
    assert _ours(sizes) == pytest.approx(want, rel=1e-10)


@pytest.mark.nightly
@pytest.mark.parametrize("sizes", list(SURVEY_R))
def test_errors_are_those_of_the_r_that_is_installed(
    sizes: tuple[int, ...], tmp_path: Path
) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no R")
    y, w, s, u = _survey(15, sizes, 1)
    rows = [f"{a!r},{b!r},{c},{d}" for a, b, c, d in zip(y.tolist(), w.tolist(), s, u, strict=True)]
    file = tmp_path / "days.csv"
    file.write_text("\n".join(["y,w,s,u", *rows]) + "\n")
    said = subprocess.run(
        ["Rscript", "-e", IN_R.replace("FILE", str(file))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert _ours(sizes) == pytest.approx([float(v) for v in said.stdout.split()], rel=1e-6)

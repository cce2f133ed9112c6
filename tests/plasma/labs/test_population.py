"""A national survey's measured values: nothing refused, conversions equal to the survey's own."""

from __future__ import annotations

import collections
import csv
import gzip
from pathlib import Path

import pytest

from unclench.facts.kinds import analytes
from unclench.plasma.labs import interpret
from unclench.plasma.labs.make_result import make
from unclench.plasma.labs.printed import Printed
from unclench.told.person import Person

# the survey's column in conventional units, the same converted by the survey, our analyte
PAIRS = [
    ("LBXSCA", "mg/dL", "LBDSCASI", "ca_total"),
    ("LBXSPH", "mg/dL", "LBDSPHSI", "phos"),
    ("LBXSAL", "g/dL", "LBDSALSI", "albumin"),
    ("LBXSCR", "mg/dL", "LBDSCRSI", "creat"),
    ("LBXFER", "ng/mL", "LBDFERSI", "ferritin"),
    ("LBXB12", "pg/mL", "LBDB12SI", "b12"),
]
# fmt: off
MEASURED = [
    # column       unit      analyte     most of adults out of our range, %
    ("LBXSKSI",   "mmol/L", "k",         7),
    ("LBXSNASI",  "mmol/L", "na",        7),
    ("LBXSCLSI",  "mmol/L", "cl",        5),
    ("LBXSCA",    "mg/dL",  "ca_total",  5),
    ("LBXSPH",    "mg/dL",  "phos",      10),
    ("LBXSAL",    "g/dL",   "albumin",   3),
    ("LBXSC3SI",  "mmol/L", "hco3",      10),
    ("LBXSCR",    "mg/dL",  "creat",     15),
    ("LBXSCK",    "U/L",    "ck",        15),
    ("LBXPT21",   "pg/mL",  "pth",       25),
    ("LBXB12",    "pg/mL",  "b12",       20),
    ("VIDMS_nmolL", "nmol/L", "vitd",    45),
]
# fmt: on


@pytest.fixture(scope="module")
def survey(samples: Path) -> list[dict[str, str]]:
    with gzip.open(samples / "nhanes/labs_2003_2014.csv.gz", "rt", encoding="utf-8") as f:
        return list(csv.DictReader(f))[::20]


@pytest.mark.parametrize(("told", "unit", "own", "analyte"), PAIRS)
def test_conversion_equals_the_surveys_own(
    survey: list[dict[str, str]], told: str, unit: str, own: str, analyte: str
) -> None:
    model, compared = analytes.load()[analyte], 0
    for row in survey:
        if row[told] and row[own]:
            here = model.to_unit(float(row[told]), unit)
            assert here == pytest.approx(float(row[own]), rel=2.5e-3)
            compared += 1
    assert compared > 300


def test_no_measured_value_is_refused_and_few_adults_are_out_of_range(
    survey: list[dict[str, str]],
) -> None:
    flags: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in survey:
        age = float(row["RIDAGEYR"])
        if age < 20:
            continue
        sex = "male" if row["RIAGENDR"] == "1.0" else "female"
        profile = Person(age=age, sex=sex, pregnant=row["RIDEXPRG"] == "1.0")
        results = [
            make(Printed(analytes.load()[a].label, float(row[c]), u))
            for c, u, a, _ in MEASURED
            if row[c]
        ]
        for lab in interpret(results, profile):
            flags[lab.analyte][lab.interpretation] += 1
    for _, _, analyte, most in MEASURED:
        counted = flags[analyte]
        judged = counted.total() - counted["unknown"]  # B12 in the grey zone is not judged
        out = 100 * (1 - counted["N"] / judged)
        assert 0 < out < most, (analyte, out)
        assert counted["LL"] + counted["HH"] <= 0.01 * counted.total(), analyte

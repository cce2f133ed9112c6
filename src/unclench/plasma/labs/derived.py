"""Quantities computed from several results: the formulas whose facts are in `facts/data/derived`.

Every function takes values in the units of the analytes (mmol/L, g/L, µmol/L for creatinine) and
returns a value in the unit of the derived fact, or None where the fact says it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unclench.told.person import Person

MG_DL_PER_MMOL_GLUCOSE = 18.0156
UMOL_PER_MG_DL_CREATININE = 88.402
MG_DL_PER_MMOL_UREA_NITROGEN = 2.8014
SAME_DRAW_DAYS = 7
"""Results further apart than this are not combined (judgement)."""

Values = Mapping[str, float]
Answer = float | None


def ca_adj(v: Values, _: Person) -> Answer:
    """Calcium + 0.02 x (40 - albumin in g/L), mmol/L. Payne 1973."""
    if v["albumin"] >= 40:
        return None
    return v["ca_total"] + 0.02 * (40 - v["albumin"])


def na_corr(v: Values, _: Person, slope: float = 2.4) -> Answer:
    """Sodium + slope x (glucose - 100 mg/dL) / 100 mg/dL, mmol/L. Hillier 1999."""
    glucose = v["glucose"] * MG_DL_PER_MMOL_GLUCOSE
    if glucose <= 100:
        return None
    return v["na"] + slope * (glucose - 100) / 100


def na_corr_katz(v: Values, p: Person) -> Answer:
    """The same with the slope of Katz 1973, 1.6."""
    return na_corr(v, p, 1.6)


def osm_calc(v: Values, _: Person) -> Answer:
    """2 x sodium + glucose + urea, mmol/L taken as mosm/kg."""
    return 2 * v["na"] + v["glucose"] + v["bun"]


def osm_older(v: Values, p: Person) -> Answer:
    """1.86 x (Na + K) + 1.15 x glucose + urea + 14 (Khajuria and Krahn), mosm/L."""
    if p.age is None or p.age < 65:
        return None
    return 1.86 * (v["na"] + v["k"]) + 1.15 * v["glucose"] + v["bun"] + 14


def osm_gap(v: Values, _: Person) -> Answer:
    """Measured minus calculated osmolality, mosm/kg."""
    return v["osm_s"] - (2 * v["na"] + v["glucose"] + v["bun"])


def anion_gap(v: Values, _: Person) -> Answer:
    """Sodium - chloride - bicarbonate, mmol/L, without potassium."""
    return v["na"] - v["cl"] - v["hco3"]


def anion_gap_alb(v: Values, _: Person) -> Answer:
    """Anion gap + 0.25 x (40 - albumin in g/L), mmol/L. Figge 1998."""
    return v["na"] - v["cl"] - v["hco3"] + 0.25 * (40 - v["albumin"])


def egfr(v: Values, p: Person) -> Answer:
    """CKD-EPI 2021 from creatinine, age and sex, mL/min per 1.73 m2. Inker 2021."""
    if p.age is None or p.sex is None:
        return None
    if p.age < 18:
        return None
    if p.pregnant:
        return None
    female = p.sex == "female"
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = v["creat"] / UMOL_PER_MG_DL_CREATININE / kappa
    value: float = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**p.age
    return value * 1.012 if female else value


def femg(v: Values, p: Person) -> Answer:
    """100 x (urine Mg x creatinine) / (0.7 x Mg x urine creatinine), percent."""
    filtration = egfr(v, p)
    if isinstance(filtration, float) and filtration < 30:
        return None
    return 100 * v["mg_u"] * v["creat"] / 1000 / (0.7 * v["mg"] * v["creat_u"])


def ttkg(v: Values, _: Person) -> Answer:
    """(urine K / K) / (urine osmolality / osmolality); only with concentrated, salty urine."""
    if v["osm_u"] <= v["osm_s"]:
        return None
    if v["na_u"] <= 25:
        return None
    return (v["k_u"] / v["k"]) / (v["osm_u"] / v["osm_s"])


def k_creat_u(v: Values, _: Person) -> Answer:
    """Urine potassium over urine creatinine, mmol/mmol."""
    return v["k_u"] / v["creat_u"]


def bun_creat(v: Values, _: Person) -> Answer:
    """Urea nitrogen over creatinine, both in mg/dL."""
    nitrogen = v["bun"] * MG_DL_PER_MMOL_UREA_NITROGEN
    return nitrogen / (v["creat"] / UMOL_PER_MG_DL_CREATININE)


def tsat(v: Values, _: Person) -> Answer:
    """Iron over iron-binding capacity, percent."""
    return 100 * v["iron"] / v["tibc"]


FORMULAS: dict[str, Callable[[Values, Person], Answer]] = {
    f.__name__: f
    for f in (
        ca_adj, na_corr, na_corr_katz, osm_calc, osm_older, osm_gap, anion_gap, anion_gap_alb,
        egfr, femg, ttkg, k_creat_u, bun_creat, tsat,
    )
}  # fmt: skip
"""Function by the id of its fact."""

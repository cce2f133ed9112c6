"""Written from vitamin_d.mmt by scripts/build_models.py. Change the model, not this."""

from math import log, cos

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'vitamin_d'
DIGEST = '49246bd2e9c4'
META = {
    'author': 'the Unclench authors',
    'cannot_know': 'Single huge doses, poor absorption of fat, genes, pregnancy, cloud and clothes of a given week',
    'desc': 'One pool. Supply is a winter base plus a logarithm of the daily intake (the shape that the pooled trials need) plus skin production over the year, less a loss with body mass. Removal is first order, so a change of intake takes two to three months to show in full.',
    'name': 'vitamin_d',
    'source': 'cashman2017, ekwaru2014, heaney2013, heaney2003',
    'title': 'Vitamin D: from intake, sun and body mass to 25-hydroxyvitamin D in blood',
    'validity': 'Adults, 0 to 250 µg a day by mouth',
}
TIME_UNIT = 'day'
STATES: list[tuple[object, ...]] = [
    ('serum.d25', 'nmol/L', 'state', 37.6413655759, '25-hydroxyvitamin D in serum'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('input.vitamin_d', 'ug/day', 'constant', 5.0, 'Vitamin D from food and supplements', '', 'input', '', 0.0, 250.0),
    ('input.sun', '1', 'constant', 0.0, 'Skin exposure, 0 none, 1 an ordinary outdoor life at 53 degrees north', '', 'input', '', 0.0, 2.0),
    ('input.day_of_year', 'day', 'constant', 15.0, 'Day of the year on which the simulation starts', '', 'input', '', 0.0, 366.0),
    ('input.body_mass_shift', 'nmol/L', 'constant', 0.0, 'Shift with body mass index, 0 below 25, overweight and obese as published', 'ekwaru2014', 'input', '', -25.0, 0.0),
    ('serum.base', 'nmol/L', 'constant', 25.0, 'Level in winter at the latitudes of the trials with no intake at all', 'judgement', 'assumed', 'judgement', 13.0, 37.0, 6.0),
    ('serum.slope', 'nmol/L', 'constant', 66.8, 'Rise per unit of the logarithm of intake', 'cashman2017', 'fitted', 'computed', 45.0, 90.0, 11.25),
    ('serum.scale', 'ug/day', 'constant', 24.0, 'Intake at which the curve starts to bend', 'cashman2017', 'fitted', 'computed', 15.0, 40.0),
    ('serum.tau', 'day', 'constant', 29.0, 'Time constant of 25-hydroxyvitamin D, a half-life of 20 days', 'phys_recalled', 'published', 'recalled', 22.0, 36.0, 3.5),
    ('serum.least', 'nmol/L', 'constant', 4.0, 'No person is left with none', 'judgement', 'assumed', 'judgement'),
    ('skin.peak_day', 'day', 'constant', 185.0, 'Day of the year with the most ultraviolet light, northern half of the earth', 'judgement', 'assumed', 'judgement'),
    ('skin.peak_to_trough', 'nmol/L', 'constant', 18.5, 'Skin production over the year, chosen so that the blood swings by the published amplitude', 'heaney2013', 'fitted', 'computed', 11.0, 26.0, 3.75),
    ('skin.year', 'day', 'constant', 365.25, 'Days in a year', 'judgement', 'definition', 'computed'),
]
DERIVED: list[tuple[object, ...]] = [
    ('serum.diet', 'nmol/L', 'derived', None),
]
VARIABLES: list[tuple[object, ...]] = [
    ('skin.now', 'nmol/L', 'variable', None),
    ('serum.supply', 'nmol/L', 'variable', None),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    input_vitamin_d = c[0]
    serum_scale = c[6]
    serum_slope = c[5]
    serum_diet = serum_slope * log(1.0 + input_vitamin_d / serum_scale)  # nmol/L
    c[12] = serum_diet


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    engine_time = t
    input_body_mass_shift = c[3]
    input_day_of_year = c[2]
    input_sun = c[1]
    serum_base = c[4]
    serum_d25 = y[0]
    serum_diet = c[12]
    serum_least = c[8]
    serum_tau = c[7]
    skin_peak_day = c[9]
    skin_peak_to_trough = c[10]
    skin_year = c[11]
    skin_now = input_sun * skin_peak_to_trough * 0.5 * (1.0 + cos(6.28318530717958623e+00 * (engine_time + input_day_of_year - skin_peak_day) / skin_year))  # nmol/L
    serum_supply = (serum_base + serum_diet + skin_now + input_body_mass_shift if (serum_base + serum_diet + skin_now + input_body_mass_shift > serum_least) else serum_least)  # nmol/L
    dy[0] = (serum_supply - serum_d25) / serum_tau


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    engine_time = t
    input_body_mass_shift = c[3]
    input_day_of_year = c[2]
    input_sun = c[1]
    serum_base = c[4]
    serum_diet = c[12]
    serum_least = c[8]
    skin_peak_day = c[9]
    skin_peak_to_trough = c[10]
    skin_year = c[11]
    skin_now = input_sun * skin_peak_to_trough * 0.5 * (1.0 + cos(6.28318530717958623e+00 * (engine_time + input_day_of_year - skin_peak_day) / skin_year))  # nmol/L
    out[0] = skin_now
    serum_supply = (serum_base + serum_diet + skin_now + input_body_mass_shift if (serum_base + serum_diet + skin_now + input_body_mass_shift > serum_least) else serum_least)  # nmol/L
    out[1] = serum_supply

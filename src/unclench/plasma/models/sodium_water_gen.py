"""Written from sodium_water.mmt by scripts/build_models.py. Change the model, not this."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'sodium_water'
DIGEST = '0cc8f6741623'
META = {
    'author': 'the Unclench authors',
    'cannot_know': 'Blood pressure, heart failure, liver disease, inappropriate antidiuretic hormone, high blood sugar',
    'desc': 'Plasma sodium follows from all exchangeable sodium and potassium over all water (Edelman, in the form of Nguyen and Kurtz). The kidney returns body sodium to a set point within days; antidiuretic hormone decides in how much water the solutes of the day leave; thirst follows the curve of HumMod.',
    'name': 'sodium_water',
    'source': 'edelman_nguyen2004, hummod2012, baker_2016_sweat, lara2016',
    'title': 'Sodium and water: body sodium, body water, thirst, antidiuretic hormone',
    'validity': 'Adults with plasma sodium 115 to 165 mmol/L',
}
TIME_UNIT = 'day'
STATES: list[tuple[object, ...]] = [
    ('body.sodium', 'mmol', 'state', 3463.46235485, 'Exchangeable sodium'),
    ('body.water', 'L', 'state', 41.9924047599, 'All body water'),
    ('hormone.adh', 'pg/mL', 'state', 3.80948268684, 'Antidiuretic hormone'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('input.sodium', 'mmol/day', 'constant', 140.0, 'Sodium from food and drink', '', 'input', '', 5.0, 400.0),
    ('input.potassium', 'mmol/day', 'constant', 75.0, 'Potassium from food and drink, for the solutes of urine', '', 'input', '', 10.0, 400.0),
    ('input.water', 'L/day', 'constant', 2.2, 'Water from food and drink by habit', '', 'input', '', 0.3, 15.0),
    ('input.sweat', 'L/day', 'constant', 0.05, 'Sweat beyond unnoticed evaporation', '', 'input', '', 0.0, 12.0),
    ('input.sweat_sodium', 'mmol/L', 'constant', 35.9, 'Sodium in whole-body sweat', 'baker_2016_sweat', 'published', 'seen', 18.0, 71.0, 10.4),
    ('input.sweat_potassium', 'mmol/L', 'constant', 5.9, 'Potassium in sweat', 'lara2016', 'published', 'seen'),
    ('input.thirst', '1', 'constant', 1.0, '1 drinks when thirsty, 0 cannot or does not', '', 'input', '', 0.0, 1.0),
    ('input.kidney', '1', 'constant', 1.0, 'Filtration as a share of 100 mL/min/1.73 m2', '', 'input', '', 0.15, 1.5),
    ('input.set_point_shift', 'mmol', 'constant', 0.0, 'Change of the body sodium that the kidney defends (diuretics lower it)', '', 'input', '', -600.0, 600.0),
    ('input.dilution_limit', 'mmol/L', 'constant', 0.0, 'What a medicine adds to the least concentration of urine', '', 'input', '', 0.0, 250.0),
    ('input.body_potassium', 'mmol', 'constant', 3200.0, 'Exchangeable potassium, from the potassium model', '', 'input', '', 2000.0, 4200.0),
    ('plasma.slope', '1', 'constant', 1.11, "Slope of Edelman's line, plasma water", 'edelman_nguyen2004', 'published', 'seen'),
    ('plasma.offset', 'mmol/L', 'constant', 25.6, "Offset of Edelman's line", 'edelman_nguyen2004', 'published', 'seen'),
    ('plasma.water_share', '1', 'constant', 0.93, 'Share of plasma that is water; 1.11 x 0.93 = 1.03 and 25.6 x 0.93 = 23.8 as published', 'edelman_nguyen2004', 'published', 'seen'),
    ('plasma.other', 'mmol/L', 'constant', 10.0, 'Glucose and urea', 'phys_recalled', 'published', 'recalled'),
    ('hormone.threshold', 'mmol/L', 'constant', 280.0, 'Osmolality at which the hormone appears', 'phys_recalled', 'published', 'recalled', 277.0, 283.0, 1.5),
    ('hormone.sensitivity', 'pg*L/mL/mmol', 'constant', 0.38, 'Rise of the hormone per mmol/L', 'phys_recalled', 'published', 'recalled', 0.2, 0.6, 0.1),
    ('hormone.corner', 'mmol/L', 'constant', 1.0, 'Softness of the threshold', 'judgement', 'assumed', 'judgement'),
    ('hormone.half_life_tau', 'day', 'constant', 0.02, 'Time constant of the hormone in blood, half an hour', 'phys_recalled', 'published', 'recalled'),
    ('thirst.usual', 'mmol/L', 'constant', 253.0, 'Body osmolality at which people drink their habit', 'hummod2012', 'published', 'seen'),
    ('thirst.usual_plasma', 'mmol/L', 'constant', 290.0, 'The same in plasma', 'phys_recalled', 'published', 'recalled'),
    ('thirst.slope', 'L^2/mmol/day', 'constant', 0.2, "Slope of HumMod's curve at the usual point", 'hummod2012', 'published', 'seen', 0.1, 0.3, 0.05),
    ('thirst.span', 'mmol/L', 'constant', 60.0, 'From the usual point to the top of the curve', 'hummod2012', 'published', 'seen'),
    ('thirst.top', 'L/day', 'constant', 28.0, 'Drinking at the top of the curve above the habit', 'hummod2012', 'published', 'seen'),
    ('thirst.corner', 'mmol/L', 'constant', 0.1, 'Softness of the start of thirst', 'judgement', 'assumed', 'judgement'),
    ('body.set_point', 'mmol', 'constant', 3259.9, 'Body sodium that the kidney defends; places the reference adult at 140 mmol/L', 'judgement', 'fitted', 'computed'),
    ('body.natriuresis', '1/day', 'constant', 0.667, 'Share of the sodium above the set point that leaves in a day', 'phys_recalled', 'published', 'recalled', 0.45, 1.0, 0.1375),
    ('body.spread', 'mmol', 'constant', 12.0, 'Softness of the corner at the set point', 'judgement', 'assumed', 'judgement'),
    ('body.stool_share', '1', 'constant', 0.014, 'Share of intake in stool', 'judgement', 'assumed', 'judgement'),
    ('body.acclimatisation', '1', 'constant', 4.0, 'How sweat sodium falls when body sodium is short (the duct of the gland under aldosterone)', 'judgement', 'assumed', 'judgement'),
    ('body.sodium_normal', 'mmol', 'constant', 3463.46, 'Exchangeable sodium of the reference adult', 'judgement', 'fitted', 'computed'),
    ('body.drying', '1', 'constant', 4.0, 'How sweat and evaporation fall when the body dries out', 'judgement', 'assumed', 'judgement'),
    ('body.water_normal', 'L', 'constant', 42.0, 'Body water of the reference adult', 'phys_recalled', 'published', 'recalled'),
    ('body.metabolic', 'L/day', 'constant', 0.3, 'Water made from food', 'phys_recalled', 'published', 'recalled'),
    ('body.evaporation', 'L/day', 'constant', 1.0, 'Unnoticed evaporation and stool', 'phys_recalled', 'published', 'recalled', 0.7, 1.3, 0.15),
    ('body.urea', 'mmol/day', 'constant', 450.0, 'Urea and other solutes of urine that are not salts', 'phys_recalled', 'published', 'recalled', 300.0, 650.0, 87.5),
    ('body.urine_potassium_share', '1', 'constant', 0.83, 'Share of potassium intake in urine', 'judgement', 'assumed', 'judgement'),
    ('body.least', 'mmol/L', 'constant', 50.0, 'Most dilute urine of healthy kidneys', 'phys_recalled', 'published', 'recalled'),
    ('body.most', 'mmol/L', 'constant', 1200.0, 'Most concentrated urine of healthy kidneys', 'phys_recalled', 'published', 'recalled'),
    ('body.plasma_like', 'mmol/L', 'constant', 300.0, 'Urine of kidneys that neither dilute nor concentrate', 'phys_recalled', 'published', 'recalled'),
    ('body.half', 'pg/mL', 'constant', 4.1216, 'Hormone at half of the way; places the reference adult in water balance', 'judgement', 'fitted', 'computed'),
]
DERIVED: list[tuple[object, ...]] = [
    ('body.stool_sodium', 'mmol/day', 'derived', None),
    ('body.health', '1', 'derived', None),
    ('body.dilute', 'mmol/L', 'derived', None),
    ('body.concentrated', 'mmol/L', 'derived', None),
]
VARIABLES: list[tuple[object, ...]] = [
    ('plasma.sodium', 'mmol/L', 'variable', None, 'Sodium in plasma'),
    ('plasma.osmolality', 'mmol/L', 'variable', None),
    ('hormone.over', 'mmol/L', 'variable', None),
    ('hormone.wanted', 'pg/mL', 'variable', None),
    ('thirst.excess', 'mmol/L', 'variable', None),
    ('thirst.way', '1', 'variable', None),
    ('thirst.s', '1', 'variable', None, 'Share of the way to the top'),
    ('thirst.drink', 'L/day', 'variable', None, "Drinking beyond the habit; the cubic through HumMod's two points"),
    ('body.above', 'mmol', 'variable', None),
    ('body.urine_sodium', 'mmol/day', 'variable', None),
    ('body.duct', '1', 'variable', None),
    ('body.moist', '1', 'variable', None),
    ('body.sweat_sodium', 'mmol/day', 'variable', None),
    ('body.solutes', 'mmol/day', 'variable', None),
    ('body.urine_osmolality', 'mmol/L', 'variable', None),
    ('body.urine_water', 'L/day', 'variable', None),
    ('body.water_in', 'L/day', 'variable', None),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    body_least = c[37]
    body_most = c[38]
    body_plasma_like = c[39]
    body_stool_share = c[28]
    input_dilution_limit = c[9]
    input_kidney = c[7]
    input_sodium = c[0]
    body_stool_sodium = body_stool_share * input_sodium  # mmol/day
    c[41] = body_stool_sodium
    body_health = (input_kidney if (input_kidney < 1.0) else 1.0)  # 1
    c[42] = body_health
    body_dilute = body_least + input_dilution_limit + (body_plasma_like - body_least) * (1.0 - body_health)  # mmol/L
    c[43] = body_dilute
    body_concentrated = body_plasma_like + (body_most - body_plasma_like) * body_health  # mmol/L
    c[44] = body_concentrated


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    body_acclimatisation = c[29]
    body_concentrated = c[44]
    body_dilute = c[43]
    body_drying = c[31]
    body_evaporation = c[34]
    body_half = c[40]
    body_metabolic = c[33]
    body_natriuresis = c[26]
    body_set_point = c[25]
    body_sodium = y[0]
    body_sodium_normal = c[30]
    body_spread = c[27]
    body_stool_sodium = c[41]
    body_urea = c[35]
    body_urine_potassium_share = c[36]
    body_water = y[1]
    body_water_normal = c[32]
    hormone_adh = y[2]
    hormone_corner = c[17]
    hormone_half_life_tau = c[18]
    hormone_sensitivity = c[16]
    hormone_threshold = c[15]
    input_body_potassium = c[10]
    input_potassium = c[1]
    input_set_point_shift = c[8]
    input_sodium = c[0]
    input_sweat = c[3]
    input_sweat_sodium = c[4]
    input_thirst = c[6]
    input_water = c[2]
    plasma_offset = c[12]
    plasma_other = c[14]
    plasma_slope = c[11]
    plasma_water_share = c[13]
    thirst_corner = c[24]
    thirst_slope = c[21]
    thirst_span = c[22]
    thirst_top = c[23]
    thirst_usual = c[19]
    thirst_usual_plasma = c[20]
    plasma_sodium = plasma_water_share * (plasma_slope * (body_sodium + input_body_potassium) / body_water - plasma_offset)  # mmol/L
    plasma_osmolality = 2.0 * plasma_sodium + plasma_other  # mmol/L
    hormone_over = plasma_osmolality - hormone_threshold  # mmol/L
    hormone_wanted = 0.5 * hormone_sensitivity * (hormone_over + sqrt((hormone_over * hormone_over) + (hormone_corner * hormone_corner)))  # pg/mL
    thirst_excess = thirst_usual / thirst_usual_plasma * (plasma_osmolality - thirst_usual_plasma)  # mmol/L
    thirst_way = 0.5 * (thirst_excess + sqrt((thirst_excess * thirst_excess) + (thirst_corner * thirst_corner))) / thirst_span  # 1
    thirst_s = (thirst_way if (thirst_way < 1.0) else 1.0)  # 1
    thirst_drink = thirst_slope * thirst_span * (thirst_s - 2.0 * (thirst_s * thirst_s) + (thirst_s * thirst_s * thirst_s)) + thirst_top * (3.0 * (thirst_s * thirst_s) - 2.0 * (thirst_s * thirst_s * thirst_s))  # L/day
    body_above = body_sodium - body_set_point - input_set_point_shift  # mmol
    body_urine_sodium = body_natriuresis * 0.5 * (body_above + sqrt((body_above * body_above) + 4.0 * (body_spread * body_spread)))  # mmol/day
    body_duct = ((body_sodium / body_sodium_normal)**body_acclimatisation if (body_sodium < body_sodium_normal) else 1.0)  # 1
    body_moist = ((body_water / body_water_normal)**body_drying if (body_water < body_water_normal) else 1.0)  # 1
    body_sweat_sodium = body_moist * input_sweat * input_sweat_sodium * body_duct  # mmol/day
    body_solutes = body_urea + 2.0 * (body_urine_sodium + body_urine_potassium_share * input_potassium)  # mmol/day
    body_urine_osmolality = body_dilute + (body_concentrated - body_dilute) * (hormone_adh * hormone_adh) / ((hormone_adh * hormone_adh) + (body_half * body_half))  # mmol/L
    body_urine_water = body_solutes / body_urine_osmolality  # L/day
    body_water_in = input_water + input_thirst * thirst_drink  # L/day
    dy[0] = input_sodium - body_urine_sodium - body_stool_sodium - body_sweat_sodium
    dy[1] = body_water_in + body_metabolic - body_moist * (body_evaporation + input_sweat) - body_urine_water
    dy[2] = (hormone_wanted - hormone_adh) / hormone_half_life_tau


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    body_acclimatisation = c[29]
    body_concentrated = c[44]
    body_dilute = c[43]
    body_drying = c[31]
    body_half = c[40]
    body_natriuresis = c[26]
    body_set_point = c[25]
    body_sodium = y[0]
    body_sodium_normal = c[30]
    body_spread = c[27]
    body_urea = c[35]
    body_urine_potassium_share = c[36]
    body_water = y[1]
    body_water_normal = c[32]
    hormone_adh = y[2]
    hormone_corner = c[17]
    hormone_sensitivity = c[16]
    hormone_threshold = c[15]
    input_body_potassium = c[10]
    input_potassium = c[1]
    input_set_point_shift = c[8]
    input_sweat = c[3]
    input_sweat_sodium = c[4]
    input_thirst = c[6]
    input_water = c[2]
    plasma_offset = c[12]
    plasma_other = c[14]
    plasma_slope = c[11]
    plasma_water_share = c[13]
    thirst_corner = c[24]
    thirst_slope = c[21]
    thirst_span = c[22]
    thirst_top = c[23]
    thirst_usual = c[19]
    thirst_usual_plasma = c[20]
    plasma_sodium = plasma_water_share * (plasma_slope * (body_sodium + input_body_potassium) / body_water - plasma_offset)  # mmol/L
    out[0] = plasma_sodium
    plasma_osmolality = 2.0 * plasma_sodium + plasma_other  # mmol/L
    out[1] = plasma_osmolality
    hormone_over = plasma_osmolality - hormone_threshold  # mmol/L
    out[2] = hormone_over
    hormone_wanted = 0.5 * hormone_sensitivity * (hormone_over + sqrt((hormone_over * hormone_over) + (hormone_corner * hormone_corner)))  # pg/mL
    out[3] = hormone_wanted
    thirst_excess = thirst_usual / thirst_usual_plasma * (plasma_osmolality - thirst_usual_plasma)  # mmol/L
    out[4] = thirst_excess
    thirst_way = 0.5 * (thirst_excess + sqrt((thirst_excess * thirst_excess) + (thirst_corner * thirst_corner))) / thirst_span  # 1
    out[5] = thirst_way
    thirst_s = (thirst_way if (thirst_way < 1.0) else 1.0)  # 1
    out[6] = thirst_s
    thirst_drink = thirst_slope * thirst_span * (thirst_s - 2.0 * (thirst_s * thirst_s) + (thirst_s * thirst_s * thirst_s)) + thirst_top * (3.0 * (thirst_s * thirst_s) - 2.0 * (thirst_s * thirst_s * thirst_s))  # L/day
    out[7] = thirst_drink
    body_above = body_sodium - body_set_point - input_set_point_shift  # mmol
    out[8] = body_above
    body_urine_sodium = body_natriuresis * 0.5 * (body_above + sqrt((body_above * body_above) + 4.0 * (body_spread * body_spread)))  # mmol/day
    out[9] = body_urine_sodium
    body_duct = ((body_sodium / body_sodium_normal)**body_acclimatisation if (body_sodium < body_sodium_normal) else 1.0)  # 1
    out[10] = body_duct
    body_moist = ((body_water / body_water_normal)**body_drying if (body_water < body_water_normal) else 1.0)  # 1
    out[11] = body_moist
    body_sweat_sodium = body_moist * input_sweat * input_sweat_sodium * body_duct  # mmol/day
    out[12] = body_sweat_sodium
    body_solutes = body_urea + 2.0 * (body_urine_sodium + body_urine_potassium_share * input_potassium)  # mmol/day
    out[13] = body_solutes
    body_urine_osmolality = body_dilute + (body_concentrated - body_dilute) * (hormone_adh * hormone_adh) / ((hormone_adh * hormone_adh) + (body_half * body_half))  # mmol/L
    out[14] = body_urine_osmolality
    body_urine_water = body_solutes / body_urine_osmolality  # L/day
    out[15] = body_urine_water
    body_water_in = input_water + input_thirst * thirst_drink  # L/day
    out[16] = body_water_in

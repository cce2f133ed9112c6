"""Written from potassium.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'potassium'
DIGEST = '11ee1bd6565b'
META = {
    'author': 'the Unclench authors',
    'cannot_know': 'Acid-base state, exercise, adrenaline, insulin lack, the clock of the day',
    'desc': 'Compartments and pump of Stadt and colleagues. Their kidney gives 1.8 mmol/L on 40 mmol a day and 7.3 on 120, which no human shows, so the kidney here is our own: excretion rises with plasma potassium, with potassium in the gut beyond what is usual there, before it reaches the blood, and with a gain that adapts over days. A meal holds potassium back in the stomach, which lets energy through at a steady rate.',
    'name': 'potassium',
    'source': 'stadt2022, preston2015, dri2005, brener1983',
    'title': 'Potassium: stomach, gut, plasma, tissue fluid, cells, insulin, a kidney that adapts',
    'validity': 'Adults, 0 to 500 mmol a day, plasma 2 to 7 mmol/L',
}
TIME_UNIT = 'day'
STATES: list[tuple[object, ...]] = [
    ('gut.amount', 'mmol', 'state', 5.20833333333, 'Potassium in the gut'),
    ('plasma.amount', 'mmol', 'state', 18.9, 'Potassium in plasma'),
    ('tissue.amount', 'mmol', 'state', 42.0, 'Potassium in tissue fluid'),
    ('cell.amount', 'mmol', 'state', 3120.0, 'Potassium in cells'),
    ('insulin.level', '1', 'state', 1.0, 'Insulin, relative to the average of the day'),
    ('kidney.gain', '1', 'state', 1.0, 'Slow gain of the kidney'),
    ('gut.usual', 'mmol', 'state', 5.20833333333, 'Potassium that is usual in the gut'),
    ('stomach.amount', 'mmol', 'state', 0.706214689266, 'Potassium in the stomach'),
    ('stomach.food', 'g', 'state', 0.0, 'Carbohydrate of a single meal in the stomach'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('input.potassium', 'mmol/day', 'constant', 75.0, 'Potassium from food and drink', '', 'input', '', 0.0, 500.0),
    ('input.carbohydrate_pulse', 'g/day', 'constant', 0.0, 'Carbohydrate being eaten now, above the average of the day; only for single meals', '', 'input', '', 0.0, 20000.0),
    ('input.sweat', 'L/day', 'constant', 0.05, 'Sweat beyond unnoticed evaporation', '', 'input', '', 0.0, 12.0),
    ('input.sweat_potassium', 'mmol/L', 'constant', 5.9, 'Potassium in sweat', 'lara2016', 'published', 'seen', 4.1, 7.7, 0.9),
    ('input.kidney', '1', 'constant', 1.0, 'Filtration as a share of 100 mL/min/1.73 m2', '', 'input', '', 0.15, 1.5),
    ('input.secretion_factor', '1', 'constant', 1.0, 'What medicines do to potassium secretion (1 none)', '', 'input', '', 0.2, 4.0),
    ('input.absorption', '1', 'constant', 1.0, 'What gut disease leaves of absorption (1 healthy)', '', 'input', '', 0.2, 1.0),
    ('input.gut_loss', 'mmol/day', 'constant', 0.0, 'Loss with diarrhoea or vomiting', '', 'input', '', 0.0, 120.0),
    ('input.magnesium', 'mmol/L', 'constant', 0.85, 'Magnesium in plasma, from the magnesium model', '', 'input', '', 0.1, 3.0),
    ('stomach.rate', '1/day', 'constant', 106.2, 'Emptying of what has no energy, a half-time of 9.4 minutes', 'calbet1997', 'published', 'seen', 90.0, 125.0),
    ('stomach.energy', 'g/day', 'constant', 767.0, 'Carbohydrate let through when there is much: 2.13 kcal a minute', 'brener1983', 'published', 'seen'),
    ('gut.rate', '1/day', 'constant', 14.4, 'Absorption, 0.01 per minute', 'stadt2022', 'published', 'seen'),
    ('gut.share', '1', 'constant', 0.95, 'Share absorbed', 'judgement', 'assumed', 'judgement'),
    ('gut.usual_tau', 'day', 'constant', 3.0, 'Time in which a new intake becomes the usual one', 'judgement', 'assumed', 'judgement'),
    ('gut.colon', 'mmol/day', 'constant', 9.0, 'Secreted into the colon at normal plasma potassium', 'agarwal_recalled', 'published', 'recalled', 5.0, 13.0),
    ('plasma.volume', 'L', 'constant', 4.5, 'Plasma', 'stadt2022', 'published', 'seen'),
    ('plasma.normal', 'mmol/L', 'constant', 4.2, 'Plasma potassium at which all factors are one', 'stadt2022', 'published', 'seen', 3.7, 4.7, 0.25),
    ('plasma.exchange', 'L/day', 'constant', 432.0, 'Between plasma and tissue fluid, 0.3 L per minute', 'stadt2022', 'published', 'seen'),
    ('tissue.volume', 'L', 'constant', 10.0, 'Tissue fluid', 'stadt2022', 'published', 'seen'),
    ('cell.volume', 'L', 'constant', 24.0, 'Cell water of muscle', 'stadt2022', 'published', 'seen'),
    ('cell.km', 'mmol/L', 'constant', 1.4, 'Potassium at half speed of the pump', 'stadt2022', 'published', 'seen'),
    ('cell.pump_max', 'mmol/day', 'constant', 187200.0, 'Capacity of all pumps, 130 mmol per minute', 'stadt2022', 'published', 'seen'),
    ('cell.at_rest', '1', 'constant', 0.05, 'Share of the capacity in use at rest; sets how fast, not how much, cells take up', 'clausen_recalled', 'published', 'recalled', 0.02, 0.1),
    ('insulin.half', '1', 'constant', 4.0, 'Relative insulin at half of the effect', 'judgement', 'assumed', 'judgement'),
    ('insulin.most', '1', 'constant', 0.076, 'Largest speeding of the pump by a meal', 'preston2015', 'fitted', 'computed', 0.04, 0.12),
    ('cell.normal', 'mmol/L', 'constant', 130.0, 'Potassium inside cells at the normal point', 'stadt2022', 'published', 'seen'),
    ('insulin.tau', 'day', 'constant', 0.021, "Time constant of insulin's action after a meal, half an hour", 'judgement', 'assumed', 'judgement'),
    ('insulin.per_carbohydrate', 'day/g', 'constant', 0.3, 'Relative rise of insulin per carbohydrate that leaves the stomach', 'judgement', 'assumed', 'judgement'),
    ('kidney.base', 'mmol/day', 'constant', 61.955, 'Urinary potassium of the reference adult', 'judgement', 'fitted', 'computed'),
    ('kidney.fast', '1', 'constant', 2.0, 'Exponent of the immediate response to plasma potassium', 'preston2015', 'fitted', 'computed', 1.5, 3.0, 0.4),
    ('kidney.feedforward', '1/mmol', 'constant', 0.22, 'Rise of excretion per mmol in the gut above the usual, before plasma changes', 'preston2015', 'fitted', 'computed', 0.15, 0.29, 0.035),
    ('kidney.adapt_above', '1', 'constant', 11.5, 'Exponent of the slow gain above normal', 'rabelink_hene', 'fitted', 'computed', 8.0, 16.0),
    ('kidney.adapt_below', '1', 'constant', 10.0, 'Exponent of the slow gain below normal', 'coruzzi2001', 'fitted', 'computed'),
    ('kidney.tau', 'day', 'constant', 2.5, 'Time constant of the slow gain', 'judgement', 'assumed', 'judgement', 1.5, 4.0, 0.625),
    ('kidney.most', '1', 'constant', 20.0, 'Ceiling of the slow gain; people who ate 400 mmol a day excreted it', 'judgement', 'assumed', 'judgement'),
    ('kidney.aldosterone_slope', 'L/mmol', 'constant', 0.5, 'Rise of the logarithm of aldosterone with plasma potassium (Maddah and Hallow)', 'stadt2022', 'published', 'seen'),
    ('kidney.aldosterone_power', '1', 'constant', 0.41, 'Power of aldosterone in secretion', 'stadt2022', 'published', 'seen'),
    ('kidney.waste_from', 'mmol/L', 'constant', 0.65, 'Magnesium below which potassium is wasted', 'judgement', 'assumed', 'judgement'),
    ('kidney.waste_size', '1', 'constant', 3.0, 'Size of that loss; only its direction is published', 'shils1969', 'assumed', 'judgement'),
    ('kidney.filtration_power', '1', 'constant', 0.7, 'How secretion follows filtration before it adapts', 'judgement', 'assumed', 'judgement'),
    ('kidney.obligatory', 'mmol/day', 'constant', 14.0, 'Urinary loss that even long lack does not stop, at normal plasma potassium', 'coruzzi2001', 'fitted', 'computed', 8.0, 20.0),
]
DERIVED: list[tuple[object, ...]] = [
    ('cell.leak', 'L/day', 'derived', None, 'Leak that balances the pump at the normal point'),
    ('kidney.waste', '1', 'derived', None, 'Magnesium lack opens the channel through which potassium is lost'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('stomach.emptying', '1/day', 'variable', None, 'Food in the stomach slows what leaves it, until energy leaves at a steady rate'),
    ('stomach.emptied', 'mmol/day', 'variable', None),
    ('stomach.food_emptied', 'g/day', 'variable', None),
    ('gut.taken_up', 'mmol/day', 'variable', None),
    ('gut.to_stool', 'mmol/day', 'variable', None),
    ('gut.to_plasma', 'mmol/day', 'variable', None),
    ('plasma.k', 'mmol/L', 'variable', None, 'Potassium in plasma'),
    ('gut.secreted', 'mmol/day', 'variable', None),
    ('tissue.k', 'mmol/L', 'variable', None),
    ('plasma.to_tissue', 'mmol/day', 'variable', None),
    ('plasma.sweat', 'mmol/day', 'variable', None),
    ('plasma.stool_loss', 'mmol/day', 'variable', None),
    ('cell.k', 'mmol/L', 'variable', None),
    ('insulin.effect', '1', 'variable', None),
    ('cell.pumped', 'mmol/day', 'variable', None),
    ('cell.leaked', 'mmol/day', 'variable', None),
    ('kidney.gut_signal', '1', 'variable', None, "Never below one, as in Stadt's model"),
    ('kidney.ratio', '1', 'variable', None),
    ('kidney.wanted', '1', 'variable', None),
    ('kidney.aldosterone', '1', 'variable', None, 'Aldosterone relative to normal, after Maddah and Hallow'),
    ('kidney.urine', 'mmol/day', 'variable', None),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    cell_at_rest = c[22]
    cell_km = c[20]
    cell_normal = c[25]
    cell_pump_max = c[21]
    input_magnesium = c[8]
    kidney_waste_from = c[37]
    kidney_waste_size = c[38]
    plasma_normal = c[16]
    cell_leak = cell_at_rest * cell_pump_max * plasma_normal / (cell_km + plasma_normal) / (cell_normal - plasma_normal)  # L/day
    c[41] = cell_leak
    kidney_waste = (1.0 + kidney_waste_size * (kidney_waste_from - input_magnesium) / kidney_waste_from if (input_magnesium < kidney_waste_from) else 1.0)  # 1
    c[42] = kidney_waste


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    cell_amount = y[3]
    cell_at_rest = c[22]
    cell_km = c[20]
    cell_leak = c[41]
    cell_pump_max = c[21]
    cell_volume = c[19]
    gut_amount = y[0]
    gut_colon = c[14]
    gut_rate = c[11]
    gut_share = c[12]
    gut_usual = y[6]
    gut_usual_tau = c[13]
    input_absorption = c[6]
    input_carbohydrate_pulse = c[1]
    input_gut_loss = c[7]
    input_kidney = c[4]
    input_potassium = c[0]
    input_secretion_factor = c[5]
    input_sweat = c[2]
    input_sweat_potassium = c[3]
    insulin_half = c[23]
    insulin_level = y[4]
    insulin_most = c[24]
    insulin_per_carbohydrate = c[27]
    insulin_tau = c[26]
    kidney_adapt_above = c[31]
    kidney_adapt_below = c[32]
    kidney_aldosterone_power = c[36]
    kidney_aldosterone_slope = c[35]
    kidney_base = c[28]
    kidney_fast = c[29]
    kidney_feedforward = c[30]
    kidney_filtration_power = c[39]
    kidney_gain = y[5]
    kidney_most = c[34]
    kidney_obligatory = c[40]
    kidney_tau = c[33]
    kidney_waste = c[42]
    plasma_amount = y[1]
    plasma_exchange = c[17]
    plasma_normal = c[16]
    plasma_volume = c[15]
    stomach_amount = y[7]
    stomach_energy = c[10]
    stomach_food = y[8]
    stomach_rate = c[9]
    tissue_amount = y[2]
    tissue_volume = c[18]
    stomach_emptying = stomach_rate / (1.0 + stomach_rate * stomach_food / stomach_energy)  # 1/day
    stomach_emptied = stomach_emptying * stomach_amount  # mmol/day
    stomach_food_emptied = stomach_emptying * stomach_food  # g/day
    gut_taken_up = gut_rate * gut_amount  # mmol/day
    gut_to_plasma = gut_share * input_absorption * gut_taken_up  # mmol/day
    plasma_k = plasma_amount / plasma_volume  # mmol/L
    gut_secreted = gut_colon * (plasma_k / plasma_normal)  # mmol/day
    tissue_k = tissue_amount / tissue_volume  # mmol/L
    plasma_to_tissue = plasma_exchange * (plasma_k - tissue_k)  # mmol/day
    plasma_sweat = input_sweat * input_sweat_potassium * plasma_k / plasma_normal  # mmol/day
    plasma_stool_loss = input_gut_loss * plasma_k / plasma_normal  # mmol/day
    cell_k = cell_amount / cell_volume  # mmol/L
    insulin_effect = 1.0 + insulin_most * (insulin_level - 1.0) / (insulin_half + insulin_level - 1.0)  # 1
    cell_pumped = cell_at_rest * cell_pump_max * insulin_effect * tissue_k / (cell_km + tissue_k)  # mmol/day
    cell_leaked = cell_leak * (cell_k - tissue_k)  # mmol/day
    kidney_gut_signal = 1.0 + kidney_feedforward * (gut_amount - gut_usual if (gut_amount > gut_usual) else 0.0)  # 1
    kidney_ratio = plasma_k / plasma_normal  # 1
    kidney_wanted = kidney_ratio**(kidney_adapt_above if (kidney_ratio > 1.0) else kidney_adapt_below)  # 1
    kidney_aldosterone = exp(kidney_aldosterone_slope * (plasma_k - plasma_normal))  # 1
    kidney_urine = kidney_obligatory * kidney_ratio + (kidney_base - kidney_obligatory) * input_kidney**kidney_filtration_power * kidney_ratio**kidney_fast * kidney_gain * kidney_gut_signal * kidney_aldosterone**kidney_aldosterone_power * input_secretion_factor * kidney_waste  # mmol/day
    dy[0] = stomach_emptied - gut_taken_up
    dy[1] = gut_to_plasma - gut_secreted - plasma_stool_loss - plasma_to_tissue - kidney_urine - plasma_sweat
    dy[2] = plasma_to_tissue - cell_pumped + cell_leaked
    dy[3] = cell_pumped - cell_leaked
    dy[4] = (1.0 + insulin_per_carbohydrate * stomach_food_emptied - insulin_level) / insulin_tau
    dy[5] = ((kidney_most if (kidney_wanted > kidney_most) else kidney_wanted) - kidney_gain) / kidney_tau
    dy[6] = (gut_amount - gut_usual) / gut_usual_tau
    dy[7] = input_potassium - stomach_emptied
    dy[8] = input_carbohydrate_pulse - stomach_food_emptied


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    cell_amount = y[3]
    cell_at_rest = c[22]
    cell_km = c[20]
    cell_leak = c[41]
    cell_pump_max = c[21]
    cell_volume = c[19]
    gut_amount = y[0]
    gut_colon = c[14]
    gut_rate = c[11]
    gut_share = c[12]
    gut_usual = y[6]
    input_absorption = c[6]
    input_gut_loss = c[7]
    input_kidney = c[4]
    input_secretion_factor = c[5]
    input_sweat = c[2]
    input_sweat_potassium = c[3]
    insulin_half = c[23]
    insulin_level = y[4]
    insulin_most = c[24]
    kidney_adapt_above = c[31]
    kidney_adapt_below = c[32]
    kidney_aldosterone_power = c[36]
    kidney_aldosterone_slope = c[35]
    kidney_base = c[28]
    kidney_fast = c[29]
    kidney_feedforward = c[30]
    kidney_filtration_power = c[39]
    kidney_gain = y[5]
    kidney_obligatory = c[40]
    kidney_waste = c[42]
    plasma_amount = y[1]
    plasma_exchange = c[17]
    plasma_normal = c[16]
    plasma_volume = c[15]
    stomach_amount = y[7]
    stomach_energy = c[10]
    stomach_food = y[8]
    stomach_rate = c[9]
    tissue_amount = y[2]
    tissue_volume = c[18]
    stomach_emptying = stomach_rate / (1.0 + stomach_rate * stomach_food / stomach_energy)  # 1/day
    out[0] = stomach_emptying
    stomach_emptied = stomach_emptying * stomach_amount  # mmol/day
    out[1] = stomach_emptied
    stomach_food_emptied = stomach_emptying * stomach_food  # g/day
    out[2] = stomach_food_emptied
    gut_taken_up = gut_rate * gut_amount  # mmol/day
    out[3] = gut_taken_up
    gut_to_stool = (1.0 - gut_share * input_absorption) * gut_taken_up  # mmol/day
    out[4] = gut_to_stool
    gut_to_plasma = gut_share * input_absorption * gut_taken_up  # mmol/day
    out[5] = gut_to_plasma
    plasma_k = plasma_amount / plasma_volume  # mmol/L
    out[6] = plasma_k
    gut_secreted = gut_colon * (plasma_k / plasma_normal)  # mmol/day
    out[7] = gut_secreted
    tissue_k = tissue_amount / tissue_volume  # mmol/L
    out[8] = tissue_k
    plasma_to_tissue = plasma_exchange * (plasma_k - tissue_k)  # mmol/day
    out[9] = plasma_to_tissue
    plasma_sweat = input_sweat * input_sweat_potassium * plasma_k / plasma_normal  # mmol/day
    out[10] = plasma_sweat
    plasma_stool_loss = input_gut_loss * plasma_k / plasma_normal  # mmol/day
    out[11] = plasma_stool_loss
    cell_k = cell_amount / cell_volume  # mmol/L
    out[12] = cell_k
    insulin_effect = 1.0 + insulin_most * (insulin_level - 1.0) / (insulin_half + insulin_level - 1.0)  # 1
    out[13] = insulin_effect
    cell_pumped = cell_at_rest * cell_pump_max * insulin_effect * tissue_k / (cell_km + tissue_k)  # mmol/day
    out[14] = cell_pumped
    cell_leaked = cell_leak * (cell_k - tissue_k)  # mmol/day
    out[15] = cell_leaked
    kidney_gut_signal = 1.0 + kidney_feedforward * (gut_amount - gut_usual if (gut_amount > gut_usual) else 0.0)  # 1
    out[16] = kidney_gut_signal
    kidney_ratio = plasma_k / plasma_normal  # 1
    out[17] = kidney_ratio
    kidney_wanted = kidney_ratio**(kidney_adapt_above if (kidney_ratio > 1.0) else kidney_adapt_below)  # 1
    out[18] = kidney_wanted
    kidney_aldosterone = exp(kidney_aldosterone_slope * (plasma_k - plasma_normal))  # 1
    out[19] = kidney_aldosterone
    kidney_urine = kidney_obligatory * kidney_ratio + (kidney_base - kidney_obligatory) * input_kidney**kidney_filtration_power * kidney_ratio**kidney_fast * kidney_gain * kidney_gut_signal * kidney_aldosterone**kidney_aldosterone_power * input_secretion_factor * kidney_waste  # mmol/day
    out[20] = kidney_urine

"""Written from magnesium.mmt by scripts/build_models.py. Change the model, not this."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'magnesium'
DIGEST = '9126d279b395'
META = {
    'author': 'the Unclench authors',
    'cannot_know': 'Inherited wasting, alcohol, diabetes, the form of a supplement, magnesium inside cells of one person',
    'desc': 'No published model runs from magnesium intake to plasma; this one is ours. Absorption per meal is the hyperbola plus 7 % of Fine and colleagues. The kidney spills what is above a threshold and never quite stops losing. Soft tissue and bone hold on to magnesium: they follow plasma slowly and less than in proportion. As kidneys fail, the nephrons that are left spill more of what they filter, so that plasma stays normal to a filtration near 20.',
    'name': 'magnesium',
    'source': 'fine1991, shils1969, fatemi1991, avioli1966, mg_ckd_2022',
    'title': 'Magnesium: gut, body fluid, soft tissue, bone',
    'validity': 'Adults, 0 to 40 mmol a day, plasma 0.2 to 1.5 mmol/L',
}
TIME_UNIT = 'day'
STATES: list[tuple[object, ...]] = [
    ('gut.amount', 'mmol', 'state', 3.0, 'Magnesium in the gut'),
    ('fluid.amount', 'mmol', 'state', 9.17996023758, 'Magnesium in plasma and tissue fluid'),
    ('soft.amount', 'mmol', 'state', 109.99983324, 'Exchangeable magnesium of soft tissue'),
    ('bone.amount', 'mmol', 'state', 599.999090401, 'Magnesium of bone'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('input.magnesium', 'mmol/day', 'constant', 12.0, 'Magnesium from food, drink and supplements (300 mg is 12.3 mmol)', '', 'input', '', 0.0, 40.0),
    ('input.infusion', 'mmol/day', 'constant', 0.0, 'Given into a vein', '', 'input', '', 0.0, 2000.0),
    ('input.sweat', 'L/day', 'constant', 0.05, 'Sweat beyond unnoticed evaporation', '', 'input', '', 0.0, 12.0),
    ('input.sweat_magnesium', 'mmol/L', 'constant', 0.1, 'Magnesium in sweat', 'phys_recalled', 'published', 'recalled', 0.02, 0.4, 0.095),
    ('input.kidney', '1', 'constant', 1.0, 'Filtration as a share of 100 mL/min/1.73 m2', '', 'input', '', 0.15, 1.5),
    ('input.absorption', '1', 'constant', 1.0, 'What gut disease or medicines leave of absorption (1 healthy)', '', 'input', '', 0.1, 1.0),
    ('input.threshold_factor', '1', 'constant', 1.0, 'What medicines do to the threshold of the kidney (1 none)', '', 'input', '', 0.6, 1.1),
    ('input.gut_loss', 'mmol/day', 'constant', 0.0, 'Loss with diarrhoea', '', 'input', '', 0.0, 20.0),
    ('gut.rate', '1/day', 'constant', 4.0, 'Passage of magnesium through the gut', 'judgement', 'assumed', 'judgement'),
    ('gut.meals', '1', 'constant', 3.0, 'Meals a day', 'judgement', 'assumed', 'judgement'),
    ('gut.v', 'mmol/day', 'constant', 1.72, 'Ceiling of the saturable part for each meal of the day', 'fine1991', 'fitted', 'computed', 1.1, 2.5, 0.35),
    ('gut.k', 'mmol/day', 'constant', 0.965, 'Meal at half of the ceiling; with v fitted to 65 % at the lowest and 11 % at the highest meal', 'fine1991', 'fitted', 'computed'),
    ('gut.linear', '1', 'constant', 0.07, 'Part that is never saturated', 'fine1991', 'published', 'seen'),
    ('gut.own', 'mmol/day', 'constant', 0.387, 'Own magnesium lost with digestive juices at normal plasma', 'shils1969', 'fitted', 'computed'),
    ('fluid.volume', 'L', 'constant', 10.8, 'Plasma 3 L at full and tissue fluid 11 L at the unbound concentration', 'judgement', 'assumed', 'judgement'),
    ('fluid.normal', 'mmol/L', 'constant', 0.85, 'Total magnesium of plasma in the reference adult', 'mg_review2018', 'published', 'seen'),
    ('fluid.ionised_share', '1', 'constant', 0.647, 'Share that is free by ion-selective electrode; chemical separation gives 0.55', 'mg_review2018, phys_recalled', 'published', 'recalled', 0.55, 0.7),
    ('soft.normal', 'mmol', 'constant', 110.0, 'Exchangeable magnesium of soft tissue: 1.77 mmol/kg in 70 kg, less body fluid', 'avioli1966', 'published', 'seen'),
    ('soft.power', '1', 'constant', 0.35, 'Cells hold on to magnesium: how their content follows plasma', 'shils1969', 'fitted', 'computed', 0.25, 0.5),
    ('soft.rate', '1/day', 'constant', 0.27, 'Exchange with plasma', 'fatemi1991', 'fitted', 'computed', 0.15, 0.45, 0.07),
    ('bone.normal', 'mmol', 'constant', 600.0, 'Bone and other slow magnesium', 'phys_recalled', 'published', 'recalled'),
    ('bone.rate', '1/day', 'constant', 0.000693, 'A half-life of 1000 days', 'avioli1966', 'published', 'seen'),
    ('kidney.filtration', 'L/day', 'constant', 144.0, '100 mL per minute', 'phys_recalled', 'published', 'recalled'),
    ('kidney.filterable', '1', 'constant', 0.7, 'Share of plasma magnesium that is filtered', 'phys_recalled', 'published', 'recalled'),
    ('kidney.threshold', 'mmol/L', 'constant', 0.78846, 'Plasma magnesium above which the kidney spills', 'judgement', 'fitted', 'computed', 0.7, 0.88, 0.045),
    ('kidney.spill', '1', 'constant', 0.56, 'Share of what is above the threshold that is spilled', 'judgement', 'fitted', 'computed', 0.3, 0.8, 0.12),
    ('kidney.softness', 'mmol/L', 'constant', 0.02, 'Softness of the threshold', 'judgement', 'assumed', 'judgement'),
    ('kidney.leak', '1', 'constant', 0.0093, 'Share of the filtered load that is lost even in deficiency', 'shils1969', 'fitted', 'computed', 0.005, 0.014, 0.0022),
    ('kidney.adaptation', '1', 'constant', 0.8, 'How the share that is spilled rises as filtration falls; at 1 plasma would not move at all', 'mg_ckd_2022', 'fitted', 'computed', 0.6, 1.0),
]
DERIVED: list[tuple[object, ...]] = [
    ('kidney.adapted', '1', 'derived', None, 'What failing kidneys spill over what healthy ones do'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('gut.meal', 'mmol/day', 'variable', None),
    ('gut.share', '1', 'variable', None, 'Share of a meal that is absorbed'),
    ('gut.leaving', 'mmol/day', 'variable', None),
    ('gut.absorbed', 'mmol/day', 'variable', None),
    ('gut.to_stool', 'mmol/day', 'variable', None),
    ('fluid.mg', 'mmol/L', 'variable', None, 'Total magnesium in plasma'),
    ('fluid.relative', '1', 'variable', None),
    ('gut.lost', 'mmol/day', 'variable', None),
    ('fluid.ionised', 'mmol/L', 'variable', None, 'Ionised magnesium'),
    ('fluid.sweat', 'mmol/day', 'variable', None),
    ('fluid.stool_loss', 'mmol/day', 'variable', None),
    ('fluid.to_soft', 'mmol/day', 'variable', None),
    ('fluid.to_bone', 'mmol/day', 'variable', None),
    ('kidney.above', 'mmol/L', 'variable', None),
    ('kidney.wanted', 'mmol/L', 'variable', None),
    ('kidney.urine', 'mmol/day', 'variable', None, 'Never more than is filtered'),
    ('soft.share', '1', 'variable', None, 'Magnesium of soft tissue relative to normal'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    input_kidney = c[4]
    kidney_adaptation = c[28]
    kidney_adapted = (input_kidney**(-kidney_adaptation) if (input_kidney < 1.0) else 1.0)  # 1
    c[29] = kidney_adapted


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    bone_amount = y[3]
    bone_normal = c[20]
    bone_rate = c[21]
    fluid_amount = y[1]
    fluid_normal = c[15]
    fluid_volume = c[14]
    gut_amount = y[0]
    gut_k = c[11]
    gut_linear = c[12]
    gut_meals = c[9]
    gut_own = c[13]
    gut_rate = c[8]
    gut_v = c[10]
    input_absorption = c[5]
    input_gut_loss = c[7]
    input_infusion = c[1]
    input_kidney = c[4]
    input_magnesium = c[0]
    input_sweat = c[2]
    input_sweat_magnesium = c[3]
    input_threshold_factor = c[6]
    kidney_adapted = c[29]
    kidney_filterable = c[23]
    kidney_filtration = c[22]
    kidney_leak = c[27]
    kidney_softness = c[26]
    kidney_spill = c[25]
    kidney_threshold = c[24]
    soft_amount = y[2]
    soft_normal = c[17]
    soft_power = c[18]
    soft_rate = c[19]
    gut_meal = gut_rate * gut_amount / gut_meals  # mmol/day
    gut_share = gut_v / (gut_k + gut_meal) + gut_linear  # 1
    gut_leaving = gut_rate * gut_amount  # mmol/day
    gut_absorbed = input_absorption * gut_share * gut_leaving  # mmol/day
    fluid_mg = fluid_amount / fluid_volume  # mmol/L
    fluid_relative = fluid_mg / fluid_normal  # 1
    gut_lost = gut_own * fluid_relative  # mmol/day
    fluid_sweat = input_sweat * input_sweat_magnesium * fluid_relative  # mmol/day
    fluid_stool_loss = input_gut_loss * fluid_relative  # mmol/day
    fluid_to_soft = soft_rate * (fluid_relative**soft_power * soft_normal - soft_amount)  # mmol/day
    fluid_to_bone = bone_rate * (fluid_relative**soft_power * bone_normal - bone_amount)  # mmol/day
    kidney_above = fluid_mg - kidney_threshold * input_threshold_factor  # mmol/L
    kidney_wanted = kidney_adapted * (kidney_spill * 0.5 * (kidney_above + sqrt((kidney_above * kidney_above) + 4.0 * (kidney_softness * kidney_softness))) + kidney_leak * fluid_mg)  # mmol/L
    kidney_urine = kidney_filtration * input_kidney * kidney_filterable * (fluid_mg if (kidney_wanted > fluid_mg) else kidney_wanted)  # mmol/day
    dy[0] = input_magnesium - gut_leaving
    dy[1] = gut_absorbed - gut_lost - fluid_stool_loss + input_infusion - kidney_urine - fluid_sweat - fluid_to_soft - fluid_to_bone
    dy[2] = fluid_to_soft
    dy[3] = fluid_to_bone


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    bone_amount = y[3]
    bone_normal = c[20]
    bone_rate = c[21]
    fluid_amount = y[1]
    fluid_ionised_share = c[16]
    fluid_normal = c[15]
    fluid_volume = c[14]
    gut_amount = y[0]
    gut_k = c[11]
    gut_linear = c[12]
    gut_meals = c[9]
    gut_own = c[13]
    gut_rate = c[8]
    gut_v = c[10]
    input_absorption = c[5]
    input_gut_loss = c[7]
    input_kidney = c[4]
    input_sweat = c[2]
    input_sweat_magnesium = c[3]
    input_threshold_factor = c[6]
    kidney_adapted = c[29]
    kidney_filterable = c[23]
    kidney_filtration = c[22]
    kidney_leak = c[27]
    kidney_softness = c[26]
    kidney_spill = c[25]
    kidney_threshold = c[24]
    soft_amount = y[2]
    soft_normal = c[17]
    soft_power = c[18]
    soft_rate = c[19]
    gut_meal = gut_rate * gut_amount / gut_meals  # mmol/day
    out[0] = gut_meal
    gut_share = gut_v / (gut_k + gut_meal) + gut_linear  # 1
    out[1] = gut_share
    gut_leaving = gut_rate * gut_amount  # mmol/day
    out[2] = gut_leaving
    gut_absorbed = input_absorption * gut_share * gut_leaving  # mmol/day
    out[3] = gut_absorbed
    gut_to_stool = gut_leaving - gut_absorbed  # mmol/day
    out[4] = gut_to_stool
    fluid_mg = fluid_amount / fluid_volume  # mmol/L
    out[5] = fluid_mg
    fluid_relative = fluid_mg / fluid_normal  # 1
    out[6] = fluid_relative
    gut_lost = gut_own * fluid_relative  # mmol/day
    out[7] = gut_lost
    fluid_ionised = fluid_ionised_share * fluid_mg  # mmol/L
    out[8] = fluid_ionised
    fluid_sweat = input_sweat * input_sweat_magnesium * fluid_relative  # mmol/day
    out[9] = fluid_sweat
    fluid_stool_loss = input_gut_loss * fluid_relative  # mmol/day
    out[10] = fluid_stool_loss
    fluid_to_soft = soft_rate * (fluid_relative**soft_power * soft_normal - soft_amount)  # mmol/day
    out[11] = fluid_to_soft
    fluid_to_bone = bone_rate * (fluid_relative**soft_power * bone_normal - bone_amount)  # mmol/day
    out[12] = fluid_to_bone
    kidney_above = fluid_mg - kidney_threshold * input_threshold_factor  # mmol/L
    out[13] = kidney_above
    kidney_wanted = kidney_adapted * (kidney_spill * 0.5 * (kidney_above + sqrt((kidney_above * kidney_above) + 4.0 * (kidney_softness * kidney_softness))) + kidney_leak * fluid_mg)  # mmol/L
    out[14] = kidney_wanted
    kidney_urine = kidney_filtration * input_kidney * kidney_filterable * (fluid_mg if (kidney_wanted > fluid_mg) else kidney_wanted)  # mmol/day
    out[15] = kidney_urine
    soft_share = soft_amount / soft_normal  # 1
    out[16] = soft_share

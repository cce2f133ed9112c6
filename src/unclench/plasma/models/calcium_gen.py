"""Written from calcium.mmt by scripts/build_models.py. Change the model, not this."""

from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'calcium'
DIGEST = 'b0b0b6f16e90'
META = {
    'author': 'the Unclench authors',
    'cannot_know': 'Acid-base, pregnancy, bone disease, cancer; phosphate binders, active vitamin D and glands that no longer obey in long kidney failure',
    'desc': "Structure of Granjon and of Stadt and Layton (rats), with human fluxes; the published human model (OpenBoneMin) hardly moves with diet and goes the wrong way when vitamin D fails. Phosphate, FGF23 and the glands' answer to phosphate follow the idea of Peterson and Riggs, much reduced: as kidneys fail FGF23 rises, the kidney keeps less phosphate and makes less calcitriol, and bone and kidney answer less to parathyroid hormone.",
    'name': 'calcium',
    'source': 'granjon2017, stadt_layton2023, openbonemin2010, brown1983_recalled, dri1997_phosphorus, pth_egfr_2009',
    'title': 'Calcium, phosphate and their hormones in an adult',
    'validity': 'Adults, 2 to 62 mmol a day (80 to 2500 mg), 25-hydroxyvitamin D 4 to 250 nmol/L',
}
TIME_UNIT = 'day'
STATES: list[tuple[object, ...]] = [
    ('gut.amount', 'mmol', 'state', 6.25, 'Calcium in the gut'),
    ('fluid.amount', 'mmol', 'state', 24.0000691129, 'Calcium in plasma and tissue fluid'),
    ('surface.amount', 'mmol', 'state', 120.000345565, 'Exchangeable calcium on bone'),
    ('gland.capacity', '1', 'state', 0.999988481265, 'Capacity of the glands relative to normal'),
    ('pth.level', 'pmol/L', 'state', 3.99937798858, 'Parathyroid hormone'),
    ('calcitriol.level', 'pmol/L', 'state', 110.019140538, 'Calcitriol'),
    ('phosphate.amount', 'mmol', 'state', 14.1184187497, 'Phosphate in plasma and tissue fluid'),
    ('fgf.level', '1', 'state', 0.999236580931, 'FGF23 relative to normal'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('input.calcium', 'mmol/day', 'constant', 25.0, 'Calcium from food, drink and supplements (1000 mg is 25 mmol)', '', 'input', '', 1.0, 62.5),
    ('input.infusion', 'mmol/day', 'constant', 0.0, 'Given into a vein (citrate takes it away: negative)', '', 'input', '', -2000.0, 2000.0),
    ('input.sweat', 'L/day', 'constant', 0.05, 'Sweat beyond unnoticed evaporation', '', 'input', '', 0.0, 12.0),
    ('input.sweat_calcium', 'mmol/L', 'constant', 0.8, 'Calcium in sweat', 'phys_recalled', 'published', 'recalled', 0.2, 2.0, 0.45),
    ('input.kidney', '1', 'constant', 1.0, 'Filtration as a share of 100 mL/min/1.73 m2', '', 'input', '', 0.15, 1.5),
    ('input.absorption', '1', 'constant', 1.0, 'What gut disease or medicines leave of absorption (1 healthy)', '', 'input', '', 0.2, 1.0),
    ('input.reabsorption_shift', 'mmol/L', 'constant', 0.0, 'What medicines do to the calcium threshold of the kidney', '', 'input', '', -0.2, 0.2),
    ('input.secretion', '1', 'constant', 1.0, 'Capacity of the parathyroid glands (0.05 after they were lost)', '', 'input', '', 0.01, 2.0),
    ('input.phosphorus', 'mmol/day', 'constant', 38.7, 'Phosphorus from food and drink (1200 mg is 38.7 mmol)', '', 'input', '', 5.0, 110.0),
    ('input.d25', 'nmol/L', 'constant', 60.0, '25-hydroxyvitamin D, from the vitamin D model', '', 'input', '', 5.0, 250.0),
    ('input.magnesium', 'mmol/L', 'constant', 0.85, 'Magnesium in plasma, from the magnesium model', '', 'input', '', 0.1, 3.0),
    ('input.albumin', 'g/L', 'constant', 42.0, 'Albumin, only for total calcium', '', 'input', '', 15.0, 55.0),
    ('gut.rate', '1/day', 'constant', 4.0, 'Passage through the absorbing gut', 'judgement', 'assumed', 'judgement'),
    ('gut.passive', '1', 'constant', 0.08, 'Share absorbed without calcitriol', 'phys_recalled', 'published', 'recalled', 0.05, 0.12, 0.0175),
    ('gut.ceiling', 'mmol/day', 'constant', 13.11, 'Ceiling of active absorption at normal calcitriol; gives 375 mg of 1000 mg', 'ca_balance', 'fitted', 'computed', 9.0, 20.0, 2.75),
    ('gut.half', 'mmol/day', 'constant', 22.5, 'Calcium offered at half of the ceiling', 'judgement', 'assumed', 'judgement'),
    ('calcitriol.normal', 'pmol/L', 'constant', 110.0, 'Calcitriol of the reference adult', 'phys_recalled', 'published', 'recalled'),
    ('gut.own', 'mmol/day', 'constant', 3.5, 'Own calcium lost with digestive juices', 'phys_recalled', 'published', 'recalled', 2.5, 4.5, 0.5),
    ('fluid.volume', 'L', 'constant', 20.0, 'Extracellular calcium per ionised concentration', 'judgement', 'assumed', 'judgement'),
    ('fluid.normal', 'mmol/L', 'constant', 1.2, 'Ionised calcium of the reference adult', 'phys_recalled', 'published', 'recalled'),
    ('fluid.bound_per_albumin', 'mmol/g', 'constant', 0.01567, 'Calcium bound per gram of albumin at the normal point', 'phys_recalled', 'published', 'recalled'),
    ('fluid.complexed', 'mmol/L', 'constant', 0.52, 'Calcium in complexes at the normal point', 'phys_recalled', 'published', 'recalled'),
    ('fluid.skin', 'mmol/day', 'constant', 0.4, 'Lost through the skin without sweating', 'phys_recalled', 'published', 'recalled'),
    ('surface.rate', '1/day', 'constant', 1.0, 'Exchange between fluid and bone surface', 'judgement', 'assumed', 'judgement', 0.3, 3.0),
    ('surface.normal', 'mmol', 'constant', 120.0, 'Exchangeable calcium on bone', 'phys_recalled', 'published', 'recalled'),
    ('bone.turnover', 'mmol/day', 'constant', 7.5, 'Formed and resorbed each day at balance', 'phys_recalled', 'published', 'recalled', 5.0, 10.0, 1.25),
    ('bone.pth_power', '1', 'constant', 0.4, 'How resorption follows parathyroid hormone over weeks', 'judgement', 'assumed', 'judgement', 0.2, 0.6, 0.1),
    ('bone.d_half', 'nmol/L', 'constant', 4.0, '25-hydroxyvitamin D at which half as much is taken up', 'judgement', 'assumed', 'judgement'),
    ('calcitriol.d_normal', 'nmol/L', 'constant', 60.0, '25-hydroxyvitamin D of the reference adult', 'judgement', 'assumed', 'judgement'),
    ('pth.gate_half', 'mmol/L', 'constant', 0.5949, 'Magnesium at which the glands secrete half', 'rude1985', 'fitted', 'computed', 0.5, 0.68, 0.045),
    ('pth.gate_least', '1', 'constant', 0.05, 'What is left of secretion at the lowest magnesium', 'judgement', 'assumed', 'judgement', 0.02, 0.1),
    ('pth.gate_power', '1', 'constant', 10.66, 'Steepness of that gate', 'rude1985', 'fitted', 'computed'),
    ('pth.magnesium_normal', 'mmol/L', 'constant', 0.85, 'Magnesium at which the sensor is at its normal point', 'mg_review2018', 'published', 'seen'),
    ('pth.resistance_power', '1', 'constant', 0.2, 'How much less bone and kidney answer when magnesium is low', 'judgement', 'assumed', 'judgement', 0.0, 0.5),
    ('pth.uraemia_power', '1', 'constant', 0.55, 'How much less bone and kidney answer as filtration falls', 'pth_egfr_2009', 'fitted', 'computed', 0.4, 0.7, 0.075),
    ('pth.normal', 'pmol/L', 'constant', 4.0, 'Parathyroid hormone of the reference adult', 'phys_recalled', 'published', 'recalled'),
    ('gland.tau', 'day', 'constant', 60.0, 'Growth of the parathyroid glands', 'judgement', 'assumed', 'judgement', 30.0, 120.0, 22.5),
    ('gland.growth', '1', 'constant', 4.0, 'How the glands grow when calcium has been low for long', 'judgement', 'assumed', 'judgement'),
    ('pth.removal', '1/day', 'constant', 250.0, 'A half-life of four minutes', 'phys_recalled', 'published', 'recalled'),
    ('pth.most', '1', 'constant', 5.0, 'Most secretion over normal', 'brown1983_recalled', 'published', 'recalled', 4.0, 6.0, 0.5),
    ('pth.least', '1', 'constant', 0.1, 'Least secretion over normal', 'brown1983_recalled', 'published', 'recalled'),
    ('pth.set_point', 'mmol/L', 'constant', 1.13, 'Ionised calcium at half of the range', 'brown1983_recalled', 'published', 'recalled', 1.08, 1.18, 0.025),
    ('pth.steepness', '1', 'constant', 24.82, 'Exponent that makes secretion normal at 1.20 mmol/L, from the other three numbers', 'brown1983_recalled', 'fitted', 'computed'),
    ('pth.magnesium_weight', '1', 'constant', 0.05, 'Weight of magnesium beside calcium on the calcium sensor', 'mg_ca_feedback', 'fitted', 'computed'),
    ('calcitriol.removal', '1/day', 'constant', 2.8, 'A half-life of six hours', 'phys_recalled', 'published', 'recalled'),
    ('calcitriol.pth_power', '1', 'constant', 0.6, 'How synthesis follows parathyroid hormone', 'judgement', 'fitted', 'computed', 0.4, 0.8, 0.1),
    ('calcitriol.d_half', 'nmol/L', 'constant', 20.0, '25-hydroxyvitamin D at half of synthesis', 'judgement', 'assumed', 'judgement', 10.0, 35.0, 6.25),
    ('calcitriol.magnesium_power', '1', 'constant', 0.5, 'How synthesis suffers from magnesium lack, beside the hormone', 'judgement', 'assumed', 'judgement'),
    ('calcitriol.kidney_power', '1', 'constant', 0.35, 'How synthesis follows filtration', 'judgement', 'assumed', 'judgement'),
    ('calcitriol.fgf_power', '1', 'constant', 0.35, 'How FGF23 holds synthesis back', 'judgement', 'assumed', 'judgement'),
    ('phosphate.volume', 'L', 'constant', 14.0, 'Plasma and tissue fluid', 'judgement', 'assumed', 'judgement'),
    ('phosphate.normal', 'mmol/L', 'constant', 1.01, 'Phosphate of the reference adult: the published curve at 25 mmol absorbed a day', 'dri1997_phosphorus', 'published', 'computed'),
    ('phosphate.share', '1', 'constant', 0.65, 'Share of phosphorus absorbed, less what goes back into the gut', 'phosphorus_ckd_book', 'published', 'partial'),
    ('phosphate.active', '1', 'constant', 0.15, 'Part of absorption that follows calcitriol', 'judgement', 'assumed', 'judgement'),
    ('phosphate.per_calcium', '1', 'constant', 0.464, 'Phosphate that bone gives with its calcium', 'openbonemin2010', 'published', 'seen'),
    ('phosphate.threshold', 'mmol/L', 'constant', 0.8369, 'Phosphate above which the kidney spills, at normal hormones', 'dri1997_phosphorus', 'fitted', 'computed', 0.75, 0.95, 0.04),
    ('phosphate.pth_power', '1', 'constant', 0.3, 'How parathyroid hormone lowers that threshold', 'judgement', 'assumed', 'judgement', 0.15, 0.45),
    ('phosphate.fgf_power', '1', 'constant', 0.58, 'How FGF23 lowers it; plasma stays normal to a filtration of a fifth', 'dri1997_phosphorus', 'fitted', 'computed', 0.45, 0.7),
    ('phosphate.softness', 'mmol/L', 'constant', 0.02, 'Softness of the threshold', 'judgement', 'assumed', 'judgement'),
    ('kidney.trace', 'pmol/L', 'constant', 0.02, 'Keeps the threshold finite when there is no hormone', 'judgement', 'assumed', 'judgement'),
    ('kidney.filtration', 'L/day', 'constant', 144.0, '100 mL per minute', 'phys_recalled', 'published', 'recalled'),
    ('phosphate.stimulus_power', '1', 'constant', 1.0, 'How much the parathyroid glands grow with phosphate above normal', 'judgement', 'assumed', 'judgement', 0.5, 2.0),
    ('fgf.tau', 'day', 'constant', 3.0, 'Time in which FGF23 follows', 'judgement', 'assumed', 'judgement'),
    ('fgf.kidney_power', '1', 'constant', 1.0, 'How FGF23 rises as filtration falls', 'judgement', 'assumed', 'judgement', 0.7, 1.3),
    ('fgf.phosphate_power', '1', 'constant', 0.5, 'How FGF23 follows phosphate', 'judgement', 'assumed', 'judgement', 0.0, 1.5),
    ('kidney.filterable', '1', 'constant', 1.2, 'Filtered over ionised calcium (complexes are filtered too)', 'phys_recalled', 'published', 'recalled'),
    ('kidney.threshold', 'mmol/L', 'constant', 1.1695, 'Ionised calcium above which the kidney spills, at normal hormone', 'ca_balance', 'fitted', 'computed', 1.12, 1.22, 0.025),
    ('kidney.pth_size', 'mmol/L', 'constant', 0.1976, 'How far the threshold moves for each e-fold of hormone', 'judgement', 'fitted', 'computed', 0.14, 0.24),
    ('kidney.softness', 'mmol/L', 'constant', 0.04, 'Softness of the threshold', 'judgement', 'assumed', 'judgement'),
    ('kidney.spill', '1', 'constant', 0.5, 'Share of what is above the threshold that is spilled', 'judgement', 'assumed', 'judgement'),
]
DERIVED: list[tuple[object, ...]] = [
    ('bone.d_quality', '1', 'derived', None, 'When vitamin D fails bone takes up less, and unmineralised bone shields what is there'),
    ('pth.gate', '1', 'derived', None, 'What magnesium lack leaves of secretion'),
    ('pth.resistance', '1', 'derived', None, 'Bone and kidney answer less when magnesium is low or kidneys fail'),
    ('gland.kept', '1', 'derived', None, 'Lost glands do not grow back'),
    ('calcitriol.supply', '1', 'derived', None),
]
VARIABLES: list[tuple[object, ...]] = [
    ('gut.offered', 'mmol/day', 'variable', None),
    ('calcitriol.relative', '1', 'variable', None),
    ('gut.absorbed', 'mmol/day', 'variable', None),
    ('gut.share', '1', 'variable', None, 'Share absorbed'),
    ('fluid.ionised', 'mmol/L', 'variable', None, 'Ionised calcium at pH 7.40'),
    ('gut.lost', 'mmol/day', 'variable', None),
    ('gut.to_stool', 'mmol/day', 'variable', None),
    ('fluid.total', 'mmol/L', 'variable', None, 'Total calcium in plasma'),
    ('fluid.sweat', 'mmol/day', 'variable', None),
    ('surface.released', 'mmol/day', 'variable', None),
    ('pth.action', 'pmol/L', 'variable', None),
    ('bone.resorbed', 'mmol/day', 'variable', None),
    ('bone.formed', 'mmol/day', 'variable', None),
    ('bone.given', 'mmol/day', 'variable', None, 'What bone gives beyond what it takes'),
    ('pth.sensed', 'mmol/L', 'variable', None),
    ('pth.secreted', 'pmol/L/day', 'variable', None),
    ('phosphate.level', 'mmol/L', 'variable', None, 'Phosphate in plasma'),
    ('phosphate.absorbed', 'mmol/day', 'variable', None),
    ('phosphate.moved', 'mmol/L', 'variable', None),
    ('phosphate.above', 'mmol/L', 'variable', None),
    ('phosphate.urine', 'mmol/day', 'variable', None, 'Phosphate in urine'),
    ('phosphate.stimulus', '1', 'variable', None),
    ('fgf.wanted', '1', 'variable', None),
    ('kidney.moved', 'mmol/L', 'variable', None),
    ('kidney.above', 'mmol/L', 'variable', None),
    ('kidney.urine', 'mmol/day', 'variable', None),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    bone_d_half = c[27]
    calcitriol_d_half = c[46]
    calcitriol_d_normal = c[28]
    input_d25 = c[9]
    input_kidney = c[4]
    input_magnesium = c[10]
    input_secretion = c[7]
    pth_gate_half = c[29]
    pth_gate_least = c[30]
    pth_gate_power = c[31]
    pth_magnesium_normal = c[32]
    pth_resistance_power = c[33]
    pth_uraemia_power = c[34]
    bone_d_quality = input_d25 / (input_d25 + bone_d_half) * (calcitriol_d_normal + bone_d_half) / calcitriol_d_normal  # 1
    c[70] = bone_d_quality
    pth_gate = pth_gate_least + (1.0 - pth_gate_least) * (1.0 + (pth_gate_half / pth_magnesium_normal)**pth_gate_power) / (1.0 + (pth_gate_half / input_magnesium)**pth_gate_power)  # 1
    c[71] = pth_gate
    pth_resistance = pth_gate**pth_resistance_power * (input_kidney**pth_uraemia_power if (input_kidney < 1.0) else 1.0)  # 1
    c[72] = pth_resistance
    gland_kept = (input_secretion if (input_secretion < 1.0) else 1.0)  # 1
    c[73] = gland_kept
    calcitriol_supply = input_d25 / (input_d25 + calcitriol_d_half) * (calcitriol_d_normal + calcitriol_d_half) / calcitriol_d_normal  # 1
    c[74] = calcitriol_supply


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    bone_d_quality = c[70]
    bone_pth_power = c[26]
    bone_turnover = c[25]
    calcitriol_fgf_power = c[49]
    calcitriol_kidney_power = c[48]
    calcitriol_level = y[5]
    calcitriol_magnesium_power = c[47]
    calcitriol_normal = c[16]
    calcitriol_pth_power = c[45]
    calcitriol_removal = c[44]
    calcitriol_supply = c[74]
    fgf_kidney_power = c[63]
    fgf_level = y[7]
    fgf_phosphate_power = c[64]
    fgf_tau = c[62]
    fluid_amount = y[1]
    fluid_normal = c[19]
    fluid_skin = c[22]
    fluid_volume = c[18]
    gland_capacity = y[3]
    gland_growth = c[37]
    gland_kept = c[73]
    gland_tau = c[36]
    gut_amount = y[0]
    gut_ceiling = c[14]
    gut_half = c[15]
    gut_own = c[17]
    gut_passive = c[13]
    gut_rate = c[12]
    input_absorption = c[5]
    input_calcium = c[0]
    input_infusion = c[1]
    input_kidney = c[4]
    input_magnesium = c[10]
    input_phosphorus = c[8]
    input_reabsorption_shift = c[6]
    input_secretion = c[7]
    input_sweat = c[2]
    input_sweat_calcium = c[3]
    kidney_filterable = c[65]
    kidney_filtration = c[60]
    kidney_pth_size = c[67]
    kidney_softness = c[68]
    kidney_spill = c[69]
    kidney_threshold = c[66]
    kidney_trace = c[59]
    phosphate_active = c[53]
    phosphate_amount = y[6]
    phosphate_fgf_power = c[57]
    phosphate_normal = c[51]
    phosphate_per_calcium = c[54]
    phosphate_pth_power = c[56]
    phosphate_share = c[52]
    phosphate_softness = c[58]
    phosphate_stimulus_power = c[61]
    phosphate_threshold = c[55]
    phosphate_volume = c[50]
    pth_gate = c[71]
    pth_least = c[40]
    pth_level = y[4]
    pth_magnesium_normal = c[32]
    pth_magnesium_weight = c[43]
    pth_most = c[39]
    pth_normal = c[35]
    pth_removal = c[38]
    pth_resistance = c[72]
    pth_set_point = c[41]
    pth_steepness = c[42]
    surface_amount = y[2]
    surface_normal = c[24]
    surface_rate = c[23]
    gut_offered = gut_rate * gut_amount  # mmol/day
    calcitriol_relative = calcitriol_level / calcitriol_normal  # 1
    gut_absorbed = input_absorption * (gut_passive * gut_offered + gut_ceiling * calcitriol_relative * gut_offered / (gut_half + gut_offered))  # mmol/day
    fluid_ionised = fluid_amount / fluid_volume  # mmol/L
    gut_lost = gut_own * fluid_ionised / fluid_normal  # mmol/day
    fluid_sweat = (fluid_skin + input_sweat * input_sweat_calcium) * fluid_ionised / fluid_normal  # mmol/day
    surface_released = surface_rate * (surface_amount - surface_normal * fluid_ionised / fluid_normal)  # mmol/day
    pth_action = pth_level * pth_resistance  # pmol/L
    bone_resorbed = bone_turnover * (pth_action / pth_normal)**bone_pth_power * bone_d_quality  # mmol/day
    bone_formed = bone_turnover * fluid_ionised / fluid_normal * bone_d_quality  # mmol/day
    bone_given = bone_resorbed - bone_formed  # mmol/day
    pth_sensed = fluid_ionised + pth_magnesium_weight * (input_magnesium - pth_magnesium_normal)  # mmol/L
    pth_secreted = pth_removal * pth_normal * input_secretion * gland_capacity * pth_gate * (pth_least + (pth_most - pth_least) / (1.0 + (pth_sensed / pth_set_point)**pth_steepness))  # pmol/L/day
    phosphate_level = phosphate_amount / phosphate_volume  # mmol/L
    phosphate_absorbed = phosphate_share * input_phosphorus * (1.0 - phosphate_active + phosphate_active * (calcitriol_relative if (calcitriol_relative < 2.0) else 2.0))  # mmol/day
    phosphate_moved = phosphate_threshold * ((pth_action + kidney_trace) / pth_normal)**(-phosphate_pth_power) * fgf_level**(-phosphate_fgf_power)  # mmol/L
    phosphate_above = phosphate_level - phosphate_moved  # mmol/L
    phosphate_urine = kidney_filtration * input_kidney * 0.5 * (phosphate_above + sqrt((phosphate_above * phosphate_above) + 4.0 * (phosphate_softness * phosphate_softness)))  # mmol/day
    phosphate_stimulus = ((phosphate_level / phosphate_normal)**phosphate_stimulus_power if (phosphate_level > phosphate_normal) else 1.0)  # 1
    fgf_wanted = (input_kidney**(-fgf_kidney_power) if (input_kidney < 1.0) else 1.0) * (phosphate_level / phosphate_normal)**fgf_phosphate_power  # 1
    kidney_moved = kidney_threshold + kidney_pth_size * log((pth_action + kidney_trace) / pth_normal) + input_reabsorption_shift  # mmol/L
    kidney_above = fluid_ionised - kidney_moved  # mmol/L
    kidney_urine = kidney_filtration * input_kidney * kidney_filterable * kidney_spill * 0.5 * (kidney_above + sqrt((kidney_above * kidney_above) + 4.0 * (kidney_softness * kidney_softness)))  # mmol/day
    dy[0] = input_calcium - gut_offered
    dy[1] = gut_absorbed - gut_lost + input_infusion - kidney_urine - fluid_sweat + bone_resorbed - bone_formed + surface_released
    dy[2] = -surface_released
    dy[3] = (1.0 + gland_kept * ((fluid_normal / fluid_ionised)**gland_growth * phosphate_stimulus - 1.0) - gland_capacity) / gland_tau
    dy[4] = pth_secreted - pth_removal * pth_level
    dy[5] = calcitriol_removal * (calcitriol_normal * calcitriol_supply * (input_kidney**calcitriol_kidney_power if (input_kidney < 1.0) else 1.0) * fgf_level**(-calcitriol_fgf_power) * (pth_action / pth_normal)**calcitriol_pth_power * pth_gate**calcitriol_magnesium_power - calcitriol_level)
    dy[6] = phosphate_absorbed + phosphate_per_calcium * bone_given - phosphate_urine
    dy[7] = (fgf_wanted - fgf_level) / fgf_tau


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    bone_d_quality = c[70]
    bone_pth_power = c[26]
    bone_turnover = c[25]
    calcitriol_level = y[5]
    calcitriol_normal = c[16]
    fgf_kidney_power = c[63]
    fgf_level = y[7]
    fgf_phosphate_power = c[64]
    fluid_amount = y[1]
    fluid_bound_per_albumin = c[20]
    fluid_complexed = c[21]
    fluid_normal = c[19]
    fluid_skin = c[22]
    fluid_volume = c[18]
    gland_capacity = y[3]
    gut_amount = y[0]
    gut_ceiling = c[14]
    gut_half = c[15]
    gut_own = c[17]
    gut_passive = c[13]
    gut_rate = c[12]
    input_absorption = c[5]
    input_albumin = c[11]
    input_kidney = c[4]
    input_magnesium = c[10]
    input_phosphorus = c[8]
    input_reabsorption_shift = c[6]
    input_secretion = c[7]
    input_sweat = c[2]
    input_sweat_calcium = c[3]
    kidney_filterable = c[65]
    kidney_filtration = c[60]
    kidney_pth_size = c[67]
    kidney_softness = c[68]
    kidney_spill = c[69]
    kidney_threshold = c[66]
    kidney_trace = c[59]
    phosphate_active = c[53]
    phosphate_amount = y[6]
    phosphate_fgf_power = c[57]
    phosphate_normal = c[51]
    phosphate_pth_power = c[56]
    phosphate_share = c[52]
    phosphate_softness = c[58]
    phosphate_stimulus_power = c[61]
    phosphate_threshold = c[55]
    phosphate_volume = c[50]
    pth_gate = c[71]
    pth_least = c[40]
    pth_level = y[4]
    pth_magnesium_normal = c[32]
    pth_magnesium_weight = c[43]
    pth_most = c[39]
    pth_normal = c[35]
    pth_removal = c[38]
    pth_resistance = c[72]
    pth_set_point = c[41]
    pth_steepness = c[42]
    surface_amount = y[2]
    surface_normal = c[24]
    surface_rate = c[23]
    gut_offered = gut_rate * gut_amount  # mmol/day
    out[0] = gut_offered
    calcitriol_relative = calcitriol_level / calcitriol_normal  # 1
    out[1] = calcitriol_relative
    gut_absorbed = input_absorption * (gut_passive * gut_offered + gut_ceiling * calcitriol_relative * gut_offered / (gut_half + gut_offered))  # mmol/day
    out[2] = gut_absorbed
    gut_share = gut_absorbed / gut_offered  # 1
    out[3] = gut_share
    fluid_ionised = fluid_amount / fluid_volume  # mmol/L
    out[4] = fluid_ionised
    gut_lost = gut_own * fluid_ionised / fluid_normal  # mmol/day
    out[5] = gut_lost
    gut_to_stool = gut_offered - gut_absorbed  # mmol/day
    out[6] = gut_to_stool
    fluid_total = fluid_ionised + (fluid_bound_per_albumin * input_albumin + fluid_complexed) * fluid_ionised / fluid_normal  # mmol/L
    out[7] = fluid_total
    fluid_sweat = (fluid_skin + input_sweat * input_sweat_calcium) * fluid_ionised / fluid_normal  # mmol/day
    out[8] = fluid_sweat
    surface_released = surface_rate * (surface_amount - surface_normal * fluid_ionised / fluid_normal)  # mmol/day
    out[9] = surface_released
    pth_action = pth_level * pth_resistance  # pmol/L
    out[10] = pth_action
    bone_resorbed = bone_turnover * (pth_action / pth_normal)**bone_pth_power * bone_d_quality  # mmol/day
    out[11] = bone_resorbed
    bone_formed = bone_turnover * fluid_ionised / fluid_normal * bone_d_quality  # mmol/day
    out[12] = bone_formed
    bone_given = bone_resorbed - bone_formed  # mmol/day
    out[13] = bone_given
    pth_sensed = fluid_ionised + pth_magnesium_weight * (input_magnesium - pth_magnesium_normal)  # mmol/L
    out[14] = pth_sensed
    pth_secreted = pth_removal * pth_normal * input_secretion * gland_capacity * pth_gate * (pth_least + (pth_most - pth_least) / (1.0 + (pth_sensed / pth_set_point)**pth_steepness))  # pmol/L/day
    out[15] = pth_secreted
    phosphate_level = phosphate_amount / phosphate_volume  # mmol/L
    out[16] = phosphate_level
    phosphate_absorbed = phosphate_share * input_phosphorus * (1.0 - phosphate_active + phosphate_active * (calcitriol_relative if (calcitriol_relative < 2.0) else 2.0))  # mmol/day
    out[17] = phosphate_absorbed
    phosphate_moved = phosphate_threshold * ((pth_action + kidney_trace) / pth_normal)**(-phosphate_pth_power) * fgf_level**(-phosphate_fgf_power)  # mmol/L
    out[18] = phosphate_moved
    phosphate_above = phosphate_level - phosphate_moved  # mmol/L
    out[19] = phosphate_above
    phosphate_urine = kidney_filtration * input_kidney * 0.5 * (phosphate_above + sqrt((phosphate_above * phosphate_above) + 4.0 * (phosphate_softness * phosphate_softness)))  # mmol/day
    out[20] = phosphate_urine
    phosphate_stimulus = ((phosphate_level / phosphate_normal)**phosphate_stimulus_power if (phosphate_level > phosphate_normal) else 1.0)  # 1
    out[21] = phosphate_stimulus
    fgf_wanted = (input_kidney**(-fgf_kidney_power) if (input_kidney < 1.0) else 1.0) * (phosphate_level / phosphate_normal)**fgf_phosphate_power  # 1
    out[22] = fgf_wanted
    kidney_moved = kidney_threshold + kidney_pth_size * log((pth_action + kidney_trace) / pth_normal) + input_reabsorption_shift  # mmol/L
    out[23] = kidney_moved
    kidney_above = fluid_ionised - kidney_moved  # mmol/L
    out[24] = kidney_above
    kidney_urine = kidney_filtration * input_kidney * kidney_filterable * kidney_spill * 0.5 * (kidney_above + sqrt((kidney_above * kidney_above) + 4.0 * (kidney_softness * kidney_softness)))  # mmol/day
    out[25] = kidney_urine

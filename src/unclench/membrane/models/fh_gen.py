"""Written from fh.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'fh'
DIGEST = 'b17c94143588'
META = {
    'cannot_know': 'anything about human blood; it has no slow potassium current',
    'desc': 'The node of a clawed frog at 20 C, in the same preparation as the surface-charge measurements. Here for numerics and for teaching: neither human nor warm.',
    'source': 'frankenhaeuser_1964, modeldb_3507',
    'title': 'Frog node of Ranvier (Frankenhaeuser and Huxley 1964)',
    'validity': 'Xenopus node at 20 C; not for people',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
    ('membrane.V', 'mV', 'state', -70.0, 'membrane potential, inside against outside'),
    ('sodium.m', '1', 'state', 0.0005, 'activation of sodium'),
    ('sodium.h', '1', 'state', 0.8249, 'availability of sodium (1 - inactivation)'),
    ('potassium.n', '1', 'state', 0.0268, 'activation of potassium'),
    ('nonspecific.p', '1', 'state', 0.0049, 'activation of the delayed nonspecific current'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('physics.R', 'mJ/mol/K', 'constant', 8314.462618, 'gas constant', 'si_brochure', 'physical', 'seen'),
    ('physics.F', 'C/mol', 'constant', 96485.33212, 'Faraday constant', 'si_brochure', 'physical', 'seen'),
    ('physics.T', 'K', 'constant', 293.15, 'temperature', 'frankenhaeuser_1964', 'published', 'seen'),
    ('physics.q10', '1', 'constant', 3.0, 'Q10 of all gates', 'modeldb_3507', 'published', 'seen'),
    ('charge.V_rest', 'mV', 'constant', -70.0, 'resting potential that the rates are written against', 'frankenhaeuser_1964', 'published', 'seen'),
    ('charge.shift', 'mV', 'constant', 0.0, 'surface potential against the published solution', '', 'input', '', -60.0, 60.0),
    ('stimulus.i_stim', 'uA/cm^2', 'constant', 0.0, 'injected current', '', 'input', '', -1000.0, 100000.0),
    ('membrane.C', 'uF/cm^2', 'constant', 2.0, 'membrane capacitance', 'frankenhaeuser_1964', 'published', 'seen'),
    ('ghk.Na_i', 'mM', 'constant', 13.74, 'sodium inside', 'modeldb_3507', 'published', 'seen'),
    ('ghk.Na_o', 'mM', 'constant', 114.5, 'sodium outside', 'modeldb_3507', 'published', 'seen'),
    ('ghk.K_i', 'mM', 'constant', 120.0, 'potassium inside', 'modeldb_3507', 'published', 'seen'),
    ('ghk.K_o', 'mM', 'constant', 2.5, 'potassium outside', 'modeldb_3507', 'published', 'seen'),
    ('sodium.P_Na', 'cm/s', 'constant', 0.008, 'sodium permeability', 'frankenhaeuser_1964', 'published', 'seen'),
    ('potassium.P_K', 'cm/s', 'constant', 0.0012, 'potassium permeability', 'frankenhaeuser_1964', 'published', 'seen'),
    ('nonspecific.P_p', 'cm/s', 'constant', 0.00054, 'permeability of the delayed nonspecific current', 'frankenhaeuser_1964', 'published', 'seen'),
    ('leak.g_L', 'mS/cm^2', 'constant', 30.3, 'leak conductance', 'frankenhaeuser_1964', 'published', 'seen'),
    ('leak.E_L', 'mV', 'constant', -69.74, 'potential at which the leak is silent', 'modeldb_3507', 'published', 'seen'),
]
DERIVED: list[tuple[object, ...]] = [
    ('physics.RT_F', 'mV', 'derived', None, 'thermal voltage'),
    ('physics.tens', '1', 'derived', None, 'warmth above the published rates in steps of ten degrees'),
    ('physics.speed', '1/ms', 'derived', None, 'speed of the gates at this temperature'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('charge.u', 'mV', 'variable', None, 'what the gates feel, against rest'),
    ('ghk.v', '1', 'variable', None, 'voltage in thermal units'),
    ('ghk.drive_Na', 'uA*s/cm^3', 'variable', None, 'sodium current per permeability'),
    ('ghk.drive_K', 'uA*s/cm^3', 'variable', None, 'potassium current per permeability'),
    ('sodium.i_Na', 'uA/cm^2', 'variable', None, 'sodium current'),
    ('sodium.x_am', '1', 'variable', None, 'argument of the opening rate of m'),
    ('sodium.x_bm', '1', 'variable', None, 'argument of the closing rate of m'),
    ('sodium.x_ah', '1', 'variable', None, 'argument of the recovery rate of h'),
    ('sodium.a_m', '1/ms', 'variable', None, 'opening rate of m', 'frankenhaeuser_1964'),
    ('sodium.b_m', '1/ms', 'variable', None, 'closing rate of m', 'frankenhaeuser_1964'),
    ('sodium.a_h', '1/ms', 'variable', None, 'recovery rate of h', 'frankenhaeuser_1964'),
    ('sodium.b_h', '1/ms', 'variable', None, 'inactivation rate of h', 'frankenhaeuser_1964'),
    ('potassium.i_K', 'uA/cm^2', 'variable', None, 'potassium current'),
    ('potassium.x_an', '1', 'variable', None, 'argument of the opening rate of n'),
    ('potassium.x_bn', '1', 'variable', None, 'argument of the closing rate of n'),
    ('potassium.a_n', '1/ms', 'variable', None, 'opening rate of n', 'frankenhaeuser_1964'),
    ('potassium.b_n', '1/ms', 'variable', None, 'closing rate of n', 'frankenhaeuser_1964'),
    ('nonspecific.i_p', 'uA/cm^2', 'variable', None, 'delayed nonspecific current'),
    ('nonspecific.x_ap', '1', 'variable', None, 'argument of the opening rate of p'),
    ('nonspecific.x_bp', '1', 'variable', None, 'argument of the closing rate of p'),
    ('nonspecific.a_p', '1/ms', 'variable', None, 'opening rate of p', 'frankenhaeuser_1964'),
    ('nonspecific.b_p', '1/ms', 'variable', None, 'closing rate of p', 'frankenhaeuser_1964'),
    ('leak.i_L', 'uA/cm^2', 'variable', None, 'leak current'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    physics_F = c[1]
    physics_R = c[0]
    physics_T = c[2]
    physics_q10 = c[3]
    physics_RT_F = physics_R * physics_T / physics_F  # mV
    c[17] = physics_RT_F
    physics_tens = (physics_T - 293.15) / 10.0  # 1
    c[18] = physics_tens
    physics_speed = 1.0 * physics_q10**physics_tens  # 1/ms
    c[19] = physics_speed


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    charge_V_rest = c[4]
    charge_shift = c[5]
    ghk_K_i = c[10]
    ghk_K_o = c[11]
    ghk_Na_i = c[8]
    ghk_Na_o = c[9]
    leak_E_L = c[16]
    leak_g_L = c[15]
    membrane_C = c[7]
    membrane_V = y[0]
    nonspecific_P_p = c[14]
    nonspecific_p = y[4]
    physics_F = c[1]
    physics_RT_F = c[17]
    physics_speed = c[19]
    potassium_P_K = c[13]
    potassium_n = y[3]
    sodium_P_Na = c[12]
    sodium_h = y[2]
    sodium_m = y[1]
    stimulus_i_stim = c[6]
    charge_u = membrane_V - charge_V_rest - charge_shift  # mV
    ghk_v = membrane_V / physics_RT_F  # 1
    ghk_drive_Na = physics_F * (ghk_Na_i - ghk_Na_o if (abs(ghk_v) < 1e-06) else ghk_v * (ghk_Na_i - ghk_Na_o * exp(-ghk_v)) / (1.0 - exp(-ghk_v)))  # uA*s/cm^3
    ghk_drive_K = physics_F * (ghk_K_i - ghk_K_o if (abs(ghk_v) < 1e-06) else ghk_v * (ghk_K_i - ghk_K_o * exp(-ghk_v)) / (1.0 - exp(-ghk_v)))  # uA*s/cm^3
    sodium_i_Na = sodium_P_Na * (sodium_m * sodium_m) * sodium_h * ghk_drive_Na  # uA/cm^2
    sodium_x_am = (charge_u - 22.0) / 3.0  # 1
    sodium_x_bm = (13.0 - charge_u) / 20.0  # 1
    sodium_x_ah = -(charge_u + 10.0) / 6.0  # 1
    sodium_a_m = physics_speed * 0.36 * 3.0 * (1.0 + sodium_x_am / 2.0 if (abs(sodium_x_am) < 1e-06) else sodium_x_am / (1.0 - exp(-sodium_x_am)))  # 1/ms
    sodium_b_m = physics_speed * 0.4 * 20.0 * (1.0 + sodium_x_bm / 2.0 if (abs(sodium_x_bm) < 1e-06) else sodium_x_bm / (1.0 - exp(-sodium_x_bm)))  # 1/ms
    sodium_a_h = physics_speed * 0.1 * 6.0 * (1.0 + sodium_x_ah / 2.0 if (abs(sodium_x_ah) < 1e-06) else sodium_x_ah / (1.0 - exp(-sodium_x_ah)))  # 1/ms
    sodium_b_h = physics_speed * 4.5 / (1.0 + exp((45.0 - charge_u) / 10.0))  # 1/ms
    potassium_i_K = potassium_P_K * (potassium_n * potassium_n) * ghk_drive_K  # uA/cm^2
    potassium_x_an = (charge_u - 35.0) / 10.0  # 1
    potassium_x_bn = (10.0 - charge_u) / 10.0  # 1
    potassium_a_n = physics_speed * 0.02 * 10.0 * (1.0 + potassium_x_an / 2.0 if (abs(potassium_x_an) < 1e-06) else potassium_x_an / (1.0 - exp(-potassium_x_an)))  # 1/ms
    potassium_b_n = physics_speed * 0.05 * 10.0 * (1.0 + potassium_x_bn / 2.0 if (abs(potassium_x_bn) < 1e-06) else potassium_x_bn / (1.0 - exp(-potassium_x_bn)))  # 1/ms
    nonspecific_i_p = nonspecific_P_p * (nonspecific_p * nonspecific_p) * ghk_drive_Na  # uA/cm^2
    nonspecific_x_ap = (charge_u - 40.0) / 10.0  # 1
    nonspecific_x_bp = -(charge_u + 25.0) / 20.0  # 1
    nonspecific_a_p = physics_speed * 0.006 * 10.0 * (1.0 + nonspecific_x_ap / 2.0 if (abs(nonspecific_x_ap) < 1e-06) else nonspecific_x_ap / (1.0 - exp(-nonspecific_x_ap)))  # 1/ms
    nonspecific_b_p = physics_speed * 0.09 * 20.0 * (1.0 + nonspecific_x_bp / 2.0 if (abs(nonspecific_x_bp) < 1e-06) else nonspecific_x_bp / (1.0 - exp(-nonspecific_x_bp)))  # 1/ms
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # uA/cm^2
    dy[0] = (stimulus_i_stim - sodium_i_Na - potassium_i_K - nonspecific_i_p - leak_i_L) / membrane_C
    dy[1] = sodium_a_m * (1.0 - sodium_m) - sodium_b_m * sodium_m
    dy[2] = sodium_a_h * (1.0 - sodium_h) - sodium_b_h * sodium_h
    dy[3] = potassium_a_n * (1.0 - potassium_n) - potassium_b_n * potassium_n
    dy[4] = nonspecific_a_p * (1.0 - nonspecific_p) - nonspecific_b_p * nonspecific_p


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    charge_V_rest = c[4]
    charge_shift = c[5]
    ghk_K_i = c[10]
    ghk_K_o = c[11]
    ghk_Na_i = c[8]
    ghk_Na_o = c[9]
    leak_E_L = c[16]
    leak_g_L = c[15]
    membrane_V = y[0]
    nonspecific_P_p = c[14]
    nonspecific_p = y[4]
    physics_F = c[1]
    physics_RT_F = c[17]
    physics_speed = c[19]
    potassium_P_K = c[13]
    potassium_n = y[3]
    sodium_P_Na = c[12]
    sodium_h = y[2]
    sodium_m = y[1]
    charge_u = membrane_V - charge_V_rest - charge_shift  # mV
    out[0] = charge_u
    ghk_v = membrane_V / physics_RT_F  # 1
    out[1] = ghk_v
    ghk_drive_Na = physics_F * (ghk_Na_i - ghk_Na_o if (abs(ghk_v) < 1e-06) else ghk_v * (ghk_Na_i - ghk_Na_o * exp(-ghk_v)) / (1.0 - exp(-ghk_v)))  # uA*s/cm^3
    out[2] = ghk_drive_Na
    ghk_drive_K = physics_F * (ghk_K_i - ghk_K_o if (abs(ghk_v) < 1e-06) else ghk_v * (ghk_K_i - ghk_K_o * exp(-ghk_v)) / (1.0 - exp(-ghk_v)))  # uA*s/cm^3
    out[3] = ghk_drive_K
    sodium_i_Na = sodium_P_Na * (sodium_m * sodium_m) * sodium_h * ghk_drive_Na  # uA/cm^2
    out[4] = sodium_i_Na
    sodium_x_am = (charge_u - 22.0) / 3.0  # 1
    out[5] = sodium_x_am
    sodium_x_bm = (13.0 - charge_u) / 20.0  # 1
    out[6] = sodium_x_bm
    sodium_x_ah = -(charge_u + 10.0) / 6.0  # 1
    out[7] = sodium_x_ah
    sodium_a_m = physics_speed * 0.36 * 3.0 * (1.0 + sodium_x_am / 2.0 if (abs(sodium_x_am) < 1e-06) else sodium_x_am / (1.0 - exp(-sodium_x_am)))  # 1/ms
    out[8] = sodium_a_m
    sodium_b_m = physics_speed * 0.4 * 20.0 * (1.0 + sodium_x_bm / 2.0 if (abs(sodium_x_bm) < 1e-06) else sodium_x_bm / (1.0 - exp(-sodium_x_bm)))  # 1/ms
    out[9] = sodium_b_m
    sodium_a_h = physics_speed * 0.1 * 6.0 * (1.0 + sodium_x_ah / 2.0 if (abs(sodium_x_ah) < 1e-06) else sodium_x_ah / (1.0 - exp(-sodium_x_ah)))  # 1/ms
    out[10] = sodium_a_h
    sodium_b_h = physics_speed * 4.5 / (1.0 + exp((45.0 - charge_u) / 10.0))  # 1/ms
    out[11] = sodium_b_h
    potassium_i_K = potassium_P_K * (potassium_n * potassium_n) * ghk_drive_K  # uA/cm^2
    out[12] = potassium_i_K
    potassium_x_an = (charge_u - 35.0) / 10.0  # 1
    out[13] = potassium_x_an
    potassium_x_bn = (10.0 - charge_u) / 10.0  # 1
    out[14] = potassium_x_bn
    potassium_a_n = physics_speed * 0.02 * 10.0 * (1.0 + potassium_x_an / 2.0 if (abs(potassium_x_an) < 1e-06) else potassium_x_an / (1.0 - exp(-potassium_x_an)))  # 1/ms
    out[15] = potassium_a_n
    potassium_b_n = physics_speed * 0.05 * 10.0 * (1.0 + potassium_x_bn / 2.0 if (abs(potassium_x_bn) < 1e-06) else potassium_x_bn / (1.0 - exp(-potassium_x_bn)))  # 1/ms
    out[16] = potassium_b_n
    nonspecific_i_p = nonspecific_P_p * (nonspecific_p * nonspecific_p) * ghk_drive_Na  # uA/cm^2
    out[17] = nonspecific_i_p
    nonspecific_x_ap = (charge_u - 40.0) / 10.0  # 1
    out[18] = nonspecific_x_ap
    nonspecific_x_bp = -(charge_u + 25.0) / 20.0  # 1
    out[19] = nonspecific_x_bp
    nonspecific_a_p = physics_speed * 0.006 * 10.0 * (1.0 + nonspecific_x_ap / 2.0 if (abs(nonspecific_x_ap) < 1e-06) else nonspecific_x_ap / (1.0 - exp(-nonspecific_x_ap)))  # 1/ms
    out[20] = nonspecific_a_p
    nonspecific_b_p = physics_speed * 0.09 * 20.0 * (1.0 + nonspecific_x_bp / 2.0 if (abs(nonspecific_x_bp) < 1e-06) else nonspecific_x_bp / (1.0 - exp(-nonspecific_x_bp)))  # 1/ms
    out[21] = nonspecific_b_p
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # uA/cm^2
    out[22] = leak_i_L

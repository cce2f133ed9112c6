"""Written from srb_node.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp, log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'srb_node'
DIGEST = '7b9a9fd3a2fe'
META = {
    'cannot_know': 'the internode, the pump and HCN channels, which soften the effect of potassium in a living nerve: its effect here is probably too steep; blood flow (ischaemia); noise; the pH inside the axon; the loop through the spinal cord that keeps a cramp going',
    'desc': 'One node of Ranvier of a human nerve fibre: transient sodium (GHK), fast and slow potassium, leak, and one per cent of persistent sodium (Bostock and Rothwell 1997). Sodium and potassium outside act through the GHK and Nernst equations, calcium, magnesium and acid through the surface potential, which shifts the gates.',
    'source': 'schwarz_1995, bostock_1997',
    'title': 'Node of a human motor axon (Schwarz, Reid and Bostock 1995, with persistent sodium)',
    'validity': 'a single node under brief pulses; potassium 1 to 7, sodium 110 to 170 mmol/L, 20 to 40 C',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
    ('membrane.V', 'mV', 'state', -86.0, 'membrane potential, inside against outside'),
    ('sodium.m', '1', 'state', 0.002, 'activation of sodium'),
    ('sodium.h', '1', 'state', 0.8, 'availability of sodium (1 - inactivation)'),
    ('persistent.p', '1', 'state', 0.02, 'activation of persistent sodium'),
    ('fast_potassium.n', '1', 'state', 0.01, 'activation of fast potassium'),
    ('slow_potassium.s', '1', 'state', 0.05, 'activation of slow potassium'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('physics.R', 'mJ/mol/K', 'constant', 8314.462618, 'gas constant', 'si_brochure', 'physical', 'seen'),
    ('physics.F', 'C/mol', 'constant', 96485.33212, 'Faraday constant', 'si_brochure', 'physical', 'seen'),
    ('ecf.T', 'K', 'constant', 310.15, 'temperature', '', 'input', '', 293.15, 313.15),
    ('physics.T_base', 'K', 'constant', 293.15, 'temperature of the published rates', 'schwarz_1995', 'published', 'recalled'),
    ('physics.pA_per_uA', 'pA/uA', 'constant', 1000000.0, 'conversion', 'si_brochure', 'definition', 'seen'),
    ('ecf.Na', 'mM', 'constant', 145.0, 'sodium outside', '', 'input', '', 110.0, 170.0),
    ('ecf.K', 'mM', 'constant', 4.2, 'potassium outside', '', 'input', '', 1.0, 7.0),
    ('icf.Na', 'mM', 'constant', 35.0, 'sodium inside', 'schwarz_1995', 'published', 'recalled', 15.0, 40.0),
    ('icf.K', 'mM', 'constant', 155.0, 'potassium inside', 'schwarz_1995', 'published', 'recalled', 140.0, 165.0),
    ('charge.shift', 'mV', 'constant', 0.0, 'surface potential against normal blood; below zero the axon is easier to excite', '', 'input', '', -60.0, 60.0),
    ('charge.share_K', '1', 'constant', 0.5, 'share of the shift that potassium gates feel; less than sodium gates do', 'hille_book', 'assumed', 'recalled', 0.0, 1.0),
    ('stimulus.i_stim', 'pA', 'constant', 0.0, 'injected current', '', 'input', '', -10000.0, 100000.0),
    ('membrane.C', 'pF', 'constant', 1.4, 'capacitance of the node', 'schwarz_1995', 'published', 'recalled', 1.2, 1.7),
    ('sodium.P_Na', 'cm^3/s', 'constant', 3.52e-09, 'sodium permeability of the node', 'schwarz_1995', 'published', 'recalled', 2.8e-09, 4.5e-09),
    ('sodium.q10_m', '1', 'constant', 2.2, 'Q10 of m', 'schwarz_1995', 'published', 'recalled'),
    ('sodium.q10_h', '1', 'constant', 2.9, 'Q10 of h', 'schwarz_1995', 'published', 'recalled'),
    ('persistent.share', '1', 'constant', 0.01, 'persistent sodium permeability as a share of the transient one', 'bostock_1997', 'published', 'recalled', 0.005, 0.02),
    ('persistent.ahead', 'mV', 'constant', 20.0, 'how much more negative persistent sodium opens', 'bostock_1997', 'published', 'recalled'),
    ('persistent.slower', '1', 'constant', 0.5, 'speed of the persistent gate against m', 'bostock_1997', 'published', 'recalled'),
    ('fast_potassium.g_Kf', 'nS', 'constant', 15.0, 'fast potassium conductance', 'schwarz_1995', 'published', 'recalled', 12.0, 19.0),
    ('fast_potassium.q10_n', '1', 'constant', 3.0, 'Q10 of n', 'schwarz_1995', 'published', 'recalled'),
    ('slow_potassium.g_Ks', 'nS', 'constant', 30.0, 'slow potassium conductance', 'schwarz_1995', 'published', 'recalled', 24.0, 38.0),
    ('slow_potassium.q10_s', '1', 'constant', 3.0, 'Q10 of s', 'schwarz_1995', 'published', 'recalled'),
    ('leak.r', '1', 'constant', 0.0173, 'sodium permeability of the leak against potassium, so that rest is -86 mV at potassium 4.2', 'judgement', 'fitted', 'computed', 0.012, 0.024),
    ('leak.K_ref', 'mM', 'constant', 4.2, 'potassium at which the leak was set', 'judgement', 'definition', 'judgement'),
    ('leak.follow', '1', 'constant', 0.5, 'how closely the leak follows potassium: 0 as published (a fixed leak), 1 like a bare node; the internode and the pump hold a living axon back, by how much is not known', 'judgement', 'assumed', 'judgement', 0.0, 1.0),
    ('leak.g_L', 'nS', 'constant', 30.0, 'leak conductance', 'schwarz_1995', 'published', 'recalled', 24.0, 38.0),
]
DERIVED: list[tuple[object, ...]] = [
    ('physics.RT_F', 'mV', 'derived', None, 'thermal voltage'),
    ('physics.tens', '1', 'derived', None, 'warmth above the published rates in steps of ten degrees'),
    ('sodium.speed_m', '1/ms', 'derived', None, 'speed of m at this temperature'),
    ('sodium.speed_h', '1/ms', 'derived', None, 'speed of h at this temperature'),
    ('fast_potassium.speed_n', '1/ms', 'derived', None, 'speed of n at this temperature'),
    ('leak.E_K', 'mV', 'derived', None, 'potassium equilibrium potential (Nernst)'),
    ('slow_potassium.speed_s', '1/ms', 'derived', None, 'speed of s at this temperature'),
    ('leak.K_felt', 'mM', 'derived', None, 'potassium that the leak feels'),
    ('leak.E_L', 'mV', 'derived', None, 'potential at which the leak is silent (GHK)'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('charge.V_Na', 'mV', 'variable', None, 'what the sodium gates feel'),
    ('charge.V_K', 'mV', 'variable', None, 'what the potassium gates feel'),
    ('sodium.u', '1', 'variable', None, 'voltage in thermal units'),
    ('sodium.drive', 'pA*s/cm^3', 'variable', None, 'GHK current per permeability'),
    ('sodium.i_Na', 'pA', 'variable', None, 'transient sodium current', 'schwarz_1995'),
    ('sodium.x_am', '1', 'variable', None, 'argument of the opening rate of m'),
    ('sodium.x_bm', '1', 'variable', None, 'argument of the closing rate of m'),
    ('sodium.a_m', '1/ms', 'variable', None, 'opening rate of m', 'schwarz_1995'),
    ('sodium.b_m', '1/ms', 'variable', None, 'closing rate of m', 'schwarz_1995'),
    ('sodium.x_ah', '1', 'variable', None, 'argument of the recovery rate of h'),
    ('sodium.a_h', '1/ms', 'variable', None, 'recovery rate of h', 'schwarz_1995'),
    ('sodium.b_h', '1/ms', 'variable', None, 'inactivation rate of h', 'schwarz_1995'),
    ('persistent.i_NaP', 'pA', 'variable', None, 'persistent sodium current', 'bostock_1997'),
    ('persistent.x_ap', '1', 'variable', None, 'argument of the opening rate of p'),
    ('persistent.x_bp', '1', 'variable', None, 'argument of the closing rate of p'),
    ('persistent.a_p', '1/ms', 'variable', None, 'opening rate of p', 'bostock_1997'),
    ('persistent.b_p', '1/ms', 'variable', None, 'closing rate of p', 'bostock_1997'),
    ('fast_potassium.i_Kf', 'pA', 'variable', None, 'fast potassium current', 'schwarz_1995'),
    ('fast_potassium.x_an', '1', 'variable', None, 'argument of the opening rate of n'),
    ('fast_potassium.x_bn', '1', 'variable', None, 'argument of the closing rate of n'),
    ('fast_potassium.a_n', '1/ms', 'variable', None, 'opening rate of n', 'schwarz_1995'),
    ('fast_potassium.b_n', '1/ms', 'variable', None, 'closing rate of n', 'schwarz_1995'),
    ('slow_potassium.i_Ks', 'pA', 'variable', None, 'slow potassium current', 'schwarz_1995'),
    ('slow_potassium.x_as', '1', 'variable', None, 'argument of the opening rate of s'),
    ('slow_potassium.x_bs', '1', 'variable', None, 'argument of the closing rate of s'),
    ('slow_potassium.a_s', '1/ms', 'variable', None, 'opening rate of s', 'schwarz_1995'),
    ('slow_potassium.b_s', '1/ms', 'variable', None, 'closing rate of s', 'schwarz_1995'),
    ('leak.i_L', 'pA', 'variable', None, 'leak current'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    ecf_K = c[6]
    ecf_Na = c[5]
    ecf_T = c[2]
    fast_potassium_q10_n = c[20]
    icf_K = c[8]
    icf_Na = c[7]
    leak_K_ref = c[24]
    leak_follow = c[25]
    leak_r = c[23]
    physics_F = c[1]
    physics_R = c[0]
    physics_T_base = c[3]
    slow_potassium_q10_s = c[22]
    sodium_q10_h = c[15]
    sodium_q10_m = c[14]
    physics_RT_F = physics_R * ecf_T / physics_F  # mV
    c[27] = physics_RT_F
    physics_tens = (ecf_T - physics_T_base) / 10.0  # 1
    c[28] = physics_tens
    sodium_speed_m = 1.0 * sodium_q10_m**physics_tens  # 1/ms
    c[29] = sodium_speed_m
    sodium_speed_h = 1.0 * sodium_q10_h**physics_tens  # 1/ms
    c[30] = sodium_speed_h
    fast_potassium_speed_n = 1.0 * fast_potassium_q10_n**physics_tens  # 1/ms
    c[31] = fast_potassium_speed_n
    leak_E_K = physics_RT_F * log(ecf_K / icf_K)  # mV
    c[32] = leak_E_K
    slow_potassium_speed_s = 1.0 * slow_potassium_q10_s**physics_tens  # 1/ms
    c[33] = slow_potassium_speed_s
    leak_K_felt = leak_K_ref * (ecf_K / leak_K_ref)**leak_follow  # mM
    c[34] = leak_K_felt
    leak_E_L = physics_RT_F * log((leak_K_felt + leak_r * ecf_Na) / (icf_K + leak_r * icf_Na))  # mV
    c[35] = leak_E_L


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    charge_share_K = c[10]
    charge_shift = c[9]
    ecf_Na = c[5]
    fast_potassium_g_Kf = c[19]
    fast_potassium_n = y[4]
    fast_potassium_speed_n = c[31]
    icf_Na = c[7]
    leak_E_K = c[32]
    leak_E_L = c[35]
    leak_g_L = c[26]
    membrane_C = c[12]
    membrane_V = y[0]
    persistent_ahead = c[17]
    persistent_p = y[3]
    persistent_share = c[16]
    persistent_slower = c[18]
    physics_F = c[1]
    physics_RT_F = c[27]
    physics_pA_per_uA = c[4]
    slow_potassium_g_Ks = c[21]
    slow_potassium_s = y[5]
    slow_potassium_speed_s = c[33]
    sodium_P_Na = c[13]
    sodium_h = y[2]
    sodium_m = y[1]
    sodium_speed_h = c[30]
    sodium_speed_m = c[29]
    stimulus_i_stim = c[11]
    charge_V_Na = membrane_V - charge_shift  # mV
    charge_V_K = membrane_V - charge_share_K * charge_shift  # mV
    sodium_u = membrane_V / physics_RT_F  # 1
    sodium_drive = physics_pA_per_uA * physics_F * (icf_Na - ecf_Na if (abs(sodium_u) < 1e-06) else sodium_u * (icf_Na - ecf_Na * exp(-sodium_u)) / (1.0 - exp(-sodium_u)))  # pA*s/cm^3
    sodium_i_Na = sodium_P_Na * (sodium_m * sodium_m * sodium_m) * sodium_h * sodium_drive  # pA
    sodium_x_am = (charge_V_Na + 18.4) / 10.3  # 1
    sodium_x_bm = -(charge_V_Na + 22.7) / 9.16  # 1
    sodium_a_m = sodium_speed_m * 1.86 * 10.3 * (1.0 + sodium_x_am / 2.0 if (abs(sodium_x_am) < 1e-06) else sodium_x_am / (1.0 - exp(-sodium_x_am)))  # 1/ms
    sodium_b_m = sodium_speed_m * 0.086 * 9.16 * (1.0 + sodium_x_bm / 2.0 if (abs(sodium_x_bm) < 1e-06) else sodium_x_bm / (1.0 - exp(-sodium_x_bm)))  # 1/ms
    sodium_x_ah = -(charge_V_Na + 111.0) / 11.0  # 1
    sodium_a_h = sodium_speed_h * 0.0336 * 11.0 * (1.0 + sodium_x_ah / 2.0 if (abs(sodium_x_ah) < 1e-06) else sodium_x_ah / (1.0 - exp(-sodium_x_ah)))  # 1/ms
    sodium_b_h = sodium_speed_h * 2.3 / (1.0 + exp(-(charge_V_Na + 28.8) / 13.4))  # 1/ms
    persistent_i_NaP = sodium_P_Na * persistent_share * (persistent_p * persistent_p * persistent_p) * sodium_drive  # pA
    persistent_x_ap = (charge_V_Na + persistent_ahead + 18.4) / 10.3  # 1
    persistent_x_bp = -(charge_V_Na + persistent_ahead + 22.7) / 9.16  # 1
    persistent_a_p = persistent_slower * sodium_speed_m * 1.86 * 10.3 * (1.0 + persistent_x_ap / 2.0 if (abs(persistent_x_ap) < 1e-06) else persistent_x_ap / (1.0 - exp(-persistent_x_ap)))  # 1/ms
    persistent_b_p = persistent_slower * sodium_speed_m * 0.086 * 9.16 * (1.0 + persistent_x_bp / 2.0 if (abs(persistent_x_bp) < 1e-06) else persistent_x_bp / (1.0 - exp(-persistent_x_bp)))  # 1/ms
    fast_potassium_i_Kf = fast_potassium_g_Kf * (fast_potassium_n * fast_potassium_n * fast_potassium_n * fast_potassium_n) * (membrane_V - leak_E_K)  # pA
    fast_potassium_x_an = (charge_V_K + 93.2) / 1.1  # 1
    fast_potassium_x_bn = -(charge_V_K + 76.0) / 10.5  # 1
    fast_potassium_a_n = fast_potassium_speed_n * 0.00798 * 1.1 * (1.0 + fast_potassium_x_an / 2.0 if (abs(fast_potassium_x_an) < 1e-06) else fast_potassium_x_an / (1.0 - exp(-fast_potassium_x_an)))  # 1/ms
    fast_potassium_b_n = fast_potassium_speed_n * 0.0142 * 10.5 * (1.0 + fast_potassium_x_bn / 2.0 if (abs(fast_potassium_x_bn) < 1e-06) else fast_potassium_x_bn / (1.0 - exp(-fast_potassium_x_bn)))  # 1/ms
    slow_potassium_i_Ks = slow_potassium_g_Ks * slow_potassium_s * (membrane_V - leak_E_K)  # pA
    slow_potassium_x_as = (charge_V_K + 12.5) / 23.6  # 1
    slow_potassium_x_bs = -(charge_V_K + 80.1) / 21.8  # 1
    slow_potassium_a_s = slow_potassium_speed_s * 0.00122 * 23.6 * (1.0 + slow_potassium_x_as / 2.0 if (abs(slow_potassium_x_as) < 1e-06) else slow_potassium_x_as / (1.0 - exp(-slow_potassium_x_as)))  # 1/ms
    slow_potassium_b_s = slow_potassium_speed_s * 0.000739 * 21.8 * (1.0 + slow_potassium_x_bs / 2.0 if (abs(slow_potassium_x_bs) < 1e-06) else slow_potassium_x_bs / (1.0 - exp(-slow_potassium_x_bs)))  # 1/ms
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # pA
    dy[0] = (stimulus_i_stim - sodium_i_Na - persistent_i_NaP - fast_potassium_i_Kf - slow_potassium_i_Ks - leak_i_L) / membrane_C
    dy[1] = sodium_a_m * (1.0 - sodium_m) - sodium_b_m * sodium_m
    dy[2] = sodium_a_h * (1.0 - sodium_h) - sodium_b_h * sodium_h
    dy[3] = persistent_a_p * (1.0 - persistent_p) - persistent_b_p * persistent_p
    dy[4] = fast_potassium_a_n * (1.0 - fast_potassium_n) - fast_potassium_b_n * fast_potassium_n
    dy[5] = slow_potassium_a_s * (1.0 - slow_potassium_s) - slow_potassium_b_s * slow_potassium_s


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    charge_share_K = c[10]
    charge_shift = c[9]
    ecf_Na = c[5]
    fast_potassium_g_Kf = c[19]
    fast_potassium_n = y[4]
    fast_potassium_speed_n = c[31]
    icf_Na = c[7]
    leak_E_K = c[32]
    leak_E_L = c[35]
    leak_g_L = c[26]
    membrane_V = y[0]
    persistent_ahead = c[17]
    persistent_p = y[3]
    persistent_share = c[16]
    persistent_slower = c[18]
    physics_F = c[1]
    physics_RT_F = c[27]
    physics_pA_per_uA = c[4]
    slow_potassium_g_Ks = c[21]
    slow_potassium_s = y[5]
    slow_potassium_speed_s = c[33]
    sodium_P_Na = c[13]
    sodium_h = y[2]
    sodium_m = y[1]
    sodium_speed_h = c[30]
    sodium_speed_m = c[29]
    charge_V_Na = membrane_V - charge_shift  # mV
    out[0] = charge_V_Na
    charge_V_K = membrane_V - charge_share_K * charge_shift  # mV
    out[1] = charge_V_K
    sodium_u = membrane_V / physics_RT_F  # 1
    out[2] = sodium_u
    sodium_drive = physics_pA_per_uA * physics_F * (icf_Na - ecf_Na if (abs(sodium_u) < 1e-06) else sodium_u * (icf_Na - ecf_Na * exp(-sodium_u)) / (1.0 - exp(-sodium_u)))  # pA*s/cm^3
    out[3] = sodium_drive
    sodium_i_Na = sodium_P_Na * (sodium_m * sodium_m * sodium_m) * sodium_h * sodium_drive  # pA
    out[4] = sodium_i_Na
    sodium_x_am = (charge_V_Na + 18.4) / 10.3  # 1
    out[5] = sodium_x_am
    sodium_x_bm = -(charge_V_Na + 22.7) / 9.16  # 1
    out[6] = sodium_x_bm
    sodium_a_m = sodium_speed_m * 1.86 * 10.3 * (1.0 + sodium_x_am / 2.0 if (abs(sodium_x_am) < 1e-06) else sodium_x_am / (1.0 - exp(-sodium_x_am)))  # 1/ms
    out[7] = sodium_a_m
    sodium_b_m = sodium_speed_m * 0.086 * 9.16 * (1.0 + sodium_x_bm / 2.0 if (abs(sodium_x_bm) < 1e-06) else sodium_x_bm / (1.0 - exp(-sodium_x_bm)))  # 1/ms
    out[8] = sodium_b_m
    sodium_x_ah = -(charge_V_Na + 111.0) / 11.0  # 1
    out[9] = sodium_x_ah
    sodium_a_h = sodium_speed_h * 0.0336 * 11.0 * (1.0 + sodium_x_ah / 2.0 if (abs(sodium_x_ah) < 1e-06) else sodium_x_ah / (1.0 - exp(-sodium_x_ah)))  # 1/ms
    out[10] = sodium_a_h
    sodium_b_h = sodium_speed_h * 2.3 / (1.0 + exp(-(charge_V_Na + 28.8) / 13.4))  # 1/ms
    out[11] = sodium_b_h
    persistent_i_NaP = sodium_P_Na * persistent_share * (persistent_p * persistent_p * persistent_p) * sodium_drive  # pA
    out[12] = persistent_i_NaP
    persistent_x_ap = (charge_V_Na + persistent_ahead + 18.4) / 10.3  # 1
    out[13] = persistent_x_ap
    persistent_x_bp = -(charge_V_Na + persistent_ahead + 22.7) / 9.16  # 1
    out[14] = persistent_x_bp
    persistent_a_p = persistent_slower * sodium_speed_m * 1.86 * 10.3 * (1.0 + persistent_x_ap / 2.0 if (abs(persistent_x_ap) < 1e-06) else persistent_x_ap / (1.0 - exp(-persistent_x_ap)))  # 1/ms
    out[15] = persistent_a_p
    persistent_b_p = persistent_slower * sodium_speed_m * 0.086 * 9.16 * (1.0 + persistent_x_bp / 2.0 if (abs(persistent_x_bp) < 1e-06) else persistent_x_bp / (1.0 - exp(-persistent_x_bp)))  # 1/ms
    out[16] = persistent_b_p
    fast_potassium_i_Kf = fast_potassium_g_Kf * (fast_potassium_n * fast_potassium_n * fast_potassium_n * fast_potassium_n) * (membrane_V - leak_E_K)  # pA
    out[17] = fast_potassium_i_Kf
    fast_potassium_x_an = (charge_V_K + 93.2) / 1.1  # 1
    out[18] = fast_potassium_x_an
    fast_potassium_x_bn = -(charge_V_K + 76.0) / 10.5  # 1
    out[19] = fast_potassium_x_bn
    fast_potassium_a_n = fast_potassium_speed_n * 0.00798 * 1.1 * (1.0 + fast_potassium_x_an / 2.0 if (abs(fast_potassium_x_an) < 1e-06) else fast_potassium_x_an / (1.0 - exp(-fast_potassium_x_an)))  # 1/ms
    out[20] = fast_potassium_a_n
    fast_potassium_b_n = fast_potassium_speed_n * 0.0142 * 10.5 * (1.0 + fast_potassium_x_bn / 2.0 if (abs(fast_potassium_x_bn) < 1e-06) else fast_potassium_x_bn / (1.0 - exp(-fast_potassium_x_bn)))  # 1/ms
    out[21] = fast_potassium_b_n
    slow_potassium_i_Ks = slow_potassium_g_Ks * slow_potassium_s * (membrane_V - leak_E_K)  # pA
    out[22] = slow_potassium_i_Ks
    slow_potassium_x_as = (charge_V_K + 12.5) / 23.6  # 1
    out[23] = slow_potassium_x_as
    slow_potassium_x_bs = -(charge_V_K + 80.1) / 21.8  # 1
    out[24] = slow_potassium_x_bs
    slow_potassium_a_s = slow_potassium_speed_s * 0.00122 * 23.6 * (1.0 + slow_potassium_x_as / 2.0 if (abs(slow_potassium_x_as) < 1e-06) else slow_potassium_x_as / (1.0 - exp(-slow_potassium_x_as)))  # 1/ms
    out[25] = slow_potassium_a_s
    slow_potassium_b_s = slow_potassium_speed_s * 0.000739 * 21.8 * (1.0 + slow_potassium_x_bs / 2.0 if (abs(slow_potassium_x_bs) < 1e-06) else slow_potassium_x_bs / (1.0 - exp(-slow_potassium_x_bs)))  # 1/ms
    out[26] = slow_potassium_b_s
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # pA
    out[27] = leak_i_L

"""Written from muscle_fibre.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp, log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'muscle_fibre'
DIGEST = '379a35d2bad3'
META = {
    'cannot_know': 'force; calcium and magnesium inside; potassium lost from inside the cell over weeks; what blood flow carries away; how fast the fibre goes from one state to the other; the constants were measured in rodents at room temperature',
    'desc': 'All slow currents of a fibre with every gate settled: sodium with its window and slow inactivation, delayed, inward and KCNQ potassium, a cation leak, the pump and chloride; surface and tubules at the same voltage. A cotransporter brings chloride in with sodium and potassium and keeps it a little above balance, so that it leaks out and depolarises. Where the currents cancel, the fibre can rest. There can be two such voltages: the normal one, and one near -50 mV in which the fibre cannot contract.',
    'note': "gates and permeabilities as on the sheet; reduced by us to one voltage and to settled gates, with the pump set to balance sodium at rest because the sheet's unit for it cannot be right; chloride inside is the one at which cotransport and channels balance, for each voltage",
    'source': 'cannon_2024, cannon_1993, lorkovic_1977, harris_betz_1984',
    'title': "Electrical state of a muscle fibre (after Cannon 1993 and the Cannon Lab's parameters of 2024)",
    'validity': 'rest of an isolated fibre over minutes to hours; potassium 0.5 to 8, sodium 110 to 170 mmol/L',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
    ('membrane.V', 'mV', 'state', -88.0, 'membrane potential, inside against outside'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('physics.R', 'mJ/mol/K', 'constant', 8314.462618, 'gas constant', 'si_brochure', 'physical', 'seen'),
    ('physics.F', 'C/mol', 'constant', 96485.33212, 'Faraday constant', 'si_brochure', 'physical', 'seen'),
    ('ecf.T', 'K', 'constant', 295.0, 'temperature', '', 'input', '', 290.0, 315.0),
    ('ecf.Na', 'mM', 'constant', 138.3, 'sodium outside', '', 'input', '', 100.0, 180.0),
    ('ecf.K', 'mM', 'constant', 4.5, 'potassium outside', '', 'input', '', 0.2, 15.0),
    ('icf.Na', 'mM', 'constant', 6.9, 'sodium inside', 'cannon_2024', 'published', 'seen'),
    ('icf.K', 'mM', 'constant', 151.9, 'potassium inside', 'cannon_2024', 'published', 'seen', 140.0, 165.0),
    ('tubules.r', 'um', 'constant', 40.0, 'radius of the fibre', 'cannon_2024', 'published', 'seen'),
    ('tubules.rho', '1', 'constant', 0.003, "share of the fibre's volume that tubules take", 'cannon_2024', 'published', 'seen'),
    ('tubules.zeta', 'um', 'constant', 0.0126, 'volume of tubules per surface of tubules', 'cannon_2024', 'published', 'seen'),
    ('tubules.Na_share', '1', 'constant', 0.8, 'density of sodium channels in tubules against surface', 'cannon_2024', 'published', 'seen'),
    ('tubules.Kdr_share', '1', 'constant', 0.4, 'density of delayed potassium channels in tubules against surface', 'cannon_2024', 'published', 'seen'),
    ('tubules.Kir_share', '1', 'constant', 1.0, 'density of inward potassium channels in tubules against surface', 'cannon_2024', 'published', 'seen'),
    ('tubules.KCNQ_share', '1', 'constant', 0.4, 'density of KCNQ channels in tubules against surface', 'cannon_2024', 'published', 'seen'),
    ('membrane.C', 'uF/cm^2', 'constant', 1.0, 'membrane capacitance', 'cannon_2024', 'published', 'seen'),
    ('sodium.P_Na', 'cm/s', 'constant', 0.000102, 'sodium permeability', 'cannon_2024', 'published', 'seen'),
    ('sodium.persistent', '1', 'constant', 0.003, 'share of sodium channels that do not inactivate fast', 'cannon_2024', 'published', 'seen'),
    ('sodium.V_h', 'mV', 'constant', -80.0, 'voltage at which half of the channels are available', 'cannon_2024', 'published', 'seen'),
    ('sodium.pedestal', '1', 'constant', 0.115, 'share of channels that never inactivate slowly', 'cannon_2024', 'published', 'seen'),
    ('delayed.P_K', 'cm/s', 'constant', 1.2e-05, 'permeability of the delayed rectifier', 'cannon_2024', 'published', 'seen'),
    ('inward.P_Kir', 'cm/s', 'constant', 4.35e-06, 'permeability of the inward rectifier', 'cannon_2024', 'published', 'seen', 3.5e-06, 5.4e-06),
    ('inward.slope', 'mV', 'constant', 12.0, 'steepness of the inward rectifier', 'cannon_2024', 'published', 'seen'),
    ('kcnq.P_KCNQ', 'cm/s', 'constant', 2e-06, 'permeability of KCNQ channels', 'cannon_2024', 'published', 'seen'),
    ('leak.g_L', 'uS/cm^2', 'constant', 3.0, 'cation leak; a healthy fibre has 2 to 4 by our reading, periodic paralysis 12 to 19.5', 'jurkat_rott_2009', 'assumed', 'computed', 2.0, 4.0),
    ('leak.mS_per_uS', 'mS/uS', 'constant', 0.001, 'conversion', 'si_brochure', 'definition', 'seen'),
    ('chloride.g_Cl', 'mS/cm^2', 'constant', 0.16, 'conductance per surface of membrane; 0.85 and 1.03 per surface of fibre in two muscles of the rat', 'lorkovic_1977', 'published', 'computed', 0.13, 0.19),
    ('chloride.J', 'uA/cm^2', 'constant', 0.17, 'strength of the cotransporter, set for a rest near -88 mV at potassium 4', 'jurkat_rott_2009', 'fitted', 'computed', 0.1, 0.22),
    ('pump.J', 'uA/cm^2', 'constant', 70.0, 'largest pump current, set so that sodium going in at rest, with chloride as well, is carried out again', 'judgement', 'fitted', 'computed', 45.0, 95.0),
    ('pump.K_mK', 'mM', 'constant', 1.0, 'potassium that half loads the pump', 'cannon_2024', 'published', 'seen'),
    ('pump.K_mNa', 'mM', 'constant', 13.0, 'sodium that half loads the pump', 'cannon_2024', 'published', 'seen'),
]
DERIVED: list[tuple[object, ...]] = [
    ('physics.RT_F', 'mV', 'derived', None, 'thermal voltage'),
    ('tubules.gamma', '1', 'derived', None, 'surface of tubules per surface of fibre'),
    ('ghk.E_K', 'mV', 'derived', None, 'potassium equilibrium potential (Nernst)'),
    ('leak.E_L', 'mV', 'derived', None, 'potential at which the leak is silent; it does not tell sodium from potassium'),
    ('chloride.g', 'mS/cm^2', 'derived', None, 'conductance per surface of fibre'),
    ('chloride.cations', '1', 'derived', None, 'what sodium and potassium do to the cotransporter', 'cannon_2024'),
    ('pump.sigma', '1', 'derived', None, 'dependence of the pump on sodium outside', 'cannon_2024'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('ghk.u', '1', 'variable', None, 'voltage in thermal units'),
    ('ghk.Na', 'uA*s/cm^3', 'variable', None, 'sodium current per permeability'),
    ('ghk.K', 'uA*s/cm^3', 'variable', None, 'potassium current per permeability'),
    ('sodium.x_m', '1', 'variable', None, 'argument of the opening rate'),
    ('sodium.a_m', '1/ms', 'variable', None, 'opening rate of m', 'cannon_2024'),
    ('sodium.b_m', '1/ms', 'variable', None, 'closing rate of m', 'cannon_2024'),
    ('sodium.m', '1', 'variable', None, 'settled activation'),
    ('sodium.h', '1', 'variable', None, 'settled availability (fast)', 'cannon_2024'),
    ('sodium.s', '1', 'variable', None, 'settled availability (slow)', 'cannon_2024'),
    ('sodium.available', '1', 'variable', None, 'share of sodium channels that could open for an impulse'),
    ('sodium.i_Na', 'uA/cm^2', 'variable', None, 'settled sodium current'),
    ('delayed.x_n', '1', 'variable', None, 'argument of the opening rate'),
    ('delayed.a_n', '1/ms', 'variable', None, 'opening rate of n', 'cannon_2024'),
    ('delayed.b_n', '1/ms', 'variable', None, 'closing rate of n', 'cannon_2024'),
    ('delayed.n', '1', 'variable', None, 'settled activation'),
    ('delayed.p', '1', 'variable', None, 'settled availability', 'cannon_2024'),
    ('delayed.i_Kdr', 'uA/cm^2', 'variable', None, 'settled delayed potassium current'),
    ('inward.i_Kir', 'uA/cm^2', 'variable', None, 'inward-rectifying potassium current', 'cannon_2024'),
    ('kcnq.i_KCNQ', 'uA/cm^2', 'variable', None, 'KCNQ potassium current', 'cannon_2024'),
    ('leak.i_L', 'uA/cm^2', 'variable', None, 'cation leak'),
    ('chloride.x', '1', 'variable', None, 'logarithm of chloride outside over inside at which it comes in as fast as it leaks out'),
    ('chloride.E_Cl', 'mV', 'variable', None, 'potential at which chloride channels are silent'),
    ('chloride.i_Cl', 'uA/cm^2', 'variable', None, 'chloride current'),
    ('pump.f', '1', 'variable', None, 'dependence of the pump on voltage', 'cannon_2024'),
    ('pump.i_p', 'uA/cm^2', 'variable', None, 'pump current', 'cannon_2024'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    chloride_g_Cl = c[25]
    ecf_K = c[4]
    ecf_Na = c[3]
    ecf_T = c[2]
    icf_K = c[6]
    icf_Na = c[5]
    physics_F = c[1]
    physics_R = c[0]
    tubules_r = c[7]
    tubules_rho = c[8]
    tubules_zeta = c[9]
    physics_RT_F = physics_R * ecf_T / physics_F  # mV
    c[30] = physics_RT_F
    tubules_gamma = tubules_rho * tubules_r / (2.0 * tubules_zeta)  # 1
    c[31] = tubules_gamma
    ghk_E_K = physics_RT_F * log(ecf_K / icf_K)  # mV
    c[32] = ghk_E_K
    leak_E_L = physics_RT_F * log((ecf_K + ecf_Na) / (icf_K + icf_Na))  # mV
    c[33] = leak_E_L
    chloride_g = chloride_g_Cl * (1.0 + tubules_gamma)  # mS/cm^2
    c[34] = chloride_g
    chloride_cations = log(ecf_Na / icf_Na) + log(ecf_K / icf_K)  # 1
    c[35] = chloride_cations
    pump_sigma = (exp(ecf_Na / 67.3) - 1.0) / 7.0  # 1
    c[36] = pump_sigma


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    chloride_J = c[26]
    chloride_cations = c[35]
    chloride_g = c[34]
    delayed_P_K = c[19]
    ecf_K = c[4]
    ecf_Na = c[3]
    ghk_E_K = c[32]
    icf_K = c[6]
    icf_Na = c[5]
    inward_P_Kir = c[20]
    inward_slope = c[21]
    kcnq_P_KCNQ = c[22]
    leak_E_L = c[33]
    leak_g_L = c[23]
    leak_mS_per_uS = c[24]
    membrane_C = c[14]
    membrane_V = y[0]
    physics_F = c[1]
    physics_RT_F = c[30]
    pump_J = c[27]
    pump_K_mK = c[28]
    pump_K_mNa = c[29]
    pump_sigma = c[36]
    sodium_P_Na = c[15]
    sodium_V_h = c[17]
    sodium_pedestal = c[18]
    sodium_persistent = c[16]
    tubules_KCNQ_share = c[13]
    tubules_Kdr_share = c[11]
    tubules_Kir_share = c[12]
    tubules_Na_share = c[10]
    tubules_gamma = c[31]
    ghk_u = membrane_V / physics_RT_F  # 1
    ghk_Na = physics_F * (icf_Na - ecf_Na if (abs(ghk_u) < 1e-06) else ghk_u * (icf_Na - ecf_Na * exp(-ghk_u)) / (1.0 - exp(-ghk_u)))  # uA*s/cm^3
    ghk_K = physics_F * (icf_K - ecf_K if (abs(ghk_u) < 1e-06) else ghk_u * (icf_K - ecf_K * exp(-ghk_u)) / (1.0 - exp(-ghk_u)))  # uA*s/cm^3
    sodium_x_m = (membrane_V + 46.0) / 10.0  # 1
    sodium_a_m = 2.875 * (1.0 + sodium_x_m / 2.0 if (abs(sodium_x_m) < 1e-06) else sodium_x_m / (1.0 - exp(-sodium_x_m)))  # 1/ms
    sodium_b_m = 1.375 * exp(-(membrane_V + 46.0) / 18.0)  # 1/ms
    sodium_m = sodium_a_m / (sodium_a_m + sodium_b_m)  # 1
    sodium_h = 1.0 / (1.0 + exp((membrane_V - sodium_V_h) / 5.37))  # 1
    sodium_s = sodium_pedestal + (1.0 - sodium_pedestal) / (1.0 + exp((membrane_V + 59.0) / 10.6))  # 1
    sodium_i_Na = sodium_P_Na * (1.0 + tubules_gamma * tubules_Na_share) * (sodium_m * sodium_m * sodium_m) * sodium_s * (sodium_h * (1.0 - sodium_persistent) + sodium_persistent) * ghk_Na  # uA/cm^2
    delayed_x_n = (membrane_V + 40.0) / 7.0  # 1
    delayed_a_n = 0.1834 * (1.0 + delayed_x_n / 2.0 if (abs(delayed_x_n) < 1e-06) else delayed_x_n / (1.0 - exp(-delayed_x_n)))  # 1/ms
    delayed_b_n = 0.134 * exp(-(membrane_V + 40.0) / 40.0)  # 1/ms
    delayed_n = delayed_a_n / (delayed_a_n + delayed_b_n)  # 1
    delayed_p = 1.0 / (1.0 + exp((membrane_V + 40.0) / 7.5))  # 1
    delayed_i_Kdr = delayed_P_K * (1.0 + tubules_gamma * tubules_Kdr_share) * (delayed_n * delayed_n * delayed_n * delayed_n) * delayed_p * ghk_K  # uA/cm^2
    inward_i_Kir = inward_P_Kir * (1.0 + tubules_gamma * tubules_Kir_share) / (1.0 + exp((membrane_V - ghk_E_K) / inward_slope)) * ghk_K  # uA/cm^2
    kcnq_i_KCNQ = kcnq_P_KCNQ * (1.0 + tubules_gamma * tubules_KCNQ_share) / (1.0 + exp(-(membrane_V + 30.0) / 10.0)) * ghk_K  # uA/cm^2
    leak_i_L = leak_mS_per_uS * leak_g_L * (1.0 + tubules_gamma) * (membrane_V - leak_E_L)  # uA/cm^2
    chloride_x = -(chloride_g * membrane_V + 2.0 * chloride_J * chloride_cations) / (4.0 * chloride_J + chloride_g * physics_RT_F)  # 1
    chloride_E_Cl = -physics_RT_F * chloride_x  # mV
    chloride_i_Cl = chloride_g * (membrane_V - chloride_E_Cl)  # uA/cm^2
    pump_f = 1.0 / (1.0 + 0.12 * exp(-0.1 * ghk_u) + 0.04 * pump_sigma * exp(-ghk_u))  # 1
    pump_i_p = pump_J * pump_f / (((1.0 + pump_K_mK / ecf_K) * (1.0 + pump_K_mK / ecf_K)) * ((1.0 + pump_K_mNa / icf_Na) * (1.0 + pump_K_mNa / icf_Na) * (1.0 + pump_K_mNa / icf_Na)))  # uA/cm^2
    dy[0] = -(sodium_i_Na + delayed_i_Kdr + inward_i_Kir + kcnq_i_KCNQ + leak_i_L + pump_i_p + chloride_i_Cl) / (membrane_C * (1.0 + tubules_gamma))


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    chloride_J = c[26]
    chloride_cations = c[35]
    chloride_g = c[34]
    delayed_P_K = c[19]
    ecf_K = c[4]
    ecf_Na = c[3]
    ghk_E_K = c[32]
    icf_K = c[6]
    icf_Na = c[5]
    inward_P_Kir = c[20]
    inward_slope = c[21]
    kcnq_P_KCNQ = c[22]
    leak_E_L = c[33]
    leak_g_L = c[23]
    leak_mS_per_uS = c[24]
    membrane_V = y[0]
    physics_F = c[1]
    physics_RT_F = c[30]
    pump_J = c[27]
    pump_K_mK = c[28]
    pump_K_mNa = c[29]
    pump_sigma = c[36]
    sodium_P_Na = c[15]
    sodium_V_h = c[17]
    sodium_pedestal = c[18]
    sodium_persistent = c[16]
    tubules_KCNQ_share = c[13]
    tubules_Kdr_share = c[11]
    tubules_Kir_share = c[12]
    tubules_Na_share = c[10]
    tubules_gamma = c[31]
    ghk_u = membrane_V / physics_RT_F  # 1
    out[0] = ghk_u
    ghk_Na = physics_F * (icf_Na - ecf_Na if (abs(ghk_u) < 1e-06) else ghk_u * (icf_Na - ecf_Na * exp(-ghk_u)) / (1.0 - exp(-ghk_u)))  # uA*s/cm^3
    out[1] = ghk_Na
    ghk_K = physics_F * (icf_K - ecf_K if (abs(ghk_u) < 1e-06) else ghk_u * (icf_K - ecf_K * exp(-ghk_u)) / (1.0 - exp(-ghk_u)))  # uA*s/cm^3
    out[2] = ghk_K
    sodium_x_m = (membrane_V + 46.0) / 10.0  # 1
    out[3] = sodium_x_m
    sodium_a_m = 2.875 * (1.0 + sodium_x_m / 2.0 if (abs(sodium_x_m) < 1e-06) else sodium_x_m / (1.0 - exp(-sodium_x_m)))  # 1/ms
    out[4] = sodium_a_m
    sodium_b_m = 1.375 * exp(-(membrane_V + 46.0) / 18.0)  # 1/ms
    out[5] = sodium_b_m
    sodium_m = sodium_a_m / (sodium_a_m + sodium_b_m)  # 1
    out[6] = sodium_m
    sodium_h = 1.0 / (1.0 + exp((membrane_V - sodium_V_h) / 5.37))  # 1
    out[7] = sodium_h
    sodium_s = sodium_pedestal + (1.0 - sodium_pedestal) / (1.0 + exp((membrane_V + 59.0) / 10.6))  # 1
    out[8] = sodium_s
    sodium_available = sodium_h * sodium_s  # 1
    out[9] = sodium_available
    sodium_i_Na = sodium_P_Na * (1.0 + tubules_gamma * tubules_Na_share) * (sodium_m * sodium_m * sodium_m) * sodium_s * (sodium_h * (1.0 - sodium_persistent) + sodium_persistent) * ghk_Na  # uA/cm^2
    out[10] = sodium_i_Na
    delayed_x_n = (membrane_V + 40.0) / 7.0  # 1
    out[11] = delayed_x_n
    delayed_a_n = 0.1834 * (1.0 + delayed_x_n / 2.0 if (abs(delayed_x_n) < 1e-06) else delayed_x_n / (1.0 - exp(-delayed_x_n)))  # 1/ms
    out[12] = delayed_a_n
    delayed_b_n = 0.134 * exp(-(membrane_V + 40.0) / 40.0)  # 1/ms
    out[13] = delayed_b_n
    delayed_n = delayed_a_n / (delayed_a_n + delayed_b_n)  # 1
    out[14] = delayed_n
    delayed_p = 1.0 / (1.0 + exp((membrane_V + 40.0) / 7.5))  # 1
    out[15] = delayed_p
    delayed_i_Kdr = delayed_P_K * (1.0 + tubules_gamma * tubules_Kdr_share) * (delayed_n * delayed_n * delayed_n * delayed_n) * delayed_p * ghk_K  # uA/cm^2
    out[16] = delayed_i_Kdr
    inward_i_Kir = inward_P_Kir * (1.0 + tubules_gamma * tubules_Kir_share) / (1.0 + exp((membrane_V - ghk_E_K) / inward_slope)) * ghk_K  # uA/cm^2
    out[17] = inward_i_Kir
    kcnq_i_KCNQ = kcnq_P_KCNQ * (1.0 + tubules_gamma * tubules_KCNQ_share) / (1.0 + exp(-(membrane_V + 30.0) / 10.0)) * ghk_K  # uA/cm^2
    out[18] = kcnq_i_KCNQ
    leak_i_L = leak_mS_per_uS * leak_g_L * (1.0 + tubules_gamma) * (membrane_V - leak_E_L)  # uA/cm^2
    out[19] = leak_i_L
    chloride_x = -(chloride_g * membrane_V + 2.0 * chloride_J * chloride_cations) / (4.0 * chloride_J + chloride_g * physics_RT_F)  # 1
    out[20] = chloride_x
    chloride_E_Cl = -physics_RT_F * chloride_x  # mV
    out[21] = chloride_E_Cl
    chloride_i_Cl = chloride_g * (membrane_V - chloride_E_Cl)  # uA/cm^2
    out[22] = chloride_i_Cl
    pump_f = 1.0 / (1.0 + 0.12 * exp(-0.1 * ghk_u) + 0.04 * pump_sigma * exp(-ghk_u))  # 1
    out[23] = pump_f
    pump_i_p = pump_J * pump_f / (((1.0 + pump_K_mK / ecf_K) * (1.0 + pump_K_mK / ecf_K)) * ((1.0 + pump_K_mNa / icf_Na) * (1.0 + pump_K_mNa / icf_Na) * (1.0 + pump_K_mNa / icf_Na)))  # uA/cm^2
    out[24] = pump_i_p

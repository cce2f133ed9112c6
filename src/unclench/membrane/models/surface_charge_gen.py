"""Written from surface_charge.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'surface_charge'
DIGEST = 'a53770e51ca4'
META = {
    'cannot_know': "how human channels differ from the frog's; what slow adaptation does over days; the activity of single ions close to the membrane",
    'desc': 'Calcium, magnesium and acid in the fluid around a nerve sit on, and screen, negative charge at the mouths of its channels. Less of them, and the channels feel a more depolarised inside: their gates open at a more negative voltage. The charge on the sites equals the charge of the fluid above it; the potential psi at which it does is found once per blood composition. What binds and screens is the activity of an ion, not its concentration (Davies); acid is an activity as it is measured. Written as an equation that relaxes to that potential, so that any simulator can run it; its time has no meaning.',
    'source': 'hille_1975, grahame_1947, davies_1962',
    'title': "Surface charge of the axon (Hille, Woodhull and Shapiro 1975, with Grahame's equation)",
    'validity': 'ionised calcium 0 to 5 mmol/L, magnesium 0 to 10 mmol/L, pH 6.8 to 8; the sites were measured in frog nerve at room temperature',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
    ('site.psi', 'mV', 'state', -98.0, 'potential just outside the membrane, against the fluid far away'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('physics.R', 'mJ/mol/K', 'constant', 8314.462618, 'gas constant', 'si_brochure', 'physical', 'seen'),
    ('physics.F', 'C/mol', 'constant', 96485.33212, 'Faraday constant', 'si_brochure', 'physical', 'seen'),
    ('physics.eps0', 'F/m', 'constant', 8.8541878128e-12, 'permittivity of vacuum', 'si_brochure', 'physical', 'seen'),
    ('physics.e_per_nm2', 'C/m^2', 'constant', 0.1602176634, 'one elementary charge per square nanometre', 'si_brochure', 'physical', 'seen'),
    ('ecf.Ca', 'mM', 'constant', 1.2, 'ionised calcium outside', '', 'input', '', 0.0, 100.0),
    ('ecf.Mg', 'mM', 'constant', 0.55, 'ionised magnesium outside', '', 'input', '', 0.0, 100.0),
    ('ecf.monovalent', 'mM', 'constant', 150.0, 'sodium and potassium outside', '', 'input', '', 10.0, 250.0),
    ('ecf.pH', '1', 'constant', 7.4, 'pH outside', '', 'input', '', 4.5, 9.0),
    ('ecf.T', 'K', 'constant', 310.15, 'temperature', '', 'input', '', 273.15, 318.15),
    ('site.K_Ca', 'mM', 'constant', 16000.0, 'dissociation constant of calcium from both acid sites, as an activity; 28000 as a concentration', 'hille_1975', 'fitted', 'computed', 11000.0, 23000.0),
    ('site.mg_binding', '1', 'constant', 0.0, 'how strongly magnesium binds, compared with calcium (0: it only screens, 1: like calcium); the order of effectiveness Mg < Ca is published, a number is not', 'hille_1975', 'assumed', 'judgement', 0.0, 1.0),
    ('site.d_acid1', '1', 'constant', 0.9, 'density of the first acid site, charges per square nanometre', 'hille_1975', 'published', 'seen', 0.81, 0.99),
    ('site.pK_acid1', '1', 'constant', 2.88, 'pKa of the first acid site', 'hille_1975', 'published', 'seen'),
    ('site.d_acid2', '1', 'constant', 0.58, 'density of the second acid site, charges per square nanometre', 'hille_1975', 'published', 'seen', 0.52, 0.64),
    ('site.pK_acid2', '1', 'constant', 4.58, 'pKa of the second acid site', 'hille_1975', 'published', 'seen'),
    ('site.d_base', '1', 'constant', 0.33, 'density of the basic site, charges per square nanometre', 'hille_1975', 'published', 'seen', 0.3, 0.36),
    ('site.pK_base', '1', 'constant', 6.28, 'pKa of the basic site', 'hille_1975', 'published', 'seen', 6.1, 6.5),
    ('site.J_per_mJ', 'J/mJ', 'constant', 0.001, 'conversion', 'si_brochure', 'definition', 'seen'),
    ('site.rate', 'mV/ms', 'constant', 100.0, 'how fast the equation relaxes; has no meaning', 'judgement', 'definition', 'judgement'),
]
DERIVED: list[tuple[object, ...]] = [
    ('ecf.anions', 'mM', 'derived', None, 'anions outside, counted as monovalent, so that the fluid carries no net charge'),
    ('ecf.H', 'mM', 'derived', None, 'hydrogen ions outside'),
    ('water.t', '1', 'derived', None, 'temperature in degrees Celsius'),
    ('water.eps', '1', 'derived', None, 'dielectric constant of water', 'malmberg_1956'),
    ('activity.strength', '1', 'derived', None, 'ionic strength, as a share of 1 mol/L'),
    ('activity.slope', '1', 'derived', None, 'limiting slope of Debye and Hueckel, 0.51 at 25 degrees', 'davies_1962'),
    ('activity.crowding', '1', 'derived', None, 'how activity falls with ionic strength; made for strengths to 0.5', 'davies_1962'),
    ('activity.one', '1', 'derived', None, 'activity coefficient of an ion with one charge, 0.75 in blood'),
    ('activity.two', '1', 'derived', None, 'activity coefficient of an ion with two charges, 0.32 in blood'),
    ('site.Ka_acid1', 'mM', 'derived', None, 'acid constant of the first acid site'),
    ('site.Ka_acid2', 'mM', 'derived', None, 'acid constant of the second acid site'),
    ('site.Ka_base', 'mM', 'derived', None, 'acid constant of the basic site'),
]
VARIABLES: list[tuple[object, ...]] = [
    ('site.boltz', '1', 'variable', None, 'how many times more crowded a monovalent cation is at the surface than in the bulk'),
    ('site.H_s', 'mM', 'variable', None, 'hydrogen ions at the surface'),
    ('site.bound', '1', 'variable', None, 'divalent cations at the surface, in units of their dissociation constant'),
    ('site.sites', '1', 'variable', None, 'charge on the sites, elementary charges per square nanometre', 'hille_1975'),
    ('site.excess', 'mM', 'variable', None, 'ions at the surface above those in the bulk, as activities'),
    ('site.diffuse', '1', 'variable', None, 'charge that the fluid above the surface answers with (Grahame), same unit', 'grahame_1947'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    ecf_Ca = c[4]
    ecf_Mg = c[5]
    ecf_T = c[8]
    ecf_monovalent = c[6]
    ecf_pH = c[7]
    site_pK_acid1 = c[12]
    site_pK_acid2 = c[14]
    site_pK_base = c[16]
    ecf_anions = ecf_monovalent + 2.0 * (ecf_Ca + ecf_Mg)  # mM
    c[19] = ecf_anions
    ecf_H = 1000.0 * 10.0**(-ecf_pH)  # mM
    c[20] = ecf_H
    water_t = (ecf_T - 273.15) / 1.0  # 1
    c[21] = water_t
    water_eps = 87.74 - 0.40008 * water_t + 0.0009398 * (water_t * water_t) - 1.41e-06 * (water_t * water_t * water_t)  # 1
    c[22] = water_eps
    activity_strength = 0.5 * (ecf_monovalent + ecf_anions + 4.0 * (ecf_Ca + ecf_Mg)) / 1000.0  # 1
    c[23] = activity_strength
    activity_slope = 1824600.0 / (water_eps * ecf_T / 1.0)**1.5  # 1
    c[24] = activity_slope
    activity_crowding = sqrt(activity_strength) / (1.0 + sqrt(activity_strength)) - 0.3 * activity_strength  # 1
    c[25] = activity_crowding
    activity_one = 10.0**(-activity_slope * activity_crowding)  # 1
    c[26] = activity_one
    activity_two = 10.0**(-4.0 * activity_slope * activity_crowding)  # 1
    c[27] = activity_two
    site_Ka_acid1 = 1000.0 * 10.0**(-site_pK_acid1)  # mM
    c[28] = site_Ka_acid1
    site_Ka_acid2 = 1000.0 * 10.0**(-site_pK_acid2)  # mM
    c[29] = site_Ka_acid2
    site_Ka_base = 1000.0 * 10.0**(-site_pK_base)  # mM
    c[30] = site_Ka_base


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    activity_one = c[26]
    activity_two = c[27]
    ecf_Ca = c[4]
    ecf_H = c[20]
    ecf_Mg = c[5]
    ecf_T = c[8]
    ecf_anions = c[19]
    ecf_monovalent = c[6]
    physics_F = c[1]
    physics_R = c[0]
    physics_e_per_nm2 = c[3]
    physics_eps0 = c[2]
    site_J_per_mJ = c[17]
    site_K_Ca = c[9]
    site_Ka_acid1 = c[28]
    site_Ka_acid2 = c[29]
    site_Ka_base = c[30]
    site_d_acid1 = c[11]
    site_d_acid2 = c[13]
    site_d_base = c[15]
    site_mg_binding = c[10]
    site_psi = y[0]
    site_rate = c[18]
    water_eps = c[22]
    site_boltz = exp(-site_psi * physics_F / (physics_R * ecf_T))  # 1
    site_H_s = ecf_H * site_boltz  # mM
    site_bound = activity_two * (ecf_Ca + site_mg_binding * ecf_Mg) * (site_boltz * site_boltz) / site_K_Ca  # 1
    site_sites = site_d_acid1 * (site_bound - 1.0) / (1.0 + site_H_s / site_Ka_acid1 + site_bound) + site_d_acid2 * (site_bound - 1.0) / (1.0 + site_H_s / site_Ka_acid2 + site_bound) + site_d_base * (site_H_s / site_Ka_base) / (1.0 + site_H_s / site_Ka_base)  # 1
    site_excess = activity_one * (ecf_monovalent * (site_boltz - 1.0) + ecf_anions * (1.0 / site_boltz - 1.0)) + activity_two * (ecf_Ca + ecf_Mg) * ((site_boltz * site_boltz) - 1.0)  # mM
    site_diffuse = (-1.0 if (site_psi < 0.0) else 1.0) * sqrt(2.0 * water_eps * physics_eps0 * physics_R * site_J_per_mJ * ecf_T * abs(site_excess)) / physics_e_per_nm2  # 1
    dy[0] = site_rate * (site_sites - site_diffuse)


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    activity_one = c[26]
    activity_two = c[27]
    ecf_Ca = c[4]
    ecf_H = c[20]
    ecf_Mg = c[5]
    ecf_T = c[8]
    ecf_anions = c[19]
    ecf_monovalent = c[6]
    physics_F = c[1]
    physics_R = c[0]
    physics_e_per_nm2 = c[3]
    physics_eps0 = c[2]
    site_J_per_mJ = c[17]
    site_K_Ca = c[9]
    site_Ka_acid1 = c[28]
    site_Ka_acid2 = c[29]
    site_Ka_base = c[30]
    site_d_acid1 = c[11]
    site_d_acid2 = c[13]
    site_d_base = c[15]
    site_mg_binding = c[10]
    site_psi = y[0]
    water_eps = c[22]
    site_boltz = exp(-site_psi * physics_F / (physics_R * ecf_T))  # 1
    out[0] = site_boltz
    site_H_s = ecf_H * site_boltz  # mM
    out[1] = site_H_s
    site_bound = activity_two * (ecf_Ca + site_mg_binding * ecf_Mg) * (site_boltz * site_boltz) / site_K_Ca  # 1
    out[2] = site_bound
    site_sites = site_d_acid1 * (site_bound - 1.0) / (1.0 + site_H_s / site_Ka_acid1 + site_bound) + site_d_acid2 * (site_bound - 1.0) / (1.0 + site_H_s / site_Ka_acid2 + site_bound) + site_d_base * (site_H_s / site_Ka_base) / (1.0 + site_H_s / site_Ka_base)  # 1
    out[3] = site_sites
    site_excess = activity_one * (ecf_monovalent * (site_boltz - 1.0) + ecf_anions * (1.0 / site_boltz - 1.0)) + activity_two * (ecf_Ca + ecf_Mg) * ((site_boltz * site_boltz) - 1.0)  # mM
    out[4] = site_excess
    site_diffuse = (-1.0 if (site_psi < 0.0) else 1.0) * sqrt(2.0 * water_eps * physics_eps0 * physics_R * site_J_per_mJ * ecf_T * abs(site_excess)) / physics_e_per_nm2  # 1
    out[5] = site_diffuse

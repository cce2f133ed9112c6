"""Written from hh.mmt by scripts/build_models.py. Change the model, not this."""

from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'hh'
DIGEST = '69ad2a7e2464'
META = {
    'cannot_know': 'anything about human blood',
    'desc': 'The first complete model of the nerve impulse. Here for numerics and teaching: a squid in cold water says nothing about a person.',
    'source': 'hodgkin_huxley_1952',
    'title': 'Squid giant axon (Hodgkin and Huxley 1952)',
    'validity': 'squid axon near 6.3 C; not for people',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
    ('membrane.V', 'mV', 'state', -65.0, 'membrane potential, inside against outside'),
    ('sodium.m', '1', 'state', 0.0529324852572496, 'activation of sodium'),
    ('sodium.h', '1', 'state', 0.59612075350846, 'availability of sodium (1 - inactivation)'),
    ('potassium.n', '1', 'state', 0.317676914060697, 'activation of potassium'),
]
CONSTANTS: list[tuple[object, ...]] = [
    ('stimulus.i_stim', 'uA/cm^2', 'constant', 0.0, 'injected current', '', 'input', '', -100.0, 1000.0),
    ('membrane.C', 'uF/cm^2', 'constant', 1.0, 'membrane capacitance', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('sodium.E_Na', 'mV', 'constant', 50.0, 'sodium equilibrium potential', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('sodium.g_Na', 'mS/cm^2', 'constant', 120.0, 'largest sodium conductance', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('potassium.E_K', 'mV', 'constant', -77.0, 'potassium equilibrium potential', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('potassium.g_K', 'mS/cm^2', 'constant', 36.0, 'largest potassium conductance', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('leak.E_L', 'mV', 'constant', -54.387, 'potential at which the leak is silent, chosen by the authors so that rest is -65 mV', 'hodgkin_huxley_1952', 'published', 'seen'),
    ('leak.g_L', 'mS/cm^2', 'constant', 0.3, 'leak conductance', 'hodgkin_huxley_1952', 'published', 'seen'),
]
DERIVED: list[tuple[object, ...]] = [
]
VARIABLES: list[tuple[object, ...]] = [
    ('sodium.i_Na', 'uA/cm^2', 'variable', None, 'sodium current'),
    ('sodium.x_m', '1', 'variable', None, 'argument of the opening rate'),
    ('sodium.a_m', '1/ms', 'variable', None, 'opening rate of m', 'hodgkin_huxley_1952'),
    ('sodium.b_m', '1/ms', 'variable', None, 'closing rate of m', 'hodgkin_huxley_1952'),
    ('sodium.a_h', '1/ms', 'variable', None, 'recovery rate of h', 'hodgkin_huxley_1952'),
    ('sodium.b_h', '1/ms', 'variable', None, 'inactivation rate of h', 'hodgkin_huxley_1952'),
    ('potassium.i_K', 'uA/cm^2', 'variable', None, 'potassium current'),
    ('potassium.x_n', '1', 'variable', None, 'argument of the opening rate'),
    ('potassium.a_n', '1/ms', 'variable', None, 'opening rate of n', 'hodgkin_huxley_1952'),
    ('potassium.b_n', '1/ms', 'variable', None, 'closing rate of n', 'hodgkin_huxley_1952'),
    ('leak.i_L', 'uA/cm^2', 'variable', None, 'leak current'),
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""
    leak_E_L = c[6]
    leak_g_L = c[7]
    membrane_C = c[1]
    membrane_V = y[0]
    potassium_E_K = c[4]
    potassium_g_K = c[5]
    potassium_n = y[3]
    sodium_E_Na = c[2]
    sodium_g_Na = c[3]
    sodium_h = y[2]
    sodium_m = y[1]
    stimulus_i_stim = c[0]
    sodium_i_Na = sodium_g_Na * (sodium_m * sodium_m * sodium_m) * sodium_h * (membrane_V - sodium_E_Na)  # uA/cm^2
    sodium_x_m = (membrane_V + 40.0) / 10.0  # 1
    sodium_a_m = 1.0 * (1.0 + sodium_x_m / 2.0 if (abs(sodium_x_m) < 1e-06) else sodium_x_m / (1.0 - exp(-sodium_x_m)))  # 1/ms
    sodium_b_m = 4.0 * exp(-(membrane_V + 65.0) / 18.0)  # 1/ms
    sodium_a_h = 0.07 * exp(-(membrane_V + 65.0) / 20.0)  # 1/ms
    sodium_b_h = 1.0 / (1.0 + exp(-(membrane_V + 35.0) / 10.0))  # 1/ms
    potassium_i_K = potassium_g_K * (potassium_n * potassium_n * potassium_n * potassium_n) * (membrane_V - potassium_E_K)  # uA/cm^2
    potassium_x_n = (membrane_V + 55.0) / 10.0  # 1
    potassium_a_n = 0.1 * (1.0 + potassium_x_n / 2.0 if (abs(potassium_x_n) < 1e-06) else potassium_x_n / (1.0 - exp(-potassium_x_n)))  # 1/ms
    potassium_b_n = 0.125 * exp(-(membrane_V + 65.0) / 80.0)  # 1/ms
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # uA/cm^2
    dy[0] = (stimulus_i_stim - sodium_i_Na - potassium_i_K - leak_i_L) / membrane_C
    dy[1] = sodium_a_m * (1.0 - sodium_m) - sodium_b_m * sodium_m
    dy[2] = sodium_a_h * (1.0 - sodium_h) - sodium_b_h * sodium_h
    dy[3] = potassium_a_n * (1.0 - potassium_n) - potassium_b_n * potassium_n


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
    leak_E_L = c[6]
    leak_g_L = c[7]
    membrane_V = y[0]
    potassium_E_K = c[4]
    potassium_g_K = c[5]
    potassium_n = y[3]
    sodium_E_Na = c[2]
    sodium_g_Na = c[3]
    sodium_h = y[2]
    sodium_m = y[1]
    sodium_i_Na = sodium_g_Na * (sodium_m * sodium_m * sodium_m) * sodium_h * (membrane_V - sodium_E_Na)  # uA/cm^2
    out[0] = sodium_i_Na
    sodium_x_m = (membrane_V + 40.0) / 10.0  # 1
    out[1] = sodium_x_m
    sodium_a_m = 1.0 * (1.0 + sodium_x_m / 2.0 if (abs(sodium_x_m) < 1e-06) else sodium_x_m / (1.0 - exp(-sodium_x_m)))  # 1/ms
    out[2] = sodium_a_m
    sodium_b_m = 4.0 * exp(-(membrane_V + 65.0) / 18.0)  # 1/ms
    out[3] = sodium_b_m
    sodium_a_h = 0.07 * exp(-(membrane_V + 65.0) / 20.0)  # 1/ms
    out[4] = sodium_a_h
    sodium_b_h = 1.0 / (1.0 + exp(-(membrane_V + 35.0) / 10.0))  # 1/ms
    out[5] = sodium_b_h
    potassium_i_K = potassium_g_K * (potassium_n * potassium_n * potassium_n * potassium_n) * (membrane_V - potassium_E_K)  # uA/cm^2
    out[6] = potassium_i_K
    potassium_x_n = (membrane_V + 55.0) / 10.0  # 1
    out[7] = potassium_x_n
    potassium_a_n = 0.1 * (1.0 + potassium_x_n / 2.0 if (abs(potassium_x_n) < 1e-06) else potassium_x_n / (1.0 - exp(-potassium_x_n)))  # 1/ms
    out[8] = potassium_a_n
    potassium_b_n = 0.125 * exp(-(membrane_V + 65.0) / 80.0)  # 1/ms
    out[9] = potassium_b_n
    leak_i_L = leak_g_L * (membrane_V - leak_E_L)  # uA/cm^2
    out[10] = leak_i_L

"""Templates of the membrane's kernels: rest, one trial, threshold search, spontaneous firing.

`unclench.plasma.engine.compile.specialise` gives each model its compiled copy; the global names
`rhs`, `settle`, `trial`, `lowest` stand for compiled functions. State 0 is the voltage (mV), every
other state is a gate: its rate is linear in itself and depends on nothing but the voltage. The
index of the stimulus in `c` is `stim`. Times in ms.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from __future__ import annotations

import numpy as np


def rhs(t, y, c, dy):
    """Stands for the model's `rhs`; replaced by `specialise`."""
    raise NotImplementedError


def balance(v, y, c, d0, d1):
    """dV/dt at voltage `v` with every gate settled there; `y` becomes that state.

    A gate x obeys dx/dt = a (1 - x) - b x, so its rates at x = 0 and x = 1 give where it settles.
    """
    n = y.size
    y[0] = v
    for i in range(1, n):
        y[i] = 0.0
    rhs(0.0, y, c, d0)
    for i in range(1, n):
        y[i] = 1.0
    rhs(0.0, y, c, d1)
    for i in range(1, n):
        y[i] = d0[i] / (d0[i] - d1[i])
    rhs(0.0, y, c, d0)
    return d0[0]


def settle(y, c):
    """The most negative resting state: the lowest voltage at which no net current flows.

    Args:
        y: shape (states,), filled. c: prepared constants, stimulus zero.

    Returns:
        The resting voltage, mV; nan when there is none between -130 and +20 mV.
    """
    d0 = np.empty(y.size)
    d1 = np.empty(y.size)
    a = -130.0
    fa = balance(a, y, c, d0, d1)
    if fa <= 0.0:
        return np.nan
    b = a
    while b < 20.0:
        b = a + 1.0
        if balance(b, y, c, d0, d1) < 0.0:
            for _ in range(50):
                m = 0.5 * (a + b)
                if balance(m, y, c, d0, d1) > 0.0:
                    a = m
                else:
                    b = m
            balance(0.5 * (a + b), y, c, d0, d1)
            return y[0]
        a = b
    return np.nan


def dopri_step(t, y, c, h, rtol, atol, k):
    """Stands for the engine's compiled step; replaced by `specialise`."""
    raise NotImplementedError


def trial(y0, c, stim, amplitude, width, window, accuracy, top, k):
    """Whether a pulse makes the cell fire: its voltage crosses `top` within `window` ms.

    Steps of its own choice (Dormand-Prince); ends early when the answer is clear.

    Args:
        y0: resting state. c: prepared constants; `c[stim]` is used and set back to zero.
        amplitude, width: of the pulse that starts at time zero.
        window: longest time to watch. accuracy: tolerance of a step. top: mV.
        k: scratch, shape (10, states).
    """
    n = y0.size
    y = k[9]
    for i in range(n):
        y[i] = y0[i]
    c[stim] = amplitude
    pulse = True
    fired = False
    t = 0.0
    end = width
    h = 0.01
    rhs(0.0, y, c, k[0])
    while True:
        last = h >= end - t
        if last:
            h = end - t
        error = dopri_step(t, y, c, h, accuracy, accuracy, k)
        if not error <= 1.0:
            h *= max(0.2, 0.9 * error**-0.2) if error < 1e9 else 0.1
            if h < 1e-12:
                break
            continue
        t = end if last else t + h
        for i in range(n):
            y[i] = k[7, i]
            k[0, i] = k[6, i]
        if y[0] > top:
            fired = True
            break
        h *= min(5.0, 0.9 * max(error, 1e-8) ** -0.2)
        if pulse and last:
            pulse = False
            c[stim] = 0.0
            end = width + window
            h = 0.01
            rhs(t, y, c, k[0])
        elif last or (not pulse and k[0, 0] < 0.0 and y[0] < y0[0] + 3.0):
            break
    c[stim] = 0.0
    return fired


def lowest(y0, c, stim, width, guess, most, window, accuracy, top, tol, work):
    """The smallest pulse that makes the cell fire, to a relative tolerance, by bisection.

    Returns:
        Amplitude in the unit of the stimulus; 0.0 when it fires by itself, inf above `most`.
    """
    if trial(y0, c, stim, 0.0, width, window, accuracy, top, work):
        return 0.0
    low = 0.0
    high = guess
    while not trial(y0, c, stim, high, width, window, accuracy, top, work):
        low = high
        high *= 1.5
        if high > most:
            return np.inf
    if low == 0.0:
        low = high / 1.5
        while trial(y0, c, stim, low, width, window, accuracy, top, work):
            high = low
            low /= 1.5
            if high < 1e-6 * guess:
                return 0.0
    while high - low > tol * high:
        m = 0.5 * (low + high)
        if trial(y0, c, stim, m, width, window, accuracy, top, work):
            high = m
        else:
            low = m
    return high


def thresholds(c, states, stim, widths, guesses, most, window, accuracy, top, tol, rest, out):
    """Resting voltage and thresholds of many cells.

    Args:
        c: (cells, constants), prepared. states: number of states.
        widths, guesses: (widths,), ms and stimulus unit. most: give up above `most` guesses.
        rest: (cells,), out: (cells, widths); filled. nan where there is no resting state.
    """
    y0 = np.empty(states)
    work = np.empty((10, states))
    for p in range(c.shape[0]):
        rest[p] = settle(y0, c[p])
        for w in range(widths.size):
            if rest[p] == rest[p]:
                guess = guesses[w]
                if w > 0 and 0.0 < out[p, w - 1] < np.inf:
                    guess = guesses[w] * out[p, w - 1] / guesses[w - 1]
                out[p, w] = lowest(
                    y0,
                    c[p],
                    stim,
                    widths[w],
                    guess,
                    most * guesses[w],
                    window,
                    accuracy,
                    top,
                    tol,
                    work,
                )
            else:
                out[p, w] = np.nan


def potentials(c, out):
    """Surface potential, mV, of many compositions: where the model's only state stands still.

    Args:
        c: (compositions, constants), prepared. out: (compositions,), filled.
    """
    y = np.empty(1)
    dy = np.empty(1)
    for p in range(c.shape[0]):
        low = -250.0
        high = 150.0
        for _ in range(60):
            y[0] = 0.5 * (low + high)
            rhs(0.0, y, c[p], dy)
            if dy[0] > 0.0:
                low = y[0]
            else:
                high = y[0]
        out[p] = 0.5 * (low + high)


def resting_points(c, out):
    """Where a cell with settled gates can rest: polarised, the ridge beyond it, depolarised.

    Args:
        c: (cells, constants), prepared.
        out: (cells, 3), filled: mV; nan for what is not there. A lone resting point below -60 mV
            counts as polarised, one above as depolarised.
    """
    y = np.empty(1)
    dy = np.empty(1)
    found = np.empty(3)
    for p in range(c.shape[0]):
        count = 0
        y[0] = -150.0
        rhs(0.0, y, c[p], dy)
        before = dy[0]
        for step in range(1, 1501):
            y[0] = -150.0 + 0.1 * step
            rhs(0.0, y, c[p], dy)
            if (before > 0.0) != (dy[0] > 0.0) and count < 3:
                found[count] = y[0] - 0.1 * dy[0] / (dy[0] - before)
                count += 1
            before = dy[0]
        for i in range(3):
            out[p, i] = found[i] if count == 3 else np.nan
        if count == 1:
            out[p, 0 if found[0] < -60.0 else 2] = found[0]


def spikes(y, c, kick, duration, dt, top):
    """How often the cell fires within `duration` ms after a push of `kick` mV away from `y`.

    Returns:
        (spikes, time of the last one); `y` is overwritten by the last state.
    """
    n = y.size
    k1 = np.empty(n)
    k2 = np.empty(n)
    k3 = np.empty(n)
    k4 = np.empty(n)
    z = np.empty(n)
    y[0] += kick
    count = 0
    last = 0.0
    for s in range(round(duration / dt)):
        before = y[0]
        rhs(0.0, y, c, k1)
        for i in range(n):
            z[i] = y[i] + 0.5 * dt * k1[i]
        rhs(0.0, z, c, k2)
        for i in range(n):
            z[i] = y[i] + 0.5 * dt * k2[i]
        rhs(0.0, z, c, k3)
        for i in range(n):
            z[i] = y[i] + dt * k3[i]
        rhs(0.0, z, c, k4)
        for i in range(n):
            y[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
        if before <= top < y[0]:
            count += 1
            last = (s + (top - before) / (y[0] - before)) * dt
    return count, last

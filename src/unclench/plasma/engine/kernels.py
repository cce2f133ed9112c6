"""Integrators as templates: `compile.specialise` gives each model its compiled copy.

The global names `rhs` and `monitor` stand for the model's functions. The Rosenbrock kernels take
them as arguments instead: slow models need no inlining, and one compiled copy serves all of them.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from __future__ import annotations

import numpy as np


def rhs(t, y, c, dy):
    """Stands for the model's `rhs`; replaced by `specialise`."""
    raise NotImplementedError


def monitor(t, y, c, out):
    """Stands for the model's `monitor`; replaced by `specialise`."""
    raise NotImplementedError


def rk4(y, c, t, dt, steps, every, trace):
    """Classical Runge-Kutta of order four with a fixed step, in place.

    Args:
        y: state, shape (states,); overwritten by the last state.
        c: prepared constants. t, dt, steps: start, step, number of steps.
        every: record each `every`-th step, the start included.
        trace: shape (steps // every + 1, states), filled.
    """
    n = y.size
    k1 = np.empty(n)
    k2 = np.empty(n)
    k3 = np.empty(n)
    k4 = np.empty(n)
    z = np.empty(n)
    for i in range(n):
        trace[0, i] = y[i]
    for s in range(steps):
        now = t + s * dt
        rhs(now, y, c, k1)
        for i in range(n):
            z[i] = y[i] + 0.5 * dt * k1[i]
        rhs(now + 0.5 * dt, z, c, k2)
        for i in range(n):
            z[i] = y[i] + 0.5 * dt * k2[i]
        rhs(now + 0.5 * dt, z, c, k3)
        for i in range(n):
            z[i] = y[i] + dt * k3[i]
        rhs(now + dt, z, c, k4)
        for i in range(n):
            y[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
        if (s + 1) % every == 0:
            for i in range(n):
                trace[(s + 1) // every, i] = y[i]


def dopri_step(t, y, c, h, rtol, atol, k):
    """One trial step of Dormand and Prince 1980, order 5(4), first same as last.

    Args:
        y: state, shape (states,), kept. k: (9, states); row 0 holds the rates at `y`, row 6 gets
            those at the new state, row 7 the new state, the others are scratch.

    Returns:
        The error over what is tolerated: the step may be taken when it is at most 1.
    """
    n = y.size
    z = k[8]
    for i in range(n):
        z[i] = y[i] + h * (1 / 5) * k[0, i]
    rhs(t + h / 5, z, c, k[1])
    for i in range(n):
        z[i] = y[i] + h * (3 / 40 * k[0, i] + 9 / 40 * k[1, i])
    rhs(t + 3 * h / 10, z, c, k[2])
    for i in range(n):
        z[i] = y[i] + h * (44 / 45 * k[0, i] - 56 / 15 * k[1, i] + 32 / 9 * k[2, i])
    rhs(t + 4 * h / 5, z, c, k[3])
    for i in range(n):
        z[i] = y[i] + h * (
            19372 / 6561 * k[0, i]
            - 25360 / 2187 * k[1, i]
            + 64448 / 6561 * k[2, i]
            - 212 / 729 * k[3, i]
        )
    rhs(t + 8 * h / 9, z, c, k[4])
    for i in range(n):
        z[i] = y[i] + h * (
            9017 / 3168 * k[0, i]
            - 355 / 33 * k[1, i]
            + 46732 / 5247 * k[2, i]
            + 49 / 176 * k[3, i]
            - 5103 / 18656 * k[4, i]
        )
    rhs(t + h, z, c, k[5])
    for i in range(n):
        k[7, i] = y[i] + h * (
            35 / 384 * k[0, i]
            + 500 / 1113 * k[2, i]
            + 125 / 192 * k[3, i]
            - 2187 / 6784 * k[4, i]
            + 11 / 84 * k[5, i]
        )
    rhs(t + h, k[7], c, k[6])
    error = 0.0
    for i in range(n):
        e = h * (
            71 / 57600 * k[0, i]
            - 71 / 16695 * k[2, i]
            + 71 / 1920 * k[3, i]
            - 17253 / 339200 * k[4, i]
            + 22 / 525 * k[5, i]
            - 1 / 40 * k[6, i]
        )
        scale = atol + rtol * max(abs(y[i]), abs(k[7, i]))
        error = max(error, abs(e) / scale)
    return error


def crossings(y, c, t0, t1, top, rtol, atol, out):
    """Times at which state 0 rises through `top`, by Dormand-Prince with steps of its own choice.

    Args:
        y: state, overwritten by the last. c: prepared constants. t0, t1: from, to.
        out: shape (most,), filled.

    Returns:
        How many there were, or -1 when it could not go on.
    """
    n = y.size
    k = np.empty((9, n))
    t = t0
    h = 1e-3 * min(t1 - t0, 10.0)
    rhs(t, y, c, k[0])
    count = 0
    while t < t1:
        last = h >= t1 - t
        if last:
            h = t1 - t
        error = dopri_step(t, y, c, h, rtol, atol, k)
        if not error <= 1.0:
            h *= max(0.2, 0.9 * error**-0.2) if error < 1e9 else 0.1
            if h < 1e-12 * max(abs(t), 1.0):
                return -1
            continue
        a = y[0]
        b = k[7, 0]
        if a <= top < b and count < out.size:
            # cubic through both ends with their slopes, by bisection
            d0 = h * k[0, 0]
            d1 = h * k[6, 0]
            low = 0.0
            high = 1.0
            for _ in range(50):
                x = 0.5 * (low + high)
                v = (
                    (1 + 2 * x) * (1 - x) ** 2 * a
                    + x * (1 - x) ** 2 * d0
                    + x * x * (3 - 2 * x) * b
                    + x * x * (x - 1) * d1
                )
                if v <= top:
                    low = x
                else:
                    high = x
            out[count] = t + h * 0.5 * (low + high)
            count += 1
        t = t1 if last else t + h
        for i in range(n):
            y[i] = k[7, i]
            k[0, i] = k[6, i]
        h *= min(5.0, 0.9 * max(error, 1e-8) ** -0.2)
    return count


def lu(a, pivot):
    """Factor `a` in place with partial pivoting; False when it is singular."""
    n = a.shape[0]
    for i in range(n):
        p = i
        for j in range(i + 1, n):
            if abs(a[j, i]) > abs(a[p, i]):
                p = j
        pivot[i] = p
        if a[p, i] == 0.0:
            return False
        if p != i:
            for k in range(n):
                swap = a[i, k]
                a[i, k] = a[p, k]
                a[p, k] = swap
        for j in range(i + 1, n):
            a[j, i] /= a[i, i]
            m = a[j, i]
            if m != 0.0:
                for k in range(i + 1, n):
                    a[j, k] -= m * a[i, k]
    return True


def lu_solve(a, pivot, b):
    """Solve with the factors of `lu`; `b` becomes the solution."""
    n = a.shape[0]
    for i in range(n):
        p = pivot[i]
        if p != i:
            swap = b[i]
            b[i] = b[p]
            b[p] = swap
    for i in range(n):
        for k in range(i):
            b[i] -= a[i, k] * b[k]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            b[i] -= a[i, k] * b[k]
        b[i] /= a[i, i]


def rosenbrock(rates, t0, t1, y, c, h, rtol, atol):
    """Rosenbrock method of order 2(3) (Shampine and Reichelt 1997), adaptive, in place.

    For stiff models; the Jacobian is by differences.

    Args:
        rates: the model's `rhs`. t0, t1: from, to. y: state, overwritten. c: prepared constants.
        h: first step to try. rtol, atol: tolerances.

    Returns:
        The step to try next, or -1.0 when it could not go on.
    """
    n = y.size
    d = 1.0 / (2.0 + np.sqrt(2.0))
    e32 = 6.0 + np.sqrt(2.0)
    w = np.empty((n, n))
    jac = np.empty((n, n))
    pivot = np.empty(n, np.int64)
    f0 = np.empty(n)
    f1 = np.empty(n)
    f2 = np.empty(n)
    ft = np.empty(n)
    k1 = np.empty(n)
    k2 = np.empty(n)
    k3 = np.empty(n)
    z = np.empty(n)
    t = t0
    rates(t, y, c, f0)
    fresh = False
    for _ in range(2_000_000):
        if t >= t1:
            return h
        trial = min(h, t1 - t)
        last = trial >= t1 - t
        if not fresh:
            for j in range(n):
                eps = 1e-7 * max(abs(y[j]), 1e-5)
                for i in range(n):
                    z[i] = y[i]
                z[j] += eps
                rates(t, z, c, f1)
                for i in range(n):
                    jac[i, j] = (f1[i] - f0[i]) / eps
            dt = 1e-7 * max(abs(t), t1 - t0)
            rates(t + dt, y, c, f1)
            for i in range(n):
                ft[i] = (f1[i] - f0[i]) / dt
            fresh = True
        for i in range(n):
            for j in range(n):
                w[i, j] = -trial * d * jac[i, j]
            w[i, i] += 1.0
        if not lu(w, pivot):
            h = trial * 0.5
            continue
        for i in range(n):
            k1[i] = f0[i] + trial * d * ft[i]
        lu_solve(w, pivot, k1)
        for i in range(n):
            z[i] = y[i] + 0.5 * trial * k1[i]
        rates(t + 0.5 * trial, z, c, f1)
        for i in range(n):
            k2[i] = f1[i] - k1[i]
        lu_solve(w, pivot, k2)
        for i in range(n):
            k2[i] += k1[i]
            z[i] = y[i] + trial * k2[i]
        rates(t + trial, z, c, f2)
        for i in range(n):
            k3[i] = f2[i] - e32 * (k2[i] - f1[i]) - 2.0 * (k1[i] - f0[i]) + trial * d * ft[i]
        lu_solve(w, pivot, k3)
        error = 0.0
        for i in range(n):
            e = abs(trial / 6.0 * (k1[i] - 2.0 * k2[i] + k3[i]))
            e /= atol + rtol * max(abs(y[i]), abs(z[i]))
            if not e <= error:  # so that nan is kept; max would lose it
                error = e if e < 1e300 else 1e300
        if not error <= 1.0:
            h = trial * (max(0.1, 0.9 * error ** (-1.0 / 3.0)) if error < 1e12 else 0.1)
            if h < 1e-13 * max(abs(t1), abs(t0), t1 - t0):
                return -1.0
            continue
        t = t1 if last else t + trial
        for i in range(n):
            y[i] = z[i]
            f0[i] = f2[i]
        fresh = False
        grow = min(5.0, 0.9 * max(error, 1e-6) ** (-1.0 / 3.0))
        h = max(h, trial * grow) if last else trial * grow
    return -1.0


def rosenbrock_many(rates, watch, times, breaks, c, y, rtol, atol, states, extra, ok):
    """`rosenbrock` for many people, each through the same breaks of the constants.

    Args:
        rates, watch: the model's `rhs` and `monitor`.
        times: (times,) when to record; breaks: (segments,) starts of the segments.
        c: (people, segments, constants). y: (people, states), overwritten.
        states: (people, times, states), extra: (people, times, variables), ok: (people,); filled.
    """
    segments = breaks.size
    for p in range(y.shape[0]):
        segment = 0
        h = 1e-3 * (times[-1] - times[0]) / max(1, segments)
        t = times[0]
        ok[p] = True
        for i in range(times.size):
            while segment + 1 < segments and breaks[segment + 1] <= times[i]:
                if breaks[segment + 1] > t:
                    h = rosenbrock(
                        rates, t, breaks[segment + 1], y[p], c[p, segment], h, rtol, atol
                    )
                    t = breaks[segment + 1]
                segment += 1
                h = min(h, 1e-3 * (times[-1] - times[0])) if h > 0.0 else h
                if h <= 0.0:
                    break
            if h > 0.0 and times[i] > t:
                h = rosenbrock(rates, t, times[i], y[p], c[p, segment], h, rtol, atol)
                t = times[i]
            if h <= 0.0:
                ok[p] = False
                break
            for j in range(y.shape[1]):
                states[p, i, j] = y[p, j]
            watch(times[i], y[p], c[p, segment], extra[p, i])

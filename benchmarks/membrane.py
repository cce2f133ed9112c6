"""Nerve models beside other simulators: `python -m benchmarks.membrane [--brian PYTHON]`.

Writes the section "membrane" of README.md. Peers are installed for this only: Myokit (with
Debian's libsundials-dev and a C compiler), scipy, and Brian2 in an environment of its own whose
Python is given. Every figure is the best of several runs; compilation is timed apart.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.sections import table, write_section

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "src" / "unclench" / "membrane" / "models"
PROBLEMS = {
    "HH": ("hh", {"stimulus.i_stim": 10.0}),
    "SRB": ("srb_node", {"charge.shift": -10.0}),
}
SECOND = 1000.0


def best(work: Callable[[], object], repeat: int = 5) -> tuple[float, object]:
    """The least processor time of several runs, and the last result.

    Processor time, because others may use the same cores.
    """
    times, result = [], None
    for _ in range(repeat):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def ours(name: str, values: dict[str, float], tolerance: float) -> float:
    from unclench.membrane.response import PACKAGE, kernels
    from unclench.plasma.engine import load

    model = load(PACKAGE, name)
    c, out = model.constants(values), np.empty(4096)
    n = kernels(name).crossings(model.initial(), c, 0.0, SECOND, 0.0, tolerance, tolerance, out)
    return float(out[n - 1])


def our_fixed(name: str, values: dict[str, float], dt: float) -> float:
    from benchmarks.validation_membrane import spike_times

    return float(spike_times(name, values, SECOND, dt)[-1])


@functools.cache
def myokit_simulation(name: str) -> tuple[object, float]:
    import myokit

    start = time.perf_counter()
    model = myokit.load_model(str(MODELS / f"{name}.mmt"))
    simulation = myokit.Simulation(model)
    return simulation, time.perf_counter() - start


def myokit_run(name: str, values: dict[str, float], tolerance: float) -> float:
    import myokit

    s, _ = myokit_simulation(name)
    s.reset()
    s.set_tolerance(tolerance, tolerance)
    for key, value in values.items():
        s.set_constant(key, value)
    _, apds = s.run(SECOND, log=myokit.LOG_NONE, apd_variable="membrane.V", apd_threshold=0)
    return float(list(apds["start"])[-1])


def scipy_run(name: str, values: dict[str, float], tolerance: float, method: str) -> float:
    """scipy with our compiled rates, so that only the integrator differs."""
    from scipy.integrate import solve_ivp

    from unclench.membrane.response import PACKAGE
    from unclench.plasma.engine import load
    from unclench.plasma.engine.compile import fast

    model = load(PACKAGE, name)
    c, rates, n = model.constants(values), fast(model).rhs, len(model.states)

    def f(t: float, y: np.ndarray) -> np.ndarray:
        dy = np.empty(n)
        rates(t, y, c, dy)
        return dy

    def zero(t: float, y: np.ndarray) -> float:
        return float(y[0])

    zero.direction = 1
    done = solve_ivp(
        f, (0, SECOND), model.initial(), method, events=zero, rtol=tolerance, atol=tolerance
    )
    return float(done.t_events[0][-1])


BRIAN = """
import json, sys, time
import brian2 as b
b.prefs.codegen.target = "cython"
b.BrianLogger.suppress_hierarchy("brian2")
job = json.load(open(sys.argv[1]))
b.defaultclock.dt = job["dt"] * b.ms
g = b.NeuronGroup(job["n"], job["equations"], threshold="V > 0", refractory="V > 0", method="rk4")
for name, value in job["initial"].items():
    setattr(g, name, value)
m = b.SpikeMonitor(g[:1])
net = b.Network(g, m)
net.store()
net.run(1 * b.ms)
times = []
for _ in range(job["repeat"]):
    net.restore()
    start = time.process_time()
    net.run(job["duration"] * b.ms)
    times.append(time.process_time() - start)
print(json.dumps({"wall": min(times), "last": float(m.t[-1] / b.ms)}))
"""


def brian_equations(name: str, values: dict[str, float]) -> tuple[str, dict[str, float]]:
    """The model as Brian2's equations, written from the same file."""
    import myokit
    from myokit.formats.python import PythonExpressionWriter

    class Writer(PythonExpressionWriter):
        def _ex_if(self, e: object) -> str:
            test, yes, no = (self.ex(x) for x in e)
            return f"(int({test}) * ({yes}) + int(not ({test})) * ({no}))"

    model = myokit.load_model(str(MODELS / f"{name}.mmt"))
    for key, value in values.items():
        model.set_value(key, value)
    rename = {v.qname(): v.qname().replace(".", "_") for v in model.variables(deep=True)}
    rename["membrane.V"] = "V"
    w = Writer()
    w.set_lhs_function(lambda lhs: rename[lhs.var().qname()])
    lines, initial = [], {}
    for v in model.variables(deep=True):
        text = w.ex(v.rhs()).replace("math.", "")
        if v.is_state():
            lines.append(f"d{rename[v.qname()]}/dt = ({text}) / ms : 1")
            initial[rename[v.qname()]] = float(v.initial_value(as_float=True))
        elif v.binding() is None:
            if v.is_constant():
                lines.append(f"{rename[v.qname()]} = {float(v.eval())!r} : 1")
            else:
                lines.append(f"{rename[v.qname()]} = {text} : 1")
    return "\n".join(lines), initial


def brian_run(python: str, name: str, values: dict[str, float], dt: float, n: int) -> dict:
    equations, initial = brian_equations(name, values)
    duration = SECOND if n == 1 else 100.0
    job = {"equations": equations, "initial": initial, "dt": dt, "n": n, "duration": duration,
           "repeat": 1}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "job.json").write_text(json.dumps(job))
        (Path(folder) / "run.py").write_text(BRIAN)
        done = subprocess.run(
            [python, "run.py", "job.json"], cwd=folder, capture_output=True, text=True, check=True
        )
    out = json.loads(done.stdout.strip().splitlines()[-1])
    return {"wall": out["wall"] * SECOND / duration / n, "last": out["last"]}


def seconds(brian: str | None) -> str:
    """Wall time per simulated second of one cell, and the error of the last spike."""
    parts = []
    for title, (name, values) in PROBLEMS.items():
        exact = ours(name, values, 1e-12)
        check = scipy_run(name, values, 1e-10, "DOP853")
        rows = []

        def add(tool: str, wall: float, last: float, rows: list = rows, x: float = exact) -> None:
            rows.append([tool, f"{wall:.4f}", f"{abs(last - x):.6f}"])

        for tolerance in (1e-4, 1e-5, 1e-6, 1e-8):
            wall, last = best(functools.partial(ours, name, values, tolerance))
            add(f"Unclench, own steps, {tolerance:g}", wall, last)
        dt = 0.05 if name == "hh" else 0.005
        our_fixed(name, values, dt)
        wall, last = best(functools.partial(our_fixed, name, values, dt), 3)
        add(f"Unclench, fixed step {dt} ms", wall, last)
        for tolerance in (1e-4, 1e-6, 1e-8):
            wall, last = best(functools.partial(myokit_run, name, values, tolerance))
            add(f"Myokit, CVODES, {tolerance:g}", wall, last)
        for method in ("LSODA", "DOP853"):
            wall, last = best(functools.partial(scipy_run, name, values, 1e-6, method), 1)
            add(f"scipy {method}, 1e-6, our compiled rates", wall, last)
        if brian:
            for n in (1, 1000):
                got = brian_run(brian, name, values, 0.025 if name == "hh" else 0.005, n)
                label = f"Brian2, cython, RK4 {0.025 if name == 'hh' else 0.005} ms, {n} cells"
                wall = got["wall"]
                if n == 1:
                    add(label, wall, got["last"])
                else:
                    rows.append([label + ", per cell", f"{wall:.4f}", ""])
        compile_time = myokit_simulation(name)[1]
        parts.append(
            f"**{title}**, one simulated second (last spike at {exact:.4f} ms; scipy's DOP853 at "
            f"1e-10 says {check:.4f}). Myokit also needs {compile_time:.1f} s to compile.\n\n"
            + table(["tool", "processor s per simulated s", "error of the last spike, ms"], rows)
        )
    return "\n\n".join(parts)


def myokit_threshold(width: float, tolerance: float) -> float:
    """The same bisection with Myokit: 1 ms pulse, 5 ms watched, relative 2e-4."""
    import myokit

    s, _ = myokit_simulation("srb_node")
    s.set_tolerance(tolerance, tolerance)
    s.set_constant("charge.shift", 0)

    def fires(amplitude: float) -> bool:
        s.reset()
        s.set_constant("stimulus.i_stim", amplitude)
        _, a = s.run(width, log=myokit.LOG_NONE, apd_variable="membrane.V", apd_threshold=0)
        if len(a["start"]):
            return True
        s.set_constant("stimulus.i_stim", 0)
        _, a = s.run(5.0, log=myokit.LOG_NONE, apd_variable="membrane.V", apd_threshold=0)
        return bool(len(a["start"]))

    low, high = 0.0, 278.0
    while not fires(high):
        low, high = high, high * 1.5
    if not low:
        low = high / 1.5
        while fires(low):
            low, high = low / 1.5, low
    while high - low > 2e-4 * high:
        mid = 0.5 * (low + high)
        low, high = (low, mid) if fires(mid) else (mid, high)
    return high


def threshold_search() -> str:
    from unclench.membrane import response
    from unclench.plasma.composition import NORMAL

    c = response.axon_constants(response.blood_of(NORMAL))
    one = np.array([1.0])
    response.thresholds(c, one)

    def many() -> float:
        for _ in range(20):
            out = response.thresholds(c, one, threads=1)[1]
        return float(out[0, 0])

    wall, value = best(many)
    wall /= 20
    y = response.axon().initial()
    response.kernels().settle(y, c[0])
    s, _ = myokit_simulation("srb_node")
    s.reset()
    s.set_default_state(list(y))
    for name in ("ecf.Na", "ecf.K", "ecf.T"):
        s.set_constant(name, response.axon().value(name, c[0]))
    rows = [["Unclench", f"{1000 * wall:.2f}", f"{value:.2f}", ""]]
    for tolerance in (1e-4, 1e-6):
        theirs, found = best(functools.partial(myokit_threshold, 1.0, tolerance), 5)
        label = f"Myokit, CVODES, {tolerance:g}"
        rows.append([label, f"{1000 * theirs:.1f}", f"{found:.2f}", f"{theirs / wall:.0f}"])
    return table(["tool", "processor ms per threshold", "threshold, pA", "times slower"], rows)


POPULATION = """
import resource, sys, time
from unclench.membrane import population
population(64)
start, used = time.perf_counter(), time.process_time()
p = population(int(sys.argv[1]))
wall, used = time.perf_counter() - start, time.process_time() - used
import numpy as np
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(wall, used, memory, np.nanmedian(p.threshold))
"""


def people() -> str:
    rows = []
    for n in (1250, 2500, 5000, 10000):
        done = subprocess.run(
            [sys.executable, "-c", POPULATION, str(n)], capture_output=True, text=True, check=True
        )
        wall, used, memory, median = (float(x) for x in done.stdout.split())
        cells = [f"{wall:.1f}", f"{used:.1f}", f"{1000 * used / n:.2f}", f"{memory:.0f}"]
        rows.append([f"{n:,}", *cells, f"{median:.1f}"])
    head = ["people", "wall time, s", "processor time, s", "processor ms per person"]
    return table([*head, "memory of the process, MiB", "median, %"], rows)


def first_use() -> str:
    code = (
        "import time; c=time.process_time; t=c(); from unclench.membrane import simulate_nerve;"
        "a=c(); simulate_nerve(ica=0.9); b=c(); simulate_nerve(ica=0.8); print(a-t, b-a, c()-b)"
    )
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for label in ("first use on a computer (compiles)", "later, a new process"):
            done = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True,
                env={**os.environ, "NUMBA_CACHE_DIR": folder},
            )  # fmt: skip
            rows.append([label, *(f"{float(x):.2f}" for x in done.stdout.split())])
    return table(["", "import, s", "first answer, s", "second answer, s"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brian", help="Python of an environment that has Brian2")
    args = parser.parse_args()
    text = [
        "## Nerve and muscle",
        "Made by `python -m benchmarks.membrane` on two cores that other work shared: processor "
        "time, the least of several runs. HH: squid axon, 10 uA/cm2. SRB: the human node, shifted "
        "by -10 mV so that it fires by itself. The tolerance is relative and absolute. Brian2 "
        "reports spikes on its time grid, so half a step of its error is that.",
        seconds(args.brian),
        "**Threshold search**: the smallest 1 ms pulse that fires the human node, by bisection to "
        "2 in 10,000. Ours includes finding the resting state; Myokit is given it.",
        threshold_search(),
        "**People**: margins of virtual people on two threads. Each needs four threshold searches "
        "(two pulses, in own and in normal blood). The wall time is that of cores shared with "
        "other work; the processor time is spread over two threads.",
        people(),
        "**First use**: processor seconds of `simulate_nerve` with its 100 virtual people for the "
        "ranges.",
        first_use(),
    ]
    write_section("membrane", "\n\n".join(text))
    print("\n\n".join(text))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MiB")


if __name__ == "__main__":
    main()

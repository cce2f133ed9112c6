"""Inference against enumeration, against pyAgrum, and where the textbook formula breaks."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.differential.inference import Problem, Seen, Without, solve, solve_without


def brute(problem: Problem) -> tuple[list[float], list[float]]:
    """Posteriors by adding up every state of every cause, in exact fractions."""
    n = len(problem.prior)
    total, present, own = Fraction(0), [Fraction(0)] * n, [Fraction(0)] * n
    p = [Fraction(x) for x in problem.prior]
    for owns in itertools.product((0, 1), repeat=n):
        w0 = Fraction(1)
        for i in range(n):
            w0 *= p[i] if owns[i] else 1 - p[i]
        arcs = sorted(problem.brings)
        for fired in itertools.product((0, 1), repeat=len(arcs)):
            w, on = w0, list(owns)
            for (u, d), hit in sorted(zip(arcs, fired, strict=True)):  # arcs go from low to high
                link = Fraction(problem.brings[(u, d)]) if on[u] else Fraction(0)
                w *= link if hit else 1 - link
                if hit and on[u]:
                    on[d] = 1
            if not w:
                continue
            for i in range(n):
                w *= Fraction(problem.factor[i]) if on[i] else 1
            for s in problem.seen:
                levels = len(s.background)
                at_most, acc = [], Fraction(0)
                for k in range(levels):
                    acc += Fraction(s.background[k])
                    f = acc
                    for i, link in s.links.items():
                        if on[i] and k < levels - 1:
                            f *= 1 - Fraction(link[k])
                    at_most.append(f if k < levels - 1 else Fraction(1) * acc)
                like = [Fraction(x) for x in s.likelihood]
                w *= sum(
                    like[k] * (at_most[k] - (at_most[k - 1] if k else 0)) for k in range(levels)
                )
            total += w
            for i in range(n):
                present[i] += w * on[i]
                own[i] += w * owns[i]
    return [float(x / total) for x in present], [float(x / total) for x in own]


def chance(low: float = 0.01, high: float = 0.99) -> st.SearchStrategy[float]:
    return st.floats(low, high)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n = draw(st.integers(2, 5))
    prior = draw(st.lists(chance(), min_size=n, max_size=n))
    factor = draw(st.lists(st.floats(0.0, 3.0), min_size=n, max_size=n))
    seen = []
    for k in range(draw(st.integers(0, 4))):
        touched = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=n))
        if draw(st.booleans()):
            leak = draw(chance())
            links = {i: (draw(chance()),) for i in touched}
            seen.append(Seen(f"f{k}", (1 - leak, leak), (0.0, 1.0), links))
        else:
            mild, severe = draw(chance(0.01, 0.3)), draw(chance(0.001, 0.2))
            links3 = {}
            for i in touched:
                q = draw(chance())
                links3[i] = (q, q * draw(chance()))
            like = (1.0, draw(st.floats(0.1, 50)), draw(st.floats(0.1, 500)))
            seen.append(Seen(f"l{k}", (1 - mild - severe, mild, severe), like, links3))
    arcs = [(u, d) for u in range(n) for d in range(u + 1, n)]
    chosen = draw(st.lists(st.sampled_from(arcs), unique=True, max_size=3))
    return Problem(prior, factor, seen, {arc: draw(chance()) for arc in chosen})


@settings(max_examples=150, deadline=None)
@given(problems())
def test_posteriors_equal_enumeration_in_exact_fractions(problem: Problem) -> None:
    got, (present, own) = solve(problem), brute(problem)
    assert got.present == pytest.approx(present, abs=1e-9)
    assert got.own == pytest.approx(own, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_leaving_out_together_equals_leaving_out_one_at_a_time(
    problem: Problem, data: st.DataObject
) -> None:
    n = len(problem.prior)
    priors = data.draw(st.lists(chance(), min_size=n, max_size=n))
    factors = data.draw(st.lists(st.floats(0.1, 3.0), min_size=n, max_size=n))
    others = [Without(problem.prior, problem.factor), Without(priors, factors)]
    others += [Without(problem.prior, problem.factor, k) for k in range(len(problem.seen))]
    got = solve_without(problem, others)
    alone = [problem, Problem(priors, factors, problem.seen, problem.brings)]
    for k in range(len(problem.seen)):
        rest = [s for j, s in enumerate(problem.seen) if j != k]
        alone.append(Problem(problem.prior, problem.factor, rest, problem.brings))
    for together, one in zip(got, map(solve, alone), strict=True):
        assert together.present == pytest.approx(one.present, abs=1e-9)
        assert together.own == pytest.approx(one.own, abs=1e-9)
        assert together.log_evidence == pytest.approx(one.log_evidence, abs=1e-9)


def random_net(n: int, findings: int, seed: int) -> Problem:
    rng = random.Random(seed)
    prior = [rng.uniform(0.002, 0.2) for _ in range(n)]
    seen = []
    for k in range(findings):
        links = {i: (rng.uniform(0.1, 0.9),) for i in rng.sample(range(n), 4)}
        leak = rng.uniform(0.01, 0.1)
        seen.append(Seen(f"f{k}", (1 - leak, leak), (0.0, 1.0), links))
    return Problem(prior, [1.0] * n, seen)


def agrum_posteriors(problem: Problem, kind: str) -> list[float]:
    """The same network in pyAgrum. `kind`: 'Net' adds the background to a link, 'Compound' not."""
    gum = pytest.importorskip("pyagrum")
    bn = gum.BayesNet()
    for i, p in enumerate(problem.prior):
        bn.add(gum.LabelizedVariable(f"c{i}", "", 2))
        bn.cpt(f"c{i}").fillWith([1 - p, p])
    for s in problem.seen:
        add = bn.addNoisyORNet if kind == "Net" else bn.addNoisyORCompound
        add(gum.LabelizedVariable(s.name, "", 2), s.background[1])
        for i, link in s.links.items():
            bn.addWeightedArc(f"c{i}", s.name, link[0])
    engine = gum.LazyPropagation(bn)
    engine.setEvidence({s.name: 1 for s in problem.seen})
    engine.makeInference()
    return [float(engine.posterior(f"c{i}")[1]) for i in range(len(problem.prior))]


@pytest.mark.parametrize("seed", range(4))
def test_posteriors_equal_pyagrum_with_the_net_convention(seed: int) -> None:
    problem = random_net(14, 8, seed)
    assert solve(problem).present == pytest.approx(agrum_posteriors(problem, "Net"), abs=1e-9)


def test_our_convention_is_net_and_not_compound() -> None:
    problem = random_net(10, 6, 1)
    compound = agrum_posteriors(problem, "Compound")
    assert solve(problem).present != pytest.approx(compound, abs=1e-4)


def quickscore(problem: Problem) -> list[float]:
    """Heckerman 1989, the alternating sum, in doubles: right for few findings, then not."""
    n, seen = len(problem.prior), problem.seen
    total, on = 0.0, [0.0] * n
    for subset in range(1 << len(seen)):
        sign, w, stay = 1.0, 1.0, [1.0] * n
        for k, s in enumerate(seen):
            if subset >> k & 1:
                sign = -sign
                w *= s.background[0]
                for i, link in s.links.items():
                    stay[i] *= 1 - link[0]
        terms = [problem.prior[i] * stay[i] + 1 - problem.prior[i] for i in range(n)]
        for t in terms:
            w *= t
        total += sign * w
        for i in range(n):
            on[i] += sign * w * problem.prior[i] * stay[i] / terms[i]
    return [x / total for x in on]


def test_agrees_with_quickscore_while_that_one_holds() -> None:
    problem = random_net(12, 7, 3)
    assert solve(problem).present == pytest.approx(quickscore(problem), abs=1e-6)


def test_stays_right_with_25_positive_findings() -> None:
    """Rare findings, 25 of them, each with its own doubled causes: the known answer is kept."""
    seen = [
        Seen(f"f{k}", (1 - 1e-4, 1e-4), (0.0, 1.0), {k % 5: (0.3,), 5 + k % 3: (0.02,)})
        for k in range(25)
    ]
    problem = Problem([0.01] * 8, [1.0] * 8, seen)
    present, _ = brute(problem)
    got = solve(problem).present
    assert got == pytest.approx(present, rel=1e-9)
    assert all(0 <= p <= 1 for p in got)


def test_25_positive_findings_on_38_causes_equal_pyagrum() -> None:
    problem = random_net(38, 25, 11)
    assert solve(problem).present == pytest.approx(agrum_posteriors(problem, "Net"), abs=1e-8)


def test_the_order_of_findings_does_not_matter() -> None:
    problem = random_net(20, 12, 5)
    mixed = list(problem.seen)
    random.Random(1).shuffle(mixed)
    other = Problem(problem.prior, problem.factor, mixed)
    assert solve(problem).present == pytest.approx(solve(other).present, abs=1e-12)


def test_an_impossible_finding_is_an_error_not_a_number() -> None:
    with pytest.raises(ValueError, match="contradict"):
        solve(Problem([0.5], [0.0], [Seen("f", (1.0, 0.0), (0.0, 1.0), {0: (0.5,)})]))

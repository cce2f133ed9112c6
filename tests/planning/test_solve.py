"""The diet problem: answers checked by brute force and by an independent checker."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.assessment.plan import FoodMoved, Rule
from unclench.planning.problem import Change, Limit, Problem, missed_total
from unclench.planning.program import by_program
from unclench.planning.solve import solve


def change(i: int, effect: dict[str, float], cap: int = 3, **kw: object) -> Change:
    own = str(kw.get("takes", ""))
    return Change(
        id=f"add:{i}",
        action="add",
        eaten_more=FoodMoved(food_id=str(i), name=f"food {i}", portion="portion", grams=100),
        eaten_less=FoodMoved(name=own, grams=100) if own else None,
        cap=cap,
        size=kw.get("size", 10.0),  # type: ignore[arg-type]
        unfamiliarity=kw.get("odd", 0.5),  # type: ignore[arg-type]
        effect=effect,
    )


def limit(nutrient: str, sense: str, bound: float, hard: bool = False) -> Limit:
    rule = Rule.ENOUGH if sense == "at_least" else Rule.BELOW_UPPER_LIMIT
    return Limit(rule, nutrient, sense, bound, hard)  # type: ignore[arg-type]


def met(r: Limit, moved: float) -> bool:
    slack = 1e-6 * max(1.0, abs(r.bound))
    return moved >= r.bound - slack if r.sense == "at_least" else moved <= r.bound + slack


def holds(problem: Problem, portions: dict[str, int], only_hard: bool = False) -> bool:
    """The independent checker: every limit recomputed from scratch, with plain Python."""
    by_id = {c.id: c for c in problem.changes}
    if len(portions) > problem.max_changes:
        return False
    if any(not 0 < n <= by_id[c].cap for c, n in portions.items()):
        return False
    for own in problem.eaten:
        used = sum(n for c, n in portions.items() if by_id[c].takes_from == own)
        if used > problem.eaten[own]:
            return False
    return all(
        met(r, sum(by_id[c].effect.get(r.nutrient, 0.0) * n for c, n in portions.items()))
        for r in problem.limits
        if r.hard or not only_hard
    )


def brute(problem: Problem) -> tuple[int, float] | None:
    """(fewest changes, smallest size) over every combination; None when nothing is feasible."""
    best = None
    for amounts in itertools.product(*(range(c.cap + 1) for c in problem.changes)):
        portions = {c.id: n for c, n in zip(problem.changes, amounts, strict=True) if n}
        if holds(problem, portions):
            size = sum(c.size * portions.get(c.id, 0) for c in problem.changes)
            best = min(best or (99, 0.0), (len(portions), size))
    return best


amount = st.integers(-10, 30).map(float)
columns = st.lists(
    st.tuples(amount, amount, amount, st.integers(1, 3), st.integers(1, 20)), min_size=1, max_size=5
)


@given(columns, st.integers(1, 60), st.integers(1, 60), st.integers(0, 40), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_plan_is_what_brute_force_finds(
    cols: list[tuple[float, float, float, int, int]], a: int, b: int, cap: int, most: int
) -> None:
    problem = Problem(
        [
            change(i, {"a": x, "b": y, "c": z}, n, size=float(s))
            for i, (x, y, z, n, s) in enumerate(cols)
        ],
        [
            limit("a", "at_least", a),
            limit("b", "at_least", b),
            limit("c", "at_most", cap, hard=True),
        ],
        max_changes=most,
    )
    found, truth = solve(problem), brute(problem)
    if truth is None:
        assert found.missed or found.status == "infeasible"
    else:
        assert found.status == "optimal"
        assert not found.missed
        assert holds(problem, found.portions)
        assert found.count == truth[0]
        assert found.size <= truth[1] * 1.0003 + 0.001
        assert found.gap == 0


@given(columns, st.integers(1, 300), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_nearest_plan_never_breaks_a_hard_limit(
    cols: list[tuple[float, float, float, int, int]], a: int, cap: int
) -> None:
    problem = Problem(
        [change(i, {"a": x, "c": z}, n) for i, (x, _, z, n, _) in enumerate(cols)],
        [limit("a", "at_least", a), limit("c", "at_most", cap, hard=True)],
        max_changes=2,
    )
    found = solve(problem)
    if found.status != "infeasible":
        assert holds(problem, found.portions, only_hard=True)


def test_fewest_changes_win_over_smaller_ones() -> None:
    problem = Problem(
        [
            change(0, {"a": 10}, size=100),
            change(1, {"a": 5}, cap=1, size=1),
            change(2, {"a": 5}, cap=1, size=1),
        ],
        [limit("a", "at_least", 10)],
    )
    assert solve(problem).portions == {"add:0": 1}


def test_familiar_food_wins_between_equals() -> None:
    problem = Problem(
        [change(0, {"a": 10}, odd=0.9), change(1, {"a": 10}, odd=0.1)], [limit("a", "at_least", 10)]
    )
    assert solve(problem).portions == {"add:1": 1}


def test_nobody_is_asked_to_eat_less_of_a_food_than_they_eat() -> None:
    problem = Problem(
        [change(0, {"a": 5}, takes="bread"), change(1, {"a": 5}, takes="bread")],
        [limit("a", "at_least", 20)],
        eaten={"bread": 2.0},
    )
    found = solve(problem)
    assert sum(found.portions.values()) <= 2
    assert found.missed == {(Rule.ENOUGH, "a"): 10.0}


def test_a_pinned_change_is_used() -> None:
    problem = Problem(
        [change(0, {"a": 10}), change(1, {"a": 1})],
        [limit("a", "at_least", 5)],
        pinned=frozenset({"add:1"}),
    )
    assert "add:1" in solve(problem).portions


def test_a_second_plan_differs_from_the_first() -> None:
    cols = [change(i, {"a": 10}) for i in range(3)]
    first = solve(Problem(cols, [limit("a", "at_least", 10)]))
    again = Problem(cols, [limit("a", "at_least", 10)], forbidden=[frozenset(first.portions)])
    assert solve(again).portions != first.portions


def test_same_input_same_plan() -> None:
    problem = Problem(
        [change(i, {"a": 7 + i % 3, "b": i % 4}) for i in range(20)],
        [limit("a", "at_least", 30), limit("b", "at_least", 5)],
    )
    assert solve(problem) == solve(problem)


def test_no_changes_no_plan() -> None:
    assert solve(Problem([], [limit("a", "at_least", 1)])).status == "infeasible"
    assert solve(Problem([], [limit("a", "at_most", 1)])).status == "optimal"


wide = st.lists(
    st.tuples(amount, amount, amount, st.integers(1, 4), st.integers(1, 20), st.integers(0, 2)),
    min_size=3,
    max_size=9,
)


@given(wide, st.integers(1, 120), st.integers(1, 90), st.integers(-5, 40), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_complete_search_and_integer_program_agree(
    cols: list[tuple[float, float, float, int, int, int]], a: int, b: int, cap: int, most: int
) -> None:
    problem = Problem(
        [
            change(i, {"a": x, "b": y, "c": z}, n, size=float(s), takes="bread" if t == 0 else "")
            for i, (x, y, z, n, s, t) in enumerate(cols)
        ],
        [
            limit("a", "at_least", a),
            limit("b", "at_least", b),
            limit("c", "at_most", cap, hard=True),
        ],
        eaten={"bread": 3.0},
        max_changes=most,
        forbidden=[frozenset({"add:0", "add:1"})],
        at_most=[(frozenset({"add:1", "add:2", "add:3"}), 1)],
    )
    ours, theirs = solve(problem), by_program(problem)
    assert (ours.status == "infeasible") == (theirs.status == "infeasible")
    if ours.status != "infeasible":
        assert missed_total(problem, ours) == pytest.approx(
            missed_total(problem, theirs), rel=3e-4, abs=3e-4
        )
        assert ours.count == theirs.count
        if not ours.missed:
            assert ours.size == pytest.approx(theirs.size, rel=3e-4, abs=1e-3)
        assert not {"add:0", "add:1"} <= ours.portions.keys()
        assert len({"add:1", "add:2", "add:3"} & ours.portions.keys()) <= 1


def test_more_than_three_changes_are_found_too() -> None:
    problem = Problem(
        [change(i, {"a": 10}, 1) for i in range(6)], [limit("a", "at_least", 50)], max_changes=5
    )
    found = solve(problem)
    assert (found.count, found.missed, found.gap) == (5, {}, 0)


def test_a_coefficient_near_nothing_is_no_error() -> None:
    problem = Problem(
        [change(0, {"a": 1e-12}), change(1, {"a": 10.0})], [limit("a", "at_least", 5)]
    )
    assert solve(problem).portions == by_program(problem).portions == {"add:1": 1}


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Problem([change(0, {"a": bad})], [limit("a", "at_least", 5)])
    with pytest.raises(ValueError, match="finite"):
        Problem([change(0, {"a": 1.0})], [limit("a", "at_least", bad)])


def test_out_of_time_gives_the_best_so_far_and_its_gap() -> None:
    problem = Problem(
        [change(i, {"a": 1 + i % 7, "b": 9 - i % 5}, 14) for i in range(120)],
        [
            limit("a", "at_least", 1e4),
            limit("b", "at_least", 1e4),
            limit("a", "at_most", 200, True),
        ],
    )
    found = solve(problem, time_limit=0.0)
    assert found.status == "time_limit"
    assert found.portions
    assert 0 < found.gap <= 1

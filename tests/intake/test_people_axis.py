"""One person alone and the same person as one of many give the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.facts.needs import needs, tables, youngest
from unclench.facts.people import People
from unclench.facts.requirements import requirement
from unclench.facts.variation import group, groups
from unclench.facts.variation import tables as variation_tables
from unclench.intake.usual.alike import Alike, people_alike
from unclench.intake.usual.gaussian import Array
from unclench.intake.usual.risk import below_needs
from unclench.intake.usual.shrink import Days, side_by_side, usual_intake, usual_intakes
from unclench.intake.usual.verdict import above_limits
from unclench.told.person import Person

PEOPLE = st.builds(
    Person,
    age=st.sampled_from([None, 0.3, 0.9, 1.5, 3.0, 8.5, 13.0, 16.0, 18.0, 33.0, 50.9, 51.0, 88.0]),
    sex=st.sampled_from([None, "female", "male"]),
    weight_kg=st.sampled_from([None, 12.0, 61.5, 90.0]),
    pregnant=st.booleans(),
    lactating=st.booleans(),
    menopausal=st.sampled_from([None, True, False]),
    diets=st.sampled_from([(), ("vegan",), ("vegetarian",), ("gluten_free", "vegetarian")]),
)
AMOUNT = st.floats(0, 5000).map(lambda y: round(y, 3))
DAY = st.tuples(AMOUNT, st.floats(0, 0.6), st.sampled_from([0.0, 0.0, 150.0, 400.0]))
DIARY = st.tuples(st.lists(DAY, min_size=1, max_size=12), st.sampled_from([0.0, 0.5, 1.0]))
NUTRIENTS = ["magnesium", "vitamin_d", "vitamin_b12", "iron", "calcium", "caffeine", "folate"]
NUTRIENTS += ["thiamin", "sodium", "protein", "water"]


def columns(diary: tuple[list[tuple[float, float, float]], float]) -> tuple[Days, Array, Array]:
    """(days, supplement, supplement at least) of one person."""
    rows, least = diary
    y, off, pill = (np.array([r[i] for r in rows]) for i in range(3))
    return Days(y * (1 - off), y, y * (1 + off)), pill, pill * (1 - 0.84 * least)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(PEOPLE, DIARY, st.booleans(), st.booleans()), min_size=1, max_size=6),
    st.sampled_from(NUTRIENTS),
    st.sampled_from(["nasem", "efsa"]),
    st.data(),
)
def test_a_person_alone_is_a_row_of_many(
    crowd: list[tuple[Person, tuple[list[tuple[float, float, float]], float], bool, bool]],
    nutrient: str,
    authority: str,
    data: st.DataObject,
) -> None:
    at = data.draw(st.integers(0, len(crowd) - 1))
    persons = [c[0] for c in crowd]
    diaries = [columns(c[1]) for c in crowd]
    apart = np.array([float(c[2]) for c in crowd])
    untold = np.array([float(c[3]) for c in crowd])
    people = People.of(persons, [9.1] * len(persons))
    alike = people_alike(nutrient, people)
    pills = side_by_side([d[1] for d in diaries])
    least = side_by_side([d[2] for d in diaries])
    many = usual_intakes(Days.many([d[0] for d in diaries]), Alike.of(alike), pills, least)
    days, pill, low = diaries[at]
    one = usual_intake(days, alike[at], pill, low)
    row = many.one(at, alike[at])
    assert row.values == pytest.approx(one.values, rel=1e-9, abs=1e-9)
    assert row.weights == pytest.approx(one.weights, rel=1e-9, abs=1e-12)
    assert row.weights.sum() == pytest.approx(1, abs=1e-9)
    assert (row.method, row.n) == (one.method, one.n)
    assert (row.rho or 0) == pytest.approx(one.rho or 0, abs=1e-12)
    assert many.mean[at] == pytest.approx(one.mean, rel=1e-9, abs=1e-9)
    for p in (0.025, 0.1, 0.5, 0.9, 0.999):
        assert many.quantile(p)[at] == pytest.approx(one.quantile(p), rel=1e-9, abs=1e-9)
    if (nutrient, authority) not in tables():
        return
    all_needs = needs(nutrient, people, authority)  # type: ignore[arg-type]
    alone = needs(nutrient, People.of([persons[at]], [9.1]), authority)  # type: ignore[arg-type]
    solo = usual_intakes(
        Days.many([days]), Alike.of([alike[at]]), side_by_side([pill]), side_by_side([low])
    )
    assert below_needs(many, all_needs)[at] == pytest.approx(
        below_needs(solo, alone)[0], abs=1e-9, nan_ok=True
    )
    above = above_limits(many.values, many.weights, all_needs, least, pills, apart, untold)
    own = above_limits(
        solo.values, solo.weights, alone, low[None], pill[None], apart[[at]], untold[[at]]
    )
    assert above[at] == pytest.approx(own[0], abs=1e-9, nan_ok=True)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(PEOPLE, min_size=1, max_size=8),
    st.sampled_from(sorted(tables())),
    st.sampled_from([None, 8.4]),
)
def test_the_join_gives_everybody_their_own_requirement(
    persons: list[Person], table: tuple[str, str], energy: float | None
) -> None:
    found = needs(table[0], People.of(persons, [energy] * len(persons)), table[1])  # type: ignore[arg-type]
    for i, person in enumerate(persons):
        own = requirement(table[0], person, table[1], energy).found  # type: ignore[arg-type]
        assert bool(found.known[i]) == (own is not None)
        if own is None:
            continue
        assert found.table.rows[found.row[i]] == own.row
        for column, value in (("value", own.value), ("target", own.target), ("upper", own.upper)):
            many = float(getattr(found, column)[i])
            assert many == pytest.approx(np.nan if value is None else value, nan_ok=True)
        assert found.kind[i] == (own.kind or "")
        assert found.upper_kind[i] == (own.upper_kind or "")
        assert (found.percentiles[i] >= 0) == (own.percentiles is not None)


@pytest.mark.parametrize("key", sorted(tables()))
def test_the_join_picks_the_one_row_that_covers_a_person(key: tuple[str, str]) -> None:
    """Against the definition: `Row.covers`, one row after the other.

    Who is younger than every row of her state has the row of her age.
    """
    table = tables()[key]
    persons = [
        Person(age=age, sex=sex, weight_kg=60, pregnant=s == "pregnant", lactating=s == "lactating",
               menopausal=meno)  # type: ignore[arg-type]
        for age in (1.0, 8.0, 18.0, 30.0, 51.0, 70.0, 120.0)
        for sex in ("female", "male")
        for s in ("none", "pregnant", "lactating")
        for meno in (None, True, False)
    ]  # fmt: skip
    found = needs(key[0], People.of(persons, [9.0] * len(persons)), key[1])  # type: ignore[arg-type]
    gaps = {g.state: g.as_others for g in table.gaps}
    for i, p in enumerate(persons):
        state = "pregnant" if p.pregnant else "lactating" if p.lactating else "none"
        meno = "post" if (p.age or 0) >= 51 else "pre"
        if p.menopausal is not None:
            meno = "post" if p.menopausal else "pre"
        expected = -1
        if gaps.get(state, True):
            state = "none" if state in gaps else state
            last = max((r.age[1] for r in table.rows if r.state == state), default=200.0)
            age = p.age or 0 if state == "none" else min(p.age or 0, last - 0.5)
            fits = [r.covers(p.sex or "", age, state, meno) for r in table.rows]
            if state != "none" and age < youngest(table, state) and True not in fits:
                fits = [r.covers(p.sex or "", age, "none", meno) for r in table.rows]
            expected = fits.index(True) if True in fits else -1
        assert found.row[i] == expected, p


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=8), st.sampled_from(sorted(variation_tables())))
def test_the_join_gives_everybody_their_own_group(persons: list[Person], nutrient: str) -> None:
    found = groups(nutrient, People.of(persons))
    for i, person in enumerate(persons):
        own = group(nutrient, person)
        assert (found[i] >= 0) == (own is not None)
        if own is None:
            continue
        assert variation_tables()[nutrient].groups[found[i]] == own
        assert own.sex in ("both", person.sex)
        assert own.age[0] <= max(person.age or 0, 1) < own.age[1]


def test_nobody_has_a_group_without_age_or_sex() -> None:
    assert group("magnesium", Person(age=40)) is None
    assert group("magnesium", Person(sex="male")) is None
    assert group("not_a_nutrient", Person(age=40, sex="male")) is None

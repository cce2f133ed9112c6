"""Promises of the adequacy answer."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.assessment import Assessment, Reason
from unclench.case import Case, IntakeItem
from unclench.explain.intake import trees
from unclench.facts.nutrients import nutrients
from unclench.facts.variation import group as variation_group
from unclench.intake.diary import PersonDays
from unclench.intake.usual import IntakeAnswer, assess_intake
from unclench.intake.usual.alike import Alike, average_over_days, group_centre
from unclench.intake.usual.gaussian import even_quantiles
from unclench.intake.usual.shrink import Days, shrink, usual_intake
from unclench.told import understand
from unclench.told.person import Person
from unclench.words.en import adequacy
from unclench.words.en.sentences import sentence_of

WOMAN = Person(age=42, sex="female", weight_kg=68, height_cm=170, activity="light")
EMPTY = pl.DataFrame(
    schema={
        "nutrient": pl.String,
        "food": pl.String,
        "amount_per_day": pl.Float64,
        "share": pl.Float64,
    }
)


def diary(
    amounts: dict[str, list[float | None]],
    *,
    filled: float = 0.0,
    half_width: float = 0.0,
    supplement: dict[str, float] | None = None,
    known: float = 1.0,
    open_ended: bool = False,
) -> PersonDays:
    """Days from 1 January 2026; `filled` and `half_width` are shares of the recorded amount."""
    rows = []
    for name, values in amounts.items():
        for i, y in enumerate(values):
            day = dt.date(2026, 1, 1) + dt.timedelta(days=i)
            pill = (supplement or {}).get(name, 0.0)
            if y is None:
                rows.append((day, name, None, None, None, None, pill, 0.0))
                continue
            total = y * (1 + filled)
            high = None if open_ended else total * (1 + half_width)
            rows.append(
                (day, name, y, y * filled, max(y, total * (1 - half_width)), high, pill, known)
            )
    frame = pl.DataFrame(
        rows,
        schema={
            "day": pl.Date,
            "nutrient": pl.String,
            "food": pl.Float64,
            "filled": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "supplement": pl.Float64,
            "known_share": pl.Float64,
        },
        orient="row",
    ).sort("day", "nutrient")
    return PersonDays(frame, EMPTY, tuple(sorted(set(frame["day"]))))


def check(days: PersonDays | None, profile: Person = WOMAN, **kwargs: object) -> IntakeAnswer:
    exposure = kwargs.pop("exposure", None)
    if exposure is not None:
        told = understand(Case(exposure=exposure))  # type: ignore[arg-type]
        profile = replace(profile, sun=told.sun, sweat=told.sweat)
    profile = replace(profile, stated=tuple(kwargs.pop("stated", ())))  # type: ignore[call-overload]
    answer = assess_intake(days, profile, **kwargs)  # type: ignore[arg-type]
    adequacy.speak(
        Assessment.model_construct(nutrients=answer.nutrients, hydration=answer.hydration)
    )
    return answer


def said(reasons: list[Reason]) -> list[str]:
    return [sentence_of(r) for r in reasons]


def row(answer: IntakeAnswer, name: str):  # type: ignore[no-untyped-def]
    return next(n for n in answer.nutrients if n.id == name)


def test_three_days_cannot_tell_and_more_days_would() -> None:
    mg = row(check(diary({"magnesium": [215, 240, 190]})), "magnesium")
    assert mg.verdict == "uncertain"
    assert 0.15 < mg.probability_inadequate < 0.85
    assert "Three days of diary cannot tell" in mg.say
    assert mg.days_needed is not None
    assert 1 <= mg.days_needed < 60
    longer = [215, 240, 190] * ((mg.days_needed + 3) // 3 + 1)
    assert row(check(diary({"magnesium": longer})), "magnesium").verdict == "likely_low"


def test_an_intake_at_the_need_is_never_settled_by_more_days() -> None:
    mg = row(check(diary({"magnesium": [265.0] * 200})), "magnesium")
    assert mg.verdict == "uncertain"
    assert mg.days_needed is None
    assert mg.probability_inadequate == pytest.approx(0.5, abs=0.06)


def test_both_methods_stand_side_by_side() -> None:
    answer = check(diary({"magnesium": [150, 170, 160]}))
    mg = row(answer, "magnesium")
    assert mg.probability_inadequate > 0.8
    assert mg.probability_inadequate_iom > 0.8
    text = trees(answer)["magnesium"].model_dump_json()
    assert "IOM 2000 individual method" in text
    assert "rho" in text
    assert "dri_1997" in text
    assert "nhanes_2007_2016_variation" in text


def test_the_iom_method_is_refused_for_skewed_nutrients_and_iron() -> None:
    answer = check(diary({"vitamin_b12": [2.0, 9.0], "iron": [9.0, 11.0]}))
    for name, why in (("vitamin_b12", "varies"), ("iron", "not normally distributed")):
        assert row(answer, name).probability_inadequate_iom is None
        assert why in trees(answer)[name].model_dump_json()


def test_below_an_adequate_intake_is_never_called_too_little() -> None:
    answer = check(diary({"potassium": [900.0] * 30, "fibre": [5.0] * 30}))
    for name in ("potassium", "fibre"):
        n = row(answer, name)
        assert n.verdict == "cannot_tell"
        assert n.probability_inadequate is None
        assert "no conclusion" in n.adequacy_statement
        assert "does not show" in n.say


def test_above_an_adequate_intake_is_enough() -> None:
    assert row(check(diary({"potassium": [4500.0] * 7})), "potassium").verdict == "likely_adequate"


def test_missing_is_not_zero() -> None:
    answer = check(diary({"energy": [2000.0] * 3, "magnesium": [None] * 3}))
    mg = row(answer, "magnesium")
    assert mg.usual_intake.mean is None
    assert mg.probability_inadequate is None
    assert mg.verdict == "cannot_tell"
    assert "not the same as none" in mg.say
    assert any("Magnesium" in line for line in said(answer.insufficient))


def test_a_day_of_zero_is_a_measurement() -> None:
    with_zero = row(check(diary({"vitamin_b12": [0.0, 4.0, 4.0]})), "vitamin_b12")
    without = row(check(diary({"vitamin_b12": [4.0, 4.0]})), "vitamin_b12")
    assert with_zero.usual_intake.mean < without.usual_intake.mean


def test_guessed_parts_widen_the_interval() -> None:
    sure = row(check(diary({"magnesium": [250.0] * 20})), "magnesium").usual_intake
    vague = row(
        check(diary({"magnesium": [125.0] * 20}, filled=1.0, half_width=0.4)), "magnesium"
    ).usual_intake
    assert vague.high - vague.low > 2 * (sure.high - sure.low)


def test_errors_of_many_foods_partly_cancel_but_never_vanish() -> None:
    days = diary({"magnesium": [125.0] * 20}, filled=1.0, half_width=0.4)
    one = row(check(_with_carriers(days, 1)), "magnesium").usual_intake
    many = row(check(_with_carriers(days, 100)), "magnesium").usual_intake
    sure = row(check(diary({"magnesium": [250.0] * 20})), "magnesium").usual_intake
    assert many.high - many.low < 0.75 * (one.high - one.low)
    assert many.high - many.low > 1.2 * (sure.high - sure.low)


def _with_carriers(days: PersonDays, foods: int) -> PersonDays:
    sd = 250 * 0.4 / 1.2816
    carriers = pl.DataFrame(
        {
            "nutrient": ["magnesium"] * foods,
            "name": [f"food {i}" for i in range(foods)],
            "amount_per_day": [250.0 / foods] * foods,
            "sd_per_day": [sd / foods] * foods,
            "share": [1.0 / foods] * foods,
        }
    )
    return PersonDays(days.frame, carriers, days.days)


def test_half_unknown_food_gives_no_firm_verdict() -> None:
    mg = row(check(diary({"magnesium": [400.0] * 20}, known=0.3)), "magnesium")
    assert mg.verdict == "uncertain"
    assert "known amount" in mg.say


def test_a_lower_bound_can_show_enough_but_never_too_little() -> None:
    low = row(check(diary({"magnesium": [100.0] * 20}, open_ended=True)), "magnesium")
    assert low.verdict == "cannot_tell"
    high = row(check(diary({"magnesium": [450.0] * 20}, open_ended=True)), "magnesium")
    assert high.verdict == "likely_adequate"


def test_a_diary_too_low_to_be_whole_does_not_accuse() -> None:
    answer = check(diary({"energy": [700.0] * 7, "magnesium": [90.0] * 7}))
    assert answer.plausibility.verdict == "too_low"
    assert row(answer, "magnesium").verdict == "cannot_tell"
    assert row(answer, "magnesium").probability_inadequate is None
    assert any("missing from the diary" in w for w in said(answer.warnings))


def test_a_short_diary_may_be_lower_than_a_long_one() -> None:
    assert check(diary({"energy": [1380.0]})).plausibility.verdict == "plausible"
    assert check(diary({"energy": [1380.0] * 60})).plausibility.verdict == "too_low"


def test_plausibility_says_what_is_missing() -> None:
    plaus = check(diary({"energy": [1500.0] * 3}), Person(age=42, sex="female")).plausibility
    assert plaus.verdict == "unknown"
    assert "weight" in sentence_of(plaus.why)


def test_supplements_are_added_after_shrinking() -> None:
    food = row(check(diary({"magnesium": [200.0] * 3})), "magnesium")
    both = row(check(diary({"magnesium": [200.0] * 3}, supplement={"magnesium": 150})), "magnesium")
    assert both.usual_intake.mean == pytest.approx(food.usual_intake.mean + 150, abs=0.5)
    assert both.from_supplements == 150


def test_the_magnesium_limit_counts_supplements_alone() -> None:
    food = row(check(diary({"magnesium": [900.0] * 5})), "magnesium")
    assert food.upper_limit.probability_above == 0
    pills = row(
        check(diary({"magnesium": [300.0] * 5}, supplement={"magnesium": 500})), "magnesium"
    )
    assert pills.verdict == "above_limit"
    assert "supplements alone" in pills.say


def test_sodium_is_compared_with_the_cdrr() -> None:
    na = row(check(diary({"sodium": [3600.0] * 7})), "sodium")
    assert na.verdict == "above_limit"
    assert na.upper_limit.kind == "CDRR"
    assert na.upper_limit.value == 2300


def test_europe_s_safe_and_adequate_sodium_is_not_called_enough_when_far_above() -> None:
    much = row(check(diary({"sodium": [4000.0] * 14}), authority="efsa"), "sodium")
    assert much.verdict == "above_limit"
    assert "more than is advised" in much.say


def test_sun_and_blood_decide_about_vitamin_d() -> None:
    days = diary({"vitamin_d": [2.0] * 20})
    assert row(check(days), "vitamin_d").verdict == "uncertain"
    assert row(check(days, exposure={"sun": "indoors"}), "vitamin_d").verdict == "likely_low"
    sunny = row(check(days, exposure={"sun": "outdoors a lot"}), "vitamin_d")
    assert sunny.verdict == "cannot_tell"
    assert sunny.probability_inadequate is None
    enough = row(check(days, exposure={"sun": "indoors"}, labs={"vitd": 75.0}), "vitamin_d")
    assert enough.verdict == "likely_adequate"
    assert "75 nmol/L" in enough.say
    assert enough.probability_inadequate is None
    assert row(check(days, labs={"vitd": 20.0}), "vitamin_d").verdict == "likely_low"


def test_sweat_counts_in_water_and_sodium() -> None:
    days = diary({"water": [2500.0] * 7})
    dry = check(days).hydration
    wet = check(days, exposure={"sweat": "1.2 L/h", "exercise": "runs 6 h a week"}).hydration
    assert dry is not None
    assert wet is not None
    assert wet.sweat_loss_l_per_day.mean == pytest.approx(1.2 * 6 / 7)  # type: ignore[union-attr]
    assert wet.sodium_loss_mg_per_day.mean == pytest.approx(35.9 * 22.99 * 7.2 / 7)  # type: ignore[union-attr]
    assert wet.probability_below > dry.probability_below  # type: ignore[operator]
    assert "Thirst" in wet.say


def test_no_age_no_requirement_but_intake_is_shown() -> None:
    answer = check(diary({"magnesium": [250.0] * 3}), Person())
    mg = row(answer, "magnesium")
    assert mg.requirement is None
    assert mg.verdict == "no_reference"
    assert mg.usual_intake.mean == pytest.approx(250, rel=0.05)
    assert any("Age and sex" in line for line in said(answer.insufficient))


def test_stated_intakes_serve_without_a_diary() -> None:
    items = [
        IntakeItem(item="magnesium", amount=120, unit="mg/day"),
        IntakeItem(item="energy", amount=10500, unit="kcal/week"),
        IntakeItem(item="cola", amount=3.25, unit="L/day"),
    ]
    answer = check(None, stated=items)
    mg = row(answer, "magnesium")
    assert mg.verdict == "likely_low"
    assert mg.days == 0
    assert "as you state it" in mg.say
    assert mg.usual_intake.high / mg.usual_intake.low > 1.8
    assert row(answer, "energy").usual_intake.mean == pytest.approx(1500, rel=0.06)
    assert not any("cola" in w for w in said(answer.warnings))  # read with the words of the case


def test_a_stated_energy_is_weighed_too() -> None:
    answer = check(None, stated=[IntakeItem(item="energy", amount=600, unit="kcal/day")])
    assert answer.plausibility.verdict == "too_low"
    assert "You state 600 kcal" in sentence_of(answer.plausibility.why)


def test_people_alike_count_less_for_a_vegan() -> None:
    days = diary({"vitamin_b12": [0.4, 0.6, 0.5]})
    usual = row(check(days), "vitamin_b12")
    vegan = row(check(days, replace(WOMAN, diets=("vegan",))), "vitamin_b12")
    assert vegan.usual_intake.mean < usual.usual_intake.mean
    assert vegan.probability_inadequate > usual.probability_inadequate
    assert vegan.verdict == "likely_low"


@pytest.mark.parametrize("authority", ["nasem", "efsa"])
@pytest.mark.parametrize("age", [0.2, 0.7, 1.5, 3, 8.9, 13, 17, 18, 30, 50.5, 51, 71, 120])
def test_everybody_gets_an_answer(age: float, authority: str) -> None:
    days = diary({n: [10.0, 12.0, 0.0] for n in nutrients()}, filled=0.3, half_width=0.3)
    states = [("male", False, False), ("female", False, False), ("female", True, False)]
    states.append(("female", False, True))
    for sex, pregnant, lactating in states:
        who = Person(
            age=age,
            sex=sex,  # type: ignore[arg-type]
            weight_kg=8 if age < 1 else 60,
            height_cm=70 if age < 1 else 165,
            pregnant=pregnant,
            lactating=lactating,
        )
        answer = check(days, who, authority=authority, exposure={"sweat": 1, "exercise": 3})
        assert len(answer.nutrients) == len(nutrients())
        assert all(n.say and "None" not in n.say for n in answer.nutrients)
        assert set(trees(answer)) >= {n.id for n in answer.nutrients}


def test_a_diary_outranks_a_statement() -> None:
    answer = check(
        diary({"magnesium": [400.0] * 5}),
        stated=[IntakeItem(item="magnesium", amount=100, unit="mg/day")],
    )
    assert row(answer, "magnesium").usual_intake.mean > 300
    assert any("not used" in w for w in said(answer.warnings))


def test_nothing_at_all_is_an_answer() -> None:
    answer = check(None)
    assert answer.nutrients == []
    assert "no diary" in said(answer.insufficient)[0]


def test_the_other_authority_is_used_when_asked() -> None:
    mg = row(check(diary({"magnesium": [200.0] * 20}), authority="efsa"), "magnesium")
    assert mg.requirement.kind == "AI"
    assert mg.verdict == "cannot_tell"
    b1 = row(check(diary({"thiamin": [0.2] * 20}), authority="efsa"), "thiamin")
    assert b1.requirement.value == pytest.approx(0.072 * 9.1, abs=0.1)
    assert b1.verdict == "likely_low"


def test_much_caffeine_is_said_where_an_authority_has_a_level() -> None:
    much = row(check(diary({"caffeine": [900.0] * 14}), authority="efsa"), "caffeine")
    assert much.verdict == "above_limit"
    assert "400 mg" in much.say
    assert row(check(diary({"caffeine": [100.0] * 14}), authority="efsa"), "caffeine").verdict == (
        "no_reference"
    )


def test_iron_uses_percentiles_before_the_menopause() -> None:
    iron = row(check(diary({"iron": [8.1] * 200})), "iron")
    assert iron.probability_inadequate == pytest.approx(0.49, abs=0.05)
    much = row(check(diary({"iron": [13.05] * 200})), "iron")
    assert much.probability_inadequate == pytest.approx(0.10, abs=0.03)


def test_most_important_comes_first() -> None:
    answer = check(diary({"magnesium": [120.0] * 20, "zinc": [8.0] * 20, "thiamin": [2.5] * 20}))
    ids = [n.id for n in answer.nutrients]
    assert ids[0] == "magnesium"
    assert ids.index("magnesium") < ids.index("thiamin") < ids.index("zinc")


def test_too_much_salt_does_not_come_before_what_concerns_muscle() -> None:
    answer = check(diary({"sodium": [4000.0] * 20, "iron": [9.5] * 20, "magnesium": [250.0] * 20}))
    assert [n.id for n in answer.nutrients][:3] == ["magnesium", "iron", "sodium"]


def test_partial_days_are_left_out() -> None:
    days = diary({"magnesium": [300.0, 300.0, 10.0]})
    whole = PersonDays(days.frame, days.carriers, days.days, partial_days=(days.days[2],))
    assert row(check(whole), "magnesium").days == 2


def test_a_year_of_thirty_nutrients_is_quick() -> None:
    rng = np.random.default_rng(7)
    days = diary(
        {n: list(rng.lognormal(5, 0.3, 365)) for n in nutrients()}, filled=0.2, half_width=0.2
    )
    check(days)
    best = min(_timed(days) for _ in range(5))
    assert best < 0.1, f"{best:.3f} s"


def _timed(days: PersonDays) -> float:
    start = time.process_time()
    check(days)
    return time.process_time() - start


@pytest.mark.parametrize("name", ["magnesium", "vitamin_d", "vitamin_b12", "sodium", "water"])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_the_group_s_mean_comes_out_as_published(name: str, sex: str) -> None:
    group = variation_group(name, Person(age=42, sex=sex))  # type: ignore[arg-type]
    assert group is not None
    u = np.sqrt(group.var_between) * even_quantiles(201)
    centres = (group_centre(group) + u)[None]
    assert average_over_days(centres, Alike.of([group])).mean() == pytest.approx(
        group.mean, rel=0.005
    )


def test_no_days_give_the_group_and_many_days_give_the_person() -> None:
    group = variation_group("magnesium", WOMAN)
    assert group is not None
    nothing = np.zeros(1)
    assert shrink(nothing, nothing, Alike.of([group])).mean() == pytest.approx(group.mean, rel=0.01)
    y = np.full(400, 150.0)
    usual = usual_intake(Days(y, y, y), group, np.zeros(400))
    assert usual.mean == pytest.approx(150, rel=0.01)
    assert usual.rho == pytest.approx(1, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 5000), min_size=1, max_size=20),
    st.sampled_from(["magnesium", "vitamin_d", "vitamin_b12", "iron", "calcium", "caffeine"]),
    st.sampled_from([1.0, 9.5, 25, 42, 60, 88]),
    st.sampled_from(["female", "male"]),
    st.sampled_from(["nasem", "efsa"]),
)
def test_any_diary_gives_probabilities_and_ordered_intervals(
    values: list[float], name: str, age: float, sex: str, authority: str
) -> None:
    answer = check(diary({name: list(values)}), Person(age=age, sex=sex), authority=authority)  # type: ignore[arg-type]
    n = row(answer, name)
    assert n.usual_intake.low <= n.usual_intake.mean + 1e-9
    assert n.usual_intake.low <= n.usual_intake.high
    assert n.usual_intake.low >= 0
    if n.probability_inadequate is not None:
        assert 0 <= n.probability_inadequate <= 1


@settings(max_examples=40, deadline=None)
@given(st.floats(20, 800), st.floats(1, 200))
def test_eating_more_never_raises_the_chance_of_too_little(low: float, extra: float) -> None:
    less = row(check(diary({"magnesium": [low] * 4})), "magnesium")
    more = row(check(diary({"magnesium": [low + extra] * 4})), "magnesium")
    assert more.probability_inadequate <= less.probability_inadequate + 1e-9


def test_much_vitamin_d_in_blood_is_said() -> None:
    days = diary({"vitamin_d": [5.0] * 3})
    much = row(check(days, labs={"vitd": 180.0}), "vitamin_d")
    assert much.verdict == "above_limit"
    assert "reason for concern" in much.say
    some = row(check(days, labs={"vitd": 38.0}), "vitamin_d")
    assert some.verdict == "uncertain"

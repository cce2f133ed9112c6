"""What must stay true when the same person is told differently."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import pytest
from tests.said import answered

from unclench.assessment import Assessment, Nutrient, reason
from unclench.case import from_dict
from unclench.differential.assess import DifferentialAnswer, assess_differential
from unclench.differential.evidence import Item, enter, problem
from unclench.differential.inference import solve
from unclench.differential.network import context_of, network, priors
from unclench.differential.ranking import rank
from unclench.explain.causes import cause_tree
from unclench.facts import loader
from unclench.facts.keys import Key
from unclench.facts.kinds import medicines, tests
from unclench.plasma.labs import interpret, read_labs
from unclench.told import understand
from unclench.told.person import Person


def found(raw: dict[str, Any], nutrients: list[Nutrient] | None = None) -> DifferentialAnswer:
    case = from_dict(raw)
    told = understand(case)
    labs = interpret(read_labs(case.labs).results, told) if case.labs else []
    return assess_differential(told, labs, nutrients or [])


def answer(raw: dict[str, Any], nutrients: list[Nutrient] | None = None) -> Assessment:
    return answered(found(raw, nutrients))


def probability(a: Assessment, cause: str) -> float:
    return next((c.probability for c in a.causes if c.id == cause), 0.0)


def lab(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit}


TETANY: dict[str, Any] = {
    "age": 50,
    "sex": "F",
    "complaints": ["tingling round the mouth", "hands lock up"],
    "medicines": ["omeprazole"],
}


def test_every_number_hangs_on_a_known_word() -> None:
    net = network()
    known = set(net.labels)
    for group in loader.load("medicines", medicines.MedicineArea).values():
        known |= set(group.classes) | set(group.items)
    used = set(net.by_finding) | {w.id for w in net.by_when if w.kind == "told"}
    used |= set(net.background)
    assert sorted(used - known) == []
    assert sorted(set(net.by_finding) - set(net.background)) == []
    assert sorted(set(net.by_state) - set(net.states)) == []
    assert sorted(f for rows in net.contexts.values() for f in rows if f not in known) == []
    whys = {w.when for t in loader.load("tests", tests.ClinicalTest).values() for w in t.why}
    assert sorted(w.id for w in whys if w.kind == "told" and w.id not in known) == []
    assert {w.id for w in whys if w.kind == "state"} <= set(net.states)
    assert {w.id for w in whys if w.kind in ("cause", "calm")} <= {*net.ids, "home"}
    assert {w.id for w in whys if w.kind == "context"} <= set(net.contexts)


def test_units_give_the_identical_answer() -> None:
    conventional = {**TETANY, "labs": [
        lab("Calcium, total", 6.8, "mg/dL"), lab("Albumin", 4.0, "g/dL"),
        lab("Magnesium", 0.9, "mg/dL"), lab("25-hydroxyvitamin D", 24, "ng/mL"),
    ]}  # fmt: skip
    si = {**TETANY, "labs": [
        lab("Calcium, total", 6.8 * 0.2495, "mmol/L"), lab("Albumin", 40, "g/L"),
        lab("Magnesium", 0.9 * 0.4114, "mmol/L"), lab("25-hydroxyvitamin D", 24 * 2.496, "nmol/L"),
    ]}  # fmt: skip
    a, b = answer(conventional), answer(si)
    assert [c.id for c in a.causes] == [c.id for c in b.causes]
    assert [c.probability for c in a.causes] == pytest.approx(
        [c.probability for c in b.causes], abs=2e-3
    )
    assert [t.id for t in a.next_tests] == [t.id for t in b.next_tests]


def test_the_order_of_what_is_told_does_not_matter() -> None:
    forward = {**TETANY, "complaints": ["tingling round the mouth", "hands lock up", "tired"]}
    backward = {**forward, "complaints": forward["complaints"][::-1]}
    one, two = answer(forward), answer(backward)
    assert [(c.id, c.probability, c.say) for c in one.causes] == [
        (c.id, c.probability, c.say) for c in two.causes
    ]
    assert one.next_tests == two.next_tests


def test_an_irrelevant_remark_changes_nothing() -> None:
    more = {**TETANY, "complaints": [*TETANY["complaints"], "my sister lives in Leeds"]}
    a, b = answer(TETANY), answer(more)
    assert [(c.id, c.probability) for c in a.causes] == [(c.id, c.probability) for c in b.causes]
    told = understand(from_dict(more))
    assert "sister lives in leeds" in " ".join(told.not_understood).lower() or told.asides


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pins and needles round my mouth", "tingling around the lips"),
        ("positive Trousseau sign", "Trousseau's sign was positive"),
        ("woken by calf cramps at night", "night-time cramp in the calf wakes me"),
        ("cola-coloured urine", "my urine is dark brown"),
    ],
)
def test_synonyms_give_the_same_ranking(one: str, other: str) -> None:
    a = answer({"age": 50, "sex": "F", "complaints": [one]})
    b = answer({"age": 50, "sex": "F", "complaints": [other]})
    assert [c.id for c in a.causes[:3]] == [c.id for c in b.causes[:3]]


WORSE = [
    ("hypokalemia", "Potassium", "mmol/L", [4.4, 3.8, 3.4, 3.1, 2.8, 2.4, 2.0, 1.5]),
    ("hyperkalemia", "Potassium", "mmol/L", [4.4, 5.0, 5.4, 5.9, 6.4, 7.0, 8.0]),
    ("magnesium_deficiency", "Magnesium", "mmol/L", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2]),
    ("hyponatremia", "Sodium", "mmol/L", [140, 136, 133, 130, 125, 120, 112]),
    ("hypernatremia_dehydration", "Sodium", "mmol/L", [140, 145, 147, 150, 155, 165]),
    ("hypocalcemia_low_calcium_intake", "Calcium, albumin-adjusted", "mmol/L",
     [2.4, 2.2, 2.1, 2.0, 1.9, 1.8, 1.6, 1.4]),
    ("vitamin_d_deficiency", "25-hydroxyvitamin D", "nmol/L", [80, 50, 35, 25, 18, 12, 7]),
    ("b12_deficiency", "Vitamin B12", "pmol/L", [400, 250, 180, 140, 110, 80, 50]),
    ("iron_deficiency", "Ferritin", "µg/L", [120, 50, 30, 20, 12, 6, 3]),
    ("hypothyroidism", "TSH", "mIU/L", [1, 3, 5, 8, 15, 40, 100]),
    ("rhabdomyolysis", "CK", "U/L", [100, 250, 500, 1000, 3000, 10000, 80000]),
    ("kidney_disease", "Creatinine", "µmol/L", [70, 100, 130, 180, 300, 700]),
    ("spinal_infection", "CRP", "mg/L", [2, 8, 20, 60, 150, 300]),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "name", "unit", "values"), WORSE)
@pytest.mark.parametrize(
    "story", [["leg cramps"], ["tingling hands, weak legs, palpitations"], ["back pain"]]
)
def test_a_worse_result_never_lowers_its_cause(
    cause: str, name: str, unit: str, values: list[float], story: list[str]
) -> None:
    net = network()
    i = net.ids.index(cause)
    seen = []
    for v in values:
        case = from_dict({"age": 55, "sex": "F", "complaints": story, "labs": [lab(name, v, unit)]})
        labs = interpret(read_labs(case.labs).results, understand(case))
        told = understand(from_dict({"age": 55, "sex": "F", "complaints": story}))
        seen.append(rank(told, labs).posterior.present[i])
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


@pytest.mark.parametrize("seed", range(6))
def test_a_worse_result_never_lowers_its_cause_beside_other_results(seed: int) -> None:
    rng = random.Random(seed)
    net = network()
    stories = ["leg cramps", "hands lock, tingling round the mouth", "weak legs", "dark urine"]
    raw = {"age": 55, "sex": "F", "complaints": rng.sample(stories, 2)}
    drugs = rng.sample(["omeprazole", "indapamide", "ramipril"], 2)
    told = understand(from_dict({**raw, "medicines": drugs}))
    beside = [lab(w[1], rng.choice(w[3]), w[2]) for w in rng.sample(WORSE, 4)]
    beside.append(lab("PTH", rng.choice([0.5, 2.0, 8.0, 30.0]), "pmol/L"))
    start = priors(context_of(told.present, net), net)
    for cause, name, unit, values in WORSE:
        seen = []
        for v in values:
            rows = [x for x in beside if x["name"] != name] + [lab(name, v, unit)]
            case = from_dict({"age": 55, "sex": "F", "labs": rows})
            labs = interpret(read_labs(case.labs).results, understand(case))
            solved = solve(problem(enter(told, labs, (), net), start, net))
            seen.append(solved.present[net.ids.index(cause)])
        assert all(b >= a - 1e-9 for a, b in pairwise(seen)), (cause, values, seen)


def test_a_normal_result_pulls_its_cause_down_and_an_unknown_one_does_not() -> None:
    unknown = answer(TETANY)
    normal = answer({**TETANY, "labs": [lab("Magnesium", 0.85, "mmol/L")]})
    assert probability(normal, "magnesium_deficiency") < probability(
        unknown, "magnesium_deficiency"
    )


def test_a_denial_counts_against_and_silence_does_not() -> None:
    base_ = {"age": 60, "sex": "M", "complaints": ["back pain"]}
    denied = {**base_, "complaints": ["back pain", "no fever"]}
    i = network().ids.index("spinal_infection")
    silent = rank(understand(from_dict(base_))).posterior.present[i]
    assert rank(understand(from_dict(denied))).posterior.present[i] < silent


def nutrient(name: str, p: float) -> Nutrient:
    return Nutrient.model_validate(
        {
            "id": name, "label": name.capitalize(), "verdict": "likely_low", "say": "low",
            "usual_intake": {"mean": 1.0, "unit": "mg"}, "probability_inadequate": p, "days": 7,
        }
    )  # fmt: skip


@pytest.mark.parametrize("story", ["my lower back goes into spasm", "calf cramps at night"])
def test_a_poor_diet_with_normal_blood_never_puts_a_nutrient_first(story: str) -> None:
    poor = [
        nutrient(n, 0.99)
        for n in (
            "magnesium",
            "potassium",
            "calcium",
            "vitamin_d",
            "vitamin_b12",
            "iron",
            "thiamin",
        )
    ]
    labs = [
        lab("Magnesium", 0.84, "mmol/L"), lab("Potassium", 4.2, "mmol/L"),
        lab("Calcium, albumin-adjusted", 2.35, "mmol/L"), lab("Vitamin B12", 320, "pmol/L"),
        lab("25-hydroxyvitamin D", 60, "nmol/L"), lab("Ferritin", 60, "µg/L"),
    ]  # fmt: skip
    diet = {"description": "takeaways and cola, no vegetables, no milk"}
    raw = {"age": 45, "sex": "F", "complaints": [story], "labs": labs, "diet": diet}
    assert answer(raw, poor).causes[0].kind == "other"


def test_most_back_spasm_is_mechanical() -> None:
    a = answer({"age": 40, "sex": "M", "complaints": ["my back is in spasm"]})
    assert a.causes[0].id == "muscle_strain"
    assert all(c.probability < 0.05 for c in a.causes if c.kind != "other")


def test_a_cramp_alone_says_little_about_any_nutrient() -> None:
    a = answer({"age": 40, "sex": "M", "complaints": ["muscle cramps"]})
    assert all(c.support == "little" for c in a.causes if c.kind != "other")
    assert any("too little" in s for s in a.insufficient)


@pytest.mark.parametrize(
    ("name", "value", "unit", "cause"),
    [
        ("Potassium", 2.1, "mmol/L", "hypokalemia"),
        ("Potassium", 7.2, "mmol/L", "hyperkalemia"),
        ("Sodium", 116, "mmol/L", "hyponatremia"),
        ("Sodium", 165, "mmol/L", "hypernatremia_dehydration"),
        ("Magnesium", 0.25, "mmol/L", "magnesium_deficiency"),
        ("CK", 60000, "U/L", "rhabdomyolysis"),
        ("TSH", 90, "mIU/L", "hypothyroidism"),
    ],
)
def test_an_extreme_result_leaves_little_doubt(
    name: str, value: float, unit: str, cause: str
) -> None:
    a = answer({"age": 50, "complaints": ["cramps"], "labs": [lab(name, value, unit)]})
    assert a.causes[0].id == cause
    assert a.causes[0].probability > 0.8


LOW = [lab("Calcium, albumin-adjusted", 1.7, "mmol/L")]


@pytest.mark.parametrize(
    ("more", "first"),
    [
        ([lab("PTH", 0.6, "pmol/L"), lab("Phosphate", 1.9, "mmol/L")], "hypoparathyroidism"),
        ([lab("Magnesium", 0.3, "mmol/L"), lab("PTH", 1.5, "pmol/L")], "magnesium_deficiency"),
        (
            [lab("25-hydroxyvitamin D", 8, "nmol/L"), lab("PTH", 40, "pmol/L"),
             lab("Phosphate", 0.6, "mmol/L")],
            "vitamin_d_deficiency",
        ),
        ([lab("Creatinine", 700, "µmol/L"), lab("Phosphate", 2.6, "mmol/L"),
          lab("PTH", 60, "pmol/L")], "kidney_disease"),
    ],
)  # fmt: skip
def test_the_pattern_of_hormones_and_salts_finds_the_reason_of_low_calcium(
    more: list[dict[str, Any]], first: str
) -> None:
    a = answer({"age": 50, "complaints": ["hands lock in spasm"], "labs": [*LOW, *more]})
    assert a.causes[0].id == first
    assert probability(a, "hypocalcemia_low_calcium_intake") > 0.9


def test_the_consequence_stands_behind_its_reason_and_says_so() -> None:
    labs = [lab("Magnesium", 0.25, "mmol/L"), lab("Potassium", 3.0, "mmol/L")]
    a = answer({"age": 60, "complaints": ["cramps"], "medicines": ["omeprazole"], "labs": labs})
    ids = [c.id for c in a.causes]
    assert ids[0] == "magnesium_deficiency"
    low = next(c for c in a.causes if c.id == "hypokalemia")
    assert low.probability > 0.5
    assert "consequence of: low magnesium" in low.say


def test_evidence_has_signs_sources_and_a_tree() -> None:
    parts = found({**TETANY, "labs": [*LOW, lab("Potassium", 4.3, "mmol/L")]})
    for c in answered(parts).causes:
        assert all(e.weight > 0 and e.source for e in c.for_)
        assert all(e.weight < 0 and e.source for e in c.against)
        assert c.say
        assert cause_tree(c).children[0].source
    assert set(loader.sources()) >= set(parts.sources)


def test_nothing_told_is_said_to_be_too_little() -> None:
    ranking = rank(Person())
    assert ranking.causes
    assert cause_tree(ranking.causes[0]).children
    a = answer({})
    assert any("too little" in s for s in a.insufficient)


def test_same_input_same_output() -> None:
    one, two = answer(TETANY), answer(TETANY)
    assert [c.model_dump_json() for c in one.causes] == [c.model_dump_json() for c in two.causes]
    assert one.next_tests == two.next_tests


@pytest.mark.parametrize(
    ("cause", "finding", "published"),
    [
        ("hypocalcemia_low_calcium_intake", "positive_chvostek", 0.71 / 0.25),
        ("hypothyroidism", "weakness", 0.452 / 0.12),
        ("spinal_infection", "fever", 0.55 / 0.02),
    ],
)
def test_a_single_finding_moves_the_odds_by_its_published_ratio(
    cause: str, finding: str, published: float
) -> None:
    net = network()
    i = net.ids.index(cause)
    row = net.by_finding[finding][i]
    there = net.background[finding].background
    assert (row.link + there * (1 - row.link)) / there == pytest.approx(published, rel=1e-6)


@pytest.mark.parametrize(
    "story",
    [
        {"complaints": ["cramps after my first spin class, thighs swollen"]},
        {"complaints": ["weak aching legs"], "medicines": ["simvastatin", "clarithromycin"]},
    ],
)
def test_broken_down_muscle_stands_before_what_began_it(story: dict[str, Any]) -> None:
    a = answer({"age": 40, **story, "labs": [lab("CK", 71300, "U/L")]})
    assert a.causes[0].id == "rhabdomyolysis"


def test_something_else_never_stands_before_a_likelier_named_cause() -> None:
    labs = [lab("Calcium, albumin-adjusted", 1.6, "mmol/L")]
    for story in ("hands lock", "my eyelid twitches and my head aches", "cramps everywhere"):
        causes = answer({"age": 40, "complaints": [story], "labs": labs}).causes
        at = next(k for k, c in enumerate(causes) if c.id == "other")
        assert all(c.probability <= causes[at].probability for c in causes[at + 1 :])


def test_what_another_cause_explains_says_so_and_is_not_in_the_sentence() -> None:
    a = answer(
        {
            "age": 71, "sex": "M", "complaints": ["back pain, worse at night, no appetite, sweats"],
            "labs": [lab("CRP", 144, "mg/L")],
        }
    )  # fmt: skip
    explained = [
        (c, e) for c in a.causes for e in [*c.for_, *c.against]
        if "(explained by: " in e.label or "(it speaks against: " in e.label
    ]  # fmt: skip
    assert explained
    assert all(e.label.lower() not in c.say.lower() for c, e in explained)
    assert a.causes[0].id == "spinal_infection"


STATIN: dict[str, Any] = {
    "age": 61, "sex": "F", "complaints": ["aching thighs and calf cramps"],
    "medicines": ["rosuvastatin"],
}  # fmt: skip


def test_a_normal_muscle_enzyme_hardly_speaks_against_a_statin() -> None:
    unknown = probability(answer(STATIN), "statin_myopathy")
    normal = probability(answer({**STATIN, "labs": [lab("CK", 120, "U/L")]}), "statin_myopathy")
    assert 0.6 * unknown < normal < unknown


def test_gone_off_the_tablet_and_back_on_it_speaks_for_the_tablet() -> None:
    plain = probability(answer(STATIN), "statin_myopathy")
    gone = {**STATIN, "complaints": [*STATIN["complaints"], "went away when I stopped the tablet"]}
    back = {**STATIN, "complaints": [*gone["complaints"], "came back when I restarted it"]}
    assert plain < probability(answer(gone), "statin_myopathy")
    assert probability(answer(gone), "statin_myopathy") < probability(
        answer(back), "statin_myopathy"
    )
    assert answer(back).causes[0].id == "statin_myopathy"


def test_cramps_after_sweating_in_heat_are_heat_cramps_also_after_plain_water() -> None:
    story = "cramps in calves and belly after a shift in the foundry, sweating buckets, only water"
    a = answer({"age": 30, "sex": "M", "complaints": [story]})
    assert a.causes[0].id == "exercise_associated_cramp"
    assert probability(a, "hyponatremia") < 0.3


def test_laxatives_with_palpitations_put_potassium_first() -> None:
    raw = {
        "age": 24, "sex": "F", "complaints": ["calf cramps, palpitations, weak legs"],
        "medicines": ["senna 20 a day"], "conditions": ["bulimia"],
    }  # fmt: skip
    assert answer(raw).causes[0].id == "hypokalemia"


def test_overlapping_risks_fade_the_strongest_counts_fully() -> None:
    net = network()
    base = priors(("legs",), net)

    def prior(*odds: float) -> float:
        items = [
            Item(Key("told", str(k)), "risk", reason("evidence_there", id=""), odds={0: x})
            for k, x in enumerate(odds)
        ]
        p = problem(items, base, net).prior[0]
        return p / (1 - p)

    assert prior(3.0) == pytest.approx(3 * prior())
    assert prior(3.0, 2.0) == prior(2.0, 3.0) == pytest.approx(3 * 2 ** (1 / 1.4) * prior())
    third = 3 * 2 ** (1 / 1.4) * 1.5 ** (1 / 1.8)
    assert prior(1.5, 2.0, 3.0) == pytest.approx(third * prior())
    assert prior(0.5, 0.5) == pytest.approx(0.25 * prior())


def test_without_evidence_the_order_and_the_chances_are_the_same() -> None:
    told = understand(from_dict(TETANY))
    whole, bare = rank(told), rank(told, evidence=False)
    assert whole.posterior == bare.posterior
    assert [(c.id, c.probability) for c in whole.causes] == [
        (c.id, c.probability) for c in bare.causes
    ]
    assert any(c.for_ for c in whole.causes)
    assert not any(c.for_ or c.against for c in bare.causes)


def test_a_weight_is_what_leaving_out_alone_changes() -> None:
    net = network()
    told = understand(from_dict({**TETANY, "complaints": [*TETANY["complaints"], "no fever"]}))
    ranking = rank(told, interpret(read_labs(["Mg 0.5 mmol/L", "K 4.1 mmol/L"]).results, told))
    for item in ranking.items:
        rest = [x for x in ranking.items if x is not item]
        alone = solve(problem(rest, ranking.base_prior, net)).present
        for cause in ranking.causes:
            i = net.ids.index(cause.id)
            p, q = ranking.posterior.present[i], alone[i]
            moved = math.log10(p / (1 - p)) - math.log10(q / (1 - q))
            shown = [e.weight for e in [*cause.for_, *cause.against] if e.finding == item.id]
            assert shown == [pytest.approx(moved, abs=6e-4)] or abs(moved) < 0.0501

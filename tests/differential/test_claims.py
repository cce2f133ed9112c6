"""Every popular claim has an honest answer, is found by the way people ask, and fits the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.assessment import Assessment, Cause, Node, Nutrient, RedFlag, Urgency
from unclench.explain.claims import answer_claim, answer_factor, check
from unclench.facts.claims import find_factor
from unclench.facts.kinds import claims, evidence
from unclench.plasma.labs import interpret, read_labs
from unclench.told.pages import factor_for, page_for
from unclench.told.person import Person

# Phrasings written apart from those kept beside the claims.
# fmt: off
ASKED = [
    ("How many adults get a bad back?",                                 1),
    ("is it common to have a back that spasms",                         1),
    ("What vitamin deficiency causes back spasms?",                     2),
    ("could a nutrient deficiency be behind my muscle spasms",          2),
    ("are low electrolytes a reason for spasms",                        2),
    ("Does magnesium really help with cramps?",                         3),
    ("does a lack of magnesium lead to twitching muscles",              3),
    ("should I be taking magnesium supplements for my back spasm",      3),
    ("can low calcium make my muscles cramp?",                          4),
    ("does hypocalcemia cause back spasms",                             4),
    ("does calcium contract muscles while magnesium relaxes them?",     5),
    ("do magnesium and calcium work as a pair",                         5),
    ("Is low potassium the cause of my leg cramps?",                    6),
    ("do bananas help with cramps",                                     67),
    ("Can vitamin D deficiency cause lower back pain?",                 7),
    ("will vit D supplements help my back pain",                        7),
    ("does sweating a lot give you cramps",                             8),
    ("do electrolyte drinks stop cramps",                              33),
    ("does dehydration cause back spasms",                              9),
    ("Can not drinking enough water cause muscle spasms?",              9),
    ("would drinking water help my back spasm",                         9),
    ("does B12 deficiency cause muscle cramps",                        10),
    ("will a vitamin B complex help spasms?",                          10),
    ("what foods are rich in magnesium",                               11),
    ("is spinach a good calcium source?",                              11),
    ("does a healthy balanced diet prevent back spasms",               12),
    ("Can bad posture cause back spasms?",                             36),
    ("could a slipped disc be causing the spasm",                      13),
    ("is lifting to blame, can strain cause back spasms",              13),
    ("can blood tests tell the cause of muscle spasms",                14),
    ("can a doctor diagnose what causes my back spasms",               14),
    ("when is a back spasm serious",                                   15),
    ("should I worry about a severe back spasm lasting for weeks",     15),
    ("does not eating enough calcium harm your bones",                 16),
    ("is too little calcium bad for bones",                            16),
    ("what is the most important mineral for back spasms",             17),
    ("which mineral matters most for cramps",                          17),
]
UNRELATED = [
    "what is the capital of France", "how do I bake bread", "can magnesium cure cancer",
    "best laptop for students", "does coffee keep me awake", "", "???", "who won the match",
    "why is the sky blue", "how tall is mount everest", "translate this into German",
    "is my headache a migraine", "what is the price of gold",
]
# fmt: on


@pytest.mark.parametrize(("question", "number"), ASKED)
def test_a_question_finds_its_claim(question: str, number: int) -> None:
    found = page_for(question)
    assert found is not None, question
    assert found.number == number, found.id


@pytest.mark.parametrize("question", UNRELATED)
def test_an_unrelated_question_finds_nothing(question: str) -> None:
    assert page_for(question) is None
    assert factor_for(question) is None


def test_every_stored_phrasing_finds_its_own_claim_first() -> None:
    for claim in claims.load().values():
        for asked in claim.asked:
            found = page_for(asked)
            assert found is not None and found.id == claim.id, asked


@given(st.text(max_size=80))
def test_any_text_is_answered_without_falling(text: str) -> None:
    found = page_for(text)
    assert found is None or found.id in claims.load()


def test_all_claims_have_verdict_numbers_and_sources() -> None:
    loaded = claims.load().values()
    assert sorted(c.number for c in loaded) == list(range(1, len(loaded) + 1))
    assert len(loaded) >= 74
    for claim in loaded:
        assert 3 <= len(claim.answer) <= 6, claim.id
        assert claim.evidence or claim.figures or claim.foods or claim.sources
        for sentence in claim.answer:
            assert len(sentence.split()) <= 60, sentence


def test_every_row_of_the_reference_notes_is_carried_over_with_its_mark(reference: object) -> None:
    import csv
    from pathlib import Path

    mark = {"yes": "seen", "partial": "partial", "recall": "recalled", "judgement": "judgement"}
    path = Path(str(reference)) / "clinical/evidence.csv"
    with path.open(encoding="utf-8") as f:
        told = {r["id"]: r for r in csv.DictReader(f)}
    rows = {k: r for k, (_, r) in evidence.rows().items()}
    assert set(told) <= set(rows)
    best = ["recalled", "partial", "seen"]  # a mark may only become better than in the notes
    for key, r in told.items():
        assert best.index(rows[key].verified) >= best.index(mark[r["verified"]]), key
        assert rows[key].direction == r["direction"]
        assert rows[key].grade == r["grade"].replace(" ", "_")
        assert (rows[key].interval != "") == (r["ci95"] != "")


def test_estimates_agree_with_the_printed_effect_and_interval() -> None:
    for key, (_, row) in evidence.rows().items():
        for e in row.estimates:
            if e.about == "recomputed by us":
                continue
            for bound in (e.low, e.high):
                if bound is not None:
                    assert f"{abs(bound):g}" in row.interval.replace(".00", ""), key


def _lines(node: Node) -> list[str]:
    return [node.text, *(x for c in node.children for x in _lines(c))]


@pytest.mark.parametrize("claim", claims.load().values(), ids=lambda c: c.id)
def test_an_answer_says_verdict_certainty_and_never_diagnoses(claim: claims.Claim) -> None:
    text = "\n".join(_lines(answer_claim(claim)))
    first = text.index(claim.verdict_words[1:])
    assert first < text.index(claim.claim.split()[0]), "the verdict stands before the claim"
    assert "certainty" in text
    for never in ("you have a", "ruled out", "you suffer", "your diagnosis", "mg a day for"):
        assert never not in text.lower()


def test_the_dehydration_answer_carries_effect_sizes_intervals_and_the_danger() -> None:
    text = "\n".join(_lines(answer_claim(claims.load()["dehydration_spasms"])))
    assert "Odds ratio 1.63 (95 % interval 1.49 to 1.78)" in text
    assert "conflicts" in text and "drink to thirst" in text.lower()


def _assessed(*lines: str) -> Assessment:
    labs = interpret(read_labs(lines).results, Person(age=50, sex="female"))
    return Assessment(version="0", labs=labs)


def test_conditions_are_checked_against_the_person() -> None:
    claim = claims.load()["magnesium_relaxes"]
    severe, below, eats, likely, normal = claim.conditions
    low = _assessed("Mg 0.9 mg/dL")
    assert [check(c, low)[0] for c in (severe, below, normal)] == ["so", "so", "not_so"]
    assert check(eats, low)[0] == check(likely, low)[0] == "not_known"
    fine = _assessed("Mg 0.85 mmol/L")
    assert [check(c, fine)[0] for c in (severe, below, normal)] == ["not_so", "not_so", "so"]
    assert "argues against it" in answer_claim(claim, fine).children[-2].text
    assert "so for you, which argues against it" in "\n".join(_lines(answer_claim(claim, fine)))
    assert "not enough is known" in answer_claim(claim, _assessed()).children[-2].text
    assert "is true" in answer_claim(claim, low).children[-2].text


def test_units_of_the_person_do_not_change_the_answer() -> None:
    claim = claims.load()["calcium_contracts"]
    one, two = (
        _assessed("Ca 1.7 mmol/L, albumin 38 g/L"),
        _assessed("Ca 6.8133 mg/dL, albumin 3.8 g/dL"),
    )
    states = [[check(c, a)[0] for c in claim.conditions] for a in (one, two)]
    assert states[0] == states[1] and states[0][0] == "so"


def test_a_bound_decides_only_when_it_can() -> None:
    likely = claims.load()["b_vitamins_cramps"].conditions[0]
    assert check(likely, _assessed("B12 <60 pg/mL"))[0] == "so"
    assert check(likely, _assessed("B12 >600 pmol/L"))[0] == "not_so"
    assert check(likely, _assessed("B12 <500 pmol/L"))[0] == "not_known"


def test_causes_nutrients_and_red_flags_are_checked() -> None:
    assessment = Assessment(
        version="0",
        urgency=Urgency(level="routine"),
        causes=[
            Cause(id="muscle_strain", label="x", kind="other", support="more",
                  probability=0.6, prior=0.5)
        ],
        nutrients=[
            Nutrient.model_validate({
                "id": "magnesium", "label": "Magnesium", "verdict": "likely_low", "say": "",
                "usual_intake": {"mean": 180, "unit": "mg"}, "days": 5,
                "probability_inadequate": 0.95,
            })
        ],
    )  # fmt: skip
    strain = claims.load()["strain_posture_disc"].conditions
    assert [check(c, assessment)[0] for c in strain] == ["so", "not_so", "not_so"]
    assert check(strain[0], Assessment(version="0"))[0] == "not_known"
    eats = claims.load()["magnesium_relaxes"].conditions[2]
    assert check(eats, assessment) == ("so", "probability 95 %")
    flag = claims.load()["severe_needs_professional"].conditions[0]
    assert check(flag, assessment)[0] == "not_so"
    assessment.red_flags = [
        RedFlag(id="x", say="Fever with back pain", action="", source="judgement")
    ]
    assert check(flag, assessment) == ("so", "Fever with back pain")
    assert check(flag, Assessment(version="0"))[0] == "not_known"


def test_food_amounts_are_what_the_food_table_says() -> None:
    from unclench.intake.foods import tables

    rows = [f for c in claims.load().values() for f in c.foods]
    assert len(rows) >= 20
    for row in rows:
        per_100_g = tables.food(row.food_id).nutrients[row.nutrient]
        assert row.amount == pytest.approx(per_100_g.value * row.grams / 100, rel=0.01), row.label


def test_the_nodes_sources_are_known() -> None:
    from unclench.facts import loader

    def walk(node: Node) -> list[str]:
        return [node.source, *(s for c in node.children for s in walk(c))]

    for claim in claims.load().values():
        for key in walk(answer_claim(claim)):
            assert not key or key in loader.sources(), key


def test_explain_answers_a_question_in_words() -> None:
    from unclench.errors import UserError
    from unclench.explain import explain

    (tree,) = explain("does dehydration cause back spasms", None)
    assert tree.text.startswith("The evidence conflicts")
    with pytest.raises(UserError):
        explain("what is the capital of France", None)


@pytest.mark.parametrize(
    ("question", "factor"),
    [
        ("do statins cause cramps", "statins"),
        ("can atorvastatin cause muscle pain?", "statins"),
        ("does stretching help night cramps", "stretching"),
        ("does quinine help leg cramps", "quinine"),
        ("can omeprazole cause muscle cramps", "proton_pump_inhibitor"),
        ("could my inhaler be causing leg cramps", "bronchodilators"),
        ("does hypothyroidism cause muscle cramps", "hypothyroidism"),
        ("can water tablets such as furosemide cause cramps", "diuretics"),
        ("do statins cause headaches", None),
        ("how do I bake bread", None),
        ("", None),
    ],
)
def test_a_question_about_a_factor_without_a_claim_finds_its_evidence(
    question: str, factor: str | None
) -> None:
    found = find_factor(question)
    assert (found.id if found else None) == factor
    if found:
        text = "\n".join(_lines(answer_factor(found)))
        assert found.summary in text and "Certainty" in text

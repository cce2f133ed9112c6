"""Whether what is found in some words is meant there."""

from __future__ import annotations

import numpy as np
import pytest

from unclench.case import Case
from unclench.told import understand
from unclench.told.candidates import Candidate, candidates, read
from unclench.told.en import encoder, meant
from unclench.told.pack import Sentence, everyday, sentences
from unclench.told.phrases import found_in


def there(*texts: str) -> set[str]:
    told = understand(Case(complaints=list(texts)))
    return {r.finding for r in told.readings if r.kind == "finding" and r.status == "present"}


def sentence(text: str) -> Sentence:
    (one,) = sentences(text)
    return one


@pytest.mark.parametrize(
    ("text", "wrongly"),
    [
        ("we were stuck in the lift at the office when my calf began to cramp", "awkward_lift"),
        ("I confess I have never liked doctors but my calf cramps every night", "confusion"),
    ],
)
def test_a_word_that_means_another_thing_there_is_not_believed(text: str, wrongly: str) -> None:
    assert wrongly not in there(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("my calf cramps at night, my dad had a stroke", "calf_cramp"),
        ("my calf cramps at night and my dad had a stroke", "calf_cramp"),
        ("back pain since Sunday, my sister has gout", "back_pain"),
    ],
)
def test_what_is_told_of_another_in_the_same_breath_takes_nothing_away(text: str, own: str) -> None:
    assert own in understand(Case(complaints=[text])).present


def test_words_about_oneself_are_never_another_s() -> None:
    told = understand(Case(complaints=["can't go on, thinking about hanging myself, pain in back"]))
    assert any(f.id == "self_harm_thoughts" and f.present for f in told.findings)


def test_from_the_name_of_an_illness_no_symptom_is_heard() -> None:
    assert "weakness" not in there("my father had motor neurone disease")


def told_in(text: str) -> tuple[Sentence, list[Candidate], list[meant.Told]]:
    one = sentence(text)
    found = [m for m in found_in(one) if m.concept.kind == "finding"]
    every = candidates(one, found, [], read(one, found))
    return one, every, [meant.Told(c.match.concept.id, c.match.text, c.places) for c in every]


def test_numbers_of_a_candidate_fit_the_models() -> None:
    one, every, told = told_in("my calf cramps at night and the foot is numb")
    judged = meant.judged(one.tokens, [c.numbers for c in every], told, one.question)
    assert len(judged) == len(every) and all(np.isfinite(j.odds) for j in judged)
    surest = max(range(len(every)), key=lambda n: judged[n].odds)
    assert told[surest].finding in {"muscle_cramp", "calf_cramp", "leg_cramp", "sensory_loss"}
    for j in judged:
        assert j.odds == round(j.odds, 2)
        assert len(j.stands) == len(meant.SAYS) - 1
        assert sum(j.stands) == pytest.approx(1.0, abs=0.003)


def test_what_one_candidate_is_does_not_hang_on_the_others() -> None:
    one, every, told = told_in("my calf cramps at night and the foot is numb")
    judged = meant.judged(one.tokens, [c.numbers for c in every], told, one.question)
    for n, c in enumerate(every):
        (alone,) = meant.judged(one.tokens, [c.numbers], [told[n]], one.question)
        assert alone.odds == pytest.approx(judged[n].odds, abs=0.011)
        assert alone.stands == pytest.approx(judged[n].stands, abs=0.002)


def test_a_name_from_after_the_training_leans_to_neither_side() -> None:
    _, every, _ = told_in("my calf cramps at night")
    row = np.array([every[0].numbers])
    model = meant._model()
    new = [meant.Told("from_tomorrow", "a new phrase", (0,))]
    plain = float(meant.first_odds(row, new, model.weight, model.leaning)[0])
    assert plain == pytest.approx(float(row[0] @ model.weight[1:] + model.weight[0]))
    assert model.leaning


@pytest.mark.parametrize(
    "text", ["no cramp in the calf at all", "my husband gets terrible cramps in his calf"]
)
def test_it_is_also_judged_how_a_thing_stands(text: str) -> None:
    def now(said: str) -> float:
        one, every, told = told_in(said)
        judged = meant.judged(one.tokens, [c.numbers for c in every], told, one.question)
        return max(j.stands[0] for j, t in zip(judged, told, strict=True) if "calf" in t.phrase)

    assert now(text) < now("my calf cramps every night")


def test_of_a_finding_from_after_the_training_nothing_is_held() -> None:
    one, every, _ = told_in("my calf cramps at night")
    new = [meant.Told("from_tomorrow", "", (0,))]
    (judged,) = meant.judged(one.tokens, [every[0].numbers], new, one.question)
    assert np.isfinite(judged.odds) and meant.seldom("from_tomorrow")


def test_a_finding_from_after_the_training_has_no_direction_of_its_own() -> None:
    assert not encoder.direction("from_tomorrow").any()
    assert float(np.linalg.norm(encoder.direction("calf_cramp"))) == pytest.approx(1.0, abs=1e-5)


def test_a_name_that_everyday_english_has_not_means_what_it_means() -> None:
    assert not everyday("vertebroplasty") and not everyday("thyroidectomy")
    assert everyday("lifted") and everyday("stuck") and everyday("b12") and everyday("ms")
    told = understand(Case(complaints=["vertebroplasty on Monday, now I cannot move my toes"]))
    assert "spinal_procedure" in told.present


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("numb between my legs, cannot pass urine", "normal_bladder_bowel"),
        ("no numbness and no fever", "afebrile"),
    ],
)
def test_that_all_is_well_is_not_heard_beside_what_it_rules_out_nor_denied(
    text: str, never: str
) -> None:
    read_as = {r.finding: r.status for r in understand(Case(complaints=[text])).readings}
    assert read_as.get(never, "uncertain") == "uncertain"


def test_an_empty_sentence_speaks_of_nothing() -> None:
    assert there("") == set()
    assert there("...") == set()

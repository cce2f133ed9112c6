"""What to bear in mind stands beside an abnormal result, on its side only, never a normal one."""

from __future__ import annotations

from unclench import Case, assess


def caveats(said: str) -> list[str]:
    case = Case.model_validate({"age": 45, "sex": "female", "labs": [said]})
    return assess(case).labs[0].caveats


def test_a_high_potassium_may_be_the_tube() -> None:
    assert any("burst in the tube" in c for c in caveats("K 5.9 mmol/L"))
    assert not any("look at magnesium" in c for c in caveats("K 5.9 mmol/L"))


def test_a_low_potassium_that_stays_low() -> None:
    assert any("look at magnesium" in c for c in caveats("K 3.1 mmol/L"))
    assert not any("burst in the tube" in c for c in caveats("K 3.1 mmol/L"))


def test_a_normal_result_has_none() -> None:
    assert caveats("K 4.2 mmol/L") == []
    assert caveats("TSH 2.0 mU/L") == []


def test_it_reads_as_one_of_several() -> None:
    (said,) = caveats("Hb 101 g/L")
    assert said == "a low value has many causes; it does not say which"


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert not any(c.startswith("tSH") or c.startswith("pTH") for c in caveats("PTH 12 pmol/L"))

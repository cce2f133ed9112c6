"""Files and what is said beside them become one case; what is said wins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from unclench import UserError, assess, case_from
from unclench.case import Case, from_dict, load

CASE = """\
profile: {age: 42, sex: female, pregnant: true, diet: vegetarian}
complaints: [my back locks up]
exposure: {sweat: 1 L/h, sun: indoors}
diary: [food.txt]
labs: ["K 3.1 mmol/L", labs.csv]
asked: {saddle_numbness: no}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "somebody"
    home.mkdir()
    (home / "case.yaml").write_text(CASE, "utf-8")
    (home / "food.txt").write_text("2026-05-01\n300 g rice\n", "utf-8")
    (home / "labs.csv").write_text("test,value,unit\nCalcium,2.3,mmol/L\n", "utf-8")
    return home


def test_what_is_said_wins_over_the_file(folder: Path) -> None:
    case = case_from(folder, age=61, pregnant=False, diet="vegan", exposure=["sweat=2 L/h"])
    assert case.profile.age == 61
    assert case.profile.pregnant is False
    assert case.profile.diet == "vegan"
    assert case.profile.sex == "female"
    assert case.exposure == {"sweat": "2 L/h", "sun": "indoors"}


def test_what_is_not_said_takes_nothing_away(folder: Path) -> None:
    assert case_from(folder) == load(folder)
    assert case_from(folder, age=None, activity=None) == load(folder)


def test_lists_are_added_to(folder: Path) -> None:
    case = case_from(
        folder, says="cramps", takes=["a", "b"], labs="Na 140", allergies="fish",
        asked={"fever": "yes"}, confirmed=["r1"],
    )  # fmt: skip
    assert case.complaints == ("my back locks up", "cramps")
    assert case.medicines == ("a", "b")
    assert case.labs == ("K 3.1 mmol/L", "labs.csv", "Na 140")
    assert case.allergies == ("fish",)
    assert case.asked == {"saddle_numbness": "no", "fever": "yes"}
    assert case.confirmed == ("r1",)


def test_files_of_a_case_stay_relative_and_files_beside_it_do_not(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("more.txt").write_text("2026-05-02\n300 g pasta\n", "utf-8")
    case = case_from(["somebody", "more.txt"])
    assert case.diary == ("food.txt", str(tmp_path / "more.txt"))
    assert case.folder == Path("somebody")
    answer = assess(case)
    assert answer.diary is not None
    assert answer.diary.days == 2
    assert {lab.analyte for lab in answer.labs} >= {"k", "ca_total"}


def test_a_diary_of_its_own_needs_no_case() -> None:
    diary = ROOT / "examples" / "kitchen_porter" / "diary.txt"
    case = case_from(diary, age=42)
    assert case.diary == (str(diary),)
    assert case.folder is None


def test_all_that_is_wrong_with_files_is_said_at_once(folder: Path) -> None:
    other = folder / "other.yaml"
    other.write_text("complaints: [calf cramp]\n", "utf-8")
    case = case_from([folder, other, "nothing.csv"])
    said = " ".join(map(str, case.problems))
    assert "two case files" in said
    assert "nothing.csv" in said
    assert case.complaints == ("my back locks up",)
    with pytest.raises(UserError, match=r"nothing\.csv"):
        case_from("nothing.csv", age=40, sex="female")


def test_a_key_that_is_not_known_names_the_nearest(folder: Path) -> None:
    with pytest.raises(UserError, match="'weight_kg'"):
        case_from(folder, weight_gk=70)


@pytest.mark.parametrize(
    ("key", "near"),
    [("lab", "labs"), ("alergies", "allergies"), ("askd", "asked"), ("confirm", "confirmed"),
     ("struk", "struck"), ("contry", "country"), ("ag", "age")],
)  # fmt: skip
def test_keys_of_a_case_are_known(key: str, near: str) -> None:
    with pytest.raises(UserError, match=f"'{near}'"):
        Case.model_validate({key: "x"})


def test_answers_to_questions_are_kept_as_words(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("asked: {a: yes, b: no, c: not_sure}\nstruck: x\nage: 40\nlabs: K 3\n", "utf-8")
    case = load(file)
    assert case.asked == {"a": "yes", "b": "no", "c": "not_sure"}
    assert case.struck == ("x",)
    assert case.profile.age == 40
    assert case.labs == ("K 3",)


@pytest.mark.parametrize(
    ("told", "said"),
    [({"age": 450}, "must be at most 120"), ({"age": -1}, "must be at least 0"),
     ({"sex": "x"}, "must be 'female' or 'male'"), ({"age": [4]}, "must be a number"),
     ({"labs": [{"name": "K", "value": 4, "date": "soon"}]}, "must be a date"),
     ({"exposure": 4}, "must be an object")],
)  # fmt: skip
def test_a_wrong_value_is_said_in_our_words(told: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said) as found:
        from_dict({"complaints": ["calf cramps"], **told})
    assert "nput should" not in str(found.value)

"""Promises of the whole answer: its JSON Schema, privacy, and no traceback on odd input."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.sample import answer as invented
from unclench.assessment import Assessment
from unclench.chain import assess
from unclench.errors import UserError

TODAY = dt.date(2026, 11, 23)
DIARY = """2026-11-01
2 slices toast
1 bowl porridge
multivitamin
zorbled flumps 100 g
2026-11-02
300 g pasta
1 cup cooked spinach
magnesium tablet
"""


def _person(folder: Path, **more: Any) -> dict[str, Any]:
    file = folder / "diary.txt"
    file.write_text(DIARY, "utf-8")
    return {"age": 42, "sex": "female", "weight_kg": 68, "diary": [str(file)], **more}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {
            "labs": ["K 3.1 mmol/L", "vit D <25 nmol/L", "magnesium low"],
            "medicines": ["omeprazole"],
        },
        {"complaints": ["cramps in my calves at night, can't feel my legs"], "pregnant": True},
        {"exposure": {"sweat": "1.2 L/h", "exercise": "6 h a week", "sun": "not much"}},
    ],
)
@pytest.mark.parametrize("authority", ["nasem", "efsa"])
def test_the_json_answer_keeps_to_its_own_schema(
    tmp_path: Path, more: dict[str, Any], authority: str
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    published = Assessment.model_json_schema(by_alias=True)
    full = Assessment.model_json_schema(by_alias=True, mode="serialization")
    made = assess(_person(tmp_path, **more), today=TODAY, authority=authority)
    for one in (made, invented()):
        for schema in (published, full):
            jsonschema.Draft202012Validator(schema).validate(json.loads(one.to_json()))
    spoilt = json.loads(made.to_json()) | {"nutrients": [{"id": "magnesium"}]}
    assert not jsonschema.Draft202012Validator(published).is_valid(spoilt)


def test_an_answer_never_tells_the_folder_of_the_diary(tmp_path: Path) -> None:
    made = assess(_person(tmp_path), today=TODAY)
    assert made.diary is not None
    assert made.diary.files[0].path == "diary.txt"
    assert any("diary.txt, line" in w for w in made.warnings)
    assert str(tmp_path) not in made.to_json()


ODD: list[Any] = [
    0, -1, 1e308, float("nan"), float("inf"), True, "", [], {}, ["a", None], {"a": 1}, [[1]],
    "£ü\x00", dt.date(2026, 1, 1), "yes", {1: 2},
]  # fmt: skip
PLACES = [
    *[(k,) for k in ("profile", "complaints", "signs", "medicines", "conditions", "exposure",
                     "diet", "labs", "age", "sex", "pregnant")],
    *[("profile", k) for k in ("age", "sex", "weight_kg", "height_cm", "activity", "diet")],
    *[("labs", k) for k in ("name", "value", "unit", "low", "high", "flag", "date", "loinc")],
    *[("exposure", k) for k in ("sweat", "exercise", "sun", "heat")],
    *[("intake", k) for k in ("item", "amount", "unit")],
]  # fmt: skip


def _with(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    case: dict[str, Any] = {"age": 40, "sex": "female"}
    if len(place) == 1:
        return {**case, place[0]: value}
    kind, key = place
    if kind == "labs":
        lab = {"name": "Potassium", "value": 4, "unit": "mmol/L", key: value}
        return {**case, "labs": [lab]}
    if kind == "intake":
        item = {"item": "magnesium", "amount": 200, "unit": "mg/day", key: value}
        return {**case, "diet": {"intakes": [item]}}
    return {**case, kind: {key: value}}


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_wrong_types_are_refused_in_words_or_answered(place: tuple[str, ...]) -> None:
    for value in ODD:
        try:
            made = assess(_with(place, value), today=TODAY)
        except UserError as error:
            assert all(p.what for p in error.problems)
        else:
            json.loads(made.to_json())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_a_problem(value: float) -> None:
    made = assess(_with(("labs", "low"), value), today=TODAY)
    assert any("low" in p.what for p in made.problems)
    assert json.loads(made.to_json())


def test_a_profile_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(UserError, match="profile"):
        assess({"profile": "woman of 40"}, today=TODAY)


def test_a_tablet_of_untold_dose_is_not_nothing(tmp_path: Path) -> None:
    text = "\n".join(
        f"2026-11-{d:02d}\n300 g rice\n300 g pasta\n200 g apple\n4 slices white bread\n{{}}"
        for d in range(1, 15)
    )
    found = {}
    for name, pill in (("none", ""), ("pill", "vitamin B12 tablet"), ("multi", "multivitamin")):
        file = tmp_path / f"{name}.txt"
        file.write_text(text.replace("{}", pill), "utf-8")
        case = {"age": 30, "sex": "female", "profile": {"diet": "vegan"}, "diary": [str(file)]}
        made = assess(case, today=TODAY)
        found[name] = {n.id: n for n in made.nutrients}
    b12, calcium = "vitamin_b12", "calcium"
    assert found["none"][b12].verdict == "likely_low"
    assert found["none"][b12].from_supplements == 0.0
    assert found["pill"][b12].verdict == "cannot_tell"
    assert found["pill"][b12].from_supplements is None
    assert found["pill"][b12].probability_inadequate is None
    assert "vitamin B12" in found["pill"][b12].say
    assert found["pill"][calcium].verdict == found["none"][calcium].verdict == "likely_low"
    assert found["multi"][calcium].verdict == "cannot_tell"
    assert found["multi"]["magnesium"].upper_limit.probability_above is None
    assert found["none"]["magnesium"].upper_limit.probability_above == 0.0


def test_what_was_never_recorded_is_unknown_and_not_zero(tmp_path: Path) -> None:
    made = assess(_person(tmp_path), today=TODAY)
    assert all(n.recorded_mean is None for n in made.nutrients)  # words alone record nothing


def test_the_limit_of_folic_acid_is_not_held_against_folate_equivalents(tmp_path: Path) -> None:
    above = {}
    for dose in (700, 1200):  # limit: 1,000 µg of folic acid, which is 1,700 µg of equivalents
        file = tmp_path / f"{dose}.txt"
        days = [f"2026-11-{d:02d}\n300 g rice\nfolic acid {dose} µg" for d in range(1, 8)]
        file.write_text("\n".join(days), "utf-8")
        made = assess({"age": 30, "sex": "female", "diary": [str(file)]}, today=TODAY)
        folate = next(n for n in made.nutrients if n.id == "folate")
        assert folate.from_supplements == pytest.approx(1.7 * dose)
        above[dose] = folate.upper_limit.probability_above  # type: ignore[union-attr]
    assert above == {700: None, 1200: 1.0}


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("age: 40\ndiary: [nofile.csv]\nlabs: [nolab.json, 'K 90 mmol/L']\n", "utf-8")
    with pytest.raises(UserError) as refused:
        assess(file, today=TODAY)
    words = " ".join(map(str, refused.value.problems))
    assert "nofile.csv" in words
    assert "nolab.json" in words
    assert "not survivable" in words


@pytest.mark.parametrize(
    ("name", "text"),
    [("deep.json", "[" * 3000), ("deep.yaml", "a: " + "[" * 3000), ("case.json", '{"a":' * 3000)],
)
def test_deep_nesting_is_refused_in_words(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UserError):
        assess(tmp_path / name, today=TODAY)


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    from unclench.app.terminal import write

    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UserError, match="could not be written"):
        write("text", tmp_path / "file" / "report.html")


@pytest.mark.parametrize(
    ("told", "verdict", "words"),
    [
        ("25", "likely_low", "is 25 nmol/L, below 30: a level at which"),
        ("<25", "likely_low", "is below 25 nmol/L, below 30"),
        ("<60", None, ""),
        (">20", None, ""),
        (">75", "likely_adequate", "is above 75 nmol/L"),
        ("60", "likely_adequate", "is 60 nmol/L"),
    ],
)
def test_a_bound_of_vitamin_d_says_only_what_it_decides(
    told: str, verdict: str | None, words: str
) -> None:
    made = assess({"age": 40, "sex": "female", "labs": [f"vit D {told} nmol/L"]}, today=TODAY)
    found = [n for n in made.nutrients if n.id == "vitamin_d"]
    assert [n.verdict for n in found] == ([verdict] if verdict else [])
    assert all(words in n.say for n in found)


def _cause(lab: str, cause: str) -> tuple[str, float]:
    case = {"age": 40, "sex": "female", "complaints": ["calf cramps at night"]}
    made = assess(case | ({"labs": [lab]} if lab else {}), today=TODAY)
    assert made.urgency is not None
    chance = next((c.probability for c in made.causes if c.id == cause), 0.0)
    return made.urgency.level, chance


@pytest.mark.parametrize(
    ("lab", "cause"),
    [
        ("ferritin >10 µg/L", "iron_deficiency"),
        ("K >3.0 mmol/L", "hypokalemia"),
        ("K <6.5 mmol/L", "hyperkalemia"),
        ("Na <150 mmol/L", "hypernatremia_dehydration"),
    ],
)
def test_a_bound_that_decides_nothing_changes_nothing(lab: str, cause: str) -> None:
    assert _cause(lab, cause) == _cause("", cause)


def test_a_bound_beyond_the_limit_counts_like_a_value() -> None:
    assert _cause("ferritin <10 µg/L", "iron_deficiency")[1] > 0.1
    assert _cause("K >7.0 mmol/L", "hyperkalemia")[0] == "emergency"
    assert _cause("K <2.4 mmol/L", "hypokalemia")[0] == "emergency"


NEW_IN_2 = {
    "understood": {"id", "text", "finding", "label", "status", "slots"},
    "ask": {"id", "kind", "text", "about", "answers"},
    "problems": {"what", "where", "fix"},
    "nutrients": {"recorded_share", "looked_up_share"},
}


def test_the_second_contract_has_its_new_keys_and_not_the_old_ones(tmp_path: Path) -> None:
    made = json.loads(assess(_person(tmp_path), today=TODAY).to_json())
    assert made["schema"] == "unclench.assessment/2"
    assert {"understood", "ask", "asked", "problems", "reasons"} <= set(made)
    assert set(made["reasons"]) == {"warnings", "insufficient", "questions"}
    schema = Assessment.model_json_schema(by_alias=True)
    for part, keys in NEW_IN_2.items():
        name = schema["properties"][part]["items"]["$ref"].rpartition("/")[2]
        assert keys <= set(schema["$defs"][name]["properties"]), part
    assert "known_share" not in json.dumps(schema)
    (file,) = made["diary"]["files"]
    assert set(file) == {"path", "label", "shape", "sha256", "rows", "used", "skipped",
                         "not_used"}  # fmt: skip


def test_the_manual_says_what_changed_for_readers_of_the_first() -> None:
    page = (Path(__file__).parents[2] / "docs" / "answer.md").read_text("utf-8")
    for key in ("known_share", "recorded_share", "looked_up_share", "understood", "ask", "asked",
                "problems", "reasons", "plan", "simulation", "diary.files"):  # fmt: skip
        assert f"`{key}" in page, key
    assert "schema: unclench.assessment/2" in page

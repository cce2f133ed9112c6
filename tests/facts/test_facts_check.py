"""`facts check` finds what a schema cannot."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from unclench.facts import cache, loader
from unclench.facts.kinds.nutrients import NutrientFact
from unclench.facts.nutrients import nutrients

TODAY = dt.date(2026, 12, 1)
MAGNESIUM = nutrients()["magnesium"]


def problems(**changes: object) -> str:
    raw = MAGNESIUM.model_dump() | changes
    return "\n".join(str(p) for p in loader.check_fact("nutrients", NutrientFact(**raw), TODAY))


def test_the_packaged_facts_have_no_problem() -> None:
    assert loader.check(TODAY) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sources": ()}, "no source"),
        ({"sources": ("no_such_source",)}, "no_such_source"),
        ({"unit": "spoonful"}, "unit 'spoonful'"),
        (
            {"review": {"level": 1, "on": "2020-01-01", "look_again_by": "2022-01-01"}},
            "review expired on 2022-01-01",
        ),
    ],
)
def test_a_broken_fact_is_found(changes: dict[str, object], words: str) -> None:
    assert words in problems(**changes)


def test_a_number_from_memory_cannot_be_well_reviewed() -> None:
    level = {"level": 2, "on": "2026-11-23", "look_again_by": "2028-11-23"}
    iron = nutrients()["iron"]
    raw = iron.model_dump() | {"review": level}
    found = loader.check_fact("nutrients", NutrientFact(**raw), TODAY)
    assert any("review level is 2" in str(p) for p in found)


def test_an_unbroken_fact_is_not_blamed() -> None:
    assert problems() == ""


def test_every_problem_of_a_fact_is_listed_at_once() -> None:
    found = problems(sources=("nobody",), unit="spoonful")
    assert "nobody" in found
    assert "spoonful" in found


def test_on_is_a_word_in_fact_files_and_true_is_true() -> None:
    assert cache.read_yaml("{on: no, a: true, b: False}") == {"on": "no", "a": True, "b": False}


def test_the_cache_gives_the_same_facts_and_follows_changes(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCLENCH_CACHE", str(tmp_path))
    texts = dict(loader.data_files("nutrients"))
    parsed = cache.read_yaml_cached("nutrients", texts)
    again = cache.read_yaml_cached("nutrients", texts)
    assert [NutrientFact.model_validate(v) for v in parsed.values()] == [
        NutrientFact.model_validate(v) for v in again.values()
    ]
    texts["iron"] = texts["iron"].replace("Iron", "Fer")
    assert cache.read_yaml_cached("nutrients", texts)["iron"]["label"] == "Fer"
    stored = list(tmp_path.glob("facts-nutrients-*.json"))  # type: ignore[attr-defined]
    assert len(stored) == 2
    for path in stored:
        path.write_text("{ damaged")
    assert cache.read_yaml_cached("nutrients", texts)["iron"]["label"] == "Fer"


def test_the_cache_does_not_grow(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCLENCH_CACHE", str(tmp_path))
    for i in range(8):
        cache.read_yaml_cached("x", {"a": f"b: {i}"})
    assert len(list(tmp_path.glob("*"))) == cache.KEPT  # type: ignore[attr-defined]


def test_no_cache_folder_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_CACHE", "")
    assert cache.read_yaml_cached("x", {"a": "b: 1"}) == {"a": {"b": 1}}
    monkeypatch.setenv("UNCLENCH_CACHE", "/proc/nowhere")
    assert cache.read_yaml_cached("x", {"a": "b: 1"}) == {"a": {"b": 1}}


def test_the_index_of_facts_names_files_that_exist() -> None:
    folder = Path(loader.__file__).parent / "data"
    page = (folder / "README.md").read_text("utf-8")
    named = [w for w in re.findall(r"`([a-z_]+/[a-z_.]*)`", page) if w != "sources/"]
    assert len(named) >= 10
    for name in named:
        assert (folder / name).exists(), name

"""The door of other programs: strict at every depth, described truly, and never a trace."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests.web.conftest import HERE, Door
from unclench.app.web import guard
from unclench.app.web.asked import Asked
from unclench.case import Case
from unclench.request import Request, Wishes
from unclench.usable import usable

CRAMP = {"complaints": ["my calf cramps at night"]}
DEEP = "[" * 10_000 + "]" * 10_000


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"case": {**CRAMP, "age": False}}, "'age'"),
        ({"case": {**CRAMP, "age": "42"}}, "'age'"),
        ({"case": {**CRAMP, "profile": {"weight_kg": True}}}, "'weight_kg'"),
        ({"case": {**CRAMP, "pregnant": 1}}, "'pregnant'"),
        ({"case": {**CRAMP, "complaint": "x"}}, "'complaint'"),
        ({"case": {**CRAMP, "profile": {"agee": 4}}}, "'profile.agee'"),
        ({"case": {"labs": [{"name": "K", "value": True}]}}, "'labs.0.value'"),
        ({"case": {"labs": [{"name": "K", "low": "3"}]}}, "'labs.0.low'"),
        ({"case": {"labs": [{"nam": "K"}]}}, "'labs.0.nam'"),
        ({"case": {"labs": ["K 3.1 mmol/L", 5]}}, "'labs.1'"),
        ({"case": {**CRAMP, "diet": {"intakes": [{"item": "energy", "amount": "1500"}]}}},
         "'diet.intakes.0.amount'"),
        ({"case": {**CRAMP, "exposure": {"heat": ["hot"]}}}, "'exposure.heat'"),
        ({"case": {**CRAMP, "asked": {"dark_urine": 1}}}, "'asked.dark_urine'"),
        ({"case": []}, "'case'"),
        ({"case": CRAMP, "wishes": {"max_changes": "2"}}, "'max_changes'"),
        ({"case": CRAMP, "wishes": {"max_changes": True}}, "'max_changes'"),
        ({"case": CRAMP, "wishes": {"dislike": []}}, "'dislike'"),
        ({"case": CRAMP, "simulate": 1}, "'simulate'"),
        ({"case": CRAMP, "today": 1700000000}, "'today'"),
        ({"case": CRAMP, "wishez": 1}, "'wishez'"),
        ([CRAMP], "JSON object"),
    ],
)  # fmt: skip
def test_every_part_is_of_its_type_at_every_depth(door: Door, asked: Any, named: str) -> None:
    for path in ("/api/assess", "/api/plan", "/api/ask"):
        reply = door.program.post(path, json=asked)
        assert reply.status_code == 422, reply.text
        assert any(named in p["what"] for p in reply.json()["problems"]), reply.text


def test_all_that_is_wrong_is_named_at_once(door: Door) -> None:
    asked = {"case": {"age": "x", "sexx": 1, "labs": [{"value": True}]}, "wish": {}, "plan": "yes"}
    found = door.program.post("/api/assess", json=asked).json()["problems"]
    assert len(found) == 5


def test_a_wrong_request_hides_no_warning_sign(door: Door) -> None:
    case = {"complaints": ["numb between my legs and I cannot pass urine"], "age": "42"}
    reply = door.program.post("/api/assess", json={"case": case}).json()
    assert reply["problems"] and "emergency" in " ".join(reply["urgent"]).lower()


def test_what_a_person_gets_wrong_is_left_out_and_told_as_everywhere(door: Door) -> None:
    told = {**CRAMP, "age": 450, "sex": "neither"}
    reply = door.program.post("/api/assess", json={"case": told})
    assert reply.status_code == 200
    said = {p["what"] for p in reply.json()["problems"]}
    assert said == {p.what for p in usable(told).problems}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (DEEP.encode(), "nested too deeply"),
        (b'{"case": {"age": 1e999}}', "'age'"),
        (b'{"case": {"age": NaN}}', "'age'"),
        (b'{"case": {"age": ' + b"9" * 5000 + b"}}", "'age'"),
        (b'{"case": {"age": 42, "age": 43}}', "stands twice"),
    ],
)
def test_what_is_no_request_is_said_as_check_says_it(door: Door, body: bytes, said: str) -> None:
    kind = {"content-type": "application/json"}
    reply = door.program.post("/api/assess", content=body, headers=kind)
    assert reply.status_code == 422, reply.text
    assert said in " ".join(p["what"] for p in reply.json()["problems"])


def test_the_same_depth_is_said_by_the_command_line(door: Door, tmp_path: Path) -> None:
    from unclench.errors import UserError
    from unclench.usable import loaded

    path = tmp_path / "case.json"
    path.write_text(DEEP)
    with pytest.raises(UserError) as caught:
        loaded(path)
    kind = {"content-type": "application/json"}
    (said,) = door.program.post("/api/ask", content=DEEP.encode(), headers=kind).json()["problems"]
    assert (said["what"], said["fix"]) == (caught.value.problems[0].what,
                                           caught.value.problems[0].fix)  # fmt: skip


def test_status_and_words_of_what_may_not_pass(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    text = {"content-type": "text/plain"}
    assert door.program.post("/api/assess", content=b"{}", headers=text).status_code == 415
    assert door.program.delete("/api/assess").status_code == 405
    assert door.program.get("/api/nowhere").status_code == 404
    assert door.program.get("/api/foods", params={"q": "oats", "n": "3"}).status_code == 422
    assert door.program.get("/api/foods").status_code == 422
    assert door.inside.get("/api/cases").json()["problems"][0]["what"]
    monkeypatch.setattr(guard, "FORM", 100)
    reply = door.program.post("/api/assess", json={"case": {"complaints": ["x" * 200]}})
    assert reply.status_code == 413 and reply.json()["problems"]


def test_a_fault_has_a_number_that_the_log_explains(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    def broken(*_: object) -> None:
        raise RuntimeError("zzyzx")

    monkeypatch.setattr("unclench.chain.answer_to", broken)
    quiet = TestClient(
        door.app, HERE, headers=dict(door.program.headers), raise_server_exceptions=False
    )
    reply = quiet.post("/api/assess", json={"case": CRAMP})
    assert reply.status_code == 500 and "zzyzx" not in reply.text
    log = (door.store.folder / "server.log").read_text()
    number = reply.json()["problems"][0]["what"].split("number ")[1].split(".")[0]
    assert number in log and "broken" in log and "zzyzx" not in log


def test_a_whole_number_is_whole_however_it_is_written(door: Door) -> None:
    for n in ("2", "2.0", "2e0"):
        body = f'{{"case": {{"complaints": ["calf cramps"]}}, "wishes": {{"max_changes": {n}}}}}'
        kind = {"content-type": "application/json"}
        assert door.program.post("/api/ask", content=body, headers=kind).status_code == 200


def test_keys_of_a_request_are_those_of_the_library() -> None:
    parts = Asked.model_json_schema()["$defs"]
    assert set(Asked.model_fields) == set(Request.model_fields)
    assert set(parts["Wishes"]["properties"]) == set(Wishes.model_fields)
    known = {n for n in Case.model_fields if n not in ("folder", "problems")}
    assert known <= set(parts["Case"]["properties"])
    for part in (Asked.model_json_schema(), *parts.values()):
        assert part["additionalProperties"] is False


load_all_checks()
OURS = "positive_data_acceptance"
"""Held below: a request of the right types may still tell nothing that can be answered."""
CHECKED = [check for check in CHECKS.get_all() if check.__name__ != OURS]
assert {check.__name__ for check in CHECKED} >= {
    "negative_data_rejection", "response_schema_conformance", "status_code_conformance",
    "content_type_conformance", "ignored_auth", "not_a_server_error",
}  # fmt: skip


def _held(
    door: Door, path: str, method: str, mode: GenerationMode, examples: int, start: int
) -> int:
    """Requests that are right or wrong by the description; how many were sent."""
    schema = schemathesis.openapi.from_dict(door.program.get("/api/openapi.json").json())
    schema.app = door.app
    key = {"authorization": f"Bearer {door.keys.api}"}
    again = {"base_url": HERE, "app": door.app}
    right, sent = mode is GenerationMode.POSITIVE, 0

    @seed(start)
    @settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    @given(schema[path][method].as_strategy(generation_mode=mode))
    def held(case: schemathesis.Case) -> None:
        nonlocal sent
        sent += 1
        reply = case.call(base_url=HERE, app=door.app, headers=key)
        case.validate_response(reply, checks=CHECKED, headers=key, transport_kwargs=again)
        assert reply.status_code < 500, reply.text
        if right and method == "POST":
            Asked.model_validate(json.loads(json.dumps(case.body)))
        elif right:
            assert reply.status_code == 200, reply.text
        if reply.status_code >= 400:
            assert all(p["what"] for p in json.loads(reply.content)["problems"])

    held()
    return sent


SHAPE = Draft202012Validator(Asked.model_json_schema())
WHOLE = {
    "case": {
        "profile": {"age": 42, "sex": "female", "weight_kg": 68.5, "pregnant": False},
        "complaints": ["my calf cramps at night"],
        "medicines": ["omeprazole"],
        "exposure": {"heat": "hot", "sweat": 0.5},
        "diet": {"description": "toast", "intakes": [{"item": "energy", "amount": 1500}]},
        "labs": ["K 3.1 mmol/L", {"name": "Magnesium", "value": 0.7, "unit": "mmol/L", "low": 0.7}],
        "asked": {"dark_urine": "no"},
        "struck": ["x"],
    },
    "wishes": {"diets": ["vegan"], "max_changes": 2, "budget": 3.5},
    "authority": "efsa",
    "believe": False,
}


def spoilt(chance: random.Random) -> Any:
    """A right request with one part, at any depth, of a wrong type, or with a key too many."""
    while True:
        told = json.loads(json.dumps(WHOLE))
        at: Any = told
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = chance.choice(keys)
            if isinstance(at[key], (dict, list)) and at[key] and chance.random() < 0.85:
                at = at[key]
                continue
            if isinstance(at, dict) and chance.random() < 0.2:
                at[f"{key}s_"] = at[key]
            else:
                at[key] = chance.choice([True, 5, 1.5, "5", None, [], [True], {"x": 1}])
            break
        if not SHAPE.is_valid(told):
            return told


@pytest.mark.parametrize("start", range(4))
def test_a_wrong_part_is_refused_at_every_depth(door: Door, start: int) -> None:
    assert SHAPE.is_valid(WHOLE)
    chance = random.Random(start)
    for _ in range(50):
        told = spoilt(chance)
        reply = door.program.post("/api/ask", json=told)
        assert reply.status_code == 422, (told, reply.text)


PATHS = [
    ("/api/assess", "POST"), ("/api/ask", "POST"), ("/api/plan", "POST"),
    ("/api/foods", "GET"), ("/api/cases", "GET"),
]  # fmt: skip


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), PATHS)
def test_the_description_is_true(door: Door, path: str, method: str, mode: GenerationMode) -> None:
    few = 8 if mode is GenerationMode.POSITIVE else 60  # what is refused costs little
    assert _held(door, path, method, mode, few, 20261129) >= 1


@pytest.mark.nightly
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), PATHS)
def test_the_description_is_true_at_length(
    door: Door, path: str, method: str, mode: GenerationMode
) -> None:
    assert _held(door, path, method, mode, 300, 7) >= 1

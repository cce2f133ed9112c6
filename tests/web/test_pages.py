"""From the first page to the answer by forms alone."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.conftest import Door
from tests.web.driving import started, stopped
from unclench.app.web.view import in_hundred
from unclench.case import Case
from unclench.chain import assess

FORBIDDEN = re.compile(r"--says|--struck|--asked|--case|--report|--labs|case\.yaml|JSON|`unclench")
DAY = "2026-10-05\n3 slices of toast\n1 banana\n200 g cooked rice\n150 g chicken\n"


def test_the_answer_stands_on_the_next_page(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    text = html.unescape(door.inside.get(person).text)
    answer = assess(Case(complaints=["my calf cramps at night"], age=42, sex="female"))
    assert answer.in_short[0] in text
    assert "“my calf cramps at night”" in text
    assert "not asked after" not in text


def test_an_emergency_comes_before_all_else_and_needs_nothing_else(door: Door) -> None:
    text = door.inside.post("/", data={"sign": "saddle_numbness", "age": "450"}).text
    main = text[text.index("<main") :]
    assert "Seek emergency help now" in main[:700]
    assert "There is a problem" in main and main.index("problem") > main.index("emergency help")


def test_what_is_wrong_is_said_at_once_and_what_was_right_stays(door: Door) -> None:
    reply = door.inside.post("/", data={"age": "450", "sex": "female"})
    assert reply.status_code == 422 and "<title>Error:" in reply.text
    assert reply.text.count('href="#age"') == 1 and 'href="#says"' in reply.text
    assert 'value="450"' in reply.text and 'value="female" checked' in reply.text


def test_some_and_none_of_the_signs_is_asked_again(door: Door) -> None:
    data = {"says": "my calf cramps", "sign": ["weight_loss", "none"]}
    reply = door.inside.post("/", data=data)
    assert reply.status_code in (200, 422)
    assert "Which is right?" in reply.text or "Speak to a doctor" in reply.text


def test_a_struck_reading_stays_struck(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    page = door.inside.get(person).text
    ids = re.search(r'name="ids" value="([^"]+)"', page)
    assert ids
    page = door.inside.post(f"{person}/strike", data={"ids": ids[1]}).text
    assert "struck out" in page and f'value="{ids[1]}"><button class="small">' not in page
    page = door.inside.post(f"{person}/strike", data={"ids": ids[1], "back": "1"}).text
    assert f'value="{ids[1]}"><button class="small">' in page


def test_answers_to_questions_are_kept(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    door.inside.post(f"{person}/asked", data={"q.dark_urine": "no"})
    assert door.store.every()[0].typed["asked"] == {"dark_urine": "no"}
    page = door.inside.post(f"{person}/asked", data={"q.saddle_numbness": "yes"}).text
    assert "Seek emergency help now" in page


def test_a_wrong_number_is_kept_as_typed_and_left_out(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    reply = door.inside.post(f"{person}/tell/about", data={"revision": "1", "age": "old"})
    assert reply.status_code == 422 and 'value="old"' in reply.text
    assert "Error: " in reply.text and "is no number" in reply.text
    assert "calf" in door.inside.get(person).text


def test_a_decimal_comma_is_a_number(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42,5", sign="none")
    assert "There is a problem" not in door.inside.get(person).text


def test_typed_food_and_blood_reach_the_answer(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": DAY})
    door.inside.post(f"{person}/tell/blood", data={"revision": "2", "blood": "K 3.1 mmol/L"})
    page = door.inside.get(person).text
    assert ('<svg class="bar"' in page and "of 100 people" in page) or "cannot tell" in page
    assert "Potassium" in page and "3.1 mmol/L" in page
    assert 'class="state told"' in page and "food-typed" not in page
    why = door.inside.get(f"{person}/why/magnesium").text
    assert "review level" in why


def test_every_page_speaks_the_words_of_this_door(door: Door) -> None:
    person = door.begin(says="blorp and my calf cramps", age="42", sex="female")
    door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": DAY + "1 qwxz\n"})
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        seen.add(path)
        reply = door.inside.get(path)
        assert reply.status_code == 200, path
        if not reply.headers["content-type"].startswith("text/html"):
            continue
        if "attachment" in reply.headers.get("content-disposition", ""):
            continue
        shown = re.sub(r"<[^>]+>", " ", reply.text)
        assert not FORBIDDEN.search(shown), (path, FORBIDDEN.search(shown))
        links = re.findall(r'href="(/[^"#]*)', reply.text)
        todo += [x for x in links if x not in seen and x not in todo]
    assert len(seen) > 15


def test_a_plan_is_made_in_the_worker(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    door.inside.post(f"{person}/plan")
    page = door.inside.get(f"{person}/plan", params={"wait": "1"}).text
    for _ in range(10):
        if "Working on it" not in page:
            break
        page = door.inside.get(f"{person}/plan", params={"wait": "1"}).text
    assert "Make it again" in page and "fault" not in page


def test_a_stopped_worker_starts_anew(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    door.inside.post(f"{person}/plan")
    page = door.inside.post(f"{person}/plan/stop").text
    assert "It was stopped" in page or "Make it again" in page
    test_a_plan_is_made_in_the_worker(door)


def test_programs_get_the_json_of_the_command_line(door: Door, tmp_path: Path) -> None:
    case = {"complaints": ["my calf cramps at night"], "profile": {"age": 42, "sex": "female"},
            "labs": ["K 3.1 mmol/L"]}  # fmt: skip
    told = tmp_path / "case.json"
    told.write_text(json.dumps(case))
    run = [sys.executable, "-m", "unclench", "check", str(told), "--format", "json"]
    by_line = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    by_program = door.program.post("/api/assess", json={"case": case})
    assert json.loads(by_line) == by_program.json()


@pytest.mark.parametrize(
    "body",
    [
        {"case": {"age": False}},
        {"case": []},
        {"case": {"complaint": "x"}, "wishez": 1},
        {"case": {}},
        {"case": {"complaints": ["calf cramps"]}, "wishes": {"max_changes": 99}},
    ],
)
def test_wrong_requests_of_programs_are_said_in_words(door: Door, body: object) -> None:
    reply = door.program.post("/api/assess", json=body)
    assert reply.status_code == 422
    assert all(p["what"] for p in reply.json()["problems"])


def test_programs_find_foods_and_cases(door: Door) -> None:
    door.begin(says="my calf cramps at night")
    foods = door.program.get("/api/foods", params={"q": "banana"}).json()["foods"]
    assert "banana" in foods[0]["name"].lower() and foods[0]["measures"]
    (one,) = door.program.get("/api/cases").json()["cases"]
    assert one["case"]["complaints"] == ["my calf cramps at night"]
    ask = door.program.post("/api/ask", json={"case": one["case"]}).json()
    assert ask["ask"] and ask["urgency"]
    paths = door.program.get("/api/openapi.json").json()["paths"]
    assert {"/api/assess", "/api/plan", "/api/ask", "/api/foods", "/api/cases"} == set(paths)


@pytest.mark.parametrize(("p", "said"), [(0.0, "fewer than 1 of 100"), (0.34, "about 34 of 100"),
                                         (1.0, "more than 99 of 100")])  # fmt: skip
def test_nobody_is_none_or_all_of_a_hundred(p: float, said: str) -> None:
    assert in_hundred(p) == said


def test_one_line_one_server_and_an_end(tmp_path: Path) -> None:
    process, line = started(tmp_path / "data")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+\n", line)
    token = (tmp_path / "data" / "api-token").read_text()
    assert token.strip()
    second = subprocess.run(
        [sys.executable, "-m", "unclench", "serve", "--data", str(tmp_path / "data")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 2 and line.partition("?")[0] in second.stderr
    out, err = stopped(process)
    assert (out, err, process.returncode) == ("", "", 0)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", "192.168.1.7"])
def test_another_address_is_refused_in_words(host: str) -> None:
    from unclench.app.verbs.serve import serve
    from unclench.errors import UserError

    with pytest.raises(UserError, match="this computer alone"):
        serve(host=host)


def test_two_pages_can_be_handed_over(door: Door) -> None:
    page = door.begin(says="my calf cramps at night", age="47", sex="female", sign="none")
    reply = door.inside.get(f"{page}/report.pdf")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF")
    assert f"{page}/report.pdf" in door.inside.get(page).text

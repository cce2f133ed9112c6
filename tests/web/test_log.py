"""The spasm log in the page: the one of `unclench log`, not noted never zero, errors kept."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest

from tests.web.conftest import Door
from unclench.trial.spasm_log import read_log

TODAY = dt.date.today()
DAYS = [str(TODAY - dt.timedelta(n)) for n in range(6)]


@pytest.fixture
def person(door: Door) -> str:
    return door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")


def _note(door: Door, person: str, **told: str) -> str:
    return html.unescape(door.inside.post(f"{person}/log", data={"day": DAYS[1], **told}).text)


def test_it_is_the_log_of_the_command_line(door: Door, person: str) -> None:
    page = _note(door, person, kind="some", muscle="calf", time="03:10", minutes="4,5", pain="7",
                 woke="yes", doing="asleep", took="magnesium")  # fmt: skip
    assert f"Saved for {DAYS[1]}" in page
    _note(door, person, day=DAYS[3], kind="none")
    log = read_log(door.store.folder / "log.csv", TODAY)
    (cramp,) = log.days[dt.date.fromisoformat(DAYS[1])].cramps
    assert (cramp.muscle, cramp.time, cramp.minutes, cramp.pain) == ("calf", "03:10", 4.5, 7.0)
    assert cramp.woke is True and cramp.doing == "asleep"
    assert log.days[dt.date.fromisoformat(DAYS[3])].cramps == ()


def test_a_day_that_nobody_noted_is_not_zero(door: Door, person: str) -> None:
    _note(door, person, day=DAYS[3], kind="none")
    page = _note(door, person, kind="some", muscle="calf", many="3")
    row = re.search(rf'<th scope="row" class="when">{DAYS[2]}</th><td>(.*?)</td>', page)
    assert row and "not noted" in row[1]
    assert f'<th scope="row" class="when">{DAYS[3]}</th><td>none</td>' in page
    assert f'<th scope="row" class="when">{DAYS[1]}</th><td>3</td>' in page
    assert "1 day not noted" in page and 'role="img"' in page


def test_a_day_can_be_made_not_noted(door: Door, person: str) -> None:
    _note(door, person, kind="some", muscle="calf")
    page = _note(door, person, kind="none")
    assert "Make that day “not noted” first" in page and "<title>Error:" in page
    door.inside.post(f"{person}/log/clear", data={"day": DAYS[1]})
    assert not (door.store.folder / "log.csv").exists()
    assert f"Saved for {DAYS[1]}" in _note(door, person, kind="none")


@pytest.mark.parametrize(
    ("told", "field"),
    [({"kind": ""}, "kind"), ({"kind": "some"}, "muscle"), ({"kind": "none", "day": "x"}, "day"),
     ({"kind": "none", "day": "2099-01-01"}, "day"),
     ({"kind": "some", "muscle": "calf", "pain": "11"}, "pain"),
     ({"kind": "some", "muscle": "calf", "minutes": "long"}, "minutes"),
     ({"kind": "some", "muscle": "calf", "many": "1.5"}, "many"),
     ({"kind": "some", "muscle": "calf", "many": "2", "time": "03:00"}, "many")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(
    door: Door, person: str, told: dict[str, str], field: str
) -> None:
    page = _note(door, person, **told)
    assert "<title>Error:" in page and f'href="#{field}"' in page and f'id="{field}-error"' in page
    assert all(f'value="{v}"' in page for k, v in told.items() if v and k != "kind")
    assert not (door.store.folder / "log.csv").exists()


def test_another_log_is_pasted_or_handed_in(door: Door, person: str) -> None:
    text = f"date;muscle;pain\n{DAYS[1]};calf;3\n{DAYS[2]};none;\n2099-01-01;calf;2\n"
    page = html.unescape(door.inside.post(f"{person}/log/import", data={"pasted": text}).text)
    assert "2 days added" in page and "in the future" in page
    files = {"upload": ("mine.csv", text.encode())}
    page = door.inside.post(f"{person}/log/import", files=files).text
    assert "0 days added; 2 days noted already" in page
    reply = door.inside.post(f"{person}/log/import", data={"pasted": "when,what\n1,2\n"})
    assert reply.status_code == 422 and "no column" in reply.text and "when,what" in reply.text


def test_what_was_eaten_stands_beside_without_a_word_of_cause(door: Door, person: str) -> None:
    food = f"{DAYS[2]}\n3 slices of toast\n1 banana\n{DAYS[1]}\n200 g cooked rice\n"
    door.inside.post(f"{person}/tell/food", data={"revision": "1", "food": food})
    _note(door, person, kind="some", muscle="calf")
    _note(door, person, day=DAYS[2], kind="none", took="new tablet")
    page = html.unescape(door.inside.get(f"{person}/log", params={"beside": "magnesium"}).text)
    assert "Magnesium, mg a day" in page and "says nothing about what" in page
    shown = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(r"because|caused|due to|leads to|helps", shown)


def test_a_page_for_the_bedside(door: Door, person: str) -> None:
    page = door.inside.get(f"{person}/log/paper", params={"first": "2026-01-05"}).text
    assert page.count("<tr>") == 29 and "Mon 5 Jan 2026" in page and "never as free" in page


def test_two_people_have_two_logs(door: Door, person: str) -> None:
    _note(door, person, kind="some", muscle="calf")
    other = door.begin(says="my foot cramps", sign="none")
    assert "Nothing is noted yet" in door.inside.get(f"{other}/log").text
    door.inside.post(f"{other}/log", data={"day": DAYS[1], "kind": "none"})
    page = door.inside.get(f"{person}/log").text
    assert f'<th scope="row" class="when">{DAYS[1]}</th><td>1</td>' in page
    assert "somebody else" in html.unescape(door.inside.get(f"{other}/log").text)
    door.inside.post(f"{other}/log/whose", data={"whose": "computer"})
    assert "somebody else" in html.unescape(door.inside.get(f"{other}/log").text)


def test_a_log_travels_with_its_case_and_goes_with_it(door: Door, person: str) -> None:
    _note(door, person, kind="some", muscle="soleus-of-nowhere")
    packed = door.inside.get(f"{person}/export.zip").content
    door.inside.post(f"{person}/delete")

    def found() -> list[Path]:
        files = [p for p in door.store.folder.rglob("*") if p.is_file()]
        return [p for p in files if b"soleus-of-nowhere" in p.read_bytes()]

    assert not found()
    door.inside.post("/people/import", files={"upload": ("x.zip", packed)})
    (one,) = door.store.every()
    assert "soleus-of-nowhere" in door.inside.get(f"/person/{one.id}/log.csv").text
